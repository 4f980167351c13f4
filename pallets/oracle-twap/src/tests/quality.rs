use crate::{
	mock::*,
	types::{Minute, Quality, Tally},
	*,
};
use frame_support::{assert_noop, assert_ok};
use orogen_primitives_core::day_of;

/// Judged and bad samples.
fn quality(who: u64) -> (u32, u32) {
	let view = Oracle::member(who).unwrap();
	(view.judged, view.bad)
}

/// Everybody feeds source 0 at `cents`, the last member at `lie`; one minute passes.
fn minute(cents: u128, lie: u128) {
	for who in [1, 2, 3, 4] {
		feed(who, 0, cents).unwrap();
	}
	feed(5, 0, lie).unwrap();
	next_block(MINUTE);
}

#[test]
fn a_minute_should_be_judged_when_it_is_over_for_everybody() {
	ExtBuilder::default().parameters(|p| p.judged_floor = 100).build_and_execute(|| {
		let number = Minute::of(START);
		minute(100, 103);
		for _ in 0..7 {
			minute(100, 100);
			assert_eq!(quality(5), (0, 0));
		}
		events();
		// The eighth minute after takes the place.
		feed(1, 0, 100).unwrap();
		assert_eq!((quality(1), quality(5)), ((1, 0), (1, 1)));
		assert!(events().contains(&Event::SampleJudgedBad {
			member: MemberId(4),
			source: 0,
			minute: number
		}));
	});
}

#[test]
fn a_sample_should_be_judged_in_its_minute_however_late_it_comes() {
	ExtBuilder::default().parameters(|p| p.judged_floor = 100).build_and_execute(|| {
		for who in [1, 2, 3, 4] {
			feed(who, 0, 100).unwrap();
		}
		next_block(5 * MINUTE);
		let late = Oracle::feed(RuntimeOrigin::signed(5), 0, usd(103), START + 1);
		assert_ok!(late);
		next_block(3 * MINUTE);
		feed(1, 0, 100).unwrap();
		assert_eq!((quality(4), quality(5)), ((1, 0), (1, 1)));
	});
}

#[test]
fn a_bad_sample_should_not_hide_behind_a_good_one() {
	ExtBuilder::default().parameters(|p| p.judged_floor = 100).build_and_execute(|| {
		feed(5, 0, 150).unwrap();
		next_block(6_000);
		for who in EVERYBODY {
			feed(who, 0, 100).unwrap();
		}
		next_block(8 * MINUTE);
		feed(1, 0, 100).unwrap();
		assert_eq!((quality(4), quality(5)), ((1, 0), (1, 1)));
	});
}

#[test]
fn a_sample_should_not_be_judged_by_fewer_than_three_others() {
	ExtBuilder::default().members(&[(1, STAKE), (2, STAKE), (3, STAKE)]).build_and_execute(|| {
		for _ in 0..20 {
			feed_all(&[1, 2], [100; 3]);
			feed_all(&[3], [900; 3]);
			next_block(MINUTE);
		}
		assert_eq!(quality(3), (0, 0));
	});
}

#[test]
fn a_member_with_too_many_bad_samples_should_be_ejected() {
	ExtBuilder::default().build_and_execute(|| {
		// One in five is bad, which is just tolerated.
		for round in 0..20 {
			minute(100, if round % 5 == 4 { 200 } else { 100 });
		}
		assert!(Members::<Test>::contains_key(5));
		assert_eq!(quality(5), (12, 2));
		for _ in 0..8 {
			minute(100, 200);
		}
		assert_eq!(quality(5), (20, 4));
		events();
		// The next one makes five of twenty-one.
		feed(1, 0, 100).unwrap();
		let events = events();
		let until = System::block_number() + 100;
		assert!(events.contains(&Event::UnbondingStarted { who: 5, amount: STAKE, until }));
		let ejected = events
			.iter()
			.find_map(|event| match event {
				Event::MemberEjected { who: 5, judged, bad } => Some((*judged, *bad)),
				_ => None,
			})
			.unwrap();
		assert_eq!(ejected, (21, 5));
		// It is out for good, and its samples too.
		assert_eq!(Oracle::member(5), None);
		assert_noop!(feed(5, 0, 100), Error::<Test>::NotMember);
		next_block(6_000);
		assert_eq!(Oracle::sources()[0].feeders, 4);
	});
}

#[test]
fn nobody_should_be_ejected_before_enough_samples_are_judged() {
	ExtBuilder::default().parameters(|p| p.judged_floor = 10).build_and_execute(|| {
		for _ in 0..17 {
			minute(100, 200);
		}
		assert_eq!(quality(5), (9, 9));
		for who in [1, 2, 3, 4] {
			feed(who, 0, 100).unwrap();
		}
		assert_eq!(Oracle::member(5), None);
	});
}

#[test]
fn who_ejects_itself_should_be_ejected() {
	ExtBuilder::default().parameters(|p| p.judged_floor = 1).build_and_execute(|| {
		minute(100, 200);
		next_block(7 * MINUTE);
		// Its own next sample opens the minute in which the old one is judged.
		assert_ok!(feed(5, 0, 200));
		assert_eq!(Oracle::member(5), None);
		next_block(6_000);
		assert_eq!(Oracle::sources()[0].feeders, 0);
	});
}

#[test]
fn at_most_one_member_should_be_ejected_by_a_minute() {
	ExtBuilder::default()
		.members(&(1..=8).map(|who| (who, STAKE)).collect::<Vec<_>>())
		.parameters(|p| p.judged_floor = 1)
		.build_and_execute(|| {
			let round = |who: &[u64]| {
				for (who, cents) in who.iter().map(|who| (*who, if *who > 6 { 200 } else { 100 })) {
					feed(who, 0, cents).unwrap();
				}
				next_block(MINUTE);
			};
			round(&[1, 2, 3, 4, 5, 6, 7, 8]);
			round(&[1, 2, 3, 4, 5, 6, 7, 8]);
			next_block(6 * MINUTE);
			feed(1, 0, 100).unwrap();
			assert_eq!((Oracle::member(7), quality(8)), (None, (1, 1)));
			next_block(MINUTE);
			feed(1, 0, 100).unwrap();
			assert_eq!(Oracle::member(8), None);
			assert_eq!(Members::<Test>::count(), 6);
		});
}

#[test]
fn a_former_member_should_not_be_judged() {
	ExtBuilder::default().build_and_execute(|| {
		minute(100, 200);
		assert_ok!(Oracle::leave(RuntimeOrigin::signed(5)));
		next_block(7 * MINUTE);
		feed(1, 0, 100).unwrap();
		assert_eq!(quality(1), (1, 0));
	});
}

#[test]
fn quality_should_forget_after_thirty_days() {
	let mut quality = Quality::new(MemberId(0));
	let today = day_of(START);
	quality.note(today, true);
	quality.note(today, false);
	quality.note(today + 1, true);
	assert_eq!(quality.sums(), (3, 2));
	quality.note(today + 29, false);
	assert_eq!(quality.sums(), (4, 2));
	quality.note(today + 30, false);
	assert_eq!(quality.sums(), (3, 1));
	quality.note(today + 31, false);
	assert_eq!(quality.sums(), (3, 0));
	// A long silence empties it.
	quality.note(today + 1_000, true);
	assert_eq!(quality.sums(), (1, 1));
	// Many samples of one day clamp instead of wrapping.
	for tally in &mut quality.days {
		*tally = Tally { judged: u16::MAX, bad: u16::MAX };
	}
	quality.note(today + 1_000, true);
	assert_eq!(quality.sums(), (30 * 65_535, 30 * 65_535));
}

#[test]
fn quality_should_be_kept_over_days_of_the_chain() {
	ExtBuilder::default().parameters(|p| p.judged_floor = 100).build_and_execute(|| {
		minute(100, 200);
		next_block(DAY);
		minute(100, 100);
		assert_eq!(quality(5), (0, 0));
		next_block(7 * MINUTE);
		let places = Minutes::<Test>::iter_prefix(0).count();
		assert!(places <= 8, "{places}");
		for _ in 0..9 {
			minute(100, 100);
		}
		assert_eq!(quality(5).1, 1);
	});
}
