//! What gateways, workers, validators and wallets of the Orogen chain link.
//!
//! | Module | Who needs it | What it does |
//! |---|---|---|
//! | [`chain`] | everyone | connects to a node, reads by JSON-RPC, submits transactions and waits for them |
//! | [`calls`] | everyone | makes the chain's calls |
//! | [`keys`] | everyone | keys from files and URIs |
//! | [`openai`] | gateways, workers | reads OpenAI-compatible calls, streamed or not, into canonical JSON |
//! | [`rates`] | gateways, customers | prices calls |
//! | [`gateway`] | gateways | keeps, settles and proves receipts |
//! | [`settled`] | operators, customers | opens rows of settled batches, claims refunds |
//! | [`receipts`] | everyone off chain | signs requests and receipts, encrypts bodies, checks receipts |
//! | [`ledger`] | auditors | adds up what the chain says about a span of blocks |
//! | [`amounts`] | everyone | OROG and CUC as people write them |
//!
//! Batches, trees and the published JSON form are in `orogen-primitives-receipts`, which is
//! re-exported as [`primitives`]; nothing of it needs a node. The `orogen` program is built on this
//! crate; see [`commands`].
//!
//! # A gateway's loop
//!
//! 1. Read a session with [`chain::Chain::session`]; its key signs the requests that come in.
//! 2. Pass a request on to an operator; check its receipt with
//!    [`Receipt::checks`](primitives::Receipt::checks).
//! 3. Now and then make a [`Batch`](primitives::Batch) and submit it by
//!    [`calls::receipts::submit_batch`].
#![deny(missing_docs, rustdoc::broken_intra_doc_links)]
#![cfg_attr(
	not(test),
	deny(
		clippy::unwrap_used,
		clippy::expect_used,
		clippy::panic,
		clippy::indexing_slicing,
		clippy::cast_possible_truncation,
		clippy::cast_sign_loss
	)
)]

pub mod amounts;
pub mod calls;
pub mod chain;
pub mod commands;
pub mod error;
pub mod gateway;
pub mod keys;
pub mod ledger;
pub mod openai;
pub mod rates;
pub mod receipts;
pub mod settled;

pub use error::Error;
pub use orogen_primitives_core as core;
pub use orogen_primitives_receipts as primitives;
pub use orogen_primitives_runtime_api as runtime_api;
