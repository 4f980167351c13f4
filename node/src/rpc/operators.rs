//! `operators_*`: operators (SPEC §7).

use super::{
	chain::Chain,
	error::{Kind, Namespace, RpcError},
	params::Param,
};
use jsonrpsee::proc_macros::rpc;
use orogen_primitives_core::{AccountId, OpaqueBlock as Block};
use orogen_primitives_runtime_api::{
	EligibleFilter, EligiblePage, MAX_OPERATORS_LISTED, OperatorFilter, OperatorInfo,
	OperatorStakeApi, OperatorsPage, TierInfo,
};
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;
use std::sync::Arc;

/// Operators on a page unless its caller wants another number.
const OPERATORS: u32 = 25;

#[rpc(server, namespace = "operators")]
pub(crate) trait OperatorsRpc {
	/// One operator.
	#[method(name = "get", blocking)]
	fn get(&self, hotkey: Param, at: Option<Param>) -> Result<OperatorInfo, RpcError>;

	/// Operators that fit a filter.
	#[method(name = "list", blocking)]
	fn list(
		&self,
		filter: Option<Param>,
		after: Option<Param>,
		limit: Option<Param>,
		at: Option<Param>,
	) -> Result<OperatorsPage, RpcError>;

	/// What the tiers ask for and bring, best first.
	#[method(name = "tiers", blocking)]
	fn tiers(&self, at: Option<Param>) -> Result<Vec<TierInfo>, RpcError>;

	/// Operators that a gateway may route a request to.
	#[method(name = "eligible", blocking)]
	fn eligible(
		&self,
		gateway: Param,
		filter: Option<Param>,
		after: Option<Param>,
		limit: Option<Param>,
		at: Option<Param>,
	) -> Result<EligiblePage, RpcError>;
}

/// Answers `operators_*`.
pub(crate) struct Operators<C>(Chain<C>);

impl<C: ProvideRuntimeApi<Block> + HeaderBackend<Block>> Operators<C> {
	/// Answers from `client`.
	pub(crate) fn new(client: Arc<C>) -> Self {
		Self(Chain::new(client, Namespace::Operators))
	}

	/// Where a page begins and how long it is.
	fn page(
		&self,
		after: Option<&Param>,
		limit: Option<&Param>,
	) -> Result<(Option<AccountId>, u32), RpcError> {
		let namespace = self.0.namespace;
		let after = after.map(|after| namespace.account("after", after)).transpose()?;
		Ok((after, namespace.limit("limit", limit, OPERATORS, MAX_OPERATORS_LISTED)?))
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

	fn list(
		&self,
		filter: Option<Param>,
		after: Option<Param>,
		limit: Option<Param>,
		at: Option<Param>,
	) -> Result<OperatorsPage, RpcError> {
		let namespace = self.0.namespace;
		let filter: OperatorFilter = namespace.options(
			"filter",
			"an object with any of tier, kind, mode, region, status and gateway",
			filter.as_ref(),
		)?;
		let (after, limit) = self.page(after.as_ref(), limit.as_ref())?;
		self.0.call(at.as_ref(), |api, at| api.list(at, filter, after, limit))
	}

	fn tiers(&self, at: Option<Param>) -> Result<Vec<TierInfo>, RpcError> {
		self.0.call(at.as_ref(), |api, at| api.tiers(at))
	}

	fn eligible(
		&self,
		gateway: Param,
		filter: Option<Param>,
		after: Option<Param>,
		limit: Option<Param>,
		at: Option<Param>,
	) -> Result<EligiblePage, RpcError> {
		let namespace = self.0.namespace;
		let gateway = namespace.account("gateway", &gateway)?;
		let filter: EligibleFilter = namespace.options(
			"filter",
			"an object with any of tier, kind, mode, region, price and commission",
			filter.as_ref(),
		)?;
		let (after, limit) = self.page(after.as_ref(), limit.as_ref())?;
		self.0
			.call(at.as_ref(), |api, at| api.eligible(at, gateway.clone(), filter, after, limit))?
			.ok_or_else(|| namespace.error(Kind::GatewayNotFound(gateway)))
	}
}
