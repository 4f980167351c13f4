//! The `orogen` program.
//!
//! Data goes to standard output, as a table or with `--json` as JSON; what the program is doing and
//! errors go to standard error. An error is one line that says what happened and what to do; the exit
//! code says of what kind it is, see [`Error::exit_code`]. Every command that sends a transaction takes
//! the same options, see `tx`: `--key-file`, `--wait`, `--dry-run`.

pub mod customer;
pub mod demo;
pub mod gateway;
pub mod operator;
pub mod oracle;
mod parse;
pub mod receipt;
pub mod request;
pub mod settled;
pub mod status;
mod tx;
pub mod watch;

use crate::{
	Error,
	chain::{Chain, DEFAULT_URL},
};
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand, error::ErrorKind};
use comfy_table::{CellAlignment, Table, presets::UTF8_BORDERS_ONLY};
use serde::Serialize;
use std::{io::Write, process::ExitCode};

/// Client of the Orogen chain.
#[derive(Debug, Parser)]
#[command(name = "orogen", version, propagate_version = true)]
struct Cli {
	/// Address of the node, by default what the environment variable OROGEN_URL says, else
	/// ws://127.0.0.1:9944.
	#[arg(long, global = true, value_name = "URL")]
	url: Option<String>,
	#[command(subcommand)]
	command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
	/// Show epoch, prices, issuance, burns, the line of payouts and the pots.
	Status(status::Status),
	/// Follow the chain: epochs, burns, mints, the line of payouts.
	Watch(watch::Watch),
	/// Feed prices to the oracle, show them.
	#[command(subcommand)]
	Oracle(oracle::Oracle),
	/// Show an account: OROG, credits, dues.
	Account(customer::Account),
	/// Destroy OROG for credits.
	Burn(customer::Burn),
	/// Buy credits with dollars on the chain.
	TopUp(customer::TopUp),
	/// Show the credits of an account.
	Credits(customer::Credits),
	/// Open, close, show and refund spending sessions.
	#[command(subcommand)]
	Session(customer::Session),
	/// Register an operator, keep it alive, have it paid, end it.
	#[command(subcommand)]
	Operator(operator::Operator),
	/// Register a gateway, settle receipts, run the settling daemon.
	#[command(subcommand)]
	Gateway(gateway::Gateway),
	/// Sign requests as a customer.
	#[command(subcommand)]
	Request(request::Request),
	/// Sign and verify receipts, prove that they are settled.
	#[command(subcommand)]
	Receipt(receipt::Receipt),
	/// Play the whole loop on a development chain, and balance its books.
	Demo(demo::Demo),
}

/// Environment variable with the address of the node.
const URL: &str = "OROGEN_URL";

/// Connects to the node of `--url`, or to the one on this machine.
async fn connect(url: Option<&str>) -> Result<Chain, Error> {
	Chain::connect(url.unwrap_or(DEFAULT_URL)).await
}

pub(crate) use parse::{hash, millis, now};

/// Runs the program.
pub fn main() -> ExitCode {
	match run() {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			// Nothing can be done about a standard error that is closed.
			let line = error.to_string().replace('\n', " ");
			let kind = if matches!(error, Error::Stopped) { "" } else { "error: " };
			writeln!(std::io::stderr(), "{kind}{line}").ok();
			ExitCode::from(error.exit_code())
		}
	}
}

fn run() -> Result<(), Error> {
	let cli = match Cli::command()
		.try_get_matches()
		.and_then(|matches| Cli::from_arg_matches(&matches))
	{
		Ok(cli) => cli,
		Err(error)
			if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) =>
		{
			return error.print().map_err(Error::file("standard output"));
		}
		Err(error) => return Err(Error::Argument(usage(&error))),
	};
	let runtime = tokio::runtime::Builder::new_multi_thread()
		.worker_threads(2)
		.enable_all()
		.build()
		.map_err(Error::file("the asynchronous runtime"))?;
	let result = runtime.block_on(async {
		let url = cli.url.or_else(|| std::env::var(URL).ok());
		let url = url.as_deref();
		// The daemon writes down what it has before it ends.
		let ends_by_itself = matches!(cli.command, Command::Gateway(gateway::Gateway::Run(_)));
		let work = async {
			match cli.command {
				Command::Status(command) => command.run(url).await,
				Command::Watch(command) => command.run(url).await,
				Command::Oracle(command) => command.run(url).await,
				Command::Account(command) => command.run(url).await,
				Command::Burn(command) => command.run(url).await,
				Command::TopUp(command) => command.run(url).await,
				Command::Credits(command) => command.run(url).await,
				Command::Session(command) => command.run(url).await,
				Command::Operator(command) => command.run(url).await,
				Command::Gateway(command) => command.run(url).await,
				Command::Request(command) => command.run(url).await,
				Command::Receipt(command) => command.run(url).await,
				Command::Demo(command) => command.run(url).await,
			}
		};
		if ends_by_itself {
			return work.await;
		}
		tokio::select! {
			result = work => result,
			_ = tokio::signal::ctrl_c() => Err(Error::Stopped),
		}
	});
	runtime.shutdown_background();
	result
}

/// The gist of clap's message in one line.
fn usage(error: &clap::Error) -> String {
	let text = error.render().to_string();
	let gist = text.split("\n\n").next().unwrap_or_default();
	let gist: Vec<_> = gist.trim_start_matches("error: ").lines().map(str::trim).collect();
	format!("{}; see --help", gist.join(" "))
}

/// A price, or a dash.
pub(crate) fn optional_usd(price: Option<orogen_primitives_core::Price>) -> String {
	price.map_or_else(|| "-".into(), |price| format!("{} USD", crate::amounts::usd(price)))
}

/// A table with one line a row; the columns in `right` are aligned to the right.
pub(crate) fn table<Row: IntoIterator<Item = String>>(
	header: &[&str],
	rows: impl IntoIterator<Item = Row>,
	right: &[usize],
) -> Table {
	let mut table = Table::new();
	table.load_style(UTF8_BORDERS_ONLY);
	if !header.is_empty() {
		table.set_header(header);
	}
	for row in rows {
		table.add_row(row);
	}
	for (place, column) in table.column_iter_mut().enumerate() {
		if right.contains(&place) {
			column.set_cell_alignment(CellAlignment::Right);
		}
	}
	table
}

/// Writes data to standard output.
pub(crate) fn print(text: impl std::fmt::Display) -> Result<(), Error> {
	match writeln!(std::io::stdout().lock(), "{text}") {
		// Whoever reads has seen enough.
		Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
		result => result.map_err(Error::file("standard output")),
	}
}

/// Writes data as JSON to standard output.
pub(crate) fn print_json(value: &impl Serialize) -> Result<(), Error> {
	let text = serde_json::to_string_pretty(value)
		.map_err(|error| Error::Argument(format!("no JSON: {error}")))?;
	print(text)
}

/// Says on standard error what the program does.
pub(crate) fn note(text: impl std::fmt::Display) {
	writeln!(std::io::stderr().lock(), "{text}").ok();
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_command_line_should_be_consistent() {
		Cli::command().debug_assert();
	}

	#[test]
	fn wrong_arguments_should_be_one_line() {
		for arguments in [
			&["orogen"][..],
			&["orogen", "nothing"],
			&["orogen", "receipt", "sign"],
			&["orogen", "status", "--x"],
		] {
			let error = Cli::command().try_get_matches_from(arguments).unwrap_err();
			let line = usage(&error);
			assert!(!line.contains('\n') && line.ends_with("; see --help"), "{line}");
		}
	}
}
