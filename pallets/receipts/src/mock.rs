//! A runtime with mocks of the traits that gateways and batches need.
//!
//! The mocks keep their state in storage, so that a refused batch undoes what they did.

use crate as pallet_receipts;
use crate::*;
use codec::{Decode, Encode};
use frame_support::{
	Twox64Concat, derive_impl, ord_parameter_types, parameter_types, storage_alias,
	traits::ConstU128,
};
use frame_system::{EnsureSignedBy, mocking::MockBlockU32};
use orogen_primitives_core::{
	Day, MILLI_OROG, OROG, OperatorId, Price, SpendingSessionId, VerificationMode,
};
use orogen_primitives_receipts::{
	Entry, EntryState, OperatorRow, SessionKey, SessionRow, SessionTerms, SettledSessionRow, Tree,
	TreeKind,
};
use orogen_primitives_traits::{
	Admission, ClaimedSession, CreditQuote, ForfeitRefusal, OracleState,
};
use sp_runtime::{
	BuildStorage, DispatchError, DispatchResult, FixedU128, Perbill, traits::IdentityLookup,
};

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(2)]
	pub type Receipts = pallet_receipts;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = MockBlockU32<Test>;
	type AccountId = AccountId;
	type Lookup = IdentityLookup<AccountId>;
	type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = Balance;
	type ExistentialDeposit = ConstU128<MILLI_OROG>;
	type AccountStore = System;
}

ord_parameter_types! {
	pub const Normal: AccountId = account(200);
}

parameter_types! {
	pub static MaxPendingBatches: u32 = 1_024;
	/// How often the oracle was asked.
	pub static Assessments: u32 = 0;
}

impl Config for Test {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type SessionLedger = MockSessions;
	type OperatorAdmission = MockOperators;
	type WorkLedger = MockWork;
	type PayoutWeight = MockPayoutWeight;
	type EpochClock = MockClock;
	type EpochFinality = MockClock;
	type PriceOracle = MockOracle;
	type NormalOrigin = EnsureSignedBy<Normal, AccountId>;
	type MaxPendingBatches = MaxPendingBatches;
	type WeightInfo = ();
}

/// The account with the number `n`; they sort as their numbers do.
pub(crate) fn account(n: u32) -> AccountId {
	let mut bytes = [0; 32];
	bytes[..4].copy_from_slice(&n.to_be_bytes());
	AccountId::new(bytes)
}

/// Has registered with 1,000 OROG in [`ExtBuilder::default`].
pub(crate) const GATEWAY: u32 = 1;
/// Has funds and is no gateway.
pub(crate) const OTHER: u32 = 2;
/// The operator `n` has the hotkey `HOTKEY + n`.
pub(crate) const HOTKEY: u32 = 1_000;
/// The session `id` belongs to `CUSTOMER + id`.
pub(crate) const CUSTOMER: u32 = 1_000_000;
/// Everyone's funds in the beginning.
pub(crate) const FUNDS: Balance = 10_000 * OROG;

/// A session as the mock keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub(crate) struct MockSession {
	pub(crate) gateway: AccountId,
	pub(crate) owner: AccountId,
	pub(crate) left: Cuc,
	pub(crate) next_seq: u32,
	pub(crate) deferred: u64,
}

#[storage_alias]
pub(crate) type Sessions = StorageMap<MockCredits, Twox64Concat, SpendingSessionId, MockSession>;

/// Rows of these sessions are refused.
#[storage_alias]
pub(crate) type RefusedSessions =
	StorageMap<MockCredits, Twox64Concat, SpendingSessionId, SessionRefusal>;

/// Rows of these hotkeys are refused.
#[storage_alias]
pub(crate) type RefusedOperators = StorageMap<MockStake, Twox64Concat, AccountId, OperatorRefusal>;

/// Admitted work by hotkey.
#[storage_alias]
pub(crate) type Admitted = StorageMap<MockStake, Twox64Concat, AccountId, Cuc>;

/// Hotkeys by the operator's number.
#[storage_alias]
pub(crate) type Hotkeys = StorageMap<MockStake, Twox64Concat, OperatorId, AccountId>;

/// Owners of hotkeys, where they are not [`coldkey_of`].
#[storage_alias]
pub(crate) type Coldkeys = StorageMap<MockStake, Twox64Concat, AccountId, AccountId>;

/// Operators that are banned or have frozen stake.
#[storage_alias]
pub(crate) type HeldOperators = StorageMap<MockStake, Twox64Concat, OperatorId, ()>;

/// What returned to owners, by owner and expiry day.
#[storage_alias]
pub(crate) type Refunded = StorageMap<MockCredits, Twox64Concat, (AccountId, Day), Cuc>;

/// Settled work by epoch.
#[storage_alias]
pub(crate) type Accrued = StorageMap<MockBme, Twox64Concat, EpochIndex, Cuc>;

/// Dues by payee.
#[storage_alias]
pub(crate) type Dues = StorageMap<MockBme, Twox64Concat, AccountId, Cuc>;

parameter_types! {
	/// The epoch of the clock.
	pub storage CurrentEpoch: EpochIndex = 5;
	/// The oldest epoch that is not closed.
	pub storage FirstOpen: EpochIndex = 3;
	/// What stake is valued at.
	pub storage CollateralPrice: Option<Price> = Some(FixedU128::from_rational(1, 2));
	/// The part of their share that operators are paid.
	pub storage EmissionShare: Perbill = Perbill::one();
	/// Whether the work ledger refuses.
	pub storage LedgerRefuses: bool = false;
	/// How many payees a batch pays on the way.
	pub storage PaidOnTheWay: u32 = 0;
	/// What void rows took and is not returned.
	pub storage Refundable: Cuc = 0;
	/// What was not claimed in time.
	pub storage Lapsed: Cuc = 0;
}

/// Sessions without clock or expiry.
pub struct MockSessions;

impl SessionLedger<AccountId> for MockSessions {
	fn claim(gateway: &AccountId, row: &SessionRow) -> Result<ClaimedSession, SessionRefusal> {
		if let Some(reason) = RefusedSessions::get(row.session) {
			return Err(reason);
		}
		let mut session = Sessions::get(row.session).ok_or(SessionRefusal::NotFound)?;
		if session.gateway != *gateway {
			return Err(SessionRefusal::OtherGateway);
		}
		if session.next_seq != row.from_seq {
			return Err(SessionRefusal::WrongSeq);
		}
		let served = row.receipts().ok_or(SessionRefusal::BadBitmap)?;
		let was = session.deferred.checked_shl(row.count).unwrap_or(0);
		let older = row.deferred & u64::MAX.checked_shl(row.count).unwrap_or(0);
		if older & !was != 0 || older.count_ones() + row.late > session.deferred.count_ones() {
			return Err(SessionRefusal::BadBitmap);
		}
		if (served == 0) != (row.cuc == 0) || row.count + row.late == 0 {
			return Err(SessionRefusal::Empty);
		}
		session.left = session.left.checked_sub(row.cuc).ok_or(SessionRefusal::Exhausted)?;
		session.next_seq += row.count;
		session.deferred = row.deferred;
		let terms = terms_of(&session.owner);
		Sessions::insert(row.session, session);
		Ok(ClaimedSession { receipts: served, terms })
	}

	fn void(cuc: Cuc) -> DispatchResult {
		Refundable::set(&(Refundable::get() + cuc));
		Ok(())
	}

	fn refund(owner: &AccountId, expiry_day: Day, cuc: Cuc) -> DispatchResult {
		let left = Refundable::get().checked_sub(cuc).ok_or(DispatchError::Corruption)?;
		Refundable::set(&left);
		Refunded::mutate((owner, expiry_day), |sum| *sum = Some(sum.unwrap_or(0) + cuc));
		Ok(())
	}

	fn lapse(cuc: Cuc) -> DispatchResult {
		let left = Refundable::get().checked_sub(cuc).ok_or(DispatchError::Corruption)?;
		Refundable::set(&left);
		Lapsed::set(&(Lapsed::get() + cuc));
		Ok(())
	}

	fn refundable() -> Cuc {
		Refundable::get()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn open_for_benchmark(
		_owner: &AccountId,
		gateway: &AccountId,
		cuc: Cuc,
	) -> Result<SpendingSessionId, DispatchError> {
		let id = Sessions::iter_keys().count() as u64;
		open_session(id, gateway, cuc);
		Ok(id)
	}
}

/// Operators without capacity; every hotkey is one.
pub struct MockOperators;

impl OperatorAdmission<AccountId> for MockOperators {
	fn admit(
		_gateway: &AccountId,
		row: &OperatorRow,
	) -> Result<Admission<AccountId>, OperatorRefusal> {
		if let Some(reason) = RefusedOperators::get(&row.hotkey) {
			return Err(reason);
		}
		Admitted::mutate(&row.hotkey, |cuc| *cuc = Some(cuc.unwrap_or(0) + row.cuc));
		let operator = number_of(&row.hotkey);
		Hotkeys::insert(operator, &row.hotkey);
		Ok(Admission {
			operator,
			payee: payee_of(&row.hotkey),
			emission_share: EmissionShare::get(),
		})
	}

	fn release(_gateway: &AccountId, operator: OperatorId, epoch: EpochIndex, cuc: Cuc) {
		assert!(epoch >= FirstOpen::get(), "only open work is released");
		let hotkey = Hotkeys::get(operator).expect("admitted");
		Admitted::mutate(hotkey, |sum| *sum = Some(sum.expect("admitted") - cuc));
	}

	fn may_forfeit(who: &AccountId, operator: OperatorId) -> Result<(), ForfeitRefusal> {
		let owner = |hotkey| Coldkeys::get(&hotkey).unwrap_or(coldkey_of(&hotkey));
		if Hotkeys::get(operator).map(owner).as_ref() != Some(who) {
			return Err(ForfeitRefusal::NotOwner);
		}
		if HeldOperators::contains_key(operator) {
			return Err(ForfeitRefusal::Held);
		}
		Ok(())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn activate_for_benchmark(
		hotkey: &AccountId,
		_gateway: &AccountId,
		_cuc: Cuc,
	) -> Result<(), DispatchError> {
		Coldkeys::insert(hotkey, hotkey);
		Ok(())
	}
}

/// The account that is paid for a hotkey's work.
pub(crate) fn payee_of(hotkey: &AccountId) -> AccountId {
	let mut bytes: [u8; 32] = hotkey.clone().into();
	bytes[31] = 1;
	AccountId::new(bytes)
}

/// The account that owns a hotkey.
pub(crate) fn coldkey_of(hotkey: &AccountId) -> AccountId {
	let mut bytes: [u8; 32] = hotkey.clone().into();
	bytes[31] = 2;
	AccountId::new(bytes)
}

/// The number of the operator with this hotkey.
pub(crate) fn number_of(hotkey: &AccountId) -> OperatorId {
	let bytes: [u8; 32] = hotkey.clone().into();
	OperatorId::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
}

/// What a row of a session of `owner` is settled on.
pub(crate) fn terms_of(owner: &AccountId) -> SessionTerms {
	SessionTerms {
		owner: owner.clone(),
		expiry_day: 20_030,
		key: SessionKey::Sr25519([7; 32].into()),
		ack_window: 8,
		opened_at: 1_700_000_000_000,
		models: SessionTerms::models_hash(&[]),
	}
}

/// The customer who opens the session `id`.
pub(crate) fn owner_of(id: SpendingSessionId) -> AccountId {
	account(CUSTOMER + u32::try_from(id).unwrap())
}

/// Adds up work and dues.
pub struct MockWork;

impl WorkLedger<AccountId> for MockWork {
	const MAX_PAID: u32 = 2;

	fn accrue(cuc: Cuc, dues: Vec<(AccountId, Cuc)>) -> Result<u32, DispatchError> {
		if LedgerRefuses::get() {
			return Err(DispatchError::Unavailable);
		}
		let sum: Cuc = dues.iter().map(|(_, due)| due).sum();
		assert!(sum <= Self::operator_share(cuc), "dues exceed the operators' share");
		assert!(dues.iter().all(|(_, due)| *due > 0), "a due is 0");
		Accrued::mutate(CurrentEpoch::get(), |sum| *sum = Some(sum.unwrap_or(0) + cuc));
		for (payee, due) in dues {
			Dues::mutate(payee, |sum| *sum = Some(sum.unwrap_or(0) + due));
		}
		Ok(PaidOnTheWay::get())
	}

	fn revoke(epoch: EpochIndex, cuc: Cuc, dues: Vec<(AccountId, Cuc)>) -> DispatchResult {
		if LedgerRefuses::get() || epoch < FirstOpen::get() {
			return Err(DispatchError::Unavailable);
		}
		Accrued::mutate(epoch, |sum| *sum = Some(sum.expect("accrued") - cuc));
		for (payee, due) in dues.into_iter().filter(|(_, due)| *due > 0) {
			Dues::mutate(payee, |sum| *sum = Some(sum.expect("accrued") - due));
		}
		Ok(())
	}

	fn operator_share(cuc: Cuc) -> Cuc {
		orogen_primitives_math::settlement::operator_share(cuc)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn burden_for_benchmark(_: &AccountId) {}
}

/// 100 µs a payee.
pub struct MockPayoutWeight;

impl Convert<u32, Weight> for MockPayoutWeight {
	fn convert(payees: u32) -> Weight {
		Weight::from_parts(100_000_000, 0) * u64::from(payees)
	}
}

/// A clock that tests set.
pub struct MockClock;

impl EpochClock for MockClock {
	fn current() -> EpochIndex {
		CurrentEpoch::get()
	}

	fn genesis() -> EpochIndex {
		0
	}

	fn epochs_per_year() -> u32 {
		7_305
	}

	fn is_void(_: EpochIndex) -> bool {
		false
	}
}

impl EpochFinality for MockClock {
	fn first_open() -> EpochIndex {
		FirstOpen::get()
	}
}

/// An oracle with one price.
pub struct MockOracle;

impl PriceOracle for MockOracle {
	fn state() -> OracleState {
		OracleState::Fresh
	}

	fn credit() -> Option<CreditQuote> {
		CollateralPrice::get().map(|price| CreditQuote { price, bootstrap: false })
	}

	fn payout() -> Option<Price> {
		CollateralPrice::get()
	}

	fn spot() -> Option<Price> {
		CollateralPrice::get()
	}

	fn collateral() -> Option<Price> {
		Assessments::mutate(|count| *count += 1);
		CollateralPrice::get()
	}

	fn note_bootstrap_burn() {}

	#[cfg(feature = "runtime-benchmarks")]
	fn fill_for_benchmark(_: Price) {}
}

/// Opens the session `id` for `gateway` with `cuc`.
pub(crate) fn open_session(id: SpendingSessionId, gateway: &AccountId, cuc: Cuc) {
	let (gateway, owner) = (gateway.clone(), owner_of(id));
	let session = MockSession { gateway, owner, left: cuc, next_seq: 0, deferred: 0 };
	Sessions::insert(id, session);
}

/// A row of the operator `HOTKEY + n`.
pub(crate) fn operator_row(n: u32, count: u32, tokens: u64, cuc: Cuc) -> OperatorRow {
	OperatorRow {
		hotkey: account(HOTKEY + n),
		model: 0,
		adapter: None,
		mode: VerificationMode::Vanilla,
		count,
		tokens,
		cuc,
		commission: 0,
	}
}

/// A row of `session` that claims `count` seqs from its next one on.
pub(crate) fn session_row(session: SpendingSessionId, count: u32, cuc: Cuc) -> SessionRow {
	let from_seq = Sessions::get(session).map_or(0, |session| session.next_seq);
	SessionRow { session, from_seq, count, void: 0, deferred: 0, late: 0, cuc }
}

/// The submission of these rows, with totals that agree with the operators' side.
pub(crate) fn submission(
	operators: Vec<OperatorRow>,
	sessions: Vec<SessionRow>,
) -> BatchSubmission {
	BatchSubmission {
		top_ops: Hash::repeat_byte(1),
		top_seq: Hash::repeat_byte(2),
		count: operators.iter().map(|row| row.count).sum(),
		entries: sessions.iter().map(|row| row.count + row.late).sum(),
		tokens: operators.iter().map(|row| row.tokens).sum(),
		cuc: operators.iter().map(|row| row.cuc).sum(),
		operators: operators.try_into().unwrap(),
		sessions: sessions.try_into().unwrap(),
		blob_url: b"https://gateway.example/b".to_vec().try_into().unwrap(),
	}
}

/// Three operators and two fresh sessions of [`GATEWAY`]: 6 receipts, 60 tokens, 6,000 micro-USD.
pub(crate) fn small_batch() -> BatchSubmission {
	let first = Sessions::iter_keys().max().map_or(0, |id| id + 1);
	open_session(first, &account(GATEWAY), 10_000);
	open_session(first + 1, &account(GATEWAY), 10_000);
	submission(
		vec![
			operator_row(0, 1, 10, 1_000),
			operator_row(1, 2, 20, 2_000),
			operator_row(2, 3, 30, 3_000),
		],
		vec![session_row(first, 4, 4_000), session_row(first + 1, 2, 2_000)],
	)
}

/// A batch with a tree over its entries, as a gateway keeps it: each receipt of session `s` for operator
/// `n` at one price.
pub(crate) struct Served {
	pub(crate) id: BatchId,
	pub(crate) entries: Vec<Entry>,
	pub(crate) seq: Tree,
	pub(crate) operators: Vec<SettledOperatorRow>,
	pub(crate) sessions: Vec<SettledSessionRow>,
}

/// The submission of `served`, as (operator, session, price) in the order of the operators and within
/// one of the sessions, with the entries of its tree. Late seqs, void and deferred ones are left to
/// other tests.
pub(crate) fn submission_of(served: &[(u32, u64, Cuc)]) -> (BatchSubmission, Vec<Entry>) {
	assert!(served.is_sorted_by_key(|(operator, session, _)| (*operator, *session)));
	let mut operators = std::collections::BTreeMap::<u32, OperatorRow>::new();
	let mut sessions = std::collections::BTreeMap::<u64, SessionRow>::new();
	let mut entries = vec![];
	for (leaf, (operator, session, cuc)) in (0u32..).zip(served) {
		let row = operators.entry(*operator).or_insert_with(|| operator_row(*operator, 0, 0, 0));
		(row.count, row.tokens, row.cuc) = (row.count + 1, row.tokens + 7, row.cuc + cuc);
		row.commission = row.cuc / 20;
		let row = sessions.entry(*session).or_insert_with(|| session_row(*session, 0, 0));
		let seq = row.from_seq + row.count;
		(row.count, row.cuc) = (row.count + 1, row.cuc + cuc);
		entries.push(Entry { session: *session, seq, cuc: *cuc, state: EntryState::Leaf(leaf) });
	}
	entries.sort_by_key(|entry| (entry.session, entry.seq));
	let batch = submission(operators.into_values().collect(), sessions.into_values().collect());
	(batch, entries)
}

/// The tree over `entries`.
pub(crate) fn tree_of(entries: &[Entry]) -> Tree {
	let leaves = (0u32..).zip(entries).map(|(index, entry)| entry.leaf(index)).collect();
	Tree::build(TreeKind::Seq, leaves).unwrap()
}

/// The rows of `submission` as they are settled now.
pub(crate) fn settle(
	submission: &BatchSubmission,
) -> (Vec<SettledOperatorRow>, Vec<SettledSessionRow>) {
	let operators = submission.operators.iter().cloned().map(|row| {
		let share = MockWork::operator_share(row.cuc).saturating_sub(row.commission);
		let terms = orogen_primitives_receipts::OperatorTerms {
			operator: number_of(&row.hotkey),
			payee: payee_of(&row.hotkey),
			due: EmissionShare::get().mul_floor(share),
			commission: row.commission,
		};
		SettledOperatorRow { row, terms }
	});
	let sessions = submission
		.sessions
		.iter()
		.cloned()
		.map(|row| SettledSessionRow { terms: terms_of(&owner_of(row.session)), row });
	(operators.collect(), sessions.collect())
}

/// Submits what was served as the account `who`, with `entries` in the tree.
pub(crate) fn serve_with(
	who: u32,
	submission: BatchSubmission,
	entries: Vec<Entry>,
) -> Result<Served, DispatchError> {
	let seq = tree_of(&entries);
	let (operators, sessions) = settle(&submission);
	let id = BatchTotals::<Test>::get().batches;
	submit_as(who, BatchSubmission { top_seq: seq.top().hash, ..submission })?;
	Ok(Served { id, entries, seq, operators, sessions })
}

/// Submits (operator, session, price) as [`GATEWAY`].
pub(crate) fn serve(served: &[(u32, u64, Cuc)]) -> Served {
	let (submission, entries) = submission_of(served);
	serve_with(GATEWAY, submission, entries).expect("accepted")
}

impl Served {
	/// Operator row `row` and its opening.
	pub(crate) fn row(&self, row: usize) -> (Box<SettledOperatorRow>, Box<RowOpening>) {
		let index = row.try_into().unwrap();
		let opening = RowOpening::of_operator(&self.operators, &self.sessions, index).unwrap();
		(Box::new(self.operators[row].clone()), Box::new(opening))
	}

	/// Forfeits operator row `row` as `who`.
	pub(crate) fn forfeit_as(&self, who: AccountId, row: usize) -> DispatchResult {
		let (settled, opening) = self.row(row);
		Receipts::forfeit_row(RuntimeOrigin::signed(who), self.id, settled, opening)
	}

	/// Forfeits operator row `row` as its operator's coldkey.
	pub(crate) fn forfeit(&self, row: usize) -> DispatchResult {
		self.forfeit_as(coldkey_of(&self.operators[row].row.hotkey), row)
	}

	/// The claim for `count` entries of session row `row` from its entry `from` on.
	pub(crate) fn claim(&self, row: usize, from: u32, count: u32) -> RefundClaim {
		let index = row.try_into().unwrap();
		let opening = RowOpening::of_session(&self.operators, &self.sessions, index).unwrap();
		let session = self.sessions[row].clone();
		let start = u32::try_from(opening.first).unwrap();
		let first = start + from;
		let entries = self.entries[first as usize..][..count as usize].to_vec();
		RefundClaim {
			sum: self.seq.open_sum(start, session.row.entries().unwrap()).unwrap(),
			session,
			opening,
			first,
			entries: entries.try_into().unwrap(),
			proof: self.seq.open_range(first, count).unwrap(),
		}
	}

	/// The claim for all entries of session row `row`.
	pub(crate) fn whole(&self, row: usize) -> RefundClaim {
		self.claim(row, 0, self.sessions[row].row.entries().unwrap())
	}

	/// Claims as anyone.
	pub(crate) fn refund(&self, claim: RefundClaim) -> DispatchResult {
		Receipts::claim_refund(RuntimeOrigin::signed(account(OTHER)), self.id, Box::new(claim))
	}
}

/// What has returned to the owner of the session `id`.
pub(crate) fn refunded(id: SpendingSessionId) -> Cuc {
	Refunded::get((owner_of(id), 20_030)).unwrap_or(0)
}

/// Submits as [`GATEWAY`].
pub(crate) fn submit(submission: BatchSubmission) -> DispatchResult {
	submit_as(GATEWAY, submission)
}

/// Submits as the account `who`.
pub(crate) fn submit_as(who: u32, submission: BatchSubmission) -> DispatchResult {
	Receipts::submit_batch(RuntimeOrigin::signed(account(who)), Box::new(submission))
		.map(|_| ())
		.map_err(|refused| refused.error)
}

/// Goes to the block `now`, with an `on_idle` that has the weight of a whole block.
pub(crate) fn go_to_block(now: u32) {
	System::set_block_number(now);
	Receipts::on_idle(now, Weight::from_parts(1_500_000_000_000, u64::MAX));
}

/// Enters `epoch`, with `open` epochs before it still open.
pub(crate) fn go_to_epoch(epoch: EpochIndex, open: EpochIndex) {
	CurrentEpoch::set(&epoch);
	FirstOpen::set(&(epoch - open));
}

/// The last event of this pallet.
pub(crate) fn last_event() -> Event<Test> {
	System::events()
		.into_iter()
		.rev()
		.find_map(|record| match record.event {
			RuntimeEvent::Receipts(event) => Some(event),
			_ => None,
		})
		.expect("an event")
}

/// Builds the tests' externalities.
pub(crate) struct ExtBuilder {
	pub(crate) parameters: Parameters<u32>,
	pub(crate) gateways: Vec<u32>,
}

impl Default for ExtBuilder {
	fn default() -> Self {
		Self { parameters: Parameters::default(), gateways: vec![GATEWAY] }
	}
}

impl ExtBuilder {
	pub(crate) fn without_gateway() -> Self {
		Self { gateways: vec![], ..Self::default() }
	}

	pub(crate) fn parameters(mut self, change: impl FnOnce(&mut Parameters<u32>)) -> Self {
		change(&mut self.parameters);
		self
	}

	pub(crate) fn build(self) -> sp_io::TestExternalities {
		let storage = RuntimeGenesisConfig {
			system: Default::default(),
			balances: pallet_balances::GenesisConfig {
				balances: (1..=9).map(|n| (account(n), FUNDS)).collect(),
				..Default::default()
			},
			receipts: pallet_receipts::GenesisConfig { parameters: self.parameters },
		}
		.build_storage()
		.unwrap();
		let mut ext = sp_io::TestExternalities::from(storage);
		let (gateways, stake) = (self.gateways, self.parameters.min_stake);
		ext.execute_with(|| {
			// Events of block 0 are dropped.
			System::set_block_number(1);
			for gateway in gateways {
				let origin = RuntimeOrigin::signed(account(gateway));
				Receipts::register_gateway(origin, stake, 0).unwrap();
			}
			System::reset_events();
		});
		ext
	}

	pub(crate) fn build_and_execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			Receipts::do_try_state().expect("invariants hold after every test");
		});
	}
}
