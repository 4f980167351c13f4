//! Chains from the presets, made block by block.

use crate::{
	Balances, Executive, Runtime, RuntimeCall, RuntimeGenesisConfig, System, TxExtension,
	UncheckedExtrinsic, VERSION, genesis_config_presets,
};
use codec::Encode;
use frame_support::{genesis_builder_helper, traits::fungible::Inspect};
use orogen_primitives_core::{
	AccountId, Balance, CUC, Hash, Header, NodeKind, OROG, SLOT_DURATION_MS, Tier,
};
use pallet_operator_stake::{ServedGateway, registration_payload};
use sp_consensus_babe::{
	BABE_ENGINE_ID, Slot,
	digests::{PreDigest, SecondaryPlainPreDigest},
};
use sp_core::Pair;
use sp_keyring::Sr25519Keyring;
use sp_runtime::{
	ApplyExtrinsicResult, Digest, DigestItem, Perbill,
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

/// Makes `who` a gateway that takes sessions from 1 CUC on.
#[track_caller]
pub fn register_gateway(who: Sr25519Keyring, stake: Balance) {
	ok(who, pallet_receipts::Call::register_gateway { stake, min_session_cap: CUC });
}

/// An operator of a test: a prosumer with an own machine. The default is Charlie's with Dave as its
/// hotkey, which stakes 1,000 OROG, has Two paid, and gives a gateway all of its capacity.
#[derive(Clone, Copy, Debug)]
pub struct TestOperator {
	pub coldkey: Sr25519Keyring,
	pub hotkey: Sr25519Keyring,
	pub payout: Sr25519Keyring,
	pub stake: Balance,
	pub region: &'static str,
	pub capacity_share: Perbill,
	pub max_commission: Perbill,
}

impl Default for TestOperator {
	fn default() -> Self {
		Self {
			coldkey: Sr25519Keyring::Charlie,
			hotkey: Sr25519Keyring::Dave,
			payout: Sr25519Keyring::Two,
			stake: 1_000 * OROG,
			region: "DE",
			capacity_share: Perbill::one(),
			max_commission: Perbill::from_percent(20),
		}
	}
}

impl TestOperator {
	/// Registers it.
	#[track_caller]
	pub fn register(&self) {
		let (coldkey, hotkey) = (self.coldkey.to_account_id(), self.hotkey.to_account_id());
		let payload = registration_payload(System::block_hash(0), &coldkey, &hotkey);
		ok(
			self.coldkey,
			pallet_operator_stake::Call::register {
				hotkey,
				hotkey_signature: self.hotkey.sign(&payload).into(),
				tier: Tier::Prosumer,
				kind: NodeKind::LocalInference,
				stake: self.stake,
				region: self.region.as_bytes().to_vec().try_into().unwrap(),
				ip24_hash: Hash::zero(),
				payout: self.payout.to_account_id(),
			},
		);
	}

	/// Registers it and has it list `gateway`.
	#[track_caller]
	pub fn serve(&self, gateway: Sr25519Keyring) {
		self.register();
		let served = ServedGateway {
			gateway: gateway.to_account_id(),
			capacity_share: self.capacity_share,
			max_commission: self.max_commission,
		};
		ok(
			self.coldkey,
			pallet_operator_stake::Call::set_gateways {
				hotkey: self.hotkey.to_account_id(),
				gateways: vec![served].try_into().unwrap(),
			},
		);
	}
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
