//! What payees are owed, and how they get it (SPEC §6).

use crate::{
	Bucket, Closings, Config, Due, DueStage, Error, Event, FirstOpen, FirstUnreleased, IdleSweep,
	OpenWork, Pallet, Payee, Payees, TotalsSinceGenesis, WeightInfo,
	types::{
		ACCRUE_PAYMENTS, ACCRUE_PRICINGS, IDLE_PAYEES, IDLE_PRICINGS, MAX_BUCKETS, MAX_OPEN_EPOCHS,
	},
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::{
	defensive,
	dispatch::{DispatchClass, DispatchResult, DispatchResultWithPostInfo, WithPostDispatchInfo},
	ensure,
	traits::{
		DefensiveOption,
		fungible::Inspect,
		tokens::{DepositConsequence, Provenance},
	},
	weights::{Weight, WeightMeter},
};
use orogen_primitives_core::{Balance, Cuc, EpochIndex};
use orogen_primitives_math::settlement::{cuc_to_orog, operator_share};
use orogen_primitives_traits::{CreditIssuer, EpochClock, PayeeStanding, WorkLedger};
use sp_runtime::{DispatchError, traits::EnsureAdd};

impl<T: Config> WorkLedger<T::AccountId> for Pallet<T> {
	const MAX_PAID: u32 = ACCRUE_PAYMENTS;

	fn accrue(cuc: Cuc, dues: Vec<(T::AccountId, Cuc)>) -> Result<u32, DispatchError> {
		let epoch = T::EpochClock::current();
		ensure!(!Self::stands_still(epoch), Error::<T>::TooManyOpenEpochs);
		let mut by_payee = BTreeMap::<T::AccountId, Cuc>::new();
		let mut sum: Cuc = 0;
		for (who, due) in dues.into_iter().filter(|(_, due)| *due > 0) {
			sum = sum.ensure_add(due)?;
			// Not more than `sum`.
			by_payee.entry(who).and_modify(|all| *all = all.saturating_add(due)).or_insert(due);
		}
		ensure!(sum <= operator_share(cuc), Error::<T>::DuesExceedShare);
		if cuc == 0 {
			return Ok(0);
		}
		OpenWork::<T>::try_mutate(epoch, |slot| -> DispatchResult {
			let work = slot.get_or_insert_default();
			work.cuc = work.cuc.ensure_add(cuc)?;
			work.dues = work.dues.ensure_add(sum)?;
			Ok(())
		})?;
		TotalsSinceGenesis::<T>::try_mutate(|totals| -> DispatchResult {
			totals.open = totals.open.ensure_add(cuc.into())?;
			Ok(())
		})?;
		Self::deposit_event(Event::WorkAccrued { epoch, cuc, dues: sum });
		let mut paid: u32 = 0;
		for (who, due) in by_payee {
			if Self::book(&who, epoch, due, paid < ACCRUE_PAYMENTS)? {
				paid = paid.saturating_add(1);
			}
		}
		Ok(paid)
	}

	fn revoke(epoch: EpochIndex, cuc: Cuc, dues: Vec<(T::AccountId, Cuc)>) -> DispatchResult {
		Self::do_revoke(epoch, cuc, dues)
	}

	fn operator_share(cuc: Cuc) -> Cuc {
		operator_share(cuc)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn burden_for_benchmark(who: &T::AccountId) {
		// Full, all priced, none released: the new due merges two of them.
		let bucket = Bucket::Priced { epoch: T::EpochClock::current(), amount: 1 };
		let mut payee = Payee::default();
		while payee.buckets.try_push(bucket).is_ok() {}
		Payees::<T>::insert(who, payee);
	}
}

impl<T: Config> Pallet<T> {
	/// Whether so many epochs are open that nothing can be settled in `epoch`.
	fn stands_still(epoch: EpochIndex) -> bool {
		epoch.saturating_sub(FirstOpen::<T>::get()) >= MAX_OPEN_EPOCHS
	}

	/// Lets the credits know when nothing can be settled in this block. Returns the weight above that of
	/// looking.
	pub(crate) fn watch_standstill(epoch: EpochIndex) -> Weight {
		match Self::stands_still(epoch) {
			true => T::CreditIssuer::note_standstill(),
			false => Weight::zero(),
		}
	}

	/// Adds a due of the current epoch. If `pay`, what is closed is priced and what is released is paid
	/// on the way; returns whether there was anything of that.
	fn book(
		who: &T::AccountId,
		epoch: EpochIndex,
		due: Cuc,
		pay: bool,
	) -> Result<bool, DispatchError> {
		let mut payee = Payees::<T>::get(who);
		let first_open = FirstOpen::<T>::get();
		let settles = pay && payee.waits(first_open, FirstUnreleased::<T>::get());
		if settles {
			Self::price_buckets(&mut payee, ACCRUE_PRICINGS);
			Self::try_pay(who, &mut payee);
		} else if !payee.has_room() {
			// Only after idle blocks were missing for days; a batch must not fail for that.
			Self::price_buckets(&mut payee, ACCRUE_PRICINGS);
			let weight = T::WeightInfo::accrue(1);
			frame_system::Pallet::<T>::register_extra_weight_unchecked(
				weight,
				DispatchClass::Normal,
			);
		}
		payee.book(epoch, due).defensive_ok_or(DispatchError::Corruption)?;
		Payees::<T>::insert(who, payee);
		Ok(settles)
	}

	/// Prices up to `most` of the oldest unpriced buckets whose epochs are closed. Returns how many.
	fn price_buckets(payee: &mut Payee, most: u32) -> u32 {
		let first_open = FirstOpen::<T>::get();
		let mut count: u32 = 0;
		for bucket in payee.buckets.iter_mut() {
			let Bucket::Unpriced { epoch, cuc } = *bucket else { continue };
			if epoch >= first_open || count >= most {
				break;
			}
			count = count.saturating_add(1);
			let Some(amount) = Self::assign(epoch, cuc) else {
				defensive!("a closed epoch has a record of every due that was booked for it");
				break;
			};
			*bucket = Bucket::Priced { epoch, amount };
		}
		// Dues of less than a planck.
		payee.buckets.retain(|bucket| !matches!(bucket, Bucket::Priced { amount: 0, .. }));
		count
	}

	/// Takes the planck for `cuc` out of a closed epoch's record.
	fn assign(epoch: EpochIndex, cuc: Cuc) -> Option<Balance> {
		Closings::<T>::mutate(epoch, |slot| {
			let closing = slot.as_mut()?;
			let amount = closing.assign(cuc)?;
			if epoch < FirstUnreleased::<T>::get() {
				Self::assign_dust(epoch, closing);
			}
			Some(amount)
		})
	}

	/// Pays the payee's released buckets, all or nothing: a part into the swap queue, the rest to the
	/// balance. Returns how much that was.
	fn pay(who: &T::AccountId, payee: &mut Payee) -> Result<Balance, DispatchError> {
		let (count, amount) = payee.payable(FirstUnreleased::<T>::get());
		if amount == 0 {
			return Ok(0);
		}
		ensure!(T::PayeeStanding::may_be_paid(who), Error::<T>::PayeeHeld);
		let (queued, refusal) = Self::queueable(who, amount);
		// A part of it.
		let direct = amount.saturating_sub(queued);
		if direct > 0 {
			let reception = T::Currency::can_deposit(who, direct, Provenance::Extant);
			ensure!(
				reception != DepositConsequence::BelowMinimum,
				Error::<T>::DuesBelowExistentialDeposit
			);
			Self::transfer_out(who, direct)?;
			// At most what was ever funded.
			TotalsSinceGenesis::<T>::mutate(|totals| {
				totals.paid = totals.paid.saturating_add(direct);
			});
			Self::deposit_event(Event::Paid { who: who.clone(), amount: direct });
		}
		payee.drop_oldest(count);
		if queued > 0 {
			Self::enqueue(who, queued);
		}
		if let Some(reason) = refusal {
			let amount = Self::usdc_share(who).mul_floor(amount);
			Self::deposit_event(Event::PaidInOrog { who: who.clone(), amount, reason });
		}
		Ok(amount)
	}

	/// As `pay`, where a payee that cannot receive must stop nothing else: its dues stay.
	fn try_pay(who: &T::AccountId, payee: &mut Payee) {
		if let Err(error) = Self::pay(who, payee) {
			log::debug!(target: "runtime::bme", "the dues of {who:?} stay: {error:?}");
		}
	}

	/// Stores what is left of a payee; a payee without dues is not kept.
	pub(crate) fn store(who: &T::AccountId, payee: Payee) {
		if payee.buckets.is_empty() {
			Payees::<T>::remove(who);
		} else {
			Payees::<T>::insert(who, payee);
		}
	}

	pub(crate) fn do_payout(who: T::AccountId) -> DispatchResultWithPostInfo {
		let mut payee = Payees::<T>::get(&who);
		let priced = Self::price_buckets(&mut payee, MAX_BUCKETS);
		let weight = T::WeightInfo::payout(priced);
		let paid = Self::pay(&who, &mut payee).map_err(|error| error.with_weight(weight))?;
		if paid == 0 {
			return Err(Error::<T>::NothingPayable.with_weight(weight));
		}
		Self::store(&who, payee);
		Ok(Some(weight).into())
	}

	/// Visits payees round by round, as far as `limit` goes. A round begins when an epoch has been
	/// released since the last one began. Returns the weight used.
	pub(crate) fn sweep(limit: Weight) -> Weight {
		let mut meter = WeightMeter::with_limit(limit);
		if meter.try_consume(T::WeightInfo::on_idle()).is_err() {
			return meter.consumed();
		}
		let mut sweep = IdleSweep::<T>::get();
		let most = T::WeightInfo::visit_payee(IDLE_PRICINGS);
		if (sweep.cursor.is_none() && !sweep.again) || !meter.can_consume(most) {
			return meter.consumed();
		}
		let mut payees = match &sweep.cursor {
			Some(last) => Payees::<T>::iter_keys_from_key(last),
			None => {
				sweep.again = false;
				Payees::<T>::iter_keys()
			}
		};
		for _ in 0..IDLE_PAYEES {
			if !meter.can_consume(most) {
				break;
			}
			let Some(who) = payees.next() else {
				meter.consume(T::WeightInfo::visit_payee(0));
				sweep.cursor = None;
				break;
			};
			let priced = Self::visit(&who);
			meter.consume(T::WeightInfo::visit_payee(priced));
			sweep.again |= priced >= IDLE_PRICINGS;
			sweep.cursor = Some(who);
		}
		IdleSweep::<T>::put(sweep);
		meter.consumed()
	}

	/// Pays a payee what can be paid with a bounded number of pricings. Returns that number.
	pub(crate) fn visit(who: &T::AccountId) -> u32 {
		let before = Payees::<T>::get(who);
		if !before.waits(FirstOpen::<T>::get(), FirstUnreleased::<T>::get()) {
			return 0;
		}
		let mut payee = before.clone();
		let priced = Self::price_buckets(&mut payee, IDLE_PRICINGS);
		Self::try_pay(who, &mut payee);
		if payee != before {
			Self::store(who, payee);
		}
		priced
	}

	/// Dues of `who` that are not paid, oldest first (`bme_claim`).
	pub fn dues_of(who: &T::AccountId) -> Vec<Due> {
		let released = FirstUnreleased::<T>::get();
		let queued_or_payable = |epoch| match epoch < released {
			true => DueStage::Payable,
			false => DueStage::Queued,
		};
		let due = |bucket: &Bucket| match *bucket {
			Bucket::Priced { epoch, amount } => {
				Due { epoch, stage: queued_or_payable(epoch), cuc: 0, amount }
			}
			Bucket::Unpriced { epoch, cuc } => {
				let priced = Closings::<T>::get(epoch)
					.and_then(|closing| cuc_to_orog(cuc.into(), closing.price));
				match priced {
					Some(amount) => Due { epoch, stage: queued_or_payable(epoch), cuc: 0, amount },
					None => Due { epoch, stage: DueStage::Open, cuc, amount: 0 },
				}
			}
		};
		Payees::<T>::get(who).buckets.iter().map(due).collect()
	}
}
