//! Payouts, and the swap queue that turns a part of them into USDC.

use super::{
	Stage, credits_of, dollars, say,
	wait::{POLL, Pulse},
};
use crate::{
	Error,
	amounts::{cuc, orog, usd},
	calls,
	chain::BlockId,
	ledger::{Flows, Sale, pot_account},
};
use orogen_primitives_core::{
	AccountId, Balance, BlockNumber, CUC, Cuc, EpochIndex, MILLI_OROG, Price, pots,
};
use orogen_primitives_runtime_api::DueState;
use std::collections::BTreeMap;

/// Blocks in which the AMM may buy what is left of the queue.
const SALE_BLOCKS: u32 = 8;
/// Planck that the last top-up leaves in the queue, as an entry is bought whole or keeps enough to be
/// paid in OROG.
const CRUMB: Balance = 10 * MILLI_OROG;

impl Stage<'_> {
	/// What moved after block `start`.
	async fn flows(&self, start: BlockNumber) -> Result<(Flows, BlockId), Error> {
		let best = self.chain.best().await?;
		Ok((Flows::read(self.chain, start, best.number, |_| {}).await?, best))
	}

	/// Waits until what `epoch` owes is funded, has it paid, and says what everyone got.
	pub(super) async fn pay_out(&self, start: BlockNumber, epoch: EpochIndex) -> Result<(), Error> {
		for payee in self.cast.payees() {
			self.pay(epoch, payee.name, &payee.key.account()).await?;
		}
		let (flows, _) = self.flows(start).await?;
		let of = |sums: &BTreeMap<AccountId, Balance>, who: &AccountId| {
			sums.get(who).copied().unwrap_or_default()
		};
		let pot = |seed| orog(of(&flows.from_payouts, &pot_account(seed)));
		say("chain", format_args!("minted {} OROG for the work", orog(flows.minted)));
		say(
			"",
			format_args!(
				"of them {} to verification, {} to the treasury, {} to governance",
				pot(pots::VERIFICATION),
				pot(pots::TREASURY),
				pot(pots::GOVERNANCE)
			),
		);
		for payee in self.cast.payees() {
			let who = payee.key.account();
			let (direct, queued) = (of(&flows.direct, &who), of(&flows.queued, &who));
			let what = if payee.name == "gateway" { "commission" } else { "pay" };
			let text = match (direct, queued) {
				(0, 0) => continue,
				(direct, 0) => format!("{what}: {} OROG", orog(direct)),
				(0, queued) => format!("{what}: {} OROG, to be sold for USDC", orog(queued)),
				(direct, queued) => {
					let queued = orog(queued);
					format!("{what}: {} OROG, and {queued} OROG to be sold for USDC", orog(direct))
				}
			};
			say(payee.name, text);
		}
		Ok(())
	}

	async fn pay(&self, epoch: EpochIndex, name: &str, who: &AccountId) -> Result<(), Error> {
		let Self { chain, cast, feeder } = self;
		let (mut seen, mut pulse) = (None, Pulse::new());
		loop {
			let best = chain.best().await?;
			pulse.check(best)?;
			let dues = chain.claim(who, Some(best.hash)).await?;
			let of_epoch: Vec<_> = dues.iter().filter(|due| due.epoch <= epoch).collect();
			if of_epoch.is_empty() {
				return Ok(());
			}
			if of_epoch.iter().all(|due| due.state == DueState::Payable) {
				return match chain.submit(&calls::bme::payout(who), &cast.customer).await {
					Ok(_) => Ok(()),
					// An idle block was faster.
					Err(Error::Failed { error, .. }) if error.contains("NothingPayable") => Ok(()),
					Err(error) => Err(error),
				};
			}
			let running = chain.epoch(best.hash).await?.index;
			if seen.replace(running) != Some(running) {
				let status = chain.bme_status(Some(best.hash)).await?;
				say(
					name,
					format_args!(
						"waits in the line: {} of {} OROG are funded",
						orog(status.funded),
						orog(status.queued)
					),
				);
				if let Some(fault) = feeder.fault() {
					say("oracle", format_args!("is not fed: {fault}"));
				}
				cast.heartbeats(chain).await?;
			}
			tokio::time::sleep(POLL).await;
		}
	}

	/// Planck that wait in the swap queue, and the credits they make for who burns them.
	async fn queue(&self) -> Result<(Balance, Cuc), Error> {
		let at = Some(self.chain.best().await?.hash);
		let waiting = self.chain.bme_status(at).await?.swap_queue;
		let price = self.chain.oracle(at).await?.credit_price;
		let spare = waiting.saturating_sub(CRUMB);
		Ok((waiting, price.map_or(0, |price| credits_of(spare, price))))
	}

	/// Has a top-up buy a part of the swap queue; then lets the price fall to `price`, at which the AMM
	/// pays enough for the rest. What it does not buy another top-up buys.
	pub(super) async fn serve_queue(&self, start: BlockNumber, price: Price) -> Result<(), Error> {
		let (waiting, worth) = self.queue().await?;
		if waiting > 0 {
			say("queue", format_args!("{} OROG wait for a buyer", orog(waiting)));
		}
		// Half of it, in whole cents.
		let part = (worth / 2).max(CUC);
		let part = part.saturating_sub(part % 10_000);
		if part <= worth {
			self.buy_queue(part).await?;
		}
		if waiting > 0 {
			self.feeder.feed(price);
			say("oracle", format_args!("the price falls back to {} USD", usd(price)));
			self.wait_for_sale().await?;
		}
		let (waiting, worth) = self.queue().await?;
		if waiting > 0 && worth >= CUC {
			say(
				"AMM",
				"pays less than 99 % of the price that is fed: idle blocks sell nothing to it",
			);
			self.buy_queue(worth).await?;
		}
		self.tell_sales(start).await
	}

	/// Tops up with what waits in the queue.
	async fn buy_queue(&self, amount: Cuc) -> Result<(), Error> {
		if let Some(event) = self.top_up(amount).await? {
			say(
				"customer",
				format_args!(
					"tops up {} CUC with {}, which buy {} OROG of the queue",
					cuc(event.cuc.into()),
					dollars(event.dollars),
					orog(event.queued)
				),
			);
		}
		Ok(())
	}

	async fn wait_for_sale(&self) -> Result<(), Error> {
		let (start, mut pulse) = (self.chain.best().await?.number, Pulse::new());
		loop {
			let best = self.chain.best().await?;
			pulse.check(best)?;
			let waiting = self.chain.bme_status(Some(best.hash)).await?.swap_queue;
			if waiting == 0 || best.number > start.saturating_add(SALE_BLOCKS) {
				return Ok(());
			}
			tokio::time::sleep(POLL).await;
		}
	}

	/// Says what payees got for their OROG, by buyer.
	async fn tell_sales(&self, start: BlockNumber) -> Result<(), Error> {
		let (flows, best) = self.flows(start).await?;
		for payee in self.cast.payees() {
			let who = payee.key.account();
			for (top_up, buyer) in [(true, "from top-ups"), (false, "in idle blocks from the AMM")]
			{
				let of = |sale: &&Sale| sale.who == who && sale.top_up == top_up;
				let sales = flows.sales.iter().filter(of);
				let (planck, got) = sales.fold((0u128, 0u128), |(planck, got), sale| {
					(planck.saturating_add(sale.amount), got.saturating_add(sale.dollars))
				});
				if planck > 0 {
					let text = format!("gets {} {buyer} for {} OROG", dollars(got), orog(planck));
					say(payee.name, text);
				}
			}
		}
		let waiting = self.chain.bme_status(Some(best.hash)).await?.swap_queue;
		if waiting > 0 {
			let text = "wait for the next top-up; what nobody buys is paid in OROG after 20 epochs";
			say("queue", format_args!("{} OROG {text}", orog(waiting)));
		}
		Ok(())
	}
}
