#!/usr/bin/env bash
# What a test run took: the seconds of each test project, and the ten slowest tests. build/test-times.sh FOLDER, with the .trx files of the run in it.
set -euo pipefail

seconds() {
  awk '
    # The duration of a test, 00:00:01.2345678, in seconds.
    function duration(line,   parts) { split(value(line, "duration"), parts, ":"); return parts[1] * 3600 + parts[2] * 60 + parts[3] }
    function value(line, name,   found) { return match(line, " " name "=\"[^\"]*\"") ? substr(line, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : "" }
    /<Times / { begun = value($0, "start"); ended = value($0, "finish") }
    /<UnitTestResult / { count++; print "test", duration($0), value($0, "testName") }
    /<UnitTest / { project = value($0, "storage"); sub(/.*\//, "", project) }
    END { print "project", begun, ended, count, project }
  ' "$1"
}

lines=$(mktemp)
trap 'rm -f "$lines"' EXIT
for file in "$1"/*.trx; do
  seconds "$file"
done > "$lines"

echo "Seconds  Tests  Project"
awk '$1 == "project" { print $2, $3, $4, $5 }' "$lines" | while read -r begun ended count project; do
  echo "$(($(date -d "$ended" +%s) - $(date -d "$begun" +%s))) $count $project"
done | sort -rn | awk '{ printf "%7d  %5d  %s\n", $1, $2, $3 }'

echo "The ten slowest tests"
awk '$1 == "test" { printf "%8.1f  ", $2; $1 = $2 = ""; sub(/^ +/, ""); print }' "$lines" | sort -rn | head -10 | sed "s/&quot;/\"/g; s/&amp;/\&/g"
