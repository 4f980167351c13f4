//! Sessions, the protocol clock and equivocations, with real blocks.

use super::common::*;
use crate::{
	Authors, Babe, Epochs, Executive, Historical, Runtime, RuntimeCall, Session, System,
	UncheckedExtrinsic,
	genesis_config_presets::{DEVELOPMENT, LOCAL},
};
use codec::Encode;
use frame_support::traits::KeyOwnerProofSystem;
use orogen_primitives_core::Header;
use orogen_primitives_traits::EpochClock;
use sp_consensus_babe::{
	AuthorityPair, BABE_ENGINE_ID, EquivocationProof, Slot,
	digests::{CompatibleDigestItem, PreDigest, SecondaryPlainPreDigest},
};
use sp_core::Pair;
use sp_keyring::Sr25519Keyring;
use sp_runtime::{DigestItem, traits::Header as _};

#[test]
fn an_epoch_should_end_with_its_slots() {
	preset(DEVELOPMENT).execute_with(|| {
		run_blocks(20);
		assert_eq!(Epochs::current(), 0);
		run_blocks(1);
		assert_eq!(Epochs::current(), 1);
		assert_eq!(Session::current_index(), 1);
		assert_eq!(
			Epochs::ended_epoch(0).map(|epoch| (epoch.blocks, epoch.void)),
			Some((20, false))
		);
		assert_eq!(Epochs::epoch().first_block, 21);
		run_blocks(20);
		assert_eq!(Epochs::current(), 2);
		assert_eq!(Epochs::ended_epoch(1).map(|epoch| epoch.blocks), Some(20));
		try_state();
	});
}

#[test]
fn an_epoch_should_be_void_when_most_slots_brought_no_block() {
	preset(DEVELOPMENT).execute_with(|| {
		run_blocks(20);
		// Epoch 1: blocks in 7 of 20 slots.
		for block in 0..7 {
			begin_block_in(FIRST_SLOT + 20 + 3 * block, 0);
			end_block();
		}
		begin_block_in(FIRST_SLOT + 40, 0);
		end_block();
		assert_eq!(Epochs::current(), 2);
		assert!(!Epochs::is_void(0));
		assert!(Epochs::is_void(1));
		try_state();
	});
}

#[test]
fn the_clock_should_go_up_by_one_after_an_outage() {
	preset(DEVELOPMENT).execute_with(|| {
		run_blocks(5);
		// BABE's own index jumps by ten, the protocol's by one.
		begin_block_in(FIRST_SLOT + 200, 0);
		end_block();
		assert_eq!(pallet_babe::EpochIndex::<Runtime>::get(), 10);
		assert_eq!(Epochs::current(), 1);
		assert!(Epochs::is_void(0));
		run_blocks(25);
		assert_eq!(Epochs::current(), 2);
		try_state();
	});
}

/// A header of `author` in `slot`, sealed.
fn sealed(author: &AuthorityPair, index: u32, slot: u64, number: u32) -> Header {
	let mut header = Header::new(
		number,
		Default::default(),
		Default::default(),
		Default::default(),
		sp_runtime::Digest {
			logs: vec![DigestItem::PreRuntime(
				BABE_ENGINE_ID,
				PreDigest::SecondaryPlain(SecondaryPlainPreDigest {
					authority_index: index,
					slot: Slot::from(slot),
				})
				.encode(),
			)],
		},
	);
	let seal = author.sign(header.hash().as_ref());
	header.digest_mut().push(DigestItem::babe_seal(seal));
	header
}

#[test]
fn an_equivocation_should_disable_and_remove_one_of_three() {
	preset(LOCAL).execute_with(|| {
		let bob = Sr25519Keyring::Bob;
		run_blocks(10);
		begin_block();

		let pair = AuthorityPair::from(bob.pair());
		let index = Babe::authorities().iter().position(|(key, _)| *key == pair.public()).unwrap();
		let index = u32::try_from(index).unwrap();
		let slot = slot() - 3;
		let proof = EquivocationProof {
			slot: Slot::from(slot),
			offender: pair.public(),
			first_header: sealed(&pair, index, slot, 7),
			second_header: sealed(&pair, index, slot, 8),
		};
		let key_owner_proof =
			Historical::prove((sp_consensus_babe::KEY_TYPE, pair.public())).unwrap();
		let report = RuntimeCall::Babe(pallet_babe::Call::report_equivocation_unsigned {
			equivocation_proof: Box::new(proof),
			key_owner_proof,
		});
		Executive::apply_extrinsic(UncheckedExtrinsic::new_bare(report.clone())).unwrap().unwrap();

		System::assert_has_event(
			pallet_authors::Event::OffenderRemoved { who: bob.to_account_id(), session: 0 }.into(),
		);
		assert_eq!(Session::disabled_validators(), [index]);
		assert!(!Authors::authors().iter().any(|(who, _)| *who == bob.to_account_id()));
		// The same offence counts once.
		assert!(Executive::apply_extrinsic(UncheckedExtrinsic::new_bare(report)).is_err());
		end_block();

		// Out of the authorities from the second session on; the others go on.
		run_blocks(100);
		assert_eq!(Session::current_index(), 2);
		assert_eq!(Session::validators().len(), 2);
		assert_eq!(Babe::authorities().len(), 2);
		assert!(Session::disabled_validators().is_empty());
		try_state();
	});
}

#[test]
#[should_panic(expected = "is disabled and should not be attempting to author blocks")]
fn a_disabled_author_should_make_no_blocks() {
	preset(LOCAL).execute_with(|| {
		run_blocks(3);
		assert!(Session::disable_index(1));
		begin_block_in(slot() + 1, 1);
		end_block();
	});
}

#[test]
fn historical_roots_should_not_grow_for_ever() {
	preset(DEVELOPMENT).execute_with(|| {
		run_blocks(20 * 3);
		let (first, last) = pallet_session::historical::StoredRange::<Runtime>::get().unwrap();
		assert_eq!((first, last), (0, Session::current_index() + 2));
	});
}
