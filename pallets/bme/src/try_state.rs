//! What always holds.

#[cfg(any(feature = "try-runtime", feature = "std"))]
use {
	crate::{
		Bucket, Closing, Closings, Config, CurrentHeadroom, Days, FirstOpen, FirstUnreleased,
		HoldReason, Line, OpenWork, Owed, Pallet, Payees, Points, PotUnclaimed, PrunedClosings,
		SupplyRecord, SwapEntries, SwapLine, TotalsSinceGenesis, UsdcShares,
		pallet::{ActiveParameters, ClaimLine},
		types::{MAX_QUEUED, TOPICS},
	},
	alloc::{collections::BTreeMap, vec::Vec},
	frame_support::{
		ensure,
		traits::{
			Get,
			fungible::{Inspect, InspectHold},
			tokens::{Fortitude, Preservation},
		},
	},
	orogen_primitives_core::{Balance, Cuc, EpochIndex},
	orogen_primitives_math::settlement::{operator_share, settle},
	orogen_primitives_traits::EpochClock,
	sp_runtime::{
		Perbill, TryRuntimeError,
		traits::{EnsureAdd, EnsureAddAssign, EnsureSub},
	},
};

#[cfg(any(feature = "try-runtime", feature = "std"))]
impl<T: Config> Pallet<T> {
	/// Checks every invariant of the pallet.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::try_state_issuance()?;
		Self::try_state_line()?;
		Self::try_state_work()?;
		Self::try_state_dues()?;
		Self::try_state_conservation()?;
		Self::try_state_swap_queue()?;
		Self::try_state_points()?;
		Self::try_state_governance_pot()?;
		Self::try_state_preferences()?;
		Self::try_state_days()
	}

	/// The single issuance gate: what exists is at most what existed at genesis, plus what the line
	/// was funded with and what supported verification, minus what was burned for credits. (Fees and
	/// slashes only take more away.)
	/// An epoch never mints more than its headroom.
	fn try_state_issuance() -> Result<(), TryRuntimeError> {
		let made = SupplyRecord::<T>::get().genesis.ensure_add(ClaimLine::<T>::get().funded)?;
		let totals = TotalsSinceGenesis::<T>::get();
		let most = made.ensure_add(totals.supported)?.ensure_sub(totals.burned)?;
		ensure!(T::Currency::total_issuance() <= most, "OROG was minted outside the gate");
		let headroom = CurrentHeadroom::<T>::get();
		ensure!(headroom.left <= headroom.granted, "more headroom is left than was granted");
		ensure!(headroom.epoch <= T::EpochClock::current(), "headroom of an epoch to come");
		ensure!(ActiveParameters::<T>::get().are_valid(), "parameters are out of bounds");
		Ok(())
	}

	/// The line: closed epochs claim adjacent intervals in order, up to `queued`; `funded` is at most
	/// that; epochs are released in order, and only when their whole interval is funded.
	fn try_state_line() -> Result<(), TryRuntimeError> {
		let Line { queued, funded } = ClaimLine::<T>::get();
		let (unreleased, open) = (FirstUnreleased::<T>::get(), FirstOpen::<T>::get());
		ensure!(funded <= queued, "more is funded than queued");
		ensure!(unreleased <= open, "an open epoch is released");
		let pruned = PrunedClosings::<T>::get();
		ensure!(pruned.next <= unreleased, "an epoch that is not released is pruned");
		let mut end: Balance = pruned.end;
		for (epoch, closing) in Self::closings_in_order() {
			ensure!(epoch < open, "an open epoch has a closing");
			ensure!(epoch >= pruned.next, "a pruned epoch has a closing");
			ensure!(closing.closed_in <= T::EpochClock::current(), "closed in an epoch to come");
			ensure!(closing.start == end, "claims are not adjacent");
			end = closing.end();
			ensure!(epoch >= unreleased || end <= funded, "a released epoch is not funded");
			let shares = settle(closing.cuc, closing.dues, closing.price);
			ensure!(
				shares.and_then(|shares| shares.total()) == Some(closing.payable()),
				"a claim is not what its work is worth"
			);
		}
		ensure!(end == queued, "the claims do not end where the line does");
		Ok(())
	}

	/// Work: only open epochs have any; dues are at most 75 % of it; `open` and `consumed` are the
	/// sums over open and closed epochs.
	fn try_state_work() -> Result<(), TryRuntimeError> {
		let first_open = FirstOpen::<T>::get();
		let current = T::EpochClock::current();
		let mut open: u128 = 0;
		for (epoch, work) in OpenWork::<T>::iter() {
			ensure!((first_open..=current).contains(&epoch), "a closed epoch has open work");
			ensure!(work.dues <= operator_share(work.cuc), "dues are more than 75 % of the work");
			open.ensure_add_assign(work.cuc.into())?;
		}
		let mut consumed: u128 = PrunedClosings::<T>::get().cuc;
		for closing in Closings::<T>::iter_values() {
			consumed.ensure_add_assign(closing.cuc.into())?;
		}
		let totals = TotalsSinceGenesis::<T>::get();
		ensure!(open == totals.open, "`open` is not the sum of open work");
		ensure!(consumed == totals.consumed, "`consumed` is not the sum of closed work");
		Ok(())
	}

	/// Payees: each has a bucket, priced ones of closed epochs first, epochs ascending, none empty;
	/// the unpriced buckets of an epoch sum up to what its record says is not priced.
	fn try_state_dues() -> Result<(), TryRuntimeError> {
		let first_open = FirstOpen::<T>::get();
		let mut unpriced = BTreeMap::<EpochIndex, Cuc>::new();
		for payee in Payees::<T>::iter_values() {
			ensure!(!payee.buckets.is_empty(), "a payee without dues is kept");
			ensure!(
				payee.buckets.iter().zip(payee.buckets.iter().skip(1)).all(|(older, newer)| {
					let priced_first = matches!(older, Bucket::Priced { .. })
						|| matches!(newer, Bucket::Unpriced { .. });
					older.epoch() < newer.epoch() && priced_first
				}),
				"buckets are not in order"
			);
			for bucket in &payee.buckets {
				match *bucket {
					Bucket::Priced { epoch, amount } => {
						ensure!(epoch < first_open, "a due of an open epoch is priced");
						ensure!(amount > 0, "a bucket is empty");
					}
					Bucket::Unpriced { epoch, cuc } => {
						ensure!(cuc > 0, "a bucket is empty");
						unpriced.entry(epoch).or_default().ensure_add_assign(cuc)?;
					}
				}
			}
		}
		let open = OpenWork::<T>::iter().map(|(epoch, work)| (epoch, work.dues));
		let closed = Closings::<T>::iter().map(|(epoch, closing)| (epoch, closing.unpriced));
		let booked: BTreeMap<_, _> = open.chain(closed).filter(|(_, dues)| *dues > 0).collect();
		ensure!(unpriced == booked, "unpriced buckets are not what the epochs' records say");
		Ok(())
	}

	/// Every planck that was queued is in exactly one place: paid, owed to a pot, a pot's share of an
	/// epoch that is not released, in a payee's bucket, not assigned to a payee yet, or in the swap
	/// queue. The pot
	/// `payouts` holds all that is funded and not paid.
	fn try_state_conservation() -> Result<(), TryRuntimeError> {
		let unreleased = FirstUnreleased::<T>::get();
		let totals = TotalsSinceGenesis::<T>::get();
		let line = ClaimLine::<T>::get();
		let mut places = totals.paid.ensure_add(Owed::<T>::get().total())?;
		places.ensure_add_assign(SwapLine::<T>::get().amount)?;
		for (epoch, closing) in Closings::<T>::iter() {
			places.ensure_add_assign(closing.unassigned)?;
			if epoch >= unreleased {
				places.ensure_add_assign(closing.pots.total())?;
			} else {
				let dust = closing.unpriced == 0 && closing.unassigned > 0;
				ensure!(!dust, "what flooring left of a released epoch waits");
			}
		}
		for payee in Payees::<T>::iter_values() {
			for bucket in &payee.buckets {
				if let Bucket::Priced { amount, .. } = bucket {
					places.ensure_add_assign(*amount)?;
				}
			}
		}
		ensure!(places == line.queued, "planck of the line are lost or there twice");
		let to_pay = line.funded.ensure_sub(totals.paid)?;
		let held = T::Currency::reducible_balance(
			&Self::payouts_account(),
			Preservation::Preserve,
			Fortitude::Polite,
		);
		ensure!(held >= to_pay, "the pot `payouts` holds less than it has to pay");
		Ok(())
	}

	/// The swap queue: an entry for every number between its bounds and no other, each enough for any
	/// account, oldest first; their sum is what the bounds say.
	fn try_state_swap_queue() -> Result<(), TryRuntimeError> {
		let line = SwapLine::<T>::get();
		ensure!(
			line.first <= line.next && line.len() <= MAX_QUEUED,
			"the swap queue has no bounds"
		);
		let (mut sum, mut since): (Balance, EpochIndex) = (0, 0);
		for number in line.first..line.next {
			let entry = SwapEntries::<T>::get(number);
			let entry = entry.ok_or("an entry of the swap queue is missing")?;
			ensure!(entry.amount >= T::Currency::minimum_balance(), "an entry is too small");
			ensure!(entry.since >= since, "the swap queue is not in order");
			since = entry.since;
			sum.ensure_add_assign(entry.amount)?;
		}
		ensure!(since <= T::EpochClock::current(), "an entry of an epoch to come");
		ensure!(sum == line.amount, "the swap queue's sum is wrong");
		let count = u64::try_from(SwapEntries::<T>::iter_keys().count());
		ensure!(count == Ok(line.len()), "an entry is outside the swap queue's bounds");
		Ok(())
	}

	/// Points: each account once for a role, and no more than one for each topic and slice.
	fn try_state_points() -> Result<(), TryRuntimeError> {
		for holders in Points::<T>::iter_values() {
			for (place, holder) in holders.iter().enumerate() {
				let again = holders.iter().skip(place.saturating_add(1));
				ensure!(
					again.clone().all(|other| other.who != holder.who),
					"a holder stands twice"
				);
				let topics = holder.last.iter().filter(|slice| **slice > 0).count();
				ensure!(
					topics <= TOPICS && (topics > 0 || holder.points == 0),
					"points from nowhere"
				);
			}
		}
		Ok(())
	}

	/// The governance pot: what nobody got when it was shared is still in it. The rest came in since and
	/// is shared next.
	fn try_state_governance_pot() -> Result<(), TryRuntimeError> {
		let pot = Self::pot_account::<T::GovernancePot>();
		let held = T::Currency::reducible_balance(&pot, Preservation::Preserve, Fortitude::Polite);
		ensure!(held >= PotUnclaimed::<T>::get(), "the governance pot lacks what is unclaimed");
		Ok(())
	}

	/// Preferences: none is the default or more than everything, and each has its deposit on hold, which
	/// is all that is on hold for it.
	fn try_state_preferences() -> Result<(), TryRuntimeError> {
		let reason = HoldReason::PayoutPreference.into();
		for (who, wanted) in UsdcShares::<T>::iter() {
			ensure!(wanted.share != T::DefaultUsdcShare::get(), "a default is stored");
			ensure!(wanted.share <= Perbill::one(), "more than all of the pay is wanted");
			let held = T::Currency::balance_on_hold(&reason, &who);
			ensure!(held == wanted.deposit, "a preference's deposit is not on hold");
		}
		for who in Payees::<T>::iter_keys().filter(|who| !UsdcShares::<T>::contains_key(who)) {
			let held = T::Currency::balance_on_hold(&reason, &who);
			ensure!(held == 0, "a deposit is on hold without a preference");
		}
		Ok(())
	}

	/// Days: what the ring remembers is part of the sums since genesis.
	fn try_state_days() -> Result<(), TryRuntimeError> {
		let totals = TotalsSinceGenesis::<T>::get();
		let (mut burned, mut created): (Balance, u128) = (0, 0);
		for day in &Days::<T>::get().days {
			burned.ensure_add_assign(day.burned)?;
			created.ensure_add_assign(day.created.into())?;
		}
		ensure!(burned <= totals.burned, "the days burned more than was ever burned");
		ensure!(created <= totals.created, "the days created more than was ever created");
		Ok(())
	}

	/// All closings, oldest first.
	fn closings_in_order() -> Vec<(EpochIndex, Closing)> {
		let sorted: BTreeMap<_, _> = Closings::<T>::iter().collect();
		sorted.into_iter().collect()
	}
}
