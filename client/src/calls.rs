//! The chain's calls, made of the chain's own types.
//!
//! Arguments are SCALE; pallets, calls and arguments are found by name in the runtime's metadata when
//! a call is encoded, so that indices may move and a runtime that takes other arguments is noticed.

use codec::{Compact, Encode};
use orogen_primitives_core::{AccountId, Balance, Cuc};
use subxt::{
	ext::{
		scale_encode::{EncodeAsFields, EncodeAsType, Error, error::ErrorKind},
		scale_type_resolver::{FieldIter, TypeResolver},
	},
	transactions::Payload,
};

/// A call, ready to be signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
	pallet: &'static str,
	name: &'static str,
	arguments: Arguments,
}

/// The arguments, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arguments(Vec<(&'static str, Argument)>);

/// One argument.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Argument {
	/// SCALE.
	Bytes(Vec<u8>),
	/// A number, of whatever width the runtime has it, compact or not.
	Number(u128),
}

impl Call {
	/// A call of any pallet.
	pub fn new(pallet: &'static str, name: &'static str) -> Self {
		Self { pallet, name, arguments: Arguments(Vec::new()) }
	}

	/// Adds an argument.
	#[must_use]
	pub fn with(mut self, name: &'static str, value: impl Encode) -> Self {
		self.arguments.0.push((name, Argument::Bytes(value.encode())));
		self
	}

	/// Adds a number, whose width is the runtime's.
	#[must_use]
	pub fn with_number(mut self, name: &'static str, value: u128) -> Self {
		self.arguments.0.push((name, Argument::Number(value)));
		self
	}

	/// `Pallet.call`.
	pub fn full_name(&self) -> String {
		format!("{}.{}", self.pallet, self.name)
	}
}

impl Payload for Call {
	type CallData = Arguments;

	fn pallet_name(&self) -> &str {
		self.pallet
	}

	fn call_name(&self) -> &str {
		self.name
	}

	fn call_data(&self) -> &Arguments {
		&self.arguments
	}
}

impl EncodeAsFields for Arguments {
	fn encode_as_fields_to<R: TypeResolver>(
		&self,
		fields: &mut dyn FieldIter<'_, R::TypeId>,
		types: &R,
		out: &mut Vec<u8>,
	) -> Result<(), Error> {
		let fields: Vec<_> = fields.collect();
		let expected: Vec<_> = fields.iter().map(|field| field.name.unwrap_or_default()).collect();
		if !expected.iter().eq(self.0.iter().map(|(name, _)| name)) {
			let given: Vec<_> = self.0.iter().map(|(name, _)| *name).collect();
			let message =
				format!("it takes ({}) and not ({})", expected.join(", "), given.join(", "));
			return Err(Error::new(ErrorKind::Custom(message.into())));
		}
		for (field, (_, argument)) in fields.into_iter().zip(&self.0) {
			match argument {
				Argument::Bytes(bytes) => out.extend_from_slice(bytes),
				Argument::Number(number) => number.encode_as_type_to(field.id, types, out)?,
			}
		}
		Ok(())
	}
}

/// A call in SCALE, as part of another one; see [`Chain::encode`](crate::chain::Chain::encode).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoded(pub Vec<u8>);

impl Encode for Encoded {
	fn encode_to<O: codec::Output + ?Sized>(&self, out: &mut O) {
		out.write(&self.0);
	}
}

/// Makes several calls, all of them or none.
pub fn all(calls: &[Encoded]) -> Call {
	Call::new("Utility", "batch_all").with("calls", calls)
}

/// Sends `amount` planck to `to`, and keeps the sender's account alive.
pub fn transfer(to: &AccountId, amount: Balance) -> Call {
	// An address is an enum whose variant 0 is the account.
	Call::new("Balances", "transfer_keep_alive")
		.with("dest", (0u8, to))
		.with("value", Compact(amount))
}

/// Sends `amount` units of an asset to `to`, and keeps the sender's account in it alive.
pub fn transfer_asset(asset: u32, to: &AccountId, amount: Balance) -> Call {
	Call::new("Assets", "transfer_keep_alive")
		.with_number("id", asset.into())
		.with("target", (0u8, to))
		.with("amount", Compact(amount))
}

/// `OracleTwap`: prices.
pub mod oracle {
	use super::*;
	use orogen_primitives_core::{Moment, Price};

	/// Tells the price of `source` at `timestamp`.
	pub fn feed(source: u8, price: Price, timestamp: Moment) -> Call {
		Call::new("OracleTwap", "feed")
			.with("source", source)
			.with("price", price)
			.with("timestamp", timestamp)
	}

	/// Adds to a member's stake.
	pub fn bond(amount: Balance) -> Call {
		Call::new("OracleTwap", "bond").with("amount", Compact(amount))
	}

	/// Ends a membership.
	pub fn leave() -> Call {
		Call::new("OracleTwap", "leave")
	}

	/// Takes the stake back after the unbonding time.
	pub fn withdraw() -> Call {
		Call::new("OracleTwap", "withdraw")
	}
}

/// `Credits`: spending sessions.
pub mod credits {
	use super::*;
	use orogen_primitives_core::{Hash, Moment, SpendingSessionId};
	use orogen_primitives_receipts::SessionKey;

	/// Sets `cap` of the caller's credits aside for `gateway`; `key` signs requests until `expires_at`.
	/// No models means any.
	pub fn open_session(
		gateway: &AccountId,
		key: SessionKey,
		cap: Cuc,
		expires_at: Moment,
		ack_window: Option<u8>,
		models: &[Hash],
	) -> Call {
		Call::new("Credits", "open_session")
			.with("gateway", gateway)
			.with("key", key)
			.with("cap", Compact(cap))
			.with("expires_at", Compact(expires_at))
			.with("ack_window", ack_window)
			.with("models", models)
	}

	/// Ends a session, or closes one whose settlement is over.
	pub fn close_session(session: SpendingSessionId) -> Call {
		Call::new("Credits", "close_session").with("session", Compact(session))
	}
}

/// `Bme`: burns and payouts.
pub mod bme {
	use super::*;
	use sp_runtime::Perbill;

	/// Destroys `orog` planck of the caller; `beneficiary` gets at least `min_cuc` of credits.
	pub fn burn(orog: Balance, beneficiary: &AccountId, min_cuc: Cuc) -> Call {
		Call::new("Bme", "burn")
			.with("orog", Compact(orog))
			.with("beneficiary", beneficiary)
			.with("min_cuc", Compact(min_cuc))
	}

	/// Buys the OROG for `cuc` of credits with at most `max_in` of an asset, destroys it, and credits
	/// `beneficiary`.
	pub fn top_up(asset: u32, max_in: Balance, cuc: Cuc, beneficiary: &AccountId) -> Call {
		Call::new("Bme", "top_up")
			.with_number("asset", asset.into())
			.with_number("max_in", max_in)
			.with_number("cuc", cuc.into())
			.with("beneficiary", beneficiary)
	}

	/// Transfers to `who` all of its dues that are payable.
	pub fn payout(who: &AccountId) -> Call {
		Call::new("Bme", "payout").with("who", who)
	}

	/// Sets the share of the caller's pay that it wants in dollars.
	pub fn set_payout_preference(share: Perbill) -> Call {
		Call::new("Bme", "set_payout_preference").with("share", share)
	}
}

/// `OperatorStake`: operators.
pub mod operators {
	use super::*;
	use crate::keys::Keypair;
	use orogen_primitives_core::{EpochIndex, Hash, NodeKind, Tier};
	use sp_runtime::{
		MultiSignature, Perbill,
		traits::{BlakeTwo256, Hash as _},
	};

	/// Begins the preimage of a hotkey's consent.
	const CONSENT_DOMAIN: &[u8] = b"orogen/register/v1";

	/// What a hotkey signs to serve under a coldkey: a hash of domain, genesis hash, coldkey, hotkey.
	pub fn consent_payload(genesis: &Hash, coldkey: &AccountId, hotkey: &AccountId) -> [u8; 32] {
		let mut preimage = CONSENT_DOMAIN.to_vec();
		(genesis, coldkey, hotkey).encode_to(&mut preimage);
		BlakeTwo256::hash(&preimage).into()
	}

	/// A hotkey's consent to serve under `coldkey`.
	pub fn consent(genesis: &Hash, coldkey: &AccountId, hotkey: &Keypair) -> MultiSignature {
		hotkey.sign(&consent_payload(genesis, coldkey, &hotkey.account()))
	}

	/// What a coldkey registers an operator with.
	#[derive(Clone, Debug)]
	pub struct Registration {
		/// Signs receipts and heartbeats.
		pub hotkey: AccountId,
		/// Its [`consent`].
		pub hotkey_signature: MultiSignature,
		/// Stake tier.
		pub tier: Tier,
		/// Where the model runs.
		pub kind: NodeKind,
		/// Stake in planck.
		pub stake: Balance,
		/// Region such as `DE` or `US-CA`, at most 8 bytes; may be empty.
		pub region: String,
		/// Hash of the /24 network; zero when not declared.
		pub ip24_hash: Hash,
		/// Account that payouts go to.
		pub payout: AccountId,
	}

	/// Registers an operator, by its coldkey.
	pub fn register(registration: &Registration) -> Call {
		Call::new("OperatorStake", "register")
			.with("hotkey", &registration.hotkey)
			.with("hotkey_signature", &registration.hotkey_signature)
			.with("tier", registration.tier)
			.with("kind", registration.kind)
			.with("stake", Compact(registration.stake))
			.with("region", registration.region.as_bytes())
			.with("ip24_hash", registration.ip24_hash)
			.with("payout", &registration.payout)
	}

	/// Adds to an operator's stake, by its coldkey.
	pub fn bond_more(hotkey: &AccountId, amount: Balance) -> Call {
		Call::new("OperatorStake", "bond_more")
			.with("hotkey", hotkey)
			.with("amount", Compact(amount))
	}

	/// Changes an operator's tier, by its coldkey.
	pub fn change_tier(hotkey: &AccountId, tier: Tier) -> Call {
		Call::new("OperatorStake", "change_tier").with("hotkey", hotkey).with("tier", tier)
	}

	/// Gives an operator a new hotkey, by its coldkey, with the new hotkey's [`consent`].
	pub fn rotate_hotkey(
		hotkey: &AccountId,
		new_hotkey: &AccountId,
		signature: &MultiSignature,
	) -> Call {
		Call::new("OperatorStake", "rotate_hotkey")
			.with("hotkey", hotkey)
			.with("new_hotkey", new_hotkey)
			.with("signature", signature)
	}

	/// Has an operator paid to another account, by its coldkey.
	pub fn set_payout(hotkey: &AccountId, payout: &AccountId) -> Call {
		Call::new("OperatorStake", "set_payout").with("hotkey", hotkey).with("payout", payout)
	}

	/// A gateway that an operator serves.
	#[derive(Clone, Debug, PartialEq, Eq, Encode)]
	pub struct Served {
		/// The gateway.
		pub gateway: AccountId,
		/// Part of the capacity that it may use.
		pub capacity_share: Perbill,
		/// Most commission, of the operator's share.
		pub max_commission: Perbill,
	}

	/// Says which gateways an operator serves, by its coldkey; replaces the list.
	pub fn set_gateways(hotkey: &AccountId, gateways: &[Served]) -> Call {
		Call::new("OperatorStake", "set_gateways").with("hotkey", hotkey).with("gateways", gateways)
	}

	/// Says that an operator is there, by its hotkey, once in the current epoch.
	pub fn heartbeat(epoch: EpochIndex, capabilities: Hash, attestation: Hash) -> Call {
		Call::new("OperatorStake", "heartbeat")
			.with("epoch_number", epoch)
			.with("capabilities_summary_hash", capabilities)
			.with("attestation_report_hash", attestation)
	}

	/// Begins an operator's end, by its coldkey.
	pub fn deregister(hotkey: &AccountId) -> Call {
		Call::new("OperatorStake", "deregister").with("hotkey", hotkey)
	}

	/// Takes stake and deposit back after the unbonding time, by the coldkey.
	pub fn withdraw(hotkey: &AccountId) -> Call {
		Call::new("OperatorStake", "withdraw").with("hotkey", hotkey)
	}
}

/// `Receipts`: gateways and batches.
pub mod receipts {
	use super::*;
	use orogen_primitives_core::BatchId;
	use orogen_primitives_receipts::{RefundClaim, RowOpening, SettledOperatorRow, Submission};

	/// Makes the caller a gateway that takes sessions from `min_session_cap` on.
	pub fn register_gateway(stake: Balance, min_session_cap: Cuc) -> Call {
		Call::new("Receipts", "register_gateway")
			.with("stake", Compact(stake))
			.with("min_session_cap", Compact(min_session_cap))
	}

	/// Adds to a gateway's stake.
	pub fn bond_more(amount: Balance) -> Call {
		Call::new("Receipts", "bond_more").with("amount", Compact(amount))
	}

	/// Changes the smallest cap of the sessions that a gateway takes.
	pub fn set_min_session_cap(min_session_cap: Cuc) -> Call {
		Call::new("Receipts", "set_min_session_cap")
			.with("min_session_cap", Compact(min_session_cap))
	}

	/// Begins a gateway's end.
	pub fn deregister_gateway() -> Call {
		Call::new("Receipts", "deregister_gateway")
	}

	/// Takes a gateway's stake back after the unbonding time.
	pub fn withdraw_gateway() -> Call {
		Call::new("Receipts", "withdraw_gateway")
	}

	/// Settles a batch whose receipts can be fetched at `blob_url`, which may be empty.
	pub fn submit_batch(submission: &Submission, blob_url: &str) -> Call {
		Call::new("Receipts", "submit_batch").with("submission", (submission, blob_url.as_bytes()))
	}

	/// Gives an operator row of an open batch up, by the coldkey of its operator.
	pub fn forfeit_row(batch: BatchId, row: &SettledOperatorRow, opening: &RowOpening) -> Call {
		Call::new("Receipts", "forfeit_row")
			.with("batch", Compact(batch))
			.with("row", row)
			.with("opening", opening)
	}

	/// Returns what void rows took for requests of one session to its owner; anybody can.
	pub fn claim_refund(batch: BatchId, claim: &RefundClaim) -> Call {
		Call::new("Receipts", "claim_refund").with("batch", Compact(batch)).with("claim", claim)
	}
}

/// `Timelock`: decisions of the council.
pub mod timelock {
	use super::*;

	/// How long a decision waits and how many have to agree.
	#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode)]
	pub enum Track {
		/// Bounded setters.
		#[codec(index = 0)]
		Normal,
		/// Pauses, suspensions, revocations.
		#[codec(index = 1)]
		Fast,
		/// At once: pauses, freezes.
		#[codec(index = 2)]
		Guard,
		/// A new runtime.
		#[codec(index = 3)]
		Upgrade,
	}

	pub use super::Encoded;

	/// Queues `call`, by a decision of the council.
	pub fn queue(track: Track, call: Encoded) -> Call {
		Call::new("Timelock", "queue").with("track", track).with("call", call)
	}

	/// Executes a queued call whose delay is over; anyone may.
	pub fn execute(id: u32, ref_time: u64, proof_size: u64) -> Call {
		Call::new("Timelock", "execute")
			.with("id", id)
			.with("max_weight", (Compact(ref_time), Compact(proof_size)))
	}

	/// Takes a queued call back, by a decision of the council.
	pub fn cancel(id: u32) -> Call {
		Call::new("Timelock", "cancel").with("id", id)
	}

	/// Removes a queued call that was not executed in time; anyone may.
	pub fn remove_expired(id: u32) -> Call {
		Call::new("Timelock", "remove_expired").with("id", id)
	}

	/// Authorises the runtime with this hash, by the timelock itself.
	pub fn authorize_upgrade(code_hash: orogen_primitives_core::Hash) -> Call {
		Call::new("Timelock", "authorize_upgrade").with("code_hash", code_hash)
	}
}
