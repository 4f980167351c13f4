//! Bad input of every kind: a typed error, and not a byte of the state changes.

use crate::{Call, Error, mock::*};
use frame_support::{assert_ok, dispatch::DispatchResult, traits::UnfilteredDispatchable};
use orogen_primitives_core::{Cuc, Moment, OROG};
use orogen_primitives_receipts::SessionRow;
use orogen_primitives_traits::{GatewayTerms, SessionRefusal};
use sp_runtime::{DispatchError, StateVersion, traits::BadOrigin};

fn root() -> Vec<u8> {
	sp_io::storage::root(StateVersion::V1)
}

fn dispatch(call: Call<Test>, origin: RuntimeOrigin) -> DispatchResult {
	call.dispatch_bypass_filter(origin).map(|_| ()).map_err(|error| error.error)
}

/// The call fails with `error` and leaves no trace.
#[track_caller]
fn refused(call: Call<Test>, origin: RuntimeOrigin, error: impl Into<DispatchError>) {
	let before = root();
	assert_eq!(dispatch(call.clone(), origin), Err(error.into()), "{call:?}");
	assert_eq!(root(), before, "{call:?}");
}

/// The row is refused for `refusal` and leaves no trace.
#[track_caller]
fn row_refused(row: &SessionRow, refusal: SessionRefusal) {
	let before = root();
	assert_eq!(claim(&GATEWAY, row), Err(refusal), "{row:?}");
	assert_eq!(root(), before, "{row:?}");
}

fn alice() -> RuntimeOrigin {
	RuntimeOrigin::signed(ALICE)
}

struct Opening {
	gateway: orogen_primitives_core::AccountId,
	cap: Cuc,
	expires_at: Moment,
	ack_window: Option<u8>,
}

fn opening() -> Opening {
	let expires_at = Now::get() + HOUR;
	Opening { gateway: GATEWAY, cap: MIN_CAP, expires_at, ack_window: None }
}

fn call(opening: Opening) -> Call<Test> {
	let Opening { gateway, cap, expires_at, ack_window } = opening;
	let models = Default::default();
	Call::open_session { gateway, key: key(), cap, expires_at, ack_window, models }
}

#[test]
fn calls_should_refuse_every_origin_but_theirs() {
	ExtBuilder::default().credits(ALICE, 5 * MIN_CAP).build_and_execute(|| {
		let id = open(ALICE, MIN_CAP);
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::none()] {
			refused(call(opening()), origin.clone(), BadOrigin);
			refused(Call::close_session { session: id }, origin.clone(), BadOrigin);
			refused(Call::set_settlement_grace { blocks: GRACE }, origin.clone(), BadOrigin);
			refused(Call::set_session_deposit { amount: OROG }, origin, BadOrigin);
		}
		for who in [ALICE, GATEWAY] {
			let origin = RuntimeOrigin::signed(who);
			refused(Call::set_settlement_grace { blocks: GRACE }, origin.clone(), BadOrigin);
			refused(Call::set_session_deposit { amount: OROG }, origin, BadOrigin);
		}
	});
}

#[test]
fn open_session_should_refuse_every_bad_term() {
	use Error::*;
	ExtBuilder::default().credits(ALICE, 5 * MIN_CAP).build_and_execute(|| {
		let now = Now::get();
		type Spoil = fn(&mut Opening);
		let cases: [(Spoil, Error<Test>); 18] = [
			(|terms| terms.gateway = ALICE, GatewayNotFound),
			(|terms| terms.gateway = BOB, GatewayNotFound),
			(|terms| terms.cap = 0, CapTooLow),
			(|terms| terms.cap = 1, CapTooLow),
			(|terms| terms.cap = MIN_CAP - 1, CapTooLow),
			(|terms| terms.cap = 5 * MIN_CAP + 1, InsufficientCredits),
			(|terms| terms.cap = Cuc::MAX, InsufficientCredits),
			(|terms| terms.expires_at = 0, EndPassed),
			(|terms| terms.expires_at = Now::get() - 1, EndPassed),
			(|terms| terms.expires_at = Now::get(), EndPassed),
			(|terms| terms.expires_at = Now::get() + 30 * DAY + 1, LifeTooLong),
			(|terms| terms.expires_at = Moment::MAX, LifeTooLong),
			(|terms| terms.ack_window = Some(0), AckWindowOutOfRange),
			(|terms| terms.ack_window = Some(65), AckWindowOutOfRange),
			(|terms| terms.ack_window = Some(u8::MAX), AckWindowOutOfRange),
			// Of several faults the gateway's terms come first, then the session's, then the account's.
			(
				|terms| {
					(terms.gateway, terms.cap, terms.expires_at, terms.ack_window) =
						(ALICE, 0, 0, Some(0))
				},
				GatewayNotFound,
			),
			(|terms| (terms.cap, terms.expires_at, terms.ack_window) = (0, 0, Some(0)), CapTooLow),
			(|terms| (terms.cap, terms.expires_at) = (Cuc::MAX, now_minus_one()), EndPassed),
		];
		for (spoil, error) in cases {
			let mut terms = opening();
			spoil(&mut terms);
			refused(call(terms), alice(), error);
		}
		let terms = GatewayTerms {
			min_session_cap: MIN_CAP,
			accepting: false,
			settles_until: Some(u32::MAX),
		};
		Gateways::mutate(|gateways| gateways.insert(OTHER_GATEWAY, terms));
		refused(
			call(Opening { gateway: OTHER_GATEWAY, ..opening() }),
			alice(),
			GatewayNotAccepting::<Test>,
		);
		// Who has no credits, and who has no OROG.
		refused(call(opening()), RuntimeOrigin::signed(BOB), InsufficientCredits::<Test>);
		assert_ok!(<Credits as orogen_primitives_traits::CreditIssuer<_>>::issue(&PAUPER, MIN_CAP));
		refused(call(opening()), RuntimeOrigin::signed(PAUPER), DepositNotCovered::<Test>);
		// The edges are taken.
		let edge = |expires_at, ack_window| {
			call(Opening { expires_at, ack_window: Some(ack_window), ..opening() })
		};
		assert_ok!(dispatch(edge(now + 1, 1), alice()));
		assert_ok!(dispatch(edge(now + 30 * DAY, 64), alice()));
	});
}

fn now_minus_one() -> Moment {
	Now::get() - 1
}

#[test]
fn open_session_should_refuse_credits_that_expired_a_moment_ago() {
	ExtBuilder::default().credits(ALICE, MIN_CAP).build_and_execute(|| {
		// Midnight after the lot's last day is 30.5 days away.
		pass_time(30 * DAY + DAY / 2 - 1);
		assert_eq!(Credits::live_lots(&ALICE).len(), 1);
		pass_time(1);
		refused(call(opening()), alice(), Error::<Test>::InsufficientCredits);
	});
}

#[test]
fn close_session_should_refuse_strangers_replays_and_the_grace() {
	use Error::*;
	ExtBuilder::default().credits(ALICE, 5 * MIN_CAP).build_and_execute(|| {
		let close = |session| Call::<Test>::close_session { session };
		let id = open(ALICE, MIN_CAP);
		for unknown in [id + 1, u64::MAX] {
			refused(close(unknown), alice(), SessionNotFound::<Test>);
		}
		for who in [BOB, GATEWAY] {
			refused(close(id), RuntimeOrigin::signed(who), NotSessionOwner::<Test>);
		}
		assert_ok!(dispatch(close(id), alice()));
		// It is ending already: until the grace is over there is nothing more to do.
		refused(close(id), alice(), SettlementNotOver::<Test>);
		let until = session(id).settle_until;
		run_to(until);
		refused(close(id), alice(), SettlementNotOver::<Test>);
		run_to(until + 1);
		refused(close(id), RuntimeOrigin::signed(BOB), NotSessionOwner::<Test>);
		run_to(until + REAP - 1);
		refused(close(id), RuntimeOrigin::signed(BOB), NotSessionOwner::<Test>);
		assert_ok!(dispatch(close(id), alice()));
		refused(close(id), alice(), SessionNotFound::<Test>);
	});
}

#[test]
fn setters_should_refuse_what_is_out_of_bounds() {
	ExtBuilder::default().build_and_execute(|| {
		let normal = || RuntimeOrigin::signed(NORMAL);
		for blocks in [0, 599, 14_401, u32::MAX] {
			refused(
				Call::set_settlement_grace { blocks },
				normal(),
				Error::<Test>::GraceOutOfRange,
			);
		}
		for amount in [0, ED - 1, 10 * OROG + 1, u128::MAX] {
			refused(
				Call::set_session_deposit { amount },
				normal(),
				Error::<Test>::DepositOutOfRange,
			);
		}
	});
}

#[test]
fn claim_should_refuse_a_row_in_each_way_it_can_be_bad() {
	use SessionRefusal::*;
	ExtBuilder::default().credits(ALICE, 10_000).build_and_execute(|| {
		let id = open(ALICE, 10_000);
		// Seqs 0 to 9, of which 7 and 9 are deferred; 1,000 are settled.
		assert_ok!(claim(&GATEWAY, &SessionRow { deferred: 0b101, ..row(id, 0, 10, 1_000) }));
		let good = row(id, 10, 2, 100);
		let bad = |change: fn(&mut SessionRow), refusal| {
			let mut row = good.clone();
			change(&mut row);
			row_refused(&row, refusal);
		};
		bad(|row| row.session += 1, NotFound);
		bad(|row| row.session = u64::MAX, NotFound);
		// Replayed, out of order, over the bound.
		bad(|row| row.from_seq = 0, WrongSeq);
		bad(|row| row.from_seq = 9, WrongSeq);
		bad(|row| row.from_seq = 11, WrongSeq);
		bad(|row| row.from_seq = u32::MAX, WrongSeq);
		bad(|row| row.count = u32::MAX, WrongSeq);
		bad(|row| row.count = u32::MAX - 8, WrongSeq);
		// Void, deferred and late seqs that are not there.
		bad(|row| row.void = 3, BadBitmap);
		bad(|row| row.void = u32::MAX, BadBitmap);
		bad(|row| row.deferred = 0b1000, BadBitmap);
		bad(|row| row.deferred = 1 << 63, BadBitmap);
		bad(|row| row.deferred = u64::MAX, BadBitmap);
		bad(|row| (row.void, row.deferred) = (1, 0b11), BadBitmap);
		bad(|row| row.late = 3, BadBitmap);
		bad(|row| row.late = u32::MAX, BadBitmap);
		bad(|row| (row.late, row.deferred) = (2, 0b100), BadBitmap);
		// More than the session holds.
		bad(|row| row.cuc = 9_001, Exhausted);
		bad(|row| row.cuc = Cuc::MAX, Exhausted);
		// Nothing, or an amount for nothing.
		bad(|row| (row.count, row.cuc) = (0, 0), Empty);
		bad(|row| row.void = 2, Empty);
		bad(|row| row.deferred = 0b11, Empty);
		// Another gateway's, and too late by a block.
		let before = root();
		assert_eq!(claim(&OTHER_GATEWAY, &good), Err(OtherGateway));
		assert_eq!(root(), before);
		run_to(session(id).settle_until + 1);
		row_refused(&good, Expired);
		assert_ok!(dispatch(Call::close_session { session: id }, alice()));
		row_refused(&good, NotFound);
	});
}

#[test]
fn claim_should_take_the_last_block_of_the_grace_and_all_that_is_left() {
	ExtBuilder::default().credits(ALICE, 10_000).build_and_execute(|| {
		let id = open(ALICE, 10_000);
		run_to(session(id).settle_until);
		assert_eq!(claim(&GATEWAY, &row(id, 0, u32::MAX, 10_000)), Ok(u32::MAX));
		// The seqs are used up.
		row_refused(&row(id, u32::MAX, 1, 0), SessionRefusal::WrongSeq);
		row_refused(&row(id, 0, 1, 0), SessionRefusal::WrongSeq);
	});
}

#[test]
fn a_gateway_should_not_win_the_race_against_a_close() {
	ExtBuilder::default().credits(ALICE, 20_000).build_and_execute(|| {
		let id = open(ALICE, 10_000);
		assert_ok!(dispatch(Call::close_session { session: id }, alice()));
		let until = session(id).settle_until;
		assert_eq!(until, 1 + GRACE);
		// What was served before is settled within the grace.
		run_to(until);
		assert_ok!(claim(&GATEWAY, &row(id, 0, 1, 1_000)));
		run_to(until + 1);
		row_refused(&row(id, 1, 1, 1_000), SessionRefusal::Expired);
		// Both in one block: whoever comes first.
		assert_ok!(dispatch(Call::close_session { session: id }, alice()));
		row_refused(&row(id, 1, 1, 1_000), SessionRefusal::NotFound);
		assert_eq!(Credits::live_lots(&ALICE).iter().map(|lot| lot.amount).sum::<Cuc>(), 19_000);
	});
}
