//! An append-only file of frames: what is acknowledged is in it, whatever happens to the program or
//! the machine.
//!
//! ```text
//! file   = MAGIC ‖ frame*
//! frame  = length: u32 ‖ check: 8 bytes ‖ payload        check = first bytes of blake2_256(length ‖ payload)
//! ```
//!
//! A frame is written with one write and synced before [`Journal::append`] returns, and the next one
//! is not written before that. So after a crash only the last frame can be damaged, and nothing in it
//! was acknowledged: it is cut off. A damaged frame with a good one behind it means that the disk has
//! lost something; then the journal refuses to open rather than to forget.

use crate::{Error, receipts::sync_folder};
use sp_runtime::traits::{BlakeTwo256, Hash as _};
use std::{
	fs::{File, OpenOptions},
	io::{Read, Seek, SeekFrom, Write},
	path::{Path, PathBuf},
};

/// Begins the file.
const MAGIC: &[u8] = b"orogen gateway journal 1\n";
/// Bytes of length and check.
const HEAD: usize = 12;
/// Longest payload: more than the largest batch needs.
const MAX_PAYLOAD: usize = 64 << 20;

fn check(length: [u8; 4], payload: &[u8]) -> [u8; 8] {
	let hash = BlakeTwo256::hash(&[&length[..], payload].concat());
	let mut check = [0; 8];
	for (to, from) in check.iter_mut().zip(hash.as_bytes()) {
		*to = *from;
	}
	check
}

fn frame(payload: &[u8]) -> Option<Vec<u8>> {
	let length = u32::try_from(payload.len()).ok()?.to_le_bytes();
	(payload.len() <= MAX_PAYLOAD).then(|| [&length[..], &check(length, payload), payload].concat())
}

/// The payload of the frame at the begin of `bytes`.
fn payload(bytes: &[u8]) -> Option<&[u8]> {
	let (length, rest) = bytes.split_first_chunk::<4>()?;
	let (sum, rest) = rest.split_first_chunk::<8>()?;
	let len = usize::try_from(u32::from_le_bytes(*length)).ok()?;
	let payload = rest.get(..len).filter(|_| len <= MAX_PAYLOAD)?;
	(check(*length, payload) == *sum).then_some(payload)
}

/// An open journal. Only one program can have it open.
#[derive(Debug)]
pub struct Journal {
	path: PathBuf,
	file: File,
	/// Bytes that are good.
	end: u64,
	/// Set when the file may hold something else than we know; nothing is written any more.
	broken: bool,
	/// Held as long as the journal is open.
	_lock: File,
}

/// What was in a journal.
#[derive(Debug, Default)]
pub struct Replay {
	/// The payloads, in order.
	pub payloads: Vec<Vec<u8>>,
	/// Bytes of an unfinished frame that were cut off.
	pub torn: u64,
}

impl Journal {
	/// Opens the journal in `folder`, made if it is not there.
	pub fn open(folder: &Path) -> Result<(Self, Replay), Error> {
		std::fs::create_dir_all(folder).map_err(Error::file(folder))?;
		let lock = folder.join("lock");
		let held = File::create(&lock).map_err(Error::file(&lock))?;
		held.try_lock().map_err(|_| Error::Journal {
			path: folder.into(),
			reason: "another gateway has this folder open; end it first, or give another --data"
				.into(),
		})?;
		let path = folder.join("journal");
		let mut file = OpenOptions::new()
			.read(true)
			.write(true)
			.create(true)
			.truncate(false)
			.open(&path)
			.map_err(Error::file(&path))?;
		let mut bytes = Vec::new();
		file.read_to_end(&mut bytes).map_err(Error::file(&path))?;
		let (replay, end) = read(&path, &bytes)?;
		let mut journal = Self { path, file, end, broken: false, _lock: held };
		if end == 0 {
			journal.write(MAGIC)?;
			sync_folder(&journal.path)?;
		} else if replay.torn > 0 {
			journal.cut()?;
		}
		Ok((journal, replay))
	}

	/// Bytes of the file.
	pub const fn len(&self) -> u64 {
		self.end
	}

	/// Whether there is nothing in it.
	pub const fn is_empty(&self) -> bool {
		self.end <= MAGIC.len() as u64
	}

	/// Appends a frame and syncs it: when this returns, the payload is there for good.
	pub fn append(&mut self, payload: &[u8]) -> Result<(), Error> {
		let frame = frame(payload).ok_or_else(|| Error::Journal {
			path: self.path.clone(),
			reason: format!("a record of {} bytes is too long", payload.len()),
		})?;
		self.write(&frame)
	}

	fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
		if self.broken {
			return Err(Error::Journal {
				path: self.path.clone(),
				reason: "an earlier write failed; mend the disk and start again".into(),
			});
		}
		let written = self
			.file
			.seek(SeekFrom::Start(self.end))
			.and_then(|_| self.file.write_all(bytes))
			.and_then(|()| self.file.sync_data());
		match written {
			Ok(()) => {
				self.end = self.end.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
				Ok(())
			}
			Err(error) => {
				// After a failed sync nobody knows what is on the disk: the next start reads it.
				self.broken = true;
				let cut = self.cut().err().map(|error| format!(" ({error})"));
				Err(Error::Journal {
					path: self.path.clone(),
					reason: format!("cannot be written: {error}{}", cut.unwrap_or_default()),
				})
			}
		}
	}

	/// Cuts off what is behind the last good frame.
	fn cut(&mut self) -> Result<(), Error> {
		self.file
			.set_len(self.end)
			.and_then(|()| self.file.sync_all())
			.map_err(Error::file(&self.path))
	}

	/// Replaces the file by one with these payloads; the old one is there until the new one is whole.
	pub fn rewrite<'a>(
		&mut self,
		payloads: impl IntoIterator<Item = &'a [u8]>,
	) -> Result<(), Error> {
		let path = self.path.with_file_name("journal.new");
		let mut bytes = MAGIC.to_vec();
		for payload in payloads {
			bytes.extend(frame(payload).ok_or_else(|| Error::Journal {
				path: path.clone(),
				reason: "a record is too long".into(),
			})?);
		}
		let mut file = File::options()
			.read(true)
			.write(true)
			.create(true)
			.truncate(true)
			.open(&path)
			.map_err(Error::file(&path))?;
		file.write_all(&bytes).and_then(|()| file.sync_all()).map_err(Error::file(&path))?;
		std::fs::rename(&path, &self.path).map_err(Error::file(&self.path))?;
		sync_folder(&self.path)?;
		self.file = file;
		self.end = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
		Ok(())
	}
}

/// The frames of a file, and how many of its bytes are good.
fn read(path: &Path, bytes: &[u8]) -> Result<(Replay, u64), Error> {
	let mut replay = Replay::default();
	let all = bytes.len();
	let Some(mut rest) = bytes.strip_prefix(MAGIC) else {
		// A program that stopped while it made the file.
		if MAGIC.starts_with(bytes) {
			return Ok((replay, 0));
		}
		return Err(Error::Journal { path: path.into(), reason: "no journal of a gateway".into() });
	};
	while let Some(payload) = payload(rest) {
		replay.payloads.push(payload.to_vec());
		rest = rest.get(HEAD + payload.len()..).unwrap_or_default();
	}
	let good = all - rest.len();
	let behind = (1..rest.len()).any(|at| {
		// Nearly every place is excluded by its length.
		rest.get(at..).is_some_and(|bytes| payload(bytes).is_some_and(|found| !found.is_empty()))
	});
	if behind {
		return Err(Error::Journal {
			path: path.into(),
			reason: format!(
				"damaged at byte {good}, with good records behind: the disk has lost something; restore \
				 the folder from a copy"
			),
		});
	}
	replay.torn = u64::try_from(rest.len()).unwrap_or(u64::MAX);
	Ok((replay, u64::try_from(good).unwrap_or(u64::MAX)))
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	fn payloads() -> Vec<Vec<u8>> {
		vec![b"first".to_vec(), vec![], vec![7; 300], b"last one".to_vec()]
	}

	fn written(folder: &Path) -> Vec<u8> {
		let (mut journal, replay) = Journal::open(folder).unwrap();
		assert!(replay.payloads.is_empty() && journal.is_empty());
		for payload in payloads() {
			journal.append(&payload).unwrap();
		}
		drop(journal);
		std::fs::read(folder.join("journal")).unwrap()
	}

	#[test]
	fn a_journal_torn_at_any_byte_should_keep_every_whole_frame() {
		let dir = tempfile::tempdir().unwrap();
		let bytes = written(dir.path());
		let ends: Vec<_> = payloads()
			.iter()
			.scan(MAGIC.len(), |end, payload| {
				*end += HEAD + payload.len();
				Some(*end)
			})
			.collect();
		for cut in 0..=bytes.len() {
			// Nothing behind, or a page of zeros, or garbage, as a file system leaves it.
			for tail in [&[][..], &[0; 64], &[0xA5; 64]] {
				if cut < MAGIC.len() && !tail.is_empty() || cut == bytes.len() && tail == [0; 64] {
					continue;
				}
				let torn = [&bytes[..cut], tail].concat();
				std::fs::write(dir.path().join("journal"), &torn).unwrap();
				let (mut journal, replay) = Journal::open(dir.path()).unwrap();
				let whole = ends.iter().filter(|end| **end <= cut).count();
				assert_eq!(replay.payloads[..whole], payloads()[..whole], "cut at {cut}");
				// Twelve zeros are no frame: their check is wrong.
				assert_eq!(replay.payloads.len(), whole, "cut at {cut}");
				journal.append(b"more").unwrap();
				drop(journal);
				let (_, again) = Journal::open(dir.path()).unwrap();
				assert_eq!(again.torn, 0);
				assert_eq!(again.payloads.len(), whole + 1);
				assert_eq!(again.payloads[whole], b"more");
			}
		}
	}

	#[test]
	fn damage_before_a_good_frame_should_refuse_to_open() {
		let dir = tempfile::tempdir().unwrap();
		let bytes = written(dir.path());
		let mut damaged = bytes.clone();
		damaged[MAGIC.len() + HEAD] ^= 1;
		std::fs::write(dir.path().join("journal"), &damaged).unwrap();
		let error = Journal::open(dir.path()).unwrap_err().to_string();
		assert!(error.contains("damaged at byte 25, with good records behind"), "{error}");
		assert_eq!(std::fs::read(dir.path().join("journal")).unwrap(), damaged);
		std::fs::write(dir.path().join("journal"), b"something else").unwrap();
		assert!(Journal::open(dir.path()).unwrap_err().to_string().contains("no journal"));
	}

	#[test]
	fn a_folder_should_be_open_once() {
		let dir = tempfile::tempdir().unwrap();
		let (journal, _) = Journal::open(dir.path()).unwrap();
		let error = Journal::open(dir.path()).unwrap_err().to_string();
		assert!(error.contains("another gateway has this folder open"), "{error}");
		drop(journal);
		Journal::open(dir.path()).unwrap();
	}

	#[test]
	fn a_rewritten_journal_should_hold_what_it_was_given() {
		let dir = tempfile::tempdir().unwrap();
		written(dir.path());
		let (mut journal, _) = Journal::open(dir.path()).unwrap();
		journal.rewrite([&b"kept"[..]]).unwrap();
		journal.append(b"more").unwrap();
		drop(journal);
		let (_, replay) = Journal::open(dir.path()).unwrap();
		assert_eq!(replay.payloads, [b"kept".to_vec(), b"more".to_vec()]);
		// A rewrite that was interrupted leaves a file that nobody reads.
		std::fs::write(dir.path().join("journal.new"), b"half").unwrap();
		assert_eq!(Journal::open(dir.path()).unwrap().1.payloads.len(), 2);
	}

	proptest! {
		#[test]
		fn frames_should_be_read_back(payloads in prop::collection::vec(prop::collection::vec(any::<u8>(), 1..50), 0..8)) {
			let mut bytes = MAGIC.to_vec();
			for payload in &payloads {
				bytes.extend(frame(payload).unwrap());
			}
			let (replay, end) = read(Path::new("x"), &bytes).unwrap();
			prop_assert_eq!(replay.payloads, payloads);
			prop_assert_eq!(end, bytes.len() as u64);
		}
	}
}
