//! Receipts to test with.
#![allow(dead_code, reason = "each test file uses a part of it")]

use orogen_primitives_core::{
	AccountId, Hash, NodeKind, Tier, VerificationMode, VerificationModes,
};
use orogen_primitives_receipts::{
	Batch, KeySignature, OperatorTerms, Receipt, ReceiptBody, ReceiptVersion, RequestTerms,
	SessionKey, SessionTerms, SettledOperatorRow, SettledSessionRow, SignedRequest,
};
use sp_core::{Pair, ecdsa, ed25519, sr25519};
use sp_runtime::{MultiSignature, Perbill};

pub fn hash(byte: u8) -> Hash {
	Hash::repeat_byte(byte)
}

pub fn account(byte: u8) -> AccountId {
	AccountId::new([byte; 32])
}

/// Terms in which every field has a value of its own.
pub fn terms() -> RequestTerms {
	RequestTerms {
		genesis: hash(0x01),
		session: 0x0807_0605_0403_0201,
		seq: 0x0c0b_0a09,
		gateway: account(0x02),
		request_hash: hash(0x03),
		model: hash(0x04),
		adapter: Some(hash(0x05)),
		min_tier: Tier::Prosumer,
		modes: VerificationModes::of(&[VerificationMode::Tee, VerificationMode::Vanilla]),
		max_price: 5_000,
		max_tokens_in: 1_000,
		max_tokens_out: 2_000,
		commission: Perbill::from_percent(10),
		nonce: 77,
		acked: 12_345,
	}
}

pub fn signed_request() -> SignedRequest {
	let signature = KeySignature::Sr25519(sr25519::Signature::from_raw([0x06; 64]));
	SignedRequest { terms: terms(), signature }
}

pub fn body() -> ReceiptBody {
	ReceiptBody {
		version: ReceiptVersion::V1,
		genesis: hash(0x01),
		request: signed_request(),
		hotkey: account(0x07),
		kind: NodeKind::LocalInference,
		mode: VerificationMode::Vanilla,
		response_hash: hash(0x08),
		weights_hash: hash(0x09),
		kernel_pack_hash: hash(0x0a),
		attestation_hash: hash(0x0b),
		tokens_in: 321,
		tokens_out: 1_234,
		price: 4_321,
		fingerprint: hash(0x0c),
		data_root: hash(0x0d),
		key_commitment: hash(0x0e),
		trace_root: Some(hash(0x0f)),
		timestamp: 1_790_000_000_123,
	}
}

pub fn receipt() -> Receipt {
	let signature = MultiSignature::Sr25519(sr25519::Signature::from_raw([0x10; 64]));
	Receipt { body: body(), signature }
}

pub fn sr25519_pair(seed: u8) -> sr25519::Pair {
	sr25519::Pair::from_seed(&[seed; 32])
}

pub fn ed25519_pair(seed: u8) -> ed25519::Pair {
	ed25519::Pair::from_seed(&[seed; 32])
}

pub fn ecdsa_pair(seed: u8) -> ecdsa::Pair {
	ecdsa::Pair::from_seed(&[seed; 32])
}

pub fn session_key() -> SessionKey {
	SessionKey::Sr25519(sr25519_pair(1).public())
}

/// `receipt()` after `change`, with real signatures: by [`session_key`] and hotkey seed 2.
pub fn signed(change: impl FnOnce(&mut ReceiptBody)) -> Receipt {
	let mut body = body();
	body.hotkey = AccountId::from(sr25519_pair(2).public());
	change(&mut body);
	let request = &mut body.request;
	request.signature =
		KeySignature::Sr25519(sr25519_pair(1).sign(request.terms.payload().as_bytes()));
	let signature = MultiSignature::Sr25519(sr25519_pair(2).sign(body.payload().as_bytes()));
	Receipt { body, signature }
}

/// The rows of `batch` as a chain could have settled them.
pub fn settle(batch: &Batch) -> (Vec<SettledOperatorRow>, Vec<SettledSessionRow>) {
	let operators = (0u32..).zip(batch.operators()).map(|(operator, row)| {
		let terms = OperatorTerms {
			operator,
			payee: account(0x60),
			due: row.cuc / 4 * 3 - row.commission,
			commission: row.commission,
		};
		SettledOperatorRow { row: row.clone(), terms }
	});
	let sessions = batch.sessions().iter().map(|row| {
		let terms = SessionTerms {
			owner: account(0x70),
			expiry_day: 20_000,
			key: SessionKey::Sr25519([0x71; 32].into()),
			ack_window: 8,
			opened_at: 1_790_000_000_000,
			models: SessionTerms::models_hash(&[]),
		};
		SettledSessionRow { row: row.clone(), terms }
	});
	(operators.collect(), sessions.collect())
}
