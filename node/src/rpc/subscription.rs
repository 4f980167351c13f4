//! Subscriptions: a task a subscriber, fed by finalised blocks.
//!
//! Items come from finalised blocks only, so none is ever taken back. A subscriber that leaves an item
//! untaken for [`PATIENCE`] loses its subscription: nothing is stored up for it.

use crate::service::FullClient;
use futures::{
	FutureExt, Stream, StreamExt,
	future::{self, Either},
	stream::BoxStream,
};
use jsonrpsee::{PendingSubscriptionSink, SubscriptionMessage};
use orogen_primitives_core::Hash;
use sc_client_api::BlockchainEvents;
use sc_rpc::SubscriptionTaskExecutor;
use serde::Serialize;
use std::{iter, pin::pin, time::Duration};

use super::error::RpcError;

/// How long an item may wait for its subscriber.
const PATIENCE: Duration = Duration::from_secs(30);

/// A chain that tells which blocks become final.
pub(crate) trait FinalisedBlocks {
	/// Blocks that become final from now on: in order, one list for each step of finality, never
	/// empty.
	fn finalised_blocks(&self) -> BoxStream<'static, Vec<Hash>>;
}

impl FinalisedBlocks for FullClient {
	fn finalised_blocks(&self) -> BoxStream<'static, Vec<Hash>> {
		// The notification is dropped at once: it would keep the state of its block.
		self.finality_notification_stream()
			.map(|step| step.tree_route.iter().copied().chain(iter::once(step.hash)).collect())
			.boxed()
	}
}

/// Accepts the subscriber and sends it the items of every step until it leaves or `steps` end.
pub(crate) fn feed<T, I>(
	executor: &SubscriptionTaskExecutor,
	pending: PendingSubscriptionSink,
	steps: impl Stream<Item = T> + Send + Unpin + 'static,
	items: impl FnMut(T) -> I + Send + 'static,
) where
	T: Send + 'static,
	I: IntoIterator<Item: Serialize + Send, IntoIter: Send> + Send + 'static,
{
	sc_rpc::utils::spawn_subscription_task(executor, pump(pending, steps, items));
}

async fn pump<T, I>(
	pending: PendingSubscriptionSink,
	mut steps: impl Stream<Item = T> + Unpin,
	mut items: impl FnMut(T) -> I,
) where
	I: IntoIterator<Item: Serialize>,
{
	let Ok(sink) = pending.accept().await else { return };
	let mut closed = pin!(sink.closed());
	while let Either::Right((Some(step), _)) = future::select(closed.as_mut(), steps.next()).await {
		for item in items(step) {
			let message =
				SubscriptionMessage::new(sink.method_name(), sink.subscription_id(), &item);
			let Ok(message) = message else { return };
			if sink.send_timeout(message, PATIENCE).await.is_err() {
				return;
			}
		}
	}
}

/// Refuses the subscriber.
pub(crate) fn refuse(
	executor: &SubscriptionTaskExecutor,
	pending: PendingSubscriptionSink,
	error: RpcError,
) {
	sc_rpc::utils::spawn_subscription_task(executor, pending.reject(error).map(drop));
}
