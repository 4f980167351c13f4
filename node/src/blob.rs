//! The runtime's Wasm blob: where it lies, and whether this node can work with it.

use crate::fake_runtime_api::APIS;
use sc_executor::RuntimeVersion;
use sc_executor_common::runtime_blob::RuntimeBlob;
use std::{
	fs,
	path::{Path, PathBuf},
};

/// File name of the blob beside the program.
pub(crate) const FILE_NAME: &str = "orogen_runtime.compact.compressed.wasm";
/// Name that the runtime must give itself.
pub(crate) const SPEC_NAME: &str = "orogen";

/// Reads the blob that `--runtime` names, else the one beside the program, and checks it.
pub(crate) fn load(named: Option<&Path>) -> Result<Vec<u8>, String> {
	let path = match named {
		Some(path) => path.to_owned(),
		None => beside_program()?,
	};
	let code = fs::read(&path).map_err(|error| {
		format!("cannot read the runtime blob {}: {error}; name one with --runtime", path.display())
	})?;
	version_of(&code).and_then(|version| check(&version)).map_err(|reason| {
		format!("the runtime blob {} does not serve: {reason}", path.display())
	})?;
	Ok(code)
}

fn beside_program() -> Result<PathBuf, String> {
	let program =
		std::env::current_exe().map_err(|error| format!("no path of this program: {error}"))?;
	Ok(program.with_file_name(FILE_NAME))
}

/// The version that the blob states in a section of its own; nothing is compiled to read it.
pub(crate) fn version_of(code: &[u8]) -> Result<RuntimeVersion, String> {
	let blob = RuntimeBlob::uncompress_if_needed(code)
		.map_err(|error| format!("it is no Substrate runtime ({error})"))?;
	sc_executor::read_embedded_version(&blob)
		.map_err(|error| format!("its version cannot be read ({error})"))?
		.ok_or_else(|| "it is no Substrate runtime (it states no version)".into())
}

/// Whether the node can work with a runtime of that version; says what is missing.
pub(crate) fn check(version: &RuntimeVersion) -> Result<(), String> {
	if version.spec_name != SPEC_NAME {
		return Err(format!(
			"it is a runtime of `{}`, this node wants `{SPEC_NAME}`",
			version.spec_name
		));
	}
	let missing: Vec<String> = APIS
		.iter()
		.filter_map(|api| match version.api_version(&api.id) {
			Some(found) if found >= api.version => None,
			Some(found) => Some(format!("{} {} (it has {found})", api.name, api.version)),
			None => Some(format!("{} {}", api.name, api.version)),
		})
		.collect();
	if missing.is_empty() {
		Ok(())
	} else {
		Err(format!(
			"{} {} lacks {} that this node calls",
			version.spec_name,
			version.spec_version,
			missing.join(", ")
		))
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::fake_runtime_api::Api;

	fn version(spec_name: &'static str, apis: Vec<([u8; 8], u32)>) -> RuntimeVersion {
		RuntimeVersion {
			spec_name: spec_name.into(),
			spec_version: 7,
			apis: apis.into(),
			..Default::default()
		}
	}

	/// The versions of all APIs, after `change`.
	fn apis(change: impl Fn(&Api) -> Option<u32>) -> Vec<([u8; 8], u32)> {
		APIS.iter().filter_map(|api| change(api).map(|version| (api.id, version))).collect()
	}

	#[test]
	fn check_should_pass_when_every_api_is_there_or_newer() {
		assert_eq!(check(&version(SPEC_NAME, apis(|api| Some(api.version)))), Ok(()));
		assert_eq!(check(&version(SPEC_NAME, apis(|api| Some(api.version + 1)))), Ok(()));
	}

	#[test]
	fn check_should_refuse_when_the_spec_name_differs() {
		let reason = check(&version("polkadot", Vec::new())).unwrap_err();
		assert_eq!(reason, "it is a runtime of `polkadot`, this node wants `orogen`");
	}

	#[test]
	fn check_should_name_what_is_missing_or_too_old() {
		let apis = apis(|api| match api.name {
			"BmeApi" => None,
			"Core" => Some(1),
			_ => Some(api.version),
		});
		insta::assert_snapshot!(check(&version(SPEC_NAME, apis)).unwrap_err());
	}

	#[test]
	fn load_should_say_what_is_wrong_when_the_file_is_missing_or_no_runtime() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("blob.wasm");
		assert!(load(Some(&path)).unwrap_err().contains("name one with --runtime"));
		fs::write(&path, b"\0asm\x01\0\0\0").unwrap();
		assert!(load(Some(&path)).unwrap_err().contains("is no Substrate runtime"));
		fs::write(&path, b"not wasm").unwrap();
		assert!(load(Some(&path)).unwrap_err().contains("is no Substrate runtime"));
	}
}
