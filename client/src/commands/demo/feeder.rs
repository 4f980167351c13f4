//! Keeps the oracle fed while the demo runs.

use crate::{Error, calls, chain::Chain, keys::Keypair};
use orogen_primitives_core::{Moment, Price};
use std::{sync::Arc, time::Duration};
use tokio::{sync::watch, task::JoinHandle};

/// Sources that the members feed: two exchanges.
const SOURCES: [u8; 2] = [0, 1];
/// Time on the chain between two rounds, in milliseconds.
const INTERVAL: Moment = 60_000;
/// How often the chain's time is looked at.
const POLL: Duration = Duration::from_millis(200);

/// The members' feeding; ends when dropped.
pub(super) struct Feeder {
	task: JoinHandle<()>,
	rounds: watch::Receiver<Result<u32, Arc<Error>>>,
	price: watch::Sender<Price>,
}

impl Drop for Feeder {
	fn drop(&mut self) {
		self.task.abort();
	}
}

impl Feeder {
	/// Begins to feed `price`.
	pub(super) fn start(chain: Chain, members: Vec<Keypair>, price: Price) -> Self {
		let (sender, rounds) = watch::channel(Ok(0));
		let (price, asked) = watch::channel(price);
		let task = tokio::spawn(async move {
			let mut last: Option<(Moment, Price)> = None;
			let mut count = 0u32;
			loop {
				let price = *asked.borrow();
				match round(&chain, &members, price, last).await {
					Ok(Some(time)) => {
						last = Some((time, price));
						count = count.saturating_add(1);
						drop(sender.send_replace(Ok(count)));
					}
					Ok(None) => {}
					Err(error) => drop(sender.send_replace(Err(Arc::new(error)))),
				}
				tokio::time::sleep(POLL).await;
			}
		});
		Self { task, rounds, price }
	}

	/// Feeds another price from now on; the next block's samples have it.
	pub(super) fn feed(&self, price: Price) {
		self.price.send_replace(price);
	}

	/// Waits until the members have fed once.
	pub(super) async fn first_round(&mut self) -> Result<(), Error> {
		loop {
			match &*self.rounds.borrow_and_update() {
				Ok(0) => {}
				Ok(_) => return Ok(()),
				Err(error) => {
					return Err(Error::WrongChain(format!("the oracle cannot be fed: {error}")));
				}
			}
			let gone = |_| Error::WrongChain("the oracle's feeding has ended".into());
			self.rounds.changed().await.map_err(gone)?;
		}
	}

	/// What is wrong with the feeding, if anything.
	pub(super) fn fault(&self) -> Option<String> {
		self.rounds.borrow().as_ref().err().map(|error| error.to_string())
	}
}

/// Feeds if it is time to, or the price is another one than that of the `last` round; returns the time
/// of the samples. Samples have the chain's time, which is
/// ahead of the clock on a chain that makes blocks faster than slots pass.
async fn round(
	chain: &Chain,
	members: &[Keypair],
	price: Price,
	last: Option<(Moment, Price)>,
) -> Result<Option<Moment>, Error> {
	let time = chain.time(chain.best().await?.hash).await?;
	if let Some((last, fed)) = last {
		// A member's samples must be newer than its last.
		let wait = if fed == price { INTERVAL } else { 1 };
		if time < last.saturating_add(wait) {
			return Ok(None);
		}
	}
	for member in members {
		for source in SOURCES {
			match chain.send(&calls::oracle::feed(source, price, time), member).await {
				// The pool says no when the same sample is already there, such as after a restart.
				Ok(()) | Err(Error::Rpc { code: 1013 | 1014, .. }) => {}
				Err(error) => return Err(error),
			}
		}
	}
	Ok(Some(time))
}
