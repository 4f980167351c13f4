//! Waiting for the chain: for room in an epoch, and for an epoch's closing.

use super::{Stage, count, list, say, tell};
use crate::{Error, chain::BlockId};
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use orogen_primitives_core::{BatchId, BlockNumber, EpochIndex};
use orogen_primitives_runtime_api::BatchState;
use std::time::{Duration, Instant};

/// How often the chain is looked at while the demo waits.
pub(super) const POLL: Duration = Duration::from_millis(250);
/// How long the chain may go without a block.
const STALL: Duration = Duration::from_secs(90);
/// Blocks that session, batches and preferences take at most.
const ROOM: u64 = 6;

/// Notices when the chain makes no blocks.
pub(super) struct Pulse {
	number: BlockNumber,
	since: Instant,
}

impl Pulse {
	pub(super) fn new() -> Self {
		Self { number: 0, since: Instant::now() }
	}

	/// Fails when `best` has been the best block for too long.
	pub(super) fn check(&mut self, best: BlockId) -> Result<(), Error> {
		if best.number != self.number {
			*self = Self { number: best.number, since: Instant::now() };
		} else if self.since.elapsed() > STALL {
			return Err(Error::WrongChain(format!(
				"no block after block {} for {} s; sealed on demand, a chain makes none by itself",
				best.number,
				STALL.as_secs()
			)));
		}
		Ok(())
	}
}

pub(super) fn style(template: &str) -> ProgressStyle {
	ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// Progress bars for the wait: epochs, and blocks of the running one.
struct Bars {
	all: MultiProgress,
	epochs: ProgressBar,
	blocks: ProgressBar,
}

impl Bars {
	fn new(epochs: u64, slots: u64) -> Self {
		let all = MultiProgress::new();
		let epochs = all.add(ProgressBar::new(epochs));
		epochs.set_style(style("   epochs {bar:40} {pos}/{len} {msg}"));
		let blocks = all.add(ProgressBar::new(slots));
		blocks.set_style(style("   blocks {bar:40} {pos}/{len} {msg}"));
		Self { all, epochs, blocks }
	}

	fn show(
		&self,
		from: EpochIndex,
		running: EpochIndex,
		closing: EpochIndex,
		passed: u64,
		slots: u64,
	) {
		let left = u64::from(closing.saturating_sub(running));
		self.epochs.set_position(running.saturating_sub(from).into());
		self.epochs.set_message(format!("epoch {running}, closes in {closing}"));
		self.blocks.set_position(passed.min(slots));
		let to_go = (left * slots).saturating_sub(passed);
		self.blocks.set_message(format!("about {to_go} blocks to go"));
	}

	/// Says something above the bars, or at all where there is no terminal for bars.
	fn say(&self, who: &str, text: impl std::fmt::Display) {
		if self.epochs.is_hidden() {
			say(who, text);
		} else {
			self.all.println(tell::line(who, text)).ok();
		}
	}

	fn end(&self) {
		self.epochs.finish_and_clear();
		self.blocks.finish_and_clear();
	}
}

impl Stage<'_> {
	/// Waits for the next epoch when the running one ends so soon that the second batch would be in
	/// another one than the first: that would take an epoch longer.
	pub(super) async fn wait_for_room(&self) -> Result<(), Error> {
		let chain = self.chain;
		let best = chain.best().await?;
		let slots = chain.slots_per_epoch(best.hash).await?;
		let epoch = chain.epoch(best.hash).await?;
		let passed = u64::from(best.number.saturating_sub(epoch.first_block));
		let left = slots.saturating_sub(passed);
		if left > ROOM || slots <= ROOM {
			return Ok(());
		}
		say(
			"chain",
			format_args!(
				"epoch {} ends in {}; the work begins in the next one",
				epoch.index,
				count(left, "block")
			),
		);
		let mut pulse = Pulse::new();
		loop {
			let best = chain.best().await?;
			pulse.check(best)?;
			if chain.epoch(best.hash).await?.index > epoch.index {
				return self.cast.heartbeats(chain).await;
			}
			tokio::time::sleep(POLL).await;
		}
	}

	/// Waits until the batches are final: until `epoch`, that of the newest one, is closed. The operators
	/// send their heartbeats meanwhile.
	pub(super) async fn wait_for_closing(
		&self,
		batches: &[BatchId],
		epoch: EpochIndex,
	) -> Result<(), Error> {
		let Self { chain, cast, feeder } = self;
		let at = chain.best().await?.hash;
		let slots = chain.slots_per_epoch(at).await?;
		let status = chain.bme_status(Some(at)).await?;
		// It closes in the first block of this epoch.
		let closing = epoch.saturating_add(1).saturating_add(status.closing_delay);
		say(
			"chain",
			format_args!(
				"{} open until epoch {epoch} closes, in the first block of epoch {closing}",
				match batches {
					[one] => format!("batch {one} is"),
					batches => format!("batches {} are", list(batches)),
				}
			),
		);
		let bars = Bars::new(u64::from(closing.saturating_sub(epoch)), slots);
		let (mut seen, mut pulse) = (status.epoch, Pulse::new());
		loop {
			let best = chain.best().await?;
			pulse.check(best)?;
			let running = chain.epoch(best.hash).await?;
			let passed = u64::from(best.number.saturating_sub(running.first_block));
			bars.show(epoch, running.index, closing, passed, slots);
			if running.index > seen {
				seen = running.index;
				bars.say("chain", format_args!("epoch {seen} begins in block {}", best.number));
				if let Some(fault) = feeder.fault() {
					bars.say("oracle", format_args!("is not fed: {fault}"));
				}
				cast.heartbeats(chain).await?;
			}
			let mut open = 0u32;
			for id in batches {
				let state =
					chain.batch(*id, Some(best.hash)).await?.map(|answer| answer.info.state);
				match state {
					Some(BatchState::Final) => {}
					Some(BatchState::Open) => open = open.saturating_add(1),
					None => return Err(Error::WrongChain(format!("batch {id} is gone"))),
				}
			}
			if open == 0 {
				break;
			}
			tokio::time::sleep(POLL).await;
		}
		bars.end();
		say("chain", format_args!("epoch {epoch} is closed; its CUC are consumed"));
		Ok(())
	}
}
