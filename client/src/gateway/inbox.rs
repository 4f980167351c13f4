//! A folder that receipts come in by.
//!
//! Whoever writes a receipt writes a file of another name, such as `1.tmp`, and renames it to
//! `1.json` or `1.jsonl` when it is whole. A file is removed once all its receipts are in the journal.
//! What is not taken goes to `rejected/` under the file's name, with the reasons beside it in
//! `NAME.reasons`; what cannot be checked because the node does not answer stays.

use super::{
	check::Code,
	daemon::Gateway,
	intake::{Verdict, parse},
};
use crate::{Error, receipts::write_whole};
use std::path::{Path, PathBuf};

/// Files looked at in one go.
const FILES: usize = 256;
/// Longest file in bytes.
const MAX_FILE: u64 = 64 << 20;

/// Makes the folders.
pub(super) fn prepare(folder: &Path) -> Result<(), Error> {
	let rejected = folder.join("rejected");
	std::fs::create_dir_all(&rejected).map_err(Error::file(rejected))
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, Error> {
	let mut files = Vec::new();
	for entry in std::fs::read_dir(folder).map_err(Error::file(folder))? {
		let path = entry.map_err(Error::file(folder))?.path();
		let is_ours =
			path.extension().is_some_and(|extension| extension == "json" || extension == "jsonl");
		if is_ours && path.is_file() {
			files.push(path);
		}
	}
	files.sort();
	files.truncate(FILES);
	Ok(files)
}

/// Takes what is there.
pub(super) async fn scan(gateway: &Gateway, folder: &Path) -> Result<(), Error> {
	let mut result = Ok(());
	for path in files(folder)? {
		match one(gateway, folder, &path).await {
			Err(Error::File { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => {
				// Its writer took it back.
			}
			Err(error @ Error::File { .. }) => result = Err(error),
			other => other?,
		}
	}
	result
}

async fn one(gateway: &Gateway, folder: &Path, path: &Path) -> Result<(), Error> {
	let length = std::fs::metadata(path).map_err(Error::file(path))?.len();
	let text = if length > MAX_FILE {
		Err(format!("longer than {MAX_FILE} bytes"))
	} else {
		String::from_utf8(std::fs::read(path).map_err(Error::file(path))?)
			.map_err(|_| "no text".into())
	};
	let name = path.file_name().unwrap_or_default();
	let rejected = folder.join("rejected").join(name);
	let mut reasons_name = name.to_owned();
	reasons_name.push(".reasons");
	let reasons_path = rejected.with_file_name(reasons_name);
	let text = match text {
		Ok(text) => text,
		Err(reason) => {
			let line = format!("{{\"line\":0,\"code\":\"malformed\",\"reason\":\"{reason}\"}}\n");
			write_whole(&reasons_path, line.as_bytes())?;
			gateway.log(format_args!("rejected {}: {reason}", path.display()));
			return std::fs::rename(path, &rejected).map_err(Error::file(path));
		}
	};
	let verdicts = gateway.take(parse(&text)).await?;
	let is_unavailable = |verdict: &&Verdict| {
		verdict.outcome.as_ref().is_err_and(|refusal| refusal.code == Code::Unavailable)
	};
	let mut bad = String::new();
	let mut reasons = String::new();
	for verdict in verdicts.iter().filter(|verdict| !is_unavailable(verdict)) {
		if verdict.outcome.is_err() {
			bad.push_str(
				verdict.line.checked_sub(1).and_then(|at| text.lines().nth(at)).unwrap_or_default(),
			);
			bad.push('\n');
			reasons.push_str(&verdict.json().to_string());
			reasons.push('\n');
		}
	}
	if verdicts.iter().any(|verdict| is_unavailable(&verdict)) {
		// Those that were taken are known when the file is read again.
		return Ok(());
	}
	if !bad.is_empty() {
		write_whole(&reasons_path, reasons.as_bytes())?;
		write_whole(&rejected, bad.as_bytes())?;
	}
	std::fs::remove_file(path).map_err(Error::file(path))
}
