//! System, time, and what every account can use: batches, multisigs, proxies.

use crate::{
	Babe, Balances, Block, Migrations, OriginCaller, PalletInfo, Runtime, RuntimeCall,
	RuntimeEvent, RuntimeOrigin, RuntimeTask, SafeMode, System, TxPause, VERSION,
	constants::{
		BLOCK_HASH_COUNT, MAXIMUM_BLOCK_LENGTH, MAXIMUM_BLOCK_WEIGHT, MAXIMUM_HEADER_LENGTH,
		NORMAL_DISPATCH_RATIO, deposit,
	},
	weights::DbWeight,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	dispatch::DispatchClass,
	parameter_types,
	traits::{ConstU16, ConstU32, ConstU64, ConstU128, InsideBoth, InstanceFilter},
};
use frame_system::limits::{BlockLength, BlockWeights};
use orogen_primitives_core::{AccountId, Balance, Hash, Nonce, SLOT_DURATION_MS, SS58_PREFIX};
use scale_info::TypeInfo;
use sp_runtime::traits::{AccountIdLookup, BlakeTwo256};
use sp_version::RuntimeVersion;

parameter_types! {
	pub const Version: RuntimeVersion = VERSION;
	pub RuntimeBlockWeights: BlockWeights =
		BlockWeights::with_sensible_defaults(MAXIMUM_BLOCK_WEIGHT, NORMAL_DISPATCH_RATIO);
	pub RuntimeBlockLength: BlockLength = BlockLength::builder()
		.max_length(MAXIMUM_BLOCK_LENGTH)
		.modify_max_length_for_class(DispatchClass::Normal, |length| {
			*length = NORMAL_DISPATCH_RATIO * MAXIMUM_BLOCK_LENGTH;
		})
		.max_header_size(MAXIMUM_HEADER_LENGTH)
		.build();
}

impl frame_system::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type BaseCallFilter = InsideBoth<SafeMode, TxPause>;
	type BlockWeights = RuntimeBlockWeights;
	type BlockLength = RuntimeBlockLength;
	type RuntimeOrigin = RuntimeOrigin;
	type RuntimeCall = RuntimeCall;
	type RuntimeTask = RuntimeTask;
	type Nonce = Nonce;
	type Hash = Hash;
	type Hashing = BlakeTwo256;
	type AccountId = AccountId;
	type Lookup = AccountIdLookup<AccountId, ()>;
	type Block = Block;
	type BlockHashCount = ConstU32<BLOCK_HASH_COUNT>;
	type DbWeight = DbWeight;
	type Version = Version;
	type PalletInfo = PalletInfo;
	type AccountData = pallet_balances::AccountData<Balance>;
	type OnNewAccount = ();
	type OnKilledAccount = ();
	type SystemWeightInfo = frame_system::weights::SubstrateWeight<Runtime>;
	type ExtensionsWeightInfo = crate::weights::frame_system_extensions::WeightInfo<Runtime>;
	type SS58Prefix = ConstU16<SS58_PREFIX>;
	type OnSetCode = ();
	type MaxConsumers = ConstU32<64>;
	type SingleBlockMigrations = ();
	type MultiBlockMigrator = Migrations;
	type PreInherents = ();
	type PostInherents = ();
	type PostTransactions = ();
}

impl pallet_timestamp::Config for Runtime {
	type Moment = u64;
	type OnTimestampSet = Babe;
	type MinimumPeriod = ConstU64<{ SLOT_DURATION_MS / 2 }>;
	type WeightInfo = pallet_timestamp::weights::SubstrateWeight<Runtime>;
}

impl pallet_utility::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type PalletsOrigin = OriginCaller;
	type WeightInfo = pallet_utility::weights::SubstrateWeight<Runtime>;
}

impl pallet_multisig::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type Currency = Balances;
	// A stored operation: 88 bytes.
	type DepositBase = ConstU128<{ deposit(1, 88) }>;
	// One more signatory: 32 bytes.
	type DepositFactor = ConstU128<{ deposit(0, 32) }>;
	type MaxSignatories = ConstU32<100>;
	type WeightInfo = pallet_multisig::weights::SubstrateWeight<Runtime>;
	type BlockNumberProvider = System;
}

/// What a proxy may do for the account that named it.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub enum ProxyType {
	/// Everything.
	#[default]
	#[codec(index = 0)]
	Any,
	/// Everything that moves no money out of the account.
	#[codec(index = 1)]
	NonTransfer,
	/// Motions of the council and the queue of decisions.
	#[codec(index = 2)]
	Governance,
	/// Daily work of an operator, gateway or oracle member, without its stake.
	#[codec(index = 3)]
	Operations,
	/// Cancel another proxy's announced call.
	#[codec(index = 4)]
	CancelProxy,
}

impl InstanceFilter<RuntimeCall> for ProxyType {
	fn filter(&self, call: &RuntimeCall) -> bool {
		// A wrapper is judged by the calls inside: batches, proxies and multisigs dispatch them with
		// an origin that carries this filter on.
		match self {
			Self::Any => true,
			Self::NonTransfer => !moves_money(call),
			Self::Governance => matches!(
				call,
				RuntimeCall::Council(..) | RuntimeCall::Timelock(..) | RuntimeCall::Utility(..)
			),
			Self::Operations => is_daily_work(call),
			Self::CancelProxy => {
				matches!(call, RuntimeCall::Proxy(pallet_proxy::Call::reject_announcement { .. }))
			}
		}
	}

	fn is_superset(&self, other: &Self) -> bool {
		match (self, other) {
			(mine, theirs) if mine == theirs => true,
			(Self::Any, _) => true,
			(_, Self::Any) => false,
			(Self::NonTransfer, Self::Governance | Self::CancelProxy) => true,
			_ => false,
		}
	}
}

/// Whether `call` is daily work of an operator, gateway or oracle member: nothing that moves or frees
/// its stake or says where its pay goes.
fn is_daily_work(call: &RuntimeCall) -> bool {
	matches!(
		call,
		RuntimeCall::Utility(..)
			| RuntimeCall::Session(pallet_session::Call::set_keys { .. })
			| RuntimeCall::OracleTwap(pallet_oracle_twap::Call::feed { .. })
			| RuntimeCall::OperatorStake(
				pallet_operator_stake::Call::heartbeat { .. }
					| pallet_operator_stake::Call::set_gateways { .. }
			) | RuntimeCall::Receipts(
			pallet_receipts::Call::submit_batch { .. }
				| pallet_receipts::Call::set_min_session_cap { .. }
				| pallet_receipts::Call::claim_refund { .. }
		) | RuntimeCall::Credits(pallet_credits::Call::close_session { .. })
			| RuntimeCall::Bme(pallet_bme::Call::payout { .. })
	)
}

/// Whether `call` can move money out of its sender's account to one of its choice.
fn moves_money(call: &RuntimeCall) -> bool {
	matches!(
		call,
		RuntimeCall::Balances(..)
			| RuntimeCall::Assets(..)
			| RuntimeCall::PoolAssets(..)
			| RuntimeCall::AssetConversion(..)
			| RuntimeCall::Vesting(pallet_vesting::Call::vested_transfer { .. })
			// Credits of a burn or a top-up, what a session's key may spend, an operator's float and pay,
			// and what it gives up, go where the sender says.
			| RuntimeCall::Credits(pallet_credits::Call::open_session { .. })
			| RuntimeCall::Bme(pallet_bme::Call::burn { .. } | pallet_bme::Call::top_up { .. })
			| RuntimeCall::Receipts(pallet_receipts::Call::forfeit_row { .. })
			| RuntimeCall::OperatorStake(
				pallet_operator_stake::Call::register { .. }
					| pallet_operator_stake::Call::set_payout { .. }
			)
	)
}

impl pallet_proxy::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type Currency = Balances;
	type ProxyType = ProxyType;
	// The map's entry.
	type ProxyDepositBase = ConstU128<{ deposit(1, 8) }>;
	// One more proxy: 37 bytes.
	type ProxyDepositFactor = ConstU128<{ deposit(0, 37) }>;
	type MaxProxies = ConstU32<32>;
	type WeightInfo = pallet_proxy::weights::SubstrateWeight<Runtime>;
	type MaxPending = ConstU32<32>;
	type CallHasher = BlakeTwo256;
	type AnnouncementDepositBase = ConstU128<{ deposit(1, 16) }>;
	// One more announcement: 68 bytes.
	type AnnouncementDepositFactor = ConstU128<{ deposit(0, 68) }>;
	type BlockNumberProvider = System;
}
