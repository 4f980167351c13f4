//! What void rows took: it waits, and returns or lapses.

use crate::{Event, TotalSupply, mock::*};
use frame_support::{assert_noop, assert_ok};
use orogen_primitives_core::Cuc;
use orogen_primitives_traits::{CreditIssuer, SessionLedger};
use sp_runtime::{ArithmeticError, DispatchResult};

fn void(cuc: Cuc) -> DispatchResult {
	<Credits as SessionLedger<_>>::void(cuc)
}

fn refund(days: u32, cuc: Cuc) -> DispatchResult {
	Credits::refund(&ALICE, today() + days, cuc)
}

/// Alice has settled 4,000 of a session of 10,000.
fn with_settled(test: impl FnOnce(u64)) {
	ExtBuilder::default().credits(ALICE, 10_000).build_and_execute(|| {
		let id = open(ALICE, 10_000);
		assert_ok!(claim(&GATEWAY, &row(id, 0, 5, 4_000)));
		events();
		test(id)
	});
}

#[test]
fn void_should_let_it_wait() {
	with_settled(|_| {
		assert_ok!(void(3_000));
		let supply = TotalSupply::<Test>::get();
		assert_eq!((supply.sessions, supply.settled, supply.refundable), (6_000, 1_000, 3_000));
		// It can become credits again, so it counts against the ceiling of what is sold.
		assert_eq!(Credits::outstanding(), 9_000);
		assert_eq!(Credits::refundable(), 3_000);
		assert_eq!(events(), [Event::CreditsVoided { amount: 3_000 }]);
	});
}

#[test]
fn void_should_fail_when_it_was_not_settled() {
	with_settled(|_| {
		assert_noop!(void(4_001), ArithmeticError::Underflow);
		assert_noop!(void(Cuc::MAX), ArithmeticError::Underflow);
		assert_ok!(void(4_000));
		assert_noop!(void(1), ArithmeticError::Underflow);
	});
}

#[test]
fn void_should_fail_when_credits_would_overflow() {
	with_settled(|_| {
		assert_ok!(Credits::issue(&BOB, Cuc::MAX - 6_000));
		assert_noop!(void(1), ArithmeticError::Overflow);
	});
}

#[test]
fn refund_should_return_to_the_lot_of_the_session() {
	with_settled(|_| {
		assert_ok!(void(3_000));
		events();
		assert_ok!(refund(20, 1_000));
		assert_eq!(lots(&ALICE), [(20, 1_000)]);
		assert_eq!(Credits::refundable(), 2_000);
		let expiry_day = today() + 20;
		assert_eq!(events(), [Event::CreditsReturned { who: ALICE, amount: 1_000, expiry_day }]);
	});
}

#[test]
fn refund_should_extend_no_life() {
	with_settled(|_| {
		assert_ok!(void(3_000));
		assert_ok!(refund(0, 1));
		assert_ok!(refund(6, 2));
		assert_ok!(refund(7, 4));
		assert_eq!(lots(&ALICE), [(0, 1), (6, 2), (7, 4)]);
		let before = TotalSupply::<Test>::get();
		assert_eq!((before.refundable, before.breakage), (2_993, 0));
		events();
		// A day that has passed is breakage, and it is told.
		for day in [0, today() - 1] {
			assert_ok!(Credits::refund(&ALICE, day, 8));
			assert_eq!(events(), [Event::CreditsExpired { who: ALICE, amount: 8 }]);
		}
		assert_eq!(lots(&ALICE), [(0, 1), (6, 2), (7, 4)]);
		let after = TotalSupply::<Test>::get();
		assert_eq!((after.refundable, after.breakage, after.lots), (2_977, 16, before.lots));
	});
}

#[test]
fn refund_should_work_when_the_session_is_gone_and_the_account_too() {
	with_settled(|id| {
		run_to(session(id).settle_until + 1);
		assert_ok!(Credits::close_session(RuntimeOrigin::signed(ALICE), id));
		assert_ok!(void(4_000));
		pass_time(40 * DAY);
		idle();
		assert!(!crate::Accounts::<Test>::contains_key(ALICE));
		assert_ok!(refund(3, 3_000));
		assert_eq!(lots(&ALICE), [(3, 3_000)]);
		pass_time(4 * DAY);
		idle();
		assert!(!crate::Accounts::<Test>::contains_key(ALICE));
		// Nor does what comes too late make an account.
		assert_ok!(Credits::refund(&ALICE, today() - 1, 1_000));
		assert!(!crate::Accounts::<Test>::contains_key(ALICE));
		assert_eq!(Credits::refundable(), 0);
	});
}

#[test]
fn refund_and_lapse_should_fail_when_it_does_not_wait() {
	with_settled(|_| {
		assert_noop!(refund(9, 1), ArithmeticError::Underflow);
		assert_noop!(Credits::lapse(1), ArithmeticError::Underflow);
		assert_ok!(void(2));
		assert_noop!(refund(9, 3), ArithmeticError::Underflow);
		assert_noop!(Credits::lapse(3), ArithmeticError::Underflow);
		assert_ok!(refund(9, 1));
		assert_ok!(Credits::lapse(1));
		assert_eq!(TotalSupply::<Test>::get().breakage, 1);
		assert_eq!(events().pop(), Some(Event::CreditsLapsed { amount: 1 }));
	});
}

#[test]
fn issue_should_count_what_waits() {
	with_settled(|_| {
		assert_ok!(void(4_000));
		assert_noop!(Credits::issue(&BOB, Cuc::MAX - 9_999), ArithmeticError::Overflow);
		assert_ok!(Credits::issue(&BOB, Cuc::MAX - 10_000));
		assert_ok!(refund(9, 4_000));
	});
}

#[test]
fn a_claim_should_tell_the_session_as_it_is() {
	with_settled(|id| {
		let claimed = <Credits as SessionLedger<_>>::claim(&GATEWAY, &row(id, 5, 1, 1)).unwrap();
		let session = session(id);
		assert_eq!(claimed.receipts, 1);
		assert_eq!(claimed.terms.owner, ALICE);
		assert_eq!(claimed.terms.expiry_day, session.expiry_day);
		assert_eq!(claimed.terms.key, key());
		assert_eq!(claimed.terms.ack_window, session.ack_window);
		assert_eq!(claimed.terms.opened_at, START);
		let models = orogen_primitives_receipts::SessionTerms::models_hash(&session.models);
		assert_eq!(claimed.terms.models, models);
	});
}
