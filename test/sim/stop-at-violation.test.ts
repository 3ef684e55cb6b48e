import { describe, expect, it } from 'vitest';
import { simulate, type TraceRecord } from 'seedstorm';
import { searchSeeds } from '../../property/seed-search.js';
import { quorumRegisterScenario } from '../../scenarios/replication/quorum-register.sim.js';

const failing = { seed: 3, bug: 'wall-clock-versions' };

describe('a run that ends at its first violation', () => {
  it('is the beginning of the whole run, and fails the same check', async () => {
    const whole = await simulate(quorumRegisterScenario, failing);
    const stopped = await simulate(quorumRegisterScenario, { ...failing, stopAtViolation: true });
    expect(stopped.events).toBeLessThan(whole.events);
    expect(stopped.verdict).toBe('invalid');
    const verdicts = (run: typeof whole) =>
      Object.fromEntries(run.checks.map(({ name, verdict }) => [name, verdict]));
    expect(verdicts(whole)['linearizable']).toBe('invalid');
    expect(verdicts(stopped)).toEqual({ runtime: 'valid', linearizable: 'invalid', liveness: 'unknown' });
    expect(whole.history.slice(0, 5)).toEqual(stopped.history.slice(0, 5));
  });

  it('ends there too in a search through seeds, which prepares its runs itself', async () => {
    const { seed, bug } = failing;
    const found = await searchSeeds(quorumRegisterScenario, {
      ...({ seed, runs: 1, timeMs: 60_000, verify: 'none', reportFolder: undefined } as const),
      run: { bug, stopAtViolation: true },
    });
    const stopped = await simulate(quorumRegisterScenario, { ...failing, stopAtViolation: true });
    expect(found).toMatchObject({ kind: 'failure', run: { fingerprint: stopped.fingerprint } });
  });

  it('traces as far as it went', async () => {
    const stopped = await simulate(quorumRegisterScenario, { ...failing, stopAtViolation: true });
    const records: TraceRecord[] = [];
    await stopped.trace((record) => records.push(record));
    expect(Math.max(...records.map(({ event }) => event))).toBe(stopped.events);
  });

  it('is the whole run where nothing is violated', async () => {
    const whole = await simulate(quorumRegisterScenario, { seed: 4 });
    const watched = await simulate(quorumRegisterScenario, { seed: 4, stopAtViolation: true });
    expect([watched.verdict, watched.fingerprint]).toEqual(['valid', whole.fingerprint]);
  });
});
