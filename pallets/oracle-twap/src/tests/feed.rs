use crate::{mock::*, types::Checkpoint, *};
use frame_support::{
	assert_err, assert_noop, assert_ok,
	dispatch::{DispatchInfo, GetDispatchInfo},
};
use sp_runtime::traits::BadOrigin;

fn feed_at(
	who: u64,
	source: SourceId,
	price: Price,
	timestamp: Moment,
) -> DispatchResultWithPostInfo {
	Oracle::feed(RuntimeOrigin::signed(who), source, price, timestamp)
}

#[test]
fn feed_should_take_effect_in_the_next_block() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(feed(1, 0, 100));
		assert_eq!(events(), [Event::Fed { who: 1, source: 0, price: usd(100), timestamp: START }]);
		let unfed = SourceView { source: 0, value: None, twap: None, newest: None, feeders: 0 };
		assert_eq!(Oracle::sources()[0], unfed);
		next_block(6_000);
		let fed = SourceView {
			source: 0,
			value: Some(usd(100)),
			twap: Some(usd(100)),
			newest: Some(START),
			feeders: 1,
		};
		assert_eq!(Oracle::sources()[0], fed);
		// A second sample waits too, and the first one counts meanwhile.
		assert_ok!(feed(1, 0, 200));
		assert_eq!(Oracle::sources()[0], fed);
		next_block(6_000);
		assert_eq!(Oracle::sources()[0].value, Some(usd(200)));
		assert_eq!(Oracle::sources()[0].twap, Some(usd(150)));
	});
}

#[test]
fn feed_should_be_free_once_a_block_for_each_source() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(feed(1, 0, 100).unwrap().pays_fee, Pays::No);
		assert_eq!(feed(1, 1, 100).unwrap().pays_fee, Pays::No);
		assert_eq!(feed(2, 0, 100).unwrap().pays_fee, Pays::No);
		assert_eq!(feed_at(1, 0, usd(101), START + 1).unwrap().pays_fee, Pays::Yes);
		// A refused one pays what was charged before.
		assert_eq!(feed(1, 0, 100).unwrap_err().post_info.pays_fee, Pays::Yes);
		next_block(6_000);
		assert_eq!(Oracle::sources()[0].feeders, 2);
		assert_eq!(feed(1, 0, 100).unwrap().pays_fee, Pays::No);
		let call: RuntimeCall = Call::feed { source: 0, price: usd(1), timestamp: 0 }.into();
		let DispatchInfo { pays_fee, .. } = call.get_dispatch_info();
		assert_eq!(pays_fee, Pays::Yes, "the fee is charged before the call");
	});
}

#[test]
fn feed_should_fail_when_the_sample_is_unacceptable() {
	ExtBuilder::default().members(&[(1, STAKE), (2, 0)]).build_and_execute(|| {
		let now = START;
		let refused = |source, price: u128, timestamp, error: Error<Test>| {
			assert_noop!(feed_at(1, source, Price::from_inner(price), timestamp), error);
		};
		assert_noop!(feed_at(STRANGER, 0, usd(1), now), Error::<Test>::NotMember);
		assert_noop!(feed_at(2, 0, usd(1), now), Error::<Test>::StakeTooLow);
		assert_noop!(Oracle::feed(RuntimeOrigin::root(), 0, usd(1), now), BadOrigin);
		assert_noop!(Oracle::feed(RuntimeOrigin::none(), 0, usd(1), now), BadOrigin);
		let (least, most) = (1_000_000_000, 10_u128.pow(24));
		for source in [3, 4, u8::MAX] {
			refused(source, least, now, Error::UnknownSource);
		}
		for price in [0, 1, least - 1, most + 1, u128::MAX] {
			refused(0, price, now, Error::PriceOutOfBounds);
		}
		for timestamp in [now + 10_001, Moment::MAX] {
			refused(0, least, timestamp, Error::SampleFromFuture);
		}
		for timestamp in [now - 5 * MINUTE - 1, 0] {
			refused(0, least, timestamp, Error::SampleTooOld);
		}
		// At the edges they are accepted, and then nothing that is not newer.
		assert_ok!(feed_at(1, 0, Price::from_inner(least), now - 5 * MINUTE));
		refused(0, least, now - 5 * MINUTE, Error::SampleNotNewer);
		assert_ok!(feed_at(1, 0, Price::from_inner(most), now + 10_000));
		refused(0, least, now + 10_000, Error::SampleNotNewer);
		refused(0, least, now, Error::SampleNotNewer);
		next_block(6_000);
		refused(0, least, now + 10_000, Error::SampleNotNewer);
		// Other sources have a time of their own.
		assert_ok!(feed_at(1, 1, usd(1), now));
		assert_ok!(feed_at(1, 2, usd(1), now));
	});
}

#[test]
fn feed_should_remember_the_last_timestamp_when_the_sample_has_expired() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(feed(1, 0, 100));
		next_block(5 * MINUTE);
		// Not older than the last one, but as old: first the order is checked.
		assert_noop!(feed_at(1, 0, usd(100), START), Error::<Test>::SampleNotNewer);
		assert_ok!(feed_at(1, 0, usd(100), START + 1));
	});
}

#[test]
fn a_sample_should_live_for_five_minutes_to_the_millisecond() {
	ExtBuilder::default().build_and_execute(|| {
		feed(1, 0, 100).unwrap();
		feed_at(1, 1, usd(100), START + 10_000).unwrap();
		next_block(5 * MINUTE);
		assert_eq!(Oracle::sources()[0].value, Some(usd(100)));
		next_block(1);
		assert_eq!(Oracle::sources()[0].value, None);
		assert_eq!(Oracle::sources()[0].newest, Some(START));
		assert_eq!(Oracle::sources()[0].twap, Some(usd(100)), "of the time when it was live");
		assert_eq!(Oracle::sources()[1].value, Some(usd(100)));
		next_block(9_999);
		assert_eq!(Oracle::sources()[1].value, Some(usd(100)));
		next_block(1);
		assert_eq!(Oracle::sources()[1].value, None);
		assert_eq!(Oracle::sources()[2].newest, None);
	});
}

#[test]
fn samples_should_weigh_what_was_staked_when_they_were_fed() {
	ExtBuilder::default().members(&[(1, STAKE), (2, 2 * STAKE)]).build_and_execute(|| {
		feed(1, 0, 100).unwrap();
		feed(2, 0, 300).unwrap();
		next_block(6_000);
		assert_eq!(Oracle::sources()[0].value, Some(usd(300)));
		assert_ok!(Oracle::bond(RuntimeOrigin::signed(1), STAKE));
		assert_eq!(Oracle::sources()[0].value, Some(usd(300)));
		feed(1, 0, 100).unwrap();
		next_block(6_000);
		assert_eq!(Oracle::sources()[0].value, Some(usd(200)));
	});
}

#[test]
fn the_mean_should_follow_samples_that_expire_between_feeds() {
	ExtBuilder::default().build_and_execute(|| {
		// Member 1 sees 1.00 and falls silent; member 2 sees 3.00 two minutes later.
		feed(1, 0, 100).unwrap();
		next_block(2 * MINUTE);
		feed(2, 0, 300).unwrap();
		next_block(4 * MINUTE);
		// 2 min at 1.00, 3 min at 2.00, 1 min at 3.00.
		let expected = usd((2 * 100 + 3 * 200 + 300) / 6 * 100) / 100.into();
		let read = Oracle::sources()[0].twap.unwrap();
		assert_eq!(read.into_inner() / 10_u128.pow(14), 18_333);
		assert!(read >= expected);
		// What was read is what the next feed stores.
		feed(3, 0, 300).unwrap();
		let book = Books::<Test>::get(0);
		assert_eq!(book.live, 6 * MINUTE);
		assert_eq!(
			book.doubled,
			2 * usd(2 * 100 + 3 * 200 + 300).into_inner() * u128::from(MINUTE)
		);
		assert_eq!(Oracle::sources()[0].twap, Some(read));
	});
}

#[test]
fn checkpoints_should_be_apart_and_bounded() {
	ExtBuilder::default().build_and_execute(|| {
		let spacing = WINDOW / 48;
		for _ in 0..2_000 {
			feed(1, 0, 100).unwrap();
			next_block(6_000);
		}
		let ring = Checkpoints::<Test>::get(0);
		assert_eq!(ring.len(), 64);
		assert!(ring.iter().zip(ring.iter().skip(1)).all(|(a, b)| b.at - a.at >= spacing));
		// They span the window and the ring forgets what is older.
		assert!(Clock::get() - ring[0].at > WINDOW);
		assert!(Clock::get() - ring[0].at < WINDOW * 3 / 2);
	});
}

#[test]
fn a_gap_should_have_checkpoints_at_both_ends() {
	ExtBuilder::default().build_and_execute(|| {
		feed(1, 0, 100).unwrap();
		next_block(6_000);
		feed(1, 0, 100).unwrap();
		next_block(10 * MINUTE);
		feed(1, 0, 300).unwrap();
		let ring = Checkpoints::<Test>::get(0);
		let died = START + 6_000 + 5 * MINUTE;
		let live = died - START;
		let doubled = 2 * usd(100).into_inner() * u128::from(live);
		assert_eq!(
			ring.to_vec(),
			[
				Checkpoint { at: START, doubled: 0, live: 0 },
				Checkpoint { at: died, doubled, live },
				Checkpoint { at: START + 6_000 + 10 * MINUTE, doubled, live },
			]
		);
	});
}

#[test]
fn a_gap_right_after_a_checkpoint_should_move_it() {
	ExtBuilder::default().build_and_execute(|| {
		feed(1, 0, 100).unwrap();
		next_block(40_000);
		// A checkpoint, and the sample expires within the least distance of it.
		feed_at(1, 0, usd(100), START + 20_000).unwrap();
		next_block(MINUTE);
		Oracle::leave(RuntimeOrigin::signed(1)).unwrap();
		let marks = Checkpoints::<Test>::get(0);
		assert_eq!(marks.last().unwrap().at, START + 100_000);
		next_block(10_000);
		feed(2, 0, 100).unwrap();
		next_block(10 * MINUTE);
		feed(2, 0, 100).unwrap();
		let ring = Checkpoints::<Test>::get(0);
		assert!(ring.iter().zip(ring.iter().skip(1)).all(|(a, b)| a.at < b.at), "{ring:?}");
		assert_eq!(
			ring.iter().map(|mark| mark.at - START).collect::<Vec<_>>(),
			[0, 40_000, 100_000, 410_000, 710_000]
		);
	});
}

#[test]
fn totals_should_not_overflow_at_the_highest_price() {
	ExtBuilder::default().build_and_execute(|| {
		let most = orogen_primitives_math::oracle::MAX_PRICE;
		feed_at(1, 0, most, START).unwrap();
		next_block(MINUTE);
		// As if 4,000 years had passed like that.
		Books::<Test>::mutate(0, |book| {
			book.live = 4_000 * 365 * DAY;
			book.doubled = 2 * most.into_inner() * u128::from(book.live);
		});
		feed_at(1, 0, most, START + MINUTE).unwrap();
		next_block(MINUTE);
		assert_eq!(Oracle::sources()[0].twap, Some(most));
	});
}

#[test]
fn a_book_should_refuse_totals_that_would_overflow() {
	ExtBuilder::default().build_and_execute(|| {
		feed(1, 0, 100).unwrap();
		next_block(MINUTE);
		Books::<Test>::mutate(0, |book| book.doubled = u128::MAX);
		assert_err!(
			Books::<Test>::get(0).advance(2, Clock::get(), 5 * MINUTE),
			sp_runtime::ArithmeticError::Overflow
		);
		Books::<Test>::mutate(0, |book| book.doubled = 0);
	});
}

#[test]
fn feed_should_bring_a_point_when_it_is_near_what_two_others_say() {
	ExtBuilder::default().build_and_execute(|| {
		Awarded::set(Vec::new());
		// Without others there is no point, nor for samples that do not count yet.
		for who in [1, 2, 3] {
			assert_ok!(feed(who, 0, 10_000));
		}
		assert_eq!(Awarded::get(), []);
		next_block(6_000);
		assert_ok!(feed(1, 0, 10_100));
		assert_ok!(feed(2, 0, 10_101));
		assert_ok!(feed(4, 0, 9_901));
		assert_ok!(feed(5, 0, 9_900));
		assert_ok!(feed(3, 1, 10_000));
		assert_eq!(Awarded::get(), [(1, 0), (4, 0)]);
	});
}

#[test]
fn feed_should_bring_no_point_when_only_the_member_itself_says_so() {
	ExtBuilder::default().build_and_execute(|| {
		Awarded::set(Vec::new());
		assert_ok!(feed(1, 0, 10_000));
		next_block(6_000);
		// Alone, and with one other.
		assert_ok!(feed(1, 0, 10_000));
		assert_ok!(feed(2, 0, 10_000));
		next_block(6_000);
		assert_ok!(feed(1, 0, 10_000));
		assert_eq!(Awarded::get(), []);
		// Its own sample of before does not speak for it either.
		assert_ok!(feed(3, 0, 10_600));
		assert_ok!(feed(2, 0, 10_500));
		next_block(6_000);
		assert_ok!(feed(1, 0, 10_440));
		assert_eq!(Awarded::get(), []);
		assert_ok!(feed(4, 0, 10_500));
		assert_eq!(Awarded::get(), [(4, 0)]);
	});
}

#[test]
fn feed_should_bring_no_point_when_the_others_samples_are_too_old() {
	ExtBuilder::default().build_and_execute(|| {
		Awarded::set(Vec::new());
		assert_ok!(feed(1, 0, 100));
		next_block(6 * MINUTE);
		assert_ok!(feed(2, 0, 100));
		assert_eq!(Awarded::get(), []);
	});
}
