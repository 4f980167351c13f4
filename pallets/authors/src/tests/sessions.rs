use crate::{Event, mock::*};
use frame_support::assert_ok;
use pallet_session::historical::{HistoricalSessions, StoredRange};

fn admin() -> RuntimeOrigin {
	RuntimeOrigin::signed(Admin::get())
}

#[test]
fn genesis_should_start_the_first_session_with_the_list() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(Session::validators(), [1, 2, 3]);
		assert_eq!(Running::get().0, [1, 2, 3]);
	});
}

#[test]
#[should_panic(expected = "an author is listed twice")]
fn genesis_should_panic_when_an_author_is_listed_twice() {
	ExtBuilder::authors(&[1, 1]).build();
}

#[test]
#[should_panic(expected = "genesis has at most `MaxAuthors` authors")]
fn genesis_should_panic_when_the_list_is_too_long() {
	ExtBuilder::authors(&[1, 2, 3, 4, 5, 6]).build();
}

#[test]
fn new_session_should_plan_nothing_when_nothing_changed() {
	ExtBuilder::default().build_and_execute(|| {
		for _ in 0..4 {
			assert_eq!(rotate(1), (vec![1, 2, 3], false));
		}
	});
}

#[test]
fn new_session_should_plan_the_list_when_it_changed() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(set_keys(4, 40));
		assert_ok!(Authors::add_author(admin(), 4));
		assert_ok!(Authors::remove_author(admin(), 1));
		// Planned with the first rotation, running from the second; one change only.
		assert_eq!(rotate(1), (vec![1, 2, 3], false));
		assert_eq!(rotate(1), (vec![2, 3, 40], true));
		assert_eq!(rotate(1), (vec![2, 3, 40], false));
		assert_eq!(Session::validators(), [2, 3, 4]);
	});
}

#[test]
fn new_session_should_plan_the_list_when_a_key_was_rotated() {
	ExtBuilder::default().build_and_execute(|| {
		let root = |index| HistoricalSessions::<Test>::get(index).unwrap().0;
		assert_ok!(set_keys(2, 20));
		assert_eq!(rotate(1), (vec![1, 2, 3], false));
		assert_eq!(rotate(1), (vec![1, 20, 3], true));
		assert_eq!(rotate(1), (vec![1, 20, 3], false));
		// The root of the session with the new key covers it.
		assert_eq!(root(0), root(1));
		assert_ne!(root(1), root(2));
		assert_eq!(root(2), root(3));
	});
}

#[test]
fn new_session_should_leave_an_author_out_when_its_keys_are_purged() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Session::purge_keys(RuntimeOrigin::signed(1)));
		assert_eq!(rotate(2), (vec![2, 3], true));
		// It is still listed and comes back with new keys.
		assert_ok!(set_keys(1, 10));
		assert_eq!(rotate(2), (vec![10, 2, 3], true));
	});
}

#[test]
fn new_session_should_restore_the_keys_when_every_author_has_purged_them() {
	ExtBuilder::authors(&[1, 2]).build_and_execute(|| {
		assert_ok!(Session::purge_keys(RuntimeOrigin::signed(1)));
		assert_ok!(Session::purge_keys(RuntimeOrigin::signed(2)));
		assert_eq!(rotate(1), (vec![1, 2], false));
		System::assert_has_event(Event::KeysRestored.into());
		for _ in 0..3 {
			assert_eq!(rotate(1), (vec![1, 2], false));
		}
		// They can replace them as before.
		assert_ok!(set_keys(2, 20));
		assert_eq!(rotate(2), (vec![1, 20], true));
	});
}

#[test]
fn start_session_should_forget_old_historical_roots() {
	ExtBuilder::default().build_and_execute(|| {
		rotate(10);
		assert_eq!(Session::current_index(), 10);
		// Kept: the running session, the queued one and `SessionsKept` before.
		assert_eq!(StoredRange::<Test>::get(), Some((6, 12)));
		assert_eq!(HistoricalSessions::<Test>::iter().count(), 6);
	});
}
