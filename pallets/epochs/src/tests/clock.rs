use crate::{
	CurrentEpoch, EndedEpochs, Epoch, EpochDuration, EpochRecord, Event, HISTORY, WeightInfo,
	impls::epochs_per_year, mock::*,
};
use frame_support::traits::Get;
use orogen_primitives_traits::{EndedEpoch, EpochClock};

#[test]
fn genesis_should_start_the_clock_at_the_first_session() {
	ExtBuilder { slots_per_epoch: 50, first_session: 7 }.build_and_execute(|| {
		assert_eq!(Epochs::current(), 7);
		assert_eq!(Epochs::genesis(), 7);
		assert_eq!(CurrentEpoch::<Test>::get(), Epoch { index: 7, first_block: 1 });
		assert_eq!(EpochDuration::<Test>::get(), 50);
	});
}

#[test]
#[should_panic(expected = "an epoch needs at least two slots")]
fn genesis_should_panic_when_an_epoch_has_one_slot() {
	ExtBuilder { slots_per_epoch: 1, first_session: 0 }.build();
}

#[test]
fn epoch_duration_should_be_that_of_launch_when_genesis_says_nothing() {
	sp_io::TestExternalities::default()
		.execute_with(|| assert_eq!(EpochDuration::<Test>::get(), 720));
}

#[test]
fn on_initialize_should_change_nothing_when_the_session_goes_on() {
	ExtBuilder::default().build_and_execute(|| {
		let before = CurrentEpoch::<Test>::get();
		assert_eq!(make_blocks(9), <() as WeightInfo>::on_initialize_same_epoch());
		assert_eq!(CurrentEpoch::<Test>::get(), before);
		assert_eq!(System::event_count(), 0);
		assert!(Told::get().is_empty());
	});
}

#[test]
fn on_initialize_should_close_the_epoch_when_the_session_changes() {
	ExtBuilder::default().build_and_execute(|| {
		make_blocks(9);
		let weight = next_session();

		let ended = EndedEpoch { index: 0, blocks: 9, void: false };
		// The handler already sees the new epoch.
		assert_eq!(Told::get(), vec![(ended, 1)]);
		assert_eq!(CurrentEpoch::<Test>::get(), Epoch { index: 1, first_block: 10 });
		assert_eq!(EndedEpochs::<Test>::get(0), Some(EpochRecord { blocks: 9, void: false }));
		System::assert_last_event(
			Event::NewEpoch { index: 1, ended_blocks: 9, ended_void: false }.into(),
		);
		assert_eq!(weight, <() as WeightInfo>::on_initialize_new_epoch() + HANDLER_WEIGHT);
	});
}

#[test]
fn an_epoch_should_be_void_when_fewer_than_half_of_its_slots_brought_a_block() {
	for (slots, blocks, void) in [
		(10, 10, false),
		(10, 5, false),
		(10, 4, true),
		(11, 6, false),
		(11, 5, true),
		(10, 1, true),
	] {
		ExtBuilder { slots_per_epoch: slots, first_session: 3 }.build_and_execute(|| {
			make_blocks(blocks);
			next_session();
			assert_eq!(Told::get()[0].0, EndedEpoch { index: 3, blocks, void });
			assert_eq!(Epochs::is_void(3), void, "{blocks} of {slots}");
		});
	}
}

#[test]
fn is_void_should_be_false_when_the_epoch_is_running_or_unknown() {
	ExtBuilder::default().build_and_execute(|| {
		make_blocks(1);
		next_session();
		assert!(Epochs::is_void(0));
		assert!(!Epochs::is_void(1));
		assert!(!Epochs::is_void(99));
	});
}

#[test]
fn ended_epochs_should_be_forgotten_when_they_are_old() {
	ExtBuilder::default().build_and_execute(|| {
		make_blocks(1);
		for _ in 0..HISTORY + 5 {
			next_session();
		}
		assert_eq!(Epochs::current(), HISTORY + 5);
		assert_eq!(EndedEpochs::<Test>::iter().count(), HISTORY as usize);
		assert!(!EndedEpochs::<Test>::contains_key(4));
		assert!(EndedEpochs::<Test>::contains_key(5));
		assert!(!Epochs::is_void(0), "too old to be remembered");
	});
}

#[test]
fn views_should_show_the_clock() {
	ExtBuilder::default().build_and_execute(|| {
		make_blocks(6);
		next_session();
		assert_eq!(Epochs::epoch(), Epoch { index: 1, first_block: 7 });
		assert_eq!(Epochs::ended_epoch(0), Some(EpochRecord { blocks: 6, void: false }));
		assert_eq!(Epochs::ended_epoch(1), None);
	});
}

#[test]
fn epochs_per_year_should_round() {
	for (slots, epochs) in [
		(720, 7_305),
		(50, 105_192),
		(20, 262_980),
		(5_259_600, 1),
		(7_000_000, 1),
		(0, 1),
		(719, 7_315),
	] {
		assert_eq!(epochs_per_year(slots), epochs, "{slots} slots");
	}
	ExtBuilder { slots_per_epoch: 720, first_session: 0 }
		.build_and_execute(|| assert_eq!(Epochs::epochs_per_year(), 7_305));
}
