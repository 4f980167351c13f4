//! The chains that the node knows by name, and chain specification files.

use crate::{blob, genesis::Preset};
use orogen_primitives_core::{OROG_DECIMALS, OpaqueBlock as Block, SS58_PREFIX, TOKEN_SYMBOL};
use sc_chain_spec::{ChainSpecExtension, ChainType, Properties};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// What a chain specification may carry besides genesis.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ChainSpecExtension)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Extensions {
	/// Blocks that must be on the chain.
	pub(crate) fork_blocks: sc_client_api::ForkBlocks<Block>,
	/// Blocks that must not be on the chain.
	pub(crate) bad_blocks: sc_client_api::BadBlocks<Block>,
	/// Start for light clients, made by `sync_state_genSyncSpec`.
	pub(crate) light_sync_state: sc_sync_state_rpc::LightSyncStateExtension,
	/// Where genesis comes from; no part of a file.
	#[serde(skip)]
	pub(crate) preset: Preset,
}

/// Specification of an Orogen chain.
pub(crate) type ChainSpec = sc_service::GenericChainSpec<Extensions>;

/// What a chain specification is loaded for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
	/// Only to find the data folder: a chain known by name needs no blob.
	Id,
	/// To make or read genesis.
	Genesis,
}

/// A chain that the node knows by name; the runtime's blob holds its genesis under the same name.
struct Known {
	id: &'static str,
	name: &'static str,
	kind: ChainType,
}

const KNOWN: [Known; 3] = [
	Known { id: "development", name: "Orogen Development", kind: ChainType::Development },
	Known { id: "local", name: "Orogen Local", kind: ChainType::Local },
	Known { id: "forge", name: "Orogen Forge", kind: ChainType::Live },
];

/// The chain `id`: one known by name, else a file.
pub(crate) fn load(
	id: &str,
	runtime: Option<&Path>,
	need: Need,
) -> Result<Box<dyn sc_cli::ChainSpec>, String> {
	let id = if id == "dev" { "development" } else { id };
	if id.is_empty() {
		return Err("name a chain: --dev, or --chain development, local, forge or a file".into());
	}
	if let Some(known) = KNOWN.iter().find(|known| known.id == id) {
		let code = match need {
			Need::Id => Vec::new(),
			Need::Genesis => blob::load(runtime)?,
		};
		return Ok(Box::new(known.spec(code)));
	}
	let path = PathBuf::from(id);
	if !path.is_file() {
		return Err(format!(
			"`{id}` is no chain that this node knows (development, local, forge) and no file"
		));
	}
	let spec = ChainSpec::from_json_file(path)
		.map_err(|error| format!("the chain specification {id} cannot be read: {error}"))?;
	if !is_folder_name(spec.id()) {
		return Err(format!("the chain specification {id} has an id that cannot name a folder"));
	}
	Ok(Box::new(spec))
}

/// Whether a data folder may be called `id`.
fn is_folder_name(id: &str) -> bool {
	!id.is_empty()
		&& id.len() <= 64
		&& id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte))
		&& !id.starts_with('.')
}

impl Known {
	fn spec(&self, code: Vec<u8>) -> ChainSpec {
		ChainSpec::builder(&code, Extensions::default())
			.with_name(self.name)
			.with_id(self.id)
			.with_chain_type(self.kind.clone())
			.with_protocol_id("orogen")
			.with_properties(properties())
			.with_genesis_config_preset_name(self.id)
			.with_extensions(Extensions {
				preset: Preset::new(self.id, code),
				..Default::default()
			})
			.build()
	}
}

fn properties() -> Properties {
	Properties::from_iter([
		("tokenSymbol".into(), TOKEN_SYMBOL.into()),
		("tokenDecimals".into(), OROG_DECIMALS.into()),
		("ss58Format".into(), SS58_PREFIX.into()),
	])
}

#[cfg(test)]
mod tests {
	use super::*;

	fn failure(id: &str) -> String {
		load(id, None, Need::Id).err().unwrap()
	}

	#[test]
	fn load_should_know_the_chains_by_name() {
		for (id, expected, kind) in [
			("dev", "development", ChainType::Development),
			("development", "development", ChainType::Development),
			("local", "local", ChainType::Local),
			("forge", "forge", ChainType::Live),
		] {
			let spec = load(id, None, Need::Id).ok().unwrap();
			assert_eq!((spec.id(), spec.chain_type()), (expected, kind));
			assert_eq!(
				serde_json::Value::from(spec.properties()),
				serde_json::json!({ "ss58Format": 42, "tokenDecimals": 12, "tokenSymbol": "OROG" })
			);
		}
	}

	#[test]
	fn load_should_say_what_to_do_when_the_chain_is_unknown() {
		insta::assert_snapshot!(failure(""));
		insta::assert_snapshot!(failure("westend"));
	}

	#[test]
	fn load_should_refuse_when_the_file_is_no_specification() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("spec.json");
		for text in ["{", "{}", r#"{"name":"x","id":7}"#] {
			std::fs::write(&path, text).unwrap();
			assert!(failure(path.to_str().unwrap()).contains("cannot be read"), "{text}");
		}
	}

	#[test]
	fn load_should_refuse_when_the_id_would_leave_the_data_folder() {
		for id in ["", "..", "a/b", ".hidden"] {
			assert!(!is_folder_name(id), "{id}");
		}
		assert!(is_folder_name("forge_2.1-test"));
	}
}
