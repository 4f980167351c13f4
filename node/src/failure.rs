//! How the program says that it gives up: one line on stderr.

use std::{
	fmt::{self, Display},
	io::Write,
	panic::{self, PanicHookInfo},
	path::Path,
	process, thread,
};

/// Why the program gives up.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
	/// Said in our own words.
	#[error("{0}")]
	Said(String),
	/// Of the command line library.
	#[error("{}", Explained(.0))]
	Cli(#[from] sc_cli::Error),
	/// Of the service.
	#[error("{}", of_service(.0))]
	Service(#[from] sc_service::Error),
	/// Of the client.
	#[error(transparent)]
	Client(#[from] sp_blockchain::Error),
}

impl From<String> for Failure {
	fn from(message: String) -> Self {
		Self::Said(message)
	}
}

impl From<Failure> for sc_cli::Error {
	fn from(failure: Failure) -> Self {
		Self::Input(failure.to_string())
	}
}

/// An error of the command line library without its lists of remedies.
struct Explained<'a>(&'a sc_cli::Error);

impl Display for Explained<'_> {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self.0 {
			sc_cli::Error::NetworkKeyNotFound(path) => write!(
				f,
				"an author needs a lasting network key and there is none at {}: make one with \
				 `key generate-node-key --file {}`",
				path.display(),
				path.display()
			),
			// The inner text says enough without the library's "Invalid input".
			sc_cli::Error::Input(message) => f.write_str(message),
			sc_cli::Error::Service(error) => f.write_str(&of_service(error)),
			error => error.fmt(f),
		}
	}
}

/// An error of the service without the library's "Other" and "Application".
fn of_service(error: &sc_service::Error) -> String {
	match error {
		sc_service::Error::Other(message) => message.clone(),
		sc_service::Error::Application(error) => error.to_string(),
		error => error.to_string(),
	}
}

/// `text` without line breaks and runs of blanks.
pub(crate) fn one_line(text: &str) -> String {
	text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Writes `error` to stderr in one line.
pub(crate) fn report(error: &dyn Display) {
	let line = format!("Error: {}\n", one_line(&error.to_string()));
	// When stderr is gone there is nobody left to tell.
	drop(std::io::stderr().write_all(line.as_bytes()));
}

/// Has panics reported in one line where they mean that the program cannot go on: in the database
/// library, which so meets files that are damaged, and in the main thread. A panic of a task keeps the
/// SDK's report, which is for a developer.
pub(crate) fn report_panics(database: Option<&Path>) {
	let database = database.map(|path| path.display().to_string()).unwrap_or_default();
	let others = panic::take_hook();
	panic::set_hook(Box::new(move |info| {
		let place = info.location().map(|at| (at.file(), at.line())).unwrap_or_default();
		if place.0.contains("parity-db") {
			report(&damaged(&database, place));
		} else if thread::current().name() == Some("main") {
			report(&format!("{} ({}:{})", message(info), place.0, place.1));
		} else {
			return others(info);
		}
		process::exit(1);
	}));
}

fn damaged(database: &str, (file, line): (&str, u32)) -> String {
	let file = file.rsplit('/').next().unwrap_or(file);
	format!(
		"the database {database} is damaged (parity-db, {file}:{line}): remove it with purge-chain and \
		 synchronise again"
	)
}

fn message(info: &PanicHookInfo<'_>) -> String {
	let payload = info.payload();
	payload
		.downcast_ref::<&str>()
		.map(ToString::to_string)
		.or_else(|| payload.downcast_ref::<String>().cloned())
		.unwrap_or_else(|| "something went wrong".into())
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn one_line_should_join_lines_and_blanks() {
		assert_eq!(one_line(" a\n  b\t c \n"), "a b c");
	}

	#[test]
	fn damage_should_be_told_without_the_path_of_the_library() {
		insta::assert_snapshot!(damaged(
			"/data/db",
			("/registry/parity-db-0.4.13/src/file.rs", 152)
		));
	}

	#[test]
	fn a_missing_network_key_should_be_explained_in_one_sentence() {
		let error = sc_cli::Error::NetworkKeyNotFound("/data/key".into());
		insta::assert_snapshot!(Failure::from(error).to_string());
	}
}
