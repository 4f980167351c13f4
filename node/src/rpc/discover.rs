//! `rpc.discover`: the OpenRPC document of our methods.

use jsonrpsee::{RpcModule, core::RegisterMethodError};
use serde_json::Value;

/// The document as it stands in the repository.
pub(crate) const DOCUMENT: &str = include_str!("../../openrpc.json");

/// The module that serves the document.
pub(crate) fn module() -> Result<RpcModule<Value>, RegisterMethodError> {
	let document: Value = serde_json::from_str(DOCUMENT).unwrap_or_default();
	let mut module = RpcModule::new(document);
	module.register_method("rpc.discover", |_, document, _| document.clone())?;
	Ok(module)
}
