//! Heartbeats, their decay and the suspension after twenty misses.

use crate::mock::*;
use frame_support::{assert_noop, assert_ok, dispatch::Pays};
use orogen_primitives_core::{CUC, Hash};
use orogen_primitives_traits::OperatorRefusal;
use sp_runtime::{DispatchError, Perbill};

fn view() -> OperatorViewOf<Test> {
	Pallet::view(&hotkey()).expect("registered")
}

#[test]
fn heartbeat_should_be_free_when_accepted() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		let (capabilities, report) = (Hash::repeat_byte(1), Hash::repeat_byte(2));
		let result = Pallet::heartbeat(signed(hotkey()), 100, capabilities, report);
		assert_eq!(result.map(|info| info.pays_fee), Ok(Pays::No));
		assert_eq!(
			last_event(),
			Event::HeartbeatAccepted {
				hotkey: hotkey(),
				epoch: 100,
				capabilities_summary_hash: capabilities,
				attestation_report_hash: report,
			}
		);
		assert_eq!(view().last_heartbeat, Some(100));
	});
}

#[test]
fn heartbeat_should_refuse_when_not_due() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(beat(&hotkey()), Error::OperatorNotFound);
		register_prosumer();
		let send = |origin, epoch| {
			Pallet::heartbeat(origin, epoch, Default::default(), Default::default())
		};
		assert_noop!(send(signed(hotkey()), 99), Error::WrongEpoch);
		assert_noop!(send(signed(hotkey()), 101), Error::WrongEpoch);
		assert_noop!(send(signed(coldkey()), 100), Error::OperatorNotFound);
		assert_noop!(send(RuntimeOrigin::root(), 100), DispatchError::BadOrigin);
		assert_noop!(send(RuntimeOrigin::none(), 100), DispatchError::BadOrigin);
		assert_ok!(send(signed(hotkey()), 100));
		assert_noop!(send(signed(hotkey()), 100), Error::HeartbeatAlreadyExists);
		next_epoch(false);
		assert_ok!(send(signed(hotkey()), 101));
		assert_ok!(Pallet::force_ban(normal(), coldkey(), id()));
		next_epoch(false);
		assert_noop!(send(signed(hotkey()), 102), Error::OperatorBanned);
	});
}

#[test]
fn emission_share_should_fall_by_ten_points_a_miss_down_to_half() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		// The first duty is that of the epoch after registration.
		for (missed, percent) in
			[(0, 100), (0, 100), (1, 90), (2, 80), (3, 70), (4, 60), (5, 50), (6, 50)]
		{
			let view = view();
			let share = Perbill::from_percent(percent);
			assert_eq!((view.missed_heartbeats, view.emission_share), (missed, share));
			assert_eq!(admit(&row(CUC)).map(|admission| admission.emission_share), Ok(share));
			next_epoch(false);
		}
		// Seven misses cost no more than five. The first heartbeat ends the loss, each further one
		// brings back ten points, none all.
		assert_eq!(view().missed_heartbeats, 7);
		for percent in [50, 60, 70, 80, 90, 100, 100] {
			assert_ok!(beat(&hotkey()));
			let share = Perbill::from_percent(percent);
			assert_eq!((view().missed_heartbeats, view().emission_share), (0, share));
			assert_eq!(admit(&row(CUC)).map(|admission| admission.emission_share), Ok(share));
			next_epoch(false);
			assert_eq!(view().emission_share, share);
		}
		// Nothing is lost by the misses but emission.
		assert_eq!(view().stake, 25 * orogen_primitives_core::OROG);
	});
}

#[test]
fn missing_every_second_heartbeat_should_cost_half_of_the_emission() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		next_epoch(false);
		// As it is right after each heartbeat, when it would settle.
		for percent in [100, 90, 80, 70, 60, 50, 50, 50] {
			assert_ok!(beat(&hotkey()));
			assert_eq!(view().emission_share, Perbill::from_percent(percent));
			pass_epochs(2);
		}
	});
}

#[test]
fn one_miss_should_be_made_good_by_the_second_heartbeat_after_it() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		pass_epochs(2);
		for percent in [90, 100, 100] {
			assert_ok!(beat(&hotkey()));
			assert_eq!(view().emission_share, Perbill::from_percent(percent));
			next_epoch(false);
		}
	});
}

#[test]
fn twenty_misses_should_suspend_until_the_next_heartbeat() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		pass_epochs(20);
		assert_eq!((view().missed_heartbeats, view().suspension), (19, None));
		assert_eq!(Pallet::counts().serving, 1);
		pass_epochs(1);
		assert_eq!(
			(view().missed_heartbeats, view().suspension),
			(20, Some(SuspensionReason::MissedHeartbeats))
		);
		assert_eq!(
			Pallet::counts(),
			OperatorCounts { registered: 1, serving: 0, unbonding: 0, banned: 0 }
		);
		// It was active within the last two epochs: what it served can be settled, at half the pay.
		let admission = admit(&row(CUC)).unwrap();
		assert_eq!(admission.emission_share, Perbill::from_percent(50));
		next_epoch(true);
		assert_ok!(admit(&row(CUC)));
		pass_epochs(1);
		assert_eq!(admit(&row(CUC)), Err(OperatorRefusal::NotActive));
		pass_epochs(200);
		assert_eq!(admit(&row(CUC)), Err(OperatorRefusal::NotActive));
		assert_ok!(beat(&hotkey()));
		assert_eq!((view().missed_heartbeats, view().suspension), (0, None));
		let half = Perbill::from_percent(50);
		assert_eq!(admit(&row(CUC)).map(|admission| admission.emission_share), Ok(half));
		pass_epochs(1);
		assert_ok!(beat(&hotkey()));
		assert_eq!(view().emission_share, Perbill::from_percent(60));
		// What is lost and missed anew adds up.
		pass_epochs(2);
		assert_eq!(view().emission_share, half);
		assert_ok!(beat(&hotkey()));
		assert_eq!(view().emission_share, half);
	});
}

#[test]
fn void_epochs_should_bring_no_duty() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		assert_ok!(beat(&hotkey()));
		next_epoch(false); // the heartbeat's own epoch
		(0..50).for_each(|_| next_epoch(true));
		assert_eq!(view().missed_heartbeats, 0);
		next_epoch(false);
		assert_eq!(view().missed_heartbeats, 1);
		// A heartbeat in an epoch that turns out void covers the next one too.
		assert_ok!(beat(&hotkey()));
		next_epoch(true);
		next_epoch(false);
		assert_eq!(view().missed_heartbeats, 0);
		next_epoch(false);
		assert_eq!(view().missed_heartbeats, 1);
		assert_eq!(DutyEpochs::<Test>::get(), 4);
	});
}

#[test]
fn heartbeats_should_go_on_while_suspended_or_leaving() {
	ExtBuilder::default().build_and_execute(|| {
		register_prosumer();
		assert_ok!(Pallet::force_suspend(fast(), id()));
		assert_ok!(beat(&hotkey()));
		// A heartbeat does not end governance's suspension.
		assert_eq!(view().suspension, Some(SuspensionReason::Governance));
		assert_ok!(Pallet::deregister(signed(coldkey()), hotkey()));
		next_epoch(false);
		assert_ok!(beat(&hotkey()));
	});
}
