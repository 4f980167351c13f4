//! Burns, their bounds, parameters, genesis and what the runtime API shows.

use crate::{
	BurnQuote, ClaimLine, Closings, Config, CurrentHeadroom, DayRing, Days, Error, Event,
	FirstOpen, FirstUnreleased, Line, Pallet, Parameters, PotBalances, Status, Supply,
	SupplyRecord, SwapLine, TotalsSinceGenesis, pallet::ActiveParameters, types::MIN_QUEUED,
};
use alloc::collections::BTreeSet;
use frame_support::{
	PalletId,
	dispatch::DispatchResult,
	ensure,
	traits::{
		Defensive, Get, UnixTime,
		fungible::{Inspect, Mutate},
		tokens::{Fortitude, Precision, Preservation},
	},
};
use orogen_primitives_core::{Balance, CUC, Cuc, EpochIndex, Moment, Price, day_of};
use orogen_primitives_math::{
	emission::{Emission, RollingBurn, headroom_of_days, uses_rolling_burn},
	settlement::{CREATION_MEAN_DAYS, daily_bound, orog_to_cuc},
};
use orogen_primitives_traits::{
	CreditIssuer, CreditQuote, EpochClock, OracleQuotes, OracleState, PriceOracle,
};
use sp_runtime::{ArithmeticError, DispatchError, traits::AccountIdConversion};

impl<T: Config> Pallet<T> {
	/// Account of a pot.
	pub(crate) fn pot_account<Pot: Get<PalletId>>() -> T::AccountId {
		Pot::get().into_account_truncating()
	}

	/// Account that everything is minted into and payees are paid from.
	pub fn payouts_account() -> T::AccountId {
		Self::pot_account::<T::PayoutsPot>()
	}

	/// What the runtime's configuration must be.
	pub(crate) fn check_config() {
		let pots = [
			T::PayoutsPot::get(),
			T::VerificationPot::get(),
			T::TreasuryPot::get(),
			T::GovernancePot::get(),
		];
		let distinct: BTreeSet<_> = pots.iter().map(|pot| pot.0).collect();
		assert_eq!(distinct.len(), pots.len(), "each pot needs an account of its own");
		assert!(
			MIN_QUEUED >= T::Currency::minimum_balance(),
			"what waits in the swap queue must be enough for any account"
		);
	}

	/// Endows the pots, so that none of them can die of a small amount, and records the supply.
	pub(crate) fn open_at_genesis() {
		let least = T::Currency::minimum_balance();
		for pot in [
			Self::payouts_account(),
			Self::pot_account::<T::VerificationPot>(),
			Self::pot_account::<T::TreasuryPot>(),
			Self::pot_account::<T::GovernancePot>(),
		] {
			let missing = least.saturating_sub(T::Currency::balance(&pot));
			if missing > 0 {
				#[allow(clippy::expect_used, reason = "a genesis that cannot be built must stop")]
				T::Currency::mint_into(&pot, missing).expect("pots can be endowed at genesis");
			}
		}
		let issuance = T::Currency::total_issuance();
		SupplyRecord::<T>::put(Supply { genesis: issuance, anniversary: issuance });
	}

	/// The ring of days, moved on to the day of this block.
	pub(crate) fn days_now() -> DayRing {
		// Milliseconds pass 64 bits in 584 million years.
		let now = Moment::try_from(T::UnixTime::now().as_millis()).unwrap_or(Moment::MAX);
		Days::<T>::get().rolled_to(day_of(now))
	}

	/// What a burn of `orog` would bring now, with every bound checked.
	pub fn quote_burn(orog: Balance) -> Result<BurnQuote, DispatchError> {
		Self::quote(orog, &Self::days_now())
	}

	fn quote(orog: Balance, days: &DayRing) -> Result<BurnQuote, DispatchError> {
		let quotes = T::PriceOracle::quotes();
		let credit = quotes.credit.ok_or(Error::<T>::BurnsHalted)?;
		let cuc = orog_to_cuc(orog, credit.price).ok_or(ArithmeticError::Overflow)?;
		Self::check_creation(cuc, &quotes, days)?;
		Ok(BurnQuote { cuc, price: credit.price, bootstrap: credit.bootstrap })
	}

	/// Whether `cuc` may be created now, and at which price.
	pub(crate) fn check_creation(
		cuc: Cuc,
		quotes: &OracleQuotes,
		days: &DayRing,
	) -> Result<CreditQuote, DispatchError> {
		let credit = quotes.credit.ok_or(Error::<T>::BurnsHalted)?;
		ensure!(cuc >= CUC, Error::<T>::BurnTooSmall);
		ensure!(
			cuc <= Self::daily_room(&credit, quotes.state, days),
			Error::<T>::DailyBoundReached
		);
		ensure!(cuc <= Self::ceiling_room(&credit, quotes.payout), Error::<T>::CreditCeiling);
		Ok(credit)
	}

	/// Micro-USD that the day's bound leaves.
	fn daily_room(credit: &CreditQuote, state: OracleState, days: &DayRing) -> Cuc {
		let bound = if credit.bootstrap {
			match ActiveParameters::<T>::get().bootstrap_daily_cuc {
				Some(bound) => bound,
				None => return Cuc::MAX,
			}
		} else {
			// A halted oracle has no credit price but the bootstrap's; if it had one, the lower bound
			// would be right.
			let degraded = state != OracleState::Fresh;
			daily_bound(days.created_before(CREATION_MEAN_DAYS), degraded)
		};
		bound.saturating_sub(days.created_today())
	}

	/// Micro-USD that the credit ceiling leaves: what the days of headroom, less what waits in the
	/// line, are worth at the payout price, less the credits that are out or settled in open epochs.
	/// While there is no payout price, the credit price, which is never higher, stands in for it.
	fn ceiling_room(credit: &CreditQuote, payout: Option<Price>) -> Cuc {
		let price = payout.unwrap_or(credit.price);
		let days = ActiveParameters::<T>::get().ceiling_days;
		let headroom = Self::headroom_of(T::EpochClock::current());
		let epochs_per_year = T::EpochClock::epochs_per_year();
		// More than fits is more than could ever be sold.
		let payable = headroom_of_days(headroom, days, epochs_per_year).unwrap_or(Balance::MAX);
		let free = payable.saturating_sub(ClaimLine::<T>::get().waiting());
		let room = u128::from(orog_to_cuc(free, price).unwrap_or(Cuc::MAX));
		let out = u128::from(T::CreditIssuer::outstanding())
			.saturating_add(TotalsSinceGenesis::<T>::get().open);
		// Not more than `room`, which came from a `Cuc`.
		Cuc::try_from(room.saturating_sub(out)).unwrap_or(Cuc::MAX)
	}

	/// Headroom of `epoch` by the emission rule, were it not void. Right for the current epoch and
	/// the one before, as the rule's supply is the last anniversary's.
	pub fn headroom_of(epoch: EpochIndex) -> Balance {
		Self::rule_of(epoch).headroom().defensive_unwrap_or_default()
	}

	/// What the headroom of `epoch` never falls below. Right for the same epochs.
	pub(crate) fn floor_of(epoch: EpochIndex) -> Balance {
		Self::rule_of(epoch).floor().defensive_unwrap_or_default()
	}

	fn rule_of(epoch: EpochIndex) -> Emission {
		let epochs_per_year = T::EpochClock::epochs_per_year();
		let epoch = epoch.saturating_sub(T::EpochClock::genesis());
		let Parameters { elasticity_ppm, rolling_window_days, .. } = ActiveParameters::<T>::get();
		let rolling = if uses_rolling_burn(epoch, epochs_per_year) {
			Self::days_now().rolling_burn(rolling_window_days)
		} else {
			RollingBurn::default()
		};
		let supply = SupplyRecord::<T>::get().anniversary;
		Emission { supply, epoch, epochs_per_year, rolling, elasticity_ppm }
	}

	pub(crate) fn do_burn(
		who: T::AccountId,
		orog: Balance,
		beneficiary: T::AccountId,
		min_cuc: Cuc,
	) -> DispatchResult {
		let mut days = Self::days_now();
		let BurnQuote { cuc, price, bootstrap } = Self::quote(orog, &days)?;
		ensure!(cuc >= min_cuc, Error::<T>::SlippageExceeded);
		days.note(orog, cuc).ok_or(ArithmeticError::Overflow)?;
		let mut totals = TotalsSinceGenesis::<T>::get();
		totals.note_burn(orog, cuc)?;

		T::Currency::burn_from(
			&who,
			orog,
			Preservation::Preserve,
			Precision::Exact,
			Fortitude::Polite,
		)?;
		T::CreditIssuer::issue(&beneficiary, cuc)?;
		Days::<T>::put(days);
		TotalsSinceGenesis::<T>::put(totals);
		if bootstrap {
			T::PriceOracle::note_bootstrap_burn();
		}
		Self::deposit_event(Event::Burned {
			who,
			beneficiary,
			amount: orog,
			cuc,
			price,
			bootstrap,
		});
		Ok(())
	}

	pub(crate) fn change_parameters(change: impl FnOnce(&mut Parameters)) -> DispatchResult {
		let mut parameters = ActiveParameters::<T>::get();
		change(&mut parameters);
		ensure!(parameters.are_valid(), Error::<T>::ParameterOutOfBounds);
		ActiveParameters::<T>::put(parameters);
		Self::deposit_event(Event::ParametersSet { parameters });
		Ok(())
	}

	/// Totals, bounds and the line (`bme_status`).
	pub fn status() -> Status {
		Status {
			epoch: T::EpochClock::current(),
			first_open: FirstOpen::<T>::get(),
			closing_delay: ActiveParameters::<T>::get().closing_delay,
			issuance: T::Currency::total_issuance(),
			totals: TotalsSinceGenesis::<T>::get(),
			creatable_today: Self::creatable_today(),
			headroom: CurrentHeadroom::<T>::get(),
			line: ClaimLine::<T>::get(),
			swap_queue: SwapLine::<T>::get().amount,
			oldest_unfunded: Self::oldest_unfunded(),
			pots: PotBalances {
				verification: T::Currency::balance(&Self::pot_account::<T::VerificationPot>()),
				treasury: T::Currency::balance(&Self::pot_account::<T::TreasuryPot>()),
				governance: T::Currency::balance(&Self::pot_account::<T::GovernancePot>()),
				payouts: T::Currency::balance(&Self::payouts_account()),
			},
		}
	}

	/// Micro-USD that may still be created today: what day's bound and ceiling leave.
	pub fn creatable_today() -> Cuc {
		let OracleQuotes { state, credit, payout, .. } = T::PriceOracle::quotes();
		credit.map_or(0, |credit| {
			Self::daily_room(&credit, state, &Self::days_now())
				.min(Self::ceiling_room(&credit, payout))
		})
	}

	/// Oldest closed epoch whose claim is not fully funded.
	fn oldest_unfunded() -> Option<EpochIndex> {
		let Line { queued, funded } = ClaimLine::<T>::get();
		if funded == queued {
			return None;
		}
		// The first one that is not released is it, but for those that wait some blocks for their turn.
		(FirstUnreleased::<T>::get()..FirstOpen::<T>::get())
			.find(|epoch| Closings::<T>::get(epoch).is_some_and(|closing| closing.end() > funded))
	}
}
