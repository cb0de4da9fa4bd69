#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The long counts. Takes tens of minutes.
#   tests/soak.sh BUILD
#   JALADA_SOAK_POWER_CUTS     images of a vault after a power cut          10000
#   JALADA_SOAK_BLOCK_STEP     every so many-th block of the sample vault is damaged   1
#   JALADA_SOAK_PLANNER_CASES  random plans held against full enumeration   20000
#   JALADA_SOAK_PDFS           a folder of files, broken ones among them, that go in and out by jaladactl
set -uo pipefail
build=$(cd "${1:?BUILD is missing}" && pwd)
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export JALADA_UNINSTALLED=$build G_TEST_SRCDIR=$here G_TEST_BUILDDIR=$build/tests G_DEBUG=fatal-criticals LC_ALL=C.UTF-8
export JALADA_POWER_CUTS=${JALADA_SOAK_POWER_CUTS:-10000}
export JALADA_PLANNER_CASES=${JALADA_SOAK_PLANNER_CASES:-20000}
passed=0 failed=0

# soak NAME COMMAND…: passed when the command ends with 0.
soak() {
  local name=$1 begin=$SECONDS
  shift
  printf '\n== %s\n' "$name"
  if "$@"; then
    passed=$((passed + 1))
    printf -- '-- passed: %s (%d s)\n' "$name" $((SECONDS - begin))
  else
    failed=$((failed + 1))
    printf -- '-- FAILED: %s (%d s)\n' "$name" $((SECONDS - begin))
  fi
}

soak "$JALADA_POWER_CUTS power cuts" "$build/tests/vault/test-vault-powercut" -p /powercut/nothing-lost
soak "every call of the disk failing, 200 kills" env JALADA_FAULT_STEP=1 JALADA_KILLS=200 "$build/tests/vault/test-vault-faults"
soak "a bit in every block of the sample" python3 "$here/bench/soak-damage.py" "$build" "${JALADA_SOAK_BLOCK_STEP:-1}"
soak "$JALADA_PLANNER_CASES random plans against full enumeration" "$build/tests/plan/test-plan-planner"
for noun in header side wire reader image record calendar; do
  if [ -x "$build/tests/fuzz/fuzz-$noun" ]; then
    soak "fuzzing: $noun, ${JALADA_SOAK_FUZZ:-500000} runs" /usr/bin/python3 "$here/fuzz/fuzz.py" "$build/tests/fuzz/fuzz-$noun" "${JALADA_SOAK_FUZZ:-500000}"
  fi
done
soak "marks on turned, cropped and scaled pages in three programs" /usr/bin/python3 "$here/bench/soak-marked.py" "$build"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$build/data/sample/maker/jalada-sample-maker" --broken "$folder" >/dev/null
soak "our own broken files" python3 "$here/bench/soak-files.py" "$build" "$folder"
if [ -n "${JALADA_SOAK_PDFS:-}" ]; then
  soak "files in the folder given" python3 "$here/bench/soak-files.py" "$build" "$JALADA_SOAK_PDFS"
  soak "finding words in what the vault holds of them" "$build/tests/bench/soak-find" "$JALADA_SOAK_PDFS" 300
  soak "their pages" "$build/tests/bench/soak-read" "$JALADA_SOAK_PDFS"
  soak "one-picture pages against poppler" "$build/tests/bench/scan-compare" "$JALADA_SOAK_PDFS"
fi
printf '\n%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
