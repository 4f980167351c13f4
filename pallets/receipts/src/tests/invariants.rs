//! Random operations: nothing is lost, and what fails changes nothing.

use super::*;
use frame_support::weights::Weight;
use orogen_primitives_core::{OROG, Price};
use orogen_primitives_receipts::{Entry, EntryState, OperatorRow, SessionRow};
use proptest::prelude::*;
use sp_runtime::StateVersion;

/// Accounts 1 to 3 act.
#[derive(Clone, Debug)]
enum Op {
	Register {
		who: u32,
		stake: u32,
	},
	Bond {
		who: u32,
		amount: u32,
	},
	Deregister {
		who: u32,
	},
	Withdraw {
		who: u32,
	},
	Submit {
		who: u32,
		rows: Vec<RowPlan>,
		spoil: Option<Spoil>,
	},
	NextEpoch,
	Close,
	Blocks {
		count: u32,
		weight: Option<u64>,
	},
	Deposit {
		amount: u32,
	},
	Price {
		micros: u32,
	},
	/// An operator gives up a row of one of the batches, open or not.
	Forfeit {
		nth: usize,
		row: usize,
		stranger: bool,
	},
	/// Anyone claims entries of a session of one of the batches.
	Refund {
		nth: usize,
		row: usize,
		from: u32,
		count: u32,
	},
}

/// One operator's receipts of one session, some late, and what happens to other seqs.
#[derive(Clone, Debug)]
struct RowPlan {
	operator: u32,
	session: u64,
	served: u32,
	void: u32,
	defer: u32,
	price: u64,
	commission: u64,
}

#[derive(Clone, Debug)]
enum Spoil {
	Count,
	Cuc,
	Tokens,
	Entries,
	LastOperator,
	LastSession,
	SwapOperators,
}

fn row_plan() -> impl Strategy<Value = RowPlan> {
	(0..6_u32, 0..6_u64, 1..5_u32, 0..3_u32, 0..3_u32, 1..2_000_u64, 0..200_u64).prop_map(
		|(operator, session, served, void, defer, price, commission)| RowPlan {
			operator,
			session,
			served,
			void,
			defer,
			price,
			commission,
		},
	)
}

fn spoil() -> impl Strategy<Value = Spoil> {
	prop_oneof![
		Just(Spoil::Count),
		Just(Spoil::Cuc),
		Just(Spoil::Tokens),
		Just(Spoil::Entries),
		Just(Spoil::LastOperator),
		Just(Spoil::LastSession),
		Just(Spoil::SwapOperators),
	]
}

fn op() -> impl Strategy<Value = Op> {
	let who = 1..4_u32;
	prop_oneof![
		3 => (who.clone(), 80..200_u32).prop_map(|(who, stake)| Op::Register { who, stake }),
		1 => (who.clone(), 0..50_u32).prop_map(|(who, amount)| Op::Bond { who, amount }),
		1 => who.clone().prop_map(|who| Op::Deregister { who }),
		2 => who.clone().prop_map(|who| Op::Withdraw { who }),
		14 => (who, prop::collection::vec(row_plan(), 0..6), prop::option::weighted(0.2, spoil()))
			.prop_map(|(who, rows, spoil)| Op::Submit { who, rows, spoil }),
		2 => Just(Op::NextEpoch),
		2 => Just(Op::Close),
		4 => (1..30_u32, prop::option::weighted(0.3, 0..2_000_000_000_u64))
			.prop_map(|(count, weight)| Op::Blocks { count, weight }),
		1 => (0..3_u32).prop_map(|amount| Op::Deposit { amount }),
		1 => (1..40_u32).prop_map(|micros| Op::Price { micros }),
		6 => (0..8_usize, 0..6_usize, prop::bool::weighted(0.1))
			.prop_map(|(nth, row, stranger)| Op::Forfeit { nth, row, stranger }),
		6 => (0..8_usize, 0..6_usize, 0..6_u32, 1..9_u32)
			.prop_map(|(nth, row, from, count)| Op::Refund { nth, row, from, count }),
	]
}

/// The batch of `rows` as account `who`, whose sessions have ids of their own.
fn plan(who: u32, plans: Vec<RowPlan>, spoil: Option<Spoil>) -> BatchSubmission {
	let mut operators = std::collections::BTreeMap::<u32, OperatorRow>::new();
	let mut sessions = std::collections::BTreeMap::<u64, SessionRow>::new();
	for plan in plans {
		let id = u64::from(who) * 100 + plan.session;
		if sessions.contains_key(&id) {
			continue;
		}
		let cuc = plan.price * u64::from(plan.served);
		let count = plan.served + plan.void + plan.defer;
		let deferred = (1_u64 << plan.defer) - 1;
		let row = session_row(id, count, cuc);
		sessions.insert(id, SessionRow { void: plan.void, deferred, ..row });
		let row =
			operators.entry(plan.operator).or_insert_with(|| operator_row(plan.operator, 0, 0, 0));
		row.count += plan.served;
		row.tokens += 3;
		row.cuc += cuc;
		row.commission += plan.commission;
	}
	let mut batch = submission(operators.into_values().collect(), sessions.into_values().collect());
	match spoil {
		None => (),
		Some(Spoil::Count) => batch.count += 1,
		Some(Spoil::Cuc) => batch.cuc += 1,
		Some(Spoil::Tokens) => batch.tokens += 1,
		Some(Spoil::Entries) => batch.entries += 1,
		Some(Spoil::LastOperator) => {
			if let Some(row) = batch.operators.iter_mut().last() {
				row.commission = u64::MAX;
			}
		}
		Some(Spoil::LastSession) => {
			if let Some(row) = batch.sessions.iter_mut().last() {
				row.from_seq += 1;
			}
		}
		Some(Spoil::SwapOperators) => batch.operators.as_mut().reverse(),
	}
	batch
}

/// Micro-USD that void rows took.
fn voided() -> u64 {
	Refundable::get() + Refunded::iter_values().sum::<u64>() + Lapsed::get()
}

/// Micro-USD in sessions, in settled work, and of void rows.
fn all_cuc() -> u64 {
	Sessions::iter_values().map(|session| session.left).sum::<u64>()
		+ Accrued::iter_values().sum::<u64>()
		+ voided()
}

/// Entries of a batch of [`plan`]: seqs are served first, then void, then deferred. Leaves follow the
/// operators, and within one the sessions.
fn entries_of(plans: &[RowPlan], batch: &BatchSubmission) -> Vec<Entry> {
	let served = |session: u64| plans.iter().find(|plan| plan.session == session % 100).unwrap();
	let mut leaf_of = std::collections::BTreeMap::<u64, u32>::new();
	let mut next = 0;
	for row in &batch.operators {
		for session in &batch.sessions {
			let plan = served(session.session);
			if account(HOTKEY + plan.operator) == row.hotkey {
				leaf_of.insert(session.session, next);
				next += plan.served;
			}
		}
	}
	let mut entries = vec![];
	for row in &batch.sessions {
		let plan = served(row.session);
		for offset in 0..row.count {
			let seq = row.from_seq + offset;
			let (cuc, state) = if offset < plan.served {
				(plan.price, EntryState::Leaf(leaf_of[&row.session] + offset))
			} else if offset < plan.served + plan.void {
				(0, EntryState::Void)
			} else {
				(0, EntryState::Deferred)
			};
			entries.push(Entry { session: row.session, seq, cuc, state });
		}
	}
	entries
}

fn apply(op: Op, batches: &mut Vec<Served>) -> Result<(), DispatchError> {
	match op {
		Op::Submit { who, rows, spoil: None } => {
			let batch = plan(who, rows.clone(), None);
			let entries = entries_of(&rows, &batch);
			batches.push(serve_with(who, batch, entries)?);
			Ok(())
		}
		Op::Forfeit { nth, row, stranger } => {
			let Some(batch) = batches.iter().rev().nth(nth) else { return Ok(()) };
			if row >= batch.operators.len() {
				return Ok(());
			}
			let open = Batches::<Test>::get(batch.id)
				.is_some_and(|header| header.epoch >= FirstOpen::get());
			let void = VoidedRows::<Test>::get(batch.id).is_some_and(|void| {
				void.contains(
					RowOpening::of_operator(&batch.operators, &batch.sessions, row as u32)
						.unwrap()
						.first as u32,
				)
			});
			let hotkey = batch.operators[row].row.hotkey.clone();
			let who = if stranger { hotkey } else { coldkey_of(&hotkey) };
			let done = batch.forfeit_as(who, row);
			assert_eq!(done.is_ok(), open && !void && !stranger, "{done:?}");
			done
		}
		Op::Refund { nth, row, from, count } => {
			let Some(batch) = batches.iter().rev().nth(nth) else { return Ok(()) };
			let Some(settled) = batch.sessions.get(row) else { return Ok(()) };
			if from + count > settled.row.entries().unwrap() {
				return Ok(());
			}
			let (session, before) = (settled.row.session, refunded(settled.row.session));
			let claim = batch.claim(row, from, count);
			let void = VoidedRows::<Test>::get(batch.id).unwrap_or_default();
			let owed: Cuc = claim
				.placed()
				.filter(|(index, entry)| {
					matches!(entry.state, EntryState::Leaf(leaf) if void.contains(leaf))
						&& !Receipts::is_refunded(batch.id, *index)
				})
				.map(|(_, entry)| entry.cuc)
				.sum();
			let done = batch.refund(claim.clone());
			// All that is owed, and never again.
			assert_eq!(done.is_ok(), owed > 0, "{done:?}");
			assert_eq!(refunded(session) - before, owed);
			if done.is_ok() {
				assert_noop!(batch.refund(claim), Error::<Test>::NothingToRefund);
			}
			done
		}
		Op::Register { who, stake } => {
			Receipts::register_gateway(signed(who), Balance::from(stake) * OROG, 0)
		}
		Op::Bond { who, amount } => Receipts::bond_more(signed(who), Balance::from(amount) * OROG),
		Op::Deregister { who } => Receipts::deregister_gateway(signed(who)),
		Op::Withdraw { who } => Receipts::withdraw_gateway(signed(who)),
		Op::Submit { who, rows, spoil } => submit_as(who, plan(who, rows, spoil)),
		Op::NextEpoch => {
			CurrentEpoch::set(&(CurrentEpoch::get() + 1));
			Ok(())
		}
		Op::Close => {
			FirstOpen::set(&CurrentEpoch::get().min(FirstOpen::get() + 1));
			Ok(())
		}
		Op::Blocks { count, weight } => {
			let now = System::block_number() + count;
			System::set_block_number(now);
			let weight = weight.map_or(Weight::MAX, |time| Weight::from_parts(time, u64::MAX));
			assert!(Receipts::on_idle(now, weight).all_lte(weight), "hooks stay in their weight");
			Ok(())
		}
		Op::Deposit { amount } => {
			CurrentParameters::<Test>::mutate(|parameters| {
				parameters.batch_deposit = Balance::from(amount) * OROG / 10;
			});
			Ok(())
		}
		Op::Price { micros } => {
			CollateralPrice::set(&Some(Price::from_rational(micros.into(), 1_000_000)));
			Ok(())
		}
	}
}

proptest! {
	#![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

	#[test]
	fn nothing_is_lost_whatever_happens(ops in prop::collection::vec(op(), 20..150)) {
		let gateways = vec![1, 2, 3];
		let builder = ExtBuilder { gateways, ..ExtBuilder::default() }.parameters(|parameters| {
			parameters.min_stake = 100 * OROG;
			parameters.unbonding = 40;
			parameters.header_retention = 60;
		});
		builder.build_and_execute(|| {
			MaxPendingBatches::set(12);
			for who in 1..4_u32 {
				for session in 0..6 {
					let id = u64::from(who) * 100 + session;
					open_session(id, &account(who), 200_000);
				}
			}
			let issuance = Balances::total_issuance();
			let cuc = all_cuc();
			let mut batches = vec![];
			for op in ops {
				let before = sp_io::storage::root(StateVersion::V1);
				let settled = BatchTotals::<Test>::get().cuc;
				if apply(op, &mut batches).is_err() {
					assert_eq!(sp_io::storage::root(StateVersion::V1), before);
				}
				Receipts::do_try_state().unwrap();
				assert_eq!(Balances::total_issuance(), issuance);
				// What left the sessions is what the work ledger got, and what the totals count.
				assert_eq!(all_cuc(), cuc);
				let accrued: u64 = Accrued::iter_values().sum();
				assert_eq!(u128::from(accrued + voided()), BatchTotals::<Test>::get().cuc);
				assert!(BatchTotals::<Test>::get().cuc >= settled);
				let admitted: u64 = Admitted::iter_values().sum();
				assert_eq!(admitted, accrued);
				assert!(Dues::iter_values().sum::<u64>() <= accrued / 4 * 3 + 3);
				for who in 1..4 {
					let who = account(who);
					let held = Balances::total_balance_on_hold(&who);
					assert_eq!(Balances::balance(&who) + held, FUNDS);
				}
			}
		});
	}
}
