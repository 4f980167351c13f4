//! From work to pay: headroom, the line, closings and releases (SPEC §6).

use crate::{
	ClaimLine, ClosedWork, Closing, Closings, Config, CurrentHeadroom, EpochWork, Event, FirstOpen,
	FirstUnreleased, Headroom, IdleSweep, Line, OpenWork, Owed, Pallet, PotShares, SupplyRecord,
	TotalsSinceGenesis, WeightInfo, pallet::ActiveParameters,
};
use frame_support::{
	defensive,
	storage::with_storage_layer,
	traits::{
		Get,
		fungible::{Inspect, Mutate},
		tokens::{Fortitude, Preservation},
	},
	weights::Weight,
};
use orogen_primitives_core::{Balance, EpochIndex, Price};
use orogen_primitives_math::{
	emission::{fundable, is_anniversary},
	settlement::{cuc_to_orog, settle},
};
use orogen_primitives_traits::{EndedEpoch, EpochClock, EpochFinality, EpochHandler, PriceOracle};

/// Target of log lines.
const LOG_TARGET: &str = "runtime::bme";

impl<T: Config> EpochHandler for Pallet<T> {
	/// Grants the new epoch the headroom of the one that ended, funds the line with it, and begins a
	/// year where one begins.
	fn on_new_epoch(ended: EndedEpoch) -> Weight {
		let weight = T::WeightInfo::on_new_epoch();
		let epoch = ended.index.saturating_add(1);
		if epoch <= CurrentHeadroom::<T>::get().epoch {
			defensive!("an epoch cannot begin twice: its headroom is granted once");
			return weight;
		}
		let weight = weight.saturating_add(Self::settle_epoch(ended));
		let granted = if ended.void { 0 } else { Self::headroom_of(ended.index) };
		Self::deposit_event(Event::HeadroomGranted { epoch, amount: granted });
		let mut headroom = Headroom { epoch, granted, left: granted };
		let mut line = ClaimLine::<T>::get();
		Self::fund(&mut line, &mut headroom);
		ClaimLine::<T>::put(line);
		CurrentHeadroom::<T>::put(headroom);

		let since_genesis = epoch.saturating_sub(T::EpochClock::genesis());
		if is_anniversary(since_genesis, T::EpochClock::epochs_per_year()) {
			let supply = T::Currency::total_issuance();
			SupplyRecord::<T>::mutate(|record| record.anniversary = supply);
			Self::deposit_event(Event::SupplyRecorded { supply });
		}
		Self::pay_pots();
		Self::fold_surplus(line);
		weight
	}
}

impl<T: Config> EpochFinality for Pallet<T> {
	fn first_open() -> EpochIndex {
		FirstOpen::<T>::get()
	}
}

impl<T: Config> Pallet<T> {
	/// The single issuance gate: mints `amount` out of what `headroom` has left. Nothing else in the
	/// runtime mints OROG. `None`, and no change, when less is left or `to` cannot receive it.
	pub(crate) fn mint(to: &T::AccountId, amount: Balance, headroom: &mut Headroom) -> Option<()> {
		let left = headroom.left.checked_sub(amount)?;
		T::Currency::mint_into(to, amount).ok()?;
		headroom.left = left;
		Some(())
	}

	/// Mints exactly what `line.funded` grows by, which is at most what `headroom` has left.
	fn fund(line: &mut Line, headroom: &mut Headroom) {
		let growth = fundable(headroom.left, line.queued, line.funded);
		if growth == 0 {
			return;
		}
		let Some(funded) = line.funded.checked_add(growth) else {
			defensive!("what is fundable is at most what is queued");
			return;
		};
		if Self::mint(&Self::payouts_account(), growth, headroom).is_none() {
			defensive!("the pot is endowed, so that it can receive any amount");
			return;
		}
		line.funded = funded;
		Self::deposit_event(Event::LineFunded { amount: growth, funded });
	}

	/// What a block begins with: at most one epoch is closed and one released.
	pub(crate) fn serve_line() -> Weight {
		let epoch = T::EpochClock::current();
		let closed = Self::close_next(epoch);
		let released = Self::release_next();
		T::WeightInfo::on_initialize()
			.saturating_add(closed)
			.saturating_add(released)
			.saturating_add(Self::watch_standstill(epoch))
	}

	/// Closes the oldest open epoch if its delay is over. Returns the weight above that of looking.
	pub(crate) fn close_next(current: EpochIndex) -> Weight {
		let epoch = FirstOpen::<T>::get();
		let delay = ActiveParameters::<T>::get().closing_delay;
		let (Some(next), Some(due)) =
			(epoch.checked_add(1), epoch.checked_add(1).and_then(|next| next.checked_add(delay)))
		else {
			return Weight::zero();
		};
		if current < due {
			return Weight::zero();
		}
		let Some(work) = OpenWork::<T>::get(epoch) else {
			FirstOpen::<T>::put(next);
			Self::deposit_event(Event::EmptyEpochClosed { epoch });
			return Weight::zero();
		};
		match T::PriceOracle::payout() {
			Some(price) if Self::close(epoch, work, price).is_some() => FirstOpen::<T>::put(next),
			Some(price) => log::warn!(
				target: LOG_TARGET,
				"epoch {epoch} cannot be closed at {price:?} and waits for another price",
			),
			None => log::debug!(target: LOG_TARGET, "epoch {epoch} waits for a payout price"),
		}
		T::WeightInfo::close_epoch()
	}

	/// Closes `epoch` at `price`: consumes its CUC, claims its interval of the line and serves it
	/// from what is left of the headroom. `None`, and no change, if its amounts do not fit.
	pub(crate) fn close(epoch: EpochIndex, work: EpochWork, price: Price) -> Option<()> {
		let shares = settle(work.cuc, work.dues, price)?;
		let payable = shares.total()?;
		let mut line = ClaimLine::<T>::get();
		let closing = Closing::new(work, price, line.queued, shares, T::EpochClock::current());
		line.queued = line.queued.checked_add(payable)?;
		let mut totals = TotalsSinceGenesis::<T>::get();
		totals.open = totals.open.checked_sub(work.cuc.into())?;
		totals.consumed = totals.consumed.checked_add(work.cuc.into())?;

		let emission = cuc_to_orog(work.cuc.into(), price)?;
		IdleSweep::<T>::mutate(|sweep| sweep.again = true);
		ClosedWork::<T>::mutate(|closed| {
			// Amounts that fitted into the line and the totals just now.
			closed.cuc = closed.cuc.saturating_add(work.cuc.into());
			closed.emission = closed.emission.saturating_add(emission);
			closed.verification = closed.verification.saturating_add(shares.verification);
		});
		let mut headroom = CurrentHeadroom::<T>::get();
		Self::deposit_event(Event::EpochClosed { epoch, cuc: work.cuc, payable, price });
		Self::fund(&mut line, &mut headroom);
		OpenWork::<T>::remove(epoch);
		Closings::<T>::insert(epoch, closing);
		ClaimLine::<T>::put(line);
		CurrentHeadroom::<T>::put(headroom);
		TotalsSinceGenesis::<T>::put(totals);
		Some(())
	}

	/// Releases the oldest closed epoch that is not released, if it is funded. Returns the weight
	/// above that of looking.
	pub(crate) fn release_next() -> Weight {
		let epoch = FirstUnreleased::<T>::get();
		if epoch >= FirstOpen::<T>::get() {
			return Weight::zero();
		}
		// `epoch` is below another index, so there is a next one; the clamp is never reached.
		let next = epoch.saturating_add(1);
		let Some(mut closing) = Closings::<T>::get(epoch) else {
			FirstUnreleased::<T>::put(next);
			return Weight::zero();
		};
		if closing.end() > ClaimLine::<T>::get().funded {
			return Weight::zero();
		}
		let PotShares { verification, treasury, governance } = closing.pots;
		Owed::<T>::mutate(|owed| {
			// Parts of the line, whose counters are checked.
			owed.verification = owed.verification.saturating_add(verification);
			owed.treasury = owed.treasury.saturating_add(treasury);
			owed.governance = owed.governance.saturating_add(governance);
		});
		Self::deposit_event(Event::EpochReleased { epoch, verification, treasury, governance });
		if Self::assign_dust(epoch, &mut closing) {
			Closings::<T>::insert(epoch, closing);
		}
		FirstUnreleased::<T>::put(next);
		IdleSweep::<T>::mutate(|sweep| sweep.again = true);
		Self::pay_pots();
		T::WeightInfo::release_epoch()
	}

	/// Gives verification what flooring left of a released epoch whose dues are all priced. Returns
	/// whether `closing` changed.
	pub(crate) fn assign_dust(epoch: EpochIndex, closing: &mut Closing) -> bool {
		let amount = closing.take_dust();
		if amount > 0 {
			Owed::<T>::mutate(|owed| {
				// A part of the line, whose counters are checked.
				owed.verification = owed.verification.saturating_add(amount);
			});
			Self::deposit_event(Event::DustAssigned { epoch, amount });
		}
		amount > 0
	}

	/// Transfers what the pots are owed. A pot that cannot receive (it lost its existential deposit,
	/// and the share is below it) stays owed until it can.
	pub(crate) fn pay_pots() {
		let owed = Owed::<T>::get();
		if owed == PotShares::default() {
			return;
		}
		let verification = Self::pay_pot::<T::VerificationPot>(owed.verification);
		let treasury = Self::pay_pot::<T::TreasuryPot>(owed.treasury);
		let governance = Self::pay_pot::<T::GovernancePot>(owed.governance);
		let paid = PotShares { verification, treasury, governance };
		Owed::<T>::put(PotShares {
			// Each is 0 or all of it.
			verification: owed.verification.saturating_sub(verification),
			treasury: owed.treasury.saturating_sub(treasury),
			governance: owed.governance.saturating_sub(governance),
		});
		// At most what was ever funded.
		TotalsSinceGenesis::<T>::mutate(|totals| {
			totals.paid = totals.paid.saturating_add(paid.total());
		});
	}

	/// Returns what was paid: `amount` or nothing.
	fn pay_pot<Pot: Get<frame_support::PalletId>>(amount: Balance) -> Balance {
		if amount == 0 {
			return 0;
		}
		match Self::transfer_out(&Self::pot_account::<Pot>(), amount) {
			Ok(()) => amount,
			Err(error) => {
				log::warn!(target: LOG_TARGET, "a pot stays owed {amount}: {error:?}");
				0
			}
		}
	}

	/// Transfers from the pot `payouts`, all or nothing.
	pub(crate) fn transfer_out(
		to: &T::AccountId,
		amount: Balance,
	) -> Result<(), sp_runtime::DispatchError> {
		with_storage_layer(|| {
			T::Currency::transfer(&Self::payouts_account(), to, amount, Preservation::Preserve)
		})
		.map(|_amount| ())
	}

	/// Moves what nothing explains in the pot `payouts`, such as a gift, to the treasury (SPEC §3).
	fn fold_surplus(line: Line) {
		let pot = Self::payouts_account();
		let held = T::Currency::reducible_balance(&pot, Preservation::Preserve, Fortitude::Polite);
		let explained = line.funded.saturating_sub(TotalsSinceGenesis::<T>::get().paid);
		let surplus = held.saturating_sub(explained);
		if surplus == 0 {
			return;
		}
		match Self::transfer_out(&Self::pot_account::<T::TreasuryPot>(), surplus) {
			Ok(()) => Self::deposit_event(Event::SurplusFolded { amount: surplus }),
			Err(error) => log::debug!(target: LOG_TARGET, "the surplus stays: {error:?}"),
		}
	}
}
