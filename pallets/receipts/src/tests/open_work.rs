//! The ring of epoch buckets.

use crate::types::{EpochWork, MAX_OPEN_EPOCHS, OpenWork};

#[test]
fn open_work_should_keep_one_bucket_an_epoch() {
	let mut work = OpenWork::default();
	work.add(3, 10).unwrap();
	work.add(3, 5).unwrap();
	work.add(7, 1).unwrap();
	assert_eq!(
		work.buckets(),
		[EpochWork { epoch: 3, batches: 2, cuc: 15 }, EpochWork { epoch: 7, batches: 1, cuc: 1 }]
	);
	assert_eq!((work.batches(), work.cuc()), (3, 16));

	work.drop_closed(3);
	assert_eq!(work.cuc(), 16);
	work.drop_closed(4);
	assert_eq!(work.cuc(), 1);
	work.drop_closed(8);
	assert!(work.is_empty());
}

#[test]
fn open_work_should_merge_its_oldest_buckets_when_it_is_full() {
	let mut work = OpenWork::default();
	for epoch in 0..MAX_OPEN_EPOCHS {
		work.add(epoch, 10).unwrap();
	}
	work.add(MAX_OPEN_EPOCHS, 1).unwrap();
	assert_eq!(work.buckets().len(), 64);
	assert_eq!(work.buckets()[0], EpochWork { epoch: 1, batches: 2, cuc: 20 });
	assert_eq!((work.batches(), work.cuc()), (65, 641));
	// What was of epoch 0 counts until epoch 1 is closed.
	work.drop_closed(1);
	assert_eq!(work.cuc(), 641);
	work.drop_closed(2);
	assert_eq!(work.cuc(), 621);
}

#[test]
fn open_work_should_fail_when_a_sum_overflows() {
	let mut work = OpenWork::default();
	work.add(1, u64::MAX).unwrap();
	assert!(work.add(1, 1).is_err());
}
