//! What the calls do, and what other pallets may ask.

use crate::{
	ACK_WINDOWS, Accounts, Books, Config, CreditAccount, DayTotals, Error, Event, HoldReason, Lot,
	LotsByDay, NextSessionId, Pallet, Params, Session, SessionModels, SessionOf, Sessions,
	SessionsByOwner, Supply, SweepCursor, TotalSupply, WeightInfo,
};
use alloc::vec::Vec;
use frame_support::{
	defensive, ensure,
	traits::{
		Get, UnixTime,
		fungible::{Inspect, InspectHold, MutateHold},
		tokens::{Fortitude, Precision, Preservation, Restriction},
	},
	weights::{Weight, WeightMeter},
};
use frame_system::pallet_prelude::BlockNumberFor;
use orogen_primitives_core::{
	AccountId, Balance, Cuc, DEFAULT_ACK_WINDOW, Day, Moment, SLOT_DURATION_MS, Seq,
	SpendingSessionId, day_of,
};
use orogen_primitives_math::credits::{SeqClaim, SeqFault, advance};
use orogen_primitives_receipts::{SessionKey, SessionRow, SessionTerms as SettledSession};
use orogen_primitives_traits::{
	ClaimedSession, CreditIssuer, GatewayRegistry, SessionLedger, SessionRefusal,
};
use sp_runtime::{
	DispatchError, DispatchResult, SaturatedConversion,
	traits::{EnsureAdd, EnsureAddAssign, EnsureSub, EnsureSubAssign},
};

/// What a customer asks of a new session.
pub(crate) struct SessionTerms {
	pub(crate) gateway: AccountId,
	pub(crate) key: SessionKey,
	pub(crate) cap: Cuc,
	pub(crate) expires_at: Moment,
	pub(crate) ack_window: Option<u8>,
	pub(crate) models: SessionModels,
}

/// How far [`Pallet::do_close_session`] came.
pub(crate) enum Closed {
	/// The grace runs.
	Stopped,
	/// The session is gone.
	Gone,
}

impl<T: Config> Pallet<T> {
	/// Time of the block.
	pub(crate) fn now() -> Moment {
		// The clamp is reached in half a billion years.
		u64::try_from(T::UnixTime::now().as_millis()).unwrap_or(u64::MAX)
	}

	/// Day of the block.
	pub fn today() -> Day {
		day_of(Self::now())
	}

	/// Loads `who` and drops what has expired.
	pub(crate) fn touch(
		books: &mut Books,
		who: &AccountId,
	) -> Result<CreditAccount, DispatchError> {
		let mut account = Accounts::<T>::get(who);
		let expired = account.expire(books.today)?;
		if expired > 0 {
			books.supply.unswept.ensure_sub_assign(expired)?;
			Self::deposit_event(Event::CreditsExpired { who: who.clone(), amount: expired });
		}
		Ok(account)
	}

	/// Stores `account`, or removes it when nothing is left.
	pub(crate) fn put_account(who: &AccountId, account: CreditAccount) {
		if account.is_empty() {
			Accounts::<T>::remove(who);
		} else {
			Accounts::<T>::insert(who, account);
		}
	}

	/// Creates `amount` for `who`, spendable up to and on `expiry_day`.
	pub(crate) fn do_issue(who: &AccountId, amount: Cuc, expiry_day: Day) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let mut books = Books::load::<T>(Self::today())?;
		let mut account = Self::touch(&mut books, who)?;
		account.add(expiry_day, amount)?;
		books.days.add(expiry_day, amount)?;
		books.supply.issue(amount)?;

		Self::put_account(who, account);
		books.store::<T>();
		Self::deposit_event(Event::CreditsIssued { who: who.clone(), amount, expiry_day });
		Ok(())
	}

	/// Returns `amount` to `owner`'s lot of `day`. A day that has passed is breakage, unless the
	/// return must get `min_life` days of life (SPEC §5). The caller has taken `amount` from where
	/// it was.
	pub(crate) fn return_credits(
		books: &mut Books,
		owner: &AccountId,
		account: &mut CreditAccount,
		amount: Cuc,
		day: Day,
		min_life: Option<Day>,
	) -> DispatchResult {
		if amount == 0 {
			return Ok(());
		}
		let expiry_day = match min_life {
			Some(life) => day.max(books.today.ensure_add(life)?),
			None => day,
		};
		if expiry_day < books.today {
			books.supply.breakage.ensure_add_assign(amount.into())?;
			Self::deposit_event(Event::CreditsExpired { who: owner.clone(), amount });
		} else {
			account.add(expiry_day, amount)?;
			books.days.add(expiry_day, amount)?;
			books.supply.lots.ensure_add_assign(amount)?;
			Self::deposit_event(Event::CreditsReturned { who: owner.clone(), amount, expiry_day });
		}
		Ok(())
	}

	/// See [`Pallet::open_session`]. The caller puts the deposit on hold.
	pub(crate) fn do_open_session(
		owner: AccountId,
		terms: SessionTerms,
		deposit: Balance,
	) -> Result<SpendingSessionId, DispatchError> {
		let SessionTerms { gateway, key, cap, expires_at, ack_window, models } = terms;
		let asked = T::GatewayRegistry::terms(&gateway).ok_or(Error::<T>::GatewayNotFound)?;
		ensure!(asked.accepting, Error::<T>::GatewayNotAccepting);
		ensure!(cap >= asked.min_session_cap.max(1), Error::<T>::CapTooLow);
		let now = Self::now();
		ensure!(expires_at > now, Error::<T>::EndPassed);
		let life = expires_at.ensure_sub(now)?;
		ensure!(life <= T::MaxSessionLife::get(), Error::<T>::LifeTooLong);
		let ack_window = ack_window.unwrap_or(DEFAULT_ACK_WINDOW);
		ensure!(ACK_WINDOWS.contains(&ack_window), Error::<T>::AckWindowOutOfRange);

		let mut books = Books::load::<T>(day_of(now))?;
		let mut account = Self::touch(&mut books, &owner)?;
		ensure!(account.sessions < T::MaxSessions::get(), Error::<T>::MaxSessionsReached);
		let taken = account.take(cap).ok_or(Error::<T>::InsufficientCredits)?;
		for slice in &taken.slices {
			books.days.sub(slice.day, slice.amount)?;
		}
		books.supply.open(cap)?;
		// A hold could take what is locked, and a forfeited deposit would carry it past its lock.
		let unlocked =
			T::Currency::reducible_balance(&owner, Preservation::Protect, Fortitude::Polite);
		ensure!(deposit <= unlocked, Error::<T>::DepositNotCovered);
		account.sessions.ensure_add_assign(1)?;
		account.deposits.ensure_add_assign(deposit)?;

		// In blocks, so that a chain that stands still extends it.
		let blocks: BlockNumberFor<T> = life.div_ceil(SLOT_DURATION_MS).saturated_into();
		let settle_until = frame_system::Pallet::<T>::block_number()
			.ensure_add(blocks)?
			.ensure_add(Params::<T>::get().settlement_grace)?;
		let session = NextSessionId::<T>::get();
		let next = session.ensure_add(1)?;

		NextSessionId::<T>::put(next);
		SessionsByOwner::<T>::insert(&owner, session, ());
		Sessions::<T>::insert(
			session,
			Session {
				owner: owner.clone(),
				gateway: gateway.clone(),
				key,
				cap,
				remaining: cap,
				opened_at: now,
				expires_at,
				settle_until,
				ack_window,
				models,
				next_seq: 0,
				deferred: 0,
				expiry_day: taken.day,
				closing: false,
				deposit,
			},
		);
		Self::put_account(&owner, account);
		books.store::<T>();
		Self::deposit_event(Event::SessionOpened {
			session,
			who: owner,
			gateway,
			key,
			cap,
			expires_at,
			settle_until,
			ack_window,
			expiry_day: taken.day,
			deposit,
		});
		Ok(session)
	}

	/// See [`Pallet::close_session`].
	pub(crate) fn do_close_session(
		caller: AccountId,
		id: SpendingSessionId,
	) -> Result<Closed, DispatchError> {
		let mut session = Sessions::<T>::get(id).ok_or(Error::<T>::SessionNotFound)?;
		let block = frame_system::Pallet::<T>::block_number();
		let params = Params::<T>::get();
		let end = match block > session.settle_until {
			true => Self::settlement_end(&session),
			false => session.settle_until,
		};
		if caller != session.owner {
			let abandoned = end.ensure_add(params.reap_delay)?;
			ensure!(block >= abandoned, Error::<T>::NotSessionOwner);
		}
		let gateway = T::GatewayRegistry::terms(&session.gateway);
		// Block numbers are of 32 bits.
		let settles = gateway.is_some_and(|terms| terms.may_settle(block.saturated_into()));
		if block > end || !settles {
			let ends = gateway.is_none_or(|terms| terms.is_leaving());
			Self::remove_session(caller, id, session, ends)?;
			return Ok(Closed::Gone);
		}

		let now = Self::now();
		ensure!(now < session.expires_at, Error::<T>::SettlementNotOver);
		session.closing = true;
		session.expires_at = now;
		// Closing never gives the gateway more time than it had.
		session.settle_until = block.ensure_add(params.settlement_grace)?.min(session.settle_until);
		if let Some(last) = gateway.and_then(|terms| terms.settles_until) {
			session.settle_until = session.settle_until.min(last.into());
		}
		Self::deposit_event(Event::SessionClosing {
			session: id,
			expires_at: session.expires_at,
			settle_until: session.settle_until,
		});
		Sessions::<T>::insert(id, session);
		Ok(Closed::Stopped)
	}

	/// Takes a session that is over out of storage: its credits return, with the least life of
	/// returns if its `gateway_ends`; its deposit goes to its owner or to who else closes it.
	fn remove_session(
		caller: AccountId,
		id: SpendingSessionId,
		session: SessionOf<T>,
		gateway_ends: bool,
	) -> DispatchResult {
		let Session { owner, remaining, expiry_day, deposit, .. } = session;
		let min_life = gateway_ends.then(T::MinReturnLife::get);

		let mut books = Books::load::<T>(Self::today())?;
		let mut account = Self::touch(&mut books, &owner)?;
		books.supply.sessions.ensure_sub_assign(remaining)?;
		Self::return_credits(&mut books, &owner, &mut account, remaining, expiry_day, min_life)?;
		account.sessions.ensure_sub_assign(1)?;
		account.deposits.ensure_sub_assign(deposit)?;

		let reason = HoldReason::SessionDeposit.into();
		// A deposit counts towards a lock of its owner, who may have spent as much since: what the
		// lock needs stays.
		let earned = if caller == owner {
			0
		} else {
			T::Currency::reducible_total_balance_on_hold(&owner, Fortitude::Polite).min(deposit)
		};
		if earned > 0 {
			T::Currency::transfer_on_hold(
				&reason,
				&owner,
				&caller,
				earned,
				Precision::Exact,
				Restriction::Free,
				Fortitude::Polite,
			)?;
		}
		let released = deposit.ensure_sub(earned)?;
		if released > 0 {
			T::Currency::release(&reason, &owner, released, Precision::Exact)?;
		}
		let deposit = if caller == owner { released } else { earned };
		Sessions::<T>::remove(id);
		SessionsByOwner::<T>::remove(&owner, id);
		Self::put_account(&owner, account);
		books.store::<T>();
		Self::deposit_event(Event::SessionClosed {
			session: id,
			who: owner,
			closer: caller,
			amount: remaining,
			deposit,
		});
		Ok(())
	}

	/// Drops expired lots of accounts that do not come back, account after account, within `limit`
	/// and [`Config::MaxSweep`]. Returns the weight used.
	pub(crate) fn sweep(limit: Weight) -> Weight {
		let mut meter = WeightMeter::with_limit(limit);
		if meter.try_consume(T::WeightInfo::sweep_base()).is_err() {
			return meter.consumed();
		}
		let today = Self::today();
		if LotsByDay::<T>::get().first == today && TotalSupply::<T>::get().unswept == 0 {
			return meter.consumed();
		}
		match Books::load::<T>(today) {
			Ok(books) => Self::sweep_accounts(books, T::MaxSweep::get(), &mut meter),
			Err(_) => {
				defensive!("the totals cover the lots of every day");
			}
		}
		meter.consumed()
	}

	/// Looks at up to `most` accounts after the cursor.
	pub(crate) fn sweep_accounts(mut books: Books, most: u32, meter: &mut WeightMeter) {
		let cursor = SweepCursor::<T>::get();
		let mut keys = match &cursor {
			Some(last) => Accounts::<T>::iter_keys_from_key(last),
			None => Accounts::<T>::iter_keys(),
		};
		// Keys first: the map must not change under its iterator.
		let mut batch = Vec::new();
		let mut next = cursor;
		for _ in 0..most {
			if books.supply.unswept == 0
				|| meter.try_consume(T::WeightInfo::sweep_account()).is_err()
			{
				break;
			}
			next = keys.next();
			match &next {
				Some(who) => batch.push(who.clone()),
				None => break, // The round is over; the next block begins another one.
			}
		}
		for who in &batch {
			Self::sweep_account(&mut books, who);
		}
		SweepCursor::<T>::set(next);
		books.store::<T>();
	}

	/// Drops the expired lots of `who`.
	pub(crate) fn sweep_account(books: &mut Books, who: &AccountId) {
		let before = books.supply.unswept;
		match Self::touch(books, who) {
			Ok(account) if books.supply.unswept < before => Self::put_account(who, account),
			Ok(_) => {} // Nothing has expired.
			Err(_) => {
				defensive!("unswept lots are counted");
			}
		}
	}

	/// Live lots of `who`, first to expire first.
	pub fn live_lots(who: &AccountId) -> Vec<Lot> {
		Accounts::<T>::get(who).live(Self::today()).copied().collect()
	}

	/// Ids of the sessions that `who` has open, ascending; at most [`Config::MaxSessions`].
	pub fn open_sessions(who: &AccountId) -> Vec<SpendingSessionId> {
		let mut ids: Vec<_> = SessionsByOwner::<T>::iter_key_prefix(who).collect();
		ids.sort_unstable();
		ids
	}

	/// At most `limit` ids of sessions that `who` has open, ascending, from the id `from` on: a page.
	/// The next one begins after the last id of this one.
	pub fn sessions_page(
		who: &AccountId,
		from: SpendingSessionId,
		limit: u32,
	) -> Vec<SpendingSessionId> {
		let most = usize::try_from(limit).unwrap_or(usize::MAX);
		Self::open_sessions(who).into_iter().filter(|id| *id >= from).take(most).collect()
	}

	/// Whether a request can never be settled (again): its seq is behind the counter and not
	/// deferred, or the session's settlement is over, or the session is gone. `false` for a session
	/// still to come.
	pub fn request_burned(id: SpendingSessionId, seq: Seq) -> bool {
		match Sessions::<T>::get(id) {
			Some(session) => {
				let now = frame_system::Pallet::<T>::block_number();
				session.is_burned(seq) || Self::is_over(&session, now)
			}
			None => id < NextSessionId::<T>::get(),
		}
	}

	/// The totals as of today, also where no call has touched them yet.
	pub fn supply_today() -> Supply {
		let mut days: DayTotals = LotsByDay::<T>::get();
		let stored = TotalSupply::<T>::get();
		let mut supply = stored;
		match supply.expire(days.roll(Self::today())) {
			Ok(()) => supply,
			Err(_) => {
				defensive!("the totals cover the lots of every day");
				stored
			}
		}
	}
}

impl<T: Config> CreditIssuer<AccountId> for Pallet<T> {
	fn issue(who: &AccountId, amount: Cuc) -> DispatchResult {
		let expiry_day = Self::today().ensure_add(T::LotLifetime::get())?;
		Self::do_issue(who, amount, expiry_day)
	}

	fn outstanding() -> Cuc {
		// Never overflows, see `Supply::issue`.
		Self::supply_today().outstanding().unwrap_or(Cuc::MAX)
	}

	fn note_standstill() -> Weight {
		Self::do_note_standstill()
	}
}

impl<T: Config> SessionLedger<AccountId> for Pallet<T> {
	fn claim(gateway: &AccountId, row: &SessionRow) -> Result<ClaimedSession, SessionRefusal> {
		let mut session = Sessions::<T>::get(row.session).ok_or(SessionRefusal::NotFound)?;
		ensure!(session.gateway == *gateway, SessionRefusal::OtherGateway);
		let block = frame_system::Pallet::<T>::block_number();
		ensure!(!Self::is_over(&session, block), SessionRefusal::Expired);
		let claim = SeqClaim {
			from_seq: row.from_seq,
			count: row.count,
			void: row.void,
			deferred: row.deferred,
			late: row.late,
		};
		let advanced =
			advance(session.next_seq, session.deferred, &claim).map_err(|fault| match fault {
				SeqFault::WrongSeq => SessionRefusal::WrongSeq,
				SeqFault::BadBitmap => SessionRefusal::BadBitmap,
			})?;
		let remaining = session.remaining.checked_sub(row.cuc).ok_or(SessionRefusal::Exhausted)?;
		ensure!(row.count > 0 || row.late > 0, SessionRefusal::Empty);
		ensure!(advanced.receipts > 0 || row.cuc == 0, SessionRefusal::Empty);

		TotalSupply::<T>::try_mutate(|supply| supply.settle(row.cuc)).map_err(|_| {
			defensive!("the totals cover every session");
			SessionRefusal::Exhausted
		})?;
		session.next_seq = advanced.next_seq;
		session.deferred = advanced.deferred;
		session.remaining = remaining;
		let terms = SettledSession {
			owner: session.owner.clone(),
			expiry_day: session.expiry_day,
			key: session.key,
			ack_window: session.ack_window,
			opened_at: session.opened_at,
			models: SettledSession::models_hash(&session.models),
		};
		Sessions::<T>::insert(row.session, session);
		Self::deposit_event(Event::Settled {
			session: row.session,
			amount: row.cuc,
			receipts: advanced.receipts,
			next_seq: advanced.next_seq,
			deferred: advanced.deferred,
		});
		Ok(ClaimedSession { receipts: advanced.receipts, terms })
	}

	fn void(cuc: Cuc) -> DispatchResult {
		TotalSupply::<T>::try_mutate(|supply| supply.void(cuc))?;
		Self::deposit_event(Event::CreditsVoided { amount: cuc });
		Ok(())
	}

	fn refund(owner: &AccountId, expiry_day: Day, cuc: Cuc) -> DispatchResult {
		let mut books = Books::load::<T>(Self::today())?;
		let mut account = Self::touch(&mut books, owner)?;
		books.supply.refundable.ensure_sub_assign(cuc)?;
		// An operator gives its rows up as it likes, so that this must not extend any life.
		Self::return_credits(&mut books, owner, &mut account, cuc, expiry_day, None)?;
		Self::put_account(owner, account);
		books.store::<T>();
		Ok(())
	}

	fn lapse(cuc: Cuc) -> DispatchResult {
		TotalSupply::<T>::try_mutate(|supply| supply.lapse(cuc))?;
		Self::deposit_event(Event::CreditsLapsed { amount: cuc });
		Ok(())
	}

	fn refundable() -> Cuc {
		TotalSupply::<T>::get().refundable
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn open_for_benchmark(
		owner: &AccountId,
		gateway: &AccountId,
		cuc: Cuc,
	) -> Result<SpendingSessionId, DispatchError> {
		let min = T::GatewayRegistry::terms(gateway).map_or(0, |terms| terms.min_session_cap);
		let cap = cuc.max(min).max(1);
		Self::issue(owner, cap)?;
		let terms = SessionTerms {
			gateway: gateway.clone(),
			key: SessionKey::Sr25519(sp_core::sr25519::Public::default()),
			cap,
			expires_at: Self::now().ensure_add(T::MaxSessionLife::get())?,
			ack_window: None,
			models: Default::default(),
		};
		Self::do_open_session(owner.clone(), terms, 0)
	}
}
