//! Runs the benchmarks of a runtime blob: the SDK's `benchmark pallet` command without a node.

use clap::Parser;
use frame_benchmarking_cli::PalletCmd;
use sp_runtime::traits::BlakeTwo256;

fn main() -> Result<(), Box<dyn std::error::Error>> {
	PalletCmd::parse().run_with_spec::<BlakeTwo256, ()>(None)?;
	Ok(())
}
