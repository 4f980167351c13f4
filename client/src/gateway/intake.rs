//! The daemon's way in: what is taken is in the journal before its sender is told.

use super::{
	book::{Book, Held, Known, Record, State},
	check::{Code, Context, Refusal, check, place},
	daemon::{Gateway, lock, more},
};
use crate::{Error, receipts::parse_receipt};
use orogen_primitives_core::{AccountId, BlockNumber, Moment, Seq, SpendingSessionId};
use orogen_primitives_receipts::Receipt;
use orogen_primitives_runtime_api::{OperatorInfo, SessionInfo};
use serde_json::{Value, json};
use sp_core::crypto::Ss58Codec;
use std::{
	collections::BTreeMap,
	sync::Arc,
	time::{Duration, Instant},
};

/// How long what the chain says of a session or an operator is believed when receipts come in.
const FRESH: Duration = Duration::from_secs(6);

/// What became of one receipt that came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Verdict {
	/// Its line, from 1.
	pub(super) line: usize,
	/// Its session and seq, if it is a receipt at all.
	place: Option<(SpendingSessionId, Seq)>,
	/// Whether it is new, or why it is not taken.
	pub(super) outcome: Result<bool, Refusal>,
}

impl Verdict {
	/// A refusal as JSON.
	pub(super) fn json(&self) -> Value {
		let (session, seq) = self.place.unzip();
		let (code, reason) = match &self.outcome {
			Ok(_) => (None, None),
			Err(refusal) => (Some(refusal.code), Some(&refusal.reason)),
		};
		json!({
			"line": self.line,
			"session": session.map(|id| id.to_string()),
			"seq": seq,
			"code": code,
			"reason": reason,
		})
	}
}

/// A line and the receipt in it.
type Line = (usize, Result<Receipt, String>);

/// Receipts of a text: one JSON value over many lines, or one a line.
pub(super) fn parse(text: &str) -> Vec<Line> {
	if let Ok(receipt) = serde_json::from_str::<Receipt>(text) {
		return vec![(1, Ok(receipt))];
	}
	(1..)
		.zip(text.lines())
		.filter(|(_, line)| !line.trim().is_empty())
		.map(|(number, line)| (number, parse_receipt(line)))
		.collect()
}

impl Gateway {
	async fn session(&self, id: SpendingSessionId) -> Result<Option<SessionInfo>, Error> {
		if let Some((at, info)) = lock(&self.sessions).get(&id)
			&& at.elapsed() < FRESH
		{
			return Ok(info.clone());
		}
		let info = self.chain.session(id, None).await?;
		lock(&self.sessions).insert(id, (Instant::now(), info.clone()));
		Ok(info)
	}

	async fn operator(&self, hotkey: &AccountId) -> Result<Option<OperatorInfo>, Error> {
		if let Some((at, info)) = lock(&self.operators).get(hotkey)
			&& at.elapsed() < FRESH
		{
			return Ok(info.clone());
		}
		let info = self.chain.operator(hotkey, None).await?;
		lock(&self.operators).insert(hotkey.clone(), (Instant::now(), info.clone()));
		Ok(info)
	}

	/// The newest block and now: the later of the clock and the chain's.
	async fn clock(&self) -> Result<(BlockNumber, Moment), Refusal> {
		let read = async {
			let best = self.chain.best().await?;
			Ok((best.number, self.chain.time(best.hash).await?.max(crate::commands::now())))
		};
		read.await.map_err(|error: Error| Refusal::new(Code::Unavailable, error.to_string()))
	}

	/// Checks one receipt against the chain; its session.
	async fn examine(
		&self,
		receipt: &Receipt,
		clock: &Result<(BlockNumber, Moment), Refusal>,
	) -> Result<SessionInfo, Refusal> {
		let away = |error: Error| Refusal::new(Code::Unavailable, error.to_string());
		let (block, now) = clock.clone()?;
		let id = receipt.terms().session;
		let session = self.session(id).await.map_err(away)?.ok_or_else(|| {
			Refusal::new(Code::UnknownSession, format!("there is no session {id}"))
		})?;
		let hotkey = &receipt.body.hotkey;
		let operator = self.operator(hotkey).await.map_err(away)?.ok_or_else(|| {
			let who = hotkey.to_ss58check();
			Refusal::new(Code::UnknownOperator, format!("there is no operator {who}"))
		})?;
		let context = Context {
			genesis: &self.chain.genesis(),
			gateway: &self.who,
			session: &session,
			operator: &operator,
			block,
			now,
			rates: &self.config.rates,
		};
		check(receipt, &context)?;
		Ok(session)
	}

	/// Takes what is good: when this returns, it is in the journal.
	pub(super) async fn take(&self, lines: Vec<Line>) -> Result<Vec<Verdict>, Error> {
		let clock = self.clock().await;
		let mut examined = Vec::with_capacity(lines.len());
		for (line, parsed) in lines {
			let (place, result) = match parsed {
				Err(reason) => (None, Err(Refusal::new(Code::Malformed, reason))),
				Ok(receipt) => {
					let place = (receipt.terms().session, receipt.terms().seq);
					let checked = self.examine(&receipt, &clock).await;
					(Some(place), checked.map(|session| (receipt, session)))
				}
			};
			examined.push((line, place, result));
		}
		let verdicts = tokio::task::block_in_place(|| self.keep(examined))?;
		let count = |outcome: fn(&Verdict) -> bool| verdicts.iter().filter(|v| outcome(v)).count();
		let accepted = count(|verdict| verdict.outcome == Ok(true));
		let known = count(|verdict| verdict.outcome == Ok(false));
		more(&self.counters.accepted, accepted);
		more(&self.counters.known, known);
		if accepted > 0 {
			self.log(format_args!("accepted {accepted} receipts"));
		}
		// One line for each reason, with the first receipt that has it.
		let mut reasons = BTreeMap::<&str, (usize, &Verdict)>::new();
		for verdict in &verdicts {
			match &verdict.outcome {
				Err(refusal) if refusal.code == Code::Unavailable => {
					self.note_error(&format!("receipts cannot be checked: {}", refusal.reason));
				}
				Err(refusal) => {
					more(&self.counters.rejected, 1);
					let (count, _) = reasons.entry(&refusal.reason).or_insert((0, verdict));
					*count = count.saturating_add(1);
				}
				Ok(_) => {}
			}
		}
		for (reason, (count, first)) in reasons {
			let place = first.place.map_or_else(String::new, |(session, seq)| {
				format!(", first seq {seq} of session {session}")
			});
			self.log(format_args!("rejected {count} receipts{place}: {reason}"));
		}
		Ok(verdicts)
	}

	#[allow(clippy::type_complexity, reason = "made once and taken apart at once")]
	fn keep(
		&self,
		examined: Vec<(
			usize,
			Option<(SpendingSessionId, Seq)>,
			Result<(Receipt, SessionInfo), Refusal>,
		)>,
	) -> Result<Vec<Verdict>, Error> {
		let at = crate::commands::now();
		let mut store = lock(&self.store);
		// What is taken in this go counts for what comes after it.
		let mut trial = Book::default();
		let mut records = Vec::new();
		let mut verdicts = Vec::new();
		for (line, place_of, result) in examined {
			let outcome = result.and_then(|(receipt, session)| {
				trial.sessions.entry(session.id).or_insert_with(|| {
					store.book().sessions.get(&session.id).cloned().unwrap_or_default()
				});
				let is_new = place(&receipt, &session, &trial)?;
				if is_new {
					let held =
						Held { receipt: Arc::new(receipt.clone()), at, state: State::Pending };
					let seqs = trial.sessions.entry(session.id).or_default();
					seqs.insert(receipt.terms().seq, Known::Held(held));
					records.push(Record::Accepted { receipt: Box::new(receipt), at });
				}
				Ok(is_new)
			});
			verdicts.push(Verdict { line, place: place_of, outcome });
		}
		let result = store.append(records);
		drop(store);
		match result {
			Ok(()) => Ok(verdicts),
			Err(error) => {
				let path = self.config.data.join("journal");
				let again = Error::Journal { path, reason: error.to_string() };
				lock(&self.progress).fatal.get_or_insert(again);
				Err(error)
			}
		}
	}
}

#[cfg(test)]
mod tests {
	use super::{super::tests::receipt, *};

	#[test]
	fn texts_should_be_receipts() {
		let one = receipt(1, 0, 50, 0);
		let pretty = serde_json::to_string_pretty(&one).unwrap();
		assert_eq!(parse(&pretty), [(1, Ok(one.clone()))]);
		let line = serde_json::to_string(&one).unwrap();
		let lines = parse(&format!("{line}\n\nnonsense\n{line}\n"));
		assert_eq!(lines.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 3, 4]);
		assert!(lines[1].1.is_err() && lines[2].1.is_ok());
		assert!(parse("\n \n").is_empty());
	}
}
