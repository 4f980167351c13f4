//! Runtime calls at a block.

use super::{
	error::{Kind, Namespace, RpcError},
	params::Param,
};
use orogen_primitives_core::{Hash, OpaqueBlock as Block};
use sp_api::{ApiError, ApiRef, ProvideRuntimeApi};
use sp_blockchain::HeaderBackend;
use std::sync::Arc;

/// The chain as a namespace's methods see it.
pub(crate) struct Chain<C> {
	client: Arc<C>,
	/// Whose errors are answered.
	pub(crate) namespace: Namespace,
}

impl<C: ProvideRuntimeApi<Block> + HeaderBackend<Block>> Chain<C> {
	/// The chain behind `client`.
	pub(crate) fn new(client: Arc<C>, namespace: Namespace) -> Self {
		Self { client, namespace }
	}

	/// Calls the runtime at the block `at`, else at the best block.
	pub(crate) fn call<T>(
		&self,
		at: Option<&Param>,
		call: impl FnOnce(ApiRef<'_, C::Api>, Hash) -> Result<T, ApiError>,
	) -> Result<T, RpcError> {
		let at = self.block(at)?;
		call(self.client.runtime_api(), at).map_err(|error| self.namespace.call_failed(at, &error))
	}

	fn block(&self, at: Option<&Param>) -> Result<Hash, RpcError> {
		let Some(at) = at else { return Ok(self.client.info().best_hash) };
		let at = self.namespace.hash("at", at)?;
		match self.client.number(at) {
			Ok(Some(_)) => Ok(at),
			_ => Err(self.namespace.error(Kind::BlockNotFound(at))),
		}
	}
}
