//! `jobs_*`: a gateway's work under way (SPEC §9).

use super::{
	chain::Chain,
	error::{Kind, Namespace, RpcError},
	params::Param,
};
use jsonrpsee::proc_macros::rpc;
use orogen_primitives_core::OpaqueBlock as Block;
use orogen_primitives_runtime_api::{MAX_PENDING_LISTED, PendingPage, ReceiptsApi};
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;
use std::sync::Arc;

/// Batches on a page of `jobs_pending` unless its caller wants another number.
const BATCHES: u32 = 50;

#[rpc(server, namespace = "jobs")]
pub(crate) trait JobsRpc {
	/// Batches of a gateway that are not final, newest first.
	#[method(name = "pending", blocking)]
	fn pending(
		&self,
		gateway: Param,
		before: Option<Param>,
		limit: Option<Param>,
		at: Option<Param>,
	) -> Result<PendingPage, RpcError>;
}

/// Answers `jobs_*`.
pub(crate) struct Jobs<C>(Chain<C>);

impl<C: ProvideRuntimeApi<Block> + HeaderBackend<Block>> Jobs<C> {
	/// Answers from `client`.
	pub(crate) fn new(client: Arc<C>) -> Self {
		Self(Chain::new(client, Namespace::Jobs))
	}
}

impl<C> JobsRpcServer for Jobs<C>
where
	C: ProvideRuntimeApi<Block, Api: ReceiptsApi<Block>>
		+ HeaderBackend<Block>
		+ Send
		+ Sync
		+ 'static,
{
	fn pending(
		&self,
		gateway: Param,
		before: Option<Param>,
		limit: Option<Param>,
		at: Option<Param>,
	) -> Result<PendingPage, RpcError> {
		let namespace = self.0.namespace;
		let gateway = namespace.account("gateway", &gateway)?;
		let before = namespace.optional_integer("before", before.as_ref())?;
		let limit = namespace.limit("limit", limit.as_ref(), BATCHES, MAX_PENDING_LISTED)?;
		self.0
			.call(at.as_ref(), |api, at| api.pending(at, gateway.clone(), before, limit))?
			.ok_or_else(|| namespace.error(Kind::GatewayNotFound(gateway)))
	}
}
