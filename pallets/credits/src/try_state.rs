//! What must hold between any two calls.

#![cfg(any(feature = "try-runtime", feature = "std"))]

use crate::{
	ACK_WINDOWS, Accounts, Config, HoldReason, LastStandstill, LotsByDay, MAX_LOT_LIFETIME,
	NextSessionId, Pallet, Sessions, SessionsByOwner, Standstill, TotalSupply,
};
use alloc::collections::BTreeMap;
use frame_support::{
	ensure,
	traits::{Get, fungible::InspectHold},
};
use orogen_primitives_core::{AccountId, Balance, Cuc, Day};
use sp_runtime::{
	TryRuntimeError,
	traits::{EnsureAdd, EnsureAddAssign, One, Zero},
};

impl<T: Config> Pallet<T> {
	/// Invariants:
	///
	/// 1. Created credits are in lots, in sessions, settled, refundable, or breakage.
	/// 2. The days' totals are the sums of the accounts' live lots; lots of earlier days are
	///    `unswept` and counted as breakage.
	/// 3. Sessions hold what the totals say, and each is well-formed.
	/// 4. Accounts count their sessions and deposits, and exactly those deposits are on hold.
	/// 5. The last standstill has blocks, none of them after it moves ends to.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::try_state_supply()?;
		Self::try_state_standstill()?;
		Self::try_state_lots()?;
		let owners = Self::try_state_sessions()?;
		Self::try_state_accounts(owners)
	}

	/// Invariant 1.
	fn try_state_supply() -> Result<(), TryRuntimeError> {
		let supply = TotalSupply::<T>::get();
		let places = u128::from(supply.lots)
			.ensure_add(supply.sessions.into())?
			.ensure_add(supply.settled)?
			.ensure_add(supply.refundable.into())?
			.ensure_add(supply.breakage)?;
		ensure!(
			supply.created == places,
			"created is not lots + sessions + settled + refundable + breakage"
		);
		ensure!(u128::from(supply.unswept) <= supply.breakage, "unswept lots are not breakage");
		ensure!(supply.outstanding().is_some(), "outstanding overflows");
		Ok(())
	}

	/// Invariant 5.
	fn try_state_standstill() -> Result<(), TryRuntimeError> {
		let Some(Standstill { from, blocks, until }) = LastStandstill::<T>::get() else {
			return Ok(());
		};
		ensure!(!blocks.is_zero(), "a standstill has no block");
		ensure!(
			from.ensure_add(blocks)? <= until.ensure_add(One::one())?,
			"a standstill is too long"
		);
		Ok(())
	}

	/// Invariant 2.
	fn try_state_lots() -> Result<(), TryRuntimeError> {
		let days = LotsByDay::<T>::get();
		let supply = TotalSupply::<T>::get();
		let mut sums = BTreeMap::<Day, Cuc>::new();
		let (mut live, mut unswept) = (0, 0);
		for account in Accounts::<T>::iter_values() {
			let mut before = None;
			for lot in &account.lots {
				ensure!(lot.amount > 0, "an empty lot");
				ensure!(before < Some(lot.expiry_day), "lots are not sorted");
				before = Some(lot.expiry_day);
				if lot.expiry_day < days.first {
					unswept.ensure_add_assign(lot.amount)?;
				} else {
					live.ensure_add_assign(lot.amount)?;
					sums.entry(lot.expiry_day).or_default().ensure_add_assign(lot.amount)?;
				}
			}
		}
		ensure!(live == supply.lots, "live lots are not the total");
		ensure!(unswept == supply.unswept, "expired lots are not the total");
		for (day, sum) in &sums {
			ensure!(days.get(*day) == Some(*sum), "a day's total is not the sum of its lots");
		}
		let total = days.totals.iter().try_fold(0, |sum: Cuc, total| sum.ensure_add(*total))?;
		ensure!(total == live, "a day's total has no lots");
		Ok(())
	}

	/// Invariant 3. Returns count and deposits by owner.
	fn try_state_sessions() -> Result<BTreeMap<AccountId, (u32, Balance)>, TryRuntimeError> {
		let last = LotsByDay::<T>::get().first.ensure_add(MAX_LOT_LIFETIME)?;
		let next = NextSessionId::<T>::get();
		let mut owners = BTreeMap::<AccountId, (u32, Balance)>::new();
		let mut remaining: Cuc = 0;
		for (id, session) in Sessions::<T>::iter() {
			ensure!(id < next, "a session has an id to come");
			ensure!(session.cap > 0 && session.remaining <= session.cap, "a session is overdrawn");
			ensure!(ACK_WINDOWS.contains(&session.ack_window), "an ack window is out of range");
			ensure!(session.expiry_day <= last, "a session outlives every lot");
			ensure!(
				Ok(session.deferred.count_ones()) == session.deferred_seqs().len().try_into(),
				"a seq before 0 is deferred"
			);
			ensure!(
				SessionsByOwner::<T>::contains_key(&session.owner, id),
				"a session is missing in its owner's list"
			);
			remaining.ensure_add_assign(session.remaining)?;
			let (count, deposits) = owners.entry(session.owner).or_default();
			count.ensure_add_assign(1)?;
			deposits.ensure_add_assign(session.deposit)?;
		}
		ensure!(remaining == TotalSupply::<T>::get().sessions, "sessions are not the total");
		let listed = SessionsByOwner::<T>::iter_keys().count();
		ensure!(listed == Sessions::<T>::iter_keys().count(), "a listed session is gone");
		Ok(owners)
	}

	/// Invariant 4.
	fn try_state_accounts(
		mut owners: BTreeMap<AccountId, (u32, Balance)>,
	) -> Result<(), TryRuntimeError> {
		for (who, account) in Accounts::<T>::iter() {
			ensure!(!account.is_empty(), "an empty account is stored");
			ensure!(account.sessions <= T::MaxSessions::get(), "an account has too many sessions");
			let (count, deposits) = owners.remove(&who).unwrap_or_default();
			ensure!(account.sessions == count, "an account miscounts its sessions");
			ensure!(account.deposits == deposits, "an account miscounts its deposits");
			let held = T::Currency::balance_on_hold(&HoldReason::SessionDeposit.into(), &who);
			ensure!(held == deposits, "deposits are not what is on hold");
		}
		ensure!(owners.is_empty(), "the owner of a session has no account");
		Ok(())
	}
}
