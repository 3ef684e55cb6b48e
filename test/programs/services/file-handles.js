// Files that are open without a number, and streams.
const fs = require('fs');
const { once } = require('events');
const { pipeline } = require('stream/promises');
const { promises } = fs;

module.exports = ({ at, told, fill, text }) => ({
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
});
