//! A chain that answers with samples.

use crate::rpc::receipts::rows_key;
use codec::Encode;
use orogen_primitives_core::{
	AccountId, Balance, BatchId, BlockNumber, Hash, Header, NodeKind, OpaqueBlock as Block, Price,
	Seq, SpendingSessionId, Tier, VerificationMode, VerificationModes,
};
use orogen_primitives_receipts::{
	Batch, KeySignature, OperatorRow, Receipt, ReceiptBody, ReceiptVersion, RequestTerms,
	SessionPlan, SessionRow, SignedRequest,
};
use orogen_primitives_runtime_api::*;
use sc_consensus::ImportedAux;
use sc_consensus_manual_seal::CreatedBlock;
use serde_json::{Value, json};
use sp_api::{ApiError, ApiRef, ProvideRuntimeApi};
use sp_blockchain::{BlockStatus, HeaderBackend, Info};
use sp_core::{
	Pair, ed25519,
	offchain::{OffchainStorage, STORAGE_PREFIX, storage::InMemOffchainStorage},
};
use sp_runtime::{MultiSigner, Perbill, traits::IdentifyAccount};
use std::sync::LazyLock;

/// The best block.
pub(super) const BEST: Hash = Hash::repeat_byte(0xbe);
/// A block whose state is discarded.
pub(super) const PRUNED: Hash = Hash::repeat_byte(0x99);
/// A block whose runtime cannot answer.
pub(super) const FAILING: Hash = Hash::repeat_byte(0xfa);
/// A block that nobody knows.
pub(super) const UNKNOWN: Hash = Hash::repeat_byte(0x00);
const GENESIS: Hash = Hash::repeat_byte(0x9e);

/// A customer and payee.
pub(super) const ALICE: AccountId = AccountId::new([1; 32]);
const GATEWAY: AccountId = AccountId::new([2; 32]);
/// The operator that signed the receipts.
pub(super) static OPERATOR: LazyLock<AccountId> =
	LazyLock::new(|| MultiSigner::from(operator_key().public()).into_account());

fn operator_key() -> ed25519::Pair {
	ed25519::Pair::from_seed(&[3; 32])
}

fn session_key() -> ed25519::Pair {
	ed25519::Pair::from_seed(&[4; 32])
}

/// A batch of two receipts and a deferred seq between them.
static BATCH: LazyLock<Batch> = LazyLock::new(|| {
	let plan = SessionPlan { session: 7, from_seq: 10, void: vec![], deferred: vec![11] };
	Batch::build(vec![signed_receipt(10), signed_receipt(12)], &[plan], |_| Some(0)).unwrap()
});

fn signed_receipt(seq: Seq) -> Receipt {
	let terms = RequestTerms {
		genesis: GENESIS,
		session: 7,
		seq,
		gateway: GATEWAY,
		request_hash: Hash::repeat_byte(0x11),
		model: Hash::repeat_byte(0x22),
		adapter: None,
		min_tier: Tier::Edge,
		modes: VerificationModes::of(&[VerificationMode::Vanilla]),
		max_price: 5_000,
		max_tokens_in: 1_000,
		max_tokens_out: 2_000,
		commission: Perbill::from_percent(10),
		nonce: u64::from(seq) << 32,
		acked: 9_007_199_254_740_993,
	};
	let signature = KeySignature::Ed25519(session_key().sign(terms.payload().as_bytes()));
	let body = ReceiptBody {
		version: ReceiptVersion::V1,
		genesis: GENESIS,
		request: SignedRequest { terms, signature },
		hotkey: OPERATOR.clone(),
		kind: NodeKind::LocalInference,
		mode: VerificationMode::Vanilla,
		response_hash: Hash::repeat_byte(0x33),
		weights_hash: Hash::zero(),
		kernel_pack_hash: Hash::zero(),
		attestation_hash: Hash::zero(),
		tokens_in: 120,
		tokens_out: 340,
		price: 4_200,
		fingerprint: Hash::zero(),
		data_root: Hash::repeat_byte(0x44),
		key_commitment: Hash::repeat_byte(0x55),
		trace_root: None,
		timestamp: 1_790_000_000_000,
	};
	let signature = operator_key().sign(body.payload().as_bytes()).into();
	Receipt { body, signature }
}

/// The JSON form of a receipt of the batch.
pub(super) fn receipt(leaf: usize) -> Value {
	serde_json::to_value(&BATCH.receipts()[leaf]).unwrap()
}

/// The SCALE form of a receipt of the batch.
pub(super) fn receipt_hex(leaf: usize) -> String {
	sp_core::bytes::to_hex(&BATCH.receipts()[leaf].encode(), false)
}

/// The JSON form of a leaf's proof.
pub(super) fn proof(leaf: u32) -> Value {
	json!({ "index": leaf, "siblings": BATCH.ops().open(leaf).unwrap().siblings })
}

/// The SCALE form of a leaf's proof.
pub(super) fn proof_hex(leaf: u32) -> String {
	sp_core::bytes::to_hex(&(leaf, BATCH.ops().open(leaf).unwrap()).encode(), false)
}

/// The off-chain index with the rows of the batch.
pub(super) fn batch_index() -> InMemOffchainStorage {
	index_of(BATCH.operators(), BATCH.sessions())
}

/// The off-chain index with these rows for the batch.
pub(super) fn index_of(operators: &[OperatorRow], sessions: &[SessionRow]) -> InMemOffchainStorage {
	let mut index = InMemOffchainStorage::default();
	index.set(STORAGE_PREFIX, &rows_key(5), &(operators, sessions).encode());
	index
}

/// A block made on demand.
pub(super) fn created_block() -> CreatedBlock<Hash> {
	let aux = ImportedAux { is_new_best: true, ..Default::default() };
	CreatedBlock { hash: BEST, aux, proof_size: 0 }
}

/// The chain.
#[derive(Clone, Copy)]
pub(super) struct SampleChain;

pub(super) struct SampleApi;

impl ProvideRuntimeApi<Block> for SampleChain {
	type Api = SampleApi;

	fn runtime_api(&self) -> ApiRef<'_, SampleApi> {
		SampleApi.into()
	}
}

impl HeaderBackend<Block> for SampleChain {
	fn header(&self, _: Hash) -> sp_blockchain::Result<Option<Header>> {
		Ok(None)
	}

	fn info(&self) -> Info<Block> {
		Info {
			best_hash: BEST,
			best_number: 100,
			genesis_hash: GENESIS,
			finalized_hash: BEST,
			finalized_number: 100,
			finalized_state: None,
			number_leaves: 1,
			block_gap: None,
		}
	}

	fn status(&self, _: Hash) -> sp_blockchain::Result<BlockStatus> {
		Ok(BlockStatus::InChain)
	}

	fn number(&self, hash: Hash) -> sp_blockchain::Result<Option<BlockNumber>> {
		Ok((hash != UNKNOWN).then_some(100))
	}

	fn hash(&self, _: BlockNumber) -> sp_blockchain::Result<Option<Hash>> {
		Ok(Some(BEST))
	}
}

/// What the client answers at `at`: `answer` if it has the state.
fn at<T>(at: Hash, answer: T) -> Result<T, ApiError> {
	match at {
		at if at == PRUNED => Err(ApiError::Application(Box::new(
			sp_blockchain::Error::UnknownBlock("State already discarded".into()),
		))),
		at if at == FAILING => Err(ApiError::Application("the runtime\nhas trapped".into())),
		_ => Ok(answer),
	}
}

fn price(cents: u128) -> Option<Price> {
	Some(Price::from_inner(cents * 10_000_000_000_000_000))
}

fn session(id: SpendingSessionId) -> Option<SessionInfo> {
	(id == 7).then(|| SessionInfo {
		id,
		owner: ALICE,
		gateway: GATEWAY,
		key_scheme: b"ed25519".to_vec(),
		key: session_key().public().0.to_vec(),
		cap: 25_000_000,
		settled: 8_400,
		remaining: 24_991_600,
		expires_at: 1_790_003_600_000,
		settle_until: 4_300,
		ack_window: 8,
		models: vec![Hash::repeat_byte(0x22)],
		next_seq: 13,
		deferred: vec![11],
		expiry_day: 20_747,
		closing: false,
		deposit: 10_000_000_000,
	})
}

fn operator(hotkey: AccountId) -> Option<OperatorInfo> {
	(hotkey == *OPERATOR).then(|| OperatorInfo {
		hotkey,
		coldkey: AccountId::new([5; 32]),
		tier: Tier::Prosumer,
		kind: NodeKind::LocalInference,
		modes: VerificationModes::of(&[VerificationMode::ZkMl, VerificationMode::Vanilla]),
		status: OperatorState::Active,
		until: None,
		stake: 25_000_000_000_000,
		frozen: 0,
		payout: AccountId::new([5; 32]),
		region: b"CH-ZH".to_vec(),
		last_heartbeat: Some(41),
		missed_heartbeats: 0,
		emission_share: 1_000_000_000,
		unfinalised: 8_400,
		capacity: Some(24_875_000),
		gateways: vec![ServedGateway {
			gateway: GATEWAY,
			capacity_share: 500_000_000,
			max_commission: 200_000_000,
		}],
	})
}

fn batch(id: BatchId) -> Option<BatchInfo> {
	(id == 5).then(|| BatchInfo {
		id,
		gateway: GATEWAY,
		epoch: 42,
		submitted: 855,
		root_ops: BATCH.root_ops().hash,
		root_seq: BATCH.root_seq().hash,
		rows_root: BATCH.rows_root(),
		count: BATCH.root_ops().n,
		entries: BATCH.root_seq().n,
		operator_rows: 1,
		session_rows: 1,
		tokens: BATCH.root_ops().sums.tokens,
		cuc: BATCH.root_ops().sums.cuc,
		blob_url: b"https://gateway.example/batches/5".to_vec(),
		state: BatchState::Open,
	})
}

sp_api::mock_impl_runtime_apis! {
	impl BmeApi<Block> for SampleApi {
		#[advanced]
		fn status(block: Hash) -> Result<BmeStatus, ApiError> {
			at(block, BmeStatus {
				epoch: 42,
				first_open_epoch: 41,
				closing_delay: 1,
				issuance: 600_000_000_123_456_789_012_345,
				burned: 50_000_000_000_000,
				minted: 12_500_000_000_000,
				created_cuc: 25_000_000,
				consumed_cuc: 4_200,
				open_cuc: 8_400,
				creatable_today: 9_975_000_000,
				headroom: 6_575_342_000_000_000,
				headroom_left: 6_575_342_000_000_000,
				queued: 12_500_000_000_000,
				funded: 12_500_000_000_000,
				oldest_unfunded_epoch: None,
				pots: Pots {
					verification: 1_875_000_000_000,
					treasury: 625_000_000_000,
					governance: 625_000_000_000,
					payouts: 9_375_000_000_000,
				},
			})
		}

		#[advanced]
		fn claim(block: Hash, _: AccountId) -> Result<Vec<PayeeDue>, ApiError> {
			at(block, vec![
				PayeeDue { epoch: 40, state: DueState::Payable, cuc: 0, amount: 9_375_000_000_000 },
				PayeeDue { epoch: 41, state: DueState::Queued, cuc: 0, amount: 1_000_000_000 },
				PayeeDue { epoch: 42, state: DueState::Open, cuc: 5_670, amount: 0 },
			])
		}
	}

	impl CreditsApi<Block> for SampleApi {
		#[advanced]
		fn balance(block: Hash, _: AccountId) -> Result<CreditBalance, ApiError> {
			at(block, CreditBalance {
				total: 12_000_000,
				lots: vec![
					Lot { expiry_day: 20_740, amount: 2_000_000 },
					Lot { expiry_day: 20_747, amount: 10_000_000 },
				],
				sessions: 1,
			})
		}

		#[advanced]
		fn session(block: Hash, id: SpendingSessionId) -> Result<Option<SessionInfo>, ApiError> {
			at(block, session(id))
		}

		#[advanced]
		fn is_burned(block: Hash, _: SpendingSessionId, seq: Seq) -> Result<bool, ApiError> {
			at(block, seq < 13)
		}
	}

	impl OracleApi<Block> for SampleApi {
		#[advanced]
		fn current(block: Hash) -> Result<OracleStatus, ApiError> {
			at(block, OracleStatus {
				state: OracleHealth::Fresh,
				twap: price(50),
				spot: price(51),
				credit_price: Some(Price::from_inner(497_500_000_000_000_000)),
				payout_price: price(51),
				bootstrap: false,
				window: 28_800_000,
				members: 5,
				live_sources: 2,
				paused_until: None,
			})
		}

		#[advanced]
		fn sources(block: Hash) -> Result<Vec<OracleSource>, ApiError> {
			at(block, vec![
				OracleSource {
					source: 0,
					value: price(51),
					twap: price(50),
					newest: Some(1_790_000_000_000),
					feeders: 5,
				},
				OracleSource { source: 1, value: None, twap: None, newest: None, feeders: 0 },
			])
		}
	}

	impl OperatorStakeApi<Block> for SampleApi {
		#[advanced]
		fn operators(block: Hash) -> Result<Vec<(AccountId, Balance)>, ApiError> {
			at(block, vec![(OPERATOR.clone(), 25_000_000_000_000)])
		}

		#[advanced]
		fn operator(block: Hash, hotkey: AccountId) -> Result<Option<OperatorInfo>, ApiError> {
			at(block, operator(hotkey))
		}
	}

	impl ReceiptsApi<Block> for SampleApi {
		#[advanced]
		fn batch(block: Hash, id: BatchId) -> Result<Option<BatchInfo>, ApiError> {
			at(block, batch(id))
		}

		#[advanced]
		fn gateway(block: Hash, _: AccountId) -> Result<Option<GatewayInfo>, ApiError> {
			at(block, None)
		}

		#[advanced]
		fn pending(block: Hash, _: AccountId) -> Result<Vec<BatchId>, ApiError> {
			at(block, Vec::new())
		}
	}
}
