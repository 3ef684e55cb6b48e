/** The Raft of the simulation on three real processes: what they did passes the same checks, and the checks can fail. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  makeJudge,
  parseHistory,
  printHistory,
  type History,
  type Operation,
  type Verdict,
} from 'seedstorm/checkers';
import { readEffects, type Effect } from '../../examples/raft-tcp/effects.js';
import { inParts } from '../../examples/raft-tcp/recording.js';
import { judge, tryOut, type Outcome } from '../../examples/raft-tcp/trial.js';

const folder = mkdtempSync(join(tmpdir(), 'raft-tcp-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const soundFolder = join(folder, 'sound');
let sound: Outcome;
let early: Outcome;
// Both at once: they wait most of the time.
beforeAll(async () => {
  const trial = { clients: 4, everyMs: 20, workload: 'register', seed: '1' } as const;
  [sound, early] = await Promise.all([
    tryOut({
      ...trial,
      durationMs: 1_700,
      disturbances: { names: ['kill-leader', 'kill-all'], everyMs: 800 },
      bug: undefined,
      folder: soundFolder,
    }),
    tryOut({
      ...trial,
      durationMs: 1_000,
      disturbances: { names: ['kill-all'], everyMs: 1_000 },
      bug: 'acknowledge-before-sync',
      folder: join(folder, 'early'),
    }),
  ]);
}, 120_000);

const kinds = (checks: Readonly<Record<string, Verdict>>): Record<string, string> =>
  Object.fromEntries(Object.entries(checks).map(([name, { verdict }]) => [name, verdict]));

interface Fields {
  readonly f: string;
  readonly key?: string;
  readonly term?: number;
  readonly index?: number;
  readonly executed?: boolean;
}
const fields = ({ input }: Operation): Fields => input as Fields;

describe('three processes, killed and started again', () => {
  it('are found right by every check of the scenario', () => {
    expect(kinds(sound.checks)).toEqual({
      'one-leader-per-term': 'valid',
      'committed-prefix': 'valid',
      'exactly-once': 'valid',
      linearizable: 'valid',
    });
    expect(sound.verdict).toBe('valid');
    expect(sound.unasked).toEqual([]);
    expect(sound.reached).toContain('elected-again');
  });

  it('serve clients before and after', () => {
    const { clients, nodes } = inParts(sound.history);
    const served = clients.filter(({ type }) => type === 'ok');
    expect(served.length).toBeGreaterThan(40);
    const elections = nodes.filter((operation) => fields(operation).f === 'lead');
    // At first, after the leader was killed, and after all were.
    expect(elections.length).toBeGreaterThan(2);
    const [second, last] = [elections[1], elections.at(-1)] as [Operation, Operation];
    expect(served.some(({ complete }) => complete < last.invoke)).toBe(true);
    expect(served.some(({ invoke }) => invoke > second.invoke)).toBe(true);
  });

  it('go on from what they had on their disks', () => {
    expect(sound.disturbances.map((words) => /kill-\w+/.exec(words)?.[0])).toEqual([
      'kill-leader',
      'kill-all',
    ]);
    const applied = readEffects(soundFolder).filter(({ fact }) => fact.f === 'commit');
    const highest = (of: readonly Effect[]) =>
      Math.max(...of.map(({ fact }) => (fact as Fields).index ?? NaN));
    const firstStarts = applied.filter(({ start }) => start === 1);
    for (const id of ['n1', 'n2', 'n3']) {
      const later = applied.filter(({ node, start }) => node === id && start > 1);
      expect(later.length, id).toBeGreaterThan(0);
    }
    expect(highest(applied)).toBeGreaterThan(highest(firstStarts));
  });

  it('leave a history that reads the same from a file', () => {
    const { clients } = inParts(sound.history);
    const { adapter, checker } = makeJudge('cas-register');
    const text = [...printHistory(clients, 'jsonl')].join('\n');
    const read = parseHistory(text, adapter);
    expect(read).toHaveLength(clients.length);
    expect(checker.check(read).verdict).toBe('valid');
  });

  it.each<[check: string, what: string, lie: (history: History) => History]>([
    ['linearizable', 'a read of what had been overwritten', withStaleRead],
    ['committed-prefix', 'another entry at an index', (history) => reapplied(history, { value: 'c9#9' })],
    [
      'exactly-once',
      'a command carried out a second time',
      (history) => reapplied(history, { index: 1_000_000 }),
    ],
    [
      'one-leader-per-term',
      'a second leader',
      (history) => {
        const election = history.find((operation) => fields(operation).f === 'lead') as Operation;
        const end = 2 * history.length;
        return [...history, { ...election, process: 'n9', invoke: end, complete: end + 1 }];
      },
    ],
  ])('%s refuses %s', (check, _what, lie) => {
    expect(kinds(judge(lie(sound.history), 'register'))).toMatchObject({ [check]: 'invalid' });
  });
});

/** The history with its last read of something changed to a read of nothing, which was long overwritten. */
function withStaleRead(history: History): History {
  const writes = history.filter((operation) => fields(operation).f === 'put' && operation.type === 'ok');
  const last = history.findLastIndex(
    (read) =>
      fields(read).f === 'get' &&
      read.type === 'ok' &&
      writes.some((write) => fields(write).key === fields(read).key && write.complete < read.invoke),
  );
  return history.with(last, { ...(history[last] as Operation), output: null });
}

/** The history with other fields where a second node applied a command. */
function reapplied(history: History, to: object): History {
  const first = history.findIndex((operation) => fields(operation).executed === true);
  const { index } = fields(history[first] as Operation);
  const place = history.findIndex(
    (operation, at) => at > first && fields(operation).f === 'commit' && fields(operation).index === index,
  );
  const second = history[place] as Operation;
  return history.with(place, { ...second, input: { ...fields(second), ...to } });
}

it('nodes that acknowledge before their disk has it lose what they acknowledged when all are killed', () => {
  expect(kinds(early.checks)).toMatchObject({ 'committed-prefix': 'invalid' });
  expect(early.verdict).toBe('invalid');
});
