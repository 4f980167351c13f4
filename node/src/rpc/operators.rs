//! `operators_*`: operators (SPEC §7).

use super::{
	chain::Chain,
	error::{Kind, Namespace, RpcError},
	params::Param,
};
use jsonrpsee::proc_macros::rpc;
use orogen_primitives_core::OpaqueBlock as Block;
use orogen_primitives_runtime_api::{OperatorInfo, OperatorStakeApi};
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;
use std::sync::Arc;

#[rpc(server, namespace = "operators")]
pub(crate) trait OperatorsRpc {
	/// One operator.
	#[method(name = "get", blocking)]
	fn get(&self, hotkey: Param, at: Option<Param>) -> Result<OperatorInfo, RpcError>;
}

/// Answers `operators_*`.
pub(crate) struct Operators<C>(Chain<C>);

impl<C: ProvideRuntimeApi<Block> + HeaderBackend<Block>> Operators<C> {
	/// Answers from `client`.
	pub(crate) fn new(client: Arc<C>) -> Self {
		Self(Chain::new(client, Namespace::Operators))
	}
}

impl<C> OperatorsRpcServer for Operators<C>
where
	C: ProvideRuntimeApi<Block, Api: OperatorStakeApi<Block>>
		+ HeaderBackend<Block>
		+ Send
		+ Sync
		+ 'static,
{
	fn get(&self, hotkey: Param, at: Option<Param>) -> Result<OperatorInfo, RpcError> {
		let hotkey = self.0.namespace.account("hotkey", &hotkey)?;
		self.0
			.call(at.as_ref(), |api, at| api.operator(at, hotkey.clone()))?
			.ok_or_else(|| self.0.namespace.error(Kind::OperatorNotFound(hotkey)))
	}
}
