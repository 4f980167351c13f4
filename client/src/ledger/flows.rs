//! What moved in a span of blocks, by the events in it.

use super::pot_account;
use crate::{Error, chain::Chain, commands::customer::USDC};
use orogen_primitives_core::{AccountId, Balance, BlockNumber, Cuc, Hash, pots};
use std::collections::BTreeMap;
use subxt::{
	config::SubstrateConfig,
	events::Event,
	ext::scale_decode::{DecodeAsFields, DecodeAsType},
	utils::AccountId32,
};

/// A sale of the swap queue: what a payee of OROG got dollars for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sale {
	/// The payee.
	pub who: AccountId,
	/// Planck.
	pub amount: Balance,
	/// USDC for them, in the smallest unit.
	pub dollars: Balance,
	/// Whether a top-up bought them; the AMM otherwise.
	pub top_up: bool,
}

/// What moved of USDC, in the smallest unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DollarFlows {
	/// What came into accounts.
	pub received: BTreeMap<AccountId, Balance>,
	/// What went out of accounts.
	pub sent: BTreeMap<AccountId, Balance>,
	/// What top-ups cost, by who paid.
	pub topped_up: BTreeMap<AccountId, Balance>,
	/// What the issuer made.
	pub issued: Balance,
	/// What the issuer destroyed.
	pub burned: Balance,
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
	/// Micro-USD that top-ups created, by who got them.
	pub topped: BTreeMap<AccountId, u128>,
	/// Planck that joined the swap queue, by payee.
	pub queued: BTreeMap<AccountId, Balance>,
	/// What the swap queue sold, oldest first.
	pub sales: Vec<Sale>,
	/// Planck of the swap queue that were paid in OROG after all.
	pub unsold: Balance,
	/// Planck that payouts brought to balances, by payee.
	pub direct: BTreeMap<AccountId, Balance>,
	/// What moved of USDC.
	pub dollars: DollarFlows,
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
	pub(super) unexplained: Vec<(AccountId, Balance)>,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct ToppedUp {
	who: AccountId32,
	beneficiary: AccountId32,
	dollars: Balance,
	amount: Balance,
	queued: Balance,
	cuc: Cuc,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct CoinMoved {
	asset_id: u32,
	from: AccountId32,
	to: AccountId32,
	amount: Balance,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct CoinCame {
	asset_id: u32,
	who: AccountId32,
	amount: Balance,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct CoinIssued {
	asset_id: u32,
	owner: AccountId32,
	amount: Balance,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct CoinBurned {
	asset_id: u32,
	owner: AccountId32,
	balance: Balance,
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
	who: AccountId32,
	amount: Balance,
	dollars: Balance,
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
pub(super) fn of(sums: &BTreeMap<AccountId, u128>, who: &AccountId) -> u128 {
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
	/// queue did not take says so in an event of its own, beside the one of its transfer.) Says whether
	/// there is.
	pub(super) fn pay(&mut self, who: AccountId32, amount: Balance) -> bool {
		let paid = (account(who), amount);
		let place = self.unexplained.iter().position(|transfer| *transfer == paid);
		if let Some(place) = place {
			self.unexplained.remove(place);
			self.paid = self.paid.saturating_add(amount);
		}
		place.is_some()
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
				let ToppedUp { who, beneficiary, dollars, amount, queued, cuc } = fields(event)?;
				self.topped_up += amount;
				self.bought += amount.saturating_sub(queued);
				add(&mut self.created, beneficiary, cuc.into());
				add(&mut self.topped, beneficiary, cuc.into());
				add(&mut self.dollars.topped_up, who, dollars);
			}
			("Bme", "Swapped") => {
				let Swapped { who, amount, dollars, venue } = fields(event)?;
				let top_up = match venue {
					// Burned with the rest of the top-up.
					Venue::TopUp => true,
					Venue::Market => {
						self.sold += amount;
						false
					}
				};
				self.sales.push(Sale { who: account(who), amount, dollars, top_up });
			}
			("Bme", "SwapQueued") => {
				let PaidTo { who, amount } = fields(event)?;
				add(&mut self.queued, who, amount);
			}
			("Bme", "TroughSupported") => self.supported += fields::<Amount>(event)?.amount,
			("Bme", "Paid") => {
				let PaidTo { who, amount } = fields(event)?;
				self.pay(who, amount);
				add(&mut self.direct, who, amount);
			}
			("Bme", "PaidInOrog") => {
				let PaidTo { who, amount } = fields(event)?;
				if self.pay(who, amount) {
					self.unsold += amount;
				}
			}
			("Assets", name) => self.note_coin(name, event)?,
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

impl Flows {
	/// Notes what moved of USDC.
	fn note_coin(&mut self, name: &str, event: &Event<'_, SubstrateConfig>) -> Result<(), Error> {
		let flows = &mut self.dollars;
		match name {
			"Transferred" => {
				let CoinMoved { asset_id, from, to, amount } = fields(event)?;
				if asset_id == USDC.1 {
					add(&mut flows.sent, from, amount);
					add(&mut flows.received, to, amount);
				}
			}
			// What the AMM takes and gives.
			"Deposited" => {
				let CoinCame { asset_id, who, amount } = fields(event)?;
				if asset_id == USDC.1 {
					add(&mut flows.received, who, amount);
				}
			}
			"Withdrawn" => {
				let CoinCame { asset_id, who, amount } = fields(event)?;
				if asset_id == USDC.1 {
					add(&mut flows.sent, who, amount);
				}
			}
			"Issued" => {
				let CoinIssued { asset_id, owner, amount } = fields(event)?;
				if asset_id == USDC.1 {
					add(&mut flows.received, owner, amount);
					flows.issued = flows.issued.saturating_add(amount);
				}
			}
			"Burned" => {
				let CoinBurned { asset_id, owner, balance } = fields(event)?;
				if asset_id == USDC.1 {
					add(&mut flows.sent, owner, balance);
					flows.burned = flows.burned.saturating_add(balance);
				}
			}
			_ => {}
		}
		Ok(())
	}
}
