//! How much of a spending session can be settled (SPEC §5).
//!
//! `acked` in the request with seq `s` is what the customer accepts in all for the seqs up to
//! `s − ack_window`: an answer that it never got, or does not accept, is left out. A session settles
//! at most the newest `acked` plus the highest prices of the requests after the last acknowledged one.
//! So a customer risks a few requests, and a gateway a few answers.

use alloc::collections::VecDeque;
use orogen_primitives_core::{Cuc, MAX_ACK_WINDOW, Seq};
use serde::{Deserialize, Serialize};

/// Most that a session may have settled up to a request that shows `acked`; `max_prices` are those of
/// that request and of the `ack_window − 1` seqs before it.
pub fn settleable(acked: Cuc, max_prices: impl IntoIterator<Item = Cuc>) -> Cuc {
	// What a session settles is a `Cuc`: at the clamp there is no bound left to exceed.
	max_prices.into_iter().fold(acked, Cuc::saturating_add)
}

/// Why an answer cannot be accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AckError {
	/// No request with this seq was made.
	UnknownSeq,
	/// The answer has been accepted before.
	AlreadyAccepted,
	/// The seq is not one of the newest 64, so that nobody knows whether it has been accepted.
	TooOld,
	/// The sum of the prices exceeds 2^64 − 1.
	Overflow,
}

/// A customer's side of the ack window: hands out seqs and knows what has been accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AckWindow {
	window: u8,
	next: Seq,
	/// Prices accepted for the seqs before those in `recent`.
	#[serde(with = "crate::json::decimal")]
	accepted: Cuc,
	/// Price accepted for each of the newest seqs, 0 until it is.
	recent: VecDeque<Cuc>,
	/// Which of the newest 64 seqs have been accepted: bit `i` is seq `next − 1 − i`.
	#[serde(with = "crate::json::decimal")]
	answered: u64,
}

impl AckWindow {
	/// The window of a session that has had no request; `None` if `window` is not 1 to
	/// [`MAX_ACK_WINDOW`].
	pub fn new(window: u8) -> Option<Self> {
		(1..=MAX_ACK_WINDOW).contains(&window).then(|| Self {
			window,
			next: 0,
			accepted: 0,
			recent: VecDeque::new(),
			answered: 0,
		})
	}

	/// Seq of the next request.
	pub const fn next_seq(&self) -> Seq {
		self.next
	}

	/// The window.
	pub const fn window(&self) -> u8 {
		self.window
	}

	/// Takes the next seq: returns it and the `acked` of its request. `None` when the seqs are used up.
	pub fn take(&mut self) -> Option<(Seq, Cuc)> {
		let seq = self.next;
		let next = seq.checked_add(1)?;
		let mut accepted = self.accepted;
		// What `recent` holds now are the seqs before `seq`; `window − 1` of them are not acknowledged.
		while self.recent.len() >= usize::from(self.window) {
			accepted = accepted.checked_add(self.recent.pop_front()?)?;
		}
		self.accepted = accepted;
		self.recent.push_back(0);
		self.answered = self.answered.checked_shl(1).unwrap_or(0); // The oldest falls off.
		self.next = next;
		Some((seq, accepted))
	}

	/// Accepts the answer to request `seq` for `price`, once; it must be one of the newest 64, as
	/// every seq of the window is.
	pub fn accept(&mut self, seq: Seq, price: Cuc) -> Result<(), AckError> {
		let age = self.next.checked_sub(seq).filter(|age| *age > 0).ok_or(AckError::UnknownSeq)?;
		let bit = age.checked_sub(1).and_then(|back| 1_u64.checked_shl(back));
		let bit = bit.ok_or(AckError::TooOld)?;
		if self.answered & bit != 0 {
			return Err(AckError::AlreadyAccepted);
		}
		let place = usize::try_from(age).ok().and_then(|age| self.recent.len().checked_sub(age));
		let slot = match place.and_then(|place| self.recent.get_mut(place)) {
			Some(slot) => slot,
			None => &mut self.accepted,
		};
		*slot = slot.checked_add(price).ok_or(AckError::Overflow)?;
		self.answered |= bit;
		Ok(())
	}
}
