//! How many motions a seat of the council may have open.
//!
//! A motion stays on the list for seven days unless it is decided, so one seat could fill a list that
//! is shared and nobody could put a motion any more. Each seat has places of its own instead.

use crate::{Runtime, constants::COUNCIL_SEATS};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	ensure,
	instances::Instance1,
	traits::{Consideration, MaybeConsideration},
	weights::Weight,
};
use orogen_primitives_core::AccountId;
use pallet_collective::{CostOf, Error, Proposals, WeightInfo, weights::SubstrateWeight};
use scale_info::TypeInfo;
use sp_runtime::DispatchError;

/// Most motions that a seat may have open.
pub const MOTIONS_PER_SEAT: u32 = 4;
/// Most motions that may be open: those of a whole council, and of another one that it has replaced.
pub const MAX_MOTIONS: u32 = 2 * COUNCIL_SEATS * MOTIONS_PER_SEAT;

/// A place on the list of open motions. It costs nothing; the collective pallet notes whose it is in
/// [`CostOf`], until anyone lets go of a closed motion's by `Council::release_proposal_cost`.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub struct MotionPlace;

impl Consideration<AccountId, u32> for MotionPlace {
	/// The new motion is the last one on the list already. Whose it is is not noted yet, or is who put
	/// the same one before.
	fn new(who: &AccountId, _others: u32) -> Result<Self, DispatchError> {
		let open = Proposals::<Runtime, Instance1>::get();
		let others = open.split_last().map_or(&[][..], |(_new, others)| others);
		let owners = others.iter().filter_map(CostOf::<Runtime, Instance1>::get);
		let own = owners.filter(|(owner, _)| owner == who).count();
		ensure!(
			u32::try_from(own).is_ok_and(|own| own < MOTIONS_PER_SEAT),
			Error::<Runtime, Instance1>::TooManyProposals
		);
		Ok(Self)
	}

	fn update(self, _: &AccountId, _: u32) -> Result<Self, DispatchError> {
		Ok(self)
	}

	fn drop(self, _: &AccountId) -> Result<(), DispatchError> {
		Ok(())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn ensure_successful(_: &AccountId, _: u32) {}
}

impl MaybeConsideration<AccountId, u32> for MotionPlace {
	fn is_none(&self) -> bool {
		false
	}
}

/// The SDK's weights, and the reads of [`MotionPlace`] on top.
pub struct MotionWeights;

type Sdk = SubstrateWeight<Runtime>;

impl WeightInfo for MotionWeights {
	fn set_members(m: u32, n: u32, p: u32) -> Weight {
		Sdk::set_members(m, n, p)
	}

	fn execute(b: u32, m: u32) -> Weight {
		Sdk::execute(b, m)
	}

	fn propose_execute(b: u32, m: u32) -> Weight {
		Sdk::propose_execute(b, m)
	}

	fn propose_proposed(b: u32, m: u32, p: u32) -> Weight {
		let places = <Runtime as frame_system::Config>::DbWeight::get().reads(p.into());
		Sdk::propose_proposed(b, m, p).saturating_add(places)
	}

	fn vote(m: u32) -> Weight {
		Sdk::vote(m)
	}

	fn close_early_disapproved(m: u32, p: u32) -> Weight {
		Sdk::close_early_disapproved(m, p)
	}

	fn close_early_approved(b: u32, m: u32, p: u32) -> Weight {
		Sdk::close_early_approved(b, m, p)
	}

	fn close_disapproved(m: u32, p: u32) -> Weight {
		Sdk::close_disapproved(m, p)
	}

	fn close_approved(b: u32, m: u32, p: u32) -> Weight {
		Sdk::close_approved(b, m, p)
	}

	fn disapprove_proposal(p: u32) -> Weight {
		Sdk::disapprove_proposal(p)
	}

	fn kill(d: u32, p: u32) -> Weight {
		Sdk::kill(d, p)
	}

	fn release_proposal_cost() -> Weight {
		Sdk::release_proposal_cost()
	}
}
