//! Rows that their operators give up.

use super::*;
use orogen_primitives_core::MAX_OPERATOR_ROWS;
use orogen_primitives_receipts::SettledSessionRow;

/// Three operators and two sessions: 100 + 200, 300, 400 + 500 micro-USD.
pub(super) fn served() -> Served {
	for id in [7, 8] {
		open_session(id, &account(GATEWAY), 10_000);
	}
	serve(&[(0, 7, 100), (0, 8, 200), (1, 7, 300), (2, 7, 400), (2, 8, 500)])
}

#[test]
fn forfeit_row_should_take_everything_back_but_the_promise() {
	ExtBuilder::default().build_and_execute(|| {
		let served = served();
		let hotkey = account(HOTKEY);
		let (due, commission) = (Dues::get(payee_of(&hotkey)), Dues::get(account(GATEWAY)));
		assert_eq!((due, commission), (Some(225 - 15), Some(15 + 15 + 45)));
		let header = Batches::<Test>::get(served.id);
		let totals = BatchTotals::<Test>::get();

		assert_ok!(served.forfeit(0));

		assert_eq!(Dues::get(payee_of(&hotkey)), Some(0));
		assert_eq!(Dues::get(account(GATEWAY)), Some(60));
		assert_eq!(Accrued::get(5), Some(1_200));
		assert_eq!(Admitted::get(&hotkey), Some(0));
		assert_eq!(Refundable::get(), 300);
		let leaves = vec![LeafRange { first: 0, end: 2 }].try_into().unwrap();
		assert_eq!(
			Receipts::void_rows(served.id),
			Some(VoidRows { waiting: 300, voided: 300, leaves })
		);
		assert_eq!(
			last_event(),
			Event::RowVoided {
				batch: served.id,
				row: 0,
				hotkey: hotkey.clone(),
				cuc: 300,
				payee: payee_of(&hotkey),
				due: 210,
				commission: 15,
			}
		);
		// The header, the gateway's exposure and the totals are those of what was submitted.
		assert_eq!(Batches::<Test>::get(served.id), header);
		assert_eq!(BatchTotals::<Test>::get(), totals);
		assert_eq!(Receipts::unfinalised(account(GATEWAY)), Some(1_500));
	});
}

#[test]
fn forfeit_row_should_take_back_what_was_booked_and_not_what_would_be_now() {
	ExtBuilder::default().build_and_execute(|| {
		EmissionShare::set(&sp_runtime::Perbill::from_percent(50));
		let served = served();
		EmissionShare::set(&sp_runtime::Perbill::one());
		let payee = payee_of(&account(HOTKEY + 1));
		assert_eq!(Dues::get(&payee), Some(105));
		assert_ok!(served.forfeit(1));
		assert_eq!(Dues::get(&payee), Some(0));
	});
}

#[test]
fn forfeit_row_should_take_the_coldkey_and_nobody_else() {
	ExtBuilder::default().build_and_execute(|| {
		let served = served();
		let hotkey = account(HOTKEY + 1);
		let other = coldkey_of(&account(HOTKEY));
		let others = [account(GATEWAY), hotkey.clone(), other, payee_of(&hotkey), owner_of(7)];
		for who in others {
			assert_noop!(served.forfeit_as(who, 1), Error::<Test>::NotRowOperator);
		}
		assert_ok!(served.forfeit_as(coldkey_of(&hotkey), 1));
		assert_ok!(served.forfeit(0));
	});
}

#[test]
fn forfeit_row_should_fail_when_the_operator_is_held() {
	ExtBuilder::default().build_and_execute(|| {
		let served = served();
		let operator = served.operators[1].terms.operator;
		HeldOperators::insert(operator, ());
		assert_noop!(served.forfeit(1), Error::<Test>::RowOperatorHeld);
		// Who is nobody to it is not told.
		let stranger = served.forfeit_as(account(GATEWAY), 1);
		assert_noop!(stranger, Error::<Test>::NotRowOperator);
		assert_ok!(served.forfeit(0));
		HeldOperators::remove(operator);
		assert_ok!(served.forfeit(1));
	});
}

#[test]
fn forfeit_row_should_need_a_signature() {
	ExtBuilder::default().build_and_execute(|| {
		let served = served();
		let (row, opening) = served.row(0);
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::none()] {
			assert_noop!(
				Receipts::forfeit_row(origin, served.id, row.clone(), opening.clone()),
				BadOrigin
			);
		}
	});
}

#[test]
fn forfeit_row_should_fail_when_there_is_no_such_batch() {
	ExtBuilder::default().build_and_execute(|| {
		let mut served = served();
		for id in [served.id + 1, u64::MAX] {
			served.id = id;
			assert_noop!(served.forfeit(0), Error::<Test>::BatchNotFound);
		}
	});
}

#[test]
fn forfeit_row_should_fail_when_the_batch_is_final() {
	ExtBuilder::default().build_and_execute(|| {
		let served = served();
		// The last block in which it is open.
		go_to_epoch(6, 1);
		assert_ok!(served.forfeit(0));
		go_to_epoch(6, 0);
		assert_noop!(served.forfeit(1), Error::<Test>::BatchFinal);
	});
}

#[test]
fn forfeit_row_should_fail_when_the_row_is_void_already() {
	ExtBuilder::default().build_and_execute(|| {
		let served = served();
		assert_ok!(served.forfeit(1));
		assert_noop!(served.forfeit(1), Error::<Test>::RowAlreadyVoid);
		assert_ok!(served.forfeit(0));
		assert_ok!(served.forfeit(2));
		for row in 0..3 {
			assert_noop!(served.forfeit(row), Error::<Test>::RowAlreadyVoid);
		}
		// All of it is one range.
		let leaves = vec![LeafRange { first: 0, end: 5 }].try_into().unwrap();
		let void = VoidRows { waiting: 1_500, voided: 1_500, leaves };
		assert_eq!(Receipts::void_rows(served.id), Some(void));
		assert_eq!(Accrued::get(5), Some(0));
	});
}

#[test]
fn forfeit_row_should_fail_when_the_row_is_another() {
	ExtBuilder::default().build_and_execute(|| {
		let served = served();
		let rows: [fn(&mut SettledOperatorRow); 9] = [
			|settled| settled.row.cuc += 1,
			|settled| settled.row.count += 1,
			|settled| settled.row.commission = 0,
			|settled| settled.row.hotkey = account(HOTKEY + 1),
			|settled| settled.terms.due += 1,
			|settled| settled.terms.due = 0,
			|settled| settled.terms.commission = 0,
			|settled| settled.terms.payee = account(GATEWAY),
			|settled| settled.terms.operator = HOTKEY + 1,
		];
		for change in rows {
			let (mut row, opening) = served.row(0);
			change(&mut row);
			// Whoever sends it.
			for who in [account(HOTKEY), account(HOTKEY + 1)] {
				assert_noop!(
					Receipts::forfeit_row(
						RuntimeOrigin::signed(who),
						served.id,
						row.clone(),
						opening.clone()
					),
					Error::<Test>::RowNotOpened
				);
			}
		}
		let openings: [fn(&mut RowOpening); 7] = [
			|opening| opening.index = 1,
			|opening| opening.index = u32::MAX,
			|opening| opening.first = 1,
			|opening| opening.first = u64::MAX,
			|opening| opening.path.siblings = Default::default(),
			|opening| opening.own = opening.other,
			|opening| core::mem::swap(&mut opening.own, &mut opening.other),
		];
		for change in openings {
			let (row, mut opening) = served.row(0);
			change(&mut opening);
			let forfeit = Receipts::forfeit_row(signed(HOTKEY), served.id, row, opening);
			assert_noop!(forfeit, Error::<Test>::RowNotOpened);
		}
		// A row of another batch.
		let other = serve(&[(0, 7, 101), (1, 8, 200)]);
		let (row, opening) = other.row(0);
		let forfeit = Receipts::forfeit_row(signed(HOTKEY), served.id, row, opening);
		assert_noop!(forfeit, Error::<Test>::RowNotOpened);
	});
}

#[test]
fn a_session_row_should_never_pass_for_an_operator_row() {
	ExtBuilder::default().build_and_execute(|| {
		let served = served();
		let (row, _) = served.row(0);
		let opening = RowOpening::of_session(&served.operators, &served.sessions, 0).unwrap();
		let forfeit = Receipts::forfeit_row(signed(HOTKEY), served.id, row, Box::new(opening));
		assert_noop!(forfeit, Error::<Test>::RowNotOpened);
	});
}

#[test]
fn forfeit_row_should_pass_on_what_the_work_ledger_says() {
	ExtBuilder::default().build_and_execute(|| {
		let served = served();
		LedgerRefuses::set(&true);
		assert_noop!(served.forfeit(0), DispatchError::Unavailable);
	});
}

#[test]
fn every_second_row_should_fit_when_it_is_void() {
	ExtBuilder::default().build_and_execute(|| {
		let most = MAX_OPERATOR_ROWS;
		open_session(0, &account(GATEWAY), 10_000);
		let served = serve(&(0..most).map(|n| (n, 0, 10)).collect::<Vec<_>>());
		for row in (0..512).step_by(2) {
			assert_ok!(served.forfeit(row));
		}
		assert_eq!(Receipts::void_rows(served.id).unwrap().leaves.len(), 256);
		for row in (1..512).step_by(2) {
			assert_ok!(served.forfeit(row));
		}
		assert_eq!(Receipts::void_rows(served.id).unwrap().leaves.len(), 1);
		assert_eq!(Refundable::get(), 5_120);
	});
}

#[test]
fn try_state_should_compare_what_waits_with_what_was_voided() {
	ExtBuilder::default().build_and_execute(|| {
		let served = served();
		assert_ok!(served.forfeit(0));
		let void = VoidedRows::<Test>::get(served.id).unwrap();
		let lies: [fn(&mut VoidRows); 3] = [
			// More waits than was taken, more was taken than waits, and more than there was.
			|void| void.voided -= 1,
			|void| void.voided += 1,
			|void| void.voided = 1_501,
		];
		for lie in lies {
			let mut lied = void.clone();
			lie(&mut lied);
			VoidedRows::<Test>::insert(served.id, lied);
			assert!(Receipts::do_try_state().is_err());
		}
		VoidedRows::<Test>::insert(served.id, void);
		// A bit without a refund.
		let mut bits = EntryBits::default();
		bits.insert(0);
		RefundedEntries::<Test>::insert(served.id, 0, bits);
		assert!(Receipts::do_try_state().is_err());
		RefundedEntries::<Test>::remove(served.id, 0);
		assert_ok!(served.refund(served.whole(0)));
	});
}

#[test]
fn void_rows_should_know_their_leaves() {
	let mut void = VoidRows::default();
	assert!(!void.contains(0));
	assert_eq!(void.add(10, 5, 1), Some(()));
	for (first, count) in [(10, 5), (9, 2), (14, 1), (0, u32::MAX), (12, 1)] {
		assert_eq!(void.clone().add(first, count, 1), None, "{first} {count}");
	}
	assert_eq!(void.clone().add(u32::MAX, 1, 1), None);
	assert_eq!(void.clone().add(20, 1, u64::MAX), None);
	assert_eq!(void.add(20, 5, 2), Some(()));
	assert_eq!(void.add(0, 1, 3), Some(()));
	assert_eq!(void.leaves.len(), 3);
	// What closes a gap joins both sides.
	assert_eq!(void.add(15, 5, 4), Some(()));
	let range = |first, end| LeafRange { first, end };
	assert_eq!(void.leaves.as_slice(), [range(0, 1), range(10, 25)]);
	assert_eq!((void.waiting, void.voided), (10, 10));
	let inside: Vec<_> = (0..30).filter(|leaf| void.contains(*leaf)).collect();
	assert_eq!(inside, core::iter::once(0).chain(10..25).collect::<Vec<_>>());
}

#[test]
fn entry_bits_should_be_set_once() {
	let mut bits = EntryBits::default();
	for index in [0, 1, 7, 8, 1_023] {
		assert!(!bits.contains(index) && bits.insert(index));
		assert!(bits.contains(index) && !bits.insert(index));
	}
	assert_eq!((0..1_024).filter(|index| bits.contains(*index)).count(), 5);
	// The place in the chunk counts.
	assert!(bits.contains(1_024 * 9 + 7) && !bits.contains(1_024 * 9 + 9));
}

#[test]
fn rows_of_a_session_should_be_settled_with_their_owner() {
	ExtBuilder::default().build_and_execute(|| {
		let served = served();
		let settled: Vec<&SettledSessionRow> = served.sessions.iter().collect();
		assert_eq!(settled[0].terms.owner, owner_of(7));
		assert_eq!(settled[1].terms.owner, owner_of(8));
		let header = Batches::<Test>::get(served.id).unwrap();
		let root = orogen_primitives_receipts::rows_root(&served.operators, &served.sessions);
		assert_eq!(header.rows_root, root);
	});
}
