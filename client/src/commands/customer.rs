//! What customers do: `orogen account`, `burn`, `top-up`, `credits`, `session`.

use super::{
	connect, parse, print, print_json,
	settled::Refund,
	table,
	tx::{Field, Sending, Signer, key_of, show},
};
use crate::{
	Error,
	amounts::{self, cuc, orog},
	calls,
	chain::Chain,
	keys::{Scheme, session_key_from_text, session_key_to_text},
};
use orogen_primitives_core::{
	AccountId, Balance, Cuc, Day, Hash, MILLISECS_PER_DAY, Moment, Price, SpendingSessionId,
};
use orogen_primitives_receipts::SessionKey;
use orogen_primitives_runtime_api::SessionInfo;
use serde_json::{Value, json};
use sp_core::crypto::Ss58Codec;
use sp_runtime::{FixedPointNumber, Perbill};
use std::{path::PathBuf, time::Duration};
use subxt::ext::scale_decode::DecodeAsType;

/// The asset that dollars are on the chain.
pub(crate) const USDC: (&str, u32, u8) = ("USDC", 1, 6);

/// Whose account: the one given, or that of the key.
#[derive(Debug, clap::Args)]
pub(crate) struct Whose {
	/// The account; by default that of the key.
	#[arg(value_name = "ACCOUNT", value_parser = parse::account)]
	account: Option<AccountId>,
	#[command(flatten)]
	signer: Signer,
	/// Print JSON.
	#[arg(long)]
	pub(crate) json: bool,
}

impl Whose {
	pub(crate) fn account(&self) -> Result<AccountId, Error> {
		match &self.account {
			Some(account) => Ok(account.clone()),
			None => Ok(self.signer.key()?.account()),
		}
	}
}

/// Options of `orogen account`.
#[derive(Debug, clap::Args)]
pub struct Account {
	#[command(flatten)]
	whose: Whose,
}

impl Account {
	pub(super) async fn run(self, url: Option<&str>) -> Result<(), Error> {
		let who = self.whose.account()?;
		let chain = connect(url).await?;
		let at = chain.best().await?.hash;
		let balance = chain.balance(&who, at).await?;
		let credits = chain.credits(&who, Some(at)).await?;
		let dues = chain.claim(&who, Some(at)).await?;
		let sum = |of: fn(&orogen_primitives_runtime_api::PayeeDue) -> u128| {
			dues.iter().map(of).fold(0u128, u128::saturating_add)
		};
		let fields = vec![
			Field::account("account", "account", &who),
			Field::orog("free", "free", balance.free),
			Field::orog("on hold", "held", balance.reserved),
			Field::cuc("credits", "credits", credits.total),
			Field::new("sessions", "sessions", credits.sessions.to_string(), credits.sessions),
			Field::cuc("due, epochs open", "dueOpen", sum(|due| due.cuc.into())),
			Field::orog("due, epochs closed", "dueClosed", sum(|due| due.amount)),
		];
		show(fields, self.whose.json)
	}
}

/// Options of `orogen burn`.
#[derive(Debug, clap::Args)]
pub struct Burn {
	/// OROG to destroy, such as `1.5 OROG` or `250000 planck`.
	#[arg(value_name = "OROG", value_parser = parse::orog)]
	amount: Balance,
	/// Account that gets the credits; by default the one that burns.
	#[arg(long, value_name = "ACCOUNT", value_parser = parse::account)]
	beneficiary: Option<AccountId>,
	/// Fewest credits to take, such as `12.5 CUC`; by default what the price gives now, less --slippage.
	#[arg(long, value_name = "CUC", value_parser = parse::cuc, conflicts_with = "slippage")]
	min_cuc: Option<Cuc>,
	/// How much worse the price may become, in percent.
	#[arg(long, value_name = "PERCENT", value_parser = parse::share, default_value = "1")]
	slippage: Perbill,
	#[command(flatten)]
	sending: Sending,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub(crate) struct Burned {
	pub(crate) amount: Balance,
	pub(crate) cuc: Cuc,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub(crate) struct ToppedUp {
	pub(crate) dollars: Balance,
	pub(crate) amount: Balance,
	pub(crate) cuc: Cuc,
}

/// Micro-USD of an amount of OROG, rounded down.
pub(crate) fn credits_of(planck: Balance, price: Price) -> Cuc {
	let micro = price.checked_mul_int(planck).map(|value| value / 1_000_000);
	micro.and_then(|micro| Cuc::try_from(micro).ok()).unwrap_or(Cuc::MAX)
}

/// The price of a burn, or why there is none.
pub(crate) async fn credit_price(chain: &Chain) -> Result<Price, Error> {
	chain.oracle(None).await?.credit_price.ok_or_else(|| {
		Error::WrongChain(
			"burns are stopped: the oracle has no price; wait until its members feed it, see `orogen \
			 oracle show`"
				.into(),
		)
	})
}

fn burned(event: &Burned, beneficiary: &AccountId) -> Vec<Field> {
	vec![
		Field::orog("burned", "burned", event.amount),
		Field::cuc("credits", "cuc", event.cuc),
		Field::account("for", "beneficiary", beneficiary),
	]
}

impl Burn {
	pub(super) async fn run(self, url: Option<&str>) -> Result<(), Error> {
		let key = self.sending.signer.key()?;
		let who = key.account();
		let chain = connect(url).await?;
		self.sending.check_balance(&chain, &who, self.amount).await?;
		let least = match self.min_cuc {
			Some(least) => least,
			None => {
				let quote = credits_of(self.amount, credit_price(&chain).await?);
				quote.saturating_sub(self.slippage.mul_ceil(quote)).max(1)
			}
		};
		let beneficiary = self.beneficiary.unwrap_or(who);
		let call = calls::bme::burn(self.amount, &beneficiary, least);
		self.sending
			.run(&chain, &call, &key, |included| {
				Ok(burned(&included.event("Bme", "Burned")?, &beneficiary))
			})
			.await
	}
}

/// Options of `orogen top-up`.
#[derive(Debug, clap::Args)]
pub struct TopUp {
	/// Credits to buy, such as `25 CUC`.
	#[arg(value_name = "CUC", value_parser = parse::cuc)]
	cuc: Cuc,
	/// Asset to pay with: USDC, or the id of an asset.
	#[arg(long, default_value = "USDC")]
	asset: String,
	/// Most to pay, such as `26 USDC`; by default what the node quotes, and --slippage.
	#[arg(long, value_name = "AMOUNT", conflicts_with = "slippage")]
	max_in: Option<String>,
	/// How much more than the quote may be paid, in percent.
	#[arg(long, value_name = "PERCENT", value_parser = parse::share, default_value = "1")]
	slippage: Perbill,
	/// Account that gets the credits; by default the one that pays.
	#[arg(long, value_name = "ACCOUNT", value_parser = parse::account)]
	beneficiary: Option<AccountId>,
	#[command(flatten)]
	sending: Sending,
}

impl TopUp {
	/// Id, symbol and decimals of the asset.
	fn asset(&self) -> Result<(u32, &str, u8), Error> {
		let (symbol, id, decimals) = USDC;
		if self.asset.eq_ignore_ascii_case(symbol) || self.asset.parse() == Ok(id) {
			return Ok((id, symbol, decimals));
		}
		match self.asset.parse() {
			Ok(id) => Ok((id, "", 0)),
			Err(_) => Err(Error::Argument(format!(
				"`{}` is no asset: give USDC or the id of an asset",
				self.asset
			))),
		}
	}

	pub(super) async fn run(self, url: Option<&str>) -> Result<(), Error> {
		let (asset, symbol, decimals) = self.asset()?;
		let max_in = self
			.max_in
			.as_ref()
			.map(|text| amounts::parse_asset(text, symbol, decimals))
			.transpose()?;
		let key = self.sending.signer.key()?;
		let chain = connect(url).await?;
		let max_in = match max_in {
			Some(max_in) => max_in,
			None => {
				let quote = chain.quote_top_up(asset, self.cuc).await?;
				quote.saturating_add(self.slippage.mul_ceil(quote))
			}
		};
		let beneficiary = self.beneficiary.clone().unwrap_or_else(|| key.account());
		let call = calls::bme::top_up(asset, max_in, self.cuc, &beneficiary);
		self.sending
			.run(&chain, &call, &key, |included| {
				let event: ToppedUp = included.event("Bme", "ToppedUp")?;
				let paid = format!("{} {symbol}", amounts::asset(event.dollars, decimals));
				let mut fields =
					vec![Field::new("paid", "paid", paid.trim_end(), event.dollars.to_string())];
				fields
					.extend(burned(&Burned { amount: event.amount, cuc: event.cuc }, &beneficiary));
				Ok(fields)
			})
			.await
	}
}

/// Options of `orogen credits`.
#[derive(Debug, clap::Args)]
pub struct Credits {
	#[command(flatten)]
	whose: Whose,
}

/// A day since the Unix epoch as a date.
fn date(day: Day) -> String {
	// Civil calendar of days since 1970-01-01, by eras of 400 years from 1 March of the year 0.
	let day = u64::from(day) + 719_468;
	let (era, of_era) = (day / 146_097, day % 146_097);
	let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
	let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	let shifted = (5 * of_year + 2) / 153;
	let day_of_month = of_year - (153 * shifted + 2) / 5 + 1;
	let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
	let year = era * 400 + year_of_era + u64::from(month <= 2);
	format!("{year:04}-{month:02}-{day_of_month:02}")
}

/// A time in milliseconds since the Unix epoch as a date and time, UTC.
pub(crate) fn date_time(time: Moment) -> String {
	let seconds = time % MILLISECS_PER_DAY / 1_000;
	let day = Day::try_from(time / MILLISECS_PER_DAY).unwrap_or(Day::MAX);
	let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60);
	format!("{} {hours:02}:{minutes:02}:{:02} UTC", date(day), seconds % 60)
}

impl Credits {
	pub(super) async fn run(self, url: Option<&str>) -> Result<(), Error> {
		let who = self.whose.account()?;
		let credits = connect(url).await?.credits(&who, None).await?;
		if self.whose.json {
			return print_json(&json!({ "account": who.to_ss58check(), "credits": credits }));
		}
		let rows = credits.lots.iter().map(|lot| [date(lot.expiry_day), cuc(lot.amount.into())]);
		print(table(&["spendable to the end of", "CUC"], rows, &[1]))?;
		print(format_args!(
			"{} CUC in {} lots, {} sessions open",
			cuc(credits.total.into()),
			credits.lots.len(),
			credits.sessions
		))
	}
}

/// Open, close, show and refund spending sessions.
#[derive(Debug, clap::Subcommand)]
pub enum Session {
	/// Set credits aside for a gateway; a key of its own signs the requests.
	Open(Box<Open>),
	/// End a session: what is unclaimed comes back when its settlement is over.
	Close(Close),
	/// Show a session.
	Show(ShowSession),
	/// Get back what rows that were given up took from sessions; anybody can, for the owners.
	///
	/// The credits return to the sessions' owners with the expiry day of the session, from the forfeit
	/// until the batch is forgotten. Works on closed sessions too.
	Refund(Box<Refund>),
}

/// Options of `orogen session open`.
#[derive(Debug, clap::Args)]
pub struct Open {
	/// Account of the gateway.
	#[arg(long, value_name = "ACCOUNT", value_parser = parse::account)]
	gateway: AccountId,
	/// Credits to set aside, such as `12.5 CUC`: the most that a leaked session key can spend.
	#[arg(long, value_name = "CUC", value_parser = parse::cuc)]
	cap: Cuc,
	/// Public key that signs the requests, such as sr25519:0x…
	#[arg(long, value_name = "KEY", conflicts_with_all = ["session_key_file", "session_suri"])]
	session_key: Option<String>,
	/// File with the secret URI of the key that signs the requests.
	#[arg(long, value_name = "FILE", conflicts_with = "session_suri")]
	session_key_file: Option<PathBuf>,
	/// Secret URI of the key that signs the requests. For development.
	#[arg(long, value_name = "SURI")]
	session_suri: Option<String>,
	/// Scheme of the key that signs the requests.
	#[arg(long, value_enum, default_value_t)]
	session_scheme: Scheme,
	/// How long the session takes requests, such as 1h; at most 30d.
	#[arg(long, value_name = "TIME", value_parser = parse::duration, default_value = "1h")]
	life: Duration,
	/// Requests that may be under way before an answer is acknowledged, 1 to 64; by default 8.
	#[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=64))]
	ack_window: Option<u8>,
	/// Id of a model that the session is bound to. Can be given more than once; by default any.
	#[arg(long = "model", value_name = "HASH", value_parser = parse::hash)]
	models: Vec<Hash>,
	#[command(flatten)]
	sending: Sending,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub(crate) struct SessionOpened {
	pub(crate) session: SpendingSessionId,
}

impl Open {
	fn session_key(&self) -> Result<SessionKey, Error> {
		if let Some(text) = &self.session_key {
			return session_key_from_text(text);
		}
		if self.session_key_file.is_none() && self.session_suri.is_none() {
			return Err(Error::Argument(
				"no key that signs the requests; give --session-key KEY or --session-key-file FILE"
					.into(),
			));
		}
		let (file, suri) = (self.session_key_file.as_ref(), self.session_suri.as_ref());
		Ok(key_of("session key", "--session-suri", self.session_scheme, file, suri)?.session_key())
	}

	async fn run(self, url: Option<&str>) -> Result<(), Error> {
		let public = self.session_key()?;
		let key = self.sending.signer.key()?;
		let chain = connect(url).await?;
		let has = chain.credits(&key.account(), None).await?.total;
		if has < self.cap {
			return Err(Error::TooLittle {
				who: key.account().to_ss58check(),
				has: format!("{} CUC", cuc(has.into())),
				needs: format!("{} CUC", cuc(self.cap.into())),
				advice: "give a smaller --cap, or burn OROG for credits with `orogen burn`",
			});
		}
		let now = chain.time(chain.best().await?.hash).await?;
		let expires_at = now.saturating_add(parse::millis(self.life));
		let call = calls::credits::open_session(
			&self.gateway,
			public,
			self.cap,
			expires_at,
			self.ack_window,
			&self.models,
		);
		self.sending
			.run(&chain, &call, &key, |included| {
				let SessionOpened { session } = included.event("Credits", "SessionOpened")?;
				let key = session_key_to_text(&public);
				Ok(vec![
					Field::id("session", "session", session),
					Field::cuc("cap", "cap", self.cap),
					Field::account("gateway", "gateway", &self.gateway),
					Field::new("session key", "sessionKey", key.clone(), key),
					Field::new(
						"takes requests until",
						"expiresAt",
						date_time(expires_at),
						expires_at,
					),
				])
			})
			.await
	}
}

/// Options of `orogen session close`.
#[derive(Debug, clap::Args)]
pub struct Close {
	/// Id of the session.
	session: SpendingSessionId,
	#[command(flatten)]
	sending: Sending,
}

/// Options of `orogen session show`.
#[derive(Debug, clap::Args)]
pub struct ShowSession {
	/// Id of the session.
	session: SpendingSessionId,
	/// Print JSON.
	#[arg(long)]
	json: bool,
}

pub(crate) async fn session(chain: &Chain, id: SpendingSessionId) -> Result<SessionInfo, Error> {
	chain.session(id, None).await?.ok_or_else(|| {
		Error::NotFound(format!(
			"there is no session {id}: it is closed and gone, or not opened yet; ids count up from 0"
		))
	})
}

impl Session {
	pub(super) async fn run(self, url: Option<&str>) -> Result<(), Error> {
		match self {
			Self::Open(command) => command.run(url).await,
			Self::Close(command) => command.run(url).await,
			Self::Show(command) => command.run(url).await,
			Self::Refund(command) => command.run(url).await,
		}
	}
}

impl Close {
	async fn run(self, url: Option<&str>) -> Result<(), Error> {
		let key = self.sending.signer.key()?;
		let chain = connect(url).await?;
		let before = session(&chain, self.session).await?;
		let call = calls::credits::close_session(self.session);
		self.sending
			.run(&chain, &call, &key, |_| {
				Ok(vec![
					Field::id("session", "session", self.session),
					Field::cuc("unclaimed", "remaining", before.remaining),
					Field::new(
						"comes back after block",
						"settleUntil",
						before.settle_until.to_string(),
						before.settle_until,
					),
				])
			})
			.await
	}
}

impl ShowSession {
	async fn run(self, url: Option<&str>) -> Result<(), Error> {
		let info = session(&connect(url).await?, self.session).await?;
		if self.json {
			return print_json(&info);
		}
		let scheme = String::from_utf8_lossy(&info.key_scheme).into_owned();
		let list = |items: Vec<String>| {
			if items.is_empty() { "-".to_owned() } else { items.join(", ") }
		};
		let text = |label, text: String| Field::new(label, "", text, Value::Null);
		show(
			vec![
				Field::id("session", "session", info.id),
				Field::account("owner", "", &info.owner),
				Field::account("gateway", "", &info.gateway),
				text("session key", format!("{scheme}:0x{}", hex::encode(&info.key))),
				Field::cuc("cap", "", info.cap),
				Field::cuc("settled", "", info.settled),
				Field::cuc("remaining", "", info.remaining),
				text("takes requests until", date_time(info.expires_at)),
				text("settles until block", info.settle_until.to_string()),
				text("ack window", info.ack_window.to_string()),
				text("next seq", info.next_seq.to_string()),
				text(
					"deferred seqs",
					list(info.deferred.iter().map(ToString::to_string).collect()),
				),
				text(
					"models",
					if info.models.is_empty() {
						"any".into()
					} else {
						list(info.models.iter().map(|id| format!("{id:?}")).collect())
					},
				),
				text("state", if info.closing { "closing" } else { "open" }.into()),
				text("deposit", format!("{} OROG", orog(info.deposit))),
			],
			false,
		)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn days_should_be_dates() {
		assert_eq!(date(0), "1970-01-01");
		assert_eq!(date(11_016), "2000-02-29");
		assert_eq!(date(20_778), "2026-11-21");
		assert_eq!(date_time(1_700_000_000_000), "2023-11-14 22:13:20 UTC");
	}

	#[test]
	fn burns_should_be_quoted_as_the_chain_counts() {
		let price = amounts::parse_usd("0.4975").unwrap();
		assert_eq!(credits_of(100_000_000_000_000, price), 49_750_000);
		assert_eq!(credits_of(1, price), 0);
		assert_eq!(credits_of(Balance::MAX, price), Cuc::MAX);
	}
}
