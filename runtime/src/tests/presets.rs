//! The presets build, keep every invariant, and say what the specification says.

use super::common::*;
use crate::{
	Assets, Authors, Babe, Balances, Council, Epochs, Grandpa, Runtime, Session, System, Vesting,
	constants::{EXISTENTIAL_DEPOSIT, ONE_USDC, USDC},
	genesis_config_presets::{
		self as presets, COUNCIL, DEVELOPMENT, FORGE, LOCAL,
		forge::{ISSUANCE, keys},
		pot_accounts,
	},
};
use frame_support::traits::{
	Get,
	fungible::Inspect,
	fungibles,
	tokens::{Fortitude, Preservation, fungible::NativeOrWithId},
};
use orogen_primitives_core::{AccountId, DAYS, OROG};
use orogen_primitives_traits::EpochClock;
use sp_core::ByteArray;
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};
use std::collections::BTreeSet;

#[test]
fn every_preset_should_build_and_keep_the_invariants() {
	let names: Vec<_> = presets::preset_names().iter().map(ToString::to_string).collect();
	assert_eq!(names, [DEVELOPMENT, LOCAL, FORGE]);
	assert_eq!(presets::get_preset(&"nothing".into()), None);
	for name in names {
		preset(&name).execute_with(|| {
			try_state();
			run_blocks(3);
			try_state();
			assert_eq!(Babe::authorities().len(), Authors::authors().len(), "{name}");
			assert_eq!(Grandpa::grandpa_authorities().len(), Authors::authors().len(), "{name}");
			for pot in pot_accounts() {
				assert!(balance(&pot) >= EXISTENTIAL_DEPOSIT, "{name}: a pot does not exist");
			}
		});
	}
}

#[test]
fn presets_should_differ_in_authors_epochs_and_delays() {
	for (name, authors, slots, per_year, normal) in [
		(DEVELOPMENT, 1, 20, 262_980, 2),
		(LOCAL, 3, 50, 105_192, 20),
		(FORGE, 4, 720, 7_305, 16 * DAYS),
	] {
		preset(name).execute_with(|| {
			assert_eq!(Session::validators().len(), authors, "{name}");
			assert_eq!(<Runtime as pallet_babe::Config>::EpochDuration::get(), slots, "{name}");
			assert_eq!(Epochs::epochs_per_year(), per_year, "{name}");
			assert_eq!(Epochs::current(), 0);
			assert_eq!(pallet_timelock::Delays::<Runtime>::get().normal, normal, "{name}");
			assert_eq!(
				pallet_collective::Members::<Runtime, frame_support::instances::Instance1>::get()
					.len(),
				7
			);
		});
	}
}

#[test]
fn well_known_presets_should_have_usdc_and_a_pool() {
	for name in [DEVELOPMENT, LOCAL] {
		preset(name).execute_with(|| {
			let bob = Sr25519Keyring::Bob.to_account_id();
			assert_eq!(
				<Assets as fungibles::Inspect<_>>::balance(USDC, &bob),
				1_000_000 * ONE_USDC
			);
			let (orog, usdc) = crate::AssetConversion::get_reserves(
				NativeOrWithId::Native,
				NativeOrWithId::WithId(USDC),
			)
			.unwrap();
			assert!(usdc >= 100_000 * ONE_USDC);
			// Half a dollar: 10^12 planck are worth 500,000 of 10^-6 USDC.
			assert_eq!(usdc * OROG / orog, ONE_USDC / 2);
			for seat in COUNCIL {
				assert!(Council::is_member(&seat.to_account_id()));
			}
		});
	}
}

#[test]
fn forge_should_hold_no_well_known_key() {
	let known: BTreeSet<Vec<u8>> = Sr25519Keyring::iter()
		.map(|key| key.public().to_raw_vec())
		.chain(Ed25519Keyring::iter().map(|key| key.public().to_raw_vec()))
		.collect();
	let keys = keys().expect("chain-specs/forge-keys.json is whole");
	let buckets = keys.buckets.clone();
	let mut all: Vec<Vec<u8>> = [
		buckets.investors,
		buckets.team,
		buckets.ecosystem,
		buckets.provider_bootstrap,
		buckets.community,
		buckets.reserve,
		keys.usdc_issuer.clone(),
	]
	.iter()
	.chain(&keys.council)
	.chain(&keys.oracle)
	.map(|account| account.to_raw_vec())
	.collect();
	for author in &keys.authors {
		all.push(author.account.to_raw_vec());
		all.push(author.babe.to_raw_vec());
		all.push(author.grandpa.to_raw_vec());
	}

	assert!(keys.authors.len() >= 3, "one author fails, the rest finalises");
	assert_eq!(keys.council.len(), 7);
	assert!(keys.oracle.len() >= 5);
	let distinct: BTreeSet<_> = all.iter().collect();
	assert_eq!(distinct.len(), all.len(), "a key is used twice");
	assert!(all.iter().all(|key| !known.contains(key)), "a well-known key");

	// Nor anywhere else in the state.
	let mut ext = preset(FORGE);
	ext.execute_with(|| {
		for key in Sr25519Keyring::iter() {
			assert!(!System::account_exists(&key.to_account_id()), "{key} exists");
		}
	});
}

#[test]
fn forge_should_allocate_sixty_percent_of_the_scale() {
	preset(FORGE).execute_with(|| {
		assert_eq!(Balances::total_issuance(), ISSUANCE);
		assert_eq!(ISSUANCE, 1_000_000_000 * OROG / 100 * 60);

		let keys = keys().unwrap();
		let of = |who: &AccountId| balance(who) / (1_000_000 * OROG);
		let [verification, treasury, ..] = pot_accounts();
		assert_eq!(balance(&verification), EXISTENTIAL_DEPOSIT);
		for (who, millions) in [
			(&keys.buckets.investors, 120),
			(&keys.buckets.team, 120),
			(&treasury, 100),
			// 80 without the working funds of authors, council and oracle.
			(&keys.buckets.ecosystem, 79),
			(&keys.buckets.provider_bootstrap, 80),
			(&keys.buckets.community, 50),
			(&keys.buckets.reserve, 50),
		] {
			assert_eq!(of(who), millions);
		}
		assert!(80_000_000 * OROG - balance(&keys.buckets.ecosystem) < 10_000 * OROG);
	});
}

#[test]
fn forge_should_lock_the_investors_and_the_team() {
	preset(FORGE).execute_with(|| {
		let keys = keys().unwrap();
		let spendable = |who: &AccountId| {
			Balances::reducible_balance(who, Preservation::Expendable, Fortitude::Polite)
		};
		let year = 365 * DAYS + DAYS / 4;
		let investors = &keys.buckets.investors;
		let team = &keys.buckets.team;
		let locked = |who: &AccountId, block: u32| {
			System::set_block_number(block);
			let locked = pallet_vesting::Vesting::<Runtime>::get(who)
				.unwrap_or_default()
				.iter()
				.map(|schedule| schedule.locked_at::<sp_runtime::traits::ConvertInto>(block))
				.sum::<u128>();
			locked * 1_000 / balance(who)
		};
		assert_eq!(spendable(investors), 0);
		assert_eq!(spendable(team), 0);
		// In thousandths: nothing before the cliff, half in the middle, all in the end.
		for (block, investors_locked, team_locked) in [
			(1, 1_000, 1_000),
			(year, 1_000, 1_000),
			(year + year * 3 / 2, 500, 1_000),
			(4 * year, 0, 1_000),
			(6 * year, 0, 500),
			(8 * year, 0, 0),
		] {
			assert!(locked(investors, block).abs_diff(investors_locked) <= 1, "{block}");
			assert!(locked(team, block).abs_diff(team_locked) <= 1, "{block}");
		}
		// And they come out by `vest`.
		System::set_block_number(8 * year);
		Vesting::vest(crate::RuntimeOrigin::signed(team.clone())).unwrap();
		assert!(spendable(team) > 119_000_000 * OROG);
	});
}

#[test]
fn vesting_locked_orog_should_be_stakable() {
	use frame_support::traits::fungible::InspectHold;
	preset(FORGE).execute_with(|| {
		let team = keys().unwrap().buckets.team;
		let reason = crate::RuntimeHoldReason::from(pallet_session::HoldReason::Keys);
		assert!(Balances::can_hold(&reason, &team, 1_000_000 * OROG));
	});
}
