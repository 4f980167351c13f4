//! What the pallet stores.
#![allow(
	clippy::cast_possible_truncation,
	reason = "the derives of parity-scale-codec cast the indices of variants"
)]

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::iter;
use frame_support::{BoundedVec, traits::ConstU32};
use orogen_primitives_core::{Balance, Cuc, Day, EpochIndex, OROG, Price};
use orogen_primitives_math::{
	emission::RollingBurn,
	settlement::{Shares, cuc_to_orog},
};
use scale_info::TypeInfo;
use sp_runtime::{DispatchResult, Perbill, traits::EnsureAdd};

/// Most buckets of a payee; when one more comes, the two newest priced ones become one.
pub const MAX_BUCKETS: u32 = 128;
/// Most epochs that may be open at once, the current one included. Two fewer than
/// [`MAX_BUCKETS`], so that a full ring always has two buckets of closed epochs to merge.
pub const MAX_OPEN_EPOCHS: EpochIndex = 126;
/// Buckets that are priced when new work is booked for a payee. More than the one bucket that an
/// epoch adds, so that a backlog shrinks.
pub const ACCRUE_PRICINGS: u32 = 2;
/// Payees that are priced and paid when a batch books its dues. The others wait for the next batch, for
/// idle time or for a call: a batch with hundreds of rows must not cost hundreds of payments.
pub const ACCRUE_PAYMENTS: u32 = 4;
/// Buckets that are priced when the cursor of `on_idle` visits a payee.
pub const IDLE_PRICINGS: u32 = 16;
/// Most payees that the cursor visits in a block.
pub const IDLE_PAYEES: u32 = 64;
/// Epochs after which an entry of the swap queue that nobody bought is paid in OROG.
pub const QUEUE_EPOCHS: EpochIndex = 20;
/// Most entries of the swap queue; what comes when it is full is paid in OROG.
pub const MAX_QUEUED: u64 = 4_096;
/// Least planck that a payout adds to the swap queue; less is paid in OROG.
pub const MIN_QUEUED: Balance = OROG;
/// Most entries of the swap queue that a top-up buys from or pays out.
pub const MAX_FILLS: u32 = 16;
/// Most entries of the swap queue that a block pays in OROG because of their age.
pub const IDLE_EXPIRIES: u32 = 8;
/// Most entries of the swap queue that a block sells from.
pub const IDLE_SALES: u32 = 4;
/// How often an idle block halves a part of the swap queue that the AMM does not take for enough.
pub const SALE_HALVINGS: u32 = 4;
/// Most accounts that have points of one role; those without points make room.
pub const MAX_HOLDERS: u32 = 64;
/// Topics of points: the sources of the oracle.
pub const TOPICS: usize = 3;
/// Days for which a closing is kept; batches of the epoch are kept as long.
pub const CLOSING_DAYS: u32 = 90;
/// Most epochs that a block prunes.
pub const IDLE_PRUNINGS: u32 = 8;
/// Days in the ring: 180 whole days and the day that runs.
pub const RING_DAYS: u32 = 181;

/// What governance may change, and what only genesis sets.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
)]
pub struct Parameters {
	/// Epochs between the end of an epoch and its closing: W of SPEC §9.
	pub closing_delay: EpochIndex,
	/// Emission per burn from the third year on, in parts per million.
	pub elasticity_ppm: u32,
	/// Days of headroom that sold credits may be worth.
	pub ceiling_days: u32,
	/// Days of the rolling burn.
	pub rolling_window_days: u32,
	/// Most micro-USD that may be created a day while only the bootstrap price backs burns; `None`
	/// is no bound (`development`). Set by genesis alone.
	pub bootstrap_daily_cuc: Option<Cuc>,
	/// Whether verification is supported in epochs that mint less than the floor of the headroom.
	pub trough_support: bool,
}

impl Parameters {
	/// Least closing delay that governance may set; a chain may begin with less.
	pub const MIN_CLOSING_DELAY: EpochIndex = 18;
	/// Greatest closing delay.
	pub const MAX_CLOSING_DELAY: EpochIndex = 60;
	/// Least elasticity in parts per million.
	pub const MIN_ELASTICITY_PPM: u32 = 800_000;
	/// Greatest elasticity in parts per million.
	pub const MAX_ELASTICITY_PPM: u32 = 1_500_000;
	/// Fewest days of headroom that sold credits may be worth.
	pub const MIN_CEILING_DAYS: u32 = 30;
	/// Most days of headroom that sold credits may be worth.
	pub const MAX_CEILING_DAYS: u32 = 120;
	/// Shortest rolling window in days.
	pub const MIN_ROLLING_WINDOW_DAYS: u32 = 90;
	/// Longest rolling window in days.
	pub const MAX_ROLLING_WINDOW_DAYS: u32 = 180;

	/// Whether the chain may run with them. Only the closing delay may be less at genesis than
	/// governance could set it (`development`: 1).
	pub fn are_valid(&self) -> bool {
		(1..=Self::MAX_CLOSING_DELAY).contains(&self.closing_delay)
			&& (Self::MIN_ELASTICITY_PPM..=Self::MAX_ELASTICITY_PPM).contains(&self.elasticity_ppm)
			&& (Self::MIN_CEILING_DAYS..=Self::MAX_CEILING_DAYS).contains(&self.ceiling_days)
			&& (Self::MIN_ROLLING_WINDOW_DAYS..=Self::MAX_ROLLING_WINDOW_DAYS)
				.contains(&self.rolling_window_days)
	}
}

impl Default for Parameters {
	/// The launch values of SPEC §6 and §9.
	fn default() -> Self {
		Self {
			closing_delay: 20,
			elasticity_ppm: 1_000_000,
			ceiling_days: 60,
			rolling_window_days: 90,
			bootstrap_daily_cuc: Some(1_000_000_000),
			trough_support: true,
		}
	}
}

/// Sums since genesis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Totals {
	/// Planck burned for credits.
	pub burned: Balance,
	/// Micro-USD created.
	pub created: u128,
	/// Micro-USD in open epochs: settled, and neither credits nor consumed.
	pub open: u128,
	/// Micro-USD consumed by closed epochs.
	pub consumed: u128,
	/// Planck that left the pot `payouts` for payees, the other pots, and buyers of the swap queue.
	pub paid: Balance,
	/// Planck minted for verification beside the line.
	pub supported: Balance,
}

impl Totals {
	/// Adds what was burned for credits.
	pub fn note_burn(&mut self, orog: Balance, cuc: Cuc) -> DispatchResult {
		self.burned = self.burned.ensure_add(orog)?;
		self.created = self.created.ensure_add(cuc.into())?;
		Ok(())
	}
}

/// The line of claims (SPEC §6): counters of planck since genesis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Line {
	/// Claimed by closed epochs.
	pub queued: Balance,
	/// Minted for those claims, from the front of the line.
	pub funded: Balance,
}

impl Line {
	/// What is claimed and not funded.
	pub const fn waiting(&self) -> Balance {
		// `funded` never passes `queued`; the clamp keeps a broken counter from owing.
		self.queued.saturating_sub(self.funded)
	}
}

/// What the current epoch may mint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Headroom {
	/// The epoch in which it may be minted; granted for the epoch before.
	pub epoch: EpochIndex,
	/// Planck granted.
	pub granted: Balance,
	/// Planck left; lapses with the epoch.
	pub left: Balance,
}

/// Issuance at the two moments that matter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Supply {
	/// Planck at genesis.
	pub genesis: Balance,
	/// Planck at the last anniversary; at genesis in the first year.
	pub anniversary: Balance,
}

/// Work of an open epoch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct EpochWork {
	/// Settled micro-USD.
	pub cuc: Cuc,
	/// Micro-USD of them that are owed to payees.
	pub dues: Cuc,
}

/// Planck for the pots.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct PotShares {
	/// For verification.
	pub verification: Balance,
	/// For the treasury.
	pub treasury: Balance,
	/// For governance.
	pub governance: Balance,
}

impl PotShares {
	/// All of them.
	pub const fn total(&self) -> Balance {
		// Every amount is a part of the line, whose counters are checked.
		self.verification.saturating_add(self.treasury).saturating_add(self.governance)
	}
}

/// A closed epoch with work; kept for [`CLOSING_DAYS`] days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Closing {
	/// Micro-USD consumed.
	pub cuc: Cuc,
	/// Micro-USD of them owed to payees.
	pub dues: Cuc,
	/// USD per OROG at which they were converted.
	pub price: Price,
	/// Where its claim begins in the line.
	pub start: Balance,
	/// Planck for payees.
	pub operators: Balance,
	/// Planck for the pots.
	pub pots: PotShares,
	/// Micro-USD of `dues` that are not priced in their payees' buckets.
	pub unpriced: Cuc,
	/// Planck of `operators` that no payee's bucket has yet; what is left when all dues are priced
	/// goes to verification.
	pub unassigned: Balance,
	/// The epoch in which it was closed.
	pub closed_in: EpochIndex,
}

impl Closing {
	/// The closing, in the epoch `closed_in`, of an epoch whose claim begins at `start`.
	pub const fn new(
		work: EpochWork,
		price: Price,
		start: Balance,
		shares: Shares,
		closed_in: EpochIndex,
	) -> Self {
		let EpochWork { cuc, dues } = work;
		let Shares { operators, verification, treasury, governance } = shares;
		let pots = PotShares { verification, treasury, governance };
		let (unpriced, unassigned) = (dues, operators);
		Self { cuc, dues, price, start, operators, pots, unpriced, unassigned, closed_in }
	}

	/// Planck that it claims.
	pub const fn payable(&self) -> Balance {
		// The line has been extended by this very sum, checked.
		self.operators.saturating_add(self.pots.total())
	}

	/// Where its claim ends in the line; all of it is funded once the line is funded up to there.
	pub const fn end(&self) -> Balance {
		self.start.saturating_add(self.payable())
	}

	/// Prices a due of `cuc` and takes it out of what is not assigned. `None`, and no change, when
	/// there is less left than that.
	pub fn assign(&mut self, cuc: Cuc) -> Option<Balance> {
		let amount = cuc_to_orog(cuc.into(), self.price)?;
		let unpriced = self.unpriced.checked_sub(cuc)?;
		self.unassigned = self.unassigned.checked_sub(amount)?;
		self.unpriced = unpriced;
		Some(amount)
	}

	/// Takes what flooring left, once every due is priced.
	pub fn take_dust(&mut self) -> Balance {
		if self.unpriced == 0 { core::mem::take(&mut self.unassigned) } else { 0 }
	}
}

/// What an epoch owes a payee.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub enum Bucket {
	/// The epoch is open, or closed and not looked at since.
	#[codec(index = 0)]
	Unpriced {
		/// The epoch.
		epoch: EpochIndex,
		/// Micro-USD.
		cuc: Cuc,
	},
	/// The epoch is closed.
	#[codec(index = 1)]
	Priced {
		/// The epoch; of merged buckets, the latest.
		epoch: EpochIndex,
		/// Planck at the closing prices.
		amount: Balance,
	},
}

impl Bucket {
	/// The epoch that the bucket waits for.
	pub const fn epoch(&self) -> EpochIndex {
		match self {
			Self::Unpriced { epoch, .. } | Self::Priced { epoch, .. } => *epoch,
		}
	}
}

/// Dues of a payee, oldest epoch first, priced ones before unpriced ones.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Payee {
	/// At most one bucket an epoch.
	pub buckets: BoundedVec<Bucket, ConstU32<MAX_BUCKETS>>,
}

impl Payee {
	/// Adds a due of `epoch`, which is no older than any other. `None`, and no change, when the ring
	/// is full and has no two priced buckets to merge.
	pub fn book(&mut self, epoch: EpochIndex, due: Cuc) -> Option<()> {
		if let Some(Bucket::Unpriced { epoch: newest, cuc }) = self.buckets.last_mut()
			&& *newest == epoch
		{
			*cuc = cuc.checked_add(due)?;
			return Some(());
		}
		if self.buckets.is_full() {
			self.merge_newest_priced()?;
		}
		self.buckets.try_push(Bucket::Unpriced { epoch, cuc: due }).ok()
	}

	/// Whether a due of any epoch can be booked.
	pub fn has_room(&self) -> bool {
		let priced = |bucket: &&Bucket| matches!(bucket, Bucket::Priced { .. });
		!self.buckets.is_full() || self.buckets.iter().filter(priced).nth(1).is_some()
	}

	/// Whether a bucket can be priced, because its epoch is before `first_open`, or paid, because it is
	/// priced and its epoch is before `released`.
	pub fn waits(&self, first_open: EpochIndex, released: EpochIndex) -> bool {
		self.buckets.iter().any(|bucket| match bucket {
			Bucket::Priced { epoch, .. } => *epoch < released,
			Bucket::Unpriced { epoch, .. } => *epoch < first_open,
		})
	}

	/// Makes one bucket of the two newest priced ones. It waits for the later epoch; those before it
	/// keep theirs, so that the oldest is paid in its turn and makes room.
	fn merge_newest_priced(&mut self) -> Option<()> {
		let priced = |bucket: &Bucket| matches!(bucket, Bucket::Priced { .. });
		let newer = self.buckets.iter().rposition(priced)?;
		let older = newer.checked_sub(1)?;
		let (Bucket::Priced { amount: first, .. }, Bucket::Priced { epoch, amount: second }) =
			(*self.buckets.get(older)?, *self.buckets.get(newer)?)
		else {
			return None;
		};
		*self.buckets.get_mut(newer)? =
			Bucket::Priced { epoch, amount: first.checked_add(second)? };
		self.buckets.remove(older);
		Some(())
	}

	/// How many of the oldest buckets can be paid and what they hold, when every epoch before
	/// `released` is.
	pub fn payable(&self, released: EpochIndex) -> (usize, Balance) {
		self.buckets
			.iter()
			.map_while(|bucket| match bucket {
				Bucket::Priced { epoch, amount } if *epoch < released => Some(*amount),
				_ => None,
			})
			// Parts of the line, whose counters are checked.
			.fold((0, 0), |(count, sum), amount| {
				(usize::saturating_add(count, 1), Balance::saturating_add(sum, amount))
			})
	}

	/// Drops the oldest `count` buckets.
	pub fn drop_oldest(&mut self, count: usize) {
		let count = count.min(self.buckets.len());
		drop(self.buckets.drain(..count));
	}
}

/// What a payee wants of its pay in dollars, where that is not the default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Preference {
	/// The share in dollars.
	pub share: Perbill,
	/// Planck on hold for this record; they return when the payee wants the default again.
	pub deposit: Balance,
}

/// Burns and creations of a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct DayTotals {
	/// Planck burned for credits.
	pub burned: Balance,
	/// Micro-USD created.
	pub created: Cuc,
}

/// The last days, by timestamp. Days without a burn, also those a halted chain skipped, count as
/// zero; days before the first burn do not count.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct DayRing {
	/// The day of the last entry.
	pub today: Day,
	/// Oldest first, without gaps.
	pub days: BoundedVec<DayTotals, ConstU32<RING_DAYS>>,
}

impl DayRing {
	/// Moves on to `day`: appends zeros and drops what is too old. At most [`RING_DAYS`] steps.
	#[must_use]
	pub fn rolled_to(mut self, day: Day) -> Self {
		let passed = match self.days.is_empty() {
			true => 1,
			// Time does not go back; if it did, the last day would go on.
			false => day.saturating_sub(self.today),
		};
		if passed == 0 {
			return self;
		}
		let most = usize::try_from(RING_DAYS).unwrap_or(usize::MAX);
		let fresh = usize::try_from(passed).unwrap_or(usize::MAX).min(most);
		let excess = self.days.len().saturating_add(fresh).saturating_sub(most);
		let kept = self.days.iter().skip(excess).copied();
		let days = kept.chain(iter::repeat_n(DayTotals::default(), fresh)).collect();
		self.days = BoundedVec::truncate_from(days);
		self.today = day;
		self
	}

	/// Whole days, newest first.
	fn whole_days(&self, most: u32) -> impl Iterator<Item = &DayTotals> {
		let most = usize::try_from(most).unwrap_or(usize::MAX);
		self.days.iter().rev().skip(1).take(most)
	}

	/// Planck burned in the last `window` whole days, or in as many as there are.
	pub fn rolling_burn(&self, window: u32) -> RollingBurn {
		self.whole_days(window).fold(RollingBurn::default(), |sum, day| RollingBurn {
			// Never more than the issuance and the ring's length.
			amount: sum.amount.saturating_add(day.burned),
			days: sum.days.saturating_add(1),
		})
	}

	/// Micro-USD created in the last `window` whole days.
	pub fn created_before(&self, window: u32) -> u128 {
		// At most 180 amounts of 64 bits.
		self.whole_days(window).fold(0, |sum, day| u128::saturating_add(sum, day.created.into()))
	}

	/// Micro-USD created on the day that runs.
	pub fn created_today(&self) -> Cuc {
		self.days.last().map_or(0, |day| day.created)
	}

	/// Adds to the day that runs. `None`, and no change, when it does not fit.
	pub fn note(&mut self, burned: Balance, created: Cuc) -> Option<()> {
		let day = self.days.last_mut()?;
		let burned = day.burned.checked_add(burned)?;
		day.created = day.created.checked_add(created)?;
		day.burned = burned;
		Some(())
	}
}

/// Where the cursor of `on_idle` is.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct Sweep<AccountId> {
	/// The payee visited last; `None` between two rounds.
	pub cursor: Option<AccountId>,
	/// Whether another round is due.
	pub again: bool,
}

impl<AccountId> Default for Sweep<AccountId> {
	fn default() -> Self {
		Self { cursor: None, again: false }
	}
}

/// What a burn would bring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BurnQuote {
	/// Micro-USD created.
	pub cuc: Cuc,
	/// USD per OROG.
	pub price: Price,
	/// Whether only the bootstrap price backs it.
	pub bootstrap: bool,
}

/// What a top-up would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TopUpQuote {
	/// Units of the coin that it costs.
	pub dollars: Balance,
	/// Planck burned.
	pub orog: Balance,
	/// Planck of them bought from the swap queue.
	pub queued: Balance,
	/// USD per OROG at which the credits are created.
	pub price: Price,
	/// Whether only the bootstrap price backs it.
	pub bootstrap: bool,
}

/// Balances of the pots in planck (SPEC §3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PotBalances {
	/// Pays validators.
	pub verification: Balance,
	/// The treasury.
	pub treasury: Balance,
	/// Pays panels, oracle and council.
	pub governance: Balance,
	/// Minted OROG on its way.
	pub payouts: Balance,
}

/// Totals, bounds and the line as the runtime API shows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Status {
	/// Epoch of the block.
	pub epoch: EpochIndex,
	/// Oldest epoch that is not closed.
	pub first_open: EpochIndex,
	/// Epochs between an epoch's end and its closing.
	pub closing_delay: EpochIndex,
	/// Planck in existence.
	pub issuance: Balance,
	/// Sums since genesis.
	pub totals: Totals,
	/// Micro-USD that may still be created today.
	pub creatable_today: Cuc,
	/// What the epoch may mint.
	pub headroom: Headroom,
	/// The line of claims.
	pub line: Line,
	/// Planck in the swap queue.
	pub swap_queue: Balance,
	/// Oldest closed epoch that is not fully funded.
	pub oldest_unfunded: Option<EpochIndex>,
	/// Balances of the pots.
	pub pots: PotBalances,
}

/// How far a due is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueStage {
	/// Its epoch is open.
	Open,
	/// Its epoch is closed and waits in the line.
	Queued,
	/// Its epoch is funded.
	Payable,
}

/// A due as the runtime API shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
	/// The epoch.
	pub epoch: EpochIndex,
	/// How far it is.
	pub stage: DueStage,
	/// Micro-USD; 0 once the epoch is closed.
	pub cuc: Cuc,
	/// Planck; 0 while the epoch is open.
	pub amount: Balance,
}
