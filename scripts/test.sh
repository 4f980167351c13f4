#!/usr/bin/env bash
# Every check and test, in the order in which a mistake is cheapest. About 45 minutes on two cores
# from nothing, about 20 with a warm target folder. `--quick` leaves out the tests with
# real nodes.
# shellcheck source=scripts/lib.sh
source "$(dirname "$0")/lib.sh"

QUICK=0
case "${1:-}" in
	--quick) QUICK=1 ;;
	-h | --help)
		sed -n '2,4s/^# //p' "$0"
		exit 0
		;;
	'') ;;
	*) die "unknown argument '$1'; see --help" ;;
esac

# Linters that are not part of the toolchain run when they are installed.
optional() {
	local tool="$1"
	shift
	if command -v "$tool" >/dev/null; then
		step "Running $tool (seconds)" "$@"
	else
		note "$tool is not installed: skipped"
	fi
}

bootstrap
step "Checking the format (seconds)" cargo fmt --all --check
say "Optional linters"
optional typos typos
optional taplo taplo fmt --check
optional zepter zepter run check
optional cargo-deny cargo deny --all-features check
step "Checking that the house rules hold (seconds)" "$ROOT/scripts/house-rules.sh"
build
# Every target and feature in one pass: the metadata of the SDK's crates is made once for both. The
# blob's package is a build script and nothing else; it would build the Wasm under the linter.
CHECKED=(--release --locked --workspace --exclude orogen-runtime-blob
	--features "orogen-runtime/runtime-benchmarks,orogen-runtime/try-runtime")
step "Linting (about 8 minutes the first time)" \
	cargo clippy "${CHECKED[@]}" --all-targets -- -D warnings
step "Building the documentation (about 2 minutes the first time)" \
	env RUSTDOCFLAGS="-D warnings" cargo doc "${CHECKED[@]}" --no-deps
# The node is always among the selected packages: it decides the features of the SDK's crates, and
# another set of features would build them a second time.
step "Unit and property tests (about 8 minutes the first time)" \
	cargo test --release --locked --workspace --lib --bins
[ "$QUICK" = 0 ] || exit 0
step "Checking that the forge chain spec is reproducible (seconds)" "$ROOT/scripts/chain-spec.sh" --check
step "Tests of the whole runtime and with real nodes (about 8 minutes)" \
	cargo test --release --locked --workspace --test '*'
