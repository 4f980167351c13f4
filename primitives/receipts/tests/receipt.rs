//! What a request and a receipt promise, and how they are checked.

mod common;

use codec::{Encode, MaxEncodedLen};
use common::*;
use orogen_primitives_core::{AccountId, VerificationModes};
use orogen_primitives_receipts::{
	KeySignature, Receipt, ReceiptBody, ReceiptFault, SessionKey,
	receipt::{MAX_RECEIPT_LEN, OPERATOR_SHARE},
};
use sp_core::{Pair, ecdsa};
use sp_runtime::{MultiSignature, MultiSigner, Perbill, traits::IdentifyAccount};

#[test]
fn a_receipt_should_never_exceed_its_length() {
	assert_eq!(Receipt::max_encoded_len(), 691);
	assert!(Receipt::max_encoded_len() <= MAX_RECEIPT_LEN);
	let mut longest = receipt();
	longest.signature = MultiSignature::Ecdsa(ecdsa::Signature::from_raw([1; 65]));
	longest.body.request.signature = KeySignature::Ecdsa(ecdsa::Signature::from_raw([1; 65]));
	assert_eq!(longest.encoded_size(), Receipt::max_encoded_len());
}

#[test]
fn from_bytes_should_read_what_encode_writes() {
	assert_eq!(Receipt::from_bytes(&receipt().encode()), Ok(receipt()));
}

#[test]
fn from_bytes_should_refuse_what_is_no_receipt() {
	let good = receipt().encode();
	for version in (0..=255).filter(|version| *version != 1) {
		let mut bytes = good.clone();
		bytes[0] = version;
		assert_eq!(Receipt::from_bytes(&bytes), Err(ReceiptFault::UnknownVersion(version)));
	}
	for length in 0..good.len() {
		assert_eq!(Receipt::from_bytes(&good[..length]), Err(ReceiptFault::Malformed));
	}
	let mut trailing = good.clone();
	trailing.push(0);
	assert_eq!(Receipt::from_bytes(&trailing), Err(ReceiptFault::Malformed));
	assert_eq!(Receipt::from_bytes(&[1; MAX_RECEIPT_LEN + 1]), Err(ReceiptFault::TooLong));
}

#[test]
fn session_keys_should_verify_their_own_signature_only() {
	let terms = terms();
	let payload = terms.payload();
	let signatures = [
		KeySignature::Sr25519(sr25519_pair(1).sign(payload.as_bytes())),
		KeySignature::Ed25519(ed25519_pair(1).sign(payload.as_bytes())),
		KeySignature::Ecdsa(ecdsa_pair(1).sign(payload.as_bytes())),
	];
	let keys = |seed| {
		[
			SessionKey::Sr25519(sr25519_pair(seed).public()),
			SessionKey::Ed25519(ed25519_pair(seed).public()),
			SessionKey::Ecdsa(ecdsa_pair(seed).public()),
		]
	};
	for (i, signature) in signatures.iter().enumerate() {
		for (j, key) in keys(1).iter().enumerate() {
			assert_eq!(signature.verify(payload.as_bytes(), key), i == j, "{i} {j}");
		}
		assert!(keys(2).iter().all(|key| !signature.verify(payload.as_bytes(), key)));
		assert!(!signature.verify(b"something else", &keys(1)[i]));
	}
	for key in keys(3) {
		assert_eq!(SessionKey::from_parts(key.scheme(), key.as_bytes()), Some(key));
		assert_eq!(SessionKey::from_parts("rsa", key.as_bytes()), None);
		assert_eq!(SessionKey::from_parts(key.scheme(), &key.as_bytes()[1..]), None);
	}
}

#[test]
fn every_kind_of_hotkey_should_sign_receipts() {
	let mut body = body();
	body.hotkey = MultiSigner::Ecdsa(ecdsa_pair(5).public()).into_account();
	let signature = MultiSignature::Ecdsa(ecdsa_pair(5).sign(body.payload().as_bytes()));
	assert!(Receipt { body: body.clone(), signature }.verify_operator());
	body.hotkey = AccountId::from(ed25519_pair(5).public());
	let signature = MultiSignature::Ed25519(ed25519_pair(5).sign(body.payload().as_bytes()));
	assert!(Receipt { body: body.clone(), signature: signature.clone() }.verify_operator());
	body.tokens_out += 1;
	assert!(!Receipt { body, signature }.verify_operator());
}

#[test]
fn checks_should_pass_when_all_terms_hold() {
	let at_the_limit = signed(|body| {
		body.price = body.request.terms.max_price;
		body.tokens_in = body.request.terms.max_tokens_in;
		body.tokens_out = body.request.terms.max_tokens_out;
		body.request.terms.commission = Perbill::from_percent(20);
	});
	assert_eq!(at_the_limit.checks(&hash(1), &account(2), &session_key()), Ok(()));
}

#[test]
fn checks_should_name_the_term_that_does_not_hold() {
	type Change = fn(&mut ReceiptBody);
	let none = VerificationModes::default();
	assert!(!none.is_valid());
	let cases: [(Change, ReceiptFault); 9] = [
		(|body| body.genesis = hash(9), ReceiptFault::WrongGenesis),
		(|body| body.request.terms.genesis = hash(9), ReceiptFault::WrongGenesis),
		(|body| body.request.terms.gateway = account(9), ReceiptFault::WrongGateway),
		(
			|body| body.request.terms.modes = VerificationModes::default(),
			ReceiptFault::InvalidModes,
		),
		(
			|body| body.mode = orogen_primitives_core::VerificationMode::ZkMl,
			ReceiptFault::ModeNotAllowed,
		),
		(|body| body.price = 5_001, ReceiptFault::PriceTooHigh),
		(|body| body.tokens_in = 1_001, ReceiptFault::TooManyTokensIn),
		(|body| body.tokens_out = 2_001, ReceiptFault::TooManyTokensOut),
		(
			|body| body.request.terms.commission = Perbill::from_parts(200_000_001),
			ReceiptFault::CommissionTooHigh,
		),
	];
	for (change, fault) in cases {
		let receipt = signed(change);
		assert_eq!(receipt.checks(&hash(1), &account(2), &session_key()), Err(fault));
		assert!(!fault.to_string().is_empty());
	}
}

#[test]
fn checks_should_refuse_other_signers() {
	let receipt = signed(|_| {});
	let other = SessionKey::Sr25519(sr25519_pair(3).public());
	assert_eq!(
		receipt.checks(&hash(1), &account(2), &other),
		Err(ReceiptFault::BadCustomerSignature)
	);
	let mut stolen = receipt;
	stolen.body.hotkey = account(7);
	assert_eq!(
		stolen.checks(&hash(1), &account(2), &session_key()),
		Err(ReceiptFault::BadOperatorSignature)
	);
}

#[test]
fn commission_should_round_down_twice() {
	let mut receipt = receipt();
	receipt.body.price = 7;
	// floor(0.75 × 7) = 5, a tenth of it is 0.
	assert_eq!(receipt.commission(), 0);
	receipt.body.price = 4_321;
	assert_eq!(OPERATOR_SHARE.mul_floor(4_321u64), 3_240);
	assert_eq!(receipt.commission(), 324);
}
