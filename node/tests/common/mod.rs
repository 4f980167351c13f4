//! Runs real nodes.
#![allow(dead_code, reason = "every test file uses its own part")]

use serde_json::{Value, json};
use std::{
	env,
	fs::{self, File},
	io::{Read, Write},
	net::{SocketAddr, TcpStream},
	path::{Path, PathBuf},
	process::{Child, Command, Output, Stdio},
	time::{Duration, Instant},
};
use tempfile::TempDir;

/// How long anything may take that is not bound to slots.
pub(crate) const SOON: Duration = Duration::from_secs(60);

/// The program.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_orogen-node");
const BLOB: &str = "orogen_runtime.compact.compressed.wasm";

/// The runtime's blob: `$OROGEN_RUNTIME`, else beside the program, else where its build puts it.
pub(crate) fn blob() -> PathBuf {
	let beside = Path::new(PROGRAM).with_file_name(BLOB);
	let built = Path::new(PROGRAM).with_file_name("wbuild").join("orogen-runtime").join(BLOB);
	env::var_os("OROGEN_RUNTIME")
		.map(PathBuf::from)
		.into_iter()
		.chain([beside, built])
		.find(|path| path.is_file())
		.expect("a runtime blob: build it with `cargo build --release -p orogen-runtime-blob`")
}

/// A fresh folder.
pub(crate) fn folder() -> TempDir {
	tempfile::Builder::new().prefix("orogen-test").tempdir().unwrap()
}

/// Runs the program to its end, at most [`SOON`].
pub(crate) fn run(args: &[&str]) -> Output {
	let mut child = Command::new(PROGRAM)
		.args(args)
		.stdin(Stdio::null())
		.stdout(Stdio::piped())
		.stderr(Stdio::piped())
		.spawn()
		.unwrap();
	let mut pipes = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
	let reader = std::thread::spawn(move || {
		let mut stderr = Vec::new();
		pipes.1.read_to_end(&mut stderr).unwrap();
		stderr
	});
	let killer = Killer::start(child, SOON);
	let mut stdout = Vec::new();
	pipes.0.read_to_end(&mut stdout).unwrap();
	let status = killer.wait().unwrap_or_else(|| panic!("{args:?} did not end"));
	Output { status, stdout, stderr: reader.join().unwrap() }
}

/// Waits for a child in its own thread and kills it when it takes too long.
struct Killer(std::thread::JoinHandle<Option<std::process::ExitStatus>>);

impl Killer {
	fn start(mut child: Child, limit: Duration) -> Self {
		Self(std::thread::spawn(move || {
			let end = Instant::now() + limit;
			while Instant::now() < end {
				if let Some(status) = child.try_wait().unwrap() {
					return Some(status);
				}
				std::thread::sleep(Duration::from_millis(50));
			}
			child.kill().unwrap();
			child.wait().unwrap();
			None
		}))
	}

	fn wait(self) -> Option<std::process::ExitStatus> {
		self.0.join().unwrap()
	}
}

/// Runs the program with a fault and returns the one line in which it says so.
pub(crate) fn refusal(args: &[&str]) -> String {
	let output = run(args);
	let stderr = String::from_utf8(output.stderr).unwrap();
	assert!(!output.status.success(), "{args:?} succeeded: {stderr}");
	let mut errors = stderr.lines().filter(|line| line.starts_with("Error: "));
	let error = errors.next().unwrap_or_else(|| panic!("{args:?} gave no error: {stderr}"));
	assert_eq!(errors.next(), None, "{args:?} gave more than one error: {stderr}");
	// What else stands there is the log of the start.
	for line in stderr.lines().filter(|line| *line != error) {
		assert!(line.len() > 19 && line.as_bytes()[4] == b'-', "{args:?} wrote: {line}");
	}
	for noise in ["panicked", "stack backtrace", "Error {", "Err("] {
		assert!(!stderr.contains(noise), "{args:?} wrote: {stderr}");
	}
	error.trim_start_matches("Error: ").into()
}

/// A running node, killed when dropped.
pub(crate) struct Node {
	child: Child,
	log: PathBuf,
	rpc: SocketAddr,
}

impl Node {
	/// Starts the node in `folder` on free ports and waits for its RPC.
	pub(crate) fn start(folder: &Path, args: &[&str]) -> Self {
		let mut node = Self::spawn(folder, args);
		node.rpc = node.wait_for("its RPC", SOON, |node| {
			let log = node.log();
			let (_, rest) = log.split_once("Running JSON-RPC server: addr=")?;
			rest.split([',', '\n', ' ']).next()?.trim().parse().ok()
		});
		node
	}

	/// Starts the node in `folder` on free ports and does not wait for it: it has no RPC yet.
	pub(crate) fn spawn(folder: &Path, args: &[&str]) -> Self {
		let log = folder.join(format!("{}.log", free_name(folder)));
		let child = Command::new(PROGRAM)
			.args(["--base-path".as_ref(), folder.as_os_str()])
			.args(["--runtime".as_ref(), blob().as_os_str()])
			.args(["--rpc-port", "0", "--no-prometheus", "--no-telemetry", "--no-mdns"])
			.args(["--listen-addr", "/ip4/127.0.0.1/tcp/0"])
			.args(args)
			.env_remove("RUST_LOG")
			.stdin(Stdio::null())
			.stdout(Stdio::null())
			.stderr(File::create(&log).unwrap())
			.spawn()
			.unwrap();
		Self { child, log, rpc: ([127, 0, 0, 1], 0).into() }
	}

	/// What the node has logged.
	pub(crate) fn log(&self) -> String {
		fs::read_to_string(&self.log).unwrap_or_default()
	}

	/// Where clients connect to.
	pub(crate) fn url(&self) -> String {
		format!("ws://{}", self.rpc)
	}

	/// Calls a method; the whole answer.
	pub(crate) fn request(&self, method: &str, params: Value) -> std::io::Result<Value> {
		let body =
			json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params }).to_string();
		let mut stream = TcpStream::connect_timeout(&self.rpc, Duration::from_secs(5))?;
		stream.set_read_timeout(Some(Duration::from_secs(30)))?;
		write!(
			stream,
			"POST / HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
			 Connection: close\r\n\r\n{body}",
			self.rpc,
			body.len()
		)?;
		let mut answer = String::new();
		stream.read_to_string(&mut answer)?;
		let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
		Ok(serde_json::from_str(body)?)
	}

	/// Calls a method; its result.
	pub(crate) fn call(&self, method: &str, params: Value) -> Value {
		let mut answer = self.request(method, params).unwrap_or_else(|error| {
			panic!("{method}: {error}\n{}", self.log());
		});
		assert!(answer.get("error").is_none(), "{method}: {answer}");
		answer["result"].take()
	}

	/// Number of the best block.
	pub(crate) fn best(&self) -> u32 {
		number(&self.call("chain_getHeader", json!([])))
	}

	/// Number of the newest finalised block.
	pub(crate) fn finalised(&self) -> u32 {
		let hash = self.call("chain_getFinalizedHead", json!([]));
		number(&self.call("chain_getHeader", json!([hash])))
	}

	/// Hash of the block `number`.
	pub(crate) fn hash(&self, number: u32) -> String {
		self.call("chain_getBlockHash", json!([number])).as_str().unwrap_or_default().into()
	}

	/// A p2p address that others reach the node at.
	pub(crate) fn address(&self) -> String {
		let addresses = self.call("system_localListenAddresses", json!([]));
		let local = |address: &&Value| address.as_str().unwrap().starts_with("/ip4/127.0.0.1/");
		addresses.as_array().unwrap().iter().find(local).unwrap().as_str().unwrap().into()
	}

	/// Waits until `condition` gives something.
	pub(crate) fn wait_for<T>(
		&self,
		what: &str,
		limit: Duration,
		condition: impl Fn(&Self) -> Option<T>,
	) -> T {
		let end = Instant::now() + limit;
		loop {
			if let Some(value) = condition(self) {
				return value;
			}
			assert!(Instant::now() < end, "no {what} after {limit:?}:\n{}", self.log());
			std::thread::sleep(Duration::from_millis(200));
		}
	}

	/// Waits until the best block has a number of at least `number`.
	pub(crate) fn wait_best(&self, number: u32, limit: Duration) {
		self.wait_for("best block", limit, |node| (node.best() >= number).then_some(()));
	}

	/// Waits until a block with a number of at least `number` is finalised.
	pub(crate) fn wait_finalised(&self, number: u32, limit: Duration) {
		self.wait_for("finality", limit, |node| (node.finalised() >= number).then_some(()));
	}

	/// Ends the node at once, as `kill -9` does.
	pub(crate) fn kill(mut self) {
		self.child.kill().unwrap();
		self.child.wait().unwrap();
	}

	/// Ends the node as a service manager does, and waits for it.
	pub(crate) fn stop(mut self) {
		let id = self.child.id().to_string();
		assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
		let end = Instant::now() + SOON;
		while self.child.try_wait().unwrap().is_none() {
			assert!(Instant::now() < end, "the node does not end:\n{}", self.log());
			std::thread::sleep(Duration::from_millis(50));
		}
	}
}

impl Drop for Node {
	fn drop(&mut self) {
		// It may have ended already.
		drop(self.child.kill());
		drop(self.child.wait());
	}
}

fn number(header: &Value) -> u32 {
	let text = header["number"].as_str().unwrap_or_else(|| panic!("no header: {header}"));
	u32::from_str_radix(text.trim_start_matches("0x"), 16).unwrap()
}

/// A log's name that no node in `folder` has used.
fn free_name(folder: &Path) -> usize {
	(0..).find(|count| !folder.join(format!("{count}.log")).exists()).unwrap()
}
