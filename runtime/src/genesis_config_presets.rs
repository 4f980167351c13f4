//! The presets: what differs between the networks is all here.
//!
//! | | `development` | `local` | `forge` |
//! |---|---|---|---|
//! | for | one machine, to watch the loop live | three nodes on one machine | the public testnet |
//! | authors | Alice | Alice, Bob, Charlie | `chain-specs/forge-keys.json` |
//! | slots of an epoch | 20 (2 min) | 50 (5 min) | 720 (72 min) |
//! | delay of governance | 2 blocks | 20 blocks | 16 days |
//! | windows | minutes | minutes to hours | those of the specification |

use crate::{
	AssetConversionConfig, AssetsConfig, AuthorsConfig, BabeConfig, BalancesConfig, BmeConfig,
	CouncilConfig, CreditsConfig, EpochsConfig, OperatorStakeConfig, OracleTwapConfig,
	ReceiptsConfig, RuntimeGenesisConfig, SessionConfig, SessionKeys, TimelockConfig,
	configs::consensus::BABE_GENESIS_EPOCH_CONFIG,
	constants::{EXISTENTIAL_DEPOSIT, ONE_USDC, USDC, USDC_DECIMALS},
};
use alloc::{string::ToString, vec, vec::Vec};
use frame_support::{PalletId, build_struct_json_patch, traits::tokens::fungible::NativeOrWithId};
use orogen_primitives_core::{
	AccountId, Balance, BlockNumber, CUC, EpochIndex, MINUTES, Moment, OROG, Price, pots,
};
use pallet_operator_stake::{OperatorParameters, Windows as OperatorWindows};
use pallet_oracle_twap::OracleParameters;
use pallet_receipts::Parameters as ReceiptsParameters;
use pallet_timelock::TrackDelays;
use serde_json::Value;
use sp_genesis_builder::PresetId;
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};
use sp_runtime::traits::AccountIdConversion;

pub mod forge;

/// Preset with one author.
pub const DEVELOPMENT: &str = sp_genesis_builder::DEV_RUNTIME_PRESET;
/// Preset with three authors.
pub const LOCAL: &str = "local";
/// Preset of the public testnet.
pub const FORGE: &str = "forge";

/// OROG of each well-known account.
const ENDOWMENT: Balance = 10_000_000 * OROG;
/// USDC of each well-known account.
const USDC_ENDOWMENT: Balance = 1_000_000 * ONE_USDC;
/// OROG that Alice puts into the pool.
const POOL_OROG: Balance = 400_000 * OROG;
/// USDC that Alice puts into the pool: half a dollar for an OROG.
const POOL_USDC: Balance = 200_000 * ONE_USDC;
/// Least USDC of an account: a cent. An account that has it needs no OROG to exist.
const USDC_MIN_BALANCE: Balance = ONE_USDC / 100;

/// Names of the presets.
pub fn preset_names() -> Vec<PresetId> {
	vec![DEVELOPMENT.into(), LOCAL.into(), FORGE.into()]
}

/// The preset `id` as a JSON patch.
pub fn get_preset(id: &PresetId) -> Option<Vec<u8>> {
	let patch = match id.as_ref() {
		DEVELOPMENT => development(),
		LOCAL => local(),
		FORGE => forge::forge()?,
		_ => return None,
	};
	Some(patch.to_string().into_bytes())
}

/// A well-known author: its account and BABE key, and its GRANDPA key; `--alice` and its like load
/// both into a node.
type Author = (Sr25519Keyring, Ed25519Keyring);
const ALICE: Author = (Sr25519Keyring::Alice, Ed25519Keyring::Alice);
const BOB: Author = (Sr25519Keyring::Bob, Ed25519Keyring::Bob);
const CHARLIE: Author = (Sr25519Keyring::Charlie, Ed25519Keyring::Charlie);

/// What tells one network of well-known keys from another.
struct WellKnown {
	authors: Vec<Author>,
	slots_per_epoch: u64,
	delays: TrackDelays<BlockNumber>,
	/// Window of the oracle's time-weighted mean.
	oracle_window: Moment,
	/// Blocks that stand for the days of unbonding, grace and their like.
	unbonding: BlockNumber,
	/// Epochs from an epoch's end to its closing.
	closing_delay: EpochIndex,
}

fn development() -> Value {
	well_known(WellKnown {
		authors: vec![ALICE],
		slots_per_epoch: 20,
		delays: TrackDelays { normal: 2, fast: 2, guard: 0, upgrade: 2 },
		oracle_window: 2 * 60_000,
		unbonding: 5 * MINUTES,
		closing_delay: 1,
	})
}

fn local() -> Value {
	well_known(WellKnown {
		authors: vec![ALICE, BOB, CHARLIE],
		slots_per_epoch: 50,
		delays: TrackDelays { normal: 20, fast: 10, guard: 0, upgrade: 20 },
		oracle_window: 10 * 60_000,
		unbonding: 20 * MINUTES,
		closing_delay: 2,
	})
}

/// Members of the oracle on networks of well-known keys.
pub const ORACLE: [Sr25519Keyring; 5] = [
	Sr25519Keyring::Alice,
	Sr25519Keyring::Bob,
	Sr25519Keyring::Charlie,
	Sr25519Keyring::Dave,
	Sr25519Keyring::Eve,
];
/// Stake of each of them.
const ORACLE_STAKE: Balance = 100 * OROG;

/// Seats of the council on networks of well-known keys.
pub const COUNCIL: [Sr25519Keyring; 7] = [
	Sr25519Keyring::Alice,
	Sr25519Keyring::Bob,
	Sr25519Keyring::Charlie,
	Sr25519Keyring::Dave,
	Sr25519Keyring::Eve,
	Sr25519Keyring::Ferdie,
	Sr25519Keyring::One,
];

fn well_known(network: WellKnown) -> Value {
	let alice = Sr25519Keyring::Alice.to_account_id();
	let endowed: Vec<AccountId> =
		Sr25519Keyring::iter().map(Sr25519Keyring::to_account_id).collect();
	let balances = endowed
		.iter()
		.map(|who| (who.clone(), ENDOWMENT))
		.chain(pot_accounts().into_iter().map(|pot| (pot, EXISTENTIAL_DEPOSIT)))
		.collect();

	build_struct_json_patch!(RuntimeGenesisConfig {
		balances: BalancesConfig { balances },
		babe: BabeConfig { epoch_config: BABE_GENESIS_EPOCH_CONFIG },
		authors: AuthorsConfig {
			authors: network.authors.iter().map(|(who, _)| who.to_account_id()).collect(),
		},
		session: SessionConfig {
			keys: network
				.authors
				.iter()
				.map(|(babe, grandpa)| {
					let keys = SessionKeys {
						grandpa: grandpa.public().into(),
						babe: babe.public().into(),
					};
					(babe.to_account_id(), babe.to_account_id(), keys)
				})
				.collect(),
		},
		epochs: EpochsConfig { slots_per_epoch: network.slots_per_epoch },
		assets: AssetsConfig {
			assets: vec![(USDC, alice.clone(), true, USDC_MIN_BALANCE)],
			metadata: vec![usdc_metadata()],
			accounts: endowed.iter().map(|who| (USDC, who.clone(), USDC_ENDOWMENT)).collect(),
		},
		asset_conversion: AssetConversionConfig {
			pools: vec![(
				NativeOrWithId::Native,
				NativeOrWithId::WithId(USDC),
				alice,
				POOL_OROG,
				POOL_USDC,
			)],
		},
		council: CouncilConfig {
			members: COUNCIL.into_iter().map(Sr25519Keyring::to_account_id).collect(),
		},
		timelock: TimelockConfig { delays: network.delays },
		oracle_twap: OracleTwapConfig {
			members: ORACLE.into_iter().map(|who| (who.to_account_id(), ORACLE_STAKE)).collect(),
			parameters: OracleParameters {
				window: network.oracle_window,
				min_window: network.oracle_window,
				unbonding: network.unbonding,
				..Default::default()
			},
			// Half a dollar, as in the pool.
			bootstrap_price: Some(Price::from_rational(1, 2)),
		},
		credits: CreditsConfig {
			settlement_grace: network.unbonding,
			reap_delay: network.unbonding.saturating_mul(2),
			..Default::default()
		},
		bme: BmeConfig {
			closing_delay: network.closing_delay,
			bootstrap_daily_cuc: None,
			..Default::default()
		},
		operator_stake: OperatorStakeConfig {
			// One gateway of a demonstration settles more at once than a tier without stake may
			// serve on the testnet.
			parameters: OperatorParameters { unstaked_capacity: 25 * CUC, ..Default::default() },
			windows: OperatorWindows {
				unbonding: network.unbonding,
				tier_down: network.unbonding,
				..Default::default()
			},
			attestation_waived: true,
			unregistered_models: true,
			..Default::default()
		},
		receipts: ReceiptsConfig {
			parameters: ReceiptsParameters {
				unbonding: network.unbonding,
				header_retention: network.unbonding.saturating_mul(10),
				..Default::default()
			},
		},
	})
}

/// Id, name, symbol and decimals of USDC.
fn usdc_metadata() -> (u32, Vec<u8>, Vec<u8>, u8) {
	(USDC, b"USD Coin (test)".to_vec(), b"USDC".to_vec(), USDC_DECIMALS)
}

/// Accounts of the pots. They exist from genesis on, so that no share is too small to arrive.
pub fn pot_accounts() -> [AccountId; 5] {
	[pots::VERIFICATION, pots::TREASURY, pots::GOVERNANCE, pots::ESCROW, pots::PAYOUTS]
		.map(|seed| PalletId(seed).into_account_truncating())
}
