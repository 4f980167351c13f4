//! Lots of credits and the order of requests (SPEC §5).
//!
//! Amounts are micro-USD, days count from the Unix epoch.

use alloc::vec::Vec;

/// An amount of credits that can be spent up to and on `day`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
	/// Last day on which it can be spent.
	pub day: u32,
	/// Micro-USD.
	pub amount: u64,
}

/// Credits taken out of lots, see [`take_oldest`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
	/// What was taken of each lot that was touched.
	pub slices: Vec<Slice>,
	/// What is left of the lots; emptied ones are gone.
	pub rest: Vec<Slice>,
	/// Mean of the days of [`slices`](Self::slices), weighted by amount and rounded down.
	pub day: u32,
}

/// Takes `amount` out of `lots`, which are sorted by day: the oldest first. `None` if they hold
/// less, or if nothing is taken.
///
/// The mean day never gains CUC-days: `day × amount ≤ Σ day × amount` over the slices.
pub fn take_oldest(lots: &[Slice], amount: u64) -> Option<Taken> {
	let mut missing = amount;
	let mut slices = Vec::new();
	let mut rest = Vec::new();
	for lot in lots {
		let part = lot.amount.min(missing);
		missing = missing.checked_sub(part)?;
		let left = lot.amount.checked_sub(part)?;
		if part > 0 {
			slices.push(Slice { day: lot.day, amount: part });
		}
		if left > 0 {
			rest.push(Slice { day: lot.day, amount: left });
		}
	}
	if missing > 0 {
		return None;
	}
	let day = mean_day(&slices)?;
	Some(Taken { slices, rest, day })
}

/// Mean of the slices' days, weighted by amount and rounded down; `None` if they hold nothing.
pub fn mean_day(slices: &[Slice]) -> Option<u32> {
	let mut amount = 0_u128;
	let mut days = 0_u128;
	for slice in slices {
		amount = amount.checked_add(slice.amount.into())?;
		days = days.checked_add(u128::from(slice.day).checked_mul(slice.amount.into())?)?;
	}
	u32::try_from(days.checked_div(amount)?).ok()
}

/// What a session row says about the order of its requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeqClaim {
	/// First seq of the claimed range.
	pub from_seq: u32,
	/// Length of the range.
	pub count: u32,
	/// Seqs of the range without a receipt, never claimable again.
	pub void: u32,
	/// Deferred seqs after the row: bit `i` is seq `from_seq + count − 1 − i`.
	pub deferred: u64,
	/// Seqs deferred by earlier rows that have a receipt in this one.
	pub late: u32,
}

/// A session's counter after a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Advanced {
	/// Next seq to be claimed.
	pub next_seq: u32,
	/// Deferred seqs: bit `i` is seq `next_seq − 1 − i`.
	pub deferred: u64,
	/// Receipts that the row stands for.
	pub receipts: u32,
}

/// Why a session's counter does not take a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeqFault {
	/// The range does not begin at the next seq, or ends past seq `u32::MAX − 1`.
	WrongSeq,
	/// More void, deferred or late seqs than there are, or a bit that was not deferred before.
	BadBitmap,
}

/// Moves a session's counter over `claim`, so that no seq can ever be claimed twice (SPEC §5).
///
/// A deferred seq stays claimable while the bitmap holds it: rows must name it again, or claim it
/// (`late`), or it is void for ever. A range longer than 64 shifts all older bits out; those seqs
/// can still be `late` in that same row.
pub fn advance(next_seq: u32, deferred: u64, claim: &SeqClaim) -> Result<Advanced, SeqFault> {
	if claim.from_seq != next_seq {
		return Err(SeqFault::WrongSeq);
	}
	let next = next_seq.checked_add(claim.count).ok_or(SeqFault::WrongSeq)?;
	// Bits of the claimed range, and where the older bits stand now.
	let range = 1_u64.checked_shl(claim.count).map_or(u64::MAX, |bit| bit.wrapping_sub(1));
	let older = deferred.checked_shl(claim.count).unwrap_or(0);

	let kept = claim.deferred & !range;
	if kept & !older != 0 {
		return Err(SeqFault::BadBitmap);
	}
	let newly = (claim.deferred & range).count_ones();
	let cleared =
		deferred.count_ones().checked_sub(kept.count_ones()).ok_or(SeqFault::BadBitmap)?;
	if claim.late > cleared {
		return Err(SeqFault::BadBitmap);
	}
	let receipts = claim
		.void
		.checked_add(newly)
		.and_then(|without| claim.count.checked_sub(without))
		.and_then(|fresh| fresh.checked_add(claim.late))
		.ok_or(SeqFault::BadBitmap)?;
	Ok(Advanced { next_seq: next, deferred: claim.deferred, receipts })
}

/// Whether `seq` is behind the counter and not deferred, so that no row can claim it any more.
pub fn is_burned(next_seq: u32, deferred: u64, seq: u32) -> bool {
	match next_seq.checked_sub(1).and_then(|last| last.checked_sub(seq)) {
		None => false,
		Some(back) => deferred.checked_shr(back).unwrap_or(0) & 1 == 0,
	}
}

/// The deferred seqs, ascending.
pub fn deferred_seqs(next_seq: u32, deferred: u64) -> Vec<u32> {
	(0..u64::BITS)
		.rev()
		.filter(|bit| deferred.checked_shr(*bit).unwrap_or(0) & 1 == 1)
		.filter_map(|bit| next_seq.checked_sub(1)?.checked_sub(bit))
		.collect()
}

#[cfg(test)]
mod tests {
	use super::*;
	use alloc::{collections::BTreeSet, vec};
	use proptest::prelude::*;

	fn lots(parts: &[(u32, u64)]) -> Vec<Slice> {
		parts.iter().map(|(day, amount)| Slice { day: *day, amount: *amount }).collect()
	}

	#[test]
	fn take_oldest_should_split_the_last_lot_when_it_is_larger() {
		let taken = take_oldest(&lots(&[(10, 5), (12, 5), (40, 5)]), 8).unwrap();
		assert_eq!(taken.slices, lots(&[(10, 5), (12, 3)]));
		assert_eq!(taken.rest, lots(&[(12, 2), (40, 5)]));
		// (50 + 36) / 8 = 10.75, rounded down.
		assert_eq!(taken.day, 10);
	}

	#[test]
	fn take_oldest_should_take_everything_when_the_amount_is_the_sum() {
		let taken = take_oldest(&lots(&[(1, 1), (2, 1)]), 2).unwrap();
		assert_eq!(taken, Taken { slices: lots(&[(1, 1), (2, 1)]), rest: vec![], day: 1 });
	}

	#[test]
	fn take_oldest_should_be_none_when_the_lots_hold_less_or_nothing_is_asked() {
		assert_eq!(take_oldest(&lots(&[(1, 1), (2, 1)]), 3), None);
		assert_eq!(take_oldest(&[], 1), None);
		assert_eq!(take_oldest(&lots(&[(1, 1)]), 0), None);
	}

	#[test]
	fn mean_day_should_not_overflow_when_the_lots_are_the_largest() {
		let most = vec![Slice { day: u32::MAX, amount: u64::MAX }; 31];
		assert_eq!(mean_day(&most), Some(u32::MAX));
	}

	fn any_lots() -> impl Strategy<Value = Vec<Slice>> {
		let amount = prop_oneof![1..20_u64, 1..u64::MAX / 64];
		proptest::collection::btree_map(20_000..20_031_u32, amount, 0..=31).prop_map(|map| {
			map.into_iter().map(|(day, amount)| Slice { day, amount }).collect::<Vec<_>>()
		})
	}

	fn weight(slices: &[Slice]) -> u128 {
		slices.iter().map(|slice| u128::from(slice.day) * u128::from(slice.amount)).sum()
	}

	fn sum(slices: &[Slice]) -> u128 {
		slices.iter().map(|slice| u128::from(slice.amount)).sum()
	}

	proptest! {
		#[test]
		fn take_oldest_should_gain_no_cuc_days(lots in any_lots(), amount: u64, fraction in 0..=100_u64) {
			let total = u64::try_from(sum(&lots)).unwrap();
			for amount in [amount, total / 100 * fraction, total, total + 1] {
				let Some(taken) = take_oldest(&lots, amount) else {
					prop_assert!(amount == 0 || amount > total);
					continue;
				};
				prop_assert_eq!(sum(&taken.slices), u128::from(amount));
				prop_assert_eq!(sum(&taken.slices) + sum(&taken.rest), u128::from(total));
				prop_assert_eq!(weight(&taken.slices) + weight(&taken.rest), weight(&lots));
				let kept = u128::from(taken.day) * u128::from(amount);
				prop_assert!(kept <= weight(&taken.slices), "CUC-days gained");
				// No more than a day each is lost by rounding.
				prop_assert!(weight(&taken.slices) - kept < u128::from(amount));
				// Oldest first: nothing that is left is older than anything taken.
				let newest = taken.slices.iter().map(|slice| slice.day).max();
				let oldest = taken.rest.iter().map(|slice| slice.day).min();
				prop_assert!(oldest.is_none() || newest <= oldest);
				prop_assert!(taken.rest.iter().all(|slice| slice.amount > 0));
			}
		}
	}

	/// The obvious form of a counter: sets of seqs.
	#[derive(Clone, Debug, Default)]
	struct Model {
		next: u64,
		deferred: BTreeSet<u64>,
		claimed: BTreeSet<u64>,
	}

	impl Model {
		fn bitmap(&self) -> u64 {
			self.deferred.iter().fold(0, |bits, seq| bits | 1 << (self.next - 1 - seq))
		}

		/// What a row does, in sets; `None` if it must be refused.
		fn apply(&self, claim: &SeqClaim) -> Option<(u64, BTreeSet<u64>, u64)> {
			let from = u64::from(claim.from_seq);
			let next = from + u64::from(claim.count);
			if from != self.next || next > u64::from(u32::MAX) {
				return None;
			}
			let mut deferred = BTreeSet::new();
			for bit in (0..64).filter(|bit| claim.deferred >> bit & 1 == 1) {
				let seq = next.checked_sub(1 + bit)?;
				if seq < from && !self.deferred.contains(&seq) {
					return None;
				}
				deferred.insert(seq);
			}
			let newly = deferred.iter().filter(|seq| **seq >= from).count() as u64;
			let cleared = self.deferred.difference(&deferred).count() as u64;
			let without = u64::from(claim.void) + newly;
			if without > u64::from(claim.count) || u64::from(claim.late) > cleared {
				return None;
			}
			let receipts = u64::from(claim.count) - without + u64::from(claim.late);
			Some((next, deferred, receipts))
		}
	}

	fn assert_same(model: &Model, claim: &SeqClaim) -> Option<Advanced> {
		let got = advance(u32::try_from(model.next).unwrap(), model.bitmap(), claim);
		match model.apply(claim) {
			None => {
				assert!(got.is_err(), "{model:?} takes {claim:?}");
				None
			}
			Some((next, deferred, receipts)) => {
				let got = got.unwrap();
				let after = Model { next, deferred, ..Default::default() };
				assert_eq!(u64::from(got.next_seq), next);
				assert_eq!(got.deferred, after.bitmap());
				assert_eq!(u64::from(got.receipts), receipts);
				let seqs = deferred_seqs(got.next_seq, got.deferred);
				assert!(seqs.iter().map(|seq| u64::from(*seq)).eq(after.deferred.iter().copied()));
				for seq in next.saturating_sub(70)..(next + 3).min(u32::MAX.into()) {
					let burned = seq < next && !after.deferred.contains(&seq);
					let seq = u32::try_from(seq).unwrap();
					assert_eq!(is_burned(got.next_seq, got.deferred, seq), burned);
				}
				Some(got)
			}
		}
	}

	/// What happens to a seq: served, void, or deferred.
	fn any_rows() -> impl Strategy<Value = Vec<(Vec<u8>, u64, u64)>> {
		let fates = prop_oneof![
			4 => proptest::collection::vec(0..3_u8, 0..6),
			1 => proptest::collection::vec(0..3_u8, 0..130),
			1 => proptest::collection::vec(0..3_u8, 63..66),
		];
		proptest::collection::vec((fates, any::<u64>(), any::<u64>()), 1..24)
	}

	proptest! {
		/// Whole lives of sessions: whatever gateways do with each seq, the counter agrees with
		/// sets, and no seq has a second receipt.
		#[test]
		fn advance_should_agree_with_sets(rows in any_rows()) {
			let mut model = Model::default();
			for (fates, keep, serve) in rows {
				let (from, next) = (model.next, model.next + fates.len() as u64);
				let mut after = Model { next, claimed: model.claimed.clone(), ..Default::default() };
				let (mut void, mut late) = (0, 0);
				for (seq, fate) in (from..next).zip(&fates) {
					match fate {
						2 if next - seq <= 64 => assert!(after.deferred.insert(seq)),
						1 => void += 1,
						_ => assert!(after.claimed.insert(seq), "second receipt"),
					}
				}
				for (nth, seq) in model.deferred.iter().enumerate() {
					if next - seq <= 64 && keep >> nth & 1 == 1 {
						after.deferred.insert(*seq);
					} else if serve >> nth & 1 == 1 {
						assert!(after.claimed.insert(*seq), "second receipt");
						late += 1;
					}
				}
				let claim = SeqClaim {
					from_seq: u32::try_from(from).unwrap(),
					count: u32::try_from(fates.len()).unwrap(),
					void,
					deferred: after.bitmap(),
					late,
				};
				let got = assert_same(&model, &claim).expect("an honest row is taken");
				let receipts = after.claimed.len() - model.claimed.len();
				prop_assert_eq!(usize::try_from(got.receipts).unwrap(), receipts);
				// Too much of anything is refused.
				let void = claim.void + got.receipts - claim.late + 1;
				let worse = SeqClaim { void, ..claim };
				prop_assert!(assert_same(&model, &worse).is_none());
				assert_same(&model, &SeqClaim { late: claim.late + 1, ..claim });
				assert_same(&model, &SeqClaim { deferred: keep, ..claim });
				assert_same(&model, &SeqClaim { from_seq: claim.from_seq + 1, ..claim });
				model = after;
			}
		}

		/// Rows of arbitrary fields on arbitrary counters.
		#[test]
		fn advance_should_agree_with_sets_when_rows_are_arbitrary(
			next in prop_oneof![0..200_u32, u32::MAX - 70..=u32::MAX],
			deferred: u64,
			off in prop_oneof![9 => Just(0_u32), 1 => 1..3_u32],
			count in prop_oneof![0..80_u32, Just(u32::MAX)],
			void in prop_oneof![0..4_u32, Just(u32::MAX)],
			mask: u64,
			late in 0..70_u32,
		) {
			// A counter holds no bits before seq 0.
			let real = 1_u64.checked_shl(next).map_or(u64::MAX, |bit| bit - 1);
			let deferred = deferred & real;
			let model = Model {
				next: next.into(),
				deferred: deferred_seqs(next, deferred).into_iter().map(u64::from).collect(),
				..Default::default()
			};
			prop_assert_eq!(model.bitmap(), deferred);
			let shifted = deferred.checked_shl(count).unwrap_or(0);
			for bits in [mask, shifted & mask, 0] {
				let from_seq = next.saturating_add(off);
				assert_same(&model, &SeqClaim { from_seq, count, void, deferred: bits, late });
			}
		}
	}

	#[test]
	fn advance_should_keep_old_bits_when_the_range_is_shorter_than_the_bitmap() {
		// Seqs 0..10, of which 3 and 9 are deferred.
		let claim = SeqClaim { from_seq: 0, count: 10, void: 1, deferred: 1 | 1 << 6, late: 0 };
		let first = advance(0, 0, &claim).unwrap();
		assert_eq!(first, Advanced { next_seq: 10, deferred: 1 | 1 << 6, receipts: 7 });
		// Two more; 9 is served late, 3 stays deferred.
		let claim = SeqClaim { from_seq: 10, count: 2, void: 0, deferred: 1 << 8, late: 1 };
		let second = advance(10, first.deferred, &claim).unwrap();
		assert_eq!(second, Advanced { next_seq: 12, deferred: 1 << 8, receipts: 3 });
		assert_eq!(deferred_seqs(12, second.deferred), vec![3]);
		// 9 cannot be deferred again.
		let claim = SeqClaim { from_seq: 12, count: 0, void: 0, deferred: 1 << 2, late: 0 };
		assert_eq!(advance(12, second.deferred, &claim), Err(SeqFault::BadBitmap));
		// 3 alone.
		let claim = SeqClaim { from_seq: 12, count: 0, void: 0, deferred: 0, late: 1 };
		let third = advance(12, second.deferred, &claim).unwrap();
		assert_eq!(third, Advanced { next_seq: 12, deferred: 0, receipts: 1 });
		assert_eq!(advance(12, 0, &claim), Err(SeqFault::BadBitmap));
	}

	#[test]
	fn advance_should_let_late_seqs_leave_when_the_range_shifts_them_out() {
		for (count, kept) in [(63, 1 << 63), (64, 0), (65, 0), (1_000, 0)] {
			let row = SeqClaim { from_seq: 1, count, void: 0, deferred: kept, late: 0 };
			assert_eq!(advance(1, 1, &row).unwrap().receipts, count);
			let row = SeqClaim { deferred: 0, late: 1, ..row };
			assert_eq!(advance(1, 1, &row).unwrap().receipts, count + 1);
			let row = SeqClaim { late: 2, ..row };
			assert_eq!(advance(1, 1, &row), Err(SeqFault::BadBitmap));
		}
	}

	#[test]
	fn advance_should_defer_64_seqs_at_most() {
		let row = SeqClaim { from_seq: 0, count: 64, void: 0, deferred: u64::MAX, late: 0 };
		let all = Advanced { next_seq: 64, deferred: u64::MAX, receipts: 0 };
		assert_eq!(advance(0, 0, &row), Ok(all));
		let row = SeqClaim { from_seq: 64, count: 0, void: 0, deferred: 0, late: 64 };
		assert_eq!(advance(64, u64::MAX, &row).unwrap().receipts, 64);
	}

	#[test]
	fn advance_should_refuse_a_row_when_it_ends_past_the_last_seq() {
		let row = SeqClaim { from_seq: u32::MAX - 1, count: 1, void: 0, deferred: 0, late: 0 };
		assert_eq!(advance(u32::MAX - 1, 0, &row).unwrap().next_seq, u32::MAX);
		let row = SeqClaim { from_seq: u32::MAX, ..row };
		assert_eq!(advance(u32::MAX, 0, &row), Err(SeqFault::WrongSeq));
	}
}
