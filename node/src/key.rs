//! What the library's `key` commands leave open.

use crate::failure::Failure;
use sc_cli::{CryptoScheme, KeySubcommand, utils::read_uri};
use sp_core::{Pair, crypto::Ss58Codec, ecdsa, ed25519, sr25519};

/// Refuses what `key inspect` cannot read: the library says so and calls it a success. `given` is the
/// argument, or the file with it; what is typed in later is not looked at.
pub(crate) fn check(command: &KeySubcommand, given: Option<&String>) -> Result<(), Failure> {
	let (KeySubcommand::Inspect(inspect), Some(_)) = (command, given) else { return Ok(()) };
	let uri = read_uri(given)?;
	let (readable, scheme) = match inspect.crypto_scheme.scheme {
		CryptoScheme::Sr25519 => (is_key::<sr25519::Pair>(&uri), "sr25519"),
		CryptoScheme::Ed25519 => (is_key::<ed25519::Pair>(&uri), "ed25519"),
		CryptoScheme::Ecdsa => (is_key::<ecdsa::Pair>(&uri), "ecdsa"),
	};
	// It may be a secret with a slip of the pen, so it is not repeated.
	readable.then_some(()).ok_or_else(|| {
		Failure::Said(format!(
			"what is to be inspected is no {scheme} key: give a secret phrase, a seed as hex, a secret \
			 URI such as //Alice or an address, or a public key as hex with --public"
		))
	})
}

/// Whether the library reads a key out of `uri`. A password changes which one, not whether.
fn is_key<P: Pair<Public: Ss58Codec>>(uri: &str) -> bool {
	P::from_string_with_seed(uri, None).is_ok() || P::Public::from_string_with_version(uri).is_ok()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn is_key_should_know_phrases_seeds_uris_and_addresses() {
		for uri in [
			"bottom drive obey lake curtain smoke basket hold race lonely fit walk",
			"bottom drive obey lake curtain smoke basket hold race lonely fit walk//1///password",
			"//Alice",
			"0xe5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a",
			"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
		] {
			assert!(is_key::<sr25519::Pair>(uri), "{uri}");
		}
		for uri in [
			"bottom drive obey lake",
			"bottom drive obey lake curtain smoke basket hold race lonely fit fit",
			"0xe5be9a50",
			"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQX",
		] {
			assert!(!is_key::<sr25519::Pair>(uri), "{uri}");
		}
	}
}
