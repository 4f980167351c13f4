//! Answers and errors of all our methods against a chain of samples, and `openrpc.json` against the
//! methods.

mod document;
mod samples;

use self::samples::{
	ALICE, FAILING, OPERATOR, PRUNED, SampleChain, UNKNOWN, batch_index, proof, receipt,
};
use super::orogen;
use crate::sealing::CommandSender;
use futures::{StreamExt, channel::mpsc};
use jsonrpsee::RpcModule;
use orogen_primitives_core::Hash;
use sc_consensus_manual_seal::EngineCommand;
use sc_rpc_api::DenyUnsafe;
use serde_json::{Value, json};
use sp_core::{crypto::Ss58Codec, offchain::storage::InMemOffchainStorage};
use std::sync::Arc;

/// Our methods on the samples.
fn module(sealer: Option<CommandSender>, policy: DenyUnsafe) -> RpcModule<()> {
	let mut module = orogen(Arc::new(SampleChain), Some(batch_index()), sealer).unwrap();
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
	let mut answer = request(&module(None, DenyUnsafe::Yes), method, params);
	assert!(answer.get("error").is_none(), "{method}: {answer}");
	answer["result"].take()
}

/// The error of `method` on the samples.
fn error(method: &str, params: Value) -> Value {
	let mut answer = request(&module(None, DenyUnsafe::Yes), method, params);
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
		("bme_claim", vec![json!(ALICE.to_ss58check())]),
		("credits_balance", vec![json!(ALICE.to_ss58check())]),
		("credits_session", vec![json!(7)]),
		("nonce_isBurned", vec![json!(7), json!(11)]),
		("oracle_getCurrentTwap", vec![]),
		("oracle_sources", vec![]),
		("operators_get", vec![json!(OPERATOR.to_ss58check())]),
		("receipts_batch", vec![json!(5)]),
		("receipts_verify", vec![json!(5), receipt(0), proof(0)]),
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
	let without = orogen::<_, InMemOffchainStorage>(Arc::new(SampleChain), None, None).unwrap();
	assert_eq!(request(&without, "receipts_batch", json!([5]))["result"]["rows"], Value::Null);

	let other = samples::index_of(&[], &[]);
	let other = orogen(Arc::new(SampleChain), Some(other), None).unwrap();
	assert_eq!(request(&other, "receipts_batch", json!([5]))["result"]["rows"], Value::Null);
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
