//! The ledger as tables.

use crate::{
	amounts::{orog, orog_change},
	commands::table,
	ledger::{Ledger, Sum},
};
use std::fmt::Write;

/// The ledger for people.
pub(super) fn ledger(ledger: &Ledger) -> String {
	let mut text =
		format!("Blocks {} to {}, read from the chain\n", ledger.from.number + 1, ledger.to.number);
	for sum in &ledger.sums {
		push(&mut text, &sum.title, &self::sum(sum));
	}
	let rows = ledger.accounts.iter().map(|line| {
		[
			line.name.clone(),
			orog(line.before),
			orog(line.received),
			orog(line.sent),
			orog(line.burned),
			orog(line.fees),
			orog(line.after),
			orog_change(line.before, line.after),
		]
	});
	let header = ["account", "before", "received", "sent", "burned", "fees", "after", "change"];
	push(
		&mut text,
		"Accounts, in OROG, what is on hold included",
		&table(&header, rows, &[1, 2, 3, 4, 5, 6, 7]).to_string(),
	);
	text
}

fn push(text: &mut String, title: &str, table: &str) {
	// Writing to a string does not fail.
	write!(text, "\n{title}\n{table}\n").ok();
}

fn sum(sum: &Sum) -> String {
	let (left, right) = sum.totals();
	let row = |sign: &str, name: &str, amount: u128| {
		[sign.to_owned(), name.to_owned(), sum.unit.write(amount)]
	};
	let rows = sum
		.left
		.iter()
		.map(|line| row("", &line.name, line.amount))
		.chain([row("=", "", left)])
		.chain(sum.right.iter().map(|line| row("", &line.name, line.amount)))
		.chain([row(if left == right { "=" } else { "≠" }, "", right)]);
	table(&[], rows, &[2]).to_string()
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{chain::BlockId, ledger::Unit};
	use orogen_primitives_core::Hash;

	#[test]
	fn a_difference_should_be_seen() {
		let block = |number| BlockId { number, hash: Hash::zero() };
		let sums = vec![
			Sum::new("Good", Unit::Cuc).left("a", 1_500_000u64).right("b", 1_500_000u64),
			Sum::new("Bad", Unit::Orog).left("a", 1u64).right("b", 2u64),
		];
		let text = ledger(&Ledger { from: block(1), to: block(9), sums, accounts: vec![] });
		assert!(text.starts_with("Blocks 2 to 9"));
		assert!(text.contains("1.5") && text.contains('≠') && text.contains("0.000000000002"));
	}
}
