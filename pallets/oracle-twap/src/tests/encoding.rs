//! Bytes of everything that is stored. A change here is a migration.

use crate::{
	mock::{Test, usd},
	types::{Member, *},
	*,
};
use codec::{Encode, MaxEncodedLen};

fn hex(value: impl Encode) -> String {
	value.encode().iter().map(|byte| format!("{byte:02x}")).collect()
}

const SAMPLE: &str = "000064a7b3b6e00d00000000000000000100000000000000\
	02000000000000000000000000000000";

fn sample() -> Sample {
	Sample { price: usd(100), timestamp: 1, weight: 2 }
}

#[test]
fn stored_types_should_keep_their_bytes() {
	assert_eq!(
		hex(OracleParameters::<u32>::default()),
		"0074b70100000000 40771b0000000000 002e930200000000 e093040000000000 \
		 40771b0000000000 1027000000000000 0008194800000000 00ec233a01000000 \
		 00270600 e8030000"
			.replace(' ', "")
	);
	assert_eq!(hex(MemberId(7)), "07000000");
	assert_eq!(
		hex(Member { id: MemberId(7), stake: 3 }),
		"0700000003000000000000000000000000000000"
	);
	assert_eq!(
		hex(Unbonding { amount: 3, until: 9_u32 }),
		"0300000000000000000000000000000009000000"
	);
	assert_eq!(hex(sample()), SAMPLE);
	let prices = AmmPrices {
		blocks: vec![usd(1)].try_into().unwrap(),
		medians: vec![usd(2), usd(3)].try_into().unwrap(),
	};
	assert_eq!(
		hex(prices),
		"04 0000c16ff28623000000000000000000 \
		 08 000082dfe40d47000000000000000000 0000434fd7946a000000000000000000"
			.replace(' ', "")
	);
	assert_eq!(hex(Change::Keep), "00");
	assert_eq!(hex(Change::Replace(sample())), format!("01{SAMPLE}"));
	assert_eq!(hex(Change::Leave), "02");
	let entry = Entry { member: MemberId(7), current: Some(sample()), next: Change::Leave };
	assert_eq!(hex(entry), format!("0700000001{SAMPLE}02"));
	let book = Book {
		entries: vec![entry].try_into().unwrap(),
		changed_in: 5_u32,
		updated_at: 6,
		doubled: 7,
		live: 8,
		marked_at: Some(9),
	};
	assert_eq!(
		hex(book),
		format!(
			"040700000001{SAMPLE}02050000000600000000000000\
			 070000000000000000000000000000000800000000000000010900000000000000"
		)
	);
	assert_eq!(
		hex(Checkpoint { at: 1, doubled: 2, live: 3 }),
		"0100000000000000020000000000000000000000000000000300000000000000"
	);
	let mut minute = Minute { minute: 4, ..Default::default() };
	minute.add(MemberId(7), &sample());
	assert_eq!(
		hex(minute),
		"0400000000000000 04 07000000 02000000000000000000000000000000 \
		 000064a7b3b6e00d0000000000000000 000064a7b3b6e00d0000000000000000"
			.replace(' ', "")
	);
	let mut quality = Quality::new(MemberId(7));
	quality.note(31, true);
	assert_eq!(
		hex(quality),
		format!("070000001f000000{}01000100{}", "00000000", "00000000".repeat(28))
	);
	assert_eq!(
		hex(KnownPrices {
			block: 1_u32,
			good: Some(GoodPrices { low: usd(100), high: usd(100) }),
			credit: None
		}),
		"0100000001000064a7b3b6e00d0000000000000000000064a7b3b6e00d000000000000000000"
	);
	assert_eq!(
		hex(EpochSpots { previous: None, current: Some(usd(100)) }),
		"0001000064a7b3b6e00d0000000000000000"
	);
	assert_eq!(
		hex(Floors(vec![Floor { price: usd(100), until: 1 }].try_into().unwrap())),
		"04000064a7b3b6e00d00000000000000000100000000000000"
	);
	assert_eq!(hex(HoldReason::MemberStake), "00");
}

#[test]
fn stored_types_should_be_bounded() {
	assert_eq!(Book::<u32>::max_encoded_len(), 1 + 32 * (4 + 41 + 41) + 4 + 8 + 16 + 8 + 9);
	assert_eq!(Ring::max_encoded_len(), 2 + 64 * 32);
	assert_eq!(Minute::max_encoded_len(), 8 + 1 + 32 * 52);
	assert_eq!(Quality::max_encoded_len(), 8 + 30 * 4);
}

#[test]
fn calls_should_keep_their_indices() {
	let first = |call: Call<Test>| call.encode()[0];
	assert_eq!(first(Call::feed { source: 0, price: usd(1), timestamp: 0 }), 0);
	assert_eq!(first(Call::bond { amount: 1 }), 1);
	assert_eq!(first(Call::leave {}), 2);
	assert_eq!(first(Call::withdraw {}), 3);
	assert_eq!(first(Call::add_member { who: 1 }), 4);
	assert_eq!(first(Call::remove_member { who: 1 }), 5);
	assert_eq!(first(Call::set_window { window: 1 }), 6);
	assert_eq!(first(Call::set_bootstrap_price { price: usd(1) }), 7);
	assert_eq!(first(Call::end_bootstrap {}), 8);
	assert_eq!(first(Call::pause { hours: 1 }), 9);
	assert_eq!(first(Call::unpause {}), 10);
	assert_eq!(
		hex(Call::<Test>::feed { source: 2, price: usd(100), timestamp: 1 }),
		"0002000064a7b3b6e00d00000000000000000100000000000000"
	);
}
