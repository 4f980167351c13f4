//! Runtime APIs of the Orogen chain and the types that they return.
//!
//! The node, its RPC and clients depend on this crate and on no pallet, so none of them is rebuilt
//! when a pallet changes. Rules for a change:
//!
//! - A new method raises the trait's version and carries `#[api_version(n)]`; so does a changed
//!   return type, whose old form stays under `#[changed_in(n)]` while a node may meet it.
//! - Return types are plain data with camelCase JSON: amounts and integers that may exceed 2^53 are
//!   decimal strings (module [`json`]), hashes hex, accounts SS58.
#![cfg_attr(not(feature = "std"), no_std)]
#![deny(rustdoc::broken_intra_doc_links)]

extern crate alloc;

pub mod json;
pub mod types;

use alloc::vec::Vec;
use orogen_primitives_core::{AccountId, BatchId, Seq, SpendingSessionId};

pub use types::*;

sp_api::decl_runtime_apis! {
	/// Burns, emission and the line of payouts (SPEC §6).
	pub trait BmeApi {
		/// Totals, today's bounds, the emission rule and the line.
		fn status() -> BmeStatus;
		/// Dues of a payee that are not paid yet, oldest first.
		fn claim(who: AccountId) -> Vec<PayeeDue>;
	}

	/// Credits and spending sessions (SPEC §5).
	pub trait CreditsApi {
		/// Lots of an account with their expiry days.
		fn balance(who: AccountId) -> CreditBalance;
		/// A spending session; `None` when it is gone or never was.
		fn session(id: SpendingSessionId) -> Option<SessionInfo>;
		/// Whether a request of that session can never be settled (again): its seq is behind the
		/// counter and not deferred, or the session is gone. `false` for a session still to come.
		fn is_burned(id: SpendingSessionId, seq: Seq) -> bool;
	}

	/// Prices (SPEC §4).
	pub trait OracleApi {
		/// State, both prices, spot and TWAP, worked out at the queried block.
		fn current() -> OracleStatus;
		/// Every external source with its live value.
		fn sources() -> Vec<OracleSource>;
	}

	/// Operators (SPEC §7).
	pub trait OperatorStakeApi {
		/// Every operator's hotkey and stake.
		fn operators() -> Vec<(AccountId, orogen_primitives_core::Balance)>;
		/// One operator.
		fn operator(hotkey: AccountId) -> Option<OperatorInfo>;
	}

	/// Gateways and batches (SPEC §9).
	pub trait ReceiptsApi {
		/// Header and state of a batch.
		fn batch(id: BatchId) -> Option<BatchInfo>;
		/// A gateway.
		fn gateway(who: AccountId) -> Option<GatewayInfo>;
		/// Batches of a gateway that are not final, oldest first, at most 1,024.
		fn pending(gateway: AccountId) -> Vec<BatchId>;
	}
}
