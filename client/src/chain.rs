//! A connection to a node: reads by JSON-RPC, storage and events, and transactions.
//!
//! Metadata comes from the node, so one build of this client serves every version of the runtime that
//! has the calls and methods it uses.
//!
//! # Connections
//!
//! [`Chain::connect`] fails at once when the node is not there. Afterwards a connection that breaks is
//! dialled again ([`Backoff`]) and what was read is read again; a node that then serves another chain
//! is an error. What does not come back within the backoff is [`Error::Disconnected`] or
//! [`Error::Connect`].
//!
//! # Transactions
//!
//! [`Chain::submit`] and [`Chain::submit_until`] sign with the account's next nonce (transactions of
//! one account made by clones of one [`Chain`] take turns), take another when somebody else used it,
//! and wait until the transaction is in a block; when the connection breaks meanwhile they look for it
//! in the blocks. A program that must not submit twice even when it is killed signs first
//! ([`Chain::sign`]), writes the bytes down, and pushes them as often as it likes ([`Chain::push`]):
//! they have one nonce, and after [`Signed::valid_until`] they are worth nothing.
//!
//! # Errors
//!
//! | Error | when | what a program does |
//! |---|---|---|
//! | [`Error::Connect`], [`Error::Disconnected`] | no node | tries later |
//! | [`Error::Rpc`] | the node says no | by its code |
//! | [`Error::NotTaken`] | the transaction is in no block | mends what it says, signs anew |
//! | [`Error::Failed`] | it is in a block, failed and cost its fee | mends what it says |
//! | [`Error::Timeout`] | it may still come into a block | asks the chain before it signs anew |

mod faults;
mod link;
mod submit;

pub use link::Backoff;
pub use submit::{Draft, Included, Pushed, Signed, Wait};

use crate::{Error, error::first_line};
use codec::{DecodeAll, Encode};
use link::{Link, Links, connection_reason};
use orogen_primitives_core::{
	AccountId, Balance, BatchId, BlockNumber, Cuc, EpochIndex, Hash, Moment, OperatorId, Seq,
	SpendingSessionId,
};
use orogen_primitives_receipts::{Opening, Receipt};
use orogen_primitives_runtime_api::{
	BatchInfo, BmeStatus, CreditBalance, GatewayInfo, OperatorFilter, OperatorInfo, OperatorsPage,
	OracleSource, OracleStatus, PayeeDue, PendingPage, SessionInfo, TopUpQuote,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use std::{
	collections::{BTreeSet, HashMap},
	sync::{Arc, Mutex},
};
use subxt::{
	client::{ClientAtBlock, OnlineClientAtBlockImpl},
	config::SubstrateConfig,
	events::Events,
	ext::{scale_decode::DecodeAsType, scale_value},
	rpcs::{self, client::RpcParams},
};

/// Where a node listens by default.
pub const DEFAULT_URL: &str = "ws://127.0.0.1:9944";

/// Entries of a batch that have their bits of refunds in one value of the storage.
const ENTRIES_PER_CHUNK: usize = 1_024;

type AtBlock = ClientAtBlock<SubstrateConfig, OnlineClientAtBlockImpl<SubstrateConfig>>;

/// A connection to a node. Clones share it.
#[derive(Clone, Debug)]
pub struct Chain {
	links: Arc<Links>,
	/// Held by whoever makes a transaction of that account, so that each gets a nonce of its own.
	senders: Arc<Mutex<HashMap<AccountId, Arc<tokio::sync::Mutex<()>>>>>,
}

/// A block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct BlockId {
	/// Its number.
	pub number: BlockNumber,
	/// Its hash.
	pub hash: Hash,
}

/// How a chain presents itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChainName {
	/// Its name.
	pub name: String,
	/// Its type: `Development`, `Local` or `Live`.
	pub kind: String,
}

/// What `receipts_batch` answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BatchAnswer {
	/// The header.
	#[serde(flatten)]
	pub info: BatchInfo,
	/// The rows, where the node has them.
	pub rows: Option<Value>,
}

/// What `receipts_verify` answers.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VerifyAnswer {
	/// Whether the receipt is that leaf of the batch.
	pub committed: bool,
	/// Why it is not.
	pub reason: Option<String>,
	/// What is wrong with the receipt itself.
	pub fault: Option<String>,
	/// Whether its row is void.
	pub void: bool,
}

/// Leaves of void rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct LeafRange {
	/// The first one.
	pub first: u32,
	/// The one after the last.
	pub end: u32,
}

/// What is void of a batch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct VoidRows {
	/// Micro-USD that wait for the customers.
	#[serde(with = "orogen_primitives_receipts::json::decimal")]
	pub waiting: Cuc,
	/// Micro-USD that the void rows took.
	#[serde(with = "orogen_primitives_receipts::json::decimal")]
	pub voided: Cuc,
	/// Leaves of the void rows, ascending.
	pub leaves: Vec<LeafRange>,
}

impl VoidRows {
	/// Whether a leaf belongs to a void row.
	pub fn contains(&self, leaf: u32) -> bool {
		self.leaves.iter().any(|range| (range.first..range.end).contains(&leaf))
	}
}

/// An account's balance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AccountBalance {
	/// Planck that can be spent, locks aside.
	pub free: Balance,
	/// Planck on hold.
	pub reserved: Balance,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct AccountRecord {
	data: AccountData,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct AccountData {
	free: Balance,
	reserved: Balance,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct GatewayRecord {
	latest_batch: Option<BatchId>,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct HeaderRecord {
	submitted: BlockNumber,
	root_ops: [u8; 32],
	root_seq: [u8; 32],
	previous: Option<BatchId>,
}

/// What tells a batch from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BatchMark {
	/// Its id.
	pub id: BatchId,
	/// Block in which it was submitted.
	pub submitted: BlockNumber,
	/// Root over its receipts.
	pub root_ops: Hash,
	/// Root over its entries.
	pub root_seq: Hash,
}

/// The running epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct RunningEpoch {
	/// Its index.
	pub index: EpochIndex,
	/// Its first block.
	pub first_block: BlockNumber,
}

/// What released epochs still owe the pots; it waits in the pot `payouts`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct OwedShares {
	/// Planck for verification.
	pub verification: Balance,
	/// Planck for the treasury.
	pub treasury: Balance,
	/// Planck for governance.
	pub governance: Balance,
}

impl OwedShares {
	/// All of them.
	pub const fn total(&self) -> Balance {
		// Parts of the issuance.
		self.verification.saturating_add(self.treasury).saturating_add(self.governance)
	}
}

/// Where every micro-USD is, since genesis: `created = lots + sessions + settled + refundable +
/// breakage`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
#[serde(rename_all = "camelCase")]
pub struct CreditSupply {
	/// Created.
	pub created: u128,
	/// Settled by batches.
	pub settled: u128,
	/// Expired unspent.
	pub breakage: u128,
	/// In lots.
	pub lots: u64,
	/// In sessions.
	pub sessions: u64,
	/// Taken by void rows, until it is refunded or lapses.
	pub refundable: u64,
}

fn hex_of(bytes: &[u8]) -> String {
	format!("0x{}", hex::encode(bytes))
}

impl Chain {
	/// Connects to a node; `url` begins with `ws://` or `wss://`.
	pub async fn connect(url: &str) -> Result<Self, Error> {
		Self::connect_with(url, Backoff::default()).await
	}

	/// As [`Self::connect`], with what happens when the connection breaks later.
	pub async fn connect_with(url: &str, backoff: Backoff) -> Result<Self, Error> {
		let links = Links::connect(url, backoff).await?;
		Ok(Self { links: Arc::new(links), senders: Arc::default() })
	}

	/// Genesis hash of the chain.
	pub fn genesis(&self) -> Hash {
		self.links.genesis
	}

	/// Address of the node.
	pub fn url(&self) -> &str {
		&self.links.url
	}

	/// Asks the node.
	pub async fn request<T: DeserializeOwned>(
		&self,
		method: &str,
		params: &[Value],
	) -> Result<T, Error> {
		self.links
			.with(|link| async move {
				let mut list = RpcParams::new();
				for param in params {
					list.push(param).map_err(|error| self.rpc_error(method, &error))?;
				}
				link.rpc.request(method, list).await.map_err(|error| self.rpc_error(method, &error))
			})
			.await
	}

	fn rpc_error(&self, method: &str, error: &rpcs::Error) -> Error {
		match error {
			rpcs::Error::User(error) => {
				let data: Option<Value> =
					error.data.as_ref().and_then(|data| serde_json::from_str(data.get()).ok());
				let advice = match &data {
					Some(Value::String(text)) => Some(text.clone()),
					Some(data) => data.get("advice").and_then(Value::as_str).map(Into::into),
					None => None,
				};
				Error::Rpc {
					method: method.into(),
					code: error.code,
					message: error.message.clone(),
					advice,
				}
			}
			rpcs::Error::Deserialization(error) => {
				Error::Answer { what: method.into(), reason: first_line(error) }
			}
			_ => Error::Disconnected {
				url: self.links.url.clone(),
				reason: connection_reason(error),
			},
		}
	}

	/// As [`Self::request`], with the block to ask about at the end.
	async fn at<T: DeserializeOwned>(
		&self,
		method: &str,
		params: &[Value],
		at: Option<Hash>,
	) -> Result<T, Error> {
		let mut params = params.to_vec();
		params.extend(at.map(|at| json!(at)));
		self.request(method, &params).await
	}

	/// `None` for the error that says that the thing asked for is not there.
	fn found<T>(result: Result<T, Error>, not_found: i32) -> Result<Option<T>, Error> {
		match result {
			Ok(value) => Ok(Some(value)),
			Err(Error::Rpc { code, .. }) if code == not_found => Ok(None),
			Err(error) => Err(error),
		}
	}

	/// How the chain presents itself.
	pub async fn name(&self) -> Result<ChainName, Error> {
		let name = self.request("system_chain", &[]).await?;
		let kind: Value = self.request("system_chainType", &[]).await?;
		let kind = kind.as_str().map_or_else(|| kind.to_string(), Into::into);
		Ok(ChainName { name, kind })
	}

	/// The best block.
	pub async fn best(&self) -> Result<BlockId, Error> {
		let hash: Hash = self.request("chain_getBlockHash", &[]).await?;
		self.block(hash).await
	}

	/// The newest finalised block.
	pub async fn finalised(&self) -> Result<BlockId, Error> {
		let hash: Hash = self.request("chain_getFinalizedHead", &[]).await?;
		self.block(hash).await
	}

	/// The block `number` of the best chain.
	pub async fn block_at(&self, number: BlockNumber) -> Result<Option<BlockId>, Error> {
		let hash: Option<Hash> = self.request("chain_getBlockHash", &[json!(number)]).await?;
		Ok(hash.map(|hash| BlockId { number, hash }))
	}

	/// The block with a hash.
	pub async fn block(&self, hash: Hash) -> Result<BlockId, Error> {
		let header: Option<Value> = self.request("chain_getHeader", &[json!(hash)]).await?;
		let number = header
			.as_ref()
			.and_then(|header| header.get("number")?.as_str()?.strip_prefix("0x"))
			.and_then(|digits| BlockNumber::from_str_radix(digits, 16).ok())
			.ok_or(Error::NoBlock(hash))?;
		Ok(BlockId { number, hash })
	}

	async fn api_at(&self, hash: Hash) -> Result<AtBlock, Error> {
		self.links.with(|link| async move { at(&link, hash).await }).await
	}

	/// Asks the runtime of a block; `arguments` are SCALE.
	pub async fn runtime<T: DecodeAll>(
		&self,
		method: &str,
		arguments: &[u8],
		at: Option<Hash>,
	) -> Result<T, Error> {
		let answer: String =
			self.at("state_call", &[json!(method), json!(hex_of(arguments))], at).await?;
		let bytes = answer.strip_prefix("0x").and_then(|digits| hex::decode(digits).ok());
		bytes.and_then(|bytes| T::decode_all(&mut bytes.as_slice()).ok()).ok_or_else(|| {
			Error::Answer { what: method.into(), reason: "its form is another one".into() }
		})
	}

	/// `operators_list`: every operator that fits `filter`, page by page.
	pub async fn operators(
		&self,
		filter: &OperatorFilter,
		at: Option<Hash>,
	) -> Result<Vec<OperatorInfo>, Error> {
		let (mut list, mut after) = (Vec::new(), None::<AccountId>);
		loop {
			let params = [json!(filter), json!(after), Value::Null];
			let page: OperatorsPage = self.at("operators_list", &params, at).await?;
			list.extend(page.operators);
			after = page.next;
			if after.is_none() {
				return Ok(list);
			}
		}
	}

	/// A gateway; `None` if the account is none.
	pub async fn gateway(
		&self,
		who: &AccountId,
		at: Option<Hash>,
	) -> Result<Option<GatewayInfo>, Error> {
		self.runtime("ReceiptsApi_gateway", &who.encode(), at).await
	}

	/// `jobs_pending`: batches of a gateway that are not final, newest first, all pages in one; `None`
	/// if the account is no gateway.
	pub async fn pending(
		&self,
		who: &AccountId,
		at: Option<Hash>,
	) -> Result<Option<PendingPage>, Error> {
		let mut all: Option<PendingPage> = None;
		let mut before = None::<BatchId>;
		loop {
			let params = [json!(who), json!(before), Value::Null];
			let Some(page) =
				Self::found::<PendingPage>(self.at("jobs_pending", &params, at).await, 36_013)?
			else {
				return Ok(None);
			};
			before = page.next;
			match &mut all {
				Some(all) => all.batches.extend(page.batches),
				None => all = Some(page),
			}
			if before.is_none() {
				return Ok(all);
			}
		}
	}

	/// Nonce of an account at a block, without the pool.
	pub async fn nonce(&self, who: &AccountId, at: Hash) -> Result<u32, Error> {
		self.runtime("AccountNonceApi_account_nonce", &who.encode(), Some(at)).await
	}

	/// The batches of a gateway from its newest on, as far back as block `since`: id, block, both
	/// roots.
	pub async fn batches_since(
		&self,
		who: &AccountId,
		since: BlockNumber,
		at: Hash,
	) -> Result<Vec<BatchMark>, Error> {
		let key = scale_value::Value::from_bytes(who);
		let gateway: Option<GatewayRecord> =
			self.storage("Receipts", "Gateways", vec![key], at).await?;
		let mut next = gateway.and_then(|gateway| gateway.latest_batch);
		let mut found = Vec::new();
		while let Some(id) = next {
			let key = scale_value::Value::u128(id.into());
			let header: Option<HeaderRecord> =
				self.storage("Receipts", "Batches", vec![key], at).await?;
			let Some(header) = header.filter(|header| header.submitted >= since) else { break };
			next = header.previous;
			found.push(BatchMark {
				id,
				submitted: header.submitted,
				root_ops: header.root_ops.into(),
				root_seq: header.root_seq.into(),
			});
		}
		Ok(found)
	}

	/// `bme_status`.
	pub async fn bme_status(&self, at: Option<Hash>) -> Result<BmeStatus, Error> {
		self.at("bme_status", &[], at).await
	}

	/// `bme_quoteTopUp`: units of an asset that so many credits cost now.
	pub async fn quote_top_up(&self, asset: u32, cuc: Cuc) -> Result<Balance, Error> {
		let quote: TopUpQuote =
			self.request("bme_quoteTopUp", &[json!(asset), json!(cuc.to_string())]).await?;
		quote.cost.ok_or_else(|| {
			let reason =
				quote.refusal.map_or_else(|| "no price".into(), |refusal| format!("{refusal:?}"));
			Error::WrongChain(format!(
				"a top-up would be refused now: {reason}; see `orogen oracle show`, or burn OROG instead"
			))
		})
	}

	/// `bme_claim`: dues of a payee that are not paid yet.
	pub async fn claim(&self, who: &AccountId, at: Option<Hash>) -> Result<Vec<PayeeDue>, Error> {
		self.at("bme_claim", &[json!(who)], at).await
	}

	/// `credits_balance`: lots of an account.
	pub async fn credits(&self, who: &AccountId, at: Option<Hash>) -> Result<CreditBalance, Error> {
		self.at("credits_balance", &[json!(who)], at).await
	}

	/// `credits_session`; `None` for a session that is gone or never was.
	pub async fn session(
		&self,
		id: SpendingSessionId,
		at: Option<Hash>,
	) -> Result<Option<SessionInfo>, Error> {
		Self::found(self.at("credits_session", &[json!(id.to_string())], at).await, 31_010)
	}

	/// `nonce_isBurned`: whether a request can never be settled (again).
	pub async fn is_burned(
		&self,
		session: SpendingSessionId,
		seq: Seq,
		at: Option<Hash>,
	) -> Result<bool, Error> {
		self.at("nonce_isBurned", &[json!(session.to_string()), json!(seq)], at).await
	}

	/// `oracle_getCurrentTwap`.
	pub async fn oracle(&self, at: Option<Hash>) -> Result<OracleStatus, Error> {
		self.at("oracle_getCurrentTwap", &[], at).await
	}

	/// `oracle_sources`.
	pub async fn oracle_sources(&self, at: Option<Hash>) -> Result<Vec<OracleSource>, Error> {
		self.at("oracle_sources", &[], at).await
	}

	/// `operators_get`; `None` if no operator has that hotkey.
	pub async fn operator(
		&self,
		hotkey: &AccountId,
		at: Option<Hash>,
	) -> Result<Option<OperatorInfo>, Error> {
		Self::found(self.at("operators_get", &[json!(hotkey)], at).await, 34_011)
	}

	/// `receipts_batch`; `None` if there is no such batch.
	pub async fn batch(&self, id: BatchId, at: Option<Hash>) -> Result<Option<BatchAnswer>, Error> {
		Self::found(self.at("receipts_batch", &[json!(id.to_string())], at).await, 35_012)
	}

	/// What is void of a batch; `None` if nothing is, or its header is pruned.
	pub async fn void_rows(&self, id: BatchId, at: Hash) -> Result<Option<VoidRows>, Error> {
		let key = scale_value::Value::u128(id.into());
		self.storage("Receipts", "VoidedRows", vec![key], at).await
	}

	/// Which entries of a batch with so many are refunded.
	pub async fn refunded_entries(
		&self,
		id: BatchId,
		entries: u32,
		at: Hash,
	) -> Result<BTreeSet<u32>, Error> {
		let mut refunded = BTreeSet::new();
		for first in (0..entries).step_by(ENTRIES_PER_CHUNK) {
			let chunk = first / u32::try_from(ENTRIES_PER_CHUNK).unwrap_or(u32::MAX);
			let keys = [u128::from(id), chunk.into()].map(scale_value::Value::u128);
			let bits: Option<Vec<u8>> =
				self.storage("Receipts", "RefundedEntries", keys.into(), at).await?;
			let bits = bits.unwrap_or_default();
			refunded.extend((first..entries).take(ENTRIES_PER_CHUNK).filter(|index| {
				let byte = usize::try_from((index - first) / 8).ok().and_then(|at| bits.get(at));
				byte.is_some_and(|byte| byte & (1 << (index % 8)) != 0)
			}));
		}
		Ok(refunded)
	}

	/// The operator with a number, whatever its hotkey is now; `None` if it has left.
	pub async fn operator_by_id(
		&self,
		id: OperatorId,
		at: Hash,
	) -> Result<Option<OperatorInfo>, Error> {
		let key = scale_value::Value::u128(id.into());
		let hotkey: Option<[u8; 32]> =
			self.storage("OperatorStake", "HotkeyById", vec![key], at).await?;
		match hotkey {
			Some(hotkey) => self.operator(&hotkey.into(), Some(at)).await,
			None => Ok(None),
		}
	}

	/// `receipts_verify`: whether `receipt` is leaf `index` of a batch.
	pub async fn verify(
		&self,
		batch: BatchId,
		receipt: &Receipt,
		index: u32,
		opening: &Opening,
		at: Option<Hash>,
	) -> Result<VerifyAnswer, Error> {
		let proof = json!({ "index": index, "siblings": opening.siblings });
		self.at("receipts_verify", &[json!(batch.to_string()), json!(receipt), proof], at).await
	}

	/// A value of the runtime's storage; `None` if there is none and no default.
	pub async fn storage<V: DecodeAsType>(
		&self,
		pallet: &str,
		entry: &str,
		keys: Vec<scale_value::Value>,
		at: Hash,
	) -> Result<Option<V>, Error> {
		let answer = |reason| Error::Answer { what: format!("{pallet}.{entry}"), reason };
		self.links
			.with(|link| {
				let keys = keys.clone();
				async move {
					let address =
						subxt::storage::dynamic::<Vec<scale_value::Value>, V>(pallet, entry);
					let at = self::at(&link, at).await?;
					let value = at
						.storage()
						.try_fetch(address, keys)
						.await
						.map_err(|error| answer(first_line(&error)))?;
					value
						.map(|value| value.decode().map_err(|error| answer(first_line(&error))))
						.transpose()
				}
			})
			.await
	}

	/// As [`Self::storage`], for a value that must be there.
	async fn value<V: DecodeAsType>(
		&self,
		pallet: &str,
		entry: &str,
		at: Hash,
	) -> Result<V, Error> {
		self.storage(pallet, entry, Vec::new(), at).await?.ok_or_else(|| Error::Answer {
			what: format!("{pallet}.{entry}"),
			reason: "there is no value".into(),
		})
	}

	/// Time of a block in milliseconds since the Unix epoch.
	pub async fn time(&self, at: Hash) -> Result<Moment, Error> {
		self.value("Timestamp", "Now", at).await
	}

	/// The epoch of a block.
	pub async fn epoch(&self, at: Hash) -> Result<RunningEpoch, Error> {
		self.value("Epochs", "CurrentEpoch", at).await
	}

	/// Slots of an epoch.
	pub async fn slots_per_epoch(&self, at: Hash) -> Result<u64, Error> {
		self.value("Epochs", "SlotsPerEpoch", at).await
	}

	/// Where every micro-USD is at a block.
	pub async fn credit_supply(&self, at: Hash) -> Result<CreditSupply, Error> {
		self.value("Credits", "TotalSupply", at).await
	}

	/// What released epochs still owe the pots at a block.
	pub async fn owed(&self, at: Hash) -> Result<OwedShares, Error> {
		self.value("Bme", "Owed", at).await
	}

	/// Balance of an account at a block.
	pub async fn balance(&self, who: &AccountId, at: Hash) -> Result<AccountBalance, Error> {
		let key = scale_value::Value::from_bytes(who);
		let record: Option<AccountRecord> =
			self.storage("System", "Account", vec![key], at).await?;
		Ok(record.map_or_else(AccountBalance::default, |record| AccountBalance {
			free: record.data.free,
			reserved: record.data.reserved,
		}))
	}

	/// Whether an account is a gateway at a block.
	pub async fn is_gateway(&self, who: &AccountId, at: Hash) -> Result<bool, Error> {
		let key = scale_value::Value::from_bytes(who);
		let gateway: Option<scale_value::Value> =
			self.storage("Receipts", "Gateways", vec![key], at).await?;
		Ok(gateway.is_some())
	}

	/// Events of a block.
	pub async fn events(&self, block: Hash) -> Result<Events<SubstrateConfig>, Error> {
		self.links
			.with(|link| async move {
				at(&link, block).await?.events().fetch().await.map_err(|error| Error::Answer {
					what: format!("the events of block {block:?}"),
					reason: first_line(&error),
				})
			})
			.await
	}
}

/// The state of a block.
async fn at(link: &Link, hash: Hash) -> Result<AtBlock, Error> {
	link.api.at_block(hash).await.map_err(|error| Error::Answer {
		what: format!("block {hash:?}"),
		reason: first_line(&error),
	})
}
