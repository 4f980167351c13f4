#!/usr/bin/env bash
# Makes the specification of the `forge` network from the runtime's blob:
#
#   scripts/chain-spec.sh [--node FILE] [--runtime FILE]     write chain-specs/forge{,.raw}.json
#   scripts/chain-spec.sh --check [--node FILE] [--runtime FILE]
#
# chain-specs/forge.json      genesis as the presets say it, with the code
# chain-specs/forge.raw.json  genesis as storage, what nodes start from
# chain-specs/forge.sha256    SHA-256 of both files and of the blob that they were made from
#
# --check         change nothing; fail unless the committed files are what their blob gives: the one
#                 inside forge.json, or the one that --runtime names
# --node FILE     orogen-node (default target/release/orogen-node)
# --runtime FILE  the blob (default orogen_runtime.compact.compressed.wasm beside the node)
#
# Blobs of a release embed the hash of their metadata:
#   cargo build --release -p orogen-runtime-blob -p orogen-node --features orogen-runtime-blob/metadata-hash
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
node="${CARGO_TARGET_DIR:-$root/target}/release/orogen-node"
runtime=
check=

usage() {
	sed -n '2,19s/^# \{0,1\}//p' "$0"
	exit "${1:-0}"
}

while [ $# -gt 0 ]; do
	case "$1" in
	--check) check=yes; shift ;;
	--node) node=${2:?--node needs a file}; shift 2 ;;
	--runtime) runtime=${2:?--runtime needs a file}; shift 2 ;;
	-h | --help) usage ;;
	*) echo "chain-spec: unknown argument $1" >&2; usage 2 >&2 ;;
	esac
done

made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
if [ -n "$check" ] && [ -z "$runtime" ]; then
	runtime="$made/committed.wasm"
	perl -0777 -ne 'print pack("H*", $1) if /"code":\s*"0x([0-9a-f]+)"/' \
		"$root/chain-specs/forge.json" >"$runtime"
fi
: "${runtime:=$(dirname "$node")/orogen_runtime.compact.compressed.wasm}"
if [ ! -x "$node" ]; then
	echo "chain-spec: $node is not there; build it with: cargo build --release -p orogen-node" >&2
	exit 1
fi
if [ ! -f "$runtime" ]; then
	echo "chain-spec: $runtime is not there; build it with: cargo build --release -p orogen-runtime-blob -p orogen-node" >&2
	exit 1
fi

"$node" export-chain-spec --chain forge --runtime "$runtime" --output "$made/forge.json"
"$node" export-chain-spec --chain "$made/forge.json" --raw --output "$made/forge.raw.json"
cp "$runtime" "$made/runtime.wasm"
(
	cd "$made"
	sha256sum forge.json forge.raw.json
	printf '%s  orogen_runtime.compact.compressed.wasm\n' "$(sha256sum <runtime.wasm | cut -d' ' -f1)"
) >"$made/forge.sha256"

if [ -n "$check" ]; then
	if ! diff -u "$root/chain-specs/forge.sha256" "$made/forge.sha256"; then
		echo "chain-spec: the blob gives another network than chain-specs/forge.sha256 says" >&2
		exit 1
	fi
	(cd "$root/chain-specs" && grep -v '\.wasm$' forge.sha256 | sha256sum --check --quiet -)
	echo "chain-spec: chain-specs/forge.json and forge.raw.json are what their blob gives"
else
	mv "$made/forge.json" "$made/forge.raw.json" "$made/forge.sha256" "$root/chain-specs/"
	chmod 644 "$root"/chain-specs/forge.*
	echo "chain-spec: wrote chain-specs/forge.json, forge.raw.json and forge.sha256"
	cat "$root/chain-specs/forge.sha256"
fi
