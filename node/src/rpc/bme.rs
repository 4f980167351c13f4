//! `bme_*`: burns, emission and the line of payouts (SPEC §6).

use super::{
	chain::Chain,
	error::{Namespace, RpcError},
	params::Param,
	subscription::{self, FinalisedBlocks},
};
use jsonrpsee::{PendingSubscriptionSink, proc_macros::rpc};
use orogen_primitives_core::{Balance, BlockNumber, EpochIndex, Hash, OpaqueBlock as Block};
use orogen_primitives_runtime_api::{
	BmeApi, BmeStatus, BurnQuote, ClaimsPage, EmissionStatus, EndedEpoch, MAX_CLAIMS, PayeeDue,
	TopUpQuote, json::decimal,
};
use sc_rpc::SubscriptionTaskExecutor;
use serde::Serialize;
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;
use sp_consensus_babe::{BABE_ENGINE_ID, ConsensusLog};
use std::sync::Arc;

/// Epochs on a page of `bme_claims` unless its caller wants another number.
const CLAIMS: u32 = 50;

#[rpc(server, namespace = "bme")]
pub(crate) trait BmeRpc {
	/// Totals, today's bounds, the emission rule and the line.
	#[method(name = "status", blocking)]
	fn status(&self, at: Option<Param>) -> Result<BmeStatus, RpcError>;

	/// What a burn would bring now, and why it would be refused.
	#[method(name = "quoteBurn", blocking)]
	fn quote_burn(&self, orog: Param, at: Option<Param>) -> Result<BurnQuote, RpcError>;

	/// What a top-up would cost now, and why it would be refused.
	#[method(name = "quoteTopUp", blocking)]
	fn quote_top_up(
		&self,
		asset: Param,
		cuc: Param,
		at: Option<Param>,
	) -> Result<TopUpQuote, RpcError>;

	/// Dues of a payee that are not paid yet, oldest first.
	#[method(name = "claim", blocking)]
	fn claim(&self, who: Param, at: Option<Param>) -> Result<Vec<PayeeDue>, RpcError>;

	/// The line by epoch.
	#[method(name = "claims", blocking)]
	fn claims(
		&self,
		from: Option<Param>,
		count: Option<Param>,
		at: Option<Param>,
	) -> Result<ClaimsPage, RpcError>;

	/// The emission rule and what it gives now.
	#[method(name = "emission", blocking)]
	fn emission(&self, at: Option<Param>) -> Result<EmissionStatus, RpcError>;

	/// An item for each protocol epoch, once its first block is final.
	#[subscription(
		name = "subscribeEpochs" => "epochs",
		unsubscribe = "unsubscribeEpochs",
		item = EpochBegan
	)]
	fn subscribe_epochs(&self);
}

/// An item of `bme_subscribeEpochs`.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EpochBegan {
	/// The first block of the epoch.
	block: Hash,
	/// Its number.
	number: BlockNumber,
	/// The epoch.
	epoch: EpochIndex,
	/// The epoch before.
	ended: Ended,
	/// Most that the epoch may mint, in planck.
	#[serde(with = "decimal")]
	headroom: Balance,
	/// End of the line in planck.
	#[serde(with = "decimal")]
	queued: Balance,
	/// How far the line is funded, in planck.
	#[serde(with = "decimal")]
	funded: Balance,
	/// Planck minted for the support of verification since genesis.
	#[serde(with = "decimal")]
	supported: Balance,
	/// Oldest closed epoch that is not fully funded.
	oldest_unfunded_epoch: Option<EpochIndex>,
}

/// An epoch that is over, with what was minted in it.
#[derive(Clone, Debug, Serialize)]
struct Ended {
	#[serde(flatten)]
	epoch: EndedEpoch,
	/// Planck minted in it.
	#[serde(with = "decimal")]
	minted: Balance,
}

/// Answers `bme_*`.
pub(crate) struct Bme<C> {
	chain: Chain<C>,
	client: Arc<C>,
	executor: SubscriptionTaskExecutor,
}

impl<C> Bme<C>
where
	C: ProvideRuntimeApi<Block, Api: BmeApi<Block>> + HeaderBackend<Block>,
{
	/// Answers from `client`.
	pub(crate) fn new(client: Arc<C>, executor: SubscriptionTaskExecutor) -> Self {
		Self { chain: Chain::new(client.clone(), Namespace::Bme), client, executor }
	}
}

/// The item for `block`; `None` if it does not begin an epoch or its state is gone.
fn epoch_began<C>(client: &C, block: Hash) -> Option<EpochBegan>
where
	C: ProvideRuntimeApi<Block, Api: BmeApi<Block>> + HeaderBackend<Block>,
{
	let header = client.header(block).ok()??;
	// Sessions, and so protocol epochs, change in blocks that announce an epoch of BABE.
	let changes = header.digest.logs().iter().any(|log| {
		matches!(log.consensus_try_to(&BABE_ENGINE_ID), Some(ConsensusLog::NextEpochData(_)))
	});
	if !changes {
		return None;
	}
	// An instance of the API serves one block only.
	let begun = client
		.runtime_api()
		.epoch_start(block)
		.and_then(|start| Ok((start, client.runtime_api().status(header.parent_hash)?)));
	let (start, before) = begun
		.inspect_err(|error| log::warn!("no epoch is told for block {block:?}: {error}"))
		.ok()?;
	// Nothing in the first block of the chain.
	let ended = start.ended?;
	// Out of its headroom up to its last block, and the support that the first block of the next one
	// adds to it.
	let minted = before
		.headroom
		.saturating_sub(before.headroom_left)
		.saturating_add(start.supported.saturating_sub(before.supported));
	Some(EpochBegan {
		block,
		number: header.number,
		epoch: start.epoch,
		ended: Ended { epoch: ended, minted },
		headroom: start.headroom,
		queued: start.queued,
		funded: start.funded,
		supported: start.supported,
		oldest_unfunded_epoch: start.oldest_unfunded_epoch,
	})
}

impl<C> BmeRpcServer for Bme<C>
where
	C: ProvideRuntimeApi<Block, Api: BmeApi<Block>>
		+ HeaderBackend<Block>
		+ FinalisedBlocks
		+ Send
		+ Sync
		+ 'static,
{
	fn status(&self, at: Option<Param>) -> Result<BmeStatus, RpcError> {
		self.chain.call(at.as_ref(), |api, at| api.status(at))
	}

	fn quote_burn(&self, orog: Param, at: Option<Param>) -> Result<BurnQuote, RpcError> {
		let orog = Namespace::Bme.integer("orog", &orog)?;
		self.chain.call(at.as_ref(), |api, at| api.quote_burn(at, orog))
	}

	fn quote_top_up(
		&self,
		asset: Param,
		cuc: Param,
		at: Option<Param>,
	) -> Result<TopUpQuote, RpcError> {
		let asset = Namespace::Bme.integer("asset", &asset)?;
		let cuc = Namespace::Bme.integer("cuc", &cuc)?;
		self.chain.call(at.as_ref(), |api, at| api.quote_top_up(at, asset, cuc))
	}

	fn claim(&self, who: Param, at: Option<Param>) -> Result<Vec<PayeeDue>, RpcError> {
		let who = Namespace::Bme.account("who", &who)?;
		self.chain.call(at.as_ref(), |api, at| api.claim(at, who))
	}

	fn claims(
		&self,
		from: Option<Param>,
		count: Option<Param>,
		at: Option<Param>,
	) -> Result<ClaimsPage, RpcError> {
		let from = Namespace::Bme.optional_integer("from", from.as_ref())?;
		let count = Namespace::Bme.limit("count", count.as_ref(), CLAIMS, MAX_CLAIMS)?;
		self.chain.call(at.as_ref(), |api, at| api.claims(at, from, count))
	}

	fn emission(&self, at: Option<Param>) -> Result<EmissionStatus, RpcError> {
		self.chain.call(at.as_ref(), |api, at| api.emission(at))
	}

	fn subscribe_epochs(&self, pending: PendingSubscriptionSink) {
		let client = self.client.clone();
		let steps = self.client.finalised_blocks();
		subscription::feed(&self.executor, pending, steps, move |blocks| {
			let client = client.clone();
			blocks.into_iter().filter_map(move |block| epoch_began(&*client, block))
		});
	}
}
