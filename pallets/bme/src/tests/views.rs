//! What the runtime API shows.

use crate::{Due, DueStage, Line, Parameters, mock::*};
use frame_support::{assert_err, assert_ok};
use orogen_primitives_core::{CUC, MILLI_OROG, OROG};

#[test]
fn status_should_show_totals_bounds_and_the_line() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Bme::burn(RuntimeOrigin::signed(customer()), 4_000 * OROG, customer(), 0));
		Credits::claim(100 * CUC);
		work_for(&account(10), 100 * CUC);
		next_epoch();
		Credits::claim(50 * CUC);
		work_for(&account(10), 50 * CUC);
		next_epoch();
		let status = Bme::status();
		assert_eq!((status.epoch, status.first_open, status.closing_delay), (2, 1, 1));
		assert_eq!(status.issuance, Balances::total_issuance());
		assert_eq!(status.totals.burned, 4_000 * OROG);
		assert_eq!(status.totals.created, u128::from(2_000 * CUC));
		assert_eq!(status.totals.consumed, u128::from(100 * CUC));
		assert_eq!(status.totals.open, u128::from(50 * CUC));
		assert_eq!(status.creatable_today, 8_000 * CUC);
		assert_eq!(status.headroom.granted - status.headroom.left, 200 * OROG);
		assert_eq!(status.line, Line { queued: 200 * OROG, funded: 200 * OROG });
		assert_eq!(status.oldest_unfunded, None);
		assert_eq!(status.pots.payouts, 150 * OROG + MILLI_OROG);
	});
}

#[test]
fn dues_of_should_show_every_stage() {
	let parameters = Parameters { closing_delay: 2, ..Default::default() };
	ExtBuilder::default().parameters(parameters).build_and_execute(|| {
		let payee = account(10);
		assert_eq!(Bme::dues_of(&payee), []);
		for cuc in [100, 10_000, 100] {
			work_for(&payee, cuc * CUC);
			next_epoch();
		}
		next_epoch();
		let dues = [
			Due { epoch: 0, stage: DueStage::Payable, cuc: 0, amount: 150 * OROG },
			Due { epoch: 1, stage: DueStage::Queued, cuc: 0, amount: 15_000 * OROG },
			Due { epoch: 2, stage: DueStage::Open, cuc: 75 * CUC, amount: 0 },
		];
		assert_eq!(Bme::dues_of(&payee), dues);
		assert_eq!(Bme::status().oldest_unfunded, Some(1));
		// The same once the buckets are priced, but for what is paid.
		work_for(&payee, 4);
		let open = Due { epoch: 4, stage: DueStage::Open, cuc: 3, amount: 0 };
		assert_eq!(Bme::dues_of(&payee), [dues[1], dues[2], open]);
	});
}

#[test]
fn quote_burn_should_show_what_burn_does() {
	ExtBuilder::default().build_and_execute(|| {
		for orog in [2 * OROG, 777 * OROG + 5, 20_000 * OROG, OROG, 30_000 * OROG] {
			let quote = Bme::quote_burn(orog);
			let before = Credits::of(&customer());
			let burned = Bme::burn(RuntimeOrigin::signed(customer()), orog, customer(), 0);
			match quote {
				Ok(quote) => {
					assert_ok!(burned);
					assert_eq!(Credits::of(&customer()) - before, quote.cuc);
					pass_days(1);
				}
				Err(error) => assert_err!(burned, error),
			}
		}
	});
}
