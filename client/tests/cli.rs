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
	Command::new(env!("CARGO_BIN_EXE_orogen"))
		.args(arguments)
		.env_remove("OROGEN_URL")
		.env_remove("OROGEN_KEY_FILE")
		.env_remove("OROGEN_SURI")
		.output()
		.unwrap()
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
	assert!(error(&orogen(&nobody), 3).starts_with("cannot connect to ws://127.0.0.1:1: "));
	let nobody = ["demo", "--url", "ws://127.0.0.1:1"];
	assert!(error(&orogen(&nobody), 3).ends_with("; is the node running?"));
	assert!(error(&orogen(&["demo", "--burn", "lots"]), 2).contains("no amount of OROG"));
	assert!(error(&orogen(&["demo", "--price", "0"]), 2).contains("no price"));
	assert!(error(&orogen(&["demo", "--log", &log]), 2).contains("--rates"));
	assert!(
		error(&orogen(&["status", "--url", "nonsense"]), 3)
			.starts_with("cannot connect to nonsense: ")
	);
}

#[test]
fn help_and_version_should_be_no_errors() {
	let commands = [
		"",
		"status",
		"watch",
		"oracle",
		"oracle feed",
		"oracle show",
		"account",
		"burn",
		"top-up",
		"credits",
		"session",
		"session open",
		"session close",
		"session show",
		"session refund",
		"operator",
		"operator register",
		"operator bond",
		"operator tier",
		"operator rotate",
		"operator heartbeat",
		"operator payout",
		"operator forfeit",
		"operator set-payout",
		"operator gateways",
		"operator deregister",
		"operator withdraw",
		"operator list",
		"gateway",
		"gateway register",
		"gateway bond",
		"gateway settle",
		"gateway pending",
		"gateway deregister",
		"gateway withdraw",
		"gateway run",
		"request",
		"request sign",
		"request accept",
		"receipt",
		"receipt sign",
		"receipt verify",
		"receipt proof",
		"receipt batch",
		"demo",
	];
	for command in commands {
		let arguments: Vec<_> = command.split_whitespace().chain(["--help"]).collect();
		let output = orogen(&arguments);
		assert!(output.status.success() && output.stderr.is_empty(), "{command}");
		let text = stdout(&output);
		assert!(text.contains("Usage: orogen"), "{command}");
		assert!(text.contains("--url"), "{command}");
	}
	let version = orogen(&["--version"]);
	assert!(version.status.success() && stdout(&version).starts_with("orogen "));
}

/// Nothing of these gets as far as a node: there is none, and the error is about the argument.
#[test]
fn bad_input_should_be_named_before_anything_is_sent() {
	let somebody = ["--suri", "//Alice", "--url", "ws://127.0.0.1:1"];
	let cases: &[(&[&str], &str)] = &[
		(&["burn", "lots"], "no amount of OROG"),
		(&["burn", "1 CUC"], "no amount of OROG"),
		(&["burn", "0.0000000000001"], "at most 12 decimals"),
		(&["burn", "1", "--min-cuc", "1 OROG"], "no amount of CUC"),
		(&["burn", "1", "--slippage", "101"], "a percentage from 0 to 100"),
		(&["burn", "1", "--beneficiary", "5Foo"], "expected an SS58 address"),
		(&["burn", "1", "--wait", "soon"], "invalid value 'soon'"),
		(&["top-up", "1", "--asset", "DAI"], "no asset"),
		(&["top-up", "1", "--max-in", "1 DAI"], "no amount of USDC"),
		(&["oracle", "feed", "0", "--source", "0"], "no price"),
		(&["oracle", "feed", "1", "--source", "3"], "3 is not in 0..=2"),
		(&["oracle", "feed", "1"], "--source"),
		(
			&["session", "open", "--gateway", GATEWAY, "--cap", "1"],
			"no key that signs the requests",
		),
		(
			&["session", "open", "--gateway", GATEWAY, "--cap", "1", "--session-key", "rsa:0x00"],
			"no session key",
		),
		(
			&["session", "open", "--gateway", GATEWAY, "--cap", "1", "--life", "1w"],
			"expected a time such as",
		),
		(&["session", "close", "x"], "invalid value 'x'"),
		(
			&["operator", "register", "--tier", "gold", "--hotkey-suri", "//H"],
			"invalid value 'gold'",
		),
		(&["operator", "register", "--tier", "edge"], "--hotkey-file"),
		(&["operator", "gateways", GATEWAY, "--serve", "x"], "expected an SS58 address"),
		(&["operator", "heartbeat", "--capabilities", "0x12"], "64 hex digits"),
		(&["gateway", "settle", "/no/such/file"], "No such file"),
		(&["gateway", "run", "--data", "d", "--listen", "here"], "invalid socket address"),
		(
			&["gateway", "run", "--data", "d", "--listen", "0.0.0.0:8080"],
			"others can reach 0.0.0.0:8080: give --token-file FILE",
		),
		(
			&["gateway", "run", "--data", "d", "--listen", "[::1]:0", "--token-file", "/no/such"],
			"/no/such: No such file",
		),
		(&["gateway", "run", "--data", "d", "--inbox", "i", "--token-file", "f"], "--listen"),
		(&["gateway", "run", "--data", "d"], "receipts have no way in"),
		(&["operator", "forfeit", "1"], "<ROW>"),
		(&["operator", "forfeit", "x", "0"], "invalid value 'x'"),
		(&["session", "refund", "1"], "<FILE>"),
		(&["session", "refund", "1", "f", "--session", "y"], "invalid value 'y'"),
		(&["session", "refund", "1", "/no/such/file"], "No such file"),
		(&["receipt", "batch", "-1"], "unexpected argument"),
	];
	for (arguments, text) in cases {
		let output = orogen(&[arguments, &somebody[..]].concat());
		let code = output.status.code();
		let message = String::from_utf8(output.stderr.clone()).unwrap();
		assert!(matches!(code, Some(1 | 2)), "{arguments:?}: {message}");
		assert!(message.contains(text), "{arguments:?}: {message}");
		assert_eq!(message.lines().count(), 1, "{arguments:?}: {message}");
		assert!(output.stdout.is_empty());
	}
	let nobody = orogen(&["burn", "1", "--url", "ws://127.0.0.1:1"]);
	assert!(error(&nobody, 2).starts_with("no key to sign with; give --key-file FILE"));
	let url = ["--url", "ws://127.0.0.1:1"];
	let proof = ["receipt", "proof", "/no/such/file", "--session", "1", "--seq", "0"];
	assert!(error(&orogen(&[&proof[..], &url].concat()), 1).contains("No such file"));
}

#[test]
fn a_secret_on_the_command_line_should_be_warned_of_and_never_shown() {
	let phrase = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";
	let output = orogen(&["burn", "1", "--suri", phrase, "--url", "ws://127.0.0.1:1"]);
	let text = String::from_utf8(output.stderr).unwrap();
	assert!(
		text.starts_with("warning: --suri shows a secret to everyone on this machine"),
		"{text}"
	);
	assert!(!text.contains("bottom"));
	let bad = orogen(&["burn", "1", "--suri", "bottom drive obey", "--url", "ws://127.0.0.1:1"]);
	assert!(!String::from_utf8(bad.stderr).unwrap().contains("bottom"));
}

#[test]
fn the_environment_should_name_node_and_key() {
	let dir = tempfile::tempdir().unwrap();
	let file = dir.path().join("key");
	fs::write(&file, "//Alice\n").unwrap();
	let run = |variables: &[(&str, &str)], arguments: &[&str]| {
		let mut command = Command::new(env!("CARGO_BIN_EXE_orogen"));
		command.args(arguments).env_remove("OROGEN_URL");
		command.envs(variables.iter().copied()).output().unwrap()
	};
	let url = ("OROGEN_URL", "ws://127.0.0.1:2");
	let file = ("OROGEN_KEY_FILE", file.to_str().unwrap());
	assert!(error(&run(&[url, file], &["burn", "1"]), 3).contains("ws://127.0.0.1:2"));
	assert!(error(&run(&[url, ("OROGEN_SURI", "//Bob")], &["account"]), 3).contains("127.0.0.1:2"));
	let missing = ("OROGEN_KEY_FILE", "/no/such/key");
	assert!(error(&run(&[url, missing], &["account"]), 1).contains("/no/such/key"));
	let given = ["status", "--url", "ws://127.0.0.1:1"];
	assert!(error(&run(&[url], &given), 3).contains("ws://127.0.0.1:1"));
}

#[test]
fn requests_should_be_signed_once_each_and_answers_accepted_once() {
	let place = Place::new();
	let (state, rates) = (
		place.text("state.json"),
		place.write("rates.json", r#"{"models":{"m":{"in":1000000,"out":1000000}}}"#),
	);
	let body = place.write("body.json", "{\n\"model\": \"m\",\n\"messages\": []\n}\n");
	let key = place.text("session.key");
	let sign = |body: &str| {
		orogen(&[
			"request",
			"sign",
			body,
			"--rates",
			&rates,
			"--session",
			"42",
			"--session-key",
			&key,
			"--gateway",
			GATEWAY,
			"--genesis",
			GENESIS,
			"--state",
			&state,
		])
	};
	for seq in 0..3 {
		let signed = sign(&body);
		assert!(signed.status.success(), "{}", String::from_utf8_lossy(&signed.stderr));
		let request: serde_json::Value = serde_json::from_str(&stdout(&signed)).unwrap();
		assert_eq!(request["terms"]["seq"], seq);
		assert_eq!(request["terms"]["session"], "42");
	}
	let before = fs::read_to_string(&state).unwrap();
	let bad = place.write("bad.json", "{\"messages\": []}");
	assert_eq!(error(&sign(&bad), 2), "the request names no model");
	let twice = place.write("bad.json", "{\"model\":\"m\",\"model\":\"n\",\"messages\":[]}");
	assert!(error(&sign(&twice), 2).contains("stands twice"));
	assert_eq!(fs::read_to_string(&state).unwrap(), before);

	// Receipts of the same session, accepted.
	let log = place.write(
		"log",
		r#"{"request":{"model":"m","messages":[]},"response":{"object":"chat.completion","created":1,"usage":{"prompt_tokens":1,"completion_tokens":2}}}"#,
	);
	assert!(place.sign(&log, &rates, &[]).status.success());
	let receipts = place.text("receipts.jsonl");
	let accept = || {
		orogen(&["request", "accept", &receipts, "--state", &state, "--session", "42", "--json"])
	};
	let accepted = accept();
	let report: serde_json::Value = serde_json::from_str(&stdout(&accepted)).unwrap();
	assert_eq!((report["accepted"][0].as_u64(), report["price"].as_str()), (Some(0), Some("3")));
	assert_eq!(error(&accept(), 2), "seq 0 of session 42 has been accepted before");
}

#[test]
fn a_receipt_should_be_proved_from_its_batch() {
	let place = Place::new();
	let signed = place.sign(&sample("calls.jsonl"), &sample("rates.json"), &["--json"]);
	assert!(signed.status.success());
	let file = place.text("receipts.jsonl");
	let prove = |seq: &str| orogen(&["receipt", "proof", &file, "--session", "42", "--seq", seq]);
	let output = prove("5");
	let proof: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
	assert_eq!(proof["receipt"]["body"]["request"]["terms"]["seq"], 5);
	assert_eq!(proof["siblings"].as_array().unwrap().len(), 8);
	assert!(proof["committed"].is_null());
	assert!(error(&prove("100000"), 1).contains("has no receipt of seq 100000"));
}
