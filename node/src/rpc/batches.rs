//! `receipts_buildBatch` and `receipts_proof`: the trees of a batch, for gateways without the client
//! library (SPEC §12). Both are unsafe: they are refused from afar, as they cost time and memory.

use super::{
	chain::Chain,
	error::{Kind, Namespace, RpcError},
	params::{Param, object, structure},
	receipts::LeafProof,
};
use codec::Encode;
use jsonrpsee::{Extensions, proc_macros::rpc, types::ErrorObjectOwned};
use orogen_primitives_core::{
	AccountId, MAX_BATCH_RECEIPTS, MAX_BLOB_URL, MAX_SESSION_ROWS, OpaqueBlock as Block, Seq,
	SpendingSessionId, VerificationMode,
};
use orogen_primitives_receipts::{
	Batch, BatchError, Node, Receipt, ReceiptFault, Root, SessionKey, SessionPlan, Submission,
	Tree, TreeKind, json, rows::MAX_DEFERRED,
};
use orogen_primitives_runtime_api::{CreditsApi, SessionInfo, json::hex};
use sc_rpc_api::check_if_safe;
use serde::{Deserialize, Serialize};
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;
use std::{
	collections::{BTreeMap, BTreeSet},
	sync::Arc,
};

/// Most receipts of a call.
pub(crate) const MAX_RECEIPTS: u32 = 4_096;
/// What the parameter `receipts` should have been.
const RECEIPTS: &str = "a list of one or more receipts in their JSON form or as SCALE in hex";

#[rpc(server, namespace = "receipts")]
pub(crate) trait BatchesRpc {
	/// What `Receipts::submit_batch` takes for these receipts.
	#[method(name = "buildBatch", blocking, with_extensions)]
	fn build_batch(
		&self,
		receipts: Param,
		sessions: Option<Param>,
		blob_url: Option<Param>,
		at: Option<Param>,
	) -> Result<BuiltBatch, ErrorObjectOwned>;

	/// The proof of one of these receipts or leaves.
	#[method(name = "proof", blocking, with_extensions)]
	fn proof(&self, receipts: Param, index: Param) -> Result<Proof, ErrorObjectOwned>;
}

/// What `receipts_buildBatch` answers.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BuiltBatch {
	/// The argument of `Receipts::submit_batch`, without the blob's URL.
	submission: Submission,
	/// The whole argument as SCALE in hex.
	#[serde(with = "hex")]
	encoded: Vec<u8>,
	/// For each leaf, the place of its receipt in the given list.
	order: Vec<usize>,
	/// Receipts that must not be submitted.
	faults: Vec<Fault>,
}

/// A receipt that must not be submitted, as anyone can prove that it is faulty.
#[derive(Clone, Debug, Serialize)]
struct Fault {
	/// Its place in the given list.
	index: usize,
	/// What is wrong.
	fault: String,
}

/// What `receipts_proof` answers.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Proof {
	/// Siblings of the leaf, as `receipts_verify` takes them.
	proof: LeafProof,
	/// The leaf.
	leaf: Node,
	/// The root, whose hash is a batch's `rootOps`.
	root: Root,
}

/// What is to become of the seqs of a session that have no receipt.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Plan {
	#[serde(with = "json::decimal")]
	session: SpendingSessionId,
	/// Begin of the claimed range; the session's next seq by default.
	from_seq: Option<Seq>,
	/// Seqs of the range that nobody served.
	#[serde(default)]
	void: Vec<Seq>,
	/// Seqs that stay deferred; by default those that are and still can be.
	deferred: Option<Vec<Seq>>,
}

/// Receipts of one session.
#[derive(Default)]
struct Served {
	seqs: BTreeSet<Seq>,
	plan: Option<Plan>,
}

/// Answers `receipts_buildBatch` and `receipts_proof`.
pub(crate) struct Batches<C> {
	chain: Chain<C>,
	client: Arc<C>,
}

impl<C> Batches<C>
where
	C: ProvideRuntimeApi<Block, Api: CreditsApi<Block>> + HeaderBackend<Block>,
{
	/// Answers from `client`.
	pub(crate) fn new(client: Arc<C>) -> Self {
		Self { chain: Chain::new(client.clone(), Namespace::Receipts), client }
	}

	/// The session at the block `at`.
	fn session(&self, id: SpendingSessionId, at: Option<&Param>) -> Result<SessionInfo, RpcError> {
		self.chain
			.call(at, |api, at| api.session(at, id))?
			.ok_or_else(|| Namespace::Receipts.error(Kind::SessionNotFound(id)))
	}

	fn build(
		&self,
		receipts: Vec<Receipt>,
		plans: Vec<Plan>,
		blob_url: &[u8],
		at: Option<&Param>,
	) -> Result<BuiltBatch, RpcError> {
		let mut served = BTreeMap::<SpendingSessionId, Served>::new();
		for terms in receipts.iter().map(Receipt::terms) {
			served.entry(terms.session).or_default().seqs.insert(terms.seq);
		}
		for plan in plans {
			let id = plan.session;
			if served.entry(id).or_default().plan.replace(plan).is_some() {
				return Err(
					Namespace::Receipts.error(Kind::NotABatch(BatchError::SessionsNotSorted))
				);
			}
		}
		if served.len() > usize::try_from(MAX_SESSION_ROWS).unwrap_or(usize::MAX) {
			return Err(Namespace::Receipts.error(Kind::NotABatch(BatchError::TooManySessionRows)));
		}
		let mut keys = BTreeMap::new();
		let mut plans = Vec::with_capacity(served.len());
		for (id, served) in served {
			let info = self.session(id, at)?;
			plans.push(plan(&info, served));
			keys.insert(id, session_key(&info));
		}

		let faults = self.faults(&receipts, &keys);
		let order = order(&receipts);
		// There is no registry of models yet: each has the index of one that is not registered.
		let batch = Batch::build(receipts, &plans, |_| Some(0))
			.map_err(|error| Namespace::Receipts.error(Kind::NotABatch(error)))?;
		let submission = batch.submission();
		let encoded = (&submission, blob_url).encode();
		Ok(BuiltBatch { submission, encoded, order, faults })
	}

	/// What can be told to be wrong with receipts from themselves and the keys of their sessions.
	fn faults(
		&self,
		receipts: &[Receipt],
		keys: &BTreeMap<SpendingSessionId, Option<SessionKey>>,
	) -> Vec<Fault> {
		let genesis = self.client.info().genesis_hash;
		receipts
			.iter()
			.enumerate()
			.filter_map(|(index, receipt)| {
				let terms = receipt.terms();
				let fault = match keys.get(&terms.session).and_then(Option::as_ref) {
					Some(key) => receipt.checks(&genesis, &terms.gateway, key).err()?,
					None => ReceiptFault::BadCustomerSignature,
				};
				Some(Fault { index, fault: fault.to_string() })
			})
			.collect()
	}
}

/// The session's key.
fn session_key(info: &SessionInfo) -> Option<SessionKey> {
	let key = info.key.as_slice();
	match info.key_scheme.as_slice() {
		b"sr25519" => key.try_into().ok().map(SessionKey::Sr25519),
		b"ed25519" => key.try_into().ok().map(SessionKey::Ed25519),
		b"ecdsa" => key.try_into().ok().map(SessionKey::Ecdsa),
		_ => None,
	}
}

/// What becomes of a session's seqs: as given, else as the session's counter says.
fn plan(info: &SessionInfo, served: Served) -> SessionPlan {
	let Served { seqs, plan } = served;
	let (from_seq, void, deferred) = match plan {
		Some(plan) => (plan.from_seq.unwrap_or(info.next_seq), plan.void, plan.deferred),
		None => (info.next_seq, Vec::new(), None),
	};
	let deferred = deferred.unwrap_or_else(|| {
		let last = seqs.iter().chain(&void).max().copied();
		let end = last.map_or(0, |last| last.saturating_add(1)).max(from_seq);
		let in_reach = |seq: &Seq| end.saturating_sub(*seq) <= MAX_DEFERRED;
		let left = |seq: &Seq| !seqs.contains(seq) && in_reach(seq);
		info.deferred.iter().copied().filter(left).collect()
	});
	SessionPlan { session: info.id, from_seq, void, deferred }
}

/// Places of the receipts in the order of their leaves: by operator row, then session and seq. All
/// models have the same index.
fn order(receipts: &[Receipt]) -> Vec<usize> {
	let place =
		|index: &usize| -> Option<(AccountId, bool, VerificationMode, SpendingSessionId, Seq)> {
			let receipt = receipts.get(*index)?;
			let terms = receipt.terms();
			let adapter = terms.adapter.is_some();
			let hotkey = receipt.body.hotkey.clone();
			Some((hotkey, adapter, receipt.body.mode, terms.session, terms.seq))
		};
	let mut order: Vec<usize> = (0..receipts.len()).collect();
	order.sort_by_cached_key(place);
	order
}

/// The tree over receipts, and where the one with place `index` is in it.
fn tree_of(receipts: &[Receipt], index: usize) -> Option<(Vec<Node>, usize)> {
	let order = order(receipts);
	let leaf = order.iter().position(|place| *place == index)?;
	let leaves = (0u32..)
		.zip(&order)
		.filter_map(|(leaf, place)| Some(receipts.get(*place)?.leaf(leaf)))
		.collect();
	Some((leaves, leaf))
}

fn prove(receipts: &Param, index: &Param) -> Result<Proof, RpcError> {
	let namespace = Namespace::Receipts;
	let index: usize = namespace.integer("index", index)?;
	let (leaves, leaf) = if receipts.is_list_of_objects_with("hash") {
		let expected = "a list of leaves {hash, sums} in their order";
		(namespace.list("receipts", expected, receipts, MAX_BATCH_RECEIPTS, object::<Node>)?, index)
	} else {
		let receipts =
			namespace.list("receipts", RECEIPTS, receipts, MAX_RECEIPTS, structure::<Receipt>)?;
		tree_of(&receipts, index)
			.ok_or_else(|| namespace.invalid("index", "the place of an item of the list"))?
	};
	let tree = Tree::build(TreeKind::Ops, leaves)
		.map_err(|error| namespace.error(Kind::NotABatch(error.into())))?;
	let out_of_range = || namespace.invalid("index", "the place of an item of the list");
	let index = u32::try_from(leaf).map_err(|_| out_of_range())?;
	let leaf = *tree.leaves().get(leaf).ok_or_else(out_of_range)?;
	let opening = tree.open(index).map_err(|_| out_of_range())?;
	Ok(Proof { proof: LeafProof::new(index, opening), leaf, root: tree.root() })
}

impl<C> BatchesRpcServer for Batches<C>
where
	C: ProvideRuntimeApi<Block, Api: CreditsApi<Block>>
		+ HeaderBackend<Block>
		+ Send
		+ Sync
		+ 'static,
{
	fn build_batch(
		&self,
		extensions: &Extensions,
		receipts: Param,
		sessions: Option<Param>,
		blob_url: Option<Param>,
		at: Option<Param>,
	) -> Result<BuiltBatch, ErrorObjectOwned> {
		check_if_safe(extensions)?;
		let namespace = Namespace::Receipts;
		let receipts =
			namespace.list("receipts", RECEIPTS, &receipts, MAX_RECEIPTS, structure::<Receipt>)?;
		if receipts.is_empty() {
			return Err(namespace.invalid("receipts", RECEIPTS).into());
		}
		let plans = match sessions {
			Some(sessions) => namespace.list(
				"sessions",
				"a list of plans {session, fromSeq, void, deferred}",
				&sessions,
				MAX_SESSION_ROWS,
				object::<Plan>,
			)?,
			None => Vec::new(),
		};
		let blob_url = blob_url.map_or(Ok(String::new()), |url| {
			url.text()
				.filter(|url| url.len() <= usize::try_from(MAX_BLOB_URL).unwrap_or(usize::MAX))
				.filter(|url| url.bytes().all(|byte| byte.is_ascii_graphic()))
				.map(ToOwned::to_owned)
				.ok_or_else(|| {
					namespace.invalid("blobUrl", "at most 256 printable ASCII characters")
				})
		})?;
		Ok(self.build(receipts, plans, blob_url.as_bytes(), at.as_ref())?)
	}

	fn proof(
		&self,
		extensions: &Extensions,
		receipts: Param,
		index: Param,
	) -> Result<Proof, ErrorObjectOwned> {
		check_if_safe(extensions)?;
		Ok(prove(&receipts, &index)?)
	}
}
