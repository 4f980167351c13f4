//! The protocol AMM as source 3.

use crate::{amm::*, mock::*, *};
use frame_support::{assert_ok, traits::Hooks};
use orogen_primitives_core::OROG;
use orogen_primitives_traits::{OracleState, PriceOracle, Reserves};
use sp_runtime::FixedU128;

/// A pool of `dollars` whose price is `cents`.
fn pool(dollars: u128, cents: u128) -> Option<Reserves> {
	Some(Reserves { orog: dollars * 100 * OROG / cents, dollars: dollars * 1_000_000 })
}

/// Ends `blocks` blocks with this pool.
fn end_blocks(blocks: u32, reserves: Option<Reserves>) {
	Pool::set(reserves);
	for _ in 0..blocks {
		Oracle::on_finalize(System::block_number());
		System::set_block_number(System::block_number() + 1);
	}
}

fn credit() -> Price {
	Oracle::credit().unwrap().price
}

fn of(cents: u128, thousandths: u128) -> Price {
	FixedU128::from_rational(cents * thousandths, 100_000)
}

#[test]
fn a_deep_pool_should_lower_the_credit_price_after_a_hundred_blocks() {
	ExtBuilder::default().build_and_execute(|| {
		settle();
		assert_eq!(credit(), of(100, 995));
		end_blocks(AMM_BLOCKS - 1, pool(107_800, 98));
		assert_eq!(credit(), of(100, 995));
		end_blocks(1, pool(107_800, 98));
		assert_eq!(credit(), usd(98));
		assert_eq!(Oracle::payout(), Some(usd(100)), "it lowers no payout price");
		assert_eq!(Oracle::state(), OracleState::Fresh);
	});
}

#[test]
fn a_deep_pool_should_raise_the_payout_price_and_not_the_credit_price() {
	ExtBuilder::default().build_and_execute(|| {
		settle();
		end_blocks(AMM_BLOCKS, pool(1_000_000, 103));
		assert_eq!(Oracle::payout(), Some(usd(103)));
		assert_eq!(credit(), of(100, 995));
	});
}

#[test]
fn the_amm_should_move_the_prices_by_five_percent_at_most() {
	ExtBuilder::default().build_and_execute(|| {
		settle();
		end_blocks(AMM_BLOCKS, pool(1_000_000, 1));
		assert_eq!(credit(), FixedU128::from_rational(995 * 95, 100_000));
		end_blocks(AMM_BLOCKS, pool(1_000_000, 10_000));
		assert_eq!(Oracle::payout(), Some(usd(105)));
		assert_eq!(credit(), of(100, 995));
	});
}

#[test]
fn a_pool_that_is_too_small_should_say_nothing_and_begin_anew() {
	ExtBuilder::default().build_and_execute(|| {
		settle();
		end_blocks(AMM_BLOCKS, pool(99_999, 98));
		assert_eq!(credit(), of(100, 995));
		end_blocks(AMM_BLOCKS, pool(107_800, 98));
		assert_eq!(credit(), usd(98));
		end_blocks(1, pool(99_999, 98));
		assert_eq!(credit(), of(100, 995));
		end_blocks(AMM_BLOCKS - 1, pool(107_800, 98));
		assert_eq!(credit(), of(100, 995));
		end_blocks(1, pool(107_800, 98));
		assert_eq!(credit(), usd(98));
		end_blocks(1, None);
		assert_eq!(credit(), of(100, 995));
	});
}

#[test]
fn a_push_of_a_quarter_of_the_blocks_should_move_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		settle();
		for _ in 0..40 {
			end_blocks(4, pool(1_000_000, 100));
			end_blocks(1, pool(1_000_000, 60));
		}
		assert_eq!(credit(), of(100, 995));
		// Nor does one whose twenty-five blocks follow each other.
		end_blocks(74, pool(1_000_000, 100));
		end_blocks(25, pool(1_000_000, 60));
		assert_eq!(credit(), of(100, 995));
		// Nor do as many as can be in all stretches but the smallest majority of one.
		for _ in 0..AMM_BLOCKS / 11 {
			end_blocks(6, pool(1_000_000, 100));
			end_blocks(5, pool(1_000_000, 60));
		}
		assert_eq!(credit(), of(100, 995));
		for _ in 0..4 {
			end_blocks(11, pool(1_000_000, 60));
		}
		for _ in 0..5 {
			end_blocks(6, pool(1_000_000, 100));
			end_blocks(5, pool(1_000_000, 60));
		}
		assert_eq!(credit(), of(100, 995));
	});
}

#[test]
fn the_amm_should_not_move_the_spot_while_the_fixed_price_backs_burns() {
	ExtBuilder::default().bootstrap(usd(100)).build_and_execute(|| {
		end_blocks(AMM_BLOCKS, pool(107_800, 98));
		assert_eq!(credit(), usd(98));
		assert_eq!(Oracle::spot(), Some(usd(100)));
		assert_eq!(Oracle::quotes().spot, Some(usd(100)));
		// Nor is there one while burns rest.
		assert_ok!(Oracle::pause(RuntimeOrigin::signed(GUARD), 1));
		assert_eq!((Oracle::spot(), Oracle::quotes().spot), (None, None));
	});
}

#[test]
fn the_amm_alone_should_price_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		end_blocks(AMM_BLOCKS, pool(1_000_000, 100));
		assert_eq!(Oracle::state(), OracleState::Halted);
		assert_eq!((Oracle::credit(), Oracle::payout()), (None, None));
	});
}

#[test]
fn pools_without_a_sensible_price_should_say_nothing() {
	let dollars = MIN_POOL_DOLLARS;
	assert_eq!(price_of(Reserves { orog: 0, dollars }), None);
	assert_eq!(price_of(Reserves { orog: u128::MAX, dollars }), None);
	assert_eq!(price_of(Reserves { orog: 1, dollars: u128::MAX }), None);
	assert_eq!(price_of(Reserves { orog: 1, dollars }), None);
	assert_eq!(price_of(Reserves { orog: 100_000 * OROG, dollars }), Some(usd(100)));
}
