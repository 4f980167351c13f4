//! Bytes of everything that is stored or signed; a change here is a migration or breaks clients.

use crate::{
	Bucket, Call, Closed, Closing, DayRing, DayTotals, EpochWork, Event, Headroom, HoldReason,
	Holder, Line, OrogReason, Parameters, Payee, PotShares, Preference, Pruned, Supply, SwapBounds,
	SwapEntry, Sweep, Totals, Venue, mock::*,
};
use codec::{Decode, Encode, MaxEncodedLen};
use core::fmt::Debug;
use frame_support::BoundedVec;
use orogen_primitives_core::{AccountId, CUC, OROG};
use orogen_primitives_traits::PotRole;
use sp_core::bytes::to_hex;
use sp_runtime::Perbill;

fn assert_bytes<T: Encode + Decode + PartialEq + Debug>(value: T, expected: &str) {
	let bytes = value.encode();
	assert_eq!(to_hex(&bytes, false), expected, "{value:?}");
	assert_eq!(T::decode(&mut &bytes[..]), Ok(value));
}

#[test]
fn stored_types_should_keep_their_bytes() {
	assert_bytes(Parameters::default(), "0x1400000040420f003c0000005a0000000100ca9a3b0000000001");
	let parameters = Parameters {
		closing_delay: 1,
		elasticity_ppm: 800_000,
		ceiling_days: 30,
		rolling_window_days: 180,
		bootstrap_daily_cuc: None,
		trough_support: false,
	};
	assert_bytes(parameters, "0x0100000000350c001e000000b40000000000");
	assert_bytes(
		Totals { burned: 1, created: 2, open: 3, consumed: 4, paid: 5, supported: 6 },
		"0x010000000000000000000000000000000200000000000000000000000000000003000000000000000000000000000000040000000000000000000000000000000500000000000000000000000000000006000000000000000000000000000000",
	);
	assert_bytes(
		Line { queued: 7, funded: 6 },
		"0x0700000000000000000000000000000006000000000000000000000000000000",
	);
	assert_bytes(
		Headroom { epoch: 3, granted: 10, left: 4 },
		"0x030000000a00000000000000000000000000000004000000000000000000000000000000",
	);
	assert_bytes(
		Supply { genesis: 600_000_000 * OROG, anniversary: 1 },
		"0x000060521035ac86200000000000000001000000000000000000000000000000",
	);
	assert_bytes(EpochWork { cuc: 100, dues: 75 }, "0x64000000000000004b00000000000000");
	let pots = PotShares { verification: 1, treasury: 2, governance: 3 };
	assert_bytes(
		pots,
		"0x010000000000000000000000000000000200000000000000000000000000000003000000000000000000000000000000",
	);
	let closing = Closing {
		cuc: 100,
		dues: 75,
		price: usd(1, 2),
		start: 9,
		operators: 8,
		pots,
		unpriced: 6,
		unassigned: 5,
		closed_in: 4,
	};
	assert_bytes(
		closing,
		"0x64000000000000004b000000000000000000b2d3595bf0060000000000000000090000000000000000000000000000000800000000000000000000000000000001000000000000000000000000000000020000000000000000000000000000000300000000000000000000000000000006000000000000000500000000000000000000000000000004000000",
	);
	let unpriced = Bucket::Unpriced { epoch: 5, cuc: 7 };
	assert_bytes(unpriced, "0x00050000000700000000000000");
	assert_bytes(
		Bucket::Priced { epoch: 5, amount: 7 },
		"0x010500000007000000000000000000000000000000",
	);
	let buckets = vec![Bucket::Priced { epoch: 4, amount: 9 }, unpriced];
	assert_bytes(
		Payee { buckets: BoundedVec::truncate_from(buckets) },
		"0x0801040000000900000000000000000000000000000000050000000700000000000000",
	);
	let days = vec![DayTotals { burned: 1, created: 2 }, DayTotals { burned: 3, created: 4 }];
	assert_bytes(
		DayRing { today: FIRST_DAY, days: BoundedVec::truncate_from(days) },
		"0x204e000008010000000000000000000000000000000200000000000000030000000000000000000000000000000400000000000000",
	);
	assert_bytes(
		Sweep { cursor: Some(account(7)), again: true },
		"0x01070707070707070707070707070707070707070707070707070707070707070701",
	);
	assert_bytes(Sweep::<AccountId>::default(), "0x0000");
}

#[test]
fn swaps_and_points_should_keep_their_bytes() {
	assert_bytes(
		SwapEntry { who: account(7), amount: 5, since: 3 },
		"0x07070707070707070707070707070707070707070707070707070707070707070500000000000000000000000000000003000000",
	);
	assert_bytes(
		SwapBounds { first: 1, next: 2, amount: 3 },
		"0x0100000000000000020000000000000003000000000000000000000000000000",
	);
	assert_bytes(
		Preference { share: Perbill::from_percent(70), deposit: OROG },
		"0x0027b9290010a5d4e80000000000000000000000",
	);
	assert_bytes(HoldReason::PayoutPreference, "0x00");
	assert_bytes(
		Holder { who: account(7), points: 2, last: [1, 0, 3] },
		"0x070707070707070707070707070707070707070707070707070707070707070702000000010000000000000003000000",
	);
	assert_bytes(
		Closed { cuc: 1, emission: 2, verification: 3 },
		"0x010000000000000000000000000000000200000000000000000000000000000003000000000000000000000000000000",
	);
	assert_bytes(
		Pruned { next: 1, cuc: 2, end: 3 },
		"0x010000000200000000000000000000000000000003000000000000000000000000000000",
	);
	assert_bytes(PotRole::Oracle, "0x00");
	assert_bytes(PotRole::Council, "0x01");
}

#[test]
fn calls_should_keep_their_bytes() {
	let burn = Call::<Test>::burn { orog: 10 * OROG, beneficiary: account(2), min_cuc: 5 * CUC };
	assert_bytes(
		burn,
		"0x000b00a0724e18090202020202020202020202020202020202020202020202020202020202020202022d3101",
	);
	assert_bytes(
		Call::<Test>::payout { who: account(2) },
		"0x010202020202020202020202020202020202020202020202020202020202020202",
	);
	assert_bytes(Call::<Test>::set_closing_delay { epochs: 20 }, "0x0214000000");
	assert_bytes(Call::<Test>::set_elasticity { ppm: 800_000 }, "0x0300350c00");
	assert_bytes(Call::<Test>::set_ceiling_days { days: 60 }, "0x043c000000");
	assert_bytes(Call::<Test>::set_rolling_window { days: 90 }, "0x055a000000");
}

#[test]
fn events_should_keep_their_bytes() {
	let burned = Event::<Test>::Burned {
		who: account(1),
		beneficiary: account(2),
		amount: 10 * OROG,
		cuc: 5 * CUC,
		price: usd(1, 2),
		bootstrap: true,
	};
	assert_bytes(
		burned,
		"0x000101010101010101010101010101010101010101010101010101010101010101020202020202020202020202020202020202020202020202020202020202020200a0724e180900000000000000000000404b4c00000000000000b2d3595bf006000000000000000001",
	);
	let closed = Event::<Test>::EpochClosed { epoch: 4, cuc: 100, payable: 200, price: usd(1, 2) };
	assert_bytes(
		closed,
		"0x04040000006400000000000000c80000000000000000000000000000000000b2d3595bf0060000000000000000",
	);
	assert_bytes(
		Event::<Test>::Paid { who: account(2), amount: 7 },
		"0x08020202020202020202020202020202020202020202020202020202020202020207000000000000000000000000000000",
	);
}

#[test]
fn later_calls_and_events_should_keep_their_bytes() {
	let top_up =
		Call::<Test>::top_up { asset: 1, max_in: 10 * USDC, cuc: 5 * CUC, beneficiary: account(2) };
	assert_bytes(
		top_up,
		"0x0601000000025a6202022d31010202020202020202020202020202020202020202020202020202020202020202",
	);
	assert_bytes(
		Call::<Test>::set_payout_preference { share: Perbill::from_percent(70) },
		"0x070027b929",
	);
	assert_bytes(Call::<Test>::set_trough_support { enabled: true }, "0x0801");
	let topped_up = Event::<Test>::ToppedUp {
		who: account(1),
		beneficiary: account(2),
		dollars: 9,
		amount: 8,
		queued: 7,
		cuc: 6,
		price: usd(1, 2),
		bootstrap: false,
	};
	assert_bytes(
		topped_up,
		"0x0d0101010101010101010101010101010101010101010101010101010101010101020202020202020202020202020202020202020202020202020202020202020209000000000000000000000000000000080000000000000000000000000000000700000000000000000000000000000006000000000000000000b2d3595bf006000000000000000000",
	);
	let swapped =
		Event::<Test>::Swapped { who: account(1), amount: 8, dollars: 9, venue: Venue::Market };
	assert_bytes(
		swapped,
		"0x0f0101010101010101010101010101010101010101010101010101010101010101080000000000000000000000000000000900000000000000000000000000000001",
	);
	let reason = OrogReason::CannotReceive;
	assert_bytes(
		Event::<Test>::PaidInOrog { who: account(1), amount: 8, reason },
		"0x1001010101010101010101010101010101010101010101010101010101010101010800000000000000000000000000000002",
	);
	let role = PotRole::Council;
	assert_bytes(
		Event::<Test>::PotShared { who: account(1), role, points: 2, amount: 8 },
		"0x130101010101010101010101010101010101010101010101010101010101010101010200000008000000000000000000000000000000",
	);
}

#[test]
fn stored_types_should_have_the_sizes_that_weights_count_on() {
	assert_eq!(Closing::max_encoded_len(), 140);
	assert_eq!(Payee::max_encoded_len(), 2 + 128 * 21);
	assert_eq!(DayRing::max_encoded_len(), 4 + 2 + 181 * 24);
}
