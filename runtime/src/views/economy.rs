//! Burns, emission and the line (SPEC §6).

use super::items;
use crate::{Bme, Credits, Epochs, OracleTwap, Runtime};
use alloc::vec::Vec;
use frame_support::traits::Get;
use orogen_primitives_core::{Balance, Cuc, EpochIndex};
use orogen_primitives_math::{
	emission::{Emission, RollingBurn as Rolling, uses_rolling_burn},
	settlement::orog_to_cuc,
};
use orogen_primitives_runtime_api::{
	BurnQuote, BurnRefusal, Claim, ClaimState, ClaimsPage, EmissionRule, EmissionStatus,
	EndedEpoch, EpochStart, MAX_CLAIMS, MAX_EPOCHS_LOOKED_AT, RollingBurn, TopUpQuote,
	TopUpRefusal,
};
use orogen_primitives_traits::{EpochClock, PriceOracle};
use pallet_bme::{
	ActiveParameters, Closings, CurrentHeadroom, Days, Error, FirstOpen, FirstUnreleased, OpenWork,
	SupplyRecord,
};
use sp_runtime::DispatchError;

pub(crate) fn burn_quote(orog: Balance) -> BurnQuote {
	let credit = OracleTwap::credit();
	let refusals: [(DispatchError, BurnRefusal); 4] = [
		(Error::<Runtime>::BurnsHalted.into(), BurnRefusal::BurnsHalted),
		(Error::<Runtime>::BurnTooSmall.into(), BurnRefusal::BurnTooSmall),
		(Error::<Runtime>::DailyBoundReached.into(), BurnRefusal::DailyBoundReached),
		(Error::<Runtime>::CreditCeiling.into(), BurnRefusal::CreditCeiling),
	];
	let refusal = Bme::quote_burn(orog).err().map(|error| {
		let known = refusals.into_iter().find(|(known, _)| *known == error);
		// What is left is arithmetic.
		known.map_or(BurnRefusal::TooLarge, |(_, refusal)| refusal)
	});
	BurnQuote {
		orog,
		credit_price: credit.map(|credit| credit.price),
		bootstrap: credit.is_some_and(|credit| credit.bootstrap),
		cuc: credit.and_then(|credit| orog_to_cuc(orog, credit.price)),
		expiry_day: Credits::today()
			.saturating_add(<Runtime as pallet_credits::Config>::LotLifetime::get()),
		creatable_today: Bme::creatable_today(),
		refusal,
	}
}

pub(crate) fn top_up_quote(asset: u32, cuc: Cuc) -> TopUpQuote {
	let credit = OracleTwap::credit();
	let refusals: [(DispatchError, TopUpRefusal); 7] = [
		(Error::<Runtime>::UnknownAsset.into(), TopUpRefusal::UnknownAsset),
		(Error::<Runtime>::BurnsHalted.into(), TopUpRefusal::BurnsHalted),
		(Error::<Runtime>::BurnTooSmall.into(), TopUpRefusal::BurnTooSmall),
		(Error::<Runtime>::DailyBoundReached.into(), TopUpRefusal::DailyBoundReached),
		(Error::<Runtime>::CreditCeiling.into(), TopUpRefusal::CreditCeiling),
		(Error::<Runtime>::MarketOffSpot.into(), TopUpRefusal::MarketOffSpot),
		(Error::<Runtime>::MarketTooSmall.into(), TopUpRefusal::MarketTooSmall),
	];
	let quote = Bme::quote_top_up(asset, cuc);
	let found = quote.as_ref().ok();
	let refusal = quote.as_ref().err().map(|error| {
		let known = refusals.into_iter().find(|(known, _)| known == error);
		// What is left is arithmetic.
		known.map_or(TopUpRefusal::TooLarge, |(_, refusal)| refusal)
	});
	TopUpQuote {
		asset,
		cuc,
		credit_price: credit.map(|credit| credit.price),
		bootstrap: credit.is_some_and(|credit| credit.bootstrap),
		cost: found.map(|quote| quote.dollars),
		orog: found.map(|quote| quote.orog),
		queued: found.map(|quote| quote.queued),
		refusal,
	}
}

pub(crate) fn claims(from: Option<EpochIndex>, count: u32) -> ClaimsPage {
	let status = Bme::status();
	let unreleased = FirstUnreleased::<Runtime>::get();
	let end = FirstOpen::<Runtime>::get();
	let funded = status.line.funded;
	let mut claims = Vec::new();
	let mut next = from.unwrap_or(unreleased);
	let stop = next.saturating_add(MAX_EPOCHS_LOOKED_AT).min(end);
	while next < stop && claims.len() < items(count, MAX_CLAIMS) {
		let epoch = next;
		next = next.saturating_add(1);
		let Some(closing) = Closings::<Runtime>::get(epoch) else { continue };
		claims.push(Claim {
			epoch,
			state: if epoch < unreleased {
				ClaimState::Released
			} else if closing.end() <= funded {
				ClaimState::Funded
			} else {
				ClaimState::Queued
			},
			age: status.epoch.saturating_sub(epoch),
			cuc: closing.cuc,
			price: closing.price,
			start: closing.start,
			queued: closing.payable(),
			funded: funded.saturating_sub(closing.start).min(closing.payable()),
		});
	}
	ClaimsPage {
		queued: status.line.queued,
		funded,
		oldest_unfunded_epoch: status.oldest_unfunded,
		oldest_age: status.oldest_unfunded.map(|epoch| status.epoch.saturating_sub(epoch)),
		claims,
		next: (next < end).then_some(next),
	}
}

pub(crate) fn emission() -> EmissionStatus {
	let epoch = Epochs::current();
	let genesis_epoch = Epochs::genesis();
	let epochs_per_year = Epochs::epochs_per_year();
	let since_genesis = epoch.saturating_sub(genesis_epoch);
	let year = since_genesis.checked_div(epochs_per_year).unwrap_or_default();
	let parameters = ActiveParameters::<Runtime>::get();
	let supply = SupplyRecord::<Runtime>::get().anniversary;
	let headroom = CurrentHeadroom::<Runtime>::get();
	let days = Days::<Runtime>::get().rolled_to(Credits::today());
	let rolling = days.rolling_burn(parameters.rolling_window_days);
	// From the third year on the rule is the burn between floor and cap: without a burn it gives the
	// floor, with one beyond measure the cap.
	let bound = |amount| {
		let rolling = Rolling { amount, days: 1 };
		let elasticity_ppm = parameters.elasticity_ppm;
		let epoch = epochs_per_year.saturating_mul(2);
		let rule = Emission { supply, epoch, epochs_per_year, rolling, elasticity_ppm };
		rule.headroom().unwrap_or_default()
	};
	EmissionStatus {
		epoch,
		genesis_epoch,
		epochs_per_year,
		year: year.saturating_add(1),
		epoch_of_year: since_genesis
			.checked_rem(epochs_per_year)
			.unwrap_or_default()
			.saturating_add(1),
		rule: match year {
			0 => EmissionRule::FirstYear,
			_ if uses_rolling_burn(since_genesis, epochs_per_year) => EmissionRule::RollingBurn,
			_ => EmissionRule::SecondYear,
		},
		supply,
		headroom: headroom.granted,
		headroom_left: headroom.left,
		next_headroom: Bme::headroom_of(epoch),
		floor: bound(0),
		cap: bound(Balance::MAX),
		elasticity_ppm: parameters.elasticity_ppm,
		rolling_window_days: parameters.rolling_window_days,
		rolling_burn: RollingBurn { amount: rolling.amount, days: rolling.days },
	}
}

pub(crate) fn epoch_start() -> EpochStart {
	let status = Bme::status();
	let ended = status.epoch.checked_sub(1).and_then(|epoch| {
		let record = pallet_epochs::EndedEpochs::<Runtime>::get(epoch)?;
		Some(EndedEpoch {
			epoch,
			blocks: record.blocks,
			void: record.void,
			// In the first block of an epoch the one before is open: it closes an epoch later at the
			// earliest.
			cuc: OpenWork::<Runtime>::get(epoch).map_or(0, |work| work.cuc),
		})
	});
	EpochStart {
		epoch: status.epoch,
		ended,
		headroom: status.headroom.granted,
		queued: status.line.queued,
		funded: status.line.funded,
		supported: status.totals.supported,
		oldest_unfunded_epoch: status.oldest_unfunded,
	}
}
