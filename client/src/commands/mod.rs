//! The `orogen` program: [`status`](mod@status), [`receipt`](mod@receipt), [`demo`](mod@demo).
//!
//! Data goes to standard output, as a table or with `--json` as JSON; what the program is doing and
//! errors go to standard error. An error is one line. Exit codes: 0 done, 1 not done or not in order,
//! 2 wrong arguments, 130 interrupted.

pub mod demo;
pub mod receipt;
pub mod status;

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
	/// Address of the node, by default ws://127.0.0.1:9944.
	#[arg(long, global = true, value_name = "URL")]
	url: Option<String>,
	#[command(subcommand)]
	command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
	/// Show epoch, prices, issuance, burns, the line of payouts and the pots.
	Status(status::Status),
	/// Sign and verify receipts.
	#[command(subcommand)]
	Receipt(receipt::Receipt),
	/// Play the whole loop on a development chain, and balance its books.
	Demo(demo::Demo),
}

/// Connects to the node of `--url`, or to the one on this machine.
async fn connect(url: Option<&str>) -> Result<Chain, Error> {
	Chain::connect(url.unwrap_or(DEFAULT_URL)).await
}

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
		let url = cli.url.as_deref();
		let work = async {
			match cli.command {
				Command::Status(command) => command.run(url).await,
				Command::Receipt(command) => command.run(url).await,
				Command::Demo(command) => command.run(url).await,
			}
		};
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
