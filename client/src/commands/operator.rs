//! `orogen operator`: an operator's life.

use super::{
	connect, parse,
	parse::{Kind, StakeTier, percent},
	print, print_json,
	settled::Forfeit,
	table,
	tx::{Field, Sending, key_of},
};
use crate::{
	Error,
	amounts::{cuc, orog},
	calls::{self, Call, operators::Registration, operators::Served},
	chain::{Chain, Included},
	keys::{Keypair, Scheme},
};
use orogen_primitives_core::{AccountId, Balance, EpochIndex, Hash};
use orogen_primitives_runtime_api::{DueState, OperatorFilter, OperatorInfo};
use sp_core::crypto::Ss58Codec;
use sp_runtime::Perbill;
use std::path::PathBuf;
use subxt::ext::{scale_decode::DecodeAsType, scale_value::Value};

/// Register an operator, keep it alive, have it paid, end it.
#[derive(Debug, clap::Subcommand)]
pub enum Operator {
	/// Register an operator from its coldkey, with the hotkey's consent.
	Register(Box<Register>),
	/// Add to an operator's stake.
	Bond(Bond),
	/// Change the tier: up at once, down after seven days.
	Tier(ChangeTier),
	/// Give the operator another hotkey; the old one stays valid for what it has signed.
	Rotate(Rotate),
	/// Send the heartbeat of the running epoch, signed by the hotkey; or of every epoch with --keep.
	Heartbeat(Heartbeat),
	/// Transfer what is payable to a payee; anybody can.
	Payout(Payout),
	/// Give an operator row of an open batch up: nobody is paid for it, its customers can be refunded.
	///
	/// For an operator that finds that it served wrong. The row's dues, the gateway's commission
	/// included, leave the books; the receipts stay committed, and what they prove stays provable.
	Forfeit(Forfeit),
	/// Have the operator paid to another account.
	SetPayout(SetPayout),
	/// Say which gateways the operator serves; replaces the list.
	Gateways(Gateways),
	/// Begin the operator's end.
	Deregister(End),
	/// Take stake and deposit back after the unbonding time.
	Withdraw(End),
	/// List operators, or show one.
	List(List),
}

/// The hotkey's secret, for its consent.
#[derive(Debug, clap::Args)]
struct HotkeySecret {
	/// File with the secret URI of the hotkey.
	#[arg(
		long,
		value_name = "FILE",
		required_unless_present = "hotkey_suri",
		conflicts_with = "hotkey_suri"
	)]
	hotkey_file: Option<PathBuf>,
	/// Secret URI of the hotkey. For development.
	#[arg(long, value_name = "SURI")]
	hotkey_suri: Option<String>,
	/// Scheme of the hotkey.
	#[arg(long, value_enum, default_value_t)]
	hotkey_scheme: Scheme,
}

impl HotkeySecret {
	fn key(&self) -> Result<Keypair, Error> {
		let (file, suri) = (self.hotkey_file.as_ref(), self.hotkey_suri.as_ref());
		key_of("hotkey", "--hotkey-suri", self.hotkey_scheme, file, suri)
	}
}

/// Options of `orogen operator register`.
#[derive(Debug, clap::Args)]
pub struct Register {
	#[command(flatten)]
	hotkey: HotkeySecret,
	/// Stake tier.
	#[arg(long, value_enum)]
	tier: StakeTier,
	/// Where the model runs.
	#[arg(long, value_enum, default_value = "local-inference")]
	kind: Kind,
	/// Stake, such as `25 OROG`; by default the tier's floor.
	#[arg(long, value_name = "OROG", value_parser = parse::orog)]
	stake: Option<Balance>,
	/// Region, such as DE or US-CA; a hint for routing.
	#[arg(long, default_value = "")]
	region: String,
	/// Hash of the /24 network; a hint.
	#[arg(long, value_name = "HASH", value_parser = parse::hash)]
	ip24_hash: Option<Hash>,
	/// Account that is paid; by default the coldkey.
	#[arg(long, value_name = "ACCOUNT", value_parser = parse::account)]
	payout: Option<AccountId>,
	#[command(flatten)]
	sending: Sending,
}

/// Options of `orogen operator bond`.
#[derive(Debug, clap::Args)]
pub struct Bond {
	/// The hotkey's account.
	#[arg(value_parser = parse::account)]
	hotkey: AccountId,
	/// What to add, such as `10 OROG`.
	#[arg(value_name = "OROG", value_parser = parse::orog)]
	amount: Balance,
	#[command(flatten)]
	sending: Sending,
}

/// Options of `orogen operator tier`.
#[derive(Debug, clap::Args)]
pub struct ChangeTier {
	/// The hotkey's account.
	#[arg(value_parser = parse::account)]
	hotkey: AccountId,
	/// The new tier.
	#[arg(value_enum)]
	tier: StakeTier,
	#[command(flatten)]
	sending: Sending,
}

/// Options of `orogen operator rotate`.
#[derive(Debug, clap::Args)]
pub struct Rotate {
	/// The account of the hotkey that is to be replaced; the options name the new one.
	#[arg(value_name = "OLD_HOTKEY", value_parser = parse::account)]
	old: AccountId,
	#[command(flatten)]
	hotkey: HotkeySecret,
	#[command(flatten)]
	sending: Sending,
}

/// Options of `orogen operator heartbeat`.
#[derive(Debug, clap::Args)]
pub struct Heartbeat {
	/// Hash of what the operator can do; zero is "not stated".
	#[arg(long, value_name = "HASH", value_parser = parse::hash)]
	capabilities: Option<Hash>,
	/// Hash of the attestation report; zero is "not attested".
	#[arg(long, value_name = "HASH", value_parser = parse::hash)]
	attestation: Option<Hash>,
	/// Go on until Ctrl-C, with one heartbeat an epoch.
	#[arg(long, conflicts_with = "dry_run")]
	keep: bool,
	#[command(flatten)]
	sending: Sending,
}

/// Options of `orogen operator payout`.
#[derive(Debug, clap::Args)]
pub struct Payout {
	/// The payee; by default the account of the key.
	#[arg(value_parser = parse::account)]
	who: Option<AccountId>,
	#[command(flatten)]
	sending: Sending,
}

/// Options of `orogen operator set-payout`.
#[derive(Debug, clap::Args)]
pub struct SetPayout {
	/// The hotkey's account.
	#[arg(value_parser = parse::account)]
	hotkey: AccountId,
	/// Account that is paid from now on.
	#[arg(value_parser = parse::account)]
	payout: AccountId,
	#[command(flatten)]
	sending: Sending,
}

/// Options of `orogen operator gateways`.
#[derive(Debug, clap::Args)]
pub struct Gateways {
	/// The hotkey's account.
	#[arg(value_parser = parse::account)]
	hotkey: AccountId,
	/// A gateway: ACCOUNT, ACCOUNT:SHARE or ACCOUNT:SHARE:COMMISSION, the part of the capacity it may use
	/// (100 by default) and the most commission of the operator's share (0 by default), in percent. Can
	/// be given more than once; none empties the list.
	#[arg(long = "serve", value_name = "GATEWAY", value_parser = parse_served)]
	served: Vec<Served>,
	#[command(flatten)]
	sending: Sending,
}

/// Options of `orogen operator deregister` and `withdraw`.
#[derive(Debug, clap::Args)]
pub struct End {
	/// The hotkey's account.
	#[arg(value_parser = parse::account)]
	hotkey: AccountId,
	#[command(flatten)]
	sending: Sending,
}

/// Options of `orogen operator list`.
#[derive(Debug, clap::Args)]
pub struct List {
	/// The hotkey's account of one operator, to show all of it.
	#[arg(value_parser = parse::account)]
	hotkey: Option<AccountId>,
	/// Only operators that serve this gateway.
	#[arg(long, value_name = "ACCOUNT", value_parser = parse::account)]
	gateway: Option<AccountId>,
	/// Only operators of this tier.
	#[arg(long, value_enum)]
	tier: Option<StakeTier>,
	/// Print JSON.
	#[arg(long)]
	json: bool,
}

fn parse_served(text: &str) -> Result<Served, String> {
	let mut parts = text.split(':');
	let gateway = parse::account(parts.next().unwrap_or_default())?;
	let capacity_share = parts.next().map_or(Ok(Perbill::one()), parse::share)?;
	let max_commission = parts.next().map_or(Ok(Perbill::zero()), parse::commission)?;
	match parts.next() {
		Some(_) => Err("expected ACCOUNT:SHARE:COMMISSION".into()),
		None => Ok(Served { gateway, capacity_share, max_commission }),
	}
}

/// What a tier takes.
#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub(crate) struct TierTerms {
	pub(crate) floor: Balance,
	pub(crate) deposit: Balance,
}

impl TierTerms {
	/// Terms of a tier at a block.
	pub(crate) async fn read(
		chain: &Chain,
		tier: orogen_primitives_core::Tier,
		at: Hash,
	) -> Result<Self, Error> {
		let name = format!("{tier:?}");
		let key = Value::unnamed_variant(name.clone(), []);
		chain.storage("OperatorStake", "Tiers", vec![key], at).await?.ok_or_else(|| Error::Answer {
			what: "OperatorStake.Tiers".into(),
			reason: format!("there is no tier {name}"),
		})
	}
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub(crate) struct Amount {
	pub(crate) amount: Balance,
}

/// What a payout did: planck transferred, planck that wait to be sold for dollars.
pub(crate) fn paid(included: &Included) -> Result<(Balance, Balance), Error> {
	let planck = |name| {
		let event: Option<Amount> = included.find("Bme", name)?;
		Ok::<_, Error>(event.map_or(0, |event| event.amount))
	};
	Ok((planck("Paid")?, planck("SwapQueued")?))
}

async fn operator(chain: &Chain, hotkey: &AccountId) -> Result<OperatorInfo, Error> {
	chain.operator(hotkey, None).await?.ok_or_else(|| {
		Error::NotFound(format!(
			"there is no operator with the hotkey {}; give the hotkey, not the coldkey",
			hotkey.to_ss58check()
		))
	})
}

impl Operator {
	pub(super) async fn run(self, url: Option<&str>) -> Result<(), Error> {
		match self {
			Self::Register(command) => command.run(url).await,
			Self::Bond(Bond { hotkey, amount, sending }) => {
				let call = calls::operators::bond_more(&hotkey, amount);
				let field = Field::orog("added", "amount", amount);
				simple(url, &sending, &hotkey, &call, amount, vec![field]).await
			}
			Self::Tier(ChangeTier { hotkey, tier, sending }) => {
				let tier = orogen_primitives_core::Tier::from(tier);
				let call = calls::operators::change_tier(&hotkey, tier);
				let name = parse::name(&tier);
				let field = Field::new("tier", "tier", name.clone(), name);
				simple(url, &sending, &hotkey, &call, 0, vec![field]).await
			}
			Self::Rotate(command) => command.run(url).await,
			Self::Heartbeat(command) => command.run(url).await,
			Self::Payout(command) => command.run(url).await,
			Self::Forfeit(command) => command.run(url).await,
			Self::SetPayout(SetPayout { hotkey, payout, sending }) => {
				let call = calls::operators::set_payout(&hotkey, &payout);
				let field = Field::account("paid to", "payout", &payout);
				simple(url, &sending, &hotkey, &call, 0, vec![field]).await
			}
			Self::Gateways(Gateways { hotkey, served, sending }) => {
				let call = calls::operators::set_gateways(&hotkey, &served);
				let list: Vec<_> =
					served.iter().map(|served| served.gateway.to_ss58check()).collect();
				let field = Field::new("serves", "gateways", list.join(", "), list);
				simple(url, &sending, &hotkey, &call, 0, vec![field]).await
			}
			Self::Deregister(End { hotkey, sending }) => {
				let call = calls::operators::deregister(&hotkey);
				simple(url, &sending, &hotkey, &call, 0, Vec::new()).await
			}
			Self::Withdraw(End { hotkey, sending }) => {
				let call = calls::operators::withdraw(&hotkey);
				simple(url, &sending, &hotkey, &call, 0, Vec::new()).await
			}
			Self::List(command) => command.run(url).await,
		}
	}
}

/// A call about an operator, by its coldkey, which needs `amount` planck.
async fn simple(
	url: Option<&str>,
	sending: &Sending,
	hotkey: &AccountId,
	call: &Call,
	amount: Balance,
	mut fields: Vec<Field>,
) -> Result<(), Error> {
	let key = sending.signer.key()?;
	let chain = connect(url).await?;
	let known = operator(&chain, hotkey).await?;
	if known.coldkey != key.account() {
		return Err(Error::NotFound(format!(
			"the operator {} belongs to the coldkey {}; sign with that",
			hotkey.to_ss58check(),
			known.coldkey.to_ss58check()
		)));
	}
	sending.check_balance(&chain, &key.account(), amount).await?;
	fields.insert(0, Field::account("operator", "hotkey", hotkey));
	sending.run(&chain, call, &key, |_| Ok(fields)).await
}

impl Register {
	async fn run(self, url: Option<&str>) -> Result<(), Error> {
		let hotkey = self.hotkey.key()?;
		let key = self.sending.signer.key()?;
		let chain = connect(url).await?;
		let tier = self.tier.into();
		let terms = TierTerms::read(&chain, tier, chain.best().await?.hash).await?;
		let stake = self.stake.unwrap_or(terms.floor);
		let registration = Registration {
			hotkey: hotkey.account(),
			hotkey_signature: calls::operators::consent(&chain.genesis(), &key.account(), &hotkey),
			tier,
			kind: self.kind.into(),
			stake,
			region: self.region,
			ip24_hash: self.ip24_hash.unwrap_or_default(),
			payout: self.payout.unwrap_or_else(|| key.account()),
		};
		let needed = stake.saturating_add(terms.deposit);
		self.sending.check_balance(&chain, &key.account(), needed).await?;
		self.sending
			.run(&chain, &calls::operators::register(&registration), &key, |_| {
				let name = parse::name(&tier);
				Ok(vec![
					Field::account("operator", "hotkey", &registration.hotkey),
					Field::new("tier", "tier", name.clone(), name),
					Field::orog("stake", "stake", stake),
					Field::orog("deposit", "deposit", terms.deposit),
					Field::account("paid to", "payout", &registration.payout),
				])
			})
			.await
	}
}

impl Rotate {
	async fn run(self, url: Option<&str>) -> Result<(), Error> {
		let hotkey = self.hotkey.key()?;
		let key = self.sending.signer.key()?;
		let chain = connect(url).await?;
		let consent = calls::operators::consent(&chain.genesis(), &key.account(), &hotkey);
		let call = calls::operators::rotate_hotkey(&self.old, &hotkey.account(), &consent);
		self.sending
			.run(&chain, &call, &key, |_| {
				Ok(vec![
					Field::account("operator", "hotkey", &hotkey.account()),
					Field::account("was", "former", &self.old),
				])
			})
			.await
	}
}

/// Whether the chain has the heartbeat of its running epoch, and which epoch that is.
pub(crate) async fn heartbeat_due(
	chain: &Chain,
	hotkey: &AccountId,
) -> Result<(EpochIndex, bool), Error> {
	let at = chain.best().await?.hash;
	let epoch = chain.epoch(at).await?.index;
	let known = chain.operator(hotkey, Some(at)).await?;
	let known = known.ok_or_else(|| {
		Error::NotFound(format!(
			"there is no operator with the hotkey {}; register it first",
			hotkey.to_ss58check()
		))
	})?;
	Ok((epoch, known.last_heartbeat != Some(epoch)))
}

impl Heartbeat {
	async fn run(self, url: Option<&str>) -> Result<(), Error> {
		let key = self.sending.signer.key()?;
		let chain = connect(url).await?;
		let (capabilities, attestation) =
			(self.capabilities.unwrap_or_default(), self.attestation.unwrap_or_default());
		loop {
			let (epoch, due) = heartbeat_due(&chain, &key.account()).await?;
			if due || !self.keep {
				let call = calls::operators::heartbeat(epoch, capabilities, attestation);
				let fields =
					|_: &Included| Ok(vec![Field::new("epoch", "epoch", epoch.to_string(), epoch)]);
				match self.sending.run(&chain, &call, &key, fields).await {
					// The epoch ended meanwhile.
					Err(error)
						if self.keep
							&& matches!(
								error.module(),
								Some((_, "WrongEpoch" | "HeartbeatAlreadyExists"))
							) => {}
					Err(error) if self.keep && error.is_transient() => {
						super::note(format_args!(
							"heartbeat of epoch {epoch}: {error}; trying again"
						));
					}
					result => result?,
				}
			}
			if !self.keep {
				return Ok(());
			}
			tokio::time::sleep(std::time::Duration::from_secs(3)).await;
		}
	}
}

impl Payout {
	async fn run(self, url: Option<&str>) -> Result<(), Error> {
		let key = self.sending.signer.key()?;
		let who = self.who.unwrap_or_else(|| key.account());
		let chain = connect(url).await?;
		let dues = chain.claim(&who, None).await?;
		if !dues.iter().any(|due| due.state == DueState::Payable) {
			let waiting = dues.len();
			return Err(Error::NotFound(format!(
				"nothing is payable to {}: {waiting} epochs with dues are open or wait in the line; see \
				 `orogen account` and `orogen status`",
				who.to_ss58check()
			)));
		}
		self.sending
			.run(&chain, &calls::bme::payout(&who), &key, |included| {
				let (amount, queued) = paid(included)?;
				Ok(vec![
					Field::account("paid to", "payee", &who),
					Field::orog("amount", "amount", amount),
					Field::orog("waits to be sold for dollars", "queued", queued),
				])
			})
			.await
	}
}

fn optional(value: Option<impl ToString>) -> String {
	value.map_or_else(|| "-".into(), |value| value.to_string())
}

fn details(info: &OperatorInfo) -> Result<(), Error> {
	let mut rows = vec![
		("hotkey", info.hotkey.to_ss58check()),
		("coldkey", info.coldkey.to_ss58check()),
		("tier, kind", format!("{}, {}", parse::name(&info.tier), parse::name(&info.kind))),
		("status", format!("{:?}", info.status)),
		("until block", optional(info.until)),
		("stake", format!("{} OROG", orog(info.stake))),
		("frozen", format!("{} OROG", orog(info.frozen))),
		("paid to", info.payout.to_ss58check()),
		("region", String::from_utf8_lossy(&info.region).into_owned()),
		("last heartbeat", optional(info.last_heartbeat)),
		("missed heartbeats", info.missed_heartbeats.to_string()),
		("emission share", percent(info.emission_share)),
		("unfinalised work", format!("{} CUC", cuc(info.unfinalised.into()))),
		(
			"capacity",
			info.capacity
				.map_or_else(|| "-".into(), |capacity| format!("{} CUC", cuc(capacity.into()))),
		),
	];
	for served in &info.gateways {
		let text = format!(
			"{}: {} of the capacity, commission up to {}",
			served.gateway.to_ss58check(),
			percent(served.capacity_share),
			percent(served.max_commission)
		);
		rows.push(("serves", text));
	}
	print(table(&[], rows.into_iter().map(|(name, value)| [name.to_owned(), value]), &[]))
}

impl List {
	async fn run(self, url: Option<&str>) -> Result<(), Error> {
		let chain = connect(url).await?;
		if let Some(hotkey) = &self.hotkey {
			let info = operator(&chain, hotkey).await?;
			return if self.json { print_json(&info) } else { details(&info) };
		}
		let at = Some(chain.best().await?.hash);
		let filter = OperatorFilter {
			tier: self.tier.map(Into::into),
			gateway: self.gateway,
			..OperatorFilter::default()
		};
		let list = chain.operators(&filter, at).await?;
		if self.json {
			return print_json(&list);
		}
		let rows = list.iter().map(|info| {
			[
				info.hotkey.to_ss58check(),
				parse::name(&info.tier),
				format!("{:?}", info.status),
				orog(info.stake),
				optional(info.last_heartbeat),
				percent(info.emission_share),
				cuc(info.unfinalised.into()),
				info.capacity.map_or_else(|| "-".into(), |capacity| cuc(capacity.into())),
			]
		});
		let header =
			["hotkey", "tier", "status", "stake", "heartbeat", "share", "unfinalised", "capacity"];
		print(table(&header, rows, &[3, 4, 5, 6, 7]))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn gateways_should_be_read_with_their_shares() {
		let who = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";
		let served = parse_served(who).unwrap();
		assert_eq!(
			(served.capacity_share, served.max_commission),
			(Perbill::one(), Perbill::zero())
		);
		let served = parse_served(&format!("{who}:50:12.5")).unwrap();
		assert_eq!(served.capacity_share, Perbill::from_percent(50));
		assert_eq!(served.max_commission, Perbill::from_parts(125_000_000));
		for bad in ["", "x", &format!("{who}:"), &format!("{who}:101"), &format!("{who}:1:21")] {
			assert!(parse_served(bad).is_err(), "{bad}");
		}
		assert!(parse_served(&format!("{who}:1:1:1")).is_err());
	}
}
