//! Time from the start of the process to the first block, and memory.

use super::{LARGE_POOL, Outcome, Settings, calls::Crowd};
use crate::{
	desk,
	fault::Fault,
	ground::{Ground, Pace},
	node::Node,
	note,
	report::{Figure, Goal},
};
use orogen_primitives_core::SLOT_DURATION_MS;
use std::time::{Duration, Instant, SystemTime};

/// Seconds to the first block.
const START_GOAL: f64 = 3.0;
/// MiB that the node may have resident: 200 MB.
const MEMORY_GOAL: f64 = 200e6 / MIB;
const MIB: f64 = 1_048_576.0;
/// Transactions of each loaded block.
const TRANSFERS: usize = 100;
const OTHERS: usize = 5;
/// Accounts that send them.
const SENDERS: usize = 250;
/// How long a node is left alone before its memory is read.
const REST: Duration = Duration::from_secs(10);

/// Measures.
pub(crate) async fn measure(settings: &Settings) -> Result<Outcome, Fault> {
	let mut outcome = Outcome::default();
	let runs = settings.pick(5u32, 2);
	let (mut rpc, mut clock, mut sealed) = (Vec::new(), Vec::new(), Vec::new());
	for run in 0..runs {
		// Starts are spread evenly over a slot, as those of people are.
		wait_for_phase(run, runs).await;
		let mut node = Node::spawn(&settings.programs, &[])?;
		node.address().await?;
		rpc.push(node.started().elapsed().as_secs_f64());
		clock.push(first_block(&mut node).await?);
	}
	for _ in 0..runs {
		let mut node = Node::spawn(&settings.programs, &["--sealing", "100"])?;
		sealed.push(first_block(&mut node).await?);
	}
	outcome.add(
		Figure::samples("start to first block, by the clock", &clock, "s")?
			.goal(Goal::AtMost(START_GOAL))
			.note("up to 6 s of it, 3 s on the mean, are the wait for the next slot"),
	);
	outcome.add(
		Figure::samples("start to first block, without the wait for a slot", &sealed, "s")?
			.goal(Goal::AtMost(START_GOAL))
			.note("--sealing 100"),
	);
	outcome.add(Figure::samples("start to answering by RPC", &rpc, "s")?);

	let mut node = Node::spawn(&settings.programs, &[])?;
	first_block(&mut node).await?;
	tokio::time::sleep(REST).await;
	let idle = node.memory()?;
	drop(node);
	outcome.add(
		Figure::value("resident memory, idle after start", mib(idle.resident), "MiB")
			.goal(Goal::AtMost(MEMORY_GOAL)),
	);

	let blocks = settings.pick(1_000u32, 30);
	loaded(settings, blocks, &mut outcome).await?;
	outcome.note(format!(
		"Fresh `--dev` chains; goals of memory are 200 MB. A loaded block has {TRANSFERS} transfers, {OTHERS} \
		 burns and {OTHERS} openings of sessions; blocks are made on demand, one after the other, on a node with \
		 `{}`.",
		LARGE_POOL.join(" ")
	));
	Ok(outcome)
}

/// Seconds from the start to the import of the first block.
async fn first_block(node: &mut Node) -> Result<f64, Fault> {
	node.wait_for("the first block", |log| log.contains("Imported #1 ").then_some(())).await?;
	Ok(node.started().elapsed().as_secs_f64())
}

async fn loaded(settings: &Settings, blocks: u32, outcome: &mut Outcome) -> Result<(), Fault> {
	let ground = Ground::start(&settings.programs, Pace::Manual, &LARGE_POOL).await?;
	let crowd = Crowd::gather(&ground, SENDERS).await?;
	let count = usize::try_from(blocks).map_err(Fault::said)?;
	let transfers = crowd.transfers(&ground, count.saturating_mul(TRANSFERS))?;
	let others = crowd.others(&ground, count.saturating_mul(OTHERS))?;
	let (began, before) = (Instant::now(), ground.node.memory()?);
	let (mut taken, mut last) = (0usize, 0);
	for (transfers, others) in transfers.chunks(TRANSFERS).zip(others.chunks(2 * OTHERS)) {
		desk::push(&ground.chain, transfers).await?;
		desk::push(&ground.chain, others).await?;
		let block = ground.seal().await?;
		last = block.number;
		taken = taken.saturating_add(ground.body(block.hash).await?.signed().count());
		if last % 50 == 0 {
			ground.check("a loaded block", block).await?;
		}
	}
	note(format_args!(
		"  {blocks} blocks with {taken} transactions after {:.0} s, the last is {last}",
		began.elapsed().as_secs_f64()
	));
	let busy = ground.node.memory()?;
	tokio::time::sleep(REST).await;
	let after = ground.node.memory()?;
	outcome.add(
		Figure::value(
			format!("resident memory after {blocks} loaded blocks"),
			mib(busy.resident),
			"MiB",
		)
		.goal(Goal::AtMost(MEMORY_GOAL))
		.note(format!(
			"{:.0} MiB before them, {:.0} MiB {} s after them; {taken} transactions",
			mib(before.resident),
			mib(after.resident),
			REST.as_secs()
		)),
	);
	outcome.add(Figure::value("most memory that was resident until then", mib(after.peak), "MiB"));
	Ok(())
}

fn mib(bytes: u64) -> f64 {
	bytes as f64 / MIB
}

/// Waits until `run` of `runs` parts of a slot have passed.
async fn wait_for_phase(run: u32, runs: u32) {
	let slot = Duration::from_millis(SLOT_DURATION_MS);
	let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
	let passed = now.as_millis() % slot.as_millis().max(1);
	let passed = Duration::from_millis(u64::try_from(passed).unwrap_or_default());
	tokio::time::sleep(until_phase(slot, passed, slot * run / runs.max(1))).await;
}

/// Time until the part `wanted` of a slot, when `passed` of it has passed.
fn until_phase(slot: Duration, passed: Duration, wanted: Duration) -> Duration {
	wanted.checked_sub(passed).unwrap_or_else(|| (slot + wanted).saturating_sub(passed))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn phases_should_be_waited_for_within_a_slot() {
		let seconds = Duration::from_secs;
		for (passed, wanted, expected) in [(0, 0, 0), (1, 3, 2), (5, 3, 4), (3, 3, 0)] {
			let pause = until_phase(seconds(6), seconds(passed), seconds(wanted));
			assert_eq!(pause, seconds(expected), "{passed} {wanted}");
		}
	}
}
