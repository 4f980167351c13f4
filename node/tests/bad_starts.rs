//! Whatever is wrong with a start, the program says so in one line and ends with an error.

mod common;

use common::{Node, SOON, blob, folder, refusal, run};
use std::{
	fs,
	net::TcpListener,
	path::{Path, PathBuf},
};

fn text(path: &Path) -> &str {
	path.to_str().unwrap()
}

/// Refusal of a start in `folder` with a good blob.
fn start(folder: &Path, args: &[&str]) -> String {
	let blob = blob();
	let common = ["--base-path", text(folder), "--runtime", text(&blob), "--no-prometheus"];
	let ports = ["--rpc-port", "--port"]
		.into_iter()
		.filter(|flag| !args.iter().any(|arg| arg.starts_with(flag)))
		.flat_map(|flag| [flag, "0"])
		.collect::<Vec<_>>();
	refusal(&[&common, &ports[..], args].concat())
}

#[test]
fn wrong_arguments() {
	for (args, expected) in [
		(&["--no-such-flag"][..], "unexpected argument '--no-such-flag' found; see --help"),
		(&["no-such-command"], "unrecognized subcommand 'no-such-command'; see --help"),
		(
			&["--dev", "--sealing=often"],
			"invalid value 'often' for '--sealing <instant|manual|MS>': expected `instant`, `manual` or a \
			 number of milliseconds; see --help",
		),
		(&["--dev", "--name=a.b"], "Invalid node name 'a.b'. Reason: Node name should not contain"),
		(&["--dev", "--network-backend=libp2p"], "this node speaks litep2p only"),
		(&["key", "insert"], "the following required arguments were not provided"),
	] {
		let said = refusal(args);
		assert!(said.starts_with(expected), "{said}");
	}
}

#[test]
fn wrong_chains() {
	let folder = folder();
	assert_eq!(
		start(folder.path(), &[]),
		"name a chain: --dev, or --chain development, local, forge or a file"
	);
	assert_eq!(
		start(folder.path(), &["--chain", "westend"]),
		"`westend` is no chain that this node knows (development, local, forge) and no file"
	);
	let spec = folder.path().join("spec.json");
	fs::write(&spec, r#"{"name": "Other", "id": "other", "bootNodes": [], "genesis": {}}"#)
		.unwrap();
	let said = start(folder.path(), &["--chain", text(&spec)]);
	assert!(said.contains("genesis") || said.contains("cannot be read"), "{said}");
	fs::write(&spec, "{").unwrap();
	let said = start(folder.path(), &["--chain", text(&spec)]);
	assert!(
		said.starts_with("the chain specification") && said.contains("cannot be read"),
		"{said}"
	);
}

#[test]
fn wrong_blobs() {
	let folder = folder();
	let missing = folder.path().join("missing.wasm");
	let said = refusal(&["--dev", "--runtime", text(&missing)]);
	assert!(
		said.starts_with("cannot read the runtime blob") && said.contains("--runtime"),
		"{said}"
	);

	let garbage = folder.path().join("garbage.wasm");
	fs::write(&garbage, b"no wasm at all").unwrap();
	let said = refusal(&["--dev", "--runtime", text(&garbage)]);
	assert!(said.contains("is no Substrate runtime"), "{said}");

	let torn = folder.path().join("torn.wasm");
	let whole = fs::read(blob()).unwrap();
	fs::write(&torn, &whole[..whole.len() / 2]).unwrap();
	let said = refusal(&["--dev", "--runtime", text(&torn)]);
	assert!(said.contains("is no Substrate runtime"), "{said}");
}

#[test]
fn busy_ports() {
	let folder = folder();
	let busy = TcpListener::bind("127.0.0.1:0").unwrap();
	let port = busy.local_addr().unwrap().port().to_string();
	for (args, expected) in [
		(
			["--rpc-port", port.as_str()],
			format!("the RPC port {port} is in use (address 127.0.0.1)"),
		),
		(["--port", port.as_str()], format!("the p2p port {port} is in use")),
	] {
		let said = start(folder.path(), &[&["--dev"], &args[..]].concat());
		assert!(said.starts_with(&expected), "{said}");
	}
	let blob = blob();
	let said = refusal(&[
		"--dev",
		"--runtime",
		text(&blob),
		"--rpc-port=0",
		"--port=0",
		"--prometheus-port",
		&port,
	]);
	assert!(said.starts_with(&format!("the Prometheus port {port} is in use")), "{said}");
}

/// The files of the database in `folder`.
fn database_files(folder: &Path) -> Vec<PathBuf> {
	let path = folder.join("chains").join("development").join("paritydb").join("full");
	fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn wrong_data_folders() {
	let folder = folder();
	let node = Node::start(folder.path(), &["--dev"]);
	node.wait_finalised(1, SOON);

	// Where no folder can be.
	let file = folder.path().join("file");
	fs::write(&file, "").unwrap();
	let said = start(&file, &["--dev"]);
	assert!(said.contains("cannot be made") && !said.contains("purge-chain"), "{said}");

	// In use by another node.
	let said = start(folder.path(), &["--dev"]);
	assert!(said.contains("cannot be opened"), "{said}");
	node.stop();

	// Of another chain with the same id.
	let blob = blob();
	let exported = run(&["export-chain-spec", "--raw", "--chain=local", "--runtime", text(&blob)]);
	assert!(exported.status.success());
	let mut spec: serde_json::Value = serde_json::from_slice(&exported.stdout).unwrap();
	spec["id"] = "development".into();
	let other = folder.path().join("other.json");
	fs::write(&other, spec.to_string()).unwrap();
	let said = start(folder.path(), &["--chain", text(&other)]);
	assert!(said.contains("holds another chain"), "{said}");

	// Damaged.
	for damage in [b"".as_slice(), b"version=99\n", &[0xff; 100]] {
		let metadata = database_files(folder.path())
			.into_iter()
			.find(|path| path.ends_with("metadata"))
			.unwrap();
		let whole = fs::read(&metadata).unwrap();
		fs::write(&metadata, damage).unwrap();
		let said = start(folder.path(), &["--dev"]);
		assert!(said.contains("cannot be opened"), "{said}");
		fs::write(&metadata, whole).unwrap();
	}
	let tables = |prefixes: &[&str]| -> Vec<PathBuf> {
		let of_prefix = |path: &PathBuf| {
			let name = path.file_name().unwrap().to_str().unwrap();
			prefixes.iter().any(|prefix| name.starts_with(prefix))
		};
		database_files(folder.path()).into_iter().filter(of_prefix).collect()
	};
	// Without its state, which the first block needs.
	let gone: Vec<_> = tables(&["table_01_"])
		.into_iter()
		.map(|path| (path.clone(), fs::read(&path).unwrap(), fs::remove_file(&path).unwrap()))
		.collect();
	let said = start(folder.path(), &["--dev"]);
	assert!(said.contains("is damaged") && said.contains("purge-chain"), "{said}");
	for (path, bytes, ()) in gone {
		fs::write(path, bytes).unwrap();
	}
	for path in tables(&["table_", "index_"]) {
		let mut bytes = fs::read(&path).unwrap();
		let length = bytes.len().min(1 << 16);
		bytes[..length].fill(0xa5);
		fs::write(&path, bytes).unwrap();
	}
	let said = start(folder.path(), &["--dev"]);
	assert!(said.contains("database") && said.contains("purge-chain"), "{said}");
}

#[test]
fn an_author_without_a_network_key() {
	let folder = folder();
	let said = start(folder.path(), &["--chain=forge", "--validator"]);
	assert!(said.starts_with("an author needs a lasting network key"), "{said}");
}
