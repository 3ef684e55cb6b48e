#!/usr/bin/env bash
# p-throttle 8.1.1: when the wall clock is set back by two seconds, the next call starts two seconds late, by default and with
# strict: true, though an interval is 100 ms. Set back by an hour it waits for an hour. Seen on Node 20.20.2, Linux x64, 2026-12-01.
# Cause: index.js reckons the start of the next window, and the ticks of the strict kind, by Date.now(); they lie in the future then.
# The readme promises a limit for each interval and does not name a clock. Of its peers limiter 4.1.0 asks performance.now().
# Here Date.now stands for the clock, since setting that of the machine needs rights. Fails if the package behaves otherwise.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --prefix "$folder" --no-audit --no-fund --silent p-throttle@8.1.1 >/dev/null
cat >"$folder/try.mjs" <<'JS'
import pThrottle from 'p-throttle';

let backMs = 0;
const now = Date.now;
Date.now = () => now() - backMs;
for (const strict of [false, true]) {
  const call = pThrottle({ limit: 1, interval: 100, strict })(() => performance.now());
  const first = await call();
  backMs += 2_000;
  const second = await call();
  console.log(strict ? 'strict' : 'default', second - first > 1_500 ? 'two seconds late' : 'in time');
}
JS
seen=$(node "$folder/try.mjs")
echo "p-throttle@8.1.1:"
echo "$seen"
[ "$seen" = $'default two seconds late\nstrict two seconds late' ]
