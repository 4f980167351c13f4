//! While so many epochs are open that nothing can be settled, no settlement grace runs (SPEC §5).

use super::common::*;
use crate::{
	Bme, Credits, Epochs, Runtime, RuntimeOrigin, System, genesis_config_presets::DEVELOPMENT,
	views,
};
use frame_support::{assert_noop, assert_ok};
use orogen_primitives_core::{CUC, OROG, SLOT_DURATION_MS};
use orogen_primitives_receipts::SessionKey;
use orogen_primitives_traits::{EpochClock, EpochFinality, WorkLedger};
use sp_keyring::Sr25519Keyring::{Bob, Ferdie};

#[test]
fn a_session_should_keep_its_grace_while_nothing_can_be_settled() {
	preset(DEVELOPMENT).execute_with(|| {
		run_blocks(1);
		begin_block();
		let stake = 2_000 * OROG;
		ok(Bob, pallet_receipts::Call::register_gateway { stake, min_session_cap: CUC });
		let beneficiary = Ferdie.to_account_id();
		ok(Ferdie, pallet_bme::Call::burn { orog: 100 * OROG, beneficiary, min_cuc: 0 });
		ok(
			Ferdie,
			pallet_credits::Call::open_session {
				gateway: Bob.to_account_id(),
				key: SessionKey::Sr25519([7; 32].into()),
				cap: CUC,
				expires_at: (slot() + 1) * SLOT_DURATION_MS,
				ack_window: None,
				models: Default::default(),
			},
		);
		end_block();
		let end = || views::session(0).expect("open").settle_until;
		let stored = end();
		run_blocks(stored - System::block_number() - 5);

		// 140 epochs pass at once, of which a block closes one.
		pallet_session::CurrentIndex::<Runtime>::mutate(|index| *index += 140);
		let settle = || <Bme as WorkLedger<_>>::accrue(0, vec![]);
		let close = || Credits::close_session(RuntimeOrigin::signed(Ferdie.to_account_id()), 0);
		let mut lost = 0;
		loop {
			begin_block();
			let open = Epochs::current() - <Bme as EpochFinality>::first_open();
			if open < 126 {
				break;
			}
			lost += 1;
			assert_noop!(settle(), pallet_bme::Error::<Runtime>::TooManyOpenEpochs);
			assert!(!Credits::is_burned(0, 0));
			assert_noop!(close(), pallet_credits::Error::<Runtime>::SettlementNotOver);
			end_block();
		}
		assert!(lost > 10 && System::block_number() > stored, "{lost} blocks");
		assert_ok!(settle());
		assert_eq!(end(), stored + lost);
		end_block();

		run_blocks(end() - System::block_number());
		assert!(!Credits::is_burned(0, 0));
		begin_block();
		assert!(Credits::is_burned(0, 0));
		assert_ok!(close());
		Credits::do_try_state().unwrap();
	});
}
