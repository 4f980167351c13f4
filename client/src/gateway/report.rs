//! What the daemon tells: batches with their proofs, its status, its metrics.

use super::{
	book::State,
	daemon::{Gateway, lock},
	tree,
};
use crate::Error;
use orogen_primitives_core::Hash;
use orogen_primitives_receipts::{Receipt, Submission};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sp_core::crypto::Ss58Codec;
use std::{
	collections::BTreeMap,
	sync::atomic::{AtomicU64, Ordering},
};

/// Most receipts of a batch whose proofs are listed with it.
const MAX_PROOFS: usize = 1_024;

/// A file of a batch: this in the first line, the receipts in the others.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct BatchFile {
	pub(super) submission: Submission,
	pub(super) transaction: Hash,
}

impl Gateway {
	/// A batch, or one of its receipts, with proofs.
	pub(super) fn batch(&self, which: &str, only: Option<usize>) -> Result<Option<Value>, Error> {
		let (root, id) = {
			let store = lock(&self.store);
			let batches = &store.book().batches;
			match which.parse() {
				Ok(id) => match batches.get(&id) {
					Some(settled) => (settled.root_ops, Some(id)),
					None => return Ok(None),
				},
				Err(_) => match crate::commands::hash(which) {
					Ok(root) => {
						let id = batches.iter().find(|(_, one)| one.root_ops == root);
						(root, id.map(|(id, _)| *id))
					}
					Err(_) => return Ok(None),
				},
			}
		};
		let path = self.file(&root);
		let text = match std::fs::read_to_string(&path) {
			Ok(text) => text,
			Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
			Err(error) => return Err(Error::file(path)(error)),
		};
		let damaged = |reason: String| Error::Journal {
			path: path.clone(),
			reason: format!("damaged: {reason}"),
		};
		let mut lines = text.lines();
		let head: BatchFile = serde_json::from_str(lines.next().unwrap_or_default())
			.map_err(|error| damaged(error.to_string()))?;
		let receipts: Vec<Receipt> = lines
			.map(|line| serde_json::from_str(line).map_err(|error| damaged(error.to_string())))
			.collect::<Result<_, _>>()?;
		let tree = tree(&receipts)?;
		let proof = |index: usize| {
			let opening = tree.open(u32::try_from(index).ok()?).ok()?;
			Some(json!({ "index": index, "siblings": opening.siblings }))
		};
		let id = id.map(|id| id.to_string());
		if let Some(index) = only {
			let Some(receipt) = receipts.get(index) else { return Ok(None) };
			return Ok(Some(json!({
				"batch": id,
				"rootOps": root,
				"receipt": receipt,
				"proof": proof(index),
			})));
		}
		let proofs = (receipts.len() <= MAX_PROOFS)
			.then(|| (0..receipts.len()).map(proof).collect::<Vec<_>>());
		Ok(Some(json!({
			"batch": id,
			"submission": head.submission,
			"transaction": head.transaction,
			"receipts": receipts,
			"proofs": proofs,
		})))
	}

	/// What the daemon has and does.
	pub(super) fn status(&self) -> Value {
		let (totals, under_way, parked, batches) = {
			let store = lock(&self.store);
			let book = store.book();
			let mut parked = BTreeMap::<String, u64>::new();
			for (_, _, held) in book.all_held() {
				if let State::Parked { reason, .. } = &held.state {
					let count = parked.entry(reason.clone()).or_default();
					*count = count.saturating_add(1);
				}
			}
			let under_way = book.attempt.as_ref().map(|attempt| {
				json!({
					"transaction": attempt.hash,
					"receipts": attempt.receipts.len(),
					"cuc": attempt.cuc.to_string(),
					"validUntil": attempt.valid_until,
				})
			});
			let batches: Vec<_> = book
				.batches
				.values()
				.rev()
				.take(20)
				.map(|batch| {
					json!({
						"batch": batch.batch.to_string(),
						"block": batch.block,
						"rootOps": batch.root_ops,
						"receipts": batch.count,
						"cuc": batch.cuc.to_string(),
					})
				})
				.collect();
			(book.totals(), under_way, parked, batches)
		};
		let progress = lock(&self.progress);
		json!({
			"gateway": self.who.to_ss58check(),
			"node": self.chain.url(),
			"bestBlock": progress.best,
			"finalisedBlock": progress.finalised,
			"pending": totals.pending,
			"pendingCuc": totals.pending_cuc.to_string(),
			"oldestPending": totals.oldest,
			"underWay": under_way,
			"parked": totals.parked,
			"parkedCuc": totals.parked_cuc.to_string(),
			"parkedReasons": parked,
			"settled": totals.settled,
			"settledCuc": totals.settled_cuc.to_string(),
			"batches": batches,
			"error": progress.last_error,
		})
	}

	/// The same for Prometheus.
	pub(super) fn metrics(&self) -> String {
		use std::fmt::Write;
		let (totals, batches, bytes) = {
			let store = lock(&self.store);
			(store.book().totals(), store.book().batches.len(), store.len())
		};
		let (best, finalised, is_well) = {
			let progress = lock(&self.progress);
			(progress.best, progress.finalised, progress.last_error.is_none())
		};
		let age = totals.oldest.map_or(0, |at| crate::commands::now().saturating_sub(at) / 1_000);
		let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
		let counters = &self.counters;
		let rows: [(&str, &str, &str, u64); 18] = [
			(
				"receipts_accepted_total",
				"counter",
				"Receipts taken since the start",
				read(&counters.accepted),
			),
			(
				"receipts_known_total",
				"counter",
				"Receipts sent again since the start",
				read(&counters.known),
			),
			(
				"receipts_rejected_total",
				"counter",
				"Receipts not taken since the start",
				read(&counters.rejected),
			),
			("receipts_pending", "gauge", "Receipts to be settled", totals.pending),
			("receipts_pending_micro_usd", "gauge", "Their micro-USD", totals.pending_cuc),
			("receipts_oldest_seconds", "gauge", "Age of the oldest of them", age),
			("receipts_under_way", "gauge", "Receipts in the batch under way", totals.sent),
			("receipts_parked", "gauge", "Receipts that cannot be settled", totals.parked),
			("receipts_parked_micro_usd", "gauge", "Their micro-USD", totals.parked_cuc),
			("receipts_settled_total", "counter", "Receipts settled", totals.settled),
			("settled_micro_usd_total", "counter", "Their micro-USD", totals.settled_cuc),
			(
				"batches_settled_total",
				"counter",
				"Batches settled",
				u64::try_from(batches).unwrap_or(u64::MAX),
			),
			("batches_sent_total", "counter", "Batches sent since the start", read(&counters.sent)),
			(
				"batches_failed_total",
				"counter",
				"Batches that failed since the start",
				read(&counters.failed),
			),
			("errors_total", "counter", "Errors since the start", read(&counters.errors)),
			("journal_bytes", "gauge", "Size of the journal", bytes),
			("best_block", "gauge", "Newest block of the node", best.into()),
			("finalised_block", "gauge", "Newest finalised block of the node", finalised.into()),
		];
		let mut text = String::new();
		for (name, kind, help, value) in rows {
			// Writing to a string does not fail.
			write!(text, "# HELP orogen_gateway_{name} {help}.\n# TYPE orogen_gateway_{name} {kind}\norogen_gateway_{name} {value}\n").ok();
		}
		let well = u64::from(is_well);
		write!(text, "# HELP orogen_gateway_up Whether the last look at the chain went well.\n# TYPE orogen_gateway_up gauge\norogen_gateway_up {well}\n").ok();
		text
	}
}
