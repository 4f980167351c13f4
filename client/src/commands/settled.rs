//! What can be done about settled batches: `orogen receipt batch`, `operator forfeit`, `session refund`.

use super::{
	connect, note, parse, print, print_json, table,
	tx::{Field, Sending},
};
use crate::{
	Error,
	amounts::cuc,
	calls::{self, Call},
	chain::{BatchAnswer, Chain, Included, VoidRows},
	receipts::read_receipts,
	settled::{Claim, Rows, claims},
};
use orogen_primitives_core::{AccountId, BatchId, Cuc, Hash, SpendingSessionId};
use orogen_primitives_receipts::Receipt;
use orogen_primitives_runtime_api::{BatchInfo, BatchState, OperatorState};
use serde_json::json;
use sp_core::crypto::Ss58Codec;
use std::{
	collections::{BTreeMap, BTreeSet},
	path::PathBuf,
};
use subxt::{ext::scale_decode::DecodeAsType, utils::AccountId32};

/// Most claims of one transaction: some hundred KB.
const CLAIMS: usize = 16;

/// Options of `orogen receipt batch`.
#[derive(Debug, clap::Args)]
pub struct ShowBatch {
	/// Id of the batch.
	batch: BatchId,
	/// Print JSON.
	#[arg(long)]
	json: bool,
}

/// Options of `orogen operator forfeit`.
#[derive(Debug, clap::Args)]
pub struct Forfeit {
	/// Id of the batch.
	batch: BatchId,
	/// Number of the operator row, from 0; `orogen receipt batch` lists them.
	row: u32,
	/// File with what `receipts_batch` of another node answers, if this node has no rows of the batch.
	#[arg(long, value_name = "FILE")]
	rows: Option<PathBuf>,
	#[command(flatten)]
	sending: Sending,
}

/// Options of `orogen session refund`.
#[derive(Debug, clap::Args)]
pub struct Refund {
	/// Id of the batch.
	batch: BatchId,
	/// All receipts of the batch: one a line, the answer of the gateway at the batch's `blobUrl`, or the
	/// file that its daemon keeps.
	#[arg(value_name = "FILE")]
	receipts: PathBuf,
	/// Only what this session paid. Can be given more than once; by default all sessions.
	#[arg(long = "session", value_name = "ID")]
	sessions: Vec<SpendingSessionId>,
	/// File with what `receipts_batch` of another node answers, if this node has no rows of the batch.
	#[arg(long, value_name = "FILE")]
	rows: Option<PathBuf>,
	#[command(flatten)]
	sending: Sending,
}

async fn batch(chain: &Chain, id: BatchId, at: Hash) -> Result<BatchAnswer, Error> {
	chain.batch(id, Some(at)).await?.ok_or_else(|| {
		Error::NotFound(format!(
			"there is no batch {id}: ids count up from 0, and a batch is forgotten some months after its \
			 epoch has closed"
		))
	})
}

/// The rows of a batch, of the file if there is one.
fn rows(answer: &BatchAnswer, file: Option<&PathBuf>) -> Result<Rows, Error> {
	match (file, &answer.rows) {
		(Some(path), _) => Rows::from_file(&answer.info, path),
		(None, Some(rows)) => Rows::of(&answer.info, rows),
		(None, None) => Err(Error::NotFound(format!(
			"this node has no rows of batch {}: it did not run when it was settled, or keeps no off-chain \
			 index; ask another node with --url, or give the answer of its receipts_batch with --rows",
			answer.info.id
		))),
	}
}

/// Whether the chain takes a forfeit of a row, whose first leaf is `first`, by the account `who`.
async fn may_forfeit(
	chain: &Chain,
	info: &BatchInfo,
	operator: u32,
	first: u64,
	who: &AccountId,
	at: Hash,
) -> Result<(), Error> {
	let id = info.id;
	let refuse = |reason: String| Err(Error::Refused(reason));
	if info.state == BatchState::Final {
		return refuse(format!("batch {id} is final: its epoch is closed and its rows stand"));
	}
	let void = chain.void_rows(id, at).await?.unwrap_or_default();
	if u32::try_from(first).is_ok_and(|first| void.contains(first)) {
		return refuse(format!("the row of batch {id} is void already"));
	}
	let Some(known) = chain.operator_by_id(operator, at).await? else {
		return refuse(format!("operator {operator} has left: its rows stand"));
	};
	if known.coldkey != *who {
		return refuse(format!(
			"the row belongs to the coldkey {}; sign with that",
			known.coldkey.to_ss58check()
		));
	}
	if known.status == OperatorState::Banned || known.frozen > 0 {
		return refuse(format!(
			"the operator {} is banned, or some of its stake is frozen: its rows stand",
			known.hotkey.to_ss58check()
		));
	}
	Ok(())
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct RowVoided {
	row: u16,
	cuc: Cuc,
	due: Cuc,
	commission: Cuc,
}

impl Forfeit {
	pub(super) async fn run(self, url: Option<&str>) -> Result<(), Error> {
		let key = self.sending.signer.key()?;
		let chain = connect(url).await?;
		let at = chain.best().await?.hash;
		let answer = batch(&chain, self.batch, at).await?;
		let rows = rows(&answer, self.rows.as_ref())?;
		let (settled, opening) = rows.open(self.row).ok_or_else(|| {
			let all = rows.operators().len();
			Error::NotFound(format!(
				"batch {} has no operator row {}: it has {all}, counted from 0",
				self.batch, self.row
			))
		})?;
		let (operator, first) = (settled.terms.operator, opening.first);
		may_forfeit(&chain, &answer.info, operator, first, &key.account(), at).await?;
		let call = calls::receipts::forfeit_row(self.batch, settled, &opening);
		self.sending
			.run(&chain, &call, &key, |included| {
				let event: RowVoided = included.event("Receipts", "RowVoided")?;
				Ok(vec![
					Field::id("batch", "batch", self.batch),
					Field::new("operator row", "row", event.row.to_string(), event.row),
					Field::account("operator", "hotkey", &settled.row.hotkey),
					Field::new(
						"receipts",
						"receipts",
						settled.row.count.to_string(),
						settled.row.count,
					),
					Field::cuc("back to the customers", "cuc", event.cuc),
					Field::cuc("the operator's due, given up", "due", event.due),
					Field::cuc("the gateway's commission, gone", "commission", event.commission),
				])
			})
			.await
	}
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct RefundClaimed {
	session: SpendingSessionId,
	who: AccountId32,
	entries: u32,
	amount: Cuc,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct CreditsReturned {
	amount: Cuc,
}

/// What a transaction refunded, by session.
fn refunded(included: &Included) -> Result<Vec<Field>, Error> {
	let events: Vec<RefundClaimed> = included.all("Receipts", "RefundClaimed")?;
	let returned: Vec<CreditsReturned> = included.all("Credits", "CreditsReturned")?;
	let mut sessions = BTreeMap::<SpendingSessionId, (AccountId, u32, Cuc)>::new();
	for RefundClaimed { session, who, entries, amount } in &events {
		let of = sessions.entry(*session).or_insert_with(|| (AccountId::from(who.0), 0, 0));
		of.1 = of.1.saturating_add(*entries);
		of.2 = of.2.saturating_add(*amount);
	}
	let entries = events.iter().fold(0u32, |sum, event| sum.saturating_add(event.entries));
	let amount: Cuc = events.iter().fold(0, |sum, event| sum.saturating_add(event.amount));
	let returned: Cuc = returned.iter().fold(0, |sum, event| sum.saturating_add(event.amount));
	let (texts, list): (Vec<_>, Vec<_>) = sessions
		.into_iter()
		.map(|(session, (who, entries, amount))| {
			let who = who.to_ss58check();
			let text = format!("{session}: {} CUC for {who}", cuc(amount.into()));
			let value = json!({
				"session": session.to_string(),
				"who": who,
				"entries": entries,
				"amount": amount.to_string(),
			});
			(text, value)
		})
		.unzip();
	Ok(vec![
		Field::new("sessions", "sessions", texts.join("\n"), list),
		Field::new("receipts", "entries", entries.to_string(), entries),
		Field::cuc("refunded", "amount", amount),
		Field::cuc("of it expired", "expired", amount.saturating_sub(returned)),
	])
}

impl Refund {
	/// The claims, and how many of them there are no room for.
	async fn claims(
		&self,
		chain: &Chain,
		receipts: Vec<Receipt>,
	) -> Result<(Vec<Claim>, usize), Error> {
		let (id, at) = (self.batch, chain.best().await?.hash);
		let answer = batch(chain, id, at).await?;
		let Some(void) = chain.void_rows(id, at).await? else {
			return Err(Error::Refused(format!(
				"there is nothing to refund: no row of batch {id} is void, see `orogen receipt batch {id}`"
			)));
		};
		let rows = rows(&answer, self.rows.as_ref())?;
		let only: BTreeSet<_> = self.sessions.iter().copied().collect();
		let known = |id: &&SpendingSessionId| {
			rows.sessions().iter().any(|settled| settled.row.session == **id)
		};
		if let Some(session) = only.iter().find(|id| !known(id)) {
			return Err(Error::NotFound(format!("batch {id} has no row of session {session}")));
		}
		let path = self.receipts.display();
		let again = rows.batch(&answer.info, receipts).map_err(|error| match error {
			Error::Argument(reason) => Error::Argument(format!("{path}: {reason}")),
			error => error,
		})?;
		let done = chain.refunded_entries(id, answer.info.entries, at).await?;
		let mut all = claims(&again, &rows, &void, &done, &only)?;
		if all.is_empty() {
			let whom = if only.is_empty() { "" } else { " of these sessions" };
			return Err(Error::Refused(format!(
				"there is nothing to refund: what the void rows of batch {id} took{whom} is refunded already"
			)));
		}
		let left = all.len().saturating_sub(CLAIMS);
		all.truncate(CLAIMS);
		Ok((all, left))
	}

	async fn call(&self, chain: &Chain, claims: &[Claim]) -> Result<Call, Error> {
		let call = |claim: &Claim| calls::receipts::claim_refund(self.batch, &claim.claim);
		if let [only] = claims {
			return Ok(call(only));
		}
		let mut encoded = Vec::with_capacity(claims.len());
		for claim in claims {
			encoded.push(calls::Encoded(chain.encode(&call(claim)).await?));
		}
		Ok(calls::all(&encoded))
	}

	pub(super) async fn run(self, url: Option<&str>) -> Result<(), Error> {
		let key = self.sending.signer.key()?;
		let receipts = read_receipts(&self.receipts)?;
		let chain = connect(url).await?;
		let (claims, left) = self.claims(&chain, receipts).await?;
		if self.sending.dry_run {
			let (entries, amount) = claims.iter().fold((0u32, 0u128), |(entries, amount), one| {
				(entries.saturating_add(one.entries), amount.saturating_add(one.amount.into()))
			});
			note(format_args!("{entries} receipts, {} CUC would be refunded", cuc(amount)));
		}
		let call = self.call(&chain, &claims).await?;
		self.sending
			.run(&chain, &call, &key, |included| {
				let mut fields = vec![Field::id("batch", "batch", self.batch)];
				fields.extend(refunded(included)?);
				Ok(fields)
			})
			.await?;
		if left > 0 {
			note(format_args!("{left} claims had no room in the transaction: run this again"));
		}
		Ok(())
	}
}

/// Which operator rows are void.
fn void_rows(rows: &Rows, void: &VoidRows) -> Vec<bool> {
	let mut first = 0u32;
	rows.operators()
		.iter()
		.map(|settled| {
			let is_void = void.contains(first);
			first = first.saturating_add(settled.row.count);
			is_void
		})
		.collect()
}

impl ShowBatch {
	pub(super) async fn run(self, url: Option<&str>) -> Result<(), Error> {
		let chain = connect(url).await?;
		let at = chain.best().await?.hash;
		let answer = batch(&chain, self.batch, at).await?;
		let void = chain.void_rows(self.batch, at).await?;
		if self.json {
			let mut value = json!(answer);
			if let Some(object) = value.as_object_mut() {
				object.insert("void".into(), json!(void));
			}
			return print_json(&value);
		}
		let info = &answer.info;
		let void = void.unwrap_or_default();
		let state = match info.state {
			BatchState::Open => "open",
			BatchState::Final => "final",
		};
		let fields = [
			("batch", info.id.to_string()),
			("gateway", info.gateway.to_ss58check()),
			("epoch, block", format!("{}, {}", info.epoch, info.submitted)),
			("state", state.into()),
			("receipts, entries", format!("{}, {}", info.count, info.entries)),
			("settled", format!("{} CUC", cuc(info.cuc.into()))),
			("of it void", format!("{} CUC", cuc(void.voided.into()))),
			("of it not refunded", format!("{} CUC", cuc(void.waiting.into()))),
			("receipts at", String::from_utf8_lossy(&info.blob_url).into_owned()),
		];
		print(table(&[], fields.map(|(name, value)| [name.to_owned(), value]), &[]))?;
		let Some(rows) = &answer.rows else {
			note("note: this node has no rows of the batch");
			return Ok(());
		};
		let rows = Rows::of(info, rows)?;
		let operators = (0u32..).zip(rows.operators()).zip(void_rows(&rows, &void)).map(
			|((row, settled), void)| {
				[
					row.to_string(),
					settled.row.hotkey.to_ss58check(),
					parse::name(&settled.row.mode),
					settled.row.count.to_string(),
					cuc(settled.row.cuc.into()),
					cuc(settled.terms.due.into()),
					cuc(settled.terms.commission.into()),
					if void { "void" } else { "stands" }.into(),
				]
			},
		);
		let header = ["row", "operator", "mode", "receipts", "CUC", "due", "commission", "state"];
		print(table(&header, operators, &[0, 3, 4, 5, 6]))?;
		let sessions = rows.sessions().iter().map(|settled| {
			[
				settled.row.session.to_string(),
				settled.terms.owner.to_ss58check(),
				settled.row.from_seq.to_string(),
				settled.row.count.to_string(),
				settled.row.void.to_string(),
				settled.row.newly_deferred().to_string(),
				settled.row.late.to_string(),
				cuc(settled.row.cuc.into()),
			]
		});
		let header = ["session", "owner", "from seq", "seqs", "void", "deferred", "late", "CUC"];
		print(table(&header, sessions, &[0, 2, 3, 4, 5, 6, 7]))
	}
}
