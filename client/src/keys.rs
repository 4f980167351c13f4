//! Keys from files and URIs. A secret is never printed, not by [`Debug`] either.

use crate::Error;
use orogen_primitives_core::AccountId;
use orogen_primitives_receipts::{KeySignature, SessionKey};
use sp_core::{Pair, crypto::SecretStringError, ecdsa, ed25519, sr25519};
use sp_runtime::{MultiSignature, MultiSigner, traits::IdentifyAccount};
use std::{fmt, path::Path};
use subxt::{
	config::substrate::{MultiSignature as WireSignature, SubstrateConfig},
	utils::AccountId32,
};

/// Signature scheme of a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Scheme {
	/// Schnorr over Ristretto.
	#[default]
	Sr25519,
	/// EdDSA.
	Ed25519,
	/// ECDSA over secp256k1.
	Ecdsa,
}

/// A key pair of an account or of a spending session.
#[derive(Clone)]
pub enum Keypair {
	/// Schnorr over Ristretto.
	Sr25519(Box<sr25519::Pair>),
	/// EdDSA.
	Ed25519(Box<ed25519::Pair>),
	/// ECDSA over secp256k1.
	Ecdsa(Box<ecdsa::Pair>),
}

impl fmt::Debug for Keypair {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.debug_tuple("Keypair").field(&self.session_key()).finish()
	}
}

/// What is wrong with a URI, without any of it.
fn reason(error: &SecretStringError) -> String {
	match error {
		SecretStringError::InvalidPhrase => "no valid BIP-39 phrase".into(),
		SecretStringError::InvalidSeed | SecretStringError::InvalidSeedLength => {
			"a seed must be 32 bytes of hex".into()
		}
		SecretStringError::InvalidPath => "no valid derivation path for this scheme".into(),
		_ => "no secret URI: a phrase or 0x and a seed, then perhaps //hard and /soft junctions"
			.into(),
	}
}

impl Keypair {
	/// The key of a secret URI such as `//Alice`, a phrase, or `0x` and a seed; `what` names the key
	/// in errors.
	pub fn from_uri(what: &'static str, scheme: Scheme, uri: &str) -> Result<Self, Error> {
		fn pair<P: Pair>(what: &'static str, uri: &str) -> Result<Box<P>, Error> {
			P::from_string(uri, None)
				.map(Box::new)
				.map_err(|error| Error::Key { what, reason: reason(&error) })
		}
		Ok(match scheme {
			Scheme::Sr25519 => Self::Sr25519(pair(what, uri)?),
			Scheme::Ed25519 => Self::Ed25519(pair(what, uri)?),
			Scheme::Ecdsa => Self::Ecdsa(pair(what, uri)?),
		})
	}

	/// The key whose secret URI is the first line of a file.
	pub fn from_file(what: &'static str, scheme: Scheme, path: &Path) -> Result<Self, Error> {
		let text = std::fs::read_to_string(path).map_err(Error::file(path))?;
		let line = text.lines().map(str::trim).find(|line| !line.is_empty());
		let uri = line.ok_or(Error::Key { what, reason: "the file is empty".into() })?;
		Self::from_uri(what, scheme, uri)
	}

	/// A well-known key of development chains, such as `Alice` or `demo//gateway`.
	pub fn well_known(path: &str) -> Result<Self, Error> {
		Self::from_uri("development key", Scheme::Sr25519, &format!("//{path}"))
	}

	/// The account.
	pub fn account(&self) -> AccountId {
		match self {
			Self::Sr25519(pair) => MultiSigner::from(pair.public()),
			Self::Ed25519(pair) => MultiSigner::from(pair.public()),
			Self::Ecdsa(pair) => MultiSigner::from(pair.public()),
		}
		.into_account()
	}

	/// The public key, as a session's key.
	pub fn session_key(&self) -> SessionKey {
		match self {
			Self::Sr25519(pair) => SessionKey::Sr25519(pair.public()),
			Self::Ed25519(pair) => SessionKey::Ed25519(pair.public()),
			Self::Ecdsa(pair) => SessionKey::Ecdsa(pair.public()),
		}
	}

	/// Signs as an account.
	pub fn sign(&self, message: &[u8]) -> MultiSignature {
		match self {
			Self::Sr25519(pair) => pair.sign(message).into(),
			Self::Ed25519(pair) => pair.sign(message).into(),
			Self::Ecdsa(pair) => pair.sign(message).into(),
		}
	}

	/// Signs as a session's key.
	pub fn sign_request(&self, message: &[u8]) -> KeySignature {
		match self {
			Self::Sr25519(pair) => KeySignature::Sr25519(pair.sign(message)),
			Self::Ed25519(pair) => KeySignature::Ed25519(pair.sign(message)),
			Self::Ecdsa(pair) => KeySignature::Ecdsa(pair.sign(message)),
		}
	}
}

/// A session's public key as text, such as `sr25519:0x…`.
pub fn session_key_to_text(key: &SessionKey) -> String {
	format!("{}:0x{}", key.scheme(), hex::encode(key.as_bytes()))
}

/// A session's public key from what [`session_key_to_text`] writes.
pub fn session_key_from_text(text: &str) -> Result<SessionKey, Error> {
	text.split_once(':')
		.and_then(|(scheme, digits)| {
			let bytes = hex::decode(digits.strip_prefix("0x")?).ok()?;
			SessionKey::from_parts(scheme, &bytes)
		})
		.ok_or_else(|| {
			Error::Argument(format!(
				"`{text}` is no session key such as sr25519:0x and 64 hex digits"
			))
		})
}

/// Signs transactions.
impl subxt::transactions::Signer<SubstrateConfig> for Keypair {
	fn account_id(&self) -> AccountId32 {
		AccountId32(self.account().into())
	}

	fn sign(&self, signer_payload: &[u8]) -> WireSignature {
		match self {
			Self::Sr25519(pair) => WireSignature::Sr25519(pair.sign(signer_payload).0),
			Self::Ed25519(pair) => WireSignature::Ed25519(pair.sign(signer_payload).0),
			Self::Ecdsa(pair) => WireSignature::Ecdsa(pair.sign(signer_payload).0),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use sp_core::crypto::Ss58Codec;
	use sp_runtime::traits::Verify;

	const SCHEMES: [Scheme; 3] = [Scheme::Sr25519, Scheme::Ed25519, Scheme::Ecdsa];

	#[test]
	fn well_known_keys_should_be_the_usual_ones() {
		assert_eq!(
			Keypair::well_known("Alice").unwrap().account().to_ss58check(),
			"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
		);
	}

	#[test]
	fn every_scheme_should_sign_for_its_account_and_as_a_session_key() {
		for scheme in SCHEMES {
			let key = Keypair::from_uri("key", scheme, "//Bob").unwrap();
			assert!(key.sign(b"message").verify(&b"message"[..], &key.account()));
			assert!(key.sign_request(b"message").verify(b"message", &key.session_key()));
			let text = session_key_to_text(&key.session_key());
			assert_eq!(session_key_from_text(&text).unwrap(), key.session_key());
		}
		for bad in ["", "sr25519", "sr25519:00", "sr25519:0x00", "rsa:0x00", "ed25519:0xzz"] {
			assert!(session_key_from_text(bad).is_err());
		}
	}

	#[test]
	fn keys_should_come_from_files() {
		let dir = tempfile::tempdir().unwrap();
		let path = dir.path().join("key");
		std::fs::write(&path, "\n  //Charlie  \n").unwrap();
		let key = Keypair::from_file("hotkey", Scheme::Sr25519, &path).unwrap();
		assert_eq!(key.account(), Keypair::well_known("Charlie").unwrap().account());
		std::fs::write(&path, "\n").unwrap();
		let error = Keypair::from_file("hotkey", Scheme::Sr25519, &path).unwrap_err();
		assert_eq!(error.to_string(), "the hotkey: the file is empty");
		let missing =
			Keypair::from_file("hotkey", Scheme::Sr25519, &dir.path().join("no")).unwrap_err();
		assert!(missing.to_string().contains("No such file"));
	}

	#[test]
	fn secrets_should_never_be_printed() {
		let secret =
			"bottom drive obey lake curtain smoke basket hold race lonely fit walk//secret";
		let key = Keypair::from_uri("key", Scheme::Sr25519, secret).unwrap();
		for text in [format!("{key:?}"), format!("{key:#?}")] {
			assert!(
				!text.contains("bottom") && !text.contains("secret") && !text.contains("Pair(")
			);
		}
		for bad in ["bottom drive obey", "0x1234", "//Alice/soft//"] {
			for scheme in SCHEMES {
				if let Err(error) = Keypair::from_uri("key", scheme, bad) {
					assert!(!error.to_string().contains(bad), "{error}");
				}
			}
		}
	}
}
