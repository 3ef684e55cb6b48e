// A register that keeps its value in a file. HOW says how well: a journal that is synced before it answers or not, a file
// that is replaced by rename, its new one synced first or not, or a package that replaces it.
const fs = require('node:fs/promises');
const { existsSync, readFileSync, mkdirSync } = require('node:fs');
const { onRequest } = require('seedstorm/node');
const how = process.env.HOW;
const file = '/data/value';

mkdirSync('/data', { recursive: true });
const text = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
// What comes after the last line end was cut off.
const lines = (text ?? '').split('\n').slice(0, -1);
let value = lines.length === 0 ? null : Number(lines.at(-1));

let last = Promise.resolve();
const write = {
  async journal(next) {
    const journal = await fs.open(file, 'a');
    await journal.appendFile(`${next}\n`);
    if (how !== 'hasty') await journal.sync();
    await journal.close();
  },
  async replace(next) {
    const handle = await fs.open(`${file}.new`, 'w');
    await handle.writeFile(`${next}\n`);
    if (how !== 'replace, unsynced') await handle.sync();
    await handle.close();
    await fs.rename(`${file}.new`, file);
    if (how === 'replace, unsynced') return;
    const folder = await fs.open('/data');
    await folder.sync();
    await folder.close();
  },
  'write-file-atomic': (next) => require('write-file-atomic')(file, `${next}\n`),
  async steno(next) {
    const { Writer } = await import('steno');
    await new Writer(file).write(`${next}\n`);
  },
};
const ways = { hasty: write.journal, 'replace, unsynced': write.replace, ...write };

onRequest(({ f, value: next }) => {
  if (f === 'read') return value;
  if (f === 'began') return text ?? 'no file';
  last = last
    .catch(() => {})
    .then(() => ways[how](next))
    .then(() => void (value = next));
  return last;
});
