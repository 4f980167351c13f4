//! Starts, reads and ends nodes.

use crate::fault::Fault;
use orogen_primitives_core::BlockNumber;
use std::{
	fs::{self, File},
	path::PathBuf,
	process::{Child, Command, Stdio},
	time::{Duration, Instant},
};
use tempfile::TempDir;

/// How long anything may take that is not bound to slots.
const SOON: Duration = Duration::from_secs(90);
/// How often a log is looked at.
const POLL: Duration = Duration::from_millis(2);
/// Lines of a log that are shown when a node fails.
const LAST_LINES: usize = 12;

/// What to run.
#[derive(Clone, Debug)]
pub(crate) struct Programs {
	/// The node.
	pub(crate) node: PathBuf,
	/// The runtime's blob; the node's choice if it is not given.
	pub(crate) runtime: Option<PathBuf>,
	/// Port of the RPC, 0 for a free one.
	pub(crate) rpc_port: u16,
}

/// A running node on a fresh chain of its own, ended when dropped.
#[derive(Debug)]
pub(crate) struct Node {
	child: Child,
	folder: TempDir,
	started: Instant,
}

/// Memory of a process in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Memory {
	/// Resident now.
	pub(crate) resident: u64,
	/// Most that was resident so far.
	pub(crate) peak: u64,
}

/// A block that the node has made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Authored {
	/// Its number.
	pub(crate) number: BlockNumber,
	/// Milliseconds that making it took.
	pub(crate) millis: u32,
	/// Why it took no more transactions.
	pub(crate) end: String,
	/// Its transactions, the author's included.
	pub(crate) extrinsics: u32,
}

impl Authored {
	/// Whether transactions were left when it was done.
	pub(crate) fn is_full(&self) -> bool {
		self.end.starts_with("Hit")
	}

	/// Reads the line of a log, if it is about a block made.
	fn of(line: &str) -> Option<Self> {
		let (_, rest) = line.split_once("Prepared block for proposing at ")?;
		let (number, rest) = rest.split_once(" (")?;
		let (millis, rest) = rest.split_once(" ms)")?;
		let (_, rest) = rest.split_once("; end: ")?;
		let (end, rest) = rest.split_once("; extrinsics_count: ")?;
		Some(Self {
			number: number.trim().parse().ok()?,
			millis: millis.parse().ok()?,
			end: end.into(),
			extrinsics: rest.trim().parse().ok()?,
		})
	}
}

impl Drop for Node {
	fn drop(&mut self) {
		// It may have ended by itself.
		drop(self.child.kill());
		drop(self.child.wait());
	}
}

impl Node {
	/// Starts a development chain, and does not wait for anything.
	pub(crate) fn spawn(programs: &Programs, args: &[&str]) -> Result<Self, Fault> {
		let folder = tempfile::Builder::new().prefix("orogen-bench").tempdir()?;
		let log = File::create(folder.path().join("log"))?;
		let mut command = Command::new(&programs.node);
		command
			.args(["--dev", "--no-prometheus", "--no-telemetry", "--no-mdns"])
			.args(["--listen-addr", "/ip4/127.0.0.1/tcp/0"])
			.args(["--rpc-port", &programs.rpc_port.to_string()])
			.arg("--base-path")
			.arg(folder.path().join("data"))
			.args(args);
		if let Some(blob) = &programs.runtime {
			command.arg("--runtime").arg(blob);
		}
		let started = Instant::now();
		let child = command
			.env_remove("RUST_LOG")
			.stdin(Stdio::null())
			.stdout(Stdio::null())
			.stderr(log)
			.spawn()
			.map_err(|error| Fault::File {
				path: programs.node.display().to_string(),
				reason: error.to_string(),
			})?;
		Ok(Self { child, folder, started })
	}

	/// Since when it runs.
	pub(crate) const fn started(&self) -> Instant {
		self.started
	}

	/// What it has logged.
	pub(crate) fn log(&self) -> String {
		let bytes = fs::read(self.folder.path().join("log")).unwrap_or_default();
		String::from_utf8_lossy(&bytes).into_owned()
	}

	/// The end of its log.
	pub(crate) fn last_lines(&self) -> String {
		let log = self.log();
		let lines: Vec<_> = log.lines().collect();
		lines.get(lines.len().saturating_sub(LAST_LINES)..).unwrap_or_default().join("\n")
	}

	/// The blocks that it has made, in their order.
	pub(crate) fn authored(&self) -> Vec<Authored> {
		self.log().lines().filter_map(Authored::of).collect()
	}

	/// Waits until `find` finds something in the log.
	pub(crate) async fn wait_for<T>(
		&mut self,
		what: &str,
		find: impl Fn(&str) -> Option<T>,
	) -> Result<T, Fault> {
		let end = Instant::now() + SOON;
		loop {
			let log = self.log();
			if let Some(found) = find(&log) {
				return Ok(found);
			}
			let ended = self.child.try_wait()?;
			if ended.is_some() || Instant::now() > end {
				let what = ended.map_or_else(
					|| format!("no {what} after {} s", SOON.as_secs()),
					|status| format!("ended before {what} with {status}"),
				);
				return Err(Fault::Node(format!("{what}:\n{}", self.last_lines())));
			}
			tokio::time::sleep(POLL).await;
		}
	}

	/// Waits for its RPC; returns the address.
	pub(crate) async fn address(&mut self) -> Result<String, Fault> {
		self.wait_for("its RPC", address_in).await.map(|address| format!("ws://{address}"))
	}

	/// Its memory.
	pub(crate) fn memory(&self) -> Result<Memory, Fault> {
		let path = format!("/proc/{}/status", self.child.id());
		let text = fs::read_to_string(&path)
			.map_err(|error| Fault::File { path: path.clone(), reason: error.to_string() })?;
		memory_in(&text).ok_or_else(|| Fault::File { path, reason: "no memory in it".into() })
	}
}

/// Where clients connect to, from a log.
fn address_in(log: &str) -> Option<String> {
	let (_, rest) = log.split_once("Running JSON-RPC server: addr=")?;
	let address = rest.split([',', '\n', ' ']).next()?.trim();
	address.parse::<std::net::SocketAddr>().ok().map(|address| address.to_string())
}

/// Memory, from the status of a process.
fn memory_in(status: &str) -> Option<Memory> {
	let bytes = |name: &str| {
		let line = status.lines().find_map(|line| line.strip_prefix(name))?;
		let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
		kib.checked_mul(1_024)
	};
	Some(Memory { resident: bytes("VmRSS:")?, peak: bytes("VmHWM:")? })
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn authored_blocks_should_be_read_from_logs() {
		let line = "2026-11-21 03:00:00 🎁 Prepared block for proposing at 12 (345 ms) hash: 0x11; \
			parent_hash: 0x22; end: HitBlockWeightLimit; extrinsics_count: 5923";
		let authored = Authored::of(line).unwrap();
		assert_eq!(
			authored,
			Authored {
				number: 12,
				millis: 345,
				end: "HitBlockWeightLimit".into(),
				extrinsics: 5_923
			}
		);
		assert!(authored.is_full());
		let idle = line.replace("HitBlockWeightLimit", "NoMoreTransactions");
		assert!(!Authored::of(&idle).unwrap().is_full());
		assert_eq!(Authored::of("2026-11-21 03:00:00 🏆 Imported #12 (0x11…22)"), None);
	}

	#[test]
	fn addresses_should_be_read_from_logs() {
		let log = "a\n2026 Running JSON-RPC server: addr=127.0.0.1:9990,[::1]:9990\nb";
		assert_eq!(address_in(log).as_deref(), Some("127.0.0.1:9990"));
		assert_eq!(
			address_in("Running JSON-RPC server: addr=127.0.0.1:99"),
			Some("127.0.0.1:99".into())
		);
		assert_eq!(address_in("Running JSON-RPC server: addr="), None);
	}

	#[test]
	fn memory_should_be_read_from_the_status() {
		let status = "Name:\tx\nVmHWM:\t  2048 kB\nVmRSS:\t  1024 kB\n";
		assert_eq!(memory_in(status), Some(Memory { resident: 1 << 20, peak: 2 << 20 }));
		assert_eq!(memory_in("Name:\tx\n"), None);
	}
}
