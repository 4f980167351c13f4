//! Invariants.

use crate::pallet::*;

#[cfg(any(feature = "try-runtime", feature = "std"))]
use {
	crate::types::*,
	alloc::collections::{btree_map::BTreeMap, btree_set::BTreeSet},
	frame_support::{ensure, traits::fungible::InspectHold},
	orogen_primitives_core::{AccountId, Balance, Tier},
	orogen_primitives_math::operators::MAX_LOST_STEPS,
	orogen_primitives_traits::{EpochClock, EpochFinality},
	sp_runtime::{TryRuntimeError, traits::Get},
};

impl<T: Config> Pallet<T> {
	/// Checks every invariant.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::try_state_holds()?;
		Self::try_state_index()?;
		Self::try_state_ids()?;
		Self::try_state_records()?;
		Self::try_state_work()?;
		Self::try_state_aliases()?;
		Self::try_state_parameters()
	}

	/// What a coldkey has on hold under each reason is the sum over its operators.
	fn try_state_holds() -> Result<(), TryRuntimeError> {
		let mut sums = BTreeMap::<AccountId, (Balance, Balance)>::new();
		for (_, operator) in Operators::<T>::iter() {
			let (stake, deposit) = sums.entry(operator.coldkey).or_default();
			*stake = stake.checked_add(operator.stake).ok_or("stakes overflow")?;
			*deposit = deposit.checked_add(operator.deposit).ok_or("deposits overflow")?;
		}
		for (coldkey, (stake, deposit)) in sums {
			let held = |reason: HoldReason| T::Currency::balance_on_hold(&reason.into(), &coldkey);
			ensure!(held(HoldReason::OperatorStake) == stake, "stake is not what is on hold");
			ensure!(held(HoldReason::TierDeposit) == deposit, "deposit is not what is on hold");
		}
		Ok(())
	}

	/// [`HotkeysOf`] has every operator once, under its coldkey, and nothing else.
	fn try_state_index() -> Result<(), TryRuntimeError> {
		let mut indexed = BTreeSet::new();
		for (coldkey, hotkeys) in HotkeysOf::<T>::iter() {
			ensure!(!hotkeys.is_empty(), "an empty index is stored");
			for hotkey in hotkeys {
				let operator = Operators::<T>::get(&hotkey).ok_or("indexed hotkey is unknown")?;
				ensure!(operator.coldkey == coldkey, "hotkey is indexed under another coldkey");
				ensure!(indexed.insert(hotkey), "hotkey is indexed twice");
			}
		}
		let all = Operators::<T>::iter_keys().collect::<BTreeSet<_>>();
		ensure!(indexed == all, "an operator is not indexed");
		ensure!(u32::try_from(all.len()) == Ok(Operators::<T>::count()), "the counter is wrong");
		Ok(())
	}

	/// [`HotkeyById`] has every operator under its id, and nothing else; the next id is none of
	/// them. Coldkeys of banned operators are banned; who is not paid is the payee of such an operator,
	/// and waits for its stake or for that of another one.
	fn try_state_ids() -> Result<(), TryRuntimeError> {
		let next = NextOperatorId::<T>::get();
		let mut held = BTreeSet::new();
		for (hotkey, operator) in Operators::<T>::iter() {
			if let Status::Banned { until } = operator.status {
				held.insert((operator.payout.clone(), until));
			}
			ensure!(operator.id < next, "an id is still to be given");
			ensure!(HotkeyById::<T>::get(operator.id) == Some(hotkey), "an id is another's");
			let banned = matches!(operator.status, Status::Banned { .. });
			let known = !banned || BannedColdkeys::<T>::contains_key(&operator.coldkey);
			ensure!(known, "the coldkey of a banned operator is not banned");
		}
		let ids = u32::try_from(HotkeyById::<T>::iter_keys().count());
		ensure!(ids == Ok(Operators::<T>::count()), "an id belongs to nobody");
		let known = HeldPayees::<T>::iter().all(|hold| held.contains(&hold));
		ensure!(known, "a payee is held that is no banned operator's");
		Ok(())
	}

	/// A freeze is within the stake and has an end; the deposit is at least the tier's; only
	/// governance's suspensions are stored; no heartbeat is from the future; kinds fit their tiers.
	fn try_state_records() -> Result<(), TryRuntimeError> {
		let now = frame_system::Pallet::<T>::block_number();
		let duties = DutyEpochs::<T>::get();
		for (_, operator) in Operators::<T>::iter() {
			ensure!(operator.frozen <= operator.stake, "more than the stake is frozen");
			let ends = operator.frozen == 0 || operator.frozen_until.is_some();
			ensure!(ends, "a freeze has no end");
			match operator.status {
				Status::Suspended { reason, .. } => ensure!(
					reason == SuspensionReason::Governance,
					"a suspension that is worked out is stored"
				),
				Status::Banned { .. } => continue,
				_ => {}
			}
			let tier = operator.tier_at(now);
			let secured = operator.deposit >= Self::terms(tier).deposit;
			ensure!(secured, "the deposit is below the tier's");
			ensure!(allowed_modes(tier, operator.kind).is_valid(), "the tier forbids the kind");
			let met = operator.duties_met <= duties.saturating_add(1);
			ensure!(met, "a heartbeat is from the future");
			let lost = operator.lost_steps <= MAX_LOST_STEPS;
			ensure!(lost, "more is lost than there is to lose");
			if let Some(FormerModes { modes, until }) = operator.former_modes {
				ensure!(modes.is_valid(), "no mode was allowed before");
				let ends = until <= T::Clock::current().saturating_add(1);
				ensure!(ends, "a tier's modes outlive the next epoch");
			}
		}
		Ok(())
	}

	/// Rings are ascending, without empty buckets, and belong to operators; what gateways have open
	/// is part of their operator's work; lists are within [`Config::MaxGateways`].
	fn try_state_work() -> Result<(), TryRuntimeError> {
		let first_open = T::Finality::first_open();
		let check = |ring: &WorkRing| -> Result<(), TryRuntimeError> {
			let buckets = ring.buckets();
			let ascending =
				buckets.iter().zip(buckets.iter().skip(1)).all(|(a, b)| a.epoch < b.epoch);
			ensure!(ascending, "a ring is not ascending");
			ensure!(buckets.iter().all(|bucket| bucket.cuc > 0), "a bucket is empty");
			Ok(())
		};
		for (hotkey, ring) in Work::<T>::iter() {
			check(&ring)?;
			ensure!(Operators::<T>::contains_key(&hotkey), "work of an unknown operator");
		}
		let mut served = BTreeMap::<AccountId, (u32, u64)>::new();
		for (hotkey, _, GatewayUse { listed, former, open: mut ring }) in
			ServedGateways::<T>::iter()
		{
			check(&ring)?;
			ensure!(listed.is_some() || former.is_some(), "a gateway without terms is stored");
			let next = T::Clock::current().saturating_add(1);
			let ends = former.is_none_or(|former| former.until <= next);
			ensure!(ends, "former terms hold too long");
			ensure!(Operators::<T>::contains_key(&hotkey), "gateway of an unknown operator");
			ring.close_before(first_open);
			let (count, open) = served.entry(hotkey).or_default();
			*count = count.checked_add(1).ok_or("gateways overflow")?;
			*open = open.checked_add(ring.total()).ok_or("open work overflows")?;
		}
		for (hotkey, (count, open)) in served {
			ensure!(count <= T::MaxGateways::get(), "an operator serves too many gateways");
			let mut work = Work::<T>::get(hotkey);
			work.close_before(first_open);
			ensure!(open <= work.total(), "gateways use more than the operator's work");
		}
		Ok(())
	}

	/// [`Aliases`] and the operators' former keys point at each other, and no alias is a hotkey.
	fn try_state_aliases() -> Result<(), TryRuntimeError> {
		for (former, alias) in Aliases::<T>::iter() {
			ensure!(!Operators::<T>::contains_key(&former), "an alias is a hotkey");
			let operator = Operators::<T>::get(&alias.hotkey).ok_or("alias of nobody")?;
			ensure!(operator.former_key == Some(former), "alias is not the former key");
		}
		let keys = Operators::<T>::iter().filter_map(|(_, operator)| operator.former_key);
		ensure!(keys.count() == Aliases::<T>::iter_keys().count(), "a former key has no alias");
		Ok(())
	}

	/// Parameters, windows and tiers are within their bounds; no price is from the future.
	fn try_state_parameters() -> Result<(), TryRuntimeError> {
		ensure!(Parameters::<T>::get().is_valid(), "parameters are out of bounds");
		let now = frame_system::Pallet::<T>::block_number();
		let past = BlockCollateral::<T>::get().is_none_or(|quote| quote.block <= now);
		ensure!(past, "stake is valued at a price from the future");
		ensure!(WindowLengths::<T>::get().is_valid(), "windows are out of bounds");
		for tier in Tier::ALL {
			let terms = Tiers::<T>::get(tier).ok_or("a tier has no terms")?;
			ensure!(terms.is_valid(tier), "terms of a tier are out of bounds");
		}
		Ok(())
	}
}
