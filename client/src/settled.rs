//! Settled batches: their rows as the chain has them, and what it takes to give one up and to get
//! back what it took.
//!
//! 1. [`Rows::of`] takes the rows of a batch from what `receipts_batch` answers, and checks them against
//!    the header.
//! 2. An operator opens its row with [`Rows::open`] and forfeits it:
//!    [`calls::receipts::forfeit_row`](crate::calls::receipts::forfeit_row).
//! 3. Anyone who has the receipts makes the batch again ([`Rows::batch`]), makes claims of it
//!    ([`claims`]) and sends them: [`calls::receipts::claim_refund`](crate::calls::receipts::claim_refund).

use crate::{Error, chain::VoidRows};
use codec::DecodeAll;
use orogen_primitives_core::{Cuc, SpendingSessionId};
use orogen_primitives_receipts::{
	Batch, BatchError, EntryState, Receipt, RefundClaim, RowOpening, SettledOperatorRow,
	SettledSessionRow, batch::plans, rows_root,
};
use orogen_primitives_runtime_api::BatchInfo;
use serde_json::Value;
use std::{collections::BTreeSet, path::Path};

/// The rows of a batch as they were settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows {
	operators: Vec<SettledOperatorRow>,
	sessions: Vec<SettledSessionRow>,
}

/// The rows in one list of `receipts_batch`, by their SCALE form.
fn leaves<Row: DecodeAll>(rows: &Value, list: &str) -> Option<Vec<Row>> {
	let leaf = |row: &Value| {
		let digits = row.get("leaf")?.as_str()?.strip_prefix("0x")?;
		Row::decode_all(&mut hex::decode(digits).ok()?.as_slice()).ok()
	};
	rows.get(list)?.as_array()?.iter().map(leaf).collect()
}

impl Rows {
	/// The rows of the batch `info`, of what `receipts_batch` says in `rows`.
	pub fn of(info: &BatchInfo, rows: &Value) -> Result<Self, Error> {
		let operators = leaves(rows, "operators");
		let (Some(operators), Some(sessions)) = (operators, leaves(rows, "sessions")) else {
			return Err(Error::Answer {
				what: format!("the rows of batch {}", info.id),
				reason: "their form is another one".into(),
			});
		};
		let rows = Self { operators, sessions };
		if rows_root(&rows.operators, &rows.sessions) != info.rows_root {
			return Err(Error::Argument(format!(
				"these are not the rows of batch {}: they make another root than its header has",
				info.id
			)));
		}
		Ok(rows)
	}

	/// The rows in a file with what `receipts_batch` of another node answers; see [`Self::of`].
	pub fn from_file(info: &BatchInfo, path: &Path) -> Result<Self, Error> {
		let text = std::fs::read_to_string(path).map_err(Error::file(path))?;
		let answer: Value = serde_json::from_str(&text)
			.map_err(|error| Error::Argument(format!("{}: no JSON: {error}", path.display())))?;
		let rows = ["/rows", "/result/rows"].into_iter().find_map(|place| answer.pointer(place));
		let rows = rows.filter(|rows| !rows.is_null()).ok_or_else(|| {
			Error::Argument(format!(
				"{}: there are no `rows`; it must be what receipts_batch answers",
				path.display()
			))
		})?;
		Self::of(info, rows)
	}

	/// The operator rows.
	pub fn operators(&self) -> &[SettledOperatorRow] {
		&self.operators
	}

	/// The session rows.
	pub fn sessions(&self) -> &[SettledSessionRow] {
		&self.sessions
	}

	/// Operator row `row` and its opening; `None` if there is no such row.
	pub fn open(&self, row: u32) -> Option<(&SettledOperatorRow, RowOpening)> {
		let settled = self.operators.get(usize::try_from(row).ok()?)?;
		Some((settled, RowOpening::of_operator(&self.operators, &self.sessions, row)?))
	}

	/// Makes the batch `info` again of its receipts, in any order. No registry is asked: every model
	/// counts as not registered.
	pub fn batch(&self, info: &BatchInfo, receipts: Vec<Receipt>) -> Result<Batch, Error> {
		let (has, all) = (receipts.len(), info.count);
		let differs = |reason: String| {
			Error::Argument(format!("these are not the receipts of batch {}: {reason}", info.id))
		};
		if u32::try_from(has) != Ok(all) {
			return Err(differs(format!("it has {all} and here are {has}")));
		}
		let rows: Vec<_> = self.sessions.iter().map(|settled| settled.row.clone()).collect();
		let batch = plans(&rows, &receipts)
			.and_then(|plans| Batch::build(receipts, &plans, |_| Some(0)))
			.map_err(|error| differs(error.to_string()))?;
		let is_it =
			(batch.root_ops().hash, batch.root_seq().hash) == (info.root_ops, info.root_seq);
		if is_it { Ok(batch) } else { Err(differs(BatchError::WrongRoot.to_string())) }
	}
}

/// A claim and what it brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
	/// The claim.
	pub claim: RefundClaim,
	/// Entries that are refunded.
	pub entries: u32,
	/// Their micro-USD.
	pub amount: Cuc,
}

/// All claims of what the void rows of `batch` took and nobody has claimed, of the sessions in `only`
/// or, if it is empty, of all. `refunded` are the entries that are refunded already.
pub fn claims(
	batch: &Batch,
	rows: &Rows,
	void: &VoidRows,
	refunded: &BTreeSet<u32>,
	only: &BTreeSet<SpendingSessionId>,
) -> Result<Vec<Claim>, Error> {
	let refundable = |index: u32, cuc: Cuc, state: EntryState| match state {
		EntryState::Leaf(leaf) => cuc > 0 && void.contains(leaf) && !refunded.contains(&index),
		EntryState::Void | EntryState::Deferred => false,
	};
	let leaves: BTreeSet<u32> = (0u32..)
		.zip(batch.entries())
		.filter(|(index, entry)| refundable(*index, entry.cuc, entry.state))
		.filter_map(|(_, entry)| match entry.state {
			EntryState::Leaf(leaf) => Some(leaf),
			EntryState::Void | EntryState::Deferred => None,
		})
		.collect();
	let mut all = Vec::new();
	for (row, settled) in (0u32..).zip(rows.sessions()) {
		if !only.is_empty() && !only.contains(&settled.row.session) {
			continue;
		}
		let of_row = RefundClaim::of_row(batch, rows.operators(), rows.sessions(), row, |leaf| {
			leaves.contains(&leaf)
		});
		let of_row = of_row.ok_or_else(|| {
			Error::Argument(format!(
				"session row {row} of the batch does not agree with its receipts"
			))
		})?;
		all.extend(of_row.into_iter().map(|claim| {
			let brings =
				claim.placed().filter(|(index, entry)| refundable(*index, entry.cuc, entry.state));
			let (entries, amount) =
				brings.fold((0u32, Cuc::MIN), |(entries, amount), (_, entry)| {
					(entries.saturating_add(1), amount.saturating_add(entry.cuc))
				});
			Claim { claim, entries, amount }
		}));
	}
	Ok(all)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{chain::LeafRange, gateway::tests::receipt, keys::Keypair};
	use codec::Encode;
	use orogen_primitives_receipts::{OperatorTerms, SessionPlan, SessionTerms};
	use orogen_primitives_runtime_api::BatchState;
	use serde_json::json;

	/// A batch of two sessions by two operators: seq 1 of session 1 is void, the second operator served
	/// seqs from 3 on.
	fn story() -> (Batch, Rows, BatchInfo, Value) {
		let receipts: Vec<_> = [(1, 0), (1, 2), (1, 3), (1, 4), (2, 0), (2, 3)]
			.into_iter()
			.map(|(session, seq)| {
				let mut receipt = receipt(session, seq, 50 + Cuc::from(seq), 0);
				if seq >= 3 {
					receipt.body.hotkey = Keypair::well_known("other").unwrap().account();
				}
				receipt
			})
			.collect();
		let plan = |session, void| SessionPlan { session, from_seq: 0, void, deferred: vec![] };
		let plans = [plan(1, vec![1]), plan(2, vec![1, 2])];
		let batch = Batch::build(receipts, &plans, |_| Some(0)).unwrap();
		let who = Keypair::well_known("customer").unwrap();
		let operators: Vec<_> = (0u32..)
			.zip(batch.operators())
			.map(|(operator, row)| SettledOperatorRow {
				row: row.clone(),
				terms: OperatorTerms { operator, payee: who.account(), due: 5, commission: 1 },
			})
			.collect();
		let terms = SessionTerms {
			owner: who.account(),
			expiry_day: 20_000,
			key: who.session_key(),
			ack_window: 8,
			opened_at: 0,
			models: SessionTerms::models_hash(&[]),
		};
		let sessions: Vec<_> = batch
			.sessions()
			.iter()
			.map(|row| SettledSessionRow { row: row.clone(), terms: terms.clone() })
			.collect();
		let list = |leaves: Vec<Vec<u8>>| -> Vec<Value> {
			leaves
				.iter()
				.map(|leaf| json!({ "leaf": format!("0x{}", hex::encode(leaf)) }))
				.collect()
		};
		let answer = json!({
			"operators": list(operators.iter().map(Encode::encode).collect()),
			"sessions": list(sessions.iter().map(Encode::encode).collect()),
		});
		let submission = batch.submission();
		let info = BatchInfo {
			id: 7,
			gateway: who.account(),
			epoch: 0,
			submitted: 1,
			root_ops: batch.root_ops().hash,
			root_seq: batch.root_seq().hash,
			rows_root: rows_root(&operators, &sessions),
			count: submission.count,
			entries: submission.entries,
			operator_rows: 2,
			session_rows: 2,
			tokens: submission.tokens,
			cuc: submission.cuc,
			blob_url: vec![],
			state: BatchState::Open,
			void: None,
		};
		(batch, Rows { operators, sessions }, info, answer)
	}

	fn void(first: u32, end: u32) -> VoidRows {
		VoidRows { waiting: 0, voided: 0, leaves: vec![LeafRange { first, end }] }
	}

	#[test]
	fn rows_should_be_those_of_the_header() {
		let (_, rows, info, mut answer) = story();
		assert_eq!(Rows::of(&info, &answer).unwrap(), rows);
		let (row, opening) = rows.open(1).unwrap();
		assert!(opening.verify_operator(&info.rows_root, 2, row));
		assert_eq!(rows.open(2), None);

		let dir = tempfile::tempdir().unwrap();
		let file = dir.path().join("rows.json");
		for text in [json!({ "rows": answer }), json!({ "result": { "rows": answer } })] {
			std::fs::write(&file, text.to_string()).unwrap();
			assert_eq!(Rows::from_file(&info, &file).unwrap(), rows);
		}
		for (text, reason) in
			[("{}", "no `rows`"), ("{\"rows\":null}", "no `rows`"), ("x", "no JSON")]
		{
			std::fs::write(&file, text).unwrap();
			let error = Rows::from_file(&info, &file).unwrap_err().to_string();
			assert!(error.contains(reason), "{error}");
		}

		answer["operators"].as_array_mut().unwrap().pop();
		let error = Rows::of(&info, &answer).unwrap_err().to_string();
		assert!(error.starts_with("these are not the rows of batch 7"), "{error}");
		answer["operators"][0]["leaf"] = json!("0x00");
		assert!(matches!(Rows::of(&info, &answer), Err(Error::Answer { .. })));
	}

	#[test]
	fn a_batch_should_be_made_again_of_its_receipts_only() {
		let (batch, rows, info, _) = story();
		let mut receipts = batch.receipts().to_vec();
		receipts.reverse();
		let again = rows.batch(&info, receipts.clone()).unwrap();
		assert_eq!(again.submission(), batch.submission());
		let mut fewer = receipts.clone();
		fewer.pop();
		let error = rows.batch(&info, fewer).unwrap_err().to_string();
		assert!(error.ends_with("it has 6 and here are 5"), "{error}");
		let mut forged = receipts.clone();
		forged[0].body.tokens_out += 1;
		let error = rows.batch(&info, forged).unwrap_err().to_string();
		assert!(error.ends_with("the top of a tree does not agree"), "{error}");
		let mut others = receipts;
		others[0] = receipt(9, 0, 50, 0);
		let error = rows.batch(&info, others).unwrap_err().to_string();
		assert!(error.ends_with("no plan for session 9"), "{error}");
	}

	#[test]
	fn claims_should_bring_what_void_rows_took_and_nobody_has_claimed() {
		let (batch, rows, info, _) = story();
		// The row of the operator that served seqs 3 and 4 of session 1 and 3 of session 2.
		let other = Keypair::well_known("other").unwrap().account();
		let row = rows.operators().iter().position(|one| one.row.hotkey == other).unwrap();
		let (settled, opening) = rows.open(u32::try_from(row).unwrap()).unwrap();
		let first = u32::try_from(opening.first).unwrap();
		let void = void(first, first + settled.row.count);
		let none = BTreeSet::new();
		let all = claims(&batch, &rows, &void, &BTreeSet::new(), &none).unwrap();
		let brings: Vec<_> = all
			.iter()
			.map(|one| (one.claim.session.row.session, one.entries, one.amount))
			.collect();
		assert_eq!(brings, [(1, 2, 53 + 54), (2, 1, 53)]);
		for one in &all {
			one.claim.verify(&info.rows_root, 2, &batch.root_seq()).unwrap();
		}
		let only = claims(&batch, &rows, &void, &BTreeSet::new(), &BTreeSet::from([2])).unwrap();
		assert_eq!(only, all[1..]);
		// Seq 3 of session 1 is entry 3: refunded before.
		let rest = claims(&batch, &rows, &void, &BTreeSet::from([3]), &none).unwrap();
		assert_eq!((rest[0].entries, rest[0].amount, rest[0].claim.first), (1, 54, 4));
		let done = BTreeSet::from([3, 4, 8]);
		assert_eq!(claims(&batch, &rows, &void, &done, &none).unwrap(), []);
		let nothing = VoidRows::default();
		assert_eq!(claims(&batch, &rows, &nothing, &BTreeSet::new(), &none).unwrap(), []);
	}
}
