//! What a gateway, an operator or a customer would like to get away with.

use super::*;
use orogen_primitives_receipts::{Entry, EntryState};

/// Two customers with 1,000 micro-USD each in the sessions 0 and 1.
fn with_customers(test: impl FnOnce()) {
	ExtBuilder::default().build_and_execute(|| {
		for id in [0, 1] {
			open_session(id, &account(GATEWAY), 1_000);
		}
		test();
	});
}

/// A batch of one operator row each of sessions 0 and 1, 100 and 900 micro-USD, with `entries` that
/// contradict the receipts.
fn crooked(entries: Vec<Entry>) -> Served {
	let (batch, _) = submission_of(&[(0, 0, 100), (1, 1, 900)]);
	serve_with(GATEWAY, batch, entries).expect("the chain sees sums only")
}

fn entry(session: u64, cuc: Cuc, leaf: u32) -> Entry {
	Entry { session, seq: 0, cuc, state: EntryState::Leaf(leaf) }
}

#[test]
fn a_gateway_should_not_bill_more_than_a_session_holds() {
	with_customers(|| {
		let (batch, _) = submission_of(&[(0, 0, 1_001)]);
		let reason = SessionRefusal::Exhausted;
		assert_noop!(submit(batch), Error::<Test>::SessionRowRefused { row: 0, reason });
		// Nor in two batches, nor what is void.
		let all = serve(&[(0, 0, 1_000)]);
		let (batch, _) = submission_of(&[(0, 0, 1)]);
		let refused = Error::<Test>::SessionRowRefused { row: 0, reason };
		assert_noop!(submit(batch.clone()), refused);
		assert_ok!(all.forfeit(0));
		let reason = SessionRefusal::Exhausted;
		assert_noop!(submit(batch), Error::<Test>::SessionRowRefused { row: 0, reason });
	});
}

#[test]
fn a_gateway_should_not_pay_operators_more_than_customers_are_charged() {
	with_customers(|| {
		let (mut batch, _) = submission_of(&[(0, 0, 100), (1, 1, 900)]);
		batch.operators[0].cuc += 1;
		batch.operators[1].cuc -= 1;
		// The sums agree: only the trees could tell, and whoever opens them.
		assert_ok!(submit(batch.clone()));
		batch.operators[1].cuc += 1;
		assert_noop!(submit(batch), Error::<Test>::CucMismatch);
	});
}

#[test]
fn a_gateway_should_gain_nothing_by_a_row_that_its_operator_gives_up() {
	with_customers(|| {
		let served = serve(&[(0, 0, 100), (1, 1, 900)]);
		assert_eq!(Dues::get(account(GATEWAY)), Some(5 + 45));
		assert_ok!(served.forfeit(1));
		assert_eq!(Dues::get(account(GATEWAY)), Some(5));
		// And its exposure stays used.
		assert_eq!(Receipts::unfinalised(account(GATEWAY)), Some(1_000));
	});
}

#[test]
fn a_gateway_should_not_void_what_operators_served() {
	with_customers(|| {
		let served = serve(&[(0, 0, 100), (1, 1, 900)]);
		for who in [account(GATEWAY), owner_of(1), account(HOTKEY)] {
			assert_noop!(served.forfeit_as(who, 1), Error::<Test>::NotRowOperator);
		}
	});
}

#[test]
fn an_accomplice_should_not_get_back_more_than_its_session_was_charged() {
	with_customers(|| {
		// Session 0 was charged 100, and its entry says 900, at the leaf of session 1.
		let served = crooked(vec![entry(0, 900, 1), entry(1, 100, 0)]);
		assert_ok!(served.forfeit(1));
		assert_noop!(served.refund(served.whole(0)), Error::<Test>::SessionSumNotProved);
		assert_eq!((refunded(0), Refundable::get()), (0, 900));
	});
}

#[test]
fn crossed_entries_should_take_no_more_than_was_charged_and_void() {
	with_customers(|| {
		// Each entry points at the other's leaf: the void row of 900 is claimed for 100.
		let served = crooked(vec![entry(0, 100, 1), entry(1, 900, 0)]);
		assert_ok!(served.forfeit(1));
		assert_ok!(served.refund(served.whole(0)));
		assert_eq!(refunded(0), 100);
		assert_noop!(served.refund(served.whole(1)), Error::<Test>::NothingToRefund);
		// Row 0 took 100, and its entries would take 900 of what is left.
		assert_ok!(served.forfeit(0));
		assert_ok!(served.refund(served.whole(1)));
		assert_eq!((refunded(0), refunded(1), Refundable::get()), (100, 900, 0));
	});
}

#[test]
fn entries_should_never_take_more_than_the_void_rows_took() {
	with_customers(|| {
		// Both entries point at the leaf of 100.
		let served = crooked(vec![entry(0, 100, 0), entry(1, 900, 0)]);
		assert_ok!(served.forfeit(0));
		assert_noop!(served.refund(served.whole(1)), Error::<Test>::RefundExceedsVoidRows);
		assert_ok!(served.refund(served.whole(0)));
		assert_noop!(served.refund(served.whole(1)), Error::<Test>::RefundExceedsVoidRows);
		assert_eq!((refunded(0), refunded(1), Refundable::get()), (100, 0, 0));
	});
}

#[test]
fn an_operator_should_not_be_paid_for_what_it_gave_up() {
	with_customers(|| {
		let served = serve(&[(0, 0, 500), (0, 1, 500)]);
		let payee = payee_of(&account(HOTKEY));
		let booked = Dues::get(&payee).unwrap();
		assert_ok!(served.forfeit(0));
		assert_eq!(Dues::get(&payee), Some(0));
		assert_noop!(served.forfeit(0), Error::<Test>::RowAlreadyVoid);
		// What it serves afterwards is booked as ever.
		open_session(2, &account(GATEWAY), 1_000);
		let again = serve(&[(0, 2, 1_000)]);
		assert_eq!(Dues::get(&payee), Some(booked));
		assert_ok!(again.forfeit(0));
		assert_eq!(Admitted::get(account(HOTKEY)), Some(0));
	});
}

#[test]
fn a_forfeit_should_come_before_the_closing_or_not_at_all() {
	with_customers(|| {
		let served = serve(&[(0, 0, 100), (1, 1, 900)]);
		FirstOpen::set(&5);
		assert_ok!(served.forfeit(0));
		FirstOpen::set(&6);
		assert_noop!(served.forfeit(1), Error::<Test>::BatchFinal);
		// What was void before stays claimable.
		assert_ok!(served.refund(served.whole(0)));
		assert_noop!(served.refund(served.whole(1)), Error::<Test>::NothingToRefund);
		assert_eq!(Accrued::get(5), Some(900));
	});
}

#[test]
fn a_refund_should_go_to_the_owner_at_settlement_whoever_claims() {
	with_customers(|| {
		let served = serve(&[(0, 0, 100), (1, 1, 900)]);
		assert_ok!(served.forfeit(1));
		// Somebody else has a session of that id meanwhile, were ids ever used again.
		let thief = account(OTHER);
		Sessions::mutate(1, |session| session.as_mut().unwrap().owner = thief.clone());
		let mut claim = served.whole(1);
		claim.session.terms.owner = thief.clone();
		assert_noop!(served.refund(claim), Error::<Test>::RowNotOpened);
		assert_ok!(served.refund(served.whole(1)));
		assert_eq!(refunded(1), 900);
		assert_eq!(Refunded::get((thief, 20_030)), None);
	});
}

#[test]
fn a_settled_request_should_not_be_settled_again_after_its_refund() {
	with_customers(|| {
		let served = serve(&[(0, 0, 100)]);
		assert_ok!(served.forfeit(0));
		assert_ok!(served.refund(served.whole(0)));
		let (mut batch, _) = submission_of(&[(0, 0, 100)]);
		batch.sessions[0].from_seq = 0;
		let reason = SessionRefusal::WrongSeq;
		assert_noop!(submit(batch), Error::<Test>::SessionRowRefused { row: 0, reason });
	});
}
