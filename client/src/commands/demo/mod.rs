//! `orogen demo`: the whole loop on a development chain, from the burn to the payout, and its books.

mod cast;
mod feeder;
mod show;

use super::{
	connect,
	customer::{Burned, SessionOpened, ToppedUp, USDC},
	note,
	operator::paid,
	print, print_json,
};
use crate::{
	Error,
	amounts::{asset as asset_amount, cuc, orog, parse_orog, parse_usd, usd},
	calls,
	chain::{BlockId, Chain},
	gateway,
	keys::Keypair,
	ledger::{Flows, Ledger, Snapshot, Subject, pots},
	openai::{self, Call, Outcome},
	rates::Rates,
	receipts::{Customer, DataDir, Operator, Statement, Wishes},
};
use cast::{COMMISSION, Cast};
use feeder::Feeder;
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use orogen_primitives_core::{
	AccountId, Balance, BatchId, BlockNumber, CUC, Cuc, EpochIndex, Moment, SpendingSessionId,
	Tier, VerificationMode, VerificationModes,
};
use orogen_primitives_receipts::{AckWindow, Batch, Receipt, SessionPlan};
use orogen_primitives_runtime_api::{BatchState, DueState, OracleHealth};
use serde::Serialize;
use serde_json::json;
use std::{
	collections::BTreeMap,
	io::BufReader,
	path::PathBuf,
	time::{Duration, Instant},
};

/// Calls that the demo plays when it is given none.
const SAMPLE_LOG: &str = include_str!("../../../samples/calls.jsonl");
/// Their prices.
const SAMPLE_RATES: &str = include_str!("../../../samples/rates.json");

/// How often the chain is looked at while the demo waits.
const POLL: Duration = Duration::from_millis(250);
/// How long the chain may go without a block.
const STALL: Duration = Duration::from_secs(90);
/// How long a session takes requests, in milliseconds.
const SESSION_LIFE: Moment = 3_600_000;
/// Most tokens of an answer, for calls that set no limit.
const MAX_TOKENS_OUT: u32 = 4_096;

/// Play the whole loop on a development chain, and balance its books.
///
/// Five members feed the oracle, a gateway and two operators register, a customer burns OROG and opens
/// a session, a log of calls becomes signed requests and receipts, one batch settles them, and when
/// their epoch is closed and funded everyone is paid. Then the books are made from the chain alone.
/// The demo can be run again on the same chain.
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
	/// OROG that the customer burns.
	#[arg(long, value_name = "OROG", default_value = "100")]
	burn: String,
	/// Credits that are bought with dollars on the chain besides, such as `5 CUC`; the AMM must be near
	/// the price that is fed.
	#[arg(long, value_name = "CUC", value_parser = super::parse::cuc)]
	top_up: Option<Cuc>,
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
	batch: String,
	ledger: &'a Ledger,
	balanced: bool,
}

fn step(text: impl std::fmt::Display) {
	note(format_args!("• {text}"));
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
		step(format_args!(
			"{}: block {}, epoch {}",
			name.name, before.block.number, before.bme.epoch
		));

		let mut feeder = Feeder::start(chain.clone(), cast.oracle.clone(), price);
		feeder.first_round().await?;
		let members = cast.oracle.len();
		step(format_args!("oracle: {members} members feed {} USD for sources 0 and 1", usd(price)));
		let funded = cast.fund(&chain, burn).await?;
		step(format_args!("accounts: {funded} got OROG"));
		for text in cast.register(&chain).await? {
			step(text);
		}

		self.wait_for_price(&chain).await?;
		if let Some(amount) = self.top_up {
			Self::top_up(&chain, &cast, amount).await?;
		}
		let bought = self.burn(&chain, &cast, burn).await?;
		let session = Self::open_session(&chain, &cast, (bought / 2).max(CUC).min(bought)).await?;
		let (receipts, void) = self.sign(&chain, &cast, session, &calls, &rates).await?;
		let (batch, epoch) = Self::settle(&chain, &cast, session, receipts, void).await?;

		self.wait_for_closing(&chain, &cast, &feeder, batch, epoch).await?;
		self.pay_out(&chain, &cast, &feeder, epoch).await?;

		let last = chain.best().await?;
		let subject = Subject {
			accounts,
			customer: customer.clone(),
			session: chain.session(session, Some(last.hash)).await?,
			session_id: session,
			batch: chain.batch(batch, Some(last.hash)).await?.map(|answer| answer.info),
			batch_id: batch,
		};
		let ledger = Self::books(&chain, &before, last, &tracked, &subject).await?;
		drop(feeder);
		let faults = ledger.faults();
		if self.json {
			print_json(&Report {
				session: session.to_string(),
				batch: batch.to_string(),
				ledger: &ledger,
				balanced: faults.is_empty(),
			})?;
		} else {
			print(show::ledger(&ledger))?;
			if faults.is_empty() {
				print("balanced")?;
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

	/// Waits until burns have a price.
	async fn wait_for_price(&self, chain: &Chain) -> Result<(), Error> {
		const BLOCKS: u32 = 10;
		let (start, mut pulse) = (chain.best().await?.number, Pulse::new());
		loop {
			let best = chain.best().await?;
			pulse.check(best)?;
			let oracle = chain.oracle(Some(best.hash)).await?;
			if let Some(price) = oracle.credit_price
				&& oracle.state != OracleHealth::Halted
				&& oracle.live_sources >= 2
			{
				step(format_args!(
					"oracle: {:?}, a burn is priced at {} USD",
					oracle.state,
					usd(price)
				));
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

	async fn burn(&self, chain: &Chain, cast: &Cast, amount: Balance) -> Result<Cuc, Error> {
		let call = calls::bme::burn(amount, &cast.customer.account(), 1);
		let Burned { cuc: bought, .. } =
			chain.submit(&call, &cast.customer).await?.event("Bme", "Burned")?;
		step(format_args!("customer: burned {} OROG for {} CUC", orog(amount), cuc(bought.into())));
		Ok(bought)
	}

	/// Buys credits for the customer with the dollars of the account that pays for everything.
	async fn top_up(chain: &Chain, cast: &Cast, amount: Cuc) -> Result<(), Error> {
		let (symbol, asset, decimals) = USDC;
		let quote = match chain.quote_top_up(asset, amount).await {
			Ok(quote) => quote,
			// A node that does not quote: a dollar each.
			Err(Error::Rpc { code: -32_601, .. }) => amount.into(),
			Err(error) => return Err(error),
		};
		let most = quote.saturating_add(quote / 20);
		let call = calls::bme::top_up(asset, most, amount, &cast.customer.account());
		let event: ToppedUp = chain.submit(&call, &cast.funder).await?.event("Bme", "ToppedUp")?;
		step(format_args!(
			"customer: {} CUC for {} {symbol}, which bought and burned {} OROG",
			cuc(event.cuc.into()),
			asset_amount(event.dollars, decimals),
			orog(event.amount)
		));
		Ok(())
	}

	async fn open_session(
		chain: &Chain,
		cast: &Cast,
		cap: Cuc,
	) -> Result<SpendingSessionId, Error> {
		let expires_at = chain.time(chain.best().await?.hash).await?.saturating_add(SESSION_LIFE);
		let key = Self::session_key()?.session_key();
		let call =
			calls::credits::open_session(&cast.gateway.account(), key, cap, expires_at, None, &[]);
		let SessionOpened { session } =
			chain.submit(&call, &cast.customer).await?.event("Credits", "SessionOpened")?;
		step(format_args!(
			"customer: session {session} for the gateway with {} CUC",
			cuc(cap.into())
		));
		Ok(session)
	}

	fn session_key() -> Result<Keypair, Error> {
		Keypair::well_known("demo//session")
	}

	/// Signs requests and receipts of all calls, by turns with both operators.
	async fn sign(
		&self,
		chain: &Chain,
		cast: &Cast,
		session: SpendingSessionId,
		calls: &[Call],
		rates: &Rates,
	) -> Result<(Vec<Receipt>, Vec<u32>), Error> {
		let not_there = || Error::WrongChain(format!("session {session} is gone"));
		let info = chain.session(session, None).await?.ok_or_else(not_there)?;
		let acks = AckWindow::new(info.ack_window).ok_or_else(not_there)?;
		let wishes = Wishes {
			genesis: chain.genesis(),
			session,
			gateway: cast.gateway.account(),
			min_tier: Tier::Edge,
			modes: VerificationModes::of(&[VerificationMode::Vanilla]),
			commission: COMMISSION,
			max_tokens_out: MAX_TOKENS_OUT,
			models: BTreeMap::new(),
		};
		let mut customer = Customer::new(wishes, Self::session_key()?, acks);
		let operators = cast.operators.each_ref().map(|player| Operator {
			hotkey: player.hotkey.clone(),
			statement: Statement::default(),
		});
		let timestamp = chain.time(chain.best().await?.hash).await?;
		let data = self.out.as_ref().map(|path| DataDir::create(path)).transpose()?;
		let (mut receipts, mut void) = (Vec::new(), Vec::new());
		let mut turns = operators.iter().cycle();
		for call in calls {
			let missing = || Error::Log {
				line: call.line,
				reason: format!("the rate table has no model `{}`", call.model),
			};
			let rate = rates.get(&call.model).ok_or_else(missing)?;
			let request = customer.request(call, rate)?;
			let Outcome::Answered(answer) = &call.outcome else {
				void.push(request.terms.seq);
				continue;
			};
			let Some(operator) = turns.next() else { break };
			let (receipt, sealed) = operator.answer(request, call, answer, rate, timestamp)?;
			receipt
				.checks(
					&chain.genesis(),
					&cast.gateway.account(),
					&Self::session_key()?.session_key(),
				)
				.map_err(|fault| Error::Receipt { session, seq: receipt.terms().seq, fault })?;
			customer.accept(&receipt)?;
			if let Some(data) = &data {
				data.put(receipt.terms(), &sealed)?;
			}
			receipts.push(receipt);
		}
		if let Some(path) = &self.out {
			let path = path.join(format!("receipts-{session}.jsonl"));
			let lines: String =
				receipts.iter().map(|receipt| json!(receipt).to_string() + "\n").collect();
			std::fs::write(&path, lines).map_err(Error::file(path))?;
		}
		let total = receipts
			.iter()
			.fold(0u128, |sum, receipt| sum.saturating_add(receipt.body.price.into()));
		step(format_args!(
			"gateway: {} calls, {} receipts for {} CUC, {} calls failed",
			calls.len(),
			receipts.len(),
			cuc(total),
			void.len()
		));
		if total > info.remaining.into() {
			return Err(Error::Argument(format!(
				"the calls cost {} CUC and the session has {}; burn more with --burn",
				cuc(total),
				cuc(info.remaining.into())
			)));
		}
		Ok((receipts, void))
	}

	/// Makes the batch, submits it and asks the node whether a receipt is in it.
	async fn settle(
		chain: &Chain,
		cast: &Cast,
		session: SpendingSessionId,
		receipts: Vec<Receipt>,
		void: Vec<u32>,
	) -> Result<(BatchId, EpochIndex), Error> {
		let plan = SessionPlan { session, from_seq: 0, void, deferred: Vec::new() };
		// No model of the log is in a registry.
		let batch = Batch::build(receipts, &[plan], |_| Some(0))?;
		let (id, epoch, included) = gateway::settle(chain, &cast.gateway, &batch, "").await?;
		step(format_args!(
			"gateway: batch {id} in epoch {epoch}: {} receipts, {} operators, {} CUC",
			batch.receipts().len(),
			batch.operators().len(),
			cuc(batch.root_ops().sums.cuc.into())
		));

		let at = Some(included.block);
		let wrong = |what: &str| Error::WrongChain(format!("batch {id} on the chain: {what}"));
		let index = batch.root_ops().n / 2;
		let opening = batch.ops().open(index).map_err(|_| wrong("a leaf does not open"))?;
		if let Some(receipt) = usize::try_from(index).ok().and_then(|at| batch.receipts().get(at)) {
			let answer = chain.verify(id, receipt, index, &opening, at).await?;
			if !answer.committed || answer.fault.is_some() {
				let reason = answer.reason.or(answer.fault).unwrap_or_default();
				return Err(wrong(&format!("receipt {index} is not in it: {reason}")));
			}
			step(format_args!("node: receipt {index} is a leaf of batch {id}"));
		}
		Ok((id, epoch))
	}

	/// Waits until the batch's epoch is closed; the operators send their heartbeats meanwhile.
	async fn wait_for_closing(
		&self,
		chain: &Chain,
		cast: &Cast,
		feeder: &Feeder,
		batch: BatchId,
		epoch: EpochIndex,
	) -> Result<(), Error> {
		let at = chain.best().await?.hash;
		let slots = chain.slots_per_epoch(at).await?;
		let status = chain.bme_status(Some(at)).await?;
		// It closes in the first block of this epoch.
		let closing = epoch.saturating_add(1).saturating_add(status.closing_delay);
		step(format_args!(
			"batch {batch}: open until epoch {epoch} closes, in the first block of epoch {closing}"
		));
		let bars = Bars::new(u64::from(closing.saturating_sub(epoch)), slots);
		let (mut seen, mut pulse) = (status.epoch, Pulse::new());
		loop {
			let best = chain.best().await?;
			pulse.check(best)?;
			let running = chain.epoch(best.hash).await?;
			let passed = u64::from(best.number.saturating_sub(running.first_block));
			bars.show(epoch, running.index, closing, passed, slots);
			if running.index > seen {
				seen = running.index;
				bars.note(format_args!("epoch {seen} at block {}", best.number));
				if let Some(fault) = feeder.fault() {
					bars.note(format_args!("the oracle is not fed: {fault}"));
				}
				cast.heartbeats(chain).await?;
			}
			let state = chain.batch(batch, Some(best.hash)).await?.map(|answer| answer.info.state);
			match state {
				Some(BatchState::Final) => break,
				Some(BatchState::Open) => {}
				None => return Err(Error::WrongChain(format!("batch {batch} is gone"))),
			}
			tokio::time::sleep(POLL).await;
		}
		bars.end();
		step(format_args!("batch {batch}: final, its CUC is consumed"));
		Ok(())
	}

	/// Waits until what the epoch owes is funded, and has it paid.
	async fn pay_out(
		&self,
		chain: &Chain,
		cast: &Cast,
		feeder: &Feeder,
		epoch: EpochIndex,
	) -> Result<(), Error> {
		for (name, who) in cast.payees() {
			self.pay(chain, cast, feeder, epoch, &name, &who).await?;
		}
		Ok(())
	}

	async fn pay(
		&self,
		chain: &Chain,
		cast: &Cast,
		feeder: &Feeder,
		epoch: EpochIndex,
		name: &str,
		who: &AccountId,
	) -> Result<(), Error> {
		let (mut seen, mut pulse) = (None, Pulse::new());
		loop {
			let best = chain.best().await?;
			pulse.check(best)?;
			let dues = chain.claim(who, Some(best.hash)).await?;
			let of_epoch: Vec<_> = dues.iter().filter(|due| due.epoch <= epoch).collect();
			if of_epoch.is_empty() {
				step(format_args!("{name}: paid by the chain in an idle block"));
				return Ok(());
			}
			if of_epoch.iter().all(|due| due.state == DueState::Payable) {
				let amount = of_epoch.iter().fold(0u128, |sum, due| sum.saturating_add(due.amount));
				match chain.submit(&calls::bme::payout(who), &cast.customer).await {
					Ok(included) => match paid(&included)? {
						(direct, 0) => step(format_args!("{name}: {} OROG paid out", orog(direct))),
						(direct, queued) => step(format_args!(
							"{name}: {} OROG paid out, {} OROG wait to be sold for dollars",
							orog(direct),
							orog(queued)
						)),
					},
					// An idle block was faster.
					Err(Error::Failed { error, .. }) if error.contains("NothingPayable") => {
						step(format_args!(
							"{name}: {} OROG paid by the chain in an idle block",
							orog(amount)
						));
					}
					Err(error) => return Err(error),
				}
				return Ok(());
			}
			let running = chain.epoch(best.hash).await?.index;
			if seen.replace(running) != Some(running) {
				let status = chain.bme_status(Some(best.hash)).await?;
				step(format_args!(
					"{name}: waits in the line, {} of {} OROG funded",
					orog(status.funded),
					orog(status.queued)
				));
				if let Some(fault) = feeder.fault() {
					step(format_args!("the oracle is not fed: {fault}"));
				}
				cast.heartbeats(chain).await?;
			}
			tokio::time::sleep(POLL).await;
		}
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
		bar.set_style(style("  reading {pos} of {len} blocks {bar:40}"));
		let flows = Flows::read(chain, before.block.number, last.number, |_| bar.inc(1)).await?;
		bar.finish_and_clear();
		let after = Snapshot::read(chain, last, tracked, &subject.customer).await?;
		Ok(Ledger::new(before, &after, &flows, subject))
	}
}

/// Notices when the chain makes no blocks.
struct Pulse {
	number: BlockNumber,
	since: Instant,
}

impl Pulse {
	fn new() -> Self {
		Self { number: 0, since: Instant::now() }
	}

	/// Fails when `best` has been the best block for too long.
	fn check(&mut self, best: BlockId) -> Result<(), Error> {
		if best.number != self.number {
			*self = Self { number: best.number, since: Instant::now() };
		} else if self.since.elapsed() > STALL {
			return Err(Error::WrongChain(format!(
				"no block after block {} for {} s; sealed on demand, a chain makes none by itself",
				best.number,
				STALL.as_secs()
			)));
		}
		Ok(())
	}
}

fn style(template: &str) -> ProgressStyle {
	ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// Progress bars for the wait: epochs, and blocks of the running one.
struct Bars {
	all: MultiProgress,
	epochs: ProgressBar,
	blocks: ProgressBar,
}

impl Bars {
	fn new(epochs: u64, slots: u64) -> Self {
		let all = MultiProgress::new();
		let epochs = all.add(ProgressBar::new(epochs));
		epochs.set_style(style("  epochs {bar:40} {pos}/{len} {msg}"));
		let blocks = all.add(ProgressBar::new(slots));
		blocks.set_style(style("  blocks {bar:40} {pos}/{len} {msg}"));
		Self { all, epochs, blocks }
	}

	fn show(
		&self,
		from: EpochIndex,
		running: EpochIndex,
		closing: EpochIndex,
		passed: u64,
		slots: u64,
	) {
		let left = u64::from(closing.saturating_sub(running));
		self.epochs.set_position(running.saturating_sub(from).into());
		self.epochs.set_message(format!("epoch {running}, closes in {closing}"));
		self.blocks.set_position(passed.min(slots));
		let to_go = (left * slots).saturating_sub(passed);
		self.blocks.set_message(format!("about {to_go} blocks to go"));
	}

	/// Says something above the bars, or at all where there is no terminal for bars.
	fn note(&self, text: impl std::fmt::Display) {
		if self.epochs.is_hidden() {
			step(text);
		} else {
			self.all.println(format!("• {text}")).ok();
		}
	}

	fn end(&self) {
		self.epochs.finish_and_clear();
		self.blocks.finish_and_clear();
	}
}
