//! The `orogen` program as a user meets it.

use std::{
	fs,
	path::{Path, PathBuf},
	process::{Command, Output},
};
use tempfile::TempDir;

const GENESIS: &str = "0x0101010101010101010101010101010101010101010101010101010101010101";
const GATEWAY: &str = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";

fn orogen(arguments: &[&str]) -> Output {
	Command::new(env!("CARGO_BIN_EXE_orogen")).args(arguments).output().unwrap()
}

fn stdout(output: &Output) -> String {
	String::from_utf8(output.stdout.clone()).unwrap()
}

/// The only line on standard error.
#[track_caller]
fn error(output: &Output, code: i32) -> String {
	let text = String::from_utf8(output.stderr.clone()).unwrap();
	assert_eq!(output.status.code(), Some(code), "{text}");
	assert_eq!(text.lines().count(), 1, "{text}");
	assert!(text.starts_with("error: "), "{text}");
	text.trim_start_matches("error: ").trim_end().to_owned()
}

fn sample(name: &str) -> String {
	Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(name).to_str().unwrap().to_owned()
}

/// A folder with keys, and what `receipt sign` writes there.
struct Place(TempDir);

impl Place {
	fn new() -> Self {
		let dir = tempfile::tempdir().unwrap();
		fs::write(dir.path().join("session.key"), "//customer//session\n").unwrap();
		fs::write(dir.path().join("hotkey.key"), "//operator//hot\n").unwrap();
		Self(dir)
	}

	fn path(&self, name: &str) -> PathBuf {
		self.0.path().join(name)
	}

	fn text(&self, name: &str) -> String {
		self.path(name).to_str().unwrap().to_owned()
	}

	fn write(&self, name: &str, text: &str) -> String {
		fs::write(self.path(name), text).unwrap();
		self.text(name)
	}

	fn sign(&self, log: &str, rates: &str, more: &[&str]) -> Output {
		let (session, hotkey) = (self.text("session.key"), self.text("hotkey.key"));
		let (out, data) = (self.text("receipts.jsonl"), self.text("data"));
		let mut arguments = vec![
			"receipt",
			"sign",
			"--log",
			log,
			"--rates",
			rates,
			"--session",
			"42",
			"--session-key",
			&session,
			"--hotkey",
			&hotkey,
			"--gateway",
			GATEWAY,
			"--genesis",
			GENESIS,
			"--out",
			&out,
			"--data-dir",
			&data,
		];
		arguments.extend(more);
		orogen(&arguments)
	}
}

fn session_key(signed: &Output) -> String {
	let report: serde_json::Value = serde_json::from_str(&stdout(signed)).unwrap();
	report["sessionKey"].as_str().unwrap().to_owned()
}

#[test]
fn the_sample_log_should_be_signed_and_verified() {
	let place = Place::new();
	let signed = place.sign(
		&sample("calls.jsonl"),
		&sample("rates.json"),
		&["--commission", "10", "--json"],
	);
	assert!(signed.status.success(), "{}", String::from_utf8_lossy(&signed.stderr));
	let report: serde_json::Value = serde_json::from_str(&stdout(&signed)).unwrap();
	let (receipts, void) =
		(report["receipts"].as_u64().unwrap(), report["void"].as_array().unwrap().len());
	assert!(receipts >= 200);
	assert_eq!(receipts + void as u64, report["nextSeq"].as_u64().unwrap());
	assert_eq!(void, 3);
	let text = fs::read_to_string(place.path("receipts.jsonl")).unwrap();
	assert_eq!(text.lines().count() as u64, receipts);
	let files = fs::read_dir(place.path("data")).unwrap().count() as u64;
	assert_eq!(files, 2 * receipts);

	let (file, data, key) =
		(place.text("receipts.jsonl"), place.text("data"), session_key(&signed));
	let verified = orogen(&[
		"receipt",
		"verify",
		&file,
		"--session-key",
		&key,
		"--genesis",
		GENESIS,
		"--data-dir",
		&data,
	]);
	assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stderr));
	assert!(stdout(&verified).contains(&format!("{receipts} receipts, ")));
	let json =
		orogen(&["receipt", "verify", &file, "--session-key", &format!("42={key}"), "--json"]);
	let json: serde_json::Value = serde_json::from_str(&stdout(&json)).unwrap();
	assert_eq!(json["bad"], 0);
	assert_eq!(json["price"], report["price"]);
}

#[test]
fn verify_should_name_what_is_wrong() {
	let place = Place::new();
	let signed = place.sign(&sample("calls.jsonl"), &sample("rates.json"), &["--json"]);
	let (file, key) = (place.text("receipts.jsonl"), session_key(&signed));
	let verify = |more: &[&str]| orogen(&[&["receipt", "verify", &file][..], more].concat());

	let without = verify(&[]);
	assert!(
		error(&without, 2)
			.starts_with("the key of session 42 is not known; give it with --session-key")
	);
	let other = format!("sr25519:0x{}", "11".repeat(32));
	let all = fs::read_to_string(&file).unwrap().lines().count();
	assert_eq!(
		error(&verify(&["--session-key", &other]), 1),
		format!("{all} of {all} receipts are not in order")
	);
	let wrong_chain = verify(&["--session-key", &key, "--genesis", &GENESIS.replace("01", "02")]);
	assert_eq!(error(&wrong_chain, 1), format!("{all} of {all} receipts are not in order"));
	assert!(stdout(&wrong_chain).contains("it is for another chain"));
	let partly = verify(&["--without-customer"]);
	assert!(partly.status.success());
	assert!(
		String::from_utf8_lossy(&partly.stderr).contains("customers' signatures were left out")
	);

	// One digit of one receipt.
	let text = fs::read_to_string(&file).unwrap();
	let forged = text.replacen("\"tokensOut\":", "\"tokensOut\":1", 1);
	let forged = place.write("forged.jsonl", &forged);
	let output = orogen(&["receipt", "verify", &forged, "--session-key", &key]);
	assert_eq!(error(&output, 1), format!("1 of {all} receipts are not in order"));
	// A receipt that stands twice.
	let first = text.lines().next().unwrap();
	let doubled = place.write("doubled.jsonl", &format!("{text}{first}\n"));
	let output = orogen(&["receipt", "verify", &doubled, "--session-key", &key]);
	assert!(stdout(&output).contains("its request stands twice"));
	// A field that nobody knows.
	let odd = place.write("odd.jsonl", &text.replacen("{\"body\":", "{\"x\":1,\"body\":", 1));
	assert!(
		error(&orogen(&["receipt", "verify", &odd, "--session-key", &key]), 2)
			.contains("line 1 is no receipt: unknown field `x`")
	);
	// Ciphertext that was changed.
	let sealed = place.path("data").join("42-0.sealed");
	let mut bytes = fs::read(&sealed).unwrap();
	bytes[5] ^= 1;
	fs::write(&sealed, bytes).unwrap();
	let data = place.text("data");
	let output = verify(&["--session-key", &key, "--data-dir", &data]);
	assert_eq!(error(&output, 1), format!("1 of {all} receipts are not in order"));
}

#[test]
fn a_session_should_go_on_where_its_state_says() {
	let place = Place::new();
	let state = place.text("session.json");
	let log = place.write(
		"log",
		&fs::read_to_string(sample("calls.jsonl"))
			.unwrap()
			.lines()
			.take(12)
			.collect::<Vec<_>>()
			.join("\n"),
	);
	let acked = |place: &Place| -> Vec<u64> {
		fs::read_to_string(place.path("receipts.jsonl"))
			.unwrap()
			.lines()
			.map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
			.map(|receipt| {
				receipt["body"]["request"]["terms"]["acked"].as_str().unwrap().parse().unwrap()
			})
			.collect()
	};
	for first in [0, 12, 24] {
		let signed = place.sign(&log, &sample("rates.json"), &["--state", &state, "--json"]);
		let report: serde_json::Value = serde_json::from_str(&stdout(&signed)).unwrap();
		assert_eq!(report["firstSeq"], first);
		assert!(acked(&place).is_sorted());
		assert_eq!(acked(&place)[0] > 0, first > 0);
	}
	let other = place.sign(&log, &sample("rates.json"), &["--state", &state, "--ack-window", "9"]);
	assert!(error(&other, 2).ends_with("the session has an ack window of 8, not 9"));
	let broken = place.write("broken.json", "{}");
	assert!(
		error(&place.sign(&log, &sample("rates.json"), &["--state", &broken]), 2)
			.contains("no session state")
	);
}

#[test]
fn a_bad_line_should_be_named_and_nothing_written() {
	let place = Place::new();
	let good = r#"{"request":{"model":"m","messages":[]},"response":{"object":"chat.completion","created":1,"usage":{"prompt_tokens":1,"completion_tokens":2}}}"#;
	let rates = place.write("rates.json", r#"{"models":{"m":{"in":1000000,"out":1000000}}}"#);
	let cases = [
		(
			good.replace("\"completion_tokens\":2", "\"x\":2"),
			"line 3 of the log: `usage` has no number of completion_tokens",
		),
		(
			good.replace(",\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}", ""),
			"line 3 of the log: the response has no `usage`",
		),
		(
			good.replace("\"model\":\"m\"", "\"model\":\"n\""),
			"line 3 of the log: the rate table has no model `n`",
		),
		(
			good.replace("\"created\":1,", ""),
			"line 3 of the log: the response has no `created`; give the time with --timestamp",
		),
		(
			good.replace("\"completion_tokens\":2", "\"completion_tokens\":5000"),
			"line 3 of the log: the answer has 5000 tokens and its request allows 4096",
		),
		(
			good.replace("{\"request\"", "{\"request\":1,\"request\""),
			"line 3 of the log: no JSON: the key `request` stands twice at line 1 column 50",
		),
	];
	for (bad, expected) in cases {
		let log = place.write("log", &format!("{good}\n\n{bad}\n{good}\n"));
		assert_eq!(error(&place.sign(&log, &rates, &[]), 1), expected);
		assert!(!place.path("receipts.jsonl").exists() && !place.path("data").exists());
	}
	let log = place.write("log", &format!("{good}\n"));
	let signed = place.sign(&log, &rates, &["--timestamp", "77"]);
	assert!(signed.status.success());
	assert!(
		fs::read_to_string(place.path("receipts.jsonl")).unwrap().contains("\"timestamp\":\"77\"")
	);
}

#[test]
fn errors_should_be_one_line() {
	let place = Place::new();
	let (log, rates) = (sample("calls.jsonl"), sample("rates.json"));
	assert!(
		error(&place.sign("/no/such/log", &rates, &[]), 1)
			.starts_with("/no/such/log: No such file")
	);
	assert!(error(&place.sign(&log, &log, &[]), 1).starts_with("the rate table: "));
	assert!(
		error(&place.sign(&log, &rates, &["--ack-window", "65"]), 2)
			.starts_with("the ack window must be 1 to 64")
	);
	assert!(
		error(&place.sign(&log, &rates, &["--commission", "21"]), 2)
			.contains("a percentage from 0 to 20")
	);
	assert!(
		error(&place.sign(&log, &rates, &["--weights-hash", "0x12"]), 2)
			.contains("0x and 64 hex digits")
	);
	assert!(
		error(&place.sign(&log, &rates, &["--session-suri", "//x"]), 2)
			.contains("cannot be used with")
	);
	fs::write(place.path("hotkey.key"), "correct horse battery staple\n").unwrap();
	let bad_key = error(&place.sign(&log, &rates, &[]), 1);
	assert_eq!(bad_key, "the hotkey: no valid BIP-39 phrase");

	assert!(error(&orogen(&[]), 2).ends_with("; see --help"));
	assert!(error(&orogen(&["nothing"]), 2).contains("unrecognized subcommand 'nothing'"));
	assert!(
		error(&orogen(&["receipt", "sign"]), 2).contains("required arguments were not provided")
	);
	let nobody = ["--url", "ws://127.0.0.1:1", "status"];
	assert!(error(&orogen(&nobody), 1).starts_with("cannot connect to ws://127.0.0.1:1: "));
	let nobody = ["demo", "--url", "ws://127.0.0.1:1"];
	assert!(error(&orogen(&nobody), 1).ends_with("; is the node running?"));
	assert!(error(&orogen(&["demo", "--burn", "lots"]), 2).contains("no amount of OROG"));
	assert!(error(&orogen(&["demo", "--price", "0"]), 2).contains("no price"));
	assert!(error(&orogen(&["demo", "--log", &log]), 2).contains("--rates"));
	assert!(
		error(&orogen(&["status", "--url", "nonsense"]), 1)
			.starts_with("cannot connect to nonsense: ")
	);
}

#[test]
fn help_and_version_should_be_no_errors() {
	for arguments in
		[&["--help"][..], &["--version"], &["receipt", "sign", "--help"], &["demo", "--help"]]
	{
		let output = orogen(arguments);
		assert!(output.status.success() && output.stderr.is_empty());
		assert!(!output.stdout.is_empty());
	}
}
