//! An operator gives a row of a batch up and its customers get their credits back, against a real
//! development node.

mod common;

use common::{SOON, World, wait_for};
use serde_json::{Value, json};
use std::process::Output;

/// Micro-USD of one answer.
const PRICE: u64 = 900;

fn number(value: &Value) -> u64 {
	value.as_str().unwrap_or_else(|| panic!("{value} is no decimal string")).parse().unwrap()
}

fn stderr(output: &Output) -> String {
	String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_row_that_is_given_up_should_return_to_the_customers() {
	let mut world = World::start(1_000);
	world.feed();
	let gateway = world.account("//One");
	world.run(&["gateway", "register", "--suri", "//One"]);
	let (bad, good) = (
		world.operator("//Two", "//bad//hot", &gateway),
		world.operator("//Bob//stash", "//good//hot", &gateway),
	);
	for customer in ["//Ferdie", "//Eve"] {
		world.run(&["burn", "20 OROG", "--suri", customer]);
	}
	let first = world.session("//Ferdie", &gateway, "3 CUC");
	let second = world.session("//Eve", &gateway, "3 CUC");
	let third = world.session("//Ferdie", &gateway, "3 CUC");
	// The first session was served by both operators, the others by the bad one only.
	let mut lines = world.sign(&first, &gateway, "//good//hot", 3).0;
	lines.extend(world.sign(&first, &gateway, "//bad//hot", 4).0);
	lines.extend(world.sign(&first, &gateway, "//good//hot", 2).0);
	lines.extend(world.sign(&second, &gateway, "//bad//hot", 2).0);
	lines.extend(world.sign(&third, &gateway, "//bad//hot", 1).0);
	let file = world.write("receipts.jsonl", &lines.join("\n"));

	// A batch is open for one epoch and what is left of its own: begin with a fresh one.
	let epoch = world.run(&["status"])["bme"]["epoch"].clone();
	wait_for("an epoch", SOON, || (world.run(&["status"])["bme"]["epoch"] != epoch).then_some(()));
	let settled = world.run(&["gateway", "settle", &file, "--suri", "//One"]);
	let batch = settled["batch"].as_str().unwrap().to_owned();
	assert_eq!((&settled["receipts"], &settled["cuc"]), (&json!(12), &json!("10800")));

	// Which row is whose.
	let shown = world.run(&["receipt", "batch", &batch]);
	assert_eq!((&shown["state"], &shown["void"]), (&json!("open"), &Value::Null));
	let operators = shown["rows"]["operators"].as_array().unwrap();
	let row_of = |who: &str| operators.iter().position(|row| row["hotkey"] == who).unwrap();
	let (row, other) = (row_of(&bad).to_string(), row_of(&good).to_string());
	let due = operators[row_of(&bad)]["due"].clone();
	let table = world.try_run(&["receipt", "batch", &batch]);
	assert!(String::from_utf8_lossy(&table.stdout).contains(&bad), "{}", stderr(&table));
	let saved = world.write("rows.json", &shown.to_string());

	// What cannot be is refused with a reason, and nothing is sent.
	let forfeit = |row: &str, suri: &str| {
		["operator", "forfeit", &batch, row, "--suri", suri].map(str::to_owned)
	};
	let refused = |arguments: &[String], code: i32| {
		world.refused(&arguments.iter().map(String::as_str).collect::<Vec<_>>(), code)
	};
	let stranger = refused(&forfeit(&row, "//Bob//stash"), 5);
	let coldkey = world.account("//Two");
	assert!(
		stranger.contains(&format!(
			"the row belongs to the coldkey {coldkey}; sign with that; nothing was sent"
		)),
		"{stranger}"
	);
	let none = refused(&forfeit("2", "//Two"), 1);
	assert!(none.contains("has no operator row 2: it has 2, counted from 0"), "{none}");
	let unknown = world.refused(&["operator", "forfeit", "99", "0", "--suri", "//Two"], 1);
	assert!(unknown.contains("there is no batch 99"), "{unknown}");
	let early = world.refused(&["session", "refund", &batch, &file, "--suri", "//Alice//stash"], 5);
	assert!(early.contains(&format!("no row of batch {batch} is void")), "{early}");

	// Given up: nobody is due anything for the row, and its credits wait.
	let draft = world.run(&["operator", "forfeit", &batch, &row, "--dry-run", "--suri", "//Two"]);
	assert_eq!((&draft["sent"], &draft["refusal"]), (&json!(false), &Value::Null));
	let open = |who: &str| number(&world.run(&["account", "--suri", who])["dueOpen"]);
	let before = (open("//Two"), open("//Bob//stash"), open("//One"));
	assert_eq!(before.0, number(&due));
	let given = world.run(&[
		"operator",
		"forfeit",
		&batch,
		&row,
		"--rows",
		&saved,
		"--suri",
		"//Two",
		"--wait",
		"finalized",
	]);
	assert_eq!(
		(&given["call"], &given["hotkey"], &given["receipts"], &given["due"]),
		(&json!("Receipts.forfeit_row"), &json!(bad), &json!(7), &due)
	);
	assert_eq!(number(&given["cuc"]), 7 * PRICE);
	assert_eq!(given["row"].to_string(), row);
	let commission = number(&given["commission"]);
	assert!(commission > 0);
	assert_eq!(
		(open("//Two"), open("//Bob//stash"), open("//One")),
		(0, before.1, before.2 - commission)
	);
	let twice = refused(&forfeit(&row, "//Two"), 5);
	assert!(twice.contains("is void already"), "{twice}");
	let void = world.run(&["receipt", "batch", &batch])["void"].clone();
	assert_eq!((number(&void["voided"]), number(&void["waiting"])), (7 * PRICE, 7 * PRICE));

	// Only the batch's own receipts make a claim.
	let refund = |file: &str, more: &[&str]| {
		let command = ["session", "refund", &batch, file, "--suri", "//Alice//stash"];
		[&command, more].concat().iter().map(|text| (*text).to_owned()).collect::<Vec<_>>()
	};
	let fewer = world.write("fewer.jsonl", &lines[1..].join("\n"));
	let error = refused(&refund(&fewer, &[]), 2);
	assert!(error.contains("fewer.jsonl: these are not the receipts of batch"), "{error}");
	assert!(error.contains("it has 12 and here are 11"), "{error}");
	let mut forged = lines.clone();
	forged[0] = forged[0].replacen("\"tokensIn\":10", "\"tokensIn\":11", 1);
	let forged = world.write("forged.jsonl", &forged.join("\n"));
	let error = refused(&refund(&forged, &[]), 2);
	assert!(error.contains("these are not the receipts of batch"), "{error}");
	let error = refused(&refund(&file, &["--session", "77"]), 1);
	assert!(error.contains("has no row of session 77"), "{error}");

	// Anybody claims for the customers: first for one, then for whoever is left. The receipts may be as
	// the gateway's daemon answers.
	let credits = |who: &str| number(&world.run(&["account", "--suri", who])["credits"]);
	let before = (credits("//Ferdie"), credits("//Eve"), credits("//Alice//stash"));
	let receipts: Vec<Value> =
		lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
	let answer =
		world.write("answer.json", &json!({ "batch": batch, "receipts": receipts }).to_string());
	let draft =
		world.run(&["session", "refund", &batch, &answer, "--dry-run", "--suri", "//Alice//stash"]);
	assert_eq!((&draft["call"], &draft["refusal"]), (&json!("Utility.batch_all"), &Value::Null));
	assert_eq!((credits("//Ferdie"), credits("//Eve")), (before.0, before.1));
	let claimed = world.run(&[
		"session",
		"refund",
		&batch,
		&answer,
		"--session",
		&second,
		"--suri",
		"//Alice//stash",
	]);
	assert_eq!(
		(&claimed["call"], &claimed["entries"]),
		(&json!("Receipts.claim_refund"), &json!(2))
	);
	assert_eq!((number(&claimed["amount"]), number(&claimed["expired"])), (2 * PRICE, 0));
	assert_eq!((credits("//Ferdie"), credits("//Eve")), (before.0, before.1 + 2 * PRICE));
	let error = refused(&refund(&file, &["--session", &second]), 5);
	assert!(error.contains("of these sessions is refunded already"), "{error}");

	let claimed = world.run(&["session", "refund", &batch, &file, "--suri", "//Alice//stash"]);
	let owner = world.account("//Ferdie");
	assert_eq!(claimed["call"], "Utility.batch_all");
	assert_eq!((&claimed["entries"], number(&claimed["amount"])), (&json!(5), 5 * PRICE));
	let of = |session: &str, entries: u64| {
		let amount = (entries * PRICE).to_string();
		json!({ "session": session, "who": owner, "entries": entries, "amount": amount })
	};
	assert_eq!(claimed["sessions"], json!([of(&first, 4), of(&third, 1)]));
	assert_eq!(
		(credits("//Ferdie"), credits("//Eve"), credits("//Alice//stash")),
		(before.0 + 5 * PRICE, before.1 + 2 * PRICE, before.2)
	);
	let error = refused(&refund(&file, &[]), 5);
	assert!(error.contains("is refunded already"), "{error}");
	let void = world.run(&["receipt", "batch", &batch])["void"].clone();
	assert_eq!((number(&void["voided"]), number(&void["waiting"])), (7 * PRICE, 0));
	// The sessions themselves are as they were settled.
	assert_eq!(number(&world.run(&["session", "show", &first])["settled"]), 9 * PRICE);

	// The other row stands, and stays when the batch is final.
	wait_for("a final batch", SOON, || {
		(world.run(&["receipt", "batch", &batch])["state"] == "final").then_some(())
	});
	let late = refused(&forfeit(&other, "//Bob//stash"), 5);
	assert!(late.contains(&format!("batch {batch} is final: its epoch is closed")), "{late}");
	wait_for("payouts", SOON, || {
		drop(world.try_run(&["operator", "payout", "--suri", "//Bob//stash"]));
		let account = world.run(&["account", "--suri", "//Bob//stash"]);
		(account["dueOpen"] == "0" && account["dueClosed"] == "0").then_some(())
	});
	let nothing = world.refused(&["operator", "payout", "--suri", "//Two"], 1);
	assert!(nothing.contains("nothing is payable"), "{nothing}");
	let head = world.run(&["status"])["finalised"]["number"].to_string();
	let watched = world.try_run(&["watch", "--from", "1", "--until", &head]);
	let text = String::from_utf8(watched.stdout).unwrap();
	for line in [
		format!("row {row} of batch {batch} given up by {bad}: 0.0063 CUC to refund"),
		format!("0.0036 CUC of session {first} in batch {batch} refunded to {owner}"),
	] {
		assert!(text.contains(&line), "no `{line}` in {text}");
	}
}
