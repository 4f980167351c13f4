//! What `on_idle` does.

use super::*;
use frame_support::weights::Weight;
use orogen_primitives_core::{DAYS, MILLI_OROG};

const RETENTION: u32 = 90 * DAYS;
const DEPOSIT: Balance = 10 * MILLI_OROG;

#[test]
fn on_idle_should_prune_headers_when_their_epoch_has_been_closed_long_enough() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(submit(small_batch()));
		assert_ok!(submit(small_batch()));
		go_to_epoch(6, 3);
		assert_ok!(submit(small_batch()));
		go_to_block(10);
		assert_eq!(Closings::<Test>::iter().count(), 3, "epochs 0 to 2 are closed");

		// Epoch 5 closes in block 100, epoch 6 in block 200.
		go_to_epoch(7, 1);
		go_to_block(100);
		assert_eq!(Closings::<Test>::get(5), Some(100));
		go_to_epoch(8, 1);
		go_to_block(200);

		go_to_block(100 + RETENTION - 1);
		assert_eq!(Batches::<Test>::iter().count(), 3);
		assert_eq!(held(HoldReason::BatchDeposit, GATEWAY), 3 * DEPOSIT);

		go_to_block(100 + RETENTION);
		assert_eq!(Batches::<Test>::iter_keys().collect::<Vec<_>>(), [2]);
		assert_eq!(held(HoldReason::BatchDeposit, GATEWAY), DEPOSIT);
		assert_eq!(
			last_event(),
			Event::BatchPruned { batch: 1, gateway: account(GATEWAY), deposit: DEPOSIT }
		);

		go_to_block(200 + RETENTION);
		assert_eq!(Batches::<Test>::iter().count(), 0);
		assert_eq!(held(HoldReason::BatchDeposit, GATEWAY), 0);
		assert_eq!(Receipts::batch_state(2), None);
		assert_eq!(Closings::<Test>::iter().count(), 0);
		assert_eq!(
			Pruning::<Test>::get(),
			PruneCursor { batch: 3, epoch: 7, unnoted: 7, chunk: None }
		);
		// Totals stay.
		let totals = Totals { batches: 3, receipts: 18, cuc: 18_000 };
		assert_eq!(BatchTotals::<Test>::get(), totals);
		assert_eq!(gateway(GATEWAY).totals, totals);
		// And ids are never used again.
		assert_ok!(submit(small_batch()));
		assert_eq!(Batches::<Test>::get(3).unwrap().previous, Some(2));
		assert_eq!(Receipts::pending(account(GATEWAY)), [3]);
	});
}

#[test]
fn on_idle_should_return_the_deposit_when_the_gateway_is_gone() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(submit(small_batch()));
		assert_ok!(Receipts::deregister_gateway(signed(GATEWAY)));
		go_to_epoch(6, 0);
		go_to_block(1 + 14 * DAYS);
		assert_ok!(Receipts::withdraw_gateway(signed(GATEWAY)));
		assert_eq!(Balances::balance(&account(GATEWAY)), FUNDS - DEPOSIT);

		go_to_block(1 + 14 * DAYS + RETENTION);
		assert_eq!(Balances::balance(&account(GATEWAY)), FUNDS);
	});
}

#[test]
fn on_idle_should_release_the_deposit_that_was_held_when_the_parameter_has_changed() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(submit(small_batch()));
		CurrentParameters::<Test>::mutate(|parameters| parameters.batch_deposit = 7);
		assert_ok!(submit(small_batch()));
		assert_eq!(held(HoldReason::BatchDeposit, GATEWAY), DEPOSIT + 7);
		go_to_epoch(6, 0);
		go_to_block(2);
		go_to_block(2 + RETENTION);
		assert_eq!(held(HoldReason::BatchDeposit, GATEWAY), 0);
	});
}

#[test]
fn on_idle_should_clear_the_offchain_index() {
	let mut ext = ExtBuilder::default().build();
	ext.execute_with(|| {
		assert_ok!(submit(small_batch()));
	});
	ext.persist_offchain_overlay();
	assert!(ext.offchain_db().get(&rows_key(0)).is_some());

	ext.execute_with(|| {
		go_to_epoch(6, 0);
		go_to_block(2);
		go_to_block(2 + RETENTION);
		assert_eq!(Receipts::batch_state(0), None);
	});
	ext.persist_offchain_overlay();
	assert_eq!(ext.offchain_db().get(&rows_key(0)), None);
}

#[test]
fn on_idle_should_go_on_where_it_stopped_when_the_weight_is_short() {
	ExtBuilder::default().build_and_execute(|| {
		for _ in 0..10 {
			assert_ok!(submit(small_batch()));
		}
		go_to_epoch(6, 0);
		go_to_block(2);
		let now = 2 + RETENTION;
		System::set_block_number(now);
		type W = ();
		// Epochs 0 to 4 hold nothing.
		let limit = W::prune_base() + W::prune_epoch() * 6 + W::prune_batch() * 3;
		assert_eq!(Receipts::on_idle(now, limit), limit);
		assert_eq!(
			Pruning::<Test>::get(),
			PruneCursor { batch: 3, epoch: 5, unnoted: 6, chunk: None }
		);
		assert_ok!(Receipts::do_try_state());

		let limit = W::prune_base() + W::prune_epoch() + W::prune_batch() * 4;
		assert_eq!(Receipts::on_idle(now, limit), limit);
		assert_eq!(Batches::<Test>::iter().count(), 3);
		assert_ok!(Receipts::do_try_state());

		let used = Receipts::on_idle(now, Weight::MAX);
		assert_eq!(used, W::prune_base() + W::prune_epoch() * 2 + W::prune_batch() * 3);
		assert_eq!(
			Pruning::<Test>::get(),
			PruneCursor { batch: 10, epoch: 6, unnoted: 6, chunk: None }
		);
	});
}

#[test]
fn on_idle_should_look_at_each_chunk_once_when_refunds_are_pruned() {
	ExtBuilder::default().build_and_execute(|| {
		open_session(0, &account(GATEWAY), 10_000);
		let served = serve(&(0..5_000).map(|_| (0, 0, 1)).collect::<Vec<_>>());
		assert_ok!(served.forfeit(0));
		// In the first and the last of five chunks.
		for from in [0, 4_990] {
			assert_ok!(served.refund(served.claim(0, from, 10)));
		}
		assert_ok!(submit(small_batch()));
		go_to_epoch(6, 0);
		go_to_block(2);
		let now = 2 + RETENTION;
		System::set_block_number(now);
		type W = ();
		let limit = W::prune_base() + W::prune_epoch() * 6 + W::prune_batch();
		let limit = limit + W::prune_chunk() * 2;
		assert_eq!(Receipts::on_idle(now, limit), limit);
		let cursor = PruneCursor { batch: 0, epoch: 5, unnoted: 6, chunk: Some(2) };
		assert_eq!(Pruning::<Test>::get(), cursor);
		assert_eq!(RefundedEntries::<Test>::iter().count(), 1);
		assert_ok!(Receipts::do_try_state());

		// It goes on there; what has no void row has no chunk to look at.
		let used = Receipts::on_idle(now, Weight::MAX);
		let rest = W::prune_batch() * 2 + W::prune_chunk() * 3;
		assert_eq!(used, W::prune_base() + W::prune_epoch() * 2 + rest);
		assert_eq!(RefundedEntries::<Test>::iter().count(), 0);
		let cursor = PruneCursor { batch: 2, epoch: 6, unnoted: 6, chunk: None };
		assert_eq!(Pruning::<Test>::get(), cursor);
	});
}

#[test]
fn on_idle_should_note_closings_later_when_the_weight_is_short() {
	ExtBuilder::default().build_and_execute(|| {
		type W = ();
		System::set_block_number(10);
		let limit = W::prune_base() + W::note_closing() * 2;
		assert_eq!(Receipts::on_idle(10, limit), limit);
		assert_eq!(Closings::<Test>::get(1), Some(10));
		assert_eq!(Closings::<Test>::get(2), None);
		assert_eq!(Receipts::on_idle(11, limit), W::prune_base() + W::note_closing());
		assert_eq!(Closings::<Test>::get(2), Some(11));
	});
}

#[test]
fn on_idle_should_do_nothing_when_there_is_no_weight() {
	ExtBuilder::default().build_and_execute(|| {
		let short = <() as WeightInfo>::prune_base() - Weight::from_parts(1, 0);
		assert_eq!(Receipts::on_idle(1, short), Weight::zero());
		assert_eq!(Pruning::<Test>::get(), PruneCursor::default());
	});
}
