//! Arguments that are zero, too large, unknown, early or repeated: each call of ours names what is
//! wrong, and nothing changes (SPEC §13). Each pallet's tests go through its conditions one by one; here
//! the runtime's own wiring and bounds answer.

use super::{bad_input::attempt, common::*};
use crate::{
	Runtime, RuntimeCall, RuntimeOrigin, Timelock,
	constants::USDC,
	genesis_config_presets::{COUNCIL, DEVELOPMENT, ORACLE},
};
use frame_support::{assert_ok, weights::Weight};
use orogen_primitives_core::{
	AccountId, Balance, CUC, Hash, Moment, NodeKind, OROG, Price, SLOT_DURATION_MS, Tier,
};
use orogen_primitives_receipts::SessionKey;
use orogen_primitives_traits::EpochClock;
use pallet_operator_stake::{OperatorParameters, registration_payload};
use pallet_receipts::{BatchSubmission, ParameterChange};
use pallet_timelock::Track;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve, Ferdie, One, Two};
use sp_runtime::{DispatchError, FixedU128, ModuleError, Perbill};

type Case = (RuntimeOrigin, RuntimeCall, &'static str);

fn by(who: Sr25519Keyring) -> RuntimeOrigin {
	RuntimeOrigin::signed(who.to_account_id())
}

fn decided(track: Track) -> RuntimeOrigin {
	pallet_timelock::Origin::Timelocked(track).into()
}

fn motion() -> RuntimeOrigin {
	pallet_collective::RawOrigin::Members(7, 7).into()
}

fn nobody() -> AccountId {
	AccountId::new([9; 32])
}

/// The name of an error, of a pallet or not.
fn name(error: DispatchError) -> String {
	match error {
		DispatchError::Module(ModuleError { message, .. }) => message.expect("named").into(),
		other => format!("{other:?}"),
	}
}

#[track_caller]
fn all_refused(cases: Vec<Case>) {
	let mut wrong = Vec::new();
	for (origin, call, expected) in cases {
		let shown = format!("{call:?}").chars().take(120).collect::<String>();
		let (result, changed) = attempt(call, origin);
		let got = result.map_or_else(name, |()| "accepted".into());
		assert!(!changed, "{shown} leaves a trace");
		if got != expected {
			wrong.push(format!("{shown}: {got}, not {expected}"));
		}
	}
	assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A gateway Bob and a prosumer Dave that belongs to Charlie, in a block of a chain that has some.
fn scene(test: impl FnOnce()) {
	preset(DEVELOPMENT).execute_with(|| {
		run_blocks(3);
		begin_block();
		let stake = 2_000 * OROG;
		ok(Bob, pallet_receipts::Call::register_gateway { stake, min_session_cap: CUC });
		ok(Charlie, register(Dave, Charlie, 100 * OROG));
		ok(
			Ferdie,
			pallet_bme::Call::burn {
				orog: 100 * OROG,
				beneficiary: Ferdie.to_account_id(),
				min_cuc: 0,
			},
		);
		test();
	});
}

/// A registration of `hotkey`, whose signature names `coldkey`.
fn register(
	hotkey: Sr25519Keyring,
	coldkey: Sr25519Keyring,
	stake: Balance,
) -> pallet_operator_stake::Call<Runtime> {
	let key = hotkey.to_account_id();
	let genesis = crate::System::block_hash(0);
	let payload = registration_payload(genesis, &coldkey.to_account_id(), &key);
	pallet_operator_stake::Call::register {
		hotkey: key,
		hotkey_signature: hotkey.sign(&payload).into(),
		tier: Tier::Prosumer,
		kind: NodeKind::LocalInference,
		stake,
		region: Default::default(),
		ip24_hash: Hash::zero(),
		payout: coldkey.to_account_id(),
	}
}

#[test]
fn burns_and_pay_should_name_what_is_wrong() {
	use pallet_bme::Call;
	let burn = |orog, min_cuc| Call::burn { orog, beneficiary: nobody(), min_cuc };
	let top_up = |asset, max_in, cuc| Call::top_up { asset, max_in, cuc, beneficiary: nobody() };
	let preference = |share| Call::set_payout_preference { share };
	scene(|| {
		let cases: Vec<(RuntimeOrigin, Call<Runtime>, &str)> = vec![
			(by(Ferdie), burn(0, 0), "BurnTooSmall"),
			(by(Ferdie), burn(1, 0), "BurnTooSmall"),
			(by(Ferdie), burn(Balance::MAX, 0), "Arithmetic(Overflow)"),
			(by(Ferdie), burn(100 * OROG, u64::MAX), "SlippageExceeded"),
			(RuntimeOrigin::signed(nobody()), burn(100 * OROG, 0), "Token(FundsUnavailable)"),
			(by(Ferdie), top_up(USDC + 1, u128::MAX, CUC), "UnknownAsset"),
			(by(Ferdie), top_up(u32::MAX, u128::MAX, CUC), "UnknownAsset"),
			(by(Ferdie), top_up(USDC, u128::MAX, 0), "BurnTooSmall"),
			(by(Ferdie), top_up(USDC, u128::MAX, u64::MAX), "CreditCeiling"),
			(by(Ferdie), Call::payout { who: nobody() }, "NothingPayable"),
			(by(Ferdie), preference(Perbill::zero()), "NotAPayee"),
			(
				decided(Track::Normal),
				Call::set_closing_delay { epochs: 17 },
				"ParameterOutOfBounds",
			),
			(
				decided(Track::Normal),
				Call::set_closing_delay { epochs: 61 },
				"ParameterOutOfBounds",
			),
			(decided(Track::Normal), Call::set_elasticity { ppm: 0 }, "ParameterOutOfBounds"),
			(
				decided(Track::Normal),
				Call::set_elasticity { ppm: u32::MAX },
				"ParameterOutOfBounds",
			),
			(decided(Track::Normal), Call::set_ceiling_days { days: 29 }, "ParameterOutOfBounds"),
			(decided(Track::Normal), Call::set_ceiling_days { days: 121 }, "ParameterOutOfBounds"),
			(decided(Track::Normal), Call::set_rolling_window { days: 89 }, "ParameterOutOfBounds"),
			(
				decided(Track::Normal),
				Call::set_rolling_window { days: 181 },
				"ParameterOutOfBounds",
			),
		];
		all_refused(cases.into_iter().map(|(by, call, error)| (by, call.into(), error)).collect());
	});
}

#[test]
fn sessions_should_name_what_is_wrong() {
	use pallet_credits::Call;
	scene(|| {
		let now = slot() * SLOT_DURATION_MS;
		let open = |gateway, cap, expires_at, ack_window| Call::open_session {
			gateway,
			key: SessionKey::Sr25519([7; 32].into()),
			cap,
			expires_at,
			ack_window,
			models: Default::default(),
		};
		let bob = || Bob.to_account_id();
		let hour: Moment = 3_600_000;
		let good = open(bob(), CUC, now + hour, None);
		ok(Ferdie, good.clone());
		let cases: Vec<(RuntimeOrigin, Call<Runtime>, &str)> = vec![
			(by(Ferdie), open(nobody(), CUC, now + hour, None), "GatewayNotFound"),
			(by(Ferdie), open(bob(), 0, now + hour, None), "CapTooLow"),
			(by(Ferdie), open(bob(), CUC - 1, now + hour, None), "CapTooLow"),
			(by(Ferdie), open(bob(), u64::MAX, now + hour, None), "InsufficientCredits"),
			(by(Ferdie), open(bob(), CUC, 0, None), "EndPassed"),
			(by(Ferdie), open(bob(), CUC, now, None), "EndPassed"),
			(by(Ferdie), open(bob(), CUC, Moment::MAX, None), "LifeTooLong"),
			(by(Ferdie), open(bob(), CUC, now + hour, Some(0)), "AckWindowOutOfRange"),
			(by(Ferdie), open(bob(), CUC, now + hour, Some(65)), "AckWindowOutOfRange"),
			(by(Two), good, "InsufficientCredits"),
			(by(Ferdie), Call::close_session { session: 1 }, "SessionNotFound"),
			(by(Ferdie), Call::close_session { session: u64::MAX }, "SessionNotFound"),
			(by(Two), Call::close_session { session: 0 }, "NotSessionOwner"),
			(decided(Track::Normal), Call::set_settlement_grace { blocks: 0 }, "GraceOutOfRange"),
			(
				decided(Track::Normal),
				Call::set_settlement_grace { blocks: u32::MAX },
				"GraceOutOfRange",
			),
			(decided(Track::Normal), Call::set_session_deposit { amount: 0 }, "DepositOutOfRange"),
			(
				decided(Track::Normal),
				Call::set_session_deposit { amount: u128::MAX },
				"DepositOutOfRange",
			),
		];
		all_refused(cases.into_iter().map(|(by, call, error)| (by, call.into(), error)).collect());
	});
}

#[test]
fn operators_should_name_what_is_wrong() {
	use pallet_operator_stake::Call;
	scene(|| {
		let (dave, unknown) = (|| Dave.to_account_id(), nobody);
		let id = u32::MAX;
		let freeze = |id, amount| Call::force_freeze { id, amount };
		let epoch = <crate::Epochs as EpochClock>::current();
		let beat = |epoch_number| Call::heartbeat {
			epoch_number,
			capabilities_summary_hash: Hash::zero(),
			attestation_report_hash: Hash::zero(),
		};
		let bond = |hotkey, amount| Call::bond_more { hotkey, amount };
		let floor = |tier, floor| Call::set_tier_floor { tier, floor };
		let rate = |sample_rate| Call::set_sample_rate { tier: Tier::Prosumer, sample_rate };
		let rotate = |new_hotkey: Sr25519Keyring| Call::rotate_hotkey {
			hotkey: dave(),
			new_hotkey: new_hotkey.to_account_id(),
			signature: new_hotkey.sign(&[0; 32]).into(),
		};
		let factor = FixedU128::from_u32(6);
		let parameters = OperatorParameters { capacity_factor: factor, ..Default::default() };
		let cases: Vec<(RuntimeOrigin, Call<Runtime>, &str)> = vec![
			(by(Charlie), register(Dave, Charlie, 25 * OROG), "OperatorAlreadyExists"),
			(by(Charlie), register(Eve, Charlie, 0), "StakeTooLow"),
			(by(Charlie), register(Eve, Charlie, u128::MAX), "Token(FundsUnavailable)"),
			(by(Charlie), register(Eve, Alice, 25 * OROG), "InvalidHotkeySignature"),
			(by(Charlie), bond(dave(), 0), "ZeroAmount"),
			(by(Charlie), bond(dave(), u128::MAX), "Arithmetic(Overflow)"),
			(by(Charlie), bond(dave(), u128::MAX / 2), "Token(FundsUnavailable)"),
			(by(Charlie), bond(unknown(), 1), "OperatorNotFound"),
			(by(Dave), bond(dave(), 1), "NotColdkey"),
			(
				by(Charlie),
				Call::change_tier { hotkey: dave(), tier: Tier::Prosumer },
				"TierUnchanged",
			),
			(
				by(Charlie),
				Call::change_tier { hotkey: dave(), tier: Tier::DcPremium },
				"StakeTooLow",
			),
			(by(Charlie), rotate(Dave), "OperatorAlreadyExists"),
			(by(Charlie), rotate(Eve), "InvalidHotkeySignature"),
			(by(Charlie), Call::withdraw { hotkey: dave() }, "NotUnbonding"),
			(by(Charlie), Call::withdraw { hotkey: unknown() }, "OperatorNotFound"),
			(by(Dave), beat(epoch + 1), "WrongEpoch"),
			(by(Dave), beat(u32::MAX), "WrongEpoch"),
			(by(Charlie), beat(epoch), "OperatorNotFound"),
			(decided(Track::Fast), Call::force_suspend { id }, "OperatorNotFound"),
			(decided(Track::Fast), Call::force_resume { id }, "OperatorNotFound"),
			(decided(Track::Fast), Call::force_resume { id: 0 }, "NotSuspended"),
			(decided(Track::Fast), Call::force_renew_freeze { id }, "OperatorNotFound"),
			(decided(Track::Fast), Call::force_renew_freeze { id: 0 }, "NotFrozen"),
			(decided(Track::Fast), Call::force_unfreeze { id: 0 }, "NotFrozen"),
			(
				decided(Track::Normal),
				Call::force_ban { coldkey: Charlie.to_account_id(), id },
				"OperatorNotFound",
			),
			(
				decided(Track::Normal),
				Call::force_ban { coldkey: nobody(), id: 0 },
				"OperatorNotFound",
			),
			(decided(Track::Guard), freeze(0, 0), "ZeroAmount"),
			(decided(Track::Guard), freeze(0, u128::MAX), "FreezeTooHigh"),
			(decided(Track::Guard), freeze(id, 1), "OperatorNotFound"),
			(decided(Track::Normal), floor(Tier::Prosumer, 0), "OutOfBounds"),
			(decided(Track::Normal), floor(Tier::Prosumer, u128::MAX), "OutOfBounds"),
			(decided(Track::Normal), floor(Tier::Edge, OROG), "TierHasNoFloor"),
			(decided(Track::Normal), rate(Perbill::zero()), "OutOfBounds"),
			(decided(Track::Normal), rate(Perbill::one()), "OutOfBounds"),
			(decided(Track::Normal), Call::set_parameters { parameters }, "OutOfBounds"),
		];
		all_refused(cases.into_iter().map(|(by, call, error)| (by, call.into(), error)).collect());
	});
}

#[test]
fn gateways_should_name_what_is_wrong() {
	use pallet_receipts::Call;
	scene(|| {
		let register = |stake| Call::register_gateway { stake, min_session_cap: 0 };
		let bond = |amount| Call::bond_more { amount };
		let empty = || BatchSubmission {
			top_ops: Hash::zero(),
			top_seq: Hash::zero(),
			count: 0,
			entries: 0,
			tokens: 0,
			cuc: 0,
			operators: Default::default(),
			sessions: Default::default(),
			blob_url: Default::default(),
		};
		let submit = |submission| Call::submit_batch { submission: Box::new(submission) };
		let set = |change| Call::set_parameter { change };
		let submission = empty();
		let most = BatchSubmission {
			count: u32::MAX,
			entries: u32::MAX,
			tokens: u64::MAX,
			cuc: u64::MAX,
			..empty()
		};
		let normal = || decided(Track::Normal);
		let out = "ParameterOutOfBounds";
		let cases: Vec<(RuntimeOrigin, Call<Runtime>, &str)> = vec![
			(by(Alice), register(0), "StakeTooLow"),
			(by(Alice), register(u128::MAX), "Token(FundsUnavailable)"),
			(by(Bob), register(2_000 * OROG), "GatewayAlreadyExists"),
			(by(Bob), bond(0), "ZeroAmount"),
			(by(Bob), bond(u128::MAX), "Arithmetic(Overflow)"),
			(by(Bob), bond(u128::MAX / 2), "Token(FundsUnavailable)"),
			(by(Alice), bond(1), "GatewayNotFound"),
			(by(Alice), Call::set_min_session_cap { min_session_cap: 1 }, "GatewayNotFound"),
			(by(Alice), Call::deregister_gateway {}, "GatewayNotFound"),
			(by(Alice), Call::withdraw_gateway {}, "GatewayNotFound"),
			(by(Bob), Call::withdraw_gateway {}, "NotUnbonding"),
			(by(Alice), submit(submission.clone()), "GatewayNotFound"),
			(by(Bob), submit(submission), "EmptyBatch"),
			(by(Bob), submit(most), "TooManyReceipts"),
			(normal(), set(ParameterChange::MinStake(0)), out),
			(normal(), set(ParameterChange::MinStake(u128::MAX)), out),
			(normal(), set(ParameterChange::ExposureFactor(0)), out),
			(normal(), set(ParameterChange::ExposureFactor(u32::MAX)), out),
			(normal(), set(ParameterChange::Unbonding(0)), out),
			(normal(), set(ParameterChange::Unbonding(u32::MAX)), out),
			(normal(), set(ParameterChange::HeaderRetention(0)), out),
			(normal(), set(ParameterChange::HeaderRetention(u32::MAX)), out),
			(normal(), set(ParameterChange::BatchDeposit(u128::MAX)), out),
		];
		all_refused(cases.into_iter().map(|(by, call, error)| (by, call.into(), error)).collect());
	});
}

#[test]
fn the_oracle_should_name_what_is_wrong() {
	use pallet_oracle_twap::Call;
	scene(|| {
		let now = slot() * SLOT_DURATION_MS;
		let member = ORACLE[0];
		let feed = |source, price, timestamp| Call::feed { source, price, timestamp };
		let usd = FixedU128::from_rational(1, 2);
		let normal = || decided(Track::Normal);
		let bootstrap = |price| Call::set_bootstrap_price { price };
		let cases: Vec<(RuntimeOrigin, Call<Runtime>, &str)> = vec![
			(RuntimeOrigin::signed(nobody()), feed(0, usd, now), "NotMember"),
			(by(member), feed(3, usd, now), "UnknownSource"),
			(by(member), feed(u8::MAX, usd, now), "UnknownSource"),
			(by(member), feed(0, Price::from_inner(0), now), "PriceOutOfBounds"),
			(by(member), feed(0, Price::from_inner(u128::MAX), now), "PriceOutOfBounds"),
			(by(member), feed(0, usd, 0), "SampleTooOld"),
			(by(member), feed(0, usd, Moment::MAX), "SampleFromFuture"),
			(by(Two), Call::bond { amount: OROG }, "NotMember"),
			(by(member), Call::bond { amount: u128::MAX }, "Arithmetic(Overflow)"),
			(by(Two), Call::leave {}, "NotMember"),
			(by(Two), Call::withdraw {}, "UnbondingNotFound"),
			(normal(), Call::add_member { who: member.to_account_id() }, "AlreadyMember"),
			(normal(), Call::remove_member { who: nobody() }, "NotMember"),
			(normal(), Call::set_window { window: 0 }, "WindowOutOfBounds"),
			(normal(), Call::set_window { window: Moment::MAX }, "WindowOutOfBounds"),
			(normal(), bootstrap(Price::from_inner(0)), "PriceOutOfBounds"),
			(normal(), bootstrap(Price::from_inner(u128::MAX)), "PriceOutOfBounds"),
			(decided(Track::Guard), Call::pause { hours: 0 }, "PauseOutOfBounds"),
			(decided(Track::Guard), Call::pause { hours: 73 }, "PauseOutOfBounds"),
			(decided(Track::Fast), Call::unpause {}, "NotPaused"),
		];
		all_refused(cases.into_iter().map(|(by, call, error)| (by, call.into(), error)).collect());
	});
}

#[test]
fn governance_should_name_what_is_wrong() {
	scene(|| {
		let transfer = RuntimeCall::Balances(pallet_balances::Call::transfer_all {
			dest: nobody().into(),
			keep_alive: false,
		});
		let call = RuntimeCall::Bme(pallet_bme::Call::set_trough_support { enabled: true });
		assert_ok!(Timelock::queue(motion(), Track::Normal, Box::new(call)));
		let queue = |track, call| pallet_timelock::Call::queue { track, call: Box::new(call) };
		let execute = |id| pallet_timelock::Call::execute { id, max_weight: Weight::MAX };
		let seat = COUNCIL[6].to_account_id();
		let add = |who| pallet_authors::Call::<Runtime>::add_author { who };
		let remove = |who| pallet_authors::Call::<Runtime>::remove_author { who };
		let force = |delay, best_finalized| pallet_authors::Call::<Runtime>::force_finality {
			delay,
			best_finalized,
		};
		let (normal, fast) = (|| decided(Track::Normal), || decided(Track::Fast));
		let timelock: Vec<(RuntimeOrigin, pallet_timelock::Call<Runtime>, &str)> = vec![
			(motion(), queue(Track::Normal, transfer.clone()), "CallNotAllowed"),
			(motion(), queue(Track::Upgrade, transfer), "CallNotAllowed"),
			(by(One), execute(0), "NotReady"),
			(by(One), execute(1), "DecisionNotFound"),
			(by(One), execute(u32::MAX), "DecisionNotFound"),
			(motion(), pallet_timelock::Call::cancel { id: u32::MAX }, "DecisionNotFound"),
			(by(One), pallet_timelock::Call::remove_expired { id: 0 }, "NotExpired"),
			(by(One), pallet_timelock::Call::remove_expired { id: 9 }, "DecisionNotFound"),
			(motion(), pallet_timelock::Call::revoke_upgrade {}, "NothingAuthorized"),
			(by(One), pallet_timelock::Call::note_votes { motion: Hash::zero() }, "MotionNotFound"),
			(by(One), pallet_timelock::Call::vacate_seat { who: nobody() }, "SeatNotFound"),
		];
		let mut cases: Vec<Case> =
			timelock.into_iter().map(|(by, call, error)| (by, call.into(), error)).collect();
		cases.extend([
			(normal(), RuntimeCall::from(add(Alice.to_account_id())), "AuthorAlreadyExists"),
			(normal(), RuntimeCall::from(add(nobody())), "SessionKeysNotFound"),
			(normal(), RuntimeCall::from(remove(nobody())), "AuthorNotFound"),
			(normal(), RuntimeCall::from(remove(Alice.to_account_id())), "LastAuthor"),
			(fast(), RuntimeCall::from(force(0, 0)), "InvalidDelay"),
			(fast(), RuntimeCall::from(force(u32::MAX, 0)), "InvalidDelay"),
			(fast(), RuntimeCall::from(force(10, u32::MAX)), "InvalidBlock"),
		]);
		all_refused(cases);

		// A seat's time begins when it is first met, which is no refusal; then it is in use.
		ok(One, pallet_timelock::Call::vacate_seat { who: seat.clone() });
		let again = pallet_timelock::Call::vacate_seat { who: seat };
		all_refused(vec![(by(One), again.into(), "SeatInUse")]);
	});
}
