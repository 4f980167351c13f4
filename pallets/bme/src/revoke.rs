//! Work that is taken back while its epoch is open (SPEC §9): the reverse of
//! [`WorkLedger::accrue`](orogen_primitives_traits::WorkLedger::accrue).

use crate::{
	Bucket, Config, Error, Event, FirstOpen, OpenWork, Pallet, Payee, Payees, TotalsSinceGenesis,
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::{dispatch::DispatchResult, ensure};
use orogen_primitives_core::{Cuc, EpochIndex};
use orogen_primitives_math::settlement::operator_share;
use sp_runtime::traits::EnsureAdd;

impl Payee {
	/// Takes `due` out of the bucket of an open `epoch`. `None`, and no change, when it holds less.
	pub(crate) fn unbook(&mut self, epoch: EpochIndex, due: Cuc) -> Option<()> {
		let at = self.buckets.iter().position(
			|bucket| matches!(bucket, Bucket::Unpriced { epoch: open, .. } if *open == epoch),
		)?;
		let Some(Bucket::Unpriced { cuc, .. }) = self.buckets.get_mut(at) else { return None };
		*cuc = cuc.checked_sub(due)?;
		if *cuc == 0 {
			self.buckets.remove(at);
		}
		Some(())
	}
}

impl<T: Config> Pallet<T> {
	/// Takes `cuc` and the `dues` that were booked for it out of `epoch`: out of its work, out of the
	/// sum of open work, and out of each payee's bucket of that epoch, which is never priced or merged
	/// while the epoch is open. All of it or nothing.
	pub(crate) fn do_revoke(
		epoch: EpochIndex,
		cuc: Cuc,
		dues: Vec<(T::AccountId, Cuc)>,
	) -> DispatchResult {
		ensure!(epoch >= FirstOpen::<T>::get(), Error::<T>::EpochNotOpen);
		let mut work = OpenWork::<T>::get(epoch).ok_or(Error::<T>::EpochNotOpen)?;
		let mut by_payee = BTreeMap::<T::AccountId, Cuc>::new();
		let mut sum: Cuc = 0;
		for (who, due) in dues.into_iter().filter(|(_, due)| *due > 0) {
			sum = sum.ensure_add(due)?;
			// Not more than `sum`.
			by_payee.entry(who).and_modify(|all| *all = all.saturating_add(due)).or_insert(due);
		}
		work.cuc = work.cuc.checked_sub(cuc).ok_or(Error::<T>::WorkNotBooked)?;
		work.dues = work.dues.checked_sub(sum).ok_or(Error::<T>::WorkNotBooked)?;
		ensure!(work.dues <= operator_share(work.cuc), Error::<T>::DuesExceedShare);
		let mut totals = TotalsSinceGenesis::<T>::get();
		totals.open = totals.open.checked_sub(cuc.into()).ok_or(Error::<T>::WorkNotBooked)?;
		let mut payees = Vec::with_capacity(by_payee.len());
		for (who, due) in by_payee {
			let mut payee = Payees::<T>::get(&who);
			payee.unbook(epoch, due).ok_or(Error::<T>::WorkNotBooked)?;
			payees.push((who, payee));
		}

		for (who, payee) in payees {
			Self::store(&who, payee);
		}
		if work.cuc == 0 {
			// Without work, the epoch closes as any other that had none.
			OpenWork::<T>::remove(epoch);
		} else {
			OpenWork::<T>::insert(epoch, work);
		}
		TotalsSinceGenesis::<T>::put(totals);
		Self::deposit_event(Event::WorkRevoked { epoch, cuc, dues: sum });
		Ok(())
	}
}
