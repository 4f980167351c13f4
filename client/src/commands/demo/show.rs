//! The ledger as tables: each sum with where it comes from on the left and where it is on the right.

use crate::{
	amounts::{asset, orog, orog_change},
	commands::{customer::USDC, table},
	ledger::{Ledger, Line, Sum},
};
use std::fmt::Write;

/// Widths of the columns of all sums.
#[derive(Default)]
struct Widths {
	name: [usize; 2],
	amount: [usize; 2],
}

/// A side of a sum without what is nothing: names, and amounts as people write them.
fn side(sum: &Sum, lines: &[Line]) -> Vec<(String, String)> {
	let some = lines.iter().filter(|line| line.amount > 0);
	some.map(|line| (line.name.clone(), sum.unit.write(line.amount))).collect()
}

fn sides(sum: &Sum) -> [Vec<(String, String)>; 2] {
	[side(sum, &sum.left), side(sum, &sum.right)]
}

fn length(text: &str) -> usize {
	text.chars().count()
}

impl Widths {
	fn of<'a>(sums: impl IntoIterator<Item = &'a Sum>) -> Self {
		let mut widths = Self::default();
		for sum in sums {
			let columns = sides(sum).into_iter().zip(&mut widths.name).zip(&mut widths.amount);
			for ((lines, name), amount) in columns {
				for (label, value) in &lines {
					*name = length(label).max(*name);
					*amount = length(value).max(*amount);
				}
			}
		}
		widths
	}

	/// Columns of a row.
	fn total(&self) -> usize {
		let [left, right] = self.name;
		let [first, second] = self.amount;
		left + right + first + second + 9
	}
}

/// The ledger for people.
pub(super) fn ledger(ledger: &Ledger) -> String {
	let mut text = format!(
		"Blocks {} to {}. Left: where it comes from. Right: where it is.\n",
		ledger.from.number + 1,
		ledger.to.number
	);
	// What is nothing on both sides needs no table.
	let sums: Vec<_> = ledger.sums.iter().filter(|sum| sum.totals() != (0, 0)).collect();
	let widths = Widths::of(sums.iter().copied());
	for sum in sums {
		push_sum(&mut text, sum, &widths);
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
	let (symbol, _, decimals) = USDC;
	let rows = ledger.dollars.iter().map(|line| {
		let amount = |amount| asset(amount, decimals);
		[
			line.name.clone(),
			amount(line.before),
			amount(line.received),
			amount(line.sent),
			amount(line.after),
		]
	});
	let header = ["account", "before", "received", "sent", "after"];
	push(
		&mut text,
		&format!("Accounts, in {symbol}"),
		&table(&header, rows, &[1, 2, 3, 4]).to_string(),
	);
	text
}

fn push(text: &mut String, title: &str, table: &str) {
	// Writing to a string does not fail.
	write!(text, "\n{title}\n{table}\n").ok();
}

/// A title with both totals, and the lines of both sides beside each other.
fn push_sum(text: &mut String, sum: &Sum, widths: &Widths) {
	let (left, right) = sum.totals();
	let [first, second] = [left, right].map(|amount| sum.unit.write(amount));
	let (sign, verdict) = if left == right { ("=", "✓") } else { ("≠", "✗ does not add up") };
	let title = &sum.title;
	let totals = format!(" {first} {sign} {second} {verdict}");
	let dashes = widths.total().saturating_sub(length(title) + length(&totals) + 1);
	let rule = "─".repeat(dashes.max(1));
	write!(text, "\n{title} {rule}{totals}\n").ok();
	let [left, right] = sides(sum);
	let [name, other_name] = widths.name;
	let [amount, other_amount] = widths.amount;
	for row in 0..left.len().max(right.len()) {
		let empty = || (String::new(), String::new());
		let (from, much) = left.get(row).cloned().unwrap_or_else(empty);
		let (to, many) = right.get(row).cloned().unwrap_or_else(empty);
		let line =
			format!("  {from:<name$}  {much:>amount$} │ {to:<other_name$}  {many:>other_amount$}");
		writeln!(text, "{}", line.trim_end()).ok();
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{chain::BlockId, ledger::Unit};
	use orogen_primitives_core::Hash;

	fn shown(sums: Vec<Sum>) -> String {
		let block = |number| BlockId { number, hash: Hash::zero() };
		let (from, to) = (block(1), block(9));
		ledger(&Ledger { from, to, sums, accounts: vec![], dollars: vec![] })
	}

	#[test]
	fn a_difference_should_be_seen() {
		let text = shown(vec![
			Sum::new("Good", Unit::Cuc).left("a", 1_500_000u64).right("b", 1_500_000u64),
			Sum::new("Bad", Unit::Orog).left("a", 1u64).right("b", 2u64),
		]);
		assert!(text.starts_with("Blocks 2 to 9"));
		assert!(text.contains("1.5 = 1.5 ✓"), "{text}");
		assert!(text.contains("0.000000000001 ≠ 0.000000000002 ✗"), "{text}");
	}

	#[test]
	fn what_is_nothing_should_not_be_shown() {
		let text = shown(vec![
			Sum::new("Some", Unit::Usdc).left("a", 5u64).left("b", 0u64).right("cc", 5u64),
			Sum::new("None", Unit::Usdc).left("d", 0u64).right("e", 0u64),
		]);
		let sum = "Some ─ 0.000005 = 0.000005 ✓\n  a  0.000005 │ cc  0.000005\n";
		assert!(text.contains(sum), "{text}");
		assert!(!text.contains("None"), "{text}");
	}
}
