/** File names of capsules: whatever makes a failure another one makes its file another one. */
import { expect, it } from 'vitest';
import { capsuleName } from '../../../sim/run/capsule/name.js';

it('a capsule is called by the whole names of scenario and bug, and by the seed', () => {
  const name = (scenario: string, seed: string | number, bug?: string, given = {}) =>
    capsuleName({ scenario, bug, seed }, given);
  expect(name('tickets', 1)).toBe('tickets-1.json');
  expect(name('replication/quorum-register', 30, 'no-write-back')).toBe(
    'replication+quorum-register,no-write-back-30.json',
  );
  expect(name('a', 'night/3')).toBe('a-night=2F3.json');
  expect(name('a', 1, undefined, { nodes: 5 })).toMatch(/^a,@\w+-1\.json$/);
});

it('two capsules of different origin never share a name', () => {
  const scenarios = [
    'a',
    'a-b',
    'a/b',
    'a.b',
    'one/lock',
    'two/lock',
    'a-1',
    `${'x'.repeat(80)}a`,
    `${'x'.repeat(80)}b`,
  ];
  const bugs = [undefined, 'b', 'b-c', 'c', 'b c', 'b_c', '@b', 'b,c', 'é', '\ud800'];
  const seeds = [1, -1, '1-1', 'b-1', 'a/0', 'a_0', 'A', '.'.repeat(150), '.'.repeat(151)];
  const given = [{}, { n: 1 }, { n: '1' }, { '--': ['--faults hell'] }];
  const names = scenarios.flatMap((scenario) =>
    bugs.flatMap((bug) =>
      seeds.flatMap((seed) => given.map((its) => capsuleName({ scenario, bug, seed }, its))),
    ),
  );
  expect(new Set(names).size).toBe(scenarios.length * bugs.length * seeds.length * given.length);
  // As every file system takes it, and as a shell and a link take it without quotes.
  for (const each of names) expect(each).toMatch(/^[\w.+,@=-]{1,250}$/);
});
