/** A program's life: what starts it, what ends it, and what is its own. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clients, defineScenario, InputError, simulate, z, type Fault } from 'seedstorm';
import { nodeProgram } from 'seedstorm/programs';
import { ScenarioError } from '../../sim/input/callers-code.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const life = (ask: readonly string[]) =>
  defineScenario({
    name: 'own/life',
    summary: 'A process and what happens to it',
    params: z.object({}),
    nodes: () => ['n1'],
    protocol: () => nodeProgram({ entry: './services/life.mts', argv: ['--flag'], env: { VERSION: '1' } }),
    versions: {
      '2': () =>
        nodeProgram({ entry: new URL('./services/life.mts', import.meta.url), env: { VERSION: '2' } }),
    },
    workload: () => ({
      // One for each request: whoever hears nothing asks no more.
      clients: ask.map((_, index) => `c${index + 1}`),
      operations: () =>
        ask.map((f, index) => ({
          process: `c${index + 1}`,
          atMs: 500 + 500 * index,
          to: 'n1',
          input: { f },
        })),
    }),
    faults: 'none',
    durationMs: 4_000,
    check: {},
  });

async function lived(ask: readonly string[], faults: readonly Fault[] = []) {
  const run = await simulate(life(ask), { seed: 1, faults: [...faults] });
  const told = run.history.map(({ input }) => input as Record<string, unknown>);
  return {
    starts: told.filter(({ f }) => f === 'started'),
    answers: run.history.filter(({ process: who }) => String(who).startsWith('c')),
    runtime: run.checks.find(({ name }) => name === 'runtime')?.reason,
  };
}

describe('what is its own', () => {
  it('TypeScript, ES modules, JSON, arguments, variables, host name', async () => {
    const { starts, runtime } = await lived([]);
    expect(runtime).toBe('no node failed');
    expect(starts).toEqual([
      {
        ...{ f: 'started', incarnation: 1, name: 'n1', version: '1', host: 'n1', argv: ['--flag'] },
        ...{ started: 1, same: true, sum: 43, bare: true },
      },
    ]);
  });

  it('modules and globals are fresh after a crash, and the other version runs after an upgrade', async () => {
    const { starts } = await lived(
      [],
      [
        { kind: 'crash', atMs: 500, durationMs: 200, node: 'n1', unsynced: 'lost' },
        { kind: 'upgrade', atMs: 1_500, node: 'n1', version: '2' },
      ],
    );
    expect(starts.map(({ incarnation, version, started }) => [incarnation, version, started])).toEqual([
      [1, '1', 1],
      [2, '1', 1],
      [3, '2', 1],
    ]);
  });
});

describe('ES modules', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'seedstorm-modules-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('wait for those they import, in circles too, and require cannot', async () => {
    const files = {
      'entry.mjs': `import { effect } from 'seedstorm/node';
        import { sum } from './sum.mjs';
        import { later } from './slow.mjs';
        async function each() { for await (const one of [1]) effect({ f: 'each', one }); }
        effect({ f: 'sum', sum, later: later() });
        each();
        import('./old.cjs').catch(({ code }) => effect({ f: 'refused', code }));`,
      'sum.mjs': `import { one } from './slow.mjs'; import { two } from './called.mjs'; export const sum = one + two;`,
      'slow.mjs': `import { sum } from './sum.mjs';
        await new Promise((done) => setTimeout(done, 10));
        export const one = 1, later = () => sum;`,
      'called.mjs': 'export let two = 0; const answer = () => 2; two = await (0, answer)();',
      'fresh.mjs': 'export default await 1;',
      'old.cjs': `require('./fresh.mjs')`,
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const scenario = defineScenario({
      name: 'own/modules',
      summary: 'Modules that wait',
      params: z.object({}),
      nodes: () => ['n1'],
      protocol: () => nodeProgram({ entry: join(folder, 'entry.mjs') }),
      workload: () => ({ clients: [], operations: () => [] }),
      faults: 'none',
      durationMs: 100,
      check: {},
    });
    expect((await simulate(scenario)).history.map(({ input }) => input)).toEqual([
      { f: 'sum', sum: 3, later: 3 },
      { f: 'each', one: 1 },
      { f: 'refused', code: 'ERR_REQUIRE_ASYNC_MODULE' },
    ]);
  });
});

describe('what happens to it', () => {
  it('timers stand still while it is paused', async () => {
    const beats = async (faults: readonly Fault[]) =>
      (await lived(['time', 'time', 'time', 'beats'], faults)).answers.at(-1)?.output as number;
    const usual = await beats([]);
    const paused = await beats([{ kind: 'pause', atMs: 600, durationMs: 1_000, node: 'n1' }]);
    expect([usual, paused]).toEqual([expect.closeTo(20, -1), expect.closeTo(11, -1)]);
    expect(usual - paused).toBeGreaterThanOrEqual(8);
  });

  it('exits, refusals and errors that nobody catches', async () => {
    const { answers, starts, runtime } = await lived(['throw', 'exit', 'time', 'stray', 'time']);
    expect(answers.map(({ type }) => type)).toEqual(['fail', 'info', 'fail', 'ok', 'fail']);
    expect(starts.length).toBeGreaterThanOrEqual(2);
    expect(runtime).toMatch(/n1 failed at .* ms: Error: nobody catches this \(services\/life\.mts:\d+:\d+\)/);
  });
});

describe('an entry that cannot be run', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'seedstorm-programs-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const scenarioOf = (protocol: () => ReturnType<typeof nodeProgram>) =>
    defineScenario({
      name: 'own/entry',
      summary: 'An entry',
      params: z.object({}),
      nodes: () => ['n1'],
      protocol,
      workload: () => clients(1, { read: 1 }),
      faults: 'none',
      durationMs: 2_500,
      check: {},
    });

  const started = async (text: string, file = 'entry.js') => {
    const entry = join(folder, file);
    writeFileSync(entry, text);
    const { checks } = await simulate(
      scenarioOf(() => nodeProgram({ entry })),
      { seed: 1 },
    );
    return checks.find(({ name }) => name === 'runtime')?.reason ?? '';
  };

  it.each([
    ['a module that is not there', "require('./nowhere')", /Cannot find module '\.\/nowhere'/],
    ['a package that only we have', "require('chalk')", /Cannot find module 'chalk'/],
    ['a native addon', "require('./addon.node')", /addon\.node is a native addon/],
    [
      'a child process',
      "require('child_process').spawn('ls')",
      /child_process\.spawn: a child process is a real one/,
    ],
    [
      'a file watched',
      "require('fs').watch('x')",
      /fs\.watch: nobody tells a program of changes of files: let who changes one say so/,
    ],
    ['a Unix socket', "require('net').createServer().listen('/tmp/x.sock')", /a Unix socket .* use a port/],
    [
      'a port that is taken',
      "const net = require('net'); net.createServer().listen(80); net.createServer().listen(80)",
      /EADDRINUSE: address already in use :::80 \(.*entry\.js:1:\d+\)/,
    ],
    [
      'a host that is none',
      "require('net').connect(80, 'nobody')",
      /ENOTFOUND nobody \(.*entry\.js:1:\d+\): no node is called 'nobody'; there are n1/,
    ],
    [
      'two handlers',
      "const { onRequest } = require('seedstorm/node'); onRequest(() => 1); onRequest(() => 2)",
      /a handler of requests already/,
    ],
  ])('%s', async (_what, text, reason, file = 'entry.js') => {
    writeFileSync(join(folder, 'addon.node'), '');
    // Each file is compiled once in a process.
    expect(await started(text, `${Math.abs(hash(text))}-${file}`)).toMatch(
      new RegExp(reason.source.replace('entry', '\\d+-entry'), reason.flags),
    );
  });

  const began = 'entry: expected the file that the process begins with; ';
  it.each([
    ['nothing', 'nowhere.js', 'there is no file /tmp/nowhere.js'],
    ['another ending', 'server.ts', 'there is no file /tmp/server.ts; did you mean server.js?'],
    ['a slip', 'sevrer.js', 'there is no file /tmp/sevrer.js; did you mean server.js?'],
    ['a folder', 'app', '/tmp/app is a folder; did you mean app/index.mjs?'],
    ['no JavaScript', 'broken.js', "/tmp/broken.js:2 cannot be read: Unexpected token '='"],
    ['no TypeScript', 'broken.ts', '/tmp/broken.ts:1 cannot be read: Unexpected token'],
    ['a native addon', 'fast.node', '/tmp/fast.node is a native addon: what it does no seed decides, '],
  ])('is bad input: %s', async (_what, file, sentence) => {
    mkdirSync(join(folder, 'app'), { recursive: true });
    for (const name of ['server.js', 'app/index.mjs', 'fast.node']) writeFileSync(join(folder, name), '');
    writeFileSync(join(folder, 'broken.js'), '\nconst = 1');
    writeFileSync(join(folder, 'broken.ts'), 'const a: = 1');
    const scenario = scenarioOf(() => nodeProgram({ entry: join(folder, file) }));
    const error = await simulate(scenario).catch((thrown: unknown) => thrown as Error);
    expect(error).toBeInstanceOf(InputError);
    expect(error).not.toBeInstanceOf(ScenarioError);
    const told = (error as Error).message.replaceAll(folder, '/tmp').replace(began, '');
    expect(told.replace('entry: ', '').slice(0, sentence.length)).toBe(sentence);
  });

  it('that is TypeScript is found by the name of what it will become', () => {
    expect(() => nodeProgram({ entry: './services/koa-store.js' })).not.toThrow();
  });

  it('whom clients ask and who never answers is named', async () => {
    const reason = await started("require('http').createServer().listen(80)", 'mute.js');
    expect(reason).toMatch(
      /^n1 never reads its requests, and \d+ requests? waits?: .*mute\.js must call onRequest of seedstorm\/node, or clients must ask another node/,
    );
  });
});

function hash(text: string): number {
  let sum = 0;
  for (const letter of text) sum = (Math.imul(sum, 31) + letter.charCodeAt(0)) | 0;
  return sum;
}
