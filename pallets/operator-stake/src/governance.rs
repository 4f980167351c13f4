//! What governance's calls do.

use crate::{pallet::*, types::*};
use frame_support::pallet_prelude::*;
use orogen_primitives_core::{AccountId, Balance, Tier};
use orogen_primitives_math::operators as math;
use orogen_primitives_traits::EpochClock;
use sp_runtime::{Perbill, Saturating};

impl<T: Config> Pallet<T> {
	/// Changes the operator `id` by `change`, which decides; returns its hotkey too.
	fn try_update<R>(
		id: OperatorId,
		change: impl FnOnce(&mut OperatorOf<T>) -> Result<R, Error<T>>,
	) -> Result<(AccountId, R), Error<T>> {
		let hotkey = HotkeyById::<T>::get(id).ok_or(Error::<T>::OperatorNotFound)?;
		let result = Operators::<T>::try_mutate(&hotkey, |operator| {
			change(operator.as_mut().ok_or(Error::<T>::OperatorNotFound)?)
		})?;
		Ok((hotkey, result))
	}

	pub(crate) fn do_suspend(id: OperatorId) -> DispatchResult {
		let since = T::Clock::current();
		let (hotkey, ()) = Self::try_update(id, |operator| {
			Self::ensure_staying(operator)?;
			ensure!(operator.status == Status::Active, Error::<T>::AlreadySuspended);
			let reason = SuspensionReason::Governance;
			operator.status = Status::Suspended { reason, since };
			Ok(())
		})?;
		Self::deposit_event(Event::Suspended { hotkey });
		Ok(())
	}

	pub(crate) fn do_resume(id: OperatorId) -> DispatchResult {
		let (hotkey, ()) = Self::try_update(id, |operator| {
			let suspended = matches!(operator.status, Status::Suspended { .. });
			ensure!(suspended, Error::<T>::NotSuspended);
			operator.status = Status::Active;
			Ok(())
		})?;
		Self::deposit_event(Event::Resumed { hotkey });
		Ok(())
	}

	pub(crate) fn do_ban(coldkey: AccountId, id: OperatorId) -> DispatchResult {
		ensure!(id < NextOperatorId::<T>::get(), Error::<T>::OperatorNotFound);
		let known = BannedColdkeys::<T>::contains_key(&coldkey);
		let banned = if HotkeyById::<T>::contains_key(id) {
			let until = Self::unbonding_end();
			let (hotkey, payout) = Self::try_update(id, |operator| {
				ensure!(operator.coldkey == coldkey, Error::<T>::OperatorNotFound);
				let banned = matches!(operator.status, Status::Banned { .. });
				ensure!(!banned, Error::<T>::OperatorBanned);
				operator.status = Status::Banned { until };
				Ok(operator.payout.clone())
			})?;
			HeldPayees::<T>::insert(payout, until);
			Some(Event::Banned { hotkey, until })
		} else {
			ensure!(!known, Error::<T>::ColdkeyBanned);
			None
		};
		if !known {
			BannedColdkeys::<T>::insert(&coldkey, ());
			Self::deposit_event(Event::ColdkeyBanned { coldkey });
		}
		if let Some(event) = banned {
			Self::deposit_event(event);
		}
		Ok(())
	}

	pub(crate) fn do_freeze(id: OperatorId, amount: Balance) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let now = frame_system::Pallet::<T>::block_number();
		let window = WindowLengths::<T>::get().freeze;
		let until = now.saturating_add(window);
		let (hotkey, ()) = Self::try_update(id, |operator| {
			ensure!(amount <= operator.stake, Error::<T>::FreezeTooHigh);
			// The guard is 3 of 7: what it does for 30 days it cannot do again for 30 days.
			let recent = operator.frozen_until.is_some_and(|end| now < end.saturating_add(window));
			ensure!(!recent, Error::<T>::FreezeTooSoon);
			operator.frozen = amount;
			operator.frozen_until = Some(until);
			Ok(())
		})?;
		Self::deposit_event(Event::StakeFrozen { hotkey, amount, until });
		Ok(())
	}

	pub(crate) fn do_renew_freeze(id: OperatorId) -> DispatchResult {
		let now = frame_system::Pallet::<T>::block_number();
		let until = now.saturating_add(WindowLengths::<T>::get().freeze);
		let (hotkey, amount) = Self::try_update(id, |operator| {
			ensure!(operator.frozen_at(now) > 0, Error::<T>::NotFrozen);
			operator.frozen_until = Some(until);
			Ok(operator.frozen)
		})?;
		Self::deposit_event(Event::StakeFrozen { hotkey, amount, until });
		Ok(())
	}

	pub(crate) fn do_unfreeze(id: OperatorId) -> DispatchResult {
		let now = frame_system::Pallet::<T>::block_number();
		let (hotkey, ()) = Self::try_update(id, |operator| {
			ensure!(operator.frozen_at(now) > 0, Error::<T>::NotFrozen);
			operator.frozen = 0;
			operator.frozen_until = Some(now);
			Ok(())
		})?;
		Self::deposit_event(Event::StakeUnfrozen { hotkey });
		Ok(())
	}

	pub(crate) fn do_set_tier_floor(tier: Tier, floor: Balance) -> DispatchResult {
		ensure!(!tier.is_unstaked(), Error::<T>::TierHasNoFloor);
		let mut terms = Self::terms(tier);
		let (epoch, slice) = (T::Clock::current(), Self::floor_slice());
		let history = FloorHistories::<T>::get(tier);
		let changed = history.as_ref().is_some_and(|history| history.changed_in == epoch);
		ensure!(!changed, Error::<T>::FloorAlreadyChanged);
		let mut history = history.unwrap_or_else(|| FloorHistory::new(epoch));
		let (low, high) = history.range(terms.floor, slice);
		let allowed = floor > 0
			&& math::floor_step_allowed(terms.floor, floor)
			&& math::floor_range_allowed(low, high, floor);
		ensure!(allowed, Error::<T>::OutOfBounds);

		history.note(epoch, slice, terms.floor, floor);
		terms.floor = floor;
		FloorHistories::<T>::insert(tier, history);
		Tiers::<T>::insert(tier, terms);
		Self::deposit_event(Event::TierFloorSet { tier, floor });
		Ok(())
	}

	pub(crate) fn do_set_sample_rate(tier: Tier, sample_rate: Perbill) -> DispatchResult {
		let terms = TierTerms { sample_rate, ..Self::terms(tier) };
		ensure!(terms.is_valid(tier), Error::<T>::OutOfBounds);
		Tiers::<T>::insert(tier, terms);
		Self::deposit_event(Event::SampleRateSet { tier, sample_rate });
		Ok(())
	}
}
