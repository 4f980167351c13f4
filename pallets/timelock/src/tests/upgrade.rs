//! Authorisations of a runtime that are taken back.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use sp_core::H256;
use sp_runtime::DispatchError;

fn authorized() -> Option<H256> {
	System::authorized_upgrade().map(|authorized| *authorized.code_hash())
}

#[test]
fn revoke_upgrade_should_leave_a_hash_that_no_code_has() {
	build_and_execute(|| {
		System::do_authorize_upgrade(H256::repeat_byte(7), true);
		assert_ok!(Timelock::revoke_upgrade(RuntimeOrigin::signed(QUORUM)));
		assert_eq!(authorized(), Some(H256::zero()));
		System::assert_last_event(Event::UpgradeRevoked.into());
		let code = b"some code".to_vec();
		assert!(System::apply_authorized_upgrade(RuntimeOrigin::signed(1), code).is_err());
	});
}

#[test]
fn revoke_upgrade_should_fail_when_nothing_is_authorized() {
	build_and_execute(|| {
		let revoke = || Timelock::revoke_upgrade(RuntimeOrigin::signed(QUORUM));
		assert_noop!(revoke(), Error::<Test>::NothingAuthorized);
		System::do_authorize_upgrade(H256::repeat_byte(7), true);
		assert_ok!(revoke());
		assert_noop!(revoke(), Error::<Test>::NothingAuthorized);
	});
}

#[test]
fn revoke_upgrade_should_fail_when_the_origin_is_not_the_quorum_of_the_track() {
	build_and_execute(|| {
		System::do_authorize_upgrade(H256::repeat_byte(7), true);
		for origin in [
			RuntimeOrigin::signed(GUARDS),
			RuntimeOrigin::signed(ANYONE),
			RuntimeOrigin::root(),
			RuntimeOrigin::none(),
		] {
			assert_noop!(Timelock::revoke_upgrade(origin), DispatchError::BadOrigin);
		}
	});
}
