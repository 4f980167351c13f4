mod calls;
mod encoding;
mod invariants;
mod seats;
mod upgrade;
