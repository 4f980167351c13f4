//! Tests of the whole runtime.

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
mod views;
mod void_rows;
mod worked_example;
