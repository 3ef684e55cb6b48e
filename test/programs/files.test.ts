/** Node's own files on the disk of a node: the same script does the same on a real machine and in a world. */
import { clients, defineScenario, simulate, z, type Fault } from 'seedstorm';
import { linearizable, registerModel } from 'seedstorm/checkers';
import { nodeProgram } from 'seedstorm/programs';
import { expect, it } from 'vitest';
import { bothSay } from './like-life.js';

it('reads, writes, names, links, streams and errors are as in life', async () => {
  const { real, inside, wrong } = await bothSay('files.js');
  expect(wrong).toEqual([]);
  expect(inside).toEqual(real);
  expect(inside.length).toBeGreaterThan(180);
});

const register = (how: string) =>
  defineScenario({
    name: 'own/register',
    summary: 'A register in a file',
    params: z.object({}),
    nodes: () => ['n1'],
    protocol: () =>
      nodeProgram({
        entry: './services/journal.js',
        env: { HOW: how },
        // What all processes share writes to the disk of whichever calls it.
        shared: how === 'write-file-atomic' ? [how] : [],
      }),
    workload: () => clients(4, { read: 0.5, write: 0.5 }, { everyMs: 40, to: () => 'n1' }),
    faults: 'none',
    durationMs: 1_300,
    check: { linearizable: linearizable(registerModel()) },
  });

/** Seeds of which a power cut makes the register wrong. */
async function wrongSeeds(how: string, seeds: number): Promise<number> {
  let wrong = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const crash = { kind: 'crash', node: 'n1', durationMs: 10, unsynced: 'random' } as const;
    const { checks } = await simulate(register(how), {
      seed,
      faults: [90, 190].map((atMs) => ({ ...crash, atMs: atMs + ((seed * 13) % 90) })),
    });
    if (checks.some(({ verdict }) => verdict === 'invalid')) wrong++;
  }
  return wrong;
}

it.each([
  ['journal', 'hasty'],
  ['replace', 'replace, unsynced'],
])('a %s that is synced keeps what it answered; %s does not', async (sound, hasty) => {
  expect(await wrongSeeds(sound, 12)).toBe(0);
  expect(await wrongSeeds(hasty, 4)).toBeGreaterThan(0);
});

/** A write each 100 ms from 100 ms on, one after the other, then what the last process found when it began. */
async function asked(how: string, faults: readonly Fault[], seed = 1) {
  const ask = [
    ...Array.from({ length: 5 }, (_, index) => ({ f: 'write', value: index + 1 })),
    { f: 'began' },
  ];
  const scenario = defineScenario({
    ...register(how),
    durationMs: 1_500,
    workload: () => ({
      clients: ask.map((_, index) => `c${index + 1}`),
      operations: () =>
        ask.map((input, index) => ({ process: `c${index + 1}`, atMs: 100 * (index + 1), to: 'n1', input })),
    }),
    check: {},
  });
  return simulate(scenario, { seed, faults: [...faults] });
}

async function told(how: string, faults: readonly Fault[], seed = 1) {
  const { history } = await asked(how, faults, seed);
  return history.map(({ type, output, error }) => `${type} ${String(output ?? error)}`);
}

const at = { atMs: 550, durationMs: 20, node: 'n1' };

it.each<[string, string, readonly Fault[], string]>([
  ['a kill keeps what was not synced', 'hasty', [{ kind: 'kill', ...at }], 'ok 1\n2\n3\n4\n5\n'],
  ['a power cut loses it', 'hasty', [{ kind: 'crash', unsynced: 'lost', ...at }], 'ok no file'],
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
  ['a wiped disk', 'journal', [{ kind: 'wipe', ...at }], 'ok no file'],
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

it('a slow disk takes its time, and one that cannot be read ends the process without a violation', async () => {
  const tookMs = async (faults: readonly Fault[]) => {
    const third = (await asked('journal', faults)).history[2];
    return Number(third?.completedAtMs) - Number(third?.invokedAtMs);
  };
  const slow = { kind: 'disk-slow', atMs: 250, durationMs: 200, node: 'n1', factor: 100 } as const;
  expect(await tookMs([])).toBeLessThan(1);
  expect(await tookMs([slow])).toBeGreaterThan(10);
  const unreadable = { kind: 'disk-error', atMs: 540, durationMs: 100, node: 'n1', probability: 1 } as const;
  const { checks, history } = await asked('journal', [unreadable, { kind: 'kill', ...at }]);
  expect(checks.map(({ verdict }) => verdict)).toEqual(['valid']);
  expect(history.at(-1)).toMatchObject({ type: 'fail', error: expect.stringContaining('n1 is not running') });
});

it.each([
  // What it answered last may be gone, since the folder is not synced. The file is whole.
  ['write-file-atomic', ['4', '5']],
  // A file that is renamed before it is synced is found empty, or is the one of before, or is not there.
  ['steno', ['', '2', '5', 'no file']],
  ['replace', ['5']],
])('after a power cut %s has left %j', async (how, expected) => {
  const found = new Set<string>();
  for (let seed = 1; seed <= 8; seed++) {
    const began = (await told(how, [{ kind: 'crash', unsynced: 'random', ...at }], seed)).at(-1);
    found.add(String(began).replace(/^ok /, '').trim());
  }
  expect([...found].sort()).toEqual(expected);
});
