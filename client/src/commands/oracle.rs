//! `orogen oracle`: feed prices, show them.

use super::{
	connect, optional_usd, parse, print, print_json, table,
	tx::{Field, Sending},
};
use crate::{Error, amounts::usd, calls, chain::Chain};
use orogen_primitives_core::{Moment, Price};
use serde_json::json;
use std::time::Duration;

/// Feed prices, show them.
#[derive(Debug, clap::Subcommand)]
pub enum Oracle {
	/// Tell the price of a source, as a member; once, or again and again with --every.
	Feed(Feed),
	/// Show the oracle's state, prices and sources.
	Show(Show),
}

/// Options of `orogen oracle feed`.
#[derive(Debug, clap::Args)]
pub struct Feed {
	/// Price in USD per OROG.
	#[arg(value_name = "USD", value_parser = parse::usd)]
	price: Price,
	/// Source: 0 and 1 exchanges, 2 an external DEX. Can be given more than once.
	#[arg(long = "source", value_name = "N", required = true, value_parser = clap::value_parser!(u8).range(0..=2))]
	sources: Vec<u8>,
	/// When the price was seen, in milliseconds since the Unix epoch; by default now, by the chain's
	/// clock where it runs ahead.
	#[arg(long, value_name = "MS", conflicts_with = "every")]
	timestamp: Option<Moment>,
	/// Feed the same price again and again until Ctrl-C; for development chains.
	#[arg(long, value_name = "TIME", value_parser = parse::duration, conflicts_with = "dry_run")]
	every: Option<Duration>,
	#[command(flatten)]
	sending: Sending,
}

/// Options of `orogen oracle show`.
#[derive(Debug, clap::Args)]
pub struct Show {
	/// Print JSON.
	#[arg(long)]
	json: bool,
}

impl Oracle {
	pub(super) async fn run(self, url: Option<&str>) -> Result<(), Error> {
		match self {
			Self::Feed(command) => command.run(url).await,
			Self::Show(command) => command.run(url).await,
		}
	}
}

/// Now, by the chain's clock where that runs ahead: a chain that makes blocks faster than slots pass.
pub(crate) async fn sample_time(chain: &Chain) -> Result<Moment, Error> {
	let block = chain.time(chain.best().await?.hash).await?;
	let now = parse::now();
	// A real chain is a slot behind the clock at most; a chain that lags longer does not take samples of
	// its future.
	Ok(if block > now || now.saturating_sub(block) > 10_000 { block } else { now })
}

impl Feed {
	async fn run(self, url: Option<&str>) -> Result<(), Error> {
		let key = self.sending.signer.key()?;
		let chain = connect(url).await?;
		loop {
			let timestamp = match self.timestamp {
				Some(timestamp) => timestamp,
				None => sample_time(&chain).await?,
			};
			for source in &self.sources {
				let call = calls::oracle::feed(*source, self.price, timestamp);
				self.sending
					.run(&chain, &call, &key, |_| {
						Ok(vec![
							Field::new("source", "source", source.to_string(), *source),
							Field::new(
								"price",
								"price",
								format!("{} USD", usd(self.price)),
								usd(self.price),
							),
							Field::new("timestamp", "timestamp", timestamp.to_string(), timestamp),
						])
					})
					.await?;
			}
			match self.every {
				Some(pause) => tokio::time::sleep(pause).await,
				None => return Ok(()),
			}
		}
	}
}

impl Show {
	async fn run(self, url: Option<&str>) -> Result<(), Error> {
		let chain = connect(url).await?;
		let at = Some(chain.best().await?.hash);
		let (status, sources) = (chain.oracle(at).await?, chain.oracle_sources(at).await?);
		if self.json {
			return print_json(&json!({ "oracle": status, "sources": sources }));
		}
		let rows = [
			("state", format!("{:?}", status.state)),
			("a burn is priced at", optional_usd(status.credit_price)),
			("a payout is priced at", optional_usd(status.payout_price)),
			("spot", optional_usd(status.spot)),
			("twap", optional_usd(status.twap)),
			("window", format!("{} s", status.window / 1_000)),
			("bootstrap price", if status.bootstrap { "in use".into() } else { "-".into() }),
			("members", status.members.to_string()),
			(
				"paused until",
				status.paused_until.map_or_else(|| "-".into(), |until| until.to_string()),
			),
		];
		print(table(&[], rows.map(|(name, value)| [name.to_owned(), value]), &[]))?;
		let rows = sources.iter().map(|source| {
			[
				source.source.to_string(),
				optional_usd(source.value),
				optional_usd(source.twap),
				source.newest.map_or_else(|| "-".into(), |newest| newest.to_string()),
				source.feeders.to_string(),
			]
		});
		print(table(&["source", "value", "twap", "newest sample", "members"], rows, &[1, 2, 3, 4]))
	}
}
