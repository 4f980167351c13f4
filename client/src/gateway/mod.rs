//! What a gateway does with receipts: keeps them, settles them, proves what it settled.
//!
//! | Module | What it does |
//! |---|---|
//! | [`journal`] | the file that nothing acknowledged is ever lost from |
//! | [`book`] | what is in the journal: receipts, the batch under way, batches settled |
//! | [`plan`] | which receipts, void and deferred seqs make the next batch |
//! | [`check`] | which receipts are taken at all |
//! | [`access`] | who may send them by HTTP |
//! | [`daemon`] | `orogen gateway run`: all of it, with an inbox and an HTTP server |
//!
//! # Why nothing is settled twice
//!
//! One batch is under way at a time. It is built on finalised state, signed once, written to the
//! journal with its bytes and synced, and only then sent; sending it again sends the same bytes, which
//! have one nonce. It is over when a finalised block says so: the chain has a batch of this gateway
//! with the same roots (settled); or the account's nonce has passed the batch's, or the last block it
//! was valid for is finalised, and there is no such batch (failed, the receipts are free again). All
//! three are read from the state of one finalised block, so a restart at any point, a reorganisation
//! or a lost connection changes nothing. And the chain itself takes each seq of a session once.

pub mod access;
pub mod book;
pub mod check;
pub mod daemon;
mod http;
mod inbox;
mod intake;
pub mod journal;
pub mod plan;
mod prune;
mod report;
mod settling;

use crate::{
	Error, calls,
	chain::{Chain, Included},
	keys::Keypair,
};
use orogen_primitives_core::{BatchId, EpochIndex};
use orogen_primitives_receipts::{Batch, Receipt, Tree, TreeKind};
use subxt::ext::scale_decode::DecodeAsType;

/// Receipts in the order of the leaves of their batch. No registry is asked: every model counts as
/// not registered.
pub fn sort(mut receipts: Vec<Receipt>) -> Result<Vec<Receipt>, Error> {
	receipts.sort_by(|a, b| {
		let key = |receipt: &Receipt| {
			let terms = receipt.terms();
			(terms.adapter.is_some(), receipt.body.mode, terms.session, terms.seq)
		};
		a.body.hotkey.cmp(&b.body.hotkey).then_with(|| key(a).cmp(&key(b)))
	});
	let twice = receipts.windows(2).find_map(|pair| match pair {
		[a, b] if (a.terms().session, a.terms().seq) == (b.terms().session, b.terms().seq) => {
			Some(a.terms().clone())
		}
		_ => None,
	});
	match twice {
		Some(terms) => Err(Error::Argument(format!(
			"seq {} of session {} stands twice",
			terms.seq, terms.session
		))),
		None => Ok(receipts),
	}
}

/// The tree over sorted receipts: `root_ops` of their batch.
pub fn tree(receipts: &[Receipt]) -> Result<Tree, Error> {
	let leaves = (0u32..).zip(receipts).map(|(index, receipt)| receipt.leaf(index)).collect();
	Tree::build(TreeKind::Ops, leaves).map_err(|error| Error::Batch(error.into()))
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct BatchSubmitted {
	batch: BatchId,
	epoch: EpochIndex,
}

/// Id and epoch of a batch, by the event of its transaction.
pub fn settled(included: &Included) -> Result<(BatchId, EpochIndex), Error> {
	let BatchSubmitted { batch, epoch } = included.event("Receipts", "BatchSubmitted")?;
	Ok((batch, epoch))
}

/// Settles a batch, waits for its block, and checks that the chain has its roots.
pub async fn settle(
	chain: &Chain,
	gateway: &Keypair,
	batch: &Batch,
	blob_url: &str,
) -> Result<(BatchId, EpochIndex, Included), Error> {
	let call = calls::receipts::submit_batch(&batch.submission(), blob_url);
	let included = chain.submit(&call, gateway).await?;
	let (id, epoch) = settled(&included)?;
	let wrong = |what: &str| Error::WrongChain(format!("batch {id} on the chain: {what}"));
	let at = Some(included.block);
	let header = chain.batch(id, at).await?.ok_or_else(|| wrong("it is not there"))?.info;
	if (header.root_ops, header.root_seq) != (batch.root_ops().hash, batch.root_seq().hash) {
		return Err(wrong("its roots are other ones"));
	}
	Ok((id, epoch, included))
}

#[cfg(test)]
pub(crate) mod tests {
	use super::*;
	use crate::keys::Keypair;
	use orogen_primitives_core::{
		Cuc, Hash, NodeKind, Seq, SpendingSessionId, Tier, VerificationMode, VerificationModes,
	};
	use orogen_primitives_receipts::{ReceiptBody, ReceiptVersion, RequestTerms, SignedRequest};
	use sp_runtime::Perbill;

	/// A well-formed receipt with good signatures.
	pub(crate) fn receipt(session: SpendingSessionId, seq: Seq, price: Cuc, acked: Cuc) -> Receipt {
		let key = |path: &str| Keypair::well_known(path).unwrap();
		let terms = RequestTerms {
			genesis: Hash::repeat_byte(1),
			session,
			seq,
			gateway: key("gateway").account(),
			request_hash: Hash::zero(),
			model: Hash::repeat_byte(9),
			adapter: None,
			min_tier: Tier::Edge,
			modes: VerificationModes::of(&[VerificationMode::Vanilla]),
			max_price: price + 10,
			max_tokens_in: 100,
			max_tokens_out: 100,
			commission: Perbill::from_percent(10),
			nonce: 0,
			acked,
		};
		let signature = key("session").sign_request(terms.payload().as_bytes());
		let hotkey = key("hot");
		let none = Hash::zero();
		let body = ReceiptBody {
			version: ReceiptVersion::V1,
			genesis: terms.genesis,
			request: SignedRequest { terms, signature },
			hotkey: hotkey.account(),
			kind: NodeKind::LocalInference,
			mode: VerificationMode::Vanilla,
			response_hash: none,
			weights_hash: none,
			kernel_pack_hash: none,
			attestation_hash: none,
			tokens_in: 10,
			tokens_out: 20,
			price,
			fingerprint: none,
			data_root: none,
			key_commitment: none,
			trace_root: None,
			timestamp: 1_000,
		};
		let signature = hotkey.sign(body.payload().as_bytes());
		Receipt { body, signature }
	}

	#[test]
	fn receipts_should_be_sorted_as_their_batch_is() {
		use orogen_primitives_receipts::SessionPlan;
		let receipts: Vec<_> = [(2, 1), (1, 0), (2, 0), (1, 1)]
			.into_iter()
			.map(|(session, seq)| receipt(session, seq, 50, 0))
			.collect();
		let plan = |session| SessionPlan { session, from_seq: 0, void: vec![], deferred: vec![] };
		let batch = Batch::build(receipts.clone(), &[plan(1), plan(2)], |_| Some(0)).unwrap();
		let sorted = sort(receipts.clone()).unwrap();
		assert_eq!(sorted, batch.receipts());
		assert_eq!(tree(&sorted).unwrap().root(), batch.root_ops());
		let twice = [receipts.clone(), receipts].concat();
		assert!(sort(twice).unwrap_err().to_string().ends_with("stands twice"));
	}
}
