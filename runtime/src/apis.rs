//! The runtime APIs.

use crate::{
	AssetConversion, Babe, Block, Credits, Executive, Grandpa, Historical, InherentDataExt,
	OperatorStake, Runtime, RuntimeCall, RuntimeGenesisConfig, SessionKeys, System,
	TransactionPayment, VERSION, configs::consensus::BABE_GENESIS_EPOCH_CONFIG,
	genesis_config_presets, views,
};
use alloc::vec::Vec;
use codec::Encode;
use frame_support::{
	genesis_builder_helper::{build_state, get_preset},
	traits::{Get, KeyOwnerProofSystem, tokens::fungible::NativeOrWithId},
	weights::Weight,
};
use orogen_primitives_core::{
	AccountId, Balance, BatchId, Cuc, EpochIndex, Nonce, Seq, SpendingSessionId,
};
use orogen_primitives_runtime_api::{
	BatchInfo, BmeStatus, BurnQuote, ClaimsPage, CreditBalance, EligibleFilter, EligiblePage,
	EmissionStatus, EpochStart, GatewayInfo, OperatorFilter, OperatorInfo, OperatorsPage,
	OracleSource, OracleStatus, PayeeDue, PendingPage, SessionInfo, SessionsPage, TierInfo,
	TopUpQuote,
};
use sp_api::impl_runtime_apis;
use sp_consensus_babe::AuthorityId as BabeId;
use sp_consensus_grandpa::AuthorityId as GrandpaId;
use sp_core::{OpaqueMetadata, crypto::KeyTypeId};
use sp_runtime::{
	ApplyExtrinsicResult,
	traits::{Block as BlockT, NumberFor},
	transaction_validity::{TransactionSource, TransactionValidity},
};
use sp_session::OpaqueGeneratedSessionKeys;
use sp_version::RuntimeVersion;

impl_runtime_apis! {
	impl sp_api::Core<Block> for Runtime {
		fn version() -> RuntimeVersion {
			VERSION
		}

		fn execute_block(block: <Block as BlockT>::LazyBlock) {
			Executive::execute_block(block);
		}

		fn initialize_block(
			header: &<Block as BlockT>::Header,
		) -> sp_runtime::ExtrinsicInclusionMode {
			Executive::initialize_block(header)
		}
	}

	impl sp_api::Metadata<Block> for Runtime {
		fn metadata() -> OpaqueMetadata {
			OpaqueMetadata::new(Runtime::metadata().into())
		}

		fn metadata_at_version(version: u32) -> Option<OpaqueMetadata> {
			Runtime::metadata_at_version(version)
		}

		fn metadata_versions() -> Vec<u32> {
			Runtime::metadata_versions()
		}
	}

	impl frame_support::view_functions::runtime_api::RuntimeViewFunction<Block> for Runtime {
		fn execute_view_function(
			id: frame_support::view_functions::ViewFunctionId,
			input: Vec<u8>,
		) -> Result<Vec<u8>, frame_support::view_functions::ViewFunctionDispatchError> {
			Runtime::execute_view_function(id, input)
		}
	}

	impl sp_block_builder::BlockBuilder<Block> for Runtime {
		fn apply_extrinsic(extrinsic: <Block as BlockT>::Extrinsic) -> ApplyExtrinsicResult {
			Executive::apply_extrinsic(extrinsic)
		}

		fn finalize_block() -> <Block as BlockT>::Header {
			Executive::finalize_block()
		}

		fn inherent_extrinsics(
			data: sp_inherents::InherentData,
		) -> Vec<<Block as BlockT>::Extrinsic> {
			data.create_extrinsics()
		}

		fn check_inherents(
			block: <Block as BlockT>::LazyBlock,
			data: sp_inherents::InherentData,
		) -> sp_inherents::CheckInherentsResult {
			data.check_extrinsics(&block)
		}
	}

	impl sp_transaction_pool::runtime_api::TaggedTransactionQueue<Block> for Runtime {
		fn validate_transaction(
			source: TransactionSource,
			tx: <Block as BlockT>::Extrinsic,
			block_hash: <Block as BlockT>::Hash,
		) -> TransactionValidity {
			Executive::validate_transaction(source, tx, block_hash)
		}
	}

	impl sp_offchain::OffchainWorkerApi<Block> for Runtime {
		fn offchain_worker(header: &<Block as BlockT>::Header) {
			Executive::offchain_worker(header)
		}
	}

	impl sp_consensus_babe::BabeApi<Block> for Runtime {
		fn configuration() -> sp_consensus_babe::BabeConfiguration {
			let epoch_config = pallet_babe::EpochConfig::<Runtime>::get()
				.unwrap_or(BABE_GENESIS_EPOCH_CONFIG);
			sp_consensus_babe::BabeConfiguration {
				slot_duration: Babe::slot_duration(),
				epoch_length: pallet_epochs::EpochDuration::<Runtime>::get(),
				c: epoch_config.c,
				authorities: pallet_babe::Authorities::<Runtime>::get().to_vec(),
				randomness: pallet_babe::Randomness::<Runtime>::get(),
				allowed_slots: epoch_config.allowed_slots,
			}
		}

		fn current_epoch_start() -> sp_consensus_babe::Slot {
			Babe::current_epoch_start()
		}

		fn current_epoch() -> sp_consensus_babe::Epoch {
			Babe::current_epoch()
		}

		fn next_epoch() -> sp_consensus_babe::Epoch {
			Babe::next_epoch()
		}

		fn generate_key_ownership_proof(
			_: sp_consensus_babe::Slot,
			authority: BabeId,
		) -> Option<sp_consensus_babe::OpaqueKeyOwnershipProof> {
			Historical::prove((sp_consensus_babe::KEY_TYPE, authority))
				.map(|proof| sp_consensus_babe::OpaqueKeyOwnershipProof::new(proof.encode()))
		}

		fn submit_report_equivocation_unsigned_extrinsic(
			equivocation_proof: sp_consensus_babe::EquivocationProof<<Block as BlockT>::Header>,
			key_owner_proof: sp_consensus_babe::OpaqueKeyOwnershipProof,
		) -> Option<()> {
			Babe::submit_unsigned_equivocation_report(
				equivocation_proof,
				key_owner_proof.decode()?,
			)
		}
	}

	impl sp_consensus_grandpa::GrandpaApi<Block> for Runtime {
		fn grandpa_authorities() -> sp_consensus_grandpa::AuthorityList {
			Grandpa::grandpa_authorities()
		}

		fn current_set_id() -> sp_consensus_grandpa::SetId {
			pallet_grandpa::CurrentSetId::<Runtime>::get()
		}

		fn submit_report_equivocation_unsigned_extrinsic(
			equivocation_proof: sp_consensus_grandpa::EquivocationProof<
				<Block as BlockT>::Hash,
				NumberFor<Block>,
			>,
			key_owner_proof: sp_consensus_grandpa::OpaqueKeyOwnershipProof,
		) -> Option<()> {
			Grandpa::submit_unsigned_equivocation_report(
				equivocation_proof,
				key_owner_proof.decode()?,
			)
		}

		fn generate_key_ownership_proof(
			_: sp_consensus_grandpa::SetId,
			authority: GrandpaId,
		) -> Option<sp_consensus_grandpa::OpaqueKeyOwnershipProof> {
			Historical::prove((sp_consensus_grandpa::KEY_TYPE, authority))
				.map(|proof| sp_consensus_grandpa::OpaqueKeyOwnershipProof::new(proof.encode()))
		}
	}

	impl sp_session::SessionKeys<Block> for Runtime {
		fn generate_session_keys(
			owner: Vec<u8>,
			seed: Option<Vec<u8>>,
		) -> OpaqueGeneratedSessionKeys {
			SessionKeys::generate(&owner, seed).into()
		}

		fn decode_session_keys(encoded: Vec<u8>) -> Option<Vec<(Vec<u8>, KeyTypeId)>> {
			SessionKeys::decode_into_raw_public_keys(&encoded)
		}
	}

	impl frame_system_rpc_runtime_api::AccountNonceApi<Block, AccountId, Nonce> for Runtime {
		fn account_nonce(account: AccountId) -> Nonce {
			System::account_nonce(account)
		}
	}

	impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentApi<Block, Balance>
		for Runtime
	{
		fn query_info(
			uxt: <Block as BlockT>::Extrinsic,
			len: u32,
		) -> pallet_transaction_payment_rpc_runtime_api::RuntimeDispatchInfo<Balance> {
			TransactionPayment::query_info(uxt, len)
		}

		fn query_fee_details(
			uxt: <Block as BlockT>::Extrinsic,
			len: u32,
		) -> pallet_transaction_payment::FeeDetails<Balance> {
			TransactionPayment::query_fee_details(uxt, len)
		}

		fn query_weight_to_fee(weight: Weight) -> Balance {
			TransactionPayment::weight_to_fee(weight)
		}

		fn query_length_to_fee(length: u32) -> Balance {
			TransactionPayment::length_to_fee(length)
		}
	}

	impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentCallApi<
		Block,
		Balance,
		RuntimeCall,
	> for Runtime {
		fn query_call_info(
			call: RuntimeCall,
			len: u32,
		) -> pallet_transaction_payment::RuntimeDispatchInfo<Balance> {
			TransactionPayment::query_call_info(call, len)
		}

		fn query_call_fee_details(
			call: RuntimeCall,
			len: u32,
		) -> pallet_transaction_payment::FeeDetails<Balance> {
			TransactionPayment::query_call_fee_details(call, len)
		}

		fn query_weight_to_fee(weight: Weight) -> Balance {
			TransactionPayment::weight_to_fee(weight)
		}

		fn query_length_to_fee(length: u32) -> Balance {
			TransactionPayment::length_to_fee(length)
		}
	}

	impl pallet_asset_conversion::AssetConversionApi<Block, Balance, NativeOrWithId<u32>>
		for Runtime
	{
		fn quote_price_exact_tokens_for_tokens(
			from: NativeOrWithId<u32>,
			to: NativeOrWithId<u32>,
			amount: Balance,
			include_fee: bool,
		) -> Option<Balance> {
			AssetConversion::quote_price_exact_tokens_for_tokens(from, to, amount, include_fee)
		}

		fn quote_price_tokens_for_exact_tokens(
			from: NativeOrWithId<u32>,
			to: NativeOrWithId<u32>,
			amount: Balance,
			include_fee: bool,
		) -> Option<Balance> {
			AssetConversion::quote_price_tokens_for_exact_tokens(from, to, amount, include_fee)
		}

		fn get_reserves(
			one: NativeOrWithId<u32>,
			other: NativeOrWithId<u32>,
		) -> Option<(Balance, Balance)> {
			AssetConversion::get_reserves(one, other).ok()
		}
	}

	impl orogen_primitives_runtime_api::BmeApi<Block> for Runtime {
		fn status() -> BmeStatus {
			views::bme_status()
		}

		fn claim(who: AccountId) -> Vec<PayeeDue> {
			views::dues(&who)
		}

		fn quote_burn(orog: Balance) -> BurnQuote {
			views::burn_quote(orog)
		}

		fn quote_top_up(asset: u32, cuc: Cuc) -> TopUpQuote {
			views::top_up_quote(asset, cuc)
		}

		fn claims(from: Option<EpochIndex>, count: u32) -> ClaimsPage {
			views::claims(from, count)
		}

		fn emission() -> EmissionStatus {
			views::emission()
		}

		fn epoch_start() -> EpochStart {
			views::epoch_start()
		}
	}

	impl orogen_primitives_runtime_api::CreditsApi<Block> for Runtime {
		fn balance(who: AccountId) -> CreditBalance {
			views::credit_balance(&who)
		}

		fn session(id: SpendingSessionId) -> Option<SessionInfo> {
			views::session(id)
		}

		fn sessions(owner: AccountId, from: SpendingSessionId, limit: u32) -> SessionsPage {
			views::sessions(&owner, from, limit)
		}

		fn is_burned(id: SpendingSessionId, seq: Seq) -> bool {
			Credits::request_burned(id, seq)
		}
	}

	impl orogen_primitives_runtime_api::OracleApi<Block> for Runtime {
		fn current() -> OracleStatus {
			views::oracle()
		}

		fn sources() -> Vec<OracleSource> {
			views::oracle_sources()
		}
	}

	impl orogen_primitives_runtime_api::OperatorStakeApi<Block> for Runtime {
		fn operators() -> Vec<(AccountId, Balance)> {
			OperatorStake::operators()
		}

		fn operator(hotkey: AccountId) -> Option<OperatorInfo> {
			views::operator(&hotkey)
		}

		fn list(filter: OperatorFilter, after: Option<AccountId>, limit: u32) -> OperatorsPage {
			views::operators(&filter, after, limit)
		}

		fn tiers() -> Vec<TierInfo> {
			views::tiers()
		}

		fn eligible(
			gateway: AccountId,
			filter: EligibleFilter,
			after: Option<AccountId>,
			limit: u32,
		) -> Option<EligiblePage> {
			views::eligible(&gateway, &filter, after, limit)
		}
	}

	impl orogen_primitives_runtime_api::ReceiptsApi<Block> for Runtime {
		fn batch(id: BatchId) -> Option<BatchInfo> {
			views::batch(id)
		}

		fn gateway(who: AccountId) -> Option<GatewayInfo> {
			views::gateway(who)
		}

		fn pending(
			gateway: AccountId,
			before: Option<BatchId>,
			limit: u32,
		) -> Option<PendingPage> {
			views::pending(gateway, before, limit)
		}

		fn batch_count() -> BatchId {
			pallet_receipts::BatchTotals::<Runtime>::get().batches
		}
	}

	impl sp_genesis_builder::GenesisBuilder<Block> for Runtime {
		fn build_state(config: Vec<u8>) -> sp_genesis_builder::Result {
			build_state::<RuntimeGenesisConfig>(config)
		}

		fn get_preset(id: &Option<sp_genesis_builder::PresetId>) -> Option<Vec<u8>> {
			get_preset::<RuntimeGenesisConfig>(id, genesis_config_presets::get_preset)
		}

		fn preset_names() -> Vec<sp_genesis_builder::PresetId> {
			genesis_config_presets::preset_names()
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	impl frame_benchmarking::Benchmark<Block> for Runtime {
		fn benchmark_metadata(
			extra: bool,
		) -> (
			Vec<frame_benchmarking::BenchmarkList>,
			Vec<frame_support::traits::StorageInfo>,
		) {
			crate::benchmarks::metadata(extra)
		}

		#[allow(non_local_definitions)]
		fn dispatch_benchmark(
			config: frame_benchmarking::BenchmarkConfig,
		) -> Result<Vec<frame_benchmarking::BenchmarkBatch>, alloc::string::String> {
			crate::benchmarks::dispatch(config)
		}
	}

	#[cfg(feature = "try-runtime")]
	impl frame_try_runtime::TryRuntime<Block> for Runtime {
		fn on_runtime_upgrade(
			checks: frame_try_runtime::UpgradeCheckSelect,
		) -> (Weight, Weight) {
			#[allow(clippy::expect_used, reason = "the tool reports the panic")]
			let weight = Executive::try_runtime_upgrade(checks).expect("the upgrade runs");
			(weight, crate::configs::system::RuntimeBlockWeights::get().max_block)
		}

		fn execute_block(
			block: <Block as BlockT>::LazyBlock,
			state_root_check: bool,
			signature_check: bool,
			select: frame_try_runtime::TryStateSelect,
		) -> Weight {
			#[allow(clippy::expect_used, reason = "the tool reports the panic")]
			Executive::try_execute_block(block, state_root_check, signature_check, select)
				.expect("the block runs")
		}
	}
}
