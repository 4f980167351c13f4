//! Calls that fit in a block when the pool is full.

use super::{LARGE_POOL, Outcome, Settings};
use crate::{
	desk,
	fault::Fault,
	ground::{Ground, MAX_BLOCK, Pace},
	market,
	node::Authored,
	note,
	report::{Figure, Goal},
	stats::{median, weight_millis},
};
use orogen_client::{
	calls::{self, Call},
	keys::Keypair,
};
use orogen_primitives_core::{Balance, CUC, Cuc, Moment, OROG};
use std::time::{Duration, Instant};

/// Transfers that a block should take: three times what a bare node took.
const TRANSFERS_GOAL: f64 = 5_922.0;
/// Accounts that send.
const SENDERS: usize = 1_000;
/// Planck of each sender.
const PURSE: Balance = 500 * OROG;
/// Micro-USD of a session.
const CAP: Cuc = CUC / 100;
/// Planck that a burn destroys: a CUC at half a dollar, and some to spare.
const BURN: Balance = 2 * OROG + OROG / 4;
/// Weight of ordinary transactions of a block, in picoseconds.
const NORMAL: u64 = MAX_BLOCK / 4 * 3;
/// Bytes of ordinary transactions of a block.
const NORMAL_LENGTH: usize = 5 * 1_024 * 1_024 / 4 * 3;
/// How long the pool may stay without a full block.
const PATIENCE: Duration = Duration::from_secs(90);

/// A kind of call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
	Transfer,
	Burn,
	OpenSession,
}

impl Kind {
	const fn name(self) -> &'static str {
		match self {
			Self::Transfer => "Balances.transfer_keep_alive",
			Self::Burn => "Bme.burn",
			Self::OpenSession => "Credits.open_session",
		}
	}
}

/// Who sends, and what about.
#[derive(Debug)]
pub(crate) struct Crowd {
	senders: Vec<Keypair>,
	gateway: Keypair,
	expires_at: Moment,
}

impl Crowd {
	/// Funds the senders, buys them credits, and registers a gateway. The oracle is not fed: the price
	/// of genesis holds, and nothing bounds the credits of a day.
	pub(crate) async fn gather(ground: &Ground, count: usize) -> Result<Self, Fault> {
		let (senders, gateway) =
			(market::keys("sender", count)?, Keypair::well_known("bench//shop")?);
		let mut needs: Vec<_> = senders.iter().map(|key| (key.account(), PURSE)).collect();
		needs.push((gateway.account(), 2_000 * OROG));
		market::fund(ground, &needs).await?;
		let mut jobs: Vec<_> =
			senders.iter().map(|key| (key, calls::bme::burn(BURN, &key.account(), 1))).collect();
		jobs.push((&gateway, calls::receipts::register_gateway(1_000 * OROG, 1)));
		ground.play("burns", &jobs).await?;
		let time = ground.chain.time(ground.chain.best().await?.hash).await?;
		Ok(Self { senders, gateway, expires_at: time.saturating_add(24 * 3_600_000) })
	}

	/// So many calls of a kind, by turns of the senders.
	fn jobs(&self, kind: Kind, count: usize) -> Vec<(&Keypair, Call)> {
		let next = self.senders.iter().cycle().skip(1);
		self.senders
			.iter()
			.cycle()
			.zip(next)
			.take(count)
			.map(|(key, to)| (key, self.call(kind, key, to)))
			.collect()
	}

	fn call(&self, kind: Kind, key: &Keypair, to: &Keypair) -> Call {
		match kind {
			Kind::Transfer => calls::transfer(&to.account(), OROG / 1_000),
			Kind::Burn => calls::bme::burn(BURN, &key.account(), 1),
			Kind::OpenSession => {
				market::open_session(&self.gateway.account(), key, CAP, self.expires_at)
			}
		}
	}

	/// Signed transfers.
	pub(crate) fn transfers(&self, ground: &Ground, count: usize) -> Result<Vec<Vec<u8>>, Fault> {
		ground.desk.sign_all(&self.jobs(Kind::Transfer, count))
	}

	/// Signed burns, then signed openings of sessions.
	pub(crate) fn others(&self, ground: &Ground, count: usize) -> Result<Vec<Vec<u8>>, Fault> {
		let mut jobs = Vec::new();
		for (burn, open) in
			self.jobs(Kind::Burn, count).into_iter().zip(self.jobs(Kind::OpenSession, count))
		{
			jobs.extend([burn, open]);
		}
		ground.desk.sign_all(&jobs)
	}
}

/// Measures.
pub(crate) async fn measure(settings: &Settings) -> Result<Outcome, Fault> {
	let mut outcome = Outcome::default();
	let wanted = settings.pick(6usize, 2);
	for kind in [Kind::Transfer, Kind::Burn, Kind::OpenSession] {
		note(format_args!("  {}", kind.name()));
		// A chain for each, so that none meets what another one has left.
		let ground = Ground::start(&settings.programs, Pace::Clock, &LARGE_POOL).await?;
		let crowd = Crowd::gather(&ground, SENDERS).await?;
		let fits = estimate(&ground, &crowd, kind).await?;
		// Blocks are made while the pool fills.
		let count = fits.saturating_mul(wanted.saturating_add(4));
		let signed = ground.desk.sign_all(&crowd.jobs(kind, count))?;
		note(format_args!("  {count} signed, about {fits} fit in a block by weight"));
		let full = full_blocks(&ground, &signed, wanted).await?;
		report(&mut outcome, &ground, kind, &full).await?;
	}
	outcome.note(format!(
		"Blocks by the clock (BABE) on a node with `{}`; {SENDERS} accounts send, every transaction is signed \
		 before; pool and this program share the cores with block making. A block counts when transactions \
		 were left over.",
		LARGE_POOL.join(" ")
	));
	Ok(outcome)
}

/// How many calls of a kind fit in a block by weight.
pub(super) async fn estimate(ground: &Ground, crowd: &Crowd, kind: Kind) -> Result<usize, Fault> {
	let jobs = crowd.jobs(kind, 1);
	let signed = ground.desk.sign_all(&jobs)?;
	let blocks = ground.settle("a single call", &signed).await?;
	let block = blocks.last().ok_or_else(|| Fault::said("the call is in no block"))?;
	let used = ground.used(block.hash).await?.normal.max(1);
	usize::try_from(NORMAL / used).map_err(Fault::said)
}

/// Pushes transactions and watches until there are enough full blocks.
async fn full_blocks(
	ground: &Ground,
	signed: &[Vec<u8>],
	wanted: usize,
) -> Result<Vec<Authored>, Fault> {
	let first = ground.chain.best().await?.number;
	let pushing = desk::push(&ground.chain, signed);
	tokio::pin!(pushing);
	let (mut pushed, mut since, mut seen) = (false, Instant::now(), 0usize);
	loop {
		tokio::select! {
			result = &mut pushing, if !pushed => {
				result?;
				pushed = true;
			}
			() = tokio::time::sleep(Duration::from_millis(500)) => {}
		}
		let made: Vec<_> =
			ground.node.authored().into_iter().filter(|block| block.number > first).collect();
		let full: Vec<_> = made.iter().filter(|block| block.is_full()).cloned().collect();
		if full.len() > seen {
			(since, seen) = (Instant::now(), full.len());
		}
		// The first one may have begun before there were enough.
		if full.len() > wanted {
			return Ok(full.into_iter().skip(1).collect());
		}
		let drained = pushed && made.last().is_some_and(|block| !block.is_full()) && seen > 0;
		if drained || since.elapsed() > PATIENCE {
			return match full.len() {
				0 => Err(Fault::said(
					"no block was full: the pool fills more slowly than it empties",
				)),
				_ => Ok(full),
			};
		}
	}
}

async fn report(
	outcome: &mut Outcome,
	ground: &Ground,
	kind: Kind,
	full: &[Authored],
) -> Result<(), Fault> {
	let (mut counts, mut times, mut weights, mut lengths) = (vec![], vec![], vec![], vec![]);
	let mut each = Vec::new();
	let mut ends: Vec<&str> = Vec::new();
	for block in full {
		let Some(id) = ground.chain.block_at(block.number).await? else { continue };
		let body = ground.body(id.hash).await?;
		ground.check(kind.name(), id).await?;
		let count = f64::from(u32::try_from(body.signed().count()).map_err(Fault::said)?);
		if count == 0.0 {
			// The first block of an epoch takes none.
			continue;
		}
		let normal = ground.used(id.hash).await?.normal;
		counts.push(count);
		each.push(weight_millis(normal) * 1_000.0 / count.max(1.0));
		times.push(f64::from(block.millis));
		weights.push(percent(normal as f64, NORMAL as f64));
		lengths.push(percent(body.length() as f64, NORMAL_LENGTH as f64));
		if !ends.contains(&block.end.as_str()) {
			ends.push(&block.end);
		}
	}
	let name = kind.name();
	let mut figure =
		Figure::samples(format!("{name} in a block"), &counts, "calls")?.note(format!(
			"{}: {:.1} % of the weight and {:.1} % of the length of ordinary transactions; {:.1} µs declared a \
			 call, with extensions and base",
			ends.join(", "),
			median(&weights).unwrap_or_default(),
			median(&lengths).unwrap_or_default(),
			median(&each).unwrap_or_default(),
		));
	if kind == Kind::Transfer {
		figure = figure.goal(Goal::AtLeast(TRANSFERS_GOAL));
	}
	outcome.add(figure);
	outcome.add(Figure::samples(format!("{name}: making the block"), &times, "ms")?);
	Ok(())
}

fn percent(part: f64, whole: f64) -> f64 {
	part / whole * 100.0
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn senders_should_take_turns_and_send_to_others() {
		let crowd = Crowd {
			senders: market::keys("sender", 3).unwrap(),
			gateway: Keypair::well_known("bench//shop").unwrap(),
			expires_at: 1,
		};
		let jobs = crowd.jobs(Kind::Transfer, 7);
		let account = |place: usize| crowd.senders[place].account();
		for (place, (key, call)) in jobs.iter().enumerate() {
			assert_eq!(key.account(), account(place % 3));
			assert_eq!(*call, calls::transfer(&account((place + 1) % 3), OROG / 1_000));
		}
	}
}
