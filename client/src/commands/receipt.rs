//! `orogen receipt`: signs the receipts of a log of calls, and verifies receipts.

use super::{connect, note, print, print_json, table};
use crate::{
	Error,
	amounts::cuc,
	keys::{Keypair, Scheme, session_key_from_text, session_key_to_text},
	openai::{self, Outcome},
	rates::Rates,
	receipts::{Customer, DataDir, Operator, Statement, Wishes, audit},
};
use clap::ValueEnum;
use orogen_primitives_core::{
	AccountId, DEFAULT_ACK_WINDOW, Hash, Moment, NodeKind, Seq, SpendingSessionId, Tier,
	VerificationMode, VerificationModes,
};
use orogen_primitives_receipts::{self as primitives, AckWindow, SessionKey};
use serde_json::json;
use sp_core::crypto::Ss58Codec;
use sp_runtime::Perbill;
use std::{
	collections::BTreeMap,
	io::{BufReader, Write},
	path::{Path, PathBuf},
	str::FromStr,
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
}

/// How a receipt can be verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Mode {
	/// By the attestation of the TEE that served it.
	Tee,
	/// By a zero-knowledge proof.
	Zkml,
	/// By replay.
	Vanilla,
}

impl From<Mode> for VerificationMode {
	fn from(mode: Mode) -> Self {
		match mode {
			Mode::Tee => Self::Tee,
			Mode::Zkml => Self::ZkMl,
			Mode::Vanilla => Self::Vanilla,
		}
	}
}

/// Where the model runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
	/// On the operator's own GPU.
	LocalInference,
	/// At an outside provider, behind a TEE.
	LlmProxy,
}

impl From<Kind> for NodeKind {
	fn from(kind: Kind) -> Self {
		match kind {
			Kind::LocalInference => Self::LocalInference,
			Kind::LlmProxy => Self::LlmProxy,
		}
	}
}

/// Stake tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum MinTier {
	DcPremium,
	DcStandard,
	CloudRented,
	Prosumer,
	Edge,
	EmbedOnly,
}

impl From<MinTier> for Tier {
	fn from(tier: MinTier) -> Self {
		match tier {
			MinTier::DcPremium => Self::DcPremium,
			MinTier::DcStandard => Self::DcStandard,
			MinTier::CloudRented => Self::CloudRented,
			MinTier::Prosumer => Self::Prosumer,
			MinTier::Edge => Self::Edge,
			MinTier::EmbedOnly => Self::EmbedOnly,
		}
	}
}

fn parse_hash(text: &str) -> Result<Hash, String> {
	text.strip_prefix("0x")
		.and_then(|digits| hex::decode(digits).ok())
		.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok())
		.map(Hash::from)
		.ok_or_else(|| "expected 0x and 64 hex digits".into())
}

fn parse_model(text: &str) -> Result<(String, Hash), String> {
	let (name, id) = text.rsplit_once('=').ok_or("expected NAME=HASH")?;
	Ok((name.to_owned(), parse_hash(id)?))
}

fn parse_account(text: &str) -> Result<AccountId, String> {
	AccountId::from_str(text).map_err(|_| "expected an SS58 address or 0x and 64 hex digits".into())
}

/// A percentage with at most seven decimals.
fn parse_percent(text: &str) -> Result<Perbill, String> {
	let fault = || "expected a percentage from 0 to 20 with at most 7 decimals".to_owned();
	let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
	let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
	if fraction.len() > 7 || whole.is_empty() || !digits(whole) || !digits(fraction) {
		return Err(fault());
	}
	let parts: u32 = format!("{whole}{fraction:0<7}").parse().map_err(|_| fault())?;
	if parts > 200_000_000 {
		return Err(fault());
	}
	Ok(Perbill::from_parts(parts))
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
	/// File with the secret URI of the session's key.
	#[arg(
		long,
		value_name = "FILE",
		required_unless_present = "session_suri",
		conflicts_with = "session_suri"
	)]
	session_key: Option<PathBuf>,
	/// Secret URI of the session's key; others can see it while the program runs.
	#[arg(long, value_name = "SURI")]
	session_suri: Option<String>,
	/// Scheme of the session's key.
	#[arg(long, value_enum, default_value_t)]
	session_scheme: Scheme,
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
	#[arg(long, value_name = "ACCOUNT", value_parser = parse_account)]
	gateway: AccountId,
	/// Genesis hash of the chain that settles; without it the node is asked.
	#[arg(long, value_name = "HASH", value_parser = parse_hash)]
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
	#[arg(long, value_name = "PERCENT", default_value = "0", value_parser = parse_percent)]
	commission: Perbill,
	/// Worst tier that the customer accepts.
	#[arg(long, value_enum, default_value = "edge")]
	min_tier: MinTier,
	/// Most tokens of an answer, for calls that set no limit.
	#[arg(long, default_value_t = 4_096)]
	max_tokens_out: u32,
	/// Id of a registered model by the name in the log; other models count as unregistered. Can be given
	/// more than once.
	#[arg(long = "model", value_name = "NAME=HASH", value_parser = parse_model)]
	models: Vec<(String, Hash)>,
	/// Where the model runs.
	#[arg(long, value_enum, default_value = "local-inference")]
	kind: Kind,
	/// How the receipts can be verified; also the only mode that the customer allows.
	#[arg(long, value_enum, default_value = "vanilla")]
	mode: Mode,
	/// Hash of the weights; zero is "not stated", as for a model that no registry knows.
	#[arg(long, value_name = "HASH", value_parser = parse_hash)]
	weights_hash: Option<Hash>,
	/// Hash of the kernel pack; zero is "not stated".
	#[arg(long, value_name = "HASH", value_parser = parse_hash)]
	kernel_pack_hash: Option<Hash>,
	/// Hash of the attestation report; zero is "not attested".
	#[arg(long, value_name = "HASH", value_parser = parse_hash)]
	attestation_hash: Option<Hash>,
	/// Commitment to the fingerprint of the run; zero is "not stated".
	#[arg(long, value_name = "HASH", value_parser = parse_hash)]
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
	#[arg(long, value_name = "HASH", value_parser = parse_hash)]
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

impl Receipt {
	pub(super) async fn run(self, url: Option<&str>) -> Result<(), Error> {
		match self {
			Self::Sign(command) => command.run(url).await,
			Self::Verify(command) => command.run(url).await,
		}
	}
}

fn key(
	what: &'static str,
	scheme: Scheme,
	file: Option<&PathBuf>,
	suri: Option<&String>,
) -> Result<Keypair, Error> {
	match (file, suri) {
		(Some(path), _) => Keypair::from_file(what, scheme, path),
		(None, Some(suri)) => Keypair::from_uri(what, scheme, suri),
		(None, None) => Err(Error::Argument(format!("the {what} is missing"))),
	}
}

/// How far a session is, by its file.
fn read_state(path: &Path, window: u8) -> Result<Option<AckWindow>, Error> {
	match std::fs::read_to_string(path) {
		Ok(text) => {
			let state: AckWindow = serde_json::from_str(&text).map_err(|error| {
				Error::Argument(format!("{}: no session state: {error}", path.display()))
			})?;
			if state.window() != window {
				let message = format!(
					"{}: the session has an ack window of {}, not {window}",
					path.display(),
					state.window()
				);
				return Err(Error::Argument(message));
			}
			Ok(Some(state))
		}
		Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
		Err(error) => Err(Error::file(path)(error)),
	}
}

impl Sign {
	async fn run(self, url: Option<&str>) -> Result<(), Error> {
		let session_key = key(
			"session key",
			self.session_scheme,
			self.session_key.as_ref(),
			self.session_suri.as_ref(),
		)?;
		let hotkey =
			key("hotkey", self.hotkey_scheme, self.hotkey.as_ref(), self.hotkey_suri.as_ref())?;
		let rates = Rates::from_file(&self.rates)?;
		let log = std::fs::File::open(&self.log).map_err(Error::file(&self.log))?;
		let calls = openai::read_log(BufReader::new(log))?;
		let genesis = match self.genesis {
			Some(genesis) => genesis,
			None => connect(url).await?.genesis(),
		};
		let state = match &self.state {
			Some(path) => read_state(path, self.ack_window)?,
			None => None,
		};
		let acks = match state {
			Some(state) => state,
			None => AckWindow::new(self.ack_window)
				.ok_or_else(|| Error::Argument("the ack window must be 1 to 64".into()))?,
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
			let text = serde_json::to_string_pretty(customer.acks())
				.map_err(|error| Error::Argument(format!("no JSON: {error}")))?;
			std::fs::write(path, format!("{text}\n")).map_err(Error::file(path))?;
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

/// Receipts of a file: JSON or hex of SCALE, one a line.
fn read_receipts(path: &Path) -> Result<Vec<primitives::Receipt>, Error> {
	let text = std::fs::read_to_string(path).map_err(Error::file(path))?;
	(1usize..)
		.zip(text.lines())
		.filter(|(_, line)| !line.trim().is_empty())
		.map(|(number, line)| {
			let parsed = match line.trim().strip_prefix("0x") {
				Some(digits) => {
					hex::decode(digits).map_err(|error| error.to_string()).and_then(|bytes| {
						primitives::Receipt::from_bytes(&bytes).map_err(|fault| fault.to_string())
					})
				}
				None => serde_json::from_str(line).map_err(|error| error.to_string()),
			};
			parsed.map_err(|reason| {
				Error::Argument(format!(
					"{}: line {number} is no receipt: {reason}",
					path.display()
				))
			})
		})
		.collect()
}

impl Verify {
	async fn run(self, url: Option<&str>) -> Result<(), Error> {
		if AckWindow::new(self.ack_window).is_none() {
			return Err(Error::Argument("the ack window must be 1 to 64".into()));
		}
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
	fn percentages_should_be_exact() {
		assert_eq!(parse_percent("20").unwrap(), Perbill::from_percent(20));
		assert_eq!(parse_percent("0.5").unwrap(), Perbill::from_parts(5_000_000));
		assert_eq!(parse_percent("12.3456789").unwrap(), Perbill::from_parts(123_456_789));
		for bad in ["", "20.0000001", "21", "-1", "1e1", "12.34567891", "x"] {
			assert!(parse_percent(bad).is_err(), "{bad}");
		}
	}

	#[test]
	fn keys_should_be_read_with_their_session() {
		let key = format!("ed25519:0x{}", "01".repeat(32));
		assert_eq!(parse_key_of(&key).unwrap().0, None);
		assert_eq!(parse_key_of(&format!("7={key}")).unwrap().0, Some(7));
		assert!(parse_key_of(&format!("x={key}")).is_err());
		assert!(parse_key_of("7=").is_err());
	}
}
