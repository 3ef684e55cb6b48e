/** Node's own files on the disk of a node: the same script does the same on a real machine and in a world. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { clients, defineScenario, simulate, z, type Fault, type Run } from 'seedstorm';
import { linearizable, registerModel } from 'seedstorm/checkers';
import { nodeProgram } from 'seedstorm/programs';
import { expect, it } from 'vitest';

const script = fileURLToPath(new URL('services/files.js', import.meta.url));

const scenario = defineScenario({
  name: 'own/files',
  summary: 'What file operations do',
  params: z.object({}),
  nodes: () => ['n1'],
  protocol: () => nodeProgram({ entry: script, env: { INSIDE: '1' } }),
  workload: () => ({ clients: [], operations: () => [] }),
  faults: 'none',
  durationMs: 5_000,
  check: {},
});

it('reads, writes, names, links, streams and errors are as in life', async () => {
  const real = promisify(execFile)(process.execPath, [script]);
  const { history, checks } = await simulate(scenario, { seed: 1 });
  const lines = history.map(({ input }) => (input as { text: string }).text);
  const { stdout } = await real;
  expect(checks.filter(({ verdict }) => verdict === 'invalid')).toEqual([]);
  expect(lines.join('\n')).toEqual(stdout.trimEnd());
  expect(lines.length).toBeGreaterThan(180);
});

const register = (how: string, faults: 'none' | 'crashes' | 'disks' = 'crashes') =>
  defineScenario({
    name: 'own/register',
    summary: 'A register in a file',
    params: z.object({}),
    nodes: () => ['n1'],
    protocol: () => nodeProgram({ entry: './services/journal.js', env: { HOW: how } }),
    workload: () => clients(6, { read: 0.5, write: 0.5 }, { everyMs: 50, to: () => 'n1' }),
    faults,
    durationMs: 1_500,
    check: { linearizable: linearizable(registerModel()) },
  });

const wrongOf = ({ checks }: Run) =>
  checks.filter(({ verdict }) => verdict === 'invalid').map(({ reason }) => reason);

it.each([
  ['journal', 'hasty'],
  ['replace', 'replace, unsynced'],
])('a %s that is synced keeps what it answered; %s does not', async (sound, hasty) => {
  let found = 0;
  for (let seed = 1; seed <= 25; seed++) {
    expect(wrongOf(await simulate(register(sound), { seed }))).toEqual([]);
    found += wrongOf(await simulate(register(hasty), { seed })).length;
  }
  expect(found).toBeGreaterThan(1);
});

/** A write each 100 ms from 100 ms on, one after the other, then what the last process found when it began. */
async function told(how: string, faults: readonly Fault[], writes = 5) {
  const ask = [
    ...Array.from({ length: writes }, (_, index) => ({ f: 'write', value: index + 1 })),
    { f: 'began' },
  ];
  const scenario = defineScenario({
    ...register(how, 'none'),
    workload: () => ({
      clients: ask.map((_, index) => `c${index + 1}`),
      operations: () =>
        ask.map((input, index) => ({ process: `c${index + 1}`, atMs: 100 * (index + 1), to: 'n1', input })),
    }),
    check: {},
  });
  const { history } = await simulate(scenario, { seed: 1, faults: [...faults] });
  return history.map(({ type, output, error }) => `${type} ${String(output ?? error)}`);
}

const at = { atMs: 550, durationMs: 20, node: 'n1' };

it.each<[string, string, readonly Fault[], string]>([
  ['a kill keeps what was not synced', 'hasty', [{ kind: 'kill', ...at }], 'ok 1\n2\n3\n4\n5\n'],
  ['a power cut loses it', 'hasty', [{ kind: 'crash', unsynced: 'lost', ...at }], 'ok '],
  [
    'a power cut keeps what was synced',
    'journal',
    [{ kind: 'crash', unsynced: 'lost', ...at }],
    'ok 1\n2\n3\n4\n5\n',
  ],
  ['the last write is torn', 'hasty', [{ kind: 'crash', unsynced: 'torn', ...at }], 'ok 1\n2\n3\n4\n5'],
  [
    'a disk that lies about syncs',
    'journal',
    [
      { kind: 'lost-writes', atMs: 250, durationMs: 1_000, node: 'n1' },
      { kind: 'crash', unsynced: 'lost', ...at },
    ],
    'ok 1\n2\n',
  ],
  ['a wiped disk', 'journal', [{ kind: 'wipe', ...at }], 'ok '],
  [
    'a bit that rots',
    'journal',
    [
      { kind: 'bit-rot', atMs: 540, node: 'n1' },
      { kind: 'kill', ...at },
    ],
    'ok 1\n2\n3\n4\n=\n',
  ],
])('%s', async (_what, how, faults, began) => {
  expect((await told(how, faults)).at(-1)).toBe(began);
});

it.each<[string, readonly Fault[], string]>([
  [
    'no space left',
    [{ kind: 'disk-full', atMs: 250, durationMs: 100, node: 'n1' }],
    'info Error: ENOSPC: no space left on device, write',
  ],
  [
    'a sync that fails',
    [{ kind: 'fsync-failure', atMs: 250, durationMs: 100, node: 'n1', probability: 1 }],
    'info Error: EIO: i/o error, fsync',
  ],
  [
    'a write that fails',
    [{ kind: 'disk-error', atMs: 250, durationMs: 100, node: 'n1', probability: 1, operations: ['write'] }],
    'info Error: EIO: i/o error, write',
  ],
])('%s reaches the program as Node’s own error', async (_what, faults, third) => {
  expect((await told('journal', faults))[2]).toContain(third);
});
