//! Seats of the council: who votes keeps its seat, who is silent for long loses it.

use crate::{Config, Error, Event, LastVotes, Pallet};
use alloc::vec::Vec;
use frame_support::{BoundedBTreeMap, defensive, ensure, traits::Get};
use frame_system::pallet_prelude::BlockNumberFor;
use orogen_primitives_traits::{AwardPoint, PotRole};
use sp_runtime::{DispatchError, traits::Saturating};

/// The council as this pallet sees it.
pub trait Council<AccountId, Hash, BlockNumber> {
	/// Who has a seat.
	fn seats() -> Vec<AccountId>;

	/// The block in which an open motion was put, and who has voted on it; `None` if there is no
	/// such motion.
	fn votes(motion: &Hash) -> Option<(BlockNumber, Vec<AccountId>)>;

	/// Takes the seat of `who`.
	fn vacate(who: &AccountId);

	/// Seats `members`, all of whom have voted on the open motion `motion`, put in block 1.
	#[cfg(feature = "runtime-benchmarks")]
	fn seat_for_benchmark(members: Vec<AccountId>, motion: Hash);
}

/// The block of each seat's last vote, see [`LastVotes`].
pub(crate) type Votes<T> = BoundedBTreeMap<
	<T as frame_system::Config>::AccountId,
	BlockNumberFor<T>,
	<T as Config>::MaxSeats,
>;

impl<T: Config> Pallet<T> {
	/// [`LastVotes`] for the seats as they are now: a new seat starts with this block.
	fn votes_by_seat() -> Votes<T> {
		Self::seated(LastVotes::<T>::get())
	}

	/// `votes` for the seats as they are now.
	fn seated(mut votes: Votes<T>) -> Votes<T> {
		let seats = T::Council::seats();
		let now = frame_system::Pallet::<T>::block_number();
		votes.retain(|who, _| seats.contains(who));
		for who in seats {
			if !votes.contains_key(&who) && votes.try_insert(who, now).is_err() {
				defensive!("the council has more seats than `MaxSeats`");
			}
		}
		votes
	}

	/// Follows a change of the council.
	pub(crate) fn sync_seats() {
		LastVotes::<T>::put(Self::votes_by_seat());
	}

	/// Books the votes on `motion`, from the block in which it was put: when each of them was given
	/// is not known. Returns whether a seat's last vote is later now.
	pub(crate) fn note_motion(motion: &T::Hash) -> Option<bool> {
		let (since, voters) = T::Council::votes(motion)?;
		let mut votes = Self::votes_by_seat();
		let mut news = false;
		for who in voters {
			if let Some(last) = votes.get_mut(&who) {
				if *last < since {
					news = true;
					T::PotPoints::award(PotRole::Council, &who, 0);
				}
				*last = since.max(*last);
			}
		}
		LastVotes::<T>::put(votes);
		Some(news)
	}

	/// Vacates the seat of `who`, or starts its clock when it has none. Returns whether the seat is
	/// vacant.
	pub(crate) fn do_vacate(who: T::AccountId) -> Result<bool, DispatchError> {
		let known = LastVotes::<T>::get();
		let met = known.contains_key(&who);
		let mut votes = Self::seated(known);
		let last = *votes.get(&who).ok_or(Error::<T>::SeatNotFound)?;
		if !met {
			LastVotes::<T>::put(votes);
			return Ok(false);
		}
		let now = frame_system::Pallet::<T>::block_number();
		ensure!(now.saturating_sub(last) > T::SeatLife::get(), Error::<T>::SeatInUse);
		let left = u32::try_from(votes.len()).unwrap_or(u32::MAX).saturating_sub(1);
		ensure!(left >= T::MinSeats::get(), Error::<T>::TooFewSeats);

		T::Council::vacate(&who);
		votes.remove(&who);
		LastVotes::<T>::put(votes);
		Self::deposit_event(Event::SeatVacated { who, last_vote: last });
		Ok(true)
	}
}
