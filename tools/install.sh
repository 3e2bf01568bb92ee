#!/usr/bin/env bash
# Installs what a build (`install.sh build`) or the tests (`install.sh test`) need and this machine lacks.
# Debian and Ubuntu: with apt. Elsewhere: says what is missing. Silent when nothing is.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export PATH="$PATH:$HOME/.cargo/bin"

purpose="${1:-build}"
needed_rust="$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)"
missing=()

main() {
  install_compiler
  install_rust
  [[ "$purpose" != test ]] || install_test_tools
  [[ ${#missing[@]} -eq 0 ]] || stop_with_list
}

# A C compiler with the headers of the C library: zstd, SQLite and libdeflate are compiled from source.
install_compiler() {
  can_compile_c || install_packages "a C compiler (gcc or clang, with libc headers)" gcc libc6-dev
  has make || install_packages "make" make
  # Without them no registry can be reached; small images of Debian lack them.
  if is_debian && [[ ! -e /etc/ssl/certs/ca-certificates.crt ]]; then
    install_packages "ca-certificates" ca-certificates
  fi
}

can_compile_c() {
  has cc && echo '#include <stdlib.h>' | cc -E - >/dev/null 2>&1
}

install_rust() {
  rust_is_recent && return
  if ! has rustup && is_debian && package_exists rustup; then
    install_packages "rustup" rustup
  fi
  if has rustup; then
    say "installing Rust with rustup"
    rustup toolchain install stable --profile minimal --component clippy,rustfmt
    rust_is_recent || rustup default stable
  fi
  rust_is_recent || missing+=("Rust $needed_rust or newer: install it as https://rustup.rs says, then run this command again")
}

rust_is_recent() {
  local version
  version="$(cargo --version 2>/dev/null | cut -d' ' -f2)" || return 1
  [[ -n "$version" && "$(printf '%s\n' "$needed_rust" "$version" | sort -V | head -n1)" == "$needed_rust" ]]
}

install_test_tools() {
  has_component cargo-clippy clippy || missing+=("clippy: rustup component add clippy")
  has_component cargo-fmt rustfmt || missing+=("rustfmt: rustup component add rustfmt")
  has_postgresql || install_postgresql
  has_node || install_node
  has_browser || install_packages "Chromium, or a browser like it named in CHROMIUM" chromium fonts-liberation
}

# The version that web/package.json asks for.
has_node() {
  has npm && node -e '
    const [major, minor] = process.versions.node.split(".").map(Number);
    process.exit(major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19) ? 0 : 1)' 2>/dev/null
}

# Some packages of Node bring npm along, Debian's does not.
install_node() {
  has node || install_packages "Node 20.19 or newer" nodejs
  has npm || install_packages "npm" npm
  has_node || missing+=("Node 20.19 or newer with npm: install it as https://nodejs.org says, then run this command again")
}

has_browser() {
  [[ -n "${CHROMIUM:-}" ]] || has chromium || has chromium-browser || has google-chrome-stable || has google-chrome
}

has_component() {
  "$1" --version >/dev/null 2>&1 && return
  has rustup && rustup component add "$2" && "$1" --version >/dev/null
}

# The programs, not a running server: the tests start one of their own in a temporary folder.
has_postgresql() {
  has initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null
}

# The package would start a server for everyone on this machine; it is told not to while we install it.
install_postgresql() {
  local quiet=/etc/postgresql-common/createcluster.d/vigie.conf
  if is_debian; then
    install_packages "PostgreSQL (initdb and postgres)" postgresql-common
    as_root mkdir -p "$(dirname "$quiet")"
    echo 'create_main_cluster = false' | as_root tee "$quiet" >/dev/null
  fi
  install_packages "PostgreSQL (initdb and postgres)" postgresql
  if is_debian; then as_root rm -f "$quiet"; fi
}

# install_packages WHAT PACKAGE...: installs, or notes WHAT as missing where there is no apt.
install_packages() {
  local what="$1"
  shift
  if ! is_debian; then
    missing+=("$what")
    return
  fi
  say "installing $*"
  update_package_lists
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
}

lists_are_fresh=no
update_package_lists() {
  [[ "$lists_are_fresh" == no ]] || return 0
  as_root apt-get update -qq >&2
  lists_are_fresh=yes
}

package_exists() {
  update_package_lists
  apt-cache show "$1" >/dev/null 2>&1
}

as_root() {
  if [[ "$(id -u)" == 0 ]]; then
    "$@"
  elif ! has sudo; then
    stop "this needs the rights of root, and sudo is absent: $*"
  elif [[ -t 0 ]]; then
    sudo "$@"
  else
    sudo -n "$@"
  fi
}

is_debian() {
  has apt-get && grep -qE '^ID(_LIKE)?=.*(debian|ubuntu)' /etc/os-release 2>/dev/null
}

has() { command -v "$1" >/dev/null 2>&1; }
say() { echo "vigie: $*" >&2; }

stop() {
  say "$*"
  exit 1
}

stop_with_list() {
  say "missing on this machine:"
  printf '  - %s\n' "${missing[@]}" >&2
  exit 1
}

main
