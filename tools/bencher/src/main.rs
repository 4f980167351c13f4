//! Runs the benchmarks of a runtime blob; all arguments are those of
//! [`PalletCmd`](frame_benchmarking_cli::PalletCmd).

use clap::Parser;
use frame_benchmarking_cli::PalletCmd;
use sp_runtime::traits::BlakeTwo256;
use std::process::ExitCode;

fn main() -> ExitCode {
	match PalletCmd::parse().run_with_spec::<BlakeTwo256, ()>(None) {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			eprintln!("error: {error}");
			ExitCode::FAILURE
		}
	}
}
