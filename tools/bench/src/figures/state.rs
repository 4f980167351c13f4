//! State that settled receipts leave behind when their epoch is closed, paid and pruned.

use super::{LARGE_POOL, Outcome, Settings};
use crate::{
	fault::Fault,
	ground::{Ground, Pace},
	market::{Market, Size},
	note,
	report::{Figure, Goal},
	work::{self, Shape, Signatures},
};
use orogen_client::calls;
use orogen_primitives_core::Hash;
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;

/// KiB that a million receipts may leave.
const GOAL: f64 = 64.0;
/// Keys that are read at once.
const PAGE: usize = 1_000;
/// Blocks after which rings by block and by epoch are full, so that they no longer grow.
const RINGS: u32 = 2_600;
/// Blocks in which development chains close, fund, pay and prune: 500 of retention, and 20 epochs in
/// which the share in dollars waits to be sold.
const AFTERWARDS: u32 = 700;
/// Blocks between two rounds of the oracle's members.
const FEED_EVERY: u32 = 40;
/// Storage prefixes of the largest changes that are named.
const NAMED: usize = 6;

/// Bytes of keys and values, by the names of pallet and value.
type Sizes = BTreeMap<String, u64>;

#[derive(Deserialize)]
struct Changes {
	changes: Vec<(String, Option<String>)>,
}

/// Measures.
pub(crate) async fn measure(settings: &Settings) -> Result<Outcome, Fault> {
	// Batches of 65,536 receipts.
	let count = settings.pick(48usize, 4);
	let ground = Ground::start(&settings.programs, Pace::Manual, &LARGE_POOL).await?;
	let size = Size { gateways: 1, operators: 512, customers: 64, sessions: 2_048 };
	let mut market = Market::open(&ground, size).await?;
	let rings = settings.pick(RINGS, 60);
	note(format_args!("  {rings} blocks, until what is kept by block and epoch no longer grows"));
	pass(&ground, rings).await?;

	// The first batch makes what operators and payees keep for good.
	let mut points = Vec::new();
	for (batches, what) in [(0, "before"), (1, "after the first batch"), (count, "in the end")] {
		settle(&ground, &mut market, batches).await?;
		if batches > 0 {
			pass(&ground, settings.pick(AFTERWARDS, 560)).await?;
		}
		// A block without transactions, whose events are none of theirs.
		let at = ground.seal().await?.hash;
		let sizes = sizes(&ground, at).await?;
		note(format_args!("  {what}: {} bytes of state", total(&sizes)));
		points.push(sizes);
	}
	let [before, first, last] = points.as_slice() else { return Err(Fault::said("no states")) };
	let kib = |from: &Sizes, to: &Sizes| {
		// Some MiB at most.
		(total(to) as f64 - total(from) as f64) / 1_024.0
	};
	let receipts =
		|batches: usize| batches.saturating_mul(Shape::maximal().receipts) as f64 / 1_000_000.0;
	let (millions, all) = (receipts(count), receipts(count.saturating_add(1)));

	let mut outcome = Outcome::default();
	outcome.add(Figure::value("state before", total(before) as f64 / 1_024.0, "KiB"));
	outcome.add(
		Figure::value("first batch of all operators, once", kib(before, first), "KiB")
			.note(changes(before, first)),
	);
	outcome.add(
		Figure::value("state per million receipts", kib(first, last) / millions, "KiB")
			.goal(Goal::AtMost(GOAL))
			.note(format!("{millions:.2} million more; {}", changes(first, last))),
	);
	outcome.add(
		Figure::value(
			"the same with what the first batch has left",
			kib(before, last) / all,
			"KiB",
		)
		.goal(Goal::AtMost(GOAL)),
	);
	outcome.note(format!(
		"Keys and values of the whole state, on a development chain with blocks on demand, where headers are \
		 pruned {} blocks after their settlement began. Sessions stay open. Receipts are those of maximal \
		 batches; smaller ones leave as much each.",
		settings.pick(AFTERWARDS, 560),
	));
	Ok(outcome)
}

/// Settles maximal batches, one a block.
async fn settle(ground: &Ground, market: &mut Market, count: usize) -> Result<(), Fault> {
	// They may have missed too many.
	market.heartbeats(ground).await?;
	for place in 0..count {
		if place % 10 == 0 {
			ground.feed().await?;
		}
		let time = ground.chain.time(ground.chain.best().await?.hash).await?;
		let batch = work::batch(market, 0, &Shape::maximal(), time, Signatures::None)?;
		let call = calls::receipts::submit_batch(&batch.submission(), "");
		let signed = ground.desk.sign(&market.gateway(0)?.key, &call)?;
		ground.settle("a batch", &[signed]).await?;
	}
	Ok(())
}

/// Lets so many blocks pass, with an oracle that is fed.
async fn pass(ground: &Ground, blocks: u32) -> Result<(), Fault> {
	for block in 0..blocks {
		if block % FEED_EVERY == 0 {
			ground.feed().await?;
		}
		ground.seal().await?;
	}
	Ok(())
}

/// Reads the whole state.
async fn sizes(ground: &Ground, at: Hash) -> Result<Sizes, Fault> {
	let names = names(ground);
	let (mut sizes, mut from) = (Sizes::new(), None::<String>);
	loop {
		let params = [json!("0x"), json!(PAGE), json!(from), json!(at)];
		let keys: Vec<String> = ground.chain.request("state_getKeysPaged", &params).await?;
		let Some(last) = keys.last() else { return Ok(sizes) };
		from = Some(last.clone());
		let params = [json!(keys), json!(at)];
		let sets: Vec<Changes> = ground.chain.request("state_queryStorageAt", &params).await?;
		for (key, value) in sets.into_iter().flat_map(|set| set.changes) {
			let bytes = bytes_of(&key).saturating_add(value.as_deref().map_or(0, bytes_of));
			let name = names
				.iter()
				.find(|(prefix, _)| key.starts_with(prefix.as_str()))
				.map_or_else(|| "others".to_owned(), |(_, name)| name.clone());
			let size = sizes.entry(name).or_default();
			*size = size.saturating_add(bytes);
		}
	}
}

/// Bytes that hex stands for.
fn bytes_of(hex: &str) -> u64 {
	u64::try_from(hex.trim_start_matches("0x").len() / 2).unwrap_or(u64::MAX)
}

/// Prefixes of the storage, with the names that they stand for.
fn names(ground: &Ground) -> Vec<(String, String)> {
	let hash = |name: &str| sp_crypto_hashing::twox_128(name.as_bytes());
	ground
		.desk
		.storage_names()
		.into_iter()
		.map(|(pallet, value)| {
			let prefix = [hash(&pallet), hash(&value)].concat();
			(format!("0x{}", hex::encode(prefix)), format!("{pallet}.{value}"))
		})
		.collect()
}

fn total(sizes: &Sizes) -> u64 {
	sizes.values().fold(0, |sum, size| sum.saturating_add(*size))
}

/// The largest changes, as text.
fn changes(from: &Sizes, to: &Sizes) -> String {
	let mut all: Vec<(i128, &String)> = to
		.keys()
		.chain(from.keys().filter(|name| !to.contains_key(*name)))
		.map(|name| {
			let size = |sizes: &Sizes| i128::from(sizes.get(name).copied().unwrap_or_default());
			(size(to).saturating_sub(size(from)), name)
		})
		.filter(|(change, _)| *change != 0)
		.collect();
	all.sort_by_key(|(change, name)| (std::cmp::Reverse(change.abs()), name.as_str()));
	let text: Vec<_> =
		all.iter().take(NAMED).map(|(change, name)| format!("{name} {change:+} bytes")).collect();
	if text.is_empty() { "nothing changed".into() } else { text.join(", ") }
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn changes_should_be_named_by_size() {
		let sizes = |list: &[(&str, u64)]| -> Sizes {
			list.iter().map(|(name, size)| ((*name).to_owned(), *size)).collect()
		};
		let from = sizes(&[("A.X", 10), ("A.Y", 5), ("A.Z", 3)]);
		let to = sizes(&[("A.X", 10), ("A.Y", 7), ("B.X", 1)]);
		assert_eq!(changes(&from, &to), "A.Z -3 bytes, A.Y +2 bytes, B.X +1 bytes");
		assert_eq!(changes(&from, &from), "nothing changed");
		assert_eq!(total(&from), 18);
	}

	#[test]
	fn hex_should_be_counted_in_bytes() {
		assert_eq!((bytes_of("0x"), bytes_of("0x00ff")), (0, 2));
	}
}
