#!/usr/bin/env bash
# Measures the chain through real nodes on two cores and writes docs/benchmarks: benchmarks.json and the
# table benchmarks.md. Run it by hand on an idle machine; the results are committed. Everything takes
# about an hour, `--builds` half an hour more; docs/benchmarks/README.md tells what is measured.
#
# Usage: scripts/bench.sh [--quick] [--builds] [FIGURE...]
#   --quick    short runs that only show that everything works; the results go to target/bench
#   --builds   also measure a cold build, and what an edit of a pallet takes until blob and tests
#   FIGURE     batches, sustained, state, calls, rpc, startup; all by default, none with --builds
# shellcheck source=scripts/lib.sh
source "$(dirname "$0")/lib.sh"

QUICK=()
BUILDS=0
FIGURES=()
OUT="$ROOT/docs/benchmarks"
COMMAND="scripts/bench.sh${*:+ $*}"
for argument in "$@"; do
	case "$argument" in
		--quick)
			QUICK=(--quick)
			OUT="$TARGET/bench"
			;;
		--builds) BUILDS=1 ;;
		-h | --help)
			sed -n '2,9s/^# \{0,1\}//p' "$0"
			exit 0
			;;
		batches | sustained | state | calls | rpc | startup) FIGURES+=("$argument") ;;
		*) die "unknown argument '$argument'; see --help" ;;
	esac
done

# Two cores, whatever the machine has.
PIN=()
if [ "$(nproc)" -gt 2 ]; then PIN=(taskset --cpu-list 0,1); fi

bootstrap
step "Building node, client, runtime and the measuring program (seconds when they are there)" \
	cargo build --release --locked -p orogen-node -p orogen-client -p orogen-runtime-blob -p orogen-bench
mkdir -p "$OUT"

COMMIT="$(git describe --always --dirty --exclude '*' 2>/dev/null || echo unknown)"
bench() {
	"${PIN[@]}" "$BIN/orogen-bench" "$@" ${QUICK[@]+"${QUICK[@]}"} \
		--node "$BIN/orogen-node" --runtime "$BLOB" --command "$COMMAND" --commit "$COMMIT" \
		--json "$OUT/benchmarks.json" --table "$OUT/benchmarks.md" \
		${OROGEN_BENCH_RPC_PORT:+--rpc-port "$OROGEN_BENCH_RPC_PORT"}
}

# Seconds that a command takes; what it says goes to the log.
LOG="$TARGET/bench.log"
seconds_of() {
	local began
	began=$(date +%s%N)
	"$@" >"$LOG" 2>&1 || die "failed, see $LOG: $*"
	awk -v ns="$(($(date +%s%N) - began))" 'BEGIN { printf "%.1f", ns / 1e9 }'
}

# A constant that no test depends on, and its other value.
EDITED="$ROOT/pallets/credits/src/types.rs"
CONSTANT='const REAP_DELAY: u32 = 7 \* DAYS;'
OTHERWISE='const REAP_DELAY: u32 = 8 * DAYS;'
KEPT=""
restore() {
	if [ -n "$KEPT" ]; then
		# With a new date, so that Cargo builds it again.
		cp "$KEPT" "$EDITED"
		rm -f "$KEPT"
		KEPT=""
	fi
}
edit() {
	KEPT="$(mktemp)"
	cp "$EDITED" "$KEPT"
	grep -q "$CONSTANT" "$EDITED" || die "$EDITED no longer has: $CONSTANT"
	sed -i "s/$CONSTANT/$OTHERWISE/" "$EDITED"
}

measure_builds() {
	local cold seconds
	cold="$(mktemp -d)"
	trap 'restore; rm -rf "$cold"' EXIT
	say "A cold build: node, client and runtime into an empty folder (about 20 minutes)"
	seconds="$(seconds_of "${PIN[@]}" env CARGO_TARGET_DIR="$cold" cargo build --release --locked \
		-p orogen-node -p orogen-client -p orogen-runtime-blob)"
	rm -rf "$cold"
	bench record builds "cold build of node, client and runtime" "$seconds" s

	say "An edit of a pallet until the blob is there"
	edit
	seconds="$(seconds_of "${PIN[@]}" cargo build --release --locked -p orogen-runtime-blob)"
	restore
	bench record builds "a constant of a pallet edited: runtime blob" "$seconds" s

	say "An edit of a pallet until its tests have run"
	# Warm: the tests of what is there.
	local tests=(cargo test --release --locked -p pallet-credits -p orogen-node -p orogen-client --lib)
	seconds_of "${PIN[@]}" "${tests[@]}" >/dev/null
	edit
	seconds="$(seconds_of "${PIN[@]}" "${tests[@]}")"
	restore
	bench record builds "a constant of a pallet edited: its tests and those of node and client" "$seconds" s
	trap - EXIT
	step "Building what is there again" cargo build --release --locked -p orogen-runtime-blob
}

if [ "${#FIGURES[@]}" -gt 0 ] || [ "$BUILDS" = 0 ]; then
	step "Measuring" bench all ${FIGURES[@]+"${FIGURES[@]}"}
fi
if [ "$BUILDS" = 1 ]; then measure_builds; fi
note "the table is in $OUT/benchmarks.md"
