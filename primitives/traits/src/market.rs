//! The AMM between OROG and a dollar coin (SPEC §2, §6); implemented by the runtime.

use orogen_primitives_core::Balance;
use sp_runtime::DispatchError;

/// What a pool holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reserves {
	/// Planck.
	pub orog: Balance,
	/// Smallest units of the coin.
	pub dollars: Balance,
}

/// Swaps OROG for the dollar coin and back; only `pallet-bme` may use it. Each swap is all or
/// nothing and leaves both accounts alive.
pub trait DollarMarket<AccountId> {
	/// The pool's account, whether there is a pool or not; `None` if the pair can have none.
	fn pool_account() -> Option<AccountId>;
	/// What the pool holds; `None` while there is no pool, or it is empty or stuck.
	fn reserves() -> Option<Reserves>;
	/// Units of the coin that exactly `orog` planck cost now, the pool's fee included.
	fn quote_buy(orog: Balance) -> Option<Balance>;
	/// Units of the coin that `orog` planck bring now, the pool's fee taken off.
	fn quote_sell(orog: Balance) -> Option<Balance>;
	/// Buys exactly `orog` planck with at most `most` units of `who`, for the account `to`. Returns
	/// what they cost.
	fn buy(
		who: &AccountId,
		orog: Balance,
		most: Balance,
		to: &AccountId,
	) -> Result<Balance, DispatchError>;
	/// Sells `orog` planck of `who` for at least `least` units, which go to the account `to`. Returns
	/// what they brought.
	fn sell(
		who: &AccountId,
		orog: Balance,
		least: Balance,
		to: &AccountId,
	) -> Result<Balance, DispatchError>;

	/// Makes a pool with these reserves, where there is none, and gives `who` a tenth of them.
	#[cfg(feature = "runtime-benchmarks")]
	fn open_for_benchmark(who: &AccountId, reserves: Reserves) -> sp_runtime::DispatchResult;
}
