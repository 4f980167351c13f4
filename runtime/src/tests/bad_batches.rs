//! A batch whose first, middle or last row lies, in every way that the real operators and sessions
//! find: the row is named with the reason, and nothing changes (SPEC §9).

use super::{bad_input::attempt, common::*};
use crate::{Runtime, RuntimeCall, RuntimeOrigin, System, genesis_config_presets::DEVELOPMENT};
use frame_support::{
	assert_ok,
	storage::{TransactionOutcome, with_transaction},
	traits::UnfilteredDispatchable,
};
use orogen_primitives_core::{
	AccountId, CUC, Hash, NodeKind, OROG, SLOT_DURATION_MS, Tier, VerificationMode,
};
use orogen_primitives_receipts::{OperatorRow, SessionKey, SessionRow};
use orogen_primitives_traits::{OperatorRefusal, SessionRefusal};
use pallet_credits::{SessionOf, Sessions};
use pallet_operator_stake::{
	OperatorOf, Operators, ServedGateway, ServedGateways, Status, SuspensionReason,
	registration_payload,
};
use pallet_receipts::{BatchSubmission, Error};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve, Ferdie, Two};
use sp_runtime::{DispatchError, Perbill};

/// Micro-USD of each row.
const PRICE: u64 = 9_000;
/// Rows of each kind.
const ROWS: usize = 3;

/// Registers `hotkey` as Charlie's, for the gateway Bob.
fn serve(hotkey: Sr25519Keyring) {
	let key = hotkey.to_account_id();
	let payload = registration_payload(System::block_hash(0), &Charlie.to_account_id(), &key);
	ok(
		Charlie,
		pallet_operator_stake::Call::register {
			hotkey: key.clone(),
			hotkey_signature: hotkey.sign(&payload).into(),
			tier: Tier::Prosumer,
			kind: NodeKind::LocalInference,
			stake: 100 * OROG,
			region: Default::default(),
			ip24_hash: Hash::zero(),
			payout: Charlie.to_account_id(),
		},
	);
	let all = Perbill::from_percent(100);
	let max_commission = Perbill::from_percent(10);
	let gateway = Bob.to_account_id();
	let served = ServedGateway { gateway, capacity_share: all, max_commission };
	let gateways = vec![served].try_into().unwrap();
	ok(Charlie, pallet_operator_stake::Call::set_gateways { hotkey: key, gateways });
}

/// Three operators of the gateway Bob; six sessions of Ferdie, of which Bob's have odd numbers.
fn scene(test: impl FnOnce(BatchSubmission)) {
	preset(DEVELOPMENT).execute_with(|| {
		// Some epochs, so that an operator can have stopped before the last one.
		run_blocks(65);
		begin_block();
		for gateway in [Alice, Bob] {
			let stake = 2_000 * OROG;
			ok(gateway, pallet_receipts::Call::register_gateway { stake, min_session_cap: 1 });
		}
		let mut hotkeys = [Dave, Eve, Two];
		hotkeys.sort_by_key(|hotkey| hotkey.to_account_id());
		hotkeys.into_iter().for_each(serve);
		let beneficiary = Ferdie.to_account_id();
		ok(Ferdie, pallet_bme::Call::burn { orog: 100 * OROG, beneficiary, min_cuc: 0 });
		for gateway in [Alice, Bob, Alice, Bob, Alice, Bob] {
			ok(
				Ferdie,
				pallet_credits::Call::open_session {
					gateway: gateway.to_account_id(),
					key: SessionKey::Sr25519([7; 32].into()),
					cap: CUC,
					expires_at: (slot() + 600) * SLOT_DURATION_MS,
					ack_window: None,
					models: Default::default(),
				},
			);
		}
		let operators = hotkeys.map(|hotkey| OperatorRow {
			hotkey: hotkey.to_account_id(),
			model: 0,
			adapter: None,
			mode: VerificationMode::Vanilla,
			count: 2,
			tokens: 70,
			cuc: PRICE,
			commission: 0,
		});
		let sessions = [1, 3, 5].map(|session| SessionRow {
			session,
			from_seq: 0,
			count: 2,
			void: 0,
			deferred: 0,
			late: 0,
			cuc: PRICE,
		});
		test(BatchSubmission {
			top_ops: Hash::repeat_byte(1),
			top_seq: Hash::repeat_byte(2),
			count: 6,
			entries: 6,
			tokens: 210,
			cuc: 3 * PRICE,
			operators: operators.to_vec().try_into().unwrap(),
			sessions: sessions.to_vec().try_into().unwrap(),
			blob_url: Default::default(),
		});
	});
}

fn submit(submission: BatchSubmission) -> RuntimeCall {
	pallet_receipts::Call::submit_batch { submission: Box::new(submission) }.into()
}

fn bob() -> RuntimeOrigin {
	RuntimeOrigin::signed(Bob.to_account_id())
}

/// What the batch is answered when `lie` has changed its row `row`, or the state behind it.
#[track_caller]
fn refused(
	good: &BatchSubmission,
	row: usize,
	lie: impl FnOnce(&mut BatchSubmission, usize),
	expected: impl Into<DispatchError>,
) {
	let undone = with_transaction(|| -> TransactionOutcome<Result<_, DispatchError>> {
		let mut batch = good.clone();
		lie(&mut batch, row);
		TransactionOutcome::Rollback(Ok(attempt(submit(batch), bob())))
	});
	assert_eq!(undone, Ok((Err(expected.into()), false)), "row {row}");
}

fn operator(hotkey: &AccountId, change: impl FnOnce(&mut OperatorOf<Runtime>)) {
	Operators::<Runtime>::mutate(hotkey, |operator| change(operator.as_mut().expect("registered")));
}

fn session(row: &SessionRow, change: impl FnOnce(&mut SessionOf<Runtime>)) {
	Sessions::<Runtime>::mutate(row.session, |session| change(session.as_mut().expect("open")));
}

#[test]
fn an_operator_row_that_lies_should_be_named_wherever_it_stands() {
	type Lie = fn(&mut BatchSubmission, usize);
	use OperatorRefusal::*;
	let lies: [(OperatorRefusal, Lie); 16] = [
		(NotFound, |batch, row| {
			let mut bytes: [u8; 32] = batch.operators[row].hotkey.clone().into();
			bytes[31] ^= 1;
			batch.operators[row].hotkey = bytes.into();
		}),
		(NotFound, |batch, row| Operators::<Runtime>::remove(&batch.operators[row].hotkey)),
		(NotActive, |batch, row| {
			operator(&batch.operators[row].hotkey, |operator| {
				let reason = SuspensionReason::Governance;
				operator.status = Status::Suspended { reason, since: 0 };
			});
		}),
		(NotActive, |batch, row| {
			operator(&batch.operators[row].hotkey, |operator| {
				operator.status = Status::Unbonding { since: 0, until: 999 };
			});
		}),
		// Half of the floor.
		(NotActive, |batch, row| {
			operator(&batch.operators[row].hotkey, |operator| operator.stake = 12 * OROG);
		}),
		(Banned, |batch, row| {
			operator(&batch.operators[row].hotkey, |operator| {
				operator.status = Status::Banned { until: 999 };
			});
		}),
		(GatewayNotListed, |batch, row| {
			ServedGateways::<Runtime>::remove(&batch.operators[row].hotkey, Bob.to_account_id());
		}),
		(OverCapacity, |batch, row| {
			let more = 1_000 * CUC;
			batch.operators[row].cuc += more;
			batch.sessions[0].cuc += more;
			batch.cuc += more;
		}),
		(ModeNotAllowed, |batch, row| batch.operators[row].mode = VerificationMode::Tee),
		(ModeNotAllowed, |batch, row| batch.operators[row].mode = VerificationMode::ZkMl),
		(ModelNotAllowed, |batch, row| batch.operators[row].model = u32::MAX),
		(ModelNotAllowed, |batch, row| batch.operators[row].adapter = Some(0)),
		(CommissionTooHigh, |batch, row| batch.operators[row].commission = PRICE * 3 / 40 + 1),
		(CommissionTooHigh, |batch, row| batch.operators[row].commission = u64::MAX),
		(Empty, |batch, row| batch.operators[row].count = 0),
		(Empty, |batch, row| batch.operators[row].cuc = 0),
	];
	scene(|good| {
		for (reason, lie) in lies {
			for at in 0..ROWS {
				let row = at.try_into().unwrap();
				refused(&good, at, lie, Error::<Runtime>::OperatorRowRefused { row, reason });
			}
		}
		for at in 1..ROWS {
			let row = at.try_into().unwrap();
			let twice: Lie = |batch, row| batch.operators[row] = batch.operators[row - 1].clone();
			let swapped: Lie = |batch, row| {
				batch.operators.get_mut(row - 1..=row).expect("two rows").swap(0, 1);
			};
			for lie in [twice, swapped] {
				let error = Error::<Runtime>::OperatorRowRefused { row, reason: NotSorted };
				refused(&good, at, lie, error);
			}
		}
	});
}

#[test]
fn a_session_row_that_lies_should_be_named_wherever_it_stands() {
	type Lie = fn(&mut BatchSubmission, usize);
	use SessionRefusal::*;
	let lies: [(SessionRefusal, Lie); 12] = [
		(NotFound, |batch, row| Sessions::<Runtime>::remove(batch.sessions[row].session)),
		(OtherGateway, |batch, row| batch.sessions[row].session -= 1),
		(Expired, |batch, row| session(&batch.sessions[row], |session| session.settle_until = 1)),
		(WrongSeq, |batch, row| batch.sessions[row].from_seq = 1),
		(WrongSeq, |batch, row| batch.sessions[row].from_seq = u32::MAX),
		(WrongSeq, |batch, row| session(&batch.sessions[row], |session| session.next_seq = 2)),
		(BadBitmap, |batch, row| batch.sessions[row].void = 3),
		(BadBitmap, |batch, row| batch.sessions[row].deferred = 0b100),
		(BadBitmap, |batch, row| {
			batch.sessions[row].late = 1;
			batch.entries += 1;
		}),
		(Exhausted, |batch, row| {
			session(&batch.sessions[row], |session| session.remaining = PRICE - 1);
		}),
		(Empty, |batch, row| batch.sessions[row].void = 2),
		(Empty, |batch, row| batch.sessions[row].deferred = 0b11),
	];
	scene(|good| {
		for (reason, lie) in lies {
			for at in 0..ROWS {
				let row = at.try_into().unwrap();
				refused(&good, at, lie, Error::<Runtime>::SessionRowRefused { row, reason });
			}
		}
		for at in 1..ROWS {
			let row = at.try_into().unwrap();
			let twice: Lie = |batch, row| batch.sessions[row] = batch.sessions[row - 1].clone();
			let error = Error::<Runtime>::SessionRowRefused { row, reason: NotSorted };
			refused(&good, at, twice, error);
		}
		// More than a session holds, shifted from one row to another so that all totals agree.
		refused(
			&good,
			2,
			|batch, row| {
				batch.operators[0].cuc += CUC;
				batch.sessions[row].cuc += CUC;
				batch.cuc += CUC;
			},
			Error::<Runtime>::SessionRowRefused { row: 2, reason: Exhausted },
		);
		// What the rows claim together is not what the operators served.
		refused(
			&good,
			1,
			|batch, row| batch.sessions[row].void = 1,
			Error::<Runtime>::CountMismatch,
		);

		// Told as it was, the batch settles, once.
		assert_ok!(submit(good.clone()).dispatch_bypass_filter(bob()));
		let replayed = Error::<Runtime>::SessionRowRefused { row: 0, reason: WrongSeq };
		refused(&good, 0, |_, _| (), replayed);
		try_state();
	});
}
