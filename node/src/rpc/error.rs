//! What our RPC methods answer when they cannot answer.
//!
//! An error has a code, a message that says what happened, and `data` with the fields `kind` (a name
//! for programs), `advice` (what to do) and sometimes more. A code is the base of the method's
//! namespace plus the number of the kind:
//!
//! | namespace | base |
//! |---|---|
//! | `bme` | 30 000 |
//! | `credits` | 31 000 |
//! | `nonce` | 32 000 |
//! | `oracle` | 33 000 |
//! | `operators` | 34 000 |
//! | `receipts` | 35 000 |
//! | `jobs` | 36 000 |
//! | `engine` | 37 000 |
//!
//! | number | kind | when |
//! |---|---|---|
//! | 1 | `InvalidParameter` | a parameter is there but cannot be read; `data.parameter` names it |
//! | 2 | `BlockNotFound` | the node does not know the block `at` |
//! | 3 | `StateNotAvailable` | the node knows the block but has discarded its state |
//! | 4 | `RuntimeCallFailed` | the runtime of that block could not answer |
//! | 5 | `LimitExceeded` | a list or a page is longer than allowed; `data.most` says how long it may be |
//! | 10 | `SessionNotFound` | `credits`: no such spending session at that block |
//! | 11 | `OperatorNotFound` | `operators`: no operator has that hotkey at that block |
//! | 12 | `BatchNotFound` | `receipts`: no such batch at that block |
//! | 13 | `GatewayNotFound` | `operators`, `jobs`: no gateway has that account at that block |
//! | 14 | `NotABatch` | `receipts`: the receipts cannot make a batch |
//!
//! Missing, unknown and superfluous parameters are −32602 with the kind `WrongParameters`, see
//! [`WrongParameters`]. An unsafe method that is called from afar is −32601, as with every other method
//! of the node. What fails in the methods of `engine` has the codes of the SDK's sealing.

use jsonrpsee::types::{ErrorCode, ErrorObject, ErrorObjectOwned};
use orogen_primitives_core::{AccountId, BatchId, Hash, SpendingSessionId};
use orogen_primitives_receipts::batch::BatchError;
use serde_json::json;
use sp_api::ApiError;

/// First word of a method's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Namespace {
	/// Burns, emission and payouts.
	Bme,
	/// Credits and spending sessions.
	Credits,
	/// Anti-replay.
	Nonce,
	/// Prices.
	Oracle,
	/// Operators.
	Operators,
	/// Batches of receipts.
	Receipts,
	/// A gateway's work under way.
	Jobs,
	/// Blocks on demand.
	Engine,
}

impl Namespace {
	/// The namespace of a method.
	pub(crate) fn of(method: &str) -> Option<Self> {
		Some(match method.split_once('_')?.0 {
			"bme" => Self::Bme,
			"credits" => Self::Credits,
			"nonce" => Self::Nonce,
			"oracle" => Self::Oracle,
			"operators" => Self::Operators,
			"receipts" => Self::Receipts,
			"jobs" => Self::Jobs,
			"engine" => Self::Engine,
			_ => return None,
		})
	}

	pub(crate) const fn base(self) -> i32 {
		match self {
			Self::Bme => 30_000,
			Self::Credits => 31_000,
			Self::Nonce => 32_000,
			Self::Oracle => 33_000,
			Self::Operators => 34_000,
			Self::Receipts => 35_000,
			Self::Jobs => 36_000,
			Self::Engine => 37_000,
		}
	}
}

/// Why a method cannot answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Kind {
	/// A parameter is there but cannot be read.
	#[error("the parameter `{parameter}` is not {expected}")]
	InvalidParameter {
		/// Name of the parameter.
		parameter: &'static str,
		/// What it should have been.
		expected: &'static str,
	},
	/// The node does not know the block.
	#[error("the block {0:?} is unknown")]
	BlockNotFound(Hash),
	/// The state of the block is gone.
	#[error("the state of block {0:?} is not available")]
	StateNotAvailable(Hash),
	/// The runtime could not answer.
	#[error("the runtime of block {at:?} could not answer: {reason}")]
	RuntimeCallFailed {
		/// The block.
		at: Hash,
		/// What went wrong.
		reason: String,
	},
	/// A list or page is too long.
	#[error("`{parameter}` asks for more than {most}")]
	LimitExceeded {
		/// Name of the parameter.
		parameter: &'static str,
		/// How long it may be.
		most: u32,
	},
	/// No such spending session.
	#[error("there is no spending session {0}")]
	SessionNotFound(SpendingSessionId),
	/// No such operator.
	#[error("there is no operator with the hotkey {0}")]
	OperatorNotFound(AccountId),
	/// No such batch.
	#[error("there is no batch {0}")]
	BatchNotFound(BatchId),
	/// No such gateway.
	#[error("there is no gateway {0}")]
	GatewayNotFound(AccountId),
	/// The receipts make no batch.
	#[error("the receipts make no batch: {0}")]
	NotABatch(BatchError),
}

impl Kind {
	const fn number(&self) -> i32 {
		match self {
			Self::InvalidParameter { .. } => 1,
			Self::BlockNotFound(_) => 2,
			Self::StateNotAvailable(_) => 3,
			Self::RuntimeCallFailed { .. } => 4,
			Self::LimitExceeded { .. } => 5,
			Self::SessionNotFound(_) => 10,
			Self::OperatorNotFound(_) => 11,
			Self::BatchNotFound(_) => 12,
			Self::GatewayNotFound(_) => 13,
			Self::NotABatch(_) => 14,
		}
	}

	const fn name(&self) -> &'static str {
		match self {
			Self::InvalidParameter { .. } => "InvalidParameter",
			Self::BlockNotFound(_) => "BlockNotFound",
			Self::StateNotAvailable(_) => "StateNotAvailable",
			Self::RuntimeCallFailed { .. } => "RuntimeCallFailed",
			Self::LimitExceeded { .. } => "LimitExceeded",
			Self::SessionNotFound(_) => "SessionNotFound",
			Self::OperatorNotFound(_) => "OperatorNotFound",
			Self::BatchNotFound(_) => "BatchNotFound",
			Self::GatewayNotFound(_) => "GatewayNotFound",
			Self::NotABatch(_) => "NotABatch",
		}
	}

	const fn advice(&self) -> &'static str {
		match self {
			Self::InvalidParameter { .. } => {
				"Correct the parameter; rpc.discover describes the parameters of every method."
			}
			Self::BlockNotFound(_) => {
				"Leave out `at` for the best block, or wait until the node has synchronised that block."
			}
			Self::StateNotAvailable(_) => {
				"Ask a node that runs with --state-pruning archive, or ask for a newer block."
			}
			Self::RuntimeCallFailed { .. } => {
				"The runtime of that block may be older than this node: ask for a newer block, or update \
				 the node."
			}
			Self::LimitExceeded { .. } => "Ask for, or give, at most `data.most` at a time.",
			Self::SessionNotFound(_) => {
				"Session ids count up from 0. A session that is settled and closed is gone; ask at a \
				 block in which it was there."
			}
			Self::OperatorNotFound(_) => {
				"Give the hotkey, not the coldkey. An operator that has left is gone; ask at a block in \
				 which it was there."
			}
			Self::BatchNotFound(_) => {
				"Batch ids count up from 0. Headers are pruned 90 days after their epoch has closed."
			}
			Self::GatewayNotFound(_) => {
				"A gateway is the account that has called Receipts::register_gateway. One that has \
				 withdrawn is gone; ask at a block in which it was there."
			}
			Self::NotABatch(_) => {
				"Mend what the message names: each session's seqs from `fromSeq` to the last one must be \
				 served, void or deferred, once each, and all receipts for one gateway."
			}
		}
	}
}

/// A [`Kind`] in a [`Namespace`].
#[derive(Debug)]
pub(crate) struct RpcError {
	/// Where it happened.
	pub(crate) namespace: Namespace,
	/// What happened.
	pub(crate) kind: Kind,
}

impl Namespace {
	/// An error of this namespace.
	pub(crate) const fn error(self, kind: Kind) -> RpcError {
		RpcError { namespace: self, kind }
	}

	/// What a failed runtime call means.
	pub(crate) fn call_failed(self, at: Hash, error: &ApiError) -> RpcError {
		let discarded = match error {
			ApiError::Application(inner) => matches!(
				inner.downcast_ref::<sp_blockchain::Error>(),
				Some(sp_blockchain::Error::UnknownBlock(_))
			),
			_ => false,
		};
		self.error(if discarded {
			Kind::StateNotAvailable(at)
		} else {
			Kind::RuntimeCallFailed { at, reason: crate::failure::one_line(&error.to_string()) }
		})
	}
}

impl From<RpcError> for ErrorObjectOwned {
	fn from(RpcError { namespace, kind }: RpcError) -> Self {
		let mut data = json!({ "kind": kind.name(), "advice": kind.advice() });
		match kind {
			Kind::InvalidParameter { parameter, .. } => data["parameter"] = parameter.into(),
			Kind::LimitExceeded { parameter, most } => {
				data["parameter"] = parameter.into();
				data["most"] = most.into();
			}
			_ => {}
		}
		ErrorObject::owned(namespace.base() + kind.number(), kind.to_string(), Some(data))
	}
}

/// A call with too few, too many, or other parameters than those of the method.
#[derive(Debug)]
pub(crate) struct WrongParameters<'a> {
	/// The method.
	pub(crate) method: &'a str,
	/// What is wrong.
	pub(crate) fault: &'a str,
	/// Its parameters in their order, those that may be left out with a question mark.
	pub(crate) takes: Vec<String>,
}

impl From<WrongParameters<'_>> for ErrorObjectOwned {
	fn from(WrongParameters { method, fault, takes }: WrongParameters<'_>) -> Self {
		let data = json!({
			"kind": "WrongParameters",
			"advice": "Give the parameters in `data.parameters`, as a list in their order or as an object \
					   by their names; those with a question mark may be left out.",
			"parameters": takes,
		});
		let message = format!("the parameters of {method} are wrong: {fault}");
		ErrorObject::owned(ErrorCode::InvalidParams.code(), message, Some(data))
	}
}
