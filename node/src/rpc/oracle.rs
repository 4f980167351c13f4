//! `oracle_*`: prices (SPEC §4).

use super::{
	chain::Chain,
	error::{Namespace, RpcError},
	params::Param,
};
use jsonrpsee::proc_macros::rpc;
use orogen_primitives_core::OpaqueBlock as Block;
use orogen_primitives_runtime_api::{OracleApi, OracleSource, OracleStatus};
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;
use std::sync::Arc;

#[rpc(server, namespace = "oracle")]
pub(crate) trait OracleRpc {
	/// State, both prices, spot and TWAP.
	#[method(name = "getCurrentTwap", blocking)]
	fn current(&self, at: Option<Param>) -> Result<OracleStatus, RpcError>;

	/// Every source with its live value, the protocol AMM last.
	#[method(name = "sources", blocking)]
	fn sources(&self, at: Option<Param>) -> Result<Vec<OracleSource>, RpcError>;
}

/// Answers `oracle_*`.
pub(crate) struct Oracle<C>(Chain<C>);

impl<C: ProvideRuntimeApi<Block> + HeaderBackend<Block>> Oracle<C> {
	/// Answers from `client`.
	pub(crate) fn new(client: Arc<C>) -> Self {
		Self(Chain::new(client, Namespace::Oracle))
	}
}

impl<C> OracleRpcServer for Oracle<C>
where
	C: ProvideRuntimeApi<Block, Api: OracleApi<Block>>
		+ HeaderBackend<Block>
		+ Send
		+ Sync
		+ 'static,
{
	fn current(&self, at: Option<Param>) -> Result<OracleStatus, RpcError> {
		self.0.call(at.as_ref(), |api, at| api.current(at))
	}

	fn sources(&self, at: Option<Param>) -> Result<Vec<OracleSource>, RpcError> {
		self.0.call(at.as_ref(), |api, at| api.sources(at))
	}
}
