//! A running chain: its node, its blocks.

use crate::{
	block::Block,
	desk::{self, Desk},
	fault::Fault,
	node::{Authored, Node, Programs},
};
use orogen_client::{
	calls::{self, Call},
	chain::{BlockId, Chain},
	keys::Keypair,
};
use orogen_primitives_core::{BlockNumber, Hash, Price};
use serde::Deserialize;
use serde_json::json;
use std::time::{Duration, Instant};
use subxt::{events::Phase, ext::scale_decode::DecodeAsType};

/// Members of the oracle on development chains.
const ORACLE: [&str; 5] = ["Alice", "Bob", "Charlie", "Dave", "Eve"];
/// Sources that the members feed: two exchanges.
const SOURCES: [u8; 2] = [0, 1];
/// How often a chain by the clock is looked at.
const POLL: Duration = Duration::from_millis(50);
/// How long a chain may go without what it is waited for.
const STALL: Duration = Duration::from_secs(60);
/// How often a log is looked at for a line that must be in it.
const LOG_ATTEMPTS: u32 = 60;
/// Blocks that transactions may take when blocks are made on demand.
const MOST_BLOCKS: usize = 200;
/// Picoseconds of compute of a block (SPEC §2).
pub(crate) const MAX_BLOCK: u64 = 2_000_000_000_000;

/// How blocks come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pace {
	/// When they are asked for.
	Manual,
	/// Every 6 s, by BABE.
	Clock,
}

/// A running chain.
#[derive(Debug)]
pub(crate) struct Ground {
	/// Its node.
	pub(crate) node: Node,
	/// A connection to it.
	pub(crate) chain: Chain,
	/// Signs its transactions.
	pub(crate) desk: Desk,
	pace: Pace,
	oracle: Vec<Keypair>,
}

/// Compute that a block has used, in picoseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Used {
	/// By ordinary transactions.
	pub(crate) normal: u64,
	/// By everything: hooks, inherents, operational transactions too.
	pub(crate) total: u64,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct PerClass {
	normal: Weight,
	operational: Weight,
	mandatory: Weight,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Weight {
	ref_time: u64,
}

#[derive(Deserialize)]
struct Created {
	hash: Hash,
}

impl Ground {
	/// Starts a fresh chain with a node that takes these arguments besides.
	pub(crate) async fn start(
		programs: &Programs,
		pace: Pace,
		args: &[&str],
	) -> Result<Self, Fault> {
		let mut all = args.to_vec();
		if pace == Pace::Manual {
			all.extend(["--sealing", "manual"]);
		}
		let mut node = Node::spawn(programs, &all)?;
		let url = node.address().await?;
		let chain = desk::connect(&url).await?;
		let desk = Desk::open(&url).await?;
		let oracle = ORACLE.into_iter().map(Keypair::well_known).collect::<Result<_, _>>()?;
		Ok(Self { node, chain, desk, pace, oracle })
	}

	/// Makes a block, on demand.
	pub(crate) async fn seal(&self) -> Result<BlockId, Fault> {
		let created: Created =
			self.chain.request("engine_createBlock", &[json!(true), json!(true)]).await?;
		Ok(self.chain.block(created.hash).await?)
	}

	/// The next block, made or waited for.
	pub(crate) async fn next(&self, after: BlockNumber) -> Result<BlockId, Fault> {
		if self.pace == Pace::Manual {
			return self.seal().await;
		}
		let (wanted, end) = (after.saturating_add(1), Instant::now() + STALL);
		loop {
			if let Some(block) = self.chain.block_at(wanted).await? {
				return Ok(block);
			}
			if Instant::now() > end {
				return Err(Fault::Node(format!("no block {wanted} after {} s", STALL.as_secs())));
			}
			tokio::time::sleep(POLL).await;
		}
	}

	/// A block's content.
	pub(crate) async fn body(&self, hash: Hash) -> Result<Block, Fault> {
		Block::from_answer(&self.chain.request("chain_getBlock", &[json!(hash)]).await?)
	}

	/// Compute that a block has used.
	pub(crate) async fn used(&self, at: Hash) -> Result<Used, Fault> {
		let used: Option<PerClass> =
			self.chain.storage("System", "BlockWeight", Vec::new(), at).await?;
		let used = used.ok_or_else(|| Fault::said("System.BlockWeight has no value"))?;
		let others = used.operational.ref_time.saturating_add(used.mandatory.ref_time);
		let normal = used.normal.ref_time;
		Ok(Used { normal, total: normal.saturating_add(others) })
	}

	/// Fails if a transaction of a block has failed, and says why.
	pub(crate) async fn check(&self, what: &str, block: BlockId) -> Result<(), Fault> {
		for event in self.chain.events(block.hash).await?.iter() {
			let event = event.map_err(Fault::said)?;
			if event.pallet_name() != "System" || event.event_name() != "ExtrinsicFailed" {
				continue;
			}
			let body = self.body(block.hash).await?;
			let hash = match event.phase() {
				Phase::ApplyExtrinsic(place) => body.hash_of(place),
				_ => None,
			};
			// An error that says more than that, if there is one.
			if let Some(hash) = hash {
				self.chain.outcome(what, hash, block.hash).await?;
			}
			return Err(Fault::Said(format!(
				"{what}: a transaction of block {} failed",
				block.number
			)));
		}
		Ok(())
	}

	/// Pushes transactions and waits until they are in blocks and have succeeded. Nobody else may push
	/// meanwhile.
	pub(crate) async fn settle(
		&self,
		what: &str,
		transactions: &[Vec<u8>],
	) -> Result<Vec<BlockId>, Fault> {
		let mut last = self.chain.best().await?.number;
		desk::push(&self.chain, transactions).await?;
		let (mut left, mut blocks) = (transactions.len(), Vec::new());
		while left > 0 {
			if blocks.len() >= MOST_BLOCKS {
				return Err(Fault::Said(format!("{what}: {left} transactions enter no block")));
			}
			let block = self.next(last).await?;
			last = block.number;
			let count = self.body(block.hash).await?.signed().count();
			self.check(what, block).await?;
			left = left.saturating_sub(count);
			blocks.push(block);
		}
		Ok(blocks)
	}

	/// Signs calls and settles them.
	pub(crate) async fn play(&self, what: &str, jobs: &[(&Keypair, Call)]) -> Result<(), Fault> {
		let signed = self.desk.sign_all(jobs)?;
		self.settle(what, &signed).await.map(drop)
	}

	/// A round of the oracle's members, signed; its samples are of the best block's time.
	pub(crate) async fn feeds(&self) -> Result<Vec<Vec<u8>>, Fault> {
		let time = self.chain.time(self.chain.best().await?.hash).await?;
		// As in the pool.
		let price = Price::from_rational(1, 2);
		let jobs: Vec<_> = self
			.oracle
			.iter()
			.flat_map(|member| {
				SOURCES.map(|source| (member, calls::oracle::feed(source, price, time)))
			})
			.collect();
		self.desk.sign_all(&jobs)
	}

	/// Feeds the oracle.
	pub(crate) async fn feed(&self) -> Result<(), Fault> {
		let feeds = self.feeds().await?;
		self.settle("feeds", &feeds).await.map(drop)
	}

	/// Waits until so many blocks are left of the running epoch, so that none of them does an epoch's
	/// work.
	pub(crate) async fn early_in_epoch(&self, left: u64) -> Result<(), Fault> {
		loop {
			let best = self.chain.best().await?;
			let slots = self.chain.slots_per_epoch(best.hash).await?;
			let first = self.chain.epoch(best.hash).await?.first_block;
			let passed = u64::from(best.number.saturating_sub(first)).saturating_add(1);
			// Block 1 begins the first epoch.
			if best.number > 1 && passed.saturating_add(left) <= slots {
				return Ok(());
			}
			self.next(best.number).await?;
		}
	}

	/// What the node says about making a block. Its log is written by another thread than its database.
	pub(crate) async fn authored(&self, number: BlockNumber) -> Result<Authored, Fault> {
		for _ in 0..LOG_ATTEMPTS {
			let found = self.node.authored().into_iter().rev().find(|block| block.number == number);
			if let Some(found) = found {
				return Ok(found);
			}
			tokio::time::sleep(POLL).await;
		}
		Err(Fault::Node(format!(
			"its log has nothing about making block {number}:\n{}",
			self.node.last_lines()
		)))
	}
}
