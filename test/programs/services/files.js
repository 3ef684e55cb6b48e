// What file operations of Node do, row by row: run on a real machine and in a world, it prints the same lines.
const fs = require('fs');
const os = require('os');
const path = require('path');
const say = process.env.INSIDE
  ? (text) => require('seedstorm/node').effect({ f: 'line', text })
  : (text) => console.log(text);

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'files-'));
const at = (name) => path.join(folder, name);
const { promises } = fs;
const bare = (text) =>
  String(text)
    .replaceAll(folder, 'DIR')
    .replace(/\bt-\w{6}\b/g, 't-XXXXXX');
const shown = (value) => {
  if (Buffer.isBuffer(value)) return `<${value.toString('latin1')}>`;
  if (typeof value === 'bigint') return `${value}n`;
  if (value instanceof fs.Stats)
    return [
      value.isFile(),
      value.isDirectory(),
      value.isSymbolicLink(),
      value.size,
      (value.mode & 0o7777).toString(8),
    ].join();
  if (value instanceof fs.Dirent)
    return `${value.name}:${value.isFile()},${value.isDirectory()},${value.isSymbolicLink()}`;
  if (Array.isArray(value)) return `[${value.map(shown).join(' ')}]`;
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
};
const wrong = (error) => {
  const { name, code, errno, syscall, path: of, dest } = error;
  return `${name} ${[code, errno, syscall, of, dest].filter((part) => part !== undefined).join(' ')} | ${error.message}`;
};
const told = async (act) => {
  try {
    return bare(shown(await act()));
  } catch (error) {
    return bare(wrong(error));
  }
};
/** The same call at once, with a callback, as a promise: prepared anew for each. */
const forms = ['sync', 'callback', 'promise'];
const three = async (name, given, { before = () => {}, after = (value) => value } = {}) => {
  const calls = {
    sync: (args) => fs[`${name}Sync`](...args),
    callback: (args) =>
      new Promise((resolve, reject) =>
        fs[name](...args, (error, value) => (error ? reject(error) : resolve(value))),
      ),
    promise: (args) => promises[name](...args),
  };
  const lines = [];
  for (const form of forms) {
    if (form === 'promise' && !(name in promises)) continue;
    await before(form);
    lines.push(await told(async () => after(await calls[form](given))));
  }
  return new Set(lines).size === 1 ? lines[0] : lines.join(' / ');
};
const fill = (name, text = 'content') => fs.writeFileSync(at(name), text);
const clear = (name) => fs.rmSync(at(name), { recursive: true, force: true });
const text = (name) => fs.readFileSync(at(name), 'utf8');

const tools = { folder, at, shown, wrong, told, three, fill, clear, text };
const rows = {
  ...require('./file-contents.js')(tools),
  ...require('./file-names.js')(tools),
  ...require('./file-handles.js')(tools),
};

(async () => {
  for (const [name, row] of Object.entries(rows)) say(`${name}: ${bare(await row())}`);
  fs.rmSync(folder, { recursive: true });
  say(`the end: ${fs.existsSync(folder)}`);
})();
