//! Random sequences of blocks and sessions keep the invariants.

use crate::{EndedEpochs, mock::*};
use proptest::prelude::*;

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	#[test]
	fn random_blocks_should_keep_the_invariants(
		slots in 2u64..30,
		epochs in prop::collection::vec(0u32..30, 1..200),
	) {
		ExtBuilder { slots_per_epoch: slots, first_session: 0 }.build().execute_with(|| {
			let mut made = 0;
			for blocks in epochs {
				make_blocks(blocks);
				next_session();
				made += blocks + 1;
				Epochs::do_try_state(System::block_number()).unwrap();
			}
			// Every block is in exactly one epoch; the last one is in the running epoch.
			let told: u32 = Told::get().iter().map(|(ended, _)| ended.blocks).sum();
			assert_eq!(told + 1, made);
			assert!(EndedEpochs::<Test>::iter().count() <= crate::HISTORY as usize);
		});
	}
}

#[test]
fn try_state_should_fail_when_a_record_is_wrong() {
	use crate::{CurrentEpoch, Epoch, EpochRecord};
	ExtBuilder::default().build().execute_with(|| {
		make_blocks(3);
		next_session();
		assert!(Epochs::do_try_state(System::block_number()).is_ok());

		EndedEpochs::<Test>::insert(0, EpochRecord { blocks: 3, void: false });
		assert!(Epochs::do_try_state(System::block_number()).is_err());
		EndedEpochs::<Test>::insert(0, EpochRecord { blocks: 3, void: true });

		EndedEpochs::<Test>::insert(1, EpochRecord { blocks: 3, void: true });
		assert!(Epochs::do_try_state(System::block_number()).is_err());
		EndedEpochs::<Test>::remove(1);

		CurrentEpoch::<Test>::put(Epoch { index: 1, first_block: 9 });
		assert!(Epochs::do_try_state(System::block_number()).is_err());
	});
}
