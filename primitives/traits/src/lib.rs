//! Traits through which Orogen's pallets meet; the runtime wires them.
//!
//! No pallet of ours depends on another one: each states here what it needs and what it gives.
#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs, rustdoc::broken_intra_doc_links)]

extern crate alloc;

pub mod clock;
pub mod credits;
pub mod issuance;
pub mod operators;
pub mod oracle;

pub use clock::{EndedEpoch, EpochClock, EpochHandler};
pub use credits::{CreditIssuer, GatewayRegistry, GatewayTerms, SessionLedger, SessionRefusal};
pub use issuance::{EpochFinality, WorkLedger};
pub use operators::{Admission, OperatorAdmission, OperatorRefusal};
pub use oracle::{CreditQuote, OracleQuotes, OracleState, PriceOracle};
