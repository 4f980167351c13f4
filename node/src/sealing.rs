//! Blocks on demand for development chains (`--sealing`).
//!
//! The blocks are those of BABE: each claims the slot after its parent's, so epochs, sessions and
//! everything that hangs on them move on as they do by the clock, only faster or slower. The chain's
//! time is the slots' time. A database made this way therefore cannot be continued by the clock;
//! [`Marker`] keeps that in mind.

use crate::{
	cli::Sealing,
	failure::Failure,
	service::{FullClient, FullPool, Inherents},
};
use futures::{
	SinkExt, Stream, StreamExt,
	channel::{mpsc, oneshot},
	stream,
};
use orogen_primitives_core::{Hash, OpaqueBlock as Block};
use sc_consensus_manual_seal::{CreatedBlock, EngineCommand};
use sc_service::Configuration;
use sc_transaction_pool_api::TransactionPool;
use sp_consensus_babe::{Slot, SlotDuration, inherents::InherentDataProvider as SlotProvider};
use sp_timestamp::{InherentDataProvider as TimestampProvider, Timestamp};
use std::{fs, io::ErrorKind, path::PathBuf, pin::Pin, sync::Arc};
use tokio::time::{MissedTickBehavior, interval};

const LOG_TARGET: &str = "sealing";

/// Commands that the sealing task takes.
pub(crate) type Commands = Pin<Box<dyn Stream<Item = EngineCommand<Hash>> + Send>>;
/// Where `engine_createBlock` and `engine_finalizeBlock` send their commands.
pub(crate) type CommandSender = mpsc::Sender<EngineCommand<Hash>>;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// A file beside the database that says: sealed.
pub(crate) struct Marker(Option<PathBuf>);

impl Marker {
	/// The marker of the configured database. `purge-chain` removes it with the database.
	pub(crate) fn of(config: &Configuration) -> Self {
		Self(config.database.path().and_then(|path| path.parent()).map(|path| path.join("sealed")))
	}

	/// Refuses to continue a sealed database by the clock.
	pub(crate) fn check(&self) -> Result<(), Failure> {
		match &self.0 {
			Some(path) if path.exists() => Err(Failure::Said(format!(
				"the database in {} was made with --sealing and its slots do not follow the clock: \
				 start with --sealing, or choose another --base-path, or run purge-chain",
				path.parent().unwrap_or(path).display()
			))),
			_ => Ok(()),
		}
	}

	/// Marks the database as sealed.
	pub(crate) fn set(&self) -> Result<(), Failure> {
		let Some(path) = &self.0 else { return Ok(()) };
		let said = |error| Failure::Said(format!("cannot write {}: {error}", path.display()));
		if let Some(folder) = path.parent() {
			fs::create_dir_all(folder).map_err(said)?;
		}
		match fs::File::create_new(path) {
			Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(said(error)),
			_ => Ok(()),
		}
	}
}

/// Refuses sealing where it makes no sense.
pub(crate) fn check_chain(config: &Configuration) -> Result<(), Failure> {
	if config.chain_spec.chain_type() == sc_service::ChainType::Development {
		Ok(())
	} else {
		Err(Failure::Said(format!(
			"--sealing is for development chains and `{}` is none: use --dev",
			config.chain_spec.id()
		)))
	}
}

/// Inherents of a sealed block: the slot after the parent's, and the middle of that slot as time.
///
/// They depend on nothing but the parent, because the block import makes them a second time to check
/// the block. The middle of the slot keeps any two blocks in different slots at least half a slot
/// apart, as the timestamp pallet demands, even after a block that was made by the clock.
pub(crate) fn inherents(client: Arc<FullClient>, duration: SlotDuration) -> Inherents {
	Arc::new(move |parent, ()| {
		let slot = next_slot(&client, parent, duration);
		async move {
			let slot = slot?;
			let start = slot.timestamp(duration).ok_or("the chain's time has run out")?;
			let middle = start.as_millis() + duration.as_millis() / 2;
			Ok((SlotProvider::new(slot), TimestampProvider::new(Timestamp::new(middle))))
		}
	})
}

fn next_slot(client: &FullClient, parent: Hash, duration: SlotDuration) -> Result<Slot, BoxError> {
	let header = client.header(parent)?.ok_or("the parent block is unknown")?;
	if header.number == 0 {
		return Ok(Slot::from_timestamp(Timestamp::current(), duration));
	}
	let digest = sc_consensus_babe::find_pre_digest::<Block>(&header)?;
	Ok(digest.slot() + 1)
}

/// The commands of a mode; for [`Sealing::Manual`] also where they are sent to.
pub(crate) fn commands(mode: Sealing, pool: &Arc<FullPool>) -> (Commands, Option<CommandSender>) {
	// Room for the block under way: its finality is asked for once it is imported.
	let (finality, finalised) = mpsc::channel(1);
	match mode {
		Sealing::Instant => {
			let seals = pool.import_notification_stream().map(move |_| seal(finality.clone()));
			(Box::pin(stream::select(seals, finalised)), None)
		}
		Sealing::Every(period) => {
			let ticks = stream::once(async move {
				let mut ticks = interval(period);
				// Blocks that take longer than the period must not pile up.
				ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
				ticks
			})
			.flat_map(|ticks| {
				stream::unfold(ticks, |mut ticks| async move {
					ticks.tick().await;
					Some(((), ticks))
				})
			});
			let seals = ticks.map(move |()| seal(finality.clone()));
			(Box::pin(stream::select(seals, finalised)), None)
		}
		Sealing::Manual => {
			let (sender, receiver) = mpsc::channel(64);
			(Box::pin(receiver), Some(sender))
		}
	}
}

/// Asks for a block and, once it is imported, for its finality; logs what becomes of it.
///
/// A block that is finalised by its own import is not in the database yet when BABE cleans up what
/// finality makes obsolete, and BABE says so with a warning for each block.
fn seal(mut finality: CommandSender) -> EngineCommand<Hash> {
	let (sender, receiver) = oneshot::channel::<Result<CreatedBlock<Hash>, _>>();
	tokio::spawn(async move {
		match receiver.await {
			Ok(Ok(block)) => {
				log::debug!(target: LOG_TARGET, "Sealed {:?}", block.hash);
				let finalise = EngineCommand::FinalizeBlock {
					hash: block.hash,
					sender: None,
					justification: None,
				};
				if finality.send(finalise).await.is_err() {
					log::debug!(target: LOG_TARGET, "Sealing ends");
				}
			}
			Ok(Err(error)) => log::error!(target: LOG_TARGET, "No block could be sealed: {error}"),
			Err(oneshot::Canceled) => log::debug!(target: LOG_TARGET, "Sealing ends"),
		}
	});
	EngineCommand::SealNewBlock {
		create_empty: true,
		finalize: false,
		parent_hash: None,
		sender: Some(sender),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn marker_should_refuse_normal_authoring_once_set() {
		let folder = tempfile::tempdir().unwrap();
		let marker = Marker(Some(folder.path().join("paritydb").join("sealed")));
		assert!(marker.check().is_ok());
		marker.set().unwrap();
		marker.set().unwrap();
		assert!(marker.check().unwrap_err().to_string().contains("start with --sealing"));
	}
}
