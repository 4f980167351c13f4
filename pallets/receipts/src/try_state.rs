//! Invariants.
#![cfg(any(feature = "try-runtime", feature = "std"))]

use super::*;
use alloc::collections::BTreeMap;
use frame_support::traits::fungible::InspectHold;
use sp_runtime::{TryRuntimeError, traits::EnsureAddAssign};

impl<T: Config> Pallet<T> {
	/// Checks that:
	///
	/// 1. every gateway's stake is on hold, no more and no less;
	/// 2. what accounts hold for deposits is the sum of their headers' deposits;
	/// 3. headers are those from the cursor's batch up to the next id, and their epochs ascend;
	/// 4. the headers of a gateway form one chain, newest first, that begins at its latest batch;
	/// 5. a gateway with an open batch is registered, and its ring holds what its open batches add up
	///    to: buckets ascend, and those from an epoch on hold at least the batches from it on (more
	///    only after a merge);
	/// 6. totals are at least what headers and gateways add up to;
	/// 7. closings are noted for exactly the epochs between the cursor's two, and only closed ones;
	/// 8. void leaves are ascending ranges of a batch that is there, with gaps between them, and took at
	///    most what the batch did; what waits of it is at most that, and the rest was refunded for
	///    entries, each of at least one micro-USD; what waits in all batches is what the credits hold
	///    refundable; refunded entries are a batch's whose header is there, and of one that is being
	///    pruned those from the cursor's chunk on.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::try_state_holds()?;
		Self::try_state_headers()?;
		Self::try_state_open_work()?;
		Self::try_state_totals()?;
		Self::try_state_closings()?;
		Self::try_state_void_rows()
	}

	/// Invariants 1 and 2.
	fn try_state_holds() -> Result<(), TryRuntimeError> {
		let mut deposits = BTreeMap::<AccountId, Balance>::new();
		for header in Batches::<T>::iter_values() {
			deposits.entry(header.gateway).or_default().ensure_add_assign(header.deposit)?;
		}
		for (gateway, deposit) in deposits {
			let held = T::Currency::balance_on_hold(&HoldReason::BatchDeposit.into(), &gateway);
			ensure!(held == deposit, "deposits on hold are not those of the headers");
		}
		for (gateway, record) in Gateways::<T>::iter() {
			let held = T::Currency::balance_on_hold(&HoldReason::GatewayStake.into(), &gateway);
			ensure!(held == record.stake, "a gateway's stake is not what is on hold");
		}
		Ok(())
	}

	/// Invariants 3 and 4.
	fn try_state_headers() -> Result<(), TryRuntimeError> {
		let first = Pruning::<T>::get().batch;
		let next = BatchTotals::<T>::get().batches;
		let mut epoch = 0;
		let mut latest = BTreeMap::<AccountId, BatchId>::new();
		for id in first..next {
			let header = Batches::<T>::get(id).ok_or("a header is missing")?;
			ensure!(header.epoch >= epoch, "epochs of headers do not ascend");
			epoch = header.epoch;
			let before = latest.insert(header.gateway, id);
			let stored = header.previous.filter(|previous| *previous >= first);
			// A gateway that registers again begins a new chain.
			ensure!(stored.is_none() || stored == before, "a chain of headers is broken");
			ensure!(header.count > 0 && header.cuc > 0, "an empty batch was accepted");
		}
		ensure!(
			Batches::<T>::iter_keys().all(|id| (first..next).contains(&id)),
			"a header is outside of the range of ids"
		);
		for (gateway, record) in Gateways::<T>::iter() {
			let stored = record.latest_batch.filter(|latest| *latest >= first);
			ensure!(
				stored.is_none() || stored == latest.get(&gateway).copied(),
				"a gateway's latest batch is not its newest"
			);
		}
		Ok(())
	}

	/// Invariant 5.
	fn try_state_open_work() -> Result<(), TryRuntimeError> {
		let first_open = T::EpochFinality::first_open();
		let mut open = BTreeMap::<AccountId, BTreeMap<EpochIndex, (u64, u128)>>::new();
		for header in Batches::<T>::iter_values().filter(|header| header.epoch >= first_open) {
			ensure!(Gateways::<T>::contains_key(&header.gateway), "an open batch has no gateway");
			let (batches, cuc) =
				open.entry(header.gateway).or_default().entry(header.epoch).or_default();
			batches.ensure_add_assign(1)?;
			cuc.ensure_add_assign(header.cuc.into())?;
		}
		for (gateway, record) in Gateways::<T>::iter() {
			let buckets = record.open_work.buckets();
			ensure!(
				buckets.is_sorted_by(|a, b| a.epoch < b.epoch),
				"buckets of a gateway do not ascend"
			);
			ensure!(
				buckets.iter().all(|work| work.batches > 0 && work.cuc > 0),
				"a bucket of a gateway is empty"
			);
			let mut of_ring = (0_u64, 0_u128);
			let mut of_headers = (0_u64, 0_u128);
			let mut buckets = buckets.iter().rev().peekable();
			let headers = open.remove(&gateway).unwrap_or_default();
			for (epoch, (batches, cuc)) in headers.into_iter().rev() {
				of_headers.0.ensure_add_assign(batches)?;
				of_headers.1.ensure_add_assign(cuc)?;
				while let Some(work) = buckets.next_if(|work| work.epoch >= epoch) {
					of_ring.0.ensure_add_assign(work.batches.into())?;
					of_ring.1.ensure_add_assign(work.cuc.into())?;
				}
				ensure!(
					of_ring.0 >= of_headers.0 && of_ring.1 >= of_headers.1,
					"a ring misses open work"
				);
			}
			let pending = Self::open_batches(&gateway);
			ensure!(
				u64::try_from(pending.len()) == Ok(of_headers.0),
				"a chain does not lead to every open batch"
			);
			ensure!(
				rows_within(pending.len(), T::MaxPendingBatches::get()),
				"a gateway has too many open batches"
			);
		}
		Ok(())
	}

	/// Invariant 6.
	fn try_state_totals() -> Result<(), TryRuntimeError> {
		let totals = BatchTotals::<T>::get();
		let (mut receipts, mut cuc) = (0_u64, 0_u128);
		for header in Batches::<T>::iter_values() {
			receipts.ensure_add_assign(header.count.into())?;
			cuc.ensure_add_assign(header.cuc.into())?;
		}
		ensure!(totals.receipts >= receipts && totals.cuc >= cuc, "totals miss a header");
		let mut sum = Totals::default();
		for record in Gateways::<T>::iter_values() {
			sum.batches.ensure_add_assign(record.totals.batches)?;
			sum.receipts.ensure_add_assign(record.totals.receipts)?;
			sum.cuc.ensure_add_assign(record.totals.cuc)?;
		}
		ensure!(
			totals.batches >= sum.batches
				&& totals.receipts >= sum.receipts
				&& totals.cuc >= sum.cuc,
			"totals miss a gateway's"
		);
		Ok(())
	}

	/// Invariant 7.
	fn try_state_closings() -> Result<(), TryRuntimeError> {
		let cursor = Pruning::<T>::get();
		ensure!(
			cursor.unnoted <= T::EpochFinality::first_open(),
			"an epoch is noted as closed and is open"
		);
		let noted = cursor.epoch..cursor.unnoted;
		ensure!(
			noted.clone().all(Closings::<T>::contains_key)
				&& Closings::<T>::iter_keys().all(|epoch| noted.contains(&epoch)),
			"closings are not those between the cursor's epochs"
		);
		Ok(())
	}
}

impl<T: Config> Pallet<T> {
	/// Invariant 8.
	fn try_state_void_rows() -> Result<(), TryRuntimeError> {
		let mut waiting: Cuc = 0;
		for (id, void) in VoidedRows::<T>::iter() {
			let header = Batches::<T>::get(id).ok_or("a void row has no batch")?;
			ensure!(
				void.leaves.iter().zip(void.leaves.iter().skip(1)).all(|(a, b)| a.end < b.first),
				"void leaves do not ascend"
			);
			let within = |range: &LeafRange| range.first < range.end && range.end <= header.count;
			ensure!(!void.leaves.is_empty(), "no leaf is void");
			ensure!(void.leaves.iter().all(within), "a void leaf is none of its batch");
			ensure!(void.voided <= header.cuc, "void rows took more than their batch");
			let mut entries: Cuc = 0;
			for bits in RefundedEntries::<T>::iter_prefix_values(id) {
				entries.ensure_add_assign(bits.count().into())?;
			}
			let refunded =
				void.voided.checked_sub(void.waiting).ok_or("more waits than is void")?;
			ensure!(entries <= refunded, "more entries are refunded than micro-USD");
			ensure!((entries > 0) == (refunded > 0), "something is refunded for no entry");
			waiting.ensure_add_assign(void.waiting)?;
		}
		ensure!(
			waiting == T::SessionLedger::refundable(),
			"what waits in batches is not what is refundable"
		);
		let cursor = Pruning::<T>::get();
		ensure!(
			cursor.chunk.is_none() || Batches::<T>::contains_key(cursor.batch),
			"a batch is being pruned that is none"
		);
		for (id, chunk, bits) in RefundedEntries::<T>::iter() {
			let header = Batches::<T>::get(id).ok_or("a refund has no batch")?;
			let pruning = cursor.batch == id && cursor.chunk.is_some_and(|next| next <= chunk);
			ensure!(pruning || VoidedRows::<T>::contains_key(id), "a refund has no void row");
			let start = chunk.saturating_mul(ENTRIES_PER_CHUNK);
			ensure!(
				(header.entries.saturating_sub(start)..ENTRIES_PER_CHUNK)
					.all(|index| !bits.contains(index)),
				"an entry is refunded that is none"
			);
			ensure!(bits != EntryBits::default(), "an empty chunk is stored");
		}
		Ok(())
	}
}

fn rows_within(count: usize, bound: u32) -> bool {
	u32::try_from(count).is_ok_and(|count| count <= bound)
}
