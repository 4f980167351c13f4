//! Protocol constants; what governance may change lives in storage instead.

use crate::{Balance, BlockNumber, Cuc, Moment};

/// Milliseconds of a BABE slot.
pub const SLOT_DURATION_MS: Moment = 6_000;
/// Slots of an epoch at launch: 72 minutes.
pub const SLOTS_PER_EPOCH: u64 = 720;
/// Milliseconds of a day.
pub const MILLISECS_PER_DAY: Moment = 86_400_000;
/// Blocks of a minute without missed slots.
pub const MINUTES: BlockNumber = 10;
/// Blocks of an hour without missed slots.
pub const HOURS: BlockNumber = 60 * MINUTES;
/// Blocks of a day without missed slots.
pub const DAYS: BlockNumber = 24 * HOURS;

/// One OROG in planck.
pub const OROG: Balance = 1_000_000_000_000;
/// A thousandth of an OROG in planck.
pub const MILLI_OROG: Balance = OROG / 1_000;
/// A millionth of an OROG in planck.
pub const MICRO_OROG: Balance = OROG / 1_000_000;
/// One CUC in micro-USD.
pub const CUC: Cuc = 1_000_000;
/// Decimals of OROG.
pub const OROG_DECIMALS: u8 = 12;
/// Decimals of CUC.
pub const CUC_DECIMALS: u8 = 6;
/// Symbol of the native currency.
pub const TOKEN_SYMBOL: &str = "OROG";
/// Prefix of SS58 addresses.
pub const SS58_PREFIX: u16 = 42;

/// Most receipts of a batch (SPEC §9).
pub const MAX_BATCH_RECEIPTS: u32 = 65_536;
/// Most operator rows of a batch (SPEC §9).
pub const MAX_OPERATOR_ROWS: u32 = 512;
/// Most session rows of a batch (SPEC §9).
pub const MAX_SESSION_ROWS: u32 = 2_048;
/// Longest URL of a batch's blob in bytes (SPEC §9).
pub const MAX_BLOB_URL: u32 = 256;
/// Widest ack window of a spending session (SPEC §5).
pub const MAX_ACK_WINDOW: u8 = 64;
/// Ack window of a spending session when the customer names none (SPEC §5).
pub const DEFAULT_ACK_WINDOW: u8 = 8;
/// Most models that a spending session may be bound to.
pub const MAX_SESSION_MODELS: u32 = 16;

/// Seeds of the pots' accounts, as `PalletId`s (SPEC §3).
pub mod pots {
	/// Pays the validators that replay.
	pub const VERIFICATION: [u8; 8] = *b"og/verif";
	/// The treasury; the stock treasury pallet's account.
	pub const TREASURY: [u8; 8] = *b"og/treas";
	/// Pays panels, oracle members and council.
	pub const GOVERNANCE: [u8; 8] = *b"og/gover";
	/// Keeps slashed stake until its case ends.
	pub const ESCROW: [u8; 8] = *b"og/escro";
	/// Minted OROG on its way to payees.
	pub const PAYOUTS: [u8; 8] = *b"og/payou";
}
