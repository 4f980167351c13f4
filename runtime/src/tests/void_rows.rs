//! Rows that are given up, refunds, and the robberies that settlement must withstand, on the real
//! pallets.

use super::common::*;
use crate::{
	Bme, Credits, Epochs, OperatorStake, Receipts, Runtime, RuntimeCall, System,
	genesis_config_presets::DEVELOPMENT, views,
};
use frame_support::{assert_noop, assert_ok};
use orogen_primitives_core::{
	AccountId, BatchId, CUC, Cuc, Hash, OROG, SLOT_DURATION_MS, VerificationMode,
};
use orogen_primitives_receipts::{
	Entry, EntryState, OperatorRow, OperatorTerms, RefundClaim, RowOpening, SessionKey, SessionRow,
	SessionTerms, SettledOperatorRow, SettledSessionRow, Tree, TreeKind, rows_root,
};
use orogen_primitives_runtime_api::{BatchState, LeafRange, VoidPart};
use orogen_primitives_traits::{EpochClock, EpochFinality, SessionRefusal};
use pallet_receipts::{BatchSubmission, Error};
use pallet_timelock::{Origin::Timelocked, Track};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve, Ferdie, Two};
use sp_runtime::DispatchError;

/// Bob is a gateway, Charlie owns the operator with Dave's key, whose pay goes to Two; Ferdie has opened
/// session 0 with 20 CUC for Bob. In the middle of a block.
fn market(test: impl FnOnce()) {
	preset(DEVELOPMENT).execute_with(|| {
		begin_block();
		register_gateway(Bob, 2_000 * OROG);
		TestOperator::default().serve(Bob);
		let beneficiary = Ferdie.to_account_id();
		ok(Ferdie, pallet_bme::Call::burn { orog: 100 * OROG, beneficiary, min_cuc: 1 });
		open_session();
		test();
	});
}

fn open_session() {
	ok(
		Ferdie,
		pallet_credits::Call::open_session {
			gateway: Bob.to_account_id(),
			key: SessionKey::Sr25519(Eve.public()),
			cap: 20 * CUC,
			expires_at: now() + 600_000,
			ack_window: None,
			models: Default::default(),
		},
	);
}

fn now() -> u64 {
	slot() * SLOT_DURATION_MS
}

/// Everything of Ferdie's, in sessions or not.
fn credits() -> Cuc {
	let open = Credits::open_sessions(&Ferdie.to_account_id()).into_iter();
	let open: Cuc = open.map(|id| views::session(id).unwrap().remaining).sum();
	views::credit_balance(&Ferdie.to_account_id()).total + open
}

/// A batch that settled `count` receipts of session 0 at one CUC.
struct Settled {
	id: BatchId,
	entries: Vec<Entry>,
	tree: Tree,
	operators: Vec<SettledOperatorRow>,
	sessions: Vec<SettledSessionRow>,
}

fn submission(from_seq: u32, count: u32) -> (BatchSubmission, Vec<Entry>, Tree) {
	let cuc = CUC * u64::from(count);
	let entries: Vec<_> = (0..count)
		.map(|leaf| {
			let state = EntryState::Leaf(leaf);
			Entry { session: 0, seq: from_seq + leaf, cuc: CUC, state }
		})
		.collect();
	let leaves = (0u32..).zip(&entries).map(|(index, entry)| entry.leaf(index)).collect();
	let tree = Tree::build(TreeKind::Seq, leaves).unwrap();
	let row = OperatorRow {
		hotkey: Dave.to_account_id(),
		model: 0,
		adapter: None,
		mode: VerificationMode::Vanilla,
		count,
		tokens: 500,
		cuc,
		commission: cuc / 100,
	};
	let session = SessionRow { session: 0, from_seq, count, void: 0, deferred: 0, late: 0, cuc };
	let batch = BatchSubmission {
		top_ops: Hash::repeat_byte(1),
		top_seq: tree.top().hash,
		count,
		entries: count,
		tokens: 500,
		cuc,
		operators: vec![row].try_into().unwrap(),
		sessions: vec![session].try_into().unwrap(),
		blob_url: Default::default(),
	};
	(batch, entries, tree)
}

/// Bob submits; the session was opened at `opened_at`.
fn settle(count: u32, opened_at: u64) -> Settled {
	let session = views::session(0).unwrap();
	let (batch, entries, tree) = submission(session.next_seq, count);
	let (row, session_row) = (batch.operators[0].clone(), batch.sessions[0].clone());
	let id = pallet_receipts::BatchTotals::<Runtime>::get().batches;
	ok(Bob, pallet_receipts::Call::submit_batch { submission: Box::new(batch) });
	let terms = OperatorTerms {
		operator: OperatorStake::view(&Dave.to_account_id()).unwrap().id,
		payee: Two.to_account_id(),
		due: row.cuc / 4 * 3 - row.commission,
		commission: row.commission,
	};
	let operators = vec![SettledOperatorRow { row, terms }];
	let terms = SessionTerms {
		owner: Ferdie.to_account_id(),
		expiry_day: session.expiry_day,
		key: SessionKey::Sr25519(Eve.public()),
		ack_window: session.ack_window,
		opened_at,
		models: SessionTerms::models_hash(&[]),
	};
	let sessions = vec![SettledSessionRow { row: session_row, terms }];
	let header = views::batch(id).unwrap();
	assert_eq!(header.rows_root, rows_root(&operators, &sessions));
	assert_eq!(header.root_seq, tree.root().hash);
	Settled { id, entries, tree, operators, sessions }
}

impl Settled {
	fn forfeit(&self) -> RuntimeCall {
		let opening = RowOpening::of_operator(&self.operators, &self.sessions, 0).unwrap();
		pallet_receipts::Call::forfeit_row {
			batch: self.id,
			row: Box::new(self.operators[0].clone()),
			opening: Box::new(opening),
		}
		.into()
	}

	fn claim(&self, from: u32, count: u32) -> RuntimeCall {
		let session = self.sessions[0].clone();
		let entries = self.entries[from as usize..][..count as usize].to_vec();
		let claim = RefundClaim {
			opening: RowOpening::of_session(&self.operators, &self.sessions, 0).unwrap(),
			sum: self.tree.open_sum(0, session.row.count).unwrap(),
			session,
			first: from,
			entries: entries.try_into().unwrap(),
			proof: self.tree.open_range(from, count).unwrap(),
		};
		pallet_receipts::Call::claim_refund { batch: self.id, claim: Box::new(claim) }.into()
	}
}

#[track_caller]
fn refused(who: Sr25519Keyring, call: RuntimeCall, error: Error<Runtime>) {
	assert_eq!(send(who, call).unwrap(), Err(DispatchError::from(error)));
}

fn dues(who: Sr25519Keyring) -> Cuc {
	Bme::dues_of(&who.to_account_id()).iter().map(|due| due.cuc).sum()
}

fn unfinalised(hotkey: &AccountId) -> Cuc {
	views::operator(hotkey).unwrap().unfinalised
}

#[test]
fn a_row_that_is_given_up_should_return_to_the_customer_to_the_last_micro_usd() {
	market(|| {
		let (opened_at, hotkey) = (now(), Dave.to_account_id());
		let before = credits();
		let settled = settle(8, opened_at);
		assert_eq!((dues(Two), dues(Bob)), (5_920_000, 80_000));
		assert_eq!((credits(), unfinalised(&hotkey)), (before - 8 * CUC, 8 * CUC));
		end_block();
		try_state();

		begin_block();
		// Not the gateway, not the customer, not the payee, not the machine that serves.
		for who in [Bob, Ferdie, Two, Dave] {
			refused(who, settled.forfeit(), Error::NotRowOperator);
		}
		refused(Alice, settled.claim(0, 8), Error::NothingToRefund);
		ok(Charlie, settled.forfeit());
		refused(Charlie, settled.forfeit(), Error::RowAlreadyVoid);
		assert_eq!((dues(Two), dues(Bob), unfinalised(&hotkey)), (0, 0, 0));
		assert_eq!(views::bme_status().open_cuc, 0);
		// What the customer is owed counts as sold until it returns.
		assert_eq!(Credits::supply_today().refundable, 8 * CUC);
		end_block();
		try_state();

		begin_block();
		ok(Alice, settled.claim(2, 3));
		refused(Alice, settled.claim(2, 3), Error::NothingToRefund);
		ok(Bob, settled.claim(0, 8));
		refused(Ferdie, settled.claim(0, 8), Error::NothingToRefund);
		assert_eq!(credits(), before);
		assert_eq!(Credits::supply_today().refundable, 0);
		end_block();
		try_state();

		// The epoch closes as if there had been nothing, and nobody is paid.
		let minted = views::bme_status().minted;
		while Epochs::current() < 3 {
			run_blocks(1);
		}
		assert_eq!(views::batch(0).unwrap().state, BatchState::Final);
		let status = views::bme_status();
		assert_eq!((status.consumed_cuc, status.minted), (0, minted));
		try_state();
	});
}

#[test]
fn a_batch_should_show_what_of_it_is_void() {
	market(|| {
		let opened_at = now();
		let (first, second) = (settle(8, opened_at), settle(3, opened_at));
		let void = |id| views::batch(id).unwrap().void;
		assert_eq!((void(first.id), void(second.id)), (None, None));
		ok(Charlie, first.forfeit());
		let leaves = vec![LeafRange { first: 0, count: 8 }];
		let all = VoidPart { leaves, cuc: 8 * CUC, refundable: 8 * CUC };
		assert_eq!((void(first.id), void(second.id)), (Some(all.clone()), None));
		assert!((0..8).all(|leaf| all.contains(leaf)) && !all.contains(8));
		end_block();

		// What customers have got back no longer waits, and stays void.
		begin_block();
		ok(Alice, first.claim(2, 3));
		let refunded = |micro| VoidPart { refundable: micro, ..all.clone() };
		assert_eq!(void(first.id), Some(refunded(5 * CUC)));
		ok(Bob, first.claim(0, 8));
		assert_eq!(void(first.id), Some(refunded(0)));
		end_block();
		while views::batch(first.id).unwrap().state == BatchState::Open {
			run_blocks(1);
		}
		assert_eq!((void(first.id), void(second.id)), (Some(refunded(0)), None));
		try_state();
	});
}

#[test]
fn void_rows_of_a_batch_should_be_shown_as_ranges_of_their_leaves() {
	market(|| {
		let settled = settle(8, now());
		let ranges =
			[(0, 2), (4, 5), (6, 8)].map(|(first, end)| pallet_receipts::LeafRange { first, end });
		pallet_receipts::VoidedRows::<Runtime>::insert(
			settled.id,
			pallet_receipts::VoidRows {
				waiting: 3,
				voided: 5,
				leaves: ranges.to_vec().try_into().unwrap(),
			},
		);
		let void = views::batch(settled.id).unwrap().void.unwrap();
		let shown: Vec<_> = void.leaves.iter().map(|range| (range.first, range.count)).collect();
		assert_eq!(shown, [(0, 2), (4, 1), (6, 2)]);
		assert_eq!((void.cuc, void.refundable), (5, 3));
		let leaves: Vec<_> = (0..10).filter(|leaf| void.contains(*leaf)).collect();
		assert_eq!(leaves, [0, 1, 4, 6, 7]);
		assert!(!void.contains(u32::MAX));
	});
}

#[test]
fn a_refund_should_find_its_owner_when_batch_and_session_are_over() {
	market(|| {
		let opened_at = now();
		let before = credits();
		let settled = settle(5, opened_at);
		ok(Charlie, settled.forfeit());
		ok(Ferdie, pallet_credits::Call::close_session { session: 0 });
		end_block();
		let over = views::session(0).unwrap().settle_until;
		while System::block_number() < over || Bme::first_open() < 1 {
			run_blocks(1);
		}
		begin_block();
		ok(Ferdie, pallet_credits::Call::close_session { session: 0 });
		assert!(views::session(0).is_none());
		refused(Charlie, settled.forfeit(), Error::BatchFinal);
		ok(Alice, settled.claim(0, 5));
		assert_eq!(credits(), before);
		assert_eq!(views::credit_balance(&Ferdie.to_account_id()).total, before);
		end_block();
		try_state();
	});
}

#[test]
fn a_row_should_stand_when_its_epoch_has_closed() {
	market(|| {
		let settled = settle(5, now());
		end_block();
		while Bme::first_open() < 1 {
			run_blocks(1);
		}
		begin_block();
		for who in [Dave, Charlie] {
			refused(who, settled.forfeit(), Error::BatchFinal);
		}
		refused(Alice, settled.claim(0, 5), Error::NothingToRefund);
		end_block();
		assert_eq!(views::bme_status().consumed_cuc, u128::from(5 * CUC));
		try_state();
	});
}

#[test]
fn giving_up_a_row_should_make_room_for_the_operator_and_for_nobody_else() {
	market(|| {
		let opened_at = now();
		let gateway = || views::gateway(Bob.to_account_id()).unwrap().unfinalised;
		let first = settle(10, opened_at);
		ok(Charlie, first.forfeit());
		assert_eq!((unfinalised(&Dave.to_account_id()), gateway()), (0, 10 * CUC));
		let second = settle(9, opened_at);
		assert_eq!((unfinalised(&Dave.to_account_id()), gateway()), (9 * CUC, 19 * CUC));
		// The session's cap is used up but for one CUC: what was refunded is with the customer, not with the gateway.
		ok(Alice, first.claim(0, 10));
		let (batch, ..) = submission(19, 2);
		let submission = Box::new(batch);
		let refusal = Error::SessionRowRefused { row: 0, reason: SessionRefusal::Exhausted };
		refused(Bob, pallet_receipts::Call::submit_batch { submission }.into(), refusal);
		// An old batch's opening does not open a new one's row.
		let mut stale = second.forfeit();
		if let RuntimeCall::Receipts(pallet_receipts::Call::forfeit_row { row, .. }) = &mut stale {
			**row = first.operators[0].clone();
		}
		refused(Charlie, stale, Error::RowNotOpened);
		end_block();
		try_state();
	});
}

#[test]
fn a_gateway_should_bill_within_grace_and_seqs_and_not_beyond() {
	market(|| {
		let opened_at = now();
		let submit = |from_seq, count| {
			let submission = Box::new(submission(from_seq, count).0);
			RuntimeCall::from(pallet_receipts::Call::submit_batch { submission })
		};
		let row = |reason| Error::<Runtime>::SessionRowRefused { row: 0, reason };
		refused(Bob, submit(0, 21), row(SessionRefusal::Exhausted));
		refused(Bob, submit(1, 1), row(SessionRefusal::WrongSeq));
		refused(Alice, submit(0, 1), Error::GatewayNotFound);
		settle(2, opened_at);
		refused(Bob, submit(0, 2), row(SessionRefusal::WrongSeq));
		refused(Bob, submit(1, 2), row(SessionRefusal::WrongSeq));
		ok(Ferdie, pallet_credits::Call::close_session { session: 0 });
		end_block();

		let over = views::session(0).unwrap().settle_until;
		while System::block_number() + 1 < over {
			run_blocks(1);
		}
		begin_block();
		assert_eq!(System::block_number(), over);
		// The last block of the grace. The operator must still be one that may settle.
		let heartbeat = pallet_operator_stake::Call::heartbeat {
			epoch_number: Epochs::current(),
			capabilities_summary_hash: Hash::zero(),
			attestation_report_hash: Hash::zero(),
		};
		ok(Dave, heartbeat);
		ok(Bob, submit(2, 1));
		end_block();
		begin_block();
		refused(Bob, submit(3, 1), row(SessionRefusal::Expired));
		ok(Ferdie, pallet_credits::Call::close_session { session: 0 });
		refused(Bob, submit(3, 1), row(SessionRefusal::NotFound));
		end_block();
		try_state();
	});
}

#[test]
fn proxies_should_claim_refunds_but_give_nothing_up() {
	use crate::configs::system::ProxyType::{Any, Governance, NonTransfer, Operations};
	use frame_support::traits::InstanceFilter;
	market(|| {
		let settled = settle(1, now());
		let (forfeit, claim) = (settled.forfeit(), settled.claim(0, 1));
		assert!(Any.filter(&forfeit) && Any.filter(&claim));
		assert!(!Governance.filter(&forfeit) && !Governance.filter(&claim));
		// What is given up goes to customers, who may be friends of the proxy.
		for proxy in [NonTransfer, Operations] {
			assert!(!proxy.filter(&forfeit) && proxy.filter(&claim));
		}
		end_block();
	});
}

#[test]
fn a_banned_operator_should_give_nothing_up() {
	market(|| {
		let settled = settle(5, now());
		let id = settled.operators[0].terms.operator;
		let guard = crate::RuntimeOrigin::from(Timelocked(Track::Guard));
		assert_ok!(OperatorStake::force_freeze(guard, id, 1));
		refused(Charlie, settled.forfeit(), Error::RowOperatorHeld);
		let fast = crate::RuntimeOrigin::from(Timelocked(Track::Fast));
		assert_ok!(OperatorStake::force_unfreeze(fast, id));
		let normal = crate::RuntimeOrigin::from(Timelocked(Track::Normal));
		assert_ok!(OperatorStake::force_ban(normal, Charlie.to_account_id(), id));
		refused(Charlie, settled.forfeit(), Error::RowOperatorHeld);
		assert_eq!(dues(Two), 3_700_000);
		end_block();
		try_state();
	});
}

#[test]
fn credits_should_keep_their_day_when_they_return() {
	market(|| {
		let settled = settle(1, now());
		ok(Charlie, settled.forfeit());
		ok(Alice, settled.claim(0, 1));
		let day = settled.sessions[0].terms.expiry_day;
		let lots = views::credit_balance(&Ferdie.to_account_id()).lots;
		assert!(lots.iter().all(|lot| lot.expiry_day == day));
		assert_noop!(
			Receipts::claim_refund(
				crate::RuntimeOrigin::root(),
				0,
				match settled.claim(0, 1) {
					RuntimeCall::Receipts(pallet_receipts::Call::claim_refund {
						claim, ..
					}) => claim,
					_ => unreachable!(),
				}
			),
			DispatchError::BadOrigin
		);
		end_block();
	});
}
