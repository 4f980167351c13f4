//! `engine_*`: blocks on demand, only there under `--sealing manual`.

use super::{error::Namespace, params::Param};
use crate::sealing::CommandSender;
use futures::{SinkExt, channel::oneshot};
use jsonrpsee::{Extensions, core::async_trait, proc_macros::rpc, types::ErrorObjectOwned};
use orogen_primitives_core::Hash;
use sc_consensus_manual_seal::{CreatedBlock, EngineCommand, Error};
use sc_rpc_api::check_if_safe;

#[rpc(server, namespace = "engine")]
pub(crate) trait EngineRpc {
	/// Makes a block on `parent_hash`, else on the best block.
	#[method(name = "createBlock", with_extensions)]
	async fn create_block(
		&self,
		create_empty: Param,
		finalize: Param,
		parent_hash: Option<Param>,
	) -> Result<CreatedBlock<Hash>, ErrorObjectOwned>;

	/// Finalises a block and its ancestors.
	#[method(name = "finalizeBlock", with_extensions)]
	async fn finalize_block(&self, hash: Param) -> Result<bool, ErrorObjectOwned>;
}

/// Answers `engine_*`. The methods are unsafe: they are refused from afar.
pub(crate) struct Engine(pub(crate) CommandSender);

impl Engine {
	async fn ask<T>(
		&self,
		command: EngineCommand<Hash>,
		answer: oneshot::Receiver<Result<T, Error>>,
	) -> Result<T, Error> {
		self.0.clone().send(command).await?;
		answer.await?
	}

	async fn finalize(&self, hash: Hash) -> Result<(), Error> {
		let (sender, answer) = oneshot::channel();
		let sender = Some(sender);
		self.ask(EngineCommand::FinalizeBlock { hash, sender, justification: None }, answer).await
	}
}

#[async_trait]
impl EngineRpcServer for Engine {
	async fn create_block(
		&self,
		extensions: &Extensions,
		create_empty: Param,
		finalize: Param,
		parent_hash: Option<Param>,
	) -> Result<CreatedBlock<Hash>, ErrorObjectOwned> {
		check_if_safe(extensions)?;
		let namespace = Namespace::Engine;
		let create_empty = namespace.boolean("createEmpty", &create_empty)?;
		let finalize = namespace.boolean("finalize", &finalize)?;
		let parent_hash =
			parent_hash.map(|parent| namespace.hash("parentHash", &parent)).transpose()?;
		let (sender, answer) = oneshot::channel();
		let command = EngineCommand::SealNewBlock {
			create_empty,
			finalize: false,
			parent_hash,
			sender: Some(sender),
		};
		let block = self.ask(command, answer).await?;
		if finalize {
			// In a step of its own, see `sealing`.
			self.finalize(block.hash).await?;
		}
		Ok(block)
	}

	async fn finalize_block(
		&self,
		extensions: &Extensions,
		hash: Param,
	) -> Result<bool, ErrorObjectOwned> {
		check_if_safe(extensions)?;
		let hash = Namespace::Engine.hash("hash", &hash)?;
		self.finalize(hash).await?;
		Ok(true)
	}
}
