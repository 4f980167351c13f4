use super::*;
use orogen_primitives_core::BlockNumber;
use orogen_primitives_runtime_api::Pots;
use proptest::prelude::*;
use subxt::utils::AccountId32;

fn who(byte: u8) -> AccountId {
	AccountId::new([byte; 32])
}

const CUSTOMER: u8 = 1;
const PAYEE: u8 = 2;

fn snapshot(number: BlockNumber) -> Snapshot {
	let pots = Pots { verification: 0, treasury: 0, governance: 0, payouts: 0 };
	Snapshot {
		block: BlockId { number, hash: Hash::zero() },
		bme: BmeStatus {
			epoch: 0,
			first_open_epoch: 0,
			closing_delay: 1,
			issuance: 1_000_000,
			burned: 0,
			minted: 0,
			supported: 0,
			created_cuc: 0,
			consumed_cuc: 0,
			open_cuc: 0,
			creatable_today: 0,
			headroom: 0,
			headroom_left: 0,
			queued: 0,
			funded: 0,
			swap_queue: 0,
			oldest_unfunded_epoch: None,
			pots,
		},
		credits: CreditSupply::default(),
		balances: BTreeMap::from([(who(CUSTOMER), 5_000), (who(PAYEE), 10)]),
		owed: OwedShares::default(),
		lots: 0,
		dollars: BTreeMap::from([(who(CUSTOMER), 900), (pool_account(), 5_000)]),
		dollar_supply: 9_000,
	}
}

fn session(remaining: Cuc, settled: Cuc) -> SessionInfo {
	SessionInfo {
		id: 7,
		owner: who(CUSTOMER),
		gateway: who(3),
		key_scheme: b"sr25519".to_vec(),
		key: vec![],
		cap: remaining + settled,
		settled,
		remaining,
		expires_at: 0,
		settle_until: 0,
		ack_window: 8,
		models: vec![],
		next_seq: 0,
		deferred: vec![],
		expiry_day: 0,
		closing: false,
		deposit: 0,
	}
}

fn batch(cuc: Cuc) -> BatchInfo {
	BatchInfo {
		id: 4,
		gateway: who(3),
		epoch: 0,
		submitted: 0,
		root_ops: Hash::zero(),
		root_seq: Hash::zero(),
		rows_root: Hash::zero(),
		count: 1,
		entries: 1,
		operator_rows: 1,
		session_rows: 1,
		tokens: 1,
		cuc,
		blob_url: vec![],
		state: BatchState::Final,
		void: None,
	}
}

/// A burn of 1,000 planck for 500, a session of 300 of which two batches consumed 120, 200 planck
/// minted: 150 paid, 30, 10 and 5 to the pots, 5 on the way.
fn story() -> (Snapshot, Snapshot, Flows, Subject) {
	let (before, mut after) = (snapshot(10), snapshot(50));
	after.bme.burned = 1_000;
	after.bme.minted = 200;
	after.bme.created_cuc = 500;
	after.bme.consumed_cuc = 120;
	after.bme.issuance = 1_000_000 + 200 - 1_000 - 7;
	after.credits =
		CreditSupply { created: 500, settled: 120, lots: 200, sessions: 180, ..Default::default() };
	after.lots = 200;
	// What flooring left, on its way to verification.
	after.owed.verification = 2;
	after.balances.insert(who(CUSTOMER), 5_000 - 1_000 - 7);
	after.balances.insert(who(PAYEE), 160);
	for ((_, pot), amount) in pots().into_iter().zip([30, 10, 5, 5]) {
		after.balances.insert(pot, amount);
	}
	let [verification, treasury, governance, payouts] = pots().map(|(_, pot)| pot);
	let flows = Flows {
		burned: BTreeMap::from([(who(CUSTOMER), 1_000)]),
		created: BTreeMap::from([(who(CUSTOMER), 500)]),
		minted: 200,
		paid: 150,
		released: 47,
		from_payouts: BTreeMap::from([
			(who(PAYEE), 150),
			(verification.clone(), 30),
			(treasury.clone(), 10),
			(governance.clone(), 5),
		]),
		fees: BTreeMap::from([(who(CUSTOMER), 7)]),
		received: BTreeMap::from([
			(who(PAYEE), 150),
			(verification, 30),
			(treasury, 10),
			(governance, 5),
		]),
		sent: BTreeMap::from([(payouts, 195)]),
		settled: 120,
		..Flows::default()
	};
	let subject = Subject {
		accounts: vec![("customer".into(), who(CUSTOMER)), ("payee".into(), who(PAYEE))],
		customer: who(CUSTOMER),
		session: Some(session(180, 120)),
		session_id: 7,
		batches: vec![(4, Some(batch(100))), (5, Some(batch(20)))],
	};
	(before, after, flows, subject)
}

#[test]
fn pots_should_have_the_accounts_of_the_runtime() {
	// The treasury of chains that call it "py/trsry".
	assert_eq!(
		pot_account(*b"py/trsry").to_ss58check(),
		"5EYCAe5ijiYfyeZ2JJCGq56LmPyNRAKzpG4QkoQkkQNB5e6Z"
	);
}

#[test]
fn books_in_order_should_balance() {
	let (before, after, flows, subject) = story();
	let ledger = Ledger::new(&before, &after, &flows, &subject);
	assert_eq!(ledger.faults(), Vec::<String>::new());
	ledger.check().unwrap();
	assert_eq!(ledger.accounts.len(), 6);
	let json = serde_json::to_value(&ledger).unwrap();
	assert_eq!(json["accounts"][0]["before"], "5000");
	assert_eq!(json["sums"][0]["unit"], "cuc");
}

/// 60 planck in the swap queue before and 15 more: a top-up takes 20 of them for 11 USDC and 30 of
/// the AMM for 16, which buys 10 for 5, and 7 are paid in OROG after all. 4 planck of support.
fn story_of_dollars() -> (Snapshot, Snapshot, Flows, Subject) {
	let (mut before, mut after, mut flows, subject) = story();
	let [verification, _, _, payouts] = pots().map(|(_, pot)| pot);
	before.balances.insert(payouts.clone(), 60);
	*after.balances.get_mut(&payouts).unwrap() += 60 - 20 - 10 - 7;
	before.bme.swap_queue = 60;
	after.bme.swap_queue = 60 + 15 - 20 - 10 - 7;
	flows.queued = BTreeMap::from([(who(PAYEE), 15)]);
	flows.topped_up = 50;
	flows.bought = 30;
	flows.sold = 10;
	flows.unsold = 7;
	flows.paid += 7;
	for sums in [&mut flows.from_payouts, &mut flows.received] {
		*sums.get_mut(&who(PAYEE)).unwrap() += 7;
	}
	*flows.sent.get_mut(&payouts).unwrap() += 7;
	*after.balances.get_mut(&who(PAYEE)).unwrap() += 7;
	flows.created.insert(who(CUSTOMER), 500 + 25);
	flows.topped = BTreeMap::from([(who(CUSTOMER), 25)]);
	after.lots += 25;
	after.credits.lots += 25;
	after.credits.created += 25;
	after.bme.created_cuc += 25;
	let sale = |amount, dollars, top_up| Sale { who: who(PAYEE), amount, dollars, top_up };
	flows.sales = vec![sale(20, 11, true), sale(10, 5, false)];
	flows.dollars = DollarFlows {
		received: BTreeMap::from([(who(PAYEE), 16), (pool_account(), 16)]),
		sent: BTreeMap::from([(who(CUSTOMER), 27), (pool_account(), 5)]),
		topped_up: BTreeMap::from([(who(CUSTOMER), 27)]),
		..DollarFlows::default()
	};
	after.dollars = BTreeMap::from([
		(who(CUSTOMER), 900 - 27),
		(who(PAYEE), 16),
		(pool_account(), 5_000 + 16 - 5),
	]);
	after.bme.burned += 50;
	flows.supported = 4;
	after.bme.supported = 4;
	after.bme.minted += 4;
	*after.balances.get_mut(&verification).unwrap() += 4;
	after.bme.issuance = after.bme.issuance + 4 - 50;
	(before, after, flows, subject)
}

#[test]
fn top_ups_and_sales_should_balance() {
	let (before, after, flows, subject) = story_of_dollars();
	let ledger = Ledger::new(&before, &after, &flows, &subject);
	assert_eq!(ledger.faults(), Vec::<String>::new());
	let names: Vec<_> = ledger.dollars.iter().map(|line| line.name.as_str()).collect();
	assert_eq!(names, ["customer", "payee", "AMM's pool"]);
}

#[test]
fn a_single_unit_of_usdc_should_be_missed() {
	type Change = fn(&mut Snapshot, &mut Flows);
	let changes: [(Change, &str); 7] = [
		(
			|after, _| *after.dollars.get_mut(&who(PAYEE)).unwrap() += 1,
			"USDC of payees for OROG of the swap queue: off by -1 USDC units",
		),
		(
			|after, _| *after.dollars.get_mut(&who(CUSTOMER)).unwrap() -= 1,
			"USDC of account customer: off by +1 USDC units",
		),
		(
			|after, _| *after.dollars.get_mut(&pool_account()).unwrap() -= 1,
			"USDC of the AMM's pool: off by +1 USDC units",
		),
		(
			|_, flows| flows.sales[1].dollars += 1,
			"USDC of payees for OROG of the swap queue: off by +1 USDC units",
		),
		(|after, _| after.dollar_supply += 1, "USDC in existence: off by -1 USDC units"),
		(|after, _| after.bme.swap_queue += 1, "OROG of the swap queue: off by -1 planck"),
		(|_, flows| flows.unsold += 1, "OROG of the swap queue: off by -1 planck"),
	];
	for (change, fault) in changes {
		let (before, mut after, mut flows, subject) = story_of_dollars();
		change(&mut after, &mut flows);
		let faults = Ledger::new(&before, &after, &flows, &subject).faults();
		assert!(faults.iter().any(|found| found == fault), "{fault}: {faults:?}");
	}
}

#[test]
fn a_payment_should_be_noted_once() {
	let mut flows = Flows { unexplained: vec![(who(PAYEE), 70)], ..Flows::default() };
	let payee = || AccountId32(who(PAYEE).into());
	assert!(flows.pay(payee(), 70));
	// What says that the queue did not take a part of it.
	assert!(!flows.pay(payee(), 49));
	assert!(!flows.pay(payee(), 70));
	assert_eq!(flows.paid, 70);
}

#[test]
fn a_single_planck_or_micro_usd_should_be_missed() {
	type Change = fn(&mut Snapshot, &mut Flows, &mut Subject);
	let changes: [(Change, &str); 10] = [
		(|after, _, _| after.lots += 1, "CUC of the customer: off by -1 micro-USD"),
		(|_, flows, _| flows.minted += 1, "OROG of the pot payouts: off by +1 planck"),
		(|after, _, _| after.bme.issuance += 1, "OROG in existence: off by -1 planck"),
		(|after, _, _| after.bme.burned -= 1, "OROG burned for credits: off by +1 planck"),
		(|after, _, _| after.credits.breakage += 1, "CUC since genesis: off by -1 micro-USD"),
		(
			|after, _, _| after.bme.created_cuc += 1,
			"CUC created, by both pallets: off by +1 micro-USD",
		),
		(
			|after, _, _| *after.balances.get_mut(&who(PAYEE)).unwrap() -= 1,
			"account payee: off by +1 planck",
		),
		(|_, flows, _| flows.released -= 1, "OROG of the pots: off by -1 planck"),
		(
			|_, flows, _| flows.paid += 1,
			"OROG of payees, by events and transfers: off by +1 planck",
		),
		(
			|_, _, subject| subject.batches[0].1 = Some(batch(101)),
			"CUC of the session's batches: off by +1 micro-USD",
		),
	];
	for (change, fault) in changes {
		let (before, mut after, mut flows, mut subject) = story();
		change(&mut after, &mut flows, &mut subject);
		let ledger = Ledger::new(&before, &after, &flows, &subject);
		assert!(
			ledger.faults().iter().any(|found| found == fault),
			"{fault}: {:?}",
			ledger.faults()
		);
		assert!(ledger.check().unwrap_err().to_string().starts_with("not balanced: "));
	}
}

proptest! {
	#[test]
	fn a_sum_should_balance_only_when_it_does(
		left in prop::collection::vec(0u64..1_000, 0..6),
		right in prop::collection::vec(0u64..1_000, 0..6),
	) {
		let mut sum = Sum::new("x", Unit::Cuc);
		for amount in &left {
			sum = sum.left("l", *amount);
		}
		for amount in &right {
			sum = sum.right("r", *amount);
		}
		let equal = left.iter().sum::<u64>() == right.iter().sum::<u64>();
		prop_assert_eq!(sum.fault().is_none(), equal);
	}
}
