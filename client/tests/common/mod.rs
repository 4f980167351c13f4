//! What the tests with a real node have in common.
#![allow(dead_code, reason = "each test uses some of it")]

use serde_json::{Value, json};
use std::{
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
pub const SOON: Duration = Duration::from_secs(90);

/// A child that is killed when dropped.
pub struct Process(pub Child);

impl Process {
	pub fn kill(&mut self) {
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

pub fn free_port() -> u16 {
	TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

pub fn wait_for<T>(what: &str, limit: Duration, mut condition: impl FnMut() -> Option<T>) -> T {
	let end = Instant::now() + limit;
	loop {
		if let Some(value) = condition() {
			return value;
		}
		assert!(Instant::now() < end, "no {what} after {limit:?}");
		std::thread::sleep(Duration::from_millis(200));
	}
}

/// A development chain and a folder.
pub struct World {
	folder: TempDir,
	address: SocketAddr,
	_node: Process,
	helpers: Vec<Process>,
}

impl World {
	/// A chain with a block every so many milliseconds.
	pub fn start(sealing: u32) -> Self {
		let folder = tempfile::tempdir().unwrap();
		let log = folder.path().join("node.log");
		let child = Command::new(node_program())
			.args([
				"--dev",
				"--sealing",
				&sealing.to_string(),
				"--rpc-port",
				"0",
				"--no-prometheus",
			])
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
		Self { folder, address, _node: node, helpers: Vec::new() }
	}

	pub fn path(&self, name: &str) -> String {
		self.folder.path().join(name).to_str().unwrap().to_owned()
	}

	pub fn command(&self, arguments: &[&str]) -> Command {
		let mut command = Command::new(PROGRAM);
		command.args(arguments).env("OROGEN_URL", format!("ws://{}", self.address));
		command.env_remove("OROGEN_KEY_FILE").env_remove("OROGEN_SURI").stdin(Stdio::null());
		command
	}

	pub fn try_run(&self, arguments: &[&str]) -> Output {
		self.command(arguments).output().unwrap()
	}

	/// Runs a command with --json; its answer.
	pub fn run(&self, arguments: &[&str]) -> Value {
		let output = self.try_run(&[arguments, &["--json"]].concat());
		let text = String::from_utf8_lossy(&output.stderr);
		assert!(output.status.success(), "{arguments:?}: {text}");
		serde_json::from_slice(&output.stdout).unwrap()
	}

	/// The error of a command that fails with `code`.
	pub fn refused(&self, arguments: &[&str], code: i32) -> String {
		let output = self.try_run(arguments);
		let text = String::from_utf8_lossy(&output.stderr).into_owned();
		assert_eq!(output.status.code(), Some(code), "{arguments:?}: {text}");
		assert_eq!(text.lines().count(), 1, "{text}");
		text
	}

	/// A command that goes on until the end.
	pub fn keep(&mut self, arguments: &[&str]) {
		let mut command = self.command(arguments);
		let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
		self.helpers.push(Process(child));
	}

	pub fn account(&self, suri: &str) -> String {
		self.run(&["account", "--suri", suri])["account"].as_str().unwrap().to_owned()
	}

	/// Ends what goes on.
	pub fn end_helpers(&mut self) {
		self.helpers.clear();
	}

	/// Writes a file of the folder.
	pub fn write(&self, name: &str, text: &str) -> String {
		let path = self.path(name);
		fs::write(&path, text).unwrap();
		path
	}

	/// Asks the node by JSON-RPC; the result.
	pub fn rpc(&self, method: &str, params: Value) -> Value {
		let body = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
		let json = [("Content-Type", "application/json")];
		let (status, body) = http(self.address, "POST", "/", &json, &body.to_string());
		assert_eq!(status, 200, "{method}: {body}");
		let answer: Value = serde_json::from_str(&body).unwrap();
		assert!(answer["error"].is_null(), "{method}: {answer}");
		answer["result"].clone()
	}

	/// Has four members feed half a dollar until the end, and waits for the price.
	pub fn feed(&mut self) {
		for member in ["//Alice", "//Bob", "//Charlie", "//Dave"] {
			self.keep(&[
				"oracle", "feed", "0.5", "--source", "0", "--source", "1", "--every", "4s",
				"--suri", member,
			]);
		}
		wait_for("price", SOON, || {
			(self.run(&["oracle", "show"])["oracle"]["liveSources"] == 2).then_some(())
		});
	}

	/// Registers an operator that serves a gateway and sends its heartbeats; its hotkey's account.
	pub fn operator(&mut self, coldkey: &str, hotkey: &str, gateway: &str) -> String {
		let operator = self.run(&[
			"operator",
			"register",
			"--tier",
			"prosumer",
			"--hotkey-suri",
			hotkey,
			"--suri",
			coldkey,
		]);
		let account = operator["hotkey"].as_str().unwrap().to_owned();
		let served = format!("{gateway}:100:20");
		self.run(&["operator", "gateways", &account, "--serve", &served, "--suri", coldkey]);
		self.keep(&["operator", "heartbeat", "--keep", "--suri", hotkey]);
		account
	}

	/// Opens a session of a customer for a gateway with the session key `//sess`; its id.
	pub fn session(&self, customer: &str, gateway: &str, cap: &str) -> String {
		let session = self.run(&[
			"session",
			"open",
			"--gateway",
			gateway,
			"--cap",
			cap,
			"--session-suri",
			"//sess",
			"--life",
			"12h",
			"--suri",
			customer,
		]);
		session["session"].as_str().unwrap().to_owned()
	}

	/// Signs receipts of `calls` calls of a session that goes on where it was, at a commission of 10 %;
	/// the lines and what the command says.
	pub fn sign(
		&self,
		session: &str,
		gateway: &str,
		hotkey: &str,
		calls: usize,
	) -> (Vec<String>, Value) {
		let call = r#"{"request":{"model":"m","messages":[]},"response":{"object":"chat.completion","created":1,"usage":{"prompt_tokens":10,"completion_tokens":40}}}"#;
		let log = self.write("calls", &format!("{call}\n").repeat(calls));
		let rates = self.write("rates.json", r#"{"models":{"m":{"in":10000000,"out":20000000}}}"#);
		let (out, state) = (self.path("signed"), self.path(&format!("session-{session}")));
		let signed = self.run(&[
			"receipt",
			"sign",
			"--log",
			&log,
			"--rates",
			&rates,
			"--session",
			session,
			"--session-suri",
			"//sess",
			"--hotkey-suri",
			hotkey,
			"--gateway",
			gateway,
			"--out",
			&out,
			"--data-dir",
			&self.path("sealed"),
			"--state",
			&state,
			"--timestamp",
			&now(),
			"--commission",
			"10",
		]);
		let lines = fs::read_to_string(&out).unwrap().lines().map(Into::into).collect();
		(lines, signed)
	}
}

/// Milliseconds since the Unix epoch.
pub fn now() -> String {
	SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis().to_string()
}

/// Status and body of the answer to a request.
pub fn http(
	address: impl Into<SocketAddr>,
	method: &str,
	path: &str,
	headers: &[(&str, &str)],
	body: &str,
) -> (u16, String) {
	let address = address.into();
	let mut stream = TcpStream::connect(address).unwrap();
	let headers: String =
		headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
	write!(
		stream,
		"{method} {path} HTTP/1.1\r\nHost: {address}\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
		body.len()
	)
	.unwrap();
	let mut answer = String::new();
	stream.read_to_string(&mut answer).unwrap();
	let (head, body) = answer.split_once("\r\n\r\n").unwrap();
	let status = head.split(' ').nth(1).unwrap().parse().unwrap();
	(status, body.to_owned())
}
