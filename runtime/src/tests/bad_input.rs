//! Bad input gets a typed error and changes nothing (SPEC §13), whatever call of ours it is for: wrong
//! origins, bytes that are no call, transactions that are not to be taken. What each call refuses of its
//! arguments stands in its pallet's tests.

use super::{common::*, metadata::variants, roots};
use crate::{
	Executive, RuntimeCall, RuntimeOrigin, System, Timelock, UncheckedExtrinsic,
	genesis_config_presets::DEVELOPMENT,
};
use codec::{Decode, DecodeAll, Encode};
use frame_support::{
	assert_ok,
	dispatch::RawOrigin,
	storage::{TransactionOutcome, with_transaction},
	traits::UnfilteredDispatchable,
};
use orogen_primitives_core::AccountId;
use pallet_timelock::Track;
use scale_info::TypeInfo;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Two};
use sp_runtime::{
	DispatchError, StateVersion,
	transaction_validity::{
		InvalidTransaction, TransactionSource, TransactionValidityError, UnknownTransaction,
	},
};

/// Whose call it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
	/// An account.
	Signed,
	/// A motion with the council's quorum.
	Council,
	/// Decisions of these tracks.
	Tracks(&'static [Track]),
}
use By::{Council, Signed, Tracks};

const NORMAL: By = Tracks(&[Track::Normal]);
const FAST: By = Tracks(&[Track::Fast]);
const GUARD: By = Tracks(&[Track::Guard]);

/// Every call of the pallets that are ours.
const CALLS: &[(&str, &[(&str, By)])] = &[
	("Authors", &[("add_author", NORMAL), ("remove_author", NORMAL), ("force_finality", FAST)]),
	(
		"Timelock",
		&[
			("queue", Council),
			("execute", Signed),
			("cancel", Council),
			("remove_expired", Signed),
			("authorize_upgrade", Tracks(&[Track::Upgrade])),
			("revoke_upgrade", Council),
			("note_votes", Signed),
			("vacate_seat", Signed),
		],
	),
	(
		"OracleTwap",
		&[
			("feed", Signed),
			("bond", Signed),
			("leave", Signed),
			("withdraw", Signed),
			("add_member", NORMAL),
			("remove_member", Tracks(&[Track::Normal, Track::Fast])),
			("set_window", NORMAL),
			("set_bootstrap_price", NORMAL),
			("end_bootstrap", NORMAL),
			("pause", Tracks(&[Track::Fast, Track::Guard])),
			("unpause", FAST),
		],
	),
	(
		"Credits",
		&[
			("open_session", Signed),
			("close_session", Signed),
			("set_settlement_grace", NORMAL),
			("set_session_deposit", NORMAL),
		],
	),
	(
		"Bme",
		&[
			("burn", Signed),
			("payout", Signed),
			("set_closing_delay", NORMAL),
			("set_elasticity", NORMAL),
			("set_ceiling_days", NORMAL),
			("set_rolling_window", NORMAL),
			("top_up", Signed),
			("set_payout_preference", Signed),
			("set_trough_support", NORMAL),
		],
	),
	(
		"OperatorStake",
		&[
			("register", Signed),
			("bond_more", Signed),
			("change_tier", Signed),
			("rotate_hotkey", Signed),
			("set_payout", Signed),
			("set_gateways", Signed),
			("deregister", Signed),
			("withdraw", Signed),
			("heartbeat", Signed),
			("force_suspend", FAST),
			("force_resume", FAST),
			("force_ban", NORMAL),
			("force_freeze", GUARD),
			("force_renew_freeze", FAST),
			("force_unfreeze", FAST),
			("set_tier_floor", NORMAL),
			("set_sample_rate", NORMAL),
			("set_parameters", NORMAL),
		],
	),
	(
		"Receipts",
		&[
			("register_gateway", Signed),
			("bond_more", Signed),
			("set_min_session_cap", Signed),
			("deregister_gateway", Signed),
			("withdraw_gateway", Signed),
			("submit_batch", Signed),
			("set_parameter", NORMAL),
			("forfeit_row", Signed),
			("claim_refund", Signed),
		],
	),
];

/// Who may call `call` of `pallet`; `None` for pallets that are not ours.
fn by(pallet: &str, call: &str) -> Option<By> {
	let (_, calls) = CALLS.iter().find(|(name, _)| *name == pallet)?;
	calls.iter().find(|(name, _)| *name == call).map(|(_, by)| *by)
}

/// Calls of ours with arguments of zeros, or of a one and zeros where these are no call.
fn samples() -> Vec<(String, By, Vec<RuntimeCall>)> {
	let calls = roots::calls(2).into_iter();
	calls
		.filter_map(|(pallet, call, made)| {
			Some((format!("{pallet}.{call}"), by(pallet, call)?, made))
		})
		.collect()
}

/// A chain with the decisions 0 and 1 of the normal track, so that `cancel` has a track.
fn scene(test: impl FnOnce()) {
	preset(DEVELOPMENT).execute_with(|| {
		run_blocks(2);
		begin_block();
		for enabled in [true, false] {
			let call = RuntimeCall::Bme(pallet_bme::Call::set_trough_support { enabled });
			let motion = pallet_collective::RawOrigin::Members(7, 7);
			assert_ok!(Timelock::queue(motion.into(), Track::Normal, Box::new(call)));
		}
		test();
	});
}

/// What `call` answers to `origin`, and whether it changed the state; the change is undone.
pub(super) fn attempt(
	call: RuntimeCall,
	origin: RuntimeOrigin,
) -> (Result<(), DispatchError>, bool) {
	let root = || sp_io::storage::root(StateVersion::V1);
	let mut changed = false;
	let result = with_transaction(|| -> TransactionOutcome<Result<_, DispatchError>> {
		// The depth of transactions is itself in the state.
		let before = root();
		let result = call.dispatch_bypass_filter(origin).map(|_| ()).map_err(|failed| failed.error);
		changed = root() != before;
		TransactionOutcome::Rollback(Ok(result))
	});
	(result.and_then(|inner| inner), changed)
}

#[test]
fn every_call_should_be_in_the_table() {
	// A new pallet of ours must be put into the table, and a stock one here.
	const STOCK: &[&str] = &[
		"System",
		"Timestamp",
		"Babe",
		"Session",
		"Grandpa",
		"Balances",
		"Assets",
		"PoolAssets",
		"AssetConversion",
		"Utility",
		"Multisig",
		"Proxy",
		"Council",
		"Treasury",
		"Vesting",
		"Migrations",
		"SafeMode",
		"TxPause",
	];
	let mut left: Vec<_> = CALLS.iter().map(|(pallet, _)| *pallet).collect();
	for (_, pallet, inner) in variants(&RuntimeCall::type_info()) {
		let calls: Vec<_> = variants(&inner.expect("a call").type_info())
			.into_iter()
			.map(|(_, name, _)| name)
			.collect();
		match CALLS.iter().find(|(name, _)| *name == pallet) {
			Some((_, table)) => {
				let table: Vec<_> = table.iter().map(|(call, _)| *call).collect();
				assert_eq!(calls, table, "{pallet}");
				left.retain(|name| *name != pallet);
			}
			None => assert!(STOCK.contains(&pallet) || calls.is_empty(), "whose is {pallet}?"),
		}
	}
	assert!(left.is_empty(), "no pallet {left:?}");
}

#[test]
fn calls_should_refuse_every_origin_but_theirs() {
	scene(|| {
		let mut origins: Vec<(RuntimeOrigin, Option<By>)> = vec![
			(RuntimeOrigin::none(), None),
			(RawOrigin::Authorized.into(), None),
			(RawOrigin::Root.into(), None),
			(RuntimeOrigin::signed(Alice.to_account_id()), Some(Signed)),
			(RuntimeOrigin::signed(AccountId::new([0; 32])), Some(Signed)),
			(pallet_collective::RawOrigin::Member(Alice.to_account_id()).into(), None),
			(pallet_collective::RawOrigin::Members(2, 7).into(), None),
			(pallet_collective::RawOrigin::Members(4, 7).into(), None),
			(pallet_collective::RawOrigin::Members(7, 7).into(), Some(Council)),
		];
		for track in [NORMAL, FAST, GUARD, Tracks(&[Track::Upgrade])] {
			let Tracks(&[of]) = track else { unreachable!("one track each") };
			origins.push((pallet_timelock::Origin::Timelocked(of).into(), Some(track)));
		}
		let mut refusals = 0;
		for (name, by, calls) in samples() {
			for (origin, own) in &origins {
				let allowed = match (by, own) {
					(Tracks(tracks), Some(Tracks(own))) => own.iter().all(|of| tracks.contains(of)),
					(by, own) => Some(by) == *own,
				};
				for call in &calls {
					let (result, changed) = attempt(call.clone(), origin.clone());
					if allowed {
						assert_ne!(result, Err(DispatchError::BadOrigin), "{name} by {own:?}");
					} else {
						assert_eq!(result, Err(DispatchError::BadOrigin), "{name} by {origin:?}");
						refusals += 1;
					}
					assert!(result.is_ok() || !changed, "{name} by {origin:?} leaves a trace");
				}
			}
		}
		assert!(refusals > 600, "{refusals}");
	});
}

#[test]
fn bytes_that_are_no_call_should_not_decode() {
	let (mut cut, mut bent) = (0, 0);
	scene(|| {
		for (name, _, calls) in samples() {
			let bytes = calls.first().expect("decodes").encode();
			assert!(RuntimeCall::decode_all(&mut &bytes[..]).is_ok(), "{name}");
			for end in 0..bytes.len() {
				assert!(
					RuntimeCall::decode_all(&mut &bytes[..end]).is_err(),
					"{name} of {end} bytes"
				);
				cut += 1;
			}
			for more in [&[0][..], &[0xff], &[0; 32]] {
				let long = [&bytes[..], more].concat();
				assert!(RuntimeCall::decode_all(&mut &long[..]).is_err(), "{name} and {more:?}");
			}
			// Every byte after the call's name bent: decodes or not, and does nothing unsigned.
			for at in 2..bytes.len().min(160) {
				for with in [0x03, 0x80, 0xff] {
					let mut other = bytes.clone();
					other[at] = with;
					let Ok(call) = RuntimeCall::decode_all(&mut &other[..]) else { continue };
					// A decision that does not exist has no track to refuse for.
					let (result, changed) = attempt(call, RuntimeOrigin::none());
					assert!(result.is_err() && !changed, "{name}, byte {at}");
					bent += 1;
				}
			}
		}
	});
	assert!(cut > 1_500 && bent > 1_000, "{cut} {bent}");
}

#[test]
fn calls_that_do_not_exist_should_not_decode() {
	let pallets = variants(&RuntimeCall::type_info());
	for index in 0..=u8::MAX {
		let found = pallets.iter().find(|(pallet, ..)| *pallet == index);
		let calls = found.and_then(|(_, _, inner)| *inner).map(|ty| variants(&ty.type_info()));
		for call in 0..=u8::MAX {
			let known = calls.iter().flatten().any(|(index, ..)| *index == call);
			let bytes = [&[index, call][..], &[0; 512]].concat();
			assert!(known || RuntimeCall::decode(&mut &bytes[..]).is_err(), "{index} {call}");
		}
	}
}

#[test]
fn bytes_that_are_no_transaction_should_not_decode() {
	scene(|| {
		let call = pallet_bme::Call::payout { who: Bob.to_account_id() };
		let transaction = sign(Alice, RuntimeCall::Bme(call), 0);
		let bytes = transaction.encode();
		assert!(UncheckedExtrinsic::decode_all(&mut &bytes[..]).is_ok());
		for end in 0..bytes.len() {
			assert!(UncheckedExtrinsic::decode_all(&mut &bytes[..end]).is_err(), "{end} bytes");
		}
		for more in [&[0][..], &[0xff; 4]] {
			let long = [&bytes[..], more].concat();
			assert!(UncheckedExtrinsic::decode_all(&mut &long[..]).is_err());
		}
		// The length that stands in front agrees with the bytes and yet there is more than a transaction,
		// or less.
		let inner = Vec::<u8>::decode(&mut &bytes[..]).unwrap();
		for wrong in [[&inner[..], &[0]].concat(), inner[..inner.len() - 1].to_vec(), vec![]] {
			assert!(UncheckedExtrinsic::decode_all(&mut &wrong.encode()[..]).is_err());
		}
	});
}

#[test]
fn transactions_should_be_refused_when_they_are_replayed_early_forged_or_unpaid() {
	scene(|| {
		let payout = |who: AccountId| RuntimeCall::Bme(pallet_bme::Call::payout { who });
		// What its fee is taken from, and its nonce. The builder of a block undoes the rest.
		let sender = |who: Sr25519Keyring| System::account(who.to_account_id());
		let refused = |transaction: UncheckedExtrinsic, reason: InvalidTransaction| {
			let before = [Alice, Two].map(sender);
			let result = Executive::apply_extrinsic(transaction);
			assert_eq!(result, Err(TransactionValidityError::Invalid(reason)));
			assert_eq!([Alice, Two].map(sender), before, "{reason:?}");
		};
		let nobody = || AccountId::new([9; 32]);
		let first = sign(Alice, payout(nobody()), 0);
		System::inc_account_nonce(Alice.to_account_id());
		let second = sign(Alice, payout(nobody()), 0);
		frame_system::Account::<crate::Runtime>::mutate(Alice.to_account_id(), |account| {
			account.nonce -= 1;
		});

		refused(second.clone(), InvalidTransaction::Future);
		// The call fails, is paid for, and is not taken again.
		assert!(Executive::apply_extrinsic(first.clone()).unwrap().is_err());
		refused(first, InvalidTransaction::Stale);
		let mut forged = second;
		forged.function = payout(Bob.to_account_id());
		refused(forged, InvalidTransaction::BadProof);
		let all = balance(&Two.to_account_id());
		refused(sign(Two, payout(nobody()), all), InvalidTransaction::Payment);

		// Without a signature it comes into no pool, and does nothing in a block whose author puts it there.
		let bare = || UncheckedExtrinsic::new_bare(payout(nobody()));
		let source = TransactionSource::External;
		assert_eq!(
			Executive::validate_transaction(source, bare(), System::block_hash(0)),
			Err(UnknownTransaction::NoUnsignedValidator.into())
		);
		assert_eq!(Executive::apply_extrinsic(bare()), Ok(Err(DispatchError::BadOrigin)));
	});
}
