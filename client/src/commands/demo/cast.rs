//! Who plays: the accounts of the demo, and how they get onto the chain.

use crate::{
	Error,
	amounts::orog,
	calls::{self, operators::Registration},
	chain::Chain,
	commands::{
		customer::USDC,
		gateway::GatewayTerms,
		operator::{TierTerms, heartbeat_due},
	},
	keys::Keypair,
	ledger::dollars_of,
};
use futures::future::try_join_all;
use futures::try_join;
use orogen_primitives_core::{AccountId, Balance, CUC, Hash, NodeKind, OROG, Tier};
use orogen_primitives_runtime_api::OperatorState;
use sp_runtime::Perbill;
use subxt::ext::{scale_decode::DecodeAsType, scale_value::Value};

/// A share in percent, such as `70 %`.
pub(super) fn percent(share: Perbill) -> String {
	// Ten million parts are a percent.
	format!("{} %", share.deconstruct() / 10_000_000)
}

/// Well-known account that pays for everything.
const FUNDER: &str = "Two";
/// Members of the oracle on development chains.
const ORACLE: [&str; 5] = ["Alice", "Bob", "Charlie", "Dave", "Eve"];
/// Planck that accounts have for fees, deposits and the float of a hotkey.
const POCKET: Balance = 20 * OROG;
/// The gateway's commission.
pub(super) const COMMISSION: Perbill = Perbill::from_percent(10);

/// An operator of the demo.
#[derive(Clone, Debug)]
pub(super) struct Player {
	pub(super) name: &'static str,
	pub(super) tier: Tier,
	pub(super) coldkey: Keypair,
	pub(super) hotkey: Keypair,
	pub(super) payout: Keypair,
}

/// An account that pay goes to.
pub(super) struct Payee<'a> {
	pub(super) name: &'static str,
	pub(super) key: &'a Keypair,
	/// What it wants of its pay in dollars.
	pub(super) share: Perbill,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Preference {
	/// In parts of 10^9.
	share: u32,
}

/// What payees get in dollars who have not said anything.
const fn default_share() -> Perbill {
	Perbill::from_percent(70)
}

/// All accounts.
#[derive(Clone, Debug)]
pub(super) struct Cast {
	pub(super) funder: Keypair,
	pub(super) oracle: Vec<Keypair>,
	pub(super) customer: Keypair,
	pub(super) gateway: Keypair,
	pub(super) operators: [Player; 2],
}

impl Cast {
	pub(super) fn new() -> Result<Self, Error> {
		let key = |role: &str| Keypair::well_known(&format!("demo//{role}"));
		let player = |name: &'static str, tier| {
			Ok::<_, Error>(Player {
				name,
				tier,
				coldkey: key(&format!("{name}//cold"))?,
				hotkey: key(&format!("{name}//hot"))?,
				payout: key(&format!("{name}//payout"))?,
			})
		};
		Ok(Self {
			funder: Keypair::well_known(FUNDER)?,
			oracle: ORACLE.into_iter().map(Keypair::well_known).collect::<Result<_, _>>()?,
			customer: key("customer")?,
			gateway: key("gateway")?,
			operators: [player("prosumer", Tier::Prosumer)?, player("edge", Tier::Edge)?],
		})
	}

	/// Every account of the demo with its name; the oracle's members are not among them.
	pub(super) fn accounts(&self) -> Vec<(String, AccountId)> {
		let mut accounts = vec![
			("customer".to_owned(), self.customer.account()),
			("gateway".to_owned(), self.gateway.account()),
		];
		for player in &self.operators {
			for (role, key) in [
				("coldkey", &player.coldkey),
				("hotkey", &player.hotkey),
				("payout", &player.payout),
			] {
				accounts.push((format!("{} {role}", player.name), key.account()));
			}
		}
		accounts
	}

	/// Whom pay goes to, and the share of it that they want in dollars: each another one.
	pub(super) fn payees(&self) -> Vec<Payee<'_>> {
		let [first, second] = &self.operators;
		let payee = |name, key, share| Payee { name, key, share: Perbill::from_percent(share) };
		vec![
			payee("gateway", &self.gateway, 0),
			payee(first.name, &first.payout, 70),
			payee(second.name, &second.payout, 100),
		]
	}

	/// Has the payees say what they want of their pay in dollars, as far as the chain does not know; that
	/// takes dues. Returns what the chain knows then.
	pub(super) async fn prefer(&self, chain: &Chain) -> Result<Vec<(&str, Perbill)>, Error> {
		let at = chain.best().await?.hash;
		let default = default_share();
		let mut known = Vec::new();
		let mut wishes = Vec::new();
		for payee in self.payees() {
			let who = payee.key.account();
			let key = vec![Value::from_bytes(&who)];
			let stored: Option<Preference> = chain.storage("Bme", "UsdcShares", key, at).await?;
			let mut share = stored.map_or(default, |stored| Perbill::from_parts(stored.share));
			if share != payee.share && !chain.claim(&who, Some(at)).await?.is_empty() {
				share = payee.share;
				wishes.push((calls::bme::set_payout_preference(share), payee.key));
			}
			known.push((payee.name, share));
		}
		try_join_all(wishes.iter().map(|(call, key)| chain.submit(call, key))).await?;
		Ok(known)
	}

	/// Gives every account what it lacks: OROG, and the customer `dollars` units of USDC. Returns how
	/// many transfers that took.
	pub(super) async fn fund(
		&self,
		chain: &Chain,
		burn: Balance,
		dollars: Balance,
	) -> Result<usize, Error> {
		let at = chain.best().await?.hash;
		let registered = chain.is_gateway(&self.gateway.account(), at).await?;
		let stake = if registered { 0 } else { GatewayTerms::read(chain, at).await?.min_stake };
		let mut needs = vec![
			(self.customer.account(), burn.saturating_add(POCKET)),
			(self.gateway.account(), stake.saturating_add(POCKET)),
		];
		for player in &self.operators {
			let registered = chain.operator(&player.hotkey.account(), Some(at)).await?.is_some();
			let terms = TierTerms::read(chain, player.tier, at).await?;
			let stake = if registered { 0 } else { terms.floor.saturating_add(terms.deposit) };
			needs.push((player.coldkey.account(), stake.saturating_add(POCKET)));
			// A payee must be there before it is paid less than the existential deposit.
			needs.push((player.payout.account(), OROG));
		}
		let mut calls = Vec::new();
		for (who, need) in needs {
			let free = chain.balance(&who, at).await?.free;
			// Half a pocket is enough to go on.
			if free.saturating_add(POCKET / 2) < need || free == 0 {
				calls.push(calls::transfer(&who, need.saturating_sub(free)));
			}
		}
		let has = dollars_of(chain, &self.customer.account(), at).await?;
		if has < dollars {
			let missing = dollars.saturating_sub(has);
			calls.push(calls::transfer_asset(USDC.1, &self.customer.account(), missing));
		}
		// All at once: they take one block.
		try_join_all(calls.iter().map(|call| chain.submit(call, &self.funder))).await?;
		Ok(calls.len())
	}

	/// Registers gateway and operators, has the operators list the gateway and send a heartbeat, as far
	/// as they have not. Says what was done.
	pub(super) async fn register(
		&self,
		chain: &Chain,
	) -> Result<Vec<(&'static str, String)>, Error> {
		let [first, second] = &self.operators;
		let (gateway, first, second) = try_join!(
			self.register_gateway(chain),
			Self::register_operator(chain, first),
			Self::register_operator(chain, second),
		)?;
		try_join_all(self.operators.iter().map(|player| self.list_gateway(chain, player))).await?;
		self.heartbeats(chain).await?;
		let [one, other] = &self.operators;
		Ok(vec![("gateway", gateway), (one.name, first), (other.name, second)])
	}

	async fn register_gateway(&self, chain: &Chain) -> Result<String, Error> {
		let at = chain.best().await?.hash;
		if chain.is_gateway(&self.gateway.account(), at).await? {
			return Ok("is registered from before".into());
		}
		let stake = GatewayTerms::read(chain, at).await?.min_stake;
		chain.submit(&calls::receipts::register_gateway(stake, CUC), &self.gateway).await?;
		Ok(format!(
			"registers with a stake of {} OROG; takes {} of an operator's share as commission",
			orog(stake),
			percent(COMMISSION)
		))
	}

	async fn register_operator(chain: &Chain, player: &Player) -> Result<String, Error> {
		let hotkey = player.hotkey.account();
		let at = chain.best().await?.hash;
		match chain.operator(&hotkey, Some(at)).await? {
			Some(operator) if operator.status == OperatorState::Banned => {
				Err(Error::WrongChain(format!("the operator {} is banned here", player.name)))
			}
			Some(_) => Ok("is registered from before".into()),
			None => {
				let terms = TierTerms::read(chain, player.tier, at).await?;
				let registration = Registration {
					hotkey_signature: calls::operators::consent(
						&chain.genesis(),
						&player.coldkey.account(),
						&player.hotkey,
					),
					hotkey,
					tier: player.tier,
					kind: NodeKind::LocalInference,
					stake: terms.floor,
					region: "DE".into(),
					ip24_hash: Hash::zero(),
					payout: player.payout.account(),
				};
				chain.submit(&calls::operators::register(&registration), &player.coldkey).await?;
				Ok(match terms.floor {
					0 => format!(
						"registers as an operator: a deposit of {} OROG",
						orog(terms.deposit)
					),
					stake => format!("registers as an operator: a stake of {} OROG", orog(stake)),
				})
			}
		}
	}

	async fn list_gateway(&self, chain: &Chain, player: &Player) -> Result<(), Error> {
		let (hotkey, gateway) = (player.hotkey.account(), self.gateway.account());
		let known = chain.operator(&hotkey, None).await?;
		if known.is_some_and(|known| known.gateways.iter().any(|served| served.gateway == gateway))
		{
			return Ok(());
		}
		let served = calls::operators::Served {
			gateway,
			capacity_share: Perbill::one(),
			max_commission: COMMISSION,
		};
		let call = calls::operators::set_gateways(&hotkey, &[served]);
		chain.submit(&call, &player.coldkey).await.map(drop)
	}

	/// Sends the operators' heartbeats of the running epoch, unless they were sent.
	pub(super) async fn heartbeats(&self, chain: &Chain) -> Result<(), Error> {
		try_join_all(self.operators.iter().map(|player| Self::heartbeat(chain, player)))
			.await
			.map(drop)
	}

	async fn heartbeat(chain: &Chain, player: &Player) -> Result<(), Error> {
		// The epoch can end between reading it and the transaction's block: then the next one counts.
		for attempt in 0..2 {
			let (epoch, due) = heartbeat_due(chain, &player.hotkey.account()).await?;
			if !due {
				return Ok(());
			}
			let call = calls::operators::heartbeat(epoch, Hash::zero(), Hash::zero());
			match chain.submit(&call, &player.hotkey).await {
				Err(Error::Failed { error, .. })
					if attempt == 0 && error.contains("WrongEpoch") => {}
				result => return result.map(drop),
			}
		}
		Ok(())
	}
}
