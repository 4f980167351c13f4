//! Fees burn, tips go to the author, and USDC pays for both.

use super::common::*;
use crate::{
	Assets, Balances, Executive, Runtime, RuntimeCall,
	constants::{ONE_USDC, USDC},
	genesis_config_presets::DEVELOPMENT,
};
use frame_support::{
	dispatch::GetDispatchInfo,
	traits::{Get, fungibles},
};
use orogen_primitives_core::{MICRO_OROG, OROG};
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie};

fn transfer(amount: u128) -> RuntimeCall {
	RuntimeCall::Balances(pallet_balances::Call::transfer_keep_alive {
		dest: Charlie.to_account_id().into(),
		value: amount,
	})
}

#[test]
fn a_fee_should_burn_and_a_tip_should_reach_the_author() {
	preset(DEVELOPMENT).execute_with(|| {
		begin_block();
		let issuance = Balances::total_issuance();
		let (alice, bob) = (balance(&Alice.to_account_id()), balance(&Bob.to_account_id()));
		Executive::apply_extrinsic(sign(Bob, transfer(OROG), OROG / 10)).unwrap().unwrap();

		// Alice makes the blocks.
		assert_eq!(balance(&Alice.to_account_id()) - alice, OROG / 10);
		let burned = issuance - Balances::total_issuance();
		assert_eq!(bob - balance(&Bob.to_account_id()), OROG + OROG / 10 + burned);
		// About two thousandths of an OROG, a tenth of a cent.
		assert!((1_000 * MICRO_OROG..3_000 * MICRO_OROG).contains(&burned), "{burned}");
	});
}

#[test]
fn a_fee_in_usdc_should_burn_orog_from_the_pool() {
	preset(DEVELOPMENT).execute_with(|| {
		begin_block();
		let issuance = Balances::total_issuance();
		let (orog, usdc) = (
			balance(&Bob.to_account_id()),
			<Assets as fungibles::Inspect<_>>::balance(USDC, &Bob.to_account_id()),
		);
		Executive::apply_extrinsic(sign_paying(Bob, transfer(OROG), OROG / 100, Some(USDC)))
			.unwrap()
			.unwrap();

		assert_eq!(orog - balance(&Bob.to_account_id()), OROG, "no OROG but what was sent");
		let paid = usdc - <Assets as fungibles::Inspect<_>>::balance(USDC, &Bob.to_account_id());
		assert!(paid > 0 && paid < ONE_USDC / 50, "{paid}");
		assert!(Balances::total_issuance() < issuance);
	});
}

#[test]
fn a_refused_transaction_should_cost_nothing() {
	preset(DEVELOPMENT).execute_with(|| {
		begin_block();
		let poor = sp_keyring::Sr25519Keyring::Two;
		let spent = RuntimeCall::Balances(pallet_balances::Call::transfer_all {
			dest: Charlie.to_account_id().into(),
			keep_alive: false,
		});
		send(poor, spent).unwrap().unwrap();
		// The USDC keep the account alive, but there is no OROG for a fee.
		let before = Balances::total_issuance();
		assert!(send(poor, transfer(1)).is_err());
		assert_eq!(Balances::total_issuance(), before);
	});
}

#[test]
fn the_fullest_block_should_cost_orogs() {
	use crate::configs::system::RuntimeBlockWeights;
	use frame_support::dispatch::DispatchClass;
	preset(DEVELOPMENT).execute_with(|| {
		let normal = RuntimeBlockWeights::get().get(DispatchClass::Normal).max_total.unwrap();
		let fee = crate::TransactionPayment::weight_to_fee(normal);
		assert!((5 * OROG..7 * OROG).contains(&fee), "{fee}");
		let info = transfer(1).get_dispatch_info();
		assert!(info.call_weight.all_lt(normal));
		let hashes: u32 = <Runtime as frame_system::Config>::BlockHashCount::get();
		assert_eq!(hashes, 2_400);
	});
}
