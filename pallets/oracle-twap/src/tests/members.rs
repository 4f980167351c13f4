use crate::{
	mock::*,
	types::{MAX_MEMBERS, Member, Unbonding},
	*,
};
use frame_support::{
	assert_noop, assert_ok,
	traits::fungible::{Inspect, InspectHold},
};
use orogen_primitives_traits::{OracleState, PriceOracle};
use sp_runtime::{
	TokenError,
	traits::{BadOrigin, Zero},
};

fn held(who: u64) -> Balance {
	Balances::balance_on_hold(&HoldReason::MemberStake.into(), &who)
}

fn add(who: u64) -> DispatchResult {
	Oracle::add_member(RuntimeOrigin::signed(NORMAL), who)
}

fn bond(who: u64, amount: Balance) -> DispatchResult {
	Oracle::bond(RuntimeOrigin::signed(who), amount)
}

#[test]
fn genesis_should_hold_the_stakes_of_its_members() {
	ExtBuilder::default().members(&[(1, STAKE), (2, 2 * STAKE), (3, 0)]).build_and_execute(|| {
		assert_eq!(Members::<Test>::count(), 3);
		assert_eq!((held(1), held(2), held(3)), (STAKE, 2 * STAKE, 0));
		assert_eq!(Members::<Test>::get(2), Some(Member { id: MemberId(1), stake: 2 * STAKE }));
		assert_eq!(
			Oracle::member(2),
			Some(MemberView { id: MemberId(1), stake: 2 * STAKE, judged: 0, bad: 0 })
		);
		assert_eq!(Oracle::member(STRANGER), None);
	});
}

#[test]
#[should_panic(expected = "oracle parameters are out of bounds")]
fn genesis_should_refuse_parameters_out_of_bounds() {
	ExtBuilder::default().parameters(|parameters| parameters.window = 1).build();
}

#[test]
#[should_panic(expected = "oracle members can afford their stake")]
fn genesis_should_refuse_a_stake_below_the_minimum() {
	ExtBuilder::default().members(&[(1, STAKE - 1)]).build();
}

#[test]
fn parameters_should_be_bounded() {
	type Parameters = OracleParameters<u64>;
	assert!(Parameters::default().is_valid());
	let cases: [fn(&mut Parameters); 11] = [
		|p| p.window = p.min_window - 1,
		|p| p.window = p.max_window + 1,
		|p| p.min_window = MINUTE - 1,
		|p| p.max_window = DAY + 1,
		|p| p.max_window = p.min_window - 1,
		|p| p.sample_lifetime = 0,
		|p| p.sample_lifetime = 5 * MINUTE + 1,
		|p| p.payout_sample_lifetime = p.sample_lifetime - 1,
		|p| p.future_tolerance = MINUTE + 1,
		|p| p.pause_cooldown = 366 * DAY,
		|p| p.bootstrap_hold = 366 * DAY,
	];
	for (index, change) in cases.into_iter().enumerate() {
		let mut parameters = Parameters::default();
		change(&mut parameters);
		assert!(!parameters.is_valid(), "case {index}");
	}
}

#[test]
fn add_member_should_admit_when_there_is_room() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(add(6));
		assert_eq!(Members::<Test>::get(6), Some(Member { id: MemberId(5), stake: 0 }));
		assert_eq!(events(), [Event::MemberAdded { who: 6, member: MemberId(5) }]);
	});
}

#[test]
fn add_member_should_fail_when_it_cannot_be() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(add(1), Error::<Test>::AlreadyMember);
		for who in 6..=u64::from(MAX_MEMBERS) {
			assert_ok!(add(who));
		}
		assert_noop!(add(33), Error::<Test>::MaxMembersReached);
		for origin in [RuntimeOrigin::signed(FAST), RuntimeOrigin::signed(1), RuntimeOrigin::root()]
		{
			assert_noop!(Oracle::add_member(origin, 33), BadOrigin);
		}
	});
}

#[test]
fn bond_should_hold_the_stake_when_it_is_enough() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(add(6));
		events();
		assert_ok!(bond(6, STAKE));
		assert_ok!(bond(6, 1));
		assert_eq!(held(6), STAKE + 1);
		assert_eq!(
			events(),
			[
				Event::Bonded { who: 6, amount: STAKE, stake: STAKE },
				Event::Bonded { who: 6, amount: 1, stake: STAKE + 1 },
			]
		);
	});
}

#[test]
fn bond_should_fail_when_it_cannot_be() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(add(6));
		assert_noop!(bond(6, 0), Error::<Test>::AmountZero);
		assert_noop!(bond(6, STAKE - 1), Error::<Test>::StakeTooLow);
		assert_noop!(bond(STRANGER, STAKE), Error::<Test>::NotMember);
		assert_noop!(bond(6, 101 * STAKE), TokenError::FundsUnavailable);
		assert_noop!(bond(6, Balance::MAX), TokenError::FundsUnavailable);
		assert_noop!(bond(1, Balance::MAX), sp_runtime::ArithmeticError::Overflow);
		assert_noop!(Oracle::bond(RuntimeOrigin::root(), STAKE), BadOrigin);
	});
}

#[test]
fn leave_should_unbond_the_stake_and_take_the_samples_along() {
	ExtBuilder::default().build_and_execute(|| {
		settle();
		events();
		assert_ok!(Oracle::leave(RuntimeOrigin::signed(1)));
		let until = System::block_number() + 100;
		assert_eq!(
			events(),
			[
				Event::UnbondingStarted { who: 1, amount: STAKE, until },
				Event::MemberLeft { who: 1 }
			]
		);
		assert_eq!(Unbondings::<Test>::get(1), Some(Unbonding { amount: STAKE, until }));
		assert_eq!(held(1), STAKE);
		// Its samples count until the end of the block.
		assert_eq!(Oracle::sources()[0].feeders, 5);
		next_block(6_000);
		assert_eq!(Oracle::sources()[0].feeders, 4);
		assert_noop!(feed(1, 0, 100), Error::<Test>::NotMember);
		assert_noop!(Oracle::leave(RuntimeOrigin::signed(1)), Error::<Test>::NotMember);
		assert_noop!(Oracle::leave(RuntimeOrigin::root()), BadOrigin);
	});
}

#[test]
fn leave_should_leave_nothing_when_nothing_was_bonded() {
	ExtBuilder::default().members(&[(1, 0)]).build_and_execute(|| {
		assert_ok!(Oracle::leave(RuntimeOrigin::signed(1)));
		assert_eq!(Unbondings::<Test>::get(1), None);
		assert_eq!(events(), [Event::MemberLeft { who: 1 }]);
	});
}

#[test]
fn leave_should_drop_a_sample_of_the_same_block() {
	ExtBuilder::default().build_and_execute(|| {
		feed_all(&EVERYBODY, [100; 3]);
		assert_ok!(Oracle::leave(RuntimeOrigin::signed(1)));
		next_block(6_000);
		assert_eq!(Oracle::sources()[0].feeders, 4);
	});
}

#[test]
fn remove_member_should_unbond_the_stake() {
	ExtBuilder::default().build_and_execute(|| {
		let until = System::block_number() + 100;
		assert_ok!(Oracle::remove_member(RuntimeOrigin::signed(NORMAL), 1));
		assert_eq!(
			events(),
			[
				Event::UnbondingStarted { who: 1, amount: STAKE, until },
				Event::MemberRemoved { who: 1 }
			]
		);
		assert_noop!(
			Oracle::remove_member(RuntimeOrigin::signed(NORMAL), 1),
			Error::<Test>::NotMember
		);
		for origin in
			[RuntimeOrigin::signed(GUARD), RuntimeOrigin::signed(1), RuntimeOrigin::root()]
		{
			assert_noop!(Oracle::remove_member(origin, 2), BadOrigin);
		}
	});
}

#[test]
fn remove_member_should_end_a_standstill_on_the_fast_track() {
	ExtBuilder::default().members(&[(1, STAKE), (2, STAKE)]).build_and_execute(|| {
		// Each alone on a source, so that neither outvotes the other.
		feed(1, 0, 100).unwrap();
		feed(2, 1, 200).unwrap();
		next_block(6_000);
		assert_eq!((Oracle::state(), Oracle::payout()), (OracleState::Halted, None));
		assert_ok!(Oracle::remove_member(RuntimeOrigin::signed(FAST), 2));
		next_block(6_000);
		assert_eq!((Oracle::state(), Oracle::payout()), (OracleState::Degraded, Some(usd(101))));
	});
}

#[test]
fn withdraw_should_release_the_stake_when_the_time_is_over() {
	ExtBuilder::default().build_and_execute(|| {
		let free = Balances::balance(&1);
		assert_ok!(Oracle::leave(RuntimeOrigin::signed(1)));
		events();
		System::set_block_number(100);
		assert_noop!(Oracle::withdraw(RuntimeOrigin::signed(1)), Error::<Test>::StillUnbonding);
		System::set_block_number(101);
		assert_ok!(Oracle::withdraw(RuntimeOrigin::signed(1)));
		assert_eq!(events(), [Event::Withdrawn { who: 1, amount: STAKE }]);
		assert!(held(1).is_zero());
		assert_eq!(Balances::balance(&1), free + STAKE);
		assert_noop!(Oracle::withdraw(RuntimeOrigin::signed(1)), Error::<Test>::UnbondingNotFound);
		assert_noop!(Oracle::withdraw(RuntimeOrigin::root()), BadOrigin);
	});
}

#[test]
fn a_second_membership_should_keep_what_unbonds_of_the_first() {
	ExtBuilder::default().build_and_execute(|| {
		feed_all(&[1], [100; 3]);
		assert_ok!(Oracle::leave(RuntimeOrigin::signed(1)));
		assert_ok!(add(1));
		assert_ok!(bond(1, 2 * STAKE));
		assert_eq!(held(1), 3 * STAKE);
		// A new membership: it does not continue the samples of the old one.
		assert_eq!(Members::<Test>::get(1).unwrap().id, MemberId(5));
		next_block(6_000);
		assert_ok!(feed(1, 0, 100));
		System::set_block_number(50);
		assert_ok!(Oracle::leave(RuntimeOrigin::signed(1)));
		assert_eq!(
			Unbondings::<Test>::get(1),
			Some(Unbonding { amount: 3 * STAKE, until: 150 }),
			"both wait for the later one"
		);
	});
}

#[test]
fn a_full_book_should_have_room_for_who_comes_when_another_leaves() {
	ExtBuilder::default()
		.members(&(1..=32).map(|who| (who, STAKE)).collect::<Vec<_>>())
		.build_and_execute(|| {
			let all: Vec<u64> = (1..=32).collect();
			feed_all(&all, [100; 3]);
			next_block(6_000);
			assert_ok!(Oracle::leave(RuntimeOrigin::signed(1)));
			assert_ok!(add(33));
			assert_ok!(bond(33, STAKE));
			assert_ok!(feed(33, 0, 100));
			next_block(6_000);
			assert_eq!(Oracle::sources()[0].feeders, 32);
		});
}
