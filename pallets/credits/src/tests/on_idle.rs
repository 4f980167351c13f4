//! `on_idle`: lots of accounts that do not come back.

use crate::{Accounts, Event, LotsByDay, SweepCursor, TotalSupply, WeightInfo, mock::*};
use frame_support::{assert_ok, traits::Hooks, weights::Weight};
use orogen_primitives_core::AccountId;
use orogen_primitives_traits::CreditIssuer;

fn strangers(count: u8) -> impl Iterator<Item = AccountId> {
	(0..count).map(|nth| AccountId::new([100 + nth; 32]))
}

fn unswept() -> u64 {
	TotalSupply::<Test>::get().unswept
}

#[test]
fn on_idle_should_drop_expired_lots_some_accounts_a_block() {
	ExtBuilder::default().build_and_execute(|| {
		for who in strangers(10) {
			assert_ok!(Credits::issue(&who, 5));
		}
		pass_time(31 * DAY);
		// Not expired, and in between.
		for who in strangers(20).skip(10) {
			assert_ok!(Credits::issue(&who, 7));
		}
		assert_eq!((unswept(), Accounts::<Test>::iter().count()), (50, 20));
		events();
		let mut blocks = 0;
		let mut expired = vec![];
		while unswept() > 0 {
			idle();
			let seen = events();
			assert!(seen.len() <= 4, "more than `MaxSweep` accounts");
			expired.extend(seen.into_iter().map(|event| match event {
				Event::CreditsExpired { who, amount: 5 } => who,
				other => panic!("{other:?}"),
			}));
			blocks += 1;
			assert!(blocks <= 6, "the cursor does not move on");
			Credits::do_try_state().unwrap();
		}
		expired.sort();
		assert_eq!(expired, strangers(10).collect::<Vec<_>>());
		assert_eq!(Accounts::<Test>::iter().count(), 10);
		assert_eq!(places(), (70, 0, 0, 50));
	});
}

#[test]
fn on_idle_should_begin_again_when_lots_expire_behind_the_cursor() {
	ExtBuilder::default().build_and_execute(|| {
		for who in strangers(12) {
			assert_ok!(Credits::issue(&who, 5));
			pass_time(DAY / 3);
		}
		pass_time(28 * DAY);
		for _ in 0..40 {
			idle();
			pass_time(DAY / 6);
		}
		assert_eq!((unswept(), Accounts::<Test>::iter().count()), (0, 0));
	});
}

#[test]
fn on_idle_should_do_nothing_when_nothing_has_expired() {
	ExtBuilder::default().credits(ALICE, 5).credits(BOB, 6).build_and_execute(|| {
		let root = sp_io::storage::root(Default::default());
		assert_eq!(idle(), <() as WeightInfo>::sweep_base());
		assert_eq!(sp_io::storage::root(Default::default()), root);
		assert_eq!(SweepCursor::<Test>::get(), None);
	});
}

#[test]
fn on_idle_should_roll_the_days_when_no_call_does() {
	ExtBuilder::default().credits(ALICE, 5).build_and_execute(|| {
		pass_time(DAY);
		idle();
		assert_eq!(LotsByDay::<Test>::get().first, today());
		assert_eq!(places(), (5, 0, 0, 0));
	});
}

#[test]
fn on_idle_should_stay_within_its_weight() {
	let base = <() as WeightInfo>::sweep_base();
	let step = <() as WeightInfo>::sweep_account();
	let just_short = base.saturating_sub(Weight::from_parts(1, 0));
	let cases = [
		(Weight::zero(), Weight::zero(), 0),
		(just_short, Weight::zero(), 0),
		(base, base, 0),
		(base + step, base + step, 1),
		(base + step * 2 + step / 2, base + step * 2, 2),
		(Weight::MAX, base + step * 4, 4),
	];
	for (limit, used, accounts) in cases {
		ExtBuilder::default().build_and_execute(|| {
			for who in strangers(8) {
				assert_ok!(Credits::issue(&who, 5));
			}
			pass_time(31 * DAY);
			assert_eq!(Credits::on_idle(1, limit), used);
			assert_eq!(Accounts::<Test>::iter().count(), 8 - accounts);
		});
	}
}

#[test]
fn on_idle_should_leave_sessions_and_deposits_alone() {
	ExtBuilder::default().credits(ALICE, 2 * MIN_CAP).build_and_execute(|| {
		let id = open(ALICE, MIN_CAP);
		run_days(31);
		idle();
		assert_eq!(lots(&ALICE), vec![]);
		assert_eq!(Accounts::<Test>::get(&ALICE).sessions, 1);
		assert_eq!(places(), (0, MIN_CAP, 0, MIN_CAP.into()));
		assert_eq!(session(id).remaining, MIN_CAP);
	});
}
