//! A node that is killed again and again under load comes back, and loses nothing that was final.

mod common;

use common::{Node, folder};
use futures::{
	channel::oneshot,
	future::{self, Either},
};
use orogen_client::{calls, chain::Chain, keys::Keypair};
use orogen_primitives_core::{AccountId, OROG};
use serde_json::{Value, json};
use sp_crypto_hashing::{blake2_128, blake2_256, twox_128};
use std::{
	collections::BTreeMap,
	fs,
	path::Path,
	pin::pin,
	sync::{
		Arc,
		atomic::{AtomicU32, Ordering},
	},
	thread::{self, JoinHandle},
	time::Duration,
};

/// When the node is killed, in milliseconds after a block has become final: at once, while the pool
/// fills, and while the next block is made, six seconds later.
const MOMENTS: [u64; 10] = [0, 5_900, 40, 300, 1_200, 5_600, 2_500, 0, 100, 6_050];
/// When it is killed on its way up, in milliseconds after its start.
const EARLY_MOMENTS: [u64; 3] = [30, 250, 700];
/// How long a block and its finality may take: three slots, and a slow machine.
const THREE_SLOTS: Duration = Duration::from_secs(30);
/// One author with BABE and GRANDPA.
const ARGS: [&str; 2] = ["--dev", "--detailed-log-output"];

/// The account that gets transfer `number`, and no other.
fn recipient(number: u32) -> AccountId {
	AccountId::new(blake2_256(&number.to_le_bytes()))
}

/// Where the state keeps an account.
fn key_of(account: &AccountId) -> String {
	let bytes: &[u8] = account.as_ref();
	let key = [&twox_128(b"System")[..], &twox_128(b"Account"), &blake2_128(bytes), bytes].concat();
	key.iter().fold("0x".to_string(), |text, byte| format!("{text}{byte:02x}"))
}

/// Sends transfers as fast as one connection can, until it is told to stop.
struct Load {
	stop: oneshot::Sender<()>,
	thread: JoinHandle<()>,
}

impl Load {
	fn start(url: String, next: Arc<AtomicU32>) -> Self {
		let (stop, stopped) = oneshot::channel();
		let thread = thread::spawn(move || {
			let runtime = tokio::runtime::Runtime::new().unwrap();
			runtime.block_on(async {
				let sending = pin!(send(&url, &next));
				// It is also told by a test that has failed.
				if let Either::Right(((), _)) = future::select(stopped, sending).await {
					panic!("the load ended by itself");
				}
			});
			runtime.shutdown_background();
		});
		Self { stop, thread }
	}

	fn stop(self) {
		self.stop.send(()).unwrap();
		self.thread.join().unwrap();
	}
}

async fn send(url: &str, next: &AtomicU32) {
	let alice = Keypair::well_known("Alice").unwrap();
	let chain = Chain::connect(url).await.unwrap();
	loop {
		let to = recipient(next.fetch_add(1, Ordering::Relaxed));
		// The pool may be full, and the node dead.
		if chain.send(&calls::transfer(&to, OROG), &alice).await.is_err() {
			tokio::time::sleep(Duration::from_millis(50)).await;
		}
	}
}

/// What was final, and must stay so.
#[derive(Default)]
struct Final {
	/// Hashes by number, without gaps from 0.
	blocks: Vec<String>,
	/// Accounts that have got their transfer: key and value.
	accounts: BTreeMap<String, String>,
	/// Transfers below this number have been looked for.
	looked_for: u32,
	/// The finalised block that was read last before the node was killed.
	last_seen: Option<String>,
}

impl Final {
	/// Reads what is final now.
	fn note(&mut self, node: &Node, sent: u32) {
		let head = node.call("chain_getFinalizedHead", json!([]));
		let number = number(node, &head).unwrap();
		let known = self.blocks.len();
		self.blocks.extend((u32::try_from(known).unwrap()..=number).map(|at| node.hash(at)));
		// One that has not arrived yet is looked for again.
		let keys: Vec<_> = (self.looked_for..sent).map(|to| key_of(&recipient(to))).collect();
		let arrived = read(node, &keys, &head);
		let waiting = keys.iter().position(|key| !arrived.contains_key(key)).unwrap_or(keys.len());
		self.looked_for += u32::try_from(waiting).unwrap();
		self.accounts.extend(arrived);
	}

	/// All of it is still there, and what was seen last before the kill.
	fn check_after_kill(&mut self, node: &Node) {
		self.check(node);
		let Some(seen) = self.last_seen.take() else { return };
		let at = number(node, &json!(seen))
			.unwrap_or_else(|| panic!("the finalised block {seen} is lost\n{}", node.log()));
		assert_eq!(node.hash(at), seen, "another block is final\n{}", node.log());
		assert!(node.finalised() >= at, "finality went back\n{}", node.log());
		// Its body and its state are whole, and nothing has come between.
		let block = node.call("chain_getBlock", json!([seen]));
		assert!(block["block"]["extrinsics"].as_array().is_some_and(|list| !list.is_empty()));
		let keys: Vec<_> = self.accounts.keys().cloned().collect();
		assert!(read(node, &keys, &json!(seen)) == self.accounts, "the state of {seen} is another");
		assert!(node.call("bme_status", json!([seen]))["issuance"].is_string());
	}

	/// All of it is still there.
	fn check(&self, node: &Node) {
		for (number, hash) in (0..).zip(&self.blocks) {
			assert_eq!(node.hash(number), *hash, "block {number} is another one\n{}", node.log());
		}
		let newest = node.call("chain_getFinalizedHead", json!([]));
		let keys: Vec<_> = self.accounts.keys().cloned().collect();
		assert!(read(node, &keys, &newest) == self.accounts, "transfers are lost\n{}", node.log());
	}
}

/// Number of a block, if the node has it.
fn number(node: &Node, hash: &Value) -> Option<u32> {
	let header = node.call("chain_getHeader", json!([hash]));
	let text = header["number"].as_str()?.trim_start_matches("0x");
	Some(u32::from_str_radix(text, 16).unwrap())
}

/// The values under `keys` that are there at a block.
fn read(node: &Node, keys: &[String], at: &Value) -> BTreeMap<String, String> {
	if keys.is_empty() {
		return BTreeMap::new();
	}
	let sets = node.call("state_queryStorageAt", json!([keys, at]));
	let changes = sets[0]["changes"].as_array().unwrap();
	let pair = |change: &Value| -> Option<(String, String)> {
		Some((change[0].as_str()?.into(), change[1].as_str()?.into()))
	};
	changes.iter().filter_map(pair).collect()
}

/// No node has logged an error or panicked.
fn check_logs(folder: &Path) {
	for entry in fs::read_dir(folder).unwrap() {
		let path = entry.unwrap().path();
		if path.extension().is_some_and(|extension| extension == "log") {
			let log = fs::read_to_string(&path).unwrap();
			for noise in [" ERROR ", "panicked", "Error: ", "equivocat"] {
				assert!(!log.contains(noise), "{}: {noise}\n{log}", path.display());
			}
		}
	}
}

#[test]
fn a_node_should_survive_being_killed_at_any_moment_under_load() {
	let folder = folder();
	let sent = Arc::new(AtomicU32::new(0));
	let mut finals = Final::default();
	let mut early = EARLY_MOMENTS.into_iter();
	for (round, moment) in MOMENTS.into_iter().enumerate() {
		if round % 3 == 2
			&& let Some(moment) = early.next()
		{
			let node = Node::spawn(folder.path(), &ARGS);
			thread::sleep(Duration::from_millis(moment));
			node.kill();
		}
		let node = Node::start(folder.path(), &ARGS);
		finals.check_after_kill(&node);
		let load = Load::start(node.url(), sent.clone());
		// It authors and finalises, and what was there stays while it goes on.
		let before = node.finalised();
		node.wait_finalised(before + 1, THREE_SLOTS);
		finals.note(&node, sent.load(Ordering::Relaxed));
		finals.check(&node);
		thread::sleep(Duration::from_millis(moment));
		// Nothing is asked in between.
		let seen = node.call("chain_getFinalizedHead", json!([]));
		finals.last_seen = seen.as_str().map(Into::into);
		node.kill();
		load.stop();
		check_logs(folder.path());
	}

	let node = Node::start(folder.path(), &ARGS);
	finals.check_after_kill(&node);
	let (best, finalised) = (node.best(), node.finalised());
	node.wait_best(best + 1, THREE_SLOTS);
	node.wait_finalised(finalised + 1, THREE_SLOTS);
	finals.note(&node, sent.load(Ordering::Relaxed));
	finals.check(&node);
	// Each round has at least one block, and there was a load.
	assert!(finals.blocks.len() > MOMENTS.len(), "{}", finals.blocks.len());
	assert!(finals.accounts.len() > 10 * MOMENTS.len(), "{}", finals.accounts.len());
	node.kill();
	check_logs(folder.path());
}
