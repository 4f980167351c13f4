//! The published JSON form: canonical, strict, and without loss both ways.

mod common;

use codec::{Decode, Encode};
use common::*;
use orogen_primitives_core::{VerificationMode, VerificationModes};
use orogen_primitives_receipts::{KeySignature, OperatorRow, Receipt, SessionRow, SignedRequest};
use proptest::prelude::*;
use serde_json::{Value, json};
use sp_core::{crypto::Ss58Codec, ecdsa, ed25519, sr25519};
use sp_runtime::{MultiSignature, Perbill};

#[test]
fn the_form_should_be_the_published_one() {
	let hash = |byte: u8| format!("0x{}", hex::encode([byte; 32]));
	let expected = json!({
		"body": {
			"version": 1,
			"genesis": hash(1),
			"request": {
				"terms": {
					"genesis": hash(1),
					"session": "578437695752307201",
					"seq": 202_050_057,
					"gateway": "5C7LYpP2ZH3tpKbvVvwiVe54AapxErdPBbvkYhe6y9ZBkqWt",
					"requestHash": hash(3),
					"model": hash(4),
					"adapter": hash(5),
					"minTier": "prosumer",
					"modes": 5,
					"maxPrice": "5000",
					"maxTokensIn": 1000,
					"maxTokensOut": 2000,
					"commission": 100_000_000,
					"nonce": "77",
					"acked": "12345",
				},
				"signature": { "sr25519": format!("0x{}", hex::encode([6; 64])) },
			},
			"hotkey": "5CDvHBym6RLoxTdX9MS1acpaDbNxaFagqM5LpBiFGjWT6o1n",
			"kind": "local-inference",
			"mode": "vanilla",
			"responseHash": hash(8),
			"weightsHash": hash(9),
			"kernelPackHash": hash(10),
			"attestationHash": hash(11),
			"tokensIn": 321,
			"tokensOut": 1234,
			"price": "4321",
			"fingerprint": hash(12),
			"dataRoot": hash(13),
			"keyCommitment": hash(14),
			"traceRoot": hash(15),
			"timestamp": "1790000000123",
		},
		"signature": { "sr25519": format!("0x{}", hex::encode([16; 64])) },
	});
	assert_eq!(serde_json::to_value(receipt()).unwrap(), expected);
	assert_eq!(serde_json::from_value::<Receipt>(expected).unwrap(), receipt());
}

#[test]
fn every_other_spelling_should_be_refused() {
	let good = serde_json::to_value(receipt()).unwrap();
	let cases = [
		("/body/version", json!(2)),
		("/body/version", json!("1")),
		("/body/genesis", json!("01".repeat(32))),
		("/body/genesis", json!(format!("0x{}", "01".repeat(31)))),
		("/body/responseHash", json!(format!("0x{}", "0A".repeat(32)))),
		("/body/traceRoot", json!("0x")),
		(
			"/body/hotkey",
			json!("0x0707070707070707070707070707070707070707070707070707070707070707"),
		),
		// The same account with another chain's prefix.
		("/body/hotkey", json!(account(7).to_ss58check_with_version(0u16.into()))),
		("/body/price", json!(4321)),
		("/body/price", json!("04321")),
		("/body/price", json!("+4321")),
		("/body/price", json!("4321.0")),
		("/body/price", json!("-1")),
		("/body/price", json!("18446744073709551616")),
		("/body/tokensIn", json!("321")),
		("/body/kind", json!("LocalInference")),
		("/body/request/terms/commission", json!(1_000_000_001)),
		("/body/request/terms/modes", json!(256)),
		("/body/request/signature", json!({ "sr25519": "0x00" })),
		("/signature", json!({ "rsa": "0x00" })),
		("/signature", json!({ "ed25519": format!("0x{}", "00".repeat(65)) })),
	];
	for (pointer, value) in cases {
		let mut form = good.clone();
		*form.pointer_mut(pointer).unwrap() = value.clone();
		assert!(serde_json::from_value::<Receipt>(form).is_err(), "{pointer} = {value}");
	}
	for pointer in ["", "/body", "/body/request", "/body/request/terms"] {
		let mut form = good.clone();
		form.pointer_mut(pointer).unwrap()["extra"] = json!(1);
		assert!(serde_json::from_value::<Receipt>(form).is_err(), "extra in {pointer}");
	}
	for pointer in ["/body/price", "/body/traceRoot", "/body/request/terms/adapter"] {
		let mut form = good.clone();
		let (parent, key) = pointer.rsplit_once('/').unwrap();
		form.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(key).unwrap();
		assert!(serde_json::from_value::<Receipt>(form).is_err(), "{pointer} is missing");
	}
}

#[test]
fn rows_should_survive_readers_of_53_bits() {
	let operator = OperatorRow {
		hotkey: account(7),
		model: 0,
		adapter: None,
		mode: VerificationMode::Vanilla,
		count: 5,
		tokens: u64::MAX,
		cuc: 7_000,
		commission: 80,
	};
	let expected = json!({
		"hotkey": "5CDvHBym6RLoxTdX9MS1acpaDbNxaFagqM5LpBiFGjWT6o1n", "model": 0, "adapter": null,
		"mode": "vanilla", "count": 5, "tokens": "18446744073709551615", "cuc": "7000", "commission": "80",
	});
	assert_eq!(serde_json::to_value(&operator).unwrap(), expected);
	assert_eq!(serde_json::from_value::<OperatorRow>(expected).unwrap(), operator);
	let session = SessionRow {
		session: 9,
		from_seq: 1,
		count: 2,
		void: 0,
		deferred: 1 << 63,
		late: 1,
		cuc: 3,
	};
	let expected = json!({
		"session": "9", "fromSeq": 1, "count": 2, "void": 0, "deferred": "9223372036854775808", "late": 1,
		"cuc": "3",
	});
	assert_eq!(serde_json::to_value(&session).unwrap(), expected);
	assert_eq!(serde_json::from_value::<SessionRow>(expected).unwrap(), session);
}

fn key_signature() -> impl Strategy<Value = KeySignature> {
	prop_oneof![
		any::<[u8; 64]>().prop_map(|raw| KeySignature::Sr25519(sr25519::Signature::from_raw(raw))),
		any::<[u8; 64]>().prop_map(|raw| KeySignature::Ed25519(ed25519::Signature::from_raw(raw))),
		any::<[[u8; 13]; 5]>()
			.prop_map(|raw| raw.concat().try_into().unwrap())
			.prop_map(|raw| KeySignature::Ecdsa(ecdsa::Signature::from_raw(raw))),
	]
}

fn account_signature() -> impl Strategy<Value = MultiSignature> {
	(key_signature(), any::<bool>()).prop_map(|(signature, eth)| match signature {
		KeySignature::Sr25519(signature) => MultiSignature::Sr25519(signature),
		KeySignature::Ed25519(signature) => MultiSignature::Ed25519(signature),
		KeySignature::Ecdsa(signature) if eth => {
			MultiSignature::Eth(ecdsa::KeccakSignature::try_from(signature.as_ref()).unwrap())
		}
		KeySignature::Ecdsa(signature) => MultiSignature::Ecdsa(signature),
	})
}

prop_compose! {
	fn any_receipt()(
		numbers in any::<([u64; 5], [u32; 6])>(),
		bytes in any::<[u8; 12]>(),
		adapter in any::<Option<u8>>(),
		trace in any::<Option<u8>>(),
		commission in 0..=1_000_000_000u32,
		modes in any::<u8>(),
		request_signature in key_signature(),
		signature in account_signature(),
	) -> Receipt {
		let ([session, nonce, acked, price, timestamp], [seq, max_in, max_out, tokens_in, tokens_out, max_price]) = numbers;
		let mut receipt = receipt();
		receipt.signature = signature;
		let body = &mut receipt.body;
		body.hotkey = account(bytes[0]);
		body.response_hash = hash(bytes[1]);
		body.data_root = hash(bytes[2]);
		(body.tokens_in, body.tokens_out, body.price, body.timestamp) = (tokens_in, tokens_out, price, timestamp);
		body.trace_root = trace.map(hash);
		body.request.signature = request_signature;
		let terms = &mut body.request.terms;
		(terms.session, terms.nonce, terms.acked, terms.seq) = (session, nonce, acked, seq);
		(terms.max_tokens_in, terms.max_tokens_out, terms.max_price) = (max_in, max_out, max_price.into());
		terms.adapter = adapter.map(hash);
		terms.commission = Perbill::from_parts(commission);
		terms.modes = VerificationModes::decode(&mut &[modes][..]).unwrap();
		terms.gateway = account(bytes[3]);
		receipt
	}
}

proptest! {
	#[test]
	fn json_and_scale_should_convert_without_loss(receipt in any_receipt()) {
		let text = serde_json::to_string(&receipt).unwrap();
		let back: Receipt = serde_json::from_str(&text).unwrap();
		prop_assert_eq!(&back, &receipt);
		prop_assert_eq!(back.encode(), receipt.encode());
		prop_assert_eq!(Receipt::from_bytes(&receipt.encode()), Ok(back));
		// Through a value, whose keys are in another order.
		let value: Value = serde_json::from_str(&text).unwrap();
		prop_assert_eq!(serde_json::from_value::<Receipt>(value).unwrap(), receipt.clone());

		let request = serde_json::to_string(&receipt.body.request).unwrap();
		prop_assert_eq!(serde_json::from_str::<SignedRequest>(&request).unwrap(), receipt.body.request);
	}
}
