#!/usr/bin/env bash
# steno 4.0.2 (with which lowdb 7.0.1 writes its files) calls its writes atomic: a new file, renamed over the old one.
# It never calls fsync. POSIX lets a power cut keep the rename and lose what the new file holds: then the file is empty,
# and all that was kept in it is gone, however old. (ext4 and Btrfs write such a file before the rename; XFS does not.)
# write-file-atomic 7.0.0, for comparison, syncs the new file before it renames it.
# Counts the syncs and renames that Node asks of the operating system for one write. Seen on Linux x64, Node 20.20.2,
# 2026-11-30. Fails if either package behaves otherwise.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --prefix "$folder" --no-audit --no-fund --silent steno@4.0.2 write-file-atomic@7.0.0 >/dev/null
cat >"$folder/try.mjs" <<'JS'
const system = process.binding('fs');
const asked = { sync: 0, rename: 0 };
for (const [name, kind] of [['fsync', 'sync'], ['fdatasync', 'sync'], ['rename', 'rename']]) {
  const real = system[name];
  system[name] = (...given) => (asked[kind]++, real.apply(system, given));
}
const { Writer } = await import('steno');
const { default: writeFileAtomic } = await import('write-file-atomic');
const write = {
  steno: () => new Writer(`${import.meta.dirname}/a`).write('{"kept":1}'),
  'write-file-atomic': () => writeFileAtomic(`${import.meta.dirname}/b`, '{"kept":1}'),
};
await write[process.argv[2]]();
console.log(`${asked.sync} syncs, ${asked.rename} renames`);
JS
steno=$(node --no-deprecation "$folder/try.mjs" steno)
other=$(node --no-deprecation "$folder/try.mjs" write-file-atomic)
echo "steno@4.0.2: $steno"
echo "write-file-atomic@7.0.0: $other"
[ "$steno" = '0 syncs, 1 renames' ] && [ "$other" = '1 syncs, 1 renames' ]
