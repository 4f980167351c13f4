//! `orogen receipt`: signs the receipts of a log of calls, and verifies receipts; see also `settled`.

use super::{
	connect, note,
	parse::{self, Kind, Mode, StakeTier},
	print, print_json,
	settled::ShowBatch,
	table,
	tx::{SessionSecret, key_of},
};
use crate::{
	Error,
	amounts::cuc,
	keys::{Scheme, session_key_from_text, session_key_to_text},
	openai::{self, Outcome},
	rates::Rates,
	receipts::{
		Customer, DataDir, Operator, Statement, Wishes, audit, new_acks, read_acks, read_receipts,
		write_acks,
	},
};
use orogen_primitives_core::{
	AccountId, DEFAULT_ACK_WINDOW, Hash, Moment, Seq, SpendingSessionId, VerificationMode,
	VerificationModes,
};
use orogen_primitives_receipts::{self as primitives, SessionKey};
use serde_json::json;
use sp_core::crypto::Ss58Codec;
use sp_runtime::Perbill;
use std::{
	collections::BTreeMap,
	io::{BufReader, Write},
	path::PathBuf,
};

/// Sign and verify receipts.
#[derive(Debug, clap::Subcommand)]
pub enum Receipt {
	/// Turn a log of OpenAI-compatible calls into signed requests and receipts.
	///
	/// Each line of the log is {"request": …, "response": …}; a streamed response is the list of its
	/// chunks. Each call takes the next seq of the session: one that failed has no receipt, its seq is
	/// void. Tokens come from `usage`, the price from the rate table, rounded up to a micro-USD.
	Sign(Box<Sign>),
	/// Check receipts without a node: form, signatures, terms, what was acknowledged.
	Verify(Verify),
	/// Prove that a receipt is part of a batch, or check such a proof with a node.
	///
	/// Reads the receipts of the batch, such as a gateway serves them at the batch's `blobUrl`, and
	/// prints the receipt with its index and siblings, as `receipts_verify` takes them.
	Proof(Proof),
	/// Show a settled batch: its state, its rows, and what of it is void.
	Batch(ShowBatch),
}

/// A session's public key, perhaps with the session's id before it.
#[derive(Clone, Debug)]
struct KeyOf(Option<SpendingSessionId>, SessionKey);

fn parse_key_of(text: &str) -> Result<KeyOf, String> {
	let (id, key) = match text.split_once('=') {
		Some((id, key)) => (Some(id.parse().map_err(|_| "the session's id is no number")?), key),
		None => (None, text),
	};
	Ok(KeyOf(id, session_key_from_text(key).map_err(|error| error.to_string())?))
}

/// Options of `orogen receipt sign`.
#[derive(Debug, clap::Args)]
pub struct Sign {
	/// Log of calls, one JSON object a line.
	#[arg(long, value_name = "FILE")]
	log: PathBuf,
	/// Prices in micro-USD for a million tokens: {"models": {"NAME": {"in": 1, "out": 2}}}.
	#[arg(long, value_name = "FILE")]
	rates: PathBuf,
	/// Id of the spending session.
	#[arg(long)]
	session: SpendingSessionId,
	#[command(flatten)]
	session_key: SessionSecret,
	/// File with the secret URI of the operator's hotkey.
	#[arg(
		long,
		value_name = "FILE",
		required_unless_present = "hotkey_suri",
		conflicts_with = "hotkey_suri"
	)]
	hotkey: Option<PathBuf>,
	/// Secret URI of the operator's hotkey; others can see it while the program runs.
	#[arg(long, value_name = "SURI")]
	hotkey_suri: Option<String>,
	/// Scheme of the hotkey.
	#[arg(long, value_enum, default_value_t)]
	hotkey_scheme: Scheme,
	/// Account of the session's gateway.
	#[arg(long, value_name = "ACCOUNT", value_parser = parse::account)]
	gateway: AccountId,
	/// Genesis hash of the chain that settles; without it the node is asked.
	#[arg(long, value_name = "HASH", value_parser = parse::hash)]
	genesis: Option<Hash>,
	/// File that the receipts are written to, one a line in the published JSON form.
	#[arg(long, value_name = "FILE")]
	out: PathBuf,
	/// Folder that keys and ciphertexts of prompts and answers are written to. Keep it: a demand for
	/// the data is answered from it.
	#[arg(long, value_name = "DIR")]
	data_dir: PathBuf,
	/// File that says how far the session is; read if it is there, and written. Without it the session
	/// begins at seq 0.
	#[arg(long, value_name = "FILE")]
	state: Option<PathBuf>,
	/// Ack window of the session.
	#[arg(long, default_value_t = DEFAULT_ACK_WINDOW)]
	ack_window: u8,
	/// The gateway's commission, in percent of the operator's share.
	#[arg(long, value_name = "PERCENT", default_value = "0", value_parser = parse::commission)]
	commission: Perbill,
	/// Worst tier that the customer accepts.
	#[arg(long, value_enum, default_value = "edge")]
	min_tier: StakeTier,
	/// Most tokens of an answer, for calls that set no limit.
	#[arg(long, default_value_t = 4_096)]
	max_tokens_out: u32,
	/// Id of a registered model by the name in the log; other models count as unregistered. Can be given
	/// more than once.
	#[arg(long = "model", value_name = "NAME=HASH", value_parser = parse::model)]
	models: Vec<(String, Hash)>,
	/// Where the model runs.
	#[arg(long, value_enum, default_value = "local-inference")]
	kind: Kind,
	/// How the receipts can be verified; also the only mode that the customer allows.
	#[arg(long, value_enum, default_value = "vanilla")]
	mode: Mode,
	/// Hash of the weights; zero is "not stated", as for a model that no registry knows.
	#[arg(long, value_name = "HASH", value_parser = parse::hash)]
	weights_hash: Option<Hash>,
	/// Hash of the kernel pack; zero is "not stated".
	#[arg(long, value_name = "HASH", value_parser = parse::hash)]
	kernel_pack_hash: Option<Hash>,
	/// Hash of the attestation report; zero is "not attested".
	#[arg(long, value_name = "HASH", value_parser = parse::hash)]
	attestation_hash: Option<Hash>,
	/// Commitment to the fingerprint of the run; zero is "not stated".
	#[arg(long, value_name = "HASH", value_parser = parse::hash)]
	fingerprint: Option<Hash>,
	/// Time of every answer in milliseconds since the Unix epoch; by default what `created` says.
	#[arg(long, value_name = "MS")]
	timestamp: Option<Moment>,
	/// Print JSON.
	#[arg(long)]
	json: bool,
}

/// Options of `orogen receipt verify`.
#[derive(Debug, clap::Args)]
pub struct Verify {
	/// Receipts, one a line in the published JSON form or as 0x and SCALE bytes.
	file: PathBuf,
	/// Public key of the sessions, such as sr25519:0x…; with ID= before it of one session. Can be given
	/// more than once. With --url, the node is asked for keys that are not given, and for the genesis
	/// hash.
	#[arg(long, value_name = "[ID=]KEY", value_parser = parse_key_of)]
	session_key: Vec<KeyOf>,
	/// Leave the customers' signatures out.
	#[arg(long)]
	without_customer: bool,
	/// Genesis hash that the receipts must have.
	#[arg(long, value_name = "HASH", value_parser = parse::hash)]
	genesis: Option<Hash>,
	/// Ack window of the sessions.
	#[arg(long, default_value_t = DEFAULT_ACK_WINDOW)]
	ack_window: u8,
	/// Folder with keys and ciphertexts: check that they are what the receipts commit to.
	#[arg(long, value_name = "DIR")]
	data_dir: Option<PathBuf>,
	/// Print JSON.
	#[arg(long)]
	json: bool,
}

/// Options of `orogen receipt proof`.
#[derive(Debug, clap::Args)]
pub struct Proof {
	/// All receipts of the batch, one a line in the published JSON form or as 0x and SCALE bytes, in any
	/// order.
	#[arg(value_name = "FILE")]
	receipts: PathBuf,
	/// Session of the receipt.
	#[arg(long)]
	session: SpendingSessionId,
	/// Its seq.
	#[arg(long)]
	seq: Seq,
	/// Id of the batch: asks the node whether the receipt is part of it.
	#[arg(long, value_name = "ID")]
	batch: Option<orogen_primitives_core::BatchId>,
}

impl Proof {
	async fn run(self, url: Option<&str>) -> Result<(), Error> {
		let receipts = crate::gateway::sort(read_receipts(&self.receipts)?)?;
		let place = receipts.iter().position(|receipt| {
			(receipt.terms().session, receipt.terms().seq) == (self.session, self.seq)
		});
		let missing = || {
			Error::NotFound(format!(
				"{} has no receipt of seq {} of session {}",
				self.receipts.display(),
				self.seq,
				self.session
			))
		};
		let place = place.ok_or_else(missing)?;
		let receipt = receipts.get(place).ok_or_else(missing)?;
		let tree = crate::gateway::tree(&receipts)?;
		let index = u32::try_from(place).unwrap_or(u32::MAX);
		let opening = tree.open(index).map_err(|_| missing())?;
		let answer = match self.batch {
			Some(batch) => {
				let chain = connect(url).await?;
				Some(chain.verify(batch, receipt, index, &opening, None).await?)
			}
			None => None,
		};
		print_json(&json!({
			"rootOps": tree.root().hash,
			"index": index,
			"siblings": opening.siblings,
			"receipt": receipt,
			"batch": self.batch.map(|id| id.to_string()),
			"committed": answer.as_ref().map(|answer| answer.committed),
			"reason": answer.as_ref().and_then(|answer| answer.reason.clone()),
			"fault": answer.as_ref().and_then(|answer| answer.fault.clone()),
			"void": answer.as_ref().map(|answer| answer.void),
		}))?;
		match (answer, self.batch) {
			(Some(answer), Some(batch)) if !answer.committed => Err(Error::NotFound(format!(
				"the receipt is not part of batch {batch}: {}",
				answer.reason.unwrap_or_else(|| "other receipts make another root".into())
			))),
			_ => Ok(()),
		}
	}
}

impl Receipt {
	pub(super) async fn run(self, url: Option<&str>) -> Result<(), Error> {
		match self {
			Self::Sign(command) => command.run(url).await,
			Self::Verify(command) => command.run(url).await,
			Self::Proof(command) => command.run(url).await,
			Self::Batch(command) => command.run(url).await,
		}
	}
}

impl Sign {
	async fn run(self, url: Option<&str>) -> Result<(), Error> {
		let session_key = self.session_key.key()?;
		let hotkey = key_of(
			"hotkey",
			"--hotkey-suri",
			self.hotkey_scheme,
			self.hotkey.as_ref(),
			self.hotkey_suri.as_ref(),
		)?;
		let rates = Rates::from_file(&self.rates)?;
		let log = std::fs::File::open(&self.log).map_err(Error::file(&self.log))?;
		let calls = openai::read_log(BufReader::new(log))?;
		let genesis = match self.genesis {
			Some(genesis) => genesis,
			None => connect(url).await?.genesis(),
		};
		let acks = match &self.state {
			Some(path) => read_acks(path, self.ack_window)?,
			None => new_acks(self.ack_window)?,
		};
		let mode = VerificationMode::from(self.mode);
		let wishes = Wishes {
			genesis,
			session: self.session,
			gateway: self.gateway.clone(),
			min_tier: self.min_tier.into(),
			modes: VerificationModes::of(&[mode]),
			commission: self.commission,
			max_tokens_out: self.max_tokens_out,
			models: self.models.iter().cloned().collect(),
		};
		let public = session_key.session_key();
		let mut customer = Customer::new(wishes, session_key, acks);
		let operator = Operator {
			hotkey,
			statement: Statement {
				kind: self.kind.into(),
				mode,
				weights_hash: self.weights_hash.unwrap_or_default(),
				kernel_pack_hash: self.kernel_pack_hash.unwrap_or_default(),
				attestation_hash: self.attestation_hash.unwrap_or_default(),
				fingerprint: self.fingerprint.unwrap_or_default(),
			},
		};

		// Everything is signed before anything is written: a bad line leaves no half-written files.
		let first = customer.acks().next_seq();
		let mut lines = String::new();
		let mut served = Vec::new();
		let mut void = Vec::<Seq>::new();
		let mut sums = (0u64, 0u64, 0u128);
		for call in &calls {
			let fault = |reason: &str| Error::Log { line: call.line, reason: reason.into() };
			let rate = rates
				.get(&call.model)
				.ok_or_else(|| fault(&format!("the rate table has no model `{}`", call.model)))?;
			let request = customer.request(call, rate)?;
			let Outcome::Answered(answer) = &call.outcome else {
				void.push(request.terms.seq);
				continue;
			};
			let created = answer.created.and_then(|seconds| seconds.checked_mul(1_000));
			let timestamp = self.timestamp.or(created).ok_or_else(|| {
				fault("the response has no `created`; give the time with --timestamp")
			})?;
			let (receipt, sealed) = operator.answer(request, call, answer, rate, timestamp)?;
			customer.accept(&receipt)?;
			sums.0 = sums.0.saturating_add(receipt.body.tokens_in.into());
			sums.1 = sums.1.saturating_add(receipt.body.tokens_out.into());
			sums.2 = sums.2.saturating_add(receipt.body.price.into());
			let line =
				serde_json::to_string(&receipt).map_err(|error| fault(&error.to_string()))?;
			lines.push_str(&line);
			lines.push('\n');
			served.push((receipt, sealed));
		}

		let data = DataDir::create(&self.data_dir)?;
		for (receipt, sealed) in &served {
			data.put(receipt.terms(), sealed)?;
		}
		let mut file = std::fs::File::create(&self.out).map_err(Error::file(&self.out))?;
		file.write_all(lines.as_bytes()).map_err(Error::file(&self.out))?;
		if let Some(path) = &self.state {
			write_acks(path, customer.acks())?;
		}

		let key = session_key_to_text(&public);
		let next = customer.acks().next_seq();
		if self.json {
			return print_json(&json!({
				"session": self.session.to_string(),
				"sessionKey": key,
				"hotkey": operator.hotkey.account().to_ss58check(),
				"firstSeq": first,
				"nextSeq": next,
				"receipts": served.len(),
				"void": void,
				"tokensIn": sums.0.to_string(),
				"tokensOut": sums.1.to_string(),
				"price": sums.2.to_string(),
			}));
		}
		let rows = [
			("session", self.session.to_string()),
			("session key", key),
			("hotkey", operator.hotkey.account().to_ss58check()),
			("seqs", if next > first { format!("{first} to {}", next - 1) } else { "none".into() }),
			("receipts", served.len().to_string()),
			("void seqs", list(&void)),
			("tokens in, out", format!("{}, {}", sums.0, sums.1)),
			("price", format!("{} CUC", cuc(sums.2))),
		];
		print(table(&[], rows.into_iter().map(|(name, value)| [name.to_owned(), value]), &[]))
	}
}

fn list(seqs: &[Seq]) -> String {
	if seqs.is_empty() {
		return "none".into();
	}
	seqs.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

impl Verify {
	async fn run(self, url: Option<&str>) -> Result<(), Error> {
		new_acks(self.ack_window)?;
		let receipts = read_receipts(&self.file)?;
		let mut keys = BTreeMap::<SpendingSessionId, SessionKey>::new();
		for terms in receipts.iter().map(primitives::Receipt::terms) {
			let of = |id: Option<SpendingSessionId>| {
				self.session_key.iter().find(|KeyOf(of, _)| *of == id).map(|KeyOf(_, key)| *key)
			};
			if let Some(key) = of(Some(terms.session)).or_else(|| of(None)) {
				keys.insert(terms.session, key);
			}
		}
		let mut genesis = self.genesis;
		if url.is_some() {
			let chain = connect(url).await?;
			genesis = genesis.or(Some(chain.genesis()));
			for terms in receipts.iter().map(primitives::Receipt::terms) {
				if let std::collections::btree_map::Entry::Vacant(slot) = keys.entry(terms.session)
					&& let Some(session) = chain.session(terms.session, None).await?
				{
					let scheme = String::from_utf8_lossy(&session.key_scheme).into_owned();
					if let Some(key) = SessionKey::from_parts(&scheme, &session.key) {
						slot.insert(key);
					}
				}
			}
		}
		let missing: Vec<_> = receipts
			.iter()
			.map(|receipt| receipt.terms().session)
			.find(|session| !keys.contains_key(session))
			.into_iter()
			.collect();
		if let Some(session) = missing.first()
			&& !self.without_customer
		{
			return Err(Error::Argument(format!(
				"the key of session {session} is not known; give it with --session-key {session}=KEY, or a \
				 node with --url"
			)));
		}

		let mut faults = audit(
			&receipts,
			genesis.as_ref(),
			|session| keys.get(&session).copied(),
			self.ack_window,
		);
		if let Some(path) = &self.data_dir {
			let data = DataDir::open(path)?;
			for (receipt, fault) in receipts.iter().zip(&mut faults) {
				if let Err(error) =
					data.get(receipt.terms()).and_then(|sealed| sealed.check(receipt))
				{
					fault.get_or_insert_with(|| error.to_string());
				}
			}
		}
		let bad = faults.iter().filter(|fault| fault.is_some()).count();
		let price = receipts
			.iter()
			.fold(0u128, |sum, receipt| sum.saturating_add(receipt.body.price.into()));
		if self.json {
			let receipts: Vec<_> = receipts
				.iter()
				.zip(&faults)
				.map(|(receipt, fault)| {
					let terms = receipt.terms();
					json!({
						"session": terms.session.to_string(),
						"seq": terms.seq,
						"hotkey": receipt.body.hotkey.to_ss58check(),
						"tokensIn": receipt.body.tokens_in,
						"tokensOut": receipt.body.tokens_out,
						"price": receipt.body.price.to_string(),
						"fault": fault,
					})
				})
				.collect();
			print_json(&json!({ "receipts": receipts, "bad": bad, "price": price.to_string() }))?;
		} else {
			let rows = receipts.iter().zip(&faults).map(|(receipt, fault)| {
				let terms = receipt.terms();
				let hotkey = receipt.body.hotkey.to_ss58check();
				[
					terms.session.to_string(),
					terms.seq.to_string(),
					hotkey.chars().take(10).collect::<String>() + "…",
					receipt.body.tokens_in.to_string(),
					receipt.body.tokens_out.to_string(),
					cuc(receipt.body.price.into()),
					cuc(terms.acked.into()),
					fault.clone().unwrap_or_else(|| "in order".into()),
				]
			});
			let header = ["session", "seq", "hotkey", "in", "out", "CUC", "acked", "receipt"];
			print(table(&header, rows, &[0, 1, 3, 4, 5, 6]))?;
			print(format!("{} receipts, {} CUC, {bad} not in order", receipts.len(), cuc(price)))?;
		}
		if self.without_customer && !missing.is_empty() {
			note("note: customers' signatures were left out");
		}
		if bad > 0 { Err(Error::BadReceipts { bad, all: receipts.len() }) } else { Ok(()) }
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn keys_should_be_read_with_their_session() {
		let key = format!("ed25519:0x{}", "01".repeat(32));
		assert_eq!(parse_key_of(&key).unwrap().0, None);
		assert_eq!(parse_key_of(&format!("7={key}")).unwrap().0, Some(7));
		assert!(parse_key_of(&format!("x={key}")).is_err());
		assert!(parse_key_of("7=").is_err());
	}
}
