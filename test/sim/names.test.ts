/** Nodes and clients go by name, so no two may have the same. */
import { expect, it } from 'vitest';
import { stateMachine } from 'seedstorm';
import { run, type TinySystem } from './tiny-system.js';

const program = stateMachine<object>({ start: () => undefined });
const refused = (system: Partial<TinySystem>, name: string) =>
  expect(run({ program, ...system })).rejects.toThrow(
    `test/tiny: expected a name of its own for every node and client, got two '${name}'`,
  );

it('two nodes', () => refused({ nodes: ['a', 'b', 'a'] }, 'a'));
it('a node and a spare', () => refused({ nodes: ['a', 'b'], spares: ['b'] }, 'b'));
it('a node and a client', () =>
  refused({ nodes: ['a', 'x'], asks: [{ atMs: 1, client: 'x', f: 'ask' }] }, 'x'));
it('a node and the client of the final operations', () => refused({ nodes: ['a', 'final'] }, 'final'));
