//! Several nodes make one chain.

mod common;

use common::{Node, SOON, folder};
use serde_json::json;
use std::time::Duration;

/// Ten slots.
const TEN_SLOTS: Duration = Duration::from_secs(60);

#[test]
fn three_authors_should_finalise_survive_a_death_and_let_a_fourth_join_by_warp_sync() {
	let folders = [folder(), folder(), folder(), folder()];
	let [alice_folder, bob_folder, charlie_folder, fourth_folder] =
		folders.each_ref().map(|folder| folder.path());
	let local = ["--chain", "local"];

	let alice = Node::start(alice_folder, &[&local[..], &["--alice"]].concat());
	let first = alice.address();
	let bootnodes = ["--bootnodes", first.as_str()];
	let bob = Node::start(bob_folder, &[&local[..], &["--bob"], &bootnodes].concat());
	let charlie_args = [&local[..], &["--charlie"], &bootnodes].concat();
	let charlie = Node::start(charlie_folder, &charlie_args);
	for node in [&alice, &bob, &charlie] {
		node.wait_finalised(2, TEN_SLOTS);
	}
	assert_eq!(alice.hash(2), bob.hash(2));
	assert_eq!(alice.hash(2), charlie.hash(2));

	// Three of three must vote: finality waits for the dead one, blocks do not.
	charlie.kill();
	let at_death = alice.best();
	alice.wait_best(at_death + 1, TEN_SLOTS);
	let charlie = Node::start(charlie_folder, &charlie_args);
	alice.wait_finalised(at_death + 1, TEN_SLOTS);
	charlie.wait_finalised(at_death + 1, TEN_SLOTS);

	let fourth =
		Node::start(fourth_folder, &[&local[..], &["--sync", "warp"], &bootnodes].concat());
	fourth.wait_for("warp sync", SOON, |node| {
		node.log().contains("Warp sync is complete").then_some(())
	});
	fourth.wait_finalised(at_death + 1, TEN_SLOTS);
	let number = fourth.finalised();
	assert_eq!(fourth.hash(number), alice.hash(number));
	// Its state is there, not only headers, and what it skipped follows.
	assert!(fourth.call("bme_status", json!([]))["issuance"].is_string());
	fourth.wait_for("history", SOON, |node| (node.hash(1) == alice.hash(1)).then_some(()));
}
