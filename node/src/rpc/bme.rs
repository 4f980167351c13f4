//! `bme_*`: burns, emission and the line of payouts (SPEC §6).

use super::{
	chain::Chain,
	error::{Namespace, RpcError},
	params::Param,
};
use jsonrpsee::proc_macros::rpc;
use orogen_primitives_core::OpaqueBlock as Block;
use orogen_primitives_runtime_api::{BmeApi, BmeStatus, PayeeDue};
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;
use std::sync::Arc;

#[rpc(server, namespace = "bme")]
pub(crate) trait BmeRpc {
	/// Totals, today's bounds, the emission rule and the line.
	#[method(name = "status", blocking)]
	fn status(&self, at: Option<Param>) -> Result<BmeStatus, RpcError>;

	/// Dues of a payee that are not paid yet, oldest first.
	#[method(name = "claim", blocking)]
	fn claim(&self, who: Param, at: Option<Param>) -> Result<Vec<PayeeDue>, RpcError>;
}

/// Answers `bme_*`.
pub(crate) struct Bme<C>(Chain<C>);

impl<C: ProvideRuntimeApi<Block> + HeaderBackend<Block>> Bme<C> {
	/// Answers from `client`.
	pub(crate) fn new(client: Arc<C>) -> Self {
		Self(Chain::new(client, Namespace::Bme))
	}
}

impl<C> BmeRpcServer for Bme<C>
where
	C: ProvideRuntimeApi<Block, Api: BmeApi<Block>> + HeaderBackend<Block> + Send + Sync + 'static,
{
	fn status(&self, at: Option<Param>) -> Result<BmeStatus, RpcError> {
		self.0.call(at.as_ref(), |api, at| api.status(at))
	}

	fn claim(&self, who: Param, at: Option<Param>) -> Result<Vec<PayeeDue>, RpcError> {
		let who = self.0.namespace.account("who", &who)?;
		self.0.call(at.as_ref(), |api, at| api.claim(at, who))
	}
}
