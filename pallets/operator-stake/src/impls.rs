//! What the owner's calls do, and what the runtime reads.

use crate::{pallet::*, types::*};
use alloc::{collections::btree_map::BTreeMap, vec::Vec};
use frame_support::{
	defensive,
	pallet_prelude::*,
	traits::{
		Defensive,
		fungible::{Mutate, MutateHold},
		tokens::{Precision, Preservation},
	},
};
use frame_system::pallet_prelude::BlockNumberFor;
use orogen_primitives_core::{AccountId, Balance, Cuc, EpochIndex, Hash, NodeKind, Price, Tier};
use orogen_primitives_math::operators as math;
use orogen_primitives_traits::{EpochClock, EpochFinality, GatewayRegistry, PriceOracle};
use sp_runtime::{
	ArithmeticError, MultiSignature, Saturating,
	traits::{One, UniqueSaturatedInto, Verify, Zero},
};

/// Reads.
impl<T: Config> Pallet<T> {
	/// Hotkeys and stakes of all operators.
	pub fn operators() -> Vec<(AccountId, Balance)> {
		Operators::<T>::iter().map(|(hotkey, operator)| (hotkey, operator.stake)).collect()
	}

	/// How many operators there are. Walks over all of them: for views only.
	pub fn counts() -> OperatorCounts {
		let mut counts = OperatorCounts::default();
		for (_, operator) in Operators::<T>::iter() {
			let class = match operator.status {
				Status::Unbonding { .. } => Some(&mut counts.unbonding),
				Status::Banned { .. } => Some(&mut counts.banned),
				_ if Self::suspension(&operator).is_none() => Some(&mut counts.serving),
				_ => None,
			};
			if let Some(class) = class {
				class.saturating_inc(); // never clamps: the map's own counter is a `u32`
			}
			counts.registered.saturating_inc();
		}
		counts
	}

	/// The operator with `hotkey`, worked out for this block.
	pub fn view(hotkey: &AccountId) -> Option<OperatorViewOf<T>> {
		let operator = Operators::<T>::get(hotkey)?;
		let now = frame_system::Pallet::<T>::block_number();
		let first_open = T::Finality::first_open();
		let duties = DutyEpochs::<T>::get();
		let tier = operator.tier_at(now);
		let open = |mut ring: WorkRing| {
			ring.close_before(first_open);
			ring.total()
		};
		let gateways = ServedGateways::<T>::iter_prefix(hotkey)
			.filter_map(|(gateway, GatewayUse { listed, open: ring, .. })| {
				let ServiceTerms { capacity_share, max_commission } = listed?;
				Some((ServedGateway { gateway, capacity_share, max_commission }, open(ring)))
			})
			.collect();
		Some(OperatorView {
			id: operator.id,
			hotkey: hotkey.clone(),
			tier,
			next_tier: operator.next_tier.filter(|change| change.at > now),
			kind: operator.kind,
			modes: allowed_modes(tier, operator.kind),
			status: operator.status,
			suspension: Self::suspension(&operator),
			stake: operator.stake,
			deposit: operator.deposit,
			frozen: operator.frozen_at(now),
			frozen_until: operator.frozen_until.filter(|until| now < *until),
			last_heartbeat: operator.last_heartbeat,
			missed_heartbeats: operator.missed(duties),
			emission_share: math::emission_share(operator.lost(duties)),
			unfinalised: open(Work::<T>::get(hotkey)),
			capacity: Self::capacity(&operator, tier, now, T::Oracle::collateral),
			gateways,
			coldkey: operator.coldkey,
			payout: operator.payout,
			region: operator.region,
			ip24_hash: operator.ip24_hash,
		})
	}

	/// The terms of `tier`.
	pub fn terms(tier: Tier) -> TierTerms {
		Tiers::<T>::get(tier)
			.defensive_proof("genesis writes every tier")
			.unwrap_or(TierTerms::launch(tier))
	}

	/// Why `operator` must not serve now, although it neither leaves nor is banned.
	pub(crate) fn suspension(operator: &OperatorOf<T>) -> Option<SuspensionReason> {
		match operator.status {
			Status::Unbonding { .. } | Status::Banned { .. } => None,
			Status::Suspended { reason, .. } => Some(reason),
			Status::Active if Self::missed(operator) >= math::MAX_MISSED_HEARTBEATS => {
				Some(SuspensionReason::MissedHeartbeats)
			}
			Status::Active if !Self::has_floor(operator) => Some(SuspensionReason::StakeTooLow),
			Status::Active => None,
		}
	}

	/// Heartbeats that `operator` has missed in a row.
	pub(crate) fn missed(operator: &OperatorOf<T>) -> u32 {
		operator.missed(DutyEpochs::<T>::get())
	}

	/// Whether the stake is at least the lowest floor of the last 30 days.
	pub(crate) fn has_floor(operator: &OperatorOf<T>) -> bool {
		let tier = operator.tier_at(frame_system::Pallet::<T>::block_number());
		let floor = Self::terms(tier).floor;
		operator.stake >= floor
			|| FloorHistories::<T>::get(tier).is_some_and(|history| {
				let (lowest, _) = history.range(floor, Self::floor_slice());
				operator.stake >= lowest
			})
	}

	/// Index of the current slice of [`FloorHistory`].
	pub(crate) fn floor_slice() -> u32 {
		let length = WindowLengths::<T>::get()
			.floor
			.checked_div(&FLOOR_SLICES.into())
			.filter(|length| !length.is_zero())
			.unwrap_or_else(One::one);
		frame_system::Pallet::<T>::block_number()
			.checked_div(&length)
			.unwrap_or_default()
			// A clamp is 800 years of blocks away.
			.unique_saturated_into()
	}

	/// Most unfinalised work of `operator`; `None` without a price to value its stake at. The `price`
	/// is asked for where there must be a stake.
	pub(crate) fn capacity(
		operator: &OperatorOf<T>,
		tier: Tier,
		now: BlockNumberFor<T>,
		price: impl FnOnce() -> Option<Price>,
	) -> Option<Cuc> {
		let parameters = Parameters::<T>::get();
		if tier.is_unstaked() {
			return Some(parameters.unstaked_capacity);
		}
		let factor = match operator.kind {
			NodeKind::LocalInference => parameters.capacity_factor,
			NodeKind::LlmProxy => math::PROXY_CAPACITY_FACTOR,
		};
		// A freeze takes at most the stake; a case may take what is frozen, so it backs nothing.
		let stake = operator.stake.saturating_sub(operator.frozen_at(now));
		Some(math::capacity(stake, price()?, factor))
	}

	/// Whether receipts of `operator` may still be settled: it serves, or did in the last epoch.
	pub(crate) fn may_settle(operator: &OperatorOf<T>) -> bool {
		let in_time = match operator.status {
			Status::Active => true,
			Status::Suspended { since, .. } | Status::Unbonding { since, .. } => {
				Self::settles_in(since, T::Clock::current())
			}
			Status::Banned { .. } => false,
		};
		in_time
			&& Self::missed(operator) <= math::MAX_MISSED_HEARTBEATS
			&& Self::has_floor(operator)
	}

	/// Whether an operator that was last active in epoch `since` may settle in `epoch`.
	pub(crate) fn settles_in(since: EpochIndex, epoch: EpochIndex) -> bool {
		epoch <= since.saturating_add(1)
	}

	/// Whether rows may still name the key of `alias`.
	fn is_live(alias: &Alias) -> bool {
		T::Finality::first_open() <= alias.rotated_in
	}

	/// The operator that receipts of `key` belong to, with its hotkey.
	pub(crate) fn resolve(key: &AccountId) -> Option<(AccountId, OperatorOf<T>)> {
		if let Some(operator) = Operators::<T>::get(key) {
			return Some((key.clone(), operator));
		}
		let alias = Aliases::<T>::get(key).filter(Self::is_live)?;
		Operators::<T>::get(&alias.hotkey).map(|operator| (alias.hotkey, operator))
	}

	/// The operator with `hotkey` that `coldkey` owns.
	fn owned(coldkey: &AccountId, hotkey: &AccountId) -> Result<OperatorOf<T>, Error<T>> {
		let operator = Operators::<T>::get(hotkey).ok_or(Error::<T>::OperatorNotFound)?;
		ensure!(operator.coldkey == *coldkey, Error::<T>::NotColdkey);
		Ok(operator)
	}

	/// As [`owned`](Self::owned), of one that neither leaves nor is banned.
	fn owned_staying(coldkey: &AccountId, hotkey: &AccountId) -> Result<OperatorOf<T>, Error<T>> {
		let operator = Self::owned(coldkey, hotkey)?;
		Self::ensure_staying(&operator)?;
		Ok(operator)
	}

	pub(crate) fn ensure_staying(operator: &OperatorOf<T>) -> Result<(), Error<T>> {
		match operator.status {
			Status::Active | Status::Suspended { .. } => Ok(()),
			Status::Unbonding { .. } => Err(Error::<T>::OperatorUnbonding),
			Status::Banned { .. } => Err(Error::<T>::OperatorBanned),
		}
	}

	/// Whether an operator of `kind` with `stake` may have `tier`.
	fn ensure_eligible(kind: NodeKind, tier: Tier, stake: Balance) -> Result<(), Error<T>> {
		let proxy = kind == NodeKind::LlmProxy;
		let attested = proxy || tier.needs_attestation();
		ensure!(!attested || Waivers::<T>::get().attestation, Error::<T>::AttestationUnavailable);
		ensure!(!proxy || tier.needs_attestation(), Error::<T>::KindNotAllowed);
		ensure!(stake >= Self::terms(tier).floor, Error::<T>::StakeTooLow);
		Ok(())
	}

	/// Whether `signature` is the hotkey's consent to serve under `coldkey`.
	fn ensure_consent(
		coldkey: &AccountId,
		hotkey: &AccountId,
		signature: &MultiSignature,
	) -> Result<(), Error<T>> {
		let genesis = frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero());
		let payload = registration_payload(genesis, coldkey, hotkey);
		ensure!(signature.verify(&payload[..], hotkey), Error::<T>::InvalidHotkeySignature);
		Ok(())
	}
}

/// What the owner's calls do.
impl<T: Config> Pallet<T> {
	pub(crate) fn do_register(
		coldkey: AccountId,
		signature: &MultiSignature,
		profile: Profile,
	) -> DispatchResult {
		ensure!(is_region(&profile.region), Error::<T>::InvalidRegion);
		Self::ensure_coldkey(&coldkey)?;
		Self::claim_key(&profile.hotkey)?;
		Self::ensure_eligible(profile.kind, profile.tier, profile.stake)?;
		Self::ensure_consent(&coldkey, &profile.hotkey, signature)?;
		Self::insert_operator(coldkey, profile)
	}

	/// Registers an operator that has been checked.
	pub(crate) fn insert_operator(coldkey: AccountId, profile: Profile) -> DispatchResult {
		let Profile { hotkey, tier, kind, stake, region, ip24_hash, payout } = profile;
		HotkeysOf::<T>::try_append(&coldkey, &hotkey)
			.map_err(|()| Error::<T>::MaxHotkeysReached)?;
		let id = NextOperatorId::<T>::get();
		let next = id.checked_add(1).ok_or(ArithmeticError::Overflow)?;
		let deposit = Self::terms(tier).deposit;
		Self::adjust_hold(HoldReason::OperatorStake, &coldkey, 0, stake)?;
		Self::adjust_hold(HoldReason::TierDeposit, &coldkey, 0, deposit)?;
		Self::transfer_float(&coldkey, &hotkey)?;
		let operator = Operator {
			id,
			coldkey: coldkey.clone(),
			payout: payout.clone(),
			tier,
			next_tier: None,
			kind,
			status: Status::Active,
			stake,
			deposit,
			frozen: 0,
			frozen_until: None,
			region: region.clone(),
			ip24_hash,
			last_heartbeat: None,
			// The first heartbeat is due in the next epoch.
			duties_met: Self::duties_met_now(),
			lost_steps: 0,
			former_key: None,
			former_modes: None,
		};
		NextOperatorId::<T>::put(next);
		HotkeyById::<T>::insert(id, &hotkey);
		Operators::<T>::insert(&hotkey, operator);
		Self::deposit_event(Event::Registered {
			id,
			hotkey,
			coldkey,
			tier,
			kind,
			stake,
			deposit,
			payout,
			region,
			ip24_hash,
		});
		Ok(())
	}

	pub(crate) fn do_bond_more(
		coldkey: AccountId,
		hotkey: AccountId,
		amount: Balance,
	) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let mut operator = Self::owned_staying(&coldkey, &hotkey)?;
		let stake = operator.stake.checked_add(amount).ok_or(ArithmeticError::Overflow)?;
		Self::adjust_hold(HoldReason::OperatorStake, &coldkey, operator.stake, stake)?;
		operator.stake = stake;
		Operators::<T>::insert(&hotkey, operator);
		Self::deposit_event(Event::StakeAdded { hotkey, amount, stake });
		Ok(())
	}

	pub(crate) fn do_change_tier(
		coldkey: AccountId,
		hotkey: AccountId,
		tier: Tier,
	) -> DispatchResult {
		let mut operator = Self::owned_staying(&coldkey, &hotkey)?;
		let now = frame_system::Pallet::<T>::block_number();
		operator.settle_tier(now);
		let from = operator.tier;
		let deposit_of = |tier| Self::terms(tier).deposit;
		if tier == from {
			ensure!(operator.next_tier.is_some(), Error::<T>::TierUnchanged);
		} else {
			Self::ensure_eligible(operator.kind, tier, operator.stake)?;
		}
		let (deposit, event) = if tier > from {
			let at = now.saturating_add(WindowLengths::<T>::get().tier_down);
			operator.next_tier = Some(TierChange { tier, at });
			// Until the change both tiers' terms hold.
			let deposit = deposit_of(from).max(deposit_of(tier));
			let hotkey = hotkey.clone();
			(deposit, Event::TierChangeScheduled { hotkey, to: tier, at, deposit })
		} else {
			let deposit = deposit_of(tier);
			let hotkey = hotkey.clone();
			let event = if tier == from {
				operator.next_tier = None;
				Event::TierChangeCancelled { hotkey, deposit }
			} else {
				operator.promote(tier, now, T::Clock::current());
				Event::TierChanged { hotkey, from, to: tier, deposit }
			};
			(deposit, event)
		};
		Self::adjust_hold(HoldReason::TierDeposit, &coldkey, operator.deposit, deposit)?;
		operator.deposit = deposit;
		Operators::<T>::insert(&hotkey, operator);
		Self::deposit_event(event);
		Ok(())
	}

	pub(crate) fn do_rotate_hotkey(
		coldkey: AccountId,
		former: AccountId,
		hotkey: AccountId,
		signature: &MultiSignature,
	) -> DispatchResult {
		Self::claim_key(&hotkey)?;
		let mut operator = Self::owned_staying(&coldkey, &former)?;
		Self::ensure_coldkey(&coldkey)?;
		Self::ensure_consent(&coldkey, &hotkey, signature)?;
		if let Some(alias) = operator.former_key.take() {
			let live = Aliases::<T>::take(&alias).is_some_and(|alias| Self::is_live(&alias));
			ensure!(!live, Error::<T>::RotationTooSoon);
		}
		Self::transfer_float(&coldkey, &hotkey)?;
		HotkeysOf::<T>::mutate(&coldkey, |hotkeys| {
			match hotkeys.iter_mut().find(|key| **key == former) {
				Some(key) => *key = hotkey.clone(),
				None => {
					defensive!("the index has every operator of a coldkey");
				}
			}
		});
		operator.former_key = Some(former.clone());
		HotkeyById::<T>::insert(operator.id, &hotkey);
		Operators::<T>::remove(&former);
		Operators::<T>::insert(&hotkey, operator);
		Work::<T>::swap(&former, &hotkey);
		let rotated_in = T::Clock::current();
		// Bounded by `MaxGateways`, which `set_gateways` keeps.
		let served: Vec<_> = ServedGateways::<T>::drain_prefix(&former).collect();
		for (gateway, served) in served {
			if served.terms_in(rotated_in).is_some() {
				ServedGateways::<T>::insert(&hotkey, gateway, served);
			}
		}
		let alias = Alias { hotkey: hotkey.clone(), rotated_in };
		Aliases::<T>::insert(&former, alias);
		Self::deposit_event(Event::HotkeyRotated { former, hotkey });
		Ok(())
	}

	pub(crate) fn do_set_payout(
		coldkey: AccountId,
		hotkey: AccountId,
		payout: AccountId,
	) -> DispatchResult {
		let mut operator = Self::owned(&coldkey, &hotkey)?;
		ensure!(!matches!(operator.status, Status::Banned { .. }), Error::<T>::OperatorBanned);
		operator.payout = payout.clone();
		Operators::<T>::insert(&hotkey, operator);
		Self::deposit_event(Event::PayoutSet { hotkey, payout });
		Ok(())
	}

	pub(crate) fn do_set_gateways(
		coldkey: AccountId,
		hotkey: AccountId,
		gateways: GatewayListOf<T>,
	) -> DispatchResult {
		Self::owned_staying(&coldkey, &hotkey)?;
		let mut listed = BTreeMap::new();
		for ServedGateway { gateway, capacity_share, max_commission } in gateways {
			ensure!(max_commission <= math::MAX_COMMISSION, Error::<T>::CommissionTooHigh);
			ensure!(T::Gateways::terms(&gateway).is_some(), Error::<T>::GatewayNotFound);
			let terms = ServiceTerms { capacity_share, max_commission };
			let duplicate = listed.insert(gateway, terms).is_some();
			ensure!(!duplicate, Error::<T>::DuplicateGateway);
		}
		let epoch = T::Clock::current();
		// Bounded by `MaxGateways`, which this call keeps.
		let before: BTreeMap<_, _> = ServedGateways::<T>::iter_prefix(&hotkey).collect();
		let mut after = BTreeMap::new();
		for (gateway, served) in &before {
			let mut served = served.clone();
			served.list(listed.remove(gateway), epoch);
			if served.terms_in(epoch).is_some() {
				after.insert(gateway.clone(), served);
			}
		}
		for (gateway, terms) in listed {
			let served = GatewayUse { listed: Some(terms), ..Default::default() };
			after.insert(gateway, served);
		}
		let fits = u32::try_from(after.len()).is_ok_and(|count| count <= T::MaxGateways::get());
		ensure!(fits, Error::<T>::TooManyGateways);

		for (gateway, served) in &before {
			let stays = after.get(gateway);
			if stays.is_none() {
				ServedGateways::<T>::remove(&hotkey, gateway);
			}
			if served.listed.is_some() && stays.is_none_or(|served| served.listed.is_none()) {
				Self::deposit_event(Event::GatewayUnlisted {
					hotkey: hotkey.clone(),
					gateway: gateway.clone(),
				});
			}
		}
		for (gateway, served) in after {
			let known = before.get(&gateway);
			if known != Some(&served) {
				ServedGateways::<T>::insert(&hotkey, &gateway, &served);
			}
			let told = known.and_then(|known| known.listed);
			if let Some(terms) = served.listed.filter(|terms| told != Some(*terms)) {
				Self::deposit_event(Event::GatewayListed {
					hotkey: hotkey.clone(),
					gateway,
					capacity_share: terms.capacity_share,
					max_commission: terms.max_commission,
				});
			}
		}
		Ok(())
	}

	pub(crate) fn do_deregister(coldkey: AccountId, hotkey: AccountId) -> DispatchResult {
		let mut operator = Self::owned_staying(&coldkey, &hotkey)?;
		let since = match operator.status {
			Status::Suspended { since, .. } => since,
			_ => T::Clock::current(),
		};
		let until = Self::unbonding_end();
		operator.status = Status::Unbonding { since, until };
		Operators::<T>::insert(&hotkey, operator);
		Self::deposit_event(Event::Deregistered { hotkey, until });
		Ok(())
	}

	pub(crate) fn do_withdraw(coldkey: AccountId, hotkey: AccountId) -> DispatchResult {
		let mut operator = Self::owned(&coldkey, &hotkey)?;
		let now = frame_system::Pallet::<T>::block_number();
		let (until, banned, settling) = match operator.status {
			Status::Active | Status::Suspended { .. } => Err(Error::<T>::NotUnbonding)?,
			Status::Unbonding { since, until } => {
				(until, false, Self::settles_in(since, T::Clock::current()))
			}
			Status::Banned { until } => (until, true, false),
		};
		ensure!(now >= until && !settling, Error::<T>::UnbondingNotOver);
		ensure!(operator.frozen_at(now) == 0, Error::<T>::StakeStillFrozen);
		let mut work = Work::<T>::get(&hotkey);
		work.close_before(T::Finality::first_open());
		ensure!(work.total() == 0, Error::<T>::WorkNotFinal);
		let (stake, deposit) = (operator.stake, operator.deposit);
		ensure!(!banned || stake > 0 || deposit > 0, Error::<T>::NothingToWithdraw);

		Self::adjust_hold(HoldReason::OperatorStake, &coldkey, stake, 0)?;
		Self::adjust_hold(HoldReason::TierDeposit, &coldkey, deposit, 0)?;
		Work::<T>::remove(&hotkey);
		let served = ServedGateways::<T>::clear_prefix(&hotkey, T::MaxGateways::get(), None);
		if served.maybe_cursor.is_some() {
			defensive!("`set_gateways` keeps the bound");
		}
		if banned {
			// Another operator of the same payee may have been banned later.
			if HeldPayees::<T>::get(&operator.payout).is_some_and(|end| end <= now) {
				HeldPayees::<T>::remove(&operator.payout);
			}
			operator.stake = 0;
			operator.deposit = 0;
			operator.frozen = 0;
			Operators::<T>::insert(&hotkey, operator);
		} else {
			if let Some(former) = operator.former_key {
				Aliases::<T>::remove(former);
			}
			HotkeyById::<T>::remove(operator.id);
			Operators::<T>::remove(&hotkey);
			HotkeysOf::<T>::mutate_exists(&coldkey, |slot| {
				if let Some(hotkeys) = slot {
					hotkeys.retain(|key| *key != hotkey);
				}
				if slot.as_ref().is_some_and(|hotkeys| hotkeys.is_empty()) {
					*slot = None;
				}
			});
		}
		Self::deposit_event(Event::Withdrawn { hotkey, coldkey, stake, deposit });
		Ok(())
	}

	pub(crate) fn do_heartbeat(
		hotkey: AccountId,
		epoch: EpochIndex,
		capabilities_summary_hash: Hash,
		attestation_report_hash: Hash,
	) -> DispatchResult {
		let mut operator = Operators::<T>::get(&hotkey).ok_or(Error::<T>::OperatorNotFound)?;
		ensure!(!matches!(operator.status, Status::Banned { .. }), Error::<T>::OperatorBanned);
		ensure!(epoch == T::Clock::current(), Error::<T>::WrongEpoch);
		ensure!(operator.last_heartbeat != Some(epoch), Error::<T>::HeartbeatAlreadyExists);
		operator.last_heartbeat = Some(epoch);
		let duties = DutyEpochs::<T>::get();
		let lost = operator.lost(duties);
		// The first one after a miss stops the loss, the others bring it back: who misses every second
		// one would lose nothing otherwise.
		operator.lost_steps = match operator.missed(duties) {
			0 => math::lost_after_heartbeat(lost),
			_ => lost.min(math::MAX_LOST_STEPS),
		};
		operator.duties_met = Self::duties_met_now();
		Operators::<T>::insert(&hotkey, operator);
		Self::deposit_event(Event::HeartbeatAccepted {
			hotkey,
			epoch,
			capabilities_summary_hash,
			attestation_report_hash,
		});
		Ok(())
	}

	/// [`DutyEpochs`] with the current epoch, whose heartbeat has come.
	fn duties_met_now() -> u32 {
		// A clamp is 2^32 epochs away.
		DutyEpochs::<T>::get().saturating_add(1)
	}

	/// First block after an unbonding time that begins now.
	pub(crate) fn unbonding_end() -> BlockNumberFor<T> {
		frame_system::Pallet::<T>::block_number()
			.saturating_add(WindowLengths::<T>::get().unbonding)
	}

	/// Makes sure that governance has not banned `coldkey`.
	fn ensure_coldkey(coldkey: &AccountId) -> Result<(), Error<T>> {
		ensure!(!BannedColdkeys::<T>::contains_key(coldkey), Error::<T>::ColdkeyBanned);
		Ok(())
	}

	/// Makes sure that no operator's receipts can be signed by `key` and that it was not a banned
	/// one's last. An alias that has ended is removed.
	fn claim_key(key: &AccountId) -> Result<(), Error<T>> {
		ensure!(!Operators::<T>::contains_key(key), Error::<T>::OperatorAlreadyExists);
		let Some(alias) = Aliases::<T>::get(key) else { return Ok(()) };
		ensure!(!Self::is_live(&alias), Error::<T>::OperatorAlreadyExists);
		Operators::<T>::try_mutate(&alias.hotkey, |operator| match operator {
			Some(operator) => {
				let banned = matches!(operator.status, Status::Banned { .. });
				ensure!(!banned, Error::<T>::OperatorAlreadyExists);
				operator.former_key = None;
				Ok(())
			}
			None => {
				defensive!("an alias goes with its operator");
				Ok(())
			}
		})?;
		Aliases::<T>::remove(key);
		Ok(())
	}

	/// Moves what `who` has on hold for one operator from `before` to `after`.
	fn adjust_hold(
		reason: HoldReason,
		who: &AccountId,
		before: Balance,
		after: Balance,
	) -> DispatchResult {
		if let Some(more) = after.checked_sub(before).filter(|more| *more > 0) {
			T::Currency::hold(&reason.into(), who, more)?;
		} else if let Some(less) = before.checked_sub(after).filter(|less| *less > 0) {
			T::Currency::release(&reason.into(), who, less, Precision::Exact)?;
		}
		Ok(())
	}

	fn transfer_float(coldkey: &AccountId, hotkey: &AccountId) -> DispatchResult {
		let float = Parameters::<T>::get().float;
		T::Currency::transfer(coldkey, hotkey, float, Preservation::Preserve)?;
		Ok(())
	}
}
