//! Random operations against an obvious model: every micro-USD and every planck is where the model
//! says, whatever happens in whatever order, time jumps included.

use crate::{
	Event, LastStandstill, NextSessionId, Params, Standstill, TotalSupply, WeightInfo, mock::*,
};
use alloc::collections::BTreeMap;
use frame_support::{assert_ok, storage::with_storage_layer, traits::Hooks};
use orogen_primitives_core::{AccountId, Balance, BlockNumber, Cuc, Day, HOURS, Moment, OROG};
use orogen_primitives_receipts::SessionRow;
use orogen_primitives_traits::{CreditIssuer, GatewayRegistry, GatewayTerms, SessionLedger};
use proptest::prelude::*;
use sp_runtime::{DispatchError, traits::Zero};

const PEOPLE: [AccountId; 3] = [ALICE, BOB, CHARLIE];

#[derive(Clone, Debug)]
enum Op {
	Issue { who: usize, amount: Cuc },
	Open { who: usize, part: u64, life: Moment },
	Claim { nth: usize, from: u32, count: u32, void: u32, deferred: u64, late: u32, part: u64 },
	Close { who: usize, nth: usize },
	Halt { milliseconds: Moment },
	Blocks { blocks: BlockNumber },
	StandStill { blocks: BlockNumber },
	Idle { accounts: u64 },
	Gateway { registered: bool, leaving: Option<BlockNumber> },
	SetGrace { blocks: BlockNumber },
	SetDeposit { amount: Balance },
	Void { part: u64 },
	Refund { who: usize, days: i32, part: u64 },
	Lapse { part: u64 },
}

fn any_op() -> impl Strategy<Value = Op> {
	let who = 0..PEOPLE.len();
	let nth = 0..6_usize;
	prop_oneof![
		4 => (who.clone(), prop_oneof![1..10_u64, 0..1_000_000_u64])
			.prop_map(|(who, amount)| Op::Issue { who, amount }),
		6 => (who.clone(), 0..=110_u64, prop_oneof![1..3 * HOUR, 0..31 * DAY])
			.prop_map(|(who, part, life)| Op::Open { who, part, life }),
		8 => (nth.clone(), 0..20_u32, 0..70_u32, 0..4_u32, any::<u64>(), 0..3_u32, 0..=105_u64)
			.prop_map(|(nth, from, count, void, deferred, late, part)| {
				// Mostly the next seq, mostly few deferred.
				let from = from.saturating_sub(18);
				let deferred = deferred & deferred.rotate_left(7) & deferred.rotate_left(29);
				Op::Claim { nth, from, count, void, deferred, late, part }
			}),
		6 => (who, nth).prop_map(|(who, nth)| Op::Close { who, nth }),
		2 => prop_oneof![0..2 * HOUR, 0..3 * DAY, 25 * DAY..70 * DAY]
			.prop_map(|milliseconds| Op::Halt { milliseconds }),
		5 => prop_oneof![0..700_u32, 3_000..5_000_u32, 0..120_000_u32]
			.prop_map(|blocks| Op::Blocks { blocks }),
		2 => prop_oneof![1..5_u32, 300..600_u32].prop_map(|blocks| Op::StandStill { blocks }),
		2 => (0..5_u64).prop_map(|accounts| Op::Idle { accounts }),
		1 => (any::<bool>(), proptest::option::of(0..20_000_u32))
			.prop_map(|(registered, leaving)| Op::Gateway { registered, leaving }),
		1 => (0..26 * HOURS).prop_map(|blocks| Op::SetGrace { blocks }),
		1 => (0..11 * OROG).prop_map(|amount| Op::SetDeposit { amount }),
		3 => (0..=103_u64).prop_map(|part| Op::Void { part }),
		4 => (0..PEOPLE.len(), -40..31_i32, 0..=103_u64)
			.prop_map(|(who, days, part)| Op::Refund { who, days, part }),
		1 => (0..=103_u64).prop_map(|part| Op::Lapse { part }),
	]
}

#[derive(Clone, Debug)]
struct ModelSession {
	owner: AccountId,
	cap: Cuc,
	remaining: Cuc,
	day: Day,
	expires_at: Moment,
	settle_until: BlockNumber,
	deposit: Balance,
	next_seq: u32,
	deferred: u64,
}

#[derive(Default)]
struct Model {
	lots: BTreeMap<(AccountId, Day), Cuc>,
	sessions: BTreeMap<u64, ModelSession>,
	free: BTreeMap<AccountId, Balance>,
	created: u128,
	settled: u128,
	breakage: u128,
	refundable: Cuc,
}

/// Where the last standstill moves the end of `session` to.
fn end_of(session: &ModelSession) -> BlockNumber {
	let end = session.settle_until;
	match LastStandstill::<Test>::get() {
		Some(Standstill { from, blocks, until }) if end >= from => {
			(end + blocks).min(until).max(end)
		}
		_ => end,
	}
}

impl Model {
	fn new() -> Self {
		let free = PEOPLE.into_iter().map(|who| (who, ENDOWMENT)).collect();
		Self { free, ..Default::default() }
	}

	fn expire(&mut self) {
		let today = today();
		let breakage = &mut self.breakage;
		self.lots.retain(|(_, day), amount| {
			if *day < today {
				*breakage += u128::from(*amount);
			}
			*day >= today
		});
	}

	fn owned(&self, who: &AccountId) -> Cuc {
		self.lots.iter().filter(|((owner, _), _)| owner == who).map(|(_, amount)| amount).sum()
	}

	/// The session that an operation means: often one that is gone or to come.
	fn pick(&self, nth: usize) -> u64 {
		let ids: Vec<_> = self.sessions.keys().copied().collect();
		ids.get(nth)
			.copied()
			.unwrap_or_else(|| (NextSessionId::<Test>::get() + nth as u64).saturating_sub(4))
	}

	fn issue(&mut self, who: &AccountId, amount: Cuc) {
		let created = with_storage_layer(|| Credits::issue(who, amount));
		assert_eq!(created.is_ok(), amount > 0);
		if amount > 0 {
			*self.lots.entry((who.clone(), today() + 30)).or_default() += amount;
			self.created += u128::from(amount);
		}
	}

	fn open(&mut self, who: &AccountId, cap: Cuc, life: Moment) {
		let id = NextSessionId::<Test>::get();
		let expires_at = Now::get() + life;
		let terms = Registry::terms(&GATEWAY);
		let deposit = Params::<Test>::get().session_deposit;
		let possible = terms.is_some_and(|terms| terms.accepting && cap >= terms.min_session_cap)
			&& cap <= self.owned(who)
			&& (1..=30 * DAY).contains(&life)
			&& self.free[who] >= deposit + ED;
		assert_eq!(try_open_until(who.clone(), cap, expires_at).is_ok(), possible);
		if !possible {
			return;
		}
		let (mut missing, mut days) = (cap, 0_u128);
		for ((owner, day), amount) in self.lots.iter_mut() {
			if owner == who {
				let part = missing.min(*amount);
				missing -= part;
				*amount -= part;
				days += u128::from(part) * u128::from(*day);
			}
		}
		self.lots.retain(|_, amount| *amount > 0);
		*self.free.get_mut(who).unwrap() -= deposit;
		let blocks = BlockNumber::try_from(life.div_ceil(6_000)).unwrap();
		self.sessions.insert(
			id,
			ModelSession {
				owner: who.clone(),
				cap,
				remaining: cap,
				day: Day::try_from(days / u128::from(cap)).unwrap(),
				expires_at,
				settle_until: System::block_number()
					+ blocks + Params::<Test>::get().settlement_grace,
				deposit,
				next_seq: 0,
				deferred: 0,
			},
		);
	}

	fn claim(&mut self, row: &SessionRow) {
		let receipts =
			with_storage_layer(|| claim(&GATEWAY, row).map_err(|_| DispatchError::Unavailable));
		let Ok(receipts) = receipts else { return };
		let session = self.sessions.get_mut(&row.session).expect("only open sessions settle");
		assert!(System::block_number() <= end_of(session));
		assert_eq!(row.from_seq, session.next_seq);
		assert!(row.cuc <= session.remaining);
		assert!(receipts <= row.count + session.deferred.count_ones());
		assert!(receipts > 0 || row.cuc == 0);
		session.next_seq += row.count;
		session.deferred = row.deferred;
		session.remaining -= row.cuc;
		self.settled += u128::from(row.cuc);
	}

	fn close(&mut self, who: &AccountId, id: u64) {
		let closed = Credits::close_session(RuntimeOrigin::signed(who.clone()), id);
		let Some(session) = self.sessions.get_mut(&id) else {
			assert!(closed.is_err());
			return;
		};
		let block = System::block_number();
		let params = Params::<Test>::get();
		let gateway = Registry::terms(&GATEWAY);
		let settles = gateway.is_some_and(|terms| terms.may_settle(block));
		let end = end_of(session);
		let over = block > end || !settles;
		let abandoned = block >= end + params.reap_delay;
		let allowed = *who == session.owner || abandoned;
		assert_eq!(closed.is_ok(), allowed && (over || Now::get() < session.expires_at));
		if closed.is_err() {
			return;
		}
		if !over {
			session.expires_at = Now::get();
			let grace = block + params.settlement_grace;
			let last = gateway.and_then(|terms| terms.settles_until).unwrap_or(grace);
			session.settle_until = session.settle_until.min(grace).min(last);
			return;
		}
		let session = self.sessions.remove(&id).unwrap();
		*self.free.get_mut(who).unwrap() += session.deposit;
		let ends = gateway.is_none_or(|terms| terms.is_leaving());
		let least = if ends { today() + 7 } else { 0 };
		let day = session.day.max(least);
		if day < today() {
			self.breakage += u128::from(session.remaining);
		} else if session.remaining > 0 {
			*self.lots.entry((session.owner, day)).or_default() += session.remaining;
		}
	}

	/// Settled rows turn out void, and what they took returns or lapses.
	fn void(&mut self, part: u64) {
		let cuc = Cuc::try_from(self.settled / 100 * u128::from(part)).unwrap();
		let voided = with_storage_layer(|| <Credits as SessionLedger<_>>::void(cuc));
		assert_eq!(voided.is_ok(), u128::from(cuc) <= self.settled);
		if voided.is_ok() {
			self.settled -= u128::from(cuc);
			self.refundable += cuc;
		}
	}

	fn refund(&mut self, who: &AccountId, days: i32, part: u64) {
		let cuc = self.refundable / 100 * part;
		let day = today().saturating_add_signed(days);
		let refunded = with_storage_layer(|| Credits::refund(who, day, cuc));
		assert_eq!(refunded.is_ok(), cuc <= self.refundable);
		if refunded.is_ok() && cuc > 0 {
			self.refundable -= cuc;
			if day < today() {
				self.breakage += u128::from(cuc);
			} else {
				*self.lots.entry((who.clone(), day)).or_default() += cuc;
			}
		}
	}

	fn lapse(&mut self, part: u64) {
		let cuc = self.refundable / 100 * part;
		let lapsed = with_storage_layer(|| Credits::lapse(cuc));
		assert_eq!(lapsed.is_ok(), cuc <= self.refundable);
		if lapsed.is_ok() {
			self.refundable -= cuc;
			self.breakage += u128::from(cuc);
		}
	}

	fn check(&mut self) {
		self.expire();
		Credits::do_try_state().unwrap();
		let supply = Credits::supply_today();
		let lots: Cuc = self.lots.values().sum();
		let sessions: Cuc = self.sessions.values().map(|session| session.remaining).sum();
		assert_eq!((supply.lots, supply.sessions), (lots, sessions));
		assert_eq!(
			(supply.created, supply.settled, supply.breakage),
			(self.created, self.settled, self.breakage)
		);
		assert_eq!(supply.refundable, self.refundable);
		assert_eq!(Credits::outstanding(), lots + sessions + self.refundable);
		let mut issuance = 0;
		for who in &PEOPLE {
			let live: Vec<_> = Credits::live_lots(who)
				.into_iter()
				.map(|lot| ((who.clone(), lot.expiry_day), lot.amount))
				.collect();
			let expected: Vec<_> = self
				.lots
				.iter()
				.filter(|((owner, _), _)| owner == who)
				.map(|(key, amount)| (key.clone(), *amount))
				.collect();
			assert_eq!(live, expected);
			assert!(live.iter().all(|((_, day), _)| *day <= today() + 30));
			let held = self.sessions.values().filter(|session| session.owner == *who);
			let held = held.map(|session| session.deposit).sum();
			assert_eq!(balances(who), (self.free[who], held));
			issuance += self.free[who] + held;
		}
		assert_eq!(issuance, Balances::total_issuance());
		for (id, model) in &self.sessions {
			let stored = session(*id);
			assert_eq!(stored.owner, model.owner);
			assert_eq!((stored.cap, stored.remaining), (model.cap, model.remaining));
			assert_eq!((stored.next_seq, stored.deferred), (model.next_seq, model.deferred));
			assert_eq!(stored.expiry_day, model.day);
			assert_eq!(stored.expires_at, model.expires_at);
			assert_eq!(stored.settle_until, model.settle_until);
		}
	}

	fn apply(&mut self, op: Op) {
		match op {
			Op::Issue { who, amount } => self.issue(&PEOPLE[who], amount),
			Op::Open { who, part, life } => {
				let who = &PEOPLE[who];
				let cap = self.owned(who) / 100 * part;
				self.open(who, cap, life);
			}
			Op::Claim { nth, from, count, void, deferred, late, part } => {
				let id = self.pick(nth);
				let found = self.sessions.get(&id);
				let next = found.map_or(0, |session| session.next_seq);
				let old = found.map_or(0, |session| session.deferred);
				let remaining = found.map_or(0, |session| session.remaining);
				// Bits that can be there: new ones as they come, older ones as they were.
				let range = 1_u64.checked_shl(count).map_or(u64::MAX, |bit| bit - 1);
				let older = old.checked_shl(count).unwrap_or(0);
				self.claim(&SessionRow {
					session: id,
					from_seq: next + from,
					count,
					void,
					deferred: deferred & (range | older),
					late,
					cuc: remaining / 100 * part,
				});
			}
			Op::Close { who, nth } => self.close(&PEOPLE[who], self.pick(nth)),
			Op::Halt { milliseconds } => pass_time(milliseconds),
			Op::Blocks { blocks } => run_blocks(blocks),
			Op::StandStill { blocks } => stand_still(blocks),
			Op::Idle { accounts } => {
				let limit = <() as WeightInfo>::sweep_base()
					+ <() as WeightInfo>::sweep_account() * accounts;
				let used = Credits::on_idle(System::block_number(), limit);
				assert!(used.all_lte(limit));
			}
			Op::Gateway { registered, leaving } => Gateways::mutate(|gateways| {
				let settles_until = leaving.map(|blocks| System::block_number() + blocks);
				let accepting = leaving.is_none();
				let terms = GatewayTerms { min_session_cap: MIN_CAP, accepting, settles_until };
				if registered {
					gateways.insert(GATEWAY, terms);
				} else {
					gateways.remove(&GATEWAY);
				}
			}),
			Op::SetGrace { blocks } => {
				let set = Credits::set_settlement_grace(RuntimeOrigin::signed(NORMAL), blocks);
				assert_eq!(set.is_ok(), (HOURS..=24 * HOURS).contains(&blocks));
			}
			Op::Void { part } => self.void(part),
			Op::Refund { who, days, part } => self.refund(&PEOPLE[who], days, part),
			Op::Lapse { part } => self.lapse(part),
			Op::SetDeposit { amount } => {
				let set = Credits::set_session_deposit(RuntimeOrigin::signed(NORMAL), amount);
				assert_eq!(set.is_ok(), (ED..=10 * OROG).contains(&amount));
			}
		}
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(256))]

	#[test]
	fn every_micro_usd_and_planck_should_be_in_one_place(
		ops in proptest::collection::vec(any_op(), 1..80)
	) {
		ExtBuilder::default().build_and_execute(|| {
			let mut model = Model::new();
			for op in ops {
				model.apply(op);
				model.check();
			}
		});
	}

	/// No order of opening, waiting and closing gives a lot more CUC-days than it was created
	/// with, as long as the gateway stays.
	#[test]
	fn sessions_should_gain_no_cuc_days(
		steps in proptest::collection::vec((1..=100_u64, 1..20_000_u32, 0..3_000_u64), 1..30)
	) {
		ExtBuilder::default().credits(ALICE, 10_000_000).build_and_execute(|| {
			let days = || -> u128 {
				let lots = Credits::live_lots(&ALICE);
				let lots = lots.iter().map(|lot| u128::from(lot.expiry_day) * u128::from(lot.amount));
				let open = Credits::open_sessions(&ALICE).into_iter().map(session);
				let open = open.map(|session| {
					u128::from(session.expiry_day) * u128::from(session.remaining)
				});
				lots.sum::<u128>() + open.sum::<u128>()
			};
			let mut before = days();
			for (part, blocks, amount) in steps {
				let total: Cuc = Credits::live_lots(&ALICE).iter().map(|lot| lot.amount).sum();
				if try_open(ALICE, total / 100 * part).is_ok() {
					assert!(days() <= before);
					before = days();
				}
				run_blocks(blocks);
				before = before.min(days()); // Lots may have expired.
				for id in Credits::open_sessions(&ALICE) {
					if Credits::close_session(RuntimeOrigin::signed(ALICE), id).is_ok() {
						assert!(days() <= before);
						before = days();
					}
				}
				if amount > 0 {
					assert_ok!(Credits::issue(&ALICE, amount));
					before = days();
				}
			}
		});
	}
}

#[test]
fn events_should_add_up_to_the_totals() {
	ExtBuilder::default().build_and_execute(|| {
		let mut model = Model::new();
		let (mut created, mut settled, mut expired) = (0_u128, 0_u128, 0_u128);
		let mut state = 1_u64;
		let mut random = |below: u64| {
			state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
			(state >> 33) % below
		};
		for _ in 0..600 {
			let who = usize::try_from(random(3)).unwrap();
			let nth = usize::try_from(random(5)).unwrap();
			let op = match random(11) {
				0 | 1 => Op::Issue { who, amount: random(1_000_000) },
				2 => Op::Open { who, part: random(101), life: HOUR },
				3 | 4 => Op::Claim {
					nth,
					from: 0,
					count: 3,
					void: 0,
					deferred: 0,
					late: 0,
					part: random(101),
				},
				5 => Op::Close { who, nth },
				6 => Op::Blocks { blocks: u32::try_from(random(40_000)).unwrap() },
				7 => Op::Void { part: random(50) },
				8 => Op::Refund { who, days: 3, part: random(101) },
				9 => Op::Lapse { part: random(30) },
				_ => Op::Idle { accounts: 4 },
			};
			model.apply(op);
			model.check();
			for event in events() {
				match event {
					Event::CreditsIssued { amount, .. } => created += u128::from(amount),
					Event::CreditsExpired { amount, .. } => expired += u128::from(amount),
					Event::Settled { amount, .. } => settled += u128::from(amount),
					Event::CreditsVoided { amount } => settled -= u128::from(amount),
					Event::CreditsLapsed { amount } => expired += u128::from(amount),
					_ => {}
				}
			}
		}
		let supply = TotalSupply::<Test>::get();
		assert!(!created.is_zero() && !expired.is_zero() && !settled.is_zero());
		assert_eq!((supply.created, supply.settled), (created, settled));
		assert_eq!(supply.breakage - u128::from(supply.unswept), expired);
	});
}
