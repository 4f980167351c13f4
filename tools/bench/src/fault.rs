//! Why nothing was measured.

use orogen_primitives_receipts::BatchError;

/// Why nothing was measured.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fault {
	/// The client's library says no.
	#[error(transparent)]
	Client(#[from] orogen_client::Error),
	/// There is no such batch.
	#[error("no batch: {0}")]
	Batch(#[from] BatchError),
	/// Something of the operating system.
	#[error(transparent)]
	System(#[from] std::io::Error),
	/// A file.
	#[error("{path}: {reason}")]
	File {
		/// The file.
		path: String,
		/// Why.
		reason: String,
	},
	/// The node has ended, or does not do what it should.
	#[error("the node: {0}")]
	Node(String),
	/// Something else.
	#[error("{0}")]
	Said(String),
	/// The user has stopped the program.
	#[error("stopped")]
	Stopped,
}

impl Fault {
	/// Something without a kind of its own.
	pub(crate) fn said(text: impl ToString) -> Self {
		Self::Said(text.to_string())
	}
}
