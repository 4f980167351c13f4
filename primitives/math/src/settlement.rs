//! From OROG to CUC and back, and how an epoch's work is split (SPEC §6).
//!
//! OROG has 12 decimals and CUC has 6; prices are USD per OROG. Every result is the floor of the
//! exact rational, held against rationals by the tests.

use sp_arithmetic::{
	FixedU128, Rounding, helpers_128bit::multiply_by_rational_with_rounding as mul_div,
};

/// Planck of an OROG times parts of a price, over micro-USD of a USD:
/// `micro-USD = planck × price's inner value / SCALE`.
pub(crate) const SCALE: u128 = 1_000_000_000_000_000_000_000_000;
/// The treasury's share in percent.
pub const TREASURY_PERCENT: u128 = 5;
/// The governance pot's share in percent.
pub const GOVERNANCE_PERCENT: u128 = 5;
/// Days over which the mean creation of CUC is taken.
pub const CREATION_MEAN_DAYS: u32 = 30;
/// CUC that may always be created a day while the oracle is fresh, in micro-USD: 10,000 CUC.
pub const FRESH_DAILY_FLOOR: u64 = 10_000_000_000;
/// CUC that may always be created a day while the oracle is degraded, in micro-USD: 1,000 CUC.
pub const DEGRADED_DAILY_FLOOR: u64 = 1_000_000_000;

/// Micro-USD that `planck` buys at `price`, rounded down. `None` when they do not fit.
pub fn orog_to_cuc(planck: u128, price: FixedU128) -> Option<u64> {
	mul_div(planck, price.into_inner(), SCALE, Rounding::Down)?.try_into().ok()
}

/// Planck that `micro_usd` are worth at `price`, rounded down. `None` at price 0 or when they do
/// not fit.
pub fn cuc_to_orog(micro_usd: u128, price: FixedU128) -> Option<u128> {
	mul_div(micro_usd, SCALE, price.into_inner(), Rounding::Down)
}

/// The operators' share of `cuc`: 75 %, rounded down.
pub const fn operator_share(cuc: u64) -> u64 {
	// `cuc − ceil(cuc / 4)`; a quarter of a number, rounded up, is never more than the number.
	cuc.saturating_sub(cuc.div_ceil(4))
}

/// An epoch's pay in planck.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shares {
	/// For operators, gateways' commissions and the like: the dues at the closing price.
	pub operators: u128,
	/// For the verification pot: 15 % and what flooring leaves.
	pub verification: u128,
	/// For the treasury: 5 %.
	pub treasury: u128,
	/// For the governance pot: 5 %.
	pub governance: u128,
}

impl Shares {
	/// All shares together; `None` when they do not fit.
	pub fn total(&self) -> Option<u128> {
		self.operators
			.checked_add(self.verification)?
			.checked_add(self.treasury)?
			.checked_add(self.governance)
	}
}

/// Splits the pay of an epoch that consumed `cuc` micro-USD, `dues` of them owed to payees, at
/// `price`.
///
/// The whole emission is `cuc / price`. Treasury and governance get 5 % of it each, operators
/// `dues / price`; what the dues are short of 75 % (missed heartbeats) is not paid to anybody.
/// Verification gets the rest of the other 25 %: 15 % and what flooring leaves.
///
/// `None` when `dues` are more than 75 % of `cuc`, at price 0, or when the amounts do not fit.
pub fn settle(cuc: u64, dues: u64, price: FixedU128) -> Option<Shares> {
	let share = operator_share(cuc);
	if dues > share {
		return None;
	}
	let emission = cuc_to_orog(u128::from(cuc), price)?;
	let treasury = mul_div(emission, TREASURY_PERCENT, 100, Rounding::Down)?;
	let governance = mul_div(emission, GOVERNANCE_PERCENT, 100, Rounding::Down)?;
	let verification = emission
		.checked_sub(cuc_to_orog(u128::from(share), price)?)?
		.checked_sub(treasury)?
		.checked_sub(governance)?;
	let operators = cuc_to_orog(u128::from(dues), price)?;
	Some(Shares { operators, verification, treasury, governance })
}

/// Most micro-USD that may be created in a day: `max(10,000 CUC, 5 × mean)`, and
/// `max(1,000 CUC, 25 % of the mean)` while the oracle is `degraded`. The mean is a 30th of
/// `created`, the micro-USD created in the 30 days before, so that a young chain's first days do
/// not raise the bound by themselves.
pub fn daily_bound(created: u128, degraded: bool) -> u64 {
	let days = u128::from(CREATION_MEAN_DAYS);
	let (floor, raised) = if degraded {
		(DEGRADED_DAILY_FLOOR, mul_div(created, 1, days.saturating_mul(4), Rounding::Down))
	} else {
		(FRESH_DAILY_FLOOR, mul_div(created, 5, days, Rounding::Down))
	};
	// More than fits is no bound at all in practice; the clamp is the largest amount there is.
	raised.and_then(|raised| u64::try_from(raised).ok()).unwrap_or(u64::MAX).max(floor)
}

#[cfg(test)]
mod tests {
	use super::*;
	use num_bigint::BigInt;
	use num_rational::BigRational;
	use proptest::prelude::*;
	use sp_arithmetic::FixedPointNumber;

	const OROG: u128 = 1_000_000_000_000;
	const CUC: u64 = 1_000_000;

	fn price(numerator: u128, denominator: u128) -> FixedU128 {
		FixedU128::checked_from_rational(numerator, denominator).unwrap()
	}

	fn ratio(numerator: u128, denominator: u128) -> BigRational {
		BigRational::new(BigInt::from(numerator), BigInt::from(denominator))
	}

	/// USD per OROG as a rational.
	fn exact(price: FixedU128) -> BigRational {
		ratio(price.into_inner(), FixedU128::DIV)
	}

	#[test]
	fn conversions_should_match_worked_examples() {
		assert_eq!(orog_to_cuc(10 * OROG, price(1, 2)), Some(5 * CUC));
		assert_eq!(orog_to_cuc(OROG, price(1, 3)), Some(333_333));
		assert_eq!(orog_to_cuc(1, price(1, 1)), Some(0));
		assert_eq!(orog_to_cuc(u128::MAX, price(1, 1)), None);
		assert_eq!(cuc_to_orog(5_000_000, price(1, 2)), Some(10 * OROG));
		assert_eq!(cuc_to_orog(1, price(3, 1)), Some(333_333));
		assert_eq!(cuc_to_orog(1, FixedU128::from_inner(0)), None);
	}

	#[test]
	fn operator_share_should_be_the_floor_of_three_quarters() {
		for (cuc, share) in [(0, 0), (1, 0), (2, 1), (3, 2), (4, 3), (100 * CUC, 75 * CUC)] {
			assert_eq!(operator_share(cuc), share, "{cuc}");
		}
		let most = u128::from(u64::MAX) * 3 / 4;
		assert_eq!(u128::from(operator_share(u64::MAX)), most);
	}

	#[test]
	fn settle_should_split_75_15_5_5() {
		// 100 CUC at 0.50 USD are 200 OROG.
		let shares = settle(100 * CUC, 75 * CUC, price(1, 2)).unwrap();
		let expected = Shares {
			operators: 150 * OROG,
			verification: 30 * OROG,
			treasury: 10 * OROG,
			governance: 10 * OROG,
		};
		assert_eq!(shares, expected);
		assert_eq!(shares.total(), Some(200 * OROG));
	}

	#[test]
	fn settle_should_not_pay_what_decay_cuts() {
		// Half of the operators' share is cut: 75 OROG are never paid, the pots get the same.
		let shares = settle(100 * CUC, 37_500_000, price(1, 2)).unwrap();
		assert_eq!((shares.operators, shares.verification), (75 * OROG, 30 * OROG));
		assert_eq!(shares.total(), Some(125 * OROG));
	}

	#[test]
	fn settle_should_give_the_dust_of_flooring_to_verification() {
		// 7 micro-USD at 3 USD: 2,333,333 planck, 5 % are 116,666, operators' 5 micro-USD 1,666,666.
		let shares = settle(7, 5, price(3, 1)).unwrap();
		assert_eq!(
			(shares.operators, shares.treasury, shares.governance),
			(1_666_666, 116_666, 116_666)
		);
		assert_eq!(shares.verification, 2_333_333 - 1_666_666 - 2 * 116_666);
	}

	#[test]
	fn settle_should_be_none_when_it_cannot_pay() {
		assert_eq!(settle(100, 76, price(1, 1)), None);
		assert_eq!(settle(100, 75, FixedU128::from_inner(0)), None);
		assert_eq!(settle(u64::MAX, 0, FixedU128::from_inner(1)), None);
	}

	#[test]
	fn daily_bound_should_follow_the_mean_above_its_floor() {
		let thousand = 1_000 * u128::from(CUC);
		for (created, degraded, bound) in [
			(0, false, 10_000 * CUC),
			(60 * thousand, false, 10_000 * CUC),
			// A mean of 3,000 CUC a day.
			(90 * thousand, false, 15_000 * CUC),
			(0, true, 1_000 * CUC),
			(120 * thousand, true, 1_000 * CUC),
			// A mean of 8,000 CUC a day.
			(240 * thousand, true, 2_000 * CUC),
			(u128::MAX, false, u64::MAX),
			(u128::MAX, true, u64::MAX),
		] {
			assert_eq!(daily_bound(created, degraded), bound, "{created} {degraded}");
		}
	}

	fn prices() -> impl Strategy<Value = FixedU128> {
		// From 10^-9 USD to 10^9 USD.
		(1_000_000_000u128..=1_000_000_000_000_000_000_000_000_000).prop_map(FixedU128::from_inner)
	}

	proptest! {
		#[test]
		fn orog_to_cuc_is_the_floor_of_the_exact_amount(planck in 0u128..=1u128 << 90, price in prices()) {
			let micro_usd = ratio(planck, OROG) * exact(price) * ratio(1_000_000, 1);
			let expected = micro_usd.floor().to_integer();
			match orog_to_cuc(planck, price) {
				Some(cuc) => prop_assert_eq!(BigInt::from(cuc), expected),
				None => prop_assert!(expected > BigInt::from(u64::MAX)),
			}
		}

		#[test]
		fn cuc_to_orog_is_the_floor_of_the_exact_amount(cuc in any::<u64>(), price in prices()) {
			let planck = ratio(u128::from(cuc), 1_000_000) / exact(price) * ratio(OROG, 1);
			let down = cuc_to_orog(u128::from(cuc), price).unwrap();
			prop_assert_eq!(BigInt::from(down), planck.floor().to_integer());
		}

		#[test]
		fn a_round_trip_never_gains(planck in 0u128..=1u128 << 80, price in prices()) {
			if let Some(cuc) = orog_to_cuc(planck, price) {
				prop_assert!(cuc_to_orog(u128::from(cuc), price).unwrap() <= planck);
			}
		}

		#[test]
		fn settle_pays_what_the_rule_says(
			cuc in any::<u64>(),
			due_part in 0u64..=1_000,
			price in prices(),
		) {
			let dues = u64::try_from(u128::from(operator_share(cuc)) * u128::from(due_part) / 1_000).unwrap();
			let shares = settle(cuc, dues, price).unwrap();
			let emission = ratio(u128::from(cuc), 1_000_000) / exact(price) * ratio(OROG, 1);
			let five_percent = (emission.floor() * ratio(5, 100)).floor().to_integer();
			prop_assert_eq!(BigInt::from(shares.treasury), five_percent.clone());
			prop_assert_eq!(BigInt::from(shares.governance), five_percent);
			let operators = ratio(u128::from(dues), 1_000_000) / exact(price) * ratio(OROG, 1);
			prop_assert_eq!(BigInt::from(shares.operators), operators.floor().to_integer());
			// Never more USD than the CUC consumed, and nothing but decay and dust of it missing.
			let total = ratio(shares.total().unwrap(), 1);
			prop_assert!(total <= emission);
			let cut = ratio(u128::from(operator_share(cuc) - dues), 1_000_000) / exact(price) * ratio(OROG, 1);
			prop_assert!(emission.clone() - total - cut <= ratio(2, 1));
			// Verification: 15 %, plus flooring, which is at most a micro-USD and 3 planck.
			let verification = ratio(shares.verification, 1);
			let fifteen = emission * ratio(15, 100);
			let micro_usd = ratio(OROG, 1_000_000) / exact(price);
			prop_assert!(verification >= fifteen.clone() - ratio(1, 1));
			prop_assert!(verification <= fifteen + micro_usd + ratio(4, 1));
		}

		#[test]
		fn payees_of_an_epoch_never_get_more_than_its_dues(
			dues in prop::collection::vec(0u64..=1 << 50, 0..40),
			price in prices(),
		) {
			let sum: u64 = dues.iter().sum();
			let paid: u128 = dues.iter().map(|due| cuc_to_orog(u128::from(*due), price).unwrap()).sum();
			let owed = cuc_to_orog(u128::from(sum), price).unwrap();
			prop_assert!(paid <= owed);
			prop_assert!(owed - paid <= dues.len() as u128);
		}

		#[test]
		fn a_self_dealer_loses_a_quarter(planck in OROG..=1u128 << 80, price in prices()) {
			if let Some(cuc) = orog_to_cuc(planck, price) {
				let shares = settle(cuc, operator_share(cuc), price).unwrap();
				prop_assert!(shares.operators <= planck / 4 * 3 + 3);
			}
		}
	}
}
