//! How each pallet is wired, by subject.

pub mod consensus;
pub mod economy;
pub mod fees;
pub mod governance;
pub mod inference;
pub mod motions;
pub mod system;
