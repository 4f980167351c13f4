//! What the oracle stores, and what it shows.
#![allow(
	clippy::cast_possible_truncation,
	reason = "the derives of parity-scale-codec cast the indices of variants"
)]

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{BoundedVec, traits::ConstU32};
use orogen_primitives_core::{Balance, Day, MILLISECS_PER_DAY, Moment, Price};
use orogen_primitives_math::oracle as math;
use orogen_primitives_traits::OracleState;
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_runtime::ArithmeticError;

/// Number of an external source: 0 and 1 are exchanges, 2 is an external DEX (SPEC §4).
pub type SourceId = u8;
/// External sources.
pub const SOURCES: SourceId = 3;
/// Most members at once; bounds every walk over members or samples.
pub const MAX_MEMBERS: u32 = 32;
/// Checkpoints kept of a source.
pub const MAX_CHECKPOINTS: u32 = 64;
/// Checkpoints are at least this part of the window apart, so that [`MAX_CHECKPOINTS`] of them span
/// a third more than the window.
pub const CHECKPOINTS_PER_WINDOW: Moment = 48;
/// Minutes of a source that can be open for samples at a time.
pub const OPEN_MINUTES: u64 = 8;
/// Days over which the quality of samples counts.
pub const QUALITY_DAYS: Day = 30;
/// Fixed prices that can hold up the payout price at a time.
pub const MAX_FLOORS: u32 = 4;

const MINUTE: Moment = 60_000;
const HOUR: Moment = 60 * MINUTE;

/// Times and limits of the oracle; written once by genesis, the window by governance.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OracleParameters<BlockNumber> {
	/// Length of the time-weighted mean in milliseconds.
	pub window: Moment,
	/// Shortest window that governance may set.
	pub min_window: Moment,
	/// Longest window that governance may set.
	pub max_window: Moment,
	/// Age in milliseconds up to which a sample is live and accepted.
	pub sample_lifetime: Moment,
	/// Age in milliseconds up to which a sample still prices payouts while the oracle is halted.
	pub payout_sample_lifetime: Moment,
	/// Milliseconds that a sample may be ahead of the chain's time.
	pub future_tolerance: Moment,
	/// Milliseconds after a pause during which only the fast track may pause again.
	pub pause_cooldown: Moment,
	/// Milliseconds after the last burn under a fixed price during which payouts stay at or above it.
	pub bootstrap_hold: Moment,
	/// Blocks after a member's end until its stake is free.
	pub unbonding: BlockNumber,
	/// Judged samples of 30 days below which no member is ejected.
	pub judged_floor: u32,
}

impl<BlockNumber: From<u32>> Default for OracleParameters<BlockNumber> {
	/// The values of SPEC §4.
	fn default() -> Self {
		Self {
			window: 8 * HOUR,
			min_window: 30 * MINUTE,
			max_window: 12 * HOUR,
			sample_lifetime: 5 * MINUTE,
			payout_sample_lifetime: 30 * MINUTE,
			future_tolerance: 10_000,
			pause_cooldown: 14 * MILLISECS_PER_DAY,
			bootstrap_hold: 61 * MILLISECS_PER_DAY,
			unbonding: (28 * orogen_primitives_core::DAYS).into(),
			judged_floor: 1_000,
		}
	}
}

impl<BlockNumber> OracleParameters<BlockNumber> {
	/// Whether all values are within what the rules can work with.
	pub fn is_valid(&self) -> bool {
		let year = 365 * MILLISECS_PER_DAY;
		(MINUTE..=MILLISECS_PER_DAY).contains(&self.min_window)
			&& (self.min_window..=MILLISECS_PER_DAY).contains(&self.max_window)
			&& self.allows_window(self.window)
			// Together below seven minutes: then a sample's minute is over for every member before
			// its place among the `OPEN_MINUTES` is taken again.
			&& (1..=5 * MINUTE).contains(&self.sample_lifetime)
			&& self.future_tolerance <= MINUTE
			&& (self.sample_lifetime..=MILLISECS_PER_DAY).contains(&self.payout_sample_lifetime)
			&& self.pause_cooldown <= year
			&& self.bootstrap_hold <= year
	}

	/// Whether governance may set `window`.
	pub fn allows_window(&self, window: Moment) -> bool {
		(self.min_window..=self.max_window).contains(&window)
	}

	/// Least distance of checkpoints in milliseconds.
	pub fn spacing(&self) -> Moment {
		self.window / CHECKPOINTS_PER_WINDOW
	}
}

/// Number of a membership; counts up and is never reused, so that what a former member fed cannot
/// be taken for a later one's.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub struct MemberId(pub u32);

/// A member; `stake` is on hold under [`HoldReason::MemberStake`](crate::HoldReason::MemberStake).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Member {
	/// Number of the membership.
	pub id: MemberId,
	/// OROG in planck that vouch for it and weigh its samples; 0 until it bonds.
	pub stake: Balance,
}

/// Stake of a former member.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Unbonding<BlockNumber> {
	/// OROG in planck, still on hold.
	pub amount: Balance,
	/// First block in which it can be withdrawn.
	pub until: BlockNumber,
}

/// What a member saw.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Sample {
	/// USD per OROG.
	pub price: Price,
	/// When it was seen.
	pub timestamp: Moment,
	/// The member's stake when it was fed.
	pub weight: Balance,
}

impl Sample {
	/// Last moment at which the sample counts.
	pub fn expires(&self, lifetime: Moment) -> Moment {
		// A timestamp is at most a minute ahead of the chain's; the clamp cannot be reached.
		self.timestamp.saturating_add(lifetime)
	}
}

/// What becomes of an entry in the next block.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub enum Change {
	/// Nothing.
	#[codec(index = 0)]
	Keep,
	/// The member has fed this.
	#[codec(index = 1)]
	Replace(Sample),
	/// The member is no member any more.
	#[codec(index = 2)]
	Leave,
}

/// A member's samples in a [`Book`].
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Entry {
	/// The member.
	pub member: MemberId,
	/// The sample that counts.
	pub current: Option<Sample>,
	/// What comes after the block of [`Book::changed_in`].
	pub next: Change,
}

impl Entry {
	/// The sample that counts once the change has happened.
	fn changed(&self) -> Option<Sample> {
		match self.next {
			Change::Keep => self.current,
			Change::Replace(sample) => Some(sample),
			Change::Leave => None,
		}
	}

	/// The newest sample, whether it counts yet or not.
	pub fn newest(&self) -> Option<Sample> {
		match self.next {
			Change::Replace(sample) => Some(sample),
			Change::Keep | Change::Leave => self.current,
		}
	}
}

/// Totals of a source at a moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Checkpoint {
	/// The moment.
	pub at: Moment,
	/// Twice the sum of price × milliseconds; twice, because a median of two is a half.
	pub doubled: u128,
	/// Milliseconds with a live sample.
	pub live: Moment,
}

impl From<Checkpoint> for math::Point {
	fn from(checkpoint: Checkpoint) -> Self {
		let Checkpoint { at, doubled, live } = checkpoint;
		Self { at, doubled, live }
	}
}

/// Checkpoints of a source, oldest first.
pub type Ring = BoundedVec<Checkpoint, ConstU32<MAX_CHECKPOINTS>>;

/// The newest samples of a source and its totals.
///
/// A change takes effect in the block after the one in which it is made: until then it stands in
/// [`Entry::next`]. All pending changes are of one block.
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Book<BlockNumber> {
	/// One for each member that has fed.
	pub entries: BoundedVec<Entry, ConstU32<MAX_MEMBERS>>,
	/// Block whose changes wait.
	pub changed_in: BlockNumber,
	/// Until when the totals count.
	pub updated_at: Moment,
	/// Twice the sum of price × milliseconds.
	pub doubled: u128,
	/// Milliseconds with a live sample.
	pub live: Moment,
	/// When the last checkpoint was made.
	pub marked_at: Option<Moment>,
}

impl<BlockNumber: PartialEq + Copy> Book<BlockNumber> {
	/// The samples that count in `block`, live or not.
	pub fn effective(&self, block: BlockNumber) -> impl Iterator<Item = (MemberId, Sample)> + '_ {
		let waits = self.changed_in == block;
		self.entries.iter().filter_map(move |entry| {
			let sample = if waits { entry.current } else { entry.changed() };
			sample.map(|sample| (entry.member, sample))
		})
	}

	/// What the time since the totals were updated adds to them.
	pub fn accrued(
		&self,
		block: BlockNumber,
		now: Moment,
		lifetime: Moment,
	) -> Option<math::Accrued> {
		let samples: alloc::vec::Vec<_> = self
			.effective(block)
			.map(|(_, sample)| math::Timed {
				price: sample.price,
				weight: sample.weight,
				expires: sample.expires(lifetime),
			})
			.collect();
		math::integrate(&samples, self.updated_at, now)
	}

	/// The totals.
	pub fn totals(&self) -> Checkpoint {
		Checkpoint { at: self.updated_at, doubled: self.doubled, live: self.live }
	}

	/// Brings totals and samples up to date, so that a change of `block` can be noted. Returns since
	/// when no sample has been live, if so.
	pub fn advance(
		&mut self,
		block: BlockNumber,
		now: Moment,
		lifetime: Moment,
	) -> Result<Option<Moment>, ArithmeticError> {
		let accrued = self.accrued(block, now, lifetime).ok_or(ArithmeticError::Overflow)?;
		self.doubled =
			self.doubled.checked_add(accrued.doubled).ok_or(ArithmeticError::Overflow)?;
		self.live = self.live.checked_add(accrued.live).ok_or(ArithmeticError::Overflow)?;
		self.updated_at = self.updated_at.max(now);
		if self.changed_in != block {
			self.entries.retain(|entry| entry.next != Change::Leave);
			for entry in &mut self.entries {
				entry.current = entry.changed();
				entry.next = Change::Keep;
			}
			self.changed_in = block;
		}
		Ok(accrued.died)
	}

	/// Whether `member` has already fed this source in the block of the pending changes.
	pub fn has_pending(&self, member: MemberId) -> bool {
		self.entry(member).is_some_and(|entry| matches!(entry.next, Change::Replace(_)))
	}

	/// The entry of `member`.
	pub fn entry(&self, member: MemberId) -> Option<&Entry> {
		self.entries.iter().find(|entry| entry.member == member)
	}

	/// Notes the change of `member`, after [`advance`](Self::advance). `false` if there is no room,
	/// which takes more members than there may be.
	pub fn note(&mut self, member: MemberId, next: Change) -> bool {
		if let Some(entry) = self.entries.iter_mut().find(|entry| entry.member == member) {
			entry.next = next;
			return true;
		}
		let Change::Replace(_) = next else { return true };
		if self.entries.is_full() {
			// Members that have left in this very block still have their place.
			let Some(place) = self.entries.iter().position(|entry| entry.next == Change::Leave)
			else {
				return false;
			};
			self.entries.remove(place);
		}
		self.entries.try_push(Entry { member, current: None, next }).is_ok()
	}
}

/// Adds `checkpoint` to `ring`, in place of the oldest if there is no room.
pub fn push_checkpoint(ring: &mut Ring, checkpoint: Checkpoint) {
	if ring.is_full() {
		ring.remove(0);
	}
	if ring.try_push(checkpoint).is_err() {
		frame_support::defensive!("the ring has room after its oldest checkpoint is removed");
	}
}

/// What a member fed for a source in one minute.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct MinuteEntry {
	/// The member.
	pub member: MemberId,
	/// Its stake at the last sample.
	pub weight: Balance,
	/// Its lowest sample.
	pub low: Price,
	/// Its highest sample.
	pub high: Price,
}

/// The samples of a source with timestamps in one minute; judged once no sample of that minute can
/// be accepted any more.
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Minute {
	/// Minutes since the Unix epoch.
	pub minute: u64,
	/// One for each member that fed.
	pub entries: BoundedVec<MinuteEntry, ConstU32<MAX_MEMBERS>>,
}

impl Minute {
	/// The minute that `timestamp` falls on.
	pub fn of(timestamp: Moment) -> u64 {
		timestamp / MINUTE
	}

	/// Place of `minute` among the open ones.
	pub fn place(minute: u64) -> u8 {
		// The remainder is below 8.
		u8::try_from(minute % OPEN_MINUTES).unwrap_or_default()
	}

	/// Adds a sample. Where members have come and gone within the minute, so that there is no room,
	/// it is not judged.
	pub fn add(&mut self, member: MemberId, sample: &Sample) {
		let Sample { price, weight, .. } = *sample;
		if let Some(entry) = self.entries.iter_mut().find(|entry| entry.member == member) {
			entry.weight = weight;
			entry.low = entry.low.min(price);
			entry.high = entry.high.max(price);
			return;
		}
		if self.entries.try_push(MinuteEntry { member, weight, low: price, high: price }).is_err() {
			log::debug!(
				target: crate::LOG_TARGET,
				"a sample of {member:?} is not judged: too many members in one minute",
			);
		}
	}
}

/// Judged samples of a day; a member's samples of one source and minute count as one.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub struct Tally {
	/// Judged samples; at most 3 × 1,440 a day.
	pub judged: u16,
	/// Bad ones among them.
	pub bad: u16,
}

/// Judged samples of a member over [`QUALITY_DAYS`] days.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Quality {
	/// The member.
	pub member: MemberId,
	/// The newest day.
	pub day: Day,
	/// The days' tallies; a day's place is its number modulo the length.
	pub days: [Tally; QUALITY_DAYS as usize],
}

impl Quality {
	/// Quality of a new member.
	pub fn new(member: MemberId) -> Self {
		Self { member, day: 0, days: Default::default() }
	}

	/// Books a judged sample on `today`.
	pub fn note(&mut self, today: Day, bad: bool) {
		let first_new = self.day.saturating_add(1);
		let first_kept = today.saturating_sub(QUALITY_DAYS).saturating_add(1);
		for day in first_new.max(first_kept)..=today {
			if let Some(tally) = self.tally_mut(day) {
				*tally = Tally::default();
			}
		}
		self.day = self.day.max(today);
		if let Some(tally) = self.tally_mut(today) {
			// More than 65,535 samples of one day cannot be: a clamp would only lose the surplus.
			tally.judged = tally.judged.saturating_add(1);
			tally.bad = tally.bad.saturating_add(bad.into());
		}
	}

	fn tally_mut(&mut self, day: Day) -> Option<&mut Tally> {
		self.days.get_mut(usize::try_from(day % QUALITY_DAYS).ok()?)
	}

	/// Judged and bad samples of the days kept.
	pub fn sums(&self) -> (u32, u32) {
		self.days.iter().fold((0, 0), |(judged, bad), tally| {
			// 30 × 65,535 at most.
			(
				u32::saturating_add(judged, tally.judged.into()),
				u32::saturating_add(bad, tally.bad.into()),
			)
		})
	}
}

/// Blocks of a stretch of AMM prices.
pub const AMM_STRETCH: u32 = 11;
/// Stretches kept. Both numbers are odd: the mean of two middle prices would follow a push of one of
/// them.
pub const AMM_STRETCHES: u32 = 9;

/// Prices of the AMM at the ends of blocks, see [`amm`](crate::amm).
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct AmmPrices {
	/// The blocks of the stretch that is not full yet.
	pub blocks: BoundedVec<Price, ConstU32<AMM_STRETCH>>,
	/// Medians of the full stretches, oldest first.
	pub medians: BoundedVec<Price, ConstU32<AMM_STRETCHES>>,
}

impl AmmPrices {
	/// Adds the price at the end of a block; without one everything begins anew.
	pub fn note(&mut self, price: Option<Price>) {
		let Some(price) = price else {
			*self = Self::default();
			return;
		};
		push_newest(&mut self.blocks, price);
		if self.blocks.is_full()
			&& let Some(median) = median(&self.blocks)
		{
			push_newest(&mut self.medians, median);
			self.blocks = BoundedVec::new();
		}
	}

	/// The median of the stretches' medians, once there are enough.
	pub fn price(&self) -> Option<Price> {
		if self.medians.is_full() { median(&self.medians) } else { None }
	}
}

/// Adds `price`, in place of the oldest if there is no room.
fn push_newest<const MAX: u32>(prices: &mut BoundedVec<Price, ConstU32<MAX>>, price: Price) {
	if prices.is_full() {
		prices.remove(0);
	}
	if prices.try_push(price).is_err() {
		frame_support::defensive!("there is room after the oldest price is removed");
	}
}

/// Median; of an even number, the middle rounded down.
fn median(prices: &[Price]) -> Option<Price> {
	let weighted = prices.iter().map(|price| math::Weighted { price: *price, weight: 1 });
	math::weighted_median(weighted).map(|middle| middle.rounded().down)
}

/// Prices of moments that have passed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct KnownPrices<BlockNumber> {
	/// Block in which they were last looked at.
	pub block: BlockNumber,
	/// Lower and higher of spot and mean, when the oracle was last fresh.
	pub good: Option<GoodPrices>,
	/// The last credit price.
	pub credit: Option<Price>,
}

/// The prices of the last moment at which the oracle was fresh.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct GoodPrices {
	/// The lower of spot and mean.
	pub low: Price,
	/// The higher of spot and mean.
	pub high: Price,
}

/// Spot prices in the first blocks of epochs; `None` where no source was live.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct EpochSpots {
	/// Of the epoch before this one.
	pub previous: Option<Price>,
	/// Of this epoch.
	pub current: Option<Price>,
}

/// A fixed price that holds up the payout price.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Floor {
	/// USD per OROG.
	pub price: Price,
	/// Last moment at which it holds.
	pub until: Moment,
}

/// Floors of the payout price: highest first, which is also the first to end.
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Floors(pub BoundedVec<Floor, ConstU32<MAX_FLOORS>>);

impl Floors {
	/// The highest floor that holds at `now`.
	pub fn at(&self, now: Moment) -> Option<Price> {
		self.0.iter().find(|floor| floor.until >= now).map(|floor| floor.price)
	}

	/// Adds `floor`, which ends no earlier than those there are, and forgets those it makes idle.
	pub fn add(&mut self, floor: Floor, now: Moment) {
		self.0.retain(|other| other.until >= now && other.price > floor.price);
		if let Err(floor) = self.0.try_push(floor) {
			// A fifth fixed price within two months: the lowest floor holds for longer instead.
			if let Some(lowest) = self.0.last_mut() {
				lowest.until = floor.until;
			}
		}
	}
}

/// The oracle now.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct OracleView {
	/// Trust in the prices.
	pub state: OracleState,
	/// Median of the live sources' time-weighted means, an outlier left out.
	pub twap: Option<Price>,
	/// Median of the live sources' values, an outlier left out.
	pub spot: Option<Price>,
	/// Price of a burn; `None` while burns stop.
	pub credit: Option<Price>,
	/// Whether burns use the fixed price.
	pub bootstrap: bool,
	/// Price of a payout; `None` while payouts wait.
	pub payout: Option<Price>,
	/// Window of the mean in milliseconds.
	pub window: Moment,
	/// Members.
	pub members: u32,
	/// Live external sources, an outlier included, one with too few feeders not.
	pub live_sources: u32,
	/// When a pause ends, while there is one.
	pub paused_until: Option<Moment>,
}

/// A source now.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct SourceView {
	/// The source.
	pub source: SourceId,
	/// Stake-weighted median of the live samples.
	pub value: Option<Price>,
	/// Time-weighted mean over the live part of the window.
	pub twap: Option<Price>,
	/// Timestamp of the newest sample, live or not.
	pub newest: Option<Moment>,
	/// Members with a live sample.
	pub feeders: u32,
}

/// A member now.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct MemberView {
	/// Number of the membership.
	pub id: MemberId,
	/// Stake in planck.
	pub stake: Balance,
	/// Samples judged within 30 days.
	pub judged: u32,
	/// Bad ones among them.
	pub bad: u32,
}
