//! Tests.

mod encoding;
mod gateways;
mod invariants;
mod open_work;
mod parameters;
mod pruning;
mod refunds;
mod refusals;
mod robbery;
mod submit_batch;
mod void_rows;

use crate::{mock::*, *};
use frame_support::{
	assert_noop, assert_ok,
	traits::fungible::{Inspect, InspectHold},
};
use sp_runtime::{DispatchError, TokenError, traits::BadOrigin};

/// What falsifies a good value.
type Lie<T> = fn(&mut T);

/// Planck that the account `who` has on hold for `reason`.
fn held(reason: HoldReason, who: u32) -> Balance {
	Balances::balance_on_hold(&reason.into(), &account(who))
}

/// The record of the gateway `who`.
fn gateway(who: u32) -> Gateway<u32> {
	Gateways::<Test>::get(account(who)).expect("a gateway")
}

fn signed(who: u32) -> RuntimeOrigin {
	RuntimeOrigin::signed(account(who))
}
