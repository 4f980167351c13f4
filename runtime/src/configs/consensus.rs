//! Block authorship, finality, sessions and the protocol clock.

use crate::{
	Authors, Babe, Balances, Bme, Historical, Offences, OperatorStake, OracleTwap, Runtime,
	RuntimeCall, RuntimeEvent, Session, SessionKeys, System, UncheckedExtrinsic,
	configs::governance::{FastOrigin, NormalOrigin},
	constants::{MAX_AUTHORS, REPORTABLE_SESSIONS},
};
use frame_support::{
	parameter_types,
	traits::{ConstU32, ConstU64, Get, KeyOwnerProofSystem},
};
use frame_system::offchain::{CreateBare, CreateTransactionBase};
use orogen_primitives_core::{AccountId, BlockNumber, EpochIndex, OROG, SLOT_DURATION_MS};
use sp_consensus_babe::{AllowedSlots, BabeEpochConfiguration};
use sp_core::crypto::KeyTypeId;
use sp_runtime::traits::{Convert, ConvertInto, OpaqueKeys};

/// BABE at genesis: one slot in four has a primary author in the mean, every slot a secondary one;
/// both prove their turn by VRF.
pub const BABE_GENESIS_EPOCH_CONFIG: BabeEpochConfiguration =
	BabeEpochConfiguration { c: (1, 4), allowed_slots: AllowedSlots::PrimaryAndSecondaryVRFSlots };

/// Blocks for which a report of an equivocation is worth keeping in the pool.
pub struct ReportLongevity;
impl Get<u64> for ReportLongevity {
	fn get() -> u64 {
		u64::from(REPORTABLE_SESSIONS)
			.saturating_mul(pallet_epochs::EpochDuration::<Runtime>::get())
	}
}

impl pallet_babe::Config for Runtime {
	// Read from storage: the length of an epoch is the one of genesis (SPEC §2).
	type EpochDuration = pallet_epochs::EpochDuration<Runtime>;
	type ExpectedBlockTime = ConstU64<SLOT_DURATION_MS>;
	type EpochChangeTrigger = pallet_babe::ExternalTrigger;
	type DisabledValidators = Session;
	type WeightInfo = ();
	type MaxAuthorities = ConstU32<MAX_AUTHORS>;
	type MaxNominators = ConstU32<0>;
	type KeyOwnerProof =
		<Historical as KeyOwnerProofSystem<(KeyTypeId, sp_consensus_babe::AuthorityId)>>::Proof;
	type EquivocationReportSystem =
		pallet_babe::EquivocationReportSystem<Self, Offences, Historical, ReportLongevity>;
}

impl pallet_grandpa::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = ();
	type MaxAuthorities = ConstU32<MAX_AUTHORS>;
	type MaxNominators = ConstU32<0>;
	// A report names the set by its id; the session of that set must still be known.
	type MaxSetIdSessionEntries = ConstU64<{ REPORTABLE_SESSIONS as u64 }>;
	type KeyOwnerProof =
		<Historical as KeyOwnerProofSystem<(KeyTypeId, sp_consensus_grandpa::AuthorityId)>>::Proof;
	type EquivocationReportSystem =
		pallet_grandpa::EquivocationReportSystem<Self, Offences, Historical, ReportLongevity>;
}

/// Lets the off-chain part publish reports of equivocations.
impl<LocalCall> CreateTransactionBase<LocalCall> for Runtime
where
	RuntimeCall: From<LocalCall>,
{
	type Extrinsic = UncheckedExtrinsic;
	type RuntimeCall = RuntimeCall;
}

impl<LocalCall> CreateBare<LocalCall> for Runtime
where
	RuntimeCall: From<LocalCall>,
{
	fn create_bare(call: RuntimeCall) -> UncheckedExtrinsic {
		UncheckedExtrinsic::new_bare(call)
	}
}

impl pallet_authorship::Config for Runtime {
	type FindAuthor = pallet_session::FindAccountFromAuthorIndex<Self, Babe>;
	type EventHandler = ();
}

parameter_types! {
	pub const SessionsKept: EpochIndex = REPORTABLE_SESSIONS;
}

/// An eighth to a half of a session: nine to 36 minutes at launch.
pub struct ForcedDelay;
impl Get<(BlockNumber, BlockNumber)> for ForcedDelay {
	fn get() -> (BlockNumber, BlockNumber) {
		let slots: u64 = pallet_epochs::EpochDuration::<Runtime>::get();
		let blocks = BlockNumber::try_from(slots).unwrap_or(BlockNumber::MAX);
		(blocks / 8, blocks / 2)
	}
}

/// GRANDPA without its call that nobody may make, because nobody is root.
pub struct ForcedChanges;
impl pallet_authors::ForceFinality<BlockNumber> for ForcedChanges {
	fn is_changing() -> bool {
		let now = System::block_number();
		pallet_grandpa::Stalled::<Runtime>::exists()
			|| pallet_grandpa::PendingChange::<Runtime>::exists()
			|| pallet_grandpa::NextForced::<Runtime>::get().is_some_and(|next| next > now)
	}

	fn force(delay: BlockNumber, best_finalized: BlockNumber) {
		pallet_grandpa::Stalled::<Runtime>::put((delay, best_finalized));
	}
}

impl pallet_authors::Config for Runtime {
	type AdminOrigin = NormalOrigin;
	type Sessions = Session;
	type StallOrigin = FastOrigin;
	type Finality = ForcedChanges;
	type ForcedDelay = ForcedDelay;
	type MaxAuthors = ConstU32<MAX_AUTHORS>;
	type SessionsKept = SessionsKept;
	type WeightInfo = pallet_authors::weights::SubstrateWeight<Runtime>;
}

parameter_types! {
	// Anyone may load keys: two entries of about 200 bytes.
	pub const KeyDeposit: orogen_primitives_core::Balance = OROG;
}

impl pallet_session::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type ValidatorId = AccountId;
	type ValidatorIdOf = ConvertInto;
	type ShouldEndSession = Babe;
	type NextSessionRotation = Babe;
	type SessionManager = pallet_session::historical::NoteHistoricalRoot<Self, Authors>;
	type SessionHandler = <SessionKeys as OpaqueKeys>::KeyTypeIdProviders;
	type Keys = SessionKeys;
	// With the default of 3, not even 1 of 3 could be disabled.
	type DisablingStrategy = pallet_session::disabling::UpToLimitDisablingStrategy<2>;
	type WeightInfo = pallet_session::weights::SubstrateWeight<Runtime>;
	type Currency = Balances;
	type KeyDeposit = KeyDeposit;
}

/// Authors have nothing behind them but their place in the list.
pub struct NoIdentification;
impl Convert<AccountId, Option<()>> for NoIdentification {
	fn convert(_: AccountId) -> Option<()> {
		Some(())
	}
}

impl pallet_session::historical::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type FullIdentification = ();
	type FullIdentificationOf = NoIdentification;
}

impl pallet_offences::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type IdentificationTuple = pallet_session::historical::IdentificationTuple<Self>;
	type OnOffenceHandler = Authors;
}

/// Index of the running session.
pub struct SessionIndex;
impl Get<EpochIndex> for SessionIndex {
	fn get() -> EpochIndex {
		Session::current_index()
	}
}

impl pallet_epochs::Config for Runtime {
	type SessionIndex = SessionIndex;
	// Prices first: what an epoch closes at is theirs.
	type Handlers = (OracleTwap, Bme, OperatorStake);
	type WeightInfo = pallet_epochs::weights::SubstrateWeight<Runtime>;
}
