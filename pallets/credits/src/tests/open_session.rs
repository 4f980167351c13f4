//! `open_session`.

use crate::{
	Accounts, Error, Event, MAX_LOT_LIFETIME, Sessions, SessionsByOwner, TotalSupply, mock::*,
};
use frame_support::{assert_noop, assert_ok};
use orogen_primitives_core::{Hash, SLOT_DURATION_MS};
use orogen_primitives_receipts::SessionKey;
use orogen_primitives_traits::{CreditIssuer, GatewayTerms, SessionRefusal};
use sp_core::{ecdsa, ed25519};
use sp_runtime::DispatchError;

#[test]
fn open_session_should_move_the_cap_and_hold_a_deposit() {
	ExtBuilder::default().credits(ALICE, 5_000).build_and_execute(|| {
		let models = vec![Hash::repeat_byte(1), Hash::repeat_byte(2)].try_into().unwrap();
		let expires_at = START + HOUR;
		let key = SessionKey::Ed25519(ed25519::Public::from_raw([9; 32]));
		assert_ok!(Credits::open_session(
			RuntimeOrigin::signed(ALICE),
			GATEWAY,
			key,
			3_000,
			expires_at,
			Some(3),
			models
		));
		let opened = session(0);
		assert_eq!((opened.owner.clone(), opened.gateway.clone()), (ALICE, GATEWAY));
		assert_eq!((opened.key, opened.ack_window), (key, 3));
		assert_eq!((opened.cap, opened.remaining, opened.settled()), (3_000, 3_000, 0));
		assert_eq!((opened.next_seq, opened.deferred, opened.closing), (0, 0, false));
		assert_eq!(opened.expires_at, expires_at);
		assert_eq!(opened.settle_until, 1 + 600 + GRACE);
		assert_eq!(opened.expiry_day, today() + 30);
		assert_eq!(opened.models.len(), 2);
		assert_eq!(lots(&ALICE), vec![(30, 2_000)]);
		assert_eq!(places(), (2_000, 3_000, 0, 0));
		assert_eq!(Credits::outstanding(), 5_000);
		assert_eq!(balances(&ALICE), (ENDOWMENT - DEPOSIT, DEPOSIT));
		assert_eq!(Accounts::<Test>::get(&ALICE).sessions, 1);
		assert!(SessionsByOwner::<Test>::contains_key(&ALICE, 0));
		assert_eq!(
			events(),
			vec![Event::SessionOpened {
				session: 0,
				who: ALICE,
				gateway: GATEWAY,
				key,
				cap: 3_000,
				expires_at,
				settle_until: 1 + 600 + GRACE,
				ack_window: 3,
				expiry_day: today() + 30,
				deposit: DEPOSIT,
			}]
		);
	});
}

#[test]
fn open_session_should_take_oldest_lots_and_keep_their_mean_day() {
	ExtBuilder::default().credits(ALICE, 1_000).build_and_execute(|| {
		run_days(10);
		assert_ok!(Credits::issue(&ALICE, 1_000));
		run_days(10);
		assert_ok!(Credits::issue(&ALICE, 1_000));
		assert_eq!(lots(&ALICE), vec![(10, 1_000), (20, 1_000), (30, 1_000)]);
		let id = open(ALICE, 1_999);
		assert_eq!(lots(&ALICE), vec![(20, 1), (30, 1_000)]);
		// (1,000 × 10 + 999 × 20) / 1,999 = 14.997, rounded down.
		assert_eq!(session(id).expiry_day, today() + 14);
		// Opening and closing again gains no CUC-days.
		run_to(session(id).settle_until + 1);
		assert_ok!(Credits::close_session(RuntimeOrigin::signed(ALICE), id));
		assert_eq!(lots(&ALICE), vec![(14, 1_999), (20, 1), (30, 1_000)]);
	});
}

#[test]
fn open_session_should_use_the_default_ack_window_when_none_is_named() {
	ExtBuilder::default().credits(ALICE, MIN_CAP).build_and_execute(|| {
		assert_eq!(session(open(ALICE, MIN_CAP)).ack_window, 8);
	});
}

#[test]
fn open_session_should_bound_the_ack_window() {
	let cases = [(0, false), (1, true), (64, true), (65, false), (255, false)];
	ExtBuilder::default().credits(ALICE, 10 * MIN_CAP).build_and_execute(|| {
		for (window, ok) in cases {
			let call = || {
				Credits::open_session(
					RuntimeOrigin::signed(ALICE),
					GATEWAY,
					SessionKey::Ecdsa(ecdsa::Public::from_raw([2; 33])),
					MIN_CAP,
					START + 1,
					Some(window),
					Default::default(),
				)
			};
			if ok {
				assert_ok!(call());
			} else {
				assert_noop!(call(), Error::<Test>::AckWindowOutOfRange);
			}
		}
	});
}

#[test]
fn open_session_should_bound_the_cap_from_below() {
	ExtBuilder::default().credits(ALICE, 10 * MIN_CAP).build_and_execute(|| {
		assert_noop!(try_open(ALICE, MIN_CAP - 1), Error::<Test>::CapTooLow);
		assert_ok!(try_open(ALICE, MIN_CAP));
		let terms = GatewayTerms { min_session_cap: 0, accepting: true, settles_until: None };
		Gateways::mutate(|gateways| gateways.insert(GATEWAY, terms));
		assert_noop!(try_open(ALICE, 0), Error::<Test>::CapTooLow);
		assert_ok!(try_open(ALICE, 1));
	});
}

#[test]
fn open_session_should_take_all_credits_and_no_more() {
	ExtBuilder::default().credits(ALICE, 2 * MIN_CAP).build_and_execute(|| {
		assert_noop!(try_open(ALICE, 2 * MIN_CAP + 1), Error::<Test>::InsufficientCredits);
		assert_noop!(try_open(ALICE, u64::MAX), Error::<Test>::InsufficientCredits);
		assert_noop!(try_open(BOB, MIN_CAP), Error::<Test>::InsufficientCredits);
		assert_ok!(try_open(ALICE, 2 * MIN_CAP));
		assert_eq!(lots(&ALICE), vec![]);
		assert_noop!(try_open(ALICE, MIN_CAP), Error::<Test>::InsufficientCredits);
	});
}

#[test]
fn open_session_should_fail_when_the_gateway_does_not_take_it() {
	ExtBuilder::default().credits(ALICE, MIN_CAP).build_and_execute(|| {
		let terms =
			GatewayTerms { min_session_cap: MIN_CAP, accepting: false, settles_until: None };
		Gateways::mutate(|gateways| gateways.insert(GATEWAY, terms));
		assert_noop!(try_open(ALICE, MIN_CAP), Error::<Test>::GatewayNotAccepting);
		Gateways::mutate(|gateways| gateways.remove(&GATEWAY));
		assert_noop!(try_open(ALICE, MIN_CAP), Error::<Test>::GatewayNotFound);
	});
}

#[test]
fn open_session_should_bound_its_life() {
	ExtBuilder::default().credits(ALICE, 10 * MIN_CAP).build_and_execute(|| {
		for end in [0, START - 1, START] {
			assert_noop!(try_open_until(ALICE, MIN_CAP, end), Error::<Test>::EndPassed);
		}
		for end in [START + 30 * DAY + 1, u64::MAX] {
			assert_noop!(try_open_until(ALICE, MIN_CAP, end), Error::<Test>::LifeTooLong);
		}
		assert_ok!(try_open_until(ALICE, MIN_CAP, START + 1));
		assert_ok!(try_open_until(ALICE, MIN_CAP, START + 30 * DAY));
	});
}

#[test]
fn open_session_should_round_its_end_up_to_whole_blocks() {
	let slot = SLOT_DURATION_MS;
	let cases = [(1, 1), (slot - 1, 1), (slot, 1), (slot + 1, 2), (30 * DAY, 432_000)];
	ExtBuilder::default().credits(ALICE, 10 * MIN_CAP).build_and_execute(|| {
		for (life, blocks) in cases {
			let id = open_until(ALICE, MIN_CAP, START + life);
			assert_eq!(session(id).settle_until, 1 + blocks + GRACE, "{life} ms");
		}
	});
}

#[test]
fn open_session_should_count_blocks_when_the_chain_stands_still() {
	ExtBuilder::default().credits(ALICE, MIN_CAP).build_and_execute(|| {
		let id = open(ALICE, MIN_CAP);
		pass_time(20 * DAY);
		run_blocks(600 + GRACE);
		assert_ok!(claim(&GATEWAY, &row(id, 0, 1, 1)));
		run_blocks(1);
		assert_eq!(claim(&GATEWAY, &row(id, 1, 1, 1)), Err(SessionRefusal::Expired));
	});
}

#[test]
fn open_session_should_outlive_its_lots() {
	ExtBuilder::default().credits(ALICE, MIN_CAP).build_and_execute(|| {
		run_days(30);
		let id = open_until(ALICE, MIN_CAP, Now::get() + 30 * DAY);
		assert_eq!(session(id).expiry_day, today());
		run_days(30);
		assert_ok!(claim(&GATEWAY, &row(id, 0, 5, MIN_CAP)));
		assert_eq!(places(), (0, 0, MIN_CAP.into(), 0));
	});
}

#[test]
fn open_session_should_stop_at_1024_sessions() {
	ExtBuilder::default().credits(ALICE, 2_000 * MIN_CAP).credits(BOB, MIN_CAP).build_and_execute(
		|| {
			for _ in 0..1_024 {
				open(ALICE, MIN_CAP);
			}
			assert_noop!(try_open(ALICE, MIN_CAP), Error::<Test>::MaxSessionsReached);
			assert_eq!(balances(&ALICE).1, 1_024 * DEPOSIT);
			assert_eq!(Credits::open_sessions(&ALICE), (0..1_024).collect::<Vec<_>>());
			// Others are not concerned, and a closed one makes room.
			assert_ok!(try_open(BOB, MIN_CAP));
			run_to(session(0).settle_until + 1);
			assert_ok!(Credits::close_session(RuntimeOrigin::signed(ALICE), 7));
			assert_ok!(try_open(ALICE, MIN_CAP));
			assert_noop!(try_open(ALICE, MIN_CAP), Error::<Test>::MaxSessionsReached);
		},
	);
}

#[test]
fn open_session_should_fail_when_the_deposit_is_locked() {
	ExtBuilder::default().credits(ALICE, 2 * MIN_CAP).build_and_execute(|| {
		lock(&ALICE, ENDOWMENT - DEPOSIT + 1);
		assert_noop!(try_open(ALICE, MIN_CAP), Error::<Test>::DepositNotCovered);
		lock(&ALICE, ENDOWMENT - DEPOSIT);
		assert_ok!(try_open(ALICE, MIN_CAP));
	});
}

#[test]
fn open_session_should_fail_when_the_deposit_is_missing() {
	ExtBuilder::default().credits(PAUPER, MIN_CAP).build_and_execute(|| {
		assert_noop!(try_open(PAUPER, MIN_CAP), Error::<Test>::DepositNotCovered);
	});
}

#[test]
fn open_session_should_fail_when_the_origin_is_not_signed() {
	ExtBuilder::default().credits(ALICE, MIN_CAP).build_and_execute(|| {
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			assert_noop!(
				Credits::open_session(
					origin,
					GATEWAY,
					key(),
					MIN_CAP,
					START + 1,
					None,
					Default::default()
				),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn open_session_should_expire_old_lots_first() {
	ExtBuilder::default().credits(ALICE, 500).build_and_execute(|| {
		run_days(1);
		assert_ok!(Credits::issue(&ALICE, MIN_CAP));
		run_days(MAX_LOT_LIFETIME);
		events();
		assert_ok!(try_open(ALICE, MIN_CAP));
		assert_eq!(events()[0], Event::CreditsExpired { who: ALICE, amount: 500 });
		assert_eq!(places(), (0, MIN_CAP, 0, 500));
		assert_eq!(TotalSupply::<Test>::get().unswept, 0);
		assert_eq!(session(0).expiry_day, today());
	});
}

#[test]
fn open_session_should_never_reuse_an_id() {
	ExtBuilder::default().credits(ALICE, MIN_CAP).build_and_execute(|| {
		let first = open(ALICE, MIN_CAP);
		run_to(session(first).settle_until + 1);
		assert_ok!(Credits::close_session(RuntimeOrigin::signed(ALICE), first));
		assert_eq!(open(ALICE, MIN_CAP), first + 1);
		assert!(!Sessions::<Test>::contains_key(first));
	});
}
