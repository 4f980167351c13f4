//! The market of inference: prices, credits, issuance, operators and settlement (SPEC §4 to §9).

use crate::{
	Babe, Balances, Bme, Credits, Epochs, OperatorStake, OracleTwap, Receipts, Runtime,
	RuntimeHoldReason, Timestamp,
	configs::{
		economy::{Usdc, UsdcMarket},
		governance::{FastOrigin, GuardOrigin, NormalOrigin},
	},
	constants::{EXISTENTIAL_DEPOSIT, USDC, deposit},
};
use core::time::Duration;
use frame_support::{
	PalletId, parameter_types,
	traits::{ConstU32, ConstU64, ConstU128, Get, UnixTime},
	weights::Weight,
};
use orogen_primitives_core::{
	AccountId, Cuc, HOURS, MILLISECS_PER_DAY, OROG, SLOT_DURATION_MS, pots,
};
use orogen_primitives_traits::{DollarMarket as _, Reserves, WorkLedger};
use pallet_bme::WeightInfo as _;
use sp_runtime::{Perbill, traits::Convert};

/// Time of the block that is being made, also in hooks that run before its timestamp is set: the
/// later of the last timestamp and the beginning of the slot.
pub struct BlockTime;

impl UnixTime for BlockTime {
	fn now() -> Duration {
		// A slot number times its length is a time of day of this century.
		let slot = Babe::current_slot().saturating_mul(SLOT_DURATION_MS);
		Duration::from_millis(Timestamp::get().max(slot))
	}
}

/// Source 3 of the oracle.
pub struct PoolReserves;
impl Get<Option<Reserves>> for PoolReserves {
	fn get() -> Option<Reserves> {
		UsdcMarket::reserves()
	}
}

impl pallet_oracle_twap::Config for Runtime {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Currency = Balances;
	type UnixTime = BlockTime;
	type NormalOrigin = NormalOrigin;
	type FastOrigin = FastOrigin;
	type GuardOrigin = GuardOrigin;
	type PotPoints = Bme;
	type Reserves = PoolReserves;
	type MinMemberStake = ConstU128<{ 100 * OROG }>;
	type WeightInfo = pallet_oracle_twap::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Clock;
}

impl pallet_credits::Config for Runtime {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type UnixTime = BlockTime;
	type GatewayRegistry = Receipts;
	type NormalOrigin = NormalOrigin;
	type LotLifetime = ConstU32<30>;
	type MinReturnLife = ConstU32<7>;
	type MaxSessions = ConstU32<1_024>;
	type MaxSessionLife = ConstU64<{ 30 * MILLISECS_PER_DAY }>;
	type MinSettlementGrace = ConstU32<HOURS>;
	type MaxSettlementGrace = ConstU32<{ 24 * HOURS }>;
	type MinSessionDeposit = ConstU128<EXISTENTIAL_DEPOSIT>;
	type MaxSessionDeposit = ConstU128<{ 10 * OROG }>;
	type MaxSweep = ConstU32<64>;
	type WeightInfo = pallet_credits::weights::SubstrateWeight<Runtime>;
}

parameter_types! {
	pub const PayoutsPot: PalletId = PalletId(pots::PAYOUTS);
	pub const VerificationPot: PalletId = PalletId(pots::VERIFICATION);
	pub const TreasuryPot: PalletId = PalletId(pots::TREASURY);
	pub const GovernancePot: PalletId = PalletId(pots::GOVERNANCE);
}

parameter_types! {
	/// Share of their pay that payees want in USDC unless they say otherwise (SPEC §6).
	pub const DefaultUsdcShare: Perbill = Perbill::from_percent(70);
}

impl pallet_bme::Config for Runtime {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Dollars = Usdc;
	type Market = UsdcMarket;
	type DollarAsset = ConstU32<USDC>;
	type DefaultUsdcShare = DefaultUsdcShare;
	type PreferenceDeposit = ConstU128<{ deposit(1, 52) }>;
	type PayeeStanding = OperatorStake;
	type CreditIssuer = Credits;
	type PriceOracle = OracleTwap;
	type EpochClock = Epochs;
	type UnixTime = BlockTime;
	type NormalOrigin = NormalOrigin;
	type PayoutsPot = PayoutsPot;
	type VerificationPot = VerificationPot;
	type TreasuryPot = TreasuryPot;
	type GovernancePot = GovernancePot;
	type WeightInfo = pallet_bme::weights::SubstrateWeight<Runtime>;
}

/// The operators' part of an amount, of which gateways' commissions are a part.
pub struct OperatorShare;

impl Convert<Cuc, Cuc> for OperatorShare {
	fn convert(cuc: Cuc) -> Cuc {
		<Bme as WorkLedger<AccountId>>::operator_share(cuc)
	}
}

impl pallet_operator_stake::Config for Runtime {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Oracle = OracleTwap;
	type Clock = Epochs;
	type Finality = Bme;
	type Gateways = Receipts;
	type OperatorShare = OperatorShare;
	type NormalOrigin = NormalOrigin;
	type FastOrigin = FastOrigin;
	type GuardOrigin = GuardOrigin;
	type MaxHotkeys = ConstU32<32>;
	type MaxGateways = ConstU32<64>;
	type WeightInfo = pallet_operator_stake::weights::SubstrateWeight<Runtime>;
}

/// Weight of the payments on the way of a batch.
pub struct PayoutWeight;

impl Convert<u32, Weight> for PayoutWeight {
	fn convert(payees: u32) -> Weight {
		match payees {
			0 => Weight::zero(),
			_ => <Runtime as pallet_bme::Config>::WeightInfo::accrue(payees),
		}
	}
}

impl pallet_receipts::Config for Runtime {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type SessionLedger = Credits;
	type OperatorAdmission = OperatorStake;
	type WorkLedger = Bme;
	type PayoutWeight = PayoutWeight;
	type EpochClock = Epochs;
	type EpochFinality = Bme;
	type PriceOracle = OracleTwap;
	type NormalOrigin = NormalOrigin;
	type MaxPendingBatches = ConstU32<1_024>;
	type WeightInfo = pallet_receipts::weights::SubstrateWeight<Runtime>;
}
