//! Stand-in for the `wasm-opt` crate, used through `[patch.crates-io]`.
//!
//! `substrate-wasm-builder` asks Binaryen for two things at optimisation level 0: strip the DWARF
//! sections and lower the sign-extension operators. The `wasm32v1-none` target emits neither when
//! built without debug information, so copying the file gives the same blob without compiling the
//! whole of Binaryen. Only the part of the API that wasm-builder calls exists here.

use std::{fs, io, path::Path};

/// The passes that wasm-builder names.
#[derive(Clone, Copy, Debug)]
pub enum Pass {
	/// Remove DWARF debug sections.
	StripDwarf,
	/// Replace the sign-extension operators by MVP instructions.
	SignextLowering,
}

/// Collects what wasm-builder asks for and ignores it, for the reason that the crate docs give.
#[derive(Clone, Debug, Default)]
pub struct OptimizationOptions;

impl OptimizationOptions {
	/// Options of `-O0`.
	pub fn new_opt_level_0() -> Self {
		Self
	}

	/// Restrict the output to the features of the WebAssembly MVP.
	pub fn mvp_features_only(&mut self) -> &mut Self {
		self
	}

	/// Keep debug information.
	pub fn debug_info(&mut self, _keep: bool) -> &mut Self {
		self
	}

	/// Run one more pass.
	pub fn add_pass(&mut self, _pass: Pass) -> &mut Self {
		self
	}

	/// Copy `input` to `output`.
	pub fn run(&self, input: impl AsRef<Path>, output: impl AsRef<Path>) -> io::Result<()> {
		fs::copy(input, output).map(|_| ())
	}
}
