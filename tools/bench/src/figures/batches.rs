//! Declared weight of batches, and the time that executing them takes.

use super::{Outcome, Settings};
use crate::{
	block::Block,
	fault::Fault,
	ground::{Ground, Pace},
	market::{Market, Size},
	note,
	report::{Figure, Goal},
	stats::{median, millis, weight_millis},
	work::{self, Shape, Signatures},
};
use orogen_client::calls;
use orogen_primitives_core::BlockNumber;
use serde_json::{Value, json};
use std::time::Instant;

/// Milliseconds that a maximal batch may declare.
const MAXIMAL_GOAL: f64 = 150.0;
/// Milliseconds that a typical one may.
const TYPICAL_GOAL: f64 = 15.0;
/// Batches of each kind: the first is the first one ever of its sessions and operators.
const VARIANTS: [&str; 2] = ["first", "later"];

/// One batch alone in its block, and an empty block after it.
struct Pair {
	batch: Block,
	empty: Block,
}

/// Measures.
pub(crate) async fn measure(settings: &Settings) -> Result<Outcome, Fault> {
	let mut outcome = Outcome::default();
	let runs = settings.pick(30, 3);
	let ground = Ground::start(&settings.programs, Pace::Manual, &super::LARGE_POOL).await?;
	let size = Size { gateways: 1, operators: 528, customers: 64, sessions: 2_248 };
	let mut market = Market::open(&ground, size).await?;

	for (name, shape, goal) in
		[("maximal", Shape::maximal(), MAXIMAL_GOAL), ("typical", Shape::typical(), TYPICAL_GOAL)]
	{
		for variant in VARIANTS {
			// Room for the batch, the empty block and some to spare.
			ground.early_in_epoch(5).await?;
			let submitted = submit(&ground, &mut market, &shape).await?;
			let (pair, bytes) = submitted;
			let declared =
				weight_millis(ground.used(hash_of(&ground, &pair.batch).await?).await?.normal);
			let made = ground.authored(pair.batch.number()).await?.millis;
			let times = execution_times(&ground, &pair, runs).await?;

			let label = format!("{name} batch, {variant} of its sessions");
			outcome.add(
				Figure::value(format!("{label}: declared weight"), declared, "ms")
					.goal(Goal::AtMost(goal)),
			);
			outcome.add(
				Figure::samples(format!("{label}: execution"), &times, "ms")?
					.goal(Goal::AtMost(declared)),
			);
			outcome.add(Figure::value(format!("{label}: making its block"), f64::from(made), "ms"));
			if variant == "first" {
				let kib = f64::from(u32::try_from(bytes).unwrap_or(u32::MAX)) / 1_024.0;
				outcome.add(Figure::value(format!("{name} batch: transaction"), kib, "KiB"));
			}
		}
	}
	outcome.note(
		"Maximal: 65,536 receipts, 512 operator rows, 2,048 session rows; typical: 10,000, 16, 200. All \
		 receipts carry real signatures of customers and operators, and every operator has a payee of its own.",
	);
	outcome.note(
		"The declared weight is what the ordinary transactions of a block that holds the batch alone have \
		 used (System.BlockWeight): call, transaction extensions and the base weight of a transaction.",
	);
	outcome.note(format!(
		"Execution is Core_execute_block of that block on its parent's state, by state_call: signature check, \
		 fee, hooks and state root included, less the median of the empty block after it; {runs} runs of each \
		 by turns.",
	));
	Ok(outcome)
}

/// Puts one batch into a block alone, and makes an empty one; returns the length of the transaction
/// too.
async fn submit(
	ground: &Ground,
	market: &mut Market,
	shape: &Shape,
) -> Result<(Pair, usize), Fault> {
	let time = ground.chain.time(ground.chain.best().await?.hash).await?;
	let began = Instant::now();
	let batch = work::batch(market, 0, shape, time, Signatures::Real)?;
	note(format_args!(
		"  a batch of {} receipts after {:.1} s",
		batch.receipts().len(),
		began.elapsed().as_secs_f64()
	));
	let call = calls::receipts::submit_batch(&batch.submission(), "https://receipts.example/1");
	let signed = ground.desk.sign(&market.gateway(0)?.key, &call)?;
	let blocks = ground.settle("a batch", std::slice::from_ref(&signed)).await?;
	let block = blocks.last().ok_or_else(|| Fault::said("the batch is in no block"))?;
	let batch = ground.body(block.hash).await?;
	let empty = ground.seal().await?;
	let empty = ground.body(empty.hash).await?;
	if (batch.signed().count(), empty.signed().count()) != (1, 0) {
		return Err(Fault::said("the batch is not alone in its block"));
	}
	Ok((Pair { batch, empty }, signed.len()))
}

async fn hash_of(ground: &Ground, block: &Block) -> Result<orogen_primitives_core::Hash, Fault> {
	let number: BlockNumber = block.number();
	let block = ground.chain.block_at(number).await?;
	block.map(|block| block.hash).ok_or_else(|| Fault::Said(format!("there is no block {number}")))
}

/// Milliseconds of executing the block of the batch, without those of the empty one.
async fn execution_times(ground: &Ground, pair: &Pair, runs: u32) -> Result<Vec<f64>, Fault> {
	let arguments = [&pair.batch, &pair.empty].map(call_of);
	// Once for what is not in any cache.
	for params in &arguments {
		execute(ground, params).await?;
	}
	let (mut batch, mut empty) = (Vec::new(), Vec::new());
	for _ in 0..runs {
		let [of_batch, of_empty] = &arguments;
		batch.push(execute(ground, of_batch).await?);
		empty.push(execute(ground, of_empty).await?);
	}
	let base = median(&empty).unwrap_or_default();
	Ok(batch.into_iter().map(|time| (time - base).max(0.0)).collect())
}

fn call_of(block: &Block) -> [Value; 3] {
	let argument = format!("0x{}", hex::encode(block.execute_argument()));
	[json!("Core_execute_block"), json!(argument), json!(block.parent())]
}

async fn execute(ground: &Ground, params: &[Value]) -> Result<f64, Fault> {
	let began = Instant::now();
	let answer: String = ground.chain.request("state_call", params).await?;
	let time = millis(began.elapsed());
	if answer != "0x" {
		return Err(Fault::Said(format!("Core_execute_block answers {answer}")));
	}
	Ok(time)
}
