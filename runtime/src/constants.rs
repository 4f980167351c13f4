//! Constants that more than one pallet's wiring uses.

use frame_support::weights::{Weight, constants::WEIGHT_REF_TIME_PER_SECOND};
use orogen_primitives_core::{
	Balance, BlockNumber, DAYS, EpochIndex, MICRO_OROG, MILLI_OROG, OROG,
};
use sp_runtime::Perbill;

/// Compute of a block: 2 s of the 6 s between blocks. The chain has no proof-of-validity, so the
/// proof size is not bounded.
pub const MAXIMUM_BLOCK_WEIGHT: Weight =
	Weight::from_parts(WEIGHT_REF_TIME_PER_SECOND.saturating_mul(2), u64::MAX);
/// Part of a block that ordinary transactions may fill; the rest is for operational ones.
pub const NORMAL_DISPATCH_RATIO: Perbill = Perbill::from_percent(75);
/// Longest block in bytes.
pub const MAXIMUM_BLOCK_LENGTH: u32 = 5 * 1024 * 1024;
/// Longest header in bytes; left alone, the system pallet would reserve a fifth of a block.
pub const MAXIMUM_HEADER_LENGTH: u32 = 100 * 1024;
/// Blocks whose hash is kept, about 4 h: how old a mortal transaction's checkpoint and the block hash
/// of an attestation may be.
pub const BLOCK_HASH_COUNT: BlockNumber = 2_400;

/// Least balance of an account. An account costs the chain about 130 bytes of state.
pub const EXISTENTIAL_DEPOSIT: Balance = MILLI_OROG;
/// Planck for a picosecond of compute: a full block of ordinary transactions costs 6 OROG.
pub const WEIGHT_FEE: Balance = 4;
/// Planck for a byte of a transaction: a full block costs 5.2 OROG.
pub const LENGTH_FEE: Balance = MICRO_OROG;

/// Deposit for `items` stored things of together `bytes` bytes.
pub const fn deposit(items: u32, bytes: u32) -> Balance {
	(items as Balance) * (OROG / 10) + (bytes as Balance) * MILLI_OROG
}

/// Sessions for which an equivocation can be reported: 14 days of epochs of 72 minutes.
pub const REPORTABLE_SESSIONS: EpochIndex = 280;
/// Most block authors.
pub const MAX_AUTHORS: u32 = 100;

/// Seats of the council.
pub const COUNCIL_SEATS: u32 = 7;
/// Longest pause by `SafeMode`: one day of blocks.
pub const SAFE_MODE_DURATION: BlockNumber = DAYS;

/// Asset id of USDC.
pub const USDC: u32 = 1;
/// Decimals of USDC.
pub const USDC_DECIMALS: u8 = 6;
/// One USDC in its smallest unit.
pub const ONE_USDC: Balance = 1_000_000;
/// Seed of the AMM's account.
pub const AMM_PALLET_ID: [u8; 8] = *b"og/amm__";
