//! The Orogen node.
//!
//! The node is built apart from the runtime: it takes the runtime as a Wasm blob ([`blob`]) and
//! calls it by name ([`fake_runtime_api`]), so a change of a pallet never rebuilds it.
#![deny(missing_docs, rustdoc::broken_intra_doc_links)]
#![allow(clippy::result_large_err, reason = "the errors of sc-service and sc-cli are large")]

mod blob;
mod chain_spec;
mod cli;
mod command;
mod failure;
mod fake_runtime_api;
mod genesis;
mod key;
mod rpc;
mod sealing;
mod service;

use std::process::ExitCode;
use tikv_jemallocator::Jemalloc;

/// A node's memory is made and freed by many threads. The system's allocator keeps what it once had,
/// three times of what is in use; this one gives it back after seconds.
#[global_allocator]
static ALLOCATOR: Jemalloc = Jemalloc;

fn main() -> ExitCode {
	match command::run() {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			failure::report(&error);
			ExitCode::FAILURE
		}
	}
}
