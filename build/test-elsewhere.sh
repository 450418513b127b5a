#!/usr/bin/env bash
# Runs every test in a fresh clone of the last commit, where it did not grow up: on another kind of processor, for another user, in another culture.
#
#   build/test-elsewhere.sh WHAT [WHAT ...]      all of them at once, in one run: build/test-elsewhere.sh avx2 path tr-TR
#
#   avx2, sse41      the kernels that libtorch and oneDNN have for older processors
#   one-core         one core of the processor
#   path             a folder with blanks, an umlaut and a Chinese character
#   home             an empty home folder
#   packages         NUGET_PACKAGES names a folder of its own, empty at first
#   tr-TR, de-DE     the culture
#   Kolkata          the time zone, five and a half hours from UTC
#   user             an ordinary user (root only: it makes one)
#   offline          no network after the restore (root only)
#   busy             two other programs want the processor, and these tests are the nicer ones
#
# The last line is that of .ci/run, which it calls.
set -euo pipefail
repository=$(cd "$(dirname "$0")/.." && pwd)
shared=${MODELASSERT_SHARED:-$repository/../shared}

usage() {
  sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0" >&2
  exit 4
}

[ $# -gt 0 ] || usage
root=$(mktemp -d /tmp/elsewhere.XXXXXX)
folder=$root/ModelAssert
variables=()
within=()
user= offline= busy=
for what; do
  case $what in
    avx2) variables+=(ONEDNN_MAX_CPU_ISA=AVX2 ATEN_CPU_CAPABILITY=avx2) ;;
    sse41) variables+=(ONEDNN_MAX_CPU_ISA=SSE41 ATEN_CPU_CAPABILITY=default) ;;
    one-core) within+=(taskset -c 0) ;;
    path) folder="$root/Prüfung der 模型/Model Assert" ;;
    home) variables+=("HOME=$root/home" "DOTNET_CLI_HOME=$root/home") ;;
    packages) variables+=("NUGET_PACKAGES=$root/packages") ;;
    tr-TR | de-DE) variables+=("LANG=${what/-/_}.UTF-8" "LC_ALL=${what/-/_}.UTF-8") ;;
    Kolkata) variables+=(TZ=Asia/Kolkata) ;;
    user) user=modelassert-tester ;;
    offline) offline=yes ;;
    busy) busy=yes within+=(nice -n 10) ;;
    *) usage ;;
  esac
done

noise=()
finish() {
  [ ${#noise[@]} -eq 0 ] || kill "${noise[@]}" 2>/dev/null || true
  rm -rf "$root"
}
trap finish EXIT

mkdir -p "$root/home" "$(dirname "$folder")"
git clone --quiet "$repository" "$folder"
[ ! -d "$shared" ] || variables+=("MODELASSERT_SHARED=$(cd "$shared" && pwd)")
if [ -n "$user" ]; then
  id "$user" >/dev/null 2>&1 || useradd --no-create-home "$user"
  # A home of its own in any case: root's is closed to it.
  variables+=("HOME=$root/home" "DOTNET_CLI_HOME=$root/home")
  chown -R "$user" "$root"
  chmod 755 "$root"
fi

cd "$folder"
inside() {
  if [ -n "$user" ]; then
    runuser -u "$user" -- env "${variables[@]}" "$@"
  else
    env "${variables[@]}" "$@"
  fi
}

inside dotnet restore ModelAssert.sln >/dev/null
if [ -n "$busy" ]; then
  for _ in 1 2; do
    while :; do :; done &
    noise+=($!)
  done
fi

echo "$*: $(git log -1 --format='%h %s')"
if [ -n "$offline" ]; then
  # Test runners talk to each other over loopback, which is down in a new network.
  within=(unshare --net -- sh -c 'ip link set lo up && exec "$@"' sh "${within[@]}")
fi
[ -z "$user" ] || within+=(runuser -u "$user" --)
"${within[@]}" env "${variables[@]}" bash .ci/run
