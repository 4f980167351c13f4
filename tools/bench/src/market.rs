//! Operators, gateways, customers and sessions on a fresh development chain.

use crate::{desk, fault::Fault, ground::Ground, note};
use orogen_client::{
	calls::{self, Call, operators::Registration},
	keys::Keypair,
};
use orogen_primitives_core::{
	AccountId, Balance, CUC, Cuc, EpochIndex, Hash, Moment, NodeKind, OROG, Seq, SpendingSessionId,
	Tier,
};
use orogen_primitives_runtime_api::{MAX_SESSIONS_LISTED, SessionsPage};
use serde_json::json;
use sp_runtime::Perbill;

/// Well-known account that pays for everything.
const FUNDER: &str = "Ferdie";
/// Planck for fees.
const POCKET: Balance = 50 * OROG;
/// Stake of a gateway; it covers 25,000 CUC of unfinalised work at half a dollar an OROG.
const GATEWAY_STAKE: Balance = 1_000 * OROG;
/// Stake of an operator, the floor of its tier; it covers 25 CUC.
const OPERATOR_STAKE: Balance = 25 * OROG;
/// Planck that a hotkey gets, and some to spare.
const HOTKEY_NEEDS: Balance = 2 * OROG;
/// Hotkeys that a coldkey may have.
const HOTKEYS: usize = 32;
/// Micro-USD of a session.
pub(crate) const SESSION_CAP: Cuc = CUC;
/// Planck that buy a CUC, and some to spare.
const BURN_PER_CUC: Balance = 2 * OROG + OROG / 4;
/// Deposit of a session and the fee of opening it.
const SESSION_COSTS: Balance = OROG / 5;
/// How long sessions take requests.
const SESSION_LIFE: Moment = 7 * 24 * 3_600_000;
/// Transfers of one transaction.
const TRANSFERS: usize = 500;
/// Sessions opened by one transaction.
const OPENINGS: usize = 64;
/// The gateways' commission.
pub(crate) const COMMISSION: Perbill = Perbill::from_percent(10);

/// How large a market is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
	/// Gateways, each listed by every operator.
	pub(crate) gateways: usize,
	/// Operators, each with a payee of its own.
	pub(crate) operators: usize,
	/// Customers.
	pub(crate) customers: usize,
	/// Sessions for each gateway.
	pub(crate) sessions: usize,
}

/// A session.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Session {
	/// Its id.
	pub(crate) id: SpendingSessionId,
	/// Place of its owner among the customers.
	pub(crate) customer: usize,
	/// Its next seq, as batches are made.
	pub(crate) next_seq: Seq,
}

/// A gateway and its sessions.
#[derive(Debug)]
pub(crate) struct Gateway {
	/// Its key.
	pub(crate) key: Keypair,
	/// Its sessions, ascending by id.
	pub(crate) sessions: Vec<Session>,
}

/// Everyone.
#[derive(Debug)]
pub(crate) struct Market {
	/// Genesis of the chain.
	pub(crate) genesis: Hash,
	/// The gateways.
	pub(crate) gateways: Vec<Gateway>,
	/// The operators' hotkeys; each is its own payee.
	pub(crate) hotkeys: Vec<Keypair>,
	/// The customers; each one's key signs its requests as well.
	pub(crate) customers: Vec<Keypair>,
	/// Epoch of the operators' last heartbeat.
	pub(crate) heartbeat: Option<EpochIndex>,
}

/// Keys derived from a name.
pub(crate) fn keys(role: &str, count: usize) -> Result<Vec<Keypair>, Fault> {
	let places: Vec<_> = (0..count).collect();
	desk::in_parallel(&places, &|_, place| {
		Ok(Keypair::well_known(&format!("bench//{role}//{place}"))?)
	})
}

/// Transfers from the account that pays for everything, in few transactions.
pub(crate) async fn fund(ground: &Ground, needs: &[(AccountId, Balance)]) -> Result<(), Fault> {
	let funder = Keypair::well_known(FUNDER)?;
	let mut jobs = Vec::new();
	for some in needs.chunks(TRANSFERS) {
		let transfers: Vec<_> =
			some.iter().map(|(who, amount)| calls::transfer(who, *amount)).collect();
		jobs.push((&funder, calls::all(&ground.desk.encode_all(&transfers)?)));
	}
	ground.play("transfers", &jobs).await
}

impl Market {
	/// Opens a market. Credits are bought before anybody feeds the oracle, when the price of genesis
	/// holds and nothing bounds the credits of a day; then the oracle is fed.
	pub(crate) async fn open(ground: &Ground, size: Size) -> Result<Self, Fault> {
		let (cold, hotkeys) =
			(keys("cold", size.operators.div_ceil(HOTKEYS))?, keys("hot", size.operators)?);
		let (customers, gateways) =
			(keys("customer", size.customers)?, keys("gateway", size.gateways)?);
		let per_customer = size.sessions.div_ceil(size.customers.max(1));
		let each =
			Balance::try_from(per_customer.saturating_mul(size.gateways)).map_err(Fault::said)?;

		note(format_args!(
			"  {} operators, {} gateways with {} sessions each, {} customers",
			size.operators, size.gateways, size.sessions, size.customers
		));
		let operator = OPERATOR_STAKE.saturating_add(HOTKEY_NEEDS);
		let of_cold = operator.saturating_mul(32).saturating_add(POCKET);
		let of_customer =
			BURN_PER_CUC.saturating_add(SESSION_COSTS).saturating_mul(each).saturating_add(POCKET);
		let needs = |keys: &[Keypair], amount| -> Vec<_> {
			keys.iter().map(|key| (key.account(), amount)).collect()
		};
		fund(
			ground,
			&[
				needs(&cold, of_cold),
				needs(&customers, of_customer),
				needs(&gateways, GATEWAY_STAKE.saturating_add(10 * POCKET)),
			]
			.concat(),
		)
		.await?;

		let genesis = ground.chain.genesis();
		let mut jobs = Vec::new();
		for (coldkey, some) in cold.iter().zip(hotkeys.chunks(HOTKEYS)) {
			let registrations: Vec<_> = some
				.iter()
				.map(|hotkey| calls::operators::register(&registration(&genesis, coldkey, hotkey)))
				.collect();
			jobs.push((coldkey, calls::all(&ground.desk.encode_all(&registrations)?)));
		}
		for gateway in &gateways {
			jobs.push((gateway, calls::receipts::register_gateway(GATEWAY_STAKE, SESSION_CAP)));
		}
		for customer in &customers {
			let amount = BURN_PER_CUC.saturating_mul(each);
			jobs.push((customer, calls::bme::burn(amount, &customer.account(), 1)));
		}
		ground.play("registrations and burns", &jobs).await?;

		let served: Vec<_> = gateways
			.iter()
			.map(|gateway| calls::operators::Served {
				gateway: gateway.account(),
				capacity_share: Perbill::one(),
				max_commission: COMMISSION,
			})
			.collect();
		let mut jobs = Vec::new();
		for (coldkey, some) in cold.iter().zip(hotkeys.chunks(HOTKEYS)) {
			let lists: Vec<_> = some
				.iter()
				.map(|hotkey| calls::operators::set_gateways(&hotkey.account(), &served))
				.collect();
			jobs.push((coldkey, calls::all(&ground.desk.encode_all(&lists)?)));
		}
		ground.play("lists of gateways", &jobs).await?;
		let sessions = Self::open_sessions(ground, &gateways, &customers, size.sessions).await?;

		let mut market = Self {
			genesis,
			gateways: gateways
				.into_iter()
				.zip(sessions)
				.map(|(key, sessions)| Gateway { key, sessions })
				.collect(),
			hotkeys,
			customers,
			heartbeat: None,
		};
		market.heartbeats(ground).await?;
		ground.feed().await?;
		Ok(market)
	}

	/// Opens sessions by turns of the customers; returns those of each gateway.
	async fn open_sessions(
		ground: &Ground,
		gateways: &[Keypair],
		customers: &[Keypair],
		sessions: usize,
	) -> Result<Vec<Vec<Session>>, Fault> {
		let time = ground.chain.time(ground.chain.best().await?.hash).await?;
		let expires_at = time.saturating_add(SESSION_LIFE);
		let mut jobs = Vec::new();
		for (place, customer) in customers.iter().enumerate() {
			// The first customers get one more when it does not divide.
			let count =
				(sessions.saturating_add(customers.len())).saturating_sub(place).saturating_sub(1)
					/ customers.len().max(1);
			for gateway in gateways {
				let open = open_session(&gateway.account(), customer, SESSION_CAP, expires_at);
				let open = ground.desk.encode(&open)?;
				let mut left = count;
				while left > 0 {
					let some = left.min(OPENINGS);
					left = left.saturating_sub(some);
					jobs.push((customer, calls::all(&vec![open.clone(); some])));
				}
			}
		}
		ground.play("sessions", &jobs).await?;

		let mut of_gateways = vec![Vec::new(); gateways.len()];
		for (customer, key) in customers.iter().enumerate() {
			let mut from = None::<SpendingSessionId>;
			loop {
				let from_text = from.map(|id| id.to_string());
				let params = [json!(key.account()), json!(from_text), json!(MAX_SESSIONS_LISTED)];
				let page: SessionsPage = ground.chain.request("credits_sessions", &params).await?;
				for info in page.sessions {
					let place = gateways.iter().position(|one| one.account() == info.gateway);
					if let Some(list) = place.and_then(|place| of_gateways.get_mut(place)) {
						list.push(Session { id: info.id, customer, next_seq: info.next_seq });
					}
				}
				from = page.next;
				if from.is_none() {
					break;
				}
			}
		}
		for list in &mut of_gateways {
			list.sort_by_key(|session| session.id);
			if list.len() != sessions {
				return Err(Fault::Said(format!(
					"a gateway has {} sessions instead of {sessions}",
					list.len()
				)));
			}
		}
		Ok(of_gateways)
	}

	/// Sends every operator's heartbeat of the running epoch, or of the next one if that is about to
	/// end.
	pub(crate) async fn heartbeats(&mut self, ground: &Ground) -> Result<(), Fault> {
		ground.early_in_epoch(4).await?;
		let epoch = ground.chain.epoch(ground.chain.best().await?.hash).await?.index;
		if self.heartbeat.replace(epoch) == Some(epoch) {
			return Ok(());
		}
		let call = calls::operators::heartbeat(epoch, Hash::zero(), Hash::zero());
		let jobs: Vec<_> = self.hotkeys.iter().map(|key| (key, call.clone())).collect();
		ground.play("heartbeats", &jobs).await
	}

	/// The gateway `place`.
	pub(crate) fn gateway(&self, place: usize) -> Result<&Gateway, Fault> {
		self.gateways.get(place).ok_or_else(|| Fault::Said(format!("there is no gateway {place}")))
	}
}

/// The call that opens a session of a customer, whose own key signs its requests.
pub(crate) fn open_session(
	gateway: &AccountId,
	customer: &Keypair,
	cap: Cuc,
	expires_at: Moment,
) -> Call {
	calls::credits::open_session(gateway, customer.session_key(), cap, expires_at, None, &[])
}

fn registration(genesis: &Hash, coldkey: &Keypair, hotkey: &Keypair) -> Registration {
	Registration {
		hotkey: hotkey.account(),
		hotkey_signature: calls::operators::consent(genesis, &coldkey.account(), hotkey),
		tier: Tier::Prosumer,
		kind: NodeKind::LocalInference,
		stake: OPERATOR_STAKE,
		region: "DE".into(),
		ip24_hash: Hash::zero(),
		payout: hotkey.account(),
	}
}
