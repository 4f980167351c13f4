#!/usr/bin/env bash
# Rules of CONTRIBUTING.md that no compiler knows. Prints each breach and fails.
# shellcheck source=scripts/lib.sh
source "$(dirname "$0")/lib.sh"
cd "$ROOT"

FOUND=0
forbid() {
	local rule="$1" found
	shift
	found="$("$@" || true)"
	if [ -n "$found" ]; then
		printf 'breach: %s\n%s\n' "$rule" "$(printf '%s\n' "$found" | head -n 20 | sed 's/^/    /')"
		FOUND=1
	fi
}
consensus_code() {
	git ls-files 'pallets/*.rs' 'primitives/*.rs' 'runtime/*.rs' |
		grep -vE '(^|/)(tests?|mock|benchmarking)(/|\.rs)|/proptest|build\.rs'
}

forbid "no unfinished work is committed" git grep -nE 'todo!\(|unimplemented!\(|TODO|FIXME|XXX' -- '*.rs' '*.sh' '*.toml' ':!scripts/house-rules.sh' ':!node/src/fake_runtime_api.rs'
forbid "consensus code uses no floats" sh -c "$(declare -f consensus_code); consensus_code | xargs grep -nE '\b(f32|f64)\b' | grep -vE '^[^:]+:[0-9]+:\s*//'"
forbid "nobody in this runtime is root" git grep -nE 'EnsureRoot|ensure_root' -- 'runtime/src' 'pallets/*/src/lib.rs' ':!runtime/src/tests'
forbid "files stay below 900 lines" sh -c "git ls-files '*.rs' | xargs wc -l | awk '\$2 != \"total\" && \$1 > 900 { print \$2, \$1 }'"
[ "$FOUND" = 0 ] || exit 1
note "no breach"
