//! What the pool and the runtime say when they refuse, as one line that names what to do.

use super::AtBlock;
use crate::{
	Error,
	calls::Call,
	error::{ModuleFault, first_line},
};
use subxt::{
	error::{ArithmeticError, DispatchError, ModuleError, TokenError},
	ext::scale_value,
	rpcs,
};

/// What somebody with too little money can do.
const TOO_LITTLE: &str = "the account has less than the call takes (what is on hold, locked or \
                          needed to keep it alive does not count); see `orogen account`";

pub(super) fn call_error(call: &Call, error: &subxt::error::ExtrinsicError) -> Error {
	Error::Call { call: call.full_name(), reason: first_line(error) }
}

/// What the pool says: the reason, and whether it is about the nonce.
pub(super) fn submission_reason(error: &subxt::error::ExtrinsicError) -> (String, bool) {
	use subxt::error::{BackendError, ExtrinsicError, RpcError};
	if let ExtrinsicError::ErrorSubmittingTransaction(BackendError::Rpc(RpcError::ClientError(
		rpcs::Error::User(error),
	))) = error
	{
		let data = error.data.as_ref().map(|data| data.get().trim_matches('"').to_owned());
		let reason = match data {
			Some(data) => format!("{}: {data}", error.message),
			None => error.message.clone(),
		};
		let nonce = is_nonce_conflict(error.code, &reason);
		return (reason, nonce);
	}
	(first_line(error), false)
}

/// Whether the pool refused a transaction because another one has its nonce.
pub(super) fn is_nonce_conflict(code: i32, reason: &str) -> bool {
	// 1014: another one is there with the same nonce; 1010: the nonce has been used.
	code == 1014 || code == 1010 && reason.contains("outdated")
}

/// What to do about a transaction that the pool refused.
pub(super) fn pool_advice(reason: &str) -> Option<&'static str> {
	if reason.contains("pay some fees") {
		Some(
			"the account has no OROG for the fee, or is not there yet: transfer some to it, see \
			 `orogen account`",
		)
	} else if reason.contains("outdated") || reason.contains("Priority is too low") {
		Some("another program signs with the same key at the same time: let one wait for the other")
	} else if reason.contains("bad signature") || reason.contains("bad proof") {
		Some("the node serves another chain or runtime than it says; connect again")
	} else if reason.contains("exhaust") {
		Some("the call does not fit into a block: make it smaller")
	} else {
		None
	}
}

/// What a failed call says: the error's name, its fields and the runtime's advice.
pub(super) fn dispatch_error(call: &str, error: &DispatchError, at: &AtBlock) -> Error {
	let (error, doc, module) = match error {
		DispatchError::Module(error) => {
			let advice = module_advice(error).or_else(|| module_doc(error));
			(module_error(error, at), advice, module_fault(error))
		}
		DispatchError::Token(TokenError::FundsUnavailable | TokenError::OnlyProvider)
		| DispatchError::Arithmetic(ArithmeticError::Underflow) => {
			("too little OROG".into(), Some(TOO_LITTLE.into()), None)
		}
		DispatchError::Token(TokenError::BelowMinimum | TokenError::CannotCreate) => (
			"the receiver's account would hold less than the existential deposit".into(),
			Some("send more".into()),
			None,
		),
		DispatchError::BadOrigin => (
			"this account may not make the call".into(),
			Some("sign with the account that owns the thing, or by the council's timelock".into()),
			None,
		),
		error => (first_line(error).trim_end_matches('.').to_owned(), None, None),
	};
	Error::Failed { call: call.into(), error, doc, module }
}

fn module_fault(error: &ModuleError) -> Option<Box<ModuleFault>> {
	let details = error.details().ok()?;
	let [_, _, data @ ..] = error.bytes();
	Some(Box::new(ModuleFault {
		pallet: details.pallet.name().into(),
		error: details.variant.name.clone(),
		data,
	}))
}

fn module_error(error: &ModuleError, at: &AtBlock) -> String {
	let name = error.details_string();
	let Ok(details) = error.details() else { return name };
	let [_, _, fields @ ..] = error.bytes();
	let mut bytes = fields.as_slice();
	let types = at.metadata_ref().types();
	let mut texts = Vec::new();
	for field in &details.variant.fields {
		match scale_value::scale::decode_as_type(&mut bytes, field.ty.id, types) {
			Ok(value) => {
				let value = value.remove_context().to_string();
				texts.push(match &field.name {
					Some(name) => format!("{name}: {value}"),
					None => value,
				});
			}
			Err(_) => return name,
		}
	}
	if texts.is_empty() { name } else { format!("{name} ({})", texts.join(", ")) }
}

/// Advice for errors of stock pallets, whose documentation says what but not what to do.
fn module_advice(error: &ModuleError) -> Option<String> {
	let details = error.details().ok()?;
	let advice = match (details.pallet.name(), details.variant.name.as_str()) {
		("Balances", "InsufficientBalance" | "Expendability" | "LiquidityRestrictions") => {
			TOO_LITTLE
		}
		("System", "CallFiltered") => {
			"the call is paused by governance or not allowed here; try again later"
		}
		_ => return None,
	};
	Some(advice.into())
}

/// The documentation of an error, as plain text.
fn module_doc(error: &ModuleError) -> Option<String> {
	let details = error.details().ok()?;
	let text = details.variant.docs.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
	let text = plain(&text);
	(!text.is_empty()).then_some(text)
}

/// Text without the marks of links and code.
fn plain(text: &str) -> String {
	let mut out = String::with_capacity(text.len());
	let mut rest = text;
	while let Some(start) = rest.find('[') {
		let (before, after) = rest.split_at(start);
		out.push_str(before);
		let Some(end) = after.find(']') else {
			rest = after;
			break;
		};
		out.push_str(after.get(1..end).unwrap_or_default());
		rest = after.get(end + 1..).unwrap_or_default();
		if rest.starts_with('(') {
			rest = rest.find(')').and_then(|end| rest.get(end + 1..)).unwrap_or(rest);
		}
	}
	out.push_str(rest);
	out.replace('`', "").trim().to_owned()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn documentation_should_become_plain_text() {
		let cases = [
			("Plain.", "Plain."),
			("Below [`Config::Min`]; bond more.", "Below Config::Min; bond more."),
			("See [the call](Pallet::call) or [`x`](y).", "See the call or x."),
			("An [open bracket", "An [open bracket"),
			("`code` and [a] [b]", "code and a b"),
			("", ""),
		];
		for (text, expected) in cases {
			assert_eq!(plain(text), expected);
		}
	}

	#[test]
	fn the_pool_should_be_understood() {
		let stale = "Invalid Transaction: Transaction is outdated";
		assert!(is_nonce_conflict(1010, stale));
		assert!(is_nonce_conflict(1014, "Priority is too low: (1 vs 1)"));
		assert!(!is_nonce_conflict(1010, "Invalid Transaction: Inability to pay some fees"));
		assert!(pool_advice(stale).unwrap().contains("same key"));
		let poor = "Invalid Transaction: Inability to pay some fees , e.g. account balance too low";
		assert!(pool_advice(poor).unwrap().contains("transfer some"));
		assert_eq!(pool_advice("something else"), None);
	}
}
