//! What the calls do, and what other pallets and the runtime API ask.

use super::*;
use alloc::{collections::BTreeMap, vec};
use frame_support::{pallet_prelude::DispatchResult, traits::tokens::Precision};
use orogen_primitives_core::{ModelIndex, VerificationMode};
use orogen_primitives_math::operators::capacity;
use orogen_primitives_receipts::{
	EntryState, OperatorRow, OperatorTerms, RefundFault, SessionRow, SettledSessionRow, rows_root,
};
use orogen_primitives_traits::{ForfeitRefusal, GatewayTerms};
use sp_runtime::{
	ArithmeticError, FixedU128, SaturatedConversion,
	traits::{EnsureAdd, EnsureAddAssign, One, Saturating, Zero},
};

/// Prefix of the keys under which the rows of batches stand in the off-chain index.
pub const ROWS_KEY_PREFIX: &[u8] = b"orogen/receipts/rows/";

/// Key of the off-chain index that holds the rows of `batch`, as the SCALE encoding of
/// `(Vec<SettledOperatorRow>, Vec<SettledSessionRow>)`: [`ROWS_KEY_PREFIX`] and the id as 8 bytes, little-endian.
pub fn rows_key(batch: BatchId) -> Vec<u8> {
	[ROWS_KEY_PREFIX, &batch.to_le_bytes()].concat()
}

/// What operator rows are sorted by.
fn place(row: &OperatorRow) -> (&AccountId, ModelIndex, Option<ModelIndex>, VerificationMode) {
	(&row.hotkey, row.model, row.adapter, row.mode)
}

/// Number of `rows`, for weights.
pub(crate) fn rows<Row>(rows: &[Row]) -> u32 {
	// The bounds of the row lists are far below; a clamp would charge the most there is.
	u32::try_from(rows.len()).unwrap_or(u32::MAX)
}

/// Weight of [`Pallet::submit_batch`]: the benchmark, in which nobody has anything to be paid, and the
/// dues at their worst.
pub(crate) fn weight_of_batch<T: Config>(submission: &BatchSubmission) -> Weight {
	let operators = rows(&submission.operators);
	// A payee an operator row, and the gateway.
	let paid = operators.saturating_add(1).min(T::WorkLedger::MAX_PAID);
	batch_weight::<T>(operators, rows(&submission.sessions), paid)
}

/// Weight of a batch with so many rows on whose way so many payees are paid.
fn batch_weight<T: Config>(operators: u32, sessions: u32, paid: u32) -> Weight {
	T::WeightInfo::submit_batch(operators, sessions).saturating_add(T::PayoutWeight::convert(paid))
}

/// Adds up a few thousand amounts, whose sum always fits.
fn sum(amounts: impl Iterator<Item = u64>) -> u128 {
	amounts.fold(0, |sum, amount| sum.saturating_add(amount.into()))
}

/// The chunk of [`RefundedEntries`] that the entry `index` is part of.
pub(crate) const fn chunk_of(index: u32) -> u32 {
	index / ENTRIES_PER_CHUNK
}

/// Who is due what for these rows: the operators' shares, then the gateway's commission.
fn dues(
	gateway: &AccountId,
	rows: &[SettledOperatorRow],
) -> Result<Vec<(AccountId, Cuc)>, ArithmeticError> {
	let mut dues: Vec<(AccountId, Cuc)> = Vec::with_capacity(rows.len().saturating_add(1));
	let mut commissions: Cuc = 0;
	for OperatorTerms { payee, due, commission, .. } in rows.iter().map(|settled| &settled.terms) {
		commissions.ensure_add_assign(*commission)?;
		match dues.last_mut() {
			_ if *due == 0 => (),
			// Rows of one operator follow each other.
			Some((last, sum)) if last == payee => sum.ensure_add_assign(*due)?,
			_ => dues.push((payee.clone(), *due)),
		}
	}
	if commissions > 0 {
		dues.push((gateway.clone(), commissions));
	}
	Ok(dues)
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_register_gateway(
		gateway: AccountId,
		stake: Balance,
		min_session_cap: Cuc,
	) -> DispatchResult {
		ensure!(!Gateways::<T>::contains_key(&gateway), Error::<T>::GatewayAlreadyExists);
		ensure!(stake >= CurrentParameters::<T>::get().min_stake, Error::<T>::StakeTooLow);

		T::Currency::hold(&HoldReason::GatewayStake.into(), &gateway, stake)?;
		Gateways::<T>::insert(&gateway, Gateway::new(stake, min_session_cap));
		Self::deposit_event(Event::GatewayRegistered { gateway, stake, min_session_cap });
		Ok(())
	}

	pub(crate) fn do_bond_more(gateway: AccountId, amount: Balance) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let mut record = Gateways::<T>::get(&gateway).ok_or(Error::<T>::GatewayNotFound)?;
		record.stake.ensure_add_assign(amount)?;

		T::Currency::hold(&HoldReason::GatewayStake.into(), &gateway, amount)?;
		let stake = record.stake;
		Gateways::<T>::insert(&gateway, record);
		Self::deposit_event(Event::GatewayBonded { gateway, amount, stake });
		Ok(())
	}

	pub(crate) fn do_set_min_session_cap(
		gateway: AccountId,
		min_session_cap: Cuc,
	) -> DispatchResult {
		let mut record = Gateways::<T>::get(&gateway).ok_or(Error::<T>::GatewayNotFound)?;
		record.min_session_cap = min_session_cap;

		Gateways::<T>::insert(&gateway, record);
		Self::deposit_event(Event::MinSessionCapSet { gateway, min_session_cap });
		Ok(())
	}

	pub(crate) fn do_deregister_gateway(gateway: AccountId) -> DispatchResult {
		let mut record = Gateways::<T>::get(&gateway).ok_or(Error::<T>::GatewayNotFound)?;
		ensure!(record.status == GatewayStatus::Active, Error::<T>::GatewayUnbonding);
		let until = frame_system::Pallet::<T>::block_number()
			.ensure_add(CurrentParameters::<T>::get().unbonding)?;
		record.status = GatewayStatus::Unbonding { until };

		Gateways::<T>::insert(&gateway, record);
		Self::deposit_event(Event::GatewayDeregistered { gateway, until });
		Ok(())
	}

	pub(crate) fn do_withdraw_gateway(gateway: AccountId) -> DispatchResult {
		let mut record = Gateways::<T>::get(&gateway).ok_or(Error::<T>::GatewayNotFound)?;
		let until = record.unbonding_until().ok_or(Error::<T>::NotUnbonding)?;
		ensure!(frame_system::Pallet::<T>::block_number() >= until, Error::<T>::UnbondingNotOver);
		record.open_work.drop_closed(T::EpochFinality::first_open());
		ensure!(record.open_work.is_empty(), Error::<T>::BatchesNotFinal);

		let stake = record.stake;
		Gateways::<T>::remove(&gateway);
		T::Currency::release(&HoldReason::GatewayStake.into(), &gateway, stake, Precision::Exact)?;
		Self::deposit_event(Event::GatewayWithdrawn { gateway, stake });
		Ok(())
	}

	pub(crate) fn do_submit_batch(
		gateway: AccountId,
		submission: BatchSubmission,
	) -> DispatchResultWithPostInfo {
		// What can be decided without a row's operator or session, cheapest first.
		let parameters = CurrentParameters::<T>::get();
		let now = frame_system::Pallet::<T>::block_number();
		let mut record = Gateways::<T>::get(&gateway).ok_or(Error::<T>::GatewayNotFound)?;
		ensure!(record.may_settle(now), Error::<T>::SettlementOver);
		Self::check_statement(&submission)?;
		record.open_work.drop_closed(T::EpochFinality::first_open());
		ensure!(
			record.open_work.batches() < T::MaxPendingBatches::get(),
			Error::<T>::MaxPendingBatchesReached
		);
		let capacity = Self::capacity_of(record.stake, parameters.exposure_factor)
			.ok_or(Error::<T>::PriceUnknown)?;
		let unfinalised = record.open_work.cuc().checked_add(submission.cuc);
		ensure!(unfinalised.is_some_and(|sum| sum <= capacity), Error::<T>::OverCapacity);

		// The rows. Each trait decides and books at once; a refusal undoes the rows before it.
		let (root_ops, root_seq) = (submission.root_ops().hash, submission.root_seq().hash);
		let operators = Self::admit(&gateway, submission.operators.into_inner())?;
		let (sessions, receipts) = Self::claim(&gateway, submission.sessions.into_inner())?;
		ensure!(receipts == u64::from(submission.count), Error::<T>::CountMismatch);
		let paid = T::WorkLedger::accrue(submission.cuc, dues(&gateway, &operators)?)?;

		// Our own books.
		let deposit = parameters.batch_deposit;
		if deposit > 0 {
			T::Currency::hold(&HoldReason::BatchDeposit.into(), &gateway, deposit)?;
		}
		let epoch = T::EpochClock::current();
		let totals = BatchTotals::<T>::get();
		let batch = totals.batches;
		BatchTotals::<T>::put(totals.with_batch(submission.count, submission.cuc)?);
		let previous = record.latest_batch.replace(batch);
		record.open_work.add(epoch, submission.cuc)?;
		record.totals = record.totals.with_batch(submission.count, submission.cuc)?;
		Gateways::<T>::insert(&gateway, record);

		let rows_root = rows_root(&operators, &sessions);
		let header = BatchHeader {
			gateway: gateway.clone(),
			epoch,
			submitted: now,
			root_ops,
			root_seq,
			rows_root,
			count: submission.count,
			entries: submission.entries,
			operator_rows: rows(&operators),
			session_rows: rows(&sessions),
			tokens: submission.tokens,
			cuc: submission.cuc,
			blob_url: submission.blob_url,
			deposit,
			previous,
		};
		let (count, tokens, cuc) = (header.count, header.tokens, header.cuc);
		let weight = batch_weight::<T>(header.operator_rows, header.session_rows, paid);
		Batches::<T>::insert(batch, header);
		sp_io::offchain_index::set(&rows_key(batch), &(operators, sessions).encode());
		Self::deposit_event(Event::BatchSubmitted {
			batch,
			gateway,
			epoch,
			count,
			tokens,
			cuc,
			rows_root,
		});
		Ok(Some(weight).into())
	}

	/// Checks what the batch states about itself: bounds, the order of its rows, and its totals.
	fn check_statement(submission: &BatchSubmission) -> DispatchResult {
		let BatchSubmission { operators, sessions, .. } = submission;
		ensure!(submission.count > 0 && submission.cuc > 0, Error::<T>::EmptyBatch);
		ensure!(submission.count <= MAX_BATCH_RECEIPTS, Error::<T>::TooManyReceipts);
		ensure!(submission.entries <= MAX_BATCH_ENTRIES, Error::<T>::TooManyEntries);
		ensure!(submission.blob_url.iter().all(u8::is_ascii_graphic), Error::<T>::BadBlobUrl);

		let mut before: Option<&OperatorRow> = None;
		for (row, operator) in (0u16..).zip(operators) {
			let refused = |reason| Err(Error::<T>::OperatorRowRefused { row, reason }.into());
			if operator.count == 0 || operator.cuc == 0 {
				return refused(OperatorRefusal::Empty);
			}
			if before.replace(operator).is_some_and(|before| place(before) >= place(operator)) {
				return refused(OperatorRefusal::NotSorted);
			}
		}
		let mut before: Option<&SessionRow> = None;
		for (row, session) in (0u16..).zip(sessions) {
			if before.replace(session).is_some_and(|before| before.session >= session.session) {
				let reason = SessionRefusal::NotSorted;
				return Err(Error::<T>::SessionRowRefused { row, reason }.into());
			}
		}

		let (count, entries) = (u128::from(submission.count), u128::from(submission.entries));
		let (tokens, cuc) = (u128::from(submission.tokens), u128::from(submission.cuc));
		let receipts = sum(operators.iter().map(|row| row.count.into()));
		ensure!(receipts == count, Error::<T>::CountMismatch);
		ensure!(sum(operators.iter().map(|row| row.tokens)) == tokens, Error::<T>::TokensMismatch);
		ensure!(sum(operators.iter().map(|row| row.cuc)) == cuc, Error::<T>::CucMismatch);
		ensure!(sum(sessions.iter().map(|row| row.cuc)) == cuc, Error::<T>::CucMismatch);
		// One entry a seq of the range, served or not, and one a late seq.
		let of_ranges = sum(sessions.iter().map(|row| row.count.into()));
		let late = sum(sessions.iter().map(|row| row.late.into()));
		ensure!(of_ranges.saturating_add(late) == entries, Error::<T>::EntriesMismatch);
		Ok(())
	}

	/// Admits every operator row, and works out who is due what.
	fn admit(
		gateway: &AccountId,
		rows: Vec<OperatorRow>,
	) -> Result<Vec<SettledOperatorRow>, DispatchError> {
		let mut settled = Vec::with_capacity(rows.len());
		for (index, row) in (0u16..).zip(rows) {
			let refused = |reason| Error::<T>::OperatorRowRefused { row: index, reason };
			let admission = T::OperatorAdmission::admit(gateway, &row).map_err(refused)?;
			let share = T::WorkLedger::operator_share(row.cuc);
			let operators = share
				.checked_sub(row.commission)
				.ok_or_else(|| refused(OperatorRefusal::CommissionTooHigh))?;
			let terms = OperatorTerms {
				operator: admission.operator,
				payee: admission.payee,
				due: admission.emission_share.mul_floor(operators),
				commission: row.commission,
			};
			settled.push(SettledOperatorRow { row, terms });
		}
		Ok(settled)
	}

	/// Claims every session row; returns the rows, and the number of receipts that they stand for.
	fn claim(
		gateway: &AccountId,
		rows: Vec<SessionRow>,
	) -> Result<(Vec<SettledSessionRow>, u64), DispatchError> {
		let mut settled = Vec::with_capacity(rows.len());
		let mut receipts: u64 = 0;
		for (index, row) in (0u16..).zip(rows) {
			let claimed = T::SessionLedger::claim(gateway, &row)
				.map_err(|reason| Error::<T>::SessionRowRefused { row: index, reason })?;
			receipts.ensure_add_assign(claimed.receipts.into())?;
			settled.push(SettledSessionRow { row, terms: claimed.terms });
		}
		Ok((settled, receipts))
	}

	pub(crate) fn do_forfeit_row(
		who: &AccountId,
		batch: BatchId,
		settled: SettledOperatorRow,
		opening: &RowOpening,
	) -> DispatchResult {
		let header = Batches::<T>::get(batch).ok_or(Error::<T>::BatchNotFound)?;
		ensure!(header.epoch >= T::EpochFinality::first_open(), Error::<T>::BatchFinal);
		ensure!(
			opening.verify_operator(&header.rows_root, header.operator_rows, &settled),
			Error::<T>::RowNotOpened
		);
		T::OperatorAdmission::may_forfeit(who, settled.terms.operator).map_err(|refusal| {
			match refusal {
				ForfeitRefusal::NotOwner => Error::<T>::NotRowOperator,
				ForfeitRefusal::Held => Error::<T>::RowOperatorHeld,
			}
		})?;
		Self::void_row(batch, &header, settled, opening)
	}

	/// Makes a row of an open batch void: takes its dues and its work back, and lets what it took wait
	/// for the customers. The row is shown to be the batch's.
	fn void_row(
		batch: BatchId,
		header: &BatchHeader<BlockNumberFor<T>>,
		SettledOperatorRow { row, terms }: SettledOperatorRow,
		opening: &RowOpening,
	) -> DispatchResult {
		let mut void = VoidedRows::<T>::get(batch).unwrap_or_default();
		let first = u32::try_from(opening.first).map_err(|_| Error::<T>::RowNotOpened)?;
		void.add(first, row.count, row.cuc).ok_or(Error::<T>::RowAlreadyVoid)?;

		let OperatorTerms { operator, payee, due, commission } = terms;
		let dues = vec![(payee.clone(), due), (header.gateway.clone(), commission)];
		T::WorkLedger::revoke(header.epoch, row.cuc, dues)?;
		T::OperatorAdmission::release(&header.gateway, operator, header.epoch, row.cuc);
		T::SessionLedger::void(row.cuc)?;
		VoidedRows::<T>::insert(batch, void);
		Self::deposit_event(Event::RowVoided {
			batch,
			// A batch has at most 512.
			row: opening.index.saturated_into(),
			hotkey: row.hotkey,
			cuc: row.cuc,
			payee,
			due,
			commission,
		});
		Ok(())
	}

	pub(crate) fn do_claim_refund(batch: BatchId, claim: RefundClaim) -> DispatchResult {
		let header = Batches::<T>::get(batch).ok_or(Error::<T>::BatchNotFound)?;
		let mut void = VoidedRows::<T>::get(batch).ok_or(Error::<T>::NothingToRefund)?;
		claim.verify(&header.rows_root, header.session_rows, &header.entries_root()).map_err(
			|fault| match fault {
				RefundFault::RowNotOpened => Error::<T>::RowNotOpened,
				RefundFault::SumNotProved => Error::<T>::SessionSumNotProved,
				RefundFault::EntriesNotOpened => Error::<T>::EntriesNotOpened,
			},
		)?;

		let (mut entries, mut amount): (u32, Cuc) = (0, 0);
		// Neighbours: one chunk or two.
		let mut chunks = BTreeMap::<u32, EntryBits>::new();
		for (index, entry) in claim.placed() {
			let EntryState::Leaf(leaf) = entry.state else { continue };
			if entry.cuc == 0 || !void.contains(leaf) {
				continue;
			}
			let chunk = chunk_of(index);
			let bits = chunks
				.entry(chunk)
				.or_insert_with(|| RefundedEntries::<T>::get(batch, chunk).unwrap_or_default());
			if bits.insert(index) {
				entries.ensure_add_assign(1)?;
				amount.ensure_add_assign(entry.cuc)?;
			}
		}
		ensure!(amount > 0, Error::<T>::NothingToRefund);
		void.waiting = void.waiting.checked_sub(amount).ok_or(Error::<T>::RefundExceedsVoidRows)?;

		let SettledSessionRow { row, terms } = claim.session;
		T::SessionLedger::refund(&terms.owner, terms.expiry_day, amount)?;
		for (chunk, bits) in chunks {
			RefundedEntries::<T>::insert(batch, chunk, bits);
		}
		VoidedRows::<T>::insert(batch, void);
		Self::deposit_event(Event::RefundClaimed {
			batch,
			session: row.session,
			who: terms.owner,
			entries,
			amount,
		});
		Ok(())
	}

	/// Most unfinalised micro-USD of a gateway with `stake`; `None` without a price.
	pub(crate) fn capacity_of(stake: Balance, exposure_factor: u32) -> Option<Cuc> {
		let price = T::PriceOracle::collateral()?;
		Some(capacity(stake, price, FixedU128::from_u32(exposure_factor)))
	}

	/// What `gateway` has in open epochs.
	pub(crate) fn open_work(gateway: &AccountId) -> Option<OpenWork> {
		let mut work = Gateways::<T>::get(gateway)?.open_work;
		work.drop_closed(T::EpochFinality::first_open());
		Some(work)
	}

	/// Batches of `gateway` in open epochs, oldest first.
	pub(crate) fn open_batches(gateway: &AccountId) -> Vec<BatchId> {
		let first_open = T::EpochFinality::first_open();
		let mut ids = vec![];
		let mut next = Gateways::<T>::get(gateway).and_then(|record| record.latest_batch);
		while let Some((id, header)) = next.and_then(|id| Some((id, Batches::<T>::get(id)?))) {
			if header.epoch < first_open {
				break;
			}
			ids.push(id);
			next = header.previous;
		}
		ids.reverse();
		ids
	}

	/// Header and state of a batch; `None` if it never was or its header is pruned.
	pub fn batch(id: BatchId) -> Option<(BatchHeader<BlockNumberFor<T>>, BatchState)> {
		let header = Batches::<T>::get(id)?;
		let open = header.epoch >= T::EpochFinality::first_open();
		let state = if open { BatchState::Open } else { BatchState::Final };
		Some((header, state))
	}

	/// Notes which epochs have closed, and removes headers whose time is over, as far as `meter`
	/// allows.
	pub(crate) fn prune(now: BlockNumberFor<T>, meter: &mut WeightMeter) {
		if meter.try_consume(T::WeightInfo::prune_base()).is_err() {
			return;
		}
		let before = Pruning::<T>::get();
		let mut cursor = before;
		let first_open = T::EpochFinality::first_open();
		while cursor.unnoted < first_open
			&& meter.try_consume(T::WeightInfo::note_closing()).is_ok()
		{
			Self::note_closing(&mut cursor, now);
		}
		let retention = CurrentParameters::<T>::get().header_retention;
		while meter.try_consume(T::WeightInfo::prune_epoch()).is_ok()
			&& Self::prune_epoch(&mut cursor, now, retention, meter)
		{}
		if cursor != before {
			Pruning::<T>::put(cursor);
		}
	}

	/// Notes that the next epoch has closed.
	pub(crate) fn note_closing(cursor: &mut PruneCursor, now: BlockNumberFor<T>) {
		Closings::<T>::insert(cursor.unnoted, now);
		// Below an epoch that exists.
		cursor.unnoted = cursor.unnoted.saturating_add(1);
	}

	/// Removes the headers of the cursor's epoch if it has been closed for `retention`. Returns
	/// whether the epoch is done, so that the next one may be looked at.
	pub(crate) fn prune_epoch(
		cursor: &mut PruneCursor,
		now: BlockNumberFor<T>,
		retention: BlockNumberFor<T>,
		meter: &mut WeightMeter,
	) -> bool {
		let Some(closed) = Closings::<T>::get(cursor.epoch) else { return false };
		// A sum beyond the block number's range never comes: the header stays.
		if closed.ensure_add(retention).is_ok_and(|until| until <= now) {
			while let Some(header) = Batches::<T>::get(cursor.batch) {
				if header.epoch > cursor.epoch {
					break;
				}
				if meter.try_consume(T::WeightInfo::prune_batch()).is_err()
					|| !Self::prune_refunds(cursor, header.entries, meter)
				{
					return false;
				}
				Self::prune_batch(cursor, header);
			}
			Closings::<T>::remove(cursor.epoch);
			// Below `unnoted`.
			cursor.epoch = cursor.epoch.saturating_add(1);
			return true;
		}
		false
	}

	/// Ends the refunds of the cursor's batch of `entries`: what nobody claimed is breakage from now on,
	/// and then the bits of what was claimed go, chunk after chunk. Returns whether all of them are gone.
	pub(crate) fn prune_refunds(
		cursor: &mut PruneCursor,
		entries: u32,
		meter: &mut WeightMeter,
	) -> bool {
		let batch = cursor.batch;
		// First, so that nothing can be claimed again while the bits go.
		if let Some(VoidRows { waiting, .. }) = VoidedRows::<T>::take(batch) {
			cursor.chunk = Some(0);
			if waiting > 0 {
				if T::SessionLedger::lapse(waiting).is_err() {
					frame_support::defensive!("what waits in batches is refundable");
				}
				Self::deposit_event(Event::RefundLapsed { batch, amount: waiting });
			}
		}
		// By number, so that no step passes what those before it have removed.
		let last = chunk_of(entries.saturating_sub(1));
		while let Some(chunk) = cursor.chunk {
			if meter.try_consume(T::WeightInfo::prune_chunk()).is_err() {
				return false;
			}
			RefundedEntries::<T>::remove(batch, chunk);
			cursor.chunk = chunk.checked_add(1).filter(|next| *next <= last);
		}
		true
	}

	/// Removes the cursor's header, its rows from the off-chain index, and its deposit's hold.
	pub(crate) fn prune_batch(cursor: &mut PruneCursor, header: BatchHeader<BlockNumberFor<T>>) {
		let batch = cursor.batch;
		let BatchHeader { gateway, deposit, .. } = header;
		if !deposit.is_zero() {
			let released = T::Currency::release(
				&HoldReason::BatchDeposit.into(),
				&gateway,
				deposit,
				Precision::Exact,
			);
			if released.is_err() {
				frame_support::defensive!("a header's deposit is on hold");
			}
		}
		Batches::<T>::remove(batch);
		sp_io::offchain_index::clear(&rows_key(batch));
		// Below the next id.
		cursor.batch = batch.saturating_add(1);
		Self::deposit_event(Event::BatchPruned { batch, gateway, deposit });
	}
}

impl<T: Config> GatewayRegistry<AccountId> for Pallet<T> {
	fn terms(gateway: &AccountId) -> Option<GatewayTerms> {
		Gateways::<T>::get(gateway).map(|record| GatewayTerms {
			min_session_cap: record.min_session_cap,
			accepting: record.status == GatewayStatus::Active,
			// The block before the one from which it can withdraw; block numbers are of 32 bits.
			settles_until: record
				.unbonding_until()
				.map(|until| until.saturating_sub(One::one()).saturated_into()),
		})
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn register_for_benchmark(gateway: &AccountId) -> Result<(), DispatchError> {
		use frame_support::traits::fungible::{Inspect, Unbalanced};
		if Gateways::<T>::contains_key(gateway) {
			return Ok(());
		}
		let stake = CurrentParameters::<T>::get().min_stake;
		// The stake, and plenty for deposits.
		let funds = stake.ensure_add(stake)?.ensure_add(T::Currency::minimum_balance())?;
		let issuance = T::Currency::total_issuance().ensure_add(funds)?;
		T::Currency::set_total_issuance(issuance);
		T::Currency::increase_balance(gateway, funds, Precision::Exact)?;
		Self::do_register_gateway(gateway.clone(), stake, 0)
	}
}
