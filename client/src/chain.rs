//! A connection to a node: reads by JSON-RPC, storage and events, and transactions.
//!
//! Metadata comes from the node, so one build of this client serves every version of the runtime that
//! has the calls and methods it uses.

use crate::{Error, calls::Call, error::first_line, keys::Keypair};
use orogen_primitives_core::{
	AccountId, Balance, BatchId, BlockNumber, EpochIndex, Hash, Moment, Seq, SpendingSessionId,
};
use orogen_primitives_receipts::{Opening, Receipt};
use orogen_primitives_runtime_api::{
	BatchInfo, BmeStatus, CreditBalance, OperatorInfo, OracleSource, OracleStatus, PayeeDue,
	SessionInfo,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use std::{
	collections::HashMap,
	sync::{Arc, Mutex},
	time::Duration,
};
use subxt::{
	OnlineClient,
	backend::LegacyBackend,
	client::{ClientAtBlock, OnlineClientAtBlockImpl},
	config::{DefaultExtrinsicParamsBuilder, SubstrateConfig},
	error::{DispatchError, ModuleError, TransactionEventsError},
	events::Events,
	ext::{
		scale_decode::{DecodeAsFields, DecodeAsType},
		scale_value,
	},
	extrinsics::ExtrinsicEvents,
	rpcs::{self, RpcClient, client::RpcParams},
	transactions::{SubmittableTransaction, TransactionStatus},
};

/// Where a node listens by default.
pub const DEFAULT_URL: &str = "ws://127.0.0.1:9944";

/// Blocks for which a transaction may enter one.
const MORTALITY: u64 = 64;

/// Longest time that a transaction may take to enter a block.
const INCLUSION: Duration = Duration::from_secs(120);

/// Longest time that a request may take to connect.
const CONNECTION: Duration = Duration::from_secs(20);

type AtBlock = ClientAtBlock<SubstrateConfig, OnlineClientAtBlockImpl<SubstrateConfig>>;

/// A connection to a node. Clones share it.
#[derive(Clone, Debug)]
pub struct Chain {
	url: Arc<str>,
	rpc: RpcClient,
	api: OnlineClient<SubstrateConfig>,
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

/// A transaction that is in a block and succeeded.
#[derive(Debug)]
pub struct Included {
	/// `Pallet.call`.
	call: String,
	/// The block.
	pub block: Hash,
	events: ExtrinsicEvents<SubstrateConfig>,
}

impl Included {
	/// The fields of the first event of that name.
	pub fn event<E: DecodeAsFields>(&self, pallet: &str, name: &str) -> Result<E, Error> {
		let answer = |reason| Error::Answer { what: format!("{pallet}.{name}"), reason };
		for event in self.events.iter() {
			let event = event.map_err(|error| answer(first_line(&error)))?;
			if event.pallet_name() == pallet && event.event_name() == name {
				return event
					.decode_fields_unchecked_as()
					.map_err(|error| answer(first_line(&error)));
			}
		}
		Err(Error::NoEvent { call: self.call.clone(), event: format!("{pallet}.{name}") })
	}
}

/// What `receipts_batch` answers.
#[derive(Clone, Debug, Deserialize)]
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

/// Where every micro-USD is, since genesis: `created = lots + sessions + settled + breakage`.
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
}

fn hex_of(bytes: &[u8]) -> String {
	format!("0x{}", hex::encode(bytes))
}

impl Chain {
	/// Connects to a node; `url` begins with `ws://` or `wss://`.
	pub async fn connect(url: &str) -> Result<Self, Error> {
		let fault = |reason| Error::Connect { url: url.into(), reason };
		let rpc = tokio::time::timeout(CONNECTION, RpcClient::from_insecure_url(url))
			.await
			.map_err(|_| fault("it does not answer".into()))?
			.map_err(|error| fault(connection_reason(&error)))?;
		let backend = LegacyBackend::builder().build(rpc.clone());
		let api = OnlineClient::from_backend_with_config(SubstrateConfig::new(), Arc::new(backend))
			.await
			.map_err(|error| fault(first_line(&error)))?;
		Ok(Self { url: url.into(), rpc, api, senders: Arc::default() })
	}

	/// Genesis hash of the chain.
	pub fn genesis(&self) -> Hash {
		self.api.genesis_hash()
	}

	/// Asks the node.
	pub async fn request<T: DeserializeOwned>(
		&self,
		method: &str,
		params: &[Value],
	) -> Result<T, Error> {
		let mut list = RpcParams::new();
		for param in params {
			list.push(param).map_err(|error| self.rpc_error(method, &error))?;
		}
		self.rpc.request(method, list).await.map_err(|error| self.rpc_error(method, &error))
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
			_ => {
				Error::Disconnected { url: self.url.to_string(), reason: connection_reason(error) }
			}
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

	async fn block(&self, hash: Hash) -> Result<BlockId, Error> {
		let header: Option<Value> = self.request("chain_getHeader", &[json!(hash)]).await?;
		let number = header
			.as_ref()
			.and_then(|header| header.get("number")?.as_str()?.strip_prefix("0x"))
			.and_then(|digits| BlockNumber::from_str_radix(digits, 16).ok())
			.ok_or(Error::NoBlock(hash))?;
		Ok(BlockId { number, hash })
	}

	async fn api_at(&self, hash: Hash) -> Result<AtBlock, Error> {
		self.api.at_block(hash).await.map_err(|error| Error::Answer {
			what: format!("block {hash:?}"),
			reason: first_line(&error),
		})
	}

	/// `bme_status`.
	pub async fn bme_status(&self, at: Option<Hash>) -> Result<BmeStatus, Error> {
		self.at("bme_status", &[], at).await
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
		let address = subxt::storage::dynamic::<Vec<scale_value::Value>, V>(pallet, entry);
		let at = self.api_at(at).await?;
		let value = at
			.storage()
			.try_fetch(address, keys)
			.await
			.map_err(|error| answer(first_line(&error)))?;
		value.map(|value| value.decode().map_err(|error| answer(first_line(&error)))).transpose()
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
	pub async fn events(&self, at: Hash) -> Result<Events<SubstrateConfig>, Error> {
		self.api_at(at).await?.events().fetch().await.map_err(|error| Error::Answer {
			what: format!("the events of block {at:?}"),
			reason: first_line(&error),
		})
	}

	/// A call in SCALE, as part of another one.
	pub async fn encode(&self, call: &Call) -> Result<Vec<u8>, Error> {
		let at = self.api_at(self.best().await?.hash).await?;
		at.transactions().call_data(call).map_err(|error| call_error(call, &error))
	}

	fn sender(&self, who: AccountId) -> Arc<tokio::sync::Mutex<()>> {
		let mut senders = self.senders.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
		senders.entry(who).or_default().clone()
	}

	async fn sign(
		&self,
		call: &Call,
		signer: &Keypair,
	) -> Result<
		SubmittableTransaction<SubstrateConfig, OnlineClientAtBlockImpl<SubstrateConfig>>,
		Error,
	> {
		let block = self.best().await?;
		// With the pool's transactions.
		let nonce: u64 =
			self.request("system_accountNextIndex", &[json!(signer.account())]).await?;
		let params = DefaultExtrinsicParamsBuilder::new()
			.nonce(nonce)
			.mortal_from_unchecked(MORTALITY, block.number.into(), block.hash)
			.build();
		let at = self.api_at(block.hash).await?;
		at.transactions()
			.create_signable_offline(call, params)
			.and_then(|mut signable| signable.sign(signer))
			.map_err(|error| call_error(call, &error))
	}

	/// Signs and submits a call, and waits until it is in a block and has succeeded.
	pub async fn submit(&self, call: &Call, signer: &Keypair) -> Result<Included, Error> {
		let not_taken = |reason| Error::NotTaken { call: call.full_name(), reason };
		let mut progress = {
			let sender = self.sender(signer.account());
			let _turn = sender.lock().await;
			self.sign(call, signer)
				.await?
				.submit_and_watch()
				.await
				.map_err(|error| not_taken(submission_reason(&error)))?
		};
		let in_block = async {
			loop {
				match progress.next().await {
					Some(Ok(
						TransactionStatus::InBestBlock(block)
						| TransactionStatus::InFinalizedBlock(block),
					)) => {
						return Ok(block);
					}
					Some(Ok(
						TransactionStatus::Error { message }
						| TransactionStatus::Invalid { message }
						| TransactionStatus::Dropped { message },
					)) => return Err(not_taken(first_line(&message))),
					Some(Ok(_)) => {}
					Some(Err(error)) => return Err(not_taken(first_line(&error))),
					None => {
						let reason = "the connection ended".into();
						return Err(Error::Disconnected { url: self.url.to_string(), reason });
					}
				}
			}
		};
		let block =
			tokio::time::timeout(INCLUSION, in_block).await.map_err(|_| Error::Timeout {
				what: format!("{} to enter a block", call.full_name()),
				seconds: INCLUSION.as_secs(),
			})??;
		let events = match block.wait_for_success().await {
			Ok(events) => events,
			Err(TransactionEventsError::ExtrinsicFailed(error)) => {
				let at = self.api_at(block.block_hash()).await?;
				return Err(dispatch_error(call, &error, &at));
			}
			Err(error) => {
				return Err(Error::Answer { what: call.full_name(), reason: first_line(&error) });
			}
		};
		Ok(Included { call: call.full_name(), block: block.block_hash(), events })
	}

	/// Signs and submits a call, and does not wait for it.
	pub async fn send(&self, call: &Call, signer: &Keypair) -> Result<(), Error> {
		let sender = self.sender(signer.account());
		let _turn = sender.lock().await;
		let signed = self.sign(call, signer).await?;
		let _: Hash =
			self.request("author_submitExtrinsic", &[json!(hex_of(signed.encoded()))]).await?;
		Ok(())
	}
}

/// Why there is no connection, without the library's preamble.
fn connection_reason(error: &rpcs::Error) -> String {
	let text = first_line(error);
	let text = text.trim_start_matches("RPC error: client error: ");
	text.rsplit(" Client error: ").next().unwrap_or(text).to_owned()
}

fn call_error(call: &Call, error: &subxt::error::ExtrinsicError) -> Error {
	Error::Call { call: call.full_name(), reason: first_line(error) }
}

/// What the pool says.
fn submission_reason(error: &subxt::error::ExtrinsicError) -> String {
	use subxt::error::{BackendError, ExtrinsicError, RpcError};
	if let ExtrinsicError::ErrorSubmittingTransaction(BackendError::Rpc(RpcError::ClientError(
		rpcs::Error::User(error),
	))) = error
	{
		let data = error.data.as_ref().map(|data| data.get().trim_matches('"').to_owned());
		return match data {
			Some(data) => format!("{}: {data}", error.message),
			None => error.message.clone(),
		};
	}
	first_line(error)
}

/// What a failed call says: the error's name, its fields and the runtime's advice.
fn dispatch_error(call: &Call, error: &DispatchError, at: &AtBlock) -> Error {
	let (error, doc) = match error {
		DispatchError::Module(error) => (module_error(error, at), module_doc(error)),
		error => (first_line(error), None),
	};
	Error::Failed { call: call.full_name(), error, doc }
}

fn module_error(error: &ModuleError, at: &AtBlock) -> String {
	let name = error.details_string();
	let Ok(details) = error.details() else { return name };
	let [_, _, fields @ ..] = error.bytes();
	let mut bytes = fields.as_slice();
	let types = at.metadata_ref().types();
	let mut texts = Vec::new();
	for field in &details.variant.fields {
		match scale_value::scale::decode_as_type(&mut bytes, field.ty.id, types) {
			Ok(value) => {
				let value = value.remove_context().to_string();
				texts.push(match &field.name {
					Some(name) => format!("{name}: {value}"),
					None => value,
				});
			}
			Err(_) => return name,
		}
	}
	if texts.is_empty() { name } else { format!("{name} ({})", texts.join(", ")) }
}

/// The documentation of an error, as plain text.
fn module_doc(error: &ModuleError) -> Option<String> {
	let details = error.details().ok()?;
	let text = details.variant.docs.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
	let text = plain(&text);
	(!text.is_empty()).then_some(text)
}

/// Text without the marks of links and code.
fn plain(text: &str) -> String {
	let mut out = String::with_capacity(text.len());
	let mut rest = text;
	while let Some(start) = rest.find('[') {
		let (before, after) = rest.split_at(start);
		out.push_str(before);
		let Some(end) = after.find(']') else {
			rest = after;
			break;
		};
		out.push_str(after.get(1..end).unwrap_or_default());
		rest = after.get(end + 1..).unwrap_or_default();
		if rest.starts_with('(') {
			rest = rest.find(')').and_then(|end| rest.get(end + 1..)).unwrap_or(rest);
		}
	}
	out.push_str(rest);
	out.replace('`', "").trim().to_owned()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn documentation_should_become_plain_text() {
		let cases = [
			("Plain.", "Plain."),
			("Below [`Config::Min`]; bond more.", "Below Config::Min; bond more."),
			("See [the call](Pallet::call) or [`x`](y).", "See the call or x."),
			("An [open bracket", "An [open bracket"),
			("`code` and [a] [b]", "code and a b"),
			("", ""),
		];
		for (text, expected) in cases {
			assert_eq!(plain(text), expected);
		}
	}

	#[tokio::test]
	async fn a_node_that_is_not_there_should_be_an_error_of_one_line() {
		let error = Chain::connect("ws://127.0.0.1:1").await.unwrap_err().to_string();
		assert!(error.starts_with("cannot connect to ws://127.0.0.1:1: "), "{error}");
		assert!(!error.contains('\n'));
	}
}
