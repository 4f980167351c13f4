//! Golden bytes of what is stored or shown; a change here needs a migration or a new version.

use crate::{Epoch, EpochRecord, Event, mock::Test};
use codec::{Decode, Encode};

#[test]
fn encodings_should_not_change() {
	let epoch = Epoch { index: 0x0102_0304, first_block: 0x0506_0708_u32 };
	assert_eq!(epoch.encode(), [4, 3, 2, 1, 8, 7, 6, 5]);
	assert_eq!(Epoch::decode(&mut &epoch.encode()[..]), Ok(epoch));

	let record = EpochRecord { blocks: 0x0102_0304, void: true };
	assert_eq!(record.encode(), [4, 3, 2, 1, 1]);
	assert_eq!(EpochRecord::decode(&mut &record.encode()[..]), Ok(record));

	let event = Event::<Test>::NewEpoch { index: 1, ended_blocks: 2, ended_void: false };
	assert_eq!(event.encode(), [0, 1, 0, 0, 0, 2, 0, 0, 0, 0]);
}
