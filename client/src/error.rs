//! What can go wrong. Every message is one line that says what happened and, where that is not
//! plain, what to do.

use orogen_primitives_core::{Hash, Seq, SpendingSessionId};
use orogen_primitives_receipts::{BatchError, ReceiptFault};
use std::path::PathBuf;

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
	/// A file cannot be read or written.
	#[error("{}: {source}", path.display())]
	File {
		/// The file.
		path: PathBuf,
		/// Why.
		source: std::io::Error,
	},
	/// A line of a log of calls cannot be used.
	#[error("line {line} of the log: {reason}")]
	Log {
		/// Number of the line, from 1.
		line: usize,
		/// What is wrong with it.
		reason: String,
	},
	/// A rate table cannot be used.
	#[error("the rate table: {0}")]
	Rates(String),
	/// A key cannot be used; the message never holds any of it.
	#[error("the {what}: {reason}")]
	Key {
		/// Which key.
		what: &'static str,
		/// What is wrong with it.
		reason: String,
	},
	/// An argument cannot be used.
	#[error("{0}")]
	Argument(String),
	/// The operating system gives no random bytes.
	#[error("no random bytes: {0}")]
	Random(String),
	/// A ciphertext does not belong to its receipt, or was changed.
	#[error("the data of seq {seq} of session {session}: {reason}")]
	Data {
		/// The session.
		session: SpendingSessionId,
		/// The seq.
		seq: Seq,
		/// What is wrong.
		reason: &'static str,
	},
	/// A receipt is not in order.
	#[error("the receipt of seq {seq} of session {session}: {fault}")]
	Receipt {
		/// The session.
		session: SpendingSessionId,
		/// The seq.
		seq: Seq,
		/// What is wrong.
		fault: ReceiptFault,
	},
	/// Receipts make no batch.
	#[error("no batch: {0}")]
	Batch(#[from] BatchError),
	/// There is no connection to the node.
	#[error("cannot connect to {url}: {reason}; is the node running?")]
	Connect {
		/// The node's address.
		url: String,
		/// Why.
		reason: String,
	},
	/// The connection broke.
	#[error("the node at {url} is gone: {reason}")]
	Disconnected {
		/// The node's address.
		url: String,
		/// Why.
		reason: String,
	},
	/// The node answered with an error.
	#[error("{method}: {message} (code {code}){}", advice.as_ref().map(|advice| format!("; {advice}")).unwrap_or_default())]
	Rpc {
		/// The method.
		method: String,
		/// The error's code.
		code: i32,
		/// The node's message.
		message: String,
		/// What to do, where the node says so.
		advice: Option<String>,
	},
	/// The node's answer is not what this client understands.
	#[error("{what}: the node's answer cannot be read: {reason}")]
	Answer {
		/// What was asked for.
		what: String,
		/// Why.
		reason: String,
	},
	/// The runtime has no such call, or it takes other arguments.
	#[error("{call}: {reason}; this client and the runtime do not belong together")]
	Call {
		/// `Pallet.call`.
		call: String,
		/// Why.
		reason: String,
	},
	/// The transaction did not enter a block.
	#[error("{call} was not taken: {reason}{}", advice.as_ref().map(|advice| format!("; {advice}")).unwrap_or_default())]
	NotTaken {
		/// `Pallet.call`.
		call: String,
		/// Why.
		reason: String,
		/// What to do.
		advice: Option<String>,
	},
	/// The transaction entered a block and failed.
	#[error("{call} failed: {error}{}", doc.as_ref().map(|doc| format!("; {doc}")).unwrap_or_default())]
	Failed {
		/// `Pallet.call`.
		call: String,
		/// `Pallet::Error`, with its fields, or the kind of the dispatch error.
		error: String,
		/// What the runtime's documentation says about it, or what to do.
		doc: Option<String>,
		/// The pallet's error, if it is one.
		module: Option<Box<ModuleFault>>,
	},
	/// An account has too little for what it shall do; nothing was sent.
	#[error("{who} has {has} and this takes {needs}; {advice}")]
	TooLittle {
		/// The account.
		who: String,
		/// What it has, with its unit.
		has: String,
		/// What it needs, with its unit.
		needs: String,
		/// What to do.
		advice: &'static str,
	},
	/// The chain would refuse it; nothing was sent.
	#[error("{0}; nothing was sent")]
	Refused(String),
	/// The thing asked for is not on the chain.
	#[error("{0}")]
	NotFound(String),
	/// A gateway's data folder cannot be used.
	#[error("{}: {reason}", path.display())]
	Journal {
		/// The file or folder.
		path: PathBuf,
		/// Why, and what to do.
		reason: String,
	},
	/// The HTTP server cannot listen.
	#[error("cannot listen on {address}: {reason}; give another address with --listen")]
	Listen {
		/// The address.
		address: String,
		/// Why.
		reason: String,
	},
	/// An event that the transaction must have caused is missing.
	#[error("{call} caused no event {event}")]
	NoEvent {
		/// `Pallet.call`.
		call: String,
		/// `Pallet.Event`.
		event: String,
	},
	/// Something took longer than it may.
	#[error("waited {seconds} s for {what}")]
	Timeout {
		/// What for.
		what: String,
		/// How long.
		seconds: u64,
	},
	/// The chain is not the one that this is for.
	#[error("{0}")]
	WrongChain(String),
	/// The chain's books do not add up.
	#[error("not balanced: {0}")]
	NotBalanced(String),
	/// Receipts of a file are not in order.
	#[error("{bad} of {all} receipts are not in order")]
	BadReceipts {
		/// How many are not.
		bad: usize,
		/// How many there are.
		all: usize,
	},
	/// There is no such block.
	#[error("the node does not know block {0:?}")]
	NoBlock(Hash),
	/// The user has stopped the program.
	#[error("stopped")]
	Stopped,
}

/// A pallet's error as the chain has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModuleFault {
	/// Name of the pallet.
	pub pallet: String,
	/// Name of the error.
	pub error: String,
	/// SCALE of its fields.
	pub data: [u8; 3],
}

impl Error {
	/// Exit code of the program.
	///
	/// | code | meaning |
	/// |---|---|
	/// | 1 | not done, or not in order |
	/// | 2 | wrong arguments; nothing was sent |
	/// | 3 | no connection to a node |
	/// | 4 | the node's answer is an error, or not understood |
	/// | 5 | the transaction is in no block |
	/// | 6 | the transaction is in a block and failed |
	/// | 7 | it took too long; the transaction may still come into a block |
	/// | 130 | interrupted |
	pub const fn exit_code(&self) -> u8 {
		match self {
			Self::Argument(_) => 2,
			Self::Connect { .. } | Self::Disconnected { .. } => 3,
			Self::Rpc { .. } | Self::Answer { .. } | Self::Call { .. } => 4,
			Self::NotTaken { .. } | Self::TooLittle { .. } | Self::Refused(_) => 5,
			Self::Failed { .. } | Self::NoEvent { .. } => 6,
			Self::Timeout { .. } => 7,
			// As a shell has it for a program that was interrupted.
			Self::Stopped => 130,
			_ => 1,
		}
	}

	/// The pallet's error behind a failed call: `("Receipts", "OverCapacity")`.
	pub fn module(&self) -> Option<(&str, &str)> {
		match self {
			Self::Failed { module: Some(fault), .. } => Some((&fault.pallet, &fault.error)),
			_ => None,
		}
	}

	/// Whether the same thing may succeed later, without anybody doing anything else.
	pub const fn is_transient(&self) -> bool {
		matches!(
			self,
			Self::Connect { .. }
				| Self::Disconnected { .. }
				| Self::Rpc { .. }
				| Self::Answer { .. }
				| Self::NoBlock(_)
				| Self::Timeout { .. }
		)
	}

	/// For `map_err` of file operations.
	pub(crate) fn file(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
		let path = path.into();
		move |source| Self::File { path, source }
	}
}

/// First line of a message, so that a library's long one stays readable.
pub(crate) fn first_line(error: &impl ToString) -> String {
	error.to_string().lines().next().unwrap_or_default().trim().to_owned()
}
