//! The public testnet: no well-known key, and the allocation of SPEC §2.
//!
//! Of the scale of 10^9 OROG, 60 % exist at genesis; the other 40 % are no reserve but what emission
//! may come to, and are minted for finalised work only.

use super::{pot_accounts, usdc_metadata};
use crate::{
	AssetsConfig, AuthorsConfig, BabeConfig, BalancesConfig, CouncilConfig, EpochsConfig,
	OracleTwapConfig, RuntimeGenesisConfig, SessionConfig, SessionKeys, TimelockConfig,
	VestingConfig,
	configs::consensus::BABE_GENESIS_EPOCH_CONFIG,
	constants::{EXISTENTIAL_DEPOSIT, USDC},
	genesis_config_presets::USDC_MIN_BALANCE,
};
use alloc::{vec, vec::Vec};
use frame_support::{PalletId, build_struct_json_patch};
use orogen_primitives_core::{
	AccountId, Balance, BlockNumber, DAYS, OROG, Price, SLOTS_PER_EPOCH, pots,
};
use pallet_timelock::TrackDelays;
use serde::Deserialize;
use serde_json::Value;
use sp_runtime::traits::AccountIdConversion;

/// Public keys and addresses of the network; `scripts/forge-keys.sh` writes them.
const KEYS: &str = include_str!("../../../chain-specs/forge-keys.json");

/// OROG that exist at genesis: 60 % of the scale.
pub const ISSUANCE: Balance = 600_000_000 * OROG;
/// 12 %.
const INVESTORS: Balance = 120_000_000 * OROG;
/// 12 %.
const TEAM: Balance = 120_000_000 * OROG;
/// 10 %.
const TREASURY: Balance = 100_000_000 * OROG;
/// 8 %.
const ECOSYSTEM: Balance = 80_000_000 * OROG;
/// 8 %.
const PROVIDER_BOOTSTRAP: Balance = 80_000_000 * OROG;
/// 5 %.
const COMMUNITY: Balance = 50_000_000 * OROG;
/// 5 %.
const RESERVE: Balance = 50_000_000 * OROG;

/// What an author has for its transactions, out of the ecosystem's bucket.
const AUTHOR_FUNDS: Balance = 100 * OROG;
/// What a council member has for its transactions, out of the ecosystem's bucket.
const COUNCIL_FUNDS: Balance = 100 * OROG;
/// What a member of the oracle has, stake included, out of the ecosystem's bucket.
const ORACLE_FUNDS: Balance = 1_100 * OROG;
/// Stake of a member of the oracle.
const ORACLE_STAKE: Balance = 1_000 * OROG;

/// Blocks of a year of 365.25 days.
const YEAR: BlockNumber = 365 * DAYS + DAYS / 4;
/// The team's OROG are locked for 48 months and then free up evenly over 48 more.
const TEAM_CLIFF: BlockNumber = 4 * YEAR;
const TEAM_VESTING: BlockNumber = 4 * YEAR;
/// The investors' OROG are locked for 12 months and then free up evenly over 36 more.
const INVESTORS_CLIFF: BlockNumber = YEAR;
const INVESTORS_VESTING: BlockNumber = 3 * YEAR;

/// `chain-specs/forge-keys.json`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ForgeKeys {
	/// The first block authors.
	pub authors: Vec<AuthorKeys>,
	/// Seats of the council.
	pub council: Vec<AccountId>,
	/// Members of the oracle.
	pub oracle: Vec<AccountId>,
	/// Accounts of the allocation.
	pub buckets: Buckets,
	/// Who issues the USDC of the testnet.
	pub usdc_issuer: AccountId,
}

/// Public keys of a block author.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AuthorKeys {
	/// Account that the author is listed under.
	pub account: AccountId,
	/// Signs blocks.
	pub babe: sp_consensus_babe::AuthorityId,
	/// Votes on finality.
	pub grandpa: sp_consensus_grandpa::AuthorityId,
}

/// Accounts of the allocation; the treasury's own account needs no key.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Buckets {
	/// Locked 12 months, then free over 36.
	pub investors: AccountId,
	/// Locked 48 months, then free over 48.
	pub team: AccountId,
	/// Grants; also the working funds of authors, council and oracle come out of it.
	pub ecosystem: AccountId,
	/// First stakes of providers.
	pub provider_bootstrap: AccountId,
	/// Community.
	pub community: AccountId,
	/// Reserve.
	pub reserve: AccountId,
}

/// The network's keys.
pub fn keys() -> Result<ForgeKeys, serde_json::Error> {
	serde_json::from_str(KEYS)
}

/// The preset; `None` if the file of keys is damaged.
pub(super) fn forge() -> Option<Value> {
	match keys() {
		Ok(keys) => Some(genesis(keys)),
		Err(error) => {
			log::error!("chain-specs/forge-keys.json: {error}");
			None
		}
	}
}

fn genesis(keys: ForgeKeys) -> Value {
	let working_funds: Vec<(AccountId, Balance)> = pot_accounts()
		.into_iter()
		.filter(|pot| *pot != treasury())
		.map(|pot| (pot, EXISTENTIAL_DEPOSIT))
		.chain(keys.authors.iter().map(|author| (author.account.clone(), AUTHOR_FUNDS)))
		.chain(keys.council.iter().map(|who| (who.clone(), COUNCIL_FUNDS)))
		.chain(keys.oracle.iter().map(|who| (who.clone(), ORACLE_FUNDS)))
		.collect();
	let spent: Balance = working_funds.iter().map(|(_, funds)| funds).sum();
	let buckets = keys.buckets;
	let mut balances = vec![
		(buckets.investors.clone(), INVESTORS),
		(buckets.team.clone(), TEAM),
		// Liquid: only decisions of the normal track spend from it, 16 days after they are public. A
		// lock on it would stop these, and a locked account that feeds it would need a key.
		(treasury(), TREASURY),
		(buckets.ecosystem, ECOSYSTEM.saturating_sub(spent)),
		(buckets.provider_bootstrap, PROVIDER_BOOTSTRAP),
		(buckets.community, COMMUNITY),
		(buckets.reserve, RESERVE),
	];
	balances.extend(working_funds);

	build_struct_json_patch!(RuntimeGenesisConfig {
		balances: BalancesConfig { balances },
		babe: BabeConfig { epoch_config: BABE_GENESIS_EPOCH_CONFIG },
		authors: AuthorsConfig {
			authors: keys.authors.iter().map(|author| author.account.clone()).collect(),
		},
		session: SessionConfig {
			keys: keys
				.authors
				.into_iter()
				.map(|AuthorKeys { account, babe, grandpa }| {
					(account.clone(), account, SessionKeys { grandpa, babe })
				})
				.collect(),
		},
		epochs: EpochsConfig { slots_per_epoch: SLOTS_PER_EPOCH },
		vesting: VestingConfig {
			vesting: vec![
				(buckets.investors, INVESTORS_CLIFF, INVESTORS_VESTING, 0),
				(buckets.team, TEAM_CLIFF, TEAM_VESTING, 0),
			],
		},
		// No USDC at genesis, so no pool: the issuer mints, and whoever wants makes the pool.
		assets: AssetsConfig {
			assets: vec![(USDC, keys.usdc_issuer, true, USDC_MIN_BALANCE)],
			metadata: vec![usdc_metadata()],
		},
		council: CouncilConfig { members: keys.council },
		timelock: TimelockConfig {
			delays: TrackDelays { normal: 16 * DAYS, fast: 2 * DAYS, guard: 0, upgrade: 16 * DAYS },
		},
		oracle_twap: OracleTwapConfig {
			members: keys.oracle.into_iter().map(|who| (who, ORACLE_STAKE)).collect(),
			bootstrap_price: Some(Price::from_rational(1, 2)),
		},
	})
}

/// The treasury's account.
fn treasury() -> AccountId {
	PalletId(pots::TREASURY).into_account_truncating()
}
