#!/usr/bin/env bash
# Clones that are gone leave their own crates behind in the shared build folder; dependencies are kept.
# Removes what no build has written for two days. `prune.sh FOLDER`; nothing happens without a folder.
set -euo pipefail

folder="${1:-}"
[[ -n "$folder" && -d "$folder/release" ]] || exit 0

# Names of our crates and of their test programs (`tests/main.rs` becomes `main-<hash>`).
for place in "$folder/release/deps" "$folder/release/.fingerprint" "$folder/release/build"; do
  [[ -d "$place" ]] || continue
  find "$place" -mindepth 1 -maxdepth 1 -mmin +2880 \
    \( -name 'vigie*' -o -name 'libvigie*' -o -name 'main-*' \) -exec rm -rf {} +
done
