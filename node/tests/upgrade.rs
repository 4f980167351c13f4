//! A runtime upgrade, decided by the council, on a running chain.

mod common;

use codec::{Compact, Decode, Encode};
use common::{Node, SOON, blob, folder};
use orogen_client::{
	calls::{
		Call,
		timelock::{self, Encoded, Track},
	},
	chain::Chain,
	keys::Keypair,
};
use orogen_primitives_core::Hash;
use serde_json::json;
use sp_crypto_hashing::blake2_256;
use sp_maybe_compressed_blob::{CODE_BLOB_BOMB_LIMIT, compress_weakly, decompress};
use sp_version::RuntimeVersion;

const MEMBERS: [&str; 5] = ["Alice", "Bob", "Charlie", "Dave", "Eve"];
/// Head of the custom section that the version is read from: its name, with the length before, and
/// how its content begins.
const SECTION: &[u8] = b"\x0fruntime_version\x18orogen";
/// Length of the name and its length.
const NAME: usize = 16;

/// The blob under test with a spec version that is higher by one: what a release does, without a second
/// build of the runtime.
fn next_release() -> Vec<u8> {
	let packed = std::fs::read(blob()).unwrap();
	let mut code = decompress(&packed, CODE_BLOB_BOMB_LIMIT).unwrap().into_owned();
	// The section's content is the version in SCALE.
	let start = code.windows(SECTION.len()).position(|window| window == SECTION).unwrap() + NAME;
	let mut version = RuntimeVersion::decode(&mut &code[start..]).unwrap();
	assert_eq!(version.spec_name, "orogen");
	version.spec_version += 1;
	let encoded = version.encode();
	code[start..start + encoded.len()].copy_from_slice(&encoded);
	compress_weakly(&code, CODE_BLOB_BOMB_LIMIT).unwrap()
}

fn spec_version(node: &Node) -> u64 {
	node.call("state_getRuntimeVersion", json!([]))["specVersion"].as_u64().unwrap()
}

/// Proposes `call`, has five of seven vote for it and closes the motion.
async fn decide(chain: &Chain, members: &[Keypair], call: &Call) {
	let proposal = chain.encode(call).await.unwrap();
	let length = Compact(u32::try_from(proposal.len()).unwrap());
	let hash = Hash::from(blake2_256(&proposal));
	let index = Compact(0u32);

	let propose = Call::new("Council", "propose")
		.with("threshold", Compact(5u32))
		.with("proposal", Encoded(proposal))
		.with("length_bound", length);
	chain.submit(&propose, &members[0]).await.unwrap();
	for member in members {
		let vote = Call::new("Council", "vote")
			.with("proposal", hash)
			.with("index", index)
			.with("approve", true);
		chain.submit(&vote, member).await.unwrap();
	}
	let close = Call::new("Council", "close")
		.with("proposal_hash", hash)
		.with("index", index)
		.with("proposal_weight_bound", (Compact(1_000_000_000_u64), Compact(1_000_000_u64)))
		.with("length_bound", length);
	chain.submit(&close, &members[0]).await.unwrap();
}

#[test]
fn the_council_should_upgrade_a_running_chain_through_the_timelock() {
	let folder = folder();
	let node = Node::start(folder.path(), &["--dev", "--sealing", "300"]);
	let before = spec_version(&node);
	let code = next_release();
	let code_hash = Hash::from(blake2_256(&code));

	tokio::runtime::Runtime::new().unwrap().block_on(async {
		let chain = Chain::connect(&node.url()).await.unwrap();
		let members: Vec<Keypair> =
			MEMBERS.iter().map(|member| Keypair::well_known(member).unwrap()).collect();
		let apply = Call::new("System", "apply_authorized_upgrade").with("code", code.clone());

		// Nobody applies what the council has not authorised.
		chain.submit(&apply, &members[0]).await.unwrap_err();

		let authorise = chain.encode(&timelock::authorize_upgrade(code_hash)).await.unwrap();
		let queue = timelock::queue(Track::Upgrade, Encoded(authorise));
		decide(&chain, &members, &queue).await;

		// The delay of the development chain is two blocks; too early is refused.
		let execute = timelock::execute(0, 1_000_000_000, 1_000_000);
		let mut tries = 0;
		while let Err(error) = chain.submit(&execute, &members[4]).await {
			assert!(error.to_string().contains("NotReady"), "{error}");
			tries += 1;
			assert!(tries < 20, "the decision never becomes ready");
		}
		chain.submit(&apply, &members[4]).await.unwrap();
	});

	node.wait_for("the new runtime", SOON, |node| (spec_version(node) == before + 1).then_some(()));
	// The chain goes on with it, also after a restart.
	let best = node.best();
	node.wait_best(best + 3, SOON);
	node.kill();
	let node = Node::start(folder.path(), &["--dev", "--sealing", "300"]);
	assert_eq!(spec_version(&node), before + 1);
	node.wait_best(best + 5, SOON);
}
