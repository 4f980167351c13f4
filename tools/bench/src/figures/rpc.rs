//! Latency of every read method of ours, beside the node's own `state_call`.

use super::{
	LARGE_POOL, Outcome, Settings,
	calls::{Crowd, Kind, estimate},
};
use crate::{
	desk,
	fault::Fault,
	ground::{Ground, Pace},
	market::{Market, Size},
	note,
	report::{Figure, Goal},
	stats::{millis, percentile},
	work::{self, Shape, Signatures},
};
use codec::Encode;
use orogen_client::{calls, chain::Chain};
use orogen_primitives_core::{BatchId, BlockNumber, OROG};
use serde_json::{Value, json, value::RawValue};
use std::{
	sync::Arc,
	time::{Duration, Instant},
};
use tokio::{task::JoinSet, time::MissedTickBehavior};

/// Between two requests of a method: 100 a second.
const INTERVAL: Duration = Duration::from_millis(10);
/// Times the 99th percentile of `state_call` that a method may take while the chain is idle.
const RATIO_GOAL: f64 = 2.0;
/// Milliseconds that it may take while blocks are full.
const FULL_GOAL: f64 = 50.0;
/// Receipts of a request that builds a batch or a proof.
const RECEIPTS: usize = 16;
/// Blocks whose transfers wait in the pool while blocks are full.
const WAITING: usize = 3;
/// Between two pushes of transfers.
const PUSHES: Duration = Duration::from_millis(50);
/// Pushes between two blocks, and some fewer, so that the pool stays filled.
const PUSHES_PER_BLOCK: usize = 100;
/// Senders of them.
const SENDERS: usize = 1_000;
/// Methods that read nothing.
const NOT_READING: [&str; 4] = ["_subscribe", "_unsubscribe", "engine_", "rpc_methods"];

/// A request and its parameters.
#[derive(Clone, Debug)]
struct Method {
	name: String,
	params: Vec<Value>,
}

/// Measures.
pub(crate) async fn measure(settings: &Settings) -> Result<Outcome, Fault> {
	let mut outcome = Outcome::default();
	let ground = Ground::start(&settings.programs, Pace::Clock, &LARGE_POOL).await?;
	// The crowd buys credits first: once the oracle is fed, they are bounded.
	let crowd = Crowd::gather(&ground, SENDERS).await?;
	let size = Size { gateways: 1, operators: 528, customers: 64, sessions: 2_248 };
	let mut market = Market::open(&ground, size).await?;
	let (baseline, methods) = methods(&ground, &mut market).await?;

	let plan = Plan { rounds: settings.pick(3, 1), turn: Duration::from_secs(settings.pick(4, 2)) };
	note(format_args!("  {} methods, idle chain", methods.len()));
	let idle = run(&ground.chain, &baseline, &methods, plan, "idle", &mut outcome).await?;

	note("  full blocks");
	let fits = estimate(&ground, &crowd, Kind::Transfer).await?;
	let seconds = plan.turn.as_secs().saturating_mul(plan.rounds.into());
	let blocks = methods.len().saturating_mul(usize::try_from(seconds).map_err(Fault::said)?) / 5;
	let transfers = crowd.transfers(&ground, blocks.saturating_add(10).saturating_mul(fits))?;
	let filling = fits.saturating_mul(WAITING).min(transfers.len());
	let (filling, transfers) = transfers.split_at(filling);
	let mut taken = ground.chain.best().await?.number;
	desk::push(&ground.chain, filling).await?;
	let first = ground.next(ground.chain.best().await?.number).await?.number;
	let full = {
		let measured = run(&ground.chain, &baseline, &methods, plan, "full blocks", &mut outcome);
		tokio::select! {
			result = measured => result?,
			result = load(&ground, transfers, filling.len(), fits, &mut taken) => {
				result?;
				return Err(Fault::said("there are too few transfers to keep blocks full"));
			}
		}
	};
	let made: Vec<_> =
		ground.node.authored().into_iter().filter(|one| one.number > first).collect();
	let filled = made.iter().filter(|one| one.is_full()).count();

	outcome.add(
		Figure::value(
			"idle: highest ratio of a method's p99 to that of state_call",
			idle.ratio,
			"×",
		)
		.goal(Goal::AtMost(RATIO_GOAL))
		.note(idle.worst),
	);
	outcome.add(
		Figure::value("full blocks: highest p99 of a method", full.highest, "ms")
			.goal(Goal::AtMost(FULL_GOAL))
			.note(full.slowest),
	);
	outcome.note(format!(
		"Each method at 100 requests a second for {} turns of {} s over one WebSocket, sent on time whatever \
		 the answers do, and between them as many state_call AccountNonceApi_account_nonce, whose p99 in the \
		 same seconds is what a method is held against. Values are p99.",
		plan.rounds,
		plan.turn.as_secs()
	));
	outcome.note(format!(
		"On the chain: 528 operators, 2,248 sessions, a batch of 10,000 receipts with 16 operators and 200 \
		 sessions, which receipts_batch answers with its rows. Batches and proofs are made of {RECEIPTS} \
		 receipts.",
	));
	outcome.note(format!(
		"Full blocks are full of transfers, which this program pushes meanwhile: {filled} of {} blocks were \
		 full.",
		made.len()
	));
	Ok(outcome)
}

/// Every read method of the node's OpenRPC document with parameters that meet real data, and what they
/// are held against.
async fn methods(ground: &Ground, market: &mut Market) -> Result<(Method, Vec<Method>), Fault> {
	let time = ground.chain.time(ground.chain.best().await?.hash).await?;
	let batch = work::batch(market, 0, &Shape::typical(), time, Signatures::Real)?;
	let call = calls::receipts::submit_batch(&batch.submission(), "https://receipts.example/1");
	let signed = ground.desk.sign(&market.gateway(0)?.key, &call)?;
	ground.settle("a batch", &[signed]).await?;
	let id: BatchId = 0;
	let receipt = batch.receipts().first().ok_or_else(|| Fault::said("the batch is empty"))?;
	let opening = batch.ops().open(0).map_err(|error| Fault::Said(format!("{error:?}")))?;
	let proof = json!({ "index": 0, "siblings": opening.siblings });
	let place = Shape::typical().sessions.start;
	let session = market.gateway(0)?.sessions.get(place).copied();
	let session = session.ok_or_else(|| Fault::said("there is no session"))?;
	let some =
		Shape { receipts: RECEIPTS, operators: 512..513, sessions: place..place.saturating_add(1) };
	let (next, _) = work::receipts(market, 0, &some, time, Signatures::Real)?;
	let next: Vec<_> = next.iter().map(|one| format!("0x{}", hex::encode(one.encode()))).collect();

	let missing = || Fault::said("the market is empty");
	let gateway = market.gateway(0)?.key.account();
	let hotkey = &receipt.body.hotkey;
	let customer = market.customers.get(session.customer).ok_or_else(missing)?.account();
	let params = |name: &str| -> Option<Vec<Value>> {
		Some(match name {
			"bme_status"
			| "bme_claims"
			| "bme_emission"
			| "oracle_getCurrentTwap"
			| "oracle_sources"
			| "operators_list"
			| "operators_tiers"
			| "rpc.discover" => Vec::new(),
			"bme_quoteBurn" => vec![json!((100 * OROG).to_string())],
			"bme_quoteTopUp" => vec![json!(1), json!("1000000")],
			"bme_claim" | "operators_get" => vec![json!(hotkey)],
			"credits_balance" | "credits_sessions" => vec![json!(customer)],
			"credits_session" => vec![json!(session.id.to_string())],
			"nonce_isBurned" => vec![json!(session.id.to_string()), json!(0)],
			"operators_eligible" | "jobs_pending" => vec![json!(gateway)],
			"receipts_batch" => vec![json!(id.to_string())],
			"receipts_verify" => vec![json!(id.to_string()), json!(receipt), proof.clone()],
			"receipts_buildBatch" => vec![json!(next)],
			"receipts_proof" => vec![json!(next), json!(0)],
			_ => return None,
		})
	};
	let document: Value = ground.chain.request("rpc.discover", &[]).await?;
	let listed = document.get("methods").and_then(Value::as_array).cloned().unwrap_or_default();
	let names = listed.iter().filter_map(|method| method.get("name")?.as_str());
	let mut methods = Vec::new();
	for name in names.filter(|name| NOT_READING.iter().all(|part| !name.contains(part))) {
		let params = params(name)
			.ok_or_else(|| Fault::Said(format!("no parameters are known for {name}")))?;
		let method = Method { name: name.into(), params };
		// Meets real data, or says so.
		ask(&ground.chain, &method).await?;
		methods.push(method);
	}
	let who = format!("0x{}", hex::encode(customer.encode()));
	let baseline = Method {
		name: "state_call".into(),
		params: vec![json!("AccountNonceApi_account_nonce"), json!(who)],
	};
	ask(&ground.chain, &baseline).await?;
	Ok((baseline, methods))
}

/// Milliseconds until the answer.
async fn ask(chain: &Chain, method: &Method) -> Result<f64, Fault> {
	let began = Instant::now();
	let answer: Box<RawValue> = chain.request(&method.name, &method.params).await?;
	let time = millis(began.elapsed());
	drop(answer);
	Ok(time)
}

/// What stands out of a run.
struct Extremes {
	ratio: f64,
	worst: String,
	highest: f64,
	slowest: String,
}

/// How long each method is measured.
#[derive(Clone, Copy, Debug)]
struct Plan {
	/// Turns of a method. All others come between two of them, so that each meets other moments.
	rounds: u32,
	/// Length of a turn. It does not divide a slot, so that the turns of a method fall on all parts of
	/// it.
	turn: Duration,
}

/// Measures one method after the other, several times.
async fn run(
	chain: &Chain,
	baseline: &Method,
	methods: &[Method],
	plan: Plan,
	when: &str,
	outcome: &mut Outcome,
) -> Result<Extremes, Fault> {
	let mut extremes =
		Extremes { ratio: 0.0, worst: String::new(), highest: 0.0, slowest: String::new() };
	let mut all = vec![(Vec::new(), Vec::new()); methods.len()];
	for _ in 0..plan.rounds {
		for (method, (times, beside)) in methods.iter().zip(&mut all) {
			let (more, more_beside) = side_by_side(chain, method, baseline, plan.turn).await?;
			times.extend(more);
			beside.extend(more_beside);
		}
	}
	let mut of_baseline = Vec::new();
	for (method, (times, beside)) in methods.iter().zip(all) {
		let none = || Fault::Said(format!("no answers of {}", method.name));
		let p99 = percentile(&times, 99).ok_or_else(none)?;
		let base = percentile(&beside, 99).ok_or_else(none)?;
		let (ratio, name) = (p99 / base, &method.name);
		let figure = Figure::samples(format!("{when}: {name}"), &times, "ms")?.at_p99();
		outcome.add(match when {
			"idle" => figure.goal(Goal::AtMost(RATIO_GOAL * base)),
			_ => figure.goal(Goal::AtMost(FULL_GOAL)),
		});
		if ratio > extremes.ratio {
			(extremes.ratio, extremes.worst) =
				(ratio, format!("{name}: {p99:.2} ms beside {base:.2} ms"));
		}
		if p99 > extremes.highest {
			(extremes.highest, extremes.slowest) = (p99, name.clone());
		}
		of_baseline.extend(beside);
	}
	let name = format!("{when}: state_call AccountNonceApi_account_nonce");
	outcome.add(Figure::samples(name, &of_baseline, "ms")?.at_p99());
	Ok(extremes)
}

/// Sends requests of both by turns, each 100 times a second, without waiting for answers; returns the
/// times of both.
async fn side_by_side(
	chain: &Chain,
	method: &Method,
	baseline: &Method,
	duration: Duration,
) -> Result<(Vec<f64>, Vec<f64>), Fault> {
	let mut ticks = tokio::time::interval(INTERVAL / 2);
	ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
	let end = Instant::now() + duration;
	let mut open = JoinSet::new();
	let (method, baseline) = (Arc::new(method.clone()), Arc::new(baseline.clone()));
	let (mut times, mut beside, mut turn) = (Vec::new(), Vec::new(), false);
	loop {
		tokio::select! {
			biased;
			_ = ticks.tick(), if Instant::now() < end => {
				turn = !turn;
				let (chain, which) = (chain.clone(), if turn { &method } else { &baseline });
				let (which, is_method) = (which.clone(), turn);
				// A task of its own, so that nothing that this program does besides delays it.
				open.spawn(async move { (is_method, ask(&chain, &which).await) });
			}
			Some(answer) = open.join_next() => {
				let (is_method, time) = answer.map_err(Fault::said)?;
				if is_method { times.push(time?) } else { beside.push(time?) }
			}
			else => return Ok((times, beside)),
		}
	}
}

/// Pushes transfers as evenly as blocks take them, so that the pool stays filled. Ends when there are
/// none left. `waiting` are in the pool; blocks up to `last` are counted.
async fn load(
	ground: &Ground,
	transfers: &[Vec<u8>],
	mut waiting: usize,
	fits: usize,
	last: &mut BlockNumber,
) -> Result<(), Fault> {
	let mut ticks = tokio::time::interval(PUSHES);
	ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
	for some in transfers.chunks((fits / PUSHES_PER_BLOCK).max(1)) {
		ticks.tick().await;
		loop {
			let next = last.saturating_add(1);
			if let Some(block) = ground.chain.block_at(next).await? {
				let count = ground.body(block.hash).await?.signed().count();
				(waiting, *last) = (waiting.saturating_sub(count), next);
			} else if waiting > fits.saturating_mul(WAITING) {
				ticks.tick().await;
			} else {
				break;
			}
		}
		desk::push(&ground.chain, some).await?;
		waiting = waiting.saturating_add(some.len());
	}
	Ok(())
}
