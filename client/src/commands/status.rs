//! `orogen status`: what the chain's economy looks like now.

use super::{connect, optional_usd, print, print_json, table};
use crate::{
	Error,
	amounts::{cuc, orog},
	chain::{BlockId, ChainName},
};
use orogen_primitives_runtime_api::{BmeStatus, OracleSource, OracleStatus};
use serde::Serialize;

/// Show epoch, prices, issuance, burns, the line of payouts and the pots.
#[derive(Debug, clap::Args)]
pub struct Status {
	/// Print JSON.
	#[arg(long)]
	json: bool,
}

#[derive(Serialize)]
struct Report {
	chain: ChainName,
	best: BlockId,
	finalised: BlockId,
	oracle: OracleStatus,
	sources: Vec<OracleSource>,
	bme: BmeStatus,
}

impl Status {
	pub(super) async fn run(self, url: Option<&str>) -> Result<(), Error> {
		let chain = connect(url).await?;
		let best = chain.best().await?;
		// Everything of one block.
		let at = Some(best.hash);
		let report = Report {
			chain: chain.name().await?,
			best,
			finalised: chain.finalised().await?,
			oracle: chain.oracle(at).await?,
			sources: chain.oracle_sources(at).await?,
			bme: chain.bme_status(at).await?,
		};
		if self.json { print_json(&report) } else { print(report.table()) }
	}
}

impl Report {
	fn table(&self) -> comfy_table::Table {
		let Self { chain, best, finalised, oracle, sources, bme } = self;
		let mut rows = vec![
			("chain", format!("{} ({})", chain.name, chain.kind)),
			("best block", best.number.to_string()),
			("finalised block", finalised.number.to_string()),
			("epoch", bme.epoch.to_string()),
			(
				"oldest open epoch",
				format!("{} (closes {} after its end)", bme.first_open_epoch, bme.closing_delay),
			),
			(
				"oracle",
				format!(
					"{:?}{}",
					oracle.state,
					if oracle.bootstrap { ", bootstrap price" } else { "" }
				),
			),
			("credit price", optional_usd(oracle.credit_price)),
			("payout price", optional_usd(oracle.payout_price)),
			("spot, twap", format!("{}, {}", optional_usd(oracle.spot), optional_usd(oracle.twap))),
			("oracle members", oracle.members.to_string()),
		];
		for source in sources {
			let value = optional_usd(source.value);
			let text = match source.pool {
				Some(pool) if pool.live => format!("{value} in the AMM"),
				Some(_) => format!("{value} in the AMM, which does not count yet"),
				None => format!("{value} by {} members", source.feeders),
			};
			rows.push(("source", format!("{}: {text}", source.source)));
		}
		rows.extend([
			("OROG in existence", orog(bme.issuance)),
			("OROG burned", orog(bme.burned)),
			("OROG minted", orog(bme.minted)),
			("OROG minted to support verification", orog(bme.supported)),
			(
				"headroom of this epoch",
				format!("{} OROG, {} left", orog(bme.headroom), orog(bme.headroom_left)),
			),
			("CUC created", cuc(bme.created_cuc)),
			("CUC in open epochs", cuc(bme.open_cuc)),
			("CUC consumed", cuc(bme.consumed_cuc)),
			("CUC creatable today", cuc(bme.creatable_today.into())),
			("the line: queued", format!("{} OROG", orog(bme.queued))),
			("the line: funded", format!("{} OROG", orog(bme.funded))),
			(
				"the line: oldest waiting",
				bme.oldest_unfunded_epoch
					.map_or_else(|| "-".into(), |epoch| format!("epoch {epoch}")),
			),
			("waiting to be sold for dollars", format!("{} OROG", orog(bme.swap_queue))),
			("pot verification", format!("{} OROG", orog(bme.pots.verification))),
			("pot treasury", format!("{} OROG", orog(bme.pots.treasury))),
			("pot governance", format!("{} OROG", orog(bme.pots.governance))),
			("pot payouts", format!("{} OROG", orog(bme.pots.payouts))),
		]);
		table(&[], rows.into_iter().map(|(name, value)| [name.to_owned(), value]), &[])
	}
}
