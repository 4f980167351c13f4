//! Adds up what the chain says about a span of blocks.
//!
//! Everything comes from the chain: the state at both ends of the span and the events in between.
//! Nothing that a program remembers of its own doings goes in, so a ledger can be made of any span
//! whose states the node still has.

use crate::{
	Error, amounts,
	chain::{BlockId, Chain, CreditSupply, OwedShares},
};
use orogen_primitives_core::{
	AccountId, Balance, BatchId, BlockNumber, Cuc, Hash, SpendingSessionId, pots,
};
use orogen_primitives_runtime_api::{BatchInfo, BatchState, BmeStatus, SessionInfo, json::decimal};
use serde::Serialize;
use sp_core::crypto::Ss58Codec;
use std::collections::BTreeMap;
use subxt::{
	config::SubstrateConfig,
	events::Event,
	ext::scale_decode::{DecodeAsFields, DecodeAsType},
	utils::AccountId32,
};

/// The account of a pot.
pub fn pot_account(seed: [u8; 8]) -> AccountId {
	// As `PalletId::into_account_truncating`: "modl", the seed, zeros.
	let mut bytes = [0u8; 32];
	for (slot, byte) in bytes.iter_mut().zip(b"modl".iter().chain(&seed)) {
		*slot = *byte;
	}
	bytes.into()
}

/// Pots that pay is minted for, by name.
pub fn pots() -> [(&'static str, AccountId); 4] {
	[
		("pot verification", pot_account(pots::VERIFICATION)),
		("pot treasury", pot_account(pots::TREASURY)),
		("pot governance", pot_account(pots::GOVERNANCE)),
		("pot payouts", pot_account(pots::PAYOUTS)),
	]
}

/// State of the chain at a block.
#[derive(Clone, Debug)]
pub struct Snapshot {
	/// The block.
	pub block: BlockId,
	/// Burns, emission and the line.
	pub bme: BmeStatus,
	/// Where every micro-USD is.
	pub credits: CreditSupply,
	/// What the pots are owed.
	pub owed: OwedShares,
	/// Planck of accounts, free and on hold.
	pub balances: BTreeMap<AccountId, Balance>,
	/// Micro-USD in the customer's lots.
	pub lots: Cuc,
}

impl Snapshot {
	/// Reads the state at `block`.
	pub async fn read(
		chain: &Chain,
		block: BlockId,
		accounts: impl IntoIterator<Item = &AccountId>,
		customer: &AccountId,
	) -> Result<Self, Error> {
		let at = block.hash;
		let mut balances = BTreeMap::new();
		for who in accounts {
			let balance = chain.balance(who, at).await?;
			balances.insert(who.clone(), balance.free.saturating_add(balance.reserved));
		}
		Ok(Self {
			block,
			bme: chain.bme_status(Some(at)).await?,
			credits: chain.credit_supply(at).await?,
			owed: chain.owed(at).await?,
			balances,
			lots: chain.credits(customer, Some(at)).await?.total,
		})
	}

	fn balance(&self, who: &AccountId) -> Balance {
		self.balances.get(who).copied().unwrap_or_default()
	}
}

/// What moved in a span of blocks, by the events in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flows {
	/// Planck burned for credits, by who burned.
	pub burned: BTreeMap<AccountId, Balance>,
	/// Planck that top-ups burned, out of the pot `payouts`.
	pub topped_up: Balance,
	/// Planck of them that the AMM sold; the others were in the swap queue.
	pub bought: Balance,
	/// Planck of the swap queue that the AMM bought.
	pub sold: Balance,
	/// Planck minted to support verification.
	pub supported: Balance,
	/// Micro-USD created, by who got them.
	pub created: BTreeMap<AccountId, u128>,
	/// Micro-USD that expired in lots and sessions, by owner.
	pub expired: BTreeMap<AccountId, u128>,
	/// Planck minted for the line.
	pub minted: Balance,
	/// Planck paid to payees.
	pub paid: Balance,
	/// Planck that the pots got a claim on, what flooring left included.
	pub released: Balance,
	/// Planck that left the pot `payouts`, by who got them.
	pub from_payouts: BTreeMap<AccountId, Balance>,
	/// Planck that nothing explained, moved from the pot to the treasury.
	pub surplus: Balance,
	/// Fees in planck, all burned, by who paid.
	pub fees: BTreeMap<AccountId, Balance>,
	/// Planck of accounts that were too small to stay, burned.
	pub dust: Balance,
	/// Planck received by transfers.
	pub received: BTreeMap<AccountId, Balance>,
	/// Planck sent by transfers.
	pub sent: BTreeMap<AccountId, Balance>,
	/// Micro-USD settled by batches.
	pub settled: u128,
	/// Transfers out of the pot `payouts` in the block that is read, until an event says what for.
	unexplained: Vec<(AccountId, Balance)>,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct ToppedUp {
	beneficiary: AccountId32,
	amount: Balance,
	queued: Balance,
	cuc: Cuc,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
enum Venue {
	TopUp,
	Market,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Swapped {
	amount: Balance,
	venue: Venue,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct PaidTo {
	who: AccountId32,
	amount: Balance,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Burned {
	who: AccountId32,
	beneficiary: AccountId32,
	amount: Balance,
	cuc: Cuc,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Amount {
	amount: Balance,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Released {
	verification: Balance,
	treasury: Balance,
	governance: Balance,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Expired {
	who: AccountId32,
	amount: Cuc,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Fee {
	who: AccountId32,
	actual_fee: Balance,
	tip: Balance,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Transfer {
	from: AccountId32,
	to: AccountId32,
	amount: Balance,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct BatchSubmitted {
	cuc: Cuc,
}

fn account(id: AccountId32) -> AccountId {
	id.0.into()
}

fn fields<E: DecodeAsFields>(event: &Event<'_, SubstrateConfig>) -> Result<E, Error> {
	event.decode_fields_unchecked_as().map_err(|error| Error::Answer {
		what: format!("event {}.{}", event.pallet_name(), event.event_name()),
		reason: error.to_string(),
	})
}

/// A sum of an account.
fn of(sums: &BTreeMap<AccountId, u128>, who: &AccountId) -> u128 {
	sums.get(who).copied().unwrap_or_default()
}

/// Adds to a sum by account. Amounts are parts of the issuance, so sums never reach the clamp.
fn add(sums: &mut BTreeMap<AccountId, u128>, who: AccountId32, amount: u128) {
	let sum = sums.entry(account(who)).or_default();
	*sum = sum.saturating_add(amount);
}

impl Flows {
	/// Reads the events of the blocks after `from`, up to and including `to`.
	pub async fn read(
		chain: &Chain,
		from: BlockNumber,
		to: BlockNumber,
		mut progress: impl FnMut(BlockNumber),
	) -> Result<Self, Error> {
		let mut flows = Self::default();
		for number in from.saturating_add(1)..=to {
			let block = chain.block_at(number).await?.ok_or(Error::NoBlock(Hash::zero()))?;
			flows.unexplained.clear();
			for event in chain.events(block.hash).await?.iter() {
				let event = event.map_err(|error| Error::Answer {
					what: format!("the events of block {number}"),
					reason: error.to_string(),
				})?;
				flows.note(&event)?;
			}
			progress(number);
		}
		flows.unexplained.clear();
		Ok(flows)
	}

	/// Notes that `who` was paid `amount`, if there is a transfer that does it. (A payout that the swap
	/// queue did not take says so in an event of its own, beside the one of its transfer.)
	fn pay(&mut self, who: AccountId32, amount: Balance) {
		let paid = (account(who), amount);
		if let Some(place) = self.unexplained.iter().position(|transfer| *transfer == paid) {
			self.unexplained.remove(place);
			self.paid = self.paid.saturating_add(amount);
		}
	}

	fn note(&mut self, event: &Event<'_, SubstrateConfig>) -> Result<(), Error> {
		match (event.pallet_name(), event.event_name()) {
			("Bme", "Burned") => {
				let Burned { who, beneficiary, amount, cuc } = fields(event)?;
				add(&mut self.burned, who, amount);
				add(&mut self.created, beneficiary, cuc.into());
			}
			("Bme", "LineFunded") => self.minted += fields::<Amount>(event)?.amount,
			("Bme", "EpochReleased") => {
				let Released { verification, treasury, governance } = fields(event)?;
				self.released += verification + treasury + governance;
			}
			("Bme", "DustAssigned") => self.released += fields::<Amount>(event)?.amount,
			("Bme", "SurplusFolded") => self.surplus += fields::<Amount>(event)?.amount,
			("Bme", "ToppedUp") => {
				let ToppedUp { beneficiary, amount, queued, cuc } = fields(event)?;
				self.topped_up += amount;
				self.bought += amount.saturating_sub(queued);
				add(&mut self.created, beneficiary, cuc.into());
			}
			("Bme", "Swapped") => {
				let Swapped { amount, venue } = fields(event)?;
				match venue {
					// Burned with the rest of the top-up.
					Venue::TopUp => {}
					Venue::Market => self.sold += amount,
				}
			}
			("Bme", "TroughSupported") => self.supported += fields::<Amount>(event)?.amount,
			("Bme", "Paid" | "PaidInOrog") => {
				let PaidTo { who, amount } = fields(event)?;
				self.pay(who, amount);
			}
			("Credits", "CreditsExpired") => {
				let Expired { who, amount } = fields(event)?;
				add(&mut self.expired, who, amount.into());
			}
			("Receipts", "BatchSubmitted") => {
				self.settled += u128::from(fields::<BatchSubmitted>(event)?.cuc);
			}
			("TransactionPayment", "TransactionFeePaid")
			| ("AssetConversionTxPayment", "AssetTxFeePaid") => {
				let Fee { who, actual_fee, tip } = fields(event)?;
				// The tip is the author's; everything else is burned.
				add(&mut self.fees, who, actual_fee.saturating_sub(tip));
			}
			("Balances", "DustLost") => self.dust += fields::<Amount>(event)?.amount,
			("Balances", "Transfer") => {
				let Transfer { from, to, amount } = fields(event)?;
				if account(from) == pot_account(pots::PAYOUTS) {
					self.unexplained.push((account(to), amount));
					add(&mut self.from_payouts, to, amount);
				}
				add(&mut self.sent, from, amount);
				add(&mut self.received, to, amount);
			}
			_ => {}
		}
		Ok(())
	}
}

/// What an amount is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
	/// Planck.
	Orog,
	/// Micro-USD.
	Cuc,
}

impl Unit {
	/// `amount` as people write it.
	pub fn write(self, amount: u128) -> String {
		match self {
			Self::Orog => amounts::orog(amount),
			Self::Cuc => amounts::cuc(amount),
		}
	}
}

/// An amount with its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
	/// What it is.
	pub name: String,
	/// In the smallest unit.
	#[serde(with = "decimal")]
	pub amount: u128,
}

/// Two sides that must be equal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sum {
	/// What is added up.
	pub title: String,
	/// What of.
	pub unit: Unit,
	/// Where it comes from.
	pub left: Vec<Line>,
	/// Where it is.
	pub right: Vec<Line>,
}

impl Sum {
	/// An empty sum.
	pub fn new(title: impl Into<String>, unit: Unit) -> Self {
		Self { title: title.into(), unit, left: Vec::new(), right: Vec::new() }
	}

	/// Adds to the left side.
	#[must_use]
	pub fn left(mut self, name: impl Into<String>, amount: impl Into<u128>) -> Self {
		self.left.push(Line { name: name.into(), amount: amount.into() });
		self
	}

	/// Adds to the right side.
	#[must_use]
	pub fn right(mut self, name: impl Into<String>, amount: impl Into<u128>) -> Self {
		self.right.push(Line { name: name.into(), amount: amount.into() });
		self
	}

	/// Sums of both sides.
	pub fn totals(&self) -> (u128, u128) {
		let sum =
			|lines: &[Line]| lines.iter().fold(0u128, |sum, line| sum.saturating_add(line.amount));
		(sum(&self.left), sum(&self.right))
	}

	/// What is wrong with it.
	pub fn fault(&self) -> Option<String> {
		let (left, right) = self.totals();
		(left != right).then(|| {
			let unit = match self.unit {
				Unit::Orog => "planck",
				Unit::Cuc => "micro-USD",
			};
			let (sign, difference) =
				if left > right { ('+', left - right) } else { ('-', right - left) };
			format!("{}: off by {sign}{difference} {unit}", self.title)
		})
	}
}

/// What became of an account's balance, on hold included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AccountLine {
	/// What the account is for.
	pub name: String,
	/// The account.
	pub who: String,
	/// Planck before.
	#[serde(with = "decimal")]
	pub before: Balance,
	/// Planck received.
	#[serde(with = "decimal")]
	pub received: Balance,
	/// Planck sent.
	#[serde(with = "decimal")]
	pub sent: Balance,
	/// Planck burned for credits.
	#[serde(with = "decimal")]
	pub burned: Balance,
	/// Planck paid as fees.
	#[serde(with = "decimal")]
	pub fees: Balance,
	/// Planck after.
	#[serde(with = "decimal")]
	pub after: Balance,
}

impl AccountLine {
	fn sum(&self) -> Sum {
		Sum::new(format!("account {}", self.name), Unit::Orog)
			.left("before", self.before)
			.left("received", self.received)
			.right("sent", self.sent)
			.right("burned", self.burned)
			.right("fees", self.fees)
			.right("after", self.after)
	}
}

/// What a ledger is about.
#[derive(Clone, Debug)]
pub struct Subject {
	/// Accounts to show, with their names; pots are added.
	pub accounts: Vec<(String, AccountId)>,
	/// Who burned, and opened the session.
	pub customer: AccountId,
	/// The session at the end; nothing if it is gone.
	pub session: Option<SessionInfo>,
	/// The session's id.
	pub session_id: SpendingSessionId,
	/// The batch at the end.
	pub batch: Option<BatchInfo>,
	/// The batch's id.
	pub batch_id: BatchId,
}

/// The books of a span of blocks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ledger {
	/// Last block before the span.
	pub from: BlockId,
	/// Last block of the span.
	pub to: BlockId,
	/// What must be equal.
	pub sums: Vec<Sum>,
	/// What became of the accounts.
	pub accounts: Vec<AccountLine>,
}

impl Ledger {
	/// Makes the books of the span between two states.
	pub fn new(before: &Snapshot, after: &Snapshot, flows: &Flows, subject: &Subject) -> Self {
		let total = |sums: &BTreeMap<AccountId, u128>| {
			sums.values().fold(0u128, |a, b| a.saturating_add(*b))
		};
		let payouts = pot_account(pots::PAYOUTS);
		let customer = &subject.customer;
		let (remaining, settled) =
			subject.session.as_ref().map_or((0, 0), |session| (session.remaining, session.settled));
		let consumed = match subject.batch.as_ref().map(|batch| batch.state) {
			Some(BatchState::Final) => "consumed: its epoch is closed",
			_ => "settled: its epoch is open",
		};

		let mut minted = Sum::new("OROG minted in these blocks", Unit::Orog)
			.left("minted for the line", flows.minted)
			.left("bought from the AMM by top-ups", flows.bought)
			.left("in the pot payouts before", before.balance(&payouts));
		let shares = [
			("verification", pots::VERIFICATION),
			("treasury", pots::TREASURY),
			("governance", pots::GOVERNANCE),
		];
		let mut to_payees = total(&flows.from_payouts);
		let mut to_pots = 0u128;
		for (name, seed) in shares {
			let amount = of(&flows.from_payouts, &pot_account(seed));
			minted = minted.right(format!("to {name}"), amount);
			to_pots = to_pots.saturating_add(amount);
		}
		to_payees = to_payees.saturating_sub(to_pots);
		let mut others = to_payees;
		for (name, who) in &subject.accounts {
			let amount = of(&flows.from_payouts, who);
			if amount > 0 {
				minted = minted.right(format!("to {name}"), amount);
				others = others.saturating_sub(amount);
			}
		}
		minted = minted
			.right("to other payees", others)
			.right("burned by top-ups", flows.topped_up)
			.right("sold to the AMM for payees", flows.sold)
			.right("still in the pot payouts", after.balance(&payouts));

		let sums = vec![
			Sum::new("CUC of the customer in these blocks", Unit::Cuc)
				.left("in lots before", before.lots)
				.left("created by burning", of(&flows.created, customer))
				.right("in lots after", after.lots)
				.right(format!("left in session {}", subject.session_id), remaining)
				.right(consumed, settled)
				.right("expired", of(&flows.expired, customer)),
			Sum::new(format!("CUC of batch {}", subject.batch_id), Unit::Cuc)
				.left("settled by its rows", subject.batch.as_ref().map_or(0, |batch| batch.cuc))
				.right("taken out of the session", settled),
			Sum::new("CUC since genesis", Unit::Cuc)
				.left("created", after.credits.created)
				.right("in lots", after.credits.lots)
				.right("in sessions", after.credits.sessions)
				.right("taken by void rows", after.credits.refundable)
				.right("settled, epochs open", after.bme.open_cuc)
				.right("consumed, epochs closed", after.bme.consumed_cuc)
				.right("expired", after.credits.breakage),
			Sum::new("CUC created, by both pallets", Unit::Cuc)
				.left("by Bme", after.bme.created_cuc)
				.right("by Credits", after.credits.created),
			Sum::new("OROG burned", Unit::Orog)
				.left("before", before.bme.burned)
				.left("in these blocks", total(&flows.burned).saturating_add(flows.topped_up))
				.right("after", after.bme.burned),
			minted,
			Sum::new("OROG of the pots", Unit::Orog)
				.left("owed before", before.owed.total())
				.left("shares of released epochs", flows.released)
				.left("surplus, to the treasury", flows.surplus)
				.right("received", to_pots)
				.right("owed after", after.owed.total()),
			Sum::new("OROG of payees, by events and transfers", Unit::Orog)
				.left("events", flows.paid)
				.right("transfers", to_payees),
			Sum::new("OROG minted, by counters and events", Unit::Orog)
				.left("counter before", before.bme.minted)
				.left("for the line, by events", flows.minted)
				.left("for verification, by events", flows.supported)
				.right("counter after", after.bme.minted),
			Sum::new("OROG minted for verification in a trough", Unit::Orog)
				.left("counter before", before.bme.supported)
				.left("events", flows.supported)
				.right("counter after", after.bme.supported),
			Sum::new("OROG in existence", Unit::Orog)
				.left("before", before.bme.issuance)
				.left("minted", flows.minted.saturating_add(flows.supported))
				.right("burned for credits", total(&flows.burned).saturating_add(flows.topped_up))
				.right("fees, burned", total(&flows.fees))
				.right("dust, burned", flows.dust)
				.right("after", after.bme.issuance),
		];
		let pots = pots().map(|(name, who)| (name.to_owned(), who));
		let accounts: Vec<_> = subject
			.accounts
			.iter()
			.cloned()
			.chain(pots)
			.map(|(name, who)| {
				// Minting into a pot and what the AMM does are no transfers.
				let verification = pot_account(pots::VERIFICATION);
				let (more, sold, burned) = match &who {
					who if *who == payouts => {
						(flows.minted.saturating_add(flows.bought), flows.sold, flows.topped_up)
					}
					who if *who == verification => (flows.supported, 0, 0),
					_ => (0, 0, 0),
				};
				AccountLine {
					before: before.balance(&who),
					after: after.balance(&who),
					received: of(&flows.received, &who).saturating_add(more),
					sent: of(&flows.sent, &who).saturating_add(sold),
					burned: of(&flows.burned, &who).saturating_add(burned),
					fees: of(&flows.fees, &who),
					who: who.to_ss58check(),
					name,
				}
			})
			.collect();
		Self { from: before.block, to: after.block, sums, accounts }
	}

	/// What does not add up, a line each.
	pub fn faults(&self) -> Vec<String> {
		let accounts = self.accounts.iter().map(AccountLine::sum);
		self.sums.iter().cloned().chain(accounts).filter_map(|sum| sum.fault()).collect()
	}

	/// An error that names what does not add up.
	pub fn check(&self) -> Result<(), Error> {
		let faults = self.faults();
		if faults.is_empty() { Ok(()) } else { Err(Error::NotBalanced(faults.join("; "))) }
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use orogen_primitives_runtime_api::Pots;
	use proptest::prelude::*;

	fn who(byte: u8) -> AccountId {
		AccountId::new([byte; 32])
	}

	const CUSTOMER: u8 = 1;
	const PAYEE: u8 = 2;

	fn snapshot(number: BlockNumber) -> Snapshot {
		let pots = Pots { verification: 0, treasury: 0, governance: 0, payouts: 0 };
		Snapshot {
			block: BlockId { number, hash: Hash::zero() },
			bme: BmeStatus {
				epoch: 0,
				first_open_epoch: 0,
				closing_delay: 1,
				issuance: 1_000_000,
				burned: 0,
				minted: 0,
				supported: 0,
				created_cuc: 0,
				consumed_cuc: 0,
				open_cuc: 0,
				creatable_today: 0,
				headroom: 0,
				headroom_left: 0,
				queued: 0,
				funded: 0,
				swap_queue: 0,
				oldest_unfunded_epoch: None,
				pots,
			},
			credits: CreditSupply::default(),
			balances: BTreeMap::from([(who(CUSTOMER), 5_000), (who(PAYEE), 10)]),
			owed: OwedShares::default(),
			lots: 0,
		}
	}

	fn session(remaining: Cuc, settled: Cuc) -> SessionInfo {
		SessionInfo {
			id: 7,
			owner: who(CUSTOMER),
			gateway: who(3),
			key_scheme: b"sr25519".to_vec(),
			key: vec![],
			cap: remaining + settled,
			settled,
			remaining,
			expires_at: 0,
			settle_until: 0,
			ack_window: 8,
			models: vec![],
			next_seq: 0,
			deferred: vec![],
			expiry_day: 0,
			closing: false,
			deposit: 0,
		}
	}

	fn batch(cuc: Cuc) -> BatchInfo {
		BatchInfo {
			id: 4,
			gateway: who(3),
			epoch: 0,
			submitted: 0,
			root_ops: Hash::zero(),
			root_seq: Hash::zero(),
			rows_root: Hash::zero(),
			count: 1,
			entries: 1,
			operator_rows: 1,
			session_rows: 1,
			tokens: 1,
			cuc,
			blob_url: vec![],
			state: BatchState::Final,
			void: None,
		}
	}

	/// A burn of 1,000 planck for 500, a session of 300 of which 120 are consumed, 200 planck minted:
	/// 150 paid, 30, 10 and 5 to the pots, 5 on the way.
	fn story() -> (Snapshot, Snapshot, Flows, Subject) {
		let (before, mut after) = (snapshot(10), snapshot(50));
		after.bme.burned = 1_000;
		after.bme.minted = 200;
		after.bme.created_cuc = 500;
		after.bme.consumed_cuc = 120;
		after.bme.issuance = 1_000_000 + 200 - 1_000 - 7;
		after.credits = CreditSupply {
			created: 500,
			settled: 120,
			lots: 200,
			sessions: 180,
			..Default::default()
		};
		after.lots = 200;
		// What flooring left, on its way to verification.
		after.owed.verification = 2;
		after.balances.insert(who(CUSTOMER), 5_000 - 1_000 - 7);
		after.balances.insert(who(PAYEE), 160);
		for ((_, pot), amount) in pots().into_iter().zip([30, 10, 5, 5]) {
			after.balances.insert(pot, amount);
		}
		let [verification, treasury, governance, payouts] = pots().map(|(_, pot)| pot);
		let flows = Flows {
			burned: BTreeMap::from([(who(CUSTOMER), 1_000)]),
			created: BTreeMap::from([(who(CUSTOMER), 500)]),
			minted: 200,
			paid: 150,
			released: 47,
			from_payouts: BTreeMap::from([
				(who(PAYEE), 150),
				(verification.clone(), 30),
				(treasury.clone(), 10),
				(governance.clone(), 5),
			]),
			fees: BTreeMap::from([(who(CUSTOMER), 7)]),
			received: BTreeMap::from([
				(who(PAYEE), 150),
				(verification, 30),
				(treasury, 10),
				(governance, 5),
			]),
			sent: BTreeMap::from([(payouts, 195)]),
			settled: 120,
			..Flows::default()
		};
		let subject = Subject {
			accounts: vec![("customer".into(), who(CUSTOMER)), ("payee".into(), who(PAYEE))],
			customer: who(CUSTOMER),
			session: Some(session(180, 120)),
			session_id: 7,
			batch: Some(batch(120)),
			batch_id: 4,
		};
		(before, after, flows, subject)
	}

	#[test]
	fn pots_should_have_the_accounts_of_the_runtime() {
		// The treasury of chains that call it "py/trsry".
		assert_eq!(
			pot_account(*b"py/trsry").to_ss58check(),
			"5EYCAe5ijiYfyeZ2JJCGq56LmPyNRAKzpG4QkoQkkQNB5e6Z"
		);
	}

	#[test]
	fn books_in_order_should_balance() {
		let (before, after, flows, subject) = story();
		let ledger = Ledger::new(&before, &after, &flows, &subject);
		assert_eq!(ledger.faults(), Vec::<String>::new());
		ledger.check().unwrap();
		assert_eq!(ledger.accounts.len(), 6);
		let json = serde_json::to_value(&ledger).unwrap();
		assert_eq!(json["accounts"][0]["before"], "5000");
		assert_eq!(json["sums"][0]["unit"], "cuc");
	}

	#[test]
	fn top_ups_and_sales_should_balance() {
		let (mut before, mut after, mut flows, subject) = story();
		let [verification, _, _, payouts] = pots().map(|(_, pot)| pot);
		// 60 planck in the swap queue: a top-up takes 20 of them and 30 of the AMM, which buys 10.
		before.balances.insert(payouts.clone(), 60);
		*after.balances.get_mut(&payouts).unwrap() += 60 - 20 - 10;
		flows.topped_up = 50;
		flows.bought = 30;
		flows.sold = 10;
		after.bme.burned += 50;
		// 4 planck of support.
		flows.supported = 4;
		after.bme.supported = 4;
		after.bme.minted += 4;
		*after.balances.get_mut(&verification).unwrap() += 4;
		after.bme.issuance = after.bme.issuance + 4 - 50;
		let ledger = Ledger::new(&before, &after, &flows, &subject);
		assert_eq!(ledger.faults(), Vec::<String>::new());
	}

	#[test]
	fn a_payment_should_be_noted_once() {
		let mut flows = Flows { unexplained: vec![(who(PAYEE), 70)], ..Flows::default() };
		let payee = || AccountId32(who(PAYEE).into());
		flows.pay(payee(), 70);
		// What says that the queue did not take a part of it.
		flows.pay(payee(), 49);
		flows.pay(payee(), 70);
		assert_eq!(flows.paid, 70);
	}

	#[test]
	fn a_single_planck_or_micro_usd_should_be_missed() {
		type Change = fn(&mut Snapshot, &mut Flows, &mut Subject);
		let changes: [(Change, &str); 10] = [
			(
				|after, _, _| after.lots += 1,
				"CUC of the customer in these blocks: off by -1 micro-USD",
			),
			(|_, flows, _| flows.minted += 1, "OROG minted in these blocks: off by +1 planck"),
			(|after, _, _| after.bme.issuance += 1, "OROG in existence: off by -1 planck"),
			(|after, _, _| after.bme.burned -= 1, "OROG burned: off by +1 planck"),
			(|after, _, _| after.credits.breakage += 1, "CUC since genesis: off by -1 micro-USD"),
			(
				|after, _, _| after.bme.created_cuc += 1,
				"CUC created, by both pallets: off by +1 micro-USD",
			),
			(
				|after, _, _| *after.balances.get_mut(&who(PAYEE)).unwrap() -= 1,
				"account payee: off by +1 planck",
			),
			(|_, flows, _| flows.released -= 1, "OROG of the pots: off by -1 planck"),
			(
				|_, flows, _| flows.paid += 1,
				"OROG of payees, by events and transfers: off by +1 planck",
			),
			(
				|_, _, subject| subject.batch = Some(batch(121)),
				"CUC of batch 4: off by +1 micro-USD",
			),
		];
		for (change, fault) in changes {
			let (before, mut after, mut flows, mut subject) = story();
			change(&mut after, &mut flows, &mut subject);
			let ledger = Ledger::new(&before, &after, &flows, &subject);
			assert!(
				ledger.faults().iter().any(|found| found == fault),
				"{fault}: {:?}",
				ledger.faults()
			);
			assert!(ledger.check().unwrap_err().to_string().starts_with("not balanced: "));
		}
	}

	proptest! {
		#[test]
		fn a_sum_should_balance_only_when_it_does(
			left in prop::collection::vec(0u64..1_000, 0..6),
			right in prop::collection::vec(0u64..1_000, 0..6),
		) {
			let mut sum = Sum::new("x", Unit::Cuc);
			for amount in &left {
				sum = sum.left("l", *amount);
			}
			for amount in &right {
				sum = sum.right("r", *amount);
			}
			let equal = left.iter().sum::<u64>() == right.iter().sum::<u64>();
			prop_assert_eq!(sum.fault().is_none(), equal);
		}
	}
}
