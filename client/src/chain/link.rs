//! The connection beneath a [`Chain`](super::Chain): dials, notices when it breaks, dials again.

use crate::{Error, error::first_line};
use orogen_primitives_core::Hash;
use std::{
	future::Future,
	sync::{Arc, PoisonError, RwLock},
	time::{Duration, Instant},
};
use subxt::{
	OnlineClient,
	backend::LegacyBackend,
	config::SubstrateConfig,
	rpcs::{self, RpcClient, client::RpcParams},
};

/// Longest time that one attempt to connect may take.
const CONNECTION: Duration = Duration::from_secs(20);

/// How often a request is made again on a new connection before its error stands.
const ATTEMPTS: u32 = 3;

/// How a broken connection is dialled again: after `first`, then after twice as long each time up to
/// `longest`, until `total` has passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backoff {
	/// Pause before the first attempt.
	pub first: Duration,
	/// Longest pause between two attempts.
	pub longest: Duration,
	/// Time after which the connection is given up.
	pub total: Duration,
}

impl Backoff {
	/// No second attempt.
	pub const NEVER: Self =
		Self { first: Duration::ZERO, longest: Duration::ZERO, total: Duration::ZERO };

	/// The pauses, as long as there are any.
	fn pauses(self) -> impl Iterator<Item = Duration> {
		let mut next = self.first;
		let mut spent = Duration::ZERO;
		std::iter::from_fn(move || {
			if spent >= self.total {
				return None;
			}
			let pause = next.min(self.longest).max(Duration::from_millis(1));
			spent = spent.saturating_add(pause);
			next = next.saturating_mul(2);
			Some(pause)
		})
	}
}

impl Default for Backoff {
	/// A quarter of a second, then up to five, for half a minute.
	fn default() -> Self {
		Self {
			first: Duration::from_millis(250),
			longest: Duration::from_secs(5),
			total: Duration::from_secs(30),
		}
	}
}

/// One connection.
#[derive(Clone, Debug)]
pub(super) struct Link {
	pub(super) rpc: RpcClient,
	pub(super) api: OnlineClient<SubstrateConfig>,
	/// Counts the connections, so that one that broke is replaced once.
	number: u64,
}

impl Link {
	async fn dial(url: &str, number: u64) -> Result<Self, Error> {
		let fault = |reason| Error::Connect { url: url.into(), reason };
		let connecting = async {
			let rpc = RpcClient::from_insecure_url(url)
				.await
				.map_err(|error| fault(connection_reason(&error)))?;
			let backend = LegacyBackend::builder().build(rpc.clone());
			let api =
				OnlineClient::from_backend_with_config(SubstrateConfig::new(), Arc::new(backend))
					.await
					.map_err(|error| fault(first_line(&error)))?;
			Ok(Self { rpc, api, number })
		};
		tokio::time::timeout(CONNECTION, connecting)
			.await
			.map_err(|_| fault("it does not answer".into()))?
	}

	/// Whether the node still answers on it.
	async fn is_alive(&self) -> bool {
		let asked = self.rpc.request::<String>("system_chain", RpcParams::new());
		matches!(
			tokio::time::timeout(CONNECTION, asked).await,
			Ok(Ok(_) | Err(rpcs::Error::User(_) | rpcs::Error::Deserialization(_)))
		)
	}
}

/// The connection to one node, replaced when it breaks.
#[derive(Debug)]
pub(super) struct Links {
	pub(super) url: String,
	pub(super) genesis: Hash,
	backoff: Backoff,
	link: RwLock<Link>,
	repairing: tokio::sync::Mutex<()>,
}

impl Links {
	/// Connects; once, whatever `backoff` says about later.
	pub(super) async fn connect(url: &str, backoff: Backoff) -> Result<Self, Error> {
		let link = Link::dial(url, 0).await?;
		Ok(Self {
			url: url.into(),
			genesis: link.api.genesis_hash(),
			backoff,
			link: RwLock::new(link),
			repairing: tokio::sync::Mutex::default(),
		})
	}

	/// The connection as it is.
	pub(super) fn link(&self) -> Link {
		self.link.read().unwrap_or_else(PoisonError::into_inner).clone()
	}

	/// Replaces the connection `broken`, unless somebody has.
	async fn repair(&self, broken: u64, error: Error) -> Result<(), Error> {
		let _turn = self.repairing.lock().await;
		if self.link().number != broken {
			return Ok(());
		}
		let (mut last, end) = (error, Instant::now() + self.backoff.total);
		for pause in self.backoff.pauses() {
			tokio::time::sleep(pause).await;
			match Link::dial(&self.url, broken.saturating_add(1)).await {
				Ok(link) if link.api.genesis_hash() == self.genesis => {
					*self.link.write().unwrap_or_else(PoisonError::into_inner) = link;
					return Ok(());
				}
				Ok(link) => {
					return Err(Error::WrongChain(format!(
						"the node at {} now serves another chain, {:?}; it was {:?}",
						self.url,
						link.api.genesis_hash(),
						self.genesis
					)));
				}
				Err(error) => last = error,
			}
			if Instant::now() > end {
				break;
			}
		}
		Err(last)
	}

	/// Does `work`, again on a new connection if the old one breaks. `work` must be safe to repeat.
	pub(super) async fn with<T, W: Future<Output = Result<T, Error>>>(
		&self,
		work: impl Fn(Link) -> W,
	) -> Result<T, Error> {
		let mut attempt = 0;
		loop {
			let link = self.link();
			let error = match work(link.clone()).await {
				Ok(value) => return Ok(value),
				Err(error) => error,
			};
			attempt += 1;
			let broken = match &error {
				Error::Disconnected { .. } => true,
				// The library does not always say why.
				Error::Answer { .. } => !link.is_alive().await,
				_ => false,
			};
			if !broken || attempt >= ATTEMPTS || self.backoff == Backoff::NEVER {
				return Err(error);
			}
			self.repair(link.number, error).await?;
		}
	}
}

/// Why there is no connection, without the library's preamble.
pub(super) fn connection_reason(error: &rpcs::Error) -> String {
	let text = first_line(error);
	let text = text.trim_start_matches("RPC error: client error: ");
	text.rsplit(" Client error: ").next().unwrap_or(text).to_owned()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn pauses_should_grow_and_end() {
		let second = Duration::from_secs(1);
		let backoff = Backoff { first: second, longest: 4 * second, total: 12 * second };
		let pauses: Vec<_> = backoff.pauses().map(|pause| pause.as_secs()).collect();
		assert_eq!(pauses, [1, 2, 4, 4, 4]);
		assert_eq!(Backoff::NEVER.pauses().count(), 0);
	}

	#[tokio::test]
	async fn a_node_that_is_not_there_should_be_an_error_of_one_line() {
		let error =
			Links::connect("ws://127.0.0.1:1", Backoff::default()).await.unwrap_err().to_string();
		assert!(error.starts_with("cannot connect to ws://127.0.0.1:1: "), "{error}");
		assert!(!error.contains('\n'));
	}
}
