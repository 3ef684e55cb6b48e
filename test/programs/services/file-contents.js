// Files as a whole, and files that are open by their numbers.
const fs = require('fs');
const { promisify } = require('util');
const { pathToFileURL } = require('url');
const { promises } = fs;

module.exports = ({ folder, at, shown, wrong, told, three, fill, clear, text }) => ({
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
  'close, and tell nobody': async () => {
    const fd = fs.openSync(at('a'), 'w');
    fs.close(fd);
    await new Promise((resolve) => setTimeout(resolve, 50));
    return told(() => fs.fstatSync(fd));
  },
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
});
