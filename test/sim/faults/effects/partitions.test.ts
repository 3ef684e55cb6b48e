/** What each shape of a cut does to who hears whom. */
import { describe } from 'vitest';
import { stateMachine } from 'seedstorm';
import { answers } from '../../tiny-system.js';
import { arrivals, greeters, whoHeardWhom } from './gossip.js';
import { shows } from './shows.js';

const three = { nodes: ['a', 'b', 'c'], program: greeters };
const everyoneOfThree = 'a>b a>c b>a b>c c>a c>b';
const five = { nodes: ['a', 'b', 'c', 'd', 'e'], program: greeters };
const everyoneOfFive = 'a>b a>c a>d a>e b>a b>c b>d b>e c>a c>b c>d c>e d>a d>b d>c d>e e>a e>b e>c e>d';
const echo = stateMachine<{ request: { f: 'ask' } }>({
  start: () => undefined,
  onRequest: (_state, _request, node) => node.reply(`${node.id} is here`),
});

describe('shapes', () => {
  shows('partition', 'halves hear only themselves', {
    system: five,
    fault: {
      kind: 'partition',
      atMs: 0,
      groups: [
        ['a', 'b'],
        ['c', 'd', 'e'],
      ],
    },
    observe: (run) => whoHeardWhom(run),
    without: everyoneOfFive,
    with: 'a>b b>a c>d c>e d>c d>e e>c e>d',
  });

  shows('partition', 'one node is isolated', {
    system: three,
    fault: { kind: 'partition', atMs: 0, groups: [['b'], ['a', 'c']] },
    observe: (run) => whoHeardWhom(run),
    without: everyoneOfThree,
    with: 'a>c c>a',
  });

  shows('partition', 'a node in no group talks to nobody', {
    system: three,
    fault: { kind: 'partition', atMs: 0, groups: [['a', 'c']] },
    observe: (run) => whoHeardWhom(run),
    without: everyoneOfThree,
    with: 'a>c c>a',
  });

  shows('partition', 'a bridge hears both sides, which do not hear each other', {
    system: three,
    fault: {
      kind: 'partition',
      atMs: 0,
      groups: [
        ['a', 'b'],
        ['b', 'c'],
      ],
    },
    observe: (run) => whoHeardWhom(run),
    without: everyoneOfThree,
    with: 'a>b b>a b>c c>b',
  });

  shows('partition', 'in a ring each node hears itself and two neighbours, a majority, and no two the same', {
    system: five,
    fault: {
      kind: 'partition',
      atMs: 0,
      groups: [
        ['a', 'b'],
        ['b', 'c'],
        ['c', 'd'],
        ['d', 'e'],
        ['e', 'a'],
      ],
    },
    observe: (run) => whoHeardWhom(run),
    without: everyoneOfFive,
    with: 'a>b a>e b>a b>c c>b c>d d>c d>e e>a e>d',
  });
});

describe('in time', () => {
  shows('partition', 'it begins and ends, and takes what is under way', {
    system: { program: greeters, durationMs: 60 },
    // Greetings leave at 5, 15 … and arrive a millisecond later: the second is cut in flight.
    fault: { kind: 'partition', atMs: 15.5, durationMs: 15, groups: [['a'], ['b']] },
    observe: (run) => arrivals(run),
    without: '1@6 2@16 3@26 4@36 5@46 6@56',
    with: '1@6 4@36 5@46 6@56',
  });

  shows('partition', 'flapping: cut for half a period, healed for the other half', {
    system: { program: greeters, durationMs: 90 },
    fault: { kind: 'partition', atMs: 0, flapMs: 40, groups: [['a'], ['b']] },
    observe: (run) => arrivals(run),
    without: '1@6 2@16 3@26 4@36 5@46 6@56 7@66 8@76 9@86',
    with: '3@26 4@36 7@66 8@76',
  });

  shows('partition', 'heal-all ends it', {
    system: { program: greeters, durationMs: 60, settleMs: 30 },
    fault: { kind: 'partition', atMs: 0, groups: [['a'], ['b']] },
    observe: (run) => arrivals(run),
    without: '1@6 2@16 3@26 4@36 5@46 6@56',
    with: '4@36 5@46 6@56',
  });
});

describe('clients', () => {
  const system = {
    program: echo,
    clientTimeoutMs: 20,
    asks: [
      { atMs: 10, to: 'a', f: 'ask' },
      { atMs: 40, to: 'b', f: 'ask' },
    ],
  };

  shows('partition', 'a client that a group names is cut from the others', {
    system,
    fault: { kind: 'partition', atMs: 0, groups: [['a', 'client'], ['b']] },
    observe: answers,
    without: ['a is here', 'b is here'],
    with: ['a is here', 'info: timeout'],
  });
});

describe('one way', () => {
  shows('one-way-cut', 'b hears a no more, a still hears b', {
    system: { program: greeters },
    fault: { kind: 'one-way-cut', atMs: 0, from: ['a'], to: ['b'] },
    observe: (run) => whoHeardWhom(run),
    without: 'a>b b>a',
    with: 'b>a',
  });

  shows('one-way-cut', 'flapping', {
    system: { program: greeters, durationMs: 50 },
    fault: { kind: 'one-way-cut', atMs: 0, flapMs: 40, from: ['a'], to: ['b'] },
    observe: (run) => [arrivals(run), whoHeardWhom(run, 0, 20)],
    without: ['1@6 2@16 3@26 4@36 5@46', 'a>b b>a'],
    with: ['3@26 4@36', 'b>a'],
  });
});
