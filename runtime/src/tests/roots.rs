//! No origin that this runtime can produce is Root, nothing that needs Root can be called, and no call
//! raises the issuance (SPEC §6, §11). The walk takes every call of the metadata, with arguments of
//! zeros and with arguments of noise.

use super::{common::*, metadata::variants};
use crate::{
	Balances, OriginCaller, RuntimeCall, RuntimeOrigin, System, genesis_config_presets::DEVELOPMENT,
};
use codec::Decode;
use frame_support::{
	dispatch::RawOrigin,
	storage::{TransactionOutcome, with_transaction},
	traits::{GetCallMetadata, OriginTrait, UnfilteredDispatchable},
};
use pallet_timelock::Track;
use scale_info::TypeInfo;
use sp_keyring::Sr25519Keyring;
use sp_runtime::DispatchError;

/// Every origin that a transaction, a council motion or a decision can have.
pub(super) fn origins() -> Vec<RuntimeOrigin> {
	let alice = Sr25519Keyring::Alice.to_account_id();
	let mut origins = vec![
		RuntimeOrigin::none(),
		RuntimeOrigin::signed(alice.clone()),
		// Zeros as arguments name this account.
		RuntimeOrigin::signed([0; 32].into()),
		RawOrigin::Authorized.into(),
		pallet_collective::RawOrigin::Member(alice).into(),
		pallet_collective::RawOrigin::Members(7, 7).into(),
	];
	origins.extend(Track::ALL.map(|track| pallet_timelock::Origin::Timelocked(track).into()));
	origins
}

#[test]
fn origins_should_be_all_there_are() {
	// A new kind of origin must be looked at here.
	let kinds: Vec<_> =
		variants(&OriginCaller::type_info()).into_iter().map(|(_, name, _)| name).collect();
	assert_eq!(kinds, ["system", "Council", "Timelock"]);
}

#[test]
fn no_origin_should_be_root() {
	for origin in origins() {
		assert!(frame_system::ensure_root(origin.clone()).is_err(), "{:?}", origin.caller());
	}
}

/// Random numbers, the same ones every time.
struct Noise(u64);
impl Noise {
	fn next(&mut self) -> u64 {
		self.0 ^= self.0 << 13;
		self.0 ^= self.0 >> 7;
		self.0 ^= self.0 << 17;
		self.0
	}
}

/// Calls of every kind that the runtime has: pallet, name, and calls that decode.
pub(super) fn calls(tries: usize) -> Vec<(&'static str, &'static str, Vec<RuntimeCall>)> {
	let mut noise = Noise(0x0906);
	let mut all = Vec::new();
	for (pallet_index, pallet, inner) in variants(&RuntimeCall::type_info()) {
		for (call_index, call, _) in variants(&inner.expect("a call").type_info()) {
			let mut made = Vec::new();
			for attempt in 0..tries {
				let mut bytes = vec![0; 4_096];
				bytes[0] = pallet_index;
				bytes[1] = call_index;
				// Zeros first, then a one for enums that begin at one, then more and more noise, which
				// fewer and fewer calls decode from.
				bytes[2] = u8::from(attempt == 1);
				for _ in 1..attempt {
					let at = usize::try_from(noise.next() % 96).unwrap() + 2;
					bytes[at] = u8::try_from(noise.next() % 256).unwrap();
				}
				made.extend(RuntimeCall::decode(&mut &bytes[..]));
			}
			assert!(!made.is_empty(), "{pallet}.{call} decodes from neither zeros nor a one");
			all.push((pallet, call, made));
		}
	}
	all
}

/// Whether `call` panics off the place it belongs to: these are inherents, and nobody but a block's
/// author can send one.
fn is_inherent(call: &RuntimeCall) -> bool {
	matches!(call, RuntimeCall::Timestamp(_))
}

/// What `call` answers to `origin` and what it does to the issuance; nothing of it stays.
fn outcome(call: &RuntimeCall, origin: RuntimeOrigin) -> (Result<(), DispatchError>, u128, u128) {
	let before = Balances::total_issuance();
	let mut after = before;
	let result = with_transaction(|| -> TransactionOutcome<Result<_, DispatchError>> {
		let result =
			call.clone().dispatch_bypass_filter(origin).map(|_| ()).map_err(|failed| failed.error);
		after = Balances::total_issuance();
		TransactionOutcome::Rollback(Ok(result))
	});
	(result.and_then(|inner| inner), before, after)
}

/// `System::set_code` asks the node for the version of the code; this node knows none.
struct NoVersions;
impl sp_core::traits::ReadRuntimeVersion for NoVersions {
	fn read_runtime_version(
		&self,
		_: &[u8],
		_: &mut dyn sp_externalities::Externalities,
	) -> Result<Vec<u8>, String> {
		Err("no version".into())
	}
}

#[test]
fn calls_that_need_root_should_fail_for_every_origin() {
	let mut ext = preset(DEVELOPMENT);
	ext.register_extension(sp_core::traits::ReadRuntimeVersionExt::new(NoVersions));
	ext.execute_with(|| {
		run_blocks(3);
		begin_block();
		let mut roots = Vec::new();
		for (pallet, call, made) in calls(2) {
			if made.iter().any(is_inherent) {
				continue;
			}
			let refused = |origin: RuntimeOrigin| {
				made.iter()
					.all(|call| outcome(call, origin.clone()).0 == Err(DispatchError::BadOrigin))
			};
			if refused(RuntimeOrigin::root()) {
				continue;
			}
			// Root could call it: either anybody else can, or nobody.
			if origins().into_iter().all(refused) {
				roots.push(format!("{pallet}.{call}"));
			}
		}
		// Calls that are out of everybody's reach, Root being nobody.
		assert_eq!(
			roots,
			[
				"System.set_heap_pages",
				"System.set_code",
				"System.set_code_without_checks",
				"System.set_storage",
				"System.kill_storage",
				"System.kill_prefix",
				"System.authorize_upgrade",
				"System.authorize_upgrade_without_checks",
				"Babe.plan_config_change",
				"Grandpa.note_stalled",
				"Balances.force_transfer",
				"Balances.force_unreserve",
				"Balances.force_set_balance",
				"Balances.force_adjust_total_issuance",
				"Utility.dispatch_as",
				"Utility.with_weight",
				"Utility.dispatch_as_fallible",
				"Vesting.force_vested_transfer",
				"Vesting.force_remove_vesting_schedule",
				"Migrations.force_set_cursor",
				"Migrations.force_set_active_cursor",
				"Migrations.force_onboard_mbms",
				"Migrations.clear_historic",
			]
		);
	});
}

#[test]
fn wrappers_should_give_no_origin_but_the_senders() {
	preset(DEVELOPMENT).execute_with(|| {
		begin_block();
		let root_only = || RuntimeCall::System(frame_system::Call::set_heap_pages { pages: 9 });
		let boxed = || Box::new(root_only());
		let alice = Sr25519Keyring::Alice.to_account_id();
		let wrappers = [
			RuntimeCall::Utility(pallet_utility::Call::batch_all { calls: vec![root_only()] }),
			RuntimeCall::Utility(pallet_utility::Call::as_derivative { index: 0, call: boxed() }),
			RuntimeCall::Utility(pallet_utility::Call::dispatch_as {
				as_origin: Box::new(OriginCaller::system(RawOrigin::Root)),
				call: boxed(),
			}),
			RuntimeCall::Utility(pallet_utility::Call::dispatch_as_fallible {
				as_origin: Box::new(OriginCaller::system(RawOrigin::Root)),
				call: boxed(),
			}),
			RuntimeCall::Utility(pallet_utility::Call::with_weight {
				call: boxed(),
				weight: Default::default(),
			}),
			RuntimeCall::Utility(pallet_utility::Call::if_else {
				main: boxed(),
				fallback: boxed(),
			}),
			RuntimeCall::Proxy(pallet_proxy::Call::proxy {
				real: alice.clone().into(),
				force_proxy_type: None,
				call: boxed(),
			}),
			RuntimeCall::Multisig(pallet_multisig::Call::as_multi_threshold_1 {
				other_signatories: vec![alice],
				call: boxed(),
			}),
		];
		let pages = || sp_io::storage::get(sp_core::storage::well_known_keys::HEAP_PAGES);
		for wrapper in wrappers {
			for origin in origins() {
				// Some wrappers succeed and report the failure inside; none has an effect.
				outcome_kept(&wrapper, origin);
				assert_eq!(pages(), None, "{:?}", wrapper.get_call_metadata());
			}
		}
		assert!(System::authorized_upgrade().is_none());
	});
}

fn outcome_kept(call: &RuntimeCall, origin: RuntimeOrigin) {
	match call.clone().dispatch_bypass_filter(origin) {
		Ok(_) | Err(_) => {}
	}
}

#[test]
fn no_call_should_raise_the_issuance() {
	preset(DEVELOPMENT).execute_with(|| {
		run_blocks(3);
		begin_block();
		let mut dispatched = 0;
		for (pallet, call, made) in calls(60) {
			for sample in made.iter().filter(|sample| !is_inherent(sample)) {
				for origin in origins() {
					let (_, before, after) = outcome(sample, origin);
					assert!(after <= before, "{pallet}.{call} mints: {sample:?}");
					dispatched += 1;
				}
			}
		}
		assert!(dispatched > 10_000, "{dispatched}");
	});
}
