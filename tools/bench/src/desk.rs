//! Signs and pushes many transactions.

use crate::fault::Fault;
use futures::{StreamExt, TryStreamExt, stream};
use orogen_client::{
	calls::{Call, Encoded},
	chain::Chain,
	keys::Keypair,
};
use orogen_primitives_core::AccountId;
use std::{
	collections::HashMap,
	sync::{Mutex, PoisonError},
	time::Duration,
};
use subxt::{
	OnlineClient,
	backend::LegacyBackend,
	client::{ClientAtBlock, OnlineClientAtBlockImpl},
	config::{DefaultExtrinsicParamsBuilder, SubstrateConfig},
	rpcs::RpcClient,
};

type AtBlock = ClientAtBlock<SubstrateConfig, OnlineClientAtBlockImpl<SubstrateConfig>>;

/// Transactions that are on their way to the pool at the same time.
const ON_THE_WAY: usize = 64;
/// Threads that sign.
const THREADS: usize = 2;
/// How often a connection is tried, and the pause between.
const ATTEMPTS: u32 = 20;
const PAUSE: Duration = Duration::from_millis(250);

/// Signs transactions of a fresh chain, whose accounts nobody else uses: it counts their nonces itself.
/// They stay valid for ever, so that they can be made long before they are sent.
#[derive(Debug)]
pub(crate) struct Desk {
	at: AtBlock,
	nonces: Mutex<HashMap<AccountId, u64>>,
}

impl Desk {
	/// Takes metadata from the node at `url`.
	pub(crate) async fn open(url: &str) -> Result<Self, Fault> {
		let rpc = RpcClient::from_insecure_url(url).await.map_err(Fault::said)?;
		let backend = LegacyBackend::builder().build(rpc);
		let api = OnlineClient::from_backend_with_config(
			SubstrateConfig::new(),
			std::sync::Arc::new(backend),
		)
		.await
		.map_err(Fault::said)?;
		let at = api.at_current_block().await.map_err(Fault::said)?;
		Ok(Self { at, nonces: Mutex::default() })
	}

	/// A call in SCALE, as part of another one.
	pub(crate) fn encode(&self, call: &Call) -> Result<Encoded, Fault> {
		self.at.transactions().call_data(call).map(Encoded).map_err(Fault::said)
	}

	/// Calls in SCALE.
	pub(crate) fn encode_all(&self, calls: &[Call]) -> Result<Vec<Encoded>, Fault> {
		calls.iter().map(|call| self.encode(call)).collect()
	}

	/// Every value of the storage: prefix of its pallet, and name.
	pub(crate) fn storage_names(&self) -> Vec<(String, String)> {
		let pallets = self.at.metadata_ref().pallets();
		pallets
			.filter_map(|pallet| pallet.storage())
			.flat_map(|storage| {
				let prefix = storage.prefix().to_owned();
				storage.entries().iter().map(move |entry| (prefix.clone(), entry.name().to_owned()))
			})
			.collect()
	}

	fn next_nonce(&self, who: AccountId) -> u64 {
		let mut nonces = self.nonces.lock().unwrap_or_else(PoisonError::into_inner);
		let next = nonces.entry(who).or_default();
		let nonce = *next;
		*next = next.saturating_add(1);
		nonce
	}

	/// Signs with the next nonce of the key's account.
	pub(crate) fn sign(&self, key: &Keypair, call: &Call) -> Result<Vec<u8>, Fault> {
		self.sign_with(key, call, self.next_nonce(key.account()))
	}

	fn sign_with(&self, key: &Keypair, call: &Call, nonce: u64) -> Result<Vec<u8>, Fault> {
		let params = DefaultExtrinsicParamsBuilder::new().nonce(nonce).build();
		self.at
			.transactions()
			.create_signable_offline(call, params)
			.and_then(|mut signable| signable.sign(key))
			.map(|signed| signed.into_encoded())
			.map_err(|error| Fault::Said(format!("{}: {error}", call.full_name())))
	}

	/// Signs many, with all cores; nonces follow the order.
	pub(crate) fn sign_all(&self, jobs: &[(&Keypair, Call)]) -> Result<Vec<Vec<u8>>, Fault> {
		let nonces: Vec<_> = jobs.iter().map(|(key, _)| self.next_nonce(key.account())).collect();
		in_parallel(jobs, &|place, (key, call)| {
			let nonce = nonces.get(place).copied().unwrap_or_default();
			self.sign_with(key, call, nonce)
		})
	}
}

/// Maps a list with all cores; `work` gets the place of each item. Keeps the order.
pub(crate) fn in_parallel<T: Sync, U: Send>(
	items: &[T],
	work: &(impl Fn(usize, &T) -> Result<U, Fault> + Sync),
) -> Result<Vec<U>, Fault> {
	let size = items.len().div_ceil(THREADS).max(1);
	let parts = std::thread::scope(|scope| {
		let threads: Vec<_> = items
			.chunks(size)
			.enumerate()
			.map(|(part, chunk)| {
				scope.spawn(move || {
					let first = part.saturating_mul(size);
					let places = first..first.saturating_add(chunk.len());
					places
						.zip(chunk)
						.map(|(at, item)| work(at, item))
						.collect::<Result<Vec<_>, _>>()
				})
			})
			.collect();
		threads
			.into_iter()
			.map(|thread| thread.join().unwrap_or_else(|_| Err(Fault::said("a thread panicked"))))
			.collect::<Result<Vec<_>, _>>()
	})?;
	Ok(parts.into_iter().flatten().collect())
}

/// Connects to a node that has just started.
pub(crate) async fn connect(url: &str) -> Result<Chain, Fault> {
	let mut attempt = 0u32;
	loop {
		match Chain::connect(url).await {
			Ok(chain) => return Ok(chain),
			Err(error) if attempt >= ATTEMPTS => return Err(error.into()),
			Err(_) => attempt = attempt.saturating_add(1),
		}
		tokio::time::sleep(PAUSE).await;
	}
}

/// Hands transactions to the pool, roughly in their order.
pub(crate) async fn push(chain: &Chain, transactions: &[Vec<u8>]) -> Result<(), Fault> {
	stream::iter(transactions)
		.map(|bytes| chain.push(bytes))
		.buffered(ON_THE_WAY)
		.try_for_each(|()| async { Ok(()) })
		.await
		.map_err(Fault::from)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn work_in_parallel_should_keep_its_order() {
		for len in [0usize, 1, 2, 3, 1_000] {
			let items: Vec<_> = (0..len).collect();
			let done = in_parallel(&items, &|place, item| Ok((place, *item))).unwrap();
			assert_eq!(done, (0..len).map(|item| (item, item)).collect::<Vec<_>>());
		}
		let failing = in_parallel(&[1, 2, 3], &|_, item| {
			if *item == 3 { Err(Fault::said("three")) } else { Ok(()) }
		});
		assert_eq!(failing.unwrap_err().to_string(), "three");
	}
}
