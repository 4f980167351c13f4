//! Council, timelock, treasury, pauses and migrations (SPEC §11).
//!
//! The council's motions can do one thing: queue or cancel decisions of the timelock. Whatever
//! governance may change is a call on [`AllowedDecisions`], accepts the origin of one track, and runs
//! after that track's delay. Nothing accepts or yields Root.

use crate::{
	Balances, Bme, Council, OriginCaller, Runtime, RuntimeCall, RuntimeEvent, RuntimeHoldReason,
	RuntimeOrigin, SafeMode, System, Treasury,
	configs::{
		economy::NativeAndAssets,
		motions::{MAX_MOTIONS, MotionPlace, MotionWeights},
		system::RuntimeBlockWeights,
	},
	constants::{COUNCIL_SEATS, SAFE_MODE_DURATION},
};
use alloc::{collections::BTreeSet, vec::Vec};
use codec::{Decode, Encode};
use frame_support::{
	PalletId,
	instances::Instance1,
	migrations::{FailedMigrationHandler, FailedMigrationHandling},
	parameter_types,
	traits::{
		CallMetadata, ChangeMembers, ConstU32, Contains, ContainsPair, EnsureOriginWithArg,
		GetCallMetadata, NeverEnsureOrigin, OriginTrait,
		fungibles::Mutate,
		tokens::{
			Pay, PaymentStatus, Preservation, UnityAssetBalanceConversion, fungible::NativeOrWithId,
		},
	},
	weights::Weight,
};
use frame_system::EnsureWithSuccess;
use orogen_primitives_core::{AccountId, Balance, BlockNumber, DAYS, Hash, pots};
use pallet_collective::{DefaultVote, MemberCount};
use pallet_timelock::Track;
use sp_runtime::{DispatchError, Perbill, Permill, traits::IdentityLookup};

/// Decisions of the normal track.
pub type NormalOrigin = pallet_timelock::EnsureNormal;
/// Decisions of the fast track.
pub type FastOrigin = pallet_timelock::EnsureFast;
/// Decisions of the guard track.
pub type GuardOrigin = pallet_timelock::EnsureGuard;

parameter_types! {
	pub MaxProposalWeight: Weight = Perbill::from_percent(50) * RuntimeBlockWeights::get().max_block;
}

/// Blocks in which a motion may be voted on.
const MOTION_DURATION: BlockNumber = 7 * DAYS;

/// A seat that does not vote has voted no, whatever the prime member did.
pub struct SilenceIsNo;
impl DefaultVote for SilenceIsNo {
	fn default_vote(_: Option<bool>, _: MemberCount, _: MemberCount, _: MemberCount) -> bool {
		false
	}
}

impl pallet_collective::Config<Instance1> for Runtime {
	type RuntimeOrigin = RuntimeOrigin;
	type Proposal = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type MotionDuration = ConstU32<MOTION_DURATION>;
	type MaxProposals = ConstU32<MAX_MOTIONS>;
	type MaxMembers = ConstU32<COUNCIL_SEATS>;
	type DefaultVote = SilenceIsNo;
	type WeightInfo = MotionWeights;
	type SetMembersOrigin = NormalOrigin;
	type MaxProposalWeight = MaxProposalWeight;
	type DisapproveOrigin = NormalOrigin;
	type KillOrigin = NormalOrigin;
	type Consideration = MotionPlace;
}

/// The quorum of a track: five in seven of the filled seats, three in seven for the guard track, and
/// never fewer than [`Self::LEAST`] votes.
pub struct CouncilQuorum;

impl CouncilQuorum {
	/// Fewest votes of any quorum, however few seats are filled.
	pub const LEAST: MemberCount = 3;

	/// Whether `yes` votes of `seats` filled seats decide on `track`.
	pub fn is_met(track: Track, yes: MemberCount, seats: MemberCount) -> bool {
		let sevenths: MemberCount = match track {
			Track::Normal | Track::Fast | Track::Upgrade => 5,
			Track::Guard => 3,
		};
		yes >= Self::LEAST && yes.saturating_mul(7) >= seats.saturating_mul(sevenths)
	}
}

impl EnsureOriginWithArg<RuntimeOrigin, Track> for CouncilQuorum {
	type Success = ();

	fn try_origin(origin: RuntimeOrigin, track: &Track) -> Result<(), RuntimeOrigin> {
		match origin.caller() {
			OriginCaller::Council(pallet_collective::RawOrigin::Members(yes, seats))
				if Self::is_met(*track, *yes, *seats) =>
			{
				Ok(())
			}
			_ => Err(origin),
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin(_: &Track) -> Result<RuntimeOrigin, ()> {
		Ok(pallet_collective::RawOrigin::Members(COUNCIL_SEATS, COUNCIL_SEATS).into())
	}
}

/// What each track may decide. A call that is not here cannot be decided at all.
pub struct AllowedDecisions;

impl ContainsPair<Track, RuntimeCall> for AllowedDecisions {
	fn contains(track: &Track, call: &RuntimeCall) -> bool {
		match track {
			Track::Normal => is_normal(call),
			Track::Fast => is_fast(call),
			Track::Guard => is_guard(call),
			Track::Upgrade => matches!(
				call,
				RuntimeCall::Timelock(pallet_timelock::Call::authorize_upgrade { .. })
			),
		}
	}
}

/// Whether `members` can govern: all different, few enough for the seats, enough for a quorum. The
/// collective pallet checks none of that, and nobody could mend a council that cannot decide.
fn is_council(members: &[AccountId]) -> bool {
	let distinct: BTreeSet<_> = members.iter().collect();
	let (least, most) = (CouncilQuorum::LEAST, COUNCIL_SEATS);
	distinct.len() == members.len()
		&& u32::try_from(members.len()).is_ok_and(|seats| (least..=most).contains(&seats))
}

/// Membership, money of the treasury, and parameters within their bounds.
fn is_normal(call: &RuntimeCall) -> bool {
	match call {
		RuntimeCall::Authors(call) => matches!(
			call,
			pallet_authors::Call::add_author { .. } | pallet_authors::Call::remove_author { .. }
		),
		RuntimeCall::Council(call) => match call {
			pallet_collective::Call::set_members { new_members, .. } => is_council(new_members),
			pallet_collective::Call::disapprove_proposal { .. }
			| pallet_collective::Call::kill { .. } => true,
			_ => false,
		},
		RuntimeCall::Treasury(call) => matches!(
			call,
			pallet_treasury::Call::spend { .. } | pallet_treasury::Call::void_spend { .. }
		),
		// A further dollar coin, and how coins are named; never whose coin one is.
		RuntimeCall::Assets(call) => matches!(
			call,
			pallet_assets::Call::force_create { .. }
				| pallet_assets::Call::force_set_metadata { .. }
				| pallet_assets::Call::force_clear_metadata { .. }
		),
		RuntimeCall::AssetConversion(call) => {
			matches!(call, pallet_asset_conversion::Call::set_pool_fee { .. })
		}
		RuntimeCall::OracleTwap(call) => matches!(
			call,
			pallet_oracle_twap::Call::add_member { .. }
				| pallet_oracle_twap::Call::remove_member { .. }
				| pallet_oracle_twap::Call::set_window { .. }
				| pallet_oracle_twap::Call::set_bootstrap_price { .. }
				| pallet_oracle_twap::Call::end_bootstrap { .. }
		),
		RuntimeCall::Credits(call) => matches!(
			call,
			pallet_credits::Call::set_settlement_grace { .. }
				| pallet_credits::Call::set_session_deposit { .. }
		),
		RuntimeCall::Bme(call) => matches!(
			call,
			pallet_bme::Call::set_closing_delay { .. }
				| pallet_bme::Call::set_elasticity { .. }
				| pallet_bme::Call::set_ceiling_days { .. }
				| pallet_bme::Call::set_rolling_window { .. }
				| pallet_bme::Call::set_trough_support { .. }
		),
		RuntimeCall::OperatorStake(call) => matches!(
			call,
			pallet_operator_stake::Call::force_ban { .. }
				| pallet_operator_stake::Call::set_tier_floor { .. }
				| pallet_operator_stake::Call::set_sample_rate { .. }
				| pallet_operator_stake::Call::set_parameters { .. }
		),
		RuntimeCall::Receipts(call) => matches!(call, pallet_receipts::Call::set_parameter { .. }),
		_ => false,
	}
}

/// Pauses and their end.
fn is_fast(call: &RuntimeCall) -> bool {
	match call {
		RuntimeCall::Authors(call) => {
			matches!(call, pallet_authors::Call::force_finality { .. })
		}
		RuntimeCall::SafeMode(call) => matches!(
			call,
			pallet_safe_mode::Call::force_enter { .. } | pallet_safe_mode::Call::force_exit { .. }
		),
		RuntimeCall::TxPause(call) => matches!(
			call,
			pallet_tx_pause::Call::pause { .. } | pallet_tx_pause::Call::unpause { .. }
		),
		RuntimeCall::OracleTwap(call) => matches!(
			call,
			pallet_oracle_twap::Call::pause { .. }
				| pallet_oracle_twap::Call::unpause { .. }
				| pallet_oracle_twap::Call::remove_member { .. }
		),
		RuntimeCall::OperatorStake(call) => matches!(
			call,
			pallet_operator_stake::Call::force_suspend { .. }
				| pallet_operator_stake::Call::force_resume { .. }
				| pallet_operator_stake::Call::force_renew_freeze { .. }
				| pallet_operator_stake::Call::force_unfreeze { .. }
		),
		_ => false,
	}
}

/// What cannot wait.
fn is_guard(call: &RuntimeCall) -> bool {
	matches!(
		call,
		RuntimeCall::OracleTwap(pallet_oracle_twap::Call::pause { .. })
			| RuntimeCall::OperatorStake(pallet_operator_stake::Call::force_freeze { .. })
	)
}

/// The collective pallet as the timelock sees it.
pub struct Seats;

/// [`pallet_collective::Votes`], whose fields are private: index, threshold, ayes, nays, end.
type StoredVotes = (u32, MemberCount, Vec<AccountId>, Vec<AccountId>, BlockNumber);

impl pallet_timelock::Council<AccountId, Hash, BlockNumber> for Seats {
	fn seats() -> Vec<AccountId> {
		pallet_collective::Members::<Runtime, Instance1>::get()
	}

	fn votes(motion: &Hash) -> Option<(BlockNumber, Vec<AccountId>)> {
		let votes = pallet_collective::Voting::<Runtime, Instance1>::get(motion)?.encode();
		let (_, _, ayes, nays, end) = StoredVotes::decode(&mut &votes[..]).ok()?;
		let put = end.saturating_sub(MOTION_DURATION);
		Some((put, ayes.into_iter().chain(nays).collect()))
	}

	fn vacate(who: &AccountId) {
		let left: Vec<_> = Self::seats().into_iter().filter(|seat| seat != who).collect();
		Council::change_members_sorted(&[], core::slice::from_ref(who), &left);
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn seat_for_benchmark(mut members: Vec<AccountId>, motion: Hash) {
		members.sort();
		let end = MOTION_DURATION.saturating_add(1);
		let votes: StoredVotes = (0, CouncilQuorum::LEAST, members.clone(), Vec::new(), end);
		let votes: pallet_collective::Votes<AccountId, BlockNumber> =
			Decode::decode(&mut &votes.encode()[..]).expect("the same fields");
		pallet_collective::Voting::<Runtime, Instance1>::insert(motion, votes);
		pallet_collective::Members::<Runtime, Instance1>::put(members);
	}
}

impl pallet_timelock::Config for Runtime {
	type RuntimeOrigin = RuntimeOrigin;
	type RuntimeCall = RuntimeCall;
	type QueueOrigin = CouncilQuorum;
	type CancelOrigin = CouncilQuorum;
	type UpgradeOrigin = pallet_timelock::EnsureUpgrade;
	type Allowed = AllowedDecisions;
	type Council = Seats;
	type PotPoints = Bme;
	type MaxSeats = ConstU32<COUNCIL_SEATS>;
	type MinSeats = ConstU32<{ CouncilQuorum::LEAST }>;
	type SeatLife = ConstU32<{ 60 * DAYS }>;
	type MaxQueued = ConstU32<64>;
	type MaxCallLength = ConstU32<4_096>;
	type ExecutionWindow = ConstU32<{ 14 * DAYS }>;
	type WeightInfo = pallet_timelock::weights::SubstrateWeight<Runtime>;
}

parameter_types! {
	pub const TreasuryPalletId: PalletId = PalletId(pots::TREASURY);
	// Unspent money is kept.
	pub const TreasuryBurn: Permill = Permill::zero();
	// A spend is bounded by the treasury's balance and by the delay of its track.
	pub const MaxSpend: Balance = Balance::MAX;
}

/// Pays out of the treasury, in OROG or a coin, and keeps its account alive.
pub struct PayFromTreasury;
impl Pay for PayFromTreasury {
	type Balance = Balance;
	type Beneficiary = AccountId;
	type AssetKind = NativeOrWithId<u32>;
	type Id = ();
	type Error = DispatchError;

	fn pay(
		who: &AccountId,
		asset: NativeOrWithId<u32>,
		amount: Balance,
	) -> Result<(), DispatchError> {
		NativeAndAssets::transfer(
			asset,
			&Treasury::account_id(),
			who,
			amount,
			Preservation::Preserve,
		)?;
		Ok(())
	}

	fn check_payment((): ()) -> PaymentStatus {
		PaymentStatus::Success
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn ensure_successful(_: &AccountId, asset: NativeOrWithId<u32>, amount: Balance) {
		crate::benchmarks::fund(asset, &Treasury::account_id(), amount);
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn ensure_concluded((): ()) {}
}

impl pallet_treasury::Config for Runtime {
	type Currency = Balances;
	type RejectOrigin = NormalOrigin;
	type RuntimeEvent = RuntimeEvent;
	type SpendPeriod = ConstU32<DAYS>;
	type Burn = TreasuryBurn;
	type PalletId = TreasuryPalletId;
	type BurnDestination = ();
	type WeightInfo = pallet_treasury::weights::SubstrateWeight<Runtime>;
	type SpendFunds = ();
	type MaxApprovals = ConstU32<100>;
	type SpendOrigin = EnsureWithSuccess<NormalOrigin, AccountId, MaxSpend>;
	type AssetKind = NativeOrWithId<u32>;
	type Beneficiary = AccountId;
	type BeneficiaryLookup = IdentityLookup<AccountId>;
	type Paymaster = PayFromTreasury;
	type BalanceConverter = UnityAssetBalanceConversion;
	type PayoutPeriod = ConstU32<{ 30 * DAYS }>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::TreasuryArguments;
	type BlockNumberProvider = System;
}

/// Calls that no pause may stop (SPEC §11): consensus, governance, exits, settlement and what wraps
/// them. An empty list of calls stands for all calls of the pallet.
///
/// A wrapper is safe here because the calls inside meet the filters again.
pub const NEVER_PAUSED: &[(&str, &[&str])] = &[
	("System", &["apply_authorized_upgrade"]),
	("Timestamp", &[]),
	("Babe", &[]),
	("Grandpa", &[]),
	("Session", &[]),
	("Utility", &[]),
	("Multisig", &[]),
	("Proxy", &[]),
	("Council", &[]),
	("Timelock", &[]),
	("SafeMode", &[]),
	("TxPause", &[]),
	("OracleTwap", &[]),
	("AssetConversion", &["remove_liquidity"]),
	("Treasury", &["payout", "check_status"]),
	("Vesting", &["vest", "vest_other"]),
	("Credits", &["close_session"]),
	("Bme", &["payout"]),
	(
		"OperatorStake",
		&["bond_more", "change_tier", "rotate_hotkey", "deregister", "withdraw", "heartbeat"],
	),
	(
		"Receipts",
		&[
			"bond_more",
			"submit_batch",
			"deregister_gateway",
			"withdraw_gateway",
			"forfeit_row",
			"claim_refund",
		],
	),
];

/// The calls of [`NEVER_PAUSED`].
pub struct NeverPaused;

impl NeverPaused {
	/// Whether `call` of `pallet` may never be paused.
	pub fn names(pallet: &str, call: &str) -> bool {
		NEVER_PAUSED
			.iter()
			.any(|(name, calls)| *name == pallet && (calls.is_empty() || calls.contains(&call)))
	}
}

impl Contains<RuntimeCall> for NeverPaused {
	fn contains(call: &RuntimeCall) -> bool {
		let CallMetadata { pallet_name, function_name } = call.get_call_metadata();
		Self::names(pallet_name, function_name)
	}
}

impl Contains<pallet_tx_pause::RuntimeCallNameOf<Runtime>> for NeverPaused {
	fn contains((pallet, call): &pallet_tx_pause::RuntimeCallNameOf<Runtime>) -> bool {
		match (core::str::from_utf8(pallet), core::str::from_utf8(call)) {
			(Ok(pallet), Ok(call)) => Self::names(pallet, call),
			_ => false,
		}
	}
}

parameter_types! {
	pub const SafeModeDuration: BlockNumber = SAFE_MODE_DURATION;
	// Nobody can buy a pause.
	pub const NoDeposit: Option<Balance> = None;
	pub const NoReleaseDelay: Option<BlockNumber> = None;
}

impl pallet_safe_mode::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type WhitelistedCalls = NeverPaused;
	type EnterDuration = SafeModeDuration;
	type ExtendDuration = SafeModeDuration;
	type EnterDepositAmount = NoDeposit;
	type ExtendDepositAmount = NoDeposit;
	type ForceEnterOrigin = EnsureWithSuccess<FastOrigin, AccountId, SafeModeDuration>;
	// A pause ends after a day; whoever wants another one decides again.
	type ForceExtendOrigin = NeverEnsureOrigin<BlockNumber>;
	type ForceExitOrigin = FastOrigin;
	type ForceDepositOrigin = NeverEnsureOrigin<()>;
	type Notify = ();
	type ReleaseDelay = NoReleaseDelay;
	type WeightInfo = pallet_safe_mode::weights::SubstrateWeight<Runtime>;
}

impl pallet_tx_pause::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type PauseOrigin = FastOrigin;
	type UnpauseOrigin = FastOrigin;
	type WhitelistedCalls = NeverPaused;
	type MaxNameLen = ConstU32<64>;
	type WeightInfo = pallet_tx_pause::weights::SubstrateWeight<Runtime>;
}

/// A migration that fails must not end the chain: nobody could set its cursor, because nobody is
/// Root. The chain goes on in safe mode for a day, in which governance and exits work.
pub struct PauseOnFailedMigration;
impl FailedMigrationHandler for PauseOnFailedMigration {
	fn failed(migration: Option<u32>) -> FailedMigrationHandling {
		log::error!("migration {migration:?} has failed; the chain enters safe mode");
		use frame_support::traits::SafeMode as Pause;
		let paused = if <SafeMode as Pause>::is_entered() {
			<SafeMode as Pause>::extend(SAFE_MODE_DURATION)
		} else {
			<SafeMode as Pause>::enter(SAFE_MODE_DURATION)
		};
		if paused.is_err() {
			log::error!("safe mode could not be entered");
		}
		FailedMigrationHandling::ForceUnstuck
	}
}

parameter_types! {
	pub MigrationWeight: Weight = Perbill::from_percent(80) * RuntimeBlockWeights::get().max_block;
}

impl pallet_migrations::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	#[cfg(not(feature = "runtime-benchmarks"))]
	type Migrations = ();
	#[cfg(feature = "runtime-benchmarks")]
	type Migrations = pallet_migrations::mock_helpers::MockedMigrations;
	type CursorMaxLen = ConstU32<65_536>;
	type IdentifierMaxLen = ConstU32<256>;
	type MigrationStatusHandler = ();
	type FailedMigrationHandler = PauseOnFailedMigration;
	type MaxServiceWeight = MigrationWeight;
	type WeightInfo = pallet_migrations::weights::SubstrateWeight<Runtime>;
}
