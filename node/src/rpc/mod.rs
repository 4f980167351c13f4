//! JSON-RPC: our methods (SPEC §12) beside those of the SDK.
//!
//! A handler only calls a runtime API at a block; what it answers is the API's return type. Methods
//! and types are described by `openrpc.json`, which `rpc.discover` serves and [`guard`] holds calls
//! against; errors by [`error`]; subscriptions by [`subscription`]. `docs/rpc.md` tells how to call them.

mod batches;
mod bme;
mod chain;
mod credits;
mod discover;
mod engine;
mod error;
mod guard;
mod jobs;
mod nonce;
mod operators;
mod oracle;
mod params;
mod receipts;
mod subscription;
#[cfg(test)]
mod tests;

use self::{
	batches::BatchesRpcServer, bme::BmeRpcServer, credits::CreditsRpcServer,
	engine::EngineRpcServer, jobs::JobsRpcServer, nonce::NonceRpcServer,
	operators::OperatorsRpcServer, oracle::OracleRpcServer, receipts::ReceiptsRpcServer,
	subscription::FinalisedBlocks,
};
use crate::{
	sealing::CommandSender,
	service::{FullBackend, FullClient, FullPool, SelectChain},
};
use jsonrpsee::{RpcModule, core::RegisterMethodError};
use orogen_primitives_core::{BlockNumber, Hash, OpaqueBlock as Block};
use orogen_primitives_runtime_api::{BmeApi, CreditsApi, OperatorStakeApi, OracleApi, ReceiptsApi};
use pallet_transaction_payment_rpc::{TransactionPayment, TransactionPaymentApiServer};
use sc_consensus_babe::BabeWorkerHandle;
use sc_consensus_babe_rpc::{Babe, BabeApiServer};
use sc_consensus_grandpa::{
	FinalityProofProvider, GrandpaJustificationStream, SharedAuthoritySet, SharedVoterState,
};
use sc_consensus_grandpa_rpc::{Grandpa, GrandpaApiServer};
use sc_rpc::SubscriptionTaskExecutor;
use sc_service::ChainSpec;
use sc_sync_state_rpc::{SyncState, SyncStateApiServer};
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;
use sp_core::offchain::OffchainStorage;
use sp_keystore::KeystorePtr;
use std::sync::Arc;
use substrate_frame_rpc_system::{System, SystemApiServer};

type Offchain = <FullBackend as sc_client_api::Backend<Block>>::OffchainStorage;

/// What the methods of BABE and GRANDPA need.
#[derive(Clone)]
pub(crate) struct ConsensusRpc {
	pub(crate) babe_worker: BabeWorkerHandle<Block>,
	pub(crate) grandpa_authorities: SharedAuthoritySet<Hash, BlockNumber>,
	pub(crate) grandpa_voter: SharedVoterState,
	pub(crate) grandpa_justifications: GrandpaJustificationStream<Block>,
	pub(crate) finality_proofs: Arc<FinalityProofProvider<FullBackend, Block>>,
}

/// What the methods need.
pub(crate) struct Deps {
	pub(crate) client: Arc<FullClient>,
	pub(crate) offchain: Option<Offchain>,
	pub(crate) pool: Arc<FullPool>,
	pub(crate) keystore: KeystorePtr,
	pub(crate) select_chain: SelectChain,
	pub(crate) chain_spec: Box<dyn ChainSpec>,
	/// There unless blocks are sealed.
	pub(crate) consensus: Option<ConsensusRpc>,
	/// There under `--sealing manual`.
	pub(crate) sealer: Option<CommandSender>,
}

/// All methods that the service does not add by itself.
pub(crate) fn create(
	deps: &Deps,
	executor: SubscriptionTaskExecutor,
) -> Result<RpcModule<()>, sc_service::Error> {
	methods(deps, executor).map_err(sc_service::Error::Application)
}

fn methods(
	deps: &Deps,
	executor: SubscriptionTaskExecutor,
) -> Result<RpcModule<()>, Box<dyn std::error::Error + Send + Sync>> {
	let client = &deps.client;
	let mut module =
		orogen(client.clone(), deps.offchain.clone(), deps.sealer.clone(), executor.clone())?;
	module.merge(System::new(client.clone(), deps.pool.clone()).into_rpc())?;
	module.merge(TransactionPayment::new(client.clone()).into_rpc())?;
	if let Some(consensus) = deps.consensus.clone() {
		module.merge(
			Babe::new(
				client.clone(),
				consensus.babe_worker.clone(),
				deps.keystore.clone(),
				deps.select_chain.clone(),
			)
			.into_rpc(),
		)?;
		module.merge(
			Grandpa::new(
				executor,
				consensus.grandpa_authorities.clone(),
				consensus.grandpa_voter,
				consensus.grandpa_justifications,
				consensus.finality_proofs,
			)
			.into_rpc(),
		)?;
		module.merge(
			SyncState::new(
				deps.chain_spec.cloned_box(),
				client.clone(),
				consensus.grandpa_authorities,
				consensus.babe_worker,
			)?
			.into_rpc(),
		)?;
	}
	Ok(module)
}

/// Our own methods: those that `openrpc.json` describes.
pub(crate) fn orogen<C, S>(
	client: Arc<C>,
	offchain: Option<S>,
	sealer: Option<CommandSender>,
	executor: SubscriptionTaskExecutor,
) -> Result<RpcModule<()>, RegisterMethodError>
where
	C: ProvideRuntimeApi<
			Block,
			Api: BmeApi<Block>
			         + CreditsApi<Block>
			         + OperatorStakeApi<Block>
			         + OracleApi<Block>
			         + ReceiptsApi<Block>,
		> + HeaderBackend<Block>
		+ FinalisedBlocks
		+ Send
		+ Sync
		+ 'static,
	S: OffchainStorage + 'static,
{
	let mut module = RpcModule::new(());
	module.merge(bme::Bme::new(client.clone(), executor.clone()).into_rpc())?;
	module.merge(credits::Credits::new(client.clone()).into_rpc())?;
	module.merge(nonce::Nonce::new(client.clone()).into_rpc())?;
	module.merge(oracle::Oracle::new(client.clone()).into_rpc())?;
	module.merge(operators::Operators::new(client.clone()).into_rpc())?;
	module.merge(jobs::Jobs::new(client.clone()).into_rpc())?;
	module.merge(batches::Batches::new(client.clone()).into_rpc())?;
	module.merge(receipts::Receipts::new(client, offchain, executor).into_rpc())?;
	module.merge(discover::module()?)?;
	if let Some(sealer) = sealer {
		module.merge(engine::Engine(sealer).into_rpc())?;
	}
	guard::guarded(&module)
}
