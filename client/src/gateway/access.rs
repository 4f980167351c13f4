//! Who may use the daemon's HTTP server.

use crate::Error;
use hyper::header::HeaderValue;
use sp_runtime::traits::{BlakeTwo256, Hash as _};
use std::{fmt, hint::black_box, net::SocketAddr, path::Path};

/// Fewest characters of a token: 96 bits in base 64.
const SHORTEST: usize = 16;
/// Most characters of a token.
const LONGEST: usize = 1_024;

/// A bearer token. Only its hash is kept, so that it is never printed, and comparing takes the same
/// time whatever is shown.
#[derive(Clone)]
pub struct Token([u8; 32]);

impl fmt::Debug for Token {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("Token(…)")
	}
}

impl Token {
	/// The token in the first line of a file that is not empty.
	pub fn from_file(path: &Path) -> Result<Self, Error> {
		let text = std::fs::read_to_string(path).map_err(Error::file(path))?;
		let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
		Self::new(line)
	}

	/// A token of 16 to 1,024 printable characters of ASCII without spaces.
	pub fn new(text: &str) -> Result<Self, Error> {
		let fault = |reason: String| Err(Error::Key { what: "token", reason });
		if text.len() < SHORTEST || text.len() > LONGEST {
			return fault(format!(
				"it has {} characters and must have {SHORTEST} to {LONGEST}; make one with `openssl rand \
				 -hex 32`",
				text.len()
			));
		}
		if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
			return fault("it must be printable ASCII without spaces".into());
		}
		Ok(Self::of(text.as_bytes()))
	}

	fn of(bytes: &[u8]) -> Self {
		Self(BlakeTwo256::hash(bytes).into())
	}

	/// Whether a request with this `Authorization` shows the token.
	pub fn is_shown(&self, authorization: Option<&HeaderValue>) -> bool {
		let shown = authorization
			.and_then(|value| value.as_bytes().split_first_chunk::<7>())
			.filter(|(scheme, _)| scheme.eq_ignore_ascii_case(b"bearer "))
			.map(|(_, token)| Self::of(token.trim_ascii()));
		shown.is_some_and(|shown| {
			let pairs = self.0.iter().zip(&shown.0);
			// All bytes are looked at, wherever the first difference is.
			pairs.fold(0, |different, (a, b)| black_box(different | (a ^ b))) == 0
		})
	}
}

/// Whether only this machine reaches an address.
pub fn is_local(address: &SocketAddr) -> bool {
	address.ip().to_canonical().is_loopback()
}

#[cfg(test)]
mod tests {
	use super::*;

	const TOKEN: &str = "0123456789abcdef";

	#[test]
	fn a_token_should_be_shown_as_a_bearers() {
		let token = Token::new(TOKEN).unwrap();
		let shown = |text: &str| token.is_shown(Some(&HeaderValue::from_str(text).unwrap()));
		for good in
			["Bearer 0123456789abcdef", "bearer 0123456789abcdef", "BEARER  0123456789abcdef "]
		{
			assert!(shown(good), "{good}");
		}
		for bad in [
			"",
			"Bearer",
			"Bearer ",
			"0123456789abcdef",
			"Basic 0123456789abcdef",
			"Bearer 0123456789abcdeg",
			"Bearer 0123456789abcde",
			"Bearer 0123456789abcdef0",
			"Bearer x 0123456789abcdef",
		] {
			assert!(!shown(bad), "{bad}");
		}
		assert!(!token.is_shown(None));
		assert_eq!(format!("{token:?}"), "Token(…)");
	}

	#[test]
	fn a_token_should_be_read_from_its_file_and_be_long_enough() {
		let dir = tempfile::tempdir().unwrap();
		let file = dir.path().join("token");
		std::fs::write(&file, format!("\n  {TOKEN}  \nmore\n")).unwrap();
		let token = Token::from_file(&file).unwrap();
		assert!(token.is_shown(Some(&HeaderValue::from_static("Bearer 0123456789abcdef"))));
		for (text, reason) in [
			("", "it has 0 characters"),
			("short", "it has 5 characters and must have 16 to 1024"),
			("0123456789 abcdef", "printable ASCII without spaces"),
			("0123456789abcdefé", "printable ASCII without spaces"),
		] {
			std::fs::write(&file, text).unwrap();
			let error = Token::from_file(&file).unwrap_err().to_string();
			assert!(error.starts_with("the token: ") && error.contains(reason), "{error}");
		}
		let missing = Token::from_file(&dir.path().join("none")).unwrap_err();
		assert!(missing.to_string().contains("No such file"));
	}

	#[test]
	fn loopback_should_be_told_from_the_rest() {
		for (address, local) in [
			("127.0.0.1:1", true),
			("127.8.9.1:1", true),
			("[::1]:1", true),
			("[::ffff:127.0.0.1]:1", true),
			("0.0.0.0:1", false),
			("[::]:1", false),
			("192.168.1.1:1", false),
			("[::ffff:10.0.0.1]:1", false),
		] {
			assert_eq!(is_local(&address.parse().unwrap()), local, "{address}");
		}
	}
}
