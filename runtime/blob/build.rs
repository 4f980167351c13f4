//! Builds the Wasm blob and puts it beside the binaries of the profile.

use std::{
	env, fs,
	path::{Path, PathBuf},
};
use substrate_wasm_builder::WasmBuilder;

/// File name of the blob, as `orogen-node` looks for it.
const BLOB: &str = "orogen_runtime.compact.compressed.wasm";

fn main() {
	let manifest_dir = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"));
	let runtime = manifest_dir.parent().expect("this crate lies in the runtime's folder");
	let root = runtime.parent().expect("the runtime lies in the workspace");

	// Compiled into the runtime from outside of its folder.
	println!("cargo:rerun-if-changed={}", root.join("chain-specs/forge-keys.json").display());

	const HINT: &str = "WASM_BUILD_WORKSPACE_HINT";
	println!("cargo:rerun-if-env-changed={HINT}");
	if env::var_os(HINT).is_none() {
		// wasm-builder looks for `Cargo.lock` above the target folder, which may lie elsewhere.
		// SAFETY: no other thread runs in this build script yet.
		unsafe { env::set_var(HINT, root) };
	}

	let builder = WasmBuilder::new()
		.with_project(runtime.join("Cargo.toml"))
		.expect("the runtime has a manifest")
		.import_memory()
		.export_heap_base();
	#[cfg(feature = "metadata-hash")]
	let builder = builder.enable_metadata_hash("OROG", 12);
	builder.build();

	let profile = profile_dir();
	let built = profile.join("wbuild/orogen-runtime").join(BLOB);
	if built.exists() {
		publish(&built, &profile.join(BLOB));
	}
}

/// Folder of the profile's binaries: the one above `build`, in which `OUT_DIR` lies.
fn profile_dir() -> PathBuf {
	let out_dir = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it"));
	out_dir
		.ancestors()
		.find(|path| path.ends_with("build"))
		.and_then(Path::parent)
		.expect("`OUT_DIR` lies in the profile's `build` folder")
		.to_path_buf()
}

/// Copies `from` to `to` in one step, so that no node reads half a file.
fn publish(from: &Path, to: &Path) {
	let partial = to.with_extension("partial");
	fs::copy(from, &partial).expect("the profile folder is writable");
	// A file that is newer than this script's last run would make cargo run it for ever.
	let built =
		fs::metadata(from).and_then(|metadata| metadata.modified()).expect("the blob exists");
	fs::File::options()
		.write(true)
		.open(&partial)
		.and_then(|file| file.set_modified(built))
		.expect("the copy is writable");
	fs::rename(&partial, to).expect("the profile folder is writable");
	println!("cargo:rerun-if-changed={}", to.display());
}
