//! The council decides, the timelock waits, anyone executes; pauses stop no exit.

use super::common::*;
use crate::{
	Authors, Runtime, RuntimeCall, RuntimeEvent, SafeMode, System,
	configs::governance::{CouncilQuorum, NEVER_PAUSED, NeverPaused},
	genesis_config_presets::{COUNCIL, DEVELOPMENT, pot_accounts},
};
use codec::Encode;
use frame_support::{
	assert_ok,
	instances::Instance1,
	traits::{GetCallMetadata, tokens::fungible::NativeOrWithId},
	weights::Weight,
};
use orogen_primitives_core::{DAYS, OROG};
use pallet_timelock::Track;
use sp_keyring::Sr25519Keyring;
use sp_runtime::traits::{BlakeTwo256, Hash};

pub(super) type CouncilCall = pallet_collective::Call<Runtime, Instance1>;

/// Seven seats propose `motion`, `yes` of them agree, and it is closed.
pub(super) fn decide(motion: RuntimeCall, yes: usize) {
	let hash = BlakeTwo256::hash_of(&motion);
	let length = u32::try_from(motion.encoded_size()).unwrap();
	let index = pallet_collective::ProposalCount::<Runtime, Instance1>::get();
	let propose = CouncilCall::propose {
		threshold: u32::try_from(yes).unwrap(),
		proposal: Box::new(motion),
		length_bound: length,
	};
	assert_ok!(send(COUNCIL[0], RuntimeCall::Council(propose)).unwrap());
	for seat in COUNCIL.iter().take(yes) {
		let vote = CouncilCall::vote { proposal: hash, index, approve: true };
		assert_ok!(send(*seat, RuntimeCall::Council(vote)).unwrap());
	}
	let close = CouncilCall::close {
		proposal_hash: hash,
		index,
		proposal_weight_bound: Weight::from_parts(10_000_000_000, 1_000_000),
		length_bound: length,
	};
	assert_ok!(send(COUNCIL[0], RuntimeCall::Council(close)).unwrap());
}

pub(super) fn queue(track: Track, call: RuntimeCall) -> RuntimeCall {
	RuntimeCall::Timelock(pallet_timelock::Call::queue { track, call: Box::new(call) })
}

pub(super) fn execute(id: u32) -> RuntimeCall {
	RuntimeCall::Timelock(pallet_timelock::Call::execute {
		id,
		max_weight: Weight::from_parts(10_000_000_000, 1_000_000),
	})
}

pub(super) fn queued() -> u32 {
	pallet_timelock::Queue::<Runtime>::count()
}

#[test]
fn five_of_seven_should_spend_from_the_treasury_after_the_delay() {
	preset(DEVELOPMENT).execute_with(|| {
		let treasury = pot_accounts()[1].clone();
		let two = Sr25519Keyring::Two.to_account_id();
		begin_block();
		assert_ok!(
			send(
				Sr25519Keyring::Bob,
				RuntimeCall::Balances(pallet_balances::Call::transfer_keep_alive {
					dest: treasury.clone().into(),
					value: 10 * OROG,
				})
			)
			.unwrap()
		);
		let spend = RuntimeCall::Treasury(pallet_treasury::Call::spend {
			asset_kind: Box::new(NativeOrWithId::Native),
			amount: OROG,
			beneficiary: Box::new(two.clone()),
			valid_from: None,
		});
		decide(queue(Track::Normal, spend), 5);
		assert_eq!(queued(), 1);
		assert!(send(Sr25519Keyring::Two, execute(0)).unwrap().is_err(), "the delay is not over");
		end_block();
		run_blocks(2);

		begin_block();
		let before = balance(&two);
		assert_ok!(send(Sr25519Keyring::Bob, execute(0)).unwrap());
		assert_ok!(
			send(
				Sr25519Keyring::Bob,
				RuntimeCall::Treasury(pallet_treasury::Call::payout { index: 0 })
			)
			.unwrap()
		);
		assert_eq!(balance(&two) - before, OROG);
		end_block();
		try_state();
	});
}

#[test]
fn a_motion_should_change_nothing_when_its_quorum_is_not_met() {
	preset(DEVELOPMENT).execute_with(|| {
		let remove = || {
			RuntimeCall::Council(CouncilCall::set_members {
				new_members: vec![],
				prime: None,
				old_count: 7,
			})
		};
		for (track, yes) in
			[(Track::Normal, 4), (Track::Fast, 4), (Track::Upgrade, 4), (Track::Guard, 2)]
		{
			begin_block();
			decide(queue(track, remove()), yes);
			assert_eq!(queued(), 0, "{track:?}");
			end_block();
		}
	});
}

#[test]
fn a_motion_should_reach_nothing_but_the_timelock() {
	preset(DEVELOPMENT).execute_with(|| {
		begin_block();
		let author = Sr25519Keyring::Alice.to_account_id();
		let direct = RuntimeCall::Authors(pallet_authors::Call::remove_author { who: author });
		decide(direct, 7);
		let bad_origin = sp_runtime::DispatchError::BadOrigin;
		assert!(System::events().iter().any(|record| matches!(
			&record.event,
			RuntimeEvent::Council(pallet_collective::Event::Executed { result: Err(error), .. })
				if *error == bad_origin
		)));
		assert_eq!(Authors::authors().len(), 1);
	});
}

#[test]
fn quorums_should_count_filled_seats_and_never_fall_below_three() {
	for (track, seats, least) in [
		(Track::Normal, 7, 5),
		(Track::Normal, 6, 5),
		(Track::Normal, 5, 4),
		(Track::Normal, 4, 3),
		(Track::Normal, 3, 3),
		(Track::Fast, 7, 5),
		(Track::Upgrade, 7, 5),
		(Track::Guard, 7, 3),
		(Track::Guard, 4, 3),
	] {
		assert!(CouncilQuorum::is_met(track, least, seats), "{track:?} {least} of {seats}");
		assert!(!CouncilQuorum::is_met(track, least - 1, seats), "{track:?} {least} of {seats}");
	}
	// Two seats that are left decide nothing.
	assert!(!CouncilQuorum::is_met(Track::Normal, 2, 2));
	assert!(!CouncilQuorum::is_met(Track::Guard, 1, 1));
}

#[test]
fn an_upgrade_should_be_authorised_by_the_upgrade_track_only() {
	preset(DEVELOPMENT).execute_with(|| {
		let authorise = || {
			RuntimeCall::Timelock(pallet_timelock::Call::authorize_upgrade {
				code_hash: sp_core::H256::repeat_byte(7),
			})
		};
		begin_block();
		for track in [Track::Normal, Track::Fast, Track::Guard] {
			decide(queue(track, authorise()), 7);
			assert_eq!(queued(), 0, "{track:?}");
		}
		decide(queue(Track::Upgrade, authorise()), 5);
		end_block();
		run_blocks(2);
		begin_block();
		assert_ok!(send(Sr25519Keyring::Two, execute(0)).unwrap());
		assert!(System::authorized_upgrade().is_some());
	});
}

#[test]
fn safe_mode_should_stop_transfers_but_no_governance_and_end_by_itself() {
	preset(DEVELOPMENT).execute_with(|| {
		let transfer = || {
			RuntimeCall::Balances(pallet_balances::Call::transfer_keep_alive {
				dest: Sr25519Keyring::Bob.to_account_id().into(),
				value: OROG,
			})
		};
		begin_block();
		decide(
			queue(Track::Fast, RuntimeCall::SafeMode(pallet_safe_mode::Call::force_enter {})),
			5,
		);
		end_block();
		run_blocks(2);
		begin_block();
		assert_ok!(send(Sr25519Keyring::Two, execute(0)).unwrap());
		assert!(SafeMode::is_entered());

		assert!(send(Sr25519Keyring::Two, transfer()).unwrap().is_err());
		// Inside a wrapper as well: the batch stops at the call.
		let batch =
			RuntimeCall::Utility(pallet_utility::Call::batch_all { calls: vec![transfer()] });
		assert!(send(Sr25519Keyring::Two, batch).unwrap().is_err());
		// A transfer is no decision that the timelock could carry past the filter.
		decide(queue(Track::Normal, transfer()), 7);
		assert_eq!(queued(), 0);
		// Governance goes on.
		decide(queue(Track::Fast, RuntimeCall::SafeMode(pallet_safe_mode::Call::force_exit {})), 5);
		assert_eq!(queued(), 1);
		end_block();

		// And it ends after a day by itself.
		let until = pallet_safe_mode::EnteredUntil::<Runtime>::get().unwrap();
		assert_eq!(until - System::block_number(), DAYS);
		System::set_block_number(until + 1);
		begin_block();
		assert!(!SafeMode::is_entered());
		assert_ok!(send(Sr25519Keyring::Two, transfer()).unwrap());
	});
}

#[test]
fn never_paused_calls_should_exist_and_be_unpausable() {
	let pallets = RuntimeCall::get_module_names();
	for (pallet, calls) in NEVER_PAUSED {
		assert!(pallets.contains(pallet), "no pallet {pallet}");
		let names = RuntimeCall::get_call_names(pallet);
		for call in *calls {
			assert!(names.contains(call), "no call {pallet}.{call}");
		}
		for call in names.iter().filter(|call| calls.is_empty() || calls.contains(call)) {
			let name = (
				pallet.as_bytes().to_vec().try_into().unwrap(),
				call.as_bytes().to_vec().try_into().unwrap(),
			);
			sp_io::TestExternalities::default().execute_with(|| {
				assert!(
					crate::TxPause::ensure_can_pause(&name).is_err(),
					"{pallet}.{call} can be paused"
				);
			});
		}
	}
	// Exits, verdicts and settlement of SPEC §11.
	for (pallet, call) in [
		("OperatorStake", "deregister"),
		("OperatorStake", "withdraw"),
		("Receipts", "submit_batch"),
		("Receipts", "withdraw_gateway"),
		("Receipts", "forfeit_row"),
		("Receipts", "claim_refund"),
		("Credits", "close_session"),
		("Bme", "payout"),
		("OperatorStake", "bond_more"),
		("OperatorStake", "change_tier"),
		("OperatorStake", "rotate_hotkey"),
		("OperatorStake", "heartbeat"),
		("Receipts", "bond_more"),
		("Receipts", "deregister_gateway"),
		("Session", "set_keys"),
		("Vesting", "vest"),
		("OracleTwap", "feed"),
		("OracleTwap", "withdraw"),
		("Timelock", "execute"),
		("Council", "vote"),
		("Timestamp", "set"),
		("System", "apply_authorized_upgrade"),
	] {
		assert!(NeverPaused::names(pallet, call), "{pallet}.{call}");
	}
	assert!(!NeverPaused::names("Balances", "transfer_keep_alive"));
	assert!(!NeverPaused::names("Bme", "burn"));
}

#[test]
fn a_failed_migration_should_pause_the_chain_and_not_end_it() {
	use crate::configs::governance::PauseOnFailedMigration;
	use frame_support::migrations::{FailedMigrationHandler, FailedMigrationHandling};
	preset(DEVELOPMENT).execute_with(|| {
		run_blocks(1);
		assert!(matches!(
			PauseOnFailedMigration::failed(Some(0)),
			FailedMigrationHandling::ForceUnstuck
		));
		assert!(SafeMode::is_entered());
		let until = pallet_safe_mode::EnteredUntil::<Runtime>::get().unwrap();
		assert_eq!(until - System::block_number(), DAYS);
	});
}
