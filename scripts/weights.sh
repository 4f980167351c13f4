#!/usr/bin/env bash
# Measures the calls of our pallets and writes pallets/*/src/weights.rs; measures what of the SDK every
# transaction passes through, and the database, and writes runtime/src/weights/. Run it by hand on an
# idle machine; the results are committed. The first run builds the measuring program and a blob with
# benchmarks (about 30 minutes on two cores), a later one takes about 15.
#
# Usage: scripts/weights.sh [--check] [NAME...]
#   --check   only runs every benchmark of a pallet once and writes nothing
#   NAME      folders of pallets/, `sdk` or `database`; all by default
# shellcheck source=scripts/lib.sh
source "$(dirname "$0")/lib.sh"

CHECK=0
DATABASE=0
PALLETS=()
SDK=(frame_system_extensions pallet_asset_conversion_tx_payment pallet_balances)
MEASURED=()
for argument in "$@"; do
	case "$argument" in
		--check) CHECK=1 ;;
		-h | --help)
			sed -n '2,10s/^# \{0,1\}//p' "$0"
			exit 0
			;;
		-*) die "unknown argument '$argument'; see --help" ;;
		database) DATABASE=1 ;;
		sdk) MEASURED=("${SDK[@]}") ;;
		*) PALLETS+=("$argument") ;;
	esac
done
if [ "${#PALLETS[@]}" = 0 ] && [ "${#MEASURED[@]}" = 0 ] && [ "$DATABASE" = 0 ]; then
	DATABASE=1
	MEASURED=("${SDK[@]}")
	for folder in "$ROOT"/pallets/*/; do PALLETS+=("$(basename "$folder")"); done
fi

bootstrap
# Folders of their own: the features of benchmarks would rebuild everything else.
BENCH_TARGET="${OROGEN_BENCH_TARGET:-${XDG_CACHE_HOME:-$HOME/.cache}/orogen/bench}"
BENCHER="$BENCH_TARGET/bencher/release/orogen-bencher"
BENCH_BLOB="$BENCH_TARGET/blob/release/orogen_runtime.compact.compressed.wasm"

step "Building the measuring program (about 20 minutes the first time)" \
	env CARGO_TARGET_DIR="$BENCH_TARGET/bencher" SKIP_WASM_BUILD=1 \
	cargo build --release --locked --manifest-path "$ROOT/tools/bencher/Cargo.toml"
step "Building the runtime with its benchmarks (about 6 minutes the first time)" \
	env CARGO_TARGET_DIR="$BENCH_TARGET/blob" \
	cargo build --release --locked -p orogen-runtime-blob --features runtime-benchmarks

# measure PALLET TEMPLATE FILE: runs the benchmarks of a pallet and writes FILE.
measure() {
	local how=(--steps 20 --repeat 20 --min-duration 1 --output-analysis median-slopes --template "$2" --output "$3")
	[ "$CHECK" = 0 ] || how=(--steps 2 --repeat 1 --min-duration 0)
	step "Benchmarks of $1" "$BENCHER" pallet \
		--runtime "$BENCH_BLOB" --genesis-builder runtime --genesis-builder-preset development \
		--pallet "$1" --extrinsic '*' --no-storage-info --no-min-squares "${how[@]}"
}
for pallet in "${PALLETS[@]}"; do
	[ -f "$ROOT/pallets/$pallet/src/weights.rs" ] || die "no such pallet: $pallet"
	measure "pallet_${pallet//-/_}" "$ROOT/scripts/weights.hbs" "$ROOT/pallets/$pallet/src/weights.rs"
done
for pallet in "${MEASURED[@]}"; do
	measure "$pallet" "$ROOT/scripts/sdk-weights.hbs" "$ROOT/runtime/src/weights/$pallet.rs"
done
if [ "$DATABASE" = 1 ] && [ "$CHECK" = 0 ]; then
	build
	DATA="$(mktemp -d)"
	trap 'rm -rf "$DATA"' EXIT
	"$BIN/orogen-node" export-chain-spec --chain development --raw >"$DATA/chain.json"
	# A million accounts, every one read and written, without the cache of trie nodes that would
	# flatter; 2,000 writes share the hashing of the nodes above them.
	step "The database (about 3 minutes)" "$BENCHER" storage \
		--chain "$DATA/chain.json" --base-path "$DATA/db" --database paritydb --state-pruning archive \
		--state-version 1 --disable-pov-recorder --random-seed 1 --warmups 2 --batch-size 2000 \
		--template-path "$ROOT/scripts/db-weights.hbs" --weight-path "$ROOT/runtime/src/weights/db.rs"
fi
if [ "$CHECK" = 0 ]; then
	step "Formatting" cargo fmt --all
	note "build and test before committing: weights are part of the runtime"
fi
