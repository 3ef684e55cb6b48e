/** Log matching looks at what configurations say, not only that they are ones. */
import type { NodeView } from 'seedstorm';
import { expect, it } from 'vitest';
import { FakeNode } from './fake-node.js';
import { looking } from './looking.js';

it('two configurations at one index in one term are not one', () => {
  const initial = { voters: ['n1', 'n2', 'n3'], learners: [] };
  const views = ['n1', 'n2'].map((name): NodeView => {
    const { state } = new FakeNode(name, initial);
    state.log.entries = [
      { index: 1, term: 1, kind: 'configuration', configuration: { voters: [name], learners: [] } },
    ];
    return { name, status: 'up', incarnation: 1, state };
  });
  const look = looking('log-matching');
  const said = views.map((view) => look(views, view));
  expect(said).toEqual([undefined, 'n1 and n2 had different entries of index 1 and term 1']);
});
