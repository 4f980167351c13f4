# Shared by the scripts beside it; sourced, never run.
# shellcheck shell=bash
set -euo pipefail

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
TARGET="${CARGO_TARGET_DIR:-$ROOT/target}"
BIN="$TARGET/release"
BLOB="$BIN/orogen_runtime.compact.compressed.wasm"
# A warm target folder of this machine, copied into a new checkout; never built in.
WARM="${OROGEN_WARM_TARGET:-${XDG_CACHE_HOME:-$HOME/.cache}/orogen/target}"

say() { printf '\n==> %s\n' "$*"; }
note() { printf '    %s\n' "$*"; }
die() {
	printf 'error: %s\n' "$*" >&2
	exit 1
}

as_root() {
	if [ "$(id -u)" = 0 ]; then
		"$@"
	elif command -v sudo >/dev/null; then
		sudo "$@"
	else
		die "'$*' needs root: run it as root, or install sudo"
	fi
}

# Runs a long step with one line before and one line after.
step() {
	local about="$1" began
	shift
	say "$about"
	began=$(date +%s)
	"$@"
	note "took $(($(date +%s) - began)) s"
}

# Copies the machine's warm target folder into a checkout that has none.
seed_target() {
	if [ ! -d "$TARGET/release" ] && [ -d "$WARM/release" ]; then
		step "Copying the warm build folder of this machine (seconds)" \
			cp -a --reflink=auto "$WARM" "$TARGET"
	fi
}

# Everything that the build needs: see bootstrap.sh.
bootstrap() {
	# shellcheck source=scripts/bootstrap.sh
	source "$ROOT/scripts/bootstrap.sh"
	cd "$ROOT"
	seed_target
}

build() {
	step "Building node, client and runtime (about 20 minutes on two cores the first time, then seconds)" \
		cargo build --release --locked -p orogen-node -p orogen-client -p orogen-runtime-blob
}
