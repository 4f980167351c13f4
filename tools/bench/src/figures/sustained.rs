//! Receipts a second that are settled, block after block, and closed.

use super::{LARGE_POOL, Outcome, Settings};
use crate::{
	desk,
	fault::Fault,
	ground::{Ground, MAX_BLOCK, Pace},
	market::{Market, Size},
	note,
	report::{Figure, Goal},
	work::{self, Shape, Signatures},
};
use orogen_client::calls;
use orogen_primitives_core::{BlockNumber, EpochIndex, SLOT_DURATION_MS};
use std::time::{Duration, Instant};

/// Receipts a second that should be settled.
const RATE_GOAL: f64 = 40_000.0;
/// Percent of a block that they may take.
const FULLNESS_GOAL: f64 = 50.0;
/// Gateways, each with a maximal batch a block: 43,690 receipts a second.
const GATEWAYS: usize = 4;
/// Blocks between two rounds of the oracle's members.
const FEED_EVERY: u32 = 10;
/// How long the closing may take: the epoch, the delay after it, and some to spare.
const CLOSING: Duration = Duration::from_secs(600);

/// What is measured of a block.
struct Seen {
	number: BlockNumber,
	/// Batches that it settled.
	batches: usize,
	/// Percent of its compute that was used.
	fullness: f64,
	/// Milliseconds that making it took.
	millis: f64,
	/// Batches that were pushed and in no block yet.
	waiting: usize,
}

/// Measures.
pub(crate) async fn measure(settings: &Settings) -> Result<Outcome, Fault> {
	let wanted = settings.pick(20, 2);
	let ground = Ground::start(&settings.programs, Pace::Clock, &LARGE_POOL).await?;
	let size = Size { gateways: GATEWAYS, operators: 512, customers: 64, sessions: 2_048 };
	let mut market = Market::open(&ground, size).await?;
	let batches = prepare(&ground, &mut market, wanted).await?;
	note("  measuring");
	market.heartbeats(&ground).await?;
	ground.feed().await?;

	let start = ground.chain.best().await?;
	let began = ground.chain.time(start.hash).await?;
	let (mut seen, mut waiting, mut settled, mut last) = (Vec::new(), 0usize, 0usize, start.number);
	let (mut batches, all) = (batches.into_iter(), wanted.saturating_mul(GATEWAYS));
	let end = loop {
		// As many as a block shall take, in the order of the gateways' nonces.
		let missing = GATEWAYS.saturating_sub(waiting);
		let some: Vec<_> = batches.by_ref().take(missing).collect();
		desk::push(&ground.chain, &some).await?;
		waiting = waiting.saturating_add(some.len());
		if last % FEED_EVERY == 0 {
			desk::push(&ground.chain, &ground.feeds().await?).await?;
		}
		let block = ground.next(last).await?;
		last = block.number;
		let one = look(&ground, block.number, waiting).await?;
		waiting = waiting.saturating_sub(one.batches);
		settled = settled.saturating_add(one.batches);
		seen.push(one);
		if settled >= all {
			break block;
		}
		if seen.len() > wanted.saturating_mul(4).saturating_add(10) {
			return Err(Fault::Said(format!("only {settled} of {all} batches are settled")));
		}
	};
	let millis = ground.chain.time(end.hash).await?.saturating_sub(began).max(SLOT_DURATION_MS);
	let per_batch = Shape::maximal().receipts;
	let receipts = settled.saturating_mul(per_batch);
	let rate = receipts as f64 * 1_000.0 / millis as f64;
	let epoch = ground.chain.epoch(end.hash).await?.index;
	let (closed_after, closing) = close(&ground, last, epoch).await?;

	let mut outcome = Outcome::default();
	outcome.add(
		Figure::value("receipts settled and closed", rate, "1/s")
			.goal(Goal::AtLeast(RATE_GOAL))
			.note(format!("{receipts} receipts in {settled} batches over {} blocks", seen.len())),
	);
	let of = |value: fn(&Seen) -> f64| {
		seen.iter().filter(|one| one.batches > 0).map(value).collect::<Vec<_>>()
	};
	let without = seen.iter().filter(|one| one.batches == 0).count();
	let fullness = of(|one| one.fullness);
	let highest = fullness.iter().copied().fold(0.0, f64::max);
	outcome.add(Figure::samples("blocks with batches: compute used", &fullness, "%")?);
	outcome.add(
		Figure::value("fullest block with batches: compute used", highest, "%")
			.goal(Goal::AtMost(FULLNESS_GOAL)),
	);
	outcome.add(Figure::samples("blocks with batches: making one", &of(|one| one.millis), "ms")?);
	let waiting: Vec<_> =
		seen.iter().map(|one| f64::from(u32::try_from(one.waiting).unwrap_or(u32::MAX))).collect();
	outcome.add(Figure::samples("batches waiting in the pool", &waiting, "batches")?);
	outcome.add(Figure::value("last epoch closed after the last batch", closed_after, "s"));
	let slowest = closing.iter().map(|one| one.millis).fold(0.0, f64::max);
	outcome.add(Figure::value("slowest block until then: making it", slowest, "ms"));
	outcome.note(format!(
		"Blocks by the clock (BABE). {GATEWAYS} gateways settle maximal batches, one each for every block: \
		 65,536 receipts, the same 512 operators, 2,048 sessions of each gateway. Batches are built and signed \
		 before the clock starts; their receipts carry no signatures, which the chain never sees.",
	));
	outcome.note(format!(
		"{without} of {} blocks took no batch: the first block of an epoch takes no transactions, because \
		 the session pallet declares a whole block for the change of sessions. They are in the rate, and not \
		 in the compute used.",
		seen.len()
	));
	Ok(outcome)
}

/// Builds and signs every batch, by turns of the gateways.
async fn prepare(
	ground: &Ground,
	market: &mut Market,
	count: usize,
) -> Result<Vec<Vec<u8>>, Fault> {
	let began = Instant::now();
	let time = ground.chain.time(ground.chain.best().await?.hash).await?;
	let mut batches = Vec::new();
	for place in 0..count.saturating_mul(GATEWAYS) {
		let gateway = place % GATEWAYS;
		let batch = work::batch(market, gateway, &Shape::maximal(), time, Signatures::None)?;
		let call = calls::receipts::submit_batch(&batch.submission(), "");
		batches.push(ground.desk.sign(&market.gateway(gateway)?.key, &call)?);
		// Batches take seconds: lets a signal through.
		tokio::task::yield_now().await;
	}
	note(format_args!("  {} batches after {:.0} s", batches.len(), began.elapsed().as_secs_f64()));
	Ok(batches)
}

async fn look(ground: &Ground, number: BlockNumber, waiting: usize) -> Result<Seen, Fault> {
	let missing = || Fault::Said(format!("there is no block {number}"));
	let id = ground.chain.block_at(number).await?.ok_or_else(missing)?;
	ground.check("settling", id).await?;
	let mut batches = 0usize;
	for event in ground.chain.events(id.hash).await?.iter() {
		let event = event.map_err(Fault::said)?;
		if (event.pallet_name(), event.event_name()) == ("Receipts", "BatchSubmitted") {
			batches = batches.saturating_add(1);
		}
	}
	let used = ground.used(id.hash).await?.total;
	Ok(Seen {
		number,
		batches,
		fullness: used as f64 / MAX_BLOCK as f64 * 100.0,
		millis: f64::from(ground.authored(number).await?.millis),
		waiting,
	})
}

/// Waits until `epoch` is closed; returns the seconds on the chain, and the blocks.
async fn close(
	ground: &Ground,
	from: BlockNumber,
	epoch: EpochIndex,
) -> Result<(f64, Vec<Seen>), Fault> {
	let (began, mut seen, mut last) = (Instant::now(), Vec::<Seen>::new(), from);
	loop {
		let block = ground.next(last).await?;
		last = block.number;
		seen.push(look(ground, last, 0).await?);
		if ground.chain.bme_status(Some(block.hash)).await?.first_open_epoch > epoch {
			let blocks = seen.last().map_or(0, |one| one.number.saturating_sub(from));
			return Ok((f64::from(blocks) * SLOT_DURATION_MS as f64 / 1_000.0, seen));
		}
		if last % FEED_EVERY == 0 {
			desk::push(&ground.chain, &ground.feeds().await?).await?;
		}
		if began.elapsed() > CLOSING {
			return Err(Fault::Said(format!("epoch {epoch} is not closed")));
		}
	}
}
