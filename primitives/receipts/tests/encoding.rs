//! Golden bytes: what is signed, hashed or sent must not change by accident. The values were worked
//! out by a second implementation.

mod common;

use codec::{DecodeAll, Encode};
use common::*;
use orogen_primitives_core::{Hash, VerificationMode};
use orogen_primitives_receipts::{
	Entry, EntryState, KeySignature, Node, OperatorRow, OperatorTerms, Receipt, RequestTerms,
	SessionKey, SessionRow, SessionTerms, SettledOperatorRow, SettledSessionRow, SignedRequest,
	Sums, Tree, TreeKind, body, merkle, rows_root,
};
use sp_core::{ecdsa, ed25519, sr25519};

#[track_caller]
fn assert_golden<T: Encode + DecodeAll + PartialEq + core::fmt::Debug>(value: &T, bytes: &str) {
	assert_eq!(hex::encode(value.encode()), bytes);
	assert_eq!(&T::decode_all(&mut hex::decode(bytes).unwrap().as_slice()).unwrap(), value);
}

#[track_caller]
fn assert_hash(hash: Hash, bytes: &str) {
	assert_eq!(hex::encode(hash), bytes);
}

const TERMS: &str = concat!(
	"01010101010101010101010101010101010101010101010101010101010101010102030405060708090a",
	"0b0c02020202020202020202020202020202020202020202020202020202020202020303030303030303",
	"030303030303030303030303030303030303030303030303040404040404040404040404040404040404",
	"040404040404040404040404040401050505050505050505050505050505050505050505050505050505",
	"050505050503058813000000000000e8030000d007000000e1f5054d0000000000000039300000000000",
	"00",
);
const REQUEST_SIGNATURE: &str = concat!(
	"000606060606060606060606060606060606060606060606060606060606060606060606060606060606",
	"0606060606060606060606060606060606060606060606",
);
const RECEIPT: &str = concat!(
	"010101010101010101010101010101010101010101010101010101010101010101010101010101010101",
	"01010101010101010101010101010101010101010101010102030405060708090a0b0c02020202020202",
	"020202020202020202020202020202020202020202020202020303030303030303030303030303030303",
	"030303030303030303030303030303040404040404040404040404040404040404040404040404040404",
	"040404040401050505050505050505050505050505050505050505050505050505050505050503058813",
	"000000000000e8030000d007000000e1f5054d0000000000000039300000000000000006060606060606",
	"060606060606060606060606060606060606060606060606060606060606060606060606060606060606",
	"060606060606060606060606060606070707070707070707070707070707070707070707070707070707",
	"070707070700020808080808080808080808080808080808080808080808080808080808080808090909",
	"09090909090909090909090909090909090909090909090909090909090a0a0a0a0a0a0a0a0a0a0a0a0a",
	"0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
	"0b0b0b0b0b0b0b0b0b41010000d2040000e1100000000000000c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c",
	"0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d",
	"0d0d0d0d0d0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e010f0f0f0f",
	"0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f7b6c50c4a0010000011010101010",
	"101010101010101010101010101010101010101010101010101010101010101010101010101010101010",
	"1010101010101010101010101010101010",
);

fn operator_row() -> OperatorRow {
	OperatorRow {
		hotkey: account(7),
		model: 3,
		adapter: Some(4),
		mode: VerificationMode::Vanilla,
		count: 5,
		tokens: 600,
		cuc: 7_000,
		commission: 80,
	}
}

fn session_row() -> SessionRow {
	SessionRow {
		session: 9,
		from_seq: 10,
		count: 20,
		void: 2,
		deferred: 0x8000_0000_0000_0005,
		late: 1,
		cuc: 7_000,
	}
}

fn settled_operator_row() -> SettledOperatorRow {
	let terms = OperatorTerms { operator: 6, payee: account(8), due: 5_170, commission: 80 };
	SettledOperatorRow { row: operator_row(), terms }
}

fn settled_session_row() -> SettledSessionRow {
	let terms = SessionTerms {
		owner: account(9),
		expiry_day: 20_001,
		key: SessionKey::Ecdsa(ecdsa::Public::from_raw([3; 33])),
		ack_window: 8,
		opened_at: 1_790_000_000_000,
		models: Hash::repeat_byte(0x11),
	};
	SettledSessionRow { row: session_row(), terms }
}

#[test]
fn requests_should_keep_their_bytes() {
	assert_golden::<RequestTerms>(&terms(), TERMS);
	assert_golden::<SignedRequest>(&signed_request(), &[TERMS, REQUEST_SIGNATURE].concat());
	assert_hash(
		terms().payload(),
		"28a2c2d2c22fd667f718e7a870a93961caace0ef47a5bf391ee195e0b3c28781",
	);
}

#[test]
fn keys_and_signatures_should_keep_their_bytes() {
	let cases = [
		(
			SessionKey::Sr25519(sr25519::Public::from_raw([1; 32])),
			KeySignature::Sr25519(sr25519::Signature::from_raw([2; 64])),
		),
		(
			SessionKey::Ed25519(ed25519::Public::from_raw([1; 32])),
			KeySignature::Ed25519(ed25519::Signature::from_raw([2; 64])),
		),
		(
			SessionKey::Ecdsa(ecdsa::Public::from_raw([1; 33])),
			KeySignature::Ecdsa(ecdsa::Signature::from_raw([2; 65])),
		),
	];
	for (index, (key, signature)) in cases.iter().enumerate() {
		let (key_len, signature_len) = if index == 2 { (33, 65) } else { (32, 64) };
		assert_golden(key, &format!("0{index}{}", "01".repeat(key_len)));
		assert_golden(signature, &format!("0{index}{}", "02".repeat(signature_len)));
	}
}

#[test]
fn receipts_should_keep_their_bytes() {
	assert_golden::<Receipt>(&receipt(), RECEIPT);
	assert_hash(
		body().payload(),
		"bc00459d4ab0ffd8fd04bc3f69b7b30b0e61d04dca7fa7719117e74b881afdf8",
	);
}

#[test]
fn rows_and_entries_should_keep_their_bytes() {
	assert_golden(
		&operator_row(),
		concat!(
			"070707070707070707070707070707070707070707070707070707070707070703000000010400000002",
			"050000005802000000000000581b0000000000005000000000000000",
		),
	);
	assert_golden(
		&session_row(),
		"09000000000000000a0000001400000002000000050000000000008001000000581b000000000000",
	);
	let operator = concat!(
		"070707070707070707070707070707070707070707070707070707070707070703000000010400000002",
		"050000005802000000000000581b0000000000005000000000000000",
		"06000000",
		"0808080808080808080808080808080808080808080808080808080808080808",
		"3214000000000000",
		"5000000000000000",
	);
	assert_golden(&settled_operator_row(), operator);
	let session = concat!(
		"09000000000000000a0000001400000002000000050000000000008001000000581b000000000000",
		"0909090909090909090909090909090909090909090909090909090909090909",
		"214e0000",
		"02030303030303030303030303030303030303030303030303030303030303030303",
		"08",
		"006c50c4a0010000",
		"1111111111111111111111111111111111111111111111111111111111111111",
	);
	assert_golden(&settled_session_row(), session);
	let entry = |seq, cuc, state| Entry { session: 9, seq, cuc, state };
	assert_golden(
		&entry(10, 350, EntryState::Leaf(4)),
		"09000000000000000a0000005e010000000000000004000000",
	);
	assert_golden(&entry(11, 0, EntryState::Void), "09000000000000000b000000000000000000000001");
	assert_golden(
		&entry(12, 0, EntryState::Deferred),
		"09000000000000000c000000000000000000000002",
	);
}

#[test]
fn tree_hashes_should_keep_their_values() {
	assert_hash(
		receipt().leaf(3).hash,
		"f0075e84514e52b100873a22e387d9352a1a4eddd3667f77d4eb0b384aa1a098",
	);
	let entry = Entry { session: 9, seq: 10, cuc: 350, state: EntryState::Leaf(4) };
	assert_hash(
		entry.leaf(7).hash,
		"bda74bcc3cd0a4adb9ae9af47fd2212a6d8523c040dc9940bd5b2b3a9eeb76f0",
	);
	assert_hash(
		merkle::zero_hash(TreeKind::Ops),
		"21ad64e2e664325ed617da90af6d03d9c568731007016143a168c92e91e1bd24",
	);
	assert_hash(
		merkle::zero_hash(TreeKind::Seq),
		"d1ab3cd67f715c031b6bfc3eeceb1c5c609409b6ac144014a5b5472a8f04b591",
	);
	let leaves: Vec<_> = (0..8u8)
		.map(|i| {
			let sums = Sums { cuc: u64::from(i) + 1, tokens: u64::from(i) * 10 };
			Node::leaf(TreeKind::Ops, i.into(), &[i], sums)
		})
		.collect();
	assert_hash(
		Node::parent(&leaves[0], &leaves[1]).unwrap().hash,
		"3c03a8b0359e2e7bed2f6a15b37a099b7a1efc182eb52bc4a2c633f79b05e596",
	);
	let roots = [
		(1, "4056f09ba6aa9a5bef6ac8f5cf4f8d01ea28305012416faefc7aefc277a7a862"),
		(2, "3b098adb8f5f48da36a36472653208c8283f8ead32d1ba48d88b28f7fa070918"),
		(3, "0366cd1f66528aa0e39e663c62b17068b007d82acc6b6c9e5465a603f33bd42f"),
		(5, "4ee4bf1cb9242b09bd9a6b2fc9f9f4912cbb5ecabc28e24e00025f8220669ae5"),
		(8, "9cb0b5b6451f1e8dae145a232ba575d79eeabf14951ce04d90a5c0dab60f30e5"),
	];
	for (n, root) in roots {
		assert_hash(Tree::build(TreeKind::Ops, leaves[..n].to_vec()).unwrap().root().hash, root);
	}
	assert_hash(
		Tree::build(TreeKind::Seq, vec![]).unwrap().root().hash,
		"8d76311489086bf37ad84c388d91f488ee1a912f5f841818e75b08931dbd73e1",
	);
}

#[test]
fn commitments_should_keep_their_values() {
	assert_hash(
		rows_root(&[settled_operator_row(), settled_operator_row()], &[settled_session_row()]),
		"7016951a86bcd15a308eb083b3da9762fc7b678b059003c12680a6948bf990e4",
	);
	assert_hash(
		SessionTerms::models_hash(&[]),
		"06752e9e0834fa9ac89c2104cf73f160d33963ad7688e3367c07615cfa05fb42",
	);
	assert_hash(
		SessionTerms::models_hash(&[Hash::repeat_byte(1), Hash::repeat_byte(2)]),
		"83442260fb7c83612640fc31b6937cfb21ec5cdbd9e8371d272706fcc83c90b6",
	);
	assert_hash(
		body::request_hash(br#"{"a":1}"#),
		"16f94f4d638513aa763df51eb4344480740b88f13fc5c7353e93c8fd7da6df7f",
	);
	assert_hash(
		body::response_hash(br#"{"a":1}"#),
		"49094e68a3d08e33b47a34a657a41c7c489d734254149a840a038e3f076bbcc1",
	);
	assert_hash(
		body::key_commitment(&[3; 32]),
		"7d76bec608fb4a38395f2ac0f49e654540222361e8869e2b938635a435f104bd",
	);
	let data: Vec<u8> = (0..2_500u32).map(|i| (i % 251) as u8).collect();
	assert_hash(
		body::data_root(&data).unwrap(),
		"716d99d829a9bfec674c46b59d24ef49ebe9099acf2648006337dbdecc3ba21a",
	);
	assert_eq!(
		body::unframe(&body::frame(b"ask", b"answer").unwrap()),
		Some((&b"ask"[..], &b"answer"[..]))
	);
	assert_eq!(body::unframe(&[9, 0, 0, 0, 1]), None);
	assert_eq!(body::unframe(&[9]), None);
}
