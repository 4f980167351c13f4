//! `credits_*`: credits and spending sessions (SPEC §5).

use super::{
	chain::Chain,
	error::{Kind, Namespace, RpcError},
	params::Param,
};
use jsonrpsee::proc_macros::rpc;
use orogen_primitives_core::OpaqueBlock as Block;
use orogen_primitives_runtime_api::{
	CreditBalance, CreditsApi, MAX_SESSIONS_LISTED, SessionInfo, SessionsPage,
};
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;
use std::sync::Arc;

/// Sessions on a page of `credits_sessions` unless its caller wants another number.
const SESSIONS: u32 = 25;

#[rpc(server, namespace = "credits")]
pub(crate) trait CreditsRpc {
	/// Lots of an account with their expiry days.
	#[method(name = "balance", blocking)]
	fn balance(&self, who: Param, at: Option<Param>) -> Result<CreditBalance, RpcError>;

	/// A spending session.
	#[method(name = "session", blocking)]
	fn session(&self, id: Param, at: Option<Param>) -> Result<SessionInfo, RpcError>;

	/// Open spending sessions of an account, oldest first.
	#[method(name = "sessions", blocking)]
	fn sessions(
		&self,
		owner: Param,
		from: Option<Param>,
		limit: Option<Param>,
		at: Option<Param>,
	) -> Result<SessionsPage, RpcError>;
}

/// Answers `credits_*`.
pub(crate) struct Credits<C>(Chain<C>);

impl<C: ProvideRuntimeApi<Block> + HeaderBackend<Block>> Credits<C> {
	/// Answers from `client`.
	pub(crate) fn new(client: Arc<C>) -> Self {
		Self(Chain::new(client, Namespace::Credits))
	}
}

impl<C> CreditsRpcServer for Credits<C>
where
	C: ProvideRuntimeApi<Block, Api: CreditsApi<Block>>
		+ HeaderBackend<Block>
		+ Send
		+ Sync
		+ 'static,
{
	fn balance(&self, who: Param, at: Option<Param>) -> Result<CreditBalance, RpcError> {
		let who = self.0.namespace.account("who", &who)?;
		self.0.call(at.as_ref(), |api, at| api.balance(at, who))
	}

	fn session(&self, id: Param, at: Option<Param>) -> Result<SessionInfo, RpcError> {
		let id = self.0.namespace.integer("id", &id)?;
		self.0
			.call(at.as_ref(), |api, at| api.session(at, id))?
			.ok_or_else(|| self.0.namespace.error(Kind::SessionNotFound(id)))
	}

	fn sessions(
		&self,
		owner: Param,
		from: Option<Param>,
		limit: Option<Param>,
		at: Option<Param>,
	) -> Result<SessionsPage, RpcError> {
		let namespace = self.0.namespace;
		let owner = namespace.account("owner", &owner)?;
		let from = namespace.optional_integer("from", from.as_ref())?.unwrap_or_default();
		let limit = namespace.limit("limit", limit.as_ref(), SESSIONS, MAX_SESSIONS_LISTED)?;
		self.0.call(at.as_ref(), |api, at| api.sessions(at, owner, from, limit))
	}
}
