use crate::{Authors, Error, Event, mock::*};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError::BadOrigin;

fn admin() -> RuntimeOrigin {
	RuntimeOrigin::signed(Admin::get())
}

fn list() -> Vec<u64> {
	Authors::<Test>::get().into_inner()
}

#[test]
fn add_author_should_list_it_when_its_keys_are_loaded() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(set_keys(4, 40));
		assert_ok!(crate::Pallet::<Test>::add_author(admin(), 4));
		assert_eq!(list(), [1, 2, 3, 4]);
		System::assert_last_event(Event::AuthorAdded { who: 4 }.into());
	});
}

#[test]
fn add_author_should_fail_when_the_origin_is_not_the_admin() {
	ExtBuilder::default().build_and_execute(|| {
		for origin in [RuntimeOrigin::signed(1), RuntimeOrigin::root(), RuntimeOrigin::none()] {
			assert_noop!(crate::Pallet::<Test>::add_author(origin, 4), BadOrigin);
		}
	});
}

#[test]
fn add_author_should_fail_when_it_is_listed() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			crate::Pallet::<Test>::add_author(admin(), 2),
			Error::<Test>::AuthorAlreadyExists
		);
	});
}

#[test]
fn add_author_should_fail_when_no_keys_are_loaded() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			crate::Pallet::<Test>::add_author(admin(), 4),
			Error::<Test>::SessionKeysNotFound
		);
	});
}

#[test]
fn add_author_should_fail_when_the_list_is_full() {
	ExtBuilder::authors(&[1, 2, 3, 4, 5]).build_and_execute(|| {
		assert_ok!(set_keys(6, 6));
		assert_noop!(
			crate::Pallet::<Test>::add_author(admin(), 6),
			Error::<Test>::MaxAuthorsReached
		);
	});
}

#[test]
fn remove_author_should_unlist_it() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(crate::Pallet::<Test>::remove_author(admin(), 2));
		assert_eq!(list(), [1, 3]);
		System::assert_last_event(Event::AuthorRemoved { who: 2 }.into());
	});
}

#[test]
fn remove_author_should_fail_when_the_origin_is_not_the_admin() {
	ExtBuilder::default().build_and_execute(|| {
		for origin in [RuntimeOrigin::signed(2), RuntimeOrigin::root(), RuntimeOrigin::none()] {
			assert_noop!(crate::Pallet::<Test>::remove_author(origin, 2), BadOrigin);
		}
	});
}

#[test]
fn remove_author_should_fail_when_it_is_not_listed() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			crate::Pallet::<Test>::remove_author(admin(), 4),
			Error::<Test>::AuthorNotFound
		);
	});
}

#[test]
fn remove_author_should_fail_when_no_other_author_is_ready() {
	ExtBuilder::authors(&[1]).build_and_execute(|| {
		assert_noop!(crate::Pallet::<Test>::remove_author(admin(), 1), Error::<Test>::LastAuthor);
	});
	ExtBuilder::authors(&[1, 2]).build_and_execute(|| {
		assert_ok!(Session::purge_keys(RuntimeOrigin::signed(2)));
		assert_noop!(crate::Pallet::<Test>::remove_author(admin(), 1), Error::<Test>::LastAuthor);
		assert_ok!(crate::Pallet::<Test>::remove_author(admin(), 2));
	});
}

fn staller() -> RuntimeOrigin {
	RuntimeOrigin::signed(Staller::get())
}

#[test]
fn force_finality_should_tell_the_finality_gadget() {
	ExtBuilder::default().build_and_execute(|| {
		System::set_block_number(50);
		assert_ok!(crate::Pallet::<Test>::force_finality(staller(), 10, 49));
		assert_eq!(Forced::get(), Some((10, 49)));
		System::assert_last_event(Event::FinalityForced { delay: 10, best_finalized: 49 }.into());
	});
}

#[test]
fn force_finality_should_fail_when_the_origin_is_not_the_one_for_stalls() {
	ExtBuilder::default().build_and_execute(|| {
		for origin in [admin(), RuntimeOrigin::root(), RuntimeOrigin::none()] {
			assert_noop!(crate::Pallet::<Test>::force_finality(origin, 10, 0), BadOrigin);
		}
	});
}

#[test]
fn force_finality_should_fail_when_the_delay_is_out_of_bounds() {
	ExtBuilder::default().build_and_execute(|| {
		for delay in [0, 9, 101, u64::MAX] {
			assert_noop!(
				crate::Pallet::<Test>::force_finality(staller(), delay, 0),
				Error::<Test>::InvalidDelay
			);
		}
		assert_ok!(crate::Pallet::<Test>::force_finality(staller(), 100, 0));
	});
}

#[test]
fn force_finality_should_fail_when_the_block_is_still_to_come() {
	ExtBuilder::default().build_and_execute(|| {
		for block in [1, 2, u64::MAX] {
			assert_noop!(
				crate::Pallet::<Test>::force_finality(staller(), 10, block),
				Error::<Test>::InvalidBlock
			);
		}
	});
}

#[test]
fn force_finality_should_fail_when_a_change_is_under_way() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(crate::Pallet::<Test>::force_finality(staller(), 10, 0));
		assert_noop!(
			crate::Pallet::<Test>::force_finality(staller(), 20, 0),
			Error::<Test>::ChangeUnderWay
		);
	});
}

#[test]
fn authors_view_should_tell_who_is_ready() {
	ExtBuilder::authors(&[1, 2]).build_and_execute(|| {
		assert_ok!(Session::purge_keys(RuntimeOrigin::signed(2)));
		assert_eq!(crate::Pallet::<Test>::authors(), vec![(1, true), (2, false)]);
	});
}
