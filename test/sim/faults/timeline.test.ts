import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lasts } from '../../../sim/faults/fault.js';
import type { Fault } from '../../../sim/faults/fault.js';
import type { Plan } from '../../../sim/faults/plan.js';
import { profileNamed } from '../../../sim/faults/profiles/named.js';
import { describeFault, faultEdges } from '../../../sim/faults/timeline.js';
import { stream } from '../../../sim/kernel/random.js';

function edges(faults: Fault[], healAtMs?: number, untilMs = 1000): string[] {
  const plan: Plan = { schema: 1, faults, operations: [], ...(healAtMs === undefined ? {} : { healAtMs }) };
  return faultEdges(plan, untilMs).map(({ atUs, fault, edge }) => `${atUs} ${edge} ${fault}`);
}

const pause = (atMs: number, durationMs?: number): Fault =>
  durationMs === undefined
    ? { kind: 'pause', node: 'n1', atMs }
    : { kind: 'pause', node: 'n1', atMs, durationMs };
const restart = (atMs: number): Fault => ({ kind: 'restart', node: 'n1', atMs });

describe('fault edges', () => {
  it('are in order of time, in whole microseconds', () => {
    expect(edges([pause(20, 5), pause(0.0014, 10.5)])).toEqual([
      '1 begin 1',
      '10501 end 1',
      '20000 begin 0',
      '25000 end 0',
    ]);
  });

  it('end before others begin at the same instant, in the order of the plan otherwise', () => {
    expect(edges([pause(10, 5), pause(0, 10), restart(10)])).toEqual([
      '0 begin 1',
      '10000 end 1',
      '10000 begin 0',
      '10000 begin 2',
      '15000 end 0',
    ]);
  });

  it('stop at heal-all: what is active ends, nothing begins', () => {
    expect(edges([pause(0), pause(40, 100), restart(50), pause(60, 1)], 50)).toEqual([
      '0 begin 0',
      '40000 begin 1',
      '50000 end 0',
      '50000 end 1',
    ]);
  });

  it('stop at the end of the run', () => {
    expect(edges([pause(0), pause(40, 10), restart(51)], undefined, 50)).toEqual([
      '0 begin 0',
      '40000 begin 1',
      '50000 end 1',
    ]);
  });

  it('flap: healed in the second half of each period', () => {
    const cut: Fault = {
      kind: 'one-way-cut',
      from: ['n1'],
      to: ['n2'],
      atMs: 10,
      durationMs: 50,
      flapMs: 20,
    };
    expect(edges([cut])).toEqual([
      '10000 begin 0',
      '20000 flap-off 0',
      '30000 flap-on 0',
      '40000 flap-off 0',
      '50000 flap-on 0',
      '60000 end 0',
    ]);
  });

  it('leave out what lasts no microsecond', () => {
    expect(edges([pause(10, 0.0001)])).toEqual([]);
  });

  it('of every drawn plan: each fault begins once and ends at most once, in order, by heal-all', () => {
    const world = {
      nodes: ['n1', 'n2', 'n3'],
      spares: ['n4'],
      versions: ['v2'],
      clients: ['c1'],
      durationMs: 1000,
    };
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const faults = profileNamed('hell')!.draw((name) => stream(seed, name), { ...world, healAtMs: 800 });
        const all = faultEdges({ schema: 1, faults, operations: [], healAtMs: 800 }, 1000);
        expect(all.map(({ atUs }) => atUs)).toEqual(all.map(({ atUs }) => atUs).sort((a, b) => a - b));
        for (const [index, fault] of faults.entries()) {
          const own = all.filter((edge) => edge.fault === index).map(({ edge }) => edge);
          // What waits for something begins when that comes, at no time that the plan knows.
          if (fault.when !== undefined) {
            expect(own).toEqual([]);
            continue;
          }
          expect(own[0]).toBe('begin');
          expect(own.lastIndexOf('begin')).toBe(0);
          expect(own.filter((edge) => edge === 'end').length).toBe(lasts(fault) ? 1 : 0);
          if (lasts(fault)) expect(own.at(-1)).toBe('end');
        }
        expect(Math.max(0, ...all.map(({ atUs }) => atUs))).toBeLessThanOrEqual(800_000);
      }),
      { numRuns: 30 },
    );
  });
});

describe('faults in words', () => {
  it.each<[Fault, string]>([
    [{ kind: 'partition', atMs: 0, groups: [['n1'], ['n2', 'n3']] }, 'partition n1 | n2 n3'],
    [
      { kind: 'partition', atMs: 0, groups: [['n1'], ['n2']], flapMs: 20 },
      'partition n1 | n2, flapping every 20 ms',
    ],
    [{ kind: 'one-way-cut', atMs: 0, from: ['n1'], to: ['n2', 'n3'] }, 'cut n1 → n2 n3'],
    [{ kind: 'loss', atMs: 0, probability: 0.25 }, 'lose 25 % of messages'],
    [{ kind: 'loss', atMs: 0, probability: 0.07, from: ['n1'], to: ['n2'] }, 'lose 7 % of messages n1 → n2'],
    [{ kind: 'duplication', atMs: 0, probability: 1, from: ['c1'] }, 'duplicate 100 % of messages from c1'],
    [
      { kind: 'reordering', atMs: 0, probability: 0.1, delayMs: 50, to: ['n2'] },
      'hold back 10 % of messages to n2 by up to 50 ms',
    ],
    [{ kind: 'latency', atMs: 0, addMs: 100 }, 'delay messages by 100 ms'],
    [{ kind: 'latency', atMs: 0, addMs: 100, jitterMs: 50 }, 'delay messages by 100 to 150 ms'],
    [{ kind: 'slow-link', atMs: 0, bytesPerSecond: 1000 }, 'slow links to 1000 bytes/s'],
    [{ kind: 'corruption', atMs: 0, probability: 0.01 }, 'corrupt 1 % of messages'],
    [{ kind: 'connection-reset', atMs: 0, from: ['n1'], to: ['n2'] }, 'reset connections n1 ↔ n2'],
    [{ kind: 'message', atMs: 0, action: 'drop', from: 'n1', to: 'n2', nth: 3 }, 'drop message 3 n1 → n2'],
    [
      { kind: 'message', atMs: 0, action: 'delay', from: 'n1', to: 'n2', nth: 3, delayMs: 9 },
      'delay message 3 n1 → n2 by 9 ms',
    ],
    [{ kind: 'crash', atMs: 0, node: 'n2', unsynced: 'lost' }, 'crash n2 (unsynced writes lost)'],
    [
      { kind: 'crash', atMs: 0, node: 'n2', unsynced: 'random' },
      'crash n2 (unsynced writes lost, kept or torn)',
    ],
    [{ kind: 'kill', atMs: 0, node: 'n2' }, 'kill n2'],
    [{ kind: 'restart', atMs: 0, node: 'n2' }, 'restart n2'],
    [{ kind: 'pause', atMs: 0, node: 'n2' }, 'pause n2'],
    [{ kind: 'slow-node', atMs: 0, node: 'n2', delayMs: 5 }, 'slow n2 (5 ms per event)'],
    [{ kind: 'wipe', atMs: 0, node: 'n2' }, 'wipe n2 (disk lost)'],
    [{ kind: 'upgrade', atMs: 0, node: 'n2', version: 'v2' }, 'upgrade n2 to v2'],
    [{ kind: 'clock-offset', atMs: 0, node: 'n2', offsetMs: -500 }, 'clock of n2 500 ms behind'],
    [{ kind: 'clock-drift', atMs: 0, node: 'n2', ppm: 500 }, 'clock of n2 500 ppm fast'],
    [{ kind: 'clock-jump', atMs: 0, node: 'n2', byMs: -30 }, 'clock of n2 jumps 30 ms back'],
    [{ kind: 'clock-freeze', atMs: 0, node: 'n2' }, 'clock of n2 stands still'],
    [{ kind: 'disk-slow', atMs: 0, node: 'n2', factor: 20 }, 'disk of n2 20 times slower'],
    [{ kind: 'disk-full', atMs: 0, node: 'n2' }, 'disk of n2 full'],
    [{ kind: 'disk-error', atMs: 0, node: 'n2', probability: 0.1 }, 'disk of n2 fails 10 % of operations'],
    [
      { kind: 'disk-error', atMs: 0, node: 'n2', probability: 0.1, operations: ['read', 'sync'] },
      'disk of n2 fails 10 % of reads and syncs',
    ],
    [{ kind: 'fsync-failure', atMs: 0, node: 'n2', probability: 0.5 }, 'disk of n2 fails 50 % of syncs'],
    [{ kind: 'lost-writes', atMs: 0, node: 'n2' }, 'disk of n2 lies about syncs'],
    [{ kind: 'torn-write', atMs: 0, node: 'n2' }, 'next power loss tears a write of n2'],
    [{ kind: 'bit-rot', atMs: 0, node: 'n2' }, 'bit rot on n2'],
    [{ kind: 'bit-rot', atMs: 0, node: 'n2', path: 'log' }, 'bit rot on n2 in log'],
    [{ kind: 'join', atMs: 0, node: 'n4' }, 'join n4'],
    [{ kind: 'leave', atMs: 0, node: 'n2' }, 'leave n2'],
    [{ kind: 'replace', atMs: 0, node: 'n2', with: 'n4' }, 'replace n2 with n4'],
    [
      { kind: 'buggify', atMs: 0, site: 'drop-cache', probability: 0.05, nodes: ['n1', 'n2'] },
      'buggify drop-cache 5 % on n1 n2',
    ],
    [
      {
        kind: 'crash',
        atMs: 0,
        node: 'n2',
        unsynced: 'lost',
        when: { site: 'sync', moment: 'after', nth: 3, withinMs: 100 },
      },
      'crash n2 (unsynced writes lost) after its 3rd sync',
    ],
    [
      { kind: 'pause', atMs: 0, node: 'n2', when: { site: 'send', moment: 'before', nth: 1, peer: 'n1' } },
      'pause n2 before its next send to n1',
    ],
    [
      {
        kind: 'kill',
        atMs: 0,
        node: 'n2',
        when: { site: 'receive', moment: 'after', nth: 22, node: 'n1', peer: 'c1', afterMs: 2.5 },
      },
      "kill n2 2.5 ms after n1's 22nd incoming message from c1",
    ],
    [
      {
        kind: 'message',
        atMs: 0,
        action: 'drop',
        from: 'n1',
        to: 'n2',
        nth: 2,
        when: { site: 'await', moment: 'after', nth: 12, node: 'n1' },
      },
      "drop the 2nd message n1 → n2 after n1's 12th await",
    ],
  ])('%j', (fault, words) => {
    expect(describeFault(fault)).toBe(words);
  });
});
