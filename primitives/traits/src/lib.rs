//! Traits through which Orogen's pallets meet; the runtime wires them.
//!
//! No pallet of ours depends on another one: each states here what it needs and what it gives.
#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs, rustdoc::broken_intra_doc_links)]

extern crate alloc;

pub mod clock;
pub mod credits;
pub mod issuance;
pub mod market;
pub mod operators;
pub mod oracle;
pub mod pot;

pub use clock::{EndedEpoch, EpochClock, EpochHandler};
pub use credits::{
	ClaimedSession, CreditIssuer, GatewayRegistry, GatewayTerms, SessionLedger, SessionRefusal,
};
pub use issuance::{EpochFinality, WorkLedger};
pub use market::{DollarMarket, Reserves};
pub use operators::{Admission, ForfeitRefusal, OperatorAdmission, OperatorRefusal, PayeeStanding};
pub use oracle::{CreditQuote, OracleQuotes, OracleState, PriceOracle};
pub use pot::{AwardPoint, PotRole};
