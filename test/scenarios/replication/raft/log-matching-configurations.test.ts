/** Log matching looks at what configurations say, not only that they are ones. */
import type { NodeView } from 'seedstorm';
import { expect, it } from 'vitest';
import { raftInvariants } from '../../../../scenarios/replication/raft/invariants.js';
import { FakeNode } from './fake-node.js';

it('two configurations at one index in one term are not one', () => {
  const initial = { voters: ['n1', 'n2', 'n3'], learners: [] };
  const views = ['n1', 'n2'].map((name): NodeView => {
    const { state } = new FakeNode(name, initial);
    state.log.entries = [
      { index: 1, term: 1, kind: 'configuration', configuration: { voters: [name], learners: [] } },
    ];
    return { name, status: 'up', incarnation: 1, state };
  });
  const said = views.map((view) => raftInvariants['log-matching']?.(views, view));
  expect(said).toEqual([undefined, 'n1 and n2 had different entries of index 1 and term 1']);
});
