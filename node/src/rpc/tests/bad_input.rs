//! What every method and subscription answers to bad input: a table of bad values for each way in which
//! parameters are read, and a table of how each method reads its own. A method of the OpenRPC document
//! that is in neither fails the test.

use super::{
	document::{document, list, text},
	module,
	samples::{self, ALICE, GATEWAY, OPERATOR, proof, receipt},
};
use crate::rpc::error::Namespace;
use futures::channel::mpsc;
use jsonrpsee::RpcModule;
use orogen_primitives_core::Hash;
use sc_rpc_api::DenyUnsafe;
use serde_json::{Value, json};
use sp_core::crypto::Ss58Codec;
use std::collections::BTreeSet;
use tokio::runtime::Runtime;

/// How a parameter is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Read {
	Account,
	Hash,
	/// An integer up to this one.
	Integer(u128),
	/// How many items, at most so many.
	Limit(u32),
	OperatorFilter,
	EligibleFilter,
	Receipt,
	Proof,
	Receipts,
	ReceiptsOrLeaves,
	/// The place of an item in a list of two.
	Place,
	Plans,
	Url,
	Boolean,
	Subscription,
}
use Read::{
	Account, Boolean, EligibleFilter, Integer, Limit, OperatorFilter, Place, Plans, Proof, Receipt,
	Receipts, ReceiptsOrLeaves, Subscription, Url,
};

const U32: Read = Integer(u32::MAX as u128);
const U64: Read = Integer(u64::MAX as u128);
const U128: Read = Integer(u128::MAX);

/// A parameter: its name, a good value, and how it is read.
type Parameter = (&'static str, Value, Read);

/// What becomes of a call.
#[derive(Clone, Debug)]
enum Answer {
	Result,
	/// An error with this number within its namespace, and its kind.
	Error(i64, &'static str),
}
use Answer::Error;

const INVALID: Answer = Error(1, "InvalidParameter");
const NO_BLOCK: Answer = Error(2, "BlockNotFound");
const NO_STATE: Answer = Error(3, "StateNotAvailable");
const NO_CALL: Answer = Error(4, "RuntimeCallFailed");
const LIMIT: Answer = Error(5, "LimitExceeded");
const NO_SESSION: Answer = Error(10, "SessionNotFound");
const NO_OPERATOR: Answer = Error(11, "OperatorNotFound");
const NO_BATCH: Answer = Error(12, "BatchNotFound");
const NO_GATEWAY: Answer = Error(13, "GatewayNotFound");
const NOT_A_BATCH: Answer = Error(14, "NotABatch");

/// A method with its parameters, and what it answers when the one at a place has another value, which
/// can be read but names something that is not there.
struct Method {
	name: &'static str,
	parameters: Vec<Parameter>,
	strange: Vec<(usize, Value, Answer)>,
}

fn at() -> Parameter {
	("at", json!(samples::BEST), Read::Hash)
}

fn account(who: &orogen_primitives_core::AccountId) -> Value {
	json!(who.to_ss58check())
}

/// The table of the methods.
fn methods() -> Vec<Method> {
	let method = |name, parameters, strange| Method { name, parameters, strange };
	let alice = || account(&ALICE);
	let gateway = || account(&GATEWAY);
	let hotkey = || account(&OPERATOR);
	let nobody = |place, answer| vec![(place, alice(), answer)];
	let mut stranger = receipt(0);
	stranger["body"]["request"]["terms"]["session"] = json!("8");
	let gap = json!([{ "session": "7", "fromSeq": 10, "deferred": [] }]);
	let bits = |read| move |name| (name, json!(7), read);
	let (u32s, u64s) = (bits(U32), bits(U64));
	let limit = |name| (name, json!(1), Limit(100));
	let id = |name: &'static str| (name, json!("0"), Subscription);
	let unknown_subscription = || vec![(0, json!("no such subscription"), Answer::Result)];
	let plan = json!([{ "session": "7", "fromSeq": 10, "deferred": [11] }]);
	vec![
		method("bme_status", vec![at()], vec![]),
		method("bme_quoteBurn", vec![("orog", json!("1"), U128), at()], vec![]),
		method("bme_quoteTopUp", vec![u32s("asset"), u64s("cuc"), at()], vec![]),
		method("bme_claim", vec![("who", alice(), Account), at()], vec![]),
		method("bme_claims", vec![u32s("from"), limit("count"), at()], vec![]),
		method("bme_emission", vec![at()], vec![]),
		method("bme_subscribeEpochs", vec![], vec![]),
		method("bme_unsubscribeEpochs", vec![id("subscription")], unknown_subscription()),
		method("credits_balance", vec![("who", alice(), Account), at()], vec![]),
		method("credits_session", vec![u64s("id"), at()], vec![(0, json!(8), NO_SESSION)]),
		method(
			"credits_sessions",
			vec![("owner", alice(), Account), u64s("from"), limit("limit"), at()],
			vec![],
		),
		method("nonce_isBurned", vec![u64s("session"), u32s("seq"), at()], vec![]),
		method("oracle_getCurrentTwap", vec![at()], vec![]),
		method("oracle_sources", vec![at()], vec![]),
		method("operators_get", vec![("hotkey", hotkey(), Account), at()], nobody(0, NO_OPERATOR)),
		method(
			"operators_list",
			vec![
				("filter", json!({ "tier": "edge" }), OperatorFilter),
				("after", hotkey(), Account),
				limit("limit"),
				at(),
			],
			// Nothing is in such a region, and it is no error to ask.
			vec![(0, json!({ "region": "x".repeat(10_000) }), Answer::Result)],
		),
		method("operators_tiers", vec![at()], vec![]),
		method(
			"operators_eligible",
			vec![
				("gateway", gateway(), Account),
				("filter", json!({ "price": "5000" }), EligibleFilter),
				("after", hotkey(), Account),
				limit("limit"),
				at(),
			],
			vec![
				(0, alice(), NO_GATEWAY),
				(1, json!({ "price": u64::MAX.to_string() }), Answer::Result),
				(1, json!({ "price": 0, "commission": 1_000_000_000 }), Answer::Result),
			],
		),
		method(
			"receipts_batch",
			vec![("id", json!(5), U64), at()],
			vec![(0, json!(6), NO_BATCH), (0, json!(u64::MAX.to_string()), NO_BATCH)],
		),
		method(
			"receipts_verify",
			vec![
				("batch", json!(5), U64),
				("receipt", receipt(0), Receipt),
				("proof", proof(0), Proof),
				at(),
			],
			vec![
				(0, json!(6), NO_BATCH),
				(2, json!({ "index": u32::MAX, "siblings": [] }), Answer::Result),
				(2, json!({ "index": 0, "siblings": vec![node(); 64] }), Answer::Result),
			],
		),
		method(
			"receipts_buildBatch",
			vec![
				("receipts", json!([receipt(0), receipt(1)]), Receipts),
				("sessions", plan, Plans),
				("blobUrl", json!("https://gateway.example/5"), Url),
				at(),
			],
			vec![
				(0, json!([stranger]), NO_SESSION),
				(0, json!([receipt(0), receipt(0)]), NOT_A_BATCH),
				(1, gap, NOT_A_BATCH),
				(1, json!([{ "session": u64::MAX.to_string() }]), NO_SESSION),
				(1, json!([{ "session": "7" }, { "session": "7" }]), NOT_A_BATCH),
				(
					1,
					json!([{ "session": "7", "fromSeq": 10, "void": vec![u32::MAX; 70] }]),
					NOT_A_BATCH,
				),
			],
		),
		method(
			"receipts_proof",
			vec![
				("receipts", json!([receipt(0), receipt(1)]), ReceiptsOrLeaves),
				("index", json!(0), Place),
			],
			vec![(0, json!([heavy(), heavy()]), NOT_A_BATCH)],
		),
		method(
			"receipts_subscribeBatches",
			vec![("gateway", gateway(), Account)],
			vec![(0, alice(), Answer::Result)],
		),
		method("receipts_unsubscribeBatches", vec![id("subscription")], unknown_subscription()),
		method(
			"jobs_pending",
			vec![("gateway", gateway(), Account), u64s("before"), limit("limit"), at()],
			nobody(0, NO_GATEWAY),
		),
		method(
			"engine_createBlock",
			vec![
				("createEmpty", json!(true), Boolean),
				("finalize", json!(true), Boolean),
				("parentHash", json!(samples::BEST), Read::Hash),
			],
			vec![],
		),
		method("engine_finalizeBlock", vec![("hash", json!(samples::BEST), Read::Hash)], vec![]),
		method("rpc.discover", vec![], vec![]),
	]
}

fn node() -> Value {
	json!({ "hash": Hash::zero(), "sums": { "cuc": "0", "tokens": "0" } })
}

/// Two of these have a sum beyond 64 bits.
fn heavy() -> Value {
	json!({ "hash": Hash::zero(), "sums": { "cuc": u64::MAX.to_string(), "tokens": "0" } })
}

/// What is of no JSON type that is read anywhere as one of these.
fn no(types: &[&str]) -> Vec<Value> {
	[
		("boolean", json!(true)),
		("number", json!(7)),
		("fraction", json!(1.5)),
		("text", json!("text")),
		("list", json!([])),
		("list", json!([[]])),
		("object", json!({})),
		("object", json!({ "no such field": 1 })),
	]
	.into_iter()
	.filter_map(|(kind, value)| (!types.contains(&kind)).then_some(value))
	.collect()
}

/// 32 bytes as hex, badly.
fn bad_hex(bytes: usize) -> Vec<String> {
	let digits = |count: usize| "a".repeat(count);
	let whole = 2 * bytes;
	vec![
		String::new(),
		" ".into(),
		"0x".into(),
		digits(whole),
		format!("0x{}", digits(whole - 1)),
		format!("0x{}", digits(whole - 2)),
		format!("0x{}", digits(whole + 1)),
		format!("0x{}", digits(whole + 2)),
		format!("0X{}", digits(whole)),
		format!("0x{}g", digits(whole - 1)),
		format!("0x{}é", digits(whole - 2)),
		// What the library would skip, and then fill up with zeros.
		format!("0x{}  ", digits(whole - 2)),
		format!("0x{}\n\t", digits(whole - 2)),
		format!(" 0x{}", digits(whole - 1)),
		format!("0x0x{}", digits(whole - 2)),
		format!("0x{}", digits(1 << 20)),
	]
}

/// Values in whose place a parameter cannot be read, with the answer.
fn bad_values(read: Read) -> Vec<(Value, Answer)> {
	let invalid = |values: Vec<Value>| values.into_iter().map(|value| (value, INVALID));
	let texts = |texts: Vec<String>| texts.into_iter().map(|text| (json!(text), INVALID));
	let scale = |good: String| {
		let cut = good[..good.len() - 2].to_string();
		let more = format!("{good}00");
		let odd = format!("{good}0");
		let spaced = format!("0x {}", &good[3..]);
		texts(vec![cut, more, odd, spaced, "0x".into(), "receipt".into(), String::new()])
	};
	match read {
		Account => {
			let good = ALICE.to_ss58check();
			let swapped = format!("{}{}{}", &good[..1], &good[2..3], &good[1..2]) + &good[3..];
			let forms = vec![
				"Alice".into(),
				"//Alice".into(),
				format!(" {good}"),
				format!("{good} "),
				format!("{good}1"),
				good[..47].to_string(),
				good.replace(&good[4..5], "0"),
				good.to_uppercase(),
				swapped,
				"1".repeat(10_000),
			];
			invalid(no(&["text"])).chain(texts(forms)).chain(texts(bad_hex(32))).collect()
		}
		Read::Hash => invalid(no(&["text"])).chain(texts(bad_hex(32))).collect(),
		Integer(most) => integers(most).collect(),
		Limit(most) => {
			let over = [json!(most + 1), json!(u64::MAX), json!(u128::MAX.to_string())];
			let zero = (json!(0), INVALID);
			let over = over.into_iter().map(|value| (value, LIMIT));
			integers(u128::MAX).chain([zero]).chain(over).collect()
		}
		OperatorFilter => filters(&[
			json!({ "tier": "best" }),
			json!({ "status": "gone" }),
			json!({ "gateway": "0x00" }),
			json!({ "gateway": 7 }),
			json!({ "model": Hash::zero() }),
			json!({ "price": 1 }),
		])
		.collect(),
		EligibleFilter => filters(&[
			json!({ "price": "-1" }),
			json!({ "price": -1 }),
			json!({ "price": 1.5 }),
			json!({ "price": "18446744073709551616" }),
			json!({ "commission": -1 }),
			json!({ "commission": u64::MAX }),
			json!({ "status": "active" }),
		])
		.collect(),
		Receipt => {
			let mut negative = receipt(0);
			negative["body"]["tokensIn"] = json!(-1);
			let mut large = receipt(0);
			large["body"]["price"] = json!("18446744073709551616");
			let mut unknown = receipt(0);
			unknown["body"]["mode"] = json!("trust");
			let mut short = receipt(0);
			short["body"]["responseHash"] = json!("0x00");
			let fields = receipt(0).as_object().unwrap().values().cloned().collect();
			invalid(no(&[]))
				.chain(invalid(vec![negative, large, unknown, short, Value::Array(fields)]))
				.chain(scale(samples::receipt_hex(0)))
				.collect()
		}
		Proof => invalid(no(&[]))
			.chain(invalid(vec![
				json!([0, []]),
				json!({ "index": 0 }),
				json!({ "siblings": [] }),
				json!({ "index": -1, "siblings": [] }),
				json!({ "index": 4_294_967_296_u64, "siblings": [] }),
				json!({ "index": 0, "siblings": [{}] }),
				json!({ "index": 0, "siblings": [], "leaf": 0 }),
			]))
			.chain(scale(samples::proof_hex(0)))
			.collect(),
		Receipts => invalid(no(&[]))
			.chain(invalid(vec![
				json!(receipt(0)),
				json!([receipt(0), {}]),
				json!(["0x"]),
				json!([receipt(0), null]),
			]))
			.chain([(json!(vec![0; 4_097]), LIMIT)])
			.collect(),
		ReceiptsOrLeaves => invalid(no(&["list"]))
			.chain(invalid(vec![
				json!([[]]),
				json!([receipt(0), {}]),
				json!(["0x"]),
				json!([{ "hash": "0x00" }]),
				json!([node(), receipt(0)]),
				json!([node(), [Hash::zero(), ["0", "0"]]]),
			]))
			.chain([
				(json!(vec![0; 4_097]), LIMIT),
				(json!(vec![json!({ "hash": 0 }); 65_537]), LIMIT),
			])
			.collect(),
		Place => integers(u64::MAX.into())
			.chain(invalid(vec![json!(2), json!(u64::MAX), json!(u64::MAX.to_string())]))
			.collect(),
		Plans => invalid(no(&["list"]))
			.chain(invalid(vec![
				json!([7]),
				json!([["7", 10, [], []]]),
				json!([{}]),
				json!([{ "session": "-7" }]),
				json!([{ "session": "18446744073709551616" }]),
				json!([{ "session": "7", "from": 10 }]),
				json!([{ "session": "7", "fromSeq": -1 }]),
				json!([{ "session": "7", "fromSeq": 4_294_967_296_u64 }]),
				json!([{ "session": "7", "void": 11 }]),
				json!([{ "session": "7", "deferred": ["eleven"] }]),
			]))
			.chain([(json!(vec![json!({ "session": "7" }); 2_049]), LIMIT)])
			.collect(),
		Url => invalid(no(&["text"]))
			.chain(texts(vec![
				"https://gateway.example/a b".into(),
				"https://gateway.example/\n".into(),
				"https://gateway.example/é".into(),
				"x".repeat(257),
			]))
			.collect(),
		Boolean => invalid(no(&["boolean"])).chain(texts(vec!["true".into()])).collect(),
		Subscription => invalid(no(&["text"])).collect(),
	}
}

fn integers(most: u128) -> impl Iterator<Item = (Value, Answer)> {
	let beyond = match most.checked_add(1) {
		Some(beyond) => beyond.to_string(),
		None => "340282366920938463463374607431768211456".into(),
	};
	let texts = [
		"",
		" ",
		" 7",
		"7 ",
		"+7",
		"-7",
		"0x7",
		"7.0",
		"7e3",
		"1_000",
		"1,000",
		"seven",
		"٧",
		"²",
		"NaN",
		"Infinity",
		&beyond,
		&"9".repeat(1_000),
	]
	.map(|text| json!(text));
	let numbers = [json!(-1), json!(i64::MIN), json!(1.0), json!(1e30), json!([7]), json!({})];
	no(&["number"])
		.into_iter()
		.chain(texts)
		.chain(numbers)
		.chain(
			u64::try_from(most).ok().and_then(|most| most.checked_add(1)).map(|over| json!(over)),
		)
		.map(|value| (value, INVALID))
}

fn filters(own: &[Value]) -> impl Iterator<Item = (Value, Answer)> {
	let of_both = [
		json!({ "no such field": 1 }),
		json!({ "tier": 7 }),
		json!({ "tier": "" }),
		json!({ "kind": "gpu" }),
		json!({ "mode": 1 }),
		json!({ "mode": "none" }),
		json!({ "region": 7 }),
		json!({ "region": ["CH"] }),
	];
	no(&["object"])
		.into_iter()
		.chain(of_both)
		.chain(own.iter().cloned())
		.map(|value| (value, INVALID))
}

/// The methods, and a runtime to call them in.
struct Caller {
	module: RpcModule<()>,
	runtime: Runtime,
	/// So that sealing has not ended.
	_engine: mpsc::Receiver<sc_consensus_manual_seal::EngineCommand<Hash>>,
}

impl Caller {
	fn new() -> Self {
		let (sender, engine) = mpsc::channel(1);
		let module = module(Some(sender), DenyUnsafe::No);
		Self { module, runtime: sc_cli::build_runtime().unwrap(), _engine: engine }
	}

	/// The answer to `method` with `params` as they stand in the request.
	fn call(&self, method: &str, params: &str) -> Value {
		let request =
			format!(r#"{{"jsonrpc":"2.0","id":1,"method":"{method}","params":{params}}}"#);
		let answer = self
			.runtime
			.block_on(async { self.module.raw_json_request(&request, 64).await.unwrap().0 });
		let answer: Value = serde_json::from_str(&answer).unwrap();
		// A method that panics answers without the request's id.
		assert_eq!(answer["id"], 1, "{method} {}: {answer}", start(params));
		answer
	}

	/// Calls `method` and checks that it answers as it should; returns the error.
	fn expect(&self, method: &str, params: &str, expected: &Answer) -> Value {
		let mut answer = self.call(method, params);
		let case = format!("{method} {}", start(params));
		match expected {
			Answer::Result => assert!(answer.get("result").is_some(), "{case}: {answer}"),
			Error(number, kind) => {
				assert!(answer.get("result").is_none(), "{case}: {answer}");
				let base = Namespace::of(method).unwrap().base();
				let error = &answer["error"];
				assert_eq!(error["code"], i64::from(base) + number, "{case}: {answer}");
				assert_eq!(error["data"]["kind"], *kind, "{case}: {answer}");
				assert_helps(error, &case);
			}
		}
		answer["error"].take()
	}

	fn expect_wrong_parameters(&self, method: &Method, params: &str) {
		let answer = self.call(method.name, params);
		let (error, case) = (&answer["error"], format!("{} {}", method.name, start(params)));
		assert_eq!(error["code"], -32_602, "{case}: {answer}");
		assert_eq!(error["data"]["kind"], "WrongParameters", "{case}: {answer}");
		assert_helps(error, &case);
		let takes = list(&error["data"]["parameters"]).iter().map(|name| {
			let name = text(name);
			name.strip_suffix('?').unwrap_or(name)
		});
		assert!(takes.eq(method.parameters.iter().map(|(name, ..)| *name)), "{case}: {answer}");
	}
}

/// What is shown of parameters, which may be long.
fn start(params: &str) -> String {
	params.chars().take(200).collect()
}

/// An error says in one line what is wrong, and what to do.
#[track_caller]
fn assert_helps(error: &Value, case: &str) {
	let message = text(&error["message"]);
	assert!((1..400).contains(&message.len()) && !message.contains('\n'), "{case}: {message}");
	let advice = text(&error["data"]["advice"]);
	assert!(advice.len() > 20 && advice.ends_with('.'), "{case}: {advice}");
}

impl Method {
	/// The good parameters, but `value` at `place`.
	fn with(&self, place: usize, value: &Value) -> (String, String) {
		let mut by_name = serde_json::Map::new();
		let mut by_position = Vec::new();
		for (own, (name, good, _)) in self.parameters.iter().enumerate() {
			let value = if own == place { value } else { good };
			by_name.insert((*name).into(), value.clone());
			by_position.push(value.clone());
		}
		(Value::from(by_position).to_string(), Value::from(by_name).to_string())
	}

	/// The good parameters.
	fn good(&self) -> Vec<Value> {
		self.parameters.iter().map(|(_, good, _)| good.clone()).collect()
	}

	/// Whether the samples answer when all is good: what seals blocks is not there.
	fn answers(&self) -> bool {
		!self.name.starts_with("engine_")
	}
}

/// Each method's parameters as the document describes them: name, and whether it must be given.
fn described(method: &str) -> Vec<(String, bool)> {
	let document = document();
	let described = list(&document["methods"]).iter().find(|own| own["name"] == method).unwrap();
	list(&described["params"])
		.iter()
		.map(|own| (text(&own["name"]).to_string(), own["required"] == true))
		.collect()
}

#[test]
fn every_method_should_be_in_the_table() {
	let document = document();
	let documented: BTreeSet<_> =
		list(&document["methods"]).iter().map(|method| text(&method["name"])).collect();
	let table = methods();
	let in_table: BTreeSet<_> = table.iter().map(|method| method.name).collect();
	assert_eq!(documented, in_table);
	assert_eq!(table.len(), in_table.len(), "a method is in the table twice");
	for method in &table {
		let names: Vec<_> = method.parameters.iter().map(|(name, ..)| *name).collect();
		let described = described(method.name);
		let described: Vec<_> = described.iter().map(|(name, _)| name.as_str()).collect();
		assert_eq!(described, names, "{}", method.name);
	}
}

#[test]
fn every_method_should_refuse_too_few_too_many_and_other_parameters() {
	let caller = Caller::new();
	for method in methods() {
		let good = method.good();
		let described = described(method.name);
		let list_of = |values: &[Value]| Value::from(values.to_vec()).to_string();
		let named = |skip: Option<usize>| -> serde_json::Map<String, Value> {
			let kept = described.iter().zip(&good).enumerate();
			kept.filter(|(place, _)| Some(*place) != skip)
				.map(|(_, ((name, _), value))| (name.clone(), value.clone()))
				.collect()
		};

		for (place, (_, required)) in described.iter().enumerate() {
			if *required {
				caller.expect_wrong_parameters(&method, &list_of(&good[..place]));
				caller
					.expect_wrong_parameters(&method, &Value::from(named(Some(place))).to_string());
			}
		}
		for extra in [json!(null), json!(0), json!("")] {
			let mut more = good.clone();
			more.push(extra.clone());
			caller.expect_wrong_parameters(&method, &list_of(&more));
			more.extend(vec![extra; 1_000]);
			caller.expect_wrong_parameters(&method, &list_of(&more));
		}
		for strange in ["no such parameter", "", "\u{1}", &"x".repeat(10_000)] {
			let mut more = named(None);
			more.insert(strange.into(), json!(1));
			caller.expect_wrong_parameters(&method, &Value::from(more).to_string());
		}
		if let Some((name, value)) = described.first().map(|(name, _)| name).zip(good.first()) {
			let all = Value::from(named(None)).to_string();
			let twice = format!(r#"{{"{name}":{value},{}"#, &all[1..]);
			caller.expect_wrong_parameters(&method, &twice);
		}
		for neither in [r#""bme""#, "7", "true"] {
			caller.expect_wrong_parameters(&method, neither);
		}
	}
}

#[test]
fn every_method_should_name_the_parameter_that_it_cannot_read() {
	let caller = Caller::new();
	for method in methods() {
		let described = described(method.name);
		for (place, (name, _, read)) in method.parameters.iter().enumerate() {
			let mut bad = bad_values(*read);
			if described[place].1 {
				bad.push((Value::Null, INVALID));
			}
			for (value, answer) in bad {
				let (by_position, by_name) = method.with(place, &value);
				for params in [by_position, by_name] {
					let error = caller.expect(method.name, &params, &answer);
					assert_eq!(
						error["data"]["parameter"],
						*name,
						"{} {}",
						method.name,
						start(&params)
					);
					if matches!(answer, Error(5, _)) {
						let most = error["data"]["most"].as_u64();
						assert!(most.is_some_and(|most| most >= 100), "{}: {error}", method.name);
					}
				}
			}
		}
	}
}

#[test]
fn every_method_should_read_zero_and_the_maximum() {
	let caller = Caller::new();
	for method in methods() {
		for (place, (_, _, read)) in method.parameters.iter().enumerate() {
			let edges = match *read {
				Integer(most) => {
					let number = u64::try_from(most).ok().map(|most| json!(most));
					let texts = [json!(0), json!("0"), json!("000"), json!(most.to_string())];
					texts.into_iter().chain(number).collect()
				}
				Limit(most) => vec![json!(1), json!(most), json!(most.to_string())],
				Account => {
					let hex = |digit: &str| json!(format!("0x{}", digit.repeat(64)));
					vec![hex("0"), hex("f"), hex("F")]
				}
				_ => vec![],
			};
			for edge in edges {
				let (by_position, by_name) = method.with(place, &edge);
				for params in [by_position, by_name] {
					let answer = caller.call(method.name, &params);
					// What can be read is answered, or is not there.
					let kind = answer["error"]["data"]["kind"].as_str().unwrap_or_default();
					assert!(
						answer.get("result").is_some() || kind.ends_with("NotFound"),
						"{} {}: {answer}",
						method.name,
						start(&params)
					);
				}
			}
		}
	}
}

#[test]
fn every_method_should_say_what_is_not_there() {
	let caller = Caller::new();
	for method in methods().into_iter().filter(Method::answers) {
		let good = Value::from(method.good()).to_string();
		caller.expect(method.name, &good, &Answer::Result);
		for (place, value, answer) in &method.strange {
			let (by_position, by_name) = method.with(*place, value);
			for params in [by_position, by_name] {
				caller.expect(method.name, &params, answer);
			}
		}
		let blocks = [
			(samples::UNKNOWN, NO_BLOCK),
			(samples::PRUNED, NO_STATE),
			(samples::FAILING, NO_CALL),
		];
		let place = method.parameters.iter().position(|(name, ..)| *name == "at");
		for (block, answer) in place.map(|_| blocks).into_iter().flatten() {
			let (by_position, by_name) = method.with(place.unwrap(), &json!(block));
			for params in [by_position, by_name] {
				caller.expect(method.name, &params, &answer);
			}
		}
	}
}

#[test]
fn what_may_be_left_out_may_also_be_null() {
	let caller = Caller::new();
	for method in methods().into_iter().filter(Method::answers) {
		let described = described(method.name);
		for (place, (_, required)) in described.iter().enumerate().rev() {
			if *required {
				break;
			}
			let (by_position, by_name) = method.with(place, &Value::Null);
			caller.call(method.name, &by_position);
			for params in [by_position, by_name] {
				let answer = caller.call(method.name, &params);
				let kind = answer["error"]["data"]["kind"].as_str().unwrap_or_default();
				// Without its plan the sample batch has a gap.
				assert!(
					answer.get("result").is_some() || kind == "NotABatch",
					"{} {params}: {answer}",
					method.name
				);
			}
		}
	}
	// No parameters at all are an empty list.
	let request = r#"{"jsonrpc":"2.0","id":1,"method":"bme_status"}"#;
	let answer = caller
		.runtime
		.block_on(async { caller.module.raw_json_request(request, 1).await.unwrap().0 });
	assert!(answer.contains(r#""result""#), "{answer}");
}
