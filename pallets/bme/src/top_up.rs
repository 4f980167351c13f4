//! `top_up`: credits for dollars (SPEC §6).
//!
//! A plan is made first: the OROG that the credits need, the entries of the swap queue that it is
//! bought from, and what the AMM costs for the rest. The quote of the runtime API is that plan.

use crate::{
	Config, Error, Event, Pallet, SwapEntry, SwapLine, TopUpQuote, TotalsSinceGenesis,
	pallet::Days,
	swap_queue::{OrogReason, Venue, takeable},
	types::{DayRing, MAX_FILLS},
};
use alloc::vec::Vec;
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{
		Get,
		fungible::{Inspect, Mutate},
		tokens::{Fortitude, Precision, Preservation},
	},
};
use orogen_primitives_core::{Balance, Cuc, Price};
use orogen_primitives_math::market::{is_fair_cost, is_near_spot, orog_for_cuc};
use orogen_primitives_traits::{CreditIssuer, CreditQuote, DollarMarket, PriceOracle, Reserves};
use sp_runtime::{ArithmeticError, DispatchError};

/// What a top-up does with an entry of the swap queue.
enum Fill {
	/// Buys `amount` planck for `dollars`.
	Buy { amount: Balance, dollars: Balance },
	/// Pays it in OROG, as its payee cannot receive dollars.
	PayInOrog,
}

/// What a top-up would do.
struct Plan<AccountId> {
	/// The price of the credits.
	credit: CreditQuote,
	/// Planck that they need.
	orog: Balance,
	/// The oldest entries of the swap queue, each with what happens to it.
	fills: Vec<(SwapEntry<AccountId>, Fill)>,
	/// Planck bought from them.
	queued: Balance,
	/// Units of the coin for them.
	queue_cost: Balance,
	/// Units of the coin for the rest, bought from the AMM.
	market_cost: Balance,
}

impl<AccountId> Plan<AccountId> {
	fn dollars(&self) -> Result<Balance, ArithmeticError> {
		self.queue_cost.checked_add(self.market_cost).ok_or(ArithmeticError::Overflow)
	}

	fn rest(&self) -> Balance {
		self.orog.saturating_sub(self.queued)
	}
}

impl<T: Config> Pallet<T> {
	/// What a top-up of `cuc` would do and cost now, with every bound checked.
	pub fn quote_top_up(asset: u32, cuc: Cuc) -> Result<TopUpQuote, DispatchError> {
		let plan = Self::plan_top_up(asset, cuc, &Self::days_now())?;
		Ok(TopUpQuote {
			dollars: plan.dollars()?,
			orog: plan.orog,
			queued: plan.queued,
			price: plan.credit.price,
			bootstrap: plan.credit.bootstrap,
		})
	}

	fn plan_top_up(
		asset: u32,
		cuc: Cuc,
		days: &DayRing,
	) -> Result<Plan<T::AccountId>, DispatchError> {
		ensure!(asset == T::DollarAsset::get(), Error::<T>::UnknownAsset);
		let quotes = T::PriceOracle::quotes();
		let credit = Self::check_creation(cuc, &quotes, days)?;
		let spot = quotes.spot.ok_or(Error::<T>::BurnsHalted)?;
		let orog = orog_for_cuc(cuc, credit.price).ok_or(ArithmeticError::Overflow)?;
		let mut plan =
			Plan { credit, orog, fills: Vec::new(), queued: 0, queue_cost: 0, market_cost: 0 };
		Self::plan_fills(&mut plan, spot)?;
		plan.market_cost = Self::market_cost(plan.rest(), spot)?;
		Ok(plan)
	}

	/// Takes from the oldest entries of the queue at `spot` until there is enough, or until one sells a
	/// part so small that its payee could not receive it.
	fn plan_fills(plan: &mut Plan<T::AccountId>, spot: Price) -> DispatchResult {
		for entry in Self::entries_from_front(MAX_FILLS) {
			let amount = takeable(entry.amount, plan.rest(), T::Currency::minimum_balance());
			if amount == 0 {
				break;
			}
			let whole = Self::cost(entry.amount, spot).ok_or(ArithmeticError::Overflow)?;
			if !Self::can_receive(&entry.who, whole) {
				plan.fills.push((entry, Fill::PayInOrog));
				continue;
			}
			let dollars = Self::cost(amount, spot).ok_or(ArithmeticError::Overflow)?;
			if !Self::can_receive(&entry.who, dollars) {
				break;
			}
			// At most what is needed.
			plan.queued = plan.queued.saturating_add(amount);
			plan.queue_cost =
				plan.queue_cost.checked_add(dollars).ok_or(ArithmeticError::Overflow)?;
			plan.fills.push((entry, Fill::Buy { amount, dollars }));
		}
		Ok(())
	}

	/// What `orog` costs at the AMM. The pool's price must be near the external spot, and what this
	/// purchase would pay on average, the fee included, at most as far above it, but for the unit to
	/// which the pool rounds up: a pool that somebody has pushed sells nothing.
	fn market_cost(orog: Balance, spot: Price) -> Result<Balance, DispatchError> {
		if orog == 0 {
			return Ok(0);
		}
		let Reserves { orog: held, dollars } =
			T::Market::reserves().ok_or(Error::<T>::MarketTooSmall)?;
		ensure!(is_near_spot(dollars, held, spot), Error::<T>::MarketOffSpot);
		let cost = T::Market::quote_buy(orog).ok_or(Error::<T>::MarketTooSmall)?;
		ensure!(is_fair_cost(cost, orog, spot), Error::<T>::MarketOffSpot);
		Ok(cost)
	}

	pub(crate) fn do_top_up(
		who: T::AccountId,
		asset: u32,
		max_in: Balance,
		cuc: Cuc,
		beneficiary: T::AccountId,
	) -> DispatchResult {
		let mut days = Self::days_now();
		let plan = Self::plan_top_up(asset, cuc, &days)?;
		let (dollars, rest) = (plan.dollars()?, plan.rest());
		ensure!(dollars <= max_in, Error::<T>::MaxInExceeded);
		days.note(plan.orog, cuc).ok_or(ArithmeticError::Overflow)?;

		let pot = Self::payouts_account();
		// First: what it costs was planned for the pool as it stands.
		if rest > 0 {
			T::Market::buy(&who, rest, plan.market_cost, &pot)?;
		}
		let mut line = SwapLine::<T>::get();
		for (entry, fill) in plan.fills {
			let Fill::Buy { amount, dollars } = fill else {
				Self::pay_oldest_in_orog(&mut line, &entry, OrogReason::CannotReceive)?;
				continue;
			};
			T::Dollars::transfer(&who, &entry.who, dollars, Preservation::Preserve)?;
			Self::take_oldest(&mut line, &entry, amount);
			let venue = Venue::TopUp;
			Self::deposit_event(Event::Swapped { who: entry.who, amount, dollars, venue });
		}
		T::Currency::burn_from(
			&pot,
			plan.orog,
			Preservation::Preserve,
			Precision::Exact,
			Fortitude::Polite,
		)?;
		T::CreditIssuer::issue(&beneficiary, cuc)?;
		Days::<T>::put(days);
		TotalsSinceGenesis::<T>::try_mutate(|totals| totals.note_burn(plan.orog, cuc))?;
		let CreditQuote { price, bootstrap } = plan.credit;
		if bootstrap {
			T::PriceOracle::note_bootstrap_burn();
		}
		Self::deposit_event(Event::ToppedUp {
			who,
			beneficiary,
			dollars,
			amount: plan.orog,
			queued: plan.queued,
			cuc,
			price,
			bootstrap,
		});
		Ok(())
	}
}
