//! Tests of the whole runtime.

mod bad_batches;
mod bad_input;
mod bad_values;
mod common;
mod consensus;
mod council;
mod economy;
mod fees;
mod governance;
mod metadata;
mod presets;
mod proxies;
mod random;
mod roots;
mod standstill;
mod views;
mod void_rows;
mod worked_example;
