//! Genesis of the chains that the node knows by name.
//!
//! The SDK's chain specification compiles the blob anew for each question it asks. Here the client's
//! own executor asks, so that the blob is compiled once, and not at all where the executor finds the
//! compiled module in its cache.

use crate::service::Executor;
use codec::{Decode, DecodeAll, Encode};
use sc_chain_spec::json_patch;
use sc_service::ChainSpec;
use serde_json::Value;
use sp_core::{
	storage::{Storage, well_known_keys},
	traits::{CallContext, CodeExecutor, RuntimeCode, WrappedRuntimeCode},
};
use sp_state_machine::BasicExternalities;
use std::sync::Arc;

/// A preset of a blob; none where genesis comes from a file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Preset(Option<Arc<Source>>);

#[derive(Debug)]
struct Source {
	id: &'static str,
	code: Vec<u8>,
}

impl Preset {
	/// The preset `id` of the blob `code`.
	pub(crate) fn new(id: &'static str, code: Vec<u8>) -> Self {
		Self(Some(Arc::new(Source { id, code })))
	}
}

/// Builds genesis of `spec`.
pub(crate) fn build(spec: &dyn ChainSpec, executor: &Executor) -> Result<Storage, String> {
	match sc_chain_spec::get_extension::<Preset>(spec.extensions()) {
		Some(Preset(Some(source))) => source.build(executor),
		_ => spec.as_storage_builder().build_storage(),
	}
}

/// Makes `spec` ready to be written: with the raw form at hand, or at least with a preset that is
/// known to exist.
pub(crate) fn prepare_export(spec: &mut dyn ChainSpec, raw: bool) -> Result<(), String> {
	let preset = sc_chain_spec::get_extension::<Preset>(spec.extensions()).cloned();
	let Some(Preset(Some(source))) = preset else { return Ok(()) };
	let executor = Executor::builder().build();
	if raw {
		spec.set_storage(source.build(&executor)?);
	} else {
		source.preset(&executor, Some(source.id))?;
	}
	Ok(())
}

impl Source {
	fn build(&self, executor: &Executor) -> Result<Storage, String> {
		let mut config = self.preset(executor, None)?;
		json_patch::merge(&mut config, self.preset(executor, Some(self.id))?);
		let mut ext = BasicExternalities::new_empty();
		let built = self.call(
			executor,
			&mut ext,
			"GenesisBuilder_build_state",
			&config.to_string().encode(),
		)?;
		<Result<(), String>>::decode_all(&mut built.as_slice())
			.map_err(|error| format!("the blob answers in an unknown form: {error}"))??;
		let mut storage = ext.into_storages();
		storage.top.insert(well_known_keys::CODE.to_vec(), self.code.clone());
		Ok(storage)
	}

	/// A preset's JSON, by default that of the whole configuration.
	fn preset(&self, executor: &Executor, id: Option<&str>) -> Result<Value, String> {
		let mut ext = BasicExternalities::new_empty();
		let answer = self.call(executor, &mut ext, "GenesisBuilder_get_preset", &id.encode())?;
		let json = Option::<Vec<u8>>::decode(&mut answer.as_slice())
			.map_err(|error| format!("the blob answers in an unknown form: {error}"))?
			.ok_or_else(|| format!("the blob has no preset `{}`", id.unwrap_or_default()))?;
		serde_json::from_slice(&json).map_err(|error| format!("the preset is no JSON: {error}"))
	}

	fn call(
		&self,
		executor: &Executor,
		ext: &mut BasicExternalities,
		method: &str,
		argument: &[u8],
	) -> Result<Vec<u8>, String> {
		let fetcher = WrappedRuntimeCode(self.code.as_slice().into());
		// The hash is the client's too, so that both share the compiled module.
		let hash = sp_io::hashing::blake2_256(&self.code).to_vec();
		let code = RuntimeCode { code_fetcher: &fetcher, heap_pages: None, hash };
		executor
			.call(ext, &code, method, argument, CallContext::Offchain)
			.0
			.map_err(|error| format!("the blob cannot answer {method}: {error}"))
	}
}
