#!/usr/bin/env bash
# Installs what the build needs and is not there: Debian packages, the Rust toolchain of
# rust-toolchain.toml and its Wasm target. Idempotent. Where rustup cannot download, the Wasm target
# is built from Debian's copy of the Rust sources, and failing that Debian's own toolchain is used.
# Sourced by the other scripts, because it may have to set RUSTUP_TOOLCHAIN or PATH.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

TRIPLE=wasm32v1-none
CHANNEL="$(sed -n 's/^channel = "\(.*\)"/\1/p' "$ROOT/rust-toolchain.toml")"

install_packages() {
	local missing=() package
	for package in "$@"; do
		dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' ||
			missing+=("$package")
	done
	[ ${#missing[@]} -eq 0 ] && return
	say "Installing Debian packages: ${missing[*]} (about a minute)"
	as_root apt-get update -qq
	as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
		"${missing[@]}" >/dev/null
}

# The Rust toolchain: the pinned one, or an installed one of the same version under another name.
choose_toolchain() {
	command -v rustup >/dev/null || {
		command -v cargo >/dev/null || use_debian_toolchain
		return
	}
	local name
	if ! rustup run "$CHANNEL" rustc --version >/dev/null 2>&1; then
		say "Installing Rust $CHANNEL (about a minute)"
		if ! rustup toolchain install "$CHANNEL" --profile minimal -c rustfmt -c clippy; then
			for name in $(rustup toolchain list | awk '{print $1}'); do
				if [ "$(rustup run "$name" rustc --version | cut -d' ' -f2)" = "$CHANNEL" ]; then
					note "rustup cannot download; toolchain '$name' has the same version and is used instead"
					export RUSTUP_TOOLCHAIN="$name"
					return
				fi
			done
			use_debian_toolchain
		fi
	fi
}

# The folder of the standard library's workspace below $1.
library_in() {
	dirname "$(find "$1" -path '*/library/Cargo.lock' -print -quit)"
}

# Builds core and alloc for the Wasm target from the library sources in $1 with the compiler in use.
build_wasm_std() {
	local library="$1" sysroot work
	sysroot="$(rustc --print sysroot)"
	work="$(mktemp -d)"
	mkdir -p "$work/std/src"
	printf '[package]\nname = "std-for-wasm"\nversion = "0.0.0"\nedition = "2021"\n[workspace]\n' >"$work/std/Cargo.toml"
	echo '#![no_std]' >"$work/std/src/lib.rs"
	local maybe_root=()
	[ -w "$sysroot/lib/rustlib" ] || maybe_root=(as_root)
	"${maybe_root[@]}" mkdir -p "$sysroot/lib/rustlib/src/rust" "$sysroot/lib/rustlib/$TRIPLE/lib"
	if [ ! -e "$sysroot/lib/rustlib/src/rust/library" ]; then
		"${maybe_root[@]}" cp -r "$library" "$sysroot/lib/rustlib/src/rust/library"
	fi
	# Without bitcode the runtime's link-time optimisation finds no ".llvmbc" section.
	(cd "$work/std" && RUSTC_BOOTSTRAP=1 RUSTFLAGS="-Cembed-bitcode=yes ${WASM_LINKER:-}" \
		CARGO_TARGET_DIR="$work/target" cargo build --quiet --release -Zbuild-std=core,alloc --target $TRIPLE) || return 1
	"${maybe_root[@]}" cp "$work/target/$TRIPLE/release/deps/"lib{core,alloc,compiler_builtins}-*.rlib \
		"$sysroot/lib/rustlib/$TRIPLE/lib/"
	rm -rf "$work"
}

# Debian's copy of the sources of exactly this compiler, from the mirror that this machine uses.
wasm_target_from_debian_sources() {
	local version mirror work
	version="$(rustc --version | cut -d' ' -f2)"
	mirror="$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
		grep -m1 '/debian/\?$')" || return 1
	work="$(mktemp -d)"
	mkdir -p "$work/lists/partial" "$work/cache/archives/partial"
	echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror trixie-backports main" >"$work/sources.list"
	local apt=(apt-get -qq -o Dir::Etc::SourceList="$work/sources.list" -o Dir::Etc::SourceParts=/dev/null
		-o Dir::State::Lists="$work/lists" -o Dir::Cache="$work/cache" -o APT::Sandbox::User=root)
	"${apt[@]}" update || return 1
	local full
	full="$(apt-cache -o Dir::Etc::SourceList="$work/sources.list" -o Dir::Etc::SourceParts=/dev/null \
		-o Dir::State::Lists="$work/lists" -o Dir::Cache="$work/cache" madison rust-src |
		awk -v v="$version" '{ if (index($3, v "+") == 1) { print $3; exit } }')"
	[ -n "$full" ] || return 1
	(cd "$work" && "${apt[@]}" download "rust-src=$full" && dpkg -x rust-src_*.deb unpacked) || return 1
	build_wasm_std "$(library_in "$work/unpacked")" || return 1
	rm -rf "$work"
}

# Debian's own compiler, one matching set, as the last resort.
use_debian_toolchain() {
	note "using Debian's own Rust toolchain (rustc-web)"
	install_packages rustc-web cargo-web rust-web-src lld
	export PATH="/usr/bin:$PATH"
	unset RUSTUP_TOOLCHAIN
	hash -r
	# Debian ships the compiler without the linker of the Wasm target.
	export WASM_LINKER="-Clinker=wasm-ld"
	export CARGO_TARGET_WASM32V1_NONE_LINKER=wasm-ld
	has_wasm_target || build_wasm_std "$(library_in /usr/src)"
}

has_wasm_target() {
	compgen -G "$(rustc --print sysroot)/lib/rustlib/$TRIPLE/lib/libcore-*.rlib" >/dev/null
}

ensure_wasm_target() {
	has_wasm_target && return
	say "Adding the Wasm target $TRIPLE (seconds)"
	if [ "${OROGEN_NO_RUSTUP_DOWNLOAD:-0}" = 0 ] && command -v rustup >/dev/null &&
		rustup target add $TRIPLE ${RUSTUP_TOOLCHAIN:+--toolchain "$RUSTUP_TOOLCHAIN"} && has_wasm_target; then
		return
	fi
	note "rustup cannot download it; building it from Debian's copy of the Rust sources"
	if wasm_target_from_debian_sources && has_wasm_target; then
		return
	fi
	note "Debian has no sources of this compiler"
	use_debian_toolchain
	has_wasm_target || die "no way to get the Wasm target $TRIPLE; install it by 'rustup target add $TRIPLE'"
}

cd "$ROOT"
install_packages gcc g++ libc6-dev make pkg-config libssl-dev protobuf-compiler ca-certificates
choose_toolchain
ensure_wasm_target
