//! Golden bytes of what is stored, signed or shown; a change here needs a migration or a new
//! version.

use crate::{Authors, Call, Error, Event, Offenders, mock::*};
use codec::Encode;

#[test]
fn encodings_should_not_change() {
	ExtBuilder::authors(&[1, 2]).build_and_execute(|| {
		assert_eq!(
			Authors::<Test>::get().encode(),
			[8, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0]
		);
		report(2, 0);
		assert_eq!(
			Offenders::<Test>::get().encode(),
			[4, 2, 0, 0, 0, 0, 0, 0, 0, 0, 225, 245, 5, 1, 0, 0, 0]
		);
	});

	assert_eq!(Call::<Test>::add_author { who: 7 }.encode(), [0, 7, 0, 0, 0, 0, 0, 0, 0]);
	assert_eq!(Call::<Test>::remove_author { who: 7 }.encode(), [1, 7, 0, 0, 0, 0, 0, 0, 0]);
	assert_eq!(
		Call::<Test>::force_finality { delay: 1, best_finalized: 2 }.encode(),
		[2, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0]
	);

	let who = 7;
	assert_eq!(Event::<Test>::AuthorAdded { who }.encode()[0], 0);
	assert_eq!(Event::<Test>::AuthorRemoved { who }.encode()[0], 1);
	assert_eq!(
		Event::<Test>::OffenderRemoved { who, session: 5 }.encode(),
		[2, 7, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0]
	);
	assert_eq!(Event::<Test>::OffenderKept { who, session: 5 }.encode()[0], 3);
	assert_eq!(Event::<Test>::KeysRestored.encode(), [4]);
	assert_eq!(
		Event::<Test>::FinalityForced { delay: 1, best_finalized: 2 }.encode(),
		[5, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0]
	);

	for (error, index) in [
		(Error::<Test>::AuthorAlreadyExists, 0),
		(Error::<Test>::AuthorNotFound, 1),
		(Error::<Test>::SessionKeysNotFound, 2),
		(Error::<Test>::MaxAuthorsReached, 3),
		(Error::<Test>::LastAuthor, 4),
		(Error::<Test>::InvalidDelay, 5),
		(Error::<Test>::InvalidBlock, 6),
		(Error::<Test>::ChangeUnderWay, 7),
	] {
		assert_eq!(error.encode(), [index]);
	}
}
