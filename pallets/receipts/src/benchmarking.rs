//! Benchmarks.
//!
//! `submit_batch` runs on the pallets that the runtime wires, through the `…_for_benchmark` hooks of
//! the traits: what sessions, operators and dues cost is part of it. Payees that have something to be
//! paid cost more: that is [`Config::PayoutWeight`].

use super::*;
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::traits::{
	fungible::{Inspect, Unbalanced},
	tokens::Precision,
};
use frame_system::RawOrigin;
use orogen_primitives_core::{MAX_OPERATOR_ROWS, MAX_SESSION_ROWS, OROG, Price, VerificationMode};
use orogen_primitives_receipts::{
	Entry, EntryState, OperatorRow, OperatorTerms, SessionRow, SettledSessionRow, Tree, TreeKind,
	refund::MAX_REFUND_ENTRIES, rows_root,
};

/// Micro-USD of each receipt.
const PRICE: Cuc = 100;

/// An account with enough for every call.
fn funded<T: Config>() -> Result<AccountId, BenchmarkError> {
	let who: AccountId = account("gateway", 0, 0);
	let stake = CurrentParameters::<T>::get().min_stake;
	let funds = stake.saturating_mul(4).saturating_add(OROG);
	T::Currency::set_total_issuance(T::Currency::total_issuance().saturating_add(funds));
	T::Currency::increase_balance(&who, funds, Precision::Exact)?;
	Ok(who)
}

/// A registered gateway.
fn registered<T: Config>() -> Result<AccountId, BenchmarkError> {
	let who = funded::<T>()?;
	let stake = CurrentParameters::<T>::get().min_stake;
	Pallet::<T>::do_register_gateway(who.clone(), stake, 0)?;
	Ok(who)
}

/// A header of `gateway` in epoch 0, with its deposit on hold.
fn header<T: Config>(
	gateway: &AccountId,
) -> Result<BatchHeader<BlockNumberFor<T>>, BenchmarkError> {
	let deposit = CurrentParameters::<T>::get().batch_deposit;
	T::Currency::hold(&HoldReason::BatchDeposit.into(), gateway, deposit)?;
	Ok(BatchHeader {
		gateway: gateway.clone(),
		epoch: 0,
		submitted: 1u32.into(),
		root_ops: Hash::default(),
		root_seq: Hash::default(),
		rows_root: Hash::default(),
		count: 1,
		entries: 1,
		operator_rows: 1,
		session_rows: 1,
		tokens: 1,
		cuc: 1,
		blob_url: BlobUrl::truncate_from(alloc::vec![b'x'; 256]),
		deposit,
		previous: None,
	})
}

/// Shares `receipts` out to `rows` rows: one each, and what is left to the last.
fn counts(receipts: u32, rows: u32) -> impl Iterator<Item = u32> {
	let last = rows.saturating_sub(1);
	let rest = receipts.saturating_sub(last);
	(0..rows).map(move |row| if row == last { rest } else { 1 })
}

/// A batch of `o` operators and `s` sessions, none of which has been settled before.
fn batch<T: Config>(
	gateway: &AccountId,
	o: u32,
	s: u32,
) -> Result<BatchSubmission, BenchmarkError> {
	let receipts = o.max(s);
	let mut hotkeys: Vec<AccountId> = (0..o).map(|n| account("operator", n, 0)).collect();
	hotkeys.sort();
	let mut operators = Vec::new();
	for (hotkey, count) in hotkeys.into_iter().zip(counts(receipts, o)) {
		let cuc = PRICE.saturating_mul(count.into());
		T::OperatorAdmission::activate_for_benchmark(&hotkey, gateway, cuc)?;
		// Who is paid for it.
		T::WorkLedger::burden_for_benchmark(&hotkey);
		operators.push(OperatorRow {
			hotkey,
			model: 0,
			adapter: None,
			mode: VerificationMode::Vanilla,
			count,
			tokens: count.into(),
			cuc,
			commission: 0,
		});
	}
	let mut sessions = Vec::new();
	for (n, count) in (0..s).zip(counts(receipts, s)) {
		let cuc = PRICE.saturating_mul(count.into());
		let owner: AccountId = account("customer", n, 0);
		let session = T::SessionLedger::open_for_benchmark(&owner, gateway, cuc)?;
		sessions.push(SessionRow {
			session,
			from_seq: 0,
			count,
			void: 0,
			deferred: 0,
			late: 0,
			cuc,
		});
	}
	Ok(BatchSubmission {
		top_ops: Hash::repeat_byte(1),
		top_seq: Hash::repeat_byte(2),
		count: receipts,
		entries: receipts,
		tokens: receipts.into(),
		cuc: PRICE.saturating_mul(receipts.into()),
		operators: BoundedVec::truncate_from(operators),
		sessions: BoundedVec::truncate_from(sessions),
		blob_url: BlobUrl::truncate_from(alloc::vec![b'x'; 256]),
	})
}

/// Receipts of [`settled`], all of one session and one operator.
const SETTLED_RECEIPTS: u32 = 65_536;

/// A batch as if it had been submitted, with as many rows as there may be; only the first of each list
/// is booked.
struct Settled {
	id: BatchId,
	hotkey: AccountId,
	entries: Vec<Entry>,
	tree: Tree,
	operators: Vec<SettledOperatorRow>,
	sessions: Vec<SettledSessionRow>,
}

fn settled<T: Config>() -> Result<Settled, BenchmarkError> {
	let gateway = registered::<T>()?;
	let hotkey: AccountId = account("operator", 0, 0);
	let owner: AccountId = account("customer", 0, 0);
	let cuc = PRICE.saturating_mul(SETTLED_RECEIPTS.into());
	T::OperatorAdmission::activate_for_benchmark(&hotkey, &gateway, cuc)?;
	let session = T::SessionLedger::open_for_benchmark(&owner, &gateway, cuc)?;
	let row = OperatorRow {
		hotkey: hotkey.clone(),
		model: 0,
		adapter: None,
		mode: VerificationMode::Vanilla,
		count: SETTLED_RECEIPTS,
		tokens: 0,
		cuc,
		commission: 1,
	};
	let stop = |_| BenchmarkError::Stop("the row is refused");
	let admission = T::OperatorAdmission::admit(&gateway, &row).map_err(stop)?;
	let terms = OperatorTerms {
		operator: admission.operator,
		payee: admission.payee,
		due: T::WorkLedger::operator_share(cuc).saturating_sub(1),
		commission: 1,
	};
	let dues = alloc::vec![(terms.payee.clone(), terms.due), (gateway.clone(), 1)];
	T::WorkLedger::accrue(cuc, dues)?;
	let operators = alloc::vec![SettledOperatorRow { row, terms }; rows_of(MAX_OPERATOR_ROWS)];
	let row = SessionRow {
		session,
		from_seq: 0,
		count: SETTLED_RECEIPTS,
		void: 0,
		deferred: 0,
		late: 0,
		cuc,
	};
	let stop = |_| BenchmarkError::Stop("the session is refused");
	let terms = T::SessionLedger::claim(&gateway, &row).map_err(stop)?.terms;
	let sessions = alloc::vec![SettledSessionRow { row, terms }; rows_of(MAX_SESSION_ROWS)];
	let entries: Vec<Entry> = (0..SETTLED_RECEIPTS)
		.map(|seq| Entry { session, seq, cuc: PRICE, state: EntryState::Leaf(seq) })
		.collect();
	let leaves = (0u32..).zip(&entries).map(|(index, entry)| entry.leaf(index)).collect();
	let tree = Tree::build(TreeKind::Seq, leaves).map_err(|_| BenchmarkError::Stop("no tree"))?;
	let id = BatchTotals::<T>::get().batches;
	let header = BatchHeader {
		epoch: T::EpochClock::current(),
		root_seq: tree.root().hash,
		rows_root: rows_root(&operators, &sessions),
		count: SETTLED_RECEIPTS,
		entries: SETTLED_RECEIPTS,
		operator_rows: MAX_OPERATOR_ROWS,
		session_rows: MAX_SESSION_ROWS,
		tokens: 0,
		cuc,
		..header::<T>(&gateway)?
	};
	Batches::<T>::insert(id, header);
	Ok(Settled { id, hotkey, entries, tree, operators, sessions })
}

fn rows_of(rows: u32) -> usize {
	usize::try_from(rows).unwrap_or_default()
}

impl Settled {
	fn opening(&self) -> Result<RowOpening, BenchmarkError> {
		RowOpening::of_operator(&self.operators, &self.sessions, 0)
			.ok_or(BenchmarkError::Stop("no row"))
	}

	/// Makes the first row void.
	fn void<T: Config>(&self) -> Result<(), BenchmarkError> {
		let opening = self.opening()?;
		let row = self.operators.first().cloned().ok_or(BenchmarkError::Stop("no row"))?;
		Ok(Pallet::<T>::do_forfeit_row(&self.hotkey, self.id, row, &opening)?)
	}

	/// A claim for `e` entries in two chunks.
	fn claim(&self, e: u32) -> Result<RefundClaim, BenchmarkError> {
		let stop = BenchmarkError::Stop("no claim");
		let first = ENTRIES_PER_CHUNK.saturating_mul(31).saturating_sub(e.div_ceil(2));
		let entries: Vec<Entry> =
			self.entries.iter().skip(rows_of(first)).take(rows_of(e)).copied().collect();
		let (Some(session), Some(opening), Ok(sum), Ok(proof)) = (
			self.sessions.first().cloned(),
			RowOpening::of_session(&self.operators, &self.sessions, 0),
			self.tree.open_sum(0, SETTLED_RECEIPTS),
			self.tree.open_range(first, e),
		) else {
			return Err(stop);
		};
		let entries = entries.try_into().map_err(|_| stop)?;
		Ok(RefundClaim { session, opening, sum, first, entries, proof })
	}
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn register_gateway() -> Result<(), BenchmarkError> {
		let who = funded::<T>()?;
		let stake = CurrentParameters::<T>::get().min_stake;

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), stake, 1);

		assert!(Gateways::<T>::contains_key(who));
		Ok(())
	}

	#[benchmark]
	fn bond_more() -> Result<(), BenchmarkError> {
		let who = registered::<T>()?;
		let stake = CurrentParameters::<T>::get().min_stake;

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), stake);

		assert_eq!(
			Gateways::<T>::get(who).map(|record| record.stake),
			Some(stake.saturating_mul(2))
		);
		Ok(())
	}

	#[benchmark]
	fn set_min_session_cap() -> Result<(), BenchmarkError> {
		let who = registered::<T>()?;

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), 7);

		assert_eq!(Gateways::<T>::get(who).map(|record| record.min_session_cap), Some(7));
		Ok(())
	}

	#[benchmark]
	fn deregister_gateway() -> Result<(), BenchmarkError> {
		let who = registered::<T>()?;

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()));

		assert!(Gateways::<T>::get(who).is_some_and(|record| record.unbonding_until().is_some()));
		Ok(())
	}

	#[benchmark]
	fn withdraw_gateway() -> Result<(), BenchmarkError> {
		let who = registered::<T>()?;
		Gateways::<T>::mutate(&who, |record| {
			if let Some(record) = record {
				record.status = GatewayStatus::Unbonding { until: Default::default() };
			}
		});

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()));

		assert!(!Gateways::<T>::contains_key(who));
		Ok(())
	}

	#[benchmark]
	fn submit_batch(
		o: Linear<1, { MAX_OPERATOR_ROWS }>,
		s: Linear<1, { MAX_SESSION_ROWS }>,
	) -> Result<(), BenchmarkError> {
		T::PriceOracle::fill_for_benchmark(Price::from_u32(1));
		let who = registered::<T>()?;
		let submission = Box::new(batch::<T>(&who, o, s)?);
		let id = BatchTotals::<T>::get().batches;

		#[extrinsic_call]
		_(RawOrigin::Signed(who), submission);

		assert!(Batches::<T>::contains_key(id));
		Ok(())
	}

	#[benchmark]
	fn set_parameter() -> Result<(), BenchmarkError> {
		let origin =
			T::NormalOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, ParameterChange::ExposureFactor(11));

		assert_eq!(CurrentParameters::<T>::get().exposure_factor, 11);
		Ok(())
	}

	#[benchmark]
	fn forfeit_row() -> Result<(), BenchmarkError> {
		let settled = settled::<T>()?;
		let opening = settled.opening()?;
		let row = settled.operators.first().cloned().ok_or(BenchmarkError::Stop("no row"))?;

		#[extrinsic_call]
		_(RawOrigin::Signed(settled.hotkey.clone()), settled.id, Box::new(row), Box::new(opening));

		assert!(VoidedRows::<T>::contains_key(settled.id));
		Ok(())
	}

	#[benchmark]
	fn claim_refund(e: Linear<1, { MAX_REFUND_ENTRIES }>) -> Result<(), BenchmarkError> {
		let settled = settled::<T>()?;
		settled.void::<T>()?;
		let claim = settled.claim(e)?;
		let first = claim.first;

		#[extrinsic_call]
		_(RawOrigin::Signed(settled.hotkey.clone()), settled.id, Box::new(claim));

		assert!(Pallet::<T>::is_refunded(settled.id, first));
		Ok(())
	}

	#[benchmark]
	fn prune_base() {
		let now = frame_system::Pallet::<T>::block_number();
		// An epoch that is not noted, so that no step follows.
		let cursor = PruneCursor { batch: 0, epoch: u32::MAX, unnoted: u32::MAX, chunk: None };
		Pruning::<T>::put(cursor);
		let mut meter = WeightMeter::with_limit(T::WeightInfo::prune_base());

		#[block]
		{
			Pallet::<T>::prune(now, &mut meter);
			// Any step that follows moves the cursor.
			Pruning::<T>::put(cursor);
		}

		assert_eq!(Pruning::<T>::get(), cursor);
	}

	#[benchmark]
	fn note_closing() {
		let mut cursor = PruneCursor::default();

		#[block]
		{
			Pallet::<T>::note_closing(&mut cursor, 1u32.into());
		}

		assert_eq!(cursor.unnoted, 1);
		assert!(Closings::<T>::contains_key(0));
	}

	#[benchmark]
	fn prune_epoch() -> Result<(), BenchmarkError> {
		let who = registered::<T>()?;
		let mut cursor = PruneCursor::default();
		Closings::<T>::insert(cursor.epoch, BlockNumberFor::<T>::from(1u32));
		// The newest epoch's batch, which stays.
		Batches::<T>::insert(cursor.batch, BatchHeader { epoch: 1, ..header::<T>(&who)? });
		let mut meter = WeightMeter::new();

		#[block]
		{
			Pallet::<T>::prune_epoch(&mut cursor, 9u32.into(), 1u32.into(), &mut meter);
		}

		assert_eq!(cursor.epoch, 1);
		Ok(())
	}

	#[benchmark]
	fn prune_batch() -> Result<(), BenchmarkError> {
		let settled = settled::<T>()?;
		settled.void::<T>()?;
		let mut cursor = PruneCursor { batch: settled.id, ..PruneCursor::default() };
		let mut meter = WeightMeter::new();

		#[block]
		{
			if let Some(header) = Batches::<T>::get(cursor.batch) {
				Pallet::<T>::prune_refunds(&mut cursor, 1, &mut meter);
				Pallet::<T>::prune_batch(&mut cursor, header);
			}
		}

		assert_eq!(Batches::<T>::get(settled.id), None);
		assert!(!VoidedRows::<T>::contains_key(settled.id));
		Ok(())
	}

	#[benchmark]
	fn prune_chunk() {
		let mut meter = WeightMeter::new();
		let mut cursor = PruneCursor { chunk: Some(0), ..PruneCursor::default() };
		RefundedEntries::<T>::insert(0, 0, EntryBits::default());

		#[block]
		{
			Pallet::<T>::prune_refunds(&mut cursor, 1, &mut meter);
		}

		assert!(!RefundedEntries::<T>::contains_key(0, 0));
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::ExtBuilder::without_gateway().build(),
		crate::mock::Test
	);
}
