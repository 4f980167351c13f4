//! Operators, and whom a gateway may route to (SPEC §7).

use super::items;
use crate::{OperatorStake, Runtime, System};
use alloc::vec::Vec;
use orogen_primitives_core::{AccountId, NodeKind, Tier};
use orogen_primitives_math::operators::share_of;
use orogen_primitives_runtime_api::{
	EligibleFilter, EligibleOperator, EligiblePage, MAX_OPERATORS_LISTED, MAX_OPERATORS_LOOKED_AT,
	OperatorFilter, OperatorInfo, OperatorState, OperatorsPage, ServedGateway, SuspensionReason,
	TierInfo,
};
use pallet_operator_stake::{
	OperatorOf, OperatorViewOf, Operators, ServedGateways, Status, SuspensionReason as Reason,
	allowed_modes,
};

pub(crate) fn operator(hotkey: &AccountId) -> Option<OperatorInfo> {
	OperatorStake::view(hotkey).map(info)
}

fn info(view: OperatorViewOf<Runtime>) -> OperatorInfo {
	let (status, until) = match view.status {
		Status::Active if view.suspension.is_none() => (OperatorState::Active, None),
		Status::Active | Status::Suspended { .. } => (OperatorState::Suspended, None),
		Status::Unbonding { until, .. } => (OperatorState::Unbonding, Some(until)),
		Status::Banned { until } => (OperatorState::Banned, Some(until)),
	};
	OperatorInfo {
		id: view.id,
		hotkey: view.hotkey,
		coldkey: view.coldkey,
		tier: view.tier,
		kind: view.kind,
		modes: view.modes,
		status,
		suspension: view.suspension.map(|reason| match reason {
			Reason::MissedHeartbeats => SuspensionReason::MissedHeartbeats,
			Reason::StakeTooLow => SuspensionReason::StakeTooLow,
			Reason::Governance => SuspensionReason::Governance,
		}),
		until,
		// A tier has a stake or a deposit; while it changes an operator may have both.
		stake: view.stake.saturating_add(view.deposit),
		frozen: view.frozen,
		payout: view.payout,
		region: view.region.into_inner(),
		last_heartbeat: view.last_heartbeat,
		missed_heartbeats: view.missed_heartbeats,
		emission_share: view.emission_share.deconstruct(),
		unfinalised: view.unfinalised,
		capacity: view.capacity,
		gateways: view
			.gateways
			.into_iter()
			.map(|(served, _)| ServedGateway {
				gateway: served.gateway,
				capacity_share: served.capacity_share.deconstruct(),
				max_commission: served.max_commission.deconstruct(),
			})
			.collect(),
	}
}

pub(crate) fn operators(
	filter: &OperatorFilter,
	after: Option<AccountId>,
	limit: u32,
) -> OperatorsPage {
	let (operators, next) = walk(after, limit, |hotkey, operator| {
		let tier = operator.tier_at(System::block_number());
		let fits = filter.tier.is_none_or(|wanted| wanted == tier)
			&& filter.kind.is_none_or(|wanted| wanted == operator.kind)
			&& filter.mode.is_none_or(|wanted| allowed_modes(tier, operator.kind).contains(wanted))
			&& is_in(&operator.region, filter.region.as_deref())
			&& filter.gateway.as_ref().is_none_or(|gateway| {
				ServedGateways::<Runtime>::get(hotkey, gateway)
					.is_some_and(|served| served.listed.is_some())
			});
		if !fits {
			return None;
		}
		let info = self::operator(hotkey)?;
		filter.status.is_none_or(|wanted| wanted == info.status).then_some(info)
	});
	OperatorsPage { operators, next }
}

/// Who is active, lists `gateway` and has capacity left for it. `None` if there is no such gateway.
pub(crate) fn eligible(
	gateway: &AccountId,
	filter: &EligibleFilter,
	after: Option<AccountId>,
	limit: u32,
) -> Option<EligiblePage> {
	if !pallet_receipts::Gateways::<Runtime>::contains_key(gateway) {
		return None;
	}
	let (operators, next) = walk(after, limit, |hotkey, operator| {
		let tier = operator.tier_at(System::block_number());
		let fits = operator.status == Status::Active
			&& filter.tier.is_none_or(|least| tier <= least)
			&& filter.kind.is_none_or(|wanted| wanted == operator.kind)
			&& filter.mode.is_none_or(|wanted| allowed_modes(tier, operator.kind).contains(wanted))
			&& is_in(&operator.region, filter.region.as_deref());
		let terms = ServedGateways::<Runtime>::get(hotkey, gateway)?.listed.filter(|_| fits)?;
		if filter.commission.is_some_and(|wanted| wanted > terms.max_commission.deconstruct()) {
			return None;
		}
		let view = OperatorStake::view(hotkey).filter(|view| view.suspension.is_none())?;
		let (_, unfinalised) =
			view.gateways.iter().find(|(served, _)| served.gateway == *gateway)?;
		// Both bounds of admission: the operator's, and the gateway's part of it.
		let capacity = view.capacity?;
		let capacity_left = capacity
			.saturating_sub(view.unfinalised)
			.min(share_of(capacity, terms.capacity_share).saturating_sub(*unfinalised));
		(capacity_left >= filter.price.unwrap_or_default().max(1)).then(|| EligibleOperator {
			id: view.id,
			hotkey: view.hotkey,
			tier: view.tier,
			kind: view.kind,
			modes: view.modes,
			region: view.region.into_inner(),
			payout: view.payout,
			emission_share: view.emission_share.deconstruct(),
			max_commission: terms.max_commission.deconstruct(),
			capacity_left,
			unfinalised: *unfinalised,
			last_heartbeat: view.last_heartbeat,
		})
	});
	Some(EligiblePage { operators, next })
}

/// Picks operators after the key `after` until there are `limit` or so many have been looked at;
/// with the key to go on after, unless that was the last one.
fn walk<T>(
	after: Option<AccountId>,
	limit: u32,
	pick: impl Fn(&AccountId, &OperatorOf<Runtime>) -> Option<T>,
) -> (Vec<T>, Option<AccountId>) {
	let mut operators = match &after {
		Some(after) => Operators::<Runtime>::iter_from(Operators::<Runtime>::hashed_key_for(after)),
		None => Operators::<Runtime>::iter(),
	};
	let mut picked = Vec::new();
	let mut last = after;
	for _ in 0..MAX_OPERATORS_LOOKED_AT {
		let Some((hotkey, operator)) = operators.next() else { return (picked, None) };
		if picked.len() >= items(limit, MAX_OPERATORS_LISTED) {
			return (picked, last);
		}
		picked.extend(pick(&hotkey, &operator));
		last = Some(hotkey);
	}
	(picked, last)
}

/// Whether `region` is `wanted` or a subdivision of it.
fn is_in(region: &[u8], wanted: Option<&[u8]>) -> bool {
	wanted.is_none_or(|wanted| {
		region.strip_prefix(wanted).is_some_and(|rest| matches!(rest, [] | [b'-', ..]))
	})
}

/// Terms of every tier, best first.
pub(crate) fn tiers() -> Vec<TierInfo> {
	let parameters = pallet_operator_stake::Parameters::<Runtime>::get();
	Tier::ALL
		.into_iter()
		.map(|tier| {
			let terms = OperatorStake::terms(tier);
			let unstaked = tier.is_unstaked();
			TierInfo {
				tier,
				floor: terms.floor,
				deposit: terms.deposit,
				sample_rate: terms.sample_rate.deconstruct(),
				price_ceiling: terms.price_ceiling.deconstruct(),
				needs_attestation: tier.needs_attestation(),
				local_inference_modes: allowed_modes(tier, NodeKind::LocalInference),
				llm_proxy_modes: allowed_modes(tier, NodeKind::LlmProxy),
				capacity: unstaked.then_some(parameters.unstaked_capacity),
				capacity_factor: (!unstaked).then_some(parameters.capacity_factor),
			}
		})
		.collect()
}
