//! The command line.

use clap::{CommandFactory, FromArgMatches, error::ErrorKind};
use sc_cli::{RunCmd, SubstrateCli};
use sc_service::ChainType;
use std::{ffi::OsString, path::PathBuf, str::FromStr, time::Duration};

/// The Orogen node.
#[derive(Debug, clap::Parser)]
pub(crate) struct Cli {
	/// What to do instead of running the node.
	#[command(subcommand)]
	pub(crate) subcommand: Option<Subcommand>,

	/// How to run the node.
	#[command(flatten)]
	pub(crate) run: RunCmd,

	/// The runtime's Wasm blob.
	///
	/// Genesis of the chains `development`, `local` and `forge` is made from it. By default the file
	/// `orogen_runtime.compact.compressed.wasm` beside this program.
	#[arg(long, global = true, value_name = "FILE")]
	pub(crate) runtime: Option<PathBuf>,

	/// Make blocks on demand instead of by the clock; for the chain `development` only.
	///
	/// `instant`: a block for every transaction. `manual`: a block for every call of
	/// `engine_createBlock`. A number: a block every so many milliseconds. Each block takes the next
	/// slot whatever the clock says, so such a database cannot be continued without this flag.
	#[arg(long, value_name = "instant|manual|MS")]
	pub(crate) sealing: Option<Sealing>,

	/// What `key inspect` is to inspect, unless it is a public key or asked for later; the library keeps
	/// it to itself.
	#[arg(skip)]
	pub(crate) inspected: Option<String>,
}

/// Subscriptions that a connection may have, unless the command line says otherwise.
const MAX_SUBSCRIPTIONS: &str = "64";

/// What the program can do besides running the node.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Subcommand {
	/// Generate, inspect and insert keys.
	#[command(subcommand)]
	Key(sc_cli::KeySubcommand),

	/// Write the specification of a chain as JSON.
	ExportChainSpec(sc_cli::ExportChainSpecCmd),

	/// Execute a block again and check it.
	CheckBlock(sc_cli::CheckBlockCmd),

	/// Write blocks to a file.
	ExportBlocks(sc_cli::ExportBlocksCmd),

	/// Import blocks from a file.
	ImportBlocks(sc_cli::ImportBlocksCmd),

	/// Write the state of a block as a chain specification.
	ExportState(sc_cli::ExportStateCmd),

	/// Remove the database of a chain.
	PurgeChain(sc_cli::PurgeChainCmd),

	/// Take back the newest blocks that are not finalised.
	Revert(sc_cli::RevertCmd),

	/// Print best and finalised block of a chain's database.
	ChainInfo(sc_cli::ChainInfoCmd),
}

/// When a development chain makes a block (`--sealing`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sealing {
	/// When a transaction enters the pool.
	Instant,
	/// When `engine_createBlock` is called.
	Manual,
	/// Every so often.
	Every(Duration),
}

impl FromStr for Sealing {
	type Err = String;

	fn from_str(text: &str) -> Result<Self, String> {
		match text {
			"instant" => Ok(Self::Instant),
			"manual" => Ok(Self::Manual),
			_ => match text.parse() {
				Ok(0) | Err(_) => {
					Err("expected `instant`, `manual` or a number of milliseconds".into())
				}
				Ok(millis) => Ok(Self::Every(Duration::from_millis(millis))),
			},
		}
	}
}

impl Cli {
	/// Parses the program's arguments. Help and version print themselves and come back as `None`.
	pub(crate) fn parse_args() -> Result<Option<Self>, String> {
		match Self::try_parse(std::env::args_os()) {
			Ok(cli) => Ok(Some(cli)),
			Err(error)
				if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) =>
			{
				error.print().map_err(|error| error.to_string())?;
				Ok(None)
			}
			Err(error) => Err(usage_error(&error)),
		}
	}

	fn try_parse<I>(args: I) -> clap::error::Result<Self>
	where
		I: IntoIterator,
		I::Item: Into<OsString> + Clone,
	{
		let command = Self::setup_command(Self::command())
			// `receipts_batch` serves the rows of a batch from the off-chain index.
			.mut_arg("indexing_enabled", |arg| arg.default_value("true"))
			.mut_arg("rpc_max_subscriptions_per_connection", |arg| {
				arg.default_value(MAX_SUBSCRIPTIONS)
			});
		let matches = command.try_get_matches_from(args)?;
		let mut cli = Self::from_arg_matches(&matches)?;
		let inspect = matches.subcommand_matches("key").and_then(|key| {
			key.subcommand_matches("inspect").filter(|inspect| !inspect.get_flag("public"))
		});
		cli.inspected = inspect.and_then(|inspect| inspect.get_one("uri").cloned());
		Ok(cli)
	}

	/// Lets an author make its own network key on a chain with well-known keys, where nobody depends on
	/// a node's lasting identity.
	pub(crate) fn relax_node_key(&mut self) {
		let id = self.run.shared_params.chain_id(self.run.shared_params.dev);
		if let Ok(spec) = crate::chain_spec::load(&id, None, crate::chain_spec::Need::Id)
			&& matches!(spec.chain_type(), ChainType::Development | ChainType::Local)
		{
			self.run.network_params.node_key_params.unsafe_force_node_key_generation = true;
		}
	}
}

/// The gist of clap's message, without usage and tips.
fn usage_error(error: &clap::Error) -> String {
	let text = error.render().to_string();
	let gist = text.split("\n\n").next().unwrap_or_default();
	format!("{}; see --help", gist.trim_start_matches("error: ").trim())
}

impl SubstrateCli for Cli {
	fn impl_name() -> String {
		"Orogen Node".into()
	}

	fn impl_version() -> String {
		env!("SUBSTRATE_CLI_IMPL_VERSION").into()
	}

	fn description() -> String {
		"Node of the Orogen chain".into()
	}

	fn author() -> String {
		env!("CARGO_PKG_AUTHORS").into()
	}

	fn support_url() -> String {
		concat!(env!("CARGO_PKG_REPOSITORY"), "/issues").into()
	}

	fn copyright_start_year() -> i32 {
		2026
	}

	fn load_spec(&self, id: &str) -> Result<Box<dyn sc_cli::ChainSpec>, String> {
		let need = match self.subcommand {
			// These only want the chain's id, to find its data folder.
			Some(Subcommand::Key(_) | Subcommand::PurgeChain(_) | Subcommand::ChainInfo(_)) => {
				crate::chain_spec::Need::Id
			}
			_ => crate::chain_spec::Need::Genesis,
		};
		crate::chain_spec::load(id, self.runtime.as_deref(), need)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn parse(args: &[&str]) -> Result<Cli, String> {
		Cli::try_parse(std::iter::once(&"orogen-node").chain(args)).map_err(|e| usage_error(&e))
	}

	#[test]
	fn the_command_line_is_consistent() {
		Cli::setup_command(Cli::command()).debug_assert();
	}

	#[test]
	fn offchain_indexing_should_be_on_unless_turned_off() {
		assert!(parse(&["--dev"]).unwrap().run.offchain_worker_params.indexing_enabled);
		let off = parse(&["--dev", "--enable-offchain-indexing", "false"]).unwrap();
		assert!(!off.run.offchain_worker_params.indexing_enabled);
	}

	#[test]
	fn subscriptions_should_be_bounded_unless_told_otherwise() {
		let of = |args| parse(args).unwrap().run.rpc_params.rpc_max_subscriptions_per_connection;
		assert_eq!(of(&["--dev"][..]), 64);
		assert_eq!(of(&["--dev", "--rpc-max-subscriptions-per-connection", "7"]), 7);
	}

	#[test]
	fn runtime_should_be_accepted_before_and_after_a_command() {
		let path = Some(PathBuf::from("a.wasm"));
		assert_eq!(parse(&["--dev", "--runtime", "a.wasm"]).unwrap().runtime, path);
		assert_eq!(parse(&["export-chain-spec", "--runtime", "a.wasm"]).unwrap().runtime, path);
	}

	#[test]
	fn sealing_should_parse_modes_and_milliseconds() {
		for (text, expected) in [
			("instant", Sealing::Instant),
			("manual", Sealing::Manual),
			("500", Sealing::Every(Duration::from_millis(500))),
		] {
			assert_eq!(parse(&["--dev", "--sealing", text]).unwrap().sealing, Some(expected));
		}
		for text in ["0", "often", "-1", "1s"] {
			assert!(parse(&["--dev", &format!("--sealing={text}")]).is_err(), "{text}");
		}
	}

	#[test]
	fn usage_errors_should_be_one_line_when_an_argument_is_wrong() {
		for args in [&["--no-such-flag"][..], &["no-such-command"], &["--port", "many"], &["key"]] {
			let message = crate::failure::one_line(&parse(args).unwrap_err());
			assert!(!message.is_empty() && !message.contains('\n'), "{message}");
			assert!(message.ends_with("see --help"), "{message}");
		}
	}

	#[test]
	fn node_key_should_be_made_when_the_chain_has_well_known_keys() {
		let forced = |args: &[&str]| {
			let mut cli = parse(args).unwrap();
			cli.relax_node_key();
			cli.run.network_params.node_key_params.unsafe_force_node_key_generation
		};
		assert!(forced(&["--chain", "local", "--alice"]));
		assert!(!forced(&["--chain", "forge", "--validator"]));
	}
}
