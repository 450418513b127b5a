#!/usr/bin/env bash
# Runs the ONNX standard's cases (../shared/onnx-conformance) and writes docs/conformance.md.
set -euo pipefail
cd "$(dirname "$0")/.."
MODELASSERT_WRITE_CONFORMANCE=1 dotnet test tests/ModelAssert.Onnx.Tests --filter FullyQualifiedName~ConformanceTable
git --no-pager diff --stat docs/conformance.md
