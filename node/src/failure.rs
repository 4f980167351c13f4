//! How the program says that it gives up: one line on stderr.

use std::{
	fmt::{self, Display},
	io::Write,
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
	#[error(transparent)]
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
			error => error.fmt(f),
		}
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

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn one_line_should_join_lines_and_blanks() {
		assert_eq!(one_line(" a\n  b\t c \n"), "a b c");
	}

	#[test]
	fn a_missing_network_key_should_be_explained_in_one_sentence() {
		let error = sc_cli::Error::NetworkKeyNotFound("/data/key".into());
		insta::assert_snapshot!(Failure::from(error).to_string());
	}
}
