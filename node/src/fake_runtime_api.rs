//! The runtime APIs that the node calls, implemented for a runtime that is never run.
//!
//! The client wants a type that implements the APIs, but every call goes by name into the Wasm blob
//! on chain. So the bodies here are never reached; only their signatures count.
#![allow(dead_code, reason = "the macro only looks at the signatures")]

use orogen_primitives_core::{
	AccountId, Balance, BatchId, BlockNumber, Cuc, EpochIndex, Nonce, OpaqueBlock as Block, Seq,
	SpendingSessionId,
};
use orogen_primitives_runtime_api::{
	BatchInfo, BmeStatus, BurnQuote, ClaimsPage, CreditBalance, EligibleFilter, EligiblePage,
	EmissionStatus, EpochStart, GatewayInfo, OperatorFilter, OperatorInfo, OperatorsPage,
	OracleSource, OracleStatus, PayeeDue, PendingPage, SessionInfo, SessionsPage, TierInfo,
	TopUpQuote,
};
use pallet_transaction_payment_rpc_runtime_api::{FeeDetails, RuntimeDispatchInfo};
use sp_consensus_babe::Slot;
use sp_core::OpaqueMetadata;
use sp_inherents::{CheckInherentsResult, InherentData};
use sp_runtime::{
	ApplyExtrinsicResult, ExtrinsicInclusionMode,
	traits::Block as BlockT,
	transaction_validity::{TransactionSource, TransactionValidity},
};
use sp_session::OpaqueGeneratedSessionKeys;
use sp_version::RuntimeVersion;

/// A runtime in name only.
pub(crate) struct Runtime;

type Header = <Block as BlockT>::Header;
type Extrinsic = <Block as BlockT>::Extrinsic;
type LazyBlock = <Block as BlockT>::LazyBlock;
type Hash = <Block as BlockT>::Hash;

/// A runtime API that the node calls.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Api {
	/// Id in a runtime's version.
	pub(crate) id: [u8; 8],
	/// Version that the node was written against.
	pub(crate) version: u32,
	/// Name of the trait.
	pub(crate) name: &'static str,
}

macro_rules! apis {
	($($name:literal: $api:ty),+ $(,)?) => {
		/// All APIs that the node calls.
		pub(crate) const APIS: &[Api] = &[$(Api {
			id: <$api as sp_api::RuntimeApiInfo>::ID,
			version: <$api as sp_api::RuntimeApiInfo>::VERSION,
			name: $name,
		}),+];
	};
}

apis! {
	"Core": dyn sp_api::Core<Block>,
	"Metadata": dyn sp_api::Metadata<Block>,
	"BlockBuilder": dyn sp_block_builder::BlockBuilder<Block>,
	"TaggedTransactionQueue": dyn sp_transaction_pool::runtime_api::TaggedTransactionQueue<Block>,
	"OffchainWorkerApi": dyn sp_offchain::OffchainWorkerApi<Block>,
	"SessionKeys": dyn sp_session::SessionKeys<Block>,
	"BabeApi": dyn sp_consensus_babe::BabeApi<Block>,
	"GrandpaApi": dyn sp_consensus_grandpa::GrandpaApi<Block>,
	"AccountNonceApi": dyn frame_system_rpc_runtime_api::AccountNonceApi<Block, AccountId, Nonce>,
	"TransactionPaymentApi":
		dyn pallet_transaction_payment_rpc_runtime_api::TransactionPaymentApi<Block, Balance>,
	"BmeApi": dyn orogen_primitives_runtime_api::BmeApi<Block>,
	"CreditsApi": dyn orogen_primitives_runtime_api::CreditsApi<Block>,
	"OracleApi": dyn orogen_primitives_runtime_api::OracleApi<Block>,
	"OperatorStakeApi": dyn orogen_primitives_runtime_api::OperatorStakeApi<Block>,
	"ReceiptsApi": dyn orogen_primitives_runtime_api::ReceiptsApi<Block>,
}

/// Stands where a runtime would have code.
fn on_chain() -> ! {
	unreachable!("runtime APIs are called by name in the blob on chain")
}

sp_api::impl_runtime_apis! {
	impl sp_api::Core<Block> for Runtime {
		fn version() -> RuntimeVersion {
			on_chain()
		}

		fn execute_block(_: LazyBlock) {
			on_chain()
		}

		fn initialize_block(_: &Header) -> ExtrinsicInclusionMode {
			on_chain()
		}
	}

	impl sp_api::Metadata<Block> for Runtime {
		fn metadata() -> OpaqueMetadata {
			on_chain()
		}

		fn metadata_at_version(_: u32) -> Option<OpaqueMetadata> {
			on_chain()
		}

		fn metadata_versions() -> Vec<u32> {
			on_chain()
		}
	}

	impl sp_block_builder::BlockBuilder<Block> for Runtime {
		fn apply_extrinsic(_: Extrinsic) -> ApplyExtrinsicResult {
			on_chain()
		}

		fn finalize_block() -> Header {
			on_chain()
		}

		fn inherent_extrinsics(_: InherentData) -> Vec<Extrinsic> {
			on_chain()
		}

		fn check_inherents(_: LazyBlock, _: InherentData) -> CheckInherentsResult {
			on_chain()
		}
	}

	impl sp_transaction_pool::runtime_api::TaggedTransactionQueue<Block> for Runtime {
		fn validate_transaction(_: TransactionSource, _: Extrinsic, _: Hash) -> TransactionValidity {
			on_chain()
		}
	}

	impl sp_offchain::OffchainWorkerApi<Block> for Runtime {
		fn offchain_worker(_: &Header) {
			on_chain()
		}
	}

	impl sp_session::SessionKeys<Block> for Runtime {
		fn generate_session_keys(_: Vec<u8>, _: Option<Vec<u8>>) -> OpaqueGeneratedSessionKeys {
			on_chain()
		}

		fn decode_session_keys(_: Vec<u8>) -> Option<Vec<(Vec<u8>, sp_core::crypto::KeyTypeId)>> {
			on_chain()
		}
	}

	impl sp_consensus_babe::BabeApi<Block> for Runtime {
		fn configuration() -> sp_consensus_babe::BabeConfiguration {
			on_chain()
		}

		fn current_epoch_start() -> Slot {
			on_chain()
		}

		fn current_epoch() -> sp_consensus_babe::Epoch {
			on_chain()
		}

		fn next_epoch() -> sp_consensus_babe::Epoch {
			on_chain()
		}

		fn generate_key_ownership_proof(
			_: Slot,
			_: sp_consensus_babe::AuthorityId,
		) -> Option<sp_consensus_babe::OpaqueKeyOwnershipProof> {
			on_chain()
		}

		fn submit_report_equivocation_unsigned_extrinsic(
			_: sp_consensus_babe::EquivocationProof<Header>,
			_: sp_consensus_babe::OpaqueKeyOwnershipProof,
		) -> Option<()> {
			on_chain()
		}
	}

	impl sp_consensus_grandpa::GrandpaApi<Block> for Runtime {
		fn grandpa_authorities() -> sp_consensus_grandpa::AuthorityList {
			on_chain()
		}

		fn submit_report_equivocation_unsigned_extrinsic(
			_: sp_consensus_grandpa::EquivocationProof<Hash, BlockNumber>,
			_: sp_consensus_grandpa::OpaqueKeyOwnershipProof,
		) -> Option<()> {
			on_chain()
		}

		fn generate_key_ownership_proof(
			_: sp_consensus_grandpa::SetId,
			_: sp_consensus_grandpa::AuthorityId,
		) -> Option<sp_consensus_grandpa::OpaqueKeyOwnershipProof> {
			on_chain()
		}

		fn current_set_id() -> sp_consensus_grandpa::SetId {
			on_chain()
		}
	}

	impl frame_system_rpc_runtime_api::AccountNonceApi<Block, AccountId, Nonce> for Runtime {
		fn account_nonce(_: AccountId) -> Nonce {
			on_chain()
		}
	}

	impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentApi<Block, Balance> for Runtime {
		fn query_info(_: Extrinsic, _: u32) -> RuntimeDispatchInfo<Balance> {
			on_chain()
		}

		fn query_fee_details(_: Extrinsic, _: u32) -> FeeDetails<Balance> {
			on_chain()
		}

		fn query_weight_to_fee(_: frame_support::weights::Weight) -> Balance {
			on_chain()
		}

		fn query_length_to_fee(_: u32) -> Balance {
			on_chain()
		}
	}

	impl orogen_primitives_runtime_api::BmeApi<Block> for Runtime {
		fn status() -> BmeStatus {
			on_chain()
		}

		fn claim(_: AccountId) -> Vec<PayeeDue> {
			on_chain()
		}

		fn quote_burn(_: Balance) -> BurnQuote {
			on_chain()
		}

		fn quote_top_up(_: u32, _: Cuc) -> TopUpQuote {
			on_chain()
		}

		fn claims(_: Option<EpochIndex>, _: u32) -> ClaimsPage {
			on_chain()
		}

		fn emission() -> EmissionStatus {
			on_chain()
		}

		fn epoch_start() -> EpochStart {
			on_chain()
		}
	}

	impl orogen_primitives_runtime_api::CreditsApi<Block> for Runtime {
		fn balance(_: AccountId) -> CreditBalance {
			on_chain()
		}

		fn session(_: SpendingSessionId) -> Option<SessionInfo> {
			on_chain()
		}

		fn sessions(_: AccountId, _: SpendingSessionId, _: u32) -> SessionsPage {
			on_chain()
		}

		fn is_burned(_: SpendingSessionId, _: Seq) -> bool {
			on_chain()
		}
	}

	impl orogen_primitives_runtime_api::OracleApi<Block> for Runtime {
		fn current() -> OracleStatus {
			on_chain()
		}

		fn sources() -> Vec<OracleSource> {
			on_chain()
		}
	}

	impl orogen_primitives_runtime_api::OperatorStakeApi<Block> for Runtime {
		fn operators() -> Vec<(AccountId, Balance)> {
			on_chain()
		}

		fn operator(_: AccountId) -> Option<OperatorInfo> {
			on_chain()
		}

		fn list(_: OperatorFilter, _: Option<AccountId>, _: u32) -> OperatorsPage {
			on_chain()
		}

		fn tiers() -> Vec<TierInfo> {
			on_chain()
		}

		fn eligible(
			_: AccountId,
			_: EligibleFilter,
			_: Option<AccountId>,
			_: u32,
		) -> Option<EligiblePage> {
			on_chain()
		}
	}

	impl orogen_primitives_runtime_api::ReceiptsApi<Block> for Runtime {
		fn batch(_: BatchId) -> Option<BatchInfo> {
			on_chain()
		}

		fn gateway(_: AccountId) -> Option<GatewayInfo> {
			on_chain()
		}

		fn pending(_: AccountId, _: Option<BatchId>, _: u32) -> Option<PendingPage> {
			on_chain()
		}

		fn batch_count() -> BatchId {
			on_chain()
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_table_should_list_every_implemented_api() {
		let mut listed: Vec<_> = APIS.iter().map(|api| (api.id, api.version)).collect();
		let mut implemented: Vec<_> = RUNTIME_API_VERSIONS.to_vec();
		listed.sort_unstable();
		implemented.sort_unstable();
		assert_eq!(listed, implemented);
	}
}
