//! The command line and the gateway's daemon against a real development node: from the price to the
//! payout, with a daemon that is killed at the worst moments.

use serde_json::Value;
use std::{
	collections::BTreeSet,
	fs::{self, File},
	io::{Read, Write},
	net::{SocketAddr, TcpListener, TcpStream},
	path::{Path, PathBuf},
	process::{Child, Command, Output, Stdio},
	time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_orogen");
const BLOB: &str = "orogen_runtime.compact.compressed.wasm";
const SOON: Duration = Duration::from_secs(90);

/// A child that is killed when dropped.
struct Process(Child);

impl Process {
	fn kill(&mut self) {
		self.0.kill().unwrap();
		self.0.wait().unwrap();
	}
}

impl Drop for Process {
	fn drop(&mut self) {
		// It may have ended already.
		drop(self.0.kill());
		drop(self.0.wait());
	}
}

fn beside(name: &str) -> PathBuf {
	Path::new(PROGRAM).with_file_name(name)
}

/// The node: `$OROGEN_NODE`, else beside the client.
fn node_program() -> PathBuf {
	let node = std::env::var_os("OROGEN_NODE").map_or_else(|| beside("orogen-node"), Into::into);
	assert!(node.is_file(), "no node at {}: build it with `cargo build --release`", node.display());
	node
}

/// The runtime's blob: `$OROGEN_RUNTIME`, else where its build puts it.
fn blob() -> PathBuf {
	std::env::var_os("OROGEN_RUNTIME")
		.map(PathBuf::from)
		.into_iter()
		.chain([beside(BLOB), beside("wbuild").join("orogen-runtime").join(BLOB)])
		.find(|path| path.is_file())
		.expect("a runtime blob: build it with `cargo build --release -p orogen-runtime-blob`")
}

fn free_port() -> u16 {
	TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn wait_for<T>(what: &str, limit: Duration, mut condition: impl FnMut() -> Option<T>) -> T {
	let end = Instant::now() + limit;
	loop {
		if let Some(value) = condition() {
			return value;
		}
		assert!(Instant::now() < end, "no {what} after {limit:?}");
		std::thread::sleep(Duration::from_millis(200));
	}
}

struct World {
	folder: TempDir,
	url: String,
	_node: Process,
	helpers: Vec<Process>,
}

impl World {
	/// A chain with a block every half second.
	fn start() -> Self {
		let folder = tempfile::tempdir().unwrap();
		let log = folder.path().join("node.log");
		let child = Command::new(node_program())
			.args(["--dev", "--sealing", "500", "--rpc-port", "0", "--no-prometheus"])
			.args(["--no-telemetry", "--no-mdns", "--listen-addr", "/ip4/127.0.0.1/tcp/0"])
			.arg("--base-path")
			.arg(folder.path().join("chain"))
			.arg("--runtime")
			.arg(blob())
			.env_remove("RUST_LOG")
			.stdin(Stdio::null())
			.stdout(Stdio::null())
			.stderr(File::create(&log).unwrap())
			.spawn()
			.unwrap();
		let node = Process(child);
		let address = wait_for("RPC", SOON, || {
			let text = fs::read_to_string(&log).unwrap_or_default();
			let (_, rest) = text.split_once("Running JSON-RPC server: addr=")?;
			rest.split([',', '\n', ' ']).next()?.trim().parse::<SocketAddr>().ok()
		});
		Self { folder, url: format!("ws://{address}"), _node: node, helpers: Vec::new() }
	}

	fn path(&self, name: &str) -> String {
		self.folder.path().join(name).to_str().unwrap().to_owned()
	}

	fn command(&self, arguments: &[&str]) -> Command {
		let mut command = Command::new(PROGRAM);
		command.args(arguments).env("OROGEN_URL", &self.url);
		command.env_remove("OROGEN_KEY_FILE").env_remove("OROGEN_SURI").stdin(Stdio::null());
		command
	}

	fn try_run(&self, arguments: &[&str]) -> Output {
		self.command(arguments).output().unwrap()
	}

	/// Runs a command with --json; its answer.
	fn run(&self, arguments: &[&str]) -> Value {
		let output = self.try_run(&[arguments, &["--json"]].concat());
		let text = String::from_utf8_lossy(&output.stderr);
		assert!(output.status.success(), "{arguments:?}: {text}");
		serde_json::from_slice(&output.stdout).unwrap()
	}

	/// The error of a command that fails with `code`.
	fn refused(&self, arguments: &[&str], code: i32) -> String {
		let output = self.try_run(arguments);
		let text = String::from_utf8_lossy(&output.stderr).into_owned();
		assert_eq!(output.status.code(), Some(code), "{arguments:?}: {text}");
		assert_eq!(text.lines().count(), 1, "{text}");
		text
	}

	/// A command that goes on until the end.
	fn keep(&mut self, arguments: &[&str]) {
		let mut command = self.command(arguments);
		let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
		self.helpers.push(Process(child));
	}

	fn account(&self, suri: &str) -> String {
		self.run(&["account", "--suri", suri])["account"].as_str().unwrap().to_owned()
	}
}

/// The daemon and its HTTP server.
struct Daemon {
	process: Process,
	port: u16,
	log: PathBuf,
}

impl Daemon {
	fn start(world: &World, number: u32) -> Self {
		let port = free_port();
		let log = PathBuf::from(world.path(&format!("gateway-{number}.log")));
		let (data, inbox) = (world.path("gateway"), world.path("inbox"));
		let child = world
			.command(&[
				"gateway",
				"run",
				"--data",
				&data,
				"--inbox",
				&inbox,
				"--listen",
				&format!("127.0.0.1:{port}"),
				"--public-url",
				"http://gateway.example",
				"--min-cuc",
				"0.0001 CUC",
				"--max-age",
				"2s",
				"--defer",
				"5s",
				"--suri",
				"//One",
			])
			.stdout(Stdio::null())
			.stderr(File::create(&log).unwrap())
			.spawn()
			.unwrap();
		let daemon = Self { process: Process(child), port, log };
		wait_for("HTTP server", SOON, || TcpStream::connect(("127.0.0.1", port)).ok());
		daemon
	}

	fn log(&self) -> String {
		fs::read_to_string(&self.log).unwrap_or_default()
	}

	fn http(&self, method: &str, path: &str, body: &str) -> (u16, String) {
		let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
		write!(
			stream,
			"{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
			body.len()
		)
		.unwrap();
		let mut answer = String::new();
		stream.read_to_string(&mut answer).unwrap();
		let (head, body) = answer.split_once("\r\n\r\n").unwrap();
		let status = head.split(' ').nth(1).unwrap().parse().unwrap();
		(status, body.to_owned())
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
	let mut world = World::start();
	for member in ["//Alice", "//Bob", "//Charlie", "//Dave"] {
		world.keep(&[
			"oracle", "feed", "0.5", "--source", "0", "--source", "1", "--every", "4s", "--suri",
			member,
		]);
	}
	wait_for("price", SOON, || {
		(world.run(&["oracle", "show"])["oracle"]["liveSources"] == 2).then_some(())
	});

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
	let operator = world.run(&[
		"operator",
		"register",
		"--tier",
		"prosumer",
		"--hotkey-suri",
		"//op//hot",
		"--suri",
		"//Two",
	]);
	let hotkey = operator["hotkey"].as_str().unwrap().to_owned();
	let served = format!("{gateway}:100:20");
	world.run(&["operator", "gateways", &hotkey, "--serve", &served, "--suri", "//Two"]);
	world.keep(&["operator", "heartbeat", "--keep", "--suri", "//op//hot"]);
	let list = world.run(&["operator", "list", "--gateway", &gateway]);
	assert_eq!(list.as_array().unwrap().len(), 1);

	let burned = world.run(&["burn", "100 OROG", "--suri", "//Ferdie", "--wait", "finalized"]);
	assert_eq!(burned["finalized"], true);
	let session = world.run(&[
		"session",
		"open",
		"--gateway",
		&gateway,
		"--cap",
		"20 CUC",
		"--session-suri",
		"//sess",
		"--life",
		"12h",
		"--suri",
		"//Ferdie",
	]);
	let session = session["session"].as_str().unwrap().to_owned();

	let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis().to_string();
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
		&now,
		"--commission",
		"10",
	]);
	let all = usize::try_from(signed["receipts"].as_u64().unwrap()).unwrap();
	let text = fs::read_to_string(&file).unwrap();
	let lines: Vec<_> = text.lines().collect();
	assert_eq!(lines.len(), all);
	let third = all / 3;

	// The first part by HTTP; killed as soon as it is acknowledged.
	let mut daemon = Daemon::start(&world, 0);
	let (status, answer) = daemon.http("POST", "/receipts", &lines[..third].join("\n"));
	assert_eq!(status, 200, "{answer}");
	daemon.process.kill();

	// The second part by the inbox; killed when a batch is on its way.
	let mut daemon = Daemon::start(&world, 1);
	assert!(
		daemon.log().contains(&format!("{third} receipts to settle"))
			|| daemon.log().contains("under way")
	);
	let temporary = world.path("inbox/part.tmp");
	fs::write(&temporary, lines[third..2 * third].join("\n")).unwrap();
	fs::rename(&temporary, world.path("inbox/part.jsonl")).unwrap();
	daemon.wait_for_log("sending a batch");
	daemon.process.kill();

	let daemon = Daemon::start(&world, 2);
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

	// Ends as a service manager ends it.
	let id = daemon.process.0.id().to_string();
	assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
	daemon.wait_for_log("stopped: 0 receipts to settle, 0 under way, 0 parked");

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
