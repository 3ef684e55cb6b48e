/**
 * The judges of workloads against their definitions, quantifier by quantifier, over small random histories.
 *
 * SEEDSTORM_FUZZ sets the number of histories (500 by default).
 */
import { describe, expect, it } from 'vitest';
import type { Checker, History, Outcome } from '../../../checkers/history.js';
import {
  eventualCounter,
  eventualSet,
  longFork,
  setFull,
  totalQueue,
} from '../../../checkers/workloads/index.js';
import { randomOf } from '../orders/random-history.js';
import { counterFaults, eventualSetFaults, forkFaults, queueFaults, setFullFaults } from './definitions.js';
import type { Op } from './definitions.js';

const HISTORIES = Number(process.env['SEEDSTORM_FUZZ'] ?? 500);

type Random = (below: number) => number;
type Draft = { f: string; value?: unknown; final?: boolean; output?: unknown };

/** Operations of a few processes that overlap now and then. */
function history(random: Random, drafts: readonly Draft[]): Op[] {
  const free = [0, 0, 0];
  let clock = 0;
  const made = drafts.map(({ output, ...input }, index): Op => {
    const process = random(3);
    const invoke = Math.max(free[process]!, clock - random(5)) + 1 + index / 100;
    const complete = invoke + 1 + random(5);
    [clock, free[process]] = [Math.max(clock, invoke), complete];
    const type: Outcome = random(8) === 0 ? 'info' : random(10) === 0 ? 'fail' : 'ok';
    const end = type === 'info' ? Infinity : complete;
    const told = type === 'ok' && output !== undefined ? { output } : {};
    return {
      process: type === 'info' ? `c${process}.${index}` : `c${process}`,
      input,
      type,
      invoke,
      complete: end,
      ...told,
    };
  });
  return made.sort((a, b) => a.invoke - b.invoke);
}

const list = <T>(random: Random, from: readonly T[], twice = 12): T[] => [
  ...from.filter(() => random(5) > 0),
  ...(from.length > 0 && random(twice) === 0 ? [from[random(from.length)]!] : []),
];

/** Additions of a few elements, reads of most of what was added, and mostly a last look. */
function sets(random: Random): Op[] {
  const added: number[] = [];
  const drafts = Array.from({ length: 2 + random(6) }, (): Draft => {
    if (random(5) < 3) {
      added.push(random(6) === 0 ? 1 : added.length + 1);
      return { f: random(2) === 0 ? 'add' : 'broadcast', value: added.at(-1)! };
    }
    return { f: 'read', output: list(random, random(12) === 0 ? [9] : added) };
  });
  const look = random(4) === 0 ? {} : { final: true };
  for (let more = random(3); more > 0; more--)
    drafts.push({ f: 'read', ...look, output: random(3) > 0 ? added : list(random, added) });
  return history(random, drafts);
}

function counters(random: Random): Op[] {
  let total = 0;
  const drafts = Array.from({ length: 2 + random(6) }, (): Draft => {
    if (random(3) === 0) return { f: 'read', output: total };
    const value = random(9) - 3;
    total += value;
    return { f: 'add', value };
  });
  for (let more = random(3); more > 0; more--)
    drafts.push({
      f: 'read',
      ...(random(4) === 0 ? {} : { final: true }),
      output: total - (random(3) === 0 ? random(5) : 0),
    });
  return history(random, drafts);
}

function queues(random: Random): Op[] {
  const held: number[] = [];
  let fresh = 0;
  const drafts = Array.from({ length: 2 + random(6) }, (): Draft => {
    if (random(5) < 3) {
      held.push(random(6) === 0 && fresh > 0 ? fresh : ++fresh);
      return { f: 'enqueue', value: held.at(-1)! };
    }
    return {
      f: 'dequeue',
      output: random(10) === 0 ? 1 + random(4) : (held.splice(random(2), 1)[0] ?? null),
    };
  });
  if (random(4) > 0) drafts.push({ f: 'drain', output: list(random, held) });
  return history(random, drafts);
}

function forks(random: Random): Op[] {
  const written: string[] = [];
  const drafts = Array.from({ length: 2 + random(6) }, (): Draft => {
    const fresh = ['x', 'y', 'z'].filter((key) => !written.includes(key));
    if (random(2) === 0 && fresh.length > 0) {
      const key = fresh[random(fresh.length)]!;
      written.push(key);
      return { f: 'txn', value: [['w', key, 1]] };
    }
    const keys = random(4) === 0 ? ['x', 'y'] : ['x', 'y', 'z'];
    return {
      f: 'txn',
      value: [],
      output: keys.map((key) => ['r', key, written.includes(key) && random(5) > 0 ? 1 : null]),
    };
  });
  return history(random, drafts);
}

/** Answers of a core without what was added or put in by operations outside it. */
function within(core: History): Op[] {
  const known = new Set(
    (core as readonly Op[]).map(({ input }) => input.value).filter((value) => value !== undefined),
  );
  return (core as readonly Op[]).map((op) =>
    Array.isArray(op.output) && op.input.f !== 'txn'
      ? { ...op, output: op.output.filter((value) => known.has(value)) }
      : op,
  );
}

const subjects: readonly (readonly [
  string,
  Checker,
  (random: Random) => Op[],
  (all: readonly Op[]) => string[],
])[] = [
  ['set-full', setFull(), sets, (all) => setFullFaults(all, false)],
  ['set-full, linearizable', setFull({ linearizable: true }), sets, (all) => setFullFaults(all, true)],
  ['eventual-set', eventualSet(), sets, eventualSetFaults],
  ['eventual-counter', eventualCounter(), counters, counterFaults],
  ['total-queue', totalQueue({ duplicates: 'forbid' }), queues, queueFaults],
  ['long-fork', longFork(), forks, forkFaults],
];

describe(`${HISTORIES} random histories`, () => {
  it.each(subjects)('%s', (_name, checker, make, faultsOf) => {
    const seen = { valid: 0, invalid: 0, unknown: 0 };
    for (let seed = 0; seed < HISTORIES; seed++) {
      const all = make(randomOf(seed));
      const expected = [...new Set(faultsOf(all))].sort();
      const verdict = checker.check(all);
      seen[verdict.verdict]++;
      const found =
        verdict.verdict === 'invalid' ? [...new Set(verdict.anomalies.map(({ kind }) => kind))].sort() : [];
      const told = `seed ${seed}: ${JSON.stringify(all)}`;
      expect(found, told).toEqual(expected);
      if (verdict.verdict !== 'invalid') continue;
      // The core shows by itself what it is said to show.
      const part = within(verdict.core!);
      const again = faultsOf(part);
      const shown = verdict.anomalies.filter(({ operations }) =>
        operations.every((op) => verdict.core!.includes(op)),
      );
      expect(
        shown.some(({ kind }) => again.includes(kind)) || shown.some(({ kind }) => kind === 'unexpected'),
        told,
      ).toBe(true);
    }
    expect(Math.min(seen.valid, seen.invalid)).toBeGreaterThan(HISTORIES / 50);
  });
});
