//! Random operations: the invariants hold after each, and no planck is made or lost.

use crate::{mock::*, *};
use frame_support::traits::fungible::{Inspect, InspectHold};
use orogen_primitives_traits::{EndedEpoch, EpochHandler, OracleQuotes, OracleState, PriceOracle};
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Operation {
	Feed { who: u64, source: SourceId, cents: u128, age: i64 },
	FeedAll { cents: u128 },
	Bond { who: u64, amount: Balance },
	Leave { who: u64 },
	Withdraw { who: u64 },
	Add { who: u64 },
	Remove { who: u64 },
	SetWindow { minutes: u64 },
	SetFixed { cents: u128 },
	EndFixed,
	Burn,
	Pause { who: u64, hours: u8 },
	Unpause,
	Epoch,
	Wait { time: Moment },
}

fn operation() -> impl Strategy<Value = Operation> {
	use Operation::*;
	let who = || 1_u64..9;
	let cents = || prop_oneof![4 => 98_u128..103, 1 => 80_u128..130, 1 => 1_u128..10_000];
	prop_oneof![
		12 => (who(), 0_u8..4, cents(), -11_000_i64..310_000)
			.prop_map(|(who, source, cents, age)| Feed { who, source, cents, age }),
		12 => cents().prop_map(|cents| FeedAll { cents }),
		2 => (who(), 0..3 * STAKE).prop_map(|(who, amount)| Bond { who, amount }),
		1 => who().prop_map(|who| Leave { who }),
		1 => who().prop_map(|who| Withdraw { who }),
		2 => who().prop_map(|who| Add { who }),
		1 => who().prop_map(|who| Remove { who }),
		1 => (20_u64..800).prop_map(|minutes| SetWindow { minutes }),
		1 => cents().prop_map(|cents| SetFixed { cents }),
		1 => Just(EndFixed),
		1 => Just(Burn),
		1 => (100_u64..103, 0_u8..80).prop_map(|(who, hours)| Pause { who, hours }),
		1 => Just(Unpause),
		2 => Just(Epoch),
		16 => prop_oneof![
			8 => Just(6_000),
			8 => 1_000..2 * MINUTE,
			2 => 2 * MINUTE..40 * MINUTE,
			1 => HOUR..20 * DAY,
		]
		.prop_map(|time| Wait { time }),
	]
}

fn apply(operation: Operation) {
	use Operation::*;
	let signed = RuntimeOrigin::signed;
	// A refusal changes nothing, which the invariants and the next operations see.
	let refused = match operation {
		Feed { who, source, cents, age } => {
			let timestamp = Clock::get().saturating_add_signed(-age);
			Oracle::feed(signed(who), source, usd(cents), timestamp)
				.map(drop)
				.map_err(|error| error.error)
		}
		FeedAll { cents } => {
			for (who, source) in (1..9).flat_map(|who| (0..3).map(move |source| (who, source))) {
				let noise = u128::from(who + u64::from(source)) % 3;
				feed(who, source, cents + noise).map(drop).unwrap_or_default();
			}
			Ok(())
		}
		Bond { who, amount } => Oracle::bond(signed(who), amount),
		Leave { who } => Oracle::leave(signed(who)),
		Withdraw { who } => Oracle::withdraw(signed(who)),
		Add { who } => Oracle::add_member(signed(NORMAL), who),
		Remove { who } => Oracle::remove_member(signed(NORMAL), who),
		SetWindow { minutes } => Oracle::set_window(signed(NORMAL), minutes * MINUTE),
		SetFixed { cents } => Oracle::set_bootstrap_price(signed(NORMAL), usd(cents)),
		EndFixed => Oracle::end_bootstrap(signed(NORMAL)),
		Burn => {
			Oracle::note_bootstrap_burn();
			Ok(())
		}
		Pause { who, hours } => Oracle::pause(signed(who), hours),
		Unpause => Oracle::unpause(signed(FAST)),
		Epoch => {
			Oracle::on_new_epoch(EndedEpoch { index: 0, blocks: 720, void: false });
			Ok(())
		}
		Wait { time } => {
			System::set_block_number(System::block_number() + 1);
			Clock::set(Clock::get() + time);
			Ok(())
		}
	}
	.is_err();
	if refused {
		System::reset_events();
	}
}

fn check_prices() {
	let status = Oracle::status();
	assert_eq!(status.state, Oracle::state());
	assert_eq!(status.payout, Oracle::payout());
	assert_eq!(status.credit, Oracle::credit().map(|quote| quote.price));
	let (state, credit, payout) = (Oracle::state(), Oracle::credit(), Oracle::payout());
	let spot = Oracle::spot();
	assert_eq!(Oracle::quotes(), OracleQuotes { state, credit, payout, spot });
	assert_eq!(spot.is_some(), credit.is_some());
	match status.state {
		OracleState::Halted => assert_eq!(status.credit.is_some(), status.bootstrap),
		OracleState::Fresh | OracleState::Degraded => {
			let (credit, payout) = (status.credit.unwrap(), status.payout.unwrap());
			let spot = status.spot.unwrap();
			assert!(credit < spot && payout >= spot, "{status:?}");
			assert!(!status.bootstrap);
		}
	}
	if let Some(floor) = BootstrapFloors::<Test>::get().at(Clock::get()) {
		assert!(status.payout.is_none_or(|payout| payout >= floor));
	}
	if status.credit.is_some() {
		assert_eq!(Oracle::collateral(), status.credit);
	}
	for source in Oracle::sources() {
		assert_eq!(source.value.is_some(), source.feeders > 0);
		assert!(source.value.is_none() || source.newest.is_some());
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(48))]

	#[test]
	fn random_operations_should_keep_the_invariants(
		operations in prop::collection::vec(operation(), 1..120),
		bootstrap in any::<bool>(),
	) {
		let mut builder = ExtBuilder::default().parameters(|p| p.judged_floor = 3);
		if bootstrap {
			builder = builder.bootstrap(usd(90));
		}
		builder.build_and_execute(|| {
			let issuance = Balances::total_issuance();
			for operation in operations {
				let text = format!("{operation:?}");
				apply(operation);
				if let Err(error) = Oracle::do_try_state() {
					panic!("{error:?} after {text}");
				}
				check_prices();
				assert_eq!(Balances::total_issuance(), issuance);
				for who in 1..9 {
					let held = Balances::balance_on_hold(&HoldReason::MemberStake.into(), &who);
					assert_eq!(Balances::balance(&who) + held, 100 * STAKE, "{text}");
				}
			}
		});
	}
}
