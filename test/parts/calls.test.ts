/** Whole programs whose calls are carried out at most once, behind a network that loses and doubles, with crashes. */
import { clients, defineScenario, nemesis, simulate, stateMachine, z, type ReplyTo } from 'seedstorm';
import { atMostOnce } from 'seedstorm/checkers';
import { atMostOnceCalls, callRules, cast, ruled } from 'seedstorm/parts';
import { describe, expect, it } from 'vitest';
import { expectFound } from './found.js';

interface Till {
  state: ReplyTo[];
  requests: { send: (of: { value: string }) => string };
  messages: { pay: (of: { value: string }) => string };
  token: ReplyTo;
  timer: 'later';
}

const rules = ruled(callRules, {
  'copies-carried-out': {
    summary: 'A call that is asked again is carried out again',
    rules: { copies: 'carried-out' },
    shows: { check: 'at-most-once', anomaly: 'duplicate', within: 1 },
  },
  'restart-unnoticed': {
    summary: 'A bank that restarts carries out what it did before, and no longer knows of',
    rules: { restart: 'unnoticed' },
    shows: { check: 'at-most-once', anomaly: 'duplicate', within: 10 },
  },
});

const world = defineScenario({
  name: 'test/calls',
  summary: 'A till asks a bank again and again, and the bank makes no payment twice',
  params: z.object({}),
  nodes: () => ['till', 'bank'],
  protocol: (_params, { bug }) => {
    const own = { againMs: 15, rules: rules.with(bug) };
    const till = atMostOnceCalls<Till>(
      {
        start: () => [],
        onRequest: {
          send: (_waiting, { value }, node) =>
            node.call('bank', { f: 'pay', value }, { timeoutMs: 150, token: node.defer() }),
        },
        onReply(_waiting, result, node) {
          if (result.kind === 'answer') node.replyTo(result.token, `${result.f} ${result.value}`);
          else
            node.rejectTo(result.token, result.kind, {
              definite: result.kind === 'refused' && result.definite,
            });
        },
      },
      own,
    );
    const bank = atMostOnceCalls<Till>(
      {
        start: () => [],
        onMessage: {
          pay(waiting, { value }, node) {
            node.effect({ f: 'process', value });
            // Every third is answered later, when copies are here already.
            if (!value.endsWith('2')) return node.reply(value);
            waiting.push(node.defer());
            node.setTimer('later', 25);
          },
        },
        onTimer: (waiting, _later, node) => {
          for (const to of waiting.splice(0)) node.replyTo(to, 'late');
        },
      },
      own,
    );
    return cast({ till: [['till'], stateMachine(till)], bank: [['bank'], stateMachine(bank)] });
  },
  workload: () =>
    clients(
      4,
      { send: 1 },
      {
        everyMs: 20,
        to: () => 'till',
        input: (_f, _r, { client, index }) => ({ value: `c${client}-${index}` }),
      },
    ),
  network: {
    latency: { kind: 'heavy-tailed', minMs: 0.5, alpha: 0.7, maxMs: 40 },
    lossProbability: 0.2,
    duplicationProbability: 0.2,
  },
  faults: nemesis({ restart: 'hell', kill: 'hell' }, { kindProbability: 1 }),
  budget: { spared: ['till'] },
  durationMs: 1_000,
  clientTimeoutMs: 200,
  restartAfterMs: 5,
  check: { 'at-most-once': atMostOnce() },
  bugs: rules.bugs,
});

describe('calls of whole programs', () => {
  it('are carried out at most once, and told by their names, in 8 seeds', async () => {
    for (let seed = 1; seed <= 8; seed++) {
      const run = await simulate(world, { seed });
      run.expectValid();
      const told = run.history.flatMap(({ type, output }) =>
        type === 'ok' && typeof output === 'string' ? [output] : [],
      );
      expect(told.length).toBeGreaterThan(20);
      for (const text of told) expect(text).toMatch(/^pay (c\d-\d+|late)$/);
    }
  });

  it('are asked again: without crashes hardly any is lost', async () => {
    const { history } = await simulate(world, { seed: 1, faults: 'none' });
    const sends = history.filter(({ input }) => (input as { f: string }).f === 'send');
    expect(sends.filter(({ type }) => type === 'ok').length / sends.length).toBeGreaterThan(0.95);
  });

  it.each(Object.keys(rules.bugs))('%s is found', (bug) => expectFound(world, bug));
});
