#!/usr/bin/env bash
# Makes new keys for the `forge` network and writes their public halves to
# chain-specs/forge-keys.json, from which the runtime takes its genesis.
#
#   scripts/forge-keys.sh --secrets DIR [--authors N] [--node FILE]
#   scripts/forge-keys.sh --forget      [--authors N] [--node FILE]
#
# --secrets DIR  keep each secret phrase as DIR/<name>.json (folder 700, files 600); must not exist
# --forget       keep no secret: the file is then only good for building and testing
# --authors N    block authors at genesis, 1 to 100 (default 4: one may fail)
# --node FILE    orogen-node to make the keys with (default target/release/orogen-node)
set -euo pipefail
umask 077

root=$(cd "$(dirname "$0")/.." && pwd)
node="${CARGO_TARGET_DIR:-$root/target}/release/orogen-node"
secrets=
forget=
authors=4

usage() {
	sed -n '2,12s/^# \{0,1\}//p' "$0"
	exit "${1:-0}"
}

while [ $# -gt 0 ]; do
	case "$1" in
	--secrets) secrets=${2:?--secrets needs a folder}; shift 2 ;;
	--authors) authors=${2:?--authors needs a number}; shift 2 ;;
	--node) node=${2:?--node needs a file}; shift 2 ;;
	--forget) forget=yes; shift ;;
	-h | --help) usage ;;
	*) echo "forge-keys: unknown argument $1" >&2; usage 2 >&2 ;;
	esac
done

if [ -n "$secrets" ] && [ -n "$forget" ] || [ -z "$secrets$forget" ]; then
	echo "forge-keys: say either --secrets DIR or --forget" >&2
	exit 2
fi
case "$authors" in
'' | *[!0-9]*) echo "forge-keys: --authors needs a number" >&2; exit 2 ;;
esac
if [ "$authors" -lt 1 ] || [ "$authors" -gt 100 ]; then
	echo "forge-keys: between 1 and 100 authors" >&2
	exit 2
fi
if [ ! -x "$node" ]; then
	echo "forge-keys: $node is not there; build it with: cargo build --release -p orogen-node" >&2
	exit 1
fi
if [ -n "$secrets" ]; then
	if [ -e "$secrets" ]; then
		echo "forge-keys: $secrets exists; secrets are never overwritten" >&2
		exit 1
	fi
	mkdir -p "$secrets"
fi

# key NAME SCHEME: makes a key and prints its SS58 address.
key() {
	local made address
	made=$("$node" key generate --scheme "$2" --words 24 --output-type json)
	address=$(printf '%s\n' "$made" | sed -n 's/.*"ss58Address": *"\([^"]*\)".*/\1/p')
	if [ -z "$address" ]; then
		echo "forge-keys: $node made no key" >&2
		exit 1
	fi
	if [ -n "$secrets" ]; then
		printf '%s\n' "$made" >"$secrets/$1.json"
	fi
	printf '%s' "$address"
}

# list NAME COUNT: a JSON list of COUNT new addresses.
list() {
	local i
	for i in $(seq 1 "$2"); do
		printf '\t\t"%s"' "$(key "$1-$i" sr25519)"
		[ "$i" -eq "$2" ] || printf ','
		printf '\n'
	done
}

file="$root/chain-specs/forge-keys.json"
partial="$file.partial"
trap 'rm -f "$partial"' EXIT
{
	printf '{\n\t"authors": [\n'
	for i in $(seq 1 "$authors"); do
		printf '\t\t{\n'
		printf '\t\t\t"account": "%s",\n' "$(key "author-$i-account" sr25519)"
		printf '\t\t\t"babe": "%s",\n' "$(key "author-$i-babe" sr25519)"
		printf '\t\t\t"grandpa": "%s"\n' "$(key "author-$i-grandpa" ed25519)"
		printf '\t\t}'
		[ "$i" -eq "$authors" ] || printf ','
		printf '\n'
	done
	printf '\t],\n\t"council": [\n'
	list council 7
	printf '\t],\n\t"oracle": [\n'
	list oracle 5
	printf '\t],\n\t"buckets": {\n'
	for bucket in investors team ecosystem providerBootstrap community; do
		printf '\t\t"%s": "%s",\n' "$bucket" "$(key "bucket-$bucket" sr25519)"
	done
	printf '\t\t"reserve": "%s"\n' "$(key bucket-reserve sr25519)"
	printf '\t},\n\t"usdcIssuer": "%s"\n}\n' "$(key usdc-issuer sr25519)"
} >"$partial"
chmod 644 "$partial"
mv "$partial" "$file"

echo "forge-keys: wrote $file"
if [ -n "$secrets" ]; then
	echo "forge-keys: secrets are in $secrets; move them off this machine"
else
	echo "forge-keys: no secret was kept: nobody can run this network"
fi
echo "forge-keys: next, build the blob and run scripts/chain-spec.sh"
