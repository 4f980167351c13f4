//! Ids, amounts and constants that every Orogen crate shares: pallets, node, client and tools.
//!
//! Nothing here knows FRAME, so that a gateway or a wallet can link it.
#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs, rustdoc::broken_intra_doc_links)]

pub mod constants;
pub mod operators;

use sp_runtime::{
	MultiAddress, MultiSignature, OpaqueExtrinsic, generic,
	traits::{BlakeTwo256, IdentifyAccount, Verify},
};

pub use constants::*;
pub use operators::{NodeKind, Tier, VerificationMode, VerificationModes};

/// Number of a block; blocks come every [`SLOT_DURATION_MS`] at best.
pub type BlockNumber = u32;
/// Signature of a transaction.
pub type Signature = MultiSignature;
/// An account: an `AccountId32`.
pub type AccountId = <<Signature as Verify>::Signer as IdentifyAccount>::AccountId;
/// How a transaction names an account.
pub type Address = MultiAddress<AccountId, ()>;
/// OROG in planck; 12 decimals.
pub type Balance = u128;
/// Count of an account's transactions.
pub type Nonce = u32;
/// A blake2-256 hash.
pub type Hash = sp_core::H256;
/// Milliseconds since the Unix epoch.
pub type Moment = u64;
/// Header of a block.
pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
/// A block whose transactions the node does not decode.
pub type OpaqueBlock = generic::Block<Header, OpaqueExtrinsic>;

/// CUC, the dollar credit, in micro-USD; 6 decimals, 1 CUC = 1 USD.
pub type Cuc = u64;
/// USD per OROG.
pub type Price = sp_runtime::FixedU128;
/// Protocol epoch: the session index, contiguous also after outages (SPEC §2).
pub type EpochIndex = u32;
/// Days since the Unix epoch.
pub type Day = u32;
/// Id of a spending session (SPEC §5); counts up from 0 and is never reused.
pub type SpendingSessionId = u64;
/// Place of a request in its spending session; counts up from 0.
pub type Seq = u32;
/// Id of a batch (SPEC §9); counts up from 0 over all gateways.
pub type BatchId = u64;
/// Number of an operator in the order of registration (SPEC §7): unlike its hotkey, its owner cannot
/// change it, and it is never reused.
pub type OperatorId = u32;
/// Index of a model in the registry; 0 is "not registered" (SPEC §9).
pub type ModelIndex = u32;

/// The day that `now` falls on.
pub const fn day_of(now: Moment) -> Day {
	// A `u64` of milliseconds spans 2.1e11 days; the clamp is reached 11 million years from now.
	let day = now / MILLISECS_PER_DAY;
	if day > Day::MAX as u64 { Day::MAX } else { day as Day }
}
