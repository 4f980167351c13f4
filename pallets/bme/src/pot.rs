//! Trough support, and the pot that pays oracle and council (SPEC §6).
//!
//! In the first block of an epoch what came into the governance pot in the epoch that ended is shared in
//! three: panels, oracle, council, each by the points of that epoch. There are no panels yet, so nobody
//! has points for them. What nobody got, a share without points above all, is [`PotUnclaimed`]: nobody
//! gets it later either. It folds into verification as far as 18 % of the emission of the epoch's
//! closings leave room, and otherwise stays in the pot until they do.

use crate::{
	ClosedWork, Config, CurrentHeadroom, Event, Headroom, Pallet, Points, PotUnclaimed,
	TotalsSinceGenesis, WeightInfo,
	pallet::{ActiveParameters, ClaimLine},
	types::{MAX_HOLDERS, TOPICS},
};
use codec::{Decode, Encode, MaxEncodedLen};
use frame_support::{
	BoundedVec,
	storage::with_storage_layer,
	traits::{
		ConstU32, UnixTime,
		fungible::{Inspect, Mutate},
		tokens::{Fortitude, Preservation},
	},
	weights::Weight,
};
use orogen_primitives_core::{Balance, MILLISECS_PER_DAY, Moment};
use orogen_primitives_math::{
	pot::{points_share, pot_share, trough_support, verification_room},
	settlement::cuc_to_orog,
};
use orogen_primitives_traits::{
	AwardPoint, EndedEpoch, OracleQuotes, OracleState, PotRole, PriceOracle,
};
use scale_info::TypeInfo;

/// Milliseconds in which an oracle member gets at most one point for a source.
const ORACLE_SLICE: Moment = 600_000;

/// Points of an account for one role.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Holder<AccountId> {
	/// The account.
	pub who: AccountId,
	/// Points of the epoch that runs.
	pub points: u32,
	/// Slice of time of the last point for each topic; 0 without one.
	pub last: [u32; TOPICS],
}

/// Who has points for a role.
pub type Holders<AccountId> = BoundedVec<Holder<AccountId>, ConstU32<MAX_HOLDERS>>;

/// What the epoch that runs has closed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Closed {
	/// Micro-USD consumed.
	pub cuc: u128,
	/// Planck that they were worth at the closing prices.
	pub emission: Balance,
	/// Planck of them for verification.
	pub verification: Balance,
}

impl<T: Config> AwardPoint<T::AccountId> for Pallet<T> {
	fn award(role: PotRole, who: &T::AccountId, topic: u8) {
		let now = Moment::try_from(T::UnixTime::now().as_millis()).unwrap_or(Moment::MAX);
		let slice = match role {
			PotRole::Oracle => now.saturating_div(ORACLE_SLICE),
			PotRole::Council => now.saturating_div(MILLISECS_PER_DAY),
		};
		// Ten minutes pass 32 bits in 80,000 years.
		let slice = u32::try_from(slice).unwrap_or(u32::MAX);
		Points::<T>::mutate(role, |holders| note_point(holders, who, topic, slice));
	}
}

/// Gives a point unless there is one for the topic and slice. A new holder takes the place of one
/// without points when there is no other.
fn note_point<AccountId: Clone + PartialEq>(
	holders: &mut Holders<AccountId>,
	who: &AccountId,
	topic: u8,
	slice: u32,
) {
	let known = holders.iter().position(|holder| holder.who == *who);
	let place = known.or_else(|| {
		let fresh = Holder { who: who.clone(), points: 0, last: [0; TOPICS] };
		if holders.is_full() {
			let idle = holders.iter().position(|holder| holder.points == 0)?;
			*holders.get_mut(idle)? = fresh;
			return Some(idle);
		}
		holders.try_push(fresh).ok()?;
		holders.len().checked_sub(1)
	});
	let Some(holder) = place.and_then(|place| holders.get_mut(place)) else { return };
	let Some(last) = holder.last.get_mut(usize::from(topic)) else { return };
	if *last < slice {
		*last = slice;
		holder.points = holder.points.saturating_add(1);
	}
}

impl<T: Config> Pallet<T> {
	/// Ends an epoch for verification and the governance pot. Returns the weight used.
	pub(crate) fn settle_epoch(ended: EndedEpoch) -> Weight {
		let closed = ClosedWork::<T>::take();
		let support = Self::support_trough(ended, &closed);
		// At most the headroom.
		let got = closed.verification.saturating_add(support);
		let transfers = Self::share_pot(verification_room(closed.emission, got));
		T::WeightInfo::settle_epoch(transfers)
	}

	/// Supports verification in an epoch that minted less than the floor of the headroom, if the line
	/// is fully funded and the oracle is fresh. Returns what was minted, through the gate and out of
	/// the ended epoch's headroom.
	fn support_trough(ended: EndedEpoch, closed: &Closed) -> Balance {
		let mut headroom = CurrentHeadroom::<T>::get();
		let possible = ActiveParameters::<T>::get().trough_support
			&& !ended.void
			&& headroom.epoch == ended.index
			&& closed.emission > 0
			&& ClaimLine::<T>::get().waiting() == 0;
		if !possible {
			return 0;
		}
		let OracleQuotes { state: OracleState::Fresh, payout: Some(price), .. } =
			T::PriceOracle::quotes()
		else {
			return 0;
		};
		// By the closing prices or today's, whichever is less.
		let emission =
			cuc_to_orog(closed.cuc, price).map_or(closed.emission, |now| now.min(closed.emission));
		let Headroom { granted, left, .. } = headroom;
		let minted = granted.saturating_sub(left);
		let amount = trough_support(Self::floor_of(ended.index), minted, emission, left);
		let pot = Self::pot_account::<T::VerificationPot>();
		if amount == 0 || Self::mint(&pot, amount, &mut headroom).is_none() {
			return 0;
		}
		CurrentHeadroom::<T>::put(headroom);
		TotalsSinceGenesis::<T>::mutate(|totals| {
			// A part of the issuance.
			totals.supported = totals.supported.saturating_add(amount);
		});
		Self::deposit_event(Event::TroughSupported { epoch: ended.index, amount });
		amount
	}

	/// Shares by points what came into the governance pot since the last time; of what nobody ever got,
	/// up to `room` goes to verification. Returns the number of transfers tried.
	fn share_pot(room: Balance) -> u32 {
		let pot = Self::pot_account::<T::GovernancePot>();
		let held = T::Currency::reducible_balance(&pot, Preservation::Preserve, Fortitude::Polite);
		let share = pot_share(held.saturating_sub(PotUnclaimed::<T>::get()));
		// Less whatever leaves the pot. The panels' third is in it, and what flooring leaves.
		let mut unclaimed = held;
		let mut transfers: u32 = 1;
		for role in [PotRole::Oracle, PotRole::Council] {
			let mut holders = Points::<T>::get(role);
			// At most 64 times 32 bits.
			let all =
				holders.iter().fold(0, |sum: u64, holder| sum.saturating_add(holder.points.into()));
			if all == 0 {
				continue;
			}
			for holder in holders.iter_mut() {
				let points = core::mem::take(&mut holder.points);
				let amount = points_share(share, points, all);
				if amount == 0 {
					continue;
				}
				transfers = transfers.saturating_add(1);
				match Self::transfer_from_pot(&pot, &holder.who, amount) {
					Ok(()) => {
						// A part of a third of it.
						unclaimed = unclaimed.saturating_sub(amount);
						Self::deposit_event(Event::PotShared {
							who: holder.who.clone(),
							role,
							points,
							amount,
						});
					}
					Err(error) => log::debug!(
						target: "runtime::bme",
						"a share of the governance pot stays: {error:?}",
					),
				}
			}
			Points::<T>::insert(role, holders);
		}
		let amount = unclaimed.min(room);
		let verification = Self::pot_account::<T::VerificationPot>();
		if amount > 0 && Self::transfer_from_pot(&pot, &verification, amount).is_ok() {
			unclaimed = unclaimed.saturating_sub(amount);
			Self::deposit_event(Event::PotFolded { amount });
		}
		PotUnclaimed::<T>::put(unclaimed);
		transfers
	}

	fn transfer_from_pot(
		pot: &T::AccountId,
		to: &T::AccountId,
		amount: Balance,
	) -> Result<(), sp_runtime::DispatchError> {
		with_storage_layer(|| T::Currency::transfer(pot, to, amount, Preservation::Preserve))
			.map(|_amount| ())
	}
}
