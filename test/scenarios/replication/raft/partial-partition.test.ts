/** One node whose links come and go: nobody else notices, unless PreVote or CheckQuorum is missing. */
import { simulate } from 'seedstorm';
import { describe, expect, it } from 'vitest';
import { raftPartialPartition } from '../../../../scenarios/replication/raft/partial-partition.js';

/** The checks that object to a run. */
async function objections(seed: number, bug?: string): Promise<string[]> {
  const { checks } = await simulate(raftPartialPartition, { seed, ...(bug === undefined ? {} : { bug }) });
  return checks.filter(({ verdict }) => verdict !== 'valid').map(({ name }) => name);
}

describe('a node with bad links', () => {
  it('harms nobody in 40 seeds, while operations are answered all the time', async () => {
    for (let seed = 1; seed <= 40; seed++) expect(await objections(seed)).toEqual([]);
    const { operations } = await simulate(raftPartialPartition, { seed: 1 });
    expect(operations.ok).toBeGreaterThan(200);
  });

  it.each([
    { bug: 'no-pre-vote', seed: 54 },
    { bug: 'no-check-quorum', seed: 22 },
  ])('stops the others, and no more than that, with $bug and seed $seed', async ({ bug, seed }) => {
    expect(await objections(seed, bug)).toEqual(['available']);
  });
});
