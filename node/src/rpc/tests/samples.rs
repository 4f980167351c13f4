//! A chain that answers with samples.

use crate::rpc::{receipts::rows_key, subscription::FinalisedBlocks};
use codec::Encode;
use futures::{
	StreamExt,
	future::BoxFuture,
	stream::{self, BoxStream},
};
use orogen_primitives_core::{
	AccountId, Balance, BatchId, BlockNumber, Cuc, EpochIndex, Hash, Header, NodeKind,
	OpaqueBlock as Block, Price, Seq, SpendingSessionId, Tier, VerificationMode, VerificationModes,
};
use orogen_primitives_receipts::{
	Batch, KeySignature, OperatorTerms, Receipt, ReceiptBody, ReceiptVersion, RequestTerms,
	SessionKey, SessionPlan, SessionTerms, SettledOperatorRow, SettledSessionRow, SignedRequest,
	rows_root,
};
use orogen_primitives_runtime_api::*;
use sc_consensus::ImportedAux;
use sc_consensus_manual_seal::CreatedBlock;
use serde_json::{Value, json};
use sp_api::{ApiError, ApiRef, ProvideRuntimeApi};
use sp_blockchain::{BlockStatus, HeaderBackend, Info};
use sp_consensus_babe::{BABE_ENGINE_ID, ConsensusLog, digests::NextEpochDescriptor};
use sp_core::{
	Pair, ed25519,
	offchain::{OffchainStorage, STORAGE_PREFIX, storage::InMemOffchainStorage},
	traits::SpawnNamed,
};
use sp_runtime::{
	Digest, DigestItem, MultiSigner, Perbill,
	traits::{Header as _, IdentifyAccount},
};
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
/// A block that becomes final and begins an epoch; a batch is submitted in it.
const BEGINNING: Hash = Hash::repeat_byte(0xeb);
/// Another one, whose state is discarded before anybody looks.
const FORGOTTEN: Hash = PRUNED;

/// The batch.
const BATCH_ID: BatchId = 5;
/// The same batch, whose operator has given its row up; the customer has got a part of it back.
pub(super) const VOID_BATCH: BatchId = 4;

/// A customer and payee.
pub(super) const ALICE: AccountId = AccountId::new([1; 32]);
/// The gateway.
pub(super) const GATEWAY: AccountId = AccountId::new([2; 32]);
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

/// Hash of the root over the receipts of the batch.
pub(super) fn root_ops() -> Hash {
	BATCH.root_ops().hash
}

/// The JSON form of what submits the batch.
pub(super) fn submission() -> Value {
	serde_json::to_value(BATCH.submission()).unwrap()
}

/// The SCALE form of what submits the batch, with its URL, which is empty.
pub(super) fn submission_hex() -> String {
	sp_core::bytes::to_hex(&(BATCH.submission(), Vec::<u8>::new()).encode(), false)
}

/// The off-chain index with the rows of the batch.
pub(super) fn batch_index() -> InMemOffchainStorage {
	index_of(&operators(), &sessions())
}

/// The operator rows of the batch as the chain settled them.
fn operators() -> Vec<SettledOperatorRow> {
	let terms = OperatorTerms { operator: 3, payee: ALICE, due: 5_670, commission: 630 };
	let settled = |row| SettledOperatorRow { row, terms: terms.clone() };
	BATCH.operators().iter().cloned().map(settled).collect()
}

/// The session rows of the batch as the chain settled them.
fn sessions() -> Vec<SettledSessionRow> {
	let terms = SessionTerms {
		owner: ALICE,
		expiry_day: 20_750,
		key: SessionKey::Ed25519(session_key().public()),
		ack_window: 8,
		opened_at: 1_789_999_000_000,
		models: SessionTerms::models_hash(&[]),
	};
	let settled = |row| SettledSessionRow { row, terms: terms.clone() };
	BATCH.sessions().iter().cloned().map(settled).collect()
}

/// The off-chain index with these rows for the batch.
pub(super) fn index_of(
	operators: &[SettledOperatorRow],
	sessions: &[SettledSessionRow],
) -> InMemOffchainStorage {
	let mut index = InMemOffchainStorage::default();
	for id in [BATCH_ID, VOID_BATCH] {
		index.set(STORAGE_PREFIX, &rows_key(id), &(operators, sessions).encode());
	}
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
	fn header(&self, hash: Hash) -> sp_blockchain::Result<Option<Header>> {
		let mut header = Header::new(860, Hash::zero(), Hash::zero(), BEST, Digest::default());
		if [BEGINNING, FORGOTTEN].contains(&hash) {
			let next = NextEpochDescriptor { authorities: vec![], randomness: [0; 32] };
			let log = ConsensusLog::NextEpochData(next);
			header.digest.push(DigestItem::Consensus(BABE_ENGINE_ID, log.encode()));
		}
		Ok(Some(header))
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

impl FinalisedBlocks for SampleChain {
	fn finalised_blocks(&self) -> BoxStream<'static, Vec<Hash>> {
		let quiet = Hash::repeat_byte(0x77);
		stream::iter([vec![quiet], vec![FORGOTTEN], vec![quiet, BEGINNING], vec![quiet]]).boxed()
	}
}

/// Runs the tasks of subscriptions.
#[derive(Clone, Copy)]
pub(super) struct Tasks;

impl SpawnNamed for Tasks {
	fn spawn_blocking(
		&self,
		_: &'static str,
		_: Option<&'static str>,
		future: BoxFuture<'static, ()>,
	) {
		drop(tokio::spawn(future));
	}

	fn spawn(&self, _: &'static str, _: Option<&'static str>, future: BoxFuture<'static, ()>) {
		drop(tokio::spawn(future));
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
		id: 3,
		hotkey,
		coldkey: AccountId::new([5; 32]),
		tier: Tier::Prosumer,
		kind: NodeKind::LocalInference,
		modes: VerificationModes::of(&[VerificationMode::ZkMl, VerificationMode::Vanilla]),
		status: OperatorState::Active,
		suspension: None,
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
	let void =
		VoidPart { leaves: vec![LeafRange { first: 0, count: 2 }], cuc: 8_400, refundable: 4_200 };
	[BATCH_ID, VOID_BATCH].contains(&id).then(|| BatchInfo {
		id,
		gateway: GATEWAY,
		epoch: 42,
		submitted: 855,
		root_ops: BATCH.root_ops().hash,
		root_seq: BATCH.root_seq().hash,
		rows_root: rows_root(&operators(), &sessions()),
		count: BATCH.root_ops().n,
		entries: BATCH.root_seq().n,
		operator_rows: 1,
		session_rows: 1,
		tokens: BATCH.root_ops().sums.tokens,
		cuc: BATCH.root_ops().sums.cuc,
		blob_url: b"https://gateway.example/batches/5".to_vec(),
		state: BatchState::Open,
		void: (id == VOID_BATCH).then_some(void),
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
				supported: 0,
				created_cuc: 25_000_000,
				consumed_cuc: 4_200,
				open_cuc: 8_400,
				creatable_today: 9_975_000_000,
				headroom: 6_575_342_000_000_000,
				headroom_left: 6_570_341_000_000_000,
				queued: 12_500_000_000_000,
				funded: 12_500_000_000_000,
				swap_queue: 3_000_000_000_000,
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

		#[advanced]
		fn quote_burn(block: Hash, orog: Balance) -> Result<BurnQuote, ApiError> {
			at(block, BurnQuote {
				orog,
				credit_price: Some(Price::from_inner(497_500_000_000_000_000)),
				bootstrap: false,
				cuc: Some(49_750_000),
				expiry_day: 20_747,
				creatable_today: 12_000_000,
				refusal: Some(BurnRefusal::DailyBoundReached),
			})
		}

		#[advanced]
		fn quote_top_up(block: Hash, asset: u32, cuc: Cuc) -> Result<TopUpQuote, ApiError> {
			at(block, TopUpQuote {
				asset,
				cuc,
				credit_price: Some(Price::from_inner(497_500_000_000_000_000)),
				bootstrap: false,
				cost: Some(50_400_000),
				orog: Some(100_502_512_562_815),
				queued: Some(10_000_000_000_000),
				refusal: None,
			})
		}

		#[advanced]
		fn claims(
			block: Hash,
			from: Option<EpochIndex>,
			count: u32,
		) -> Result<ClaimsPage, ApiError> {
			let claims = [
				Claim {
					epoch: 40,
					state: ClaimState::Released,
					age: 2,
					cuc: 4_200,
					price: Price::from_inner(510_000_000_000_000_000),
					start: 4_264_705_882,
					queued: 8_235_294_117,
					funded: 8_235_294_117,
				},
				Claim {
					epoch: 41,
					state: ClaimState::Queued,
					age: 1,
					cuc: 8_400,
					price: Price::from_inner(510_000_000_000_000_000),
					start: 12_499_999_999,
					queued: 16_470_588_235,
					funded: 1,
				},
			];
			let from = from.unwrap_or(41);
			let (count, all) = (usize::try_from(count).unwrap(), claims.len());
			at(block, ClaimsPage {
				queued: 28_970_588_234,
				funded: 12_500_000_000,
				oldest_unfunded_epoch: Some(41),
				oldest_age: Some(1),
				claims: claims
					.into_iter()
					.filter(|claim| claim.epoch >= from)
					.take(count)
					.collect(),
				next: (count < all).then_some(41),
			})
		}

		#[advanced]
		fn emission(block: Hash) -> Result<EmissionStatus, ApiError> {
			at(block, EmissionStatus {
				epoch: 42,
				genesis_epoch: 0,
				epochs_per_year: 7_305,
				year: 1,
				epoch_of_year: 43,
				rule: EmissionRule::FirstYear,
				supply: 600_000_000_000_000_000_000,
				headroom: 6_570_841_889_117_043,
				headroom_left: 6_570_841_889_117_043,
				next_headroom: 6_570_841_889_117_043,
				floor: 410_677_618_069_815,
				cap: 4_106_776_180_698_151,
				elasticity_ppm: 1_000_000,
				rolling_window_days: 90,
				rolling_burn: RollingBurn { amount: 50_000_000_000_000, days: 2 },
			})
		}

		#[advanced]
		fn epoch_start(block: Hash) -> Result<EpochStart, ApiError> {
			at(block, EpochStart {
				epoch: 43,
				ended: Some(EndedEpoch { epoch: 42, blocks: 718, void: false, cuc: 8_400 }),
				headroom: 6_570_841_889_117_043,
				queued: 28_970_588_234,
				funded: 28_970_588_234,
				supported: 1_000_000,
				oldest_unfunded_epoch: None,
			})
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
		fn sessions(
			block: Hash,
			_: AccountId,
			from: SpendingSessionId,
			_: u32,
		) -> Result<SessionsPage, ApiError> {
			let sessions = session(7).into_iter().filter(|session| session.id >= from);
			at(block, SessionsPage { sessions: sessions.collect(), next: Some(9) })
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
				amm: price(49),
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
					pool: None,
				},
				OracleSource {
					source: 1,
					value: None,
					twap: None,
					newest: None,
					feeders: 0,
					pool: None,
				},
				OracleSource {
					source: 3,
					value: price(48),
					twap: price(49),
					newest: None,
					feeders: 0,
					pool: Some(OraclePool {
						live: true,
						orog: 416_666_000_000_000_000,
						dollars: 200_000_000_000,
						min_dollars: 100_000_000_000,
						blocks: 99,
						blocks_needed: 99,
					}),
				},
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

		#[advanced]
		fn list(
			block: Hash,
			_: OperatorFilter,
			after: Option<AccountId>,
			_: u32,
		) -> Result<OperatorsPage, ApiError> {
			let operators = operator(OPERATOR.clone()).filter(|_| after.is_none());
			let next = operators.as_ref().map(|operator| operator.hotkey.clone());
			at(block, OperatorsPage { operators: operators.into_iter().collect(), next })
		}

		#[advanced]
		fn tiers(block: Hash) -> Result<Vec<TierInfo>, ApiError> {
			at(block, vec![
				TierInfo {
					tier: Tier::CloudRented,
					floor: 50_000_000_000_000,
					deposit: 0,
					sample_rate: 70_000_000,
					price_ceiling: 400_000_000,
					needs_attestation: true,
					local_inference_modes: VerificationModes::of(&[
						VerificationMode::Tee,
						VerificationMode::Vanilla,
					]),
					llm_proxy_modes: VerificationModes::of(&[VerificationMode::Tee]),
					capacity: None,
					capacity_factor: price(200),
				},
				TierInfo {
					tier: Tier::Edge,
					floor: 0,
					deposit: 1_000_000_000_000,
					sample_rate: 0,
					price_ceiling: 150_000_000,
					needs_attestation: false,
					local_inference_modes: VerificationModes::of(&[VerificationMode::Vanilla]),
					llm_proxy_modes: VerificationModes::of(&[]),
					capacity: Some(5_000_000),
					capacity_factor: None,
				},
			])
		}

		#[advanced]
		fn eligible(
			block: Hash,
			gateway: AccountId,
			_: EligibleFilter,
			_: Option<AccountId>,
			_: u32,
		) -> Result<Option<EligiblePage>, ApiError> {
			let operators = operator(OPERATOR.clone()).map(|operator| EligibleOperator {
				id: operator.id,
				hotkey: operator.hotkey,
				tier: operator.tier,
				kind: operator.kind,
				modes: operator.modes,
				region: operator.region,
				payout: operator.payout,
				emission_share: operator.emission_share,
				max_commission: 200_000_000,
				capacity_left: 12_429_100,
				unfinalised: 8_400,
				last_heartbeat: operator.last_heartbeat,
			});
			let page = EligiblePage { operators: operators.into_iter().collect(), next: None };
			at(block, (gateway == GATEWAY).then_some(page))
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
		fn pending(
			block: Hash,
			gateway: AccountId,
			before: Option<BatchId>,
			limit: u32,
		) -> Result<Option<PendingPage>, ApiError> {
			let batches = [5, 4].map(|id| PendingBatch {
				id,
				epoch: 42,
				submitted: 855,
				count: 2,
				cuc: 4_200,
				state: BatchState::Open,
				closes_in: 63,
			});
			let limit = usize::try_from(limit).unwrap();
			let page = PendingPage {
				pending: 2,
				unfinalised: 8_400,
				capacity: Some(24_875_000_000),
				next: (limit == 1).then_some(5),
				batches: batches
					.into_iter()
					.filter(|batch| before.is_none_or(|before| batch.id < before))
					.take(limit)
					.collect(),
			};
			at(block, (gateway == GATEWAY).then_some(page))
		}

		#[advanced]
		fn batch_count(block: Hash) -> Result<BatchId, ApiError> {
			at(block, if block == BEGINNING { 6 } else { 5 })
		}
	}
}
