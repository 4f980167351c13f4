//! Signs requests and receipts, encrypts what they are about, and checks receipts.

use crate::{
	Error,
	keys::Keypair,
	openai::{Answer, Call},
	rates::Rate,
};
use chacha20poly1305::{ChaCha20Poly1305, Key, KeyInit, Nonce, Tag, aead::AeadInPlace};
use orogen_primitives_core::{
	AccountId, Hash, Moment, NodeKind, Seq, SpendingSessionId, Tier, VerificationMode,
	VerificationModes,
};
use orogen_primitives_receipts::{
	AckWindow, Receipt, ReceiptBody, ReceiptVersion, RequestTerms, SessionKey, SignedRequest,
	ack::{AckError, settleable},
	body::{self, DataKey},
};
use serde_json::Value;
use sp_runtime::{
	Perbill,
	traits::{BlakeTwo256, Hash as _},
};
use std::{
	collections::{BTreeMap, VecDeque, btree_map::Entry},
	fmt,
	path::{Path, PathBuf},
};

/// Begins the preimage of the id of a model that no registry knows.
const UNREGISTERED_DOMAIN: &[u8] = b"orogen/unregistered-model/1";

/// Bytes of the tag at the end of a ciphertext.
const TAG_LEN: usize = 16;

/// Id of a model that no registry knows: a hash of its name. A registered model's id is the root over
/// its weights.
pub fn unregistered_model(name: &str) -> Hash {
	BlakeTwo256::hash(&[UNREGISTERED_DOMAIN, name.as_bytes()].concat())
}

/// A request and its answer under a key of their own.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed {
	/// The key; whoever has it can read request and answer.
	pub key: DataKey,
	/// The ciphertext, with its tag.
	pub ciphertext: Vec<u8>,
}

impl fmt::Debug for Sealed {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.debug_struct("Sealed").field("bytes", &self.ciphertext.len()).finish_non_exhaustive()
	}
}

impl Sealed {
	/// Encrypts request and answer under a fresh random key.
	pub fn new(request: &[u8], response: &[u8]) -> Result<Self, Error> {
		let mut key = DataKey::default();
		getrandom::fill(&mut key).map_err(|error| Error::Random(error.to_string()))?;
		Self::under(key, request, response)
	}

	fn under(key: DataKey, request: &[u8], response: &[u8]) -> Result<Self, Error> {
		let too_long = || Error::Argument("a request of more than 4 GiB cannot be sealed".into());
		let mut ciphertext = body::frame(request, response).ok_or_else(too_long)?;
		// The key is fresh, so the nonce may be constant.
		let tag = ChaCha20Poly1305::new(Key::from_slice(&key))
			.encrypt_in_place_detached(&Nonce::default(), &[], &mut ciphertext)
			.map_err(|_| too_long())?;
		ciphertext.extend_from_slice(&tag);
		Ok(Self { key, ciphertext })
	}

	/// Decrypts: the request and the answer. `None` if key and ciphertext do not belong together.
	pub fn open(&self) -> Option<(Vec<u8>, Vec<u8>)> {
		let (framed, tag) =
			self.ciphertext.split_at_checked(self.ciphertext.len().checked_sub(TAG_LEN)?)?;
		let mut framed = framed.to_vec();
		ChaCha20Poly1305::new(Key::from_slice(&self.key))
			.decrypt_in_place_detached(&Nonce::default(), &[], &mut framed, Tag::from_slice(tag))
			.ok()?;
		let (request, response) = body::unframe(&framed)?;
		Some((request.to_vec(), response.to_vec()))
	}

	/// Root over the ciphertext, as the receipt has it.
	pub fn data_root(&self) -> Result<Hash, Error> {
		body::data_root(&self.ciphertext).map_err(|_| {
			Error::Argument("a ciphertext of more than 4 TiB cannot be committed to".into())
		})
	}

	/// Commitment to the key, as the receipt has it.
	pub fn key_commitment(&self) -> Hash {
		body::key_commitment(&self.key)
	}

	/// Checks that this is what `receipt` commits to, down to the hashes of request and answer.
	pub fn check(&self, receipt: &Receipt) -> Result<(), Error> {
		let terms = receipt.terms();
		let fault = |reason| Error::Data { session: terms.session, seq: terms.seq, reason };
		if self.key_commitment() != receipt.body.key_commitment {
			return Err(fault("the key is not the one that the receipt commits to"));
		}
		if self.data_root()? != receipt.body.data_root {
			return Err(fault("the ciphertext is not the one that the receipt commits to"));
		}
		let (request, response) =
			self.open().ok_or_else(|| fault("the ciphertext cannot be decrypted"))?;
		if body::request_hash(&request) != terms.request_hash {
			return Err(fault("the request is not the one that the customer signed"));
		}
		if body::response_hash(&response) != receipt.body.response_hash {
			return Err(fault("the answer is not the one that the operator signed"));
		}
		Ok(())
	}
}

/// A folder with keys and ciphertexts: for each receipt `SESSION-SEQ.key` and `SESSION-SEQ.sealed`.
#[derive(Clone, Debug)]
pub struct DataDir(PathBuf);

impl DataDir {
	/// The folder at `path`, made if it is not there.
	pub fn create(path: &Path) -> Result<Self, Error> {
		std::fs::create_dir_all(path).map_err(Error::file(path))?;
		Ok(Self(path.to_owned()))
	}

	/// The folder at `path`, which must be there.
	pub fn open(path: &Path) -> Result<Self, Error> {
		std::fs::read_dir(path).map_err(Error::file(path))?;
		Ok(Self(path.to_owned()))
	}

	fn file(&self, terms: &RequestTerms, kind: &str) -> PathBuf {
		self.0.join(format!("{}-{}.{kind}", terms.session, terms.seq))
	}

	/// Keeps what a receipt is about. Only the owner can read the key.
	pub fn put(&self, terms: &RequestTerms, sealed: &Sealed) -> Result<(), Error> {
		let (key, data) = (self.file(terms, "key"), self.file(terms, "sealed"));
		write_private(&key, format!("0x{}\n", hex::encode(sealed.key)).as_bytes())?;
		std::fs::write(&data, &sealed.ciphertext).map_err(Error::file(data))
	}

	/// What a receipt is about.
	pub fn get(&self, terms: &RequestTerms) -> Result<Sealed, Error> {
		let path = self.file(terms, "key");
		let text = std::fs::read_to_string(&path).map_err(Error::file(&path))?;
		let key = text
			.trim()
			.strip_prefix("0x")
			.and_then(|digits| hex::decode(digits).ok()?.try_into().ok())
			.ok_or(Error::Key {
				what: "key of a ciphertext",
				reason: "not 32 bytes of hex".into(),
			})?;
		let path = self.file(terms, "sealed");
		let ciphertext = std::fs::read(&path).map_err(Error::file(path))?;
		Ok(Sealed { key, ciphertext })
	}
}

/// Writes a file that nobody but its owner can read.
fn write_private(path: &Path, bytes: &[u8]) -> Result<(), Error> {
	use std::io::Write;
	let mut options = std::fs::OpenOptions::new();
	options.write(true).create(true).truncate(true);
	#[cfg(unix)]
	std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
	options.open(path).and_then(|mut file| file.write_all(bytes)).map_err(Error::file(path))
}

/// Writes a file so that it is there whole or not at all, even when the machine stops.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Error> {
	use std::io::Write;
	let mut name = path.file_name().unwrap_or_default().to_owned();
	name.push(".tmp");
	let temporary = path.with_file_name(name);
	let written = std::fs::File::create(&temporary).and_then(|mut file| {
		file.write_all(bytes)?;
		file.sync_all()
	});
	written.map_err(Error::file(&temporary))?;
	std::fs::rename(&temporary, path).map_err(Error::file(path))?;
	sync_folder(path)
}

/// Makes what happened to a file's name last.
pub(crate) fn sync_folder(path: &Path) -> Result<(), Error> {
	let folder = match path.parent() {
		Some(folder) if !folder.as_os_str().is_empty() => folder,
		_ => Path::new("."),
	};
	std::fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(Error::file(folder))
}

/// A session that has had no request.
pub fn new_acks(window: u8) -> Result<AckWindow, Error> {
	AckWindow::new(window).ok_or_else(|| Error::Argument("the ack window must be 1 to 64".into()))
}

/// How far a session is, by its file; at its begin if there is none.
pub fn read_acks(path: &Path, window: u8) -> Result<AckWindow, Error> {
	let begin = new_acks(window)?;
	let text = match std::fs::read_to_string(path) {
		Ok(text) => text,
		Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(begin),
		Err(error) => return Err(Error::file(path)(error)),
	};
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
	Ok(state)
}

/// Writes how far a session is.
pub fn write_acks(path: &Path, acks: &AckWindow) -> Result<(), Error> {
	let text = serde_json::to_string_pretty(acks)
		.map_err(|error| Error::Argument(format!("no JSON: {error}")))?;
	write_whole(path, format!("{text}\n").as_bytes())
}

/// A receipt from one line: the published JSON form, or 0x and SCALE bytes.
pub fn parse_receipt(line: &str) -> Result<Receipt, String> {
	match line.trim().strip_prefix("0x") {
		Some(digits) => hex::decode(digits)
			.map_err(|error| error.to_string())
			.and_then(|bytes| Receipt::from_bytes(&bytes).map_err(|fault| fault.to_string())),
		None => serde_json::from_str(line).map_err(|error| error.to_string()),
	}
}

/// Receipts of a file: one a line, or what a gateway's daemon has or answers about a batch.
pub fn read_receipts(path: &Path) -> Result<Vec<Receipt>, Error> {
	let text = std::fs::read_to_string(path).map_err(Error::file(path))?;
	// The daemon's answer about a batch is one object with a list of receipts.
	if let Ok(Value::Object(mut answer)) = serde_json::from_str(&text)
		&& let Some(receipts) = answer.remove("receipts")
	{
		return serde_json::from_value(receipts).map_err(|error| {
			Error::Argument(format!("{}: a receipt is none: {error}", path.display()))
		});
	}
	// The first line of its own file of a batch is about the batch.
	let is_head = |(number, line): &(usize, &str)| {
		*number == 1
			&& matches!(serde_json::from_str(line), Ok(Value::Object(head)) if head.contains_key("submission"))
	};
	(1usize..)
		.zip(text.lines())
		.filter(|(_, line)| !line.trim().is_empty())
		.filter(|line| !is_head(line))
		.map(|(number, line)| {
			parse_receipt(line).map_err(|reason| {
				Error::Argument(format!(
					"{}: line {number} is no receipt: {reason}",
					path.display()
				))
			})
		})
		.collect()
}

/// What a customer asks for with every call of a session.
#[derive(Clone, Debug)]
pub struct Wishes {
	/// Genesis hash of the chain.
	pub genesis: Hash,
	/// The session.
	pub session: SpendingSessionId,
	/// The session's gateway.
	pub gateway: AccountId,
	/// Worst tier that may serve.
	pub min_tier: Tier,
	/// How receipts may be verified.
	pub modes: VerificationModes,
	/// The gateway's commission, of the operator's share.
	pub commission: Perbill,
	/// Most tokens of an answer, for calls that set no limit of their own.
	pub max_tokens_out: u32,
	/// Ids of registered models, by the names that calls give them; every other name stands for a
	/// model that no registry knows ([`unregistered_model`]).
	pub models: BTreeMap<String, Hash>,
}

/// The customer's side of a session: signs requests and acknowledges answers.
#[derive(Clone, Debug)]
pub struct Customer {
	wishes: Wishes,
	key: Keypair,
	acks: AckWindow,
}

impl Customer {
	/// A session whose requests `key` signs; `acks` says how far it is.
	pub const fn new(wishes: Wishes, key: Keypair, acks: AckWindow) -> Self {
		Self { wishes, key, acks }
	}

	/// How far the session is.
	pub const fn acks(&self) -> &AckWindow {
		&self.acks
	}

	/// What the customer asks for.
	pub const fn wishes(&self) -> &Wishes {
		&self.wishes
	}

	/// Signs the request of a call at a model's rate, on the terms of the session.
	///
	/// The limits are what a customer knows beforehand: a prompt has at most as many tokens as its
	/// canonical JSON has bytes, an answer at most as many as the call allows
	/// ([`Wishes::max_tokens_out`] where it says nothing), and the price is at most that of both.
	pub fn request(&mut self, call: &Call, rate: Rate) -> Result<SignedRequest, Error> {
		let fault = |reason: &str| Error::Log { line: call.line, reason: reason.into() };
		let max_tokens_in =
			u32::try_from(call.request.len()).map_err(|_| fault("the request is too long"))?;
		let max_tokens_out = call.max_tokens.unwrap_or(self.wishes.max_tokens_out);
		let max_price = rate
			.price(max_tokens_in, max_tokens_out)
			.ok_or_else(|| fault("the highest price exceeds 2^64 - 1 micro-USD"))?;
		let (seq, acked) = self.acks.take().ok_or_else(|| fault("the session has no seq left"))?;
		let Wishes { genesis, session, ref gateway, min_tier, modes, commission, .. } = self.wishes;
		let terms = RequestTerms {
			genesis,
			session,
			seq,
			gateway: gateway.clone(),
			request_hash: body::request_hash(&call.request),
			model: self
				.wishes
				.models
				.get(&call.model)
				.copied()
				.unwrap_or_else(|| unregistered_model(&call.model)),
			adapter: None,
			min_tier,
			modes,
			max_price,
			max_tokens_in,
			max_tokens_out,
			commission,
			nonce: u64::try_from(call.line).unwrap_or(u64::MAX),
			acked,
		};
		let signature = self.key.sign_request(terms.payload().as_bytes());
		Ok(SignedRequest { terms, signature })
	}

	/// Accepts the answer to a request, once: later requests acknowledge its price.
	pub fn accept(&mut self, receipt: &Receipt) -> Result<(), Error> {
		accept(&mut self.acks, receipt)
	}
}

/// Accepts the answer to a request, once: later requests acknowledge its price.
pub fn accept(acks: &mut AckWindow, receipt: &Receipt) -> Result<(), Error> {
	let terms = receipt.terms();
	let seq = terms.seq;
	acks.accept(seq, receipt.body.price).map_err(|error| {
		let reason = match error {
			AckError::UnknownSeq => "was never asked for",
			AckError::AlreadyAccepted => "has been accepted before",
			AckError::TooOld => {
				"is not one of the newest 64, so that nobody knows whether it was accepted"
			}
			AckError::Overflow => "would take the accepted prices above 2^64 - 1 micro-USD",
		};
		Error::Argument(format!("seq {seq} of session {} {reason}", terms.session))
	})
}

/// What an operator states with every answer.
#[derive(Clone, Debug)]
pub struct Statement {
	/// Where the model runs.
	pub kind: NodeKind,
	/// How its receipts can be verified.
	pub mode: VerificationMode,
	/// Hash of the weights; zero is "not stated".
	pub weights_hash: Hash,
	/// Hash of the kernels; zero is "not stated".
	pub kernel_pack_hash: Hash,
	/// Hash of the attestation report; zero is "not attested".
	pub attestation_hash: Hash,
	/// Commitment to the fingerprint of the run; zero is "not stated".
	pub fingerprint: Hash,
}

impl Default for Statement {
	/// An own machine that can be replayed and states nothing: all that an operator without
	/// attestation and with a model that no registry knows can honestly say.
	fn default() -> Self {
		let none = Hash::zero();
		Self {
			kind: NodeKind::LocalInference,
			mode: VerificationMode::Vanilla,
			weights_hash: none,
			kernel_pack_hash: none,
			attestation_hash: none,
			fingerprint: none,
		}
	}
}

/// An operator: signs receipts.
#[derive(Clone, Debug)]
pub struct Operator {
	/// Its hotkey.
	pub hotkey: Keypair,
	/// What it states.
	pub statement: Statement,
}

impl Operator {
	/// Signs the receipt of an answer that was complete at `timestamp`, and seals what it is about.
	/// Refuses an answer outside of the request's terms, before it signs.
	pub fn answer(
		&self,
		request: SignedRequest,
		call: &Call,
		answer: &Answer,
		rate: Rate,
		timestamp: Moment,
	) -> Result<(Receipt, Sealed), Error> {
		let limits = &request.terms;
		for (what, tokens, limit) in [
			("prompt", answer.tokens_in, limits.max_tokens_in),
			("answer", answer.tokens_out, limits.max_tokens_out),
		] {
			if tokens > limit {
				let reason =
					format!("the {what} has {tokens} tokens and its request allows {limit}");
				return Err(Error::Log { line: call.line, reason });
			}
		}
		let sealed = Sealed::new(&call.request, &answer.response)?;
		let price = rate.price(answer.tokens_in, answer.tokens_out).ok_or_else(|| Error::Log {
			line: call.line,
			reason: "the price exceeds 2^64 - 1 micro-USD".into(),
		})?;
		let Statement { kind, mode, .. } = self.statement;
		let body = ReceiptBody {
			version: ReceiptVersion::V1,
			genesis: request.terms.genesis,
			hotkey: self.hotkey.account(),
			kind,
			mode,
			response_hash: body::response_hash(&answer.response),
			weights_hash: self.statement.weights_hash,
			kernel_pack_hash: self.statement.kernel_pack_hash,
			attestation_hash: self.statement.attestation_hash,
			tokens_in: answer.tokens_in,
			tokens_out: answer.tokens_out,
			price,
			fingerprint: self.statement.fingerprint,
			data_root: sealed.data_root()?,
			key_commitment: sealed.key_commitment(),
			trace_root: None,
			timestamp,
			request,
		};
		let signature = self.hotkey.sign(body.payload().as_bytes());
		let receipt = Receipt { body, signature };
		let terms = receipt.terms();
		receipt.check_terms(&terms.genesis, &terms.gateway).map_err(|fault| Error::Log {
			line: call.line,
			reason: format!("the answer is outside of the request's terms: {fault}"),
		})?;
		Ok((receipt, sealed))
	}
}

/// Whether the receipts of one session, by ascending seq from 0 on, stay within what their requests
/// acknowledge: names the first seq at which more was to be paid than the customer had agreed to.
/// `window` is the session's. A session that is not there from seq 0 on cannot be judged.
pub fn over_acked<'a>(receipts: impl IntoIterator<Item = &'a Receipt>, window: u8) -> Option<Seq> {
	let mut settled = 0u128;
	let mut recent = VecDeque::<(Seq, u64)>::new();
	for receipt in receipts {
		let terms = receipt.terms();
		settled += u128::from(receipt.body.price);
		recent.push_back((terms.seq, terms.max_price));
		while recent.front().is_some_and(|(seq, _)| seq.saturating_add(window.into()) <= terms.seq)
		{
			recent.pop_front();
		}
		let limit = settleable(terms.acked, recent.iter().map(|(_, price)| *price));
		if settled > limit.into() {
			return Some(terms.seq);
		}
	}
	None
}

/// What is wrong with receipts, by their place; nothing for one that is in order.
///
/// Checks each receipt on its own ([`Receipt::checks`]; without its session's key the customer's
/// signature is left out), that no request stands twice and, for sessions that begin with seq 0, that
/// what was acknowledged covers what is claimed. `window` is the sessions' ack window.
pub fn audit(
	receipts: &[Receipt],
	genesis: Option<&Hash>,
	keys: impl Fn(SpendingSessionId) -> Option<SessionKey>,
	window: u8,
) -> Vec<Option<String>> {
	let mut faults = Vec::with_capacity(receipts.len());
	let mut sessions = BTreeMap::<SpendingSessionId, BTreeMap<Seq, (usize, &Receipt)>>::new();
	for (place, receipt) in receipts.iter().enumerate() {
		let terms = receipt.terms();
		let genesis = genesis.unwrap_or(&terms.genesis);
		let checked = match keys(terms.session) {
			Some(key) => receipt.checks(genesis, &terms.gateway, &key),
			None => receipt.check_terms(genesis, &terms.gateway).and_then(|()| {
				let signed = receipt.verify_operator();
				signed
					.then_some(())
					.ok_or(orogen_primitives_receipts::ReceiptFault::BadOperatorSignature)
			}),
		};
		let mut fault = checked.err().map(|fault| fault.to_string());
		let seqs = sessions.entry(terms.session).or_default();
		match seqs.entry(terms.seq) {
			Entry::Vacant(free) => {
				free.insert((place, receipt));
			}
			Entry::Occupied(_) => {
				fault.get_or_insert_with(|| "its request stands twice".into());
			}
		}
		faults.push(fault);
	}
	for seqs in sessions.values().filter(|seqs| seqs.contains_key(&0)) {
		let over = over_acked(seqs.values().map(|(_, receipt)| *receipt), window);
		if let Some((place, _)) = over.and_then(|seq| seqs.get(&seq))
			&& let Some(fault) = faults.get_mut(*place)
		{
			fault.get_or_insert_with(|| "more is claimed than the customer acknowledged".into());
		}
	}
	faults
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{keys::Scheme, openai::Outcome};
	use orogen_primitives_receipts::{Batch, SessionPlan, check_batch};
	use proptest::prelude::*;
	use serde_json::json;

	fn key(path: &str) -> Keypair {
		Keypair::well_known(path).unwrap()
	}

	fn wishes() -> Wishes {
		Wishes {
			genesis: Hash::repeat_byte(1),
			session: 5,
			gateway: key("gateway").account(),
			min_tier: Tier::Edge,
			modes: VerificationModes::of(&[VerificationMode::Vanilla]),
			commission: Perbill::from_percent(10),
			max_tokens_out: 100,
			models: BTreeMap::from([("registered".into(), Hash::repeat_byte(9))]),
		}
	}

	fn customer(scheme: Scheme, window: u8) -> Customer {
		let key = Keypair::from_uri("key", scheme, "//session").unwrap();
		Customer::new(wishes(), key, AckWindow::new(window).unwrap())
	}

	fn call(line: usize, tokens_in: u32, tokens_out: u32) -> (Call, Answer) {
		let answer = Answer {
			response: format!(r#"{{"answer":{line}}}"#).into_bytes(),
			tokens_in,
			tokens_out,
			created: None,
			streamed: false,
		};
		let call = Call {
			line,
			model: "m".into(),
			request: format!(r#"{{"question":"{}"}}"#, "x".repeat(200)).into_bytes(),
			max_tokens: None,
			outcome: Outcome::Answered(answer.clone()),
		};
		(call, answer)
	}

	const RATE: Rate = Rate { input: 1_000_000, output: 2_000_000 };

	fn operator() -> Operator {
		Operator { hotkey: key("hotkey"), statement: Statement::default() }
	}

	fn serve(customer: &mut Customer, line: usize, tokens_out: u32) -> (Receipt, Sealed) {
		let (call, answer) = call(line, 10, tokens_out);
		let request = customer.request(&call, RATE).unwrap();
		let served = operator().answer(request, &call, &answer, RATE, 77).unwrap();
		customer.accept(&served.0).unwrap();
		served
	}

	#[test]
	fn what_is_signed_should_check() {
		for scheme in [Scheme::Sr25519, Scheme::Ed25519, Scheme::Ecdsa] {
			let mut customer = customer(scheme, 8);
			let (receipt, sealed) = serve(&mut customer, 3, 20);
			let session_key = customer.key.session_key();
			let gateway = wishes().gateway;
			assert_eq!(receipt.checks(&Hash::repeat_byte(1), &gateway, &session_key), Ok(()));
			assert_eq!(receipt.body.price, 50);
			assert_eq!(receipt.terms().nonce, 3);
			// 215 bytes of prompt at 1, 100 tokens of answer at 2 micro-USD.
			assert_eq!(receipt.terms().max_tokens_in, 215);
			assert_eq!(receipt.terms().max_price, 415);
			sealed.check(&receipt).unwrap();
		}
	}

	#[test]
	fn models_should_be_named_by_the_registry_where_it_knows_them() {
		let mut customer = customer(Scheme::Sr25519, 8);
		let (mut call, _) = call(1, 10, 10);
		let model = |customer: &mut Customer, call: &Call| {
			customer.request(call, RATE).unwrap().terms.model
		};
		assert_eq!(model(&mut customer, &call), unregistered_model("m"));
		call.model = "registered".into();
		assert_eq!(model(&mut customer, &call), Hash::repeat_byte(9));
		assert_ne!(unregistered_model("m"), unregistered_model("n"));
	}

	#[test]
	fn an_answer_outside_of_the_terms_should_not_be_signed() {
		let mut customer = customer(Scheme::Sr25519, 8);
		let (call, answer) = call(9, 10, 101);
		let request = customer.request(&call, RATE).unwrap();
		let error = operator().answer(request, &call, &answer, RATE, 77).unwrap_err().to_string();
		assert_eq!(
			error,
			"line 9 of the log: the answer has 101 tokens and its request allows 100"
		);
	}

	#[test]
	fn acked_should_grow_with_what_is_accepted() {
		let mut customer = customer(Scheme::Sr25519, 2);
		let acked: Vec<u64> =
			(0..5).map(|line| serve(&mut customer, line, 20).0.terms().acked).collect();
		assert_eq!(acked, [0, 0, 50, 100, 150]);
		let receipts: Vec<Receipt> = (0..3).map(|line| serve(&mut customer, line, 20).0).collect();
		assert_eq!(
			receipts.iter().map(|receipt| receipt.terms().seq).collect::<Vec<_>>(),
			[5, 6, 7]
		);
	}

	#[test]
	fn what_exceeds_the_acknowledged_should_be_found() {
		let mut customer = customer(Scheme::Sr25519, 2);
		let mut receipts: Vec<Receipt> =
			(0..10).map(|line| serve(&mut customer, line, 20).0).collect();
		assert_eq!(over_acked(&receipts, 2), None);
		for receipt in receipts.iter_mut().skip(4) {
			// As if the customer had never accepted anything after seq 1.
			receipt.body.request.terms.acked = 100;
		}
		// 100 and two prices of 415 cover 930: 18 receipts of 50.
		assert_eq!(over_acked(&receipts, 2), None);
		for receipt in &mut receipts {
			receipt.body.price = 415;
		}
		assert_eq!(over_acked(&receipts, 2), Some(2));
	}

	#[test]
	fn audits_should_find_what_is_wrong() {
		let mut customer = customer(Scheme::Sr25519, 8);
		let mut receipts: Vec<Receipt> =
			(0..6).map(|line| serve(&mut customer, line, 20).0).collect();
		let session_key = customer.key.session_key();
		let keys = |session| (session == 5).then_some(session_key);
		let genesis = Hash::repeat_byte(1);
		assert!(audit(&receipts, Some(&genesis), keys, 8).iter().all(Option::is_none));
		assert!(audit(&receipts, Some(&genesis), |_| None, 8).iter().all(Option::is_none));
		assert!(audit(&receipts, Some(&Hash::zero()), keys, 8).iter().all(Option::is_some));
		receipts.push(receipts[0].clone());
		receipts[1].body.tokens_out += 1;
		receipts[2].body.request.terms.nonce += 1;
		let faults = audit(&receipts, None, keys, 8);
		let found: Vec<&str> = faults.iter().map(|fault| fault.as_deref().unwrap_or("")).collect();
		assert_eq!(
			found,
			[
				"",
				"its hotkey has not signed it",
				"the session's key has not signed its request",
				"",
				"",
				"",
				"its request stands twice"
			]
		);
		let other = key("other").session_key();
		assert!(audit(&receipts[..1], None, |_| Some(other), 8)[0].is_some());
	}

	#[test]
	fn receipts_should_make_a_batch() {
		let mut customer = customer(Scheme::Sr25519, 8);
		let mut receipts: Vec<Receipt> =
			(0..20).map(|line| serve(&mut customer, line, 20).0).collect();
		receipts.remove(7);
		let plan = SessionPlan { session: 5, from_seq: 0, void: vec![7], deferred: vec![] };
		let batch = Batch::build(receipts, &[plan], |_| Some(0)).unwrap();
		assert_eq!(batch.sessions()[0].receipts(), Some(19));
		assert_eq!(batch.root_ops().sums.cuc, 19 * 50);
		check_batch(&batch.submission(), batch.receipts().to_vec(), |_| Some(0)).unwrap();
	}

	#[test]
	fn sealed_data_should_open_with_its_key_only() {
		let sealed = Sealed::new(b"question", b"answer").unwrap();
		assert_eq!(sealed.open().unwrap(), (b"question".to_vec(), b"answer".to_vec()));
		assert_ne!(sealed.key, Sealed::new(b"question", b"answer").unwrap().key);
		assert!(!format!("{sealed:?}").contains("key"));
		let mut other = sealed.clone();
		other.key[0] ^= 1;
		assert_eq!(other.open(), None);
		for byte in 0..sealed.ciphertext.len() {
			let mut other = sealed.clone();
			other.ciphertext[byte] ^= 1;
			assert_eq!(other.open(), None);
		}
		assert_eq!(Sealed { ciphertext: vec![0; 15], ..sealed }.open(), None);
	}

	#[test]
	fn data_should_be_kept_and_checked() {
		let dir = tempfile::tempdir().unwrap();
		let data = DataDir::create(&dir.path().join("data")).unwrap();
		let mut customer = customer(Scheme::Sr25519, 8);
		let (receipt, sealed) = serve(&mut customer, 1, 20);
		let (other, _) = serve(&mut customer, 2, 20);
		data.put(receipt.terms(), &sealed).unwrap();
		assert_eq!(data.get(receipt.terms()).unwrap(), sealed);
		sealed.check(&receipt).unwrap();
		assert!(sealed.check(&other).unwrap_err().to_string().contains("the key is not the one"));
		let mut changed = sealed.clone();
		changed.ciphertext[0] ^= 1;
		assert!(changed.check(&receipt).unwrap_err().to_string().contains("the ciphertext is not"));
		let mut lying = receipt.clone();
		lying.body.response_hash = Hash::zero();
		assert!(sealed.check(&lying).unwrap_err().to_string().contains("the answer is not"));
		assert!(matches!(data.get(other.terms()), Err(Error::File { .. })));
		#[cfg(unix)]
		{
			use std::os::unix::fs::PermissionsExt;
			let mode =
				std::fs::metadata(dir.path().join("data/5-0.key")).unwrap().permissions().mode();
			assert_eq!(mode & 0o777, 0o600);
		}
	}

	/// The ciphertext is RFC 8439's construction: what any other implementation makes of it.
	#[test]
	fn the_ciphertext_should_keep_its_bytes() {
		let sealed = Sealed::under([7; 32], b"ask", b"answer").unwrap();
		assert_eq!(hex::encode(&sealed.ciphertext), GOLDEN_CIPHERTEXT);
	}

	const GOLDEN_CIPHERTEXT: &str = "3484290c01186f9cae017365bb948783a340b269195bf982f7cfb37bb3";

	proptest! {
		#[test]
		fn everything_should_survive_sealing(
			request in prop::collection::vec(any::<u8>(), 0..3_000),
			response in prop::collection::vec(any::<u8>(), 0..3_000),
		) {
			let sealed = Sealed::new(&request, &response).unwrap();
			prop_assert_eq!(sealed.ciphertext.len(), request.len() + response.len() + 4 + TAG_LEN);
			prop_assert_eq!(sealed.open().unwrap(), (request, response));
		}
	}

	#[test]
	fn receipts_should_be_read_from_lines_and_from_what_a_gateway_has() {
		use codec::Encode;
		let receipts: Vec<_> =
			(0..3).map(|seq| crate::gateway::tests::receipt(1, seq, 50, 0)).collect();
		let lines: Vec<_> = receipts.iter().map(|receipt| json!(receipt).to_string()).collect();
		let scale = format!("0x{}", hex::encode(receipts[0].encode()));
		let dir = tempfile::tempdir().unwrap();
		let file = dir.path().join("receipts");
		let read = |text: String| {
			std::fs::write(&file, text).unwrap();
			read_receipts(&file)
		};
		let head = json!({ "submission": {}, "transaction": "0x00" });
		for text in [
			lines.join("\n"),
			format!("{head}\n{}\n", lines.join("\n")),
			format!("{scale}\n\n{}\n", lines[1..].join("\n")),
			json!({ "batch": "7", "receipts": receipts, "proofs": null }).to_string(),
			format!("{:#}", json!({ "receipts": receipts })),
		] {
			assert_eq!(read(text.clone()).unwrap(), receipts, "{text}");
		}
		assert_eq!(read(lines[2].clone()).unwrap(), receipts[2..]);
		assert_eq!(read(String::new()).unwrap(), []);
		// A head stands first or nowhere.
		let error = read(format!("{}\n{head}\n", lines[0])).unwrap_err().to_string();
		assert!(error.contains("line 2 is no receipt"), "{error}");
		let error = read(json!({ "receipts": [{}] }).to_string()).unwrap_err().to_string();
		assert!(error.contains("a receipt is none"), "{error}");
	}
}
