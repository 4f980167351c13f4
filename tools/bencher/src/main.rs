//! Measures what the runtime's weights are made of.
//!
//! - `pallet`: the benchmarks of a runtime blob, [`PalletCmd`].
//! - `storage`: reads and writes of the database that nodes run on, [`StorageCmd`]; `--chain` names a
//!   raw chain specification, whose state is filled up to a size that a chain has after years.
//!
//! Both take the arguments of the commands that they wrap. `scripts/weights.sh` runs them.

use clap::Parser;
use frame_benchmarking_cli::{PalletCmd, StorageCmd};
use rand::{RngCore, SeedableRng, rngs::StdRng};
use sc_cli::SubstrateCli;
use sc_service::{ChainSpec, Configuration, GenericChainSpec, GenesisBlockBuilder};
use sp_core::storage::Storage;
use sp_runtime::{
	OpaqueExtrinsic,
	generic::{Block as GenericBlock, Header},
	traits::BlakeTwo256,
};
use std::process::ExitCode;

type Block = GenericBlock<Header<u32, BlakeTwo256>, OpaqueExtrinsic>;
type Backend = sc_service::TFullBackend<Block>;
type Executor = sc_executor::WasmExecutor<sp_io::SubstrateHostFunctions>;

/// Accounts that are added to the state that `storage` measures: the trie gets as deep as it is with a
/// million of them.
const ACCOUNTS: u32 = 1_000_000;
/// `twox_128("System") ‖ twox_128("Account")`.
const ACCOUNT_PREFIX: [u8; 32] = [
	0x26, 0xaa, 0x39, 0x4e, 0xea, 0x56, 0x30, 0xe0, 0x7c, 0x48, 0xae, 0x0c, 0x95, 0x58, 0xce, 0xf7,
	0xb9, 0x9d, 0x88, 0x0e, 0xc6, 0x81, 0x79, 0x9c, 0x0c, 0xf3, 0x0e, 0x88, 0x86, 0x37, 0x1d, 0xa9,
];
/// Bytes of an account: nonce, three counters, three balances, flags.
const ACCOUNT_BYTES: usize = 80;

#[derive(Debug, Parser)]
enum Bencher {
	/// Measure the calls of a pallet.
	Pallet(PalletCmd),
	/// Measure reads and writes of the database.
	Storage(StorageCmd),
}

impl SubstrateCli for Bencher {
	fn impl_name() -> String {
		"orogen-bencher".into()
	}

	fn impl_version() -> String {
		env!("CARGO_PKG_VERSION").into()
	}

	fn description() -> String {
		env!("CARGO_PKG_DESCRIPTION").into()
	}

	fn author() -> String {
		String::new()
	}

	fn support_url() -> String {
		String::new()
	}

	fn copyright_start_year() -> i32 {
		2026
	}

	fn load_spec(&self, id: &str) -> Result<Box<dyn ChainSpec>, String> {
		Ok(Box::new(GenericChainSpec::<Option<()>>::from_json_file(id.into())?))
	}
}

fn main() -> ExitCode {
	let cli = Bencher::parse();
	let result = match &cli {
		// Why a benchmark fails is only logged.
		Bencher::Pallet(command) => pallet(command),
		Bencher::Storage(command) => cli
			.create_runner(command)
			.and_then(|runner| runner.sync_run(|config| storage(command, config))),
	};
	match result {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			eprintln!("error: {error}");
			ExitCode::FAILURE
		}
	}
}

/// Runs benchmarks; why one fails is only logged.
fn pallet(command: &PalletCmd) -> sc_cli::Result<()> {
	sc_cli::LoggerBuilder::new("error").init()?;
	command.run_with_spec::<BlakeTwo256, ()>(None)
}

/// Puts the chain's genesis and [`ACCOUNTS`] into a database and measures that.
fn storage(command: &StorageCmd, config: Configuration) -> sc_cli::Result<()> {
	let mut genesis = config.chain_spec.as_storage_builder().build_storage()?;
	add_accounts(&mut genesis);
	let executor: Executor = sc_service::new_wasm_executor(&config.executor);
	let backend = sc_service::new_db_backend::<Block>(config.db_config())?;
	let builder = GenesisBlockBuilder::<Block, Backend, _>::new_with_storage(
		genesis,
		true,
		backend.clone(),
		executor.clone(),
	)?;
	let (client, backend, _keystore, _tasks) =
		sc_service::new_full_parts_with_genesis_builder::<Block, (), Executor, _>(
			&config, None, executor, backend, builder, false,
		)?;
	let database = backend.expose_db();
	let states = backend.expose_storage();
	let cache = backend.expose_shared_trie_cache();
	command.run(config, client.into(), database, states, cache)
}

/// Adds accounts as they stand in the state, always the same ones.
fn add_accounts(genesis: &mut Storage) {
	let mut random = StdRng::seed_from_u64(0);
	for _ in 0..ACCOUNTS {
		let mut account = [0; 32];
		random.fill_bytes(&mut account);
		let hash = sp_io::hashing::blake2_128(&account);
		let key = [&ACCOUNT_PREFIX[..], &hash, &account].concat();
		let mut value = vec![0; ACCOUNT_BYTES];
		random.fill_bytes(&mut value);
		genesis.top.insert(key, value);
	}
}
