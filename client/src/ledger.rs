//! Adds up what the chain says about a span of blocks.
//!
//! Everything comes from the chain: the state at both ends of the span and the events in between.
//! Nothing that a program remembers of its own doings goes in, so a ledger can be made of any span
//! whose states the node still has.

mod flows;

pub use flows::{DollarFlows, Flows, Sale};

use crate::{
	Error, amounts,
	chain::{BlockId, Chain, CreditSupply, OwedShares},
	commands::customer::USDC,
};
use codec::Encode;
use flows::of;
use orogen_primitives_core::{AccountId, Balance, BatchId, Cuc, Hash, SpendingSessionId, pots};
use orogen_primitives_runtime_api::{BatchInfo, BatchState, BmeStatus, SessionInfo, json::decimal};
use serde::Serialize;
use sp_core::crypto::Ss58Codec;
use sp_runtime::traits::{BlakeTwo256, Hash as _};
use std::collections::BTreeMap;
use subxt::ext::{scale_decode::DecodeAsType, scale_value::Value};

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

/// The account of the AMM's pool of OROG and USDC.
pub fn pool_account() -> AccountId {
	// The AMM's seed and the pool's name: OROG, which is variant 0 of assets, and an asset's id.
	let name = (*b"og/amm__", 0u8, (1u8, USDC.1));
	BlakeTwo256::hash(&name.encode()).0.into()
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
	/// USDC of accounts and of the AMM's pool, in the smallest unit.
	pub dollars: BTreeMap<AccountId, Balance>,
	/// USDC in existence, in the smallest unit.
	pub dollar_supply: Balance,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct CoinAccount {
	balance: Balance,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Coin {
	supply: Balance,
}

/// USDC of an account at a block, in the smallest unit.
pub async fn dollars_of(chain: &Chain, who: &AccountId, at: Hash) -> Result<Balance, Error> {
	let keys = vec![Value::u128(USDC.1.into()), Value::from_bytes(who)];
	let account: Option<CoinAccount> = chain.storage("Assets", "Account", keys, at).await?;
	Ok(account.map_or(0, |account| account.balance))
}

async fn dollar_supply(chain: &Chain, at: Hash) -> Result<Balance, Error> {
	let keys = vec![Value::u128(USDC.1.into())];
	let coin: Option<Coin> = chain.storage("Assets", "Asset", keys, at).await?;
	Ok(coin.map_or(0, |coin| coin.supply))
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
		let (mut balances, mut dollars) = (BTreeMap::new(), BTreeMap::new());
		for who in accounts {
			let balance = chain.balance(who, at).await?;
			balances.insert(who.clone(), balance.free.saturating_add(balance.reserved));
			dollars.insert(who.clone(), dollars_of(chain, who, at).await?);
		}
		let pool = pool_account();
		dollars.insert(pool.clone(), dollars_of(chain, &pool, at).await?);
		Ok(Self {
			block,
			bme: chain.bme_status(Some(at)).await?,
			credits: chain.credit_supply(at).await?,
			owed: chain.owed(at).await?,
			balances,
			lots: chain.credits(customer, Some(at)).await?.total,
			dollars,
			dollar_supply: dollar_supply(chain, at).await?,
		})
	}

	fn balance(&self, who: &AccountId) -> Balance {
		of(&self.balances, who)
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
	/// The smallest unit of USDC.
	Usdc,
}

impl Unit {
	/// `amount` as people write it.
	pub fn write(self, amount: u128) -> String {
		match self {
			Self::Orog => amounts::orog(amount),
			Self::Cuc => amounts::cuc(amount),
			Self::Usdc => amounts::asset(amount, USDC.2),
		}
	}

	/// The unit's name.
	pub const fn name(self) -> &'static str {
		match self {
			Self::Orog => "OROG",
			Self::Cuc => "CUC",
			Self::Usdc => USDC.0,
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
				Unit::Usdc => "USDC units",
			};
			let (sign, difference) =
				if left > right { ('+', left - right) } else { ('-', right - left) };
			format!("{}: off by {sign}{difference} {unit}", self.title)
		})
	}
}

/// What became of an account's USDC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DollarLine {
	/// What the account is for.
	pub name: String,
	/// The account.
	pub who: String,
	/// Units before.
	#[serde(with = "decimal")]
	pub before: Balance,
	/// Units received.
	#[serde(with = "decimal")]
	pub received: Balance,
	/// Units sent.
	#[serde(with = "decimal")]
	pub sent: Balance,
	/// Units after.
	#[serde(with = "decimal")]
	pub after: Balance,
}

impl DollarLine {
	fn sum(&self) -> Sum {
		Sum::new(format!("USDC of account {}", self.name), Unit::Usdc)
			.left("before", self.before)
			.left("received", self.received)
			.right("sent", self.sent)
			.right("after", self.after)
	}

	fn is_empty(&self) -> bool {
		self.before == 0 && self.received == 0 && self.sent == 0 && self.after == 0
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
	/// The batches that settled on the session, as they are at the end; nothing for one that is gone.
	pub batches: Vec<(BatchId, Option<BatchInfo>)>,
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
	/// What became of the accounts that have, or had, USDC, and of the AMM's pool.
	pub dollars: Vec<DollarLine>,
}

fn total(sums: &BTreeMap<AccountId, u128>) -> u128 {
	sums.values().fold(0u128, |a, b| a.saturating_add(*b))
}

/// What a ledger is made of.
struct Span<'a> {
	before: &'a Snapshot,
	after: &'a Snapshot,
	flows: &'a Flows,
	subject: &'a Subject,
}

impl Span<'_> {
	/// Planck burned by burns and top-ups.
	fn burned(&self) -> Balance {
		total(&self.flows.burned).saturating_add(self.flows.topped_up)
	}

	fn to_pots(&self) -> Balance {
		pots()
			.iter()
			.filter(|(_, who)| *who != pot_account(pots::PAYOUTS))
			.fold(0u128, |sum, (_, who)| sum.saturating_add(of(&self.flows.from_payouts, who)))
	}

	fn to_payees(&self) -> Balance {
		total(&self.flows.from_payouts).saturating_sub(self.to_pots())
	}

	fn cuc(&self) -> Vec<Sum> {
		let Self { before, after, flows, subject } = self;
		let customer = &subject.customer;
		let (remaining, settled) =
			subject.session.as_ref().map_or((0, 0), |session| (session.remaining, session.settled));
		let topped = of(&flows.topped, customer);
		let created = of(&flows.created, customer);

		let mut batches = Sum::new("CUC of the session's batches", Unit::Cuc);
		let is_final = |batch: &BatchInfo| batch.state == BatchState::Final;
		for (id, batch) in &subject.batches {
			let cuc = batch.as_ref().map_or(0, |batch| batch.cuc);
			let state = if batch.as_ref().is_some_and(is_final) { "final" } else { "open" };
			batches = batches.left(format!("batch {id}, {state}"), cuc);
		}
		let all_final = subject.batches.iter().all(|(_, b)| b.as_ref().is_some_and(is_final));
		let consumed = if all_final { "consumed: its epochs closed" } else { "settled" };
		vec![
			Sum::new("CUC of the customer", Unit::Cuc)
				.left("in lots before", before.lots)
				.left("created by burns", created.saturating_sub(topped))
				.left("created by top-ups", topped)
				.right("in lots after", after.lots)
				.right(format!("left in session {}", subject.session_id), remaining)
				.right(consumed, settled)
				.right("expired", of(&flows.expired, customer)),
			batches.right("taken out of the session", settled),
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
		]
	}

	/// Where the OROG of the pot `payouts` went.
	fn minted(&self) -> Sum {
		let Self { before, after, flows, subject } = self;
		let payouts = pot_account(pots::PAYOUTS);
		let mut sum = Sum::new("OROG of the pot payouts", Unit::Orog)
			.left("before", before.balance(&payouts))
			.left("minted for the line", flows.minted)
			.left("AMM, bought by top-ups", flows.bought);
		let shares = [
			("verification", pots::VERIFICATION),
			("treasury", pots::TREASURY),
			("governance", pots::GOVERNANCE),
		];
		for (name, seed) in shares {
			let amount = of(&flows.from_payouts, &pot_account(seed));
			sum = sum.right(format!("to {name}"), amount);
		}
		let mut others = self.to_payees();
		for (name, who) in &subject.accounts {
			let amount = of(&flows.from_payouts, who);
			if amount > 0 {
				sum = sum.right(format!("to {name}"), amount);
				others = others.saturating_sub(amount);
			}
		}
		sum.right("to other payees", others)
			.right("burned by top-ups", flows.topped_up)
			.right("sold to the AMM for payees", flows.sold)
			.right("after", after.balance(&payouts))
	}

	fn orog(&self) -> Vec<Sum> {
		let Self { before, after, flows, .. } = self;
		let by_top_ups = flows.topped_up.saturating_sub(flows.bought);
		vec![
			Sum::new("OROG burned for credits", Unit::Orog)
				.left("before", before.bme.burned)
				.left("by burns", total(&flows.burned))
				.left("by top-ups", flows.topped_up)
				.right("after", after.bme.burned),
			self.minted(),
			Sum::new("OROG of the pots", Unit::Orog)
				.left("owed before", before.owed.total())
				.left("shares of released epochs", flows.released)
				.left("surplus, to the treasury", flows.surplus)
				.right("received", self.to_pots())
				.right("owed after", after.owed.total()),
			Sum::new("OROG of payees, by events and transfers", Unit::Orog)
				.left("events", flows.paid)
				.right("transfers", self.to_payees()),
			Sum::new("OROG of the swap queue", Unit::Orog)
				.left("waiting before", before.bme.swap_queue)
				.left("joined", total(&flows.queued))
				.right("bought by top-ups", by_top_ups)
				.right("sold to the AMM", flows.sold)
				.right("paid in OROG after all", flows.unsold)
				.right("waiting after", after.bme.swap_queue),
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
				.right("burned for credits", self.burned())
				.right("fees, burned", total(&flows.fees))
				.right("dust, burned", flows.dust)
				.right("after", after.bme.issuance),
		]
	}

	fn usdc(&self) -> Vec<Sum> {
		let Self { before, after, flows, subject } = self;
		let (coin, pool) = (&flows.dollars, pool_account());
		let sales = |top_up: bool| {
			let sales = flows.sales.iter().filter(|sale| sale.top_up == top_up);
			sales.fold(0u128, |sum, sale| sum.saturating_add(sale.dollars))
		};
		let paid = total(&coin.topped_up);
		let to_pool = paid.saturating_sub(sales(true));
		let others = |all: &BTreeMap<AccountId, Balance>, known: Balance| {
			of(all, &pool).saturating_sub(known)
		};

		let mut payees = Sum::new("USDC of payees for OROG of the swap queue", Unit::Usdc)
			.left("from top-ups", sales(true))
			.left("from the AMM", sales(false));
		for (name, who) in &subject.accounts {
			// What the state says; the customer pays, and gets nothing from the queue.
			let got = of(&after.dollars, who).saturating_sub(of(&before.dollars, who));
			if *who != subject.customer && got > 0 {
				payees = payees.right(format!("more in {name}"), got);
			}
		}
		let known = |who: &AccountId| subject.accounts.iter().any(|(_, account)| account == who);
		let elsewhere = flows.sales.iter().filter(|sale| !known(&sale.who));
		let elsewhere = elsewhere.fold(0u128, |sum, sale| sum.saturating_add(sale.dollars));
		vec![
			Sum::new("USDC of top-ups", Unit::Usdc)
				.left("paid", paid)
				.right("to payees, for OROG of the queue", sales(true))
				.right("to the AMM, for its OROG", to_pool),
			payees.right("to other payees", elsewhere),
			Sum::new("USDC of the AMM's pool", Unit::Usdc)
				.left("before", of(&before.dollars, &pool))
				.left("from top-ups", to_pool)
				.left("from others", others(&coin.received, to_pool))
				.right("to payees", sales(false))
				.right("to others", others(&coin.sent, sales(false)))
				.right("after", of(&after.dollars, &pool)),
			Sum::new("USDC in existence", Unit::Usdc)
				.left("before", before.dollar_supply)
				.left("issued", coin.issued)
				.right("burned", coin.burned)
				.right("after", after.dollar_supply),
		]
	}

	/// The subject's accounts and the pots.
	fn named(&self) -> impl Iterator<Item = (String, AccountId)> + '_ {
		let pots = pots().map(|(name, who)| (name.to_owned(), who));
		self.subject.accounts.iter().cloned().chain(pots)
	}

	fn accounts(&self) -> Vec<AccountLine> {
		let Self { before, after, flows, .. } = self;
		let (payouts, verification) = (pot_account(pots::PAYOUTS), pot_account(pots::VERIFICATION));
		self.named()
			.map(|(name, who)| {
				// Minting into a pot and what the AMM does are no transfers.
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
			.collect()
	}

	fn dollars(&self) -> Vec<DollarLine> {
		let Self { before, after, flows, .. } = self;
		self.named()
			.chain([("AMM's pool".to_owned(), pool_account())])
			.map(|(name, who)| DollarLine {
				before: of(&before.dollars, &who),
				received: of(&flows.dollars.received, &who),
				sent: of(&flows.dollars.sent, &who),
				after: of(&after.dollars, &who),
				who: who.to_ss58check(),
				name,
			})
			.filter(|line| !line.is_empty())
			.collect()
	}
}

impl Ledger {
	/// Makes the books of the span between two states.
	pub fn new(before: &Snapshot, after: &Snapshot, flows: &Flows, subject: &Subject) -> Self {
		let span = Span { before, after, flows, subject };
		Self {
			from: before.block,
			to: after.block,
			sums: [span.cuc(), span.orog(), span.usdc()].concat(),
			accounts: span.accounts(),
			dollars: span.dollars(),
		}
	}

	/// What does not add up, a line each.
	pub fn faults(&self) -> Vec<String> {
		let accounts = self.accounts.iter().map(AccountLine::sum);
		let dollars = self.dollars.iter().map(DollarLine::sum);
		let sums = self.sums.iter().cloned().chain(accounts).chain(dollars);
		sums.filter_map(|sum| sum.fault()).collect()
	}

	/// An error that names what does not add up.
	pub fn check(&self) -> Result<(), Error> {
		let faults = self.faults();
		if faults.is_empty() { Ok(()) } else { Err(Error::NotBalanced(faults.join("; "))) }
	}
}

#[cfg(test)]
mod tests;
