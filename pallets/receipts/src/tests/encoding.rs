//! Golden bytes: what is signed or stored must not change unseen.

use super::*;
use codec::{Decode, Encode};
use core::fmt::Debug;
use orogen_primitives_core::{Hash, OROG, VerificationMode};
use orogen_primitives_receipts::{
	Entry, EntryState, Node, OperatorRow, OperatorTerms, RangeProof, SessionKey, SessionRow,
	SessionTerms, SettledSessionRow, Submission, SumProof, Sums, merkle::Path,
};
use sp_core::hexdisplay::HexDisplay;

/// Checks that `value` is written as `parts`, and read back.
fn assert_bytes<Value: Encode + Decode + PartialEq + Debug>(value: Value, parts: &[&str]) {
	let bytes = value.encode();
	assert_eq!(HexDisplay::from(&bytes).to_string(), parts.concat());
	assert_eq!(Value::decode(&mut &bytes[..]), Ok(value));
}

const ONES: &str = "0101010101010101010101010101010101010101010101010101010101010101";
const TWOS: &str = "0202020202020202020202020202020202020202020202020202020202020202";
const THREES: &str = "0303030303030303030303030303030303030303030303030303030303030303";
const FOURS: &str = "0404040404040404040404040404040404040404040404040404040404040404";

fn golden_submission() -> BatchSubmission {
	BatchSubmission {
		top_ops: Hash::repeat_byte(1),
		top_seq: Hash::repeat_byte(2),
		count: 5,
		entries: 7,
		tokens: 1_000,
		cuc: 123_456,
		operators: vec![OperatorRow {
			hotkey: AccountId::new([3; 32]),
			model: 9,
			adapter: Some(10),
			mode: VerificationMode::Vanilla,
			count: 5,
			tokens: 1_000,
			cuc: 123_456,
			commission: 77,
		}]
		.try_into()
		.unwrap(),
		sessions: vec![SessionRow {
			session: 0x1122,
			from_seq: 40,
			count: 6,
			void: 1,
			deferred: 0b10_0000,
			late: 1,
			cuc: 123_456,
		}]
		.try_into()
		.unwrap(),
		blob_url: b"ipfs://x".to_vec().try_into().unwrap(),
	}
}

const OPERATOR_ROW: [&str; 8] = [
	THREES,
	"09000000",
	"010a000000",
	"02",
	"05000000",
	"e803000000000000",
	"40e2010000000000",
	"4d00000000000000",
];

const SESSION_ROW: [&str; 7] = [
	"2211000000000000",
	"28000000",
	"06000000",
	"01000000",
	"2000000000000000",
	"01000000",
	"40e2010000000000",
];

/// What the operator row of [`golden_submission`] is settled on.
const TERMS: &str = concat!(
	"06000000",
	"0404040404040404040404040404040404040404040404040404040404040404",
	"6900000000000000",
	"4d00000000000000",
);

/// What the session row of [`golden_submission`] is settled on.
const SESSION_TERMS: &str = concat!(
	"0202020202020202020202020202020202020202020202020202020202020202",
	"3e4e0000",
	"000303030303030303030303030303030303030303030303030303030303030303",
	"08",
	"0068e5cf8b010000",
	"0404040404040404040404040404040404040404040404040404040404040404",
);

/// Index 2, first 3, one sibling and both roots.
const OPENING: [&str; 6] = ["02000000", "0300000000000000", "04", ONES, TWOS, THREES];

fn settled_row() -> SettledOperatorRow {
	let payee = AccountId::new([4; 32]);
	let terms = OperatorTerms { operator: 6, payee, due: 105, commission: 77 };
	SettledOperatorRow { row: golden_submission().operators[0].clone(), terms }
}

fn settled_session() -> SettledSessionRow {
	let terms = SessionTerms {
		owner: AccountId::new([2; 32]),
		expiry_day: 20_030,
		key: SessionKey::Sr25519([3; 32].into()),
		ack_window: 8,
		opened_at: 1_700_000_000_000,
		models: Hash::repeat_byte(4),
	};
	SettledSessionRow { row: golden_submission().sessions[0].clone(), terms }
}

fn row_opening() -> RowOpening {
	RowOpening {
		index: 2,
		first: 3,
		path: Path { siblings: vec![Hash::repeat_byte(1)].try_into().unwrap() },
		own: Hash::repeat_byte(2),
		other: Hash::repeat_byte(3),
	}
}

/// "ipfs://x" after its length.
const URL: &str = "20697066733a2f2f78";

#[test]
fn submission_should_keep_its_bytes() {
	assert_bytes(
		golden_submission(),
		&[
			ONES,
			TWOS,
			"05000000",
			"07000000",
			"e803000000000000",
			"40e2010000000000",
			"04",
			&OPERATOR_ROW.concat(),
			"04",
			&SESSION_ROW.concat(),
			URL,
		],
	);
}

#[test]
fn session_row_should_be_written_as_the_documentation_says() {
	// docs/settlement.md: 5 seqs of session 7 from 40 on, 41 void, 44 deferred.
	let row =
		SessionRow { session: 7, from_seq: 40, count: 5, void: 1, deferred: 1, late: 0, cuc: 300 };
	assert_eq!(row.receipts(), Some(3));
	assert_bytes(
		row,
		&[
			"0700000000000000",
			"28000000",
			"05000000",
			"01000000",
			"0100000000000000",
			"00000000",
			"2c01000000000000",
		],
	);
}

#[test]
fn submission_should_be_what_clients_build_and_a_url() {
	let golden = golden_submission();
	let BatchSubmission { top_ops, top_seq, count, entries, tokens, cuc, .. } = golden;
	let built = Submission {
		top_ops,
		top_seq,
		count,
		entries,
		tokens,
		cuc,
		operators: golden.operators.to_vec(),
		sessions: golden.sessions.to_vec(),
	};
	assert_eq!(golden.encode(), (built, b"ipfs://x".to_vec()).encode());
}

#[test]
fn calls_should_keep_their_bytes() {
	let call = |call: Call<Test>, parts: &[&str]| assert_bytes(call, parts);
	// Amounts are compact.
	call(
		Call::register_gateway { stake: 1_000 * OROG, min_session_cap: 5 },
		&["00", "0f0080c6a47e8d03", "14"],
	);
	call(Call::bond_more { amount: 1 }, &["01", "04"]);
	call(Call::set_min_session_cap { min_session_cap: 64 }, &["02", "0101"]);
	call(Call::deregister_gateway {}, &["03"]);
	call(Call::withdraw_gateway {}, &["04"]);
	let submission = golden_submission();
	let bytes = HexDisplay::from(&submission.encode()).to_string();
	call(Call::submit_batch { submission: Box::new(submission) }, &["05", &bytes]);
	call(
		Call::set_parameter { change: ParameterChange::ExposureFactor(20) },
		&["06", "01", "14000000"],
	);
	let (row, opening) = (settled_row(), row_opening());
	let (row_bytes, opening_bytes) = (OPERATOR_ROW.concat() + TERMS, OPENING.concat());
	call(
		Call::forfeit_row { batch: 16, row: Box::new(row), opening: Box::new(opening) },
		&["07", "40", &row_bytes, &opening_bytes],
	);
	let node = Node { hash: Hash::repeat_byte(1), sums: Sums { cuc: 5, tokens: 6 } };
	let claim = RefundClaim {
		session: settled_session(),
		opening: row_opening(),
		sum: SumProof { inside: vec![node].try_into().unwrap(), outside: Default::default() },
		first: 9,
		entries: vec![Entry { session: 0x1122, seq: 40, cuc: 5, state: EntryState::Leaf(4) }]
			.try_into()
			.unwrap(),
		proof: RangeProof { outside: vec![node].try_into().unwrap() },
	};
	let node = [ONES, "0500000000000000", "0600000000000000"].concat();
	call(
		Call::claim_refund { batch: 16, claim: Box::new(claim) },
		&[
			"08",
			"40",
			&SESSION_ROW.concat(),
			SESSION_TERMS,
			&OPENING.concat(),
			"04",
			&node,
			"00",
			"09000000",
			"04",
			"221100000000000028000000050000000000000000",
			"04000000",
			"04",
			&node,
		],
	);
}

#[test]
fn header_should_keep_its_bytes() {
	let header = BatchHeader::<u32> {
		gateway: AccountId::new([4; 32]),
		epoch: 3,
		submitted: 100,
		root_ops: Hash::repeat_byte(1),
		root_seq: Hash::repeat_byte(2),
		rows_root: Hash::repeat_byte(3),
		count: 5,
		entries: 7,
		operator_rows: 1,
		session_rows: 2,
		tokens: 1_000,
		cuc: 123_456,
		blob_url: b"ipfs://x".to_vec().try_into().unwrap(),
		deposit: OROG,
		previous: Some(6),
	};
	assert_bytes(
		header,
		&[
			FOURS,
			"03000000",
			"64000000",
			ONES,
			TWOS,
			THREES,
			"05000000",
			"07000000",
			"01000000",
			"02000000",
			"e803000000000000",
			"40e2010000000000",
			URL,
			"0010a5d4e80000000000000000000000",
			"010600000000000000",
		],
	);
}

#[test]
fn gateway_should_keep_its_bytes() {
	let mut record = Gateway::<u32>::new(OROG, 5);
	record.status = GatewayStatus::Unbonding { until: 9 };
	record.open_work.add(3, 10).unwrap();
	record.latest_batch = Some(8);
	record.totals = Totals { batches: 1, receipts: 2, cuc: 3 };
	assert_bytes(
		record,
		&[
			"0010a5d4e80000000000000000000000",
			"0500000000000000",
			"01",
			"09000000",
			"04",
			"03000000",
			"01000000",
			"0a00000000000000",
			"010800000000000000",
			"0100000000000000",
			"0200000000000000",
			"03000000000000000000000000000000",
		],
	);
	assert_bytes(GatewayStatus::<u32>::Active, &["00"]);
}

#[test]
fn small_types_should_keep_their_bytes() {
	assert_bytes(
		Parameters::<u32> {
			min_stake: 1,
			exposure_factor: 2,
			unbonding: 3,
			header_retention: 4,
			batch_deposit: 5,
		},
		&[
			"01000000000000000000000000000000",
			"02000000",
			"03000000",
			"04000000",
			"05000000000000000000000000000000",
		],
	);
	assert_bytes(
		PruneCursor { batch: 1, epoch: 2, unnoted: 3, chunk: Some(4) },
		&["0100000000000000", "02000000", "03000000", "0104000000"],
	);
	let amount = "01000000000000000000000000000000";
	assert_bytes(ParameterChange::<u32>::MinStake(1), &["00", amount]);
	assert_bytes(ParameterChange::<u32>::ExposureFactor(1), &["01", "01000000"]);
	assert_bytes(ParameterChange::<u32>::Unbonding(1), &["02", "01000000"]);
	assert_bytes(ParameterChange::<u32>::HeaderRetention(1), &["03", "01000000"]);
	assert_bytes(ParameterChange::<u32>::BatchDeposit(1), &["04", amount]);
	assert_bytes(HoldReason::GatewayStake, &["00"]);
	assert_bytes(HoldReason::BatchDeposit, &["01"]);
	let leaves = vec![LeafRange { first: 1, end: 2 }, LeafRange { first: 3, end: 4 }];
	assert_bytes(
		VoidRows { waiting: 5, voided: 6, leaves: leaves.try_into().unwrap() },
		&[
			"0500000000000000",
			"0600000000000000",
			"08",
			"01000000",
			"02000000",
			"03000000",
			"04000000",
		],
	);
	let mut bits = EntryBits::default();
	assert!(bits.insert(0) && bits.insert(9) && bits.insert(1_023));
	assert_bytes(bits, &["0102", &"00".repeat(125), "80"]);
	assert_bytes(BatchState::Open, &["00"]);
	assert_bytes(BatchState::Final, &["01"]);
}

#[test]
fn rows_in_the_offchain_index_should_keep_their_bytes() {
	assert_bytes(
		(vec![settled_row()], vec![settled_session()]),
		&["04", &OPERATOR_ROW.concat(), TERMS, "04", &SESSION_ROW.concat(), SESSION_TERMS],
	);
}

#[test]
fn events_should_keep_their_bytes() {
	let event = |event: Event<Test>, parts: &[&str]| assert_bytes(event, parts);
	event(
		Event::RowVoided {
			batch: 1,
			row: 2,
			hotkey: AccountId::new([3; 32]),
			cuc: 4,
			payee: AccountId::new([4; 32]),
			due: 3,
			commission: 1,
		},
		&[
			"08",
			"0100000000000000",
			"0200",
			THREES,
			"0400000000000000",
			FOURS,
			"0300000000000000",
			"0100000000000000",
		],
	);
	event(
		Event::RefundClaimed {
			batch: 1,
			session: 2,
			who: AccountId::new([3; 32]),
			entries: 4,
			amount: 5,
		},
		&["09", "0100000000000000", "0200000000000000", THREES, "04000000", "0500000000000000"],
	);
	event(
		Event::RefundLapsed { batch: 1, amount: 2 },
		&["0a", "0100000000000000", "0200000000000000"],
	);
}

#[test]
fn errors_should_keep_their_indices() {
	let new: [Error<Test>; 10] = [
		Error::BatchNotFound,
		Error::BatchFinal,
		Error::RowNotOpened,
		Error::NotRowOperator,
		Error::RowAlreadyVoid,
		Error::SessionSumNotProved,
		Error::EntriesNotOpened,
		Error::NothingToRefund,
		Error::RefundExceedsVoidRows,
		Error::RowOperatorHeld,
	];
	for (index, error) in (23_u8..).zip(new) {
		assert_eq!(error.encode(), [index]);
	}
}
