//! What settlement and the clock use.

use crate::{pallet::*, types::*, weights::WeightInfo as _};
use frame_support::{defensive, pallet_prelude::*};
use orogen_primitives_core::{AccountId, Cuc, EpochIndex};
use orogen_primitives_math::operators as math;
use orogen_primitives_receipts::OperatorRow;
use orogen_primitives_traits::{
	Admission, EndedEpoch, EpochClock, EpochFinality, EpochHandler, ForfeitRefusal,
	OperatorAdmission, OperatorRefusal, PayeeStanding, PriceOracle,
};
use sp_runtime::traits::Convert;

impl<T: Config> OperatorAdmission<AccountId> for Pallet<T> {
	/// See the crate's documentation on who may settle. A row of a rotated key is booked on the
	/// operator that has it; work counts in the epoch in which it is admitted.
	fn admit(
		gateway: &AccountId,
		row: &OperatorRow,
	) -> Result<Admission<AccountId>, OperatorRefusal> {
		ensure!(row.count > 0 && row.cuc > 0, OperatorRefusal::Empty);
		let (hotkey, operator) = Self::resolve(&row.hotkey).ok_or(OperatorRefusal::NotFound)?;
		let banned = matches!(operator.status, Status::Banned { .. });
		ensure!(!banned, OperatorRefusal::Banned);
		ensure!(Self::may_settle(&operator), OperatorRefusal::NotActive);
		let epoch = T::Clock::current();
		let (mut served, terms) = ServedGateways::<T>::get(&hotkey, gateway)
			.and_then(|served| served.terms_in(epoch).map(|terms| (served, terms)))
			.ok_or(OperatorRefusal::GatewayNotListed)?;

		let now = frame_system::Pallet::<T>::block_number();
		let tier = operator.tier_at(now);
		let modes = operator.modes_at(now, epoch);
		ensure!(modes.contains(row.mode), OperatorRefusal::ModeNotAllowed);
		// There is no registry of models yet: only "not registered" can be, where genesis allows it.
		let model_allowed =
			row.model == 0 && row.adapter.is_none() && Waivers::<T>::get().unregistered_models;
		ensure!(model_allowed, OperatorRefusal::ModelNotAllowed);
		let most = math::share_of(T::OperatorShare::convert(row.cuc), terms.max_commission);
		ensure!(row.commission <= most, OperatorRefusal::CommissionTooHigh);

		let known = BlockCollateral::<T>::get().filter(|quote| quote.block == now);
		let mut asked = None;
		let price = || match known {
			Some(quote) => quote.price,
			None => {
				let price = T::Oracle::collateral();
				asked = Some(CollateralQuote { block: now, price });
				price
			}
		};
		let capacity =
			Self::capacity(&operator, tier, now, price).ok_or(OperatorRefusal::OverCapacity)?;
		let first_open = T::Finality::first_open();
		let book = |ring: &mut WorkRing, most: Cuc| {
			ring.close_before(first_open);
			ring.add(epoch, row.cuc).ok_or(OperatorRefusal::OverCapacity)?;
			ensure!(ring.total() <= most, OperatorRefusal::OverCapacity);
			Ok(())
		};
		let mut work = Work::<T>::get(&hotkey);
		book(&mut work, capacity)?;
		book(&mut served.open, math::share_of(capacity, terms.capacity_share))?;

		if let Some(quote) = asked {
			BlockCollateral::<T>::put(quote);
		}
		Work::<T>::insert(&hotkey, work);
		ServedGateways::<T>::insert(&hotkey, gateway, served);
		let emission_share = math::emission_share(operator.lost(DutyEpochs::<T>::get()));
		Ok(Admission { operator: operator.id, payee: operator.payout, emission_share })
	}

	/// The gateway may be off the operator's list meanwhile, and its ring forgotten.
	fn release(gateway: &AccountId, operator: OperatorId, epoch: EpochIndex, cuc: Cuc) {
		let Some(hotkey) = HotkeyById::<T>::get(operator) else { return };
		if epoch < T::Finality::first_open() {
			return;
		}
		let mut apart = false;
		Work::<T>::mutate_exists(&hotkey, |slot| {
			apart = slot.as_ref().is_some_and(|work| work.has(epoch));
			let taken = slot.as_mut().and_then(|work| work.take(epoch, cuc));
			if taken.is_none() {
				defensive!("work of an open epoch is in its operator's ring");
			}
			if slot.as_ref().is_some_and(|work| work.buckets().is_empty()) {
				*slot = None;
			}
		});
		ServedGateways::<T>::mutate(&hotkey, gateway, |slot| {
			// One that was taken off the list and listed again has begun a new ring, which does not hold
			// it. An epoch that the operator's ring keeps apart has not joined another one here either:
			// this ring has no epoch that the operator's has not had.
			if let Some(served) = slot.as_mut().filter(|served| !apart || served.open.has(epoch)) {
				served.open.take(epoch, cuc);
			}
		});
	}

	/// The hotkey lies on a machine that serves, so it decides about no money. What a banned operator or
	/// one with frozen stake has booked stays booked: giving it up would move it to customers, who may be
	/// the operator itself.
	fn may_forfeit(who: &AccountId, operator: OperatorId) -> Result<(), ForfeitRefusal> {
		let operator = HotkeyById::<T>::get(operator)
			.and_then(Operators::<T>::get)
			.filter(|operator| operator.coldkey == *who)
			.ok_or(ForfeitRefusal::NotOwner)?;
		let banned = matches!(operator.status, Status::Banned { .. });
		let frozen = operator.frozen_at(frame_system::Pallet::<T>::block_number()) > 0;
		ensure!(!banned && !frozen, ForfeitRefusal::Held);
		Ok(())
	}

	/// The owner is the hotkey itself, with a stake of 10^9 OROG.
	#[cfg(feature = "runtime-benchmarks")]
	fn activate_for_benchmark(
		hotkey: &AccountId,
		gateway: &AccountId,
		cuc: Cuc,
	) -> Result<(), sp_runtime::DispatchError> {
		use frame_support::traits::fungible::Mutate;
		use orogen_primitives_core::{Hash, NodeKind, OROG, Tier};
		use sp_runtime::Perbill;
		if !Operators::<T>::contains_key(hotkey) {
			let stake = OROG.saturating_mul(1_000_000_000);
			T::Currency::mint_into(hotkey, stake.saturating_mul(2))?;
			let profile = Profile {
				hotkey: hotkey.clone(),
				tier: Tier::Prosumer,
				kind: NodeKind::LocalInference,
				stake,
				region: Region::default(),
				ip24_hash: Hash::zero(),
				payout: hotkey.clone(),
			};
			Self::insert_operator(hotkey.clone(), profile)?;
		}
		let terms =
			ServiceTerms { capacity_share: Perbill::one(), max_commission: math::MAX_COMMISSION };
		let served = GatewayUse { listed: Some(terms), ..Default::default() };
		ServedGateways::<T>::insert(hotkey, gateway, served);
		Waivers::<T>::mutate(|waivers| waivers.unregistered_models = true);
		let capacity = Self::view(hotkey).and_then(|view| view.capacity).unwrap_or_default();
		ensure!(capacity >= cuc, Error::<T>::StakeTooLow);
		Ok(())
	}
}

impl<T: Config> PayeeStanding<AccountId> for Pallet<T> {
	/// A banned operator's payee waits as long as the stake does.
	fn may_be_paid(who: &AccountId) -> bool {
		let now = frame_system::Pallet::<T>::block_number();
		HeldPayees::<T>::get(who).is_none_or(|until| until <= now)
	}
}

impl<T: Config> EpochHandler for Pallet<T> {
	/// Counts the ended epoch unless it is void.
	fn on_new_epoch(ended: EndedEpoch) -> Weight {
		if !ended.void {
			// A clamp is 2^32 epochs away.
			DutyEpochs::<T>::mutate(|duties| *duties = duties.saturating_add(1));
		}
		T::WeightInfo::on_new_epoch()
	}
}
