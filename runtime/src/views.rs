//! What the runtime APIs of ours answer, put together from the pallets' storage.

use crate::{Bme, Credits, OperatorStake, OracleTwap, Receipts, Runtime};
use alloc::vec::Vec;
use orogen_primitives_core::{AccountId, BatchId, SpendingSessionId};
use orogen_primitives_runtime_api::{
	BatchInfo, BatchState, BmeStatus, CreditBalance, DueState, GatewayInfo, Lot, OperatorInfo,
	OperatorState, OracleHealth, OracleSource, OracleStatus, PayeeDue, Pots, ServedGateway,
	SessionInfo,
};
use orogen_primitives_traits::OracleState;
use pallet_operator_stake::Status;

pub(crate) fn bme_status() -> BmeStatus {
	let status = Bme::status();
	BmeStatus {
		epoch: status.epoch,
		first_open_epoch: status.first_open,
		closing_delay: status.closing_delay,
		issuance: status.issuance,
		burned: status.totals.burned,
		// The line is the only thing that is minted for.
		minted: status.line.funded,
		created_cuc: status.totals.created,
		consumed_cuc: status.totals.consumed,
		open_cuc: status.totals.open,
		creatable_today: status.creatable_today,
		headroom: status.headroom.granted,
		headroom_left: status.headroom.left,
		queued: status.line.queued,
		funded: status.line.funded,
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
	let session = pallet_credits::Sessions::<Runtime>::get(id)?;
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

pub(crate) fn oracle() -> OracleStatus {
	let view = OracleTwap::status();
	OracleStatus {
		state: match view.state {
			OracleState::Fresh => OracleHealth::Fresh,
			OracleState::Degraded => OracleHealth::Degraded,
			OracleState::Halted => OracleHealth::Halted,
		},
		twap: view.twap,
		spot: view.spot,
		credit_price: view.credit,
		payout_price: view.payout,
		bootstrap: view.bootstrap,
		window: view.window,
		members: view.members,
		live_sources: view.live_sources,
		paused_until: view.paused_until,
	}
}

pub(crate) fn oracle_sources() -> Vec<OracleSource> {
	OracleTwap::sources()
		.into_iter()
		.map(|source| OracleSource {
			source: source.source,
			value: source.value,
			twap: source.twap,
			newest: source.newest,
			feeders: source.feeders,
		})
		.collect()
}

pub(crate) fn operator(hotkey: &AccountId) -> Option<OperatorInfo> {
	let view = OperatorStake::view(hotkey)?;
	let (status, until) = match view.status {
		Status::Active if view.suspension.is_none() => (OperatorState::Active, None),
		Status::Active | Status::Suspended { .. } => (OperatorState::Suspended, None),
		Status::Unbonding { until, .. } => (OperatorState::Unbonding, Some(until)),
		Status::Banned { until } => (OperatorState::Banned, Some(until)),
	};
	Some(OperatorInfo {
		hotkey: view.hotkey,
		coldkey: view.coldkey,
		tier: view.tier,
		kind: view.kind,
		modes: view.modes,
		status,
		until,
		// A tier has a stake or a deposit; while it changes an operator may have both.
		stake: view.stake.saturating_add(view.deposit),
		frozen: view.frozen,
		payout: view.payout,
		region: view.region.into_inner(),
		last_heartbeat: view.last_heartbeat,
		missed_heartbeats: view.missed_heartbeats,
		emission_share: view.emission_share.deconstruct(),
		unfinalised: view.unfinalised,
		capacity: view.capacity,
		gateways: view
			.gateways
			.into_iter()
			.map(|(served, _)| ServedGateway {
				gateway: served.gateway,
				capacity_share: served.capacity_share.deconstruct(),
				max_commission: served.max_commission.deconstruct(),
			})
			.collect(),
	})
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
		state: match state {
			pallet_receipts::BatchState::Open => BatchState::Open,
			pallet_receipts::BatchState::Final => BatchState::Final,
		},
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
