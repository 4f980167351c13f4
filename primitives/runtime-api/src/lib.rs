//! Runtime APIs of the Orogen chain and the types that they return.
//!
//! The node, its RPC and clients depend on this crate and on no pallet, so none of them is rebuilt
//! when a pallet changes. Rules for a change:
//!
//! - A new method raises the trait's version and carries `#[api_version(n)]`; so does a changed
//!   return type, whose old form stays under `#[changed_in(n)]` while a node may meet it. Before a
//!   chain of ours is launched nobody can meet an old form, so every trait is still at version 1.
//! - What walks a map is paged: a call returns and looks at a bounded number of entries, and says
//!   where to go on. Limits above the bound are cut to it; the node's RPC refuses them.
//! - Return types are plain data with camelCase JSON: amounts and integers that may exceed 2^53 are
//!   decimal strings (module [`json`]), hashes hex, accounts SS58.
#![cfg_attr(not(feature = "std"), no_std)]
#![deny(rustdoc::broken_intra_doc_links)]

extern crate alloc;

pub mod json;
pub mod types;

use alloc::vec::Vec;
use orogen_primitives_core::{
	AccountId, Balance, BatchId, Cuc, EpochIndex, Seq, SpendingSessionId,
};

pub use types::*;

sp_api::decl_runtime_apis! {
	/// Burns, emission and the line of payouts (SPEC §6).
	pub trait BmeApi {
		/// Totals, today's bounds, the emission rule and the line.
		fn status() -> BmeStatus;
		/// Dues of a payee that are not paid yet, oldest first.
		fn claim(who: AccountId) -> Vec<PayeeDue>;
		/// What a burn of `orog` planck would bring now.
		fn quote_burn(orog: Balance) -> BurnQuote;
		/// What a top-up of `cuc` micro-USD of credits would cost in `asset` now.
		fn quote_top_up(asset: u32, cuc: Cuc) -> TopUpQuote;
		/// At most `count` closed epochs of the line from epoch `from` on, else from the oldest one
		/// that is not released.
		fn claims(from: Option<EpochIndex>, count: u32) -> ClaimsPage;
		/// The emission rule and what it gives now.
		fn emission() -> EmissionStatus;
		/// How the epoch began; of use in its first block.
		fn epoch_start() -> EpochStart;
	}

	/// Credits and spending sessions (SPEC §5).
	pub trait CreditsApi {
		/// Lots of an account with their expiry days.
		fn balance(who: AccountId) -> CreditBalance;
		/// A spending session; `None` when it is gone or never was.
		fn session(id: SpendingSessionId) -> Option<SessionInfo>;
		/// At most `limit` open sessions of an account with ids from `from` on, oldest first.
		fn sessions(owner: AccountId, from: SpendingSessionId, limit: u32) -> SessionsPage;
		/// Whether a request of that session can never be settled (again): its seq is behind the
		/// counter and not deferred, or the session is gone. `false` for a session still to come.
		fn is_burned(id: SpendingSessionId, seq: Seq) -> bool;
	}

	/// Prices (SPEC §4).
	pub trait OracleApi {
		/// State, both prices, spot and TWAP, worked out at the queried block.
		fn current() -> OracleStatus;
		/// Every external source with its live value, and the protocol AMM last.
		fn sources() -> Vec<OracleSource>;
	}

	/// Operators (SPEC §7).
	pub trait OperatorStakeApi {
		/// Every operator's hotkey and stake, as SPEC §7 names it: one unbounded walk. Nothing of ours
		/// calls it; use [`list`](OperatorStakeApi::list).
		fn operators() -> Vec<(AccountId, Balance)>;
		/// One operator.
		fn operator(hotkey: AccountId) -> Option<OperatorInfo>;
		/// At most `limit` operators that fit `filter`, in the map's order after the key `after`.
		fn list(filter: OperatorFilter, after: Option<AccountId>, limit: u32) -> OperatorsPage;
		/// Terms of every tier, best first.
		fn tiers() -> Vec<TierInfo>;
		/// At most `limit` operators that `gateway` may route to, in the map's order after the key
		/// `after`: active, listing the gateway and with capacity left for it. `None` if there is no
		/// such gateway.
		fn eligible(
			gateway: AccountId,
			filter: EligibleFilter,
			after: Option<AccountId>,
			limit: u32,
		) -> Option<EligiblePage>;
	}

	/// Gateways and batches (SPEC §9).
	pub trait ReceiptsApi {
		/// Header and state of a batch.
		fn batch(id: BatchId) -> Option<BatchInfo>;
		/// A gateway.
		fn gateway(who: AccountId) -> Option<GatewayInfo>;
		/// At most `limit` batches of a gateway that are not final, newest first, with ids below
		/// `before`. `None` if there is no such gateway.
		fn pending(
			gateway: AccountId,
			before: Option<BatchId>,
			limit: u32,
		) -> Option<PendingPage>;
		/// Batches since genesis: the id of the next one.
		fn batch_count() -> BatchId;
	}
}
