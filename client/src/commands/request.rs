//! `orogen request`: signs requests as a customer.

use super::{
	parse::{self, Mode, StakeTier},
	print, print_json, table,
	tx::SessionSecret,
};
use crate::{
	Error,
	amounts::cuc,
	openai,
	rates::Rates,
	receipts::{Customer, Wishes, read_acks, write_acks},
};
use orogen_primitives_core::{
	AccountId, DEFAULT_ACK_WINDOW, Hash, SpendingSessionId, VerificationModes,
};
use serde_json::json;
use sp_runtime::Perbill;
use std::{collections::BTreeMap, io::Read, path::PathBuf};

/// Sign requests as a customer.
#[derive(Debug, clap::Subcommand)]
pub enum Request {
	/// Sign the next request of a session.
	///
	/// Reads one OpenAI-compatible request body and prints the signed request in the published JSON
	/// form, for the gateway. The state file says which seq is next and what has been accepted.
	Sign(Box<Sign>),
	/// Accept an answer by its receipt, so that later requests acknowledge its price.
	Accept(Accept),
}

/// Options of `orogen request sign`.
#[derive(Debug, clap::Args)]
pub struct Sign {
	/// File with the body of the request, as JSON; - is standard input.
	#[arg(value_name = "FILE")]
	body: PathBuf,
	/// Prices in micro-USD for a million tokens: {"models": {"NAME": {"in": 1, "out": 2}}}.
	#[arg(long, value_name = "FILE")]
	rates: PathBuf,
	/// Id of the spending session.
	#[arg(long)]
	session: SpendingSessionId,
	/// File that says how far the session is; made if it is not there, and written.
	#[arg(long, value_name = "FILE")]
	state: PathBuf,
	#[command(flatten)]
	session_key: SessionSecret,
	/// Account of the session's gateway.
	#[arg(long, value_name = "ACCOUNT", value_parser = parse::account)]
	gateway: AccountId,
	/// Genesis hash of the chain that settles; without it the node is asked.
	#[arg(long, value_name = "HASH", value_parser = parse::hash)]
	genesis: Option<Hash>,
	/// Ack window of the session.
	#[arg(long, default_value_t = DEFAULT_ACK_WINDOW)]
	ack_window: u8,
	/// The gateway's commission, in percent of the operator's share.
	#[arg(long, value_name = "PERCENT", default_value = "0", value_parser = parse::commission)]
	commission: Perbill,
	/// Worst tier that may serve.
	#[arg(long, value_enum, default_value = "edge")]
	min_tier: StakeTier,
	/// How the receipt may be verified. Can be given more than once.
	#[arg(long = "mode", value_enum, default_values = ["vanilla"])]
	modes: Vec<Mode>,
	/// Most tokens of an answer, if the request sets no limit.
	#[arg(long, default_value_t = 4_096)]
	max_tokens_out: u32,
	/// Id of a registered model by the name in the request; others count as unregistered.
	#[arg(long = "model", value_name = "NAME=HASH", value_parser = parse::model)]
	models: Vec<(String, Hash)>,
}

/// Options of `orogen request accept`.
#[derive(Debug, clap::Args)]
pub struct Accept {
	/// File with receipts, one a line in the published JSON form.
	#[arg(value_name = "FILE")]
	receipts: PathBuf,
	/// File that says how far the session is.
	#[arg(long, value_name = "FILE")]
	state: PathBuf,
	/// Id of the spending session; receipts of others are left out.
	#[arg(long)]
	session: SpendingSessionId,
	/// Ack window of the session.
	#[arg(long, default_value_t = DEFAULT_ACK_WINDOW)]
	ack_window: u8,
	/// Print JSON.
	#[arg(long)]
	json: bool,
}

impl Request {
	pub(super) async fn run(self, url: Option<&str>) -> Result<(), Error> {
		match self {
			Self::Sign(command) => command.run(url).await,
			Self::Accept(command) => command.run(),
		}
	}
}

impl Sign {
	async fn run(self, url: Option<&str>) -> Result<(), Error> {
		let key = self.session_key.key()?;
		let rates = Rates::from_file(&self.rates)?;
		let mut body = String::new();
		if self.body.as_os_str() == "-" {
			std::io::stdin().read_to_string(&mut body).map_err(Error::file("standard input"))?;
		} else {
			body = std::fs::read_to_string(&self.body).map_err(Error::file(&self.body))?;
		}
		let call = openai::read_request(&body)?;
		let rate = rates.get(&call.model).ok_or_else(|| {
			Error::Argument(format!("the rate table has no model `{}`", call.model))
		})?;
		let genesis = match self.genesis {
			Some(genesis) => genesis,
			None => super::connect(url).await?.genesis(),
		};
		let acks = read_acks(&self.state, self.ack_window)?;
		let modes: Vec<_> = self.modes.iter().map(|mode| (*mode).into()).collect();
		let wishes = Wishes {
			genesis,
			session: self.session,
			gateway: self.gateway,
			min_tier: self.min_tier.into(),
			modes: VerificationModes::of(&modes),
			commission: self.commission,
			max_tokens_out: self.max_tokens_out,
			models: self.models.into_iter().collect::<BTreeMap<_, _>>(),
		};
		let mut customer = Customer::new(wishes, key, acks);
		let request = customer.request(&call, rate)?;
		// Written before the request is shown: a seq is never signed twice.
		write_acks(&self.state, customer.acks())?;
		print(json!(request))
	}
}

impl Accept {
	fn run(self) -> Result<(), Error> {
		let mut acks = read_acks(&self.state, self.ack_window)?;
		let (mut accepted, mut price) = (Vec::new(), 0u128);
		for receipt in crate::receipts::read_receipts(&self.receipts)? {
			let terms = receipt.terms();
			if terms.session != self.session {
				continue;
			}
			crate::receipts::accept(&mut acks, &receipt)?;
			accepted.push(terms.seq);
			price = price.saturating_add(receipt.body.price.into());
		}
		write_acks(&self.state, &acks)?;
		if self.json {
			return print_json(&json!({
				"session": self.session.to_string(),
				"accepted": accepted,
				"price": price.to_string(),
			}));
		}
		let rows = [
			("session", self.session.to_string()),
			("answers accepted", accepted.len().to_string()),
			("price", format!("{} CUC", cuc(price))),
		];
		print(table(&[], rows.map(|(name, value)| [name.to_owned(), value]), &[]))
	}
}
