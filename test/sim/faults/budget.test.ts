import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitBudget } from '../../../sim/faults/budget.js';
import type { FaultBudget } from '../../../sim/faults/budget-schema.js';
import type { Fault } from '../../../sim/faults/fault.js';
import { nemesis } from '../../../sim/faults/nemesis.js';
import type { FaultPlan } from '../../../sim/faults/plan.js';
import { profileNamed } from '../../../sim/faults/profiles/named.js';
import { largestConnected } from '../../../sim/faults/reach.js';
import { stream } from '../../../sim/kernel/random.js';

const world = {
  nodes: ['n1', 'n2', 'n3', 'n4', 'n5'],
  spares: ['n6', 'n7'],
  clients: ['c1'],
  versions: ['v1', 'v2'],
  durationMs: 10_000,
};

const violent = nemesis({
  ...{
    partition: 'hell',
    oneWayCut: 'hell',
    loss: 'hell',
    crash: 'hell',
    pause: 'hell',
    wipe: 'hell',
    bitRot: 'hell',
  },
  ...{
    membership: 'hell',
    upgrade: 'hell',
    diskFull: 'hell',
    lostWrites: 'rough',
    restart: 'rough',
    clockJump: 'hell',
  },
  ...{ clockOffset: 'hell', clockDrift: 'hell', clockFreeze: 'hell' },
  ...{ crashAtSite: 'hell', killAtSite: 'hell', pauseAtSite: 'hell', fsyncFailureAtSite: 'hell' },
});
const anyPlan = fc
  .tuple(fc.nat(), fc.constantFrom(violent, profileNamed('hell')!, profileNamed('rough')!))
  .map(([seed, profile]) => profile.draw((name) => stream(seed, name), world));

const us = (ms: number) => Math.round(ms * 1000);
/** A fault that waits may begin as late as it waits. */
const latestUs = ({ atMs, when }: Fault): number =>
  us(atMs) + (when === undefined ? 0 : us(when.withinMs ?? Infinity) + us(when.afterMs ?? 0));
const endUs = (fault: Fault): number =>
  'durationMs' in fault && fault.durationMs !== undefined ? latestUs(fault) + us(fault.durationMs) : Infinity;

/** Nodes down at an instant, told apart from the code under test: spelled out, kind by kind. */
function downAt(faults: FaultPlan, atUs: number): Set<string> {
  const down = new Set<string>();
  for (const fault of faults) {
    const begun = us(fault.atMs) <= atUs;
    switch (fault.kind) {
      case 'crash':
      case 'kill':
      case 'wipe':
      case 'pause':
      case 'disk-full':
      case 'disk-error':
      case 'fsync-failure':
        if (begun && atUs < endUs(fault)) down.add(fault.node);
        break;
      case 'restart':
      case 'upgrade':
        if (begun && atUs <= latestUs(fault)) down.add(fault.node);
        break;
      case 'leave':
      case 'replace':
        if (begun) down.add(fault.node);
    }
  }
  return down;
}

/** The largest set of nodes that are up and can all talk, by trying every set. */
function largestAliveAt(faults: FaultPlan, atUs: number): { size: number; members: number } {
  const members = new Set(world.nodes);
  const begun = faults.filter((fault) => us(fault.atMs) <= atUs);
  for (const fault of begun) {
    if (fault.kind === 'join') members.add(fault.node);
    if (fault.kind === 'replace') members.add(fault.with);
  }
  const down = downAt(faults, atUs);
  const up = [...members].filter((node) => !down.has(node));
  const active = begun.filter((fault) => atUs < endUs(fault));
  const talks = (from: string, to: string) =>
    active.every((fault) => {
      if (fault.kind === 'partition')
        return fault.groups.some((group) => group.includes(from) && group.includes(to));
      if (fault.kind === 'one-way-cut') return !(fault.from.includes(from) && fault.to.includes(to));
      if (fault.kind !== 'loss' || fault.probability < 1) return true;
      return !((fault.from ?? [...members]).includes(from) && (fault.to ?? [...members]).includes(to));
    });
  let size = 0;
  for (let subset = 0; subset < 1 << up.length; subset++) {
    const chosen = up.filter((_, index) => subset & (1 << index));
    if (chosen.length <= size) continue;
    if (chosen.every((a) => chosen.every((b) => a === b || talks(a, b)))) size = chosen.length;
  }
  return { size, members: members.size };
}

/** Every instant at which anything changes, and the one after. */
const instants = (faults: FaultPlan) =>
  [...new Set(faults.flatMap((fault) => [us(fault.atMs), us(fault.atMs) + 1, endUs(fault)]))].filter(
    Number.isFinite,
  );

describe('at every instant of a fitted plan', () => {
  it('at most maxDown nodes are down', () => {
    fc.assert(
      fc.property(anyPlan, fc.nat(4), (plan, maxDown) => {
        const fitted = fitBudget(plan, { maxDown }, world);
        for (const at of instants(fitted)) expect(downAt(fitted, at).size).toBeLessThanOrEqual(maxDown);
      }),
      { numRuns: 30 },
    );
  });

  it('at most maxUnreachable nodes are outside the largest set that is up and connected', () => {
    fc.assert(
      fc.property(anyPlan, fc.nat(3), (plan, maxUnreachable) => {
        const fitted = fitBudget(plan, { maxUnreachable }, world);
        for (const at of instants(fitted)) {
          const { size, members } = largestAliveAt(fitted, at);
          expect(members - size).toBeLessThanOrEqual(maxUnreachable);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('wall clocks are within clockSkewMs', () => {
    fc.assert(
      fc.property(anyPlan, fc.integer({ min: 1, max: 5000 }), (plan, clockSkewMs) => {
        const fitted = fitBudget(plan, { allow: { clockSkewMs } }, world);
        for (const node of world.nodes) {
          for (const at of instants(fitted))
            expect(Math.abs(errorMs(fitted, node, at))).toBeLessThanOrEqual(clockSkewMs + 0.01);
        }
      }),
      { numRuns: 30 },
    );
  });
});

/** How far a wall clock is off, the way the faults define it. */
function errorMs(faults: FaultPlan, node: string, atUs: number): number {
  let error = 0;
  for (const fault of faults) {
    const beginUs = us(fault.atMs);
    if (!('node' in fault) || fault.node !== node || beginUs > atUs) continue;
    const active = atUs < endUs(fault);
    if (fault.kind === 'clock-jump') error += fault.byMs;
    if (fault.kind === 'clock-offset' && active) error += fault.offsetMs;
    if (fault.kind === 'clock-drift') error += (fault.ppm / 1e9) * (Math.min(atUs, endUs(fault)) - beginUs);
    if (fault.kind === 'clock-freeze' && active) error -= (atUs - beginUs) / 1000;
  }
  return error;
}

describe('over the whole run', () => {
  it('enough replicas stay intact', () => {
    fc.assert(
      fc.property(anyPlan, fc.nat(5), (plan, intactReplicas) => {
        const fitted = fitBudget(plan, { intactReplicas }, world);
        const harmful = new Set(['wipe', 'lost-writes', 'bit-rot', 'leave', 'replace']);
        const harmed = new Set(
          fitted.flatMap((fault) => (harmful.has(fault.kind) && 'node' in fault ? [fault.node] : [])),
        );
        expect(world.nodes.filter((node) => !harmed.has(node)).length).toBeGreaterThanOrEqual(intactReplicas);
      }),
      { numRuns: 30 },
    );
  });
});

describe('a fitted plan', () => {
  const budget: FaultBudget = {
    maxDown: 2,
    maxUnreachable: 2,
    intactReplicas: 3,
    allow: { clockSkewMs: 500 },
  };

  it('fits: fitting it again changes nothing', () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        const fitted = fitBudget(plan, budget, world);
        expect(fitBudget(fitted, budget, world)).toEqual(fitted);
      }),
      { numRuns: 30 },
    );
  });

  it('is the plan itself where nothing is limited', () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        expect(fitBudget(plan, {}, world)).toEqual(plan);
      }),
      { numRuns: 50 },
    );
  });

  it('still goes to the limit', () => {
    const plans = Array.from({ length: 50 }, (_, seed) => violent.draw((name) => stream(seed, name), world));
    const most = plans.map((plan) => {
      const fitted = fitBudget(plan, { maxDown: 2 }, world);
      return Math.max(...instants(fitted).map((at) => downAt(fitted, at).size));
    });
    expect(most.filter((count) => count === 2).length).toBeGreaterThan(40);
  });
});

describe('decisions', () => {
  const crash = (node: string, atMs: number, durationMs: number): Fault => ({
    kind: 'crash',
    node,
    atMs,
    durationMs,
    unsynced: 'lost',
  });
  const fit = (faults: Fault[], budget: FaultBudget) =>
    fitBudget(faults, budget, { nodes: ['n1', 'n2', 'n3'] });

  it('the earlier fault wins, whatever the order of the list, which is kept', () => {
    const [early, late, after] = [crash('n1', 0, 100), crash('n2', 50, 100), crash('n3', 100, 100)];
    expect(fit([late, after, early], { maxDown: 1 })).toEqual([after, early]);
  });

  it('the same node may fall twice', () => {
    const twice = [crash('n1', 0, 100), crash('n1', 50, 100)];
    expect(fit(twice, { maxDown: 1 })).toEqual(twice);
  });

  it('a restart needs room too, if only for an instant', () => {
    const restart: Fault = { kind: 'restart', node: 'n2', atMs: 50 };
    expect(fit([crash('n1', 0, 100), restart], { maxDown: 1 })).toEqual([crash('n1', 0, 100)]);
  });

  it('wipes of different nodes add up, however far apart; of one node they do not', () => {
    const wipe = (node: string, atMs: number): Fault => ({ kind: 'wipe', node, atMs, durationMs: 1 });
    const wipes = [wipe('n1', 0), wipe('n1', 1000), wipe('n2', 9000)];
    expect(fit(wipes, { intactReplicas: 2 })).toEqual(wipes.slice(0, 2));
    expect(fit(wipes, { intactReplicas: 1 })).toEqual(wipes);
  });

  it('a crash counts as unreachable next to a partition', () => {
    const split: Fault = { kind: 'partition', atMs: 0, durationMs: 100, groups: [['n1'], ['n2', 'n3']] };
    expect(fit([split, crash('n2', 50, 10)], { maxUnreachable: 1 })).toEqual([split]);
    expect(fit([split, crash('n1', 50, 10)], { maxUnreachable: 1 }).length).toBe(2);
    expect(fit([split, crash('n2', 100, 10)], { maxUnreachable: 1 }).length).toBe(2);
  });

  it('a link that loses everything is cut', () => {
    const loss = (probability: number): Fault => ({
      kind: 'loss',
      atMs: 0,
      durationMs: 9,
      probability,
      from: ['n1', 'n2'],
    });
    expect(fit([loss(0.99)], { maxUnreachable: 1 }).length).toBe(1);
    expect(fit([loss(1)], { maxUnreachable: 1 }).length).toBe(0);
    expect(fit([loss(1)], { maxUnreachable: 2 }).length).toBe(1);
  });

  it('clock errors shrink to the room that is left', () => {
    const budget = { allow: { clockSkewMs: 100 } };
    const jump = (byMs: number, atMs: number): Fault => ({ kind: 'clock-jump', node: 'n1', atMs, byMs });
    expect(fit([jump(-70, 0), jump(70, 5), jump(70, 9)], budget)).toEqual([jump(-70, 0), jump(30, 5)]);
    const drift: Fault = { kind: 'clock-drift', node: 'n2', atMs: 0, ppm: 1000 };
    expect(fit([drift], budget)).toEqual([{ ...drift, durationMs: 100_000 }]);
    const freeze: Fault = { kind: 'clock-freeze', node: 'n2', atMs: 0 };
    expect(fit([freeze], budget)).toEqual([{ ...freeze, durationMs: 100 }]);
  });

  it('a clock that stands still keeps the error of an offset that is over', () => {
    const offset: Fault = { kind: 'clock-offset', node: 'n1', atMs: 0, durationMs: 10, offsetMs: 60 };
    const freeze: Fault = { kind: 'clock-freeze', node: 'n1', atMs: 5, durationMs: 30 };
    const jump = (byMs: number): Fault => ({ kind: 'clock-jump', node: 'n1', atMs: 20, byMs });
    expect(fit([offset, freeze, jump(50)], { allow: { clockSkewMs: 100 } })).toEqual([
      offset,
      freeze,
      jump(10),
    ]);
    expect(fit([offset, jump(50)], { allow: { clockSkewMs: 100 } })).toEqual([offset, jump(50)]);
  });

  it('what is not allowed is dropped', () => {
    const rot: Fault = { kind: 'bit-rot', node: 'n1', atMs: 0 };
    const cut: Fault = { kind: 'one-way-cut', from: ['n1'], to: ['n2'], atMs: 0 };
    expect(fit([rot, cut], { allow: { bitRot: false, oneWayCut: false } })).toEqual([]);
    expect(fit([rot, cut], { allow: { bitRot: true } })).toEqual([rot, cut]);
  });
});

describe('the largest connected set', () => {
  const nodes = ['n1', 'n2', 'n3', 'n4', 'n5'];

  it('is what every partition leaves together', () => {
    const first: Fault = {
      kind: 'partition',
      atMs: 0,
      groups: [
        ['n1', 'n2', 'n3'],
        ['n4', 'n5'],
      ],
    };
    const second: Fault = {
      kind: 'partition',
      atMs: 0,
      groups: [
        ['n1', 'n2'],
        ['n3', 'n4', 'n5'],
      ],
    };
    expect(largestConnected(nodes, [])).toBe(5);
    expect(largestConnected(nodes, [first])).toBe(3);
    expect(largestConnected(nodes, [first, second])).toBe(2);
  });

  it('is never less than one node, as long as there is one', () => {
    expect(largestConnected(nodes, [{ kind: 'loss', atMs: 0, probability: 1 }])).toBe(1);
    expect(largestConnected([], [])).toBe(0);
  });
});
