//! Blocks on demand.

mod common;

use common::{Node, PROGRAM, SOON, blob, folder, refusal};
use serde_json::{Value, json};

fn timestamp(node: &Node, hash: &Value) -> u64 {
	// `Timestamp.Now`: twox128 of both names.
	let key = "0xf0c365c3cf59d671eb72da0e7a4113c49f1f0515f462cdcf84e0f1d6045dfcbb";
	let value = node.call("state_getStorage", json!([key, hash]));
	let bytes = value.as_str().unwrap().trim_start_matches("0x").to_string();
	let bytes: Vec<u8> =
		(0..8).map(|at| u8::from_str_radix(&bytes[2 * at..2 * at + 2], 16).unwrap()).collect();
	u64::from_le_bytes(bytes.try_into().unwrap())
}

#[test]
fn manual_sealing_should_make_blocks_on_demand_across_epochs_and_restarts() {
	let folder = folder();
	let node = Node::start(folder.path(), &["--dev", "--sealing", "manual"]);
	// Two epochs of 20 slots and the first block of a third.
	let mut times = Vec::new();
	for number in 1..=41 {
		let block = node.call("engine_createBlock", json!([true, true]));
		assert_eq!(node.best(), number);
		assert_eq!(node.finalised(), number);
		times.push(timestamp(&node, &block["hash"]));
	}
	assert!(times.windows(2).all(|pair| pair[1] == pair[0] + 6_000), "{times:?}");

	let empty = node.request("engine_createBlock", json!([false, true])).unwrap();
	assert_eq!(empty["error"]["code"], 12_000, "{empty}");
	let unfinalised = node.call("engine_createBlock", json!([true, false]))["hash"].clone();
	assert_eq!((node.best(), node.finalised()), (42, 41));
	assert_eq!(node.call("engine_finalizeBlock", json!([unfinalised])), true);
	assert_eq!(node.finalised(), 42);
	node.kill();

	let node = Node::start(folder.path(), &["--dev", "--sealing", "manual"]);
	let best = node.best();
	node.call("engine_createBlock", json!([true, true]));
	assert_eq!(node.best(), best + 1);
	node.stop();

	let (path, blob) = (folder.path().to_str().unwrap(), blob());
	let refusal = refusal(&[
		"--dev",
		"--base-path",
		path,
		"--runtime",
		blob.to_str().unwrap(),
		"--rpc-port=0",
		"--port=0",
	]);
	assert!(refusal.contains("was made with --sealing"), "{refusal}");
}

#[test]
fn interval_sealing_should_outrun_the_clock() {
	let folder = folder();
	let node = Node::start(folder.path(), &["--dev", "--sealing", "200"]);
	// More than an epoch, in a time in which the clock makes ten blocks.
	node.wait_finalised(25, SOON);
	assert!(!node.log().contains("No block could be sealed"), "{}", node.log());
}

#[test]
fn instant_sealing_should_make_no_block_without_a_transaction() {
	let folder = folder();
	let node = Node::start(folder.path(), &["--dev", "--sealing", "instant"]);
	std::thread::sleep(std::time::Duration::from_secs(7));
	assert_eq!(node.best(), 0);
}

#[test]
fn sealing_should_be_refused_on_other_chains() {
	let folder = folder();
	let (path, blob) = (folder.path().to_str().unwrap(), blob());
	let refusal = refusal(&[
		"--chain=local",
		"--alice",
		"--sealing=500",
		"--base-path",
		path,
		"--runtime",
		blob.to_str().unwrap(),
	]);
	assert_eq!(refusal, "--sealing is for development chains and `local` is none: use --dev");
	assert!(std::path::Path::new(PROGRAM).exists());
}
