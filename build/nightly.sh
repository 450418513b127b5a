#!/usr/bin/env bash
# The whole suite everywhere that it did not grow up, several places to a run; fails if one of them does. For a night on two cores.
set -uo pipefail
cd "$(dirname "$0")/.."
failed=0
build/test-elsewhere.sh avx2 user path tr-TR Kolkata packages || failed=1
build/test-elsewhere.sh sse41 home de-DE offline || failed=1
build/test-elsewhere.sh one-core || failed=1
for _ in $(seq "${1:-10}"); do
  build/test-elsewhere.sh busy || failed=1
done
exit $failed
