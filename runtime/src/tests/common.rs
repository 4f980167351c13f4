//! Chains from the presets, made block by block.

use crate::{
	Balances, Executive, Runtime, RuntimeCall, RuntimeGenesisConfig, System, TxExtension,
	UncheckedExtrinsic, VERSION, genesis_config_presets,
};
use codec::Encode;
use frame_support::{genesis_builder_helper, traits::fungible::Inspect};
use orogen_primitives_core::{AccountId, Balance, Header, SLOT_DURATION_MS};
use sp_consensus_babe::{
	BABE_ENGINE_ID, Slot,
	digests::{PreDigest, SecondaryPlainPreDigest},
};
use sp_core::Pair;
use sp_keyring::Sr25519Keyring;
use sp_runtime::{
	ApplyExtrinsicResult, Digest, DigestItem,
	generic::{Era, SignedPayload},
	traits::Header as _,
};

/// Slot of the first block: a day in 2026.
pub const FIRST_SLOT: u64 = 299_000_000;

/// Storage of the preset `name`, built as the node builds it: the patch over the defaults, as JSON.
pub fn preset(name: &str) -> sp_io::TestExternalities {
	let defaults =
		genesis_builder_helper::get_preset::<RuntimeGenesisConfig>(&None, |_| None).unwrap();
	let mut genesis: serde_json::Value = serde_json::from_slice(&defaults).unwrap();
	let patch = genesis_config_presets::get_preset(&name.into()).expect("the preset exists");
	merge(&mut genesis, serde_json::from_slice(&patch).unwrap());

	let mut ext = sp_io::TestExternalities::default();
	ext.execute_with(|| {
		genesis_builder_helper::build_state::<RuntimeGenesisConfig>(genesis.to_string().into())
			.expect("the preset is complete");
	});
	ext
}

fn merge(into: &mut serde_json::Value, patch: serde_json::Value) {
	match (into, patch) {
		(serde_json::Value::Object(into), serde_json::Value::Object(patch)) => {
			for (key, value) in patch {
				merge(into.entry(key).or_insert(serde_json::Value::Null), value);
			}
		}
		(into, patch) => *into = patch,
	}
}

/// Slot of the newest block.
pub fn slot() -> u64 {
	*pallet_babe::CurrentSlot::<Runtime>::get()
}

/// Begins a block in `slot`, made by the author with index `author`, and sets its time.
pub fn begin_block_in(slot: u64, author: u32) {
	let digest = Digest {
		logs: vec![DigestItem::PreRuntime(
			BABE_ENGINE_ID,
			PreDigest::SecondaryPlain(SecondaryPlainPreDigest {
				authority_index: author,
				slot: Slot::from(slot),
			})
			.encode(),
		)],
	};
	let parent = System::block_hash(System::block_number());
	let number = System::block_number() + 1;
	let header = Header::new(number, Default::default(), Default::default(), parent, digest);
	Executive::initialize_block(&header);
	let now = RuntimeCall::Timestamp(pallet_timestamp::Call::set { now: slot * SLOT_DURATION_MS });
	Executive::apply_extrinsic(UncheckedExtrinsic::new_bare(now)).unwrap().unwrap();
}

/// Begins a block in the next slot.
pub fn begin_block() {
	let next = match slot() {
		0 => FIRST_SLOT,
		last => last + 1,
	};
	begin_block_in(next, 0);
}

/// Ends the block; the next one builds on it.
pub fn end_block() -> Header {
	let header = Executive::finalize_block();
	// What the client does between blocks.
	frame_system::BlockHash::<Runtime>::insert(header.number, header.hash());
	header
}

/// Makes `blocks` empty blocks, one a slot.
pub fn run_blocks(blocks: u32) {
	for _ in 0..blocks {
		begin_block();
		end_block();
	}
}

/// A transaction of `who` with the fee paid in OROG.
pub fn sign(who: Sr25519Keyring, call: RuntimeCall, tip: Balance) -> UncheckedExtrinsic {
	sign_paying(who, call, tip, None)
}

/// A transaction of `who` with the fee paid in `asset`, OROG if it is none.
pub fn sign_paying(
	who: Sr25519Keyring,
	call: RuntimeCall,
	tip: Balance,
	asset: Option<u32>,
) -> UncheckedExtrinsic {
	let extension: TxExtension = (
		frame_system::AuthorizeCall::new(),
		frame_system::CheckNonZeroSender::new(),
		frame_system::CheckSpecVersion::new(),
		frame_system::CheckTxVersion::new(),
		frame_system::CheckGenesis::new(),
		frame_system::CheckMortality::from(Era::Immortal),
		frame_system::CheckNonce::from(System::account_nonce(who.to_account_id())),
		frame_system::CheckWeight::new(),
		pallet_asset_conversion_tx_payment::ChargeAssetTxPayment::from(
			tip,
			asset.map(frame_support::traits::tokens::fungible::NativeOrWithId::WithId),
		),
		frame_metadata_hash_extension::CheckMetadataHash::new(false),
		frame_system::WeightReclaim::new(),
	);
	let genesis = System::block_hash(0);
	let payload = SignedPayload::from_raw(
		call.clone(),
		extension.clone(),
		(
			(),
			(),
			VERSION.spec_version,
			VERSION.transaction_version,
			genesis,
			genesis,
			(),
			(),
			(),
			None,
			(),
		),
	);
	let signature = payload.using_encoded(|bytes| who.pair().sign(bytes));
	UncheckedExtrinsic::new_signed(call, who.to_account_id().into(), signature.into(), extension)
}

/// Sends a transaction of `who` in the block being made.
pub fn send(who: Sr25519Keyring, call: RuntimeCall) -> ApplyExtrinsicResult {
	Executive::apply_extrinsic(sign(who, call, 0))
}

/// Sends a transaction of `who` that must succeed.
#[track_caller]
pub fn ok(who: Sr25519Keyring, call: impl Into<RuntimeCall>) {
	send(who, call.into()).expect("a valid transaction").expect("the call succeeds");
}

/// OROG of `who`.
pub fn balance(who: &AccountId) -> Balance {
	<Balances as Inspect<_>>::total_balance(who)
}

/// Checks the invariants of every pallet of ours; with the feature `try-runtime` of the SDK's too.
pub fn try_state() {
	crate::Epochs::do_try_state(System::block_number()).unwrap();
	crate::Authors::do_try_state().unwrap();
	crate::Timelock::do_try_state().unwrap();
	crate::OracleTwap::do_try_state().unwrap();
	crate::Credits::do_try_state().unwrap();
	crate::Bme::do_try_state().unwrap();
	crate::OperatorStake::do_try_state().unwrap();
	crate::Receipts::do_try_state().unwrap();

	#[cfg(feature = "try-runtime")]
	<crate::AllPalletsWithSystem as frame_support::traits::TryState<_>>::try_state(
		System::block_number(),
		frame_support::traits::TryStateSelect::All,
	)
	.unwrap();
}
