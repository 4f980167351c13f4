//! SCALE bytes of everything that is stored or signed; a change here needs a migration, or breaks
//! clients.

use crate::{
	Call, CreditAccount, DayTotals, Error, HoldReason, Lot, Parameters, Session, Standstill,
	Supply, mock::*,
};
use codec::{DecodeAll, Encode, MaxEncodedLen};
use orogen_primitives_core::{Hash, OROG};
use orogen_primitives_receipts::SessionKey;
use sp_core::{bytes::to_hex, ecdsa};

#[track_caller]
fn golden<V: Encode + DecodeAll + PartialEq + core::fmt::Debug>(value: V, expected: &str) {
	let encoded = value.encode();
	assert_eq!(to_hex(&encoded, false), expected.replace([' ', '\n', '\t'], ""));
	assert_eq!(V::decode_all(&mut &encoded[..]).unwrap(), value);
}

#[test]
fn stored_types_should_encode_as_ever() {
	golden(
		Parameters { settlement_grace: 3_600_u32, reap_delay: 100_800, session_deposit: OROG },
		"0x 100e0000 c0890100 0010a5d4e80000000000000000000000",
	);
	golden(Standstill { from: 1_u32, blocks: 2, until: 3_602 }, "0x 01000000 02000000 120e0000");
	golden(Lot { expiry_day: 20_030, amount: 5_000_000 }, "0x 3e4e0000 404b4c0000000000");
	let lots = vec![Lot { expiry_day: 20_029, amount: 1 }, Lot { expiry_day: 20_030, amount: 2 }];
	golden(
		CreditAccount { lots: lots.try_into().unwrap(), sessions: 3, deposits: 4 },
		"0x 08 3d4e0000 0100000000000000 3e4e0000 0200000000000000 03000000 \
			04000000000000000000000000000000",
	);
	golden(
		DayTotals { first: 20_000, totals: core::array::from_fn(|at| at.try_into().unwrap()) },
		"0x 204e0000 0000000000000000 0100000000000000 0200000000000000 0300000000000000 \
			0400000000000000 0500000000000000 0600000000000000 0700000000000000 0800000000000000 \
			0900000000000000 0a00000000000000 0b00000000000000 0c00000000000000 0d00000000000000 \
			0e00000000000000 0f00000000000000 1000000000000000 1100000000000000 1200000000000000 \
			1300000000000000 1400000000000000 1500000000000000 1600000000000000 1700000000000000 \
			1800000000000000 1900000000000000 1a00000000000000 1b00000000000000 1c00000000000000 \
			1d00000000000000 1e00000000000000",
	);
	golden(
		Supply {
			created: 23,
			settled: 6,
			breakage: 5,
			lots: 4,
			sessions: 6,
			refundable: 2,
			unswept: 1,
		},
		"0x 17000000000000000000000000000000 06000000000000000000000000000000 \
			05000000000000000000000000000000 0400000000000000 0600000000000000 0200000000000000 \
			0100000000000000",
	);
	golden(
		Session {
			owner: ALICE,
			gateway: GATEWAY,
			key: SessionKey::Ecdsa(ecdsa::Public::from_raw([2; 33])),
			cap: 10,
			remaining: 9,
			opened_at: 12,
			expires_at: 8,
			settle_until: 7_u32,
			ack_window: 6,
			models: vec![Hash::repeat_byte(0x11)].try_into().unwrap(),
			next_seq: 5,
			deferred: 4,
			expiry_day: 3,
			closing: true,
			deposit: 2,
		},
		"0x 0101010101010101010101010101010101010101010101010101010101010101 \
			a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0 \
			02020202020202020202020202020202020202020202020202020202020202020202 \
			0a00000000000000 0900000000000000 0c00000000000000 0800000000000000 07000000 06 \
			041111111111111111111111111111111111111111111111111111111111111111 05000000 \
			0400000000000000 03000000 01 02000000000000000000000000000000",
	);
	golden(HoldReason::SessionDeposit, "0x 00");
}

#[test]
fn calls_should_encode_as_ever() {
	golden(
		Call::<Test>::open_session {
			gateway: GATEWAY,
			key: key(),
			cap: 1_000_000,
			expires_at: START,
			ack_window: Some(8),
			models: vec![Hash::repeat_byte(0x11)].try_into().unwrap(),
		},
		"0x 00 a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0 \
			000707070707070707070707070707070707070707070707070707070707070707 02093d00 \
			0b00ae66579201 0108 \
			041111111111111111111111111111111111111111111111111111111111111111",
	);
	golden(Call::<Test>::close_session { session: 7 }, "0x 01 1c");
	golden(Call::<Test>::set_settlement_grace { blocks: 3_600 }, "0x 02 100e0000");
	golden(Call::<Test>::set_session_deposit { amount: OROG }, "0x 03 070010a5d4e8");
}

#[test]
fn errors_should_keep_their_indices() {
	let all: [Error<Test>; 15] = [
		Error::ZeroAmount,
		Error::GatewayNotFound,
		Error::GatewayNotAccepting,
		Error::CapTooLow,
		Error::EndPassed,
		Error::LifeTooLong,
		Error::AckWindowOutOfRange,
		Error::MaxSessionsReached,
		Error::InsufficientCredits,
		Error::SessionNotFound,
		Error::NotSessionOwner,
		Error::SettlementNotOver,
		Error::GraceOutOfRange,
		Error::DepositOutOfRange,
		Error::DepositNotCovered,
	];
	for (index, error) in all.into_iter().enumerate() {
		assert_eq!(error.encode(), vec![u8::try_from(index).unwrap()]);
	}
}

#[test]
fn stored_types_should_have_their_bounds() {
	assert_eq!(Lot::max_encoded_len(), 12);
	assert_eq!(CreditAccount::max_encoded_len(), 1 + 31 * 12 + 4 + 16);
	assert_eq!(DayTotals::max_encoded_len(), 4 + 31 * 8);
	assert_eq!(Supply::max_encoded_len(), 3 * 16 + 4 * 8);
	assert!(Session::<u32>::max_encoded_len() <= 728);
}
