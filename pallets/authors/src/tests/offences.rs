use crate::{Authors as List, Event, Offenders, mock::*};
use frame_support::assert_ok;

fn list() -> Vec<u64> {
	List::<Test>::get().into_inner()
}

#[test]
fn an_offence_should_disable_and_remove_the_author_when_it_is_one_of_three() {
	ExtBuilder::default().build_and_execute(|| {
		report(2, 0);
		assert_eq!(Session::disabled_validators(), [1]);
		assert_eq!(Disabled::get(), [1]);
		assert_eq!(list(), [1, 3]);
		System::assert_last_event(Event::OffenderRemoved { who: 2, session: 0 }.into());

		// It stays disabled until the session without it.
		rotate(1);
		assert_eq!(Session::disabled_validators(), [1]);
		assert_eq!(rotate(1), (vec![1, 3], true));
		assert!(Session::disabled_validators().is_empty());
	});
}

#[test]
fn an_offence_should_remove_the_author_when_the_disabling_limit_is_reached() {
	ExtBuilder::authors(&[1, 2]).build_and_execute(|| {
		report(1, 0);
		assert!(Session::disabled_validators().is_empty(), "1 of 2 would leave no finality");
		assert_eq!(list(), [2]);
	});
}

#[test]
fn an_offence_should_keep_the_author_when_it_is_the_last_one() {
	ExtBuilder::authors(&[1]).build_and_execute(|| {
		report(1, 3);
		assert_eq!(list(), [1]);
		System::assert_last_event(Event::OffenderKept { who: 1, session: 3 }.into());
	});
}

#[test]
fn an_offence_should_change_nothing_when_the_account_is_not_listed() {
	ExtBuilder::default().build_and_execute(|| {
		System::reset_events();
		report(9, 0);
		assert_eq!(list(), [1, 2, 3]);
		assert_eq!(System::event_count(), 0);
	});
}

#[test]
fn offences_of_everybody_should_leave_one_author() {
	ExtBuilder::default().build_and_execute(|| {
		for who in [1, 2, 3] {
			report(who, 0);
		}
		assert_eq!(list(), [3]);
		assert_eq!(rotate(2), (vec![3], true));
	});
}

#[test]
fn a_removed_offender_should_be_added_again_when_governance_wants() {
	ExtBuilder::default().build_and_execute(|| {
		report(2, 0);
		assert_ok!(Authors::add_author(RuntimeOrigin::signed(Admin::get()), 2));
		assert_eq!(list(), [1, 3, 2]);
	});
}

#[test]
fn an_offender_should_stay_disabled_when_it_rotates_its_keys() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(set_keys(2, 22));
		rotate(1);
		report(2, 0);
		// The session with its new keys begins: the session pallet enables everybody.
		assert_eq!(rotate(1), (vec![1, 22, 3], true));
		assert_eq!(Session::disabled_validators(), [1]);
		// The session without it.
		assert_eq!(rotate(1), (vec![1, 3], true));
		assert!(Session::disabled_validators().is_empty());
		rotate(1);
		assert!(Offenders::<Test>::get().is_empty());
	});
}

#[test]
fn an_offence_should_keep_the_author_when_no_other_one_has_keys() {
	ExtBuilder::default().build_and_execute(|| {
		for who in [1, 3] {
			assert_ok!(Session::purge_keys(RuntimeOrigin::signed(who)));
		}
		report(2, 0);
		assert_eq!(list(), [1, 2, 3]);
		System::assert_last_event(Event::OffenderKept { who: 2, session: 0 }.into());
	});
}
