//! The daemon forgets the receipts of batches that nobody can ask the chain about any more.

use super::daemon::{Gateway, lock};
use crate::{Error, chain::BlockId};
use codec::Encode;
use orogen_primitives_core::{BatchId, BlockNumber, Hash, Moment};
use orogen_primitives_runtime_api::{BatchInfo, BatchState};
use std::{
	collections::BTreeMap,
	path::{Path, PathBuf},
	time::{Duration, Instant, UNIX_EPOCH},
};

/// Time between two looks at the files.
const EVERY: Duration = Duration::from_secs(600);
/// Most batches that the chain is asked about in one look.
const MOST: usize = 256;

/// A file of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Kept {
	batch: BatchId,
	block: BlockNumber,
	root: Hash,
	path: PathBuf,
	/// When it was written, in milliseconds since the Unix epoch.
	at: Moment,
}

/// The root in the name of a batch's file.
fn root_of(path: &Path) -> Option<Hash> {
	let name = path.file_name()?.to_str()?;
	crate::commands::hash(name.strip_suffix(".jsonl")?).ok()
}

/// Files of settled batches in `folder` that were written before `before`, oldest batch first. What else
/// is there is left alone: the batch under way, files that an operator has put there.
fn old_files(
	folder: &Path,
	settled: &BTreeMap<Hash, (BatchId, BlockNumber)>,
	before: Moment,
) -> Result<Vec<Kept>, Error> {
	let mut files = Vec::new();
	for entry in std::fs::read_dir(folder).map_err(Error::file(folder))? {
		let path = entry.map_err(Error::file(folder))?.path();
		let Some(root) = root_of(&path) else { continue };
		let Some((batch, block)) = settled.get(&root).copied() else { continue };
		let written = std::fs::metadata(&path).and_then(|data| data.modified());
		let written = written.map_err(Error::file(&path))?;
		let at = crate::commands::millis(written.duration_since(UNIX_EPOCH).unwrap_or_default());
		if at <= before {
			files.push(Kept { batch, block, root, path, at });
		}
	}
	files.sort_by_key(|file| file.batch);
	Ok(files)
}

/// Whether nothing can be asked of the chain about a batch that a finalised block had, and that
/// `finalised` has as `info` now.
fn is_over(kept: &Kept, info: Option<&BatchInfo>, finalised: BlockNumber) -> bool {
	match info {
		Some(info) => info.state == BatchState::Final && info.root_ops == kept.root,
		// Pruned; a node that is behind does not have it yet.
		None => finalised >= kept.block,
	}
}

impl Gateway {
	/// Removes the files of batches that are final and older than is to be kept.
	pub(super) async fn prune(&self, finalised: BlockId) -> Result<(), Error> {
		if lock(&self.progress).pruned.is_some_and(|at| at.elapsed() < EVERY) {
			return Ok(());
		}
		let settled: BTreeMap<_, _> = {
			let store = lock(&self.store);
			let batches = store.book().batches.values();
			batches.map(|one| (one.root_ops, (one.batch, one.block))).collect()
		};
		let keep = crate::commands::millis(self.config.keep);
		let folder = self.config.data.join("batches");
		// By the chain's clock if this machine's is ahead of it: that must lose nothing.
		let now = self.chain.time(finalised.hash).await?.min(crate::commands::now());
		let old = match now.checked_sub(keep) {
			Some(before) => tokio::task::block_in_place(|| old_files(&folder, &settled, before))?,
			None => Vec::new(),
		};
		let mut removed = 0usize;
		for file in old.iter().take(MOST) {
			let info: Option<BatchInfo> = self
				.chain
				.runtime("ReceiptsApi_batch", &file.batch.encode(), Some(finalised.hash))
				.await?;
			if !is_over(file, info.as_ref(), finalised.number) {
				continue;
			}
			std::fs::remove_file(&file.path).map_err(Error::file(&file.path))?;
			removed = removed.saturating_add(1);
		}
		if removed > 0 {
			self.log(format_args!("pruned the receipts of {removed} batches"));
		}
		if removed == 0 || old.len() <= MOST {
			lock(&self.progress).pruned = Some(Instant::now());
		}
		Ok(())
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::keys::Keypair;

	fn info(root: Hash, state: BatchState) -> BatchInfo {
		BatchInfo {
			id: 7,
			gateway: Keypair::well_known("gateway").unwrap().account(),
			epoch: 0,
			submitted: 12,
			root_ops: root,
			root_seq: root,
			rows_root: root,
			count: 1,
			entries: 1,
			operator_rows: 1,
			session_rows: 1,
			tokens: 1,
			cuc: 1,
			blob_url: vec![],
			state,
			void: None,
		}
	}

	#[test]
	fn old_files_of_settled_batches_should_be_found_and_nothing_else() {
		let dir = tempfile::tempdir().unwrap();
		let root = Hash::repeat_byte;
		let file = |name: String, at: u64| {
			let path = dir.path().join(name);
			let file = std::fs::File::create(&path).unwrap();
			file.set_modified(UNIX_EPOCH + Duration::from_millis(at)).unwrap();
			path
		};
		let name = |byte: u8| format!("{:?}.jsonl", root(byte));
		let (second, first) = (file(name(1), 5_000), file(name(2), 4_000));
		file(name(3), 5_001);
		// Of a batch that is not settled, unfinished, somebody's notes.
		file(name(9), 1);
		file(format!("{}.tmp", name(1)), 1);
		file("notes.jsonl".into(), 1);
		let settled = BTreeMap::from([(root(1), (8, 20)), (root(2), (3, 10)), (root(3), (9, 30))]);
		let found = old_files(dir.path(), &settled, 5_000).unwrap();
		let expected = [
			Kept { batch: 3, block: 10, root: root(2), path: first, at: 4_000 },
			Kept { batch: 8, block: 20, root: root(1), path: second, at: 5_000 },
		];
		assert_eq!(found, expected);
		assert!(old_files(&dir.path().join("none"), &settled, 0).is_err());
	}

	#[test]
	fn only_final_batches_should_be_over() {
		let root = Hash::repeat_byte(1);
		let kept = Kept { batch: 7, block: 12, root, path: "f".into(), at: 0 };
		assert!(is_over(&kept, Some(&info(root, BatchState::Final)), 100));
		assert!(!is_over(&kept, Some(&info(root, BatchState::Open)), 100));
		assert!(!is_over(&kept, Some(&info(Hash::zero(), BatchState::Final)), 100));
		// Forgotten by the chain, or not known yet to a node that is behind.
		assert!(is_over(&kept, None, 12));
		assert!(!is_over(&kept, None, 11));
	}
}
