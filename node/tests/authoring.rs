//! A node makes and finalises blocks, and survives its death.

mod common;

use common::{Node, SOON, folder};
use serde_json::json;

#[test]
fn one_node_should_author_finalise_and_go_on_after_kill_9() {
	let folder = folder();
	let node = Node::start(folder.path(), &["--dev"]);
	assert_eq!(node.call("system_chain", json!([])), "Orogen Development");
	assert_eq!(
		node.call("system_properties", json!([])),
		json!({ "ss58Format": 42, "tokenDecimals": 12, "tokenSymbol": "OROG" })
	);
	node.wait_finalised(1, SOON);
	let before = node.best();
	let hash = node.hash(1);
	node.kill();

	let node = Node::start(folder.path(), &["--dev"]);
	assert!(node.best() + 1 >= before, "blocks are lost");
	assert_eq!(node.hash(1), hash);
	node.wait_finalised(before + 1, SOON);
	node.stop();
}

#[test]
fn our_methods_should_answer_on_a_new_chain() {
	let folder = folder();
	let node = Node::start(folder.path(), &["--dev"]);
	let alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

	let status = node.call("bme_status", json!([]));
	assert_eq!((&status["burned"], &status["minted"]), (&json!("0"), &json!("0")));
	assert_eq!(node.call("bme_claim", json!([alice])), json!([]));
	assert_eq!(node.call("credits_balance", json!([alice]))["total"], "0");
	assert_eq!(node.call("nonce_isBurned", json!([0, 0])), false);
	assert!(node.call("oracle_sources", json!([])).is_array());
	assert!(node.call("oracle_getCurrentTwap", json!([])).is_object());
	for (method, code) in
		[("credits_session", 31_010), ("operators_get", 34_011), ("receipts_batch", 35_012)]
	{
		let params = if method == "operators_get" { json!([alice]) } else { json!([0]) };
		let answer = node.request(method, params).unwrap();
		assert_eq!(answer["error"]["code"], code, "{method}: {answer}");
	}

	let listed = node.call("rpc_methods", json!([]));
	let names: Vec<_> =
		listed["methods"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
	for name in [
		"author_submitExtrinsic",
		"babe_epochAuthorship",
		"bme_status",
		"chainHead_v1_follow",
		"grandpa_roundState",
		"payment_queryInfo",
		"rpc.discover",
		"state_call",
		"sync_state_genSyncSpec",
		"system_accountNextIndex",
	] {
		assert!(names.contains(&name), "{name} is missing");
	}
	assert!(!names.contains(&"engine_createBlock"), "sealing is not on");
}
