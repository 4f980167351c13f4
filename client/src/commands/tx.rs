//! What every command that sends a transaction has in common: whose key, how long to wait, what to
//! print.

use super::{note, print, print_json, table};
use crate::{
	Error,
	amounts::{cuc, orog},
	calls::Call,
	chain::{Chain, Included, Wait},
	keys::{Keypair, Scheme},
};
use orogen_primitives_core::{AccountId, Balance};
use serde_json::{Map, Value, json};
use sp_core::crypto::Ss58Codec;
use std::path::PathBuf;

/// Environment variable with the name of the key's file.
const KEY_FILE: &str = "OROGEN_KEY_FILE";
/// Environment variable with the key's secret URI.
const SURI: &str = "OROGEN_SURI";

/// Whose key signs: --key-file, --suri, or the environment variables OROGEN_KEY_FILE and OROGEN_SURI.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Signer {
	/// File with the secret URI of the key that signs: a phrase or 0x and a seed, with derivations.
	/// Without it the environment variables OROGEN_KEY_FILE and OROGEN_SURI are looked at.
	#[arg(long, value_name = "FILE", conflicts_with = "suri")]
	key_file: Option<PathBuf>,
	/// Secret URI of the key that signs, such as //Alice. For development: others can see it while the
	/// program runs.
	#[arg(long, value_name = "SURI")]
	suri: Option<String>,
	/// Scheme of the key that signs.
	#[arg(long, value_enum, default_value_t)]
	scheme: Scheme,
}

impl Signer {
	/// The key; `None` if nobody names one.
	pub(crate) fn find(&self) -> Result<Option<Keypair>, Error> {
		let what = "key";
		let file = |path: &PathBuf| Keypair::from_file(what, self.scheme, path).map(Some);
		if let Some(path) = &self.key_file {
			return file(path);
		}
		if let Some(suri) = &self.suri {
			warn_of_secret("--suri", suri);
			return Keypair::from_uri(what, self.scheme, suri).map(Some);
		}
		if let Some(path) = std::env::var_os(KEY_FILE) {
			return file(&path.into());
		}
		match std::env::var(SURI) {
			Ok(suri) => Keypair::from_uri(what, self.scheme, &suri).map(Some),
			Err(_) => Ok(None),
		}
	}

	/// The key.
	pub(crate) fn key(&self) -> Result<Keypair, Error> {
		self.find()?.ok_or_else(|| {
			Error::Argument(format!(
				"no key to sign with; give --key-file FILE, or set {KEY_FILE} or {SURI}"
			))
		})
	}
}

/// Warns of a secret on the command line, unless everyone knows it.
pub(crate) fn warn_of_secret(option: &str, suri: &str) {
	if !suri.starts_with("//") {
		note(format_args!(
			"warning: {option} shows a secret to everyone on this machine; use a file instead"
		));
	}
}

/// A key from a file or a URI on the command line; `what` names it in errors.
pub(crate) fn key_of(
	what: &'static str,
	option: &str,
	scheme: Scheme,
	file: Option<&PathBuf>,
	suri: Option<&String>,
) -> Result<Keypair, Error> {
	match (file, suri) {
		(Some(path), _) => Keypair::from_file(what, scheme, path),
		(None, Some(suri)) => {
			warn_of_secret(option, suri);
			Keypair::from_uri(what, scheme, suri)
		}
		(None, None) => Err(Error::Argument(format!("the {what} is missing"))),
	}
}

/// The secret of a session's key, which signs requests.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct SessionSecret {
	/// File with the secret URI of the session's key.
	#[arg(
		long,
		value_name = "FILE",
		required_unless_present = "session_suri",
		conflicts_with = "session_suri"
	)]
	session_key: Option<PathBuf>,
	/// Secret URI of the session's key. For development: others can see it while the program runs.
	#[arg(long, value_name = "SURI")]
	session_suri: Option<String>,
	/// Scheme of the session's key.
	#[arg(long, value_enum, default_value_t)]
	session_scheme: Scheme,
}

impl SessionSecret {
	/// The key.
	pub(crate) fn key(&self) -> Result<Keypair, Error> {
		let (file, suri) = (self.session_key.as_ref(), self.session_suri.as_ref());
		key_of("session key", "--session-suri", self.session_scheme, file, suri)
	}
}

/// How a transaction is sent.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Sending {
	#[command(flatten)]
	pub(crate) signer: Signer,
	/// How far to wait for the transaction.
	#[arg(long, value_enum, default_value_t)]
	pub(crate) wait: Wait,
	/// Show what would be sent, what it would cost and whether the pool would take it; send nothing.
	#[arg(long)]
	pub(crate) dry_run: bool,
	/// Print JSON.
	#[arg(long)]
	pub(crate) json: bool,
}

/// A line of a result: a name for people, one for programs, and the value for both.
#[derive(Clone, Debug)]
pub(crate) struct Field {
	label: &'static str,
	key: &'static str,
	text: String,
	json: Value,
}

impl Field {
	pub(crate) fn new(
		label: &'static str,
		key: &'static str,
		text: impl Into<String>,
		json: impl Into<Value>,
	) -> Self {
		Self { label, key, text: text.into(), json: json.into() }
	}

	/// An amount of OROG; JSON has it in planck.
	pub(crate) fn orog(label: &'static str, key: &'static str, planck: Balance) -> Self {
		Self::new(label, key, format!("{} OROG", orog(planck)), planck.to_string())
	}

	/// An amount of CUC; JSON has it in micro-USD.
	pub(crate) fn cuc(label: &'static str, key: &'static str, amount: impl Into<u128>) -> Self {
		let amount = amount.into();
		Self::new(label, key, format!("{} CUC", cuc(amount)), amount.to_string())
	}

	/// A number that may exceed 2^53.
	pub(crate) fn id(label: &'static str, key: &'static str, id: u64) -> Self {
		Self::new(label, key, id.to_string(), id.to_string())
	}

	/// An account.
	pub(crate) fn account(label: &'static str, key: &'static str, who: &AccountId) -> Self {
		let text = who.to_ss58check();
		Self::new(label, key, text.clone(), text)
	}
}

/// Prints fields as a table or as one JSON object.
pub(crate) fn show(fields: Vec<Field>, as_json: bool) -> Result<(), Error> {
	if as_json {
		let object: Map<_, _> =
			fields.into_iter().map(|field| (field.key.to_owned(), field.json)).collect();
		return print_json(&object);
	}
	print(table(&[], fields.into_iter().map(|field| [field.label.to_owned(), field.text]), &[]))
}

impl Sending {
	/// Sends `call` and prints what `result` reads from its events. With --dry-run prints what would be
	/// sent.
	pub(crate) async fn run(
		&self,
		chain: &Chain,
		call: &Call,
		key: &Keypair,
		result: impl FnOnce(&Included) -> Result<Vec<Field>, Error>,
	) -> Result<(), Error> {
		if self.dry_run {
			return self.draft(chain, call, key).await;
		}
		let included = chain.submit_until(call, key, self.wait).await?;
		let block = chain.block(included.block).await?;
		let mut fields = vec![
			Field::new("call", "call", included.call(), included.call()),
			Field::account("signed by", "signer", &key.account()),
			Field::new(
				"block",
				"block",
				format!("{} ({:?})", block.number, block.hash),
				json!({ "number": block.number, "hash": block.hash }),
			),
			Field::new(
				"finalised",
				"finalized",
				if self.wait == Wait::Finalized { "yes" } else { "not waited for" },
				self.wait == Wait::Finalized,
			),
			Field::orog("fee", "fee", included.fee()?),
		];
		fields.extend(result(&included)?);
		show(fields, self.json)
	}

	async fn draft(&self, chain: &Chain, call: &Call, key: &Keypair) -> Result<(), Error> {
		let draft = chain.draft(call, key).await?;
		let data = format!("0x{}", hex::encode(&draft.call_data));
		let hash = format!("{:?}", draft.signed.hash);
		let refusal = draft.refusal.clone();
		let fields = vec![
			Field::new("call", "call", call.full_name(), call.full_name()),
			Field::account("signed by", "signer", &key.account()),
			Field::new("nonce", "nonce", draft.signed.nonce.to_string(), draft.signed.nonce),
			Field::orog("fee, estimated", "fee", draft.fee),
			Field::new(
				"valid until block",
				"validUntil",
				draft.signed.valid_until.to_string(),
				draft.signed.valid_until,
			),
			Field::new("transaction", "transaction", hash.clone(), hash),
			Field::new("call data", "callData", data.clone(), data),
			Field::new(
				"the pool",
				"refusal",
				refusal.clone().unwrap_or_else(|| "would take it".into()),
				refusal,
			),
			Field::new("sent", "sent", "no: --dry-run", false),
		];
		show(fields, self.json)
	}

	/// Fails if the account that signs has less than `amount` planck it could spend.
	pub(crate) async fn check_balance(
		&self,
		chain: &Chain,
		who: &AccountId,
		amount: Balance,
	) -> Result<(), Error> {
		let has = chain.balance(who, chain.best().await?.hash).await?.free;
		if has > amount {
			return Ok(());
		}
		Err(Error::TooLittle {
			who: who.to_ss58check(),
			has: format!("{} OROG", orog(has)),
			needs: format!("{} OROG and a fee", orog(amount)),
			advice: "give a smaller amount, or transfer OROG to the account first",
		})
	}
}
