/** Raft under rough faults: sound rules hold in every workload, and each replaced rule is found. */
import { describe, expect, it } from 'vitest';
import { simulate, verify, type Run } from 'seedstorm';
import { raftScenario } from '../../../scenarios/replication/raft/scenario.js';

/** What failed: checks by name. */
function broken({ checks }: Run): string[] {
  return checks.filter(({ verdict }) => verdict !== 'valid').map(({ name }) => name);
}

function effects({ history }: Run, f: string): number {
  return history.filter(({ input }) => (input as { f: string }).f === f).length;
}

describe('sound rules', () => {
  it('hold in 100 seeds, in which leaders change and snapshots are installed', async () => {
    let [leaders, commits, installed, answered] = [0, 0, 0, 0];
    for (let seed = 1; seed <= 100; seed++) {
      const run = (await simulate(raftScenario, { seed })).expectValid();
      leaders += effects(run, 'lead');
      commits += effects(run, 'commit');
      installed += effects(run, 'snapshot');
      answered += run.operations.ok;
    }
    // The claims would be empty if nothing ever happened.
    expect(leaders).toBeGreaterThan(150);
    expect(commits).toBeGreaterThan(80_000);
    expect(installed).toBeGreaterThan(10);
    expect(answered).toBeGreaterThan(30_000);
  });

  it.each([
    { what: 'transactions on lists', params: { workload: 'list-append' } },
    { what: 'a bank', params: { workload: 'bank' } },
    { what: 'reads under a lease', params: { reads: 'lease' } },
    { what: 'reads through the log', params: { reads: 'log' } },
    { what: 'snapshots at every turn', params: { snapshotEvery: 7, chunk: 60 } },
    { what: 'a single node', params: { nodes: 1 } },
    { what: 'elections as before PreVote and CheckQuorum', params: { preVote: false, checkQuorum: false } },
  ])('hold for $what', async ({ params }) => {
    for (let seed = 1; seed <= 25; seed++) (await simulate(raftScenario, { seed, params })).expectValid();
  });

  it('hold where disks rot and everything else goes wrong too', async () => {
    for (let seed = 1; seed <= 40; seed++)
      (await simulate(raftScenario, { seed, faults: 'hell', params: { nodes: 3 } })).expectValid();
  });

  it('hold where a power cut takes the first entries of a log and leaves a later one', async () => {
    // The first version took a log that began with entry 3 for one that began with entry 1.
    (await simulate(raftScenario, { seed: 49 })).expectValid();
  });

  it('give equal runs for equal seeds', async () => {
    expect(await verify(raftScenario, { seed: 1 })).toBeUndefined();
  });
});

describe('planted bugs', () => {
  it.each([
    { bug: 'commit-old-term', seed: 69, shows: 'leader-completeness' },
    { bug: 'term-and-vote-apart', seed: 885, shows: 'committed-prefix', faults: 'hell' },
    { bug: 'acknowledge-before-sync', seed: 3, shows: 'committed-prefix' },
    { bug: 'vote-without-log-check', seed: 14, shows: 'leader-completeness' },
    { bug: 'vote-not-kept', seed: 301, shows: 'one-leader-per-term' },
    { bug: 'commit-beyond-match', seed: 439, shows: 'state-machine-safety' },
    { bug: 'stale-snapshot', seed: 3, shows: 'apply-only' },
    { bug: 'snapshot-without-sessions', seed: 8, shows: 'exactly-once' },
    { bug: 'rot-taken-for-torn', seed: 46, shows: 'leader-completeness', faults: 'hell' },
    { bug: 'no-sessions', seed: 1, shows: 'exactly-once' },
    { bug: 'stale-read', seed: 16, shows: 'linearizable' },
    { bug: 'read-before-own-commit', seed: 45, shows: 'linearizable' },
    { bug: 'lease-by-wall-clock', seed: 283, shows: 'linearizable' },
  ])('$bug is found with seed $seed', async ({ bug, seed, shows, faults = 'rough' }) => {
    const run = await simulate(raftScenario, { seed, bug, faults });
    expect(broken(run)).toContain(shows);
    (await simulate(raftScenario, { seed, faults, params: run.params })).expectValid();
  });
});
