//! Answers and errors of all our methods against a chain of samples, and `openrpc.json` against the
//! methods.

mod bad_input;
mod document;
mod samples;

use self::samples::{
	ALICE, FAILING, GATEWAY, OPERATOR, PRUNED, SampleChain, Tasks, UNKNOWN, VOID_BATCH,
	batch_index, proof, receipt,
};
use super::orogen;
use crate::sealing::CommandSender;
use futures::{StreamExt, channel::mpsc};
use jsonrpsee::RpcModule;
use orogen_primitives_core::{AccountId, Hash};
use sc_consensus_manual_seal::EngineCommand;
use sc_rpc_api::DenyUnsafe;
use serde_json::{Value, json};
use sp_core::{crypto::Ss58Codec, offchain::storage::InMemOffchainStorage};
use std::sync::Arc;

fn methods_on(index: Option<InMemOffchainStorage>, sealer: Option<CommandSender>) -> RpcModule<()> {
	orogen(Arc::new(SampleChain), index, sealer, Arc::new(Tasks)).unwrap()
}

/// Our methods on the samples.
fn module(sealer: Option<CommandSender>, policy: DenyUnsafe) -> RpcModule<()> {
	let mut module = methods_on(Some(batch_index()), sealer);
	module.extensions_mut().insert(policy);
	module
}

/// The whole answer of `method`.
fn request(module: &RpcModule<()>, method: &str, params: Value) -> Value {
	let request = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
	let answer = sc_cli::build_runtime()
		.unwrap()
		.block_on(async { module.raw_json_request(&request.to_string(), 1).await.unwrap().0 });
	serde_json::from_str(&answer).unwrap()
}

/// The result of `method` on the samples.
fn result(method: &str, params: Value) -> Value {
	let mut answer = request(&module(None, DenyUnsafe::No), method, params);
	assert!(answer.get("error").is_none(), "{method}: {answer}");
	answer["result"].take()
}

/// The error of `method` on the samples.
fn error(method: &str, params: Value) -> Value {
	let mut answer = request(&module(None, DenyUnsafe::No), method, params);
	assert!(answer.get("result").is_none(), "{method}: {answer}");
	answer["error"].take()
}

/// JSON as it goes over the wire, but on several lines.
fn pretty(value: &Value) -> String {
	serde_json::to_string_pretty(value).unwrap()
}

/// Every method that looks at a block, with good parameters but for the block.
fn methods_at_a_block() -> Vec<(&'static str, Vec<Value>)> {
	vec![
		("bme_status", vec![]),
		("bme_quoteBurn", vec![json!("100000000000000")]),
		("bme_quoteTopUp", vec![json!(1), json!("50000000")]),
		("bme_claim", vec![json!(ALICE.to_ss58check())]),
		("bme_claims", vec![json!(40), json!(2)]),
		("bme_emission", vec![]),
		("credits_balance", vec![json!(ALICE.to_ss58check())]),
		("credits_session", vec![json!(7)]),
		("credits_sessions", vec![json!(ALICE.to_ss58check()), json!("7"), json!(1)]),
		("nonce_isBurned", vec![json!(7), json!(11)]),
		("oracle_getCurrentTwap", vec![]),
		("oracle_sources", vec![]),
		("operators_get", vec![json!(OPERATOR.to_ss58check())]),
		(
			"operators_list",
			vec![json!({ "tier": "prosumer", "status": "active" }), Value::Null, json!(1)],
		),
		("operators_tiers", vec![]),
		(
			"operators_eligible",
			vec![
				json!(GATEWAY.to_ss58check()),
				json!({ "mode": "vanilla", "price": 5000 }),
				Value::Null,
				json!(1),
			],
		),
		("receipts_batch", vec![json!(5)]),
		("receipts_verify", vec![json!(5), receipt(0), proof(0)]),
		(
			"receipts_buildBatch",
			vec![
				json!([receipt(1), samples::receipt_hex(0)]),
				json!([{ "session": "7", "fromSeq": 10, "deferred": [11] }]),
				json!("https://gateway.example/batches/5"),
			],
		),
		("jobs_pending", vec![json!(GATEWAY.to_ss58check()), json!(9), json!(1)]),
	]
}

#[test]
fn every_method_should_answer_as_published() {
	for (method, params) in methods_at_a_block() {
		insta::assert_snapshot!(method, pretty(&result(method, params.into())));
	}
}

#[test]
fn receipts_and_proofs_should_be_read_in_their_published_form() {
	insta::assert_snapshot!("receipt", pretty(&receipt(0)));
	insta::assert_snapshot!("proof", pretty(&proof(0)));
}

#[test]
fn every_method_should_accept_the_block_as_its_last_parameter() {
	for (method, mut params) in methods_at_a_block() {
		let at_best = result(method, params.clone().into());
		params.push(json!(samples::BEST));
		assert_eq!(result(method, params.clone().into()), at_best, "{method}");
		params.pop();
		params.push(Value::Null);
		assert_eq!(result(method, params.into()), at_best, "{method}");
	}
}

#[test]
fn every_method_should_say_why_the_block_does_not_serve() {
	let mut errors = Vec::new();
	for (method, params) in methods_at_a_block() {
		for at in [json!("best"), json!(UNKNOWN), json!(PRUNED), json!(FAILING)] {
			let mut params = params.clone();
			params.push(at);
			errors.push(json!({ "method": method, "error": error(method, params.into()) }));
		}
	}
	insta::assert_snapshot!(pretty(&errors.into()));
}

#[test]
fn methods_should_say_what_is_wrong_with_a_parameter() {
	let cases = [
		("bme_claim", json!(["5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694tz"])),
		("bme_claim", json!([])),
		("bme_claim", json!({ "account": ALICE.to_ss58check() })),
		("credits_balance", json!(["0x00"])),
		("credits_balance", json!([7])),
		("credits_session", json!(["seven"])),
		("credits_session", json!([-7])),
		("credits_session", json!([])),
		("nonce_isBurned", json!([7, 4_294_967_296u64])),
		("nonce_isBurned", json!([7])),
		("bme_quoteBurn", json!(["1.5"])),
		("bme_quoteTopUp", json!(["4294967296", "1"])),
		("bme_quoteTopUp", json!([1])),
		("bme_claims", json!([-1])),
		("bme_claims", json!([null, 0])),
		("bme_claims", json!([null, 101])),
		("credits_sessions", json!([ALICE.to_ss58check(), 0, "101"])),
		("operators_list", json!([["prosumer"]])),
		("operators_list", json!([{ "model": "0x00" }])),
		("operators_list", json!([null, "0x00"])),
		("operators_list", json!([null, null, 101])),
		("operators_eligible", json!([GATEWAY.to_ss58check(), { "price": "-1" }])),
		("operators_eligible", json!([GATEWAY.to_ss58check(), null, null, 101])),
		("jobs_pending", json!([GATEWAY.to_ss58check(), null, 101])),
		("receipts_subscribeBatches", json!(["everybody"])),
		("operators_get", json!([null])),
		("operators_get", json!([])),
		("receipts_batch", json!(["18446744073709551616"])),
		("receipts_verify", json!([5, "0x01", proof(0)])),
		("receipts_verify", json!([5, receipt(0), { "index": 0 }])),
		("receipts_verify", json!([5, receipt(0)])),
	];
	let errors: Vec<_> = cases
		.into_iter()
		.map(|(method, params)| {
			let error = error(method, params.clone());
			// A receipt is long and not what this is about.
			let params = if method == "receipts_verify" { json!("…") } else { params };
			json!({ "method": method, "params": params, "error": error })
		})
		.collect();
	insta::assert_snapshot!(pretty(&errors.into()));
}

#[test]
fn methods_should_say_when_there_is_no_such_thing() {
	let missing = [
		("credits_session", json!([8])),
		("operators_get", json!([ALICE.to_ss58check()])),
		("operators_eligible", json!([ALICE.to_ss58check()])),
		("jobs_pending", json!([ALICE.to_ss58check()])),
		("receipts_batch", json!([6])),
		("receipts_verify", json!([6, receipt(0), proof(0)])),
	];
	let errors: Vec<_> = missing
		.into_iter()
		.map(|(method, params)| json!({ "method": method, "error": error(method, params) }))
		.collect();
	insta::assert_snapshot!(pretty(&errors.into()));
}

#[test]
fn accounts_should_be_accepted_as_hex() {
	let hex = sp_core::bytes::to_hex(ALICE.as_ref(), false);
	assert_eq!(
		result("bme_claim", json!([hex])),
		result("bme_claim", json!({ "who": ALICE.to_ss58check() }))
	);
}

#[test]
fn receipts_batch_should_have_no_rows_when_the_index_has_none_or_others() {
	let without = methods_on(None, None);
	assert_eq!(request(&without, "receipts_batch", json!([5]))["result"]["rows"], Value::Null);

	let other = samples::index_of(&[], &[]);
	let other = methods_on(Some(other), None);
	assert_eq!(request(&other, "receipts_batch", json!([5]))["result"]["rows"], Value::Null);
}

#[test]
fn rows_that_were_given_up_should_be_shown_as_void() {
	let batch = result("receipts_batch", json!([VOID_BATCH]));
	let row = &batch["rows"]["operators"][0];
	insta::assert_snapshot!(
		"receipts_batch_void",
		pretty(
			&json!({ "void": batch["void"], "row": { "first": row["first"], "void": row["void"] } })
		)
	);
	let verified = result("receipts_verify", json!([VOID_BATCH, receipt(0), proof(0)]));
	insta::assert_snapshot!("receipts_verify_void", pretty(&verified));
	// What is not committed is not void either.
	let other = result("receipts_verify", json!([VOID_BATCH, receipt(0), proof(1)]));
	assert_eq!((&other["committed"], &other["void"]), (&json!(false), &json!(false)));
}

#[test]
fn receipts_verify_should_accept_scale_in_hex() {
	let hex = json!([5, samples::receipt_hex(0), samples::proof_hex(0)]);
	assert_eq!(
		result("receipts_verify", hex),
		result("receipts_verify", json!([5, receipt(0), proof(0)]))
	);
}

#[test]
fn receipts_verify_should_say_why_a_receipt_is_not_committed() {
	let mut tampered = receipt(0);
	tampered["body"]["tokensOut"] = json!(17);
	let mut elsewhere = proof(0);
	elsewhere["index"] = json!(9);
	let mut short = proof(0);
	short["siblings"] = json!([]);
	let cases = [
		("another leaf's proof", json!([5, receipt(0), proof(1)])),
		("a changed receipt", json!([5, tampered, proof(0)])),
		("an index past the end", json!([5, receipt(0), elsewhere])),
		("too few siblings", json!([5, receipt(0), short])),
	];
	let answers: Vec<_> = cases
		.into_iter()
		.map(|(case, params)| json!({ "case": case, "answer": result("receipts_verify", params) }))
		.collect();
	insta::assert_snapshot!(pretty(&answers.into()));
}

#[test]
fn receipts_build_batch_should_build_what_the_library_builds() {
	let built = result("receipts_buildBatch", json!([[receipt(1), receipt(0)]]));
	let planned = json!([{ "session": "7", "fromSeq": 10, "deferred": [11] }]);
	let planned = result("receipts_buildBatch", json!([[receipt(1), receipt(0)], planned]));
	// The session's counter is at 13 by default, so both receipts are late ones.
	assert_eq!(built["submission"]["sessions"][0]["late"], 2);
	assert_eq!(built["submission"]["topOps"], planned["submission"]["topOps"]);
	assert_eq!(planned["submission"], samples::submission());
	assert_eq!(planned["encoded"], samples::submission_hex());
	assert_eq!((&planned["order"], &planned["faults"]), (&json!([1, 0]), &json!([])));

	let mut tampered = receipt(0);
	tampered["body"]["tokensOut"] = json!(17);
	let faulty = result("receipts_buildBatch", json!([[receipt(1), tampered]]));
	insta::assert_snapshot!(pretty(&faulty["faults"]));
}

#[test]
fn receipts_build_batch_should_say_why_there_is_no_batch() {
	let many = vec![Value::Null; 4_097];
	let mut stranger = receipt(0);
	stranger["body"]["request"]["terms"]["session"] = json!("8");
	let plan = |plan: Value| json!([[receipt(0), receipt(1)], [plan]]);
	let cases = [
		("too many receipts", json!([many])),
		("no receipt", json!([[{}]])),
		("no list", json!([receipt(0)])),
		("a gap", plan(json!({ "session": "7", "fromSeq": 10, "deferred": [] }))),
		("a seq twice", json!([[receipt(0), receipt(0)]])),
		("void before the range", plan(json!({ "session": "7", "void": [11] }))),
		("a plan with an unknown field", plan(json!({ "session": "7", "from": 10 }))),
		(
			"a session planned twice",
			json!([[receipt(0)], [{ "session": "7" }, { "session": "7" }]]),
		),
		("a session that is not there", json!([[stranger]])),
		("a URL with a space", json!([[receipt(0)], null, "https://gateway.example/a b"])),
		("nothing", json!([[]])),
	];
	let errors: Vec<_> = cases
		.into_iter()
		.map(
			|(case, params)| json!({ "case": case, "error": error("receipts_buildBatch", params) }),
		)
		.collect();
	insta::assert_snapshot!(pretty(&errors.into()));
}

#[test]
fn receipts_proof_should_prove_receipts_and_leaves() {
	let receipts = json!([receipt(1), samples::receipt_hex(0)]);
	let proved = result("receipts_proof", json!([receipts, 1]));
	assert_eq!(proved["proof"], proof(0));
	assert_eq!(proved["root"]["hash"], json!(samples::root_ops()));
	let verified = result("receipts_verify", json!([5, receipt(0), proved["proof"]]));
	assert_eq!(verified["committed"], true);

	let other = result("receipts_proof", json!([receipts, "0"]));
	assert_eq!(other["proof"], proof(1));
	let leaves = json!([proved["leaf"], other["leaf"]]);
	assert_eq!(result("receipts_proof", json!([leaves, 1])), other);
	insta::assert_snapshot!("receipts_proof", pretty(&proved));
}

#[test]
fn receipts_proof_should_say_why_there_is_no_proof() {
	let leaf =
		json!({ "hash": samples::BEST, "sums": { "cuc": u64::MAX.to_string(), "tokens": "0" } });
	let cases = [
		("a place past the end", json!([[receipt(0)], 1])),
		("a leaf past the end", json!([[leaf], 1])),
		("no leaves", json!([[], 0])),
		("no receipt", json!([["0x00"], 0])),
		("no leaf", json!([[{ "hash": "0x00" }], 0])),
		("too many receipts", json!([vec![Value::Null; 4_097], 0])),
		("too many leaves", json!([vec![json!({ "hash": 0 }); 65_537], 0])),
		("sums beyond 64 bits", json!([[leaf, leaf], 0])),
	];
	let errors: Vec<_> = cases
		.into_iter()
		.map(|(case, params)| json!({ "case": case, "error": error("receipts_proof", params) }))
		.collect();
	insta::assert_snapshot!(pretty(&errors.into()));
}

#[test]
fn costly_methods_should_be_refused_when_called_from_afar() {
	let module = module(None, DenyUnsafe::Yes);
	for (method, params) in
		[("receipts_buildBatch", json!([[]])), ("receipts_proof", json!([[receipt(0)], 0]))]
	{
		assert_eq!(request(&module, method, params)["error"]["code"], -32601, "{method}");
	}
}

/// All items that a subscriber gets from the samples.
pub(super) fn items(method: &str, params: Vec<Value>) -> Vec<Value> {
	let module = module(None, DenyUnsafe::Yes);
	sc_cli::build_runtime().unwrap().block_on(async {
		let mut subscription = module.subscribe(method, params, 8).await.unwrap();
		let mut items = Vec::new();
		while let Some(item) = subscription.next::<Value>().await {
			items.push(item.unwrap().0);
		}
		items
	})
}

#[test]
fn bme_subscribe_epochs_should_tell_each_epoch() {
	insta::assert_snapshot!(
		"bme_subscribeEpochs",
		pretty(&items("bme_subscribeEpochs", vec![]).into())
	);
}

#[test]
fn receipts_subscribe_batches_should_tell_each_batch() {
	let all = items("receipts_subscribeBatches", vec![]);
	insta::assert_snapshot!("receipts_subscribeBatches", pretty(&all.clone().into()));
	let of = |who: &AccountId| items("receipts_subscribeBatches", vec![json!(who.to_ss58check())]);
	assert_eq!(of(&GATEWAY), all);
	assert_eq!(of(&ALICE), Vec::<Value>::new());
}

#[test]
fn engine_should_be_refused_when_called_from_afar() {
	let (sender, _receiver) = mpsc::channel(1);
	let module = module(Some(sender), DenyUnsafe::Yes);
	for (method, params) in [
		("engine_createBlock", json!([true, true])),
		("engine_finalizeBlock", json!([Hash::zero()])),
	] {
		assert_eq!(request(&module, method, params)["error"]["code"], -32601, "{method}");
	}
}

#[test]
fn engine_should_pass_commands_on_and_answers_back() {
	let (sender, mut receiver) = mpsc::channel(1);
	let module = module(Some(sender), DenyUnsafe::No);
	let engine = std::thread::spawn(move || {
		futures::executor::block_on(async {
			match receiver.next().await.unwrap() {
				EngineCommand::SealNewBlock { create_empty, finalize, parent_hash, sender } => {
					assert_eq!((create_empty, finalize, parent_hash), (true, false, None));
					drop(sender.unwrap().send(Ok(samples::created_block())));
				}
				EngineCommand::FinalizeBlock { .. } => panic!("another command was sent"),
			}
		});
	});
	let answer = request(
		&module,
		"engine_createBlock",
		json!({ "createEmpty": true, "finalize": false, "parentHash": null }),
	);
	engine.join().unwrap();
	insta::assert_snapshot!("engine_createBlock", pretty(&answer["result"]));
}

#[test]
fn engine_should_say_so_when_sealing_has_ended() {
	let (sender, receiver) = mpsc::channel(1);
	drop(receiver);
	let module = module(Some(sender), DenyUnsafe::No);
	let answer = request(&module, "engine_finalizeBlock", json!([Hash::zero()]));
	insta::assert_snapshot!(pretty(&answer["error"]));
}
