//! What is measured.

pub(crate) mod batches;
pub(crate) mod calls;
pub(crate) mod rpc;
pub(crate) mod startup;
pub(crate) mod state;
pub(crate) mod sustained;

use crate::{node::Programs, report::Figure};

/// How to measure.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
	/// What to run.
	pub(crate) programs: Programs,
	/// Fewer and shorter runs.
	pub(crate) quick: bool,
}

impl Settings {
	/// One of both, by how thorough it is.
	pub(crate) const fn pick<T: Copy>(&self, full: T, quick: T) -> T {
		if self.quick { quick } else { full }
	}
}

/// What was measured.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
	/// The figures.
	pub(crate) figures: Vec<Figure>,
	/// What one should know about all of them.
	pub(crate) notes: Vec<String>,
}

impl Outcome {
	/// Adds a figure.
	pub(crate) fn add(&mut self, figure: Figure) {
		self.figures.push(figure);
	}

	/// Adds a note.
	pub(crate) fn note(&mut self, note: impl Into<String>) {
		self.notes.push(note.into());
	}
}

/// Arguments of a node whose pool holds everything that is pushed.
pub(crate) const LARGE_POOL: [&str; 4] = ["--pool-limit", "500000", "--pool-kbytes", "1000000"];
