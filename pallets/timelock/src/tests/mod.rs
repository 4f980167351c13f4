mod calls;
mod encoding;
mod invariants;
