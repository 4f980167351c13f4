#!/usr/bin/env bash
# Builds what is missing, starts a development chain and shows its main job on it: dollars become
# credits, work is served and signed, settled in a batch, closed and paid.
#
#   ./scripts/run.sh                 chain and main job; then the chain goes on until Ctrl-C
#   ./scripts/run.sh --exit          the same, but ends when the main job is done
#   ./scripts/run.sh --fast          the same with a block every 0.5 s instead of every 6 s
#   ./scripts/run.sh node [ARG ...]  only the node, in the foreground; its arguments follow, such as
#                                    `./scripts/run.sh node --dev --base-path ./data`
#                                    (`./scripts/run.sh node --help` lists them)
#   ./scripts/run.sh client ARG ...  the command line `orogen`, such as `./scripts/run.sh client status`
#
# The chain of the main job lives in a temporary folder and is gone afterwards. RPC_PORT names
# another port than 9944.
# shellcheck source=scripts/lib.sh
source "$(dirname "$0")/lib.sh"

usage() { sed -n '2,/^# shellcheck/{/^# shellcheck/!s/^# \{0,1\}//p}' "$0"; }

EXIT=0
SEALING=()
PORT="${RPC_PORT:-9944}"
case "${1:-}" in
	node)
		shift
		bootstrap
		build
		exec "$BIN/orogen-node" "$@"
		;;
	client)
		shift
		bootstrap
		build
		exec "$BIN/orogen" "$@"
		;;
esac
while [ $# -gt 0 ]; do
	case "$1" in
		--exit) EXIT=1 ;;
		--fast) SEALING=(--sealing 500) ;;
		-h | --help)
			usage
			exit 0
			;;
		*) die "unknown argument '$1'; see --help" ;;
	esac
	shift
done

bootstrap
build

DATA="$(mktemp -d)"
LOG="$DATA/node.log"
NODE=
cleanup() {
	trap - EXIT INT TERM
	if [ -n "$NODE" ] && kill -0 "$NODE" 2>/dev/null; then
		kill -INT "$NODE" 2>/dev/null || true
		wait "$NODE" 2>/dev/null || true
	fi
	rm -rf "$DATA"
}
trap cleanup EXIT
trap 'printf "\nstopping\n"; cleanup; exit 130' INT TERM

say "Starting a development chain on port $PORT"
# A session of its own keeps Ctrl-C away from the node, so that the client ends first.
setsid "$BIN/orogen-node" --dev --base-path "$DATA/chain" --rpc-port "$PORT" "${SEALING[@]}" \
	>"$LOG" 2>&1 </dev/null &
NODE=$!
for _ in $(seq 120); do
	kill -0 "$NODE" 2>/dev/null || {
		tail -n 5 "$LOG" >&2
		die "the node did not start"
	}
	(exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null && break
	sleep 0.25
done

"$BIN/orogen" --url "ws://127.0.0.1:$PORT" demo --log "$ROOT/client/samples/calls.jsonl" \
	--rates "$ROOT/client/samples/rates.json"

if [ "$EXIT" = 0 ]; then
	say "The chain goes on; look around with './scripts/run.sh client status'. Ctrl-C ends it."
	note "RPC ws://127.0.0.1:$PORT, log $LOG"
	wait "$NODE"
fi
