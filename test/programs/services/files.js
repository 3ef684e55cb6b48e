// What file operations of Node do, row by row: run on a real machine and in a world, it prints the same lines.
const fs = require('fs');
const { once } = require('events');
const os = require('os');
const path = require('path');
const { pipeline } = require('stream/promises');
const { promisify } = require('util');
const { fileURLToPath, pathToFileURL } = require('url');
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

const rows = {
  // Reading and writing as a whole.
  'write and read': () => three('writeFile', [at('a'), 'héllo'], { after: () => text('a') }),
  'write bytes': () =>
    three('writeFile', [at('a'), Buffer.from([1, 2, 255])], { after: () => fs.readFileSync(at('a')) }),
  'write a typed array': () =>
    three('writeFile', [at('a'), new Uint16Array([258, 3])], { after: () => fs.readFileSync(at('a')) }),
  'write base64': () => three('writeFile', [at('a'), 'aGk=', 'base64'], { after: () => text('a') }),
  'write shorter': () =>
    three('writeFile', [at('a'), 'x'], { before: () => fill('a'), after: () => text('a') }),
  'write in place': () =>
    three('writeFile', [at('a'), 'XY', { flag: 'r+' }], { before: () => fill('a'), after: () => text('a') }),
  'write with wx, new': () =>
    three('writeFile', [at('n'), 'new', { flag: 'wx' }], {
      before: () => clear('n'),
      after: () => text('n'),
    }),
  'write with wx, there': () =>
    three('writeFile', [at('n'), 'new', { flag: 'wx' }], { before: () => fill('n') }),
  'write into no folder': () => three('writeFile', [at('no/where'), '']),
  'write onto a folder': () => three('writeFile', [folder, '']),
  'write below a file': () => three('writeFile', [at('a/b'), ''], { before: () => fill('a') }),
  'write with a mode': () =>
    three('writeFile', [at('m'), '', { mode: 0o640 }], {
      before: () => clear('m'),
      after: () => fs.statSync(at('m')),
    }),
  'write a number': () => told(() => fs.writeFileSync(at('a'), 5)),
  'write an object': () => told(() => promises.writeFile(at('a'), { then: 5 })),
  'write pieces': () => told(async () => (await promises.writeFile(at('a'), ['a', 'b', 'c']), text('a'))),
  'write a stream': () =>
    told(
      async () => (await promises.writeFile(at('a'), fs.createReadStream(__filename, { end: 9 })), text('a')),
    ),
  'write, called off': () => told(() => promises.writeFile(at('a'), 'x', { signal: AbortSignal.abort() })),
  'read bytes': () => three('readFile', [at('a')], { before: () => fill('a') }),
  'read hex': () => three('readFile', [at('a'), { encoding: 'hex' }], { before: () => fill('a') }),
  'read by URL': () => three('readFile', [pathToFileURL(at('a')), 'utf8'], { before: () => fill('a') }),
  'read by bytes of a path': () =>
    three('readFile', [Buffer.from(at('a')), 'utf8'], { before: () => fill('a') }),
  'read nothing': () => three('readFile', [at('none'), 'utf8']),
  'read a folder': () => three('readFile', [folder]),
  'read below a file': () => three('readFile', [at('a/b')], { before: () => fill('a') }),
  'read with a slash behind': () => three('readFile', [`${at('a')}/`]),
  'read an empty path': () => three('readFile', ['']),
  'read a path with a zero': () => told(() => fs.readFileSync('x\0y')),
  'read no path': () => told(() => fs.readFileSync(undefined)),
  'read with a wrong encoding': () => told(() => fs.readFileSync(at('a'), 'utf9')),
  'read without a callback': () => told(() => fs.readFile(at('a'))),
  'read, called off': () => told(() => promises.readFile(at('a'), { signal: AbortSignal.abort() })),
  'read own code': () => told(() => fs.readFileSync(__filename, 'utf8').split('\n', 1)[0]),
  append: () => three('appendFile', [at('l'), 'x'], { after: () => text('l') }),
  'append to a folder': () => three('appendFile', [folder, 'x']),
  'append bytes, new': () =>
    three('appendFile', [at('n'), Buffer.from('ab')], { before: () => clear('n'), after: () => text('n') }),
  // Open files.
  'open nothing': () => three('open', [at('none')]),
  'open r+ nothing': () => three('open', [at('none'), 'r+']),
  'open a folder to write': () => three('open', [folder, 'w']),
  'open wrong flags': () => told(() => fs.openSync(at('a'), 'rw')),
  'open wrong mode': () => told(() => fs.openSync(at('a'), 'w', 'rwx')),
  'open below a file': () => told(() => fs.openSync(at('a/x'), 'w')),
  ...Object.fromEntries(
    ['r', 'r+', 'rs+', 'w', 'w+', 'wx', 'wx+', 'a', 'a+', 'ax', 'ax+', 'as'].flatMap((flag) =>
      ['there', 'new'].map((state) => [
        `open ${flag}, ${state}: read 2, write 2`,
        () => {
          if (state === 'there') fill('f', 'abcdef');
          else clear('f');
          return told(() => {
            const fd = fs.openSync(at('f'), flag);
            const line = [];
            const part = (act) => {
              try {
                line.push(shown(act()));
              } catch (error) {
                line.push(wrong(error));
              }
            };
            const buffer = Buffer.alloc(2);
            part(() => fs.readSync(fd, buffer));
            part(() => buffer);
            part(() => fs.writeSync(fd, 'XY'));
            part(() => fs.ftruncateSync(fd, 7));
            fs.closeSync(fd);
            part(() => fs.readFileSync(at('f')));
            return line.join(' ; ');
          });
        },
      ]),
    ),
  ),
  'close twice': () =>
    told(() => {
      const fd = fs.openSync(at('a'), 'w');
      fs.closeSync(fd);
      fs.closeSync(fd);
    }),
  'a number that is none': () => told(() => fs.closeSync(-1)),
  'a number that is a text': () => told(() => fs.fstatSync('3')),
  'what is closed': async () => {
    const lines = [];
    const fd = fs.openSync(at('a'), 'w');
    fs.closeSync(fd);
    const calls = [
      ['read', Buffer.alloc(1)],
      ['write', 'x'],
      ['fstat'],
      ['fsync'],
      ['fdatasync'],
      ['ftruncate'],
      ['fchmod', 0o600],
      ['futimes', 1, 1],
    ];
    for (const [name, ...given] of calls) lines.push(await three(name, [fd, ...given]));
    return lines.join(' ; ');
  },
  'read at places': () =>
    told(() => {
      fill('a', '0123456789');
      const fd = fs.openSync(at('a'));
      const buffer = Buffer.alloc(4, '.');
      const counts = [
        fs.readSync(fd, buffer, 1, 2, 3),
        fs.readSync(fd, buffer, { length: 1 }),
        fs.readSync(fd, buffer, 3, 1, null),
        fs.readSync(fd, buffer, 0, 0, 0),
        fs.readSync(fd, Buffer.alloc(4), 0, 4, 100),
        fs.readSync(fd, Buffer.alloc(40), 0, 40, 8n),
      ];
      fs.closeSync(fd);
      return `${counts} ${buffer}`;
    }),
  'read too much': () => told(() => fs.readSync(fs.openSync(at('a')), Buffer.alloc(2), 1, 2, 0)),
  'read into a text': () => told(() => fs.readSync(fs.openSync(at('a')), 'text')),
  'read with a callback': () =>
    new Promise((resolve) => {
      const fd = fs.openSync(at('a'));
      const buffer = Buffer.alloc(3);
      fs.read(fd, buffer, 0, 3, 0, (error, count, same) =>
        resolve(`${error} ${count} ${same === buffer} ${buffer}`),
      );
    }),
  'read with options and a callback': () =>
    new Promise((resolve) => {
      fs.read(fs.openSync(at('a')), { buffer: Buffer.alloc(2), position: 4 }, (error, count, buffer) =>
        resolve(`${error} ${count} ${buffer}`),
      );
    }),
  'read and a callback alone': () =>
    new Promise((resolve) => {
      fs.read(fs.openSync(at('a')), (error, count, buffer) => resolve(`${error} ${count} ${buffer.length}`));
    }),
  'promisified read': () =>
    told(async () => {
      const { bytesRead, buffer } = await promisify(fs.read)(fs.openSync(at('a')), Buffer.alloc(2), 0, 2, 1);
      return `${bytesRead} ${buffer}`;
    }),
  'promisified exists': () =>
    told(async () => `${await promisify(fs.exists)(at('a'))} ${await promisify(fs.exists)(at('none'))}`),
  'write at places': () =>
    told(() => {
      fill('a', '0123456789');
      const fd = fs.openSync(at('a'), 'r+');
      const counts = [
        fs.writeSync(fd, 'AB', 2),
        fs.writeSync(fd, Buffer.from('cdef'), 1, 2, 6),
        fs.writeSync(fd, Buffer.from('xyz'), { offset: 2, length: 1, position: 0 }),
        fs.writeSync(fd, 'é', null, 'latin1'),
        fs.writeSync(fd, 'end', 12),
        fs.writeSync(fd, ''),
      ];
      fs.closeSync(fd);
      return `${counts} ${JSON.stringify(fs.readFileSync(at('a'), 'latin1'))}`;
    }),
  'write too much': () => told(() => fs.writeSync(fs.openSync(at('a'), 'r+'), Buffer.alloc(2), 0, 5)),
  'write with a callback': () =>
    new Promise((resolve) => {
      const buffer = Buffer.from('abc');
      fs.write(fs.openSync(at('a'), 'r+'), buffer, (error, count, same) =>
        resolve(`${error} ${count} ${same === buffer}`),
      );
    }),
  'append ignores places': () =>
    told(() => {
      fill('a', '012');
      const fd = fs.openSync(at('a'), 'a+');
      fs.writeSync(fd, 'X', 0);
      fs.closeSync(fd);
      return text('a');
    }),
  'many buffers': () =>
    told(async () => {
      const fd = fs.openSync(at('a'), 'w+');
      const written = fs.writevSync(fd, [Buffer.from('one'), Buffer.from('two')]);
      const more = await promisify(fs.writev)(fd, [Buffer.from('X')], 1);
      const buffers = [Buffer.alloc(2), Buffer.alloc(10)];
      const count = fs.readvSync(fd, buffers, 0);
      fs.closeSync(fd);
      return `${written} ${more.bytesWritten} ${count} ${buffers[0]} ${buffers[1].subarray(0, 4)}`;
    }),
  sync: () => three('fsync', [fs.openSync(at('a'), 'r+')]),
  'sync data': () => three('fdatasync', [fs.openSync(at('a'), 'r+')]),
  'sync a folder': () => three('fsync', [fs.openSync(folder)]),
  truncate: () => three('truncate', [at('a'), 2], { before: () => fill('a'), after: () => text('a') }),
  'truncate longer': () =>
    three('truncate', [at('a'), 9], { before: () => fill('a'), after: () => fs.readFileSync(at('a')) }),
  'truncate nothing': () => three('truncate', [at('none')]),
  'truncate what is read only': () => told(() => fs.ftruncateSync(fs.openSync(at('a')), 1)),
  'removed while open': () =>
    told(() => {
      fill('gone', 'still');
      const fd = fs.openSync(at('gone'), 'r+');
      fs.unlinkSync(at('gone'));
      fs.writeSync(fd, 'S', 0);
      const buffer = Buffer.alloc(5);
      fs.readSync(fd, buffer, 0, 5, 0);
      return `${buffer} ${fs.existsSync(at('gone'))} ${fs.fstatSync(fd).nlink}`;
    }),
  // Names and folders.
  'make a folder': () =>
    three('mkdir', [at('d')], { before: () => clear('d'), after: () => fs.statSync(at('d')).isDirectory() }),
  'make a folder that is there': () => three('mkdir', [folder]),
  'make a folder in none': () => three('mkdir', [at('no/where')]),
  'make a folder below a file': () => three('mkdir', [at('a/d')]),
  'make all folders': () => three('mkdir', [at('x/y/z'), { recursive: true }], { before: () => clear('x') }),
  'make all folders, all there': () => three('mkdir', [at('x/y'), { recursive: true }]),
  'make all folders below a file': () => three('mkdir', [at('a/b/c'), { recursive: true }]),
  'make all folders onto a file': () => three('mkdir', [at('a'), { recursive: true }]),
  'make a folder with a mode': () =>
    three('mkdir', [at('d'), 0o700], {
      before: () => clear('d'),
      after: () => fs.statSync(at('d')).mode.toString(8),
    }),
  'make a folder of a name': () => three('mkdtemp', [at('t-')]),
  'make a folder of a name in none': () => three('mkdtemp', [at('no/t-')]),
  list: () =>
    three('readdir', [at('x')], { before: () => (fill('x/b'), fill('x/a')), after: (all) => all.sort() }),
  'list with types': () =>
    three('readdir', [at('x'), { withFileTypes: true }], {
      after: (all) => all.sort((a, b) => (a.name < b.name ? -1 : 1)),
    }),
  'list all below': () =>
    three('readdir', [at('x'), { recursive: true }], {
      before: () => fill('x/y/z/deep'),
      after: (all) => all.sort(),
    }),
  'list all below with types': () =>
    three('readdir', [at('x'), { recursive: true, withFileTypes: true }], {
      after: (all) => all.map((one) => path.join(one.parentPath ?? one.path, one.name)).sort(),
    }),
  'list as bytes': () => three('readdir', [at('x'), 'buffer'], { after: (all) => all.map(String).sort() }),
  'list nothing': () => three('readdir', [at('none')]),
  'list a file': () => three('readdir', [at('a')]),
  'open a folder': () =>
    three('opendir', [at('x')], {
      after: async (dir) => {
        const names = [];
        for await (const { name } of dir) names.push(name);
        return `${names.sort()} ${dir.path}`;
      },
    }),
  'open a folder that is none': () => told(() => promises.opendir(at('none'))),
  'read an open folder': () =>
    told(() => {
      const dir = fs.opendirSync(at('x'));
      const count = [0, 1, 2, 3].filter(() => dir.readSync() !== null).length;
      dir.closeSync();
      return count;
    }),
  'remove a folder': () =>
    three('rmdir', [at('d')], {
      before: () => fs.mkdirSync(at('d'), { recursive: true }),
      after: () => fs.existsSync(at('d')),
    }),
  'remove a folder with files': () => three('rmdir', [at('x')]),
  'remove a folder that is a file': () => three('rmdir', [at('a')]),
  'remove a folder that is none': () => three('rmdir', [at('none')]),
  unlink: () => three('unlink', [at('n')], { before: () => fill('n'), after: () => fs.existsSync(at('n')) }),
  'unlink nothing': () => three('unlink', [at('none')]),
  'unlink a folder': () => three('unlink', [at('x')]),
  rm: () => three('rm', [at('n')], { before: () => fill('n'), after: () => fs.existsSync(at('n')) }),
  'rm nothing': () =>
    three('rm', [at('none')], { after: () => 'gone' }).then((line) =>
      line.replaceAll(' rm ', ' lstat ').replaceAll(', rm ', ', lstat '),
    ),
  'rm nothing by force': () => three('rm', [at('none'), { force: true }]),
  'rm a folder': () => three('rm', [at('x')]).then((line) => line.match(/ERR_FS_EISDIR/g).length),
  'rm all': () =>
    three('rm', [at('y'), { recursive: true }], {
      before: () => (fs.mkdirSync(at('y/z'), { recursive: true }), fill('y/z/f')),
      after: () => fs.existsSync(at('y')),
    }),
  rename: () =>
    three('rename', [at('p'), at('q')], {
      before: () => fill('p', 'new'),
      after: () => `${fs.existsSync(at('p'))} ${text('q')}`,
    }),
  'rename nothing': () => three('rename', [at('none'), at('q')]),
  'rename into no folder': () => three('rename', [at('q'), at('no/where')]),
  'rename a file onto a folder': () => three('rename', [at('q'), at('x')]),
  'rename a folder onto a file': () => three('rename', [at('x'), at('q')]),
  'rename a folder onto one with files': () =>
    three('rename', [at('e'), at('x')], { before: () => fs.mkdirSync(at('e'), { recursive: true }) }),
  'rename a folder onto an empty one': () =>
    three('rename', [at('e'), at('g')], {
      before: () => (
        fs.mkdirSync(at('e'), { recursive: true }),
        fill('e/in'),
        clear('g'),
        fs.mkdirSync(at('g'))
      ),
      after: () => fs.readdirSync(at('g')),
    }),
  'rename a folder into itself': () => three('rename', [at('x'), at('x/y/x')]),
  'rename onto itself': () => three('rename', [at('q'), at('q')], { after: () => text('q') }),
  copy: () => three('copyFile', [at('q'), at('r')], { after: () => text('r') }),
  'copy, not onto what is there': () => three('copyFile', [at('q'), at('r'), fs.constants.COPYFILE_EXCL]),
  'copy nothing': () => three('copyFile', [at('none'), at('r')]),
  'copy into no folder': () => three('copyFile', [at('q'), at('no/where')]),
  'copy onto itself': () => three('copyFile', [at('q'), at('q')], { after: () => text('q') }),
  'copy a tree': () =>
    three('cp', [at('x'), at('copy'), { recursive: true }], {
      before: () => clear('copy'),
      after: () => fs.readdirSync(at('copy'), { recursive: true }).sort(),
    }),
  'copy a tree by filter': () =>
    three('cp', [at('x'), at('copy'), { recursive: true, filter: (from) => !from.endsWith('a') }], {
      before: () => clear('copy'),
      after: () => fs.readdirSync(at('copy')).sort(),
    }),
  // Links.
  link: () =>
    three('symlink', ['q', at('s')], {
      before: () => clear('s'),
      after: () => `${fs.readlinkSync(at('s'))} ${text('s')}`,
    }),
  'link onto what is there': () => three('symlink', ['q', at('s')]),
  'read a link': () => three('readlink', [at('s')]),
  'read a link that is none': () => three('readlink', [at('q')]),
  'look at a link': () =>
    three('lstat', [at('s')], { after: (stats) => `${stats.isSymbolicLink()} ${stats.size}` }),
  'look through a link': () => three('stat', [at('s')]),
  'write through a link': () => three('writeFile', [at('s'), 'through'], { after: () => text('q') }),
  'a link in a circle': () =>
    three('stat', [at('loop')], { before: () => (clear('loop'), fs.symlinkSync('loop', at('loop'))) }),
  'a link to nothing': () =>
    three('readFile', [at('dangling')], {
      before: () => (clear('dangling'), fs.symlinkSync('none', at('dangling'))),
    }),
  'write through a link to nothing': () =>
    three('writeFile', [at('dangling'), 'made'], {
      before: () => clear('none'),
      after: () => (text('none'), fs.unlinkSync(at('none'))),
    }),
  'a folder by a link': () =>
    told(() => (fs.symlinkSync('x', at('by')), fill('by/c'), fs.readdirSync(at('by')).sort())),
  'the real path': () =>
    three('realpath', [at('by/../x/./y')], {
      after: (found) => found.replace(fs.realpathSync(folder), folder),
    }),
  'the real path of nothing': () =>
    three('realpath', [at('none')]).then((line) =>
      line.replaceAll('realpath', 'lstat').replaceAll(fs.realpathSync(folder), 'DIR'),
    ),
  'remove a link, not what it leads to': () =>
    told(() => (fs.rmSync(at('by'), { recursive: true }), fs.existsSync(at('x/c')))),
  'a second name': () =>
    three('link', [at('q'), at('h')], {
      before: () => clear('h'),
      after: () => (
        fs.appendFileSync(at('h'), '+'),
        `${text('q').slice(-1)} ${fs.statSync(at('q')).nlink} ${fs.statSync(at('q')).ino === fs.statSync(at('h')).ino}`
      ),
    }),
  'a second name of nothing': () => three('link', [at('none'), at('h2')]),
  'a second name of a folder': () => three('link', [at('x'), at('h2')]),
  // What files are.
  look: () => three('stat', [at('q')]),
  'look at nothing': () => three('stat', [at('none')]),
  'look at nothing, without an error': () => told(() => fs.statSync(at('none'), { throwIfNoEntry: false })),
  'look below a file': () => three('lstat', [at('q/none')]),
  'look with big numbers': () =>
    three('stat', [at('q'), { bigint: true }], {
      after: ({ size, mtimeNs, mtimeMs }) => `${size} ${typeof mtimeNs} ${mtimeNs / 1000000n === mtimeMs}`,
    }),
  'look at an open file': () => three('fstat', [fs.openSync(at('q'))]),
  times: () =>
    three('utimes', [at('q'), 1_000.5, new Date(86_400_000)], {
      after: () => `${fs.statSync(at('q')).atimeMs} ${fs.statSync(at('q')).mtime.toISOString()}`,
    }),
  'times of nothing': () => three('utimes', [at('none'), 1, 1]),
  'wrong times': () => told(() => fs.utimesSync(at('q'), 'now', 1)),
  'a write makes it newer': () =>
    told(
      () => (
        fs.utimesSync(at('q'), 1, 1),
        fs.appendFileSync(at('q'), '.'),
        fs.statSync(at('q')).mtimeMs > 1e12
      ),
    ),
  permissions: () =>
    three('chmod', [at('q'), 0o600], { after: () => (fs.statSync(at('q')).mode & 0o777).toString(8) }),
  'permissions as text': () =>
    three('chmod', [at('q'), '755'], { after: () => (fs.statSync(at('q')).mode & 0o777).toString(8) }),
  'permissions of nothing': () => three('chmod', [at('none'), 0o600]),
  access: () => three('access', [at('q')]),
  'access to nothing': () => three('access', [at('none'), fs.constants.R_OK]),
  'run what cannot be run': () => three('access', [at('a'), fs.constants.X_OK]),
  exists: () =>
    told(() => [fs.existsSync(at('q')), fs.existsSync(at('none')), fs.existsSync(undefined)].join()),
  'exists with a callback': () => new Promise((resolve) => fs.exists(at('q'), resolve)),
  'a long name': () =>
    three('writeFile', [at('n'.repeat(300)), '']).then((line) => line.replaceAll(/n{300}/g, 'nnn')),
  'dots in a path': () => told(() => (fs.writeFileSync(`${folder}/x/../x/./y/../dots`, '1'), text('x/dots'))),
  'dots above nothing': () => told(() => fs.readFileSync(`${folder}/none/../q`)),
  // Open files without numbers.
  'a handle': () =>
    told(async () => {
      const handle = await promises.open(at('h1'), 'w+');
      const line = [typeof handle.on, typeof handle.fd];
      line.push((await handle.write('hello world')).bytesWritten);
      line.push((await handle.write(Buffer.from('XY'), 0, 2, 3)).bytesWritten);
      const { bytesRead, buffer } = await handle.read({ buffer: Buffer.alloc(5), position: 2 });
      line.push(bytesRead, String(buffer), (await handle.stat()).size);
      await handle.truncate(4);
      await handle.appendFile('!');
      await handle.sync();
      await handle.datasync();
      await handle.close();
      line.push(JSON.stringify(text('h1')), handle.fd);
      return line.join();
    }),
  'a handle reads on': () =>
    told(async () => {
      fill('h1', 'abcdef');
      const handle = await promises.open(at('h1'));
      await handle.read(Buffer.alloc(2), 0, 2);
      const rest = await handle.readFile('utf8');
      await handle.close();
      return rest;
    }),
  'a closed handle': async () => {
    const handle = await promises.open(at('h1'));
    await handle.close();
    const calls = [
      () => handle.read(),
      () => handle.write('x'),
      () => handle.sync(),
      () => handle.stat(),
      () => handle.readFile(),
      () => handle.close(),
    ];
    return (await Promise.all(calls.map(told))).join(' ; ');
  },
  'a handle given for a path': () =>
    told(async () => {
      const handle = await promises.open(at('h1'), 'w+');
      await promises.writeFile(handle, 'one');
      await promises.appendFile(handle, ' two');
      await handle.close();
      return text('h1');
    }),
  'lines of a handle': () =>
    told(async () => {
      fill('h1', 'one\ntwo\nthree');
      const lines = [];
      const handle = await promises.open(at('h1'));
      for await (const line of handle.readLines()) lines.push(line);
      return `${lines} ${handle.fd}`;
    }),
  'a handle of nothing': () => told(() => promises.open(at('none'))),
  'write on a handle that reads': () => told(async () => (await promises.open(at('h1'))).write('x')),
  // Streams.
  'a stream of a file': () =>
    told(async () => {
      fill('big', 'x'.repeat(200_000));
      const stream = fs.createReadStream(at('big'));
      const sizes = [];
      for await (const part of stream) sizes.push(part.length);
      return `${sizes} ${stream.bytesRead} ${stream.path === at('big')}`;
    }),
  'a stream of a part': () =>
    told(async () => {
      fill('a', '0123456789');
      let all = '';
      for await (const part of fs.createReadStream(at('a'), {
        start: 2,
        end: 7,
        encoding: 'utf8',
        highWaterMark: 4,
      }))
        all += `${part}|`;
      return all;
    }),
  'a stream of nothing': () =>
    told(async () => {
      const [error] = await once(fs.createReadStream(at('none')), 'error');
      throw error;
    }),
  'events of a stream': () =>
    told(async () => {
      const stream = new fs.ReadStream(at('a'));
      const line = [];
      for (const event of ['open', 'ready', 'end', 'close']) stream.on(event, () => line.push(event));
      stream.resume();
      await once(stream, 'close');
      return line;
    }),
  'a stream into a file': () =>
    told(async () => {
      const stream = fs.createWriteStream(at('out'));
      stream.write('one ');
      stream.write(Buffer.from('two '));
      stream.end('three');
      await once(stream, 'close');
      return `${text('out')} ${stream.bytesWritten}`;
    }),
  'a stream into a place': () =>
    told(async () => {
      fill('out', '0123456789');
      const stream = fs.createWriteStream(at('out'), { flags: 'r+', start: 3, flush: true });
      stream.end('abc');
      await once(stream, 'close');
      return text('out');
    }),
  'a stream that appends': () =>
    told(async () => {
      const stream = fs.createWriteStream(at('out'), { flags: 'a' });
      stream.end('!');
      await once(stream, 'close');
      return text('out');
    }),
  'a stream into no folder': () =>
    told(async () => {
      const [error] = await once(fs.createWriteStream(at('no/where')), 'error');
      throw error;
    }),
  'a pipeline': () =>
    told(async () => {
      await pipeline(fs.createReadStream(at('big')), fs.createWriteStream(at('big2')));
      return fs.statSync(at('big2')).size;
    }),
  'streams of a handle': () =>
    told(async () => {
      const handle = await promises.open(at('h1'), 'r+');
      const stream = handle.createWriteStream({ start: 0 });
      stream.end('ONE');
      await once(stream, 'close');
      return `${text('h1').slice(0, 7)} ${handle.fd}`.replace('\n', ' ');
    }),
};

(async () => {
  for (const [name, row] of Object.entries(rows)) say(`${name}: ${bare(await row())}`);
  fs.rmSync(folder, { recursive: true });
  say(`the end: ${fs.existsSync(folder)} ${fileURLToPath(pathToFileURL('/x'))}`);
})();
