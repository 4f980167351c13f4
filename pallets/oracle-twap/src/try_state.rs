//! Invariants of the oracle.

use crate::{
	Amm, Books, BootstrapFloors, BootstrapPrice, Checkpoints, Config, HoldReason, Known,
	MemberAccounts, Members, Minutes, NextMemberId, Pallet, Parameters, Qualities, Unbondings,
	types::{Change, Checkpoint, MAX_MEMBERS, Minute, SOURCES},
};
use alloc::collections::{BTreeMap, BTreeSet};
use frame_support::{
	ensure,
	traits::{Get, fungible::InspectHold},
};
use orogen_primitives_core::Balance;
use orogen_primitives_math::oracle as math;
use orogen_primitives_traits::PriceOracle;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Everything that must hold between blocks.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		ensure!(Parameters::<T>::get().is_valid(), "parameters are within their bounds");
		Self::try_state_members()?;
		Self::try_state_stakes()?;
		Self::try_state_sources()?;
		Self::try_state_minutes()?;
		Self::try_state_prices()
	}

	/// Members, their numbers and their qualities are the same set, within the bound.
	fn try_state_members() -> Result<(), TryRuntimeError> {
		ensure!(Members::<T>::count() <= MAX_MEMBERS, "there are at most 32 members");
		let next = NextMemberId::<T>::get();
		let mut ids = BTreeSet::new();
		for (who, member) in Members::<T>::iter() {
			ensure!(member.id < next, "numbers of memberships are given out in order");
			ensure!(ids.insert(member.id), "numbers of memberships are unique");
			ensure!(
				MemberAccounts::<T>::get(member.id) == Some(who),
				"a number leads to its account"
			);
			ensure!(
				member.stake == 0 || member.stake >= T::MinMemberStake::get(),
				"a stake is at least the minimum"
			);
		}
		ensure!(MemberAccounts::<T>::iter().count() == ids.len(), "no number without a member");
		let qualities = Qualities::<T>::get();
		ensure!(
			qualities.iter().map(|quality| quality.member).collect::<BTreeSet<_>>() == ids
				&& qualities.len() == ids.len(),
			"every member has one quality, and nobody else"
		);
		for tally in qualities.iter().flat_map(|quality| quality.days.iter()) {
			ensure!(tally.bad <= tally.judged, "no more bad samples than judged ones");
		}
		Ok(())
	}

	/// What is on hold of an account is its stake and what unbonds, to the planck.
	fn try_state_stakes() -> Result<(), TryRuntimeError> {
		let mut held = BTreeMap::<T::AccountId, Balance>::new();
		let stakes = Members::<T>::iter().map(|(who, member)| (who, member.stake));
		let unbonding = Unbondings::<T>::iter().map(|(who, unbonding)| (who, unbonding.amount));
		for (who, amount) in stakes.chain(unbonding) {
			let sum = held.entry(who).or_default();
			*sum = sum.checked_add(amount).ok_or("stakes do not overflow")?;
		}
		for (who, amount) in held {
			ensure!(
				T::Currency::balance_on_hold(&HoldReason::MemberStake.into(), &who) == amount,
				"stake and unbonding stake are on hold"
			);
		}
		Ok(())
	}

	/// Samples are acceptable ones of members; totals never fall, and the book is ahead of its
	/// checkpoints.
	fn try_state_sources() -> Result<(), TryRuntimeError> {
		let members: BTreeSet<_> = Members::<T>::iter_values().map(|member| member.id).collect();
		ensure!(Books::<T>::iter_keys().all(|source| source < SOURCES), "no book without a source");
		for source in 0..SOURCES {
			let book = Books::<T>::get(source);
			let mut ids = BTreeSet::new();
			for entry in &book.entries {
				ensure!(ids.insert(entry.member), "one entry for each member");
				ensure!(
					members.contains(&entry.member) != (entry.next == Change::Leave),
					"who is no member leaves the book"
				);
				ensure!(
					entry.newest().is_none_or(|sample| {
						(math::MIN_PRICE..=math::MAX_PRICE).contains(&sample.price)
							&& sample.weight >= T::MinMemberStake::get()
					}),
					"samples have a price and a weight"
				);
			}
			let ring = Checkpoints::<T>::get(source);
			ensure!(
				ring.last().map(|last| last.at) == book.marked_at,
				"the book knows the last checkpoint"
			);
			let totals = book.totals();
			let in_order = |a: &Checkpoint, b: &Checkpoint| {
				a.at <= b.at && a.doubled <= b.doubled && a.live <= b.live
			};
			ensure!(
				ring.iter().zip(ring.iter().skip(1)).all(|(a, b)| a.at < b.at && in_order(a, b))
					&& ring.last().is_none_or(|last| in_order(last, &totals)),
				"totals never fall"
			);
		}
		Ok(())
	}

	/// Minutes stand in their places, with one entry for each member.
	fn try_state_minutes() -> Result<(), TryRuntimeError> {
		for (source, place, minute) in Minutes::<T>::iter() {
			ensure!(
				source < SOURCES && Minute::place(minute.minute) == place,
				"a minute stands in its place"
			);
			let ids: BTreeSet<_> = minute.entries.iter().map(|entry| entry.member).collect();
			ensure!(ids.len() == minute.entries.len(), "one entry for each member and minute");
			ensure!(
				minute.entries.iter().all(|entry| entry.low <= entry.high),
				"the lowest sample is not above the highest"
			);
		}
		Ok(())
	}

	/// Stored prices are in order; who burns and is paid out again at once gains nothing.
	fn try_state_prices() -> Result<(), TryRuntimeError> {
		ensure!(
			Known::<T>::get().good.is_none_or(|good| good.low <= good.high),
			"the lower good price is not above the higher"
		);
		ensure!(
			BootstrapPrice::<T>::get()
				.is_none_or(|price| (math::MIN_PRICE..=math::MAX_PRICE).contains(&price)),
			"the fixed price is within bounds"
		);
		let amm = Amm::<T>::get();
		ensure!(!amm.blocks.is_full(), "a full stretch of AMM prices has become its median");
		ensure!(
			amm.blocks
				.iter()
				.chain(&amm.medians)
				.all(|price| (math::MIN_PRICE..=math::MAX_PRICE).contains(price)),
			"AMM prices are within bounds"
		);
		let floors = BootstrapFloors::<T>::get().0;
		ensure!(
			floors
				.iter()
				.zip(floors.iter().skip(1))
				.all(|(first, next)| first.price > next.price && first.until <= next.until),
			"the highest floor ends first"
		);
		if let (Some(credit), Some(payout)) = (Self::credit(), Self::payout()) {
			ensure!(credit.price <= payout, "the credit price is not above the payout price");
		}
		Ok(())
	}
}
