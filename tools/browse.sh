#!/usr/bin/env bash
# Walks the journeys of e2e/ through the built program in a browser: `browse.sh [part of a file name]...`.
# `browse.sh --screenshots FOLDER` takes pictures of every page instead; `--paint` measures how soon pages are seen.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../e2e"

# A browser that hangs must not hold the machine: each journey has its own limit, and all of them this one.
limit_seconds=1200

if ! cmp -s package-lock.json node_modules/.lock; then
  said="$(npm ci --no-progress 2>&1 </dev/null)" || { echo "$said" >&2; exit 1; }
  cp package-lock.json node_modules/.lock
fi

case "${1:-}" in
  --screenshots) what=(screenshots.js "../${2:?give the folder for the pictures}") ;;
  --paint) what=(lcp.js) ;;
  *) what=(run.js "$@") ;;
esac

# `timeout` is part of GNU; elsewhere the limits of the journeys must do.
limit=()
! command -v timeout >/dev/null || limit=(timeout --kill-after=30 "$limit_seconds")
code=0
${limit[@]+"${limit[@]}"} node "${what[@]}" </dev/null || code=$?
[[ "$code" != 124 && "$code" != 137 ]] || echo "vigie: the browser did not end within $limit_seconds seconds" >&2
exit "$code"
