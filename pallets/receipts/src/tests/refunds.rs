//! What void rows took returns to the customers.

use super::{void_rows::served, *};
use frame_support::weights::Weight;
use orogen_primitives_core::{DAYS, Hash};
use orogen_primitives_receipts::{Entry, EntryState, SessionRow, refund::MAX_REFUND_ENTRIES};

#[test]
fn claim_refund_should_return_what_void_rows_took_to_the_owners() {
	ExtBuilder::default().build_and_execute(|| {
		let served = served();
		assert_ok!(served.forfeit(0));
		// Rows that stand are passed over: session 7 has 100 of the void row, and 300 and 400 of others.
		assert_ok!(served.refund(served.whole(0)));
		assert_eq!(refunded(7), 100);
		assert_eq!(
			last_event(),
			Event::RefundClaimed {
				batch: served.id,
				session: 7,
				who: owner_of(7),
				entries: 1,
				amount: 100
			}
		);
		assert_ok!(served.refund(served.whole(1)));
		assert_eq!((refunded(7), refunded(8)), (100, 200));
		assert_eq!(Refundable::get(), 0);
		assert_eq!(Receipts::void_rows(served.id).unwrap().waiting, 0);
	});
}

#[test]
fn claim_refund_should_return_each_entry_once() {
	ExtBuilder::default().build_and_execute(|| {
		let served = served();
		assert_ok!(served.forfeit(0));
		assert_ok!(served.forfeit(2));
		// One entry, then all of them, then none is left.
		assert_ok!(served.refund(served.claim(0, 0, 1)));
		assert_eq!(refunded(7), 100);
		assert!(Receipts::is_refunded(served.id, 0) && !Receipts::is_refunded(served.id, 2));
		assert_ok!(served.refund(served.whole(0)));
		assert_eq!(refunded(7), 500);
		for claim in [served.whole(0), served.claim(0, 0, 1), served.claim(0, 2, 1)] {
			assert_noop!(served.refund(claim), Error::<Test>::NothingToRefund);
		}
		// A row that becomes void later is refunded then.
		assert_ok!(served.forfeit(1));
		assert_ok!(served.refund(served.whole(0)));
		assert_eq!(refunded(7), 800);
	});
}

#[test]
fn claim_refund_should_work_when_the_batch_is_final_and_the_session_gone() {
	ExtBuilder::default().build_and_execute(|| {
		let served = served();
		assert_ok!(served.forfeit(0));
		Sessions::remove(7);
		go_to_epoch(40, 0);
		assert_ok!(served.refund(served.whole(0)));
		assert_eq!(refunded(7), 100);
	});
}

#[test]
fn claim_refund_should_take_the_claims_that_the_library_makes() {
	use orogen_primitives_receipts::{Batch, SessionPlan};
	// Pure: a batch of receipts, every second of an operator whose row is void.
	let receipts = (0..700_u32).map(|seq| receipt(u8::try_from(seq % 2).unwrap(), seq)).collect();
	let plan = SessionPlan { session: 0, from_seq: 0, void: vec![], deferred: vec![] };
	let batch = Batch::build(receipts, &[plan], |_| Some(0)).unwrap();
	ExtBuilder::default().build_and_execute(|| {
		open_session(0, &account(GATEWAY), 10_000);
		let built = batch.submission();
		let submission = BatchSubmission {
			top_ops: built.top_ops,
			top_seq: built.top_seq,
			..submission(built.operators, built.sessions)
		};
		let (operators, sessions) = settle(&submission);
		assert_ok!(submit(submission));
		// The chain's roots are those of the trees.
		let header = Batches::<Test>::get(0).unwrap();
		assert_eq!(header.root_ops, batch.root_ops().hash);
		assert_eq!(header.root_seq, batch.root_seq().hash);

		let row = Box::new(operators[1].clone());
		let opening = RowOpening::of_operator(&operators, &sessions, 1).unwrap();
		let coldkey = RuntimeOrigin::signed(coldkey_of(&row.row.hotkey));
		assert_ok!(Receipts::forfeit_row(coldkey, 0, row, Box::new(opening)));
		let void = Receipts::void_rows(0).unwrap();
		let claims =
			RefundClaim::of_row(&batch, &operators, &sessions, 0, |leaf| void.contains(leaf));
		let claims = claims.unwrap();
		assert_eq!(claims.len(), 3);
		for claim in claims {
			assert!(claim.encoded_size() < 12_000, "one proof does for many");
			assert_ok!(Receipts::claim_refund(signed(OTHER), 0, Box::new(claim)));
		}
		assert_eq!(refunded(0), 350 * 5);
		assert_eq!(Receipts::void_rows(0).unwrap().waiting, 0);
		let none = RefundClaim::of_row(&batch, &operators, &sessions, 0, |_| false).unwrap();
		assert!(none.is_empty());
		assert!(RefundClaim::of_row(&batch, &operators, &sessions, 1, |_| true).is_none());
	});
}

/// A receipt of session 0 at 5 micro-USD, whose signatures are not looked at.
fn receipt(operator: u8, seq: u32) -> orogen_primitives_receipts::Receipt {
	use codec::Decode;
	use orogen_primitives_core::{NodeKind, VerificationMode};
	use orogen_primitives_receipts::{
		KeySignature, Receipt, ReceiptBody, ReceiptVersion, RequestTerms, SignedRequest,
	};
	// Zeros are an SR25519 signature and the tier and modes of no demands.
	let terms = RequestTerms {
		seq,
		..RequestTerms::decode(&mut sp_runtime::traits::TrailingZeroInput::zeroes()).unwrap()
	};
	let signature =
		KeySignature::decode(&mut sp_runtime::traits::TrailingZeroInput::zeroes()).unwrap();
	let body = ReceiptBody {
		version: ReceiptVersion::V1,
		genesis: Hash::zero(),
		request: SignedRequest { terms, signature },
		hotkey: AccountId::new([operator + 1; 32]),
		kind: NodeKind::LocalInference,
		mode: VerificationMode::Vanilla,
		response_hash: Hash::zero(),
		weights_hash: Hash::zero(),
		kernel_pack_hash: Hash::zero(),
		attestation_hash: Hash::zero(),
		tokens_in: 1,
		tokens_out: 2,
		price: 5,
		fingerprint: Hash::zero(),
		data_root: Hash::zero(),
		key_commitment: Hash::zero(),
		trace_root: None,
		timestamp: 0,
	};
	let signature = sp_core::ed25519::Signature::from_raw([0; 64]).into();
	Receipt { body, signature }
}

#[test]
fn claim_refund_should_need_a_signature_of_anyone() {
	ExtBuilder::default().build_and_execute(|| {
		let served = served();
		assert_ok!(served.forfeit(0));
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::none()] {
			let claim = Box::new(served.whole(0));
			assert_noop!(Receipts::claim_refund(origin, served.id, claim), BadOrigin);
		}
		let anyone = RuntimeOrigin::signed(account(77));
		assert_ok!(Receipts::claim_refund(anyone, served.id, Box::new(served.whole(0))));
	});
}

#[test]
fn claim_refund_should_fail_when_nothing_is_void_or_there_is_no_batch() {
	ExtBuilder::default().build_and_execute(|| {
		let served = served();
		assert_noop!(served.refund(served.whole(0)), Error::<Test>::NothingToRefund);
		assert_ok!(served.forfeit(1));
		// Session 8 has nothing of that row.
		assert_noop!(served.refund(served.whole(1)), Error::<Test>::NothingToRefund);
		let nowhere = Served { id: served.id + 1, ..served };
		assert_noop!(nowhere.refund(nowhere.whole(0)), Error::<Test>::BatchNotFound);
	});
}

#[test]
fn claim_refund_should_fail_when_the_claim_is_spoiled_in_any_way() {
	ExtBuilder::default().build_and_execute(|| {
		use Error::{EntriesNotOpened, RowNotOpened, SessionSumNotProved};
		let served = served();
		assert_ok!(served.forfeit(0));
		let other = serve(&[(0, 7, 101)]);
		let cases: [(Lie<RefundClaim>, Error<Test>); 22] = [
			(|claim| claim.session.terms.owner = account(OTHER), RowNotOpened),
			(|claim| claim.session.terms.expiry_day += 1, RowNotOpened),
			(|claim| claim.session.row.session = 8, RowNotOpened),
			(|claim| claim.session.row.cuc += 1, RowNotOpened),
			(|claim| claim.session.row.count = u32::MAX, RowNotOpened),
			(|claim| claim.opening.first = 1, RowNotOpened),
			(|claim| claim.opening.first = u64::MAX, RowNotOpened),
			(|claim| claim.opening.index = 1, RowNotOpened),
			(|claim| claim.opening.other = Hash::zero(), RowNotOpened),
			(|claim| claim.sum.inside = Default::default(), SessionSumNotProved),
			(|claim| claim.sum.outside = Default::default(), SessionSumNotProved),
			(|claim| claim.sum.inside[0].sums.cuc += 1, SessionSumNotProved),
			(|claim| claim.sum.inside[0].hash = Hash::zero(), SessionSumNotProved),
			(|claim| claim.first = 1, EntriesNotOpened),
			(|claim| claim.first = u32::MAX, EntriesNotOpened),
			(|claim| claim.entries = Default::default(), EntriesNotOpened),
			(|claim| claim.entries[0].cuc += 1, EntriesNotOpened),
			(|claim| claim.entries[0].session = 8, EntriesNotOpened),
			(|claim| claim.entries[0].seq = 9, EntriesNotOpened),
			(|claim| claim.entries[1].state = EntryState::Leaf(0), EntriesNotOpened),
			(|claim| claim.proof.outside = Default::default(), EntriesNotOpened),
			(
				|claim| {
					let extra = claim.proof.outside[0];
					claim.proof.outside.try_push(extra).unwrap();
				},
				EntriesNotOpened,
			),
		];
		for (at, (spoil, error)) in cases.into_iter().enumerate() {
			let mut claim = served.whole(0);
			spoil(&mut claim);
			let before = sp_io::storage::root(sp_runtime::StateVersion::V1);
			assert_eq!(served.refund(claim), Err(error.into()), "case {at}");
			assert_eq!(sp_io::storage::root(sp_runtime::StateVersion::V1), before);
		}
		// A claim of another batch.
		assert_noop!(served.refund(other.whole(0)), RowNotOpened::<Test>);
		// Entries of the next session, under this one's row.
		let mut claim = served.whole(1);
		claim.session = served.whole(0).session;
		claim.opening = served.whole(0).opening;
		claim.sum = served.whole(0).sum;
		assert_noop!(served.refund(claim), EntriesNotOpened::<Test>);
		assert_ok!(served.refund(served.whole(0)));
	});
}

#[test]
fn claim_refund_should_pass_over_void_deferred_and_free_entries() {
	ExtBuilder::default().build_and_execute(|| {
		open_session(0, &account(GATEWAY), 10_000);
		// Seqs: served for 10, void, served for nothing, deferred.
		let entry = |seq, cuc, state| Entry { session: 0, seq, cuc, state };
		let entries = vec![
			entry(0, 10, EntryState::Leaf(0)),
			entry(1, 0, EntryState::Void),
			entry(2, 0, EntryState::Leaf(1)),
			entry(3, 0, EntryState::Deferred),
		];
		let row = SessionRow { void: 1, deferred: 1, ..session_row(0, 4, 10) };
		let batch = submission(vec![operator_row(0, 2, 2, 10)], vec![row]);
		let served = serve_with(GATEWAY, batch, entries).unwrap();
		assert_ok!(served.forfeit(0));
		for from in 1..4 {
			assert_noop!(served.refund(served.claim(0, from, 1)), Error::<Test>::NothingToRefund);
		}
		assert_ok!(served.refund(served.whole(0)));
		assert_eq!(refunded(0), 10);
		assert!(Receipts::is_refunded(served.id, 0) && !Receipts::is_refunded(served.id, 2));

		// A late seq is an entry like any other.
		let entries = vec![entry(3, 20, EntryState::Leaf(0))];
		let row = SessionRow { late: 1, ..session_row(0, 0, 20) };
		let batch = submission(vec![operator_row(0, 1, 1, 20)], vec![row]);
		let served = serve_with(GATEWAY, batch, entries).unwrap();
		assert_ok!(served.forfeit(0));
		assert_ok!(served.refund(served.whole(0)));
		assert_eq!(refunded(0), 30);
	});
}

#[test]
fn claim_refund_should_take_as_many_entries_as_it_may_across_chunks() {
	ExtBuilder::default().build_and_execute(|| {
		open_session(0, &account(GATEWAY), 10_000);
		let served = serve(&(0..1_300).map(|_| (0, 0, 1)).collect::<Vec<_>>());
		assert_ok!(served.forfeit(0));
		assert_ok!(served.refund(served.claim(0, 900, MAX_REFUND_ENTRIES)));
		assert_eq!(refunded(0), 256);
		assert_eq!(RefundedEntries::<Test>::iter_prefix(served.id).count(), 2);
		for index in [899, 900, 1_023, 1_024, 1_155, 1_156] {
			assert_eq!(Receipts::is_refunded(served.id, index), (900..1_156).contains(&index));
		}
	});
}

#[test]
fn claims_should_be_weighed_by_their_entries() {
	use frame_support::dispatch::GetDispatchInfo;
	ExtBuilder::default().build_and_execute(|| {
		let served = served();
		let claim = Box::new(served.whole(0));
		let call = RuntimeCall::Receipts(Call::claim_refund { batch: 0, claim });
		assert!(core::mem::size_of_val(&call) <= 128, "the claim is boxed");
		assert_eq!(call.get_dispatch_info().call_weight, <() as WeightInfo>::claim_refund(3));
		let most = <() as WeightInfo>::claim_refund(MAX_REFUND_ENTRIES);
		assert!(most.ref_time() < 10 * <() as WeightInfo>::claim_refund(1).ref_time());
	});
}

#[test]
fn what_is_not_claimed_should_lapse_with_the_header() {
	ExtBuilder::default().build_and_execute(|| {
		let served = served();
		let other = self::served();
		assert_ok!(served.forfeit(0));
		assert_ok!(served.refund(served.whole(0)));
		assert_ok!(other.forfeit(2));
		go_to_epoch(7, 0);
		go_to_block(10);
		go_to_block(10 + 90 * DAYS - 1);
		// To the last block.
		assert_ok!(other.refund(other.claim(0, 2, 1)));
		assert_eq!((Refundable::get(), Lapsed::get()), (200 + 500, 0));

		System::reset_events();
		go_to_block(10 + 90 * DAYS);
		assert_eq!((Refundable::get(), Lapsed::get()), (0, 700));
		let lapsed: Vec<_> = System::events()
			.into_iter()
			.filter_map(|record| match record.event {
				RuntimeEvent::Receipts(Event::RefundLapsed { batch, amount }) => {
					Some((batch, amount))
				}
				_ => None,
			})
			.collect();
		assert_eq!(lapsed, [(served.id, 200), (other.id, 500)]);
		assert_eq!(VoidedRows::<Test>::iter().count(), 0);
		assert_eq!(RefundedEntries::<Test>::iter().count(), 0);
		assert_noop!(served.refund(served.whole(1)), Error::<Test>::BatchNotFound);
	});
}

#[test]
fn nothing_should_be_claimed_twice_while_the_bits_are_pruned() {
	ExtBuilder::default().build_and_execute(|| {
		open_session(0, &account(GATEWAY), 10_000);
		let served = serve(&(0..3_000).map(|_| (0, 0, 1)).collect::<Vec<_>>());
		assert_ok!(served.forfeit(0));
		for from in [0, 1_100, 2_100] {
			assert_ok!(served.refund(served.claim(0, from, 10)));
		}
		go_to_epoch(7, 0);
		go_to_block(10);
		let now = 10 + 90 * DAYS;
		System::set_block_number(now);
		// Room to look at the epochs up to the batch's, and to take one chunk out, block after block.
		for (left, epochs) in [(2, 6), (1, 1), (0, 1)] {
			let weight = <() as WeightInfo>::prune_base()
				+ <() as WeightInfo>::prune_epoch() * epochs
				+ <() as WeightInfo>::prune_batch()
				+ <() as WeightInfo>::prune_chunk();
			assert!(Receipts::on_idle(now, weight).all_lte(weight));
			assert_eq!(RefundedEntries::<Test>::iter().count(), left);
			assert_eq!(Lapsed::get(), 2_970);
			if left > 0 {
				let again = served.claim(0, 0, 10);
				assert_noop!(served.refund(again), Error::<Test>::NothingToRefund);
			}
			Receipts::do_try_state().unwrap();
		}
		Receipts::on_idle(now, Weight::MAX);
		assert_eq!(Batches::<Test>::iter().count(), 0);
		assert_eq!(refunded(0), 30);
	});
}
