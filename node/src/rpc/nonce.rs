//! `nonce_*`: anti-replay without a table of nonces (SPEC §5).

use super::{
	chain::Chain,
	error::{Namespace, RpcError},
	params::Param,
};
use jsonrpsee::proc_macros::rpc;
use orogen_primitives_core::OpaqueBlock as Block;
use orogen_primitives_runtime_api::CreditsApi;
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;
use std::sync::Arc;

#[rpc(server, namespace = "nonce")]
pub(crate) trait NonceRpc {
	/// Whether a request of a session can never be settled (again).
	#[method(name = "isBurned", blocking)]
	fn is_burned(
		&self,
		session: Param,
		#[argument(rename = "seq")] number: Param,
		at: Option<Param>,
	) -> Result<bool, RpcError>;
}

/// Answers `nonce_*`.
pub(crate) struct Nonce<C>(Chain<C>);

impl<C: ProvideRuntimeApi<Block> + HeaderBackend<Block>> Nonce<C> {
	/// Answers from `client`.
	pub(crate) fn new(client: Arc<C>) -> Self {
		Self(Chain::new(client, Namespace::Nonce))
	}
}

impl<C> NonceRpcServer for Nonce<C>
where
	C: ProvideRuntimeApi<Block, Api: CreditsApi<Block>>
		+ HeaderBackend<Block>
		+ Send
		+ Sync
		+ 'static,
{
	fn is_burned(&self, session: Param, seq: Param, at: Option<Param>) -> Result<bool, RpcError> {
		let session = self.0.namespace.integer("session", &session)?;
		let seq = self.0.namespace.integer("seq", &seq)?;
		self.0.call(at.as_ref(), |api, at| api.is_burned(at, session, seq))
	}
}
