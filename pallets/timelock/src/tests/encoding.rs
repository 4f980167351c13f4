//! Stored bytes that must not change without a migration.

use crate::{mock::*, *};
use codec::Encode;
use frame_support::assert_ok;

#[test]
fn stored_types_should_keep_their_encoding() {
	let cases: [(Vec<u8>, &str); 7] = [
		(Track::Normal.encode(), "00"),
		(Track::Fast.encode(), "01"),
		(Track::Guard.encode(), "02"),
		(Track::Upgrade.encode(), "03"),
		(Origin::Timelocked(Track::Guard).encode(), "0002"),
		(
			TrackDelays::<u32> { normal: 1, fast: 2, guard: 3, upgrade: 4 }.encode(),
			"01000000020000000300000004000000",
		),
		(
			Decision { track: Track::Fast, ready_at: 5u32, expires_at: 6u32, call: vec![7u8, 8] }
				.encode(),
			"010500000006000000080708",
		),
	];
	for (bytes, golden) in cases {
		let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
		assert_eq!(hex, golden);
	}
}

#[test]
fn call_indices_should_stay() {
	let calls = [
		(
			Call::<Test>::queue {
				track: Track::Fast,
				call: Box::new(RuntimeCall::Target(target::Call::forbidden {})),
			},
			0,
		),
		(Call::<Test>::execute { id: 0, max_weight: Default::default() }, 1),
		(Call::<Test>::cancel { id: 0 }, 2),
		(Call::<Test>::remove_expired { id: 0 }, 3),
		(Call::<Test>::authorize_upgrade { code_hash: Default::default() }, 4),
		(Call::<Test>::revoke_upgrade {}, 5),
		(Call::<Test>::note_votes { motion: Default::default() }, 6),
		(Call::<Test>::vacate_seat { who: 1 }, 7),
	];
	for (call, index) in calls {
		assert_eq!(call.encode()[0], index);
	}
}

#[test]
fn last_votes_should_keep_their_encoding() {
	build_and_execute(|| {
		Seats::set(vec![9]);
		assert_ok!(Timelock::vacate_seat(RuntimeOrigin::signed(1), 9));
		let golden = [4, 9, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0];
		assert_eq!(LastVotes::<Test>::get().encode(), golden);
	});
}
