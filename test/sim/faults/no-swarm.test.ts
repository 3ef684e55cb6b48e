import { describe, expect, it } from 'vitest';
import { nemesis, simulate, stream, type FaultPlan, type Scenario } from 'seedstorm';
import { scenarios } from 'seedstorm/scenarios';

const world = { nodes: ['a', 'b', 'c'], clients: ['c1'], durationMs: 10_000, sites: ['x', 'y', 'z'] };
const profile = nemesis({ crash: true, loss: true, pause: true, buggify: true });

const drawn = (seed: number, swarm: boolean): FaultPlan =>
  profile.draw((name) => stream(seed, name), { ...world, swarm });
const kindsOf = (faults: FaultPlan): string => [...new Set(faults.map(({ kind }) => kind))].sort().join();
const seeds = Array.from({ length: 40 }, (_, seed) => seed);

describe('without swarm', () => {
  it('every seed gets every kind at one rate, and every code point', () => {
    for (const seed of seeds) {
      const faults = drawn(seed, false);
      expect(kindsOf(faults)).toBe('buggify,crash,loss,pause');
      expect(faults.filter(({ kind }) => kind === 'buggify')).toHaveLength(3);
      const pauses = faults.filter(({ kind }) => kind === 'pause').length;
      expect([2, 3]).toContain(pauses);
    }
  });

  it('with it each seed has its own', () => {
    expect(new Set(seeds.map((seed) => kindsOf(drawn(seed, true)))).size).toBeGreaterThan(5);
    const pauses = seeds.map((seed) => drawn(seed, true).filter(({ kind }) => kind === 'pause').length);
    expect(new Set(pauses).size).toBeGreaterThan(3);
  });

  it('simulate takes it; by default runs are as they were', async () => {
    const register = scenarios.find(({ name }) => name === 'replication/quorum-register') as Scenario;
    const [usual, swarm, plain] = await Promise.all(
      [{}, { swarm: true }, { swarm: false }].map((options) => simulate(register, { seed: 1, ...options })),
    );
    expect(swarm?.fingerprint).toBe(usual?.fingerprint);
    expect(plain?.fingerprint).not.toBe(usual?.fingerprint);
    expect(kindsOf(plain?.plan.faults ?? []).split(',').length).toBeGreaterThan(
      kindsOf(usual?.plan.faults ?? []).split(',').length,
    );
  });
});
