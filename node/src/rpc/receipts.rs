//! `receipts_*`: batches of receipts (SPEC §9).

use super::{
	chain::Chain,
	error::{Kind, Namespace, RpcError},
	params::Param,
	subscription::{self, FinalisedBlocks},
};
use codec::{Decode, DecodeAll, Encode};
use jsonrpsee::{PendingSubscriptionSink, proc_macros::rpc};
use orogen_primitives_core::{
	AccountId, BatchId, Cuc, Day, EpochIndex, Hash, ModelIndex, OpaqueBlock as Block, OperatorId,
	Seq, SpendingSessionId, VerificationMode,
};
use orogen_primitives_receipts::{
	Node, Opening, OperatorRow, OperatorTerms, ProofError, Receipt, Root, SessionRow,
	SettledOperatorRow, SettledSessionRow, Sums, TreeKind, rows_root, tree,
};
use orogen_primitives_runtime_api::{BatchInfo, BatchState, ReceiptsApi, VoidPart, json::decimal};
use sc_rpc::SubscriptionTaskExecutor;
use serde::{Deserialize, Serialize};
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;
use sp_core::{
	Bytes,
	offchain::{OffchainStorage, STORAGE_PREFIX},
};
use std::sync::Arc;

#[rpc(server, namespace = "receipts")]
pub(crate) trait ReceiptsRpc {
	/// Header and state of a batch, and its rows where the node has them.
	#[method(name = "batch", blocking)]
	fn batch(&self, id: Param, at: Option<Param>) -> Result<Batch, RpcError>;

	/// Whether a receipt is a leaf of a batch, and whether its row stands.
	#[method(name = "verify", blocking)]
	fn verify(
		&self,
		batch: Param,
		receipt: Param,
		proof: Param,
		at: Option<Param>,
	) -> Result<Verification, RpcError>;

	/// An item for each batch, once its block is final.
	#[subscription(
		name = "subscribeBatches" => "batches",
		unsubscribe = "unsubscribeBatches",
		item = BatchSubmitted
	)]
	fn subscribe_batches(&self, gateway: Option<Param>);
}

/// What `receipts_batch` answers.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Batch {
	#[serde(flatten)]
	info: BatchInfo,
	/// The rows, read from the node's off-chain index; null if it has none or other ones.
	rows: Option<Rows>,
}

/// The rows of a batch.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Rows {
	operators: Vec<Operator>,
	sessions: Vec<Session>,
}

/// JSON form of a [`SettledOperatorRow`], with its place and what became of it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Operator {
	/// Index of its first leaf.
	first: u32,
	/// Whether it is void: given up, not paid, what it took returns to the customers.
	void: bool,
	hotkey: AccountId,
	model: ModelIndex,
	adapter: Option<ModelIndex>,
	mode: VerificationMode,
	count: u32,
	#[serde(with = "decimal")]
	tokens: u64,
	#[serde(with = "decimal")]
	cuc: Cuc,
	#[serde(with = "decimal")]
	commission: Cuc,
	operator: OperatorId,
	payee: AccountId,
	#[serde(with = "decimal")]
	due: Cuc,
	#[serde(with = "decimal")]
	commission_due: Cuc,
	/// The settled row's SCALE form, which is its leaf under the rows' root.
	leaf: Bytes,
}

/// JSON form of a [`SettledSessionRow`], the bitmap as a list of seqs.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Session {
	#[serde(with = "decimal")]
	session: SpendingSessionId,
	from_seq: Seq,
	count: u32,
	void: u32,
	deferred: Vec<Seq>,
	late: u32,
	#[serde(with = "decimal")]
	cuc: Cuc,
	owner: AccountId,
	expiry_day: Day,
	/// The settled row's SCALE form, which is its leaf under the rows' root.
	leaf: Bytes,
}

impl Operator {
	/// The row whose leaves begin at `first`, in a batch of which `void` is void.
	fn new(first: u32, settled: SettledOperatorRow, void: Option<&VoidPart>) -> Self {
		let leaf = Bytes(settled.encode());
		let SettledOperatorRow { row, terms } = settled;
		let OperatorRow { hotkey, model, adapter, mode, count, tokens, cuc, commission } = row;
		let OperatorTerms { operator, payee, due, commission: commission_due } = terms;
		Self {
			first,
			// Rows are void as a whole.
			void: void.is_some_and(|void| void.contains(first)),
			hotkey,
			model,
			adapter,
			mode,
			count,
			tokens,
			cuc,
			commission,
			operator,
			payee,
			due,
			commission_due,
			leaf,
		}
	}
}

impl From<SettledSessionRow> for Session {
	fn from(settled: SettledSessionRow) -> Self {
		let leaf = Bytes(settled.encode());
		let SettledSessionRow { row, terms } = settled;
		let SessionRow { session, from_seq, count, void, deferred, late, cuc } = row;
		Self {
			session,
			from_seq,
			count,
			void,
			deferred: seqs(from_seq, count, deferred),
			late,
			cuc,
			owner: terms.owner,
			expiry_day: terms.expiry_day,
			leaf,
		}
	}
}

/// The seqs that the bits of [`SessionRow::deferred`] stand for, ascending.
fn seqs(from_seq: Seq, count: u32, bits: u64) -> Vec<Seq> {
	let end = u64::from(from_seq) + u64::from(count);
	(0..u64::from(u64::BITS))
		.rev()
		.filter(|bit| bits & (1 << bit) != 0)
		.filter_map(|bit| Seq::try_from(end.checked_sub(bit + 1)?).ok())
		.collect()
}

/// A leaf's place in its tree: `{index, siblings}`, in SCALE the index and an [`Opening`].
#[derive(Clone, Debug, Encode, Decode, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LeafProof {
	index: u32,
	siblings: Vec<Node>,
}

impl LeafProof {
	/// The place of leaf `index`.
	pub(crate) fn new(index: u32, opening: Opening) -> Self {
		Self { index, siblings: opening.siblings.into_inner() }
	}
}

/// An item of `receipts_subscribeBatches`.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct BatchSubmitted {
	/// The block that it was submitted in.
	block: Hash,
	#[serde(flatten)]
	info: BatchInfo,
}

/// What `receipts_verify` answers.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Verification {
	/// Whether the receipt is that leaf of the batch.
	committed: bool,
	/// Why it is not.
	reason: Option<String>,
	/// What is wrong with the receipt itself, as far as that can be told without its session's key.
	fault: Option<String>,
	/// Whether it is committed but in a void row: nobody is paid for it, and its customer gets back
	/// what it took.
	void: bool,
	/// Why it is void.
	void_reason: Option<&'static str>,
	#[serde(with = "decimal")]
	batch_id: BatchId,
	batch_state: BatchState,
	gateway: AccountId,
	epoch: EpochIndex,
	leaf_index: u32,
}

/// Why a row is void.
const GIVEN_UP: &str = "its operator gave the row up (Receipts::forfeit_row): it is not paid, and \
                        Receipts::claim_refund returns what it took to the session's owner";

/// Answers `receipts_*`.
pub(crate) struct Receipts<C, S> {
	chain: Chain<C>,
	client: Arc<C>,
	offchain: Option<S>,
	executor: SubscriptionTaskExecutor,
}

impl<C, S> Receipts<C, S>
where
	C: ProvideRuntimeApi<Block, Api: ReceiptsApi<Block>> + HeaderBackend<Block>,
	S: OffchainStorage,
{
	/// Answers from `client` and the off-chain index.
	pub(crate) fn new(
		client: Arc<C>,
		offchain: Option<S>,
		executor: SubscriptionTaskExecutor,
	) -> Self {
		let chain = Chain::new(client.clone(), Namespace::Receipts);
		Self { chain, client, offchain, executor }
	}

	fn info(&self, id: BatchId, at: Option<&Param>) -> Result<BatchInfo, RpcError> {
		self.chain
			.call(at, |api, at| api.batch(at, id))?
			.ok_or_else(|| Namespace::Receipts.error(Kind::BatchNotFound(id)))
	}

	/// The rows that the runtime indexed for this batch. The index knows no forks, so they count only
	/// if they are the ones that the header commits to.
	fn rows(&self, info: &BatchInfo) -> Option<Rows> {
		let bytes = self.offchain.as_ref()?.get(STORAGE_PREFIX, &rows_key(info.id))?;
		let (operators, sessions) =
			<(Vec<SettledOperatorRow>, Vec<SettledSessionRow>)>::decode_all(&mut bytes.as_slice())
				.ok()?;
		if rows_root(&operators, &sessions) != info.rows_root {
			return None;
		}
		let mut next = 0_u32;
		let operators = operators.into_iter().map(|settled| {
			let first = next;
			// The rows of a batch have 65,536 leaves at most.
			next = next.saturating_add(settled.row.count);
			Operator::new(first, settled, info.void.as_ref())
		});
		Some(Rows {
			operators: operators.collect(),
			sessions: sessions.into_iter().map(Into::into).collect(),
		})
	}
}

/// The item for the batch `id`, looked up at the final block `at`; `None` if the state is gone.
fn submitted<C>(client: &C, id: BatchId, at: Hash) -> Option<BatchSubmitted>
where
	C: ProvideRuntimeApi<Block, Api: ReceiptsApi<Block>> + HeaderBackend<Block>,
{
	let info = client
		.runtime_api()
		.batch(at, id)
		.inspect_err(|error| log::warn!("batch {id} is not told: {error}"))
		.ok()??;
	let block = client.hash(info.submitted).ok()??;
	Some(BatchSubmitted { block, info })
}

/// Where the runtime indexes the rows of a batch.
pub(crate) fn rows_key(id: BatchId) -> Vec<u8> {
	[b"orogen/receipts/rows/".as_slice(), &id.to_le_bytes()].concat()
}

impl<C, S> ReceiptsRpcServer for Receipts<C, S>
where
	C: ProvideRuntimeApi<Block, Api: ReceiptsApi<Block>>
		+ HeaderBackend<Block>
		+ FinalisedBlocks
		+ Send
		+ Sync
		+ 'static,
	S: OffchainStorage + 'static,
{
	fn batch(&self, id: Param, at: Option<Param>) -> Result<Batch, RpcError> {
		let id = Namespace::Receipts.integer("id", &id)?;
		let info = self.info(id, at.as_ref())?;
		let rows = self.rows(&info);
		Ok(Batch { info, rows })
	}

	fn verify(
		&self,
		batch: Param,
		receipt: Param,
		proof: Param,
		at: Option<Param>,
	) -> Result<Verification, RpcError> {
		let id = Namespace::Receipts.integer("batch", &batch)?;
		let receipt: Receipt = Namespace::Receipts.structure(
			"receipt",
			"a receipt in its JSON form or as SCALE in hex",
			&receipt,
		)?;
		let proof: LeafProof = Namespace::Receipts.structure(
			"proof",
			"a proof {index, siblings} or its SCALE form in hex",
			&proof,
		)?;
		let info = self.info(id, at.as_ref())?;
		let reason = is_leaf(&info, &receipt, &proof).err();
		let genesis = self.client.info().genesis_hash;
		let fault = match receipt.check_terms(&genesis, &info.gateway) {
			Ok(()) if receipt.verify_operator() => None,
			Ok(()) => Some("its hotkey has not signed it".into()),
			Err(fault) => Some(fault.to_string()),
		};
		let committed = reason.is_none();
		let void = committed && info.void.as_ref().is_some_and(|void| void.contains(proof.index));
		Ok(Verification {
			committed,
			reason,
			fault,
			void,
			void_reason: void.then_some(GIVEN_UP),
			batch_id: info.id,
			batch_state: info.state,
			gateway: info.gateway,
			epoch: info.epoch,
			leaf_index: proof.index,
		})
	}

	fn subscribe_batches(&self, pending: PendingSubscriptionSink, gateway: Option<Param>) {
		let namespace = Namespace::Receipts;
		let steps = self.client.finalised_blocks();
		let finalised = self.client.info().finalized_hash;
		let begin = || {
			let gateway = gateway.map(|who| namespace.account("gateway", &who)).transpose()?;
			let next = self.client.runtime_api().batch_count(finalised);
			Ok((gateway, next.map_err(|error| namespace.call_failed(finalised, &error))?))
		};
		let (gateway, mut next) = match begin() {
			Ok(begin) => begin,
			Err(error) => return subscription::refuse(&self.executor, pending, error),
		};
		let client = self.client.clone();
		subscription::feed(&self.executor, pending, steps, move |blocks| {
			let at = blocks.last().copied().unwrap_or(finalised);
			// Without an answer the next step brings what this one misses.
			let end = client.runtime_api().batch_count(at).unwrap_or(next);
			let ids = next..end;
			next = end;
			let (client, gateway) = (client.clone(), gateway.clone());
			ids.filter_map(move |id| submitted(&*client, id, at)).filter(move |batch| {
				gateway.as_ref().is_none_or(|gateway| *gateway == batch.info.gateway)
			})
		});
	}
}

/// Whether `receipt` is the leaf of the batch's receipts that `proof` names.
fn is_leaf(info: &BatchInfo, receipt: &Receipt, proof: &LeafProof) -> Result<(), String> {
	let root = Root {
		hash: info.root_ops,
		n: info.count,
		sums: Sums { cuc: info.cuc, tokens: info.tokens },
	};
	let siblings =
		proof.siblings.clone().try_into().map_err(|_| "the proof has too many siblings")?;
	let opening = Opening { siblings };
	tree::verify(&root, TreeKind::Ops, proof.index, &receipt.leaf(proof.index), &opening)
		.map_err(|error| explain(error).into())
}

/// What a proof that does not hold suffers from.
const fn explain(error: ProofError) -> &'static str {
	match error {
		ProofError::OutOfRange => "the batch has no leaf of that index",
		ProofError::EmptyRange => "the proof is about no leaf",
		ProofError::WrongLength => "the proof has too few or too many siblings",
		ProofError::PaddingNotZero => "a sibling over missing leaves is not the zero subtree",
		ProofError::Overflow => "the sums of the proof overflow",
		ProofError::WrongTotals => "the sums of the proof are not the batch's",
		ProofError::WrongRoot => "the proof leads to another root: it is another receipt or batch",
		ProofError::TooManyLeaves => "the tree has too many leaves",
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn seqs_should_count_back_from_the_end_of_the_range() {
		assert_eq!(seqs(10, 5, 0), Vec::<Seq>::new());
		assert_eq!(seqs(10, 5, 0b1), [14]);
		assert_eq!(seqs(10, 5, 0b10_0001), [9, 14]);
		assert_eq!(seqs(0, 2, 0b111), [0, 1]);
		assert_eq!(seqs(Seq::MAX, 1, 1 << 63), [Seq::MAX - 63]);
	}
}
