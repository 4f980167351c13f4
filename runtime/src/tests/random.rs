//! A hundred thousand random operations of everybody on the real runtime: OROG, CUC and USDC are
//! conserved to the last unit, no refused call leaves a trace, and every pallet's invariants hold.

use super::common::*;
use crate::{
	Assets, Balances, Credits, Epochs, Runtime, RuntimeCall, RuntimeEvent, RuntimeOrigin, System,
	configs::economy::UsdcMarket,
	constants::USDC,
	genesis_config_presets::{DEVELOPMENT, ORACLE},
	views,
};
use frame_support::traits::fungibles;
use orogen_primitives_core::{
	AccountId, Balance, BatchId, CUC, Cuc, Hash, NodeKind, OROG, Price, SLOT_DURATION_MS, Tier,
	VerificationMode,
};
use orogen_primitives_receipts::{
	Entry, EntryState, OperatorRow, OperatorTerms, RefundClaim, RowOpening, SessionKey, SessionRow,
	SessionTerms, SettledOperatorRow, SettledSessionRow, Tree, TreeKind, rows_root,
};
use orogen_primitives_traits::{DollarMarket as _, EpochClock, Reserves};
use pallet_operator_stake::{ServedGateway, registration_payload};
use pallet_receipts::BatchSubmission;
use pallet_timelock::{Origin::Timelocked, Track};
use sp_keyring::Sr25519Keyring::{self, *};
use sp_runtime::{Perbill, StateVersion, traits::Dispatchable};
use std::collections::BTreeMap;

/// Operations in all, and in a block.
const OPERATIONS: u32 = 100_000;
const PER_BLOCK: u32 = 50;
/// Blocks between looks at every invariant, and operations between looks at the whole state.
const CHECKED_EVERY: u32 = 5;
const PROBED_EVERY: u64 = 97;

const GATEWAYS: [Sr25519Keyring; 2] = [Bob, One];
/// Coldkeys with their hotkeys.
const OPERATORS: [(Sr25519Keyring, Sr25519Keyring); 3] =
	[(Charlie, Dave), (Eve, Ferdie), (Two, AliceStash)];
const CUSTOMERS: [Sr25519Keyring; 4] = [Ferdie, BobStash, Alice, Two];

/// SplitMix64: enough for choices, and the same on every machine.
struct Dice(u64);

impl Dice {
	fn roll(&mut self) -> u64 {
		self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
		let mut z = self.0;
		z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
		z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
		z ^ (z >> 31)
	}

	/// Below `end`.
	fn below(&mut self, end: u64) -> u64 {
		self.roll() % end
	}

	fn one_in(&mut self, n: u64) -> bool {
		self.below(n) == 0
	}

	fn pick<T: Clone>(&mut self, from: &[T]) -> T {
		from[usize::try_from(self.below(from.len() as u64)).unwrap()].clone()
	}

	/// An amount around `usual`, now and then absurd.
	fn amount(&mut self, usual: u128) -> u128 {
		match self.below(40) {
			0 => 0,
			1 => u128::MAX,
			2 => 1,
			_ => usual * u128::from(self.below(200)) / 100,
		}
	}

	fn cuc(&mut self, usual: Cuc) -> Cuc {
		u64::try_from(self.amount(usual.into())).unwrap_or(u64::MAX)
	}
}

/// A batch whose rows are known in full.
struct Settled {
	id: BatchId,
	operator: (Sr25519Keyring, Sr25519Keyring),
	entries: Vec<Entry>,
	tree: Tree,
	operators: Vec<SettledOperatorRow>,
	sessions: Vec<SettledSessionRow>,
}

struct World {
	dice: Dice,
	/// Market price in millionths of a dollar.
	market: u128,
	settled: Vec<Settled>,
	/// Accepted and refused operations by name.
	outcomes: BTreeMap<&'static str, (u32, u32)>,
	issuance: Balance,
	dust: Balance,
	dollars: Balance,
	operations: u64,
}

impl World {
	fn run(
		&mut self,
		name: &'static str,
		origin: RuntimeOrigin,
		call: impl Into<RuntimeCall>,
	) -> bool {
		let call = call.into();
		self.operations += 1;
		let probed = self.operations.is_multiple_of(PROBED_EVERY);
		let root = || sp_io::storage::root(StateVersion::V1);
		let before = probed.then(root);
		let shown = format!("{call:?}");
		let done = call.dispatch(origin).is_ok();
		if !done && let Some(before) = before {
			assert_eq!(before, root(), "a refused call has left a trace: {shown}");
		}
		let (accepted, refused) = self.outcomes.entry(name).or_default();
		*if done { accepted } else { refused } += 1;
		done
	}

	fn by(
		&mut self,
		name: &'static str,
		who: Sr25519Keyring,
		call: impl Into<RuntimeCall>,
	) -> bool {
		self.run(name, RuntimeOrigin::signed(who.to_account_id()), call)
	}

	fn now() -> u64 {
		slot() * SLOT_DURATION_MS
	}

	/// Every member feeds every source; some are silent, late or lying.
	fn feed(&mut self) {
		let drift = u128::from(self.dice.below(41)) + 980;
		let jump =
			if self.dice.one_in(150) { self.dice.pick(&[500, 800, 1_250, 2_000]) } else { 1_000 };
		self.market = (self.market * drift / 1_000 * jump / 1_000).clamp(20_000, 20_000_000);
		let torn = self.dice.one_in(30);
		for member in ORACLE {
			if self.dice.one_in(12) {
				continue;
			}
			for source in 0..3 {
				let lie = match () {
					() if self.dice.one_in(40) => 3_000,
					() if torn && source == 2 => 1_400,
					() => 995 + u128::from(self.dice.below(10)),
				};
				let price = Price::from_rational(self.market * lie / 1_000, 1_000_000);
				let timestamp = Self::now() - self.dice.below(20_000);
				let call = pallet_oracle_twap::Call::feed { source, price, timestamp };
				self.by("feed", member, call);
			}
		}
	}

	fn buy_credits(&mut self) {
		let who = self.dice.pick(&CUSTOMERS);
		let beneficiary = self.dice.pick(&CUSTOMERS).to_account_id();
		if self.dice.one_in(2) {
			let (orog, min_cuc) = (self.dice.amount(60 * OROG), self.dice.cuc(CUC));
			self.by("burn", who, pallet_bme::Call::burn { orog, beneficiary, min_cuc });
		} else {
			let (cuc, max_in) = (self.dice.cuc(20 * CUC), self.dice.amount(40_000_000));
			let asset = if self.dice.one_in(30) { 7 } else { USDC };
			self.by("top_up", who, pallet_bme::Call::top_up { asset, max_in, cuc, beneficiary });
		}
	}

	/// Somebody pushes the pool one way or the other.
	fn trade(&mut self) {
		use frame_support::traits::tokens::fungible::NativeOrWithId::{Native, WithId};
		let who = self.dice.pick(&[Alice, Bob, Eve, BobStash]);
		let Some(Reserves { orog, dollars }) = UsdcMarket::reserves() else { return };
		// What the pool's OROG are worth on the market, against its dollars.
		let worth = orog / OROG * self.market;
		let push = self.dice.one_in(4);
		let (path, amount_in) = match if push { self.dice.one_in(2) } else { dollars > worth } {
			true if push => (vec![Native, WithId(USDC)], self.dice.amount(orog / 50)),
			false if push => (vec![WithId(USDC), Native], self.dice.amount(dollars / 50)),
			// Arbitrage: half of the difference makes them even.
			true => (vec![Native, WithId(USDC)], (dollars - worth) / 2 * OROG / self.market),
			false => (vec![WithId(USDC), Native], (worth - dollars) / 2),
		};
		let path = path.into_iter().map(Box::new).collect();
		let call = pallet_asset_conversion::Call::swap_exact_tokens_for_tokens {
			path,
			amount_in,
			amount_out_min: 1,
			send_to: who.to_account_id(),
			keep_alive: true,
		};
		self.by("swap", who, call);
	}

	fn sessions(&mut self) {
		let who = self.dice.pick(&CUSTOMERS);
		if self.dice.below(3) > 0 {
			let cap = self.dice.cuc(8 * CUC);
			let life = self.dice.pick(&[60_000, 600_000, 3_600_000, 40 * 86_400_000]);
			let call = pallet_credits::Call::open_session {
				gateway: self.dice.pick(&GATEWAYS).to_account_id(),
				key: SessionKey::Sr25519(who.public()),
				cap,
				expires_at: Self::now() + life,
				ack_window: self.dice.pick(&[None, Some(0), Some(1), Some(64), Some(65)]),
				models: Default::default(),
			};
			self.by("open_session", who, call);
		} else {
			let owner = self.dice.pick(&CUSTOMERS);
			let open = Credits::open_sessions(&owner.to_account_id());
			let session = if open.is_empty() || self.dice.one_in(10) {
				self.dice.below(2_000)
			} else {
				self.dice.pick(&open)
			};
			let who = if self.dice.one_in(4) { who } else { owner };
			self.by("close_session", who, pallet_credits::Call::close_session { session });
		}
	}

	/// A gateway settles a few receipts of one session with one operator.
	fn settle(&mut self) {
		let gateway = self.dice.pick(&GATEWAYS);
		let operator = self.dice.pick(&OPERATORS);
		let customer = self.dice.pick(&CUSTOMERS);
		let open = Credits::open_sessions(&customer.to_account_id());
		if open.is_empty() {
			return;
		}
		let id = self.dice.pick(&open);
		let Some(session) = pallet_credits::Sessions::<Runtime>::get(id) else { return };
		let count = u32::try_from(self.dice.below(12) + 1).unwrap();
		let void = u32::try_from(self.dice.below(3)).unwrap();
		let price = self.dice.below(CUC / 4) + 1;
		let cuc = price * u64::from(count);
		let leaf = |i: u32, seq| Entry { session: id, seq, cuc: price, state: EntryState::Leaf(i) };
		let void_entry = |seq| Entry { session: id, seq, cuc: 0, state: EntryState::Void };
		let from_seq = session.next_seq;
		let entries: Vec<_> = (0..count)
			.map(|i| leaf(i, from_seq + i))
			.chain((count..count + void).map(|i| void_entry(from_seq + i)))
			.collect();
		let leaves = (0u32..).zip(&entries).map(|(index, entry)| entry.leaf(index)).collect();
		let tree = Tree::build(TreeKind::Seq, leaves).unwrap();
		let mut row = OperatorRow {
			hotkey: operator.1.to_account_id(),
			model: 0,
			adapter: None,
			mode: VerificationMode::Vanilla,
			count,
			tokens: 100,
			cuc,
			commission: cuc / 10,
		};
		let mut session_row = SessionRow {
			session: id,
			from_seq,
			count: count + void,
			void,
			deferred: 0,
			late: 0,
			cuc,
		};
		// One batch in six lies somewhere.
		let lie = self.dice.below(60);
		match lie {
			0 => row.count += 1,
			1 => row.cuc += 1,
			2 => row.commission = cuc,
			3 => row.hotkey = AccountId::new([9; 32]),
			4 => row.mode = VerificationMode::Tee,
			5 => row.model = 3,
			6 => session_row.from_seq += 1,
			7 => session_row.cuc = u64::MAX,
			8 => session_row.session += 1,
			9 => session_row.late = 1,
			_ => {}
		}
		let batch = BatchSubmission {
			top_ops: Hash::repeat_byte(1),
			top_seq: tree.top().hash,
			count,
			entries: count + void,
			tokens: 100,
			cuc,
			operators: vec![row.clone()].try_into().unwrap(),
			sessions: vec![session_row.clone()].try_into().unwrap(),
			blob_url: Default::default(),
		};
		let before = views::operator(&row.hotkey);
		let batch_id = pallet_receipts::BatchTotals::<Runtime>::get().batches;
		let call = pallet_receipts::Call::submit_batch { submission: Box::new(batch) };
		// A lie may still name another session that happens to fit; its batch is not followed up.
		if !self.by("submit_batch", gateway, call) || lie < 10 {
			return;
		}
		let operator_info = before.expect("its row was accepted");
		let share = Perbill::from_parts(operator_info.emission_share);
		let terms = OperatorTerms {
			operator: operator_info.id,
			payee: operator_info.payout,
			due: share.mul_floor(row.cuc * 3 / 4 - row.commission),
			commission: row.commission,
		};
		let operators = vec![SettledOperatorRow { row, terms }];
		let terms = SessionTerms {
			owner: session.owner,
			expiry_day: session.expiry_day,
			key: session.key,
			ack_window: session.ack_window,
			opened_at: session.opened_at,
			models: SessionTerms::models_hash(&session.models),
		};
		let sessions = vec![SettledSessionRow { row: session_row, terms }];
		assert_eq!(views::batch(batch_id).unwrap().rows_root, rows_root(&operators, &sessions));
		self.settled.push(Settled { id: batch_id, operator, entries, tree, operators, sessions });
		if self.settled.len() > 60 {
			self.settled.remove(0);
		}
	}

	fn forfeit_or_refund(&mut self) {
		if self.settled.is_empty() {
			return;
		}
		let place = usize::try_from(self.dice.below(self.settled.len() as u64)).unwrap();
		let by_owner = !self.dice.one_in(3);
		let (cold, hot, anyone) = (
			self.settled[place].operator.0,
			self.settled[place].operator.1,
			self.dice.pick(&[Alice, One]),
		);
		if self.dice.one_in(3) {
			let settled = &self.settled[place];
			let opening =
				RowOpening::of_operator(&settled.operators, &settled.sessions, 0).unwrap();
			let call = pallet_receipts::Call::forfeit_row {
				batch: settled.id,
				row: Box::new(settled.operators[0].clone()),
				opening: Box::new(opening),
			};
			let who = match (by_owner, self.dice.one_in(2)) {
				(true, true) => cold,
				(true, false) => hot,
				(false, _) => anyone,
			};
			let done = self.by("forfeit_row", who, call);
			assert!(!done || who == cold, "a row is given up by its operator's coldkey alone");
		} else {
			let settled = &self.settled[place];
			let session = settled.sessions[0].clone();
			let length = session.row.count;
			let first = u32::try_from(self.dice.0 % u64::from(length)).unwrap();
			let count = 1 + u32::try_from(self.dice.0 / 7 % u64::from(length - first)).unwrap();
			let claim = RefundClaim {
				opening: RowOpening::of_session(&settled.operators, &settled.sessions, 0).unwrap(),
				sum: settled.tree.open_sum(0, length).unwrap(),
				session,
				first,
				entries: settled.entries[first as usize..][..count as usize]
					.to_vec()
					.try_into()
					.unwrap(),
				proof: settled.tree.open_range(first, count).unwrap(),
			};
			let call =
				pallet_receipts::Call::claim_refund { batch: settled.id, claim: Box::new(claim) };
			self.by("claim_refund", anyone, call);
		}
	}

	fn operate(&mut self) {
		type Call = pallet_operator_stake::Call<Runtime>;
		let (cold, hot) = self.dice.pick(&OPERATORS);
		let hotkey = hot.to_account_id();
		let tier = self.dice.pick(&[
			Tier::Prosumer,
			Tier::Prosumer,
			Tier::Edge,
			Tier::EmbedOnly,
			Tier::DcPremium,
		]);
		match self.dice.below(24) {
			0..=3 => {
				let payload =
					registration_payload(System::block_hash(0), &cold.to_account_id(), &hotkey);
				let stake = self.dice.amount(300 * OROG);
				let payout = self.dice.pick(&[cold, One]).to_account_id();
				let registered = self.by(
					"register",
					cold,
					Call::register {
						hotkey: hotkey.clone(),
						hotkey_signature: hot.sign(&payload).into(),
						tier,
						kind: NodeKind::LocalInference,
						stake,
						region: Default::default(),
						ip24_hash: Hash::zero(),
						payout,
					},
				);
				if registered {
					self.serve(cold, &hotkey);
				}
			}
			4 => self.serve(cold, &hotkey),
			5..=15 => {
				let epoch_number = Epochs::current() + u32::from(self.dice.one_in(20));
				self.by(
					"heartbeat",
					hot,
					Call::heartbeat {
						epoch_number,
						capabilities_summary_hash: Hash::zero(),
						attestation_report_hash: Hash::zero(),
					},
				);
			}
			16 => {
				let amount = self.dice.amount(50 * OROG);
				self.by("operator.bond_more", cold, Call::bond_more { hotkey, amount });
			}
			17 => {
				self.by("change_tier", cold, Call::change_tier { hotkey, tier });
			}
			18 => {
				let payout = self.dice.pick(&[cold, One, Bob]).to_account_id();
				self.by("set_payout", cold, Call::set_payout { hotkey, payout });
			}
			19 if self.dice.one_in(4) => {
				self.by("deregister", cold, Call::deregister { hotkey });
			}
			20 => {
				self.by("operator.withdraw", cold, Call::withdraw { hotkey });
			}
			21 => {
				let share = Perbill::from_percent(u32::try_from(self.dice.below(101)).unwrap());
				let who = self.dice.pick(&[cold, One, Bob]);
				self.by("preference", who, pallet_bme::Call::set_payout_preference { share });
			}
			_ => {
				let who = self.dice.pick(&[cold, One, Bob, Alice]).to_account_id();
				self.by("payout", Alice, pallet_bme::Call::payout { who });
			}
		}
	}

	fn serve(&mut self, cold: Sr25519Keyring, hotkey: &AccountId) {
		let share = self.dice.pick(&[Perbill::one(), Perbill::from_percent(60)]);
		let gateways: Vec<_> = GATEWAYS
			.iter()
			.map(|gateway| ServedGateway {
				gateway: gateway.to_account_id(),
				capacity_share: share,
				max_commission: Perbill::from_percent(20),
			})
			.collect();
		let gateways = gateways.try_into().unwrap();
		let hotkey = hotkey.clone();
		self.by(
			"set_gateways",
			cold,
			pallet_operator_stake::Call::set_gateways { hotkey, gateways },
		);
	}

	fn run_gateway(&mut self) {
		type Call = pallet_receipts::Call<Runtime>;
		let who = self.dice.pick(&GATEWAYS);
		match self.dice.below(16) {
			0..=9 => {
				let stake = self.dice.amount(4_000 * OROG);
				self.by(
					"register_gateway",
					who,
					Call::register_gateway { stake, min_session_cap: CUC / 10 },
				);
			}
			10..=12 => {
				let amount = self.dice.amount(200 * OROG);
				self.by("gateway.bond_more", who, Call::bond_more { amount });
			}
			13 if self.dice.one_in(3) => {
				self.by("deregister_gateway", who, Call::deregister_gateway {});
			}
			_ => {
				self.by("withdraw_gateway", who, Call::withdraw_gateway {});
			}
		}
	}

	/// Governance moves its parameters, to their bounds and beyond them.
	fn govern(&mut self) {
		let call: RuntimeCall = match self.dice.below(6) {
			0 => {
				let ppm = self.dice.pick(&[799_999, 800_000, 1_000_000, 1_500_000, 1_500_001]);
				pallet_bme::Call::set_elasticity { ppm }.into()
			}
			1 => {
				let days = self.dice.pick(&[29, 30, 60, 120, 121]);
				pallet_bme::Call::set_ceiling_days { days }.into()
			}
			2 => {
				let days = self.dice.pick(&[89, 90, 180, 181]);
				pallet_bme::Call::set_rolling_window { days }.into()
			}
			3 => pallet_bme::Call::set_trough_support { enabled: self.dice.one_in(2) }.into(),
			4 => pallet_oracle_twap::Call::end_bootstrap {}.into(),
			_ => {
				let amount = self.dice.amount(OROG / 10);
				pallet_credits::Call::set_session_deposit { amount }.into()
			}
		};
		let track = self.dice.pick(&[Track::Normal, Track::Normal, Track::Fast]);
		self.run("govern", Timelocked(track).into(), call);
	}

	fn step(&mut self) {
		match self.dice.below(100) {
			0..=13 => self.buy_credits(),
			14..=16 => self.trade(),
			17..=31 => self.sessions(),
			32..=61 => self.settle(),
			62..=74 => self.forfeit_or_refund(),
			75..=94 => self.operate(),
			95..=98 => self.run_gateway(),
			_ => self.govern(),
		}
	}

	/// What is anywhere is what there was, plus what was minted, less what was burned.
	fn check(&self) {
		let totals = pallet_bme::TotalsSinceGenesis::<Runtime>::get();
		let funded = pallet_bme::ClaimLine::<Runtime>::get().funded;
		assert_eq!(
			Balances::total_issuance() + totals.burned + self.dust,
			self.issuance + funded + totals.supported,
			"OROG"
		);
		assert_eq!(<Assets as fungibles::Inspect<_>>::total_issuance(USDC), self.dollars, "USDC");
		let supply = Credits::supply();
		assert_eq!(supply.created, totals.created, "created by burns");
		assert_eq!(supply.settled, totals.open + totals.consumed, "settled into epochs");
		let there =
			u128::from(supply.lots) + u128::from(supply.sessions) + u128::from(supply.refundable);
		assert_eq!(supply.created, there + supply.settled + supply.breakage, "CUC");
		try_state();
	}

	fn note_dust(&mut self) {
		for record in System::events() {
			if let RuntimeEvent::Balances(pallet_balances::Event::DustLost { amount, .. }) =
				record.event
			{
				self.dust += amount;
			}
		}
	}
}

#[test]
fn random_operations_should_conserve_everything() {
	preset(DEVELOPMENT).execute_with(|| {
		let mut world = World {
			dice: Dice(2_609),
			market: 500_000,
			settled: Vec::new(),
			outcomes: BTreeMap::new(),
			issuance: Balances::total_issuance(),
			dust: 0,
			dollars: <Assets as fungibles::Inspect<_>>::total_issuance(USDC),
			operations: 0,
		};
		let mut block = 0;
		let mut next = FIRST_SLOT;
		while world.operations < u64::from(OPERATIONS) {
			begin_block_in(next, 0);
			if u32::is_multiple_of(block, 8) && !world.dice.one_in(15) {
				world.feed();
			}
			let end = world.operations + u64::from(PER_BLOCK);
			while world.operations < end {
				let before = world.operations;
				world.step();
				// A step that found nothing to do counts for nothing, and the next one differs.
				world.dice.roll();
				if world.operations == before && world.dice.one_in(200) {
					break;
				}
			}
			end_block();
			world.note_dust();
			if block.is_multiple_of(CHECKED_EVERY) {
				world.check();
			}
			block += 1;
			// Now and then the chain stands still, for minutes or for days.
			next = slot()
				+ 1 + match world.dice.below(300) {
				0 => world.dice.below(20_000),
				1..=5 => world.dice.below(100),
				_ => 0,
			};
		}
		world.check();
		for (name, (accepted, refused)) in &world.outcomes {
			println!("{name:20} {accepted:7} accepted {refused:7} refused");
			assert!(*accepted > 0, "{name} was never accepted");
		}
	});
}
