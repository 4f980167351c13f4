//! Transactions: the one path from a call to a block.

use super::{
	AtBlock, BlockId, Chain,
	faults::{call_error, dispatch_error, is_nonce_conflict, pool_advice, submission_reason},
	hex_of,
};
use crate::{Error, calls::Call, error::first_line, keys::Keypair};
use orogen_primitives_core::{AccountId, Balance, BlockNumber, Hash};
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};
use subxt::{
	config::{DefaultExtrinsicParamsBuilder, SubstrateConfig},
	error::DispatchError,
	ext::scale_decode::{DecodeAsFields, DecodeAsType},
	extrinsics::ExtrinsicEvents,
	transactions::TransactionStatus,
};

/// Blocks for which a transaction may enter one.
const MORTALITY: u32 = 64;

/// Longest time that a transaction may take to enter a block, or to be finalised after that.
const INCLUSION: Duration = Duration::from_secs(120);

/// How often another nonce is tried when somebody else used ours.
const NONCE_ATTEMPTS: u32 = 3;

/// How often the chain is looked at for a transaction whose subscription broke.
const POLL: Duration = Duration::from_millis(500);

/// How far a transaction is waited for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Wait {
	/// Until it is in a block of the best chain, which can still be replaced.
	#[default]
	InBlock,
	/// Until its block is finalised.
	Finalized,
}

/// A signed transaction. Pushing it twice is harmless: it has one nonce.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
	/// `Pallet.call`.
	pub call: String,
	/// Account that signed.
	pub signer: AccountId,
	/// Its nonce.
	pub nonce: u64,
	/// What is submitted.
	pub bytes: Vec<u8>,
	/// Hash of the bytes.
	pub hash: Hash,
	/// Block that it was signed after.
	pub from: BlockId,
	/// Last block that it can be in.
	pub valid_until: BlockNumber,
}

/// A transaction that is in a block and succeeded.
#[derive(Debug)]
pub struct Included {
	/// `Pallet.call`.
	call: String,
	/// The block.
	pub block: Hash,
	/// Hash of the transaction.
	pub hash: Hash,
	events: ExtrinsicEvents<SubstrateConfig>,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct FeePaid {
	actual_fee: Balance,
}

impl Included {
	/// The fields of the first event of that name.
	pub fn event<E: DecodeAsFields>(&self, pallet: &str, name: &str) -> Result<E, Error> {
		self.find(pallet, name)?.ok_or_else(|| Error::NoEvent {
			call: self.call.clone(),
			event: format!("{pallet}.{name}"),
		})
	}

	/// The fields of the first event of that name, if there is one.
	pub fn find<E: DecodeAsFields>(&self, pallet: &str, name: &str) -> Result<Option<E>, Error> {
		let answer = |reason| Error::Answer { what: format!("{pallet}.{name}"), reason };
		for event in self.events.iter() {
			let event = event.map_err(|error| answer(first_line(&error)))?;
			if event.pallet_name() == pallet && event.event_name() == name {
				let fields = event.decode_fields_unchecked_as();
				return fields.map(Some).map_err(|error| answer(first_line(&error)));
			}
		}
		Ok(None)
	}

	/// The fields of every event of that name.
	pub fn all<E: DecodeAsFields>(&self, pallet: &str, name: &str) -> Result<Vec<E>, Error> {
		let answer = |reason| Error::Answer { what: format!("{pallet}.{name}"), reason };
		let mut all = Vec::new();
		for event in self.events.iter() {
			let event = event.map_err(|error| answer(first_line(&error)))?;
			if event.pallet_name() == pallet && event.event_name() == name {
				let fields = event.decode_fields_unchecked_as();
				all.push(fields.map_err(|error| answer(first_line(&error)))?);
			}
		}
		Ok(all)
	}

	/// `Pallet.call`.
	pub fn call(&self) -> &str {
		&self.call
	}

	/// Planck paid as fee; 0 for a call that is free when it is accepted.
	pub fn fee(&self) -> Result<Balance, Error> {
		let paid: Option<FeePaid> = self.find("TransactionPayment", "TransactionFeePaid")?;
		Ok(paid.map_or(0, |paid| paid.actual_fee))
	}
}

/// A call as it would be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
	/// The signed transaction.
	pub signed: Signed,
	/// The call in SCALE, as other programs take it.
	pub call_data: Vec<u8>,
	/// What it is estimated to cost, in planck.
	pub fee: Balance,
	/// Why the pool would not take it.
	pub refusal: Option<String>,
}

impl Chain {
	/// A call in SCALE, as part of another one.
	pub async fn encode(&self, call: &Call) -> Result<Vec<u8>, Error> {
		let at = self.api_at(self.best().await?.hash).await?;
		at.transactions().call_data(call).map_err(|error| call_error(call, &error))
	}

	fn sender(&self, who: AccountId) -> Arc<tokio::sync::Mutex<()>> {
		let mut senders = self.senders.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
		senders.entry(who).or_default().clone()
	}

	/// Signs a call with the account's next nonce, for the next 64 blocks, and sends nothing.
	pub async fn sign(&self, call: &Call, signer: &Keypair) -> Result<Signed, Error> {
		self.sign_after(call, signer, self.best().await?).await
	}

	/// As [`Self::sign`], for the 64 blocks after `from`; a transaction that is signed after a finalised
	/// block stays valid whatever becomes of newer ones.
	pub async fn sign_after(
		&self,
		call: &Call,
		signer: &Keypair,
		from: BlockId,
	) -> Result<Signed, Error> {
		// With the pool's transactions.
		let nonce: u64 =
			self.request("system_accountNextIndex", &[json!(signer.account())]).await?;
		let params = DefaultExtrinsicParamsBuilder::new()
			.nonce(nonce)
			.mortal_from_unchecked(MORTALITY.into(), from.number.into(), from.hash)
			.build();
		let at = self.api_at(from.hash).await?;
		let signed = at
			.transactions()
			.create_signable_offline(call, params)
			.and_then(|mut signable| signable.sign(signer))
			.map_err(|error| call_error(call, &error))?;
		Ok(Signed {
			call: call.full_name(),
			signer: signer.account(),
			nonce,
			hash: signed.hash(),
			bytes: signed.into_encoded(),
			from,
			valid_until: from.number.saturating_add(MORTALITY),
		})
	}

	/// What [`submit`](Self::submit) would send, and whether the pool would take it.
	pub async fn draft(&self, call: &Call, signer: &Keypair) -> Result<Draft, Error> {
		use subxt::transactions::{TransactionInvalid, ValidationResult};
		let signed = self.sign(call, signer).await?;
		let at = self.api_at(signed.from.hash).await?;
		let call_data =
			at.transactions().call_data(call).map_err(|error| call_error(call, &error))?;
		let transaction = at.transactions().from_bytes(signed.bytes.clone());
		let fee =
			transaction.partial_fee_estimate().await.map_err(|error| call_error(call, &error))?;
		let refusal = match transaction.validate().await {
			Ok(ValidationResult::Valid(_)) => None,
			Ok(ValidationResult::Invalid(TransactionInvalid::Payment)) => {
				pool_advice("pay some fees").map(Into::into)
			}
			Ok(other) => Some(format!("{other:?}")),
			Err(error) => return Err(call_error(call, &error)),
		};
		Ok(Draft { signed, call_data, fee, refusal })
	}

	/// Signs and submits a call, and waits until it is in a block and has succeeded.
	pub async fn submit(&self, call: &Call, signer: &Keypair) -> Result<Included, Error> {
		self.submit_until(call, signer, Wait::InBlock).await
	}

	/// Signs and submits a call, and waits for it as far as `wait` says. A nonce that another program
	/// used meanwhile is taken anew.
	pub async fn submit_until(
		&self,
		call: &Call,
		signer: &Keypair,
		wait: Wait,
	) -> Result<Included, Error> {
		let mut attempt = 0;
		let (signed, mut progress) = {
			let sender = self.sender(signer.account());
			let _turn = sender.lock().await;
			loop {
				let signed = self.sign(call, signer).await?;
				let at = self.api_at(signed.from.hash).await?;
				match at.transactions().from_bytes(signed.bytes.clone()).submit_and_watch().await {
					Ok(progress) => break (signed, progress),
					Err(error) => {
						let (reason, conflict) = submission_reason(&error);
						attempt += 1;
						if !conflict || attempt >= NONCE_ATTEMPTS {
							return Err(not_taken(&signed.call, reason));
						}
						tokio::time::sleep(POLL).await;
					}
				}
			}
		};
		let in_block = async {
			loop {
				match progress.next().await {
					Some(Ok(TransactionStatus::InBestBlock(block))) if wait == Wait::InBlock => {
						return Ok(block.block_hash());
					}
					Some(Ok(TransactionStatus::InFinalizedBlock(block))) => {
						return Ok(block.block_hash());
					}
					Some(Ok(
						TransactionStatus::Error { message }
						| TransactionStatus::Invalid { message }
						| TransactionStatus::Dropped { message },
					)) => return Err(not_taken(&signed.call, first_line(&message))),
					Some(Ok(_)) => {}
					// The subscription is gone, the transaction is not.
					Some(Err(_)) | None => return self.look_for(&signed, wait).await,
				}
			}
		};
		let block =
			tokio::time::timeout(INCLUSION, in_block).await.map_err(|_| Error::Timeout {
				what: format!("{} to enter a block", signed.call),
				seconds: INCLUSION.as_secs(),
			})??;
		self.outcome(&signed.call, signed.hash, block).await?.ok_or(Error::NoBlock(block))
	}

	/// Signs and submits a call, and does not wait for it.
	pub async fn send(&self, call: &Call, signer: &Keypair) -> Result<(), Error> {
		let sender = self.sender(signer.account());
		let _turn = sender.lock().await;
		let signed = self.sign(call, signer).await?;
		self.push(&signed.bytes).await
	}

	/// Hands a signed transaction to the pool.
	pub async fn push(&self, bytes: &[u8]) -> Result<(), Error> {
		self.request::<Hash>("author_submitExtrinsic", &[json!(hex_of(bytes))]).await.map(drop)
	}

	/// Looks for a transaction in the blocks that it can be in, until it is there or cannot be.
	async fn look_for(&self, signed: &Signed, wait: Wait) -> Result<Hash, Error> {
		let mut next = signed.from.number.saturating_add(1);
		loop {
			let head = match wait {
				Wait::InBlock => self.best().await?,
				Wait::Finalized => self.finalised().await?,
			};
			while next <= head.number.min(signed.valid_until) {
				let Some(block) = self.block_at(next).await? else { break };
				if self.contains(block.hash, &signed.bytes).await? {
					return Ok(block.hash);
				}
				next = next.saturating_add(1);
			}
			if head.number > signed.valid_until {
				return Err(not_taken(
					&signed.call,
					format!("it was in no block up to {}", signed.valid_until),
				));
			}
			tokio::time::sleep(POLL).await;
		}
	}

	/// Whether a transaction is in a block.
	pub async fn contains(&self, block: Hash, transaction: &[u8]) -> Result<bool, Error> {
		let body: Option<Value> = self.request("chain_getBlock", &[json!(block)]).await?;
		let body = body.ok_or(Error::NoBlock(block))?;
		let wanted = hex_of(transaction);
		Ok(body
			.pointer("/block/extrinsics")
			.and_then(Value::as_array)
			.is_some_and(|list| list.iter().any(|one| one.as_str() == Some(wanted.as_str()))))
	}

	/// What became of the transaction with `hash` in `block`: `None` if it is not in there, an error
	/// if it failed.
	pub async fn outcome(
		&self,
		call: &str,
		hash: Hash,
		block: Hash,
	) -> Result<Option<Included>, Error> {
		let fault = |reason| Error::Answer { what: call.into(), reason };
		let found = self
			.links
			.with(|link| async move {
				let at = super::at(&link, block).await?;
				let all =
					at.extrinsics().fetch().await.map_err(|error| fault(first_line(&error)))?;
				for one in all.iter() {
					let one = one.map_err(|error| fault(first_line(&error)))?;
					if one.hash() == hash {
						let events =
							one.events().await.map_err(|error| fault(first_line(&error)))?;
						return Ok(Some((events, at.clone())));
					}
				}
				Ok(None)
			})
			.await?;
		let Some((events, at)) = found else { return Ok(None) };
		if let Some(error) = failure(call, &events, &at)? {
			return Err(error);
		}
		Ok(Some(Included { call: call.into(), block, hash, events }))
	}
}

/// The error of a transaction that failed.
fn failure(
	call: &str,
	events: &ExtrinsicEvents<SubstrateConfig>,
	at: &AtBlock,
) -> Result<Option<Error>, Error> {
	let fault = |reason| Error::Answer { what: call.into(), reason };
	for event in events.iter() {
		let event = event.map_err(|error| fault(first_line(&error)))?;
		if event.pallet_name() == "System" && event.event_name() == "ExtrinsicFailed" {
			let error = DispatchError::decode_from(event.field_bytes(), at.metadata())
				.map_err(|error| fault(first_line(&error)))?;
			return Ok(Some(dispatch_error(call, &error, at)));
		}
	}
	Ok(None)
}

fn not_taken(call: &str, reason: String) -> Error {
	let advice = pool_advice(&reason).map(Into::into);
	Error::NotTaken { call: call.into(), reason, advice }
}

/// What the answer of the pool to [`Chain::push`] means for a transaction that is sent again and
/// again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pushed {
	/// It is in the pool, or was before.
	Waiting,
	/// It can never be in a block again, or is in one already: the chain has to be asked.
	Settled,
	/// The node cannot be asked, or the pool is full: later.
	Later(String),
}

impl Pushed {
	/// Reads the answer.
	pub fn of(answer: Result<(), Error>) -> Self {
		match answer {
			Ok(()) | Err(Error::Rpc { code: 1013, .. }) => Self::Waiting,
			Err(Error::Rpc { code, ref message, ref advice, .. })
				if code == 1012
					|| is_nonce_conflict(
						code,
						&format!("{message} {}", advice.as_deref().unwrap_or_default()),
					) =>
			{
				Self::Settled
			}
			Err(error) => Self::Later(error.to_string()),
		}
	}
}
