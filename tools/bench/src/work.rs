//! Receipts and batches.

use crate::{
	desk,
	fault::Fault,
	market::{COMMISSION, Market},
};
use orogen_client::keys::Keypair;
use orogen_primitives_core::{
	AccountId, Cuc, DEFAULT_ACK_WINDOW, Hash, MAX_BATCH_RECEIPTS, Moment, NodeKind, Seq,
	SpendingSessionId, Tier, VerificationMode, VerificationModes,
};
use orogen_primitives_receipts::{
	Batch, KeySignature, Receipt, ReceiptBody, ReceiptVersion, RequestTerms, SessionPlan,
	SignedRequest,
};
use sp_core::sr25519;
use sp_runtime::MultiSignature;
use std::ops::Range;

/// Micro-USD of a receipt: its cost does not depend on it.
pub(crate) const PRICE: Cuc = 40;
/// Tokens of prompt and answer.
const TOKENS: (u32, u32) = (700, 300);

/// Who takes part in a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shape {
	/// Number of receipts, spread evenly.
	pub(crate) receipts: usize,
	/// Places of the operators.
	pub(crate) operators: Range<usize>,
	/// Places of the gateway's sessions.
	pub(crate) sessions: Range<usize>,
}

impl Shape {
	/// The largest batch there can be: 65,536 receipts, 512 operators, 2,048 sessions.
	pub(crate) fn maximal() -> Self {
		// A `u32` fits where this runs.
		let receipts = usize::try_from(MAX_BATCH_RECEIPTS).unwrap_or(usize::MAX);
		Self { receipts, operators: 0..512, sessions: 0..2_048 }
	}

	/// A batch of a busy gateway: 10,000 receipts, 16 operators, 200 sessions, none of them those of
	/// [`maximal`](Self::maximal).
	pub(crate) const fn typical() -> Self {
		Self { receipts: 10_000, operators: 512..528, sessions: 2_048..2_248 }
	}

	/// The places of each receipt: operator, session, and how many of the session come before it.
	fn places(&self) -> impl Iterator<Item = (usize, usize, Seq)> {
		let (operators, sessions) = (self.operators.len().max(1), self.sessions.len().max(1));
		let (first_operator, first_session) = (self.operators.start, self.sessions.start);
		(0..self.receipts).map(move |receipt| {
			let (round, session) = (receipt / sessions, receipt % sessions);
			// A session is served by another operator every time.
			let operator = session.wrapping_add(round) % operators;
			let before = Seq::try_from(round).unwrap_or(Seq::MAX);
			(first_operator.saturating_add(operator), first_session.saturating_add(session), before)
		})
	}
}

/// Whether receipts carry real signatures. The chain never sees them, and nothing but the roots
/// depends on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signatures {
	/// Every customer and operator signs.
	Real,
	/// Zeroes.
	None,
}

struct Job<'a> {
	customer: &'a Keypair,
	hotkey: &'a Keypair,
	session: SpendingSessionId,
	seq: Seq,
}

/// Makes receipts of a gateway, from its sessions' next seqs on, and moves these on.
pub(crate) fn receipts(
	market: &mut Market,
	gateway: usize,
	shape: &Shape,
	time: Moment,
	signatures: Signatures,
) -> Result<(Vec<Receipt>, Vec<SessionPlan>), Fault> {
	let missing = || Fault::said("the market is too small for the batch");
	let (genesis, account) = (market.genesis, market.gateway(gateway)?.key.account());
	let sessions = &market.gateway(gateway)?.sessions;
	let plans = sessions
		.get(shape.sessions.clone())
		.ok_or_else(missing)?
		.iter()
		.map(|session| SessionPlan {
			session: session.id,
			from_seq: session.next_seq,
			void: Vec::new(),
			deferred: Vec::new(),
		})
		.collect();
	let jobs = shape
		.places()
		.map(|(operator, session, before)| {
			let session = sessions.get(session)?;
			Some(Job {
				customer: market.customers.get(session.customer)?,
				hotkey: market.hotkeys.get(operator)?,
				session: session.id,
				seq: session.next_seq.checked_add(before)?,
			})
		})
		.collect::<Option<Vec<_>>>()
		.ok_or_else(missing)?;
	let receipts =
		desk::in_parallel(&jobs, &|_, job| Ok(receipt(genesis, &account, job, time, signatures)))?;
	let counts: Vec<_> = shape.places().map(|(_, session, _)| session).collect();
	let gateway = market.gateways.get_mut(gateway).ok_or_else(missing)?;
	for session in counts {
		let session = gateway.sessions.get_mut(session).ok_or_else(missing)?;
		session.next_seq = session.next_seq.saturating_add(1);
	}
	Ok((receipts, plans))
}

/// Makes a batch of a gateway.
pub(crate) fn batch(
	market: &mut Market,
	gateway: usize,
	shape: &Shape,
	time: Moment,
	signatures: Signatures,
) -> Result<Batch, Fault> {
	let (receipts, plans) = receipts(market, gateway, shape, time, signatures)?;
	// No model of theirs is in a registry.
	Ok(Batch::build(receipts, &plans, |_| Some(0))?)
}

fn receipt(
	genesis: Hash,
	gateway: &AccountId,
	job: &Job<'_>,
	time: Moment,
	signatures: Signatures,
) -> Receipt {
	let (tokens_in, tokens_out) = TOKENS;
	let Job { customer, hotkey, session, seq } = job;
	// Hashes that nobody looks behind; no two of them are alike.
	let hash = |kind: u8| {
		let mut bytes = [kind; 32];
		for (to, from) in
			bytes.iter_mut().zip(session.to_le_bytes().into_iter().chain(seq.to_le_bytes()))
		{
			*to = from;
		}
		Hash::from(bytes)
	};
	let accepted = seq.saturating_sub(DEFAULT_ACK_WINDOW.into());
	let terms = RequestTerms {
		genesis,
		session: *session,
		seq: *seq,
		gateway: gateway.clone(),
		request_hash: hash(1),
		model: Hash::repeat_byte(9),
		adapter: None,
		min_tier: Tier::Edge,
		modes: VerificationModes::of(&[VerificationMode::Vanilla]),
		max_price: PRICE.saturating_mul(2),
		max_tokens_in: tokens_in,
		max_tokens_out: tokens_out.saturating_mul(2),
		commission: COMMISSION,
		nonce: (*seq).into(),
		acked: PRICE.saturating_mul(accepted.into()),
	};
	let none = sr25519::Signature::from([0; 64]);
	let signature = match signatures {
		Signatures::Real => customer.sign_request(terms.payload().as_bytes()),
		Signatures::None => KeySignature::Sr25519(none),
	};
	let body = ReceiptBody {
		version: ReceiptVersion::V1,
		genesis,
		request: SignedRequest { terms, signature },
		hotkey: hotkey.account(),
		kind: NodeKind::LocalInference,
		mode: VerificationMode::Vanilla,
		response_hash: hash(2),
		weights_hash: Hash::zero(),
		kernel_pack_hash: Hash::zero(),
		attestation_hash: Hash::zero(),
		tokens_in,
		tokens_out,
		price: PRICE,
		fingerprint: Hash::zero(),
		data_root: hash(3),
		key_commitment: hash(4),
		trace_root: None,
		timestamp: time,
	};
	let signature = match signatures {
		Signatures::Real => hotkey.sign(body.payload().as_bytes()),
		Signatures::None => MultiSignature::Sr25519(none),
	};
	Receipt { body, signature }
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::market::{Gateway, Session, keys};
	use std::collections::BTreeSet;

	fn market(operators: usize, sessions: u64) -> Market {
		Market {
			genesis: Hash::repeat_byte(7),
			gateways: vec![Gateway {
				key: keys("gateway", 1).unwrap().remove(0),
				sessions: (0..sessions)
					.map(|id| Session {
						id,
						customer: usize::try_from(id % 2).unwrap(),
						next_seq: 5,
					})
					.collect(),
			}],
			hotkeys: keys("hot", operators).unwrap(),
			customers: keys("customer", 2).unwrap(),
			heartbeat: None,
		}
	}

	#[test]
	fn shapes_should_use_every_operator_and_session() {
		for shape in [Shape::maximal(), Shape::typical()] {
			let places: Vec<_> = shape.places().collect();
			assert_eq!(places.len(), shape.receipts);
			let operators: BTreeSet<_> = places.iter().map(|place| place.0).collect();
			let sessions: BTreeSet<_> = places.iter().map(|place| place.1).collect();
			assert_eq!(operators, shape.operators.clone().collect());
			assert_eq!(sessions, shape.sessions.clone().collect());
		}
	}

	#[test]
	fn batches_should_follow_each_other_and_be_in_order() {
		let mut market = market(3, 4);
		let shape = Shape { receipts: 22, operators: 0..3, sessions: 1..4 };
		for first in [5, 12] {
			let batch = batch(&mut market, 0, &shape, 1_000, Signatures::Real).unwrap();
			let gateway = market.gateways[0].key.account();
			for receipt in batch.receipts() {
				let customer =
					&market.customers[usize::try_from(receipt.terms().session % 2).unwrap()];
				receipt.checks(&market.genesis, &gateway, &customer.session_key()).unwrap();
			}
			let submission = batch.submission();
			assert_eq!((submission.count, submission.cuc), (22, 22 * PRICE));
			assert_eq!((batch.operators().len(), batch.sessions().len()), (3, 3));
			let row = &batch.sessions()[2];
			assert_eq!((row.session, row.from_seq, row.count), (3, first, 7));
		}
		assert!(batch(&mut market, 0, &Shape::maximal(), 1_000, Signatures::None).is_err());
	}
}
