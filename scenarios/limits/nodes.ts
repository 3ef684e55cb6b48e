/** The nodes of a limiter: a store that all share, and gateways that let requests in or turn them away. */
import { asyncProgram, Refused, stateMachine } from 'seedstorm';
import { orUndefined } from 'seedstorm/parts';
import type { RedisReply } from 'seedstorm/servers';
import { runStepByStep, safeWindowMs, type Algorithm, type Ask, type Limit } from './limiter.js';
import {
  command,
  decide,
  keysIn,
  note,
  outcomeOf,
  startMemory,
  timeReply,
  type Keys,
  type Memory,
  type Outcome,
} from './memory.js';
import type { Rules } from './rules.js';

/** What the store is asked: for a decision, or to carry out one command. */
type ToStore =
  | { readonly f: 'decide'; readonly ask: Ask; readonly nowMs?: number }
  | { readonly f: 'command'; readonly words: readonly string[] };

interface Store {
  state: Memory;
  message: ToStore;
  answer: Outcome | RedisReply;
  request: { readonly f: 'keys' };
  reply: Keys;
}

export const store = ({ windowMs }: Limit, algorithm: Algorithm, rule: Rules) =>
  stateMachine<Store>({
    start: (node) => startMemory(node, safeWindowMs(windowMs), rule),
    onMessage(memory, message, node) {
      node.count('asked');
      if (message.f === 'command') return node.reply(command(memory, message.words, node, rule));
      node.reply(decide(memory, algorithm, message.ask, node, rule, message.nowMs));
    },
    onRequest: (memory, _keys, node) => node.reply(keysIn(memory, node, rule)),
  });

type ToGateway = (Ask & { readonly f: 'enter' }) | { readonly f: 'keys' };

interface Gateway {
  request: ToGateway;
  reply: 'in' | Keys;
  calls: {
    decide: (ask: Extract<ToStore, { f: 'decide' }>) => Outcome;
    command: (words: Extract<ToStore, { f: 'command' }>) => RedisReply;
  };
}

/** How long a gateway waits for the store. */
const PATIENCE_MS = 60;
const timeoutMs = PATIENCE_MS;

/** Counts in its own memory, or asks the store. */
export const gateway = (
  where: 'store' | 'gateways',
  { windowMs }: Limit,
  algorithm: Algorithm,
  rule: Rules,
) =>
  asyncProgram<Gateway>((node) => {
    const own = startMemory(node, safeWindowMs(windowMs), rule);

    const storeDoes = (words: readonly string[]) =>
      node.call('store', { f: 'command', words }, { timeoutMs });

    const asked = ({ key, weight }: Ask): Promise<Outcome | undefined> => {
      const ask = { key, weight };
      if (where === 'gateways') return Promise.resolve(decide(own, algorithm, ask, node, rule));
      const told = rule.clock === 'gateways' ? { nowMs: node.nowMs() } : {};
      return rule.steps === 'script'
        ? node.call('store', { f: 'decide', ask, ...told }, { timeoutMs }).catch(orUndefined)
        : stepByStep(ask).catch(orUndefined);
    };

    async function stepByStep(ask: Ask): Promise<Outcome> {
      const decision = await runStepByStep(algorithm(ask), (words) =>
        words[0] === 'TIME' && rule.clock === 'gateways'
          ? Promise.resolve(timeReply(node.nowMs()))
          : storeDoes(words),
      );
      note(decision, ask, node);
      return outcomeOf(decision);
    }

    node.onRequest(async (request) => {
      if (request.f === 'keys') return keysIn(own, node, rule);
      const outcome = await asked(request);
      if (outcome?.afterwards !== undefined) void storeDoes(outcome.afterwards).catch(orUndefined);
      if (outcome?.kind === 'admitted') return 'in';
      if (outcome !== undefined) throw new Refused(outcome.kind);
      if (rule.unreachable === 'refuses') throw new Refused('the store does not answer', false);
      note({ admits: true }, request, node);
      return 'in';
    });
  });
