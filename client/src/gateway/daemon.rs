//! `orogen gateway run`.

use super::{
	access::{Token, is_local},
	book::{Record, Store},
	http, inbox,
};
use crate::{Error, chain::Chain, commands::note, keys::Keypair, rates::Rate};
use orogen_primitives_core::{
	AccountId, BlockNumber, Cuc, Hash, MAX_BATCH_RECEIPTS, MAX_BLOB_URL, Seq, SpendingSessionId,
};
use orogen_primitives_runtime_api::{OperatorInfo, SessionInfo};
use sp_core::crypto::Ss58Codec;
use std::{
	collections::{BTreeMap, HashMap},
	future::Future,
	net::SocketAddr,
	path::PathBuf,
	sync::{
		Arc, Mutex, MutexGuard, PoisonError,
		atomic::{AtomicU64, Ordering},
	},
	time::{Duration, Instant},
};
use tokio::{net::TcpListener, sync::watch};

/// How often the daemon looks at the chain and its inbox.
const TICK: Duration = Duration::from_millis(500);
/// How long the same error is not said again.
const SILENCE: Duration = Duration::from_secs(60);

/// How a gateway is run.
#[derive(Clone, Debug)]
pub struct Config {
	/// The gateway's key.
	pub key: Keypair,
	/// Folder with the journal and the batches.
	pub data: PathBuf,
	/// Folder that receipts come in by.
	pub inbox: Option<PathBuf>,
	/// Where the HTTP server listens.
	pub listen: Option<SocketAddr>,
	/// What whoever uses the HTTP server must show, unless it is about a batch; without it only this
	/// machine may reach the server.
	pub token: Option<Token>,
	/// How others reach the HTTP server; `blob_url` of the batches begins with it.
	pub public_url: Option<String>,
	/// A batch of at least so many micro-USD is worth it.
	pub min_cuc: Cuc,
	/// A receipt waits no longer than that.
	pub max_age: Duration,
	/// Most receipts of a batch.
	pub max_receipts: usize,
	/// How long a missing seq is waited for before it is void.
	pub defer: Duration,
	/// Blocks before the end of a session's settlement from which nothing is waited for.
	pub hurry: BlockNumber,
	/// How long the receipts of a settled batch are kept at least; until it is final in any case.
	pub keep: Duration,
	/// Rates by model; empty if prices are not checked.
	pub rates: BTreeMap<Hash, Rate>,
}

impl Config {
	/// What is wrong with it.
	pub fn check(&self) -> Result<(), Error> {
		let most = usize::try_from(MAX_BATCH_RECEIPTS).unwrap_or(usize::MAX);
		if self.max_receipts == 0 || self.max_receipts > most {
			return Err(Error::Argument(format!("--max-receipts must be 1 to {most}")));
		}
		if self.inbox.is_none() && self.listen.is_none() {
			return Err(Error::Argument(
				"receipts have no way in; give --inbox DIR, --listen ADDRESS or both".into(),
			));
		}
		if let Some(address) = &self.listen
			&& !is_local(address)
			&& self.token.is_none()
		{
			return Err(Error::Argument(format!(
				"others can reach {address}: give --token-file FILE with a token that senders of receipts \
				 must show, or --listen on 127.0.0.1"
			)));
		}
		if let Some(url) = &self.public_url {
			// "/batches/0x" and 64 digits follow.
			let most = usize::try_from(MAX_BLOB_URL).unwrap_or(usize::MAX).saturating_sub(75);
			if url.len() > most || !url.bytes().all(|byte| byte.is_ascii_graphic()) {
				return Err(Error::Argument(format!(
					"--public-url must be printable ASCII of at most {most} bytes"
				)));
			}
		}
		Ok(())
	}
}

/// Counts since the start.
#[derive(Debug, Default)]
pub(super) struct Counters {
	pub(super) accepted: AtomicU64,
	pub(super) known: AtomicU64,
	pub(super) rejected: AtomicU64,
	pub(super) sent: AtomicU64,
	pub(super) failed: AtomicU64,
	pub(super) errors: AtomicU64,
}

pub(super) fn more(counter: &AtomicU64, by: usize) -> u64 {
	counter.fetch_add(u64::try_from(by).unwrap_or(u64::MAX), Ordering::Relaxed)
}

/// What the daemon remembers between two looks; nothing of it is needed after a restart.
#[derive(Debug, Default)]
pub(super) struct Progress {
	pub(super) best: BlockNumber,
	pub(super) finalised: BlockNumber,
	pub(super) looked: BlockNumber,
	pub(super) pushed: Option<Instant>,
	/// Why the batch under way does not enter the pool.
	pub(super) stuck: Option<String>,
	pub(super) pause: Duration,
	pub(super) not_before: Option<Instant>,
	pub(super) resting: BTreeMap<(SpendingSessionId, Seq), Instant>,
	/// Bound that an `OverCapacity` has taught.
	pub(super) room: Option<Cuc>,
	pub(super) last_error: Option<String>,
	/// What was said last of what is wrong, and when.
	pub(super) said: Option<(String, Instant)>,
	/// When old batches were last looked for.
	pub(super) pruned: Option<Instant>,
	/// Why the daemon cannot go on.
	pub(super) fatal: Option<Error>,
}

pub(super) type Cache<K, V> = Mutex<HashMap<K, (Instant, Option<V>)>>;

/// A running gateway.
#[derive(Debug)]
pub struct Gateway {
	pub(super) chain: Chain,
	pub(super) config: Config,
	pub(super) who: AccountId,
	pub(super) store: Mutex<Store>,
	pub(super) sessions: Cache<SpendingSessionId, SessionInfo>,
	pub(super) operators: Cache<AccountId, OperatorInfo>,
	pub(super) counters: Counters,
	pub(super) progress: Mutex<Progress>,
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
	mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs a gateway until `stop`.
pub async fn run(
	chain: Chain,
	config: Config,
	stop: impl Future<Output = ()>,
) -> Result<(), Error> {
	config.check()?;
	let who = config.key.account();
	if chain.gateway(&who, None).await?.is_none() {
		return Err(Error::NotFound(format!(
			"{} is no gateway; register it with `orogen gateway register`",
			who.to_ss58check()
		)));
	}
	if let Some(inbox) = &config.inbox {
		inbox::prepare(inbox)?;
	}
	let batches = config.data.join("batches");
	std::fs::create_dir_all(&batches).map_err(Error::file(batches))?;
	let store = Store::open(&config.data, chain.genesis(), &who)?;
	let listener = match config.listen {
		Some(address) => Some(TcpListener::bind(address).await.map_err(|error| Error::Listen {
			address: address.to_string(),
			reason: error.to_string(),
		})?),
		None => None,
	};
	let gateway = Arc::new(Gateway {
		chain,
		config,
		who,
		store: Mutex::new(store),
		sessions: Cache::default(),
		operators: Cache::default(),
		counters: Counters::default(),
		progress: Mutex::default(),
	});
	gateway.say_hello(listener.as_ref());
	let (ending, end) = watch::channel(false);
	let server = listener.map(|listener| tokio::spawn(http::serve(listener, gateway.clone(), end)));
	let result = tokio::select! {
		result = gateway.work() => result,
		() = stop => Ok(()),
	};
	ending.send_replace(true);
	if let Some(server) = server {
		drop(server.await);
	}
	let totals = lock(&gateway.store).book().totals();
	gateway.log(format_args!(
		"stopped: {} receipts to settle, {} under way, {} parked",
		totals.pending, totals.sent, totals.parked
	));
	result
}

impl Gateway {
	/// One line for one event.
	pub(super) fn log(&self, text: impl std::fmt::Display) {
		let now = crate::commands::customer::date_time(crate::commands::now());
		note(format_args!("{now} {text}"));
	}

	fn say_hello(&self, listener: Option<&TcpListener>) {
		let store = lock(&self.store);
		let totals = store.book().totals();
		if store.torn > 0 {
			self.log(format_args!("journal: {} bytes of an unfinished record cut off", store.torn));
		}
		let listening = listener
			.and_then(|listener| listener.local_addr().ok())
			.map_or_else(String::new, |address| format!(", http://{address}"));
		self.log(format_args!(
			"gateway {}{listening}: {} receipts to settle, {} under way, {} parked, {} batches settled",
			self.who.to_ss58check(),
			totals.pending,
			totals.sent,
			totals.parked,
			store.book().batches.len()
		));
	}

	/// Writes changes down; a failure ends the daemon.
	pub(super) fn append(&self, records: Vec<Record>) -> Result<(), Error> {
		let result = tokio::task::block_in_place(|| lock(&self.store).append(records));
		if let Err(error) = &result {
			let again = Error::Journal {
				path: self.config.data.join("journal"),
				reason: error.to_string(),
			};
			lock(&self.progress).fatal.get_or_insert(again);
		}
		result
	}

	/// Looks again and again.
	async fn work(&self) -> Result<(), Error> {
		loop {
			let looked = self.look().await;
			if let Some(error) = lock(&self.progress).fatal.take() {
				return Err(error);
			}
			match looked {
				Ok(()) => lock(&self.progress).last_error = None,
				Err(error @ (Error::Journal { .. } | Error::WrongChain(_))) => return Err(error),
				Err(error) => self.note_error(&error.to_string()),
			}
			tokio::time::sleep(TICK).await;
		}
	}

	/// Says what is wrong, at most once a minute as long as it is the same.
	pub(super) fn note_error(&self, text: &str) {
		more(&self.counters.errors, 1);
		let mut progress = lock(&self.progress);
		let is_said =
			progress.said.as_ref().is_some_and(|(said, at)| said == text && at.elapsed() < SILENCE);
		if !is_said {
			self.log(format_args!("error: {text}"));
			progress.said = Some((text.into(), Instant::now()));
		}
		progress.last_error = Some(text.into());
	}

	async fn look(&self) -> Result<(), Error> {
		let scanned = match &self.config.inbox {
			Some(inbox) => inbox::scan(self, inbox).await,
			None => Ok(()),
		};
		let finalised = self.chain.finalised().await?;
		let best = self.chain.best().await?;
		{
			let mut progress = lock(&self.progress);
			progress.best = best.number;
			progress.finalised = finalised.number;
		}
		let attempt = lock(&self.store).book().attempt.clone();
		match attempt {
			Some(attempt) => self.follow(&attempt, finalised).await?,
			None => {
				self.settle(finalised, best).await?;
				self.prune(finalised).await?;
			}
		}
		// A file that cannot be read keeps nothing else from its work.
		scanned
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn config() -> Config {
		Config {
			key: Keypair::well_known("gateway").unwrap(),
			data: "data".into(),
			inbox: Some("inbox".into()),
			listen: None,
			token: None,
			public_url: None,
			min_cuc: 1,
			max_age: Duration::from_secs(1),
			max_receipts: 10,
			defer: Duration::from_secs(1),
			hurry: 10,
			keep: Duration::ZERO,
			rates: BTreeMap::new(),
		}
	}

	#[test]
	fn a_configuration_should_be_checked() {
		config().check().unwrap();
		type Spoil = fn(&mut Config);
		let cases: [(Spoil, &str); 6] = [
			(|config| config.max_receipts = 0, "--max-receipts"),
			(|config| config.max_receipts = 65_537, "--max-receipts"),
			(|config| config.inbox = None, "no way in"),
			(|config| config.listen = "0.0.0.0:1".parse().ok(), "--token-file"),
			(|config| config.listen = "[::]:1".parse().ok(), "--token-file"),
			(|config| config.public_url = Some("http://a b".into()), "--public-url"),
		];
		for (change, text) in cases {
			let mut config = config();
			change(&mut config);
			assert!(config.check().unwrap_err().to_string().contains(text));
		}
		let listening = |address: &str, token: Option<&str>| Config {
			listen: address.parse().ok(),
			token: token.map(|text| Token::new(text).unwrap()),
			..config()
		};
		listening("127.0.0.1:1", None).check().unwrap();
		listening("0.0.0.0:1", Some("0123456789abcdef")).check().unwrap();
	}
}
