//! The `orogen` program; everything is in the library's [`orogen_client::commands`].

use std::process::ExitCode;

fn main() -> ExitCode {
	orogen_client::commands::main()
}
