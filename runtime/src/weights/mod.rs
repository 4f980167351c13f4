//! Weights that are no pallet's of ours: of the database, and of what of the SDK every transaction passes
//! through. Our pallets bring their own (`pallets/*/src/weights.rs`), with the database weights from here;
//! other stock pallets keep the weights that the SDK publishes.

mod db;
pub mod frame_system_extensions;
pub mod pallet_asset_conversion_tx_payment;
pub mod pallet_balances;

pub use db::DbWeight;
pub use frame_support::weights::constants::{BlockExecutionWeight, ExtrinsicBaseWeight};
