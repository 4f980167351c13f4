//! The Orogen runtime.
//!
//! One runtime and one metadata serve every preset; what differs between `development`, `local` and
//! `forge` is genesis storage (SPEC §2). There is no sudo and no origin that becomes Root (SPEC §11).
//!
//! - [`configs`]: how each pallet is wired, by subject.
//! - [`apis`]: the runtime APIs.
//! - [`genesis_config_presets`]: the presets.
//!
//! Pallets run their hooks and their genesis in the order of their indices, so an index must be above
//! those that the pallet needs: authors before sessions, sessions before the protocol clock.
#![cfg_attr(not(feature = "std"), no_std)]
#![deny(rustdoc::broken_intra_doc_links)]
// `#[frame_support::runtime]` nests one type per pallet.
#![recursion_limit = "512"]

extern crate alloc;

pub mod apis;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarks;
pub mod configs;
pub mod constants;
pub mod genesis_config_presets;
#[cfg(test)]
mod tests;
mod views;
pub mod weights;

use alloc::{borrow::Cow, vec::Vec};
use orogen_primitives_core::{Address, Header, Signature};
use sp_runtime::{generic, impl_opaque_keys};
use sp_version::RuntimeVersion;

impl_opaque_keys! {
	/// Keys that an author signs blocks and votes with.
	pub struct SessionKeys {
		pub grandpa: Grandpa,
		pub babe: Babe,
	}
}

/// Version of the runtime. `spec_version` goes up with every release, `transaction_version` when an
/// index, a call's arguments or the extensions change.
#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
	spec_name: Cow::Borrowed("orogen"),
	impl_name: Cow::Borrowed("orogen"),
	authoring_version: 1,
	spec_version: 1,
	impl_version: 1,
	apis: apis::RUNTIME_API_VERSIONS,
	transaction_version: 1,
	system_version: 1,
};

/// A block.
pub type Block = generic::Block<Header, UncheckedExtrinsic>;
/// A block with its justifications.
pub type SignedBlock = generic::SignedBlock<Block>;
/// Id of a block.
pub type BlockId = generic::BlockId<Block>;

/// What every transaction carries beside its call, in the order of its checks.
pub type TxExtension = (
	frame_system::AuthorizeCall<Runtime>,
	frame_system::CheckNonZeroSender<Runtime>,
	frame_system::CheckSpecVersion<Runtime>,
	frame_system::CheckTxVersion<Runtime>,
	frame_system::CheckGenesis<Runtime>,
	frame_system::CheckMortality<Runtime>,
	frame_system::CheckNonce<Runtime>,
	frame_system::CheckWeight<Runtime>,
	pallet_asset_conversion_tx_payment::ChargeAssetTxPayment<Runtime>,
	frame_metadata_hash_extension::CheckMetadataHash<Runtime>,
	frame_system::WeightReclaim<Runtime>,
);

/// A transaction as it stands in a block.
pub type UncheckedExtrinsic =
	generic::UncheckedExtrinsic<Address, RuntimeCall, Signature, TxExtension>;

/// Executes blocks.
pub type Executive = frame_executive::Executive<
	Runtime,
	Block,
	frame_system::ChainContext<Runtime>,
	Runtime,
	AllPalletsWithSystem,
>;

#[frame_support::runtime]
mod runtime {
	use super::*;

	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Runtime;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Timestamp = pallet_timestamp;
	#[runtime::pallet_index(2)]
	pub type Babe = pallet_babe;
	#[runtime::pallet_index(3)]
	pub type Grandpa = pallet_grandpa;
	#[runtime::pallet_index(4)]
	pub type Authorship = pallet_authorship;
	#[runtime::pallet_index(5)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(6)]
	pub type TransactionPayment = pallet_transaction_payment;

	// Above what they need at genesis: the list, then its keys, then the clock.
	#[runtime::pallet_index(7)]
	pub type Authors = pallet_authors;
	#[runtime::pallet_index(8)]
	pub type Historical = pallet_session::historical;
	#[runtime::pallet_index(9)]
	pub type Session = pallet_session;
	#[runtime::pallet_index(10)]
	pub type Offences = pallet_offences;
	#[runtime::pallet_index(11)]
	pub type Epochs = pallet_epochs;

	#[runtime::pallet_index(12)]
	pub type Utility = pallet_utility;
	#[runtime::pallet_index(13)]
	pub type Multisig = pallet_multisig;
	#[runtime::pallet_index(14)]
	pub type Proxy = pallet_proxy;
	#[runtime::pallet_index(15)]
	pub type Vesting = pallet_vesting;

	#[runtime::pallet_index(16)]
	pub type Assets = pallet_assets;
	#[runtime::pallet_index(17)]
	pub type PoolAssets = pallet_assets<Instance2>;
	#[runtime::pallet_index(18)]
	pub type AssetConversion = pallet_asset_conversion;
	#[runtime::pallet_index(19)]
	pub type AssetConversionTxPayment = pallet_asset_conversion_tx_payment;

	#[runtime::pallet_index(20)]
	pub type Council = pallet_collective<Instance1>;
	#[runtime::pallet_index(21)]
	pub type Treasury = pallet_treasury;
	#[runtime::pallet_index(22)]
	pub type Timelock = pallet_timelock;
	#[runtime::pallet_index(23)]
	pub type SafeMode = pallet_safe_mode;
	#[runtime::pallet_index(24)]
	pub type TxPause = pallet_tx_pause;
	#[runtime::pallet_index(25)]
	pub type Migrations = pallet_migrations;

	#[runtime::pallet_index(30)]
	pub type OracleTwap = pallet_oracle_twap;
	#[runtime::pallet_index(31)]
	pub type Credits = pallet_credits;
	#[runtime::pallet_index(32)]
	pub type Bme = pallet_bme;
	#[runtime::pallet_index(33)]
	pub type OperatorStake = pallet_operator_stake;
	#[runtime::pallet_index(34)]
	pub type Receipts = pallet_receipts;
}
