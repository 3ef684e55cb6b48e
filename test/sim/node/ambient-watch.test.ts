import childProcess from 'node:child_process';
import crypto from 'node:crypto';
import dns from 'node:dns';
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { fileURLToPath } from 'node:url';
import { MessageChannel, Worker } from 'node:worker_threads';
import zlib, { deflateSync, inflateSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { chooseDrain, inMacrotask } from '../../../sim/kernel/drain.js';
import { installAmbient } from '../../../sim/node/ambient/install.js';
import { readOrigin } from '../../../sim/node/ambient/place.js';
import { activeResources, appearedSince } from '../../../sim/node/ambient/async-ids.js';
import { watchResources } from '../../../sim/node/ambient/watch.js';
import type { FoundResource } from '../../../sim/node/ambient/watch.js';
import { FakeHost } from './fake-host.js';

const here = fileURLToPath(import.meta.url);
const capturedSetTimeout = setTimeout;
const { privateKey, publicKey } = crypto.generateKeyPairSync('ed25519');
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
  // What was asked for comes back after the world has ended, to nobody.
  await new Promise((resolve) => setTimeout(resolve, 20));
});

/** Runs code as node n2 and says what was suspected, and, in a second run under watch, found. */
async function suspectAndFind(
  program: () => unknown,
): Promise<{ suspected: string[]; found: FoundResource[] }> {
  const drain = await chooseDrain('tick');
  if (drain.kind !== 'sync') throw new Error('these tests need the synchronous drain');
  const run = (): void => {
    let running: FakeHost | undefined;
    const uninstall = installAmbient(() => running);
    running = new FakeHost('n2');
    try {
      void program();
      drain.drain();
      while (running.fireNext(100)) drain.drain();
    } finally {
      running = undefined;
      uninstall();
    }
  };
  const suspected = await inMacrotask(() => {
    const before = activeResources();
    run();
    return appearedSince(before);
  });
  const found = await inMacrotask(() => {
    let node: { name: string; nowUs: number } | undefined = { name: 'n2', nowUs: 0 };
    const watch = watchResources(() => node);
    run();
    node = undefined;
    watch.stop();
    return watch.found();
  });
  return { suspected, found };
}

const realThings: [string, string, () => unknown][] = [
  ['fs.promises.readFile', 'a file operation', () => fs.promises.readFile(here)],
  ['fs.readFile', 'a file operation', () => fs.readFile(here, () => undefined)],
  [
    'fs.promises.open after an await',
    'a file operation',
    async () => {
      await Promise.resolve();
      const file = await fs.promises.open(here);
      await file.close();
    },
  ],
  ['fs.createReadStream', 'a file operation', () => fs.createReadStream(here).resume()],
  ['dns.lookup', 'a DNS lookup', () => dns.lookup('localhost', () => undefined)],
  ['dns.promises.resolve', 'a DNS lookup', () => dns.promises.resolve('localhost').catch(() => undefined)],
  ['net.connect', 'a TCP connection', () => net.connect(9, '127.0.0.1').on('error', () => undefined)],
  [
    'a listening server',
    'a listening server',
    () => {
      const server = net.createServer().listen(0, '127.0.0.1');
      cleanUps.push(() => server.close());
    },
  ],
  ['fetch', 'a TCP connection', () => fetch('http://127.0.0.1:49151/').catch(() => undefined)],
  ['http.get', 'a TCP connection', () => http.get('http://127.0.0.1:49151/').on('error', () => undefined)],
  [
    'a child process',
    'a child process',
    () => childProcess.execFile(process.execPath, ['--version'], () => undefined),
  ],
  [
    'a worker thread',
    'a worker thread',
    () => {
      const worker = new Worker('', { eval: true });
      cleanUps.push(() => worker.terminate());
    },
  ],
  [
    'a MessageChannel',
    'a message channel',
    () => {
      const { port1, port2 } = new MessageChannel();
      port1.on('message', () => undefined);
      port2.postMessage('hello');
      cleanUps.push(() => port1.close());
    },
  ],
  ['a captured setTimeout', 'a real timer', () => capturedSetTimeout(() => undefined, 5)],
  [
    'a setTimeout in a virtual timer',
    'a real timer',
    () => setTimeout(() => void capturedSetTimeout(() => undefined, 5), 50),
  ],
  [
    'crypto.subtle.digest',
    'cryptography in the thread pool',
    () => crypto.subtle.digest('SHA-256', new Uint8Array(8)),
  ],
  [
    'crypto.pbkdf2',
    'cryptography in the thread pool',
    () => crypto.pbkdf2('a', 'b', 1, 8, 'sha1', () => undefined),
  ],
  ['zlib.gzip', 'compression in the thread pool', () => zlib.gzip('text', () => undefined)],
  ['Blob.text', 'reading a Blob', () => new Blob(['text']).text()],
];

describe('real I/O by a node', () => {
  it.each(realThings)('%s is suspected and named', async (_name, what, program) => {
    const { suspected, found } = await suspectAndFind(program);
    expect(suspected).not.toEqual([]);
    expect(found.map((resource) => resource.what)).toContain(what);
    for (const { node } of found) expect(node).toBe('n2');
    const named = found.find((resource) => resource.what === what);
    expect(named?.place).toMatch(/ambient-watch\.test\.ts:\d+:\d+$/);
  });
});

describe('what is not real I/O', () => {
  const harmless: [string, () => unknown][] = [
    [
      'promises, ticks, microtasks and virtual timers',
      async () => {
        process.nextTick(() => undefined);
        queueMicrotask(() => undefined);
        await new Promise((resolve) => setTimeout(resolve, 10));
        const every = setInterval(() => clearInterval(every), 5);
        await new Promise((resolve) => setImmediate(resolve));
        crypto.randomBytes(8);
        await new Promise((resolve) => crypto.randomBytes(8, resolve));
      },
    ],
    [
      'computing with built-in modules',
      () => {
        crypto.createHash('sha256').update('text').digest('hex');
        structuredClone({ date: new Date() });
        fs.existsSync(here);
      },
    ],
  ];
  it.each(harmless)('%s raises no suspicion', async (_name, program) => {
    expect(await suspectAndFind(program)).toEqual({ suspected: [], found: [] });
  });

  it('synchronous work that Node counts as a resource is suspected, but not found', async () => {
    const { suspected, found } = await suspectAndFind(() => {
      zlib.gzipSync('text');
      crypto.pbkdf2Sync('a', 'b', 1, 8, 'sha1');
      crypto.sign(null, Buffer.from('text'), privateKey);
      fs.opendirSync('.').closeSync();
    });
    expect(suspected).toEqual(['unknown']);
    expect(found).toEqual([]);
  });

  // How a function was got at decides what the stack trace calls it: `Object.f [as gzipSync]`, `Module.f`, `f`.
  const synchronous: [string, () => unknown][] = [
    ['zlib', () => import('node:zlib').then((found) => found.gunzipSync(found.gzipSync('text')))],
    [
      'brotli',
      async () => {
        const { brotliCompressSync, brotliDecompressSync } = await import('node:zlib');
        brotliDecompressSync(brotliCompressSync('text'));
      },
    ],
    ['a named import', () => inflateSync(deflateSync('text'))],
    [
      'cryptography',
      async () => {
        const found = await import('node:crypto');
        const { scryptSync, hkdfSync, checkPrimeSync } = found;
        found.pbkdf2Sync('a', 'b', 1, 8, 'sha1');
        scryptSync('a', 'b', 8, { N: 2 });
        hkdfSync('sha1', 'a', 'b', 'c', 8);
        checkPrimeSync(Buffer.from([13]));
        found.verify(null, Buffer.from('text'), publicKey, found.sign(null, Buffer.from('text'), privateKey));
      },
    ],
    [
      'files',
      async () => {
        const { opendirSync, readFileSync, statSync, readdirSync } = await import('node:fs');
        opendirSync('.').closeSync();
        readFileSync(here);
        statSync(here);
        readdirSync('.');
      },
    ],
    [
      'a child process that is waited for',
      async () => {
        const { execFileSync, spawnSync } = await import('node:child_process');
        execFileSync(process.execPath, ['--version']);
        spawnSync(process.execPath, ['--version']);
      },
    ],
  ];
  it.each(synchronous)('%s, imported in the same handler, is not found either', async (_name, program) => {
    expect((await suspectAndFind(program)).found).toEqual([]);
  });
});

it('the hops of the next-tick drain raise no suspicion', async () => {
  const drain = await chooseDrain('next-tick');
  await inMacrotask(async () => {
    const uninstall = installAmbient(() => undefined);
    await drain.drain(); // what others left behind; from here on nobody else gets a turn
    const before = activeResources();
    for (let event = 0; event < 20; event++) {
      process.nextTick(() => queueMicrotask(() => undefined));
      await drain.drain();
    }
    const appeared = appearedSince(before);
    uninstall();
    expect(appeared).toEqual([]);
  });
});

it('readOrigin finds the innermost frame that is neither Node nor the engine', () => {
  const stack = [
    'Error',
    '    at AsyncHook.init (/engine/sim/node/ambient/watch.ts:1:1)',
    '    at open (node:internal/fs/promises:639:25)',
    '    at async Object.readFile (node:internal/fs/promises:1:2)',
    '    at read (file:///home/me/my%20app/protocol.js:12:34)',
    '    at /home/me/other.js:1:1',
  ].join('\n');
  expect(readOrigin(stack, '/engine/sim/')).toEqual({
    place: '/home/me/my app/protocol.js:12:34',
    inside: ['open node:internal/fs/promises', 'Object.readFile node:internal/fs/promises'],
  });
  expect(readOrigin('Error\n    at open (node:fs:1:1)', '/engine/').place).toBeUndefined();
});
