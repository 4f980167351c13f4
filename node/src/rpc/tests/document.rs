//! `openrpc.json` against the methods.

use super::{error, module, request, samples};
use crate::rpc::discover::DOCUMENT;
use futures::channel::mpsc;
use sc_rpc_api::DenyUnsafe;
use serde_json::{Value, json};
use sp_core::crypto::Ss58Codec;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn document() -> Value {
	serde_json::from_str(DOCUMENT).unwrap()
}

pub(super) fn list(value: &Value) -> &[Value] {
	value.as_array().map_or(&[], Vec::as_slice)
}

pub(super) fn text(value: &Value) -> &str {
	value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}

#[test]
fn the_document_should_describe_exactly_the_registered_methods() {
	let (sender, _receiver) = mpsc::channel(1);
	let module = module(Some(sender), DenyUnsafe::Yes);
	let registered: BTreeSet<_> = module.method_names().map(ToString::to_string).collect();
	let document = document();
	let described: BTreeSet<_> =
		list(&document["methods"]).iter().map(|method| text(&method["name"]).to_string()).collect();
	assert_eq!(registered, described);
	assert_eq!(list(&document["methods"]).len(), described.len(), "a method is described twice");
}

#[test]
fn discover_should_serve_the_document() {
	let served = request(&module(None, DenyUnsafe::Yes), "rpc.discover", json!([]));
	assert_eq!(served["result"], document());
	assert_eq!(served["result"]["info"]["version"], env!("CARGO_PKG_VERSION"));
}

#[test]
fn every_description_should_be_complete() {
	let document = document();
	for method in list(&document["methods"]) {
		let name = text(&method["name"]);
		assert!(!text(&method["description"]).is_empty(), "{name}");
		assert!(!text(&method["result"]["name"]).is_empty(), "{name}");
		assert!(name == "rpc.discover" || !list(&method["errors"]).is_empty(), "{name}");
		for param in list(&method["params"]) {
			assert!(!text(&param["description"]).is_empty(), "{name}: {param}");
			assert!(param["schema"].is_object(), "{name}: {param}");
		}
	}
	check_references(&document, &document);
}

fn check_references(document: &Value, value: &Value) {
	match value {
		Value::Object(fields) => {
			if let Some(Value::String(path)) = fields.get("$ref")
				&& let Some(pointer) = path.strip_prefix('#')
			{
				assert!(document.pointer(pointer).is_some(), "{path} leads nowhere");
			}
			fields.values().for_each(|inner| check_references(document, inner));
		}
		Value::Array(items) => items.iter().for_each(|inner| check_references(document, inner)),
		_ => {}
	}
}

/// Parameters in whose place another one leads to an error of the method's own.
fn bad_params() -> Vec<(&'static str, usize, Value)> {
	let nobody = || json!(samples::ALICE.to_ss58check());
	let mut stranger = samples::receipt(0);
	stranger["body"]["request"]["terms"]["session"] = json!("8");
	vec![
		("bme_claims", 1, json!(101)),
		("credits_session", 0, json!(1_000)),
		("credits_sessions", 2, json!(101)),
		("operators_get", 0, nobody()),
		("operators_list", 2, json!(101)),
		("operators_eligible", 0, nobody()),
		("operators_eligible", 3, json!(101)),
		("receipts_batch", 0, json!(1_000)),
		("receipts_verify", 0, json!(1_000)),
		("receipts_buildBatch", 0, json!(vec![Value::Null; 4_097])),
		("receipts_buildBatch", 0, json!([stranger])),
		("receipts_buildBatch", 1, json!([{ "session": "7", "fromSeq": 10, "deferred": [] }])),
		("jobs_pending", 0, nobody()),
		("jobs_pending", 2, json!(101)),
	]
}

#[test]
fn every_item_should_fit_its_schema() {
	let document = document();
	let mut subscriptions = BTreeSet::new();
	for method in list(&document["methods"]) {
		let told = &method["x-subscription"];
		if !told.is_null() {
			let name = text(&method["name"]);
			let items = super::items(name, vec![]);
			assert!(!items.is_empty(), "{name}");
			for item in items {
				assert_fits(&document, &told["item"], &item, name);
			}
			subscriptions.insert(name);
			let unsubscribe = text(&told["unsubscribe"]);
			assert!(list(&document["methods"]).iter().any(|method| method["name"] == unsubscribe));
		}
	}
	assert_eq!(subscriptions, ["bme_subscribeEpochs", "receipts_subscribeBatches"].into());
}

/// Every example is what the samples answer, called by name, and fits the schemas.
#[test]
fn every_example_should_be_true() {
	let document = document();
	let mut differing = BTreeMap::new();
	for method in list(&document["methods"]) {
		let name = text(&method["name"]);
		let examples = list(&method["examples"]);
		let from_chain = !name.starts_with("engine_")
			&& name != "rpc.discover"
			&& !name.to_lowercase().contains("subscribe");
		assert_eq!(!examples.is_empty(), from_chain, "{name}");
		for example in examples {
			let mut params = serde_json::Map::new();
			for given in list(&example["params"]) {
				let described = list(&method["params"])
					.iter()
					.find(|param| param["name"] == given["name"])
					.unwrap_or_else(|| panic!("{name} has no parameter {}", given["name"]));
				assert_fits(&document, &described["schema"], &given["value"], name);
				params.insert(text(&given["name"]).into(), given["value"].clone());
			}
			let answer = request(&module(None, DenyUnsafe::No), name, params.into());
			assert!(answer.get("error").is_none(), "{name}: {answer}");
			assert_fits(&document, &method["result"]["schema"], &answer["result"], name);
			if answer["result"] != example["result"]["value"] {
				differing.insert(name, answer["result"].clone());
			}
		}
	}
	assert!(
		differing.is_empty(),
		"put these results into the examples of openrpc.json:\n{}",
		serde_json::to_string_pretty(&differing).unwrap()
	);
}

#[test]
fn every_answer_should_fit_its_schema_also_where_something_is_absent() {
	let document = document();
	let schema =
		|name: &str| document.pointer(&format!("/components/schemas/{name}")).unwrap().clone();
	assert_fits(
		&document,
		&schema("CreatedBlock"),
		&serde_json::to_value(samples::created_block()).unwrap(),
		"engine_createBlock",
	);
	let refused =
		super::result("receipts_verify", json!([5, samples::receipt(0), samples::proof(1)]));
	assert_fits(&document, &schema("Verification"), &refused, "receipts_verify");
	let void = json!([samples::VOID_BATCH, samples::receipt(0), samples::proof(0)]);
	let void = super::result("receipts_verify", void);
	assert_fits(&document, &schema("Verification"), &void, "receipts_verify");
	let batch = super::result("receipts_batch", json!([samples::VOID_BATCH]));
	assert_fits(&document, &schema("Batch"), &batch, "receipts_batch");
}

#[test]
fn every_error_should_stand_in_the_description_of_its_method() {
	let document = document();
	for (name, mut params) in super::methods_at_a_block() {
		let method =
			list(&document["methods"]).iter().find(|method| method["name"] == name).unwrap();
		let described: BTreeSet<_> = list(&method["errors"])
			.iter()
			// Those without a reference are the node's own, as for unsafe methods.
			.filter_map(|reference| reference["$ref"].as_str())
			.map(|reference| {
				let error = document.pointer(reference.trim_start_matches('#')).unwrap();
				(error["code"].as_i64().unwrap(), text(&error["data"]["kind"]).to_string())
			})
			.collect();
		let mut seen = BTreeSet::new();
		let mut see = |error: Value| {
			let kind = text(&error["data"]["kind"]).to_string();
			seen.insert((error["code"].as_i64().unwrap(), kind));
		};
		for (of, place, bad) in bad_params() {
			if of == name {
				let mut params = params.clone();
				params[place] = bad;
				see(error(name, params.into()));
			}
		}
		for at in [
			json!("best"),
			json!(samples::UNKNOWN),
			json!(samples::PRUNED),
			json!(samples::FAILING),
		] {
			params.push(at);
			see(error(name, params.clone().into()));
			params.pop();
		}
		assert_eq!(seen, described, "{name}");
	}
}

/// Checks `value` against the part of JSON Schema that the document uses.
fn assert_fits(document: &Value, schema: &Value, value: &Value, at: &str) {
	if let Err(reason) = fits(document, schema, value) {
		panic!("{at}: {reason}");
	}
}

fn fits(document: &Value, schema: &Value, value: &Value) -> Result<(), String> {
	for (keyword, want) in schema.as_object().ok_or("the schema is no object")? {
		let holds = match keyword.as_str() {
			"title" | "description" => true,
			"$ref" => {
				let pointer = text(want).strip_prefix('#').ok_or("an outer reference")?;
				fits(document, document.pointer(pointer).ok_or("no such schema")?, value)?;
				true
			}
			"oneOf" => {
				list(want).iter().filter(|one| fits(document, one, value).is_ok()).count() == 1
			}
			"enum" => list(want).contains(value),
			"type" => match text(want) {
				"object" => value.is_object(),
				"array" => value.is_array(),
				"string" => value.is_string(),
				"integer" => value.is_u64(),
				"boolean" => value.is_boolean(),
				"null" => value.is_null(),
				other => return Err(format!("an unknown type {other}")),
			},
			"minimum" => value.as_u64() >= want.as_u64(),
			"maximum" => value.as_u64() <= want.as_u64(),
			"pattern" => value.as_str().is_some_and(|value| matches(text(want), value)),
			"items" => {
				for item in list(value) {
					fits(document, want, item)?;
				}
				true
			}
			"properties" => {
				for (name, inner) in value.as_object().into_iter().flatten() {
					let schema = want.get(name).ok_or(format!("an unknown field {name}"))?;
					fits(document, schema, inner).map_err(|reason| format!("{name}: {reason}"))?;
				}
				true
			}
			"required" => list(want).iter().all(|name| value.get(text(name)).is_some()),
			"additionalProperties" => want == false,
			other => return Err(format!("an unknown keyword {other}")),
		};
		if !holds {
			return Err(format!("{value} is not {keyword} {want}"));
		}
	}
	Ok(())
}

/// The patterns of the document.
fn matches(pattern: &str, value: &str) -> bool {
	let base58 = |text: &str| {
		(46..=49).contains(&text.len())
			&& text.chars().all(|c| c.is_ascii_alphanumeric() && !"0OIl".contains(c))
	};
	let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
	let hex = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
	match pattern {
		"^[1-9A-HJ-NP-Za-km-z]{46,49}$" => base58(value),
		"^([1-9A-HJ-NP-Za-km-z]{46,49}|0x[0-9a-fA-F]{64})$" => {
			base58(value)
				|| value.strip_prefix("0x").is_some_and(|rest| rest.len() == 64 && hex(rest))
		}
		"^0x[0-9a-f]{64}$" => value
			.strip_prefix("0x")
			.is_some_and(|rest| rest.len() == 64 && hex(rest) && rest == rest.to_ascii_lowercase()),
		"^0x([0-9a-f]{2})*$" => value.strip_prefix("0x").is_some_and(|rest| {
			rest.len() % 2 == 0 && hex(rest) && rest == rest.to_ascii_lowercase()
		}),
		"^[0-9]+$" => digits(value),
		"^[0-9]+\\.[0-9]{18}$" => value
			.split_once('.')
			.is_some_and(|(whole, part)| digits(whole) && digits(part) && part.len() == 18),
		other => panic!("an unknown pattern {other}"),
	}
}
