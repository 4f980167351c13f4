//! What each type of proxy may do, also inside of wrappers.

use super::common::*;
use crate::{
	Runtime, RuntimeCall, RuntimeEvent, System, configs::system::ProxyType,
	genesis_config_presets::DEVELOPMENT,
};
use frame_support::{assert_ok, traits::InstanceFilter};
use orogen_primitives_core::OROG;
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie};

fn transfer() -> RuntimeCall {
	RuntimeCall::Balances(pallet_balances::Call::transfer_keep_alive {
		dest: Charlie.to_account_id().into(),
		value: OROG,
	})
}

fn batch(call: RuntimeCall) -> RuntimeCall {
	RuntimeCall::Utility(pallet_utility::Call::batch_all { calls: vec![call] })
}

fn top_up() -> RuntimeCall {
	RuntimeCall::Bme(pallet_bme::Call::top_up {
		asset: 1,
		max_in: 2_000_000,
		cuc: 1_000_000,
		beneficiary: Bob.to_account_id(),
	})
}

fn payout() -> RuntimeCall {
	RuntimeCall::Bme(pallet_bme::Call::payout { who: Alice.to_account_id() })
}

/// Whether Bob, Alice's proxy, gets `call` past the filters.
fn passes(call: RuntimeCall) -> bool {
	System::reset_events();
	let proxied = pallet_proxy::Call::proxy {
		real: Alice.to_account_id().into(),
		force_proxy_type: None,
		call: Box::new(call),
	};
	assert_ok!(send(Bob, proxied.into()).unwrap());
	let filtered = frame_system::Error::<Runtime>::CallFiltered.into();
	System::events().into_iter().any(|record| match record.event {
		RuntimeEvent::Proxy(pallet_proxy::Event::ProxyExecuted { result }) => {
			result != Err(filtered)
		}
		_ => false,
	})
}

#[test]
fn proxies_should_do_what_their_type_says_and_nothing_else() {
	let set_keys = || RuntimeCall::Session(pallet_session::Call::purge_keys {});
	let motion = || {
		RuntimeCall::Council(pallet_collective::Call::vote {
			proposal: Default::default(),
			index: 0,
			approve: true,
		})
	};
	for (proxy_type, may_transfer, may_purge, may_vote, may_pay_out) in [
		(ProxyType::Any, true, true, true, true),
		(ProxyType::NonTransfer, false, true, true, true),
		(ProxyType::Governance, false, false, true, false),
		(ProxyType::Operations, false, false, false, true),
		(ProxyType::CancelProxy, false, false, false, false),
	] {
		preset(DEVELOPMENT).execute_with(|| {
			begin_block();
			let add = pallet_proxy::Call::add_proxy {
				delegate: Bob.to_account_id().into(),
				proxy_type,
				delay: 0,
			};
			assert_ok!(send(Alice, add.into()).unwrap());
			assert_eq!(passes(transfer()), may_transfer, "{proxy_type:?} transfer");
			assert_eq!(passes(top_up()), may_transfer, "{proxy_type:?} top-up");
			assert_eq!(passes(motion()), may_vote, "{proxy_type:?} vote");
			assert_eq!(passes(payout()), may_pay_out, "{proxy_type:?} payout");
			assert_eq!(passes(set_keys()), may_purge, "{proxy_type:?} keys");
			// A wrapper gets nothing past the filter.
			if proxy_type != ProxyType::CancelProxy {
				assert_eq!(passes(batch(transfer())), may_transfer, "{proxy_type:?} batch");
			}
		});
	}
}

#[test]
fn a_proxy_should_name_no_stronger_one() {
	use ProxyType::*;
	let all = [Any, NonTransfer, Governance, Operations, CancelProxy];
	for one in all {
		assert!(one.is_superset(&one));
		assert!(Any.is_superset(&one));
		assert!(one == Any || !one.is_superset(&Any));
	}
	assert!(NonTransfer.is_superset(&Governance));
	assert!(!Governance.is_superset(&Operations));
	assert!(!Operations.is_superset(&NonTransfer));
}
