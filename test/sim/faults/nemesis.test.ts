import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultKinds } from '../../../sim/faults/fault.js';
import { disturbances, nemesis } from '../../../sim/faults/nemesis.js';
import type { NemesisOptions, NemesisProfile } from '../../../sim/faults/nemesis.js';
import { parsePlan } from '../../../sim/faults/plan.js';
import type { FaultPlan } from '../../../sim/faults/plan.js';
import { profileNamed, profiles } from '../../../sim/faults/profiles/named.js';
import type { NemesisWorld } from '../../../sim/faults/severity.js';
import { stream } from '../../../sim/kernel/random.js';

const world: NemesisWorld = {
  nodes: ['n1', 'n2', 'n3', 'n4', 'n5'],
  spares: ['n6', 'n7'],
  clients: ['c1', 'c2'],
  versions: ['v1', 'v2'],
  sites: ['drop-cache', 'slow-path'],
  watch: { states: ['leader'], messages: ['prepare'] },
  durationMs: 10_000,
  healAtMs: 8000,
};

const draw = (profile: NemesisProfile, seed: number, within = world): FaultPlan =>
  profile.draw((name) => stream(seed, name), within);

const seeds = (count: number) => Array.from({ length: count }, (_, seed) => seed);
const drawMany = (profile: NemesisProfile, count = 300) => seeds(count).map((seed) => draw(profile, seed));
const kindsOf = (plans: FaultPlan[]) => new Set(plans.flat().map(({ kind }) => kind));

const anyWorld: fc.Arbitrary<NemesisWorld> = fc
  .record({
    nodes: fc.integer({ min: 1, max: 9 }),
    spares: fc.nat(3),
    clients: fc.nat(3),
    durationMs: fc.double({ min: 10, max: 100_000, noNaN: true }),
    heals: fc.double({ min: 0.1, max: 1, noNaN: true }),
  })
  .map(({ nodes, spares, clients, durationMs, heals }) => ({
    nodes: Array.from({ length: nodes }, (_, index) => `n${index + 1}`),
    spares: Array.from({ length: spares }, (_, index) => `s${index + 1}`),
    clients: Array.from({ length: clients }, (_, index) => `c${index + 1}`),
    versions: ['v1', 'v2'],
    sites: ['site'],
    watch: { states: ['leader'], messages: ['prepare'] },
    durationMs,
    healAtMs: durationMs * heals,
  }));

describe('every profile', () => {
  it('draws plans that are accepted, in any world, in order of time', () => {
    fc.assert(
      fc.property(fc.constantFrom(...profiles), fc.nat(), anyWorld, (profile, seed, within) => {
        const faults = draw(profile, seed, within);
        const read = parsePlan({ schema: 1, faults, operations: [], healAtMs: within.healAtMs }, within);
        expect(read.faults).toEqual(faults);
        expect(faults.map(({ atMs }) => atMs)).toEqual(faults.map(({ atMs }) => atMs).sort((a, b) => a - b));
      }),
      { numRuns: 300 },
    );
  });

  it('draws the same for the same seed, and something else for another', () => {
    for (const profile of profiles) {
      expect(drawMany(profile, 5)).toEqual(drawMany(profile, 5));
      if (profile.name !== 'none')
        expect(new Set(drawMany(profile, 50).map((plan) => JSON.stringify(plan))).size).toBeGreaterThan(5);
    }
  });

  it('has its own name and a summary', () => {
    expect(new Set(profiles.map(({ name }) => name)).size).toBe(profiles.length);
    for (const profile of profiles) {
      expect(profile.summary).not.toBe('');
      expect(profileNamed(profile.name)).toBe(profile);
    }
    expect(profileNamed('toString')).toBeUndefined();
  });
});

describe('severity rises', () => {
  const total = (name: string) => drawMany(profileNamed(name)!).flat().length;

  it('from none to hell', () => {
    const counts = ['none', 'calm', 'rough', 'hell'].map(total);
    expect(counts[0]).toBe(0);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect(new Set(counts).size).toBe(4);
  });

  it('and only hell destroys what was synced', () => {
    const destructive = [
      'wipe',
      'lost-writes',
      'bit-rot',
      'corruption',
      'fsync-failure',
      'disk-error',
      'disk-full',
    ];
    const rough = kindsOf(drawMany(profileNamed('rough')!));
    const hell = kindsOf(drawMany(profileNamed('hell')!));
    expect(destructive.filter((kind) => (rough as Set<string>).has(kind))).toEqual([]);
    expect(destructive.filter((kind) => !(hell as Set<string>).has(kind))).toEqual([]);
  });

  it('hell knows every kind but the single message, where the scenario watches none', () => {
    const { watch: _, ...blind } = world;
    const plans = seeds(300).map((seed) => draw(profileNamed('hell')!, seed, blind));
    expect(kindsOf(plans)).toEqual(new Set(faultKinds.filter((kind) => kind !== 'message')));
  });
});

describe('crash-stop', () => {
  it('stops a minority for good, each node once', () => {
    for (const plan of drawMany(profileNamed('crash-stop')!, 50)) {
      expect(plan.length).toBeGreaterThan(0);
      expect(plan.length).toBeLessThan(3);
      expect(new Set(plan.map((fault) => 'node' in fault && fault.node)).size).toBe(plan.length);
      for (const fault of plan) expect(fault).toMatchObject({ kind: 'kill', forGood: true });
    }
  });
});

describe('swarm', () => {
  it('gives seeds different subsets of the kinds', () => {
    const subsets = drawMany(profileNamed('rough')!).map((plan) => [...kindsOf([plan])].sort().join());
    expect(new Set(subsets).size).toBeGreaterThan(200);
  });
});

describe('a kind more or less', () => {
  it('leaves the faults of the others as they are', () => {
    const all = Object.fromEntries(disturbances.map((name) => [name, true])) as NemesisOptions;
    const settings = { kindProbability: 0.7 };
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom(...disturbances), (seed, without) => {
        const more = draw(nemesis(all, settings), seed);
        const less = draw(nemesis({ ...all, [without]: false }, settings), seed);
        const alone = new Set(
          draw(nemesis({ [without]: true }, settings), seed).map((fault) => JSON.stringify(fault)),
        );
        expect(more.filter((fault) => !alone.has(JSON.stringify(fault)))).toEqual(less);
      }),
      { numRuns: 60 },
    );
  });
});

describe('partitions', () => {
  const plans = drawMany(profileNamed('partitions')!, 500).flat();
  const partitions = plans.filter((fault) => fault.kind === 'partition');

  /** Who each node can talk to. */
  const reach = (groups: readonly (readonly string[])[]) =>
    world.nodes.map((node) => new Set(groups.filter((group) => group.includes(node)).flat()));

  it('come in every shape, and sometimes flap', () => {
    const shapes = partitions.map(({ groups }) => {
      const seen = reach(groups);
      if (groups.length === 2 && groups.some((group) => group.length === 1)) return 'isolated';
      if (groups.length === 2) return seen.some(({ size }) => size === 5) ? 'bridge' : 'halves';
      const distinct = new Set(seen.map((others) => [...others].sort().join())).size;
      return seen.every(({ size }) => size === 3) && distinct === 5 ? 'majorities' : 'unknown';
    });
    expect(new Set(shapes)).toEqual(new Set(['isolated', 'bridge', 'halves', 'majorities']));
    expect(partitions.some(({ flapMs }) => flapMs !== undefined)).toBe(true);
  });

  it('always cut somebody off from somebody', () => {
    for (const { groups } of partitions) expect(reach(groups).some(({ size }) => size < 5)).toBe(true);
  });

  it('go one way too, between nodes that differ', () => {
    const cuts = plans.filter((fault) => fault.kind === 'one-way-cut');
    expect(cuts.length).toBeGreaterThan(100);
    for (const { from, to } of cuts) expect(from.filter((node) => to.includes(node))).toEqual([]);
  });
});

describe('membership', () => {
  it('lets each spare join once, each node leave once, and keeps one', () => {
    for (const plan of drawMany(profileNamed('membership')!, 500)) {
      const members = new Set(world.nodes);
      const spares = new Set(world.spares);
      for (const fault of plan) {
        if (fault.kind === 'leave' || fault.kind === 'replace') expect(members.delete(fault.node)).toBe(true);
        const newcomer =
          fault.kind === 'join' ? fault.node : fault.kind === 'replace' ? fault.with : undefined;
        if (newcomer === undefined) continue;
        expect(spares.delete(newcomer)).toBe(true);
        members.add(newcomer);
      }
      expect(members.size).toBeGreaterThan(0);
    }
  });
});

describe('a nemesis of one’s own', () => {
  it('draws what it was told to, and nothing else', () => {
    const plans = drawMany(nemesis({ crash: true, pause: 'calm', loss: false }));
    expect(kindsOf(plans)).toEqual(new Set(['crash', 'pause']));
  });

  it('always uses its only kind', () => {
    expect(drawMany(nemesis({ kill: true })).every((plan) => plan.length > 0)).toBe(true);
  });

  it('says what it is', () => {
    const { name, summary } = nemesis({ pause: true, crash: true });
    expect([name, summary]).toEqual(['crash+pause', 'Draws from: crash, pause']);
  });

  it('refuses what it does not know', () => {
    expect(() => nemesis({ partitoin: true } as NemesisOptions)).toThrow(
      'got "partitoin"; did you mean "partition"?',
    );
    expect(() => nemesis({ toString: true } as unknown as NemesisOptions)).toThrow(
      'nemesis: expected one of',
    );
    expect(() => nemesis({ crash: 'rouhg' } as unknown as NemesisOptions)).toThrow(
      'nemesis.crash: expected one of (calm, rough, hell), got "rouhg"; did you mean "rough"?',
    );
  });
});
