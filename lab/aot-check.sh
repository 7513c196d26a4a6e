#!/usr/bin/env bash
# Publishes the command as one native program and checks it: no trimming or AOT warning, one file, a start (--version) of under
# 20 ms (median of 20), and the same report as the managed program gives. Prints the figures.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
out=$root/artifacts/aot
rm -rf "$out/publish"
mkdir -p "$out"

dotnet publish "$root/src/Chaffinch.Cli" -c Release -p:PublishAot=true -p:ArtifactsPath="$out/" -p:RunAnalyzers=false \
    -o "$out/publish" --nologo -v minimal >"$out/build.log" 2>&1 || { cat "$out/build.log"; exit 1; }
if grep -E "warning IL[0-9]+" "$out/build.log"; then
    echo "FAIL: trimming or AOT warnings"
    exit 1
fi

files=$(find "$out/publish" -type f | wc -l)
[ "$files" = 1 ] && [ -x "$out/publish/chaffinch" ] || { echo "FAIL: $files files:"; ls -l "$out/publish"; exit 1; }
echo "size: $(($(wc -c <"$out/publish/chaffinch") / 1024)) KiB, one file"

program=$out/publish/chaffinch
"$program" --version >/dev/null
TIMEFORMAT=%R
times=$(for _ in {1..20}; do { time "$program" --version >/dev/null; } 2>&1; done | sort -n)
median=$(sed -n 10p <<<"$times")
echo "start (--version): median of 20: $median s"

sample=$root/docs/samples/bridge.html
if ! cmp <("$program" inspect "$sample" --json) <("$root/chaffinch" inspect "$sample" --json); then
    echo "FAIL: the native program gives another report than the managed one"
    exit 1
fi

awk "BEGIN { exit !($median < 0.020) }" || { echo "FAIL: the start takes 20 ms or more"; exit 1; }
echo "ok"
