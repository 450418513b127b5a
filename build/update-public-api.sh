#!/usr/bin/env bash
# Writes every public symbol that is not in a ledger yet into PublicAPI.Unshipped.txt, and takes out those that are gone.
# The change of the ledger is what a reviewer reads; the build fails (RS0016, RS0017) until it is made.
set -euo pipefail
cd "$(dirname "$0")/.."

# What both fronts for xunit have is in one ledger.
shared=src/Shared/PublicAPI.Unshipped.txt
echo '#nullable enable' > "$shared"

for project in src/*/; do
  name=$(basename "$project")
  [ -f "$project/$name.csproj" ] || continue
  # A project without code has no API.
  [ -n "$(find "$project" -name '*.cs' -not -path '*/obj/*' -not -path '*/bin/*' -print -quit)" ] || continue
  ledger="$project/PublicAPI.Unshipped.txt"
  [ -f "$project/PublicAPI.Shipped.txt" ] || echo '#nullable enable' > "$project/PublicAPI.Shipped.txt"
  echo '#nullable enable' > "$ledger"
  symbols=$(dotnet build "$project/$name.csproj" --no-incremental -p:TreatWarningsAsErrors=false -p:BuildProjectReferences=false 2>&1 \
    | sed -n "s/.*warning RS0016: Symbol '\(.*\)' is not part of the declared public API.*/\1/p" | LC_ALL=C sort -u)
  [ -z "$symbols" ] || printf '%s\n' "$symbols" >> "$ledger"
  echo "$name: $(($(wc -l < "$ledger") - 1)) symbols"
done

fronts=(src/ModelAssert.Xunit/PublicAPI.Unshipped.txt src/ModelAssert.Xunit.V3/PublicAPI.Unshipped.txt)
common=$(LC_ALL=C comm -12 <(sed 1d "${fronts[0]}") <(sed 1d "${fronts[1]}"))
printf '%s\n' "$common" >> "$shared"
for ledger in "${fronts[@]}"; do
  own=$(LC_ALL=C comm -23 <(sed 1d "$ledger") <(printf '%s\n' "$common"))
  { echo '#nullable enable'; printf '%s\n' "$own"; } > "$ledger"
done
echo "both xunit fronts: $(($(wc -l < "$shared") - 1)) symbols"
