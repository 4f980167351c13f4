//! Hashes of requests and answers, and the ciphertext that a data demand is about (SPEC §9).
//!
//! A body is JSON in its canonical form (RFC 8785). The operator frames request and answer together
//! ([`frame`]), encrypts the frame under a key of its own (ChaCha20-Poly1305, nonce zero: a key is
//! used once) and commits to the key and to the ciphertext in chunks of [`CHUNK_LEN`] bytes. A demand
//! is answered with the key or with a chunk.

use crate::{
	TreeKind,
	merkle::{self, Path, TooManyLeaves},
};
use alloc::vec::Vec;
use orogen_primitives_core::Hash;
use sp_io::hashing::blake2_256;

/// Begins the preimage of a request's hash.
pub const REQUEST_DOMAIN: &[u8] = b"orogen/request-body/1";
/// Begins the preimage of an answer's hash.
pub const RESPONSE_DOMAIN: &[u8] = b"orogen/response-body/1";
/// Begins the preimage of a key's commitment.
pub const KEY_DOMAIN: &[u8] = b"orogen/data-key/1";

/// Bytes of a chunk of ciphertext; the last one may be shorter.
pub const CHUNK_LEN: usize = 1_024;

/// Key of one receipt's ciphertext.
pub type DataKey = [u8; 32];

fn hash(domain: &[u8], bytes: &[u8]) -> Hash {
	let mut preimage = Vec::with_capacity(domain.len().saturating_add(bytes.len()));
	preimage.extend_from_slice(domain);
	preimage.extend_from_slice(bytes);
	blake2_256(&preimage).into()
}

/// Hash of a request in canonical JSON.
pub fn request_hash(canonical: &[u8]) -> Hash {
	hash(REQUEST_DOMAIN, canonical)
}

/// Hash of an answer in canonical JSON.
pub fn response_hash(canonical: &[u8]) -> Hash {
	hash(RESPONSE_DOMAIN, canonical)
}

/// Commitment to the key of a ciphertext.
pub fn key_commitment(key: &DataKey) -> Hash {
	hash(KEY_DOMAIN, key)
}

/// Request and answer as they are encrypted: the request's length as a `u32`, request, answer.
/// `None` if the request is longer than 2^32 − 1 bytes.
pub fn frame(request: &[u8], response: &[u8]) -> Option<Vec<u8>> {
	let len = u32::try_from(request.len()).ok()?;
	let mut framed = Vec::with_capacity(request.len().checked_add(response.len())?.checked_add(4)?);
	framed.extend_from_slice(&len.to_le_bytes());
	framed.extend_from_slice(request);
	framed.extend_from_slice(response);
	Some(framed)
}

/// Request and answer of a frame; `None` if it is too short.
pub fn unframe(framed: &[u8]) -> Option<(&[u8], &[u8])> {
	let (len, rest) = framed.split_first_chunk::<4>()?;
	rest.split_at_checked(usize::try_from(u32::from_le_bytes(*len)).ok()?)
}

fn chunk_hashes(ciphertext: &[u8]) -> Vec<Hash> {
	(0u32..)
		.zip(ciphertext.chunks(CHUNK_LEN))
		.map(|(index, chunk)| merkle::leaf_hash(TreeKind::Data, index, chunk))
		.collect()
}

/// Root over the chunks of a ciphertext.
pub fn data_root(ciphertext: &[u8]) -> Result<Hash, TooManyLeaves> {
	merkle::root(TreeKind::Data, chunk_hashes(ciphertext))
}

/// Opens chunk `index` of a ciphertext: number of chunks, chunk and path.
pub fn open_chunk(ciphertext: &[u8], index: u32) -> Option<(u32, &[u8], Path)> {
	let hashes = chunk_hashes(ciphertext);
	let n = u32::try_from(hashes.len()).ok()?;
	let chunk = ciphertext.chunks(CHUNK_LEN).nth(usize::try_from(index).ok()?)?;
	Some((n, chunk, merkle::open(TreeKind::Data, hashes, index)?))
}

/// Whether `chunk` is chunk `index` of the `n` under `root`.
pub fn verify_chunk(root: &Hash, n: u32, index: u32, chunk: &[u8], path: &Path) -> bool {
	let is_last = index.checked_add(1) == Some(n);
	let length_fits =
		if is_last { (1..=CHUNK_LEN).contains(&chunk.len()) } else { chunk.len() == CHUNK_LEN };
	let leaf = merkle::leaf_hash(TreeKind::Data, index, chunk);
	length_fits && merkle::verify(root, TreeKind::Data, n, index, leaf, path)
}
