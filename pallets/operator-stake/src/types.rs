//! Stored types and what they can do by themselves.
#![allow(
	clippy::cast_possible_truncation,
	reason = "the derives of parity-scale-codec cast the indices of variants"
)]

use crate::Config;
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{BoundedVec, defensive, traits::ConstU32};
use frame_system::pallet_prelude::BlockNumberFor;
use orogen_primitives_core::{
	AccountId, Balance, CUC, Cuc, DAYS, EpochIndex, Hash, NodeKind, OROG, Price, Tier,
	VerificationMode, VerificationModes,
};
use orogen_primitives_math::operators as math;
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_runtime::{FixedU128, Perbill};

pub use orogen_primitives_core::OperatorId;

/// [`Operator`] with the runtime's block number.
pub type OperatorOf<T> = Operator<BlockNumberFor<T>>;
/// [`Status`] with the runtime's block number.
pub type StatusOf<T> = Status<BlockNumberFor<T>>;
/// [`Windows`] with the runtime's block number.
pub type WindowsOf<T> = Windows<BlockNumberFor<T>>;
/// [`OperatorView`] with the runtime's block number.
pub type OperatorViewOf<T> = OperatorView<BlockNumberFor<T>>;
/// List of gateways, as [`set_gateways`](crate::Pallet::set_gateways) takes it.
pub type GatewayListOf<T> = BoundedVec<ServedGateway, <T as Config>::MaxGateways>;

/// Longest region in bytes (SPEC §7).
pub const MAX_REGION: u32 = 8;
/// Most epochs of which a [`WorkRing`] keeps the work apart.
pub const MAX_OPEN_EPOCHS: u32 = 128;
/// Parts that the window of [`FloorHistory`] is divided into.
pub const FLOOR_SLICES: u32 = 30;
/// Slices that can lie in the window: a running one and [`FLOOR_SLICES`] whole ones.
const MAX_FLOOR_SLICES: u32 = FLOOR_SLICES + 1;

/// Capacity at launch of an operator without stake, in micro-USD.
const UNSTAKED_CAPACITY: Cuc = 5 * CUC;
/// Windows at launch in blocks, as [`Windows`] names them.
const UNBONDING: u32 = 14 * DAYS;
const TIER_DOWN: u32 = 7 * DAYS;
const FREEZE: u32 = 30 * DAYS;
const FLOOR: u32 = 30 * DAYS;
/// Longest window in blocks.
const YEAR: u32 = 365 * DAYS;

/// Domain of [`registration_payload`].
pub const REGISTRATION_DOMAIN: &[u8; 18] = b"orogen/register/v1";

/// What a hotkey signs to agree to serve under a coldkey (SPEC §7):
/// `blake2_256("orogen/register/v1" ‖ genesis hash ‖ coldkey ‖ hotkey)`, all fixed-length, without
/// prefixes. The signature is over the 32 bytes of the hash, without any wrapping.
///
/// [`register`](crate::Pallet::register) and [`rotate_hotkey`](crate::Pallet::rotate_hotkey) take the
/// same payload. It binds the chain and the coldkey, so nobody else can register the hotkey with
/// it; the same coldkey may use it again, which gives it nothing that it has not been given.
pub fn registration_payload(
	genesis_hash: Hash,
	coldkey: &AccountId,
	hotkey: &AccountId,
) -> [u8; 32] {
	sp_io::hashing::blake2_256(&(REGISTRATION_DOMAIN, genesis_hash, coldkey, hotkey).encode())
}

/// A self-declared region: ISO 3166-1 alpha-2, then perhaps a hyphen and a subdivision. Empty when
/// not declared.
pub type Region = BoundedVec<u8, ConstU32<MAX_REGION>>;

/// Whether `region` is empty or has the form `DE`, `US-CA`, `GB-ENG`.
pub fn is_region(region: &[u8]) -> bool {
	match region {
		[] => true,
		[a, b, rest @ ..] if a.is_ascii_uppercase() && b.is_ascii_uppercase() => match rest {
			[] => true,
			[b'-', first, more @ ..] => core::iter::once(first)
				.chain(more)
				.all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()),
			_ => false,
		},
		_ => false,
	}
}

/// Why an operator must not serve.
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
pub enum SuspensionReason {
	/// It has missed [`math::MAX_MISSED_HEARTBEATS`]; the next heartbeat ends it. Worked out when
	/// read, never stored.
	#[codec(index = 0)]
	MissedHeartbeats,
	/// Its stake has been below the tier's floor for 30 days; `bond_more` ends it. Worked out when
	/// read, never stored.
	#[codec(index = 1)]
	StakeTooLow,
	/// Governance has suspended it, and governance ends it.
	#[codec(index = 2)]
	Governance,
}

/// Where an operator is in its life, as stored (SPEC §7).
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
pub enum Status<BlockNumber> {
	/// Serves, unless [`OperatorView::suspension`] says otherwise.
	#[codec(index = 0)]
	Active,
	/// Must not serve until the reason is gone.
	#[codec(index = 1)]
	Suspended {
		/// Why.
		reason: SuspensionReason,
		/// Last epoch in which it was active.
		since: EpochIndex,
	},
	/// Leaves; the stake stays liable.
	#[codec(index = 2)]
	Unbonding {
		/// Last epoch in which it was active.
		since: EpochIndex,
		/// First block in which the stake can be withdrawn.
		until: BlockNumber,
	},
	/// Will never serve again.
	#[codec(index = 3)]
	Banned {
		/// First block in which the stake can be withdrawn.
		until: BlockNumber,
	},
}

/// A tier that an operator will have.
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
pub struct TierChange<BlockNumber> {
	/// The tier.
	pub tier: Tier,
	/// First block in which it has it.
	pub at: BlockNumber,
}

/// An operator (SPEC §7). Its unfinalised work stands in [`Work`](crate::Work), its gateways in
/// [`ServedGateways`](crate::ServedGateways).
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen,
)]
pub struct Operator<BlockNumber> {
	/// Never changes and is never given again.
	pub id: OperatorId,
	/// Owns stake and deposit.
	pub coldkey: AccountId,
	/// Account that payouts go to.
	pub payout: AccountId,
	/// Stake tier; see [`tier_at`](Self::tier_at).
	pub tier: Tier,
	/// A lower tier that it will have.
	pub next_tier: Option<TierChange<BlockNumber>>,
	/// Where the model runs.
	pub kind: NodeKind,
	/// Where it is in its life.
	pub status: Status<BlockNumber>,
	/// Stake in planck, part of the coldkey's hold
	/// [`OperatorStake`](crate::HoldReason::OperatorStake).
	pub stake: Balance,
	/// Deposit in planck, part of the coldkey's hold
	/// [`TierDeposit`](crate::HoldReason::TierDeposit).
	pub deposit: Balance,
	/// Part of the stake that a freeze holds and that backs no work; see
	/// [`frozen_at`](Self::frozen_at).
	pub frozen: Balance,
	/// First block in which the freeze is over, or has been for a former one.
	pub frozen_until: Option<BlockNumber>,
	/// Self-declared region: a hint for routing, never for pay.
	pub region: Region,
	/// Hash of the self-declared /24 network: a hint.
	pub ip24_hash: Hash,
	/// Epoch of the last accepted heartbeat.
	pub last_heartbeat: Option<EpochIndex>,
	/// Value that [`DutyEpochs`](crate::DutyEpochs) may reach without a missed heartbeat.
	pub duties_met: u32,
	/// Steps of the emission share that heartbeats missed before the last accepted one have cost and
	/// that are not back, at most [`math::MAX_LOST_STEPS`]; see [`lost`](Self::lost).
	pub lost_steps: u32,
	/// The hotkey before the last rotation, while [`Aliases`](crate::Aliases) knows it: of a banned
	/// operator for ever.
	pub former_key: Option<AccountId>,
	/// What it could be asked for before its tier went up to one that does not allow all of it.
	pub former_modes: Option<FormerModes>,
}

/// Modes that an operator's tier allowed and that rows may still have.
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
pub struct FormerModes {
	/// The modes.
	pub modes: VerificationModes,
	/// Last epoch in which they hold.
	pub until: EpochIndex,
}

impl<BlockNumber: Copy + Ord> Operator<BlockNumber> {
	/// The tier in block `now`.
	pub fn tier_at(&self, now: BlockNumber) -> Tier {
		match self.next_tier {
			Some(TierChange { tier, at }) if at <= now => tier,
			_ => self.tier,
		}
	}

	/// The modes that rows may have in block `now` of `epoch`: those of its tier, and those that it had
	/// before its tier went up in this epoch or the last one. What is served is served: going up must
	/// not be a veto of it.
	pub fn modes_at(&self, now: BlockNumber, epoch: EpochIndex) -> VerificationModes {
		let modes = allowed_modes(self.tier_at(now), self.kind);
		match self.former_modes {
			Some(former) if epoch <= former.until => modes.with(former.modes),
			_ => modes,
		}
	}

	/// Gives it the better tier `tier` at once; what only the tiers before allowed holds until the end
	/// of the next epoch.
	pub fn promote(&mut self, tier: Tier, now: BlockNumber, epoch: EpochIndex) {
		let modes = allowed_modes(tier, self.kind);
		let kept = |held: VerificationModes| modes.with(held) == modes;
		self.former_modes = if kept(allowed_modes(self.tier_at(now), self.kind)) {
			self.former_modes.filter(|former| epoch <= former.until && !kept(former.modes))
		} else {
			let modes = self.modes_at(now, epoch);
			Some(FormerModes { modes, until: epoch.saturating_add(1) })
		};
		(self.tier, self.next_tier) = (tier, None);
	}

	/// Makes a tier change that is due by block `now` part of the record.
	pub fn settle_tier(&mut self, now: BlockNumber) {
		self.tier = self.tier_at(now);
		self.next_tier = self.next_tier.filter(|change| change.at > now);
	}

	/// The frozen stake in block `now`.
	pub fn frozen_at(&self, now: BlockNumber) -> Balance {
		match self.frozen_until {
			Some(until) if now < until => self.frozen,
			_ => 0,
		}
	}

	/// Steps of the emission share that are lost when [`DutyEpochs`](crate::DutyEpochs) is `duties`;
	/// see [`math::emission_share`].
	pub fn lost(&self, duties: u32) -> u32 {
		// A clamp is far above what makes a difference.
		self.lost_steps.saturating_add(self.missed(duties))
	}

	/// Heartbeats missed in a row when [`DutyEpochs`](crate::DutyEpochs) is `duties`.
	pub fn missed(&self, duties: u32) -> u32 {
		// At 0 the epoch that the last heartbeat was for has not ended.
		duties.saturating_sub(self.duties_met)
	}
}

/// The modes that tier and kind allow (SPEC §7): a TEE needs an attested tier and is all that a proxy
/// can offer; zkML stands in the table for embed-only alone; any own GPU can be replayed. Empty
/// where the tier does not allow the kind.
pub const fn allowed_modes(tier: Tier, kind: NodeKind) -> VerificationModes {
	use VerificationMode::{Tee, Vanilla, ZkMl};
	VerificationModes::of(match (kind, tier) {
		(NodeKind::LlmProxy, _) if tier.needs_attestation() => &[Tee],
		(NodeKind::LlmProxy, _) => &[],
		(NodeKind::LocalInference, Tier::EmbedOnly) => &[ZkMl, Vanilla],
		(NodeKind::LocalInference, _) if tier.needs_attestation() => &[Tee, Vanilla],
		(NodeKind::LocalInference, _) => &[Vanilla],
	})
}

/// A gateway that an operator serves, as its owner lists it.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen,
)]
pub struct ServedGateway {
	/// The gateway.
	pub gateway: AccountId,
	/// Part of the capacity that it may use; the shares of all gateways may exceed 100 %.
	pub capacity_share: Perbill,
	/// Most commission, of the operator's share.
	pub max_commission: Perbill,
}

/// On what terms an operator serves a gateway; see [`ServedGateway`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct ServiceTerms {
	/// Part of the capacity that the gateway may use.
	pub capacity_share: Perbill,
	/// Most commission, of the operator's share.
	pub max_commission: Perbill,
}

impl ServiceTerms {
	/// What is better for the gateway, term by term.
	fn best(self, other: Self) -> Self {
		Self {
			capacity_share: self.capacity_share.max(other.capacity_share),
			max_commission: self.max_commission.max(other.max_commission),
		}
	}
}

/// Better terms that a gateway had and may still settle by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct FormerTerms {
	/// The terms.
	pub terms: ServiceTerms,
	/// Last epoch in which they hold.
	pub until: EpochIndex,
}

/// A gateway that an operator serves or has served, with what it uses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct GatewayUse {
	/// The terms as listed; `None` when the gateway is not listed any more.
	pub listed: Option<ServiceTerms>,
	/// Better terms from before the last change.
	pub former: Option<FormerTerms>,
	/// Unfinalised work that came through it.
	pub open: WorkRing,
}

impl GatewayUse {
	/// The terms that hold in `epoch`: term by term the better one of those listed and those that
	/// were. `None` when the gateway may not settle any more.
	pub fn terms_in(&self, epoch: EpochIndex) -> Option<ServiceTerms> {
		let former = self.former.filter(|former| epoch <= former.until).map(|former| former.terms);
		match (self.listed, former) {
			(Some(listed), Some(former)) => Some(listed.best(former)),
			(listed, former) => listed.or(former),
		}
	}

	/// Lists the gateway by other terms in `epoch`, or takes it off the list. What is worse for it
	/// than the list was takes effect only after the end of the next epoch, so that nobody can take
	/// back what has been served. Several such changes within that time share one end: the last
	/// one's.
	pub fn list(&mut self, terms: Option<ServiceTerms>, epoch: EpochIndex) {
		let held = self.terms_in(epoch);
		let kept = |new: ServiceTerms, old: ServiceTerms| new == new.best(old);
		let worse = self.listed.is_some_and(|old| !terms.is_some_and(|new| kept(new, old)));
		self.former = match held {
			Some(held) if worse => {
				Some(FormerTerms { terms: held, until: epoch.saturating_add(1) })
			}
			// Better terms than those that still hold leave nothing to remember.
			_ => self.former.filter(|former| {
				epoch <= former.until && !terms.is_some_and(|new| kept(new, former.terms))
			}),
		};
		self.listed = terms;
	}
}

/// Work of one epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct WorkBucket {
	/// The epoch.
	pub epoch: EpochIndex,
	/// Micro-USD.
	pub cuc: Cuc,
}

/// Unfinalised work by epoch, oldest first (SPEC §7). Closed epochs drop out when it is touched.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct WorkRing(BoundedVec<WorkBucket, ConstU32<MAX_OPEN_EPOCHS>>);

impl WorkRing {
	/// Drops the epochs before `first_open`.
	pub fn close_before(&mut self, first_open: EpochIndex) {
		self.0.retain(|bucket| bucket.epoch >= first_open);
	}

	/// Sum of the buckets.
	pub fn total(&self) -> Cuc {
		// Never clamps: `add` refuses what would overflow the sum.
		self.0.iter().fold(0, |sum, bucket| sum.saturating_add(bucket.cuc))
	}

	/// Adds `cuc` to `epoch`; `None` and no change when the sum would overflow.
	///
	/// When closing waits so long that there are [`MAX_OPEN_EPOCHS`] buckets, the oldest joins the
	/// one after it: its amount counts a little longer, and nothing is refused or forgotten.
	pub fn add(&mut self, epoch: EpochIndex, cuc: Cuc) -> Option<()> {
		self.total().checked_add(cuc)?;
		match self.0.last_mut() {
			// The clock never goes back; if it did, the newest bucket would count longer.
			Some(last) if last.epoch >= epoch => last.cuc = last.cuc.checked_add(cuc)?,
			_ => {
				if self.0.is_full() {
					let oldest = self.0.remove(0);
					if let Some(next) = self.0.iter_mut().next() {
						next.cuc = next.cuc.checked_add(oldest.cuc)?;
					}
				}
				if self.0.try_push(WorkBucket { epoch, cuc }).is_err() {
					defensive!("a full ring has just lost a bucket");
					return None;
				}
			}
		}
		Some(())
	}

	/// Whether there is a bucket of `epoch`.
	pub fn has(&self, epoch: EpochIndex) -> bool {
		self.0.iter().any(|bucket| bucket.epoch == epoch)
	}

	/// Takes `cuc` that were added in `epoch` out again; `None` and no change when they are not there.
	///
	/// They are in the oldest bucket from `epoch` on, also when theirs has joined the one after it.
	pub fn take(&mut self, epoch: EpochIndex, cuc: Cuc) -> Option<()> {
		let bucket = self.0.iter_mut().find(|bucket| bucket.epoch >= epoch)?;
		bucket.cuc = bucket.cuc.checked_sub(cuc)?;
		self.0.retain(|bucket| bucket.cuc > 0);
		Some(())
	}

	/// The buckets, oldest first.
	pub fn buckets(&self) -> &[WorkBucket] {
		&self.0
	}
}

/// What stake was valued at in one block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct CollateralQuote<BlockNumber> {
	/// The block.
	pub block: BlockNumber,
	/// USD per OROG; `None` when there was no price.
	pub price: Option<Price>,
}

/// Where a rotated hotkey's receipts belong.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen,
)]
pub struct Alias {
	/// The operator's hotkey now.
	pub hotkey: AccountId,
	/// Epoch of the rotation; the alias ends when it is closed.
	pub rotated_in: EpochIndex,
}

/// What a tier asks for and brings (SPEC §7).
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
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TierTerms {
	/// Least stake in planck; 0 for the tiers without stake.
	pub floor: Balance,
	/// Deposit in planck.
	pub deposit: Balance,
	/// Part of the receipts that validators replay.
	pub sample_rate: Perbill,
	/// Most that a receipt may cost, of the model's list price. Never scales a payout.
	pub price_ceiling: Perbill,
}

impl TierTerms {
	/// The terms of `tier` at launch.
	pub const fn launch(tier: Tier) -> Self {
		let (floor, deposit, sample_rate, price_ceiling) = match tier {
			Tier::DcPremium => (500, 0, 3, 100),
			Tier::DcStandard => (100, 0, 3, 60),
			Tier::CloudRented => (50, 0, 7, 40),
			Tier::Prosumer => (25, 0, 12, 25),
			Tier::Edge => (0, 1, 0, 15),
			Tier::EmbedOnly => (0, 1, 0, 10),
		};
		Self {
			floor: OROG.saturating_mul(floor),
			deposit: OROG.saturating_mul(deposit),
			sample_rate: Perbill::from_percent(sample_rate),
			price_ceiling: Perbill::from_percent(price_ceiling),
		}
	}

	/// Least and highest sample rate that governance may set for `tier`.
	pub const fn sample_rate_range(tier: Tier) -> (Perbill, Perbill) {
		let (low, high) = match tier {
			Tier::DcPremium | Tier::DcStandard => (1, 5),
			Tier::CloudRented => (5, 10),
			Tier::Prosumer => (10, 25),
			Tier::Edge | Tier::EmbedOnly => (0, 0),
		};
		(Perbill::from_percent(low), Perbill::from_percent(high))
	}

	/// Whether the terms fit `tier`: a floor where it has stake, a deposit where it has none, and a
	/// sample rate within its range.
	pub fn is_valid(&self, tier: Tier) -> bool {
		let (low, high) = Self::sample_rate_range(tier);
		let secured =
			if tier.is_unstaked() { self.floor == 0 && self.deposit > 0 } else { self.floor > 0 };
		secured && (low..=high).contains(&self.sample_rate)
	}
}

/// Lowest and highest floor of a tier in one slice of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct FloorSlice {
	/// Blocks since genesis divided by the length of a slice.
	pub slice: u32,
	/// Lowest floor in force.
	pub low: Balance,
	/// Highest floor in force.
	pub high: Balance,
}

/// Changes of a tier's floor in the last 30 days, which bound the next change and give operators
/// time to refill (SPEC §7).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct FloorHistory {
	/// Epoch of the last change.
	pub changed_in: EpochIndex,
	slices: BoundedVec<FloorSlice, ConstU32<MAX_FLOOR_SLICES>>,
}

impl FloorHistory {
	/// A history without changes, for a first one in `epoch`.
	pub fn new(epoch: EpochIndex) -> Self {
		Self { changed_in: epoch, slices: BoundedVec::new() }
	}

	/// Lowest and highest floor in force in the window that ends with slice `now`, when it is
	/// `current` now. As a change counts what was in force before it too, nothing is missed; a floor
	/// counts up to one slice longer than the window.
	pub fn range(&self, current: Balance, now: u32) -> (Balance, Balance) {
		self.slices
			.iter()
			.filter(|slice| Self::in_window(slice.slice, now))
			.fold((current, current), |(low, high), slice| {
				(low.min(slice.low), high.max(slice.high))
			})
	}

	/// Notes a change from `old` to `new` in slice `now` of `epoch`.
	pub fn note(&mut self, epoch: EpochIndex, now: u32, old: Balance, new: Balance) {
		self.changed_in = epoch;
		self.slices.retain(|slice| Self::in_window(slice.slice, now));
		let (low, high) = (old.min(new), old.max(new));
		match self.slices.last_mut() {
			Some(last) if last.slice >= now => {
				last.low = last.low.min(low);
				last.high = last.high.max(high);
			}
			_ => {
				if self.slices.try_push(FloorSlice { slice: now, low, high }).is_err() {
					defensive!("a window has at most `MAX_FLOOR_SLICES` different slices");
				}
			}
		}
	}

	fn in_window(slice: u32, now: u32) -> bool {
		now.saturating_sub(slice) <= FLOOR_SLICES
	}
}

/// What governance may change within bounds, apart from the tiers.
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
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OperatorParameters {
	/// Unfinalised work per value of stake; 0.5 to 5. Proxies have 0.5 always.
	pub capacity_factor: FixedU128,
	/// Most unfinalised work of an operator without stake, in micro-USD; 1 to 25 CUC.
	pub unstaked_capacity: Cuc,
	/// What registering moves from the coldkey to the hotkey for fees, in planck; 0.1 to 10 OROG.
	pub float: Balance,
}

impl OperatorParameters {
	/// Least and highest capacity of an operator without stake, in micro-USD.
	pub const UNSTAKED_CAPACITY_RANGE: (Cuc, Cuc) = (CUC, 25 * CUC);
	/// Least and highest float in planck.
	pub const FLOAT_RANGE: (Balance, Balance) = (OROG / 10, 10 * OROG);

	/// Whether every value is within its bounds.
	pub fn is_valid(&self) -> bool {
		let within = |(low, high): (u128, u128), value: u128| low <= value && value <= high;
		let (least, most) = Self::UNSTAKED_CAPACITY_RANGE;
		(math::MIN_CAPACITY_FACTOR..=math::MAX_CAPACITY_FACTOR).contains(&self.capacity_factor)
			&& within((least.into(), most.into()), self.unstaked_capacity.into())
			&& within(Self::FLOAT_RANGE, self.float)
	}
}

impl Default for OperatorParameters {
	fn default() -> Self {
		Self {
			capacity_factor: math::CAPACITY_FACTOR,
			unstaked_capacity: UNSTAKED_CAPACITY,
			float: OROG,
		}
	}
}

/// Windows in blocks, written by genesis (SPEC §2: minutes instead of days in `development`).
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
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Windows<BlockNumber> {
	/// From `deregister` or a ban to `withdraw`: 14 days.
	pub unbonding: BlockNumber,
	/// Until a lower tier holds: 7 days.
	pub tier_down: BlockNumber,
	/// Length of a freeze, and time after it in which the guard cannot repeat it: 30 days.
	pub freeze: BlockNumber,
	/// Window that bounds changes of a floor and in which operators below it refill: 30 days.
	pub floor: BlockNumber,
}

impl<BlockNumber: From<u32> + PartialOrd> Windows<BlockNumber> {
	/// Whether every window is at least a block and the floor's can be divided into slices; none is
	/// longer than a year.
	pub fn is_valid(&self) -> bool {
		let within = |least: u32, value: &BlockNumber| {
			*value >= BlockNumber::from(least) && *value <= BlockNumber::from(YEAR)
		};
		within(1, &self.unbonding)
			&& within(1, &self.tier_down)
			&& within(1, &self.freeze)
			&& within(FLOOR_SLICES, &self.floor)
	}
}

impl<BlockNumber: From<u32>> Default for Windows<BlockNumber> {
	fn default() -> Self {
		Self {
			unbonding: UNBONDING.into(),
			tier_down: TIER_DOWN.into(),
			freeze: FREEZE.into(),
			floor: FLOOR.into(),
		}
	}
}

/// What a chain without attestation and without models does about them, written by genesis. Both
/// are off but in `development` and `local`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, TypeInfo, MaxEncodedLen)]
pub struct WaiverFlags {
	/// Whether tiers and kinds that need attestation are taken without one.
	pub attestation: bool,
	/// Whether rows of model 0, "not registered", are admitted.
	pub unregistered_models: bool,
}

/// Everything about an operator, worked out for one block.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct OperatorView<BlockNumber> {
	/// Names it for governance.
	pub id: OperatorId,
	/// Signs receipts.
	pub hotkey: AccountId,
	/// Owns stake and deposit.
	pub coldkey: AccountId,
	/// Account that payouts go to.
	pub payout: AccountId,
	/// Stake tier now.
	pub tier: Tier,
	/// A lower tier that it will have.
	pub next_tier: Option<TierChange<BlockNumber>>,
	/// Where the model runs.
	pub kind: NodeKind,
	/// Modes that tier and kind allow.
	pub modes: VerificationModes,
	/// Where it is in its life, as stored.
	pub status: Status<BlockNumber>,
	/// Why it must not serve now although it neither leaves nor is banned.
	pub suspension: Option<SuspensionReason>,
	/// Stake in planck.
	pub stake: Balance,
	/// Deposit in planck.
	pub deposit: Balance,
	/// Part of the stake that is frozen now, in planck.
	pub frozen: Balance,
	/// When the freeze ends, while there is one.
	pub frozen_until: Option<BlockNumber>,
	/// Region as declared.
	pub region: Region,
	/// Hash of the /24 network as declared.
	pub ip24_hash: Hash,
	/// Epoch of the last accepted heartbeat.
	pub last_heartbeat: Option<EpochIndex>,
	/// Heartbeats missed in a row.
	pub missed_heartbeats: u32,
	/// Part of its share that is paid.
	pub emission_share: Perbill,
	/// Unfinalised work in micro-USD.
	pub unfinalised: Cuc,
	/// Most unfinalised work in micro-USD; `None` without a price to value the stake at.
	pub capacity: Option<Cuc>,
	/// Gateways that it serves, with what each has open in micro-USD.
	pub gateways: Vec<(ServedGateway, Cuc)>,
}

/// How many operators there are.
#[derive(
	Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo,
)]
pub struct OperatorCounts {
	/// All that are registered.
	pub registered: u32,
	/// Those that serve: active and not suspended.
	pub serving: u32,
	/// Those that leave.
	pub unbonding: u32,
	/// Those that are banned.
	pub banned: u32,
}

/// What an owner says about an operator when it registers.
#[derive(Clone, Debug)]
pub(crate) struct Profile {
	pub(crate) hotkey: AccountId,
	pub(crate) tier: Tier,
	pub(crate) kind: NodeKind,
	pub(crate) stake: Balance,
	pub(crate) region: Region,
	pub(crate) ip24_hash: Hash,
	pub(crate) payout: AccountId,
}
