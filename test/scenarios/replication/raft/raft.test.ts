/** The scenario as a whole: sound rules hold whatever the settings, and runs repeat. */
import { simulate, verify, type Run } from 'seedstorm';
import { describe, expect, it } from 'vitest';
import { reachedSites } from '../../../../scenarios/replication/raft/effects.js';
import { raftScenario } from '../../../../scenarios/replication/raft/scenario.js';

/** The names of the checks and invariants that failed. */
const broken = ({ checks }: Run): string[] =>
  checks.filter(({ verdict }) => verdict !== 'valid').map(({ name }) => name);

/** What many runs came to. */
interface Sum {
  readonly wrong: string[];
  answered: number;
  /** The steps carried out by nodes, by name. */
  readonly effects: Record<string, number>;
  readonly reached: Set<string>;
}

async function play(
  seeds: number,
  options: Omit<Parameters<typeof simulate>[1], 'seed'> & object = {},
): Promise<Sum> {
  const sum: Sum = { wrong: [], answered: 0, effects: {}, reached: new Set() };
  for (let seed = 1; seed <= seeds; seed++) {
    const run = await simulate(raftScenario, { ...options, seed });
    sum.wrong.push(...broken(run).map((check) => `seed ${seed}: ${check}`));
    sum.answered += run.operations.ok;
    for (const { input } of run.history) {
      const { f } = input as { f: string };
      sum.effects[f] = (sum.effects[f] ?? 0) + 1;
    }
    for (const [site, { held }] of Object.entries(run.coverage.reachable))
      if (held > 0) sum.reached.add(site);
  }
  return sum;
}

/** What only a node that lost its disk comes to; disks rot in `hell` only. */
const blankOnly = 'blank-node-readmitted';

describe('sound rules', () => {
  it('hold over 60 seeds, in which all happens that elections and changes of membership can come to', async () => {
    const { wrong, answered, effects, reached } = await play(60);
    expect(wrong).toEqual([]);
    expect([...reached].sort()).toEqual(reachedSites.filter((site) => site !== blankOnly).toSorted());
    // The claims would be empty if little ever happened.
    expect(answered).toBeGreaterThan(15_000);
    expect(effects['lead']).toBeGreaterThan(150);
    expect(effects['commit']).toBeGreaterThan(40_000);
    expect(effects['snapshot']).toBeGreaterThan(50);
  });

  it.each([
    { what: 'transactions on lists', params: { workload: 'list-append' } },
    { what: 'a bank', params: { workload: 'bank' } },
    { what: 'reads under a lease', params: { reads: 'lease' } },
    { what: 'reads through the log', params: { reads: 'log' } },
    { what: 'snapshots at every turn', params: { snapshotEvery: 7, chunk: 60 } },
    { what: 'a single node', params: { nodes: 1, membership: 'none' } },
    { what: 'a single voter, and others that join and leave', params: { nodes: 1 } },
    { what: 'elections as before PreVote', params: { preVote: false } },
    { what: 'leaders as before CheckQuorum', params: { checkQuorum: false } },
    // Whoever was voted out and does not know it deposes leader after leader (§4.2.3): nobody is.
    { what: 'neither of the two', params: { preVote: false, checkQuorum: false, membership: 'none' } },
  ])('hold for $what', async ({ params }) => {
    const { wrong, answered } = await play(10, { params });
    expect(wrong).toEqual([]);
    expect(answered).toBeGreaterThan(1_500);
  });

  it.each([
    { membership: 'none', reached: [] },
    { membership: 'single', reached: ['configuration-changed-singly', 'learner-promoted', 'leader-removed'] },
    { membership: 'joint', reached: ['configuration-joint', 'learner-promoted', 'leader-removed'] },
  ])('hold where membership changes: $membership', async ({ membership, reached }) => {
    const sum = await play(12, { params: { membership } });
    expect(sum.wrong).toEqual([]);
    const changes = [
      'configuration-changed-singly',
      'configuration-joint',
      'learner-promoted',
      'leader-removed',
    ];
    // One server at a time needs no joint configuration; newcomers to a joint one become learners singly.
    const possible = membership === 'joint' ? changes : reached;
    expect(changes.filter((site) => sum.reached.has(site)).sort()).toEqual(possible.toSorted());
  });

  it('hold where disks are lost and everything else goes wrong too', async () => {
    const { wrong, answered, reached } = await play(30, { faults: 'hell', params: { nodes: 3 } });
    expect(wrong).toEqual([]);
    expect(answered).toBeGreaterThan(4_000);
    expect(reached).toContain(blankOnly);
  });

  it('give equal runs for equal seeds', async () => {
    // A shorter world: a digest of all that is there, after every event, takes its time.
    expect(await verify({ ...raftScenario, durationMs: 4_000 }, { seed: 1 })).toBeUndefined();
  });
});

it('whoever leads can be waited for by name: the first two are crashed 5 ms after they were elected', async () => {
  const crash = { kind: 'crash', atMs: 0, durationMs: 200, node: '@whoever', unsynced: 'lost' } as const;
  const faults = [1, 2].map((nth) => ({ ...crash, when: { state: 'leader', nth, afterMs: 5 } }));
  const { history, triggered, verdict } = await simulate(raftScenario, { seed: 1, faults });
  const elected = history.filter(({ input }) => (input as { f: string }).f === 'lead').slice(0, 2);
  expect(triggered.map(({ as, atMs }) => ({ ...as, atMs }))).toMatchObject(
    elected.map(({ process, invokedAtMs }) => ({ node: process, atMs: invokedAtMs! + 5 })),
  );
  expect([elected.length, verdict]).toEqual([2, 'valid']);
});
