//! The commands.

mod common;

use common::{Node, SOON, blob, folder, refusal, run};
use serde_json::Value;
use std::{path::Path, process::Output};

fn text(path: &Path) -> &str {
	path.to_str().unwrap()
}

fn succeeded(args: &[&str]) -> Output {
	let output = run(args);
	let stderr = String::from_utf8_lossy(&output.stderr);
	assert!(output.status.success(), "{args:?}: {stderr}");
	output
}

fn json(output: &Output) -> Value {
	serde_json::from_slice(&output.stdout)
		.unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stdout)))
}

#[test]
fn export_chain_spec_should_write_every_chain() {
	let blob = blob();
	for (chain, name, kind) in [
		("development", "Orogen Development", "Development"),
		("local", "Orogen Local", "Local"),
		("forge", "Orogen Forge", "Live"),
	] {
		let plain =
			json(&succeeded(&["export-chain-spec", "--chain", chain, "--runtime", text(&blob)]));
		assert_eq!((&plain["name"], &plain["chainType"]), (&name.into(), &kind.into()));
		assert!(plain["genesis"]["runtimeGenesis"].is_object(), "{chain}");
		let raw = json(&succeeded(&[
			"export-chain-spec",
			"--raw",
			"--chain",
			chain,
			"--runtime",
			text(&blob),
		]));
		assert!(raw["genesis"]["raw"]["top"].is_object(), "{chain}");
		assert_eq!(raw["properties"]["tokenSymbol"], "OROG");
	}
	let said = refusal(&["export-chain-spec", "--chain=nowhere", "--runtime", text(&blob)]);
	assert!(said.starts_with("`nowhere` is no chain"), "{said}");
}

#[test]
fn key_inspect_should_fail_when_it_is_given_no_key() {
	let folder = folder();
	let file = folder.path().join("phrase");
	std::fs::write(&file, "bottom drive obey lake\n").unwrap();
	for bad in ["bottom drive obey lake", "0x12", "no key", text(&file)] {
		let said = refusal(&["key", "inspect", bad]);
		assert!(said.starts_with("what is to be inspected is no sr25519 key"), "{said}");
		// It may be most of a secret.
		assert!(!said.contains("bottom"), "{said}");
	}
	let said = refusal(&["key", "inspect", "--scheme=ecdsa", "no key"]);
	assert!(said.contains("no ecdsa key"), "{said}");
	refusal(&["key", "inspect", "--public", "0x12"]);
	std::fs::write(&file, "//Alice\n").unwrap();
	let alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
	for good in [text(&file), alice] {
		let inspected = json(&succeeded(&["key", "inspect", "--output-type=json", good]));
		assert_eq!(inspected["ss58Address"], alice);
	}
}

#[test]
fn keys_should_be_made_inspected_and_inserted_without_a_blob() {
	let folder = folder();
	let generated = json(&succeeded(&["key", "generate", "--output-type=json"]));
	let phrase = generated["secretPhrase"].as_str().unwrap();
	let inspected = json(&succeeded(&["key", "inspect", "--output-type=json", phrase]));
	assert_eq!(generated["ss58Address"], inspected["ss58Address"]);

	let base_path = text(folder.path());
	succeeded(&[
		"key",
		"insert",
		"--chain=forge",
		"--base-path",
		base_path,
		"--key-type=babe",
		"--scheme=sr25519",
		"--suri",
		phrase,
	]);
	let keystore = folder.path().join("chains").join("forge").join("keystore");
	assert_eq!(std::fs::read_dir(keystore).unwrap().count(), 1);
	succeeded(&["key", "generate-node-key", "--chain=forge", "--base-path", base_path]);
	let again = run(&["key", "generate-node-key", "--chain=forge", "--base-path", base_path]);
	assert!(!again.status.success(), "the key was overwritten");
}

#[test]
fn blocks_and_state_should_survive_export_and_import() {
	let folder = folder();
	let (spec, copy) = (folder.path().join("spec.json"), folder.path().join("copy"));
	let blob = blob();
	let blob = text(&blob);
	succeeded(&[
		"export-chain-spec",
		"--raw",
		"--chain=development",
		"--runtime",
		blob,
		"--output",
		text(&spec),
	]);
	let node =
		Node::start(folder.path(), &["--chain", text(&spec), "--alice", "--force-authoring"]);
	node.wait_finalised(2, SOON);
	node.wait_best(3, SOON);
	let hash = node.hash(2);
	node.stop();

	let chain = ["--chain", text(&spec), "--base-path", text(folder.path())];
	let with =
		|command: &[&str]| [command, &chain].concat().iter().map(ToString::to_string).collect();
	let run = |args: Vec<String>| succeeded(&args.iter().map(String::as_str).collect::<Vec<_>>());

	let info = json(&run(with(&["chain-info"])));
	assert!(info["best_number"].as_u64() >= Some(3), "{info}");
	assert!(info["finalized_number"].as_u64() >= Some(2), "{info}");

	let blocks = folder.path().join("blocks");
	run(with(&["export-blocks", text(&blocks), "--binary", "--from=1", "--to=3"]));
	let state = json(&run(with(&["export-state", "2"])));
	assert!(state["genesis"]["raw"]["top"].as_object().unwrap().len() > 10);
	run(with(&["check-block", "2"]));

	let elsewhere = ["--chain", text(&spec), "--base-path", text(&copy)];
	succeeded(&[&["import-blocks", text(&blocks), "--binary"][..], &elsewhere].concat());
	let imported = json(&succeeded(&[&["chain-info"][..], &elsewhere].concat()));
	assert_eq!(imported["best_number"], 3, "{imported}");
	assert_eq!(imported["genesis_hash"], info["genesis_hash"]);

	// Nothing is finalised there, so two of its blocks can be taken back.
	succeeded(&[&["revert", "1"][..], &elsewhere].concat());
	let reverted = json(&succeeded(&[&["chain-info"][..], &elsewhere].concat()));
	assert_eq!(reverted["best_hash"], hash.as_str());

	succeeded(&[&["purge-chain", "-y"][..], &elsewhere].concat());
	assert!(!copy.join("chains").join("development").join("paritydb").exists());

	let said = refusal(&[&["chain-info"][..], &elsewhere].concat());
	assert!(said.starts_with("there is no database in"), "{said}");
	let said = refusal(&[&["check-block", "4000"][..], &chain].concat());
	assert!(!said.is_empty(), "{said}");
	let said = refusal(&[&["import-blocks", "/nonexistent/blocks"][..], &elsewhere].concat());
	assert!(said.contains("No such file"), "{said}");
}
