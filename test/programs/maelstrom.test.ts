/** Maelstrom's workloads: each catches a broken node and is content with its correct twin; what programs do wrong is told. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { simulate } from 'seedstorm';
import { casRegisterModel, sequential } from 'seedstorm/checkers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../cli/app.js';
import { maelstrom } from '../../cli/commands/maelstrom.js';
import { replay } from '../../cli/commands/replay.js';
import { maelstromScenarios } from '../../programs/maelstrom/index.js';
import { WORKLOADS } from '../../programs/maelstrom/names.js';
import { topologyOf } from '../../programs/maelstrom/topologies.js';
import { fakeTerminal } from '../cli/fake-terminal.js';

const node = (file: string): string =>
  fileURLToPath(new URL(`./services/maelstrom/${file}`, import.meta.url));

const scratch = mkdtempSync(join(tmpdir(), 'seedstorm-maelstrom-'));
const before = process.cwd();
beforeAll(() => process.chdir(scratch));
afterAll(() => {
  process.chdir(before);
  rmSync(scratch, { recursive: true });
});

/** Each under a name of its own: a file is compiled once in a process. */
function written(name: string, text: string): string {
  const path = join(scratch, `${name.replaceAll(' ', '-')}.js`);
  writeFileSync(path, text);
  return path;
}

const scenarioOf = (workload: string) =>
  maelstromScenarios.find(({ name }) => name === `maelstrom/${workload}`)!;

/** Short runs on a network that splits every second. */
const STORM = {
  ...{ nodeCount: 3, concurrency: 6, timeLimit: 3, rate: 30, latency: 5 },
  ...{ nemesis: 'partition', nemesisInterval: 1 },
};

const rows: readonly [workload: string, file: string, check: string, anomaly: string][] = [
  ['echo', 'echo.js', 'echo', 'wrong-echo'],
  ['unique-ids', 'unique-ids.mjs', 'unique', 'duplicate'],
  ['broadcast', 'broadcast.js', 'set', 'missing'],
  ['g-set', 'g-set.js', 'set', 'missing'],
  ['g-counter', 'g-counter.js', 'counter', 'impossible-total'],
  ['pn-counter', 'pn-counter.js', 'counter', 'impossible-total'],
  ['kafka', 'kafka.js', 'kafka', 'inconsistent-offsets'],
  ['lin-kv', 'lin-kv.js', 'linearizable', 'not-linearizable'],
  ['txn-list-append', 'transactions.js', 'strict-serializable', 'incompatible-order'],
  ['txn-rw-register', 'transactions.js', 'strict-serializable', 'not-linearizable'],
];

it('there is a row for each workload', () => {
  expect(rows.map(([workload]) => workload).sort()).toEqual([...WORKLOADS]);
  expect(maelstromScenarios.map(({ name }) => name)).toEqual(WORKLOADS.map((name) => `maelstrom/${name}`));
});

it.each(rows)(
  '%s: %s is clean, and its broken twin is caught by %s (%s)',
  async (workload, file, check, anomaly) => {
    const scenario = scenarioOf(workload);
    const params = { ...STORM, bin: node(file) };
    const sound = await simulate(scenario, { seed: 1, params });
    expect(sound.checks.filter(({ verdict }) => verdict !== 'valid')).toEqual([]);
    expect(sound.operations.ok).toBeGreaterThan(40);
    const broken = await simulate(scenario, { seed: 1, params: { ...params, args: ['--broken'] } });
    const found = broken.checks.filter(({ verdict }) => verdict === 'invalid');
    expect(found.map(({ name }) => name)).toEqual([check]);
    expect(found[0]?.anomalies.map(({ kind }) => kind)).toContain(anomaly);
  },
);

async function command(...words: string[]) {
  const terminal = fakeTerminal();
  const exit = await runCli(words, [maelstrom, replay], terminal);
  return { exit, out: terminal.printed(), err: terminal.noted() };
}

const STORM_FLAGS = [
  ...['--node-count', '3', '--concurrency', '2n', '--time-limit', '1', '--rate', '30', '--latency', '5'],
  ...['--nemesis', 'partition', '--nemesis-interval', '500ms'],
];

describe('seedstorm maelstrom', () => {
  it('gives verdict and figures, and a failure that replays and is made small', async () => {
    const asked = ['maelstrom', '-w', 'broadcast', '--bin', node('broadcast.js'), ...STORM_FLAGS];
    const sound = await command(...asked);
    expect(sound.exit).toBe(0);
    expect(sound.out).toMatch(/✓ set: \d+ acknowledged elements in each of 3 final reads/);
    expect(sound.out).toMatch(
      /messages +\d+, [\d.]+ an operation; between nodes \d+, [\d.]+ an operation; of clients \d+\n/,
    );
    expect(sound.out).toMatch(/stable +least 0, half [\d.]+, 95 % [\d.]+, 99 % [\d.]+, most [\d.]+ ms\n$/);
    const broken = await command(...asked, '--json', '--', '--broken');
    expect(broken.exit).toBe(1);
    const told = JSON.parse(broken.out) as {
      verdict: string;
      params: object;
      net: { all: { sendCount: number }; clients: object; servers: object };
      failure: { capsule: string };
    };
    expect(told).toMatchObject({
      verdict: 'invalid',
      params: { args: ['--broken'], timeLimit: 1 },
      availability: { okFraction: 1 },
      stats: { byF: { broadcast: { fail: 0, latencies: { 0: 0.1 } } } },
      failure: { check: 'set', shrunk: { faults: 1, operations: 1 } },
    });
    const again = await command('replay', told.failure.capsule);
    expect(again.exit).toBe(1);
    expect(again.err).toContain('Replayed event by event');
    expect(again.out).toMatch(/n\d → n\d: broadcast message=\d+/);
  });

  it('runs other programs as real processes, and says that they do not repeat', async () => {
    const program = (name: string, text: string): string => {
      const path = join(scratch, name);
      writeFileSync(path, text, { mode: 0o755 });
      return path;
    };
    const asked = ['maelstrom', '-w', 'lin-kv', '--node-count', '1', '--time-limit', '200ms', '--rate', '50'];
    // By its first line it is JavaScript, and would run inside.
    const store = program('store', `#!/usr/bin/env node\nrequire(${JSON.stringify(node('lin-kv.js'))});\n`);
    const real = await command(...asked, '--child', '--bin', store);
    expect([real.exit, real.err]).toEqual([0, '']);
    expect(real.out).toMatch(/✓ linearizable: all \d+ operations/);
    expect(real.out).toMatch(/not replayable: .*store runs as real processes/);
    const ends = program('ends', '#!/bin/sh\necho no such thing >&2\nexit 3\n');
    const ended = await command(...asked, '--bin', ends, '--json');
    expect(ended.exit).toBe(1);
    expect(JSON.parse(ended.out)).toMatchObject({ verdict: 'invalid', replayable: false });
    expect(ended.out).toMatch(/n0 failed at 0 ms: Error: ended \(exit code 3\).* on stderr: no such thing/);
    writeFileSync(join(scratch, 'plain.py'), '');
    const refused = await command(...asked, '--bin', join(scratch, 'plain.py'));
    expect([refused.exit, refused.err]).toEqual([64, expect.stringMatching(/may not be executed: .*chmod/)]);
  });

  const bin = node('echo.js');
  it.each<[string, string[], string]>([
    ['no workload', ['--bin', bin], '-w is missing: one of broadcast, echo'],
    [
      'an unknown one',
      ['-w', 'brodcast', '--bin', bin],
      'no workload is called "brodcast". Did you mean broadcast?',
    ],
    ['no program', ['-w', 'echo'], '--bin is missing'],
    ['no such file', ['-w', 'echo', '--bin', node('ecko.js')], 'ecko.js. Did you mean echo.js?'],
    ['a folder', ['-w', 'echo', '--bin', node('.')], 'is a folder'],
    ['half a client', ['-w', 'echo', '--bin', bin, '--concurrency', '2m'], 'such as 10 or 2n, not "2m"'],
    [
      'a wrong share',
      ['-w', 'echo', '--bin', bin, '--availability', '2'],
      '--availability takes a number from 0 to 1',
    ],
    ['another fault', ['-w', 'echo', '--bin', bin, '--nemesis', 'kill'], 'partition'],
  ])('refuses %s in one sentence', async (_what, words, sentence) => {
    const { exit, err } = await command('maelstrom', ...words);
    expect([exit, err.trim().split('\n').length]).toEqual([64, 1]);
    expect(err).toContain(sentence);
  });
});

/** A node that answers `init`, and does as it is told with the rest; `say` prints a message to whoever asked. */
const FRAME = `
  const say = (fields, { src, body }) =>
    console.log(JSON.stringify({ src: 'n0', dest: src, body: { in_reply_to: body.msg_id, ...fields } }));
  let rest = '';
  process.stdin.setEncoding('utf8').on('data', (text) => {
    const lines = (rest + text).split('\\n');
    rest = lines.pop();
    for (const line of lines.map((one) => JSON.parse(one)))
      if (line.body.type === 'init') say({ type: 'init_ok' }, line);
      else handle(line);
  });
`;

describe('what a program does wrong is told in one sentence', () => {
  const ECHO = { nodeCount: 1, concurrency: 1, timeLimit: 2, rate: 2 };
  const ran = async (name: string, text: string, workload = 'echo') =>
    simulate(scenarioOf(workload), { params: { ...ECHO, bin: written(name, text) } });

  it.each<[string, string, string]>([
    [
      'prints no JSON',
      `${FRAME} const handle = () => { console.log('Hello'); setTimeout(() => console.log('again'), 50); };`,
      'printed Hello to stdout, which is no JSON',
    ],
    [
      'prints no JSON by its file',
      `${FRAME} const handle = () => require('fs').writeSync(1, 'Hello\\n');`,
      'printed Hello to stdout, which is no JSON',
    ],
    [
      'prints no message',
      `${FRAME} const handle = () => console.log('{"src":"n0"}');`,
      'expected the name of a node in "dest", got nothing',
    ],
    [
      'writes to nobody',
      `${FRAME} const handle = (m) => say({}, { ...m, src: 'n7' });`,
      '"dest": "n7", and nobody has that name',
    ],
    [
      'ends',
      `${FRAME} const handle = () => process.exit(3);`,
      'process.exit(3) ended the process, and a node runs until the test ends',
    ],
    ['throws', `${FRAME} const handle = () => null.x;`, 'TypeError'],
    ['never answers init', 'process.stdin.resume();', 'did not answer init within 2 s'],
    [
      'refuses init',
      `${FRAME.replace("type: 'init_ok'", "type: 'error', code: 11")} const handle = () => {};`,
      'refused init: temporarily-unavailable',
    ],
    [
      'answers otherwise',
      `${FRAME} const handle = (m) => say({ type: 'ok' }, m);`,
      'expected type "echo_ok", got "ok"',
    ],
    [
      'forgets a field',
      `${FRAME} const handle = (m) => say({ type: 'echo_ok' }, m);`,
      'expected a value in "echo", got nothing',
    ],
  ])('%s', async (what, text, sentence) => {
    const run = await ran(what, text);
    const [failed] = run.checks.filter(({ verdict }) => verdict === 'invalid');
    expect(failed?.reason).toContain(sentence);
  });

  it('errors are definite or not by their code, and those of reads always', async () => {
    const codes = [0, 1, 10, 11, 12, 13, 14, 20, 21, 22, 30, 57, 1001];
    const text = `${FRAME} let at = 0; const codes = ${JSON.stringify(codes)};
      const handle = (m) => m.body.type === 'read'
        ? say({ type: 'error', code: 13 }, m)
        : say({ type: 'error', code: codes[at++ % codes.length], text: 'so it is' }, m);`;
    const run = await simulate(scenarioOf('g-set'), {
      params: { ...ECHO, rate: 40, bin: written('errors', text) },
    });
    const told = run.history.map(({ input, type, error }) => [(input as { f: string }).f, type, error]);
    expect(told.filter(([f]) => f === 'read').map(([, type]) => type)).not.toContain('info');
    expect(told.filter(([f]) => f === 'add').slice(0, codes.length)).toEqual([
      ['add', 'info', 'timeout: so it is'],
      ['add', 'fail', 'node-not-found: so it is'],
      ['add', 'fail', 'not-supported: so it is'],
      ['add', 'fail', 'temporarily-unavailable: so it is'],
      ['add', 'fail', 'malformed-request: so it is'],
      ['add', 'info', 'crash: so it is'],
      ['add', 'fail', 'abort: so it is'],
      ['add', 'fail', 'key-does-not-exist: so it is'],
      ['add', 'fail', 'key-already-exists: so it is'],
      ['add', 'fail', 'precondition-failed: so it is'],
      ['add', 'fail', 'txn-conflict: so it is'],
      ['add', 'info', 'unknown code 57: so it is'],
      ['add', 'info', 'own code 1001: so it is'],
    ]);
  });
});

it('seq-kv shows the past, and keeps one order all the same; lww-kv loses writes; lin-tso gives each number once', async () => {
  // Each node has one client, whose session is the node's.
  const calm = { ...STORM, concurrency: 3, rate: 100, keyCount: 1, nemesis: 'none' };
  const past = await simulate(scenarioOf('lin-kv'), {
    params: { ...calm, bin: node('lin-kv.js'), args: ['--broken'] },
  });
  expect(past.verdict).toBe('invalid');
  expect(sequential({ model: casRegisterModel() }).check(past.history).verdict).toBe('valid');
  const lib = JSON.stringify(node('node.js'));
  const loses = written(
    'last-write-wins',
    `const node = require(${lib});
     for (const type of ['read', 'write', 'cas'])
       node.on(type, async (body) => ({ value: (await node.ask('lww-kv', body)).value }));`,
  );
  const lost = await simulate(scenarioOf('lin-kv'), { params: { ...calm, bin: loses } });
  expect(lost.verdict).toBe('invalid');
  expect(sequential({ model: casRegisterModel() }).check(lost.history).verdict).toBe('invalid');
  const numbers = written(
    'numbers',
    `const node = require(${lib});
     node.on('generate', async () => ({ id: (await node.ask('lin-tso', { type: 'ts' })).ts }));`,
  );
  const given = await simulate(scenarioOf('unique-ids'), { params: { ...calm, bin: numbers } });
  expect(given.verdict).toBe('valid');
  expect(given.history.map(({ output }) => output as number).sort((a, b) => a - b)).toEqual(
    given.history.map((_, index) => index),
  );
});

it('topologies have the shapes that Maelstrom gives them', () => {
  const five = ['a', 'b', 'c', 'd', 'e'];
  const near = (name: Parameters<typeof topologyOf>[0]) =>
    Object.values(topologyOf(name, five)).map((neighbours) => [...neighbours].sort().join(''));
  // Three in a row: a b c above d e.
  expect(near('grid')).toEqual(['bd', 'ace', 'b', 'ae', 'bd']);
  expect(near('line')).toEqual(['b', 'ac', 'bd', 'ce', 'd']);
  expect(near('tree2')).toEqual(['bc', 'ade', 'a', 'b', 'b']);
  expect(near('tree4')).toEqual(['bcde', 'a', 'a', 'a', 'a']);
  expect(near('total')).toEqual(['bcde', 'acde', 'abde', 'abce', 'abcd']);
});
