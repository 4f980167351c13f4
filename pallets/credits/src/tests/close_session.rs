//! `close_session`.

use crate::{Error, Event, NextSessionId, Sessions, SessionsByOwner, mock::*};
use frame_support::{
	assert_noop, assert_ok,
	dispatch::{GetDispatchInfo, extract_actual_weight},
};
use orogen_primitives_core::{AccountId, DAYS};
use orogen_primitives_traits::{CreditIssuer, SessionRefusal};
use sp_runtime::{DispatchError, DispatchResult};

fn close(who: AccountId, id: u64) -> DispatchResult {
	Credits::close_session(RuntimeOrigin::signed(who), id).map(|_| ()).map_err(|fault| fault.error)
}

#[test]
fn close_session_should_stop_requests_and_leave_the_grace() {
	ExtBuilder::default().credits(ALICE, MIN_CAP).build_and_execute(|| {
		let id = open_until(ALICE, MIN_CAP, START + 10 * DAY);
		run_blocks(100);
		events();
		assert_ok!(close(ALICE, id));
		let closing = session(id);
		assert!(closing.closing);
		assert_eq!(closing.expires_at, Now::get());
		assert_eq!(closing.settle_until, 101 + GRACE);
		assert_eq!(
			events(),
			vec![Event::SessionClosing {
				session: id,
				expires_at: Now::get(),
				settle_until: 101 + GRACE
			}]
		);
		assert_eq!(places(), (0, MIN_CAP, 0, 0));
		// Nothing returns before the grace is over, whoever asks.
		assert_noop!(close(ALICE, id), Error::<Test>::SettlementNotOver);
		run_to(101 + GRACE);
		assert_noop!(close(ALICE, id), Error::<Test>::SettlementNotOver);
		assert_ok!(claim(&GATEWAY, &row(id, 0, 1, 400)));
		run_blocks(1);
		assert_eq!(claim(&GATEWAY, &row(id, 1, 1, 400)), Err(SessionRefusal::Expired));
		assert_ok!(close(ALICE, id));
		assert_eq!(lots(&ALICE), vec![(30, 600)]);
	});
}

#[test]
fn close_session_should_return_the_rest_and_the_deposit() {
	ExtBuilder::default().credits(ALICE, 3_000).build_and_execute(|| {
		let id = open(ALICE, 3_000);
		assert_ok!(claim(&GATEWAY, &row(id, 0, 4, 1_000)));
		let expiry_day = session(id).expiry_day;
		run_to(session(id).settle_until + 1);
		events();
		assert_ok!(close(ALICE, id));
		assert_eq!(
			events(),
			vec![
				Event::CreditsReturned { who: ALICE, amount: 2_000, expiry_day },
				Event::SessionClosed {
					session: id,
					who: ALICE,
					closer: ALICE,
					amount: 2_000,
					deposit: DEPOSIT
				},
			]
		);
		assert_eq!(lots(&ALICE), vec![(30, 2_000)]);
		assert_eq!(places(), (2_000, 0, 1_000, 0));
		assert_eq!(balances(&ALICE), (ENDOWMENT, 0));
		assert!(!Sessions::<Test>::contains_key(id));
		assert!(!SessionsByOwner::<Test>::contains_key(&ALICE, id));
		assert_noop!(close(ALICE, id), Error::<Test>::SessionNotFound);
	});
}

#[test]
fn close_session_should_return_nothing_when_all_is_settled() {
	ExtBuilder::default().credits(ALICE, MIN_CAP).build_and_execute(|| {
		let id = open(ALICE, MIN_CAP);
		assert_ok!(claim(&GATEWAY, &row(id, 0, 4, MIN_CAP)));
		run_to(session(id).settle_until + 1);
		events();
		assert_ok!(close(ALICE, id));
		assert_eq!(events().len(), 1);
		assert_eq!(places(), (0, 0, MIN_CAP.into(), 0));
		assert_eq!(balances(&ALICE), (ENDOWMENT, 0));
	});
}

#[test]
fn close_session_should_be_breakage_when_the_day_has_passed() {
	for (days, live) in [(29, true), (30, true), (31, false), (100, false)] {
		ExtBuilder::default().credits(ALICE, MIN_CAP).build_and_execute(|| {
			let id = open(ALICE, MIN_CAP);
			run_days(days);
			events();
			assert_ok!(close(ALICE, id));
			if live {
				assert_eq!(places(), (MIN_CAP, 0, 0, 0), "{days} days");
				assert_eq!(lots(&ALICE), vec![(30 - i64::from(days), MIN_CAP)]);
			} else {
				assert_eq!(places(), (0, 0, 0, MIN_CAP.into()), "{days} days");
				assert_eq!(lots(&ALICE), vec![]);
				assert_eq!(events()[0], Event::CreditsExpired { who: ALICE, amount: MIN_CAP });
			}
			assert_eq!(balances(&ALICE), (ENDOWMENT, 0));
		});
	}
}

#[test]
fn close_session_should_give_7_days_of_life_when_the_gateway_is_gone() {
	for (days, life) in [(1, 29), (23, 7), (24, 7), (31, 7), (100, 7)] {
		ExtBuilder::default().credits(ALICE, MIN_CAP).build_and_execute(|| {
			let id = open(ALICE, MIN_CAP);
			Gateways::mutate(|gateways| gateways.remove(&GATEWAY));
			run_days(days);
			assert_ok!(close(ALICE, id));
			assert_eq!(lots(&ALICE), vec![(life, MIN_CAP)], "{days} days");
		});
	}
}

#[test]
fn close_session_should_not_wait_when_the_gateway_is_gone() {
	ExtBuilder::default().credits(ALICE, MIN_CAP).build_and_execute(|| {
		let id = open_until(ALICE, MIN_CAP, START + 30 * DAY);
		Gateways::mutate(|gateways| gateways.remove(&GATEWAY));
		assert_noop!(close(BOB, id), Error::<Test>::NotSessionOwner);
		assert_ok!(close(ALICE, id));
		assert_eq!(lots(&ALICE), vec![(30, MIN_CAP)]);
		assert_eq!(balances(&ALICE), (ENDOWMENT, 0));
	});
}

#[test]
fn close_session_should_not_wait_when_the_gateway_can_no_longer_settle() {
	ExtBuilder::default().credits(ALICE, 2 * MIN_CAP).build_and_execute(|| {
		let ended = open_until(ALICE, MIN_CAP, START + DAY);
		let running = open_until(ALICE, MIN_CAP, START + 30 * DAY);
		// The gateway never withdraws.
		let last = session(ended).settle_until - GRACE + 10;
		leave(last);
		run_to(last);
		assert_noop!(close(ALICE, ended), Error::<Test>::SettlementNotOver);
		run_blocks(1);
		assert_ok!(close(ALICE, ended));
		assert_ok!(close(ALICE, running));
		assert_eq!(lots(&ALICE), vec![(29, 2 * MIN_CAP)]);
	});
}

#[test]
fn close_session_should_end_the_settlement_with_the_gateway() {
	ExtBuilder::default().credits(ALICE, MIN_CAP).build_and_execute(|| {
		let id = open_until(ALICE, MIN_CAP, START + 10 * DAY);
		leave(100);
		assert_ok!(close(ALICE, id));
		assert_eq!(session(id).settle_until, 100);
	});
}

#[test]
fn close_session_should_give_7_days_of_life_when_the_gateway_is_leaving() {
	for (days, life) in [(1, 29), (23, 7), (24, 7), (31, 7), (100, 7)] {
		ExtBuilder::default().credits(ALICE, MIN_CAP).build_and_execute(|| {
			let id = open(ALICE, MIN_CAP);
			leave(200 * DAYS);
			run_days(days);
			assert_ok!(close(ALICE, id));
			assert_eq!(lots(&ALICE), vec![(life, MIN_CAP)], "{days} days");
		});
	}
}

#[test]
fn close_session_should_not_add_life_when_the_gateway_is_suspended() {
	ExtBuilder::default().credits(ALICE, MIN_CAP).build_and_execute(|| {
		let id = open(ALICE, MIN_CAP);
		Gateways::mutate(|gateways| {
			if let Some(terms) = gateways.get_mut(&GATEWAY) {
				terms.accepting = false;
			}
		});
		run_days(31);
		assert_ok!(close(ALICE, id));
		assert_eq!(places(), (0, 0, 0, MIN_CAP.into()));
	});
}

#[test]
fn close_session_should_fail_when_the_session_has_ended_and_the_grace_runs() {
	ExtBuilder::default().credits(ALICE, MIN_CAP).build_and_execute(|| {
		let id = open(ALICE, MIN_CAP);
		let end = session(id).settle_until;
		pass_time(HOUR);
		assert_noop!(close(ALICE, id), Error::<Test>::SettlementNotOver);
		System::set_block_number(end);
		assert_noop!(close(ALICE, id), Error::<Test>::SettlementNotOver);
		assert!(!session(id).closing);
		System::set_block_number(end + 1);
		assert_ok!(close(ALICE, id));
	});
}

#[test]
fn close_session_should_never_extend_the_settlement() {
	ExtBuilder::default().credits(ALICE, 2 * MIN_CAP).build_and_execute(|| {
		// Governance raises the grace after the session was opened.
		let id = open(ALICE, MIN_CAP);
		let before = session(id).settle_until;
		assert_ok!(Credits::set_settlement_grace(RuntimeOrigin::signed(NORMAL), 4 * GRACE));
		assert_ok!(close(ALICE, id));
		assert_eq!(session(id).settle_until, before);
		// In the last block before its end.
		let id = open(ALICE, MIN_CAP);
		let before = session(id).settle_until;
		run_blocks(599);
		assert_ok!(close(ALICE, id));
		assert_eq!(session(id).settle_until, before - 1);
	});
}

#[test]
fn close_session_should_fail_when_a_stranger_is_early() {
	ExtBuilder::default().credits(ALICE, MIN_CAP).build_and_execute(|| {
		let id = open(ALICE, MIN_CAP);
		let end = session(id).settle_until;
		for block in [1, end, end + 1, end + REAP - 1] {
			System::set_block_number(block);
			assert_noop!(close(BOB, id), Error::<Test>::NotSessionOwner);
			assert_noop!(close(GATEWAY, id), Error::<Test>::NotSessionOwner);
		}
		System::set_block_number(end + REAP);
		assert_ok!(close(BOB, id));
	});
}

#[test]
fn close_session_should_pay_the_deposit_to_a_stranger_when_it_was_left_alone() {
	ExtBuilder::default().credits(ALICE, 3_000).build_and_execute(|| {
		let id = open(ALICE, 3_000);
		assert_ok!(Credits::issue(&BOB, MIN_CAP));
		let other = open(BOB, MIN_CAP);
		assert_ok!(claim(&GATEWAY, &row(id, 0, 4, 1_000)));
		let expiry_day = session(id).expiry_day;
		run_to(session(id).settle_until + REAP);
		events();
		assert_ok!(close(CHARLIE, id));
		assert_eq!(
			events(),
			vec![
				Event::CreditsReturned { who: ALICE, amount: 2_000, expiry_day },
				Event::SessionClosed {
					session: id,
					who: ALICE,
					closer: CHARLIE,
					amount: 2_000,
					deposit: DEPOSIT
				},
			]
		);
		assert_eq!(balances(&ALICE), (ENDOWMENT - DEPOSIT, 0));
		assert_eq!(balances(&CHARLIE), (ENDOWMENT + DEPOSIT, 0));
		// The owner may still be faster.
		assert_ok!(close(BOB, other));
		assert_eq!(balances(&BOB), (ENDOWMENT, 0));
	});
}

#[test]
fn close_session_should_pay_a_stranger_no_more_than_the_owners_locks_leave() {
	for spent in [0, DEPOSIT / 5, DEPOSIT] {
		ExtBuilder::default().credits(ALICE, MIN_CAP).build_and_execute(|| {
			lock(&ALICE, ENDOWMENT - DEPOSIT);
			let id = open(ALICE, MIN_CAP);
			// The deposit counts towards the lock, so that as much as it can be spent.
			let transfer = Balances::transfer_keep_alive(RuntimeOrigin::signed(ALICE), BOB, spent);
			assert_ok!(transfer);
			run_to(session(id).settle_until + REAP);
			events();
			assert_ok!(close(CHARLIE, id));
			let earned = DEPOSIT - spent;
			assert_eq!(balances(&CHARLIE), (ENDOWMENT + earned, 0));
			// All that is locked is still there.
			assert_eq!(balances(&ALICE), (ENDOWMENT - DEPOSIT, 0));
			assert!(
				matches!(events()[..], [_, Event::SessionClosed { deposit, .. }] if deposit == earned)
			);
		});
	}
}

#[test]
fn close_session_should_pay_a_stranger_without_an_account() {
	ExtBuilder::default().credits(ALICE, MIN_CAP).deposit(ED).build_and_execute(|| {
		let id = open(ALICE, MIN_CAP);
		run_to(session(id).settle_until + REAP);
		assert_ok!(close(PAUPER, id));
		assert_eq!(balances(&PAUPER), (ED, 0));
	});
}

#[test]
fn close_session_should_pay_the_deposit_that_the_session_was_opened_with() {
	ExtBuilder::default().credits(ALICE, 2 * MIN_CAP).build_and_execute(|| {
		let first = open(ALICE, MIN_CAP);
		assert_ok!(Credits::set_session_deposit(RuntimeOrigin::signed(NORMAL), 3 * DEPOSIT));
		let second = open(ALICE, MIN_CAP);
		assert_eq!(balances(&ALICE).1, 4 * DEPOSIT);
		run_to(session(second).settle_until + 1);
		assert_ok!(close(ALICE, first));
		assert_eq!(balances(&ALICE).1, 3 * DEPOSIT);
		assert_ok!(close(ALICE, second));
		assert_eq!(balances(&ALICE), (ENDOWMENT, 0));
	});
}

#[test]
fn close_session_should_let_one_closer_win_when_two_race() {
	ExtBuilder::default().credits(ALICE, MIN_CAP).build_and_execute(|| {
		let id = open(ALICE, MIN_CAP);
		run_to(session(id).settle_until + REAP);
		assert_ok!(close(BOB, id));
		assert_noop!(close(ALICE, id), Error::<Test>::SessionNotFound);
		assert_noop!(close(CHARLIE, id), Error::<Test>::SessionNotFound);
		assert_eq!(balances(&BOB), (ENDOWMENT + DEPOSIT, 0));
		assert_eq!(lots(&ALICE).len(), 1);
	});
}

#[test]
fn close_session_should_leave_a_claim_in_the_same_block_alone() {
	ExtBuilder::default().credits(ALICE, MIN_CAP).build_and_execute(|| {
		// The owner ends it in the block in which the gateway settles: both orders work.
		let id = open(ALICE, MIN_CAP);
		assert_ok!(close(ALICE, id));
		assert_ok!(claim(&GATEWAY, &row(id, 0, 1, MIN_CAP)));
		run_to(session(id).settle_until + 1);
		assert_ok!(close(ALICE, id));
		assert_eq!(places(), (0, 0, MIN_CAP.into(), 0));
	});
}

#[test]
fn close_session_should_fail_when_there_is_none() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(NextSessionId::<Test>::get(), 0);
		assert_noop!(close(ALICE, 0), Error::<Test>::SessionNotFound);
		assert_noop!(close(ALICE, u64::MAX), Error::<Test>::SessionNotFound);
	});
}

#[test]
fn close_session_should_fail_when_the_origin_is_not_signed() {
	ExtBuilder::default().credits(ALICE, MIN_CAP).build_and_execute(|| {
		let id = open(ALICE, MIN_CAP);
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			assert_noop!(Credits::close_session(origin, id), DispatchError::BadOrigin);
		}
	});
}

#[test]
fn close_session_should_refund_weight_when_it_only_stops() {
	ExtBuilder::default().credits(ALICE, MIN_CAP).build_and_execute(|| {
		let id = open(ALICE, MIN_CAP);
		let info = crate::Call::<Test>::close_session { session: id }.get_dispatch_info();
		let stopped = Credits::close_session(RuntimeOrigin::signed(ALICE), id);
		let weight = extract_actual_weight(&stopped, &info);
		assert!(weight.ref_time() < info.call_weight.ref_time());
		run_to(session(id).settle_until + 1);
		let closed = Credits::close_session(RuntimeOrigin::signed(ALICE), id);
		assert_eq!(extract_actual_weight(&closed, &info), info.call_weight);
	});
}

#[test]
fn windows_should_be_the_ones_of_genesis() {
	ExtBuilder::default().credits(ALICE, MIN_CAP).grace(3).reap_delay(2).build_and_execute(|| {
		let id = open(ALICE, MIN_CAP);
		assert_ok!(close(ALICE, id));
		run_blocks(3);
		assert_noop!(close(ALICE, id), Error::<Test>::SettlementNotOver);
		run_blocks(1);
		assert_noop!(close(BOB, id), Error::<Test>::NotSessionOwner);
		run_blocks(1);
		assert_ok!(close(BOB, id));
	});
}
