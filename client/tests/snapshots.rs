//! The form of what every command prints with `--json`, against a real development node.
//!
//! Golden files in `snapshots/` hold names, kinds of values, and the values themselves where the chain
//! makes the same ones every time. When a change is meant, `OROGEN_SNAPSHOTS=write` writes them anew.

mod common;

use common::{SOON, World, wait_for};
use serde_json::{Map, Value, json};
use std::{
	cell::RefCell,
	collections::BTreeSet,
	fmt::Write,
	fs,
	path::{Path, PathBuf},
};

/// Environment variable that has the golden files written.
const REWRITE: &str = "OROGEN_SNAPSHOTS";

/// Values that are the same every time, by their key.
const EXACT: &[&str] = &[
	"account",
	"ackWindow",
	"adapter",
	"batch",
	"beneficiary",
	"burned",
	"call",
	"cap",
	"coldkey",
	"commission",
	"commissionDue",
	"count",
	"cuc",
	"deferred",
	"deposit",
	"due",
	"entries",
	"expired",
	"finalized",
	"former",
	"fromSeq",
	"gateway",
	"gateways",
	"hotkey",
	"id",
	"keyScheme",
	"kind",
	"late",
	"leftOut",
	"minSessionCap",
	"mode",
	"model",
	"modes",
	"nextSeq",
	"operator",
	"operatorRows",
	"owner",
	"paid",
	"payee",
	"payout",
	"price",
	"receipts",
	"refusal",
	"region",
	"remaining",
	"row",
	"sent",
	"seq",
	"session",
	"sessionKey",
	"sessionRows",
	"sessions",
	"settled",
	"signer",
	"source",
	"stake",
	"state",
	"tier",
	"tokens",
	"tokensIn",
	"tokensOut",
	"void",
	"voided",
	"waiting",
	"who",
];

/// Commands that tell what depends on the moment, and of which only kinds of values are compared.
const LOOSE: &[&str] = &["demo", "status", "watch"];

/// Values that may be there or not, depending on the moment.
const OPTIONAL: &[(&str, &str)] = &[
	("advice", "text"),
	("amm", "price"),
	("capacity", "decimal"),
	("lastHeartbeat", "number"),
	("newest", "number"),
	("oldestUnfundedEpoch", "number"),
	("twap", "price"),
	("value", "price"),
];

fn hex_digits(text: &str) -> Option<usize> {
	let digits = text.strip_prefix("0x")?;
	digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then_some(digits.len())
}

fn is_price(text: &str) -> bool {
	let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
	text.split_once('.').is_some_and(|(whole, fraction)| digits(whole) && digits(fraction))
}

/// What kind of value it is.
fn kind(value: &Value) -> &'static str {
	match value {
		Value::Null => "null",
		Value::Bool(_) => "bool",
		Value::Number(_) => "number",
		Value::String(text) => match hex_digits(text) {
			Some(64) => "hash",
			Some(_) => "hex",
			None if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) => "decimal",
			None if text.len() >= 47
				&& text.starts_with('5')
				&& text.bytes().all(|byte| byte.is_ascii_alphanumeric()) =>
			{
				"account"
			}
			None if is_price(text) => "price",
			None => "text",
		},
		Value::Array(_) => "list",
		Value::Object(_) => "object",
	}
}

/// The form of a value under a key.
fn form(exact: bool, key: &str, value: &Value) -> Value {
	match value {
		Value::Object(fields) => {
			fields.iter().map(|(key, value)| (key.clone(), form(exact, key, value))).collect()
		}
		Value::Array(items) => {
			// Each form once, in the order of the text.
			let forms: BTreeSet<String> =
				items.iter().map(|item| form(exact, key, item).to_string()).collect();
			forms.iter().map(|text| serde_json::from_str::<Value>(text).unwrap()).collect()
		}
		leaf => match OPTIONAL.iter().find(|(optional, _)| *optional == key) {
			Some((_, expected)) if leaf.is_null() || kind(leaf) == *expected => {
				json!(format!("<{expected} or null>"))
			}
			_ if exact && EXACT.contains(&key) => leaf.clone(),
			_ => json!(format!("<{}>", kind(leaf))),
		},
	}
}

fn folder() -> PathBuf {
	Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots")
}

fn file_name(command: &str) -> String {
	format!("{}.json", command.replace(" --", "-").replace(' ', "-"))
}

/// Lines that only one of two texts has.
fn difference(expected: &str, found: &str) -> String {
	let mut text = String::new();
	for line in expected.lines().filter(|line| !found.lines().any(|other| other == *line)) {
		writeln!(text, "    - {line}").unwrap();
	}
	for line in found.lines().filter(|line| !expected.lines().any(|other| other == *line)) {
		writeln!(text, "    + {line}").unwrap();
	}
	if text.is_empty() { "    the order of the lines\n".into() } else { text }
}

/// The golden files, and what differs from them.
#[derive(Default)]
struct Golden {
	taken: RefCell<BTreeSet<String>>,
	faults: RefCell<Vec<String>>,
}

impl Golden {
	/// Compares a command's answer with its file.
	fn take(&self, command: &str, answer: &Value) {
		assert!(self.taken.borrow_mut().insert(command.into()), "{command} is taken twice");
		let path = folder().join(file_name(command));
		let form = form(!LOOSE.contains(&command), "", answer);
		let found = format!("{}\n", serde_json::to_string_pretty(&form).unwrap());
		if std::env::var_os(REWRITE).is_some() {
			fs::write(path, found).unwrap();
			return;
		}
		match fs::read_to_string(&path) {
			Ok(expected) if expected == found => {}
			Ok(expected) => self.faults.borrow_mut().push(format!(
				"`orogen {command} --json` prints another form than {}:\n{}",
				path.display(),
				difference(&expected, &found)
			)),
			Err(error) => self.faults.borrow_mut().push(format!(
				"`orogen {command} --json` has no golden file {}: {error}\n",
				path.display()
			)),
		}
	}

	/// Every command of `all` has its file, and every file its command.
	fn check(&self, all: &BTreeSet<String>) {
		let taken = self.taken.borrow();
		let mut faults = self.faults.borrow().clone();
		for command in all.difference(&taken) {
			faults.push(format!("`orogen {command}` has --json, and this test does not run it\n"));
		}
		let known: BTreeSet<_> = taken.iter().map(|command| file_name(command)).collect();
		for entry in fs::read_dir(folder()).unwrap() {
			let name = entry.unwrap().file_name().into_string().unwrap();
			if !known.contains(&name) {
				faults.push(format!("{name} is of no command that this test runs: remove it\n"));
			}
		}
		assert!(
			faults.is_empty(),
			"{}\nIf this is meant, programs that read it have to know: set {REWRITE}=write to write the \
			 golden files anew, and name the change in CHANGELOG.md.",
			faults.join("\n")
		);
	}
}

/// Every command that has `--json`, by the help.
fn commands(world: &World, before: &[&str]) -> BTreeSet<String> {
	let output = world.try_run(&[before, &["--help"]].concat());
	let help = String::from_utf8(output.stdout).unwrap();
	let Some((_, list)) = help.split_once("\nCommands:\n") else {
		let has_json = help.lines().any(|line| line.trim_start().starts_with("--json"));
		return has_json.then(|| before.join(" ")).into_iter().collect();
	};
	list.lines()
		.take_while(|line| !line.is_empty())
		.filter_map(|line| line.strip_prefix("  ").filter(|line| !line.starts_with(' ')))
		.filter_map(|line| line.split_whitespace().next())
		.filter(|name| *name != "help")
		.flat_map(|name| commands(world, &[before, &[name]].concat()))
		.collect()
}

/// The lines of `watch`, one for each event.
fn watched(text: &str) -> Value {
	let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
	let events: Map<_, _> =
		lines.map(|line| (line["event"].as_str().unwrap().to_owned(), line)).collect();
	events.into()
}

#[test]
fn answers_should_have_the_form_that_programs_know() {
	let mut world = World::start(500);
	let golden = Golden::default();
	world.feed();
	let all = commands(&world, &[]);
	assert!(all.len() > 30, "{all:?}");
	let take = |world: &World, command: &str, arguments: &[&str]| -> Value {
		let words: Vec<_> = command.split(' ').collect();
		let answer = world.run(&[&words, arguments].concat());
		golden.take(command, &answer);
		answer
	};

	// The oracle and money. Prices are the same every time once the window is half full.
	wait_for("fresh prices", SOON, || {
		(world.run(&["oracle", "show"])["oracle"]["state"] == "fresh").then_some(())
	});
	take(&world, "oracle show", &[]);
	let fed = ["0.5", "--source", "0", "--suri", "//Eve"];
	take(&world, "oracle feed", &fed);
	take(&world, "burn", &["100 OROG", "--suri", "//Ferdie"]);
	let dry = world.run(&["burn", "1 OROG", "--suri", "//Ferdie", "--dry-run"]);
	golden.take("burn --dry-run", &dry);
	take(&world, "top-up", &["5 CUC", "--suri", "//Ferdie"]);
	take(&world, "credits", &["--suri", "//Ferdie"]);

	// A gateway, an operator that serves it, and one that does everything else.
	let gateway = world.account("//One");
	take(&world, "gateway register", &["--suri", "//One"]);
	take(&world, "gateway bond", &["1 OROG", "--suri", "//One"]);
	world.operator("//Two", "//op//hot", &gateway);
	let hotkey = ["--hotkey-suri", "//other//hot", "--suri", "//Bob//stash"];
	let other = take(&world, "operator register", &[&["--tier", "edge"], &hotkey[..]].concat());
	let other = other["hotkey"].as_str().unwrap();
	let cold = ["--suri", "//Bob//stash"];
	let operator = |command: &str, arguments: &[&str]| {
		take(&world, command, &[arguments, &cold[..]].concat());
	};
	operator("operator bond", &[other, "30 OROG"]);
	operator("operator tier", &[other, "prosumer"]);
	operator("operator set-payout", &[other, &gateway]);
	let served = format!("{gateway}:50:10");
	operator("operator gateways", &[other, "--serve", &served]);
	take(&world, "operator heartbeat", &["--suri", "//other//hot"]);
	operator("operator rotate", &[other, "--hotkey-suri", "//new//hot"]);
	take(&world, "operator list", &["--tier", "prosumer"]);

	// A session, its receipts, and two batches.
	let session = ["--gateway", &gateway, "--cap", "5 CUC", "--session-suri", "//sess"];
	let owner = ["--life", "12h", "--suri", "//Ferdie"];
	let session = take(&world, "session open", &[&session[..], &owner].concat());
	let session = session["session"].as_str().unwrap();
	let (mut lines, signed) = world.sign(session, &gateway, "//op//hot", 4);
	golden.take("receipt sign", &signed);
	let receipts = world.write("receipts.jsonl", &lines.join("\n"));
	let key = signed["sessionKey"].as_str().unwrap();
	take(&world, "receipt verify", &[&receipts, "--session-key", key]);
	// What prints JSON in any case.
	let printed = |arguments: &[&str]| -> Value {
		let output = world.try_run(arguments);
		assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
		serde_json::from_slice(&output.stdout).unwrap()
	};
	let body = world.write("body.json", r#"{"model":"m","messages":[]}"#);
	let (rates, state) = (world.path("rates.json"), world.path("asked"));
	golden.take(
		"request sign",
		&printed(&[
			"request",
			"sign",
			&body,
			"--rates",
			&rates,
			"--session",
			session,
			"--session-suri",
			"//sess",
			"--gateway",
			&gateway,
			"--state",
			&state,
		]),
	);
	let first = world.write("first.jsonl", &lines[0]);
	take(&world, "request accept", &[&first, "--state", &state, "--session", session]);
	let settled = take(&world, "gateway settle", &[&receipts, "--suri", "//One"]);
	let batch = settled["batch"].as_str().unwrap();
	take(&world, "receipt batch", &[batch]);
	take(&world, "gateway pending", &["--suri", "//One"]);
	take(&world, "operator forfeit", &[batch, "0", "--suri", "//Two"]);
	take(&world, "session refund", &[batch, &receipts, "--suri", "//Alice//stash"]);
	lines = world.sign(session, &gateway, "//op//hot", 3).0;
	let receipts = world.write("receipts.jsonl", &lines.join("\n"));
	world.run(&["gateway", "settle", &receipts, "--suri", "//One"]);
	take(&world, "session show", &[session]);
	take(&world, "account", &["--suri", "//Ferdie"]);
	take(&world, "session close", &[session, "--suri", "//Ferdie"]);

	let proof = ["receipt", "proof", &receipts, "--session", session, "--seq", "5", "--batch", "1"];
	golden.take("receipt proof", &printed(&proof));
	// Everyone is paid, and leaves.
	wait_for("a payable due", SOON, || {
		let paid = world.try_run(&["operator", "payout", "--suri", "//Two", "--json"]);
		let answer = serde_json::from_slice(&paid.stdout).ok()?;
		golden.take("operator payout", &answer);
		Some(())
	});
	let new = world.account("//new//hot");
	operator("operator deregister", &[&new]);
	wait_for("final batches", SOON, || {
		let pending = world.run(&["gateway", "pending", "--suri", "//One"]);
		pending["work"]["batches"].as_array().unwrap().is_empty().then_some(())
	});
	take(&world, "gateway deregister", &["--suri", "//One"]);
	let withdraw = |command: &str, arguments: &[&str]| {
		let words: Vec<_> = command.split(' ').collect();
		let answer = wait_for("the end of unbonding", 2 * SOON, || {
			let output = world.try_run(&[&words, arguments, &["--json"]].concat());
			serde_json::from_slice(&output.stdout).ok()
		});
		golden.take(command, &answer);
	};
	withdraw("operator withdraw", &[&new, "--suri", "//Bob//stash"]);
	withdraw("gateway withdraw", &["--suri", "//One"]);
	let status = take(&world, "status", &[]);
	let head = status["finalised"]["number"].to_string();
	let watch = world.try_run(&["watch", "--from", "1", "--until", &head, "--json"]);
	golden.take("watch", &watched(&String::from_utf8(watch.stdout).unwrap()));

	// The demo feeds the oracle itself.
	world.end_helpers();
	take(&world, "demo", &["--calls", "12"]);

	let mut expected = all;
	expected.extend(["burn --dry-run", "receipt proof", "request sign"].map(Into::into));
	golden.check(&expected);
}
