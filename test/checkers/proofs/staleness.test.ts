/** How old an answer may be: a primary that all write to, and followers that may not know the newest. */
import { it } from 'vitest';
import { clients, defineScenario, nodeNames, stateMachine, z, type Program } from 'seedstorm';
import { boundedStaleness, regular, safe, type Checker } from 'seedstorm/checkers';
import { proofs, prove } from './prove.js';

type Values = Record<string, number>;

/** How old an answer of a follower may be, in ms. */
const FRESH_MS = 60;

interface Follower {
  state: { values: Values; asOfMs: number };
  request:
    | { readonly f: 'read'; readonly key: string }
    | { readonly f: 'write'; readonly key: string; readonly value: number };
  reply: number | null | 'written';
  message: { readonly values: Values; readonly asOfMs: number };
  timer: 'tell';
}

/** The first node takes all writes and keeps telling what it holds; the others answer reads if they know it so lately. */
function follower(answersWithinMs: number): Program {
  return stateMachine<Follower>({
    start(node) {
      if (node.id === 'n1') node.setTimer('tell', 10);
      return { values: {}, asOfMs: 0 };
    },
    onTimer(state, _timer, node) {
      node.broadcast({ values: state.values, asOfMs: node.nowMs() });
      node.setTimer('tell', 10);
    },
    onMessage(state, message) {
      if (message.asOfMs > state.asOfMs) Object.assign(state, message);
    },
    onRequest(state, request, node) {
      const isFirst = node.id === 'n1';
      if (request.f === 'write') {
        if (!isFirst) return node.reject('only the first node writes');
        state.values[request.key] = request.value;
        return node.reply('written');
      }
      if (!isFirst && node.nowMs() - state.asOfMs > answersWithinMs)
        return node.reject('it has not heard of the first node for too long');
      node.reply(state.values[request.key] ?? null);
    },
  });
}

/** Followers that answer while what they know is that fresh, and some that go on for ever. */
const followers = (freshMs: number, check: string, checker: Checker) =>
  defineScenario<object>({
    name: 'proof/followers',
    summary: 'Followers that have not heard of the primary for too long refuse to answer',
    params: z.object({}),
    nodes: () => nodeNames(3),
    protocol: (_params, { bug }) => follower(bug === 'answers-anyway' ? Infinity : freshMs),
    workload: () =>
      clients(
        3,
        { read: 0.75, write: 0.25 },
        { everyMs: 6, keys: ['x', 'y'], to: (_random, all, client) => all[client] as string },
      ),
    faults: 'partitions',
    durationMs: 2_000,
    check: { [check]: checker },
    bugs: {
      'answers-anyway': {
        summary: 'A follower answers from its copy, however old that is',
        shows: { check, anomaly: 'stale-read', within: 10 },
      },
    },
  });

it.each(
  proofs(
    followers(FRESH_MS, 'boundedStaleness', boundedStaleness({ ms: FRESH_MS })),
    // What a follower knows is never of this very moment: only the primary answers.
    followers(-1, 'regular', regular()),
    followers(-1, 'safe', safe()),
  ),
)('$check finds $anomaly in $system.name with $bug', prove);
