//! Builds the Wasm blob of the Orogen runtime; see `build.rs`.
//!
//! A crate of its own, so that host builds and tests of the runtime never rebuild Wasm. The blob goes
//! beside the binaries: `target/<profile>/orogen_runtime.compact.compressed.wasm`.
#![no_std]
