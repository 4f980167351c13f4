//! Golden bytes: what is stored or signed never changes its encoding unnoticed.

use crate::mock::*;
use codec::{Decode, Encode};
use orogen_primitives_core::{
	AccountId, Hash, NodeKind, Tier, VerificationMode, VerificationModes,
};
use sp_runtime::{FixedU128, Perbill};

fn assert_golden<V: Encode + Decode + PartialEq + core::fmt::Debug>(value: V, hex: &str) {
	let bytes = value.encode();
	assert_eq!(sp_core::hexdisplay::HexDisplay::from(&bytes).to_string(), hex, "{value:?}");
	assert_eq!(V::decode(&mut &bytes[..]).as_ref(), Ok(&value));
}

fn account(byte: u8) -> AccountId {
	AccountId::new([byte; 32])
}

fn repeat(byte: &str, times: usize) -> String {
	byte.repeat(times)
}

#[test]
fn registration_payload_should_be_the_published_one() {
	let payload = registration_payload(Hash::repeat_byte(1), &account(2), &account(3));
	let mut bytes = b"orogen/register/v1".to_vec();
	bytes.extend([1; 32]);
	bytes.extend([2; 32]);
	bytes.extend([3; 32]);
	assert_eq!(payload, sp_io::hashing::blake2_256(&bytes));
	assert_eq!(
		sp_core::hexdisplay::HexDisplay::from(&payload).to_string(),
		"862b5296e8c0e2f7116efbe591ccc42daebc34cd1df604d524cc859489c040b0"
	);
}

#[test]
fn operators_should_encode_as_before() {
	let operator = Operator::<u32> {
		id: 5,
		coldkey: account(1),
		payout: account(2),
		tier: Tier::Prosumer,
		next_tier: Some(TierChange { tier: Tier::Edge, at: 7 }),
		kind: NodeKind::LlmProxy,
		status: Status::Unbonding { since: 8, until: 9 },
		stake: 10,
		deposit: 11,
		frozen: 12,
		frozen_until: Some(13),
		region: b"US-CA".to_vec().try_into().unwrap(),
		ip24_hash: Hash::repeat_byte(3),
		last_heartbeat: Some(14),
		duties_met: 15,
		lost_steps: 4,
		former_key: Some(account(4)),
		former_modes: Some(FormerModes {
			modes: VerificationModes::of(&[VerificationMode::ZkMl, VerificationMode::Vanilla]),
			until: 16,
		}),
	};
	let hex = [
		"05000000".into(),
		repeat("01", 32),
		repeat("02", 32),
		"03".into(),
		"010407000000".into(),
		"01".into(),
		"020800000009000000".into(),
		format!("0a{}", repeat("00", 15)),
		format!("0b{}", repeat("00", 15)),
		format!("0c{}", repeat("00", 15)),
		"010d000000".into(),
		"1455532d4341".into(),
		repeat("03", 32),
		"010e000000".into(),
		"0f000000".into(),
		"04000000".into(),
		format!("01{}", repeat("04", 32)),
		"010610000000".into(),
	];
	assert_golden(operator, &hex.concat());
}

#[test]
fn statuses_should_encode_as_before() {
	let reason = SuspensionReason::Governance;
	assert_golden(Status::<u32>::Active, "00");
	assert_golden(Status::<u32>::Suspended { reason, since: 1 }, "010201000000");
	assert_golden(Status::<u32>::Unbonding { since: 1, until: 2 }, "020100000002000000");
	assert_golden(Status::<u32>::Banned { until: 3 }, "0303000000");
	assert_golden(SuspensionReason::MissedHeartbeats, "00");
	assert_golden(SuspensionReason::StakeTooLow, "01");
}

#[test]
fn gateways_and_work_should_encode_as_before() {
	let mut open = WorkRing::default();
	open.add(5, 6).unwrap();
	open.add(7, 8).unwrap();
	let ring = "080500000006000000000000000700000008000000000000 00".replace(' ', "");
	assert_golden(open.clone(), &ring);
	let (capacity_share, max_commission) = (Perbill::from_percent(100), Perbill::from_percent(20));
	let terms = ServiceTerms { capacity_share, max_commission };
	assert_golden(terms, "00ca9a3b00c2eb0b");
	assert_golden(
		GatewayUse { listed: Some(terms), former: None, open: open.clone() },
		&format!("0100ca9a3b00c2eb0b00{ring}"),
	);
	assert_golden(
		GatewayUse { listed: None, former: Some(FormerTerms { terms, until: 9 }), open },
		&format!("000100ca9a3b00c2eb0b09000000{ring}"),
	);
	assert_golden(
		ServedGateway { gateway: account(1), capacity_share, max_commission },
		&format!("{}00ca9a3b00c2eb0b", repeat("01", 32)),
	);
	assert_golden(
		Alias { hotkey: account(1), rotated_in: 2 },
		&format!("{}02000000", repeat("01", 32)),
	);
}

#[test]
fn parameters_should_encode_as_before() {
	assert_golden(
		TierTerms::launch(Tier::Prosumer),
		"00901ec4bc160000000000000000000000000000000000000000000000000000000e270780b2e60e",
	);
	let mut history = FloorHistory::new(1);
	history.note(2, 3, 4, 5);
	assert_golden(
		history,
		&format!("020000000403000000 04{} 05{}", repeat("00", 15), repeat("00", 15))
			.replace(' ', ""),
	);
	assert_golden(
		OperatorParameters {
			capacity_factor: FixedU128::from_inner(1),
			unstaked_capacity: 2,
			float: 3,
		},
		&format!("01{} 0200000000000000 03{}", repeat("00", 15), repeat("00", 15)).replace(' ', ""),
	);
	assert_golden(
		Windows::<u32> { unbonding: 1, tier_down: 2, freeze: 3, floor: 4 },
		"01000000020000000300000004000000",
	);
	let price = Some(FixedU128::from_inner(2));
	assert_golden(
		CollateralQuote::<u32> { block: 1, price },
		&format!("010000000102{}", repeat("00", 15)),
	);
	assert_golden(WaiverFlags { attestation: true, unregistered_models: false }, "0100");
}

#[test]
fn hold_reasons_should_encode_as_before() {
	use crate::HoldReason::{OperatorStake, TierDeposit};
	assert_golden(OperatorStake, "00");
	assert_golden(TierDeposit, "01");
	assert_golden(RuntimeHoldReason::from(OperatorStake), "0200");
}
