//! Which receipts a gateway takes.

use super::book::{Book, Known, id_of};
use crate::rates::Rate;
use orogen_primitives_core::{AccountId, Cuc, Hash, Moment, Seq};
use orogen_primitives_receipts::{Receipt, SessionKey, ack::settleable};
use orogen_primitives_runtime_api::{OperatorInfo, OperatorState, SessionInfo};
use serde::Serialize;
use std::collections::BTreeMap;

/// How far the clock of an operator may be ahead, in milliseconds.
const AHEAD: Moment = 60_000;

/// Why a receipt is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Code {
	/// It is no receipt in the published JSON form.
	Malformed,
	/// It is wrong in itself: chain, gateway, signatures, terms.
	Fault,
	/// There is no such session.
	UnknownSession,
	/// The session is another gateway's.
	OtherGateway,
	/// The session's settlement is over.
	SessionOver,
	/// The session does not allow the model.
	ModelNotAllowed,
	/// The price is not what the rate table says.
	WrongPrice,
	/// It is dated in the future.
	FromFuture,
	/// There is no such operator, or it is banned.
	UnknownOperator,
	/// The operator does not list this gateway, or not at this commission.
	NotListed,
	/// The operator's tier is below the one that the customer wants.
	TierTooLow,
	/// The operator may not serve in this mode.
	ModeNotAllowed,
	/// Its seq is settled or void.
	SeqClaimed,
	/// Its seq is too far ahead of the session's next one.
	SeqTooFar,
	/// There is another receipt of its seq.
	Conflict,
	/// The session does not hold the amount.
	SessionExhausted,
	/// The customer has not acknowledged what came before.
	OverAcked,
	/// The node cannot be asked: try again later.
	Unavailable,
}

/// Why a receipt is not taken, for programs and people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refusal {
	/// For programs.
	pub code: Code,
	/// For people.
	pub reason: String,
}

impl Refusal {
	/// A refusal.
	pub fn new(code: Code, reason: impl Into<String>) -> Self {
		Self { code, reason: reason.into() }
	}
}

/// What the chain says, for the check.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
	/// Genesis hash of the chain.
	pub genesis: &'a Hash,
	/// The gateway.
	pub gateway: &'a AccountId,
	/// The receipt's session.
	pub session: &'a SessionInfo,
	/// Its operator.
	pub operator: &'a OperatorInfo,
	/// The newest block.
	pub block: u32,
	/// Now: the later of the clock and the chain's.
	pub now: Moment,
	/// Rates by model; empty if prices are not checked.
	pub rates: &'a BTreeMap<Hash, Rate>,
}

/// Checks a receipt against the chain.
pub fn check(receipt: &Receipt, context: &Context<'_>) -> Result<(), Refusal> {
	let (terms, body, session) = (receipt.terms(), &receipt.body, context.session);
	let refuse = |code, reason: String| Err(Refusal::new(code, reason));
	if session.gateway != *context.gateway {
		return refuse(Code::OtherGateway, format!("session {} is another gateway's", session.id));
	}
	if context.block > session.settle_until {
		let until = session.settle_until;
		return refuse(Code::SessionOver, format!("its settlement ended with block {until}"));
	}
	let scheme = String::from_utf8_lossy(&session.key_scheme);
	let Some(key) = SessionKey::from_parts(&scheme, &session.key) else {
		return refuse(Code::UnknownSession, format!("session {} has an unknown key", session.id));
	};
	if let Err(fault) = receipt.checks(context.genesis, context.gateway, &key) {
		return refuse(Code::Fault, fault.to_string());
	}
	if !session.models.is_empty() && !session.models.contains(&terms.model) {
		return refuse(Code::ModelNotAllowed, "the session is bound to other models".into());
	}
	if !context.rates.is_empty() {
		let expected = context
			.rates
			.get(&terms.model)
			.and_then(|rate| rate.price(body.tokens_in, body.tokens_out));
		if expected != Some(body.price) {
			return refuse(
				Code::WrongPrice,
				match expected {
					Some(price) => {
						format!("it costs {} micro-USD and its rate makes {price}", body.price)
					}
					None => "its model has no rate".into(),
				},
			);
		}
	}
	if body.timestamp > context.now.saturating_add(AHEAD) {
		return refuse(Code::FromFuture, "it is dated more than a minute ahead".into());
	}
	let operator = context.operator;
	if operator.status == OperatorState::Banned {
		return refuse(Code::UnknownOperator, "the operator is banned".into());
	}
	let served = operator.gateways.iter().find(|served| served.gateway == *context.gateway);
	match served {
		None => return refuse(Code::NotListed, "the operator does not list this gateway".into()),
		Some(served) if terms.commission.deconstruct() > served.max_commission => {
			return refuse(
				Code::NotListed,
				"the operator does not list this gateway at this commission".into(),
			);
		}
		Some(_) => {}
	}
	if operator.tier > terms.min_tier {
		return refuse(Code::TierTooLow, "the operator's tier is below the customer's".into());
	}
	if !operator.modes.contains(body.mode) {
		return refuse(Code::ModeNotAllowed, "the operator may not serve in this mode".into());
	}
	Ok(())
}

/// Checks a receipt that is good by itself against what is there. `Ok(false)` if it is there already.
pub fn place(receipt: &Receipt, session: &SessionInfo, book: &Book) -> Result<bool, Refusal> {
	let terms = receipt.terms();
	let seq = terms.seq;
	let refuse = |code, reason: String| Err(Refusal::new(code, reason));
	let none = BTreeMap::new();
	let known = book.sessions.get(&session.id).unwrap_or(&none);
	if let Some(there) = known.get(&seq) {
		return if there.id() == id_of(receipt) {
			Ok(false)
		} else {
			refuse(Code::Conflict, format!("there is another receipt of seq {seq}"))
		};
	}
	if seq < session.next_seq && !session.deferred.contains(&seq) {
		return refuse(Code::SeqClaimed, format!("seq {seq} is settled or void"));
	}
	if seq.saturating_sub(session.next_seq) >= super::plan::MAX_RANGE {
		return refuse(
			Code::SeqTooFar,
			format!("seq {seq} is too far ahead of {}, the session's next", session.next_seq),
		);
	}
	let waiting = known
		.values()
		.filter(|known| matches!(known, Known::Held(_)))
		.fold(0, |sum: Cuc, known| sum.saturating_add(known.amounts().0));
	if waiting.saturating_add(receipt.body.price) > session.remaining {
		return refuse(
			Code::SessionExhausted,
			format!(
				"the session has {} micro-USD left, and {waiting} are waiting",
				session.remaining
			),
		);
	}
	if seq >= session.next_seq && !is_acknowledged(receipt, session, known, seq) {
		return refuse(
			Code::OverAcked,
			format!(
				"the customer has acknowledged {} micro-USD, and more was served before; send it again with \
				 a later receipt that acknowledges more",
				terms.acked
			),
		);
	}
	Ok(true)
}

/// Whether the customer stands for everything up to this receipt.
fn is_acknowledged(
	receipt: &Receipt,
	session: &SessionInfo,
	known: &BTreeMap<Seq, Known>,
	seq: Seq,
) -> bool {
	let first = seq.saturating_add(1).saturating_sub(session.ack_window.into());
	let window = known.range(first..seq).map(|(_, known)| known.amounts().1);
	let own = std::iter::once(receipt.terms().max_price);
	let most = settleable(receipt.terms().acked, window.chain(own));
	let claimed = known
		.range(..seq)
		.filter(|(_, known)| matches!(known, Known::Held(_)))
		.fold(session.settled, |sum, (_, known)| sum.saturating_add(known.amounts().0));
	claimed.saturating_add(receipt.body.price) <= most
}

#[cfg(test)]
mod tests {
	use super::{super::tests::receipt, *};
	use crate::keys::Keypair;
	use orogen_primitives_core::{NodeKind, Tier, VerificationMode, VerificationModes};
	use orogen_primitives_runtime_api::ServedGateway;

	fn who(path: &str) -> AccountId {
		Keypair::well_known(path).unwrap().account()
	}

	fn session() -> SessionInfo {
		let key = Keypair::well_known("session").unwrap().session_key();
		SessionInfo {
			id: 5,
			owner: who("customer"),
			gateway: who("gateway"),
			key_scheme: b"sr25519".to_vec(),
			key: key.as_bytes().to_vec(),
			cap: 1_000,
			settled: 0,
			remaining: 1_000,
			expires_at: 0,
			settle_until: 500,
			ack_window: 8,
			models: vec![],
			next_seq: 0,
			deferred: vec![],
			expiry_day: 0,
			closing: false,
			deposit: 0,
		}
	}

	fn operator() -> OperatorInfo {
		OperatorInfo {
			id: 0,
			suspension: None,
			hotkey: who("hot"),
			coldkey: who("cold"),
			tier: Tier::Edge,
			kind: NodeKind::LocalInference,
			modes: VerificationModes::of(&[VerificationMode::Vanilla]),
			status: OperatorState::Active,
			until: None,
			stake: 0,
			frozen: 0,
			payout: who("cold"),
			region: vec![],
			last_heartbeat: None,
			missed_heartbeats: 0,
			emission_share: 1_000_000_000,
			unfinalised: 0,
			capacity: Some(5_000_000),
			gateways: vec![ServedGateway {
				gateway: who("gateway"),
				capacity_share: 1_000_000_000,
				max_commission: 100_000_000,
			}],
		}
	}

	type Change = fn(&mut SessionInfo, &mut OperatorInfo, &mut Receipt);

	fn checked(change: Change) -> Result<(), Code> {
		let (mut session, mut operator) = (session(), operator());
		let mut receipt = receipt(5, 0, 50, 0);
		change(&mut session, &mut operator, &mut receipt);
		let context = Context {
			genesis: &Hash::repeat_byte(1),
			gateway: &who("gateway"),
			session: &session,
			operator: &operator,
			block: 100,
			now: 2_000,
			rates: &BTreeMap::new(),
		};
		check(&receipt, &context).map_err(|refusal| refusal.code)
	}

	#[test]
	fn receipts_should_be_checked_against_the_chain() {
		let cases: [(Change, Result<(), Code>); 12] = [
			(|_, _, _| {}, Ok(())),
			(|session, _, _| session.gateway = who("x"), Err(Code::OtherGateway)),
			(|session, _, _| session.settle_until = 99, Err(Code::SessionOver)),
			(|session, _, _| session.key = vec![0; 32], Err(Code::Fault)),
			(|session, _, _| session.key = vec![], Err(Code::UnknownSession)),
			(|_, _, receipt| receipt.body.price += 1, Err(Code::Fault)),
			(|_, _, receipt| receipt.body.genesis = Hash::zero(), Err(Code::Fault)),
			(|session, _, _| session.models = vec![Hash::zero()], Err(Code::ModelNotAllowed)),
			(|_, operator, _| operator.status = OperatorState::Banned, Err(Code::UnknownOperator)),
			(|_, operator, _| operator.gateways.clear(), Err(Code::NotListed)),
			(|_, operator, _| operator.gateways[0].max_commission = 1, Err(Code::NotListed)),
			(|_, operator, _| operator.tier = Tier::EmbedOnly, Err(Code::TierTooLow)),
		];
		for (place, (change, expected)) in cases.into_iter().enumerate() {
			assert_eq!(checked(change), expected, "case {place}");
		}
		assert_eq!(
			checked(|_, operator, _| operator.modes = VerificationModes::of(&[])),
			Err(Code::ModeNotAllowed)
		);
	}

	#[test]
	fn prices_and_times_should_be_checked() {
		let (session, operator) = (session(), operator());
		let mut receipt = receipt(5, 0, 50, 0);
		let model = receipt.terms().model;
		let mut rates = BTreeMap::from([(model, Rate { input: 1_000_000, output: 2_000_000 })]);
		let genesis = Hash::repeat_byte(1);
		let gateway = who("gateway");
		let run = |receipt: &Receipt, rates: &BTreeMap<Hash, Rate>, now| {
			let context = Context {
				genesis: &genesis,
				gateway: &gateway,
				session: &session,
				operator: &operator,
				block: 1,
				now,
				rates,
			};
			check(receipt, &context).map_err(|refusal| refusal.code)
		};
		// 10 tokens in and 20 out.
		assert_eq!(run(&receipt, &rates, 2_000), Ok(()));
		rates.insert(model, Rate { input: 1_000_000, output: 2_100_000 });
		assert_eq!(run(&receipt, &rates, 2_000), Err(Code::WrongPrice));
		rates.remove(&model);
		rates.insert(Hash::zero(), Rate { input: 1, output: 1 });
		assert_eq!(run(&receipt, &rates, 2_000), Err(Code::WrongPrice));
		receipt.body.timestamp = 70_000;
		let hotkey = Keypair::well_known("hot").unwrap();
		receipt.signature = hotkey.sign(receipt.body.payload().as_bytes());
		assert_eq!(run(&receipt, &BTreeMap::new(), 2_000), Err(Code::FromFuture));
		assert_eq!(run(&receipt, &BTreeMap::new(), 20_000), Ok(()));
	}

	#[test]
	fn receipts_should_have_their_place() {
		use super::super::book::{Held, State};
		use std::sync::Arc;
		let mut book = Book::default();
		let mut info = session();
		let code = |receipt: &Receipt, info: &SessionInfo, book: &Book| {
			place(receipt, info, book).map_err(|refusal| refusal.code)
		};
		let first = receipt(5, 0, 50, 0);
		assert_eq!(code(&first, &info, &book), Ok(true));
		let held = Held { receipt: Arc::new(first.clone()), at: 0, state: State::Pending };
		book.sessions.entry(5).or_default().insert(0, Known::Held(held));
		assert_eq!(code(&first, &info, &book), Ok(false));
		assert_eq!(code(&receipt(5, 0, 51, 0), &info, &book), Err(Code::Conflict));
		assert_eq!(code(&receipt(5, 1, 960, 0), &info, &book), Err(Code::SessionExhausted));
		assert_eq!(code(&receipt(5, 20_000, 50, 0), &info, &book), Err(Code::SeqTooFar));
		info.next_seq = 4;
		info.deferred = vec![2];
		assert_eq!(code(&receipt(5, 3, 50, 0), &info, &book), Err(Code::SeqClaimed));
		assert_eq!(code(&receipt(5, 2, 50, 0), &info, &book), Ok(true));
		info.settled = 500;
		assert_eq!(code(&receipt(5, 4, 50, 0), &info, &book), Err(Code::OverAcked));
		assert_eq!(code(&receipt(5, 4, 50, 550), &info, &book), Ok(true));
	}
}
