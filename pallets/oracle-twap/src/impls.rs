//! What the calls do, how prices are read, and what other pallets see.

use crate::{
	Books, BootstrapFloors, BootstrapPrice, Checkpoints, Config, Error, Event, HoldReason, Known,
	MemberAccounts, MemberId, MemberView, Members, Minutes, NextMemberId, OracleParameters,
	OracleView, Pallet, Parameters, PausedUntil, Qualities, SourceId, SourceView, Spots,
	Unbondings, WeightInfo,
	types::{
		Book, Change, Checkpoint, EpochSpots, Floor, GoodPrices, KnownPrices, MAX_MEMBERS, Member,
		Minute, Quality, Ring, SOURCES, Sample, Unbonding, push_checkpoint,
	},
};
use alloc::vec::Vec;
use frame_support::{
	defensive,
	pallet_prelude::*,
	traits::{UnixTime, fungible::MutateHold, tokens::Precision},
};
use frame_system::pallet_prelude::BlockNumberFor;
use orogen_primitives_core::{Balance, Moment, Price, day_of};
use orogen_primitives_math::oracle as math;
use orogen_primitives_traits::{
	AwardPoint, CreditQuote, EndedEpoch, EpochHandler, OracleQuotes, OracleState, PotRole,
	PriceOracle,
};
use sp_runtime::{ArithmeticError, SaturatedConversion, traits::CheckedAdd};

/// Longest pause in hours.
const MAX_PAUSE_HOURS: u8 = 72;
const HOUR: Moment = 3_600_000;
/// How far a sample that brings a point is off the median of the others' samples, in percent.
const POINT_TOLERANCE_PERCENT: u32 = 1;
/// Others that a sample is measured against, at least: nobody earns a point by its own word.
const POINT_OTHERS: usize = 2;
/// How many times the present fixed price, or which part of it, the next one is at most.
const BOOTSTRAP_STEP: u128 = 2;

/// A source as it is read.
struct Reading {
	/// Median of the live samples.
	value: Option<math::Rounded>,
	/// Members with a live sample.
	feeders: Vec<MemberId>,
	/// The source's book.
	newest: Option<Moment>,
	/// The mean over the window.
	window: math::Window,
}

// ---- Members ----

impl<T: Config> Pallet<T> {
	/// The chain's time.
	pub(crate) fn now() -> Moment {
		T::UnixTime::now().as_millis().saturated_into()
	}

	pub(crate) fn do_add_member(who: T::AccountId) -> DispatchResult {
		ensure!(!Members::<T>::contains_key(&who), Error::<T>::AlreadyMember);
		ensure!(Members::<T>::count() < MAX_MEMBERS, Error::<T>::MaxMembersReached);
		let member = NextMemberId::<T>::get();
		let next = member.0.checked_add(1).ok_or(ArithmeticError::Overflow)?;
		Qualities::<T>::try_append(Quality::new(member))
			.map_err(|()| Error::<T>::MaxMembersReached)?;
		NextMemberId::<T>::put(MemberId(next));
		Members::<T>::insert(&who, Member { id: member, stake: 0 });
		MemberAccounts::<T>::insert(member, &who);
		Self::deposit_event(Event::MemberAdded { who, member });
		Ok(())
	}

	pub(crate) fn do_bond(who: &T::AccountId, amount: Balance) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::AmountZero);
		let member = Members::<T>::get(who).ok_or(Error::<T>::NotMember)?;
		let stake = member.stake.checked_add(amount).ok_or(ArithmeticError::Overflow)?;
		ensure!(stake >= T::MinMemberStake::get(), Error::<T>::StakeTooLow);
		T::Currency::hold(&HoldReason::MemberStake.into(), who, amount)?;
		Members::<T>::insert(who, Member { stake, ..member });
		Self::deposit_event(Event::Bonded { who: who.clone(), amount, stake });
		Ok(())
	}

	/// Ends a membership: the stake unbonds, the samples count until the end of the block.
	pub(crate) fn do_remove_member(who: &T::AccountId) -> DispatchResult {
		let Member { id, stake } = Members::<T>::take(who).ok_or(Error::<T>::NotMember)?;
		MemberAccounts::<T>::remove(id);
		Qualities::<T>::mutate(|qualities| qualities.retain(|quality| quality.member != id));
		let parameters = Parameters::<T>::get();
		for source in 0..SOURCES {
			let mut book = Books::<T>::get(source);
			if book.entry(id).is_some() {
				Self::advance(source, &mut book, &parameters)?;
				book.note(id, Change::Leave);
				Books::<T>::insert(source, book);
			}
		}
		if stake > 0 {
			Self::unbond(who, stake, parameters.unbonding)?;
		}
		Ok(())
	}

	fn unbond(who: &T::AccountId, stake: Balance, time: BlockNumberFor<T>) -> DispatchResult {
		let until = frame_system::Pallet::<T>::block_number()
			.checked_add(&time)
			.ok_or(ArithmeticError::Overflow)?;
		// A stake of an earlier membership that still unbonds waits for this one.
		let earlier = Unbondings::<T>::get(who).map_or(0, |unbonding| unbonding.amount);
		let amount = earlier.checked_add(stake).ok_or(ArithmeticError::Overflow)?;
		Unbondings::<T>::insert(who, Unbonding { amount, until });
		Self::deposit_event(Event::UnbondingStarted { who: who.clone(), amount, until });
		Ok(())
	}

	pub(crate) fn do_withdraw(who: T::AccountId) -> DispatchResult {
		let Unbonding { amount, until } =
			Unbondings::<T>::get(&who).ok_or(Error::<T>::UnbondingNotFound)?;
		ensure!(frame_system::Pallet::<T>::block_number() >= until, Error::<T>::StillUnbonding);
		T::Currency::release(&HoldReason::MemberStake.into(), &who, amount, Precision::Exact)?;
		Unbondings::<T>::remove(&who);
		Self::deposit_event(Event::Withdrawn { who, amount });
		Ok(())
	}
}

// ---- Feeding ----

impl<T: Config> Pallet<T> {
	/// Accepts a sample; returns whether it pays.
	pub(crate) fn do_feed(
		who: T::AccountId,
		source: SourceId,
		price: Price,
		timestamp: Moment,
	) -> Result<Pays, DispatchError> {
		let member = Members::<T>::get(&who).ok_or(Error::<T>::NotMember)?;
		ensure!(member.stake >= T::MinMemberStake::get(), Error::<T>::StakeTooLow);
		ensure!(source < SOURCES, Error::<T>::UnknownSource);
		Self::ensure_price(price)?;
		let parameters = Parameters::<T>::get();
		let now = Self::now();
		// Both sums are clamped only by times that no clock shows.
		ensure!(
			timestamp <= now.saturating_add(parameters.future_tolerance),
			Error::<T>::SampleFromFuture
		);
		let sample = Sample { price, timestamp, weight: member.stake };
		ensure!(sample.expires(parameters.sample_lifetime) >= now, Error::<T>::SampleTooOld);
		let mut book = Books::<T>::get(source);
		let last = book.entry(member.id).and_then(|entry| entry.newest());
		ensure!(last.is_none_or(|last| last.timestamp < timestamp), Error::<T>::SampleNotNewer);

		Self::remember_prices(now);
		let good = Self::is_near_others(&book, member.id, price, now, parameters.sample_lifetime);
		Self::advance(source, &mut book, &parameters)?;
		let pays = if book.has_pending(member.id) { Pays::Yes } else { Pays::No };
		if !book.note(member.id, Change::Replace(sample)) {
			defensive!("there is room for the sample of every member");
			return Err(Error::<T>::MaxMembersReached.into());
		}
		Books::<T>::insert(source, book);
		Self::deposit_event(Event::Fed { who: who.clone(), source, price, timestamp });
		if good {
			T::PotPoints::award(PotRole::Oracle, &who, source);
		}
		Self::note_minute(source, member.id, &sample)?;
		Ok(pays)
	}

	/// Whether `price` is within 1 % of what the other members say of the source, at least
	/// [`POINT_OTHERS`] of them.
	fn is_near_others(
		book: &Book<BlockNumberFor<T>>,
		member: MemberId,
		price: Price,
		now: Moment,
		lifetime: Moment,
	) -> bool {
		let live: Vec<_> = book
			.effective(frame_system::Pallet::<T>::block_number())
			.filter(|(other, sample)| *other != member && sample.expires(lifetime) >= now)
			.map(|(_, sample)| math::Weighted { price: sample.price, weight: sample.weight })
			.collect();
		live.len() >= POINT_OTHERS
			&& math::weighted_median(live).is_some_and(|median| {
				let median = median.rounded().down;
				math::within(median.min(price), median.max(price), POINT_TOLERANCE_PERCENT)
			})
	}

	fn ensure_price(price: Price) -> DispatchResult {
		ensure!((math::MIN_PRICE..=math::MAX_PRICE).contains(&price), Error::<T>::PriceOutOfBounds);
		Ok(())
	}

	/// Brings `book` up to date before a change, with a checkpoint where one is due.
	fn advance(
		source: SourceId,
		book: &mut Book<BlockNumberFor<T>>,
		parameters: &OracleParameters<BlockNumberFor<T>>,
	) -> DispatchResult {
		let (now, spacing) = (Self::now(), parameters.spacing());
		let block = frame_system::Pallet::<T>::block_number();
		let died = book.advance(block, now, parameters.sample_lifetime)?;
		let is_due = |since: Moment| now.saturating_sub(since) >= spacing;
		// A gap gets a checkpoint at its beginning too, so that the straight line between checkpoints
		// does not smear what came before over it.
		let gap = died.filter(|died| book.marked_at.is_some() && is_due(*died));
		if gap.is_none() && !book.marked_at.is_none_or(is_due) {
			return Ok(());
		}
		let here = book.totals();
		Checkpoints::<T>::mutate(source, |ring| {
			if let Some(died) = gap {
				Self::mark_gap(ring, Checkpoint { at: died, ..here }, spacing);
			}
			push_checkpoint(ring, here);
		});
		book.marked_at = Some(here.at);
		Ok(())
	}

	/// Adds the beginning of a gap, in place of the last checkpoint where that is too close to it.
	fn mark_gap(ring: &mut Ring, start: Checkpoint, spacing: Moment) {
		match ring.last_mut() {
			Some(last) if start.at <= last.at => {}
			Some(last) if start.at.saturating_sub(last.at) < spacing => *last = start,
			_ => push_checkpoint(ring, start),
		}
	}

	/// Once a block: keeps good prices and the credit price for later.
	fn remember_prices(now: Moment) {
		let block = frame_system::Pallet::<T>::block_number();
		let known = Known::<T>::get();
		if known.block == block {
			return;
		}
		let assessment = Self::assess(now);
		let good = math::Good::of(&assessment)
			.map(|math::Good { low, high }| GoodPrices { low, high })
			.or(known.good);
		let credit = math::credit(&assessment, &Self::backing(now))
			.map(|credit| credit.price)
			.or(known.credit);
		Known::<T>::put(KnownPrices { block, good, credit });
	}

	/// Books `sample` in its minute; where that takes the place of an older minute, judges that one.
	fn note_minute(source: SourceId, member: MemberId, sample: &Sample) -> DispatchResult {
		let number = Minute::of(sample.timestamp);
		let place = Minute::place(number);
		let mut minute = Minutes::<T>::get(source, place);
		let over = if minute.minute == number {
			None
		} else {
			Some(core::mem::replace(
				&mut minute,
				Minute { minute: number, entries: Default::default() },
			))
		};
		minute.add(member, sample);
		Minutes::<T>::insert(source, place, minute);
		match over {
			Some(over) => Self::judge(source, over),
			None => Ok(()),
		}
	}

	/// Books the quality of a minute's samples and ejects at most one member.
	fn judge(source: SourceId, minute: Minute) -> DispatchResult {
		let seen: Vec<_> = minute
			.entries
			.iter()
			.map(|entry| math::Seen { weight: entry.weight, low: entry.low, high: entry.high })
			.collect();
		let verdicts: Vec<_> = minute
			.entries
			.iter()
			.zip(math::judge(&seen))
			.filter_map(|(entry, bad)| bad.map(|bad| (entry.member, bad)))
			.collect();
		if verdicts.is_empty() {
			return Ok(());
		}
		let today = day_of(Self::now());
		let floor = Parameters::<T>::get().judged_floor;
		let ejected = Qualities::<T>::mutate(|qualities| {
			let mut ejected = None;
			for (member, bad) in verdicts {
				// One that has left since is not judged.
				let Some(quality) = qualities.iter_mut().find(|quality| quality.member == member)
				else {
					continue;
				};
				quality.note(today, bad);
				if bad {
					Self::deposit_event(Event::SampleJudgedBad {
						member,
						source,
						minute: minute.minute,
					});
				}
				let (judged, bad) = quality.sums();
				if ejected.is_none() && math::is_ejected(judged, bad, floor) {
					ejected = Some((member, judged, bad));
				}
			}
			ejected
		});
		let Some((member, judged, bad)) = ejected else { return Ok(()) };
		let Some(who) = MemberAccounts::<T>::get(member) else {
			defensive!("every member with a quality has an account");
			return Ok(());
		};
		Self::do_remove_member(&who)?;
		Self::deposit_event(Event::MemberEjected { who, judged, bad });
		Ok(())
	}
}

// ---- Governance ----

impl<T: Config> Pallet<T> {
	/// Puts a fixed price in the place of the present one.
	pub(crate) fn do_replace_bootstrap_price(price: Price) -> DispatchResult {
		let present = BootstrapPrice::<T>::get().ok_or(Error::<T>::BootstrapNotFound)?;
		ensure!(Known::<T>::get().good.is_none(), Error::<T>::MarketPriceKnown);
		Self::ensure_price(price)?;
		// Prices are below 2^81.
		let at_most_twice = |high: Price, low: Price| {
			high.into_inner() <= low.into_inner().saturating_mul(BOOTSTRAP_STEP)
		};
		ensure!(
			at_most_twice(price, present) && at_most_twice(present, price),
			Error::<T>::BootstrapStepTooLarge
		);
		Self::do_set_bootstrap_price(price)
	}

	pub(crate) fn do_set_bootstrap_price(price: Price) -> DispatchResult {
		Self::ensure_price(price)?;
		BootstrapPrice::<T>::put(price);
		Self::deposit_event(Event::BootstrapPriceSet { price });
		Ok(())
	}

	pub(crate) fn do_pause(hours: u8, by_guard: bool) -> DispatchResult {
		ensure!((1..=MAX_PAUSE_HOURS).contains(&hours), Error::<T>::PauseOutOfBounds);
		let now = Self::now();
		let cooldown = Parameters::<T>::get().pause_cooldown;
		let recent =
			PausedUntil::<T>::get().is_some_and(|last| now < last.saturating_add(cooldown));
		ensure!(!(by_guard && recent), Error::<T>::PausedRecently);
		let until = now.saturating_add(Moment::from(hours).saturating_mul(HOUR));
		PausedUntil::<T>::put(until);
		Self::deposit_event(Event::Paused { until });
		Ok(())
	}

	/// When the pause at `now` ends, if there is one.
	pub(crate) fn paused_until(now: Moment) -> Option<Moment> {
		PausedUntil::<T>::get().filter(|until| now < *until)
	}
}

// ---- Reading ----

impl<T: Config> Pallet<T> {
	/// The oracle now (SPEC §4).
	fn assess(now: Moment) -> math::Assessment {
		let lifetime = Parameters::<T>::get().sample_lifetime;
		Self::assess_with(now, lifetime, Self::paused_until(now).is_some())
	}

	/// The oracle by the samples that still price payouts, whether it is paused or not.
	fn assess_late(now: Moment) -> math::Assessment {
		let lifetime = Parameters::<T>::get().payout_sample_lifetime;
		Self::assess_with(now, lifetime, false)
	}

	/// The oracle by samples of up to `lifetime`.
	fn assess_with(now: Moment, lifetime: Moment, paused: bool) -> math::Assessment {
		let mut sources = Vec::new();
		for source in 0..SOURCES {
			let reading = Self::read(source, now, lifetime);
			let Some(value) = reading.value else { continue };
			sources.push(math::Source {
				value,
				// A source that has just begun has no mean yet.
				mean: reading.window.mean.unwrap_or(value),
				half_filled: reading.window.half_filled,
				feeders: reading.feeders.into_iter().map(|MemberId(member)| member).collect(),
			});
		}
		let EpochSpots { previous, current } = Spots::<T>::get();
		let conditions = math::Conditions { reference: previous.or(current), paused };
		math::assess(&sources, &conditions)
	}

	/// A source by samples of up to `lifetime`.
	fn read(source: SourceId, now: Moment, lifetime: Moment) -> Reading {
		let book = Books::<T>::get(source);
		let block = frame_system::Pallet::<T>::block_number();
		let mut feeders = Vec::new();
		let mut live = Vec::new();
		let mut newest = None;
		for (member, sample) in book.effective(block) {
			newest = newest.max(Some(sample.timestamp));
			if sample.expires(lifetime) >= now {
				feeders.push(member);
				live.push(math::Weighted { price: sample.price, weight: sample.weight });
			}
		}
		let value = math::weighted_median(live).map(|median| median.rounded());
		Reading { value, feeders, newest, window: Self::read_window(source, &book, now) }
	}

	/// Mean of a source over the window before `now`.
	fn read_window(source: SourceId, book: &Book<BlockNumberFor<T>>, now: Moment) -> math::Window {
		let parameters = Parameters::<T>::get();
		let block = frame_system::Pallet::<T>::block_number();
		let mut points: Vec<math::Point> =
			Checkpoints::<T>::get(source).into_iter().map(Into::into).collect();
		let head = math::Point::from(book.totals());
		points.push(head);
		let accrued = book.accrued(block, now, parameters.sample_lifetime);
		let end = accrued.and_then(|accrued| {
			let doubled = head.doubled.checked_add(accrued.doubled)?;
			let live = head.live.checked_add(accrued.live)?;
			Some((math::Point { at: now, doubled, live }, accrued.died))
		});
		let Some((end, died)) = end else {
			defensive!("totals of bounded prices do not overflow");
			return math::window(&points, parameters.window);
		};
		points.extend(died.map(|at| math::Point { at, ..end }));
		points.push(end);
		math::window(&points, parameters.window)
	}

	/// What the prices depend on beside the sources.
	fn backing(now: Moment) -> math::Backing {
		math::Backing {
			last_good: Known::<T>::get()
				.good
				.map(|GoodPrices { low, high }| math::Good { low, high }),
			bootstrap: BootstrapPrice::<T>::get(),
			floor: BootstrapFloors::<T>::get().at(now),
			amm: Self::amm_price(),
		}
	}

	fn state_of(assessment: &math::Assessment) -> OracleState {
		match assessment.health {
			math::Health::Fresh => OracleState::Fresh,
			math::Health::Degraded => OracleState::Degraded,
			math::Health::Halted(_) => OracleState::Halted,
		}
	}

	/// What the external sources say while burns go on; the fixed price while it alone backs them.
	fn spot_of(
		assessment: &math::Assessment,
		backing: &math::Backing,
		credit: Option<math::Credit>,
	) -> Option<Price> {
		// The credit price itself may have been lowered by the AMM, which must not say what it is
		// measured by.
		if credit?.bootstrap {
			backing.bootstrap
		} else {
			assessment.prices.map(|prices| prices.spot.down)
		}
	}

	pub(crate) fn view_status() -> OracleView {
		let now = Self::now();
		let (assessment, backing) = (Self::assess(now), Self::backing(now));
		let credit = math::credit(&assessment, &backing);
		OracleView {
			state: Self::state_of(&assessment),
			twap: assessment.prices.map(|prices| prices.twap.down),
			spot: assessment.prices.map(|prices| prices.spot.down),
			credit: credit.map(|credit| credit.price),
			bootstrap: credit.is_some_and(|credit| credit.bootstrap),
			payout: math::payout(&assessment, || Self::assess_late(now), &backing),
			window: Parameters::<T>::get().window,
			members: Members::<T>::count(),
			live_sources: assessment.live.saturated_into(),
			paused_until: Self::paused_until(now),
		}
	}

	pub(crate) fn view_sources() -> Vec<SourceView> {
		let now = Self::now();
		let lifetime = Parameters::<T>::get().sample_lifetime;
		(0..SOURCES)
			.map(|source| {
				let reading = Self::read(source, now, lifetime);
				SourceView {
					source,
					value: reading.value.map(|value| value.down),
					twap: reading.window.mean.map(|mean| mean.down),
					newest: reading.newest,
					feeders: reading.feeders.len().saturated_into(),
				}
			})
			.collect()
	}

	pub(crate) fn view_member(who: &T::AccountId) -> Option<MemberView> {
		let Member { id, stake } = Members::<T>::get(who)?;
		let (judged, bad) = Qualities::<T>::get()
			.iter()
			.find(|quality| quality.member == id)
			.map_or((0, 0), |quality| quality.sums());
		Some(MemberView { id, stake, judged, bad })
	}
}

impl<T: Config> PriceOracle for Pallet<T> {
	fn state() -> OracleState {
		Self::state_of(&Self::assess(Self::now()))
	}

	fn credit() -> Option<CreditQuote> {
		let now = Self::now();
		math::credit(&Self::assess(now), &Self::backing(now))
			.map(|math::Credit { price, bootstrap }| CreditQuote { price, bootstrap })
	}

	fn payout() -> Option<Price> {
		let now = Self::now();
		math::payout(&Self::assess(now), || Self::assess_late(now), &Self::backing(now))
	}

	fn spot() -> Option<Price> {
		let now = Self::now();
		let (assessment, backing) = (Self::assess(now), Self::backing(now));
		let credit = math::credit(&assessment, &backing);
		Self::spot_of(&assessment, &backing, credit)
	}

	fn quotes() -> OracleQuotes {
		let now = Self::now();
		let (assessment, backing) = (Self::assess(now), Self::backing(now));
		let credit = math::credit(&assessment, &backing);
		OracleQuotes {
			state: Self::state_of(&assessment),
			credit: credit
				.map(|math::Credit { price, bootstrap }| CreditQuote { price, bootstrap }),
			payout: math::payout(&assessment, || Self::assess_late(now), &backing),
			spot: Self::spot_of(&assessment, &backing, credit),
		}
	}

	fn collateral() -> Option<Price> {
		Self::credit()
			.map(|quote| quote.price)
			.or_else(|| Known::<T>::get().credit)
			.or_else(BootstrapPrice::<T>::get)
	}

	fn note_bootstrap_burn() {
		let Some(price) = BootstrapPrice::<T>::get() else { return };
		let now = Self::now();
		let until = now.saturating_add(Parameters::<T>::get().bootstrap_hold);
		BootstrapFloors::<T>::mutate(|floors| floors.add(Floor { price, until }, now));
		Self::deposit_event(Event::PayoutFloorSet { price, until });
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn fill_for_benchmark(price: Price) {
		crate::benchmarking::fill_oracle::<T>(price);
	}
}

impl<T: Config> EpochHandler for Pallet<T> {
	/// Remembers the spot price, against which moves are measured; none while the sources are too
	/// far apart.
	fn on_new_epoch(_ended: EndedEpoch) -> Weight {
		let now = Self::now();
		let lifetime = Parameters::<T>::get().sample_lifetime;
		let assessment = Self::assess_with(now, lifetime, false);
		let current = match assessment.health {
			math::Health::Halted(_) => None,
			_ => assessment.prices.map(|prices| prices.spot.down),
		};
		Spots::<T>::mutate(|spots| *spots = EpochSpots { previous: spots.current, current });
		T::WeightInfo::on_new_epoch()
	}
}
