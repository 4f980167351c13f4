use crate::{WeightInfo, mock::Test, weights::SubstrateWeight};
use frame_support::weights::constants::WEIGHT_REF_TIME_PER_SECOND;

#[test]
fn weights_should_fit_the_blocks_they_are_used_in() {
	// A feed of every member and source in one block is below a fifth of its two seconds.
	let all = <() as WeightInfo>::feed().saturating_mul(96);
	assert!(all.ref_time() < 2 * WEIGHT_REF_TIME_PER_SECOND / 5, "{all:?}");
	// The first block of an epoch has room for much more than the oracle's part.
	assert!(<() as WeightInfo>::on_new_epoch().ref_time() < WEIGHT_REF_TIME_PER_SECOND / 100);
	// Weights count the database of the runtime.
	assert!(
		SubstrateWeight::<Test>::leave().ref_time() < <() as WeightInfo>::leave().ref_time(),
		"the mock's database is free"
	);
}
