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
use orogen_primitives_core::{MILLI_OROG, OROG, Price, SpendingSessionId, VerificationMode};
use orogen_primitives_receipts::{OperatorRow, SessionRow};
use orogen_primitives_traits::{Admission, CreditQuote, OracleState};
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
	type AccrueWeight = MockAccrueWeight;
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
/// Everyone's funds in the beginning.
pub(crate) const FUNDS: Balance = 10_000 * OROG;

/// A session as the mock keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub(crate) struct MockSession {
	pub(crate) gateway: AccountId,
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
}

/// Sessions without clock or expiry.
pub struct MockSessions;

impl SessionLedger<AccountId> for MockSessions {
	fn claim(gateway: &AccountId, row: &SessionRow) -> Result<u32, SessionRefusal> {
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
		Sessions::insert(row.session, session);
		Ok(served)
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
		Ok(Admission { payee: payee_of(&row.hotkey), emission_share: EmissionShare::get() })
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn activate_for_benchmark(
		_hotkey: &AccountId,
		_gateway: &AccountId,
		_cuc: Cuc,
	) -> Result<(), DispatchError> {
		Ok(())
	}
}

/// The account that is paid for a hotkey's work.
pub(crate) fn payee_of(hotkey: &AccountId) -> AccountId {
	let mut bytes: [u8; 32] = hotkey.clone().into();
	bytes[31] = 1;
	AccountId::new(bytes)
}

/// Adds up work and dues.
pub struct MockWork;

impl WorkLedger<AccountId> for MockWork {
	fn accrue(cuc: Cuc, dues: Vec<(AccountId, Cuc)>) -> DispatchResult {
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
		Ok(())
	}

	fn operator_share(cuc: Cuc) -> Cuc {
		orogen_primitives_math::settlement::operator_share(cuc)
	}
}

/// 100 µs a due.
pub struct MockAccrueWeight;

impl Convert<u32, Weight> for MockAccrueWeight {
	fn convert(dues: u32) -> Weight {
		Weight::from_parts(100_000_000, 0) * u64::from(dues)
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

	fn collateral() -> Option<Price> {
		Assessments::mutate(|count| *count += 1);
		CollateralPrice::get()
	}

	fn note_bootstrap_burn() {}
}

/// Opens the session `id` for `gateway` with `cuc`.
pub(crate) fn open_session(id: SpendingSessionId, gateway: &AccountId, cuc: Cuc) {
	let session = MockSession { gateway: gateway.clone(), left: cuc, next_seq: 0, deferred: 0 };
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
		root_ops: Hash::repeat_byte(1),
		root_seq: Hash::repeat_byte(2),
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

/// Submits as [`GATEWAY`].
pub(crate) fn submit(submission: BatchSubmission) -> DispatchResult {
	submit_as(GATEWAY, submission)
}

/// Submits as the account `who`.
pub(crate) fn submit_as(who: u32, submission: BatchSubmission) -> DispatchResult {
	Receipts::submit_batch(RuntimeOrigin::signed(account(who)), Box::new(submission))
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
