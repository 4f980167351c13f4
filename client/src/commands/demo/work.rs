//! Requests, receipts, and the two batches that settle them.

use super::{
	Stage,
	cast::{COMMISSION, percent},
	count, list, say, session_key,
};
use crate::{
	Error,
	amounts::cuc,
	chain::BlockId,
	gateway,
	openai::{Call, Outcome},
	rates::{Rate, Rates},
	receipts::{Customer, DataDir, Operator, Statement, Wishes},
};
use orogen_primitives_core::{
	BatchId, BlockNumber, CUC, Cuc, EpochIndex, Seq, SpendingSessionId, Tier, VerificationMode,
	VerificationModes,
};
use orogen_primitives_receipts::{AckWindow, Batch, Receipt, SessionPlan, rows::MAX_DEFERRED};
use serde_json::json;
use std::{collections::BTreeMap, path::Path};

/// Most tokens of an answer, for calls that set no limit.
const MAX_TOKENS_OUT: u32 = 4_096;
/// What the calls cost together at least, unless the rates are given or the credits are less.
const WORTH: Cuc = 6 * CUC;

/// What the calls that were answered cost together.
pub(super) fn cost(calls: &[Call], rates: &Rates) -> Result<Cuc, Error> {
	let mut total: Cuc = 0;
	for call in calls {
		let rate = rate_of(call, rates)?;
		let Outcome::Answered(answer) = &call.outcome else { continue };
		let price = rate.price(answer.tokens_in, answer.tokens_out);
		total = price.and_then(|price| total.checked_add(price)).ok_or_else(|| {
			Error::Argument("the calls cost more than 2^64 - 1 micro-USD; see --times".into())
		})?;
	}
	Ok(total)
}

fn rate_of(call: &Call, rates: &Rates) -> Result<Rate, Error> {
	rates.get(&call.model).ok_or_else(|| Error::Log {
		line: call.line,
		reason: format!("the rate table has no model `{}`", call.model),
	})
}

/// By what rates are multiplied so that what costs `cost` costs at least [`WORTH`], or what `credits`
/// pay: a number of one digit and zeros where it can be.
pub(super) fn times(cost: Cuc, credits: Cuc) -> u64 {
	let cost = cost.max(1);
	let exact = WORTH.div_ceil(cost);
	let digit = 10u64.saturating_pow(exact.checked_ilog10().unwrap_or(0));
	let round = exact.div_ceil(digit).saturating_mul(digit);
	if cost.saturating_mul(round) <= credits { round } else { (credits / cost).max(1) }
}

/// Every rate `times` times.
pub(super) fn multiply(rates: &Rates, times: u64) -> Rates {
	let more = |rate: &Rate| Rate {
		input: rate.input.saturating_mul(times),
		output: rate.output.saturating_mul(times),
	};
	Rates { models: rates.models.iter().map(|(name, rate)| (name.clone(), more(rate))).collect() }
}

/// What a session's requests have become.
pub(super) struct Work {
	session: SpendingSessionId,
	receipts: Vec<Receipt>,
	/// Seqs of calls that failed.
	void: Vec<Seq>,
	/// First seq of the second batch.
	split: Seq,
	/// A seq before it whose receipt comes late.
	late: Option<Seq>,
}

/// Where a log of `calls` is split into two batches, given the seqs of its receipts, and which of the
/// first part's receipts comes late: none where nothing else is left of it.
fn plan(calls: Seq, answered: &[Seq]) -> (Seq, Option<Seq>) {
	let split = calls.saturating_sub(calls / 10);
	let first: Vec<_> = answered.iter().copied().filter(|seq| *seq < split).collect();
	let reach = split.saturating_sub(MAX_DEFERRED);
	match first.as_slice() {
		[] | [_] => (calls, None),
		// The third from the end, or the last one, within reach of the bitmap.
		[.., seq, _, _] if *seq >= reach => (split, Some(*seq)),
		[.., seq] if *seq >= reach => (split, Some(*seq)),
		_ => (calls, None),
	}
}

impl Work {
	/// Signs requests and receipts of all calls, by turns with both operators.
	pub(super) async fn sign(
		stage: &Stage<'_>,
		session: SpendingSessionId,
		calls: &[Call],
		rates: &Rates,
		out: Option<&Path>,
	) -> Result<Self, Error> {
		let Stage { chain, cast, .. } = stage;
		let not_there = || Error::WrongChain(format!("session {session} is gone"));
		let info = chain.session(session, None).await?.ok_or_else(not_there)?;
		let acks = AckWindow::new(info.ack_window).ok_or_else(not_there)?;
		let wishes = Wishes {
			genesis: chain.genesis(),
			session,
			gateway: cast.gateway.account(),
			min_tier: Tier::Edge,
			modes: VerificationModes::of(&[VerificationMode::Vanilla]),
			commission: COMMISSION,
			max_tokens_out: MAX_TOKENS_OUT,
			models: BTreeMap::new(),
		};
		let key = session_key()?.session_key();
		let mut customer = Customer::new(wishes, session_key()?, acks);
		let operators = cast.operators.each_ref().map(|player| Operator {
			hotkey: player.hotkey.clone(),
			statement: Statement::default(),
		});
		let timestamp = chain.time(chain.best().await?.hash).await?;
		let data = out.map(DataDir::create).transpose()?;
		let (mut receipts, mut void) = (Vec::new(), Vec::new());
		let mut turns = operators.iter().cycle();
		for call in calls {
			let rate = rate_of(call, rates)?;
			let request = customer.request(call, rate)?;
			let Outcome::Answered(answer) = &call.outcome else {
				void.push(request.terms.seq);
				continue;
			};
			let Some(operator) = turns.next() else { break };
			let (receipt, sealed) = operator.answer(request, call, answer, rate, timestamp)?;
			receipt
				.checks(&chain.genesis(), &cast.gateway.account(), &key)
				.map_err(|fault| Error::Receipt { session, seq: receipt.terms().seq, fault })?;
			customer.accept(&receipt)?;
			if let Some(data) = &data {
				data.put(receipt.terms(), &sealed)?;
			}
			receipts.push(receipt);
		}
		if let Some(path) = out {
			let path = path.join(format!("receipts-{session}.jsonl"));
			let lines: String =
				receipts.iter().map(|receipt| json!(receipt).to_string() + "\n").collect();
			std::fs::write(&path, lines).map_err(Error::file(path))?;
		}
		let requests = count(length(calls), "request");
		say("customer", format_args!("signs {requests} with the session's key"));
		let names = cast.operators.each_ref().map(|player| player.name);
		say(
			"operators",
			format_args!(
				"{} answer by turns: {} for {} CUC together; {} without an answer",
				list(&names),
				count(length(&receipts), "receipt"),
				cuc(price(&receipts)),
				length(&void)
			),
		);
		let answered: Vec<_> = receipts.iter().map(|receipt| receipt.terms().seq).collect();
		let (split, late) = plan(Seq::try_from(calls.len()).unwrap_or(Seq::MAX), &answered);
		Ok(Self { session, receipts, void, split, late })
	}

	/// Settles the work in one batch, or in two of which the second has what came late. Returns the
	/// batches with their epochs, and the block before the first one.
	pub(super) async fn settle(
		self,
		stage: &Stage<'_>,
	) -> Result<(Vec<(BatchId, EpochIndex)>, BlockNumber), Error> {
		let Self { session, receipts, void, split, late } = self;
		let start = stage.chain.best().await?.number;
		let is_first = |seq: Seq| seq < split && Some(seq) != late;
		let (first, second): (Vec<_>, Vec<_>) =
			receipts.into_iter().partition(|receipt| is_first(receipt.terms().seq));
		let (void, void_later): (Vec<_>, Vec<_>) = void.into_iter().partition(|seq| *seq < split);

		let plan = SessionPlan {
			session,
			from_seq: 0,
			void: void.clone(),
			deferred: Vec::from_iter(late),
		};
		let mut notes = Vec::new();
		if !void.is_empty() {
			notes.push(format!("void, as nobody has served them: {}", seqs(&void)));
		}
		if let Some(late) = late {
			notes.push(format!("deferred, as its receipt is not there yet: {}", seqs(&[late])));
		}
		let mut batches = vec![stage.submit(first, plan, &notes).await?];
		stage.ask_about(session, void.first().copied(), late).await?;
		let known = stage.cast.prefer(stage.chain).await?;
		let wishes: Vec<_> =
			known.iter().map(|(name, share)| format!("{name} {}", percent(*share))).collect();
		say("payees", format_args!("take of their pay in USDC: {}", list(&wishes)));

		if !second.is_empty() {
			let plan =
				SessionPlan { session, from_seq: split, void: void_later, deferred: Vec::new() };
			let note =
				late.map(|late| format!("with the receipt that came late: {}", seqs(&[late])));
			batches.push(stage.submit(second, plan, &Vec::from_iter(note)).await?);
			stage.ask_about(session, None, late).await?;
		}
		Ok((batches, start))
	}
}

fn length<T>(items: &[T]) -> u64 {
	u64::try_from(items.len()).unwrap_or(u64::MAX)
}

/// What receipts cost together.
fn price(receipts: &[Receipt]) -> u128 {
	receipts.iter().fold(0u128, |sum, receipt| sum.saturating_add(receipt.body.price.into()))
}

fn seqs(seqs: &[Seq]) -> String {
	let noun = if seqs.len() == 1 { "seq" } else { "seqs" };
	format!("{noun} {}", list(seqs))
}

impl Stage<'_> {
	/// Submits a batch, says what there is to note about it, and asks the node whether one of its receipts
	/// is in it.
	async fn submit(
		&self,
		receipts: Vec<Receipt>,
		plan: SessionPlan,
		notes: &[String],
	) -> Result<(BatchId, EpochIndex), Error> {
		// No model of the log is in a registry.
		let batch = Batch::build(receipts, &[plan], |_| Some(0))?;
		let (id, epoch, included) =
			gateway::settle(self.chain, &self.cast.gateway, &batch, "").await?;
		say(
			"gateway",
			format_args!(
				"settles batch {id} in epoch {epoch}: {} of {}, {} CUC",
				count(length(batch.receipts()), "receipt"),
				count(length(batch.operators()), "operator"),
				cuc(batch.root_ops().sums.cuc.into())
			),
		);
		for note in notes {
			say("", note);
		}

		let at = Some(included.block);
		let wrong = |what: &str| Error::WrongChain(format!("batch {id} on the chain: {what}"));
		let index = batch.root_ops().n / 2;
		let opening = batch.ops().open(index).map_err(|_| wrong("a leaf does not open"))?;
		if let Some(receipt) = usize::try_from(index).ok().and_then(|at| batch.receipts().get(at)) {
			let answer = self.chain.verify(id, receipt, index, &opening, at).await?;
			if !answer.committed || answer.fault.is_some() {
				let reason = answer.reason.or(answer.fault).unwrap_or_default();
				return Err(wrong(&format!("receipt {index} is not in it: {reason}")));
			}
			let seq = receipt.terms().seq;
			say("node", format_args!("the receipt of seq {seq} is leaf {index} of batch {id}"));
		}
		Ok((id, epoch))
	}

	/// Says whether seqs can still be settled.
	async fn ask_about(
		&self,
		session: SpendingSessionId,
		void: Option<Seq>,
		late: Option<Seq>,
	) -> Result<(), Error> {
		let BlockId { hash, .. } = self.chain.best().await?;
		let mut answers = Vec::new();
		for seq in [void, late].into_iter().flatten() {
			let burned = self.chain.is_burned(session, seq, Some(hash)).await?;
			let can = if burned { "can never be settled again" } else { "can still be settled" };
			answers.push(format!("seq {seq} {can}"));
		}
		if !answers.is_empty() {
			say("node", list(&answers));
		}
		Ok(())
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_log_should_have_one_late_receipt_where_it_can() {
		let all = |calls: Seq| (0..calls).collect::<Vec<_>>();
		assert_eq!(plan(219, &all(219)), (198, Some(195)));
		assert_eq!(plan(1, &all(1)), (1, None));
		assert_eq!(plan(2, &all(2)), (2, Some(1)));
		assert_eq!(plan(3, &all(3)), (3, Some(0)));
		assert_eq!(plan(9, &[0]), (9, None));
		// The last answers are out of reach of the bitmap.
		assert_eq!(plan(200, &[0, 1, 2, 190]), (200, None));
		assert_eq!(plan(200, &[0, 1, 2, 179]), (180, Some(179)));
	}

	#[test]
	fn prices_should_be_multiplied_as_far_as_they_can_be_paid() {
		assert_eq!(times(6_224, 50 * CUC), 1_000);
		assert_eq!(times(WORTH, 50 * CUC), 1);
		assert_eq!(times(50 * CUC, CUC), 1);
		assert_eq!(times(4_000_000, 50 * CUC), 2);
		// 2,000 would cost 10 CUC.
		assert_eq!(times(5_000, 8 * CUC), 1_600);
		assert_eq!(times(0, CUC), CUC);
		let rates = Rates { models: BTreeMap::from([("a".into(), Rate { input: 3, output: 5 })]) };
		assert_eq!(multiply(&rates, 10).get("a"), Some(Rate { input: 30, output: 50 }));
	}
}
