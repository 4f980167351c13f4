//! Which pallets are benchmarked, and the helpers that stock pallets' benchmarks need.

use crate::*;
