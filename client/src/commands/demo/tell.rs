//! What the demo says while it plays: chapters, and lines of who does what.

use crate::{amounts::asset, commands::note};
use std::{cell::Cell, fmt::Display, io::IsTerminal};

/// Columns of the name before a line.
const NAME: usize = 9;

/// Counts the chapters.
#[derive(Debug, Default)]
pub(super) struct Tale(Cell<u32>);

impl Tale {
	/// Begins a chapter.
	pub(super) fn chapter(&self, title: &str) {
		let number = self.0.get().saturating_add(1);
		self.0.set(number);
		let title = format!("{number}. {title}");
		if std::io::stderr().is_terminal() {
			note(format_args!("\n\u{1b}[1m{title}\u{1b}[0m"));
		} else {
			note(format_args!("\n{title}"));
		}
	}
}

/// A line about `who`.
pub(super) fn line(who: &str, text: impl Display) -> String {
	format!("   {who:<NAME$}  {text}")
}

/// Says a line about `who`.
pub(super) fn say(who: &str, text: impl Display) {
	note(line(who, text));
}

/// A list such as `1, 2 and 3`; `none` when it is empty.
pub(super) fn list<T: Display>(items: &[T]) -> String {
	match items {
		[] => "none".into(),
		[one] => one.to_string(),
		[first @ .., last] => {
			let first: Vec<_> = first.iter().map(T::to_string).collect();
			format!("{} and {last}", first.join(", "))
		}
	}
}

/// How many of something there are: `1 receipt`, `1,000 receipts`.
pub(super) fn count(number: u64, noun: &str) -> String {
	// Whole numbers have no decimals.
	let number_of = asset(number.into(), 0);
	if number == 1 { format!("{number_of} {noun}") } else { format!("{number_of} {noun}s") }
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn things_should_be_counted_as_people_say_it() {
		assert_eq!(count(1, "receipt"), "1 receipt");
		assert_eq!(count(0, "receipt"), "0 receipts");
		assert_eq!(count(400_000, "call"), "400,000 calls");
	}

	#[test]
	fn lists_should_read_as_people_say_them() {
		assert_eq!(list::<u32>(&[]), "none");
		assert_eq!(list(&[1]), "1");
		assert_eq!(list(&[1, 2]), "1 and 2");
		assert_eq!(list(&[1, 2, 3]), "1, 2 and 3");
	}

	#[test]
	fn names_should_have_a_column() {
		assert_eq!(line("edge", "x"), "   edge       x");
	}
}
