#!/usr/bin/env bash
# Node.js: `clearImmediate(timer)`, given what setTimeout returned, stops the timer on Node 22 and does nothing on Node 24.
# Seen with the npm packages node@22.23.3 (prints "silent") and node@24.21.0 (prints "fired"), Linux x64, 2026-11-29.
# No document names it: the two kinds of handle are told apart by nothing but their class. Code that keeps both kinds in
# one list, and clears all of them with the wrong function, loses its timers up to Node 22 and keeps them after it.
# Fails if either version behaves otherwise.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/try.mjs" <<'JS'
let fired = false;
const timer = setTimeout(() => (fired = true), 5);
clearImmediate(timer);
setTimeout(() => console.log(fired ? 'fired' : 'silent'), 60);
JS
behaviour() {
  npm install --prefix "$folder/$1" --no-audit --no-fund --silent "node@$1" >/dev/null
  "$folder/$1/node_modules/node/bin/node" "$folder/try.mjs"
}
old=$(behaviour 22.23.3)
new=$(behaviour 24.21.0)
echo "node@22.23.3: $old"
echo "node@24.21.0: $new"
[ "$old" = silent ] && [ "$new" = fired ]
