//! `orogen demo`: the whole loop on a development chain, from the dollars to the payout, and its books.

mod cast;
mod feeder;
mod pay;
mod show;
mod tell;
mod wait;
mod work;

use super::{
	connect,
	customer::{Burned, SessionOpened, USDC, credits_of},
	print, print_json,
};
use crate::{
	Error,
	amounts::{asset as asset_amount, cuc, orog, parse_orog, parse_usd, usd},
	calls,
	chain::{BlockId, Chain},
	keys::Keypair,
	ledger::{Flows, Ledger, Snapshot, Subject, pots},
	openai::{self, Call, Outcome},
	rates::Rates,
};
use cast::Cast;
use feeder::Feeder;
use indicatif::ProgressBar;
use orogen_primitives_core::{AccountId, Balance, CUC, Cuc, Moment, Price, SpendingSessionId};
use orogen_primitives_runtime_api::{OracleHealth, TopUpQuote, TopUpRefusal};
use serde::Serialize;
use serde_json::json;
use sp_runtime::{FixedPointNumber, Saturating};
use std::{io::BufReader, path::PathBuf};
use subxt::ext::scale_decode::DecodeAsType;
use tell::{Tale, count, list, say};
use wait::{POLL, Pulse};
use work::Work;

/// Calls that the demo plays when it is given none.
const SAMPLE_LOG: &str = include_str!("../../../samples/calls.jsonl");
/// Their prices.
const SAMPLE_RATES: &str = include_str!("../../../samples/rates.json");

/// How long a session takes requests, in milliseconds.
const SESSION_LIFE: Moment = 3_600_000;
/// Units of USDC that the customer has beside what its first top-up may cost.
const DOLLARS: Balance = 50_000_000;

/// Play the whole loop on a development chain, and balance its books.
///
/// Five members feed the oracle, a gateway and two operators register, a customer turns USDC and OROG
/// into credits and opens a session, a log of calls becomes signed requests and receipts, two batches
/// settle them (one of the receipts comes late), and when their epoch is closed and funded everyone is
/// paid, in OROG and in USDC. Then the books are made from the chain alone. The demo can be run again on
/// the same chain.
#[derive(Debug, clap::Args)]
pub struct Demo {
	/// Log of calls, as for `orogen receipt sign`; by default the sample log that is built in.
	#[arg(long, value_name = "FILE", requires = "rates")]
	log: Option<PathBuf>,
	/// Rate table; by default that of the sample log.
	#[arg(long, value_name = "FILE")]
	rates: Option<PathBuf>,
	/// Play only so many calls of the log.
	#[arg(long, value_name = "N")]
	calls: Option<usize>,
	/// What the rates are multiplied by; by default what makes the calls cost some CUC together, so that
	/// the pay of a short log can be seen.
	#[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1_000_000_000))]
	times: Option<u64>,
	/// OROG that the customer burns.
	#[arg(long, value_name = "OROG", default_value = "100")]
	burn: String,
	/// Credits that the customer buys with USDC besides. The AMM sells only near the price that is fed.
	#[arg(long, value_name = "CUC", value_parser = super::parse::cuc, default_value = "5 CUC")]
	top_up: Cuc,
	/// Price that the oracle's members feed, in USD per OROG.
	#[arg(long, value_name = "USD", default_value = "0.5")]
	price: String,
	/// Folder for receipts, keys and ciphertexts; without it they are not kept.
	#[arg(long, value_name = "DIR")]
	out: Option<PathBuf>,
	/// Print the books as JSON.
	#[arg(long)]
	json: bool,
}

#[derive(Serialize)]
struct Report<'a> {
	session: String,
	batches: Vec<String>,
	ledger: &'a Ledger,
	balanced: bool,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct ToppedUp {
	dollars: Balance,
	amount: Balance,
	queued: Balance,
	cuc: Cuc,
}

/// What every scene needs.
struct Stage<'a> {
	chain: &'a Chain,
	cast: &'a Cast,
	feeder: &'a Feeder,
}

/// `amount` units of USDC, for people.
fn dollars(amount: Balance) -> String {
	format!("{} {}", asset_amount(amount, USDC.2), USDC.0)
}

impl Demo {
	pub(super) async fn run(self, url: Option<&str>) -> Result<(), Error> {
		let burn = parse_orog(&self.burn)?;
		let price = parse_usd(&self.price)?;
		let (calls, rates) = self.log()?;
		let chain = connect(url).await?;
		let name = chain.name().await?;
		if name.kind != "Development" {
			return Err(Error::WrongChain(format!(
				"{} is a chain of type {}: the demo is for development chains, whose keys everyone knows",
				name.name, name.kind
			)));
		}
		let cast = Cast::new()?;
		let accounts = cast.accounts();
		let tracked: Vec<_> =
			accounts.iter().map(|(_, who)| who.clone()).chain(pots().map(|(_, who)| who)).collect();
		let customer = cast.customer.account();
		let before = Snapshot::read(&chain, chain.best().await?, &tracked, &customer).await?;
		let tale = Tale::default();

		tale.chapter("Who takes part");
		let (number, epoch) = (before.block.number, before.bme.epoch);
		say("chain", format_args!("{}, block {number}, epoch {epoch}", name.name));
		let mut feeder = Feeder::start(chain.clone(), cast.oracle.clone(), price);
		feeder.first_round().await?;
		let members = cast.oracle.len();
		say("oracle", format_args!("{members} members feed {} USD for two exchanges", usd(price)));
		let need = Balance::from(self.top_up).saturating_mul(2).saturating_add(DOLLARS);
		let transfers = cast.fund(&chain, burn, need).await?;
		let transfers = count(u64::try_from(transfers).unwrap_or(u64::MAX), "transfer");
		say("accounts", format_args!("get the OROG and USDC that they lack by {transfers}"));
		for (who, text) in cast.register(&chain).await? {
			say(who, text);
		}

		tale.chapter("Dollars become credits");
		let stage = Stage { chain: &chain, cast: &cast, feeder: &feeder };
		stage.wait_for_price(price).await?;
		stage.first_top_up(self.top_up).await?;
		stage.burn(burn).await?;

		tale.chapter("Work");
		let credits = chain.credits(&customer, None).await?.total;
		let rates = self.priced(&calls, &rates, credits)?;
		let cost = work::cost(&calls, &rates)?;
		stage.wait_for_room().await?;
		let session = stage.open_session((credits / 2).max(CUC).max(cost).min(credits)).await?;
		let work = Work::sign(&stage, session, &calls, &rates, self.out.as_deref()).await?;

		tale.chapter("Settlement");
		let (batches, settled) = work.settle(&stage).await?;

		tale.chapter("The epoch closes");
		// One in a hundred more, so that top-ups buy what the AMM does not pay enough for.
		let risen = price.saturating_mul(Price::saturating_from_rational(101u32, 100u32));
		feeder.feed(risen);
		say("oracle", format_args!("the price rises by 1 % to {} USD", usd(risen)));
		let epoch = batches.iter().map(|(_, epoch)| *epoch).max().unwrap_or_default();
		let batches: Vec<_> = batches.into_iter().map(|(id, _)| id).collect();
		stage.wait_for_closing(&batches, epoch).await?;

		tale.chapter("Pay");
		stage.pay_out(settled, epoch).await?;
		stage.serve_queue(settled, price).await?;

		let last = chain.best().await?;
		let mut answers = Vec::new();
		for id in &batches {
			let answer = chain.batch(*id, Some(last.hash)).await?;
			answers.push((*id, answer.map(|answer| answer.info)));
		}
		let subject = Subject {
			accounts,
			customer: customer.clone(),
			session: chain.session(session, Some(last.hash)).await?,
			session_id: session,
			batches: answers,
		};
		let ledger = Self::books(&chain, &before, last, &tracked, &subject).await?;
		drop(feeder);
		self.report(&tale, &subject, &ledger)
	}

	fn report(&self, tale: &Tale, subject: &Subject, ledger: &Ledger) -> Result<(), Error> {
		let faults = ledger.faults();
		tale.chapter("The books, read from the chain");
		if self.json {
			print_json(&Report {
				session: subject.session_id.to_string(),
				batches: subject.batches.iter().map(|(id, _)| id.to_string()).collect(),
				ledger,
				balanced: faults.is_empty(),
			})?;
		} else {
			print(show::ledger(ledger))?;
			if faults.is_empty() {
				print(format_args!(
					"balanced: {} sums and {} accounts add up to the planck, the micro-USD and the unit \
					 of USDC",
					ledger.sums.len(),
					ledger.accounts.len()
				))?;
			}
		}
		ledger.check()
	}

	fn log(&self) -> Result<(Vec<Call>, Rates), Error> {
		let mut calls = match &self.log {
			Some(path) => {
				let file = std::fs::File::open(path).map_err(Error::file(path))?;
				openai::read_log(BufReader::new(file))?
			}
			None => openai::read_log(SAMPLE_LOG.as_bytes())?,
		};
		let rates = match &self.rates {
			Some(path) => Rates::from_file(path)?,
			None => Rates::from_json(SAMPLE_RATES)?,
		};
		calls.truncate(self.calls.unwrap_or(usize::MAX));
		if !calls.iter().any(|call| matches!(call.outcome, Outcome::Answered(_))) {
			return Err(Error::Argument("the log has no call that was answered".into()));
		}
		Ok((calls, rates))
	}

	/// The rates that are played, which `credits` can pay.
	fn priced(&self, calls: &[Call], rates: &Rates, credits: Cuc) -> Result<Rates, Error> {
		let cost = work::cost(calls, rates)?;
		let times = self.times.unwrap_or_else(|| work::times(cost, credits));
		let rates = work::multiply(rates, times);
		let total = work::cost(calls, &rates)?;
		if total > credits {
			return Err(Error::Argument(format!(
				"the calls cost {} CUC and the customer has {}; burn more with --burn",
				cuc(total.into()),
				cuc(credits.into())
			)));
		}
		if times > 1 {
			let times = asset_amount(times.into(), 0);
			say("rates", format_args!("{times} times the table's, so that pay can be seen"));
		}
		Ok(rates)
	}

	/// The books from the block before the demo up to `last`.
	async fn books(
		chain: &Chain,
		before: &Snapshot,
		last: BlockId,
		tracked: &[AccountId],
		subject: &Subject,
	) -> Result<Ledger, Error> {
		let blocks = last.number.saturating_sub(before.block.number);
		let bar = ProgressBar::new(blocks.into());
		bar.set_style(wait::style("   reading {pos} of {len} blocks {bar:40}"));
		let flows = Flows::read(chain, before.block.number, last.number, |_| bar.inc(1)).await?;
		bar.finish_and_clear();
		let after = Snapshot::read(chain, last, tracked, &subject.customer).await?;
		Ok(Ledger::new(before, &after, &flows, subject))
	}
}

impl Stage<'_> {
	/// Waits until burns have a price, and a while for `price` to be the one that holds.
	async fn wait_for_price(&self, price: Price) -> Result<(), Error> {
		const BLOCKS: u32 = 10;
		const OTHERS: u32 = 3;
		let chain = self.chain;
		let (start, mut pulse) = (chain.best().await?.number, Pulse::new());
		loop {
			let best = chain.best().await?;
			pulse.check(best)?;
			let oracle = chain.oracle(Some(best.hash)).await?;
			if let Some(credit) = oracle.credit_price
				&& oracle.state != OracleHealth::Halted
				&& oracle.live_sources >= 2
				&& (oracle.spot == Some(price) || best.number > start.saturating_add(OTHERS))
			{
				let why = match oracle.state {
					OracleHealth::Degraded => " (its window is not filled yet)",
					_ => "",
				};
				let state = format!("{:?}", oracle.state).to_lowercase();
				let text = format!("{state}{why}: an OROG makes {} CUC", usd(credit));
				say("oracle", text);
				return Ok(());
			}
			if best.number > start.saturating_add(BLOCKS) {
				return Err(Error::WrongChain(format!(
					"the oracle is {:?} after {BLOCKS} blocks; is it paused?",
					oracle.state
				)));
			}
			tokio::time::sleep(POLL).await;
		}
	}

	async fn burn(&self, amount: Balance) -> Result<(), Error> {
		let call = calls::bme::burn(amount, &self.cast.customer.account(), 1);
		let included = self.chain.submit(&call, &self.cast.customer).await?;
		let Burned { cuc: bought, .. } = included.event("Bme", "Burned")?;
		say(
			"customer",
			format_args!("burns {} OROG of its own, gets {} CUC", orog(amount), cuc(bought.into())),
		);
		Ok(())
	}

	/// Buys credits with the customer's USDC. Says why not where the chain would refuse it, and returns
	/// nothing then.
	async fn top_up(&self, amount: Cuc) -> Result<Option<ToppedUp>, Error> {
		let asset = USDC.1;
		let params = [json!(asset), json!(amount.to_string())];
		let quote: TopUpQuote = self.chain.request("bme_quoteTopUp", &params).await?;
		let Some(cost) = quote.cost else {
			let why = match quote.refusal {
				Some(TopUpRefusal::MarketOffSpot) => {
					"the AMM is more than 2 % off the price that is fed and sells nothing".into()
				}
				Some(refusal) => format!("{refusal:?}"),
				None => "there is no price".into(),
			};
			say("AMM", format_args!("a top-up of {} CUC is refused: {why}", cuc(amount.into())));
			return Ok(None);
		};
		let most = cost.saturating_add(cost / 20);
		let call = calls::bme::top_up(asset, most, amount, &self.cast.customer.account());
		match self.chain.submit(&call, &self.cast.customer).await {
			Ok(included) => included.event("Bme", "ToppedUp").map(Some),
			// The pool or the queue has moved since the quote.
			Err(Error::Failed { error, .. }) if error.contains("MarketOffSpot") => {
				say("AMM", "the price has moved, the top-up is refused");
				Ok(None)
			}
			Err(error) => Err(error),
		}
	}

	/// Buys credits at the AMM, and from the queue what an earlier run has left there.
	async fn first_top_up(&self, amount: Cuc) -> Result<(), Error> {
		let Some(event) = self.top_up(amount).await? else { return Ok(()) };
		let market = event.amount.saturating_sub(event.queued);
		say(
			"customer",
			format_args!("tops up {} CUC with {}", cuc(event.cuc.into()), dollars(event.dollars)),
		);
		let queue = match event.queued {
			0 => String::new(),
			queued => format!(" and {} OROG of payees that wait in the swap queue", orog(queued)),
		};
		say("", format_args!("which buy {} OROG at the AMM{queue}; all is burned", orog(market)));
		Ok(())
	}

	async fn open_session(&self, cap: Cuc) -> Result<SpendingSessionId, Error> {
		let Self { chain, cast, .. } = self;
		let expires_at = chain.time(chain.best().await?.hash).await?.saturating_add(SESSION_LIFE);
		let key = session_key()?.session_key();
		let call =
			calls::credits::open_session(&cast.gateway.account(), key, cap, expires_at, None, &[]);
		let SessionOpened { session } =
			chain.submit(&call, &cast.customer).await?.event("Credits", "SessionOpened")?;
		say(
			"customer",
			format_args!("sets {} CUC aside for the gateway: session {session}", cuc(cap.into())),
		);
		Ok(session)
	}
}

fn session_key() -> Result<Keypair, Error> {
	Keypair::well_known("demo//session")
}
