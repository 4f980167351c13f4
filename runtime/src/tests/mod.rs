//! Tests of the whole runtime.

mod common;
mod consensus;
mod fees;
mod governance;
mod metadata;
mod presets;
mod roots;
