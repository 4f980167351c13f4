//! `orogen gateway`: a gateway's life, settling by hand and by the daemon.

use super::{
	connect, note, parse, print, print_json, table,
	tx::{Field, Sending, Signer},
};
use crate::{
	Error,
	amounts::{cuc, orog},
	calls,
	chain::{Backoff, Chain},
	gateway::{
		self,
		access::Token,
		book::{Book, Held, Known, State},
		daemon::{self, Config},
		plan::{Rules, plan},
	},
	rates::Rates,
	receipts::{read_receipts, unregistered_model},
};
use orogen_primitives_core::{AccountId, Balance, BlockNumber, CUC, Cuc, DAYS, Hash};
use orogen_primitives_receipts::{Batch, SessionKey};
use sp_core::crypto::Ss58Codec;
use std::{
	collections::{BTreeMap, BTreeSet},
	net::SocketAddr,
	path::PathBuf,
	sync::Arc,
	time::Duration,
};
use subxt::ext::scale_decode::DecodeAsType;

/// Register a gateway, settle receipts, run the settling daemon.
#[derive(Debug, clap::Subcommand)]
pub enum Gateway {
	/// Register the account as a gateway.
	Register(Register),
	/// Add to the stake, so that more work can be unfinalised.
	Bond(Bond),
	/// Settle a file of receipts in one batch.
	Settle(Settle),
	/// Show a gateway and its batches that are not final.
	Pending(Pending),
	/// Begin the gateway's end: no new sessions; settling goes on for the unbonding time.
	Deregister(End),
	/// Take the stake back, once the unbonding time is over and every batch is final.
	Withdraw(End),
	/// Take receipts, keep them, settle them, prove them; until Ctrl-C or SIGTERM.
	Run(Box<Run>),
}

/// Options of `orogen gateway register`.
#[derive(Debug, clap::Args)]
pub struct Register {
	/// Stake, such as `1000 OROG`; by default the least that the chain takes.
	#[arg(long, value_name = "OROG", value_parser = parse::orog)]
	stake: Option<Balance>,
	/// Smallest cap of a session that the gateway takes.
	#[arg(long, value_name = "CUC", value_parser = parse::cuc, default_value = "1 CUC")]
	min_session_cap: Cuc,
	#[command(flatten)]
	sending: Sending,
}

/// Options of `orogen gateway bond`.
#[derive(Debug, clap::Args)]
pub struct Bond {
	/// What to add, such as `500 OROG`.
	#[arg(value_name = "OROG", value_parser = parse::orog)]
	amount: Balance,
	#[command(flatten)]
	sending: Sending,
}

/// Options of `orogen gateway deregister` and `withdraw`.
#[derive(Debug, clap::Args)]
pub struct End {
	#[command(flatten)]
	sending: Sending,
}

/// Options of `orogen gateway settle`.
#[derive(Debug, clap::Args)]
pub struct Settle {
	/// Receipts, one a line in the published JSON form or as 0x and SCALE bytes.
	#[arg(value_name = "FILE")]
	receipts: PathBuf,
	/// Where the receipts can be fetched afterwards.
	#[arg(long, value_name = "URL", default_value = "")]
	blob_url: String,
	/// How long after a later receipt a missing seq is deferred; then it is void.
	#[arg(long, value_name = "TIME", value_parser = parse::duration, default_value = "10m")]
	defer: Duration,
	#[command(flatten)]
	sending: Sending,
}

/// Options of `orogen gateway pending`.
#[derive(Debug, clap::Args)]
pub struct Pending {
	/// The gateway; by default the account of the key.
	#[arg(value_name = "ACCOUNT", value_parser = parse::account)]
	account: Option<AccountId>,
	#[command(flatten)]
	signer: Signer,
	/// Print JSON.
	#[arg(long)]
	json: bool,
}

/// Options of `orogen gateway run`.
#[derive(Debug, clap::Args)]
pub struct Run {
	/// Folder with what the gateway must not lose: the journal and the settled batches.
	#[arg(long, value_name = "DIR")]
	data: PathBuf,
	/// Folder that receipts come in by: files NAME.json or NAME.jsonl, renamed there when they are whole.
	/// What is not taken goes to its folder `rejected`.
	#[arg(long, value_name = "DIR")]
	inbox: Option<PathBuf>,
	/// Address of the HTTP server, such as 127.0.0.1:8080: POST /receipts, GET /batches/ID, /status,
	/// /metrics. Without it there is none; an address that others reach needs --token-file.
	#[arg(long, value_name = "ADDRESS")]
	listen: Option<SocketAddr>,
	/// File with a token of at least 16 characters. Requests must show it (Authorization: Bearer TOKEN),
	/// except those for /batches.
	#[arg(long, value_name = "FILE", requires = "listen")]
	token_file: Option<PathBuf>,
	/// How others reach the HTTP server, such as `https://gateway.example`; the batches name it.
	#[arg(long, value_name = "URL", requires = "listen")]
	public_url: Option<String>,
	/// Settle when so much is waiting.
	#[arg(long, value_name = "CUC", value_parser = parse::cuc, default_value = "1 CUC")]
	min_cuc: Cuc,
	/// Settle when a receipt has waited so long.
	#[arg(long, value_name = "TIME", value_parser = parse::duration, default_value = "10m")]
	max_age: Duration,
	/// Settle when so many receipts are waiting; also the most of one batch.
	#[arg(long, value_name = "N", default_value_t = 20_000)]
	max_receipts: usize,
	/// How long a missing seq is waited for before it is void.
	#[arg(long, value_name = "TIME", value_parser = parse::duration, default_value = "10m")]
	defer: Duration,
	/// Settle at once when the settlement of a session ends in so many blocks.
	#[arg(long, value_name = "BLOCKS", default_value_t = 100)]
	hurry: BlockNumber,
	/// How many days the receipts of a settled batch are kept, by the time of their file and once the batch
	/// is final. The chain forgets a batch 90 days after its epoch has closed; until then its receipts can
	/// be demanded and its refunds claimed.
	#[arg(long, value_name = "DAYS", default_value_t = 100)]
	keep_days: u32,
	/// Rate table: refuse receipts whose price is not what it makes. Names stand for unregistered models.
	#[arg(long, value_name = "FILE")]
	rates: Option<PathBuf>,
	/// Id of a registered model by its name in the rate table. Can be given more than once.
	#[arg(long = "model", value_name = "NAME=HASH", value_parser = parse::model, requires = "rates")]
	models: Vec<(String, Hash)>,
	#[command(flatten)]
	signer: Signer,
}

/// What governance asks of gateways.
#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub(crate) struct GatewayTerms {
	pub(crate) min_stake: Balance,
	/// Blocks for which a batch is known after its epoch has closed.
	header_retention: BlockNumber,
}

impl GatewayTerms {
	/// The terms at a block.
	pub(crate) async fn read(chain: &Chain, at: Hash) -> Result<Self, Error> {
		let terms = chain.storage("Receipts", "CurrentParameters", Vec::new(), at).await?;
		terms.ok_or_else(|| Error::Answer {
			what: "Receipts.CurrentParameters".into(),
			reason: "there is no value".into(),
		})
	}
}

impl Gateway {
	pub(super) async fn run(self, url: Option<&str>) -> Result<(), Error> {
		match self {
			Self::Register(command) => command.run(url).await,
			Self::Bond(Bond { amount, sending }) => {
				let key = sending.signer.key()?;
				let chain = connect(url).await?;
				sending.check_balance(&chain, &key.account(), amount).await?;
				let call = calls::receipts::bond_more(amount);
				let fields = |_: &_| Ok(vec![Field::orog("added", "amount", amount)]);
				sending.run(&chain, &call, &key, fields).await
			}
			Self::Settle(command) => command.run(url).await,
			Self::Pending(command) => command.run(url).await,
			Self::Deregister(End { sending }) => {
				let key = sending.signer.key()?;
				let chain = connect(url).await?;
				let call = calls::receipts::deregister_gateway();
				sending.run(&chain, &call, &key, |_| Ok(Vec::new())).await
			}
			Self::Withdraw(End { sending }) => {
				let key = sending.signer.key()?;
				let chain = connect(url).await?;
				let call = calls::receipts::withdraw_gateway();
				sending.run(&chain, &call, &key, |_| Ok(Vec::new())).await
			}
			Self::Run(command) => command.run(url).await,
		}
	}
}

impl Register {
	async fn run(self, url: Option<&str>) -> Result<(), Error> {
		let key = self.sending.signer.key()?;
		let chain = connect(url).await?;
		let stake = match self.stake {
			Some(stake) => stake,
			None => GatewayTerms::read(&chain, chain.best().await?.hash).await?.min_stake,
		};
		self.sending.check_balance(&chain, &key.account(), stake).await?;
		let call = calls::receipts::register_gateway(stake, self.min_session_cap);
		self.sending
			.run(&chain, &call, &key, |_| {
				Ok(vec![
					Field::orog("stake", "stake", stake),
					Field::cuc("sessions from", "minSessionCap", self.min_session_cap),
				])
			})
			.await
	}
}

impl Pending {
	async fn run(self, url: Option<&str>) -> Result<(), Error> {
		let who = match &self.account {
			Some(who) => who.clone(),
			None => self.signer.key()?.account(),
		};
		let chain = connect(url).await?;
		let at = Some(chain.best().await?.hash);
		let info = chain.gateway(&who, at).await?.ok_or_else(|| {
			Error::NotFound(format!(
				"{} is no gateway; register it with `orogen gateway register`",
				who.to_ss58check()
			))
		})?;
		let page = chain.pending(&who, at).await?.ok_or_else(|| {
			Error::NotFound(format!("{} is no gateway any more", who.to_ss58check()))
		})?;
		if self.json {
			return print_json(&serde_json::json!({ "gateway": info, "work": page }));
		}
		let capacity = page
			.capacity
			.map_or_else(|| "-".into(), |capacity| format!("{} CUC", cuc(capacity.into())));
		let rows = [
			("gateway", who.to_ss58check()),
			("stake", format!("{} OROG", orog(info.stake))),
			("sessions from", format!("{} CUC", cuc(info.min_session_cap.into()))),
			("unfinalised work", format!("{} CUC", cuc(page.unfinalised.into()))),
			("capacity", capacity),
			(
				"leaves in block",
				info.unbonding_until.map_or_else(|| "-".into(), |until| until.to_string()),
			),
		];
		print(table(&[], rows.map(|(name, value)| [name.to_owned(), value]), &[]))?;
		let rows = page.batches.iter().map(|batch| {
			[
				batch.id.to_string(),
				batch.epoch.to_string(),
				batch.closes_in.to_string(),
				batch.submitted.to_string(),
				batch.count.to_string(),
				cuc(batch.cuc.into()),
			]
		});
		let header = ["batch", "epoch", "final in epoch", "block", "receipts", "CUC"];
		print(table(&header, rows, &[0, 1, 2, 3, 4, 5]))
	}
}

impl Settle {
	async fn run(self, url: Option<&str>) -> Result<(), Error> {
		let key = self.sending.signer.key()?;
		let receipts = read_receipts(&self.receipts)?;
		let all = receipts.len();
		if all == 0 {
			return Err(Error::Argument(format!("{} has no receipt", self.receipts.display())));
		}
		let chain = connect(url).await?;
		let (gateway, best) = (key.account(), chain.best().await?);
		let at = Some(best.hash);
		let mut book = Book::default();
		let mut sessions = BTreeMap::new();
		for receipt in receipts {
			let (session, seq) = (receipt.terms().session, receipt.terms().seq);
			if let std::collections::btree_map::Entry::Vacant(slot) = sessions.entry(session) {
				slot.insert(chain.session(session, at).await?.ok_or_else(|| {
					Error::NotFound(format!("there is no session {session}: it is closed and gone"))
				})?);
			}
			if let Some(info) = sessions.get(&session) {
				let scheme = String::from_utf8_lossy(&info.key_scheme);
				let key = SessionKey::from_parts(&scheme, &info.key).ok_or(Error::Answer {
					what: format!("session {session}"),
					reason: "its key is of an unknown scheme".into(),
				})?;
				receipt
					.checks(&chain.genesis(), &gateway, &key)
					.map_err(|fault| Error::Receipt { session, seq, fault })?;
			}
			let at = receipt.body.timestamp;
			let held = Held { receipt: Arc::new(receipt), at, state: State::Pending };
			let seqs = book.sessions.entry(session).or_default();
			if seqs.insert(seq, Known::Held(held)).is_some() {
				return Err(Error::Argument(format!(
					"seq {seq} of session {session} stands twice"
				)));
			}
		}
		let time = chain.time(best.hash).await?;
		let rules = Rules {
			now: time,
			chain_time: time,
			defer: parse::millis(self.defer),
			hurry: BTreeSet::new(),
			max_receipts: usize::try_from(orogen_primitives_core::MAX_BATCH_RECEIPTS)
				.unwrap_or(usize::MAX),
			room: BTreeMap::new(),
			gateway_room: None,
			resting: BTreeSet::new(),
		};
		let plan = plan(&book, &sessions, &rules);
		if plan.count == 0 {
			return Err(Error::NotFound(format!(
				"nothing can be settled: {all} receipts are settled already, of the future, or above what \
				 their sessions hold or their customers acknowledged"
			)));
		}
		if plan.count < all {
			let left = all.saturating_sub(plan.count);
			note(format_args!(
				"{left} of {all} receipts are left out: settled, or not to be settled yet"
			));
		}
		let plans: Vec<_> = plan.sessions.iter().map(|picked| picked.plan.clone()).collect();
		let chosen = plan
			.sessions
			.iter()
			.flat_map(|picked| picked.seqs.iter().map(|seq| (picked.plan.session, *seq)))
			.filter_map(|(session, seq)| book.held(session, seq))
			.map(|held| (*held.receipt).clone())
			.collect();
		let batch = Batch::build(chosen, &plans, |_| Some(0))?;
		let (void, deferred) = plans.iter().fold((0, 0), |(void, deferred), plan| {
			(void + plan.void.len(), deferred + plan.deferred.len())
		});
		let call = calls::receipts::submit_batch(&batch.submission(), &self.blob_url);
		self.sending
			.run(&chain, &call, &key, |included| {
				let (id, epoch) = gateway::settled(included)?;
				Ok(vec![
					Field::id("batch", "batch", id),
					Field::new("epoch", "epoch", epoch.to_string(), epoch),
					Field::new("receipts", "receipts", plan.count.to_string(), plan.count),
					Field::new("void seqs", "void", void.to_string(), void),
					Field::new("deferred seqs", "deferred", deferred.to_string(), deferred),
					Field::new(
						"left out",
						"leftOut",
						(all - plan.count).to_string(),
						all - plan.count,
					),
					Field::cuc("settled", "cuc", plan.cuc),
					Field::new(
						"root over the receipts",
						"rootOps",
						format!("{:?}", batch.root_ops().hash),
						format!("{:?}", batch.root_ops().hash),
					),
				])
			})
			.await
	}
}

impl Run {
	async fn run(self, url: Option<&str>) -> Result<(), Error> {
		let key = self.signer.key()?;
		let mut rates = BTreeMap::new();
		if let Some(path) = &self.rates {
			let names: BTreeMap<_, _> = self.models.iter().cloned().collect();
			for (name, rate) in Rates::from_file(path)?.models {
				let id = names.get(&name).copied().unwrap_or_else(|| unregistered_model(&name));
				rates.insert(id, rate);
			}
		}
		if self.min_cuc > 1_000_000 * CUC {
			return Err(Error::Argument("--min-cuc is above a million CUC".into()));
		}
		let config = Config {
			key,
			data: self.data,
			inbox: self.inbox,
			listen: self.listen,
			token: self.token_file.as_deref().map(Token::from_file).transpose()?,
			public_url: self.public_url,
			min_cuc: self.min_cuc,
			max_age: self.max_age,
			max_receipts: self.max_receipts,
			defer: self.defer,
			hurry: self.hurry,
			keep: Duration::from_secs(u64::from(self.keep_days).saturating_mul(86_400)),
			rates,
		};
		config.check()?;
		// The daemon looks again soon, and answers meanwhile: it does not wait long for a node.
		let backoff = Backoff { total: Duration::from_secs(3), ..Backoff::default() };
		let url = url.unwrap_or(crate::chain::DEFAULT_URL);
		let chain = Chain::connect_with(url, backoff).await?;
		let terms = GatewayTerms::read(&chain, chain.best().await?.hash).await?;
		let retention = terms.header_retention.div_ceil(DAYS);
		if self.keep_days < retention {
			note(format_args!(
				"note: with --keep-days {} receipts go before the chain forgets their batches, {retention} days \
				 after their epochs have closed; without them nobody can claim refunds",
				self.keep_days
			));
		}
		daemon::run(chain, config, stopped()).await
	}
}

/// Ends when the program is asked to.
async fn stopped() {
	#[cfg(unix)]
	if let Ok(mut terminate) =
		tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
	{
		tokio::select! {
			_ = tokio::signal::ctrl_c() => {}
			_ = terminate.recv() => {}
		}
		return;
	}
	tokio::signal::ctrl_c().await.ok();
}
