//! Test runtime: the session index is a knob.

use crate as pallet_epochs;
use frame_support::{derive_impl, parameter_types, traits::Hooks, weights::Weight};
use orogen_primitives_core::{BlockNumber, EpochIndex};
use orogen_primitives_traits::{EndedEpoch, EpochClock, EpochHandler};
use sp_runtime::BuildStorage;

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;

	#[runtime::pallet_index(1)]
	pub type Epochs = pallet_epochs;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlockU32<Test>;
}

parameter_types! {
	pub static SessionIndex: EpochIndex = 0;
	/// What the handler was told, with the clock's epoch at that time.
	pub static Told: Vec<(EndedEpoch, EpochIndex)> = Vec::new();
}

/// Weight that [`Recorder`] reports.
pub const HANDLER_WEIGHT: Weight = Weight::from_parts(1_234, 0);

pub struct Recorder;
impl EpochHandler for Recorder {
	fn on_new_epoch(ended: EndedEpoch) -> Weight {
		Told::mutate(|told| told.push((ended, Epochs::current())));
		HANDLER_WEIGHT
	}
}

impl crate::Config for Test {
	type SessionIndex = SessionIndex;
	type Handlers = (Recorder,);
	type WeightInfo = ();
}

pub struct ExtBuilder {
	pub slots_per_epoch: u64,
	pub first_session: EpochIndex,
}

impl Default for ExtBuilder {
	fn default() -> Self {
		Self { slots_per_epoch: 10, first_session: 0 }
	}
}

impl ExtBuilder {
	pub fn build(self) -> sp_io::TestExternalities {
		SessionIndex::set(self.first_session);
		Told::set(Vec::new());
		let storage = RuntimeGenesisConfig {
			system: Default::default(),
			epochs: crate::GenesisConfig {
				slots_per_epoch: self.slots_per_epoch,
				..Default::default()
			},
		}
		.build_storage()
		.unwrap();
		storage.into()
	}

	pub fn build_and_execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			Epochs::do_try_state(System::block_number()).unwrap();
		})
	}
}

/// Makes `blocks` blocks; returns the weight of the last hook.
pub fn make_blocks(blocks: BlockNumber) -> Weight {
	let mut weight = Weight::zero();
	for _ in 0..blocks {
		let number = System::block_number() + 1;
		System::set_block_number(number);
		System::reset_events();
		weight = Epochs::on_initialize(number);
	}
	weight
}

/// Starts the next session: its first block is made.
pub fn next_session() -> Weight {
	SessionIndex::mutate(|index| *index += 1);
	make_blocks(1)
}
