//! The swap queue (SPEC §6, "Payout preference"): OROG of payees that want dollars.
//!
//! A payout moves a part of the dues here instead of to the balance; the OROG stays in the pot
//! `payouts`. Top-ups buy the oldest entries at the external spot price, idle blocks sell them to the
//! AMM within bounds, and what nobody buys for [`QUEUE_EPOCHS`] epochs is paid in OROG. No swap is part
//! of a payout, so there is nothing to sandwich.

use crate::{
	Config, Error, Event, HoldReason, Pallet, Payees, Preference, SwapEntries, SwapLine,
	TotalsSinceGenesis, UsdcShares, WeightInfo,
	types::{IDLE_EXPIRIES, IDLE_SALES, MAX_QUEUED, MIN_QUEUED, QUEUE_EPOCHS, SALE_HALVINGS},
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	PalletId, defensive,
	dispatch::DispatchResult,
	ensure,
	traits::{
		Get,
		fungible::{Inspect, MutateHold},
		tokens::{DepositConsequence, Precision, Provenance},
	},
	weights::{Weight, WeightMeter},
};
use orogen_primitives_core::{Balance, EpochIndex, Price};
use orogen_primitives_math::market::{dollars_for, least_sale, most_sale};
use orogen_primitives_traits::{DollarMarket, EpochClock, OracleQuotes, OracleState, PriceOracle};
use scale_info::TypeInfo;
use sp_runtime::{Perbill, traits::AccountIdConversion};

/// OROG of a payee that waits for a buyer.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct SwapEntry<AccountId> {
	/// The payee.
	pub who: AccountId,
	/// Planck; at least the existential deposit.
	pub amount: Balance,
	/// The epoch of the payout.
	pub since: EpochIndex,
}

/// Where the swap queue begins and ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct SwapBounds {
	/// Number of the oldest entry.
	pub first: u64,
	/// Number of the next entry.
	pub next: u64,
	/// Planck of all entries.
	pub amount: Balance,
}

impl SwapBounds {
	/// How many entries there are.
	pub const fn len(&self) -> u64 {
		// `first` never passes `next`.
		self.next.saturating_sub(self.first)
	}

	/// Whether there is no entry.
	pub const fn is_empty(&self) -> bool {
		self.len() == 0
	}
}

/// Why a payee gets OROG where it wanted dollars.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum OrogReason {
	/// The swap queue is full.
	#[codec(index = 0)]
	QueueFull,
	/// Nobody bought it in time.
	#[codec(index = 1)]
	Unsold,
	/// The account cannot receive the coin: it is blocked, the amount is below the coin's least
	/// balance, or it is the AMM's pool or a pallet's account.
	#[codec(index = 2)]
	CannotReceive,
}

/// Where a payee's OROG was bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum Venue {
	/// By a top-up, at the external spot price.
	#[codec(index = 0)]
	TopUp,
	/// By the AMM.
	#[codec(index = 1)]
	Market,
}

/// What can be sold of an entry of `amount` when `wanted` planck are: all of it, or a part that leaves
/// the `least`, so that what is left can be paid in OROG to any account.
pub(crate) fn takeable(amount: Balance, wanted: Balance, least: Balance) -> Balance {
	if wanted >= amount { amount } else { wanted.min(amount.saturating_sub(least)) }
}

impl<T: Config> Pallet<T> {
	/// The share of `who`'s pay that it wants in dollars.
	pub fn usdc_share(who: &T::AccountId) -> Perbill {
		UsdcShares::<T>::get(who).map_or_else(T::DefaultUsdcShare::get, |wanted| wanted.share)
	}

	pub(crate) fn do_set_payout_preference(who: T::AccountId, share: Perbill) -> DispatchResult {
		let reason = HoldReason::PayoutPreference.into();
		let known = UsdcShares::<T>::get(&who);
		if share == T::DefaultUsdcShare::get() {
			if let Some(Preference { deposit, .. }) = known {
				T::Currency::release(&reason, &who, deposit, Precision::Exact)?;
				UsdcShares::<T>::remove(&who);
			}
		} else {
			let deposit = match known {
				Some(Preference { deposit, .. }) => deposit,
				None => {
					ensure!(Payees::<T>::contains_key(&who), Error::<T>::NotAPayee);
					let deposit = T::PreferenceDeposit::get();
					T::Currency::hold(&reason, &who, deposit)?;
					deposit
				}
			};
			UsdcShares::<T>::insert(&who, Preference { share, deposit });
		}
		Self::deposit_event(Event::PayoutPreferenceSet { who, share });
		Ok(())
	}

	/// Whether `who` can receive `dollars` units of the coin, and should: neither to the pool, whose
	/// price they would move, nor to a pallet's account, where they would be stuck.
	pub(crate) fn can_receive(who: &T::AccountId, dollars: Balance) -> bool {
		!Self::is_protocols(who)
			&& T::Dollars::can_deposit(who, dollars, Provenance::Extant)
				== DepositConsequence::Success
	}

	/// Whether `who` is the AMM's pool, or the account of a pallet, as every pot is.
	fn is_protocols(who: &T::AccountId) -> bool {
		PalletId::try_from_account(who).is_some()
			|| T::Market::pool_account().is_some_and(|pool| pool == *who)
	}

	/// How much of a payout of `amount` goes to the swap queue, and why nothing does where dollars are
	/// wanted.
	pub(crate) fn queueable(who: &T::AccountId, amount: Balance) -> (Balance, Option<OrogReason>) {
		let share = Self::usdc_share(who).mul_floor(amount);
		if share < MIN_QUEUED {
			return (0, None);
		}
		if SwapLine::<T>::get().len() >= MAX_QUEUED {
			return (0, Some(OrogReason::QueueFull));
		}
		if !Self::can_receive(who, T::Dollars::minimum_balance()) {
			return (0, Some(OrogReason::CannotReceive));
		}
		// A rest that could not reach an account goes with the share.
		let rest = amount.saturating_sub(share);
		(if rest < T::Currency::minimum_balance() { amount } else { share }, None)
	}

	/// Appends an entry; the caller has asked [`Self::queueable`].
	pub(crate) fn enqueue(who: &T::AccountId, amount: Balance) {
		let mut line = SwapLine::<T>::get();
		let since = T::EpochClock::current();
		SwapEntries::<T>::insert(line.next, SwapEntry { who: who.clone(), amount, since });
		// 2^64 entries are never made, and the sum is a part of what was ever funded.
		line.next = line.next.saturating_add(1);
		line.amount = line.amount.saturating_add(amount);
		SwapLine::<T>::put(line);
		Self::deposit_event(Event::SwapQueued { who: who.clone(), amount });
	}

	/// The oldest entry.
	fn oldest(line: &SwapBounds) -> Option<SwapEntry<T::AccountId>> {
		if line.is_empty() {
			return None;
		}
		let entry = SwapEntries::<T>::get(line.first);
		if entry.is_none() {
			defensive!("there is an entry for every number from `first` to `next`");
		}
		entry
	}

	/// Takes `amount` of the oldest entry out of the queue and out of what the pot `payouts` has to
	/// pay.
	pub(crate) fn take_oldest(
		line: &mut SwapBounds,
		entry: &SwapEntry<T::AccountId>,
		amount: Balance,
	) {
		// At most the entry's, which is part of the sum and of what was ever funded.
		let left = entry.amount.saturating_sub(amount);
		if left == 0 {
			SwapEntries::<T>::remove(line.first);
			line.first = line.first.saturating_add(1);
		} else {
			SwapEntries::<T>::insert(line.first, SwapEntry { amount: left, ..entry.clone() });
		}
		line.amount = line.amount.saturating_sub(amount);
		SwapLine::<T>::put(*line);
		TotalsSinceGenesis::<T>::mutate(|totals| totals.paid = totals.paid.saturating_add(amount));
	}

	/// Pays the oldest entry in OROG, which any account can receive: it is not below the existential
	/// deposit.
	pub(crate) fn pay_oldest_in_orog(
		line: &mut SwapBounds,
		entry: &SwapEntry<T::AccountId>,
		reason: OrogReason,
	) -> DispatchResult {
		let SwapEntry { who, amount, .. } = entry;
		Self::transfer_out(who, *amount)?;
		Self::take_oldest(line, entry, *amount);
		Self::deposit_event(Event::PaidInOrog { who: who.clone(), amount: *amount, reason });
		Ok(())
	}

	/// Pays old entries in OROG and sells to the AMM, as far as `limit` goes. Returns the weight used.
	pub(crate) fn serve_queue(limit: Weight) -> Weight {
		let mut meter = WeightMeter::with_limit(limit);
		if meter.try_consume(T::WeightInfo::serve_queue()).is_err() {
			return meter.consumed();
		}
		let mut line = SwapLine::<T>::get();
		let epoch = T::EpochClock::current();
		for _ in 0..IDLE_EXPIRIES {
			if !meter.can_consume(T::WeightInfo::pay_entry()) {
				return meter.consumed();
			}
			let Some(entry) = Self::oldest(&line) else { return meter.consumed() };
			if epoch < entry.since.saturating_add(QUEUE_EPOCHS) {
				break;
			}
			meter.consume(T::WeightInfo::pay_entry());
			if Self::pay_oldest_in_orog(&mut line, &entry, OrogReason::Unsold).is_err() {
				defensive!("an entry is enough for any account");
				return meter.consumed();
			}
		}
		if meter.can_consume(T::WeightInfo::sell_queued(IDLE_SALES)) {
			let sales = Self::sell_queued(&mut line);
			meter.consume(T::WeightInfo::sell_queued(sales));
		}
		meter.consumed()
	}

	/// Sells the oldest entries to the AMM: at most a small part of its reserve, less where that would
	/// move the price too far, and not below 99 % of the external spot price, while the oracle is fresh or
	/// nothing but the fixed price is there: one source alone does not say when to sell. Returns how many
	/// entries it looked at.
	pub(crate) fn sell_queued(line: &mut SwapBounds) -> u32 {
		let Some(reserves) = T::Market::reserves() else { return 0 };
		let OracleQuotes { state, credit: Some(credit), spot: Some(spot), .. } =
			T::PriceOracle::quotes()
		else {
			return 0;
		};
		if state != OracleState::Fresh && !credit.bootstrap {
			return 0;
		}
		let mut left = most_sale(reserves.orog);
		for count in 0..IDLE_SALES {
			let Some(sold) =
				Self::oldest(line).and_then(|entry| Self::sell_oldest(line, &entry, spot, left))
			else {
				return count.saturating_add(1);
			};
			left = left.saturating_sub(sold);
		}
		IDLE_SALES
	}

	/// How much of the oldest entry the AMM takes for enough, and the least that is: up to `most`, or
	/// that halved some times, as a smaller part moves the price less. `None` if it takes nothing.
	fn sellable(
		entry: &SwapEntry<T::AccountId>,
		spot: Price,
		most: Balance,
	) -> Option<(Balance, Balance)> {
		let mut wanted = most.min(entry.amount);
		for _ in 0..=SALE_HALVINGS {
			let part = takeable(entry.amount, wanted, T::Currency::minimum_balance());
			let least = least_sale(part, spot)?;
			if part == 0 || !Self::can_receive(&entry.who, least) {
				return None;
			}
			if T::Market::quote_sell(part)? >= least {
				return Some((part, least));
			}
			wanted = part.saturating_div(2);
		}
		None
	}

	/// Sells up to `most` of the oldest entry. Returns how much, `None` if no more can be sold now.
	fn sell_oldest(
		line: &mut SwapBounds,
		entry: &SwapEntry<T::AccountId>,
		spot: Price,
		most: Balance,
	) -> Option<Balance> {
		let SwapEntry { who, amount, .. } = entry;
		if !Self::can_receive(who, least_sale(*amount, spot)?) {
			Self::pay_oldest_in_orog(line, entry, OrogReason::CannotReceive).ok()?;
			return Some(0);
		}
		let (part, least) = Self::sellable(entry, spot, most)?;
		match T::Market::sell(&Self::payouts_account(), part, least, who) {
			Ok(dollars) => {
				Self::take_oldest(line, entry, part);
				let venue = Venue::Market;
				Self::deposit_event(Event::Swapped {
					who: who.clone(),
					amount: part,
					dollars,
					venue,
				});
				Some(part)
			}
			Err(error) => {
				log::debug!(target: "runtime::bme", "the AMM does not buy: {error:?}");
				None
			}
		}
	}

	/// The oldest entries, for who buys them: what each of up to `most` of them sells of `wanted`.
	pub(crate) fn entries_from_front(most: u32) -> impl Iterator<Item = SwapEntry<T::AccountId>> {
		let SwapBounds { first, next, .. } = SwapLine::<T>::get();
		let end = next.min(first.saturating_add(most.into()));
		(first..end).map_while(SwapEntries::<T>::get)
	}

	/// Units of the coin that `amount` planck of the queue cost.
	pub(crate) fn cost(amount: Balance, spot: Price) -> Option<Balance> {
		dollars_for(amount, spot)
	}
}
