//! `docs/worked-example.md`, played on the real runtime: what is given there goes into calls, its
//! formulas are worked out, and each of its numbers is what the chain says.

use super::common::*;
use crate::{
	Assets, Bme, Credits, Epochs, OperatorStake, Runtime, System,
	configs::economy::UsdcMarket,
	constants::USDC,
	genesis_config_presets::{DEVELOPMENT, ORACLE, pot_accounts},
	views,
};
use orogen_primitives_core::{
	AccountId, Balance, Cuc, Hash, OROG, Price, SLOT_DURATION_MS, VerificationMode,
};
use orogen_primitives_math::{
	market::{is_fair_cost, least_sale, most_sale},
	settlement::{cuc_to_orog, operator_share, orog_to_cuc},
};
use orogen_primitives_receipts::{
	Entry, EntryState, OperatorRow, OperatorTerms, RefundClaim, RowOpening, SessionKey, SessionRow,
	SessionTerms, SettledOperatorRow, SettledSessionRow, Tree, TreeKind, rows_root,
};
use orogen_primitives_runtime_api::{BatchState, DueState, OracleHealth};
use orogen_primitives_traits::{DollarMarket, EpochClock, Reserves};
use pallet_receipts::BatchSubmission;
use sp_core::U512;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, BobStash, Dave, Eve, Ferdie, One, Two};
use sp_runtime::{FixedPointNumber, Perbill};
use std::{cell::Cell, collections::BTreeMap};

const DOCUMENT: &str = include_str!("../../../docs/worked-example.md");

/// A number that is not negative, exactly.
#[derive(Clone, Copy, Debug)]
struct Exact(U512, U512);

impl PartialEq for Exact {
	fn eq(&self, other: &Self) -> bool {
		self.0 * other.1 == other.0 * self.1
	}
}

impl Exact {
	fn new(numerator: U512, denominator: U512) -> Self {
		let (mut a, mut b) = (numerator, denominator);
		while !b.is_zero() {
			(a, b) = (b, a % b);
		}
		Self(numerator / a, denominator / a)
	}

	fn of(raw: u128, decimals: u32) -> Self {
		Self::new(raw.into(), U512::from(10).pow(decimals.into()))
	}

	fn is_more(&self, other: &Self) -> bool {
		self.0 * other.1 > other.0 * self.1
	}

	/// To so many decimals.
	fn round(self, decimals: u32, up: bool) -> Self {
		let one = U512::from(10).pow(decimals.into());
		let (whole, rest) = (self.0 * one).div_mod(self.1);
		Self::new(if up && !rest.is_zero() { whole + 1 } else { whole }, one)
	}
}

/// A number as the document writes it, without its unit: `1,234.5`. Its decimals in all.
fn parse(text: &str) -> (u128, u32) {
	let text = text.replace(',', "");
	let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
	let digits = format!("{whole}{fraction}");
	(digits.parse().unwrap_or_else(|_| panic!("no number: {text}")), fraction.len() as u32)
}

/// Units with their decimals.
const UNITS: [(&str, u32); 6] =
	[("OROG", 12), ("CUC", 6), ("USDC", 6), ("USD", 18), ("%", 9), ("", 0)];

/// A value with its unit, in the smallest unit; shares are in parts of 10^9. And its decimals.
fn value(text: &str) -> (u128, u32) {
	let (number, unit) = text.split_once(' ').unwrap_or((text, ""));
	let decimals = UNITS.iter().find(|known| known.0 == unit).unwrap_or_else(|| panic!("{text}")).1;
	let (digits, after) = parse(number);
	let scale = if unit == "%" { decimals - 2 } else { decimals };
	(
		digits * 10u128.pow(scale.checked_sub(after).expect("no more decimals than the unit has")),
		decimals,
	)
}

/// Works out a formula: numbers, `%`, `+ − × ÷`, parentheses, and the functions `floor`, `ceil`, `min`
/// and `max` with arguments between semicolons.
struct Formula<'a> {
	rest: &'a str,
	/// To which `floor` and `ceil` round.
	decimals: u32,
}

impl Formula<'_> {
	fn work_out(text: &str, decimals: u32) -> Exact {
		let mut formula = Formula { rest: text, decimals };
		let result = formula.sum();
		assert!(formula.peek().is_none(), "{text}: what about `{}`?", formula.rest);
		result
	}

	fn peek(&mut self) -> Option<char> {
		self.rest = self.rest.trim_start();
		self.rest.chars().next()
	}

	fn take(&mut self, wanted: char) -> bool {
		let found = self.peek() == Some(wanted);
		if found {
			self.rest = &self.rest[wanted.len_utf8()..];
		}
		found
	}

	fn sum(&mut self) -> Exact {
		let mut sum = self.product();
		loop {
			if self.take('+') {
				let next = self.product();
				sum = Exact::new(sum.0 * next.1 + next.0 * sum.1, sum.1 * next.1);
			} else if self.take('−') {
				let next = self.product();
				sum = Exact::new(sum.0 * next.1 - next.0 * sum.1, sum.1 * next.1);
			} else {
				return sum;
			}
		}
	}

	fn product(&mut self) -> Exact {
		let mut product = self.factor();
		loop {
			if self.take('×') {
				let next = self.factor();
				product = Exact::new(product.0 * next.0, product.1 * next.1);
			} else if self.take('÷') {
				let next = self.factor();
				product = Exact::new(product.0 * next.1, product.1 * next.0);
			} else {
				return product;
			}
		}
	}

	/// A number or a word, whatever is in front.
	fn word(&mut self, of: impl Fn(char) -> bool) -> String {
		let end = self.rest.find(|letter| !of(letter)).unwrap_or(self.rest.len());
		let (word, rest) = self.rest.split_at(end);
		let word = word.to_owned();
		self.rest = rest;
		word
	}

	fn factor(&mut self) -> Exact {
		if self.take('(') {
			let inner = self.sum();
			assert!(self.take(')'), "`)` and not `{}`", self.rest);
			return inner;
		}
		if self.peek().is_some_and(char::is_alphabetic) {
			let name = self.word(char::is_alphabetic);
			assert!(self.take('('), "`(` and not `{}`", self.rest);
			let mut arguments = vec![self.sum()];
			while self.take(';') {
				arguments.push(self.sum());
			}
			assert!(self.take(')'), "`)` and not `{}`", self.rest);
			let choose = |a: Exact, b: Exact, most: bool| if a.is_more(&b) == most { a } else { b };
			return match (name.as_str(), arguments.as_slice()) {
				("floor", [one]) => one.round(self.decimals, false),
				("ceil", [one]) => one.round(self.decimals, true),
				("min", [first, rest @ ..]) => {
					rest.iter().fold(*first, |a, b| choose(a, *b, false))
				}
				("max", [first, rest @ ..]) => rest.iter().fold(*first, |a, b| choose(a, *b, true)),
				_ => panic!("no function {name} of {} arguments", arguments.len()),
			};
		}
		let (digits, after) = parse(&self.word(|c| c.is_ascii_digit() || c == ',' || c == '.'));
		let percent = self.take('%');
		Exact::of(digits, if percent { after + 2 } else { after })
	}
}

/// A row of the document's tables.
struct Row {
	how: &'static str,
	value: &'static str,
	/// Whether the chain has been asked.
	seen: Cell<bool>,
}

/// The numbers of the document, by name.
struct Document(BTreeMap<&'static str, Row>);

impl Document {
	fn read(text: &'static str) -> Self {
		let mut rows = BTreeMap::new();
		let mut numbers = false;
		for line in text.lines() {
			let cells: Vec<_> = line.split('|').map(str::trim).collect();
			match cells.as_slice() {
				["", "number", "how", "value", ""] => numbers = true,
				["", name, how, value, ""] if numbers && !name.starts_with('-') => {
					let row = Row { how, value, seen: Cell::new(false) };
					assert!(rows.insert(*name, row).is_none(), "two rows of the name {name}");
				}
				["", ..] if numbers && line.starts_with('|') => {}
				_ => numbers = false,
			}
		}
		Self(rows)
	}

	fn row(&self, name: &str) -> &Row {
		let row = self.0.get(name).unwrap_or_else(|| panic!("the document has no row `{name}`"));
		row.seen.set(true);
		row
	}

	/// What the document gives, in the smallest unit.
	fn given(&self, name: &str) -> u128 {
		let row = self.row(name);
		assert_eq!(row.how, "given", "{name}");
		value(row.value).0
	}

	fn cuc(&self, name: &str) -> Cuc {
		self.given(name).try_into().unwrap()
	}

	fn price(&self, name: &str) -> Price {
		Price::from_inner(self.given(name))
	}

	/// What the document says and the chain says too, in the smallest unit.
	#[track_caller]
	fn says(&self, name: &str, chain: impl TryInto<u128>) {
		let row = self.row(name);
		assert_ne!(row.how, "given", "{name}");
		let chain = chain.try_into().ok().expect("an amount");
		let (written, decimals) = value(row.value);
		assert_eq!(written, chain, "{name}: the document says {}", row.value);
		if let Some(formula) = row.how.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')) {
			let result = Formula::work_out(formula, decimals);
			assert_eq!(result, Exact::of(written, decimals), "{name}: {formula} = {}", row.value);
		} else {
			assert_eq!(row.how, "of the chain", "{name}");
		}
	}

	/// As [`Self::says`], for a price.
	#[track_caller]
	fn price_is(&self, name: &str, chain: Option<Price>) {
		self.says(name, chain.expect("there is a price").into_inner());
	}

	fn all_seen(&self) {
		let unseen: Vec<_> = self.0.iter().filter(|(_, row)| !row.seen.get()).collect();
		let names: Vec<_> = unseen.iter().map(|(name, _)| **name).collect();
		assert!(names.is_empty(), "nothing holds these numbers: {names:?}");
	}
}

fn usdc(who: &AccountId) -> Balance {
	Assets::balance(USDC, who)
}

fn pot(name: [u8; 8]) -> Balance {
	use sp_runtime::traits::AccountIdConversion;
	let account: AccountId = frame_support::PalletId(name).into_account_truncating();
	assert!(pot_accounts().contains(&account));
	balance(&account)
}

fn credits() -> Cuc {
	views::credit_balance(&Ferdie.to_account_id()).total
}

fn remaining() -> Cuc {
	views::session(0).unwrap().remaining
}

/// Makes a block in which every member feeds `price`: for one exchange in even blocks, for the other in
/// odd ones.
fn feed_block(price: Price) {
	begin_block();
	let timestamp = slot() * SLOT_DURATION_MS;
	let source = (System::block_number() % 2) as u8;
	// The block that begins an epoch is full.
	if pallet_epochs::CurrentEpoch::<Runtime>::get().first_block < System::block_number() {
		for member in ORACLE {
			ok(member, pallet_oracle_twap::Call::feed { source, price, timestamp });
		}
	}
	end_block();
}

/// Makes blocks, with `price` fed, up to the first one of `epoch`.
fn run_to(epoch: u32, price: Price) {
	while Epochs::current() < epoch {
		feed_block(price);
	}
}

/// Seqs with the receipts' operator and price, as one row.
fn operator_row(hotkey: Sr25519Keyring, prices: &[Cuc], commission: Cuc) -> OperatorRow {
	let count = prices.len() as u32;
	OperatorRow {
		hotkey: hotkey.to_account_id(),
		model: 0,
		adapter: None,
		mode: VerificationMode::Vanilla,
		count,
		tokens: 100 * u64::from(count),
		cuc: prices.iter().sum(),
		commission,
	}
}

/// A batch of session 0 whose receipts are in the order of `operators`.
fn submission(
	operators: Vec<OperatorRow>,
	session: SessionRow,
	entries: &[Entry],
) -> (BatchSubmission, Tree) {
	let leaves = (0u32..).zip(entries).map(|(index, entry)| entry.leaf(index)).collect();
	let tree = Tree::build(TreeKind::Seq, leaves).unwrap();
	let batch = BatchSubmission {
		top_ops: Hash::repeat_byte(1),
		top_seq: tree.top().hash,
		count: operators.iter().map(|row| row.count).sum(),
		entries: entries.len() as u32,
		tokens: operators.iter().map(|row| row.tokens).sum(),
		cuc: session.cuc,
		operators: operators.try_into().unwrap(),
		sessions: vec![session].try_into().unwrap(),
		blob_url: Default::default(),
	};
	(batch, tree)
}

fn submit(batch: BatchSubmission) {
	ok(Bob, pallet_receipts::Call::submit_batch { submission: Box::new(batch) });
}

/// What is booked for a payee in open epochs.
fn due(who: Sr25519Keyring) -> Cuc {
	Bme::dues_of(&who.to_account_id()).iter().map(|due| due.cuc).sum()
}

/// Bob is the gateway. Charlie's operator with Dave's key, whose pay goes to Two, is the first one;
/// Eve's with One's key the second. Ferdie is the customer. Returns in epoch 2, with the oracle fresh,
/// after a heartbeat of the second operator alone.
fn cast(document: &Document) -> Price {
	let price = document.price("price fed at first");
	let commission = document.given("commission").try_into().unwrap();
	let max_commission = Perbill::from_parts(commission);
	begin_block();
	register_gateway(Bob, 1_000 * OROG);
	TestOperator { max_commission, ..Default::default() }.serve(Bob);
	let second = TestOperator {
		coldkey: Eve,
		hotkey: One,
		payout: BobStash,
		max_commission,
		..Default::default()
	};
	second.serve(Bob);
	end_block();
	run_to(1, price);
	begin_block();
	let heartbeat = pallet_operator_stake::Call::heartbeat {
		epoch_number: Epochs::current(),
		capabilities_summary_hash: Hash::zero(),
		attestation_report_hash: Hash::zero(),
	};
	ok(One, heartbeat);
	end_block();
	run_to(2, price);
	price
}

fn prices(document: &Document) {
	let oracle = views::oracle();
	assert_eq!(oracle.state, OracleHealth::Fresh);
	let governed = pallet_oracle_twap::BootstrapPrice::<Runtime>::get();
	document.price_is("governed price", governed);
	document.price_is("spot price", oracle.spot);
	document.price_is("TWAP", oracle.twap);
	document.price_is("credit price", oracle.credit_price);
	document.price_is("payout price", oracle.payout_price);
}

/// Burn, top-up and session. Returns when the session was opened.
fn buy_credits(document: &Document, spot: Price) -> u64 {
	let beneficiary = Ferdie.to_account_id();
	let orog = document.given("OROG burned");
	ok(Ferdie, pallet_bme::Call::burn { orog, beneficiary: beneficiary.clone(), min_cuc: 1 });
	document.says("credits of the burn", credits());

	let Reserves { orog: held, dollars } = UsdcMarket::reserves().unwrap();
	document.says("OROG of the pool", held);
	document.says("USDC of the pool", dollars);
	let (before, burned) = (usdc(&beneficiary), views::bme_status().burned);
	let cuc = document.cuc("credits topped up");
	let quote = views::top_up_quote(USDC, cuc).cost.unwrap();
	ok(
		Ferdie,
		pallet_bme::Call::top_up {
			asset: USDC,
			max_in: quote,
			cuc,
			beneficiary: beneficiary.clone(),
		},
	);
	let bought = views::bme_status().burned - burned;
	document.says("OROG of the top-up", bought);
	document.says("USDC of the top-up", before - usdc(&beneficiary));
	let most = value(document.row("most that it may cost").value).0;
	assert!(is_fair_cost(most, bought, spot) && !is_fair_cost(most + 1, bought, spot));
	document.says("most that it may cost", most);
	document.says("OROG destroyed by now", views::bme_status().burned);
	document.says("credits of the customer", credits());
	let after = UsdcMarket::reserves().unwrap();
	document.says("OROG of the pool by then", after.orog);
	document.says("USDC of the pool by then", after.dollars);

	let opened_at = slot() * SLOT_DURATION_MS;
	ok(
		Ferdie,
		pallet_credits::Call::open_session {
			gateway: Bob.to_account_id(),
			key: SessionKey::Sr25519(Alice.public()),
			cap: document.cuc("cap of the session"),
			expires_at: opened_at + 600_000,
			ack_window: None,
			models: Default::default(),
		},
	);
	document.says("credits left in lots", credits());
	opened_at
}

/// The first batch, as it was settled.
struct Settled {
	entries: Vec<Entry>,
	tree: Tree,
	operators: Vec<SettledOperatorRow>,
	sessions: Vec<SettledSessionRow>,
}

/// A row of `prices`, and its numbers: share, commission and due are those of the chain's arithmetic,
/// and the caller holds what the chain booked against them.
fn row(
	document: &Document,
	name: &str,
	hotkey: Sr25519Keyring,
	prices: &[Cuc],
) -> (OperatorRow, Cuc) {
	let number = if hotkey == Dave { "first" } else { "second" };
	let agreed = Perbill::from_parts(document.given("commission").try_into().unwrap());
	let emission = views::operator(&hotkey.to_account_id()).unwrap().emission_share;
	document.says(&format!("emission share of the {number} operator"), emission);
	let share = operator_share(prices.iter().sum());
	let commission = agreed.mul_floor(share);
	let due = Perbill::from_parts(emission).mul_floor(share - commission);
	let row = operator_row(hotkey, prices, commission);
	document.says(name, row.cuc);
	document.says(&format!("share of the {name}"), share);
	document.says(&format!("commission of the {name}"), commission);
	document.says(&format!("due of the {name}"), due);
	(row, due)
}

fn first_batch(document: &Document, opened_at: u64) -> Settled {
	let each = document.cuc("price of each of seqs 0 to 4");
	let last = document.cuc("price of seq 8");
	let second_each = document.cuc("price of each of seqs 5 and 6");
	let (first, first_due) =
		row(document, "first row", Dave, &[each, each, each, each, each, last]);
	let (second, second_due) = row(document, "second row", One, &[second_each, second_each]);

	// Leaves are sorted by hotkey, then by seq.
	let mut seqs = vec![(Dave, vec![0, 1, 2, 3, 4, 8]), (One, vec![5, 6])];
	seqs.sort_by_key(|(hotkey, _)| hotkey.to_account_id());
	let order: Vec<u32> = seqs.into_iter().flat_map(|(_, seqs)| seqs).collect();
	let entries: Vec<_> = (0..10u32)
		.map(|seq| {
			let (cuc, state) = match (seq, order.iter().position(|of| *of == seq)) {
				(7, _) => (0, EntryState::Void),
				(9, _) => (0, EntryState::Deferred),
				(seq, Some(leaf)) => {
					let cuc = match seq {
						5 | 6 => second_each,
						8 => last,
						_ => each,
					};
					(cuc, EntryState::Leaf(leaf as u32))
				}
				_ => unreachable!(),
			};
			Entry { session: 0, seq, cuc, state }
		})
		.collect();
	let session = SessionRow {
		session: 0,
		from_seq: 0,
		count: 10,
		void: 1,
		deferred: 1,
		late: 0,
		cuc: first.cuc + second.cuc,
	};
	let operator = |row: OperatorRow, payee: Sr25519Keyring, due| {
		let terms = OperatorTerms {
			operator: OperatorStake::view(&row.hotkey).unwrap().id,
			payee: payee.to_account_id(),
			due,
			commission: row.commission,
		};
		SettledOperatorRow { row, terms }
	};
	let mut operators =
		vec![operator(first, Two, first_due), operator(second, BobStash, second_due)];
	operators.sort_by_key(|settled| settled.row.hotkey.clone());
	let info = views::session(0).unwrap();
	let terms = SessionTerms {
		owner: Ferdie.to_account_id(),
		expiry_day: info.expiry_day,
		key: SessionKey::Sr25519(Alice.public()),
		ack_window: info.ack_window,
		opened_at,
		models: SessionTerms::models_hash(&[]),
	};
	let sessions = vec![SettledSessionRow { row: session.clone(), terms }];

	let rows = operators.iter().map(|settled| settled.row.clone()).collect();
	let (batch, tree) = submission(rows, session, &entries);
	document.says("receipts of the first batch", batch.count);
	document.says("entries of the first batch", batch.entries);
	document.says("CUC of the first batch", batch.cuc);
	submit(batch);
	document.says("left in the session after it", remaining());
	// The chain has booked what the rows say, to the last unit.
	assert_eq!(views::batch(0).unwrap().rows_root, rows_root(&operators, &sessions));
	assert_eq!((due(Two), due(BobStash)), (first_due, second_due));
	assert!(Credits::request_burned(0, 7) && !Credits::request_burned(0, 9));
	Settled { entries, tree, operators, sessions }
}

fn second_batch(document: &Document) {
	let late = document.cuc("price of seq 9");
	let price = document.cuc("price of seq 10");
	let before = (due(Two), due(Bob));
	let (row, booked) = row(document, "third row", Dave, &[late, price]);
	let commission = row.commission;
	let entry = |seq, cuc, leaf| Entry { session: 0, seq, cuc, state: EntryState::Leaf(leaf) };
	let entries = [entry(9, late, 0), entry(10, price, 1)];
	let session = SessionRow {
		session: 0,
		from_seq: 10,
		count: 1,
		void: 0,
		deferred: 0,
		late: 1,
		cuc: row.cuc,
	};
	let (batch, _) = submission(vec![row], session, &entries);
	document.says("entries of the second batch", batch.entries);
	submit(batch);
	assert_eq!((due(Two), due(Bob)), (before.0 + booked, before.1 + commission));
	document.says("left in the session after both", remaining());
	assert!(Credits::request_burned(0, 9) && Credits::request_burned(0, 10));
	assert!(!Credits::request_burned(0, 11));
}

fn forfeit_and_refund(document: &Document, settled: &Settled) {
	let Settled { entries, tree, operators, sessions } = settled;
	document.says("open CUC before", views::bme_status().open_cuc);
	let hotkey = One.to_account_id();
	let index = operators.iter().position(|settled| settled.row.hotkey == hotkey).unwrap();
	let opening = RowOpening::of_operator(operators, sessions, index as u32).unwrap();
	ok(
		Eve,
		pallet_receipts::Call::forfeit_row {
			batch: 0,
			row: Box::new(operators[index].clone()),
			opening: Box::new(opening),
		},
	);
	document.says("CUC given up", Credits::supply_today().refundable);
	document.says("CUC of the epoch", views::bme_status().open_cuc);
	document.says("due of the first operator", due(Two));
	document.says("due of the gateway", due(Bob));
	assert_eq!(due(BobStash), 0);
	let work = pallet_bme::OpenWork::<Runtime>::get(2).unwrap();
	document.says("dues of the epoch", work.dues);

	let before = credits();
	let claim = RefundClaim {
		opening: RowOpening::of_session(operators, sessions, 0).unwrap(),
		sum: tree.open_sum(0, sessions[0].row.count).unwrap(),
		session: sessions[0].clone(),
		first: 5,
		entries: entries[5..7].to_vec().try_into().unwrap(),
		proof: tree.open_range(5, 2).unwrap(),
	};
	ok(Alice, pallet_receipts::Call::claim_refund { batch: 0, claim: Box::new(claim) });
	let each = document.cuc("price of each of seqs 5 and 6");
	document.says("entries refunded", (credits() - before) / each);
	document.says("credits left in lots after the refund", credits());
	assert_eq!(Credits::supply_today().refundable, 0);
}

/// The first block of epoch 4: what is closed, and what of it is minted.
fn closing(document: &Document) {
	let closing = pallet_bme::Closings::<Runtime>::get(2).unwrap();
	assert_eq!(views::batch(0).unwrap().state, BatchState::Final);
	document.price_is("payout price at the closing", Some(closing.price));
	document.says("emission", cuc_to_orog(closing.cuc.into(), closing.price).unwrap());
	document.says("operators' share of the epoch", operator_share(closing.cuc));
	document.says("for operators and gateway", closing.operators);
	document.says("for the treasury", closing.pots.treasury);
	document.says("for governance", closing.pots.governance);
	document.says("for verification", closing.pots.verification);
	let status = views::bme_status();
	document.says("payable", status.queued);

	let supply = pallet_bme::SupplyRecord::<Runtime>::get().anniversary;
	document.says("supply at genesis", supply);
	document.says("epochs of a year", Epochs::epochs_per_year());
	document.says("headroom of an epoch", status.headroom);
	document.says("minted at the closing", status.minted);
	assert_eq!(status.minted, status.funded);
	document.says("waiting in the line", status.queued - status.funded);
	assert!(views::dues(&Two.to_account_id()).iter().all(|due| due.state == DueState::Queued));
}

/// The beginning of epoch 5: the rest is minted and everyone is paid. `before` is what everyone had.
fn pay(document: &Document, before: &[Balance]) {
	let status = views::bme_status();
	document.says("minted in all", status.minted);
	document.says(
		"minted an epoch later",
		status.minted - value(document.row("minted at the closing").value).0,
	);
	assert_eq!((status.queued, views::dues(&Two.to_account_id())), (status.funded, vec![]));

	let now = holdings();
	let got = |place: usize| now[place] - before[place];
	let queued = status.swap_queue;
	document.says("pay of the first operator", got(0) + queued);
	document.says("pay of the gateway", got(1));
	document.says("share in USDC", Bme::usdc_share(&Two.to_account_id()).deconstruct());
	document.says("joins the swap queue", queued);
	document.says("to the operator's balance", got(0));
	// What flooring left is known when the last payee is priced; it is paid with the next shares.
	let verification = got(2) + pallet_bme::Owed::<Runtime>::get().verification;
	let closing = pallet_bme::Closings::<Runtime>::get(2).unwrap();
	document.says("left by flooring", verification - closing.pots.verification);
	document.says("to verification in all", verification);
	assert_eq!(got(3), value(document.row("for the treasury").value).0);
	assert_eq!(got(4), value(document.row("for governance").value).0);
	document.says("OROG minted", got(0) + queued + got(1) + verification + got(3) + got(4));
	let price = document.price("price fed before the closing");
	document.says("worth of what was minted", orog_to_cuc(status.minted, price).unwrap());
}

/// OROG of the first operator's payee, the gateway, and the pots but escrow and payouts.
fn holdings() -> [Balance; 5] {
	use orogen_primitives_core::pots;
	[
		balance(&Two.to_account_id()),
		balance(&Bob.to_account_id()),
		pot(pots::VERIFICATION),
		pot(pots::TREASURY),
		pot(pots::GOVERNANCE),
	]
}

/// A top-up from the queue, and a sale to the AMM.
fn swap_queue(document: &Document, first_price: Price) {
	let (who, beneficiary) = (Two.to_account_id(), Ferdie.to_account_id());
	let dollars = usdc(&who);
	begin_block();
	let burned = views::bme_status().burned;
	let cuc = document.cuc("credits topped up from the queue");
	let cost = views::top_up_quote(USDC, cuc).cost.unwrap();
	let pool = UsdcMarket::reserves();
	ok(Ferdie, pallet_bme::Call::top_up { asset: USDC, max_in: cost, cuc, beneficiary });
	assert_eq!(pool, UsdcMarket::reserves(), "the AMM has no part in it");
	document.says("OROG of that top-up", views::bme_status().burned - burned);
	document.says("USDC to the operator for it", usdc(&who) - dollars);
	let left = views::bme_status().swap_queue;
	document.says("left in the queue", left);
	document.says("OROG destroyed", views::bme_status().burned);
	end_block();
	assert_eq!(views::bme_status().swap_queue, left, "no idle block sells at this price");

	let price = document.price("price fed at last");
	assert_eq!(price, first_price);
	document.says("least that it may pay", least_sale(left, price).unwrap());
	document.says("most that idle blocks sell at once", most_sale(pool.unwrap().orog));
	let before = usdc(&who);
	// Both exchanges, and a block in which both prices hold.
	feed_block(price);
	feed_block(price);
	run_blocks(1);
	assert_eq!(views::bme_status().swap_queue, 0);
	document.says("USDC of the AMM for the rest", usdc(&who) - before);
	document.says("USDC of the operator", usdc(&who) - dollars);
}

#[test]
fn the_worked_example_should_be_what_the_chain_does() {
	let document = Document::read(DOCUMENT);
	preset(DEVELOPMENT).execute_with(|| {
		let first_price = cast(&document);
		assert_eq!(views::bme_status().burned, 0);
		prices(&document);

		begin_block();
		let opened_at = buy_credits(&document, first_price);
		let settled = first_batch(&document, opened_at);
		second_batch(&document);
		forfeit_and_refund(&document, &settled);
		// The gateway wants OROG alone; the customer ends the session.
		ok(Bob, pallet_bme::Call::set_payout_preference { share: Perbill::zero() });
		ok(Ferdie, pallet_credits::Call::close_session { session: 0 });
		end_block();
		try_state();
		assert_eq!(Epochs::current(), 2);

		let price = document.price("price fed before the closing");
		let before = holdings();
		run_to(4, price);
		closing(&document);
		try_state();
		run_to(5, price);
		// The first idle block.
		feed_block(price);
		pay(&document, &before);
		try_state();
		swap_queue(&document, first_price);

		let over = views::session(0).unwrap().settle_until;
		while System::block_number() < over {
			run_blocks(1);
		}
		begin_block();
		document.says("returned by the session", remaining());
		ok(Ferdie, pallet_credits::Call::close_session { session: 0 });
		assert!(views::session(0).is_none());
		end_block();
		document.says("credits of the customer at last", credits());
		let status = views::bme_status();
		document.says("CUC created", status.created_cuc);
		document.says("CUC consumed", status.consumed_cuc);
		try_state();
	});
	document.all_seen();
}

#[test]
fn formulas_should_be_worked_out_exactly() {
	for (formula, result) in [
		("1 + 2 × 3 − 4 ÷ 8", (65, 1)),
		("(1 + 2) × 3", (9, 0)),
		("floor(2 ÷ 3)", (666_666, 6)),
		("ceil(2 ÷ 3)", (666_667, 6)),
		("min(3; 1; 2) + max(1; 3; 2)", (4, 0)),
		("floor(12.5 % × 1,000.000001)", (125, 0)),
	] {
		assert_eq!(Formula::work_out(formula, 6), Exact::of(result.0, result.1), "{formula}");
	}
	assert_eq!(value("1,234.5 OROG"), (1_234_500_000_000_000, 12));
	assert_eq!(value("70 %"), (700_000_000, 9));
	assert_eq!(value("0.4975 USD"), (497_500_000_000_000_000, 18));
	assert_eq!(value("8"), (8, 0));
}

#[test]
#[should_panic(expected = "credit price: the document says")]
fn a_changed_number_should_be_found() {
	let document = Document::read(DOCUMENT);
	document.price_is("credit price", Some(Price::saturating_from_rational(4_976, 10_000)));
}

#[test]
#[should_panic(expected = "nothing holds these numbers")]
fn a_number_that_nothing_holds_should_be_found() {
	Document::read("| number | how | value |\n|---|---|---|\n| x | `1 + 1` | 2 |\n").all_seen();
}
