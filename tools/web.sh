#!/usr/bin/env bash
# Builds style sheet and islands for the program to embed (`web.sh build`), or checks and tests them as well
# (`web.sh test`). Silent when nothing changed. Without Node the program is built with the plain style sheet and no
# script, and every page works: `build` says so in a line, `test` fails.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../web"

purpose="${1:-build}"
built=dist/built

main() {
  if ! has_node; then
    give_up "Node 20.19 or newer with npm is missing"
  fi
  install_packages || give_up "the packages of web/package-lock.json cannot be installed"
  if [[ "$(cat "$built/.inputs" 2>/dev/null)" != "$(inputs)" ]]; then
    quietly npm run --silent build || give_up "web cannot be built"
    inputs >"$built/.inputs"
  fi
  [[ "$purpose" != test ]] || { npm run --silent check && npm test --silent -- --reporter=dot; }
}

has_node() {
  command -v npm >/dev/null && node -e '
    const [major, minor] = process.versions.node.split(".").map(Number);
    process.exit(major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19) ? 0 : 1)'
}

# `npm ci` empties the folder first: only when it is not what the lock file says.
install_packages() {
  cmp -s package-lock.json node_modules/.lock && return
  quietly npm ci --no-progress </dev/null && cp package-lock.json node_modules/.lock
}

# One number for everything that the build reads.
inputs() {
  find package-lock.json package.json vite.config.ts styles islands -type f | LC_ALL=C sort | xargs cat | cksum
}

# Shows what a command said only when it failed.
quietly() {
  local said
  said="$("$@" 2>&1)" || { echo "$said" >&2; return 1; }
}

give_up() {
  if [[ "$purpose" == test ]]; then
    echo "vigie: $1" >&2
    exit 1
  fi
  echo "vigie: $1; pages get no new scripts, and work without" >&2
  exit 0
}

main
