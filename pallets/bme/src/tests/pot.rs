//! Trough support and the governance pot.

use crate::{
	Closed, Event, Parameters,
	mock::*,
	pallet::{ActiveParameters, ClosedWork, CurrentHeadroom, Points, PotUnclaimed},
	types::MAX_HOLDERS,
};
use frame_support::{
	assert_ok,
	traits::{fungible::Mutate, tokens::Preservation},
};
use orogen_primitives_core::{AccountId, Balance, CUC, MILLI_OROG, OROG};
use orogen_primitives_traits::{AwardPoint, OracleState, PotRole};

/// Half a per cent of 600,000,000 OROG over 7,305 epochs.
const FLOOR: Balance = 410_677_618_069_815;

fn award(role: PotRole, seed: u8, topic: u8) {
	<Bme as AwardPoint<AccountId>>::award(role, &account(seed), topic);
}

fn pass_minutes(minutes: u64) {
	Now::mutate(|now| *now += minutes * 60_000);
}

fn with_support(test: impl FnOnce()) {
	let parameters = Parameters { closing_delay: 1, ..Default::default() };
	ExtBuilder::default().parameters(parameters).build_and_execute(test);
}

/// An epoch in which 100 CUC, 200 OROG, are closed.
fn close_work() {
	work_for(&account(10), 100 * CUC);
	next_epoch();
	next_epoch();
}

#[test]
fn trough_support_should_be_three_percent_when_little_is_minted() {
	with_support(|| {
		close_work();
		let issuance = Balances::total_issuance();
		System::reset_events();
		next_epoch();
		// 3 % of 200 OROG; nothing of the governance pot fits into 18 % beside it.
		assert_eq!(in_pots(), [36 * OROG, 10 * OROG, 10 * OROG]);
		assert_eq!(Balances::total_issuance(), issuance + 6 * OROG);
		assert_eq!(totals().supported, 6 * OROG);
		assert!(events().contains(&Event::TroughSupported { epoch: 2, amount: 6 * OROG }));
		// Once for a closing.
		next_epoch();
		assert_eq!(totals().supported, 6 * OROG);
	});
}

#[test]
fn trough_support_should_end_at_the_floor_of_the_headroom() {
	with_support(|| {
		assert_eq!(Bme::floor_of(0), FLOOR);
		// 204 CUC are 408 OROG.
		work_for(&account(10), 204 * CUC);
		next_epoch();
		next_epoch();
		next_epoch();
		assert_eq!(totals().supported, FLOOR - 408 * OROG);
		// Above the floor there is none.
		work_for(&account(10), 206 * CUC);
		next_epoch();
		next_epoch();
		next_epoch();
		assert_eq!(totals().supported, FLOOR - 408 * OROG);
	});
}

#[test]
fn trough_support_should_come_out_of_the_headroom() {
	with_support(|| {
		close_work();
		CurrentHeadroom::<Test>::mutate(|headroom| {
			(headroom.granted, headroom.left) = (205 * OROG, 5 * OROG);
		});
		next_epoch();
		assert_eq!(totals().supported, 5 * OROG);
	});
}

#[test]
fn trough_support_should_be_none_when_a_condition_fails() {
	let spoil: [fn(); 4] = [
		|| ActiveParameters::<Test>::mutate(|parameters| parameters.trough_support = false),
		|| Oracle::set(OracleState::Degraded),
		|| Oracle::set(OracleState::Halted),
		|| set_prices(Some(usd(1, 2)), None),
	];
	for spoil in spoil {
		with_support(|| {
			close_work();
			spoil();
			next_epoch();
			assert_eq!(totals().supported, 0);
		});
	}
	// A void epoch.
	with_support(|| {
		close_work();
		end_epoch(true);
		assert_eq!(totals().supported, 0);
	});
	// The line is not fully funded.
	with_support(|| {
		work_for(&account(10), 10_000 * CUC);
		next_epoch();
		next_epoch();
		next_epoch();
		assert_eq!(totals().supported, 0);
	});
}

#[test]
fn trough_support_should_use_the_higher_of_the_prices() {
	with_support(|| {
		close_work();
		set_prices(Some(usd(1, 2)), Some(usd(1, 1)));
		next_epoch();
		assert_eq!(totals().supported, 3 * OROG);
	});
	with_support(|| {
		close_work();
		set_prices(Some(usd(1, 10)), Some(usd(1, 10)));
		next_epoch();
		assert_eq!(totals().supported, 6 * OROG);
	});
}

#[test]
fn pot_should_be_shared_by_points() {
	ExtBuilder::default().build_and_execute(|| {
		close_work();
		for (seed, topic) in [(20, 0), (20, 1), (21, 0)] {
			award(PotRole::Oracle, seed, topic);
		}
		award(PotRole::Council, 22, 0);
		System::reset_events();
		next_epoch();
		// 10 OROG in three: two thirds and one third of a third, all of a third.
		let third = 10 * OROG / 3;
		assert_eq!(balance(&account(20)), third * 2 / 3);
		assert_eq!(balance(&account(21)), third / 3);
		assert_eq!(balance(&account(22)), third);
		// The panels' third and what flooring left fold: less than 3 % of the emission.
		let folded = 10 * OROG - third * 2 / 3 - third / 3 - third;
		assert_eq!(in_pots(), [30 * OROG + folded, 10 * OROG, 0]);
		assert!((third..third + 3).contains(&folded));
		let found = events();
		let shared = |seed, role, points, amount| Event::PotShared {
			who: account(seed),
			role,
			points,
			amount,
		};
		assert!(found.contains(&shared(20, PotRole::Oracle, 2, third * 2 / 3)));
		assert!(found.contains(&shared(22, PotRole::Council, 1, third)));
		assert!(found.contains(&Event::PotFolded { amount: folded }));
		// The points are used up.
		let points =
			|role| Points::<Test>::get(role).iter().map(|holder| holder.points).sum::<u32>();
		assert_eq!(points(PotRole::Oracle) + points(PotRole::Council), 0);
	});
}

#[test]
fn shares_without_points_should_fold_within_18_percent_and_otherwise_stay() {
	ExtBuilder::default().build_and_execute(|| {
		close_work();
		next_epoch();
		assert_eq!(in_pots(), [36 * OROG, 10 * OROG, 4 * OROG]);
		// Without a closing there is no room.
		next_epoch();
		assert_eq!((in_pots()[2], PotUnclaimed::<Test>::get()), (4 * OROG, 4 * OROG));
		// What stayed is nobody's: a role that is alone at last does not get it.
		award(PotRole::Council, 22, 0);
		next_epoch();
		assert_eq!((balance(&account(22)), in_pots()[2]), (0, 4 * OROG));
		// It gets a third of what comes in, and the rest folds with what stayed, as far as there is room.
		close_work();
		pass_days(1);
		award(PotRole::Council, 22, 0);
		next_epoch();
		let third = 10 * OROG / 3;
		assert_eq!(balance(&account(22)), third);
		assert_eq!(in_pots()[..2], [72 * OROG, 20 * OROG]);
		assert_eq!(
			(in_pots()[2], PotUnclaimed::<Test>::get()),
			(8 * OROG - third, 8 * OROG - third)
		);
	});
}

#[test]
fn role_should_not_get_what_others_left_however_often_it_is_alone() {
	ExtBuilder::default().build_and_execute(|| {
		close_work();
		award(PotRole::Council, 22, 0);
		next_epoch();
		let third = 10 * OROG / 3;
		assert_eq!(balance(&account(22)), third);
		let waiting = in_pots()[2];
		for _ in 0..20 {
			pass_days(1);
			award(PotRole::Council, 22, 0);
			next_epoch();
		}
		assert_eq!((balance(&account(22)), in_pots()[2]), (third, waiting));
	});
}

#[test]
fn try_state_should_fail_when_the_governance_pot_lacks_what_is_unclaimed() {
	ExtBuilder::default().build().execute_with(|| {
		assert_ok!(Bme::do_try_state());
		PotUnclaimed::<Test>::put(1);
		assert!(Bme::do_try_state().is_err());
	});
}

#[test]
fn points_should_be_one_for_a_slice_and_topic() {
	ExtBuilder::default().build_and_execute(|| {
		let points =
			|role| Points::<Test>::get(role).iter().map(|holder| holder.points).collect::<Vec<_>>();
		Now::set(600_000 * 4_000_000);
		award(PotRole::Oracle, 20, 0);
		award(PotRole::Oracle, 20, 0);
		pass_minutes(9);
		award(PotRole::Oracle, 20, 0);
		assert_eq!(points(PotRole::Oracle), [1]);
		award(PotRole::Oracle, 20, 2);
		pass_minutes(1);
		award(PotRole::Oracle, 20, 0);
		assert_eq!(points(PotRole::Oracle), [3]);
		// There is no such source.
		award(PotRole::Oracle, 20, 3);
		assert_eq!(points(PotRole::Oracle), [3]);

		award(PotRole::Council, 20, 0);
		pass_minutes(60);
		award(PotRole::Council, 20, 0);
		assert_eq!(points(PotRole::Council), [1]);
		pass_days(1);
		award(PotRole::Council, 20, 0);
		assert_eq!(points(PotRole::Council), [2]);

		// A slice counts once, also across the end of an epoch.
		next_epoch();
		award(PotRole::Council, 20, 0);
		// Nothing was in the pot, and yet the points of the epoch that ended are used up.
		assert_eq!((points(PotRole::Oracle), points(PotRole::Council)), (vec![0], vec![0]));
	});
}

#[test]
fn holders_without_points_should_make_room() {
	ExtBuilder::default().build_and_execute(|| {
		close_work();
		for seed in 0..MAX_HOLDERS as u8 {
			award(PotRole::Council, seed, 0);
		}
		award(PotRole::Council, 200, 0);
		assert_eq!(Points::<Test>::get(PotRole::Council).len(), MAX_HOLDERS as usize);
		next_epoch();
		award(PotRole::Council, 200, 0);
		let holders = Points::<Test>::get(PotRole::Council);
		assert_eq!(holders.len(), MAX_HOLDERS as usize);
		assert!(holders.iter().any(|holder| holder.who == account(200) && holder.points == 1));
	});
}

#[test]
fn shares_that_cannot_arrive_should_stay_in_the_pot() {
	ExtBuilder::default().build_and_execute(|| {
		// A pot of less than three existential deposits.
		let pot = Bme::pot_account::<GovernancePot>();
		let amount = 2 * MILLI_OROG;
		let gift =
			<Balances as Mutate<_>>::transfer(&customer(), &pot, amount, Preservation::Preserve);
		assert_ok!(gift);
		award(PotRole::Oracle, 20, 0);
		next_epoch();
		assert_eq!((balance(&account(20)), in_pots()[2]), (0, amount));
	});
}

#[test]
fn closed_work_should_be_that_of_the_epoch_that_runs() {
	ExtBuilder::default().build_and_execute(|| {
		close_work();
		let closed =
			Closed { cuc: u128::from(100 * CUC), emission: 200 * OROG, verification: 30 * OROG };
		assert_eq!(ClosedWork::<Test>::get(), closed);
		next_epoch();
		assert_eq!(ClosedWork::<Test>::get(), Closed::default());
	});
}
