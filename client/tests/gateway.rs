//! The command line and the gateway's daemon against a real development node: from the price to the
//! payout, with a daemon that is killed at the worst moments.

mod common;

use common::{Process, SOON, World, free_port, http, now, wait_for};
use serde_json::{Value, json};
use std::{
	collections::BTreeSet,
	fs::{self, File},
	net::{Ipv4Addr, TcpStream},
	path::{Path, PathBuf},
	process::{Command, Stdio},
	time::{Duration, Instant},
};

/// The daemon and its HTTP server.
struct Daemon {
	process: Process,
	port: u16,
	log: PathBuf,
	token: Option<&'static str>,
}

impl Daemon {
	fn start(world: &World, number: u32, more: &[&str]) -> Self {
		let port = free_port();
		let log = PathBuf::from(world.path(&format!("gateway-{number}.log")));
		let (data, inbox) = (world.path("gateway"), world.path("inbox"));
		let listen = format!("127.0.0.1:{port}");
		let arguments = [
			"gateway",
			"run",
			"--data",
			&data,
			"--inbox",
			&inbox,
			"--listen",
			&listen,
			"--public-url",
			"http://gateway.example",
			"--min-cuc",
			"0.0001 CUC",
			"--max-age",
			"2s",
			"--suri",
			"//One",
		];
		let child = world
			.command(&[&arguments, more].concat())
			.stdout(Stdio::null())
			.stderr(File::create(&log).unwrap())
			.spawn()
			.unwrap();
		let daemon = Self { process: Process(child), port, log, token: None };
		wait_for("HTTP server", SOON, || TcpStream::connect(("127.0.0.1", port)).ok());
		daemon
	}

	fn log(&self) -> String {
		fs::read_to_string(&self.log).unwrap_or_default()
	}

	fn http(&self, method: &str, path: &str, body: &str) -> (u16, String) {
		let bearer = self.token.map(|token| format!("Bearer {token}"));
		let headers: Vec<_> =
			bearer.iter().map(|bearer| ("Authorization", bearer.as_str())).collect();
		http((Ipv4Addr::LOCALHOST, self.port), method, path, &headers, body)
	}

	/// Sends receipts that must all be taken.
	fn send(&self, lines: &[String]) {
		let (status, answer) = self.http("POST", "/receipts", &lines.join("\n"));
		assert_eq!(status, 200, "{answer}");
	}

	/// The code of the refusal of one receipt.
	fn refusal(&self, line: &str) -> String {
		let (status, answer) = self.http("POST", "/receipts", line);
		assert_eq!(status, 422, "{answer}");
		let answer: Value = serde_json::from_str(&answer).unwrap();
		answer["rejected"][0]["code"].as_str().unwrap().to_owned()
	}

	/// Waits until so many receipts are settled, and nothing else is there; the id of the newest batch.
	fn settled(&self, receipts: u64) -> u64 {
		let status = wait_for("settled receipts", SOON, || {
			let status = self.json("/status");
			let is_done = status["pending"] == 0 && status["underWay"].is_null();
			(is_done && status["settled"] == receipts).then_some(status)
		});
		status["batches"][0]["batch"].as_str().unwrap().parse().unwrap()
	}

	/// Ends it as a service manager does.
	fn end(mut self) {
		let id = self.process.0.id().to_string();
		assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
		self.wait_for_log("stopped: 0 receipts to settle, 0 under way, 0 parked");
		assert!(self.process.0.wait().unwrap().success());
	}

	fn json(&self, path: &str) -> Value {
		let (status, body) = self.http("GET", path, "");
		assert_eq!(status, 200, "{path}: {body}");
		serde_json::from_str(&body).unwrap()
	}

	fn wait_for_log(&self, text: &str) {
		wait_for(text, SOON, || self.log().contains(text).then_some(()));
	}
}

fn sample(name: &str) -> String {
	Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(name).to_str().unwrap().to_owned()
}

#[test]
fn receipts_should_be_settled_once_whenever_the_daemon_is_killed() {
	let mut world = World::start(500);
	world.feed();

	// What cannot be is refused with a reason, and nothing is sent.
	let poor = world.refused(&["burn", "999999999 OROG", "--suri", "//Ferdie"], 5);
	assert!(poor.contains("and this takes 999,999,999 OROG and a fee"), "{poor}");
	let stranger = world.refused(&["burn", "1", "--suri", "//nobody"], 5);
	assert!(stranger.contains("has 0 OROG"), "{stranger}");
	let draft = world.run(&["burn", "1", "--suri", "//Ferdie", "--dry-run"]);
	assert_eq!((draft["sent"].as_bool(), draft["nonce"].as_u64()), (Some(false), Some(0)));
	let none = world.refused(&["session", "show", "77"], 1);
	assert!(none.contains("there is no session 77"), "{none}");

	let gateway = world.account("//One");
	world.run(&["gateway", "register", "--suri", "//One"]);
	let again = world.refused(&["gateway", "register", "--suri", "//One"], 6);
	assert!(again.contains("Receipts::GatewayAlreadyExists; "), "{again}");
	world.operator("//Two", "//op//hot", &gateway);
	let list = world.run(&["operator", "list", "--gateway", &gateway]);
	assert_eq!(list.as_array().unwrap().len(), 1);

	let burned = world.run(&["burn", "100 OROG", "--suri", "//Ferdie", "--wait", "finalized"]);
	assert_eq!(burned["finalized"], true);
	let session = world.session("//Ferdie", &gateway, "20 CUC");

	let (file, data) = (world.path("receipts.jsonl"), world.path("sealed"));
	let signed = world.run(&[
		"receipt",
		"sign",
		"--log",
		&sample("calls.jsonl"),
		"--rates",
		&sample("rates.json"),
		"--session",
		&session,
		"--session-suri",
		"//sess",
		"--hotkey-suri",
		"//op//hot",
		"--gateway",
		&gateway,
		"--out",
		&file,
		"--data-dir",
		&data,
		"--timestamp",
		&now(),
		"--commission",
		"10",
	]);
	let all = usize::try_from(signed["receipts"].as_u64().unwrap()).unwrap();
	let text = fs::read_to_string(&file).unwrap();
	let lines: Vec<_> = text.lines().collect();
	assert_eq!(lines.len(), all);
	let third = all / 3;

	// The first part by HTTP; killed as soon as it is acknowledged.
	let mut daemon = Daemon::start(&world, 0, &["--defer", "5s"]);
	let (status, answer) = daemon.http("POST", "/receipts", &lines[..third].join("\n"));
	assert_eq!(status, 200, "{answer}");
	daemon.process.kill();

	// The second part by the inbox; killed when a batch is on its way.
	let mut daemon = Daemon::start(&world, 1, &["--defer", "5s"]);
	assert!(
		daemon.log().contains(&format!("{third} receipts to settle"))
			|| daemon.log().contains("under way")
	);
	let temporary = world.path("inbox/part.tmp");
	fs::write(&temporary, lines[third..2 * third].join("\n")).unwrap();
	fs::rename(&temporary, world.path("inbox/part.jsonl")).unwrap();
	daemon.wait_for_log("sending a batch");
	daemon.process.kill();

	let daemon = Daemon::start(&world, 2, &["--defer", "5s"]);
	let forged = lines[2 * third].replacen("\"tokensOut\":", "\"tokensOut\":1", 1);
	let body = [&lines[2 * third..], &[forged.as_str(), lines[2 * third - 1]]].concat().join("\n");
	let (status, answer) = daemon.http("POST", "/receipts", &body);
	let answer: Value = serde_json::from_str(&answer).unwrap();
	assert_eq!(status, 422, "{answer}");
	assert_eq!(answer["rejected"].as_array().unwrap().len(), 1, "{answer}");
	assert_eq!(answer["rejected"][0]["code"], "fault");

	let status = wait_for("settled receipts", 2 * SOON, || {
		let status = daemon.json("/status");
		let is_done = status["pending"] == 0 && status["underWay"].is_null();
		(is_done && status["settled"].as_u64() == u64::try_from(all).ok()).then_some(status)
	});
	assert_eq!(status["parked"], 0, "{status}");
	assert!(!Path::new(&world.path("inbox/part.jsonl")).exists());

	// Nothing twice, nothing lost, by the chain.
	let mut seqs = BTreeSet::new();
	let mut sum = 0u64;
	for batch in status["batches"].as_array().unwrap() {
		let id = batch["batch"].as_str().unwrap();
		let batch = daemon.json(&format!("/batches/{id}"));
		let receipts = batch["receipts"].as_array().unwrap();
		assert_eq!(batch["proofs"].as_array().unwrap().len(), receipts.len());
		for receipt in receipts {
			assert!(seqs.insert(receipt["body"]["request"]["terms"]["seq"].as_u64().unwrap()));
			sum += receipt["body"]["price"].as_str().unwrap().parse::<u64>().unwrap();
		}
		// A proof that a node agrees with.
		let path = world.path("batch.jsonl");
		let lines: Vec<_> = receipts.iter().map(ToString::to_string).collect();
		fs::write(&path, lines.join("\n")).unwrap();
		let seq = receipts[0]["body"]["request"]["terms"]["seq"].to_string();
		let proof = world.try_run(&[
			"receipt",
			"proof",
			&path,
			"--session",
			&session,
			"--seq",
			&seq,
			"--batch",
			id,
		]);
		let proof: Value = serde_json::from_slice(&proof.stdout).unwrap();
		assert_eq!(proof["committed"], true, "{proof}");
		let root = proof["rootOps"].as_str().unwrap();
		let by_root = daemon.json(&format!("/batches/{root}/proofs/0"));
		assert_eq!(by_root["batch"].as_str(), Some(id));
	}
	assert_eq!(seqs.len(), all);
	let info = world.run(&["session", "show", &session]);
	assert_eq!(info["settled"].as_str(), Some(sum.to_string().as_str()));
	assert_eq!(info["nextSeq"].as_u64(), seqs.last().map(|seq| seq + 1));
	assert_eq!(signed["price"].as_str(), Some(sum.to_string().as_str()));
	let (code, metrics) = daemon.http("GET", "/metrics", "");
	assert_eq!(code, 200);
	assert!(metrics.contains(&format!("orogen_gateway_receipts_settled_total {all}")), "{metrics}");

	// By hand there is nothing left to settle.
	let nothing = world.refused(&["gateway", "settle", &file, "--suri", "//One"], 1);
	assert!(nothing.contains("nothing can be settled"), "{nothing}");

	daemon.end();

	// Closed and paid.
	wait_for("payout", 2 * SOON, || {
		drop(world.try_run(&["operator", "payout", "--suri", "//Two"]));
		let account = world.run(&["account", "--suri", "//Two"]);
		(account["dueOpen"] == "0" && account["dueClosed"] == "0").then_some(())
	});
	let head = world.run(&["status"])["finalised"]["number"].to_string();
	let watched = world.try_run(&["watch", "--from", "1", "--until", &head]);
	let text = String::from_utf8(watched.stdout).unwrap();
	for line in [" burned 100 OROG for ", "batch 0 of epoch ", " closed with ", " OROG paid to "] {
		assert!(text.contains(line), "no `{line}` in {text}");
	}
}

/// What became of seqs, by the chain: the session's record, and the row of its newest batch.
struct Seen {
	session: Value,
	row: Value,
	state: Value,
}

impl Seen {
	fn of(world: &World, session: &str, batch: u64) -> Self {
		let answer = world.rpc("receipts_batch", json!([batch.to_string()]));
		let rows = answer["rows"]["sessions"].as_array().unwrap();
		let row = rows.iter().find(|row| row["session"] == session).unwrap().clone();
		let session = world.rpc("credits_session", json!([session]));
		Self { session, row, state: answer["state"].clone() }
	}

	/// Seqs of the range, void ones, late ones, and deferred ones of the row and of the session.
	#[track_caller]
	fn assert(&self, count: u32, void: u32, late: u32, deferred: &[u32]) {
		let Self { row, session, .. } = self;
		assert_eq!(
			(&row["count"], &row["void"], &row["late"], &row["deferred"]),
			(&json!(count), &json!(void), &json!(late), &json!(deferred)),
			"{row}"
		);
		assert_eq!(session["deferred"], json!(deferred), "{session}");
	}
}

fn burned(world: &World, session: &str, seqs: impl IntoIterator<Item = u32>) -> Vec<bool> {
	let ask = |seq| world.rpc("nonce_isBurned", json!([session, seq])).as_bool().unwrap();
	seqs.into_iter().map(ask).collect()
}

const TOKEN: &str = "a-token-that-is-long-enough";
/// How long a missing seq is waited for.
const DEFER: Duration = Duration::from_secs(30);

/// Receipts that are not there in time: a seq that comes late is settled late, one that never comes is
/// void in the end, and one that is void cannot be settled any more.
#[test]
fn missing_seqs_should_be_deferred_then_settled_late_or_void() {
	let mut world = World::start(500);
	world.feed();
	let gateway = world.account("//One");
	world.run(&["gateway", "register", "--suri", "//One"]);
	world.operator("//Two", "//op//hot", &gateway);
	world.run(&["burn", "100 OROG", "--suri", "//Ferdie", "--wait", "finalized"]);
	let session = world.session("//Ferdie", &gateway, "5 CUC");
	let token_file = world.write("token", &format!("{TOKEN}\n"));
	let mut daemon = Daemon::start(&world, 0, &["--defer", "30s", "--token-file", &token_file]);

	// Nobody without the token, but batches are for everyone.
	let (lines, _) = world.sign(&session, &gateway, "//op//hot", 10);
	for token in [None, Some("another-token-that-is-long")] {
		daemon.token = token;
		for (method, path) in
			[("POST", "/receipts"), ("GET", "/status"), ("GET", "/metrics"), ("GET", "/")]
		{
			let (status, answer) = daemon.http(method, path, &lines[0]);
			assert_eq!(status, 401, "{path}: {answer}");
			assert!(answer.contains("Authorization: Bearer TOKEN"), "{answer}");
		}
		assert_eq!(daemon.http("GET", "/batches/0", "").0, 404);
	}
	daemon.token = Some(TOKEN);
	assert_eq!(daemon.json("/status")["pending"], 0);

	// Seqs 3 and 5 are missing: deferred.
	let but = |lines: &[String], missing: &[usize]| -> Vec<String> {
		let there = lines.iter().enumerate().filter(|(at, _)| !missing.contains(at));
		there.map(|(_, line)| line.clone()).collect()
	};
	daemon.send(&but(&lines, &[3, 5]));
	let sent = Instant::now();
	let seen = Seen::of(&world, &session, daemon.settled(8));
	seen.assert(10, 0, 0, &[3, 5]);
	assert_eq!(seen.session["nextSeq"], 10);
	assert_eq!(burned(&world, &session, 2..7), [true, false, true, false, true]);

	// Seq 5 comes late, in time.
	assert!(sent.elapsed() < DEFER, "this machine is too slow for the test");
	daemon.send(&lines[5..6]);
	let seen = Seen::of(&world, &session, daemon.settled(9));
	seen.assert(0, 0, 1, &[3]);
	assert_eq!(burned(&world, &session, [3, 5]), [false, true]);

	// Seq 3 does not come: it is given up with the first batch after its time.
	std::thread::sleep((DEFER + Duration::from_secs(2)).saturating_sub(sent.elapsed()));
	let (more, _) = world.sign(&session, &gateway, "//op//hot", 2);
	daemon.send(&more);
	let seen = Seen::of(&world, &session, daemon.settled(11));
	seen.assert(2, 0, 0, &[]);
	assert_eq!(seen.session["nextSeq"], 12);
	assert_eq!(burned(&world, &session, [3, 10, 11, 12]), [true, true, true, false]);
	assert_eq!(daemon.refusal(&lines[3]), "seqClaimed");
	// Eleven answers at 900 micro-USD: nobody pays for seq 3.
	assert_eq!(seen.session["settled"], "9900");
	assert_eq!(seen.session["remaining"], "4990100");
	daemon.end();

	// A session that ends soon waits for nothing: what is missing is void at once.
	let session = world.session("//Ferdie", &gateway, "5 CUC");
	let mut daemon = Daemon::start(
		&world,
		1,
		&["--defer", "1d", "--hurry", "1000000", "--token-file", &token_file],
	);
	daemon.token = Some(TOKEN);
	let (lines, _) = world.sign(&session, &gateway, "//op//hot", 5);
	daemon.send(&but(&lines, &[2]));
	let last = daemon.settled(15);
	let seen = Seen::of(&world, &session, last);
	seen.assert(5, 1, 0, &[]);
	assert_eq!((&seen.session["nextSeq"], &seen.session["settled"]), (&json!(5), &json!("3600")));
	assert_eq!(burned(&world, &session, 0..6), [true, true, true, true, true, false]);
	assert_eq!(daemon.refusal(&lines[2]), "seqClaimed");

	// What is final and old enough is forgotten, here and not on the chain.
	assert_eq!(daemon.json(&format!("/batches/{last}"))["receipts"].as_array().unwrap().len(), 4);
	wait_for("final batches", SOON, || {
		(Seen::of(&world, &session, last).state == "final").then_some(())
	});
	daemon.end();
	let files = || fs::read_dir(world.path("gateway/batches")).unwrap().count() as u64;
	assert_eq!(files(), last + 1);
	let daemon = Daemon::start(&world, 2, &["--keep-days", "0"]);
	assert!(daemon.log().contains("note: with --keep-days 0 receipts go before the chain forgets"));
	daemon.wait_for_log(&format!("pruned the receipts of {} batches", last + 1));
	assert_eq!(files(), 0);
	assert_eq!(daemon.http("GET", &format!("/batches/{last}"), "").0, 404);
	assert_eq!(daemon.json("/status")["settled"], 15);
	daemon.end();
}
