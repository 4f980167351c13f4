//! `orogen watch`: epochs, burns, mints, the line, as blocks are finalised.

use super::{connect, note, print};
use crate::{
	Error,
	amounts::{cuc, orog, usd},
	chain::{BlockId, Chain},
	error::first_line,
};
use orogen_primitives_core::{Balance, BatchId, BlockNumber, Cuc, EpochIndex, SpendingSessionId};
use serde_json::{Value, json};
use sp_core::crypto::Ss58Codec;
use std::time::Duration;
use subxt::{
	config::SubstrateConfig,
	events::Event,
	ext::scale_decode::{DecodeAsFields, DecodeAsType},
	utils::AccountId32,
};

/// How often the chain is looked at.
const POLL: Duration = Duration::from_millis(500);

/// Follow the chain until Ctrl-C: one line for each epoch, burn, session, batch, row given up, refund,
/// closing, mint and payout in finalised blocks, and one for the line of payouts when it moves.
#[derive(Debug, clap::Args)]
pub struct Watch {
	/// First block; by default the newest finalised one.
	#[arg(long, value_name = "BLOCK")]
	from: Option<BlockNumber>,
	/// End after this block.
	#[arg(long, value_name = "BLOCK")]
	until: Option<BlockNumber>,
	/// Print JSON, one object a line.
	#[arg(long)]
	json: bool,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Burned {
	who: AccountId32,
	amount: Balance,
	cuc: Cuc,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct ToppedUp {
	beneficiary: AccountId32,
	dollars: Balance,
	amount: Balance,
	cuc: Cuc,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct SessionOpened {
	session: SpendingSessionId,
	cap: Cuc,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct BatchSubmitted {
	batch: BatchId,
	epoch: EpochIndex,
	count: u32,
	cuc: Cuc,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct RowVoided {
	batch: BatchId,
	row: u16,
	hotkey: AccountId32,
	cuc: Cuc,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct RefundClaimed {
	batch: BatchId,
	session: SpendingSessionId,
	who: AccountId32,
	amount: Cuc,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct EpochOnly {
	epoch: EpochIndex,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct EpochClosed {
	epoch: EpochIndex,
	cuc: Cuc,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Amount {
	amount: Balance,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Paid {
	who: AccountId32,
	amount: Balance,
}

fn account(id: &AccountId32) -> String {
	sp_core::crypto::AccountId32::from(id.0).to_ss58check()
}

fn fields<E: DecodeAsFields>(event: &Event<'_, SubstrateConfig>) -> Option<E> {
	// An event that a newer runtime has in another form is left out.
	event.decode_fields_unchecked_as().ok()
}

/// What an event says: a line, and the same for programs. Nothing for the many that nobody watches.
fn line(event: &Event<'_, SubstrateConfig>) -> Option<(String, Value)> {
	let kind = format!("{}.{}", event.pallet_name(), event.event_name());
	let (text, mut value) = match kind.as_str() {
		"Epochs.NewEpoch" => ("a new epoch".to_owned(), json!({})),
		"Bme.Burned" => {
			let Burned { who, amount, cuc: credits } = fields(event)?;
			let (who, credits) = (account(&who), u128::from(credits));
			(
				format!("{who} burned {} OROG for {} CUC", orog(amount), cuc(credits)),
				json!({ "who": who, "amount": amount.to_string(), "cuc": credits.to_string() }),
			)
		}
		"Bme.ToppedUp" => {
			let ToppedUp { beneficiary, dollars, amount, cuc: credits } = fields(event)?;
			let (who, credits) = (account(&beneficiary), u128::from(credits));
			(
				format!(
					"{} OROG bought for {} USDC and burned: {} CUC for {who}",
					orog(amount),
					cuc(dollars),
					cuc(credits)
				),
				json!({
					"who": who,
					"dollars": dollars.to_string(),
					"amount": amount.to_string(),
					"cuc": credits.to_string(),
				}),
			)
		}
		"Bme.TroughSupported" => {
			let Amount { amount } = fields(event)?;
			(
				format!("{} OROG minted to support verification", orog(amount)),
				json!({ "amount": amount.to_string() }),
			)
		}
		"Credits.SessionOpened" => {
			let SessionOpened { session, cap } = fields(event)?;
			(
				format!("session {session} opened with {} CUC", cuc(cap.into())),
				json!({ "session": session.to_string(), "cap": cap.to_string() }),
			)
		}
		"Receipts.BatchSubmitted" => {
			let BatchSubmitted { batch, epoch, count, cuc: amount } = fields(event)?;
			(
				format!(
					"batch {batch} of epoch {epoch}: {count} receipts, {} CUC",
					cuc(amount.into())
				),
				json!({ "batch": batch.to_string(), "epoch": epoch, "count": count, "cuc": amount.to_string() }),
			)
		}
		"Receipts.RowVoided" => {
			let RowVoided { batch, row, hotkey, cuc: amount } = fields(event)?;
			let hotkey = account(&hotkey);
			(
				format!(
					"row {row} of batch {batch} given up by {hotkey}: {} CUC to refund",
					cuc(amount.into())
				),
				json!({ "batch": batch.to_string(), "row": row, "hotkey": hotkey, "cuc": amount.to_string() }),
			)
		}
		"Receipts.RefundClaimed" => {
			let RefundClaimed { batch, session, who, amount } = fields(event)?;
			let who = account(&who);
			(
				format!(
					"{} CUC of session {session} in batch {batch} refunded to {who}",
					cuc(amount.into())
				),
				json!({
					"batch": batch.to_string(),
					"session": session.to_string(),
					"who": who,
					"amount": amount.to_string(),
				}),
			)
		}
		"Bme.EpochClosed" => {
			let EpochClosed { epoch, cuc: amount } = fields(event)?;
			(
				format!("epoch {epoch} closed with {} CUC consumed", cuc(amount.into())),
				json!({ "epoch": epoch, "cuc": amount.to_string() }),
			)
		}
		"Bme.EmptyEpochClosed" => {
			let EpochOnly { epoch } = fields(event)?;
			(format!("epoch {epoch} closed, empty"), json!({ "epoch": epoch }))
		}
		"Bme.EpochReleased" => {
			let EpochOnly { epoch } = fields(event)?;
			(format!("epoch {epoch} is payable"), json!({ "epoch": epoch }))
		}
		"Bme.LineFunded" => {
			let Amount { amount } = fields(event)?;
			(
				format!("{} OROG minted for the line", orog(amount)),
				json!({ "amount": amount.to_string() }),
			)
		}
		"Bme.Paid" => {
			let Paid { who, amount } = fields(event)?;
			let who = account(&who);
			(
				format!("{} OROG paid to {who}", orog(amount)),
				json!({ "who": who, "amount": amount.to_string() }),
			)
		}
		_ => return None,
	};
	if let Some(object) = value.as_object_mut() {
		object.insert("event".into(), kind.into());
	}
	Some((text, value))
}

impl Watch {
	pub(super) async fn run(self, url: Option<&str>) -> Result<(), Error> {
		let chain = connect(url).await?;
		let mut next = match self.from {
			Some(from) => from,
			None => chain.finalised().await?.number,
		};
		let mut seen = None;
		loop {
			let head = match chain.finalised().await {
				Ok(head) => head,
				// Reconnecting took longer than its time; somebody watches, so go on.
				Err(error) if error.is_transient() => {
					note(format_args!("{error}; trying again"));
					tokio::time::sleep(POLL.saturating_mul(4)).await;
					continue;
				}
				Err(error) => return Err(error),
			};
			while next <= head.number.min(self.until.unwrap_or(head.number)) {
				let block = chain.block_at(next).await?.ok_or_else(|| {
					Error::NotFound(format!("the node has no block {next}; give another --from"))
				})?;
				self.block(&chain, block, &mut seen).await?;
				next = next.saturating_add(1);
			}
			if self.until.is_some_and(|until| next > until) {
				return Ok(());
			}
			tokio::time::sleep(POLL).await;
		}
	}

	fn say(&self, block: BlockId, text: &str, mut value: Value) -> Result<(), Error> {
		if !self.json {
			return print(format_args!("{:>8}  {text}", block.number));
		}
		if let Some(object) = value.as_object_mut() {
			object.insert("block".into(), block.number.into());
		}
		print(value)
	}

	async fn block(
		&self,
		chain: &Chain,
		block: BlockId,
		seen: &mut Option<String>,
	) -> Result<(), Error> {
		for event in chain.events(block.hash).await?.iter() {
			let event = event.map_err(|error| Error::Answer {
				what: format!("the events of block {}", block.number),
				reason: first_line(&error),
			})?;
			if let Some((text, value)) = line(&event) {
				self.say(block, &text, value)?;
			}
		}
		let status = chain.bme_status(Some(block.hash)).await?;
		let oracle = chain.oracle(Some(block.hash)).await?;
		let price = oracle.credit_price.map_or_else(|| "-".into(), usd);
		let text = format!(
			"epoch {}, oldest open {}; burned {}, minted {}, the line {} of {} OROG funded; {:?}, credits \
			 at {price} USD",
			status.epoch,
			status.first_open_epoch,
			orog(status.burned),
			orog(status.minted),
			orog(status.funded),
			orog(status.queued),
			oracle.state,
		);
		if seen.as_ref() != Some(&text) {
			self.say(block, &text, json!({ "event": "status", "bme": status, "oracle": oracle }))?;
			*seen = Some(text);
		}
		Ok(())
	}
}
