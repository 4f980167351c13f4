//! What the runtime APIs of ours answer, put together from the pallets' storage.

mod economy;
mod operators;
mod oracle;

pub(crate) use self::{
	economy::{burn_quote, claims, emission, epoch_start, top_up_quote},
	operators::{eligible, operator, operators, tiers},
	oracle::{oracle, oracle_sources},
};

use crate::{Bme, Credits, Receipts, Runtime};
use alloc::vec::Vec;
use orogen_primitives_core::{AccountId, BatchId, SpendingSessionId};
use orogen_primitives_runtime_api::{
	BatchInfo, BatchState, BmeStatus, CreditBalance, DueState, GatewayInfo, LeafRange, Lot,
	MAX_PENDING_LISTED, MAX_SESSIONS_LISTED, PayeeDue, PendingBatch, PendingPage, Pots,
	SessionInfo, SessionsPage, VoidPart,
};

pub(crate) fn bme_status() -> BmeStatus {
	let status = Bme::status();
	BmeStatus {
		epoch: status.epoch,
		first_open_epoch: status.first_open,
		closing_delay: status.closing_delay,
		issuance: status.issuance,
		burned: status.totals.burned,
		// Parts of the issuance.
		minted: status.line.funded.saturating_add(status.totals.supported),
		supported: status.totals.supported,
		created_cuc: status.totals.created,
		consumed_cuc: status.totals.consumed,
		open_cuc: status.totals.open,
		creatable_today: status.creatable_today,
		headroom: status.headroom.granted,
		headroom_left: status.headroom.left,
		queued: status.line.queued,
		funded: status.line.funded,
		swap_queue: status.swap_queue,
		oldest_unfunded_epoch: status.oldest_unfunded,
		pots: Pots {
			verification: status.pots.verification,
			treasury: status.pots.treasury,
			governance: status.pots.governance,
			payouts: status.pots.payouts,
		},
	}
}

pub(crate) fn dues(who: &AccountId) -> Vec<PayeeDue> {
	Bme::dues_of(who)
		.into_iter()
		.map(|due| PayeeDue {
			epoch: due.epoch,
			state: match due.stage {
				pallet_bme::DueStage::Open => DueState::Open,
				pallet_bme::DueStage::Queued => DueState::Queued,
				pallet_bme::DueStage::Payable => DueState::Payable,
			},
			cuc: due.cuc,
			amount: due.amount,
		})
		.collect()
}

pub(crate) fn credit_balance(who: &AccountId) -> CreditBalance {
	let lots: Vec<Lot> = Credits::live_lots(who)
		.into_iter()
		.map(|lot| Lot { expiry_day: lot.expiry_day, amount: lot.amount })
		.collect();
	CreditBalance {
		// The sum of all credits fits, so that of one account does.
		total: lots.iter().fold(0, |sum, lot| lot.amount.saturating_add(sum)),
		lots,
		sessions: pallet_credits::Accounts::<Runtime>::get(who).sessions,
	}
}

pub(crate) fn session(id: SpendingSessionId) -> Option<SessionInfo> {
	let session = Credits::session(id)?;
	Some(SessionInfo {
		id,
		settled: session.settled(),
		deferred: session.deferred_seqs(),
		key_scheme: session.key.scheme().as_bytes().to_vec(),
		key: session.key.as_bytes().to_vec(),
		owner: session.owner,
		gateway: session.gateway,
		cap: session.cap,
		remaining: session.remaining,
		expires_at: session.expires_at,
		settle_until: session.settle_until,
		ack_window: session.ack_window,
		models: session.models.into_inner(),
		next_seq: session.next_seq,
		expiry_day: session.expiry_day,
		closing: session.closing,
		deposit: session.deposit,
	})
}

pub(crate) fn sessions(owner: &AccountId, from: SpendingSessionId, limit: u32) -> SessionsPage {
	// At most `MaxSessions` ids.
	let mut ids = Credits::open_sessions(owner).into_iter().filter(|id| *id >= from);
	let sessions = ids.by_ref().take(items(limit, MAX_SESSIONS_LISTED)).filter_map(session);
	SessionsPage { sessions: sessions.collect(), next: ids.next() }
}

/// A page's limit, cut to its bound, as a number of items.
fn items(limit: u32, most: u32) -> usize {
	usize::try_from(limit.min(most)).unwrap_or(usize::MAX)
}

pub(crate) fn batch(id: BatchId) -> Option<BatchInfo> {
	let (header, state) = Receipts::batch(id)?;
	Some(BatchInfo {
		id,
		gateway: header.gateway,
		epoch: header.epoch,
		submitted: header.submitted,
		root_ops: header.root_ops,
		root_seq: header.root_seq,
		rows_root: header.rows_root,
		count: header.count,
		entries: header.entries,
		operator_rows: header.operator_rows,
		session_rows: header.session_rows,
		tokens: header.tokens,
		cuc: header.cuc,
		blob_url: header.blob_url.into_inner(),
		state: batch_state(state),
		void: Receipts::void_rows(id).map(void_part),
	})
}

fn void_part(void: pallet_receipts::VoidRows) -> VoidPart {
	let range = |range: &pallet_receipts::LeafRange| LeafRange {
		first: range.first,
		count: range.end.saturating_sub(range.first),
	};
	VoidPart {
		leaves: void.leaves.iter().map(range).collect(),
		cuc: void.voided,
		refundable: void.waiting,
	}
}

const fn batch_state(state: pallet_receipts::BatchState) -> BatchState {
	match state {
		pallet_receipts::BatchState::Open => BatchState::Open,
		pallet_receipts::BatchState::Final => BatchState::Final,
	}
}

pub(crate) fn pending(
	gateway: AccountId,
	before: Option<BatchId>,
	limit: u32,
) -> Option<PendingPage> {
	let record = pallet_receipts::Gateways::<Runtime>::get(&gateway)?;
	let first_open = pallet_bme::FirstOpen::<Runtime>::get();
	let delay = pallet_bme::ActiveParameters::<Runtime>::get().closing_delay;
	let mut open_work = record.open_work;
	open_work.drop_closed(first_open);

	// Headers are a chain from the newest batch back. One that is not the gateway's ends the walk, so
	// that a strange `before` shows nobody else's.
	let mut next = match before {
		Some(before) => {
			let header = pallet_receipts::Batches::<Runtime>::get(before);
			header.filter(|header| header.gateway == gateway).and_then(|header| header.previous)
		}
		None => record.latest_batch,
	};
	let mut batches = Vec::new();
	let mut more = None;
	while let Some((id, (header, state))) = next.and_then(|id| Some((id, Receipts::batch(id)?))) {
		if header.epoch < first_open {
			break;
		}
		if batches.len() >= items(limit, MAX_PENDING_LISTED) {
			more = batches.last().map(|batch: &PendingBatch| batch.id);
			break;
		}
		next = header.previous;
		batches.push(PendingBatch {
			id,
			epoch: header.epoch,
			submitted: header.submitted,
			count: header.count,
			cuc: header.cuc,
			state: batch_state(state),
			// The clamp is 2^32 epochs away.
			closes_in: header.epoch.saturating_add(1).saturating_add(delay),
		});
	}
	Some(PendingPage {
		pending: open_work.batches(),
		unfinalised: open_work.cuc(),
		capacity: Receipts::capacity(gateway),
		batches,
		next: more,
	})
}

pub(crate) fn gateway(who: AccountId) -> Option<GatewayInfo> {
	let gateway = pallet_receipts::Gateways::<Runtime>::get(&who)?;
	Some(GatewayInfo {
		stake: gateway.stake,
		min_session_cap: gateway.min_session_cap,
		unfinalised: Receipts::unfinalised(who.clone()).unwrap_or_default(),
		unbonding_until: gateway.unbonding_until(),
		who,
	})
}
