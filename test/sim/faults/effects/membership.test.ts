/** Nodes that join, leave and are replaced, and code points that misbehave. */
import { describe, expect, it } from 'vitest';
import { asyncProgram, stateMachine, type Run } from 'seedstorm';
import { reported, run, valuesOf } from '../../tiny-system.js';
import { shows } from './shows.js';

describe('membership', () => {
  /** Says whom it knows at the start and whenever that changes, and says goodbye. */
  const member = stateMachine<{ message: string }>({
    start: (node) => node.effect({ f: 'knows', members: node.members.join(' '), because: 'started' }),
    onMembership: (_state, { kind, node: who }, node) =>
      node.effect({ f: 'knows', members: node.members.join(' '), because: `${who} ${kind}s` }),
    onMessage: (_state, text, node, from) => node.effect({ f: 'heard', text, from }),
    onStop: (_state, node) => node.broadcast('goodbye'),
  });
  const system = { nodes: ['a', 'b'], spares: ['s'], program: member };
  const known = (run: Run): string[] =>
    reported(run, 'knows').map(
      ({ node, members, because }) => `${String(node)}: ${String(members)} (${String(because)})`,
    );
  const atFirst = ['a: a b (started)', 'b: a b (started)'];

  shows('join', 'a spare starts, and everyone is told', {
    system,
    fault: { kind: 'join', atMs: 20, node: 's' },
    observe: (run) => known(run).sort(),
    without: atFirst,
    with: [
      'a: a b (started)',
      'a: a b s (s joins)',
      'b: a b (started)',
      'b: a b s (s joins)',
      's: a b s (started)',
    ],
  });

  shows('leave', 'it may say goodbye, and is gone for good', {
    system: { ...system, settleMs: 50 },
    fault: { kind: 'leave', atMs: 20, node: 'b' },
    observe: (run) => [
      known(run),
      reported(run, 'heard').map(
        ({ node, from, text }) => `${String(node)} heard ${String(from)}: ${String(text)}`,
      ),
    ],
    without: [atFirst, []],
    with: [[...atFirst, 'a: a (b leaves)'], ['a heard b: goodbye']],
  });

  shows('replace', 'a spare takes the place in the same instant', {
    system,
    fault: { kind: 'replace', atMs: 20, node: 'b', with: 's' },
    observe: (run) => known(run).slice(2),
    without: [],
    with: ['s: a s (started)', 'a: a s (b leaves)', 'a: a s (s joins)'],
  });

  shows('join', 'clients without a preference ask the newcomer too', {
    system: {
      ...system,
      program: stateMachine<{ request: { f: string }; reply: string }>({
        start: () => undefined,
        onRequest: (_state, _request, node) => node.reply(node.id),
      }),
      asks: Array.from({ length: 40 }, (_, index) => ({ atMs: 30 + index, f: 'who' })),
    },
    fault: { kind: 'join', atMs: 20, node: 's' },
    observe: (run) => [...new Set(run.history.map(({ output }) => output))].sort(),
    without: ['a', 'b'],
    with: ['a', 'b', 's'],
  });

  shows('join', 'async programs are called back', {
    system: {
      ...system,
      program: asyncProgram<object>(async (node) => {
        node.onMembership(({ kind, node: who }) => node.effect({ f: 'told', of: `${who} ${kind}s` }));
      }),
    },
    fault: { kind: 'join', atMs: 20, node: 's' },
    observe: (run) => valuesOf(run, 'told', 'of'),
    without: [],
    with: ['s joins', 's joins'],
  });
});

describe('code points', () => {
  /** At every tick it may be told to skip. */
  const ticker = stateMachine<{ timer: 'tick' }>({
    start: (node) => node.setTimer('tick', 10),
    onTimer(_state, timer, node) {
      node.effect({ f: 'tick', skipped: node.buggify('skip-a-tick') });
      node.setTimer(timer, 10);
    },
  });
  const system = { program: ticker, durationMs: 50 };
  const skipped = (run: Run): string[] =>
    ['a', 'b'].map((node) =>
      valuesOf(run, 'tick', 'skipped', node)
        .map((yes) => (yes === true ? 'x' : '.'))
        .join(''),
    );

  shows('buggify', 'the site answers yes while it lasts, on the nodes named', {
    system,
    fault: { kind: 'buggify', atMs: 15, durationMs: 20, site: 'skip-a-tick', probability: 1, nodes: ['a'] },
    observe: skipped,
    without: ['....', '....'],
    with: ['.xx.', '....'],
  });

  it('buggify: a site of another name hears nothing', async () => {
    const other = { kind: 'buggify', atMs: 0, site: 'another-site', probability: 1 } as const;
    expect(skipped(await run({ ...system, buggifySites: ['skip-a-tick', 'another-site'] }, [other]))).toEqual(
      ['....', '....'],
    );
  });

  it('buggify: with a probability between, each node draws its own answers', async () => {
    const long = await run({ ...system, durationMs: 1000 }, [
      { kind: 'buggify', atMs: 0, site: 'skip-a-tick', probability: 0.5 },
    ]);
    const [ofA = '', ofB = ''] = skipped(long);
    expect(ofA).not.toBe(ofB);
    for (const answers of [ofA, ofB]) {
      const yes = [...answers].filter((answer) => answer === 'x').length;
      expect(yes).toBeGreaterThan(30);
      expect(yes).toBeLessThan(70);
    }
  });
});
