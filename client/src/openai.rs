//! Reads logs of calls in the form of OpenAI's chat completions.
//!
//! A log has one call a line: `{"request": …, "response": …}`. The request is the body of
//! `POST /v1/chat/completions`; the response is what came back: a `chat.completion`, for a streamed
//! call the list of its `chat.completion.chunk`s, or `{"error": …}` for a call that failed. Empty
//! lines are skipped.
//!
//! What is hashed of a body is its canonical form (RFC 8785), so that spaces, the order of keys and
//! the spelling of numbers do not matter. A body with a key that stands twice has no canonical form
//! and is refused. A streamed answer is first put together ([`merge_chunks`]): what was sent in one
//! piece and in many has the same shape.

use crate::Error;
use serde::{
	Deserializer,
	de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Value};
use std::{fmt, io::BufRead};

/// A call of a log.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
	/// Number of its line, from 1.
	pub line: usize,
	/// Name of the model, as the request has it.
	pub model: String,
	/// The request in canonical JSON.
	pub request: Vec<u8>,
	/// Most tokens of the answer, where the request says so.
	pub max_tokens: Option<u32>,
	/// What came back.
	pub outcome: Outcome,
}

/// What came of a call.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
	/// An answer.
	Answered(Answer),
	/// An error, with its message.
	Failed(String),
}

/// An answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
	/// The answer in canonical JSON; a streamed one put together.
	pub response: Vec<u8>,
	/// Tokens of the prompt, by `usage`.
	pub tokens_in: u32,
	/// Tokens of the answer, by `usage`.
	pub tokens_out: u32,
	/// When it was made, in seconds since the Unix epoch.
	pub created: Option<u64>,
	/// Whether it was streamed.
	pub streamed: bool,
}

/// How `serde_json` hands numbers over when some crate of the build has asked it to keep their digits.
const NUMBER: &str = "$serde_json::private::Number";

/// The number that RFC 8785 sees: the nearest double, as an integer where it is one that a double
/// holds exactly. Without this, canonical forms would depend on how `serde_json` was built.
fn number<E: serde::de::Error>(digits: &str) -> Result<Value, E> {
	const EXACT: i64 = 1 << 53;
	if let Ok(integer) = digits.parse::<i64>()
		&& (-EXACT..=EXACT).contains(&integer)
	{
		return Ok(integer.into());
	}
	let double: f64 = digits.parse().map_err(|_| E::custom("not a number"))?;
	if !double.is_finite() {
		return Err(E::custom("a number is too great for a double"));
	}
	// Digits without a fraction: an integer, such as 1.0 or 1e2.
	match format!("{double}").parse::<i64>() {
		Ok(integer) if (-EXACT..=EXACT).contains(&integer) => Ok(integer.into()),
		_ => Ok(double.into()),
	}
}

/// JSON in which no object has a key twice.
#[derive(Clone, Copy)]
struct Strict;

impl<'de> DeserializeSeed<'de> for Strict {
	type Value = Value;

	fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
		deserializer.deserialize_any(self)
	}
}

impl<'de> Visitor<'de> for Strict {
	type Value = Value;

	fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("JSON")
	}

	fn visit_unit<E>(self) -> Result<Value, E> {
		Ok(Value::Null)
	}

	fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
		Ok(value.into())
	}

	fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Value, E> {
		number(&value.to_string())
	}

	fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Value, E> {
		number(&value.to_string())
	}

	fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
		number(&value.to_string())
	}

	fn visit_str<E>(self, value: &str) -> Result<Value, E> {
		Ok(value.into())
	}

	fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
		let mut items = Vec::new();
		while let Some(item) = access.next_element_seed(self)? {
			items.push(item);
		}
		Ok(Value::Array(items))
	}

	fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
		let mut map = Map::new();
		while let Some(key) = access.next_key::<String>()? {
			if key == NUMBER {
				return number(&access.next_value::<String>()?);
			}
			let value = access.next_value_seed(self)?;
			if map.contains_key(&key) {
				return Err(A::Error::custom(format!("the key `{key}` stands twice")));
			}
			map.insert(key, value);
		}
		Ok(Value::Object(map))
	}
}

/// JSON from text; refuses keys that stand twice and text after the value.
pub fn parse(text: &str) -> Result<Value, serde_json::Error> {
	let mut deserializer = serde_json::Deserializer::from_str(text);
	let value = Strict.deserialize(&mut deserializer)?;
	deserializer.end()?;
	Ok(value)
}

/// The canonical form of JSON (RFC 8785).
pub fn canonical(value: &Value) -> Result<Vec<u8>, serde_json::Error> {
	serde_json_canonicalizer::to_vec(value)
}

/// The calls of a log.
pub fn read_log(log: impl BufRead) -> Result<Vec<Call>, Error> {
	let mut calls = Vec::new();
	for (line, text) in (1..).zip(log.lines()) {
		let fault = |reason| Error::Log { line, reason };
		let text = text.map_err(|error| fault(error.to_string()))?;
		if !text.trim().is_empty() {
			calls.push(read_call(line, &text).map_err(fault)?);
		}
	}
	Ok(calls)
}

/// The call that the body of a request makes, before there is an answer.
pub fn read_request(body: &str) -> Result<Call, Error> {
	let request =
		parse(body).map_err(|error| Error::Argument(format!("the request is no JSON: {error}")))?;
	let unanswered = Outcome::Failed("there is no answer yet".into());
	call(1, &request, unanswered).map_err(Error::Argument)
}

fn read_call(line: usize, text: &str) -> Result<Call, String> {
	let entry = parse(text).map_err(|error| format!("no JSON: {error}"))?;
	let part = |key: &str| entry.get(key).ok_or_else(|| format!("it has no `{key}`"));
	let (request, response) = (part("request")?, part("response")?);
	let mut call = call(line, request, Outcome::Failed(String::new()))?;
	call.outcome = outcome(response)?;
	Ok(call)
}

fn call(line: usize, request: &Value, outcome: Outcome) -> Result<Call, String> {
	Ok(Call {
		line,
		model: check_request(request)?,
		request: canonical(request).map_err(|error| error.to_string())?,
		max_tokens: max_tokens(request)?,
		outcome,
	})
}

/// The request's model.
fn check_request(request: &Value) -> Result<String, String> {
	let model = request
		.get("model")
		.and_then(Value::as_str)
		.ok_or("the request names no model")?
		.to_owned();
	if !request.get("messages").is_some_and(Value::is_array) {
		return Err("the request has no messages".into());
	}
	Ok(model)
}

fn max_tokens(request: &Value) -> Result<Option<u32>, String> {
	let limit = ["max_completion_tokens", "max_tokens"]
		.iter()
		.find_map(|key| request.get(key).filter(|value| !value.is_null()));
	limit
		.map(|limit| {
			count(limit)
				.ok_or_else(|| "the request's limit of tokens is no number of tokens".into())
		})
		.transpose()
}

fn count(value: &Value) -> Option<u32> {
	value.as_u64().and_then(|count| u32::try_from(count).ok())
}

fn outcome(response: &Value) -> Result<Outcome, String> {
	let merged;
	let (completion, streamed) = match response {
		Value::Array(chunks) => {
			merged = merge_chunks(chunks)?;
			(&merged, true)
		}
		Value::Object(object) => {
			if let Some(error) = object.get("error").filter(|error| !error.is_null()) {
				let message =
					error.get("message").and_then(Value::as_str).unwrap_or("unnamed error");
				return Ok(Outcome::Failed(message.to_owned()));
			}
			(response, false)
		}
		_ => return Err("the response is neither an object nor a list of chunks".into()),
	};
	if completion.get("object").and_then(Value::as_str) != Some("chat.completion") {
		return Err("the response is no chat.completion".into());
	}
	let usage = completion.get("usage").filter(|usage| !usage.is_null()).ok_or_else(|| {
		if streamed {
			"no chunk has `usage`: ask for it with \"stream_options\": {\"include_usage\": true}"
				.to_owned()
		} else {
			"the response has no `usage`".to_owned()
		}
	})?;
	let tokens = |key: &str| {
		usage.get(key).and_then(count).ok_or_else(|| format!("`usage` has no number of {key}"))
	};
	let (tokens_in, tokens_out) = (tokens("prompt_tokens")?, tokens("completion_tokens")?);
	if let Some(total) = usage.get("total_tokens").filter(|total| !total.is_null())
		&& total.as_u64() != Some(u64::from(tokens_in) + u64::from(tokens_out))
	{
		return Err(
			"`usage` does not add up: total_tokens is not prompt_tokens + completion_tokens".into(),
		);
	}
	Ok(Outcome::Answered(Answer {
		response: canonical(completion).map_err(|error| error.to_string())?,
		tokens_in,
		tokens_out,
		created: completion.get("created").and_then(Value::as_u64),
		streamed,
	}))
}

/// Puts the chunks of a streamed answer together to a `chat.completion`.
///
/// Per choice, texts are joined and lists appended; tool calls are joined by their index. Of anything
/// else the last value that is not null counts, `usage` included.
pub fn merge_chunks(chunks: &[Value]) -> Result<Value, String> {
	let mut completion = Map::new();
	let mut choices = Vec::<(u64, Map<String, Value>)>::new();
	for chunk in chunks {
		let chunk = chunk.as_object().ok_or("a chunk is no object")?;
		if chunk.get("object").and_then(Value::as_str) != Some("chat.completion.chunk") {
			return Err("the list has something that is no chat.completion.chunk".into());
		}
		for (key, value) in chunk {
			match key.as_str() {
				"object" => {}
				"choices" => {
					for choice in value.as_array().ok_or("the choices of a chunk are no list")? {
						merge_choice(&mut choices, choice)?;
					}
				}
				"id" => match completion.get("id") {
					Some(id) if id != value => {
						return Err("the list has chunks of more than one answer".into());
					}
					_ => drop(completion.insert(key.clone(), value.clone())),
				},
				_ if value.is_null() => {
					completion.entry(key.clone()).or_insert(Value::Null);
				}
				_ => drop(completion.insert(key.clone(), value.clone())),
			}
		}
	}
	if chunks.is_empty() {
		return Err("the list of chunks is empty".into());
	}
	choices.sort_by_key(|(index, _)| *index);
	completion.insert("object".into(), "chat.completion".into());
	let choices = choices.into_iter().map(|(_, choice)| Value::Object(choice)).collect();
	completion.insert("choices".into(), Value::Array(choices));
	Ok(Value::Object(completion))
}

fn merge_choice(
	choices: &mut Vec<(u64, Map<String, Value>)>,
	choice: &Value,
) -> Result<(), String> {
	let choice = choice.as_object().ok_or("a choice is no object")?;
	let index = choice.get("index").and_then(Value::as_u64).ok_or("a choice has no index")?;
	let place = choices.iter().position(|(of, _)| *of == index).unwrap_or_else(|| {
		let message = Map::from_iter([("content".to_owned(), Value::Null)]);
		let fresh = [("index".to_owned(), index.into()), ("message".to_owned(), message.into())];
		choices.push((index, Map::from_iter(fresh)));
		choices.len() - 1
	});
	let Some((_, merged)) = choices.get_mut(place) else { return Ok(()) };
	for (key, value) in choice {
		match (key.as_str(), value) {
			("index", _) => {}
			("delta", Value::Object(delta)) => {
				let message = merged.entry("message").or_insert_with(|| Map::new().into());
				for (key, value) in delta {
					merge_delta(message, key, value)?;
				}
			}
			("delta", Value::Null) => {}
			("delta", _) => return Err("the delta of a choice is no object".into()),
			_ => merge_value(merged.entry(key.clone()).or_insert(Value::Null), value),
		}
	}
	Ok(())
}

fn merge_delta(message: &mut Value, key: &str, value: &Value) -> Result<(), String> {
	let Some(message) = message.as_object_mut() else { return Ok(()) };
	let slot = message.entry(key.to_owned()).or_insert(Value::Null);
	match (key, value) {
		// Not a piece of text: some servers repeat it in every chunk.
		("role", Value::String(_)) => *slot = value.clone(),
		("tool_calls", Value::Array(calls)) => {
			if slot.is_null() {
				*slot = Value::Array(Vec::new());
			}
			let merged = slot.as_array_mut().ok_or("the tool calls of a message are no list")?;
			for call in calls {
				merge_tool_call(merged, call)?;
			}
		}
		_ => merge_value(slot, value),
	}
	Ok(())
}

fn merge_tool_call(merged: &mut Vec<Value>, call: &Value) -> Result<(), String> {
	let call = call.as_object().ok_or("a tool call is no object")?;
	let index = call.get("index").and_then(Value::as_u64).ok_or("a tool call has no index")?;
	let index = usize::try_from(index).map_err(|_| "the index of a tool call is too great")?;
	// Calls come in order; a gap would be filled with calls that nobody made.
	if index > merged.len() {
		return Err("the indices of the tool calls have a gap".into());
	}
	if index == merged.len() {
		merged.push(Value::Object(Map::new()));
	}
	let Some(slot) = merged.get_mut(index).and_then(Value::as_object_mut) else { return Ok(()) };
	for (key, value) in call {
		match key.as_str() {
			"index" => {}
			"id" | "type" if slot.get(key).is_some_and(|known| known == value) => {}
			_ => merge_value(slot.entry(key.clone()).or_insert(Value::Null), value),
		}
	}
	Ok(())
}

/// Joins texts, appends lists, merges objects; otherwise takes the newer value unless it is null.
fn merge_value(slot: &mut Value, value: &Value) {
	match (slot, value) {
		(_, Value::Null) => {}
		(Value::String(text), Value::String(more)) => text.push_str(more),
		(Value::Array(items), Value::Array(more)) => items.extend(more.iter().cloned()),
		(Value::Object(object), Value::Object(more)) => {
			for (key, value) in more {
				merge_value(object.entry(key.clone()).or_insert(Value::Null), value);
			}
		}
		(slot, value) => *slot = value.clone(),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;
	use serde_json::json;

	fn text(bytes: &[u8]) -> &str {
		std::str::from_utf8(bytes).unwrap()
	}

	fn canonical_of(json: &str) -> String {
		String::from_utf8(canonical(&parse(json).unwrap()).unwrap()).unwrap()
	}

	/// RFC 8785, section 3.2.2 and 3.2.3: the example, whose result the RFC gives.
	#[test]
	fn the_example_of_rfc_8785_should_hold() {
		let input = r#"{
			"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
			"string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
			"literals": [null, true, false]
		}"#;
		let expected = concat!(
			r#"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"#,
			"\"string\":\"\u{20ac}$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}"
		);
		assert_eq!(canonical_of(input), expected);
	}

	/// RFC 8785, section 3.2.3: keys are sorted by UTF-16 units.
	#[test]
	fn keys_should_be_sorted_as_rfc_8785_has_it() {
		let input = r#"{
			"\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh",
			"1": "One", "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control",
			"\u00f6": "Latin Small Letter O With Diaeresis"
		}"#;
		let expected = concat!(
			"{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u{80}\":\"Control\",",
			"\"\u{f6}\":\"Latin Small Letter O With Diaeresis\",\"\u{20ac}\":\"Euro Sign\",",
			"\"\u{1f600}\":\"Emoji: Grinning Face\",\"\u{fb33}\":\"Hebrew Letter Dalet With Dagesh\"}"
		);
		assert_eq!(canonical_of(input), expected);
	}

	/// RFC 8785, appendix B: numbers.
	#[test]
	fn numbers_should_be_written_as_rfc_8785_has_it() {
		let cases: [(u64, &str); 22] = [
			(0x0000000000000000, "0"),
			(0x8000000000000000, "0"),
			(0x0000000000000001, "5e-324"),
			(0x8000000000000001, "-5e-324"),
			(0x7fefffffffffffff, "1.7976931348623157e+308"),
			(0xffefffffffffffff, "-1.7976931348623157e+308"),
			(0x4340000000000000, "9007199254740992"),
			(0xc340000000000000, "-9007199254740992"),
			(0x4430000000000000, "295147905179352830000"),
			(0x44b52d02c7e14af5, "9.999999999999997e+22"),
			(0x44b52d02c7e14af6, "1e+23"),
			(0x44b52d02c7e14af7, "1.0000000000000001e+23"),
			(0x444b1ae4d6e2ef4e, "999999999999999700000"),
			(0x444b1ae4d6e2ef4f, "999999999999999900000"),
			(0x444b1ae4d6e2ef50, "1e+21"),
			(0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"),
			(0x3eb0c6f7a0b5ed8d, "0.000001"),
			(0x41b3de4355555553, "333333333.3333332"),
			(0x41b3de4355555554, "333333333.33333325"),
			(0x41b3de4355555555, "333333333.3333333"),
			(0x41b3de4355555556, "333333333.3333334"),
			(0x41b3de4355555557, "333333333.33333343"),
		];
		for (bits, expected) in cases {
			let value = Value::from(f64::from_bits(bits));
			assert_eq!(text(&canonical(&value).unwrap()), expected, "{bits:x}");
		}
	}

	#[test]
	fn spelling_should_not_change_the_canonical_form() {
		let a = r#"{ "b" : 1.0, "a" : "\u0041" , "c": [ 1e2 ] }"#;
		assert_eq!(canonical_of(a), r#"{"a":"A","b":1,"c":[100]}"#);
	}

	#[test]
	fn numbers_should_be_doubles_however_they_are_spelled() {
		let cases = [
			("-0", "0"),
			("-0.0", "0"),
			("1.0", "1"),
			("1E2", "100"),
			("9007199254740992", "9007199254740992"),
			("9007199254740993", "9007199254740992"),
			("12345678901234567890", "12345678901234567000"),
			("-12345678901234567890123", "-1.2345678901234568e+22"),
			("0.1", "0.1"),
			("0.30000000000000004", "0.30000000000000004"),
			("0.300000000000000044", "0.30000000000000004"),
		];
		for (text, expected) in cases {
			assert_eq!(canonical_of(text), expected, "{text}");
			assert_eq!(
				canonical_of(&format!(r#"{{"a":[{text}]}}"#)),
				format!(r#"{{"a":[{expected}]}}"#)
			);
		}
		assert!(parse("1e999").is_err());
	}

	#[test]
	fn keys_that_stand_twice_should_be_refused() {
		for bad in [r#"{"a":1,"a":1}"#, r#"{"x":[{"a":1,"b":2,"a":3}]}"#, r#"{"a":1,"\u0061":2}"#] {
			assert!(parse(bad).unwrap_err().to_string().contains("stands twice"), "{bad}");
		}
		assert!(parse("{} {}").is_err());
	}

	fn line(request: Value, response: Value) -> String {
		json!({ "request": request, "response": response }).to_string()
	}

	fn request() -> Value {
		json!({ "model": "m", "messages": [{ "role": "user", "content": "hi" }], "max_tokens": 7 })
	}

	fn completion(usage: Value) -> Value {
		json!({
			"id": "x", "object": "chat.completion", "created": 1_790_000_000, "model": "m", "usage": usage,
			"choices": [{ "index": 0, "message": { "role": "assistant", "content": "Hello" } }],
		})
	}

	#[test]
	fn a_log_should_be_read() {
		let usage = json!({ "prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5 });
		let failed = json!({ "error": { "message": "overloaded", "code": 429 } });
		let log =
			[line(request(), completion(usage)), String::new(), line(request(), failed)].join("\n");
		let calls = read_log(log.as_bytes()).unwrap();
		assert_eq!(calls.len(), 2);
		assert_eq!((calls[0].line, calls[1].line), (1, 3));
		assert_eq!(calls[0].max_tokens, Some(7));
		assert_eq!(
			text(&calls[0].request),
			r#"{"max_tokens":7,"messages":[{"content":"hi","role":"user"}],"model":"m"}"#
		);
		let Outcome::Answered(answer) = &calls[0].outcome else { panic!("an answer") };
		assert_eq!((answer.tokens_in, answer.tokens_out), (3, 2));
		assert_eq!(answer.created, Some(1_790_000_000));
		assert!(!answer.streamed);
		assert_eq!(calls[1].outcome, Outcome::Failed("overloaded".into()));
	}

	#[test]
	fn a_bad_line_should_be_named() {
		let good =
			line(request(), completion(json!({ "prompt_tokens": 1, "completion_tokens": 1 })));
		let no_usage = completion(Value::Null);
		let cases = [
			("{".into(), "no JSON: "),
			(json!({ "request": request() }).to_string(), "it has no `response`"),
			(json!({ "response": {} }).to_string(), "it has no `request`"),
			(line(json!({ "messages": [] }), no_usage.clone()), "the request names no model"),
			(line(json!({ "model": "m" }), no_usage.clone()), "the request has no messages"),
			(
				line(json!({ "model": "m", "messages": [], "max_tokens": -1 }), no_usage.clone()),
				"the request's limit",
			),
			(line(request(), json!("text")), "the response is neither"),
			(
				line(request(), json!({ "object": "text_completion" })),
				"the response is no chat.completion",
			),
			(line(request(), no_usage), "the response has no `usage`"),
			(line(request(), completion(json!({}))), "`usage` has no number of prompt_tokens"),
			(
				line(
					request(),
					completion(
						json!({ "prompt_tokens": 4_294_967_296u64, "completion_tokens": 1 }),
					),
				),
				"`usage` has no number of prompt_tokens",
			),
			(
				line(
					request(),
					completion(
						json!({ "prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 3 }),
					),
				),
				"`usage` does not add up",
			),
			(line(request(), json!([])), "the list of chunks is empty"),
			(line(request(), json!([chunk(json!({ "content": "x" }))])), "no chunk has `usage`"),
		];
		for (bad, reason) in cases {
			let log = format!("{good}\n\n{bad}\n{good}");
			let message = read_log(log.as_bytes()).unwrap_err().to_string();
			assert!(message.starts_with(&format!("line 3 of the log: {reason}")), "{message}");
			assert!(!message.contains('\n'));
		}
	}

	fn chunk(delta: Value) -> Value {
		json!({
			"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m",
			"choices": [{ "index": 0, "delta": delta, "finish_reason": null }],
		})
	}

	#[test]
	fn chunks_should_be_put_together() {
		let mut last = chunk(json!({}));
		last["choices"][0]["finish_reason"] = "stop".into();
		let usage = json!({
			"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [],
			"usage": { "prompt_tokens": 3, "completion_tokens": 2 },
		});
		let chunks = [
			chunk(json!({ "role": "assistant", "content": "" })),
			chunk(json!({ "role": "assistant", "content": "Gr\u{fc}" })),
			chunk(json!({ "content": "\u{df}e" })),
			last,
			usage,
		];
		assert_eq!(
			merge_chunks(&chunks).unwrap(),
			json!({
				"id": "x", "object": "chat.completion", "created": 1, "model": "m",
				"choices": [{
					"index": 0, "finish_reason": "stop",
					"message": { "role": "assistant", "content": "Gr\u{fc}\u{df}e" },
				}],
				"usage": { "prompt_tokens": 3, "completion_tokens": 2 },
			})
		);
	}

	#[test]
	fn tool_calls_should_be_put_together() {
		let call = |index: u64, part: Value| {
			let mut part = part;
			part["index"] = index.into();
			chunk(json!({ "tool_calls": [part] }))
		};
		let chunks = [
			call(
				0,
				json!({ "id": "c0", "type": "function", "function": { "name": "weather", "arguments": "" } }),
			),
			call(0, json!({ "function": { "arguments": "{\"city\":" } })),
			call(0, json!({ "function": { "arguments": "\"Oslo\"}" } })),
			call(
				1,
				json!({ "id": "c1", "type": "function", "function": { "name": "time", "arguments": "{}" } }),
			),
		];
		let merged = merge_chunks(&chunks).unwrap();
		assert_eq!(
			merged["choices"][0]["message"],
			json!({
				"content": null,
				"tool_calls": [
					{ "id": "c0", "type": "function", "function": { "name": "weather", "arguments": "{\"city\":\"Oslo\"}" } },
					{ "id": "c1", "type": "function", "function": { "name": "time", "arguments": "{}" } },
				],
			})
		);
		assert!(merge_chunks(&[call(5, json!({}))]).unwrap_err().contains("gap"));
	}

	#[test]
	fn choices_should_be_kept_apart() {
		let mut chunks = vec![];
		for (index, part) in [(1, "b"), (0, "a"), (1, "B"), (0, "A")] {
			let mut chunk = chunk(json!({ "content": part }));
			chunk["choices"][0]["index"] = index.into();
			chunks.push(chunk);
		}
		let merged = merge_chunks(&chunks).unwrap();
		assert_eq!(merged["choices"][0]["message"]["content"], "aA");
		assert_eq!(merged["choices"][1]["message"]["content"], "bB");
	}

	#[test]
	fn chunks_that_do_not_belong_together_should_be_refused() {
		let mut other = chunk(json!({}));
		other["id"] = "y".into();
		for bad in [json!(1), json!({}), json!({ "object": "chat.completion" }), other] {
			assert!(merge_chunks(&[chunk(json!({})), bad]).is_err());
		}
	}

	proptest! {
		#[test]
		fn however_an_answer_is_cut_it_should_be_the_same(
			content in "\\PC{0,60}",
			cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
		) {
			let chars: Vec<char> = content.chars().collect();
			let mut places: Vec<usize> = cuts.iter().map(|cut| cut.index(chars.len() + 1)).collect();
			places.sort_unstable();
			places.push(chars.len());
			let mut from = 0;
			let mut chunks = vec![chunk(json!({ "role": "assistant", "content": "" }))];
			for to in places {
				chunks.push(chunk(json!({ "content": chars[from..to].iter().collect::<String>() })));
				from = to;
			}
			let merged = merge_chunks(&chunks).unwrap();
			prop_assert_eq!(&merged["choices"][0]["message"]["content"], &Value::from(content));
		}
	}
}
