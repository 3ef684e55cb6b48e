/** Calls under one key: as data, and in a world in both styles. */
import {
  asyncProgram,
  clients,
  defineScenario,
  nemesis,
  Refused,
  simulate,
  stateMachine,
  z,
  type ReplyTo,
} from 'seedstorm';
import type { Anomaly, Checker } from 'seedstorm/checkers';
import {
  attemptFailed,
  callReply,
  callTimer,
  cast,
  mayHedge,
  newCall,
  nextAttempt,
  rpc,
  rpcRules,
  ruled,
  startCall,
  type RpcCalls,
  type RpcRules,
  type RpcTimer,
  type RpcToken,
} from 'seedstorm/parts';
import { describe, expect, it } from 'vitest';

describe('a call', () => {
  const late = { definite: false, error: 'late' };
  const refused = { definite: true, error: 'no' };

  it('takes turns under one key, and ends as the policy says', () => {
    const call = newCall('k', ['a', 'b'], { attempts: 3, pauseMs: 5 }, rpcRules, 0);
    expect(nextAttempt(call)).toEqual({ to: 'a', key: 'k', attempt: 1 });
    expect(attemptFailed(call, refused, 10)).toEqual({ kind: 'again', afterMs: 5 });
    expect(nextAttempt(call)).toEqual({ to: 'b', key: 'k', attempt: 2 });
    expect(attemptFailed(call, refused, 20)).toEqual({ kind: 'again', afterMs: 5 });
    expect(nextAttempt(call).to).toBe('a');
    expect(attemptFailed(call, refused, 30)).toEqual({
      kind: 'ended',
      outcome: { kind: 'fail', error: 'no' },
    });
    expect(() => newCall('k', [], {}, rpcRules, 0)).toThrow("call 'k' has nobody to ask");
  });

  it('that was refused after an attempt nobody answered may have happened', () => {
    const end = (unanswered: 'info' | 'fail') => {
      const call = newCall('k', ['a'], { attempts: 2 }, { ...rpcRules, unanswered }, 0);
      nextAttempt(call);
      attemptFailed(call, late, 10);
      nextAttempt(call);
      return attemptFailed(call, refused, 20);
    };
    expect(end('info')).toEqual({ kind: 'ended', outcome: { kind: 'info', error: 'no' } });
    expect(end('fail')).toMatchObject({ outcome: { kind: 'fail' } });
  });

  it('is hedged once at a time, and waits for the attempt that is left', () => {
    const call = newCall('k', ['a'], { attempts: 2, hedgeAfterMs: 5 }, rpcRules, 0);
    nextAttempt(call);
    expect(mayHedge(call)).toBe(true);
    nextAttempt(call);
    expect(mayHedge(call)).toBe(false);
    expect(attemptFailed(call, late, 10)).toEqual({ kind: 'wait' });
    // Both attempts that the policy grants are made.
    expect(mayHedge(call)).toBe(false);
    expect(attemptFailed(call, late, 12)).toMatchObject({ kind: 'ended', outcome: { kind: 'info' } });
  });
});

interface Bank {
  message: { value: string; key: string };
  answer: string;
}
interface Till {
  state: { calls: RpcCalls<{ value: string }, ReplyTo> };
  request: { f: 'pay'; value: string };
  reply: string;
  message: never;
  sends: Bank['message'];
  hears: string;
  token: RpcToken;
  timer: RpcTimer;
}

const rules = ruled(rpcRules, {
  'new-key': { summary: 'An attempt is taken for a new call', rules: { key: 'per-attempt' } },
  'silence-is-no': { summary: 'Not answered is told as not done', rules: { unanswered: 'fail' } },
});

const policy = { attempts: 3, pauseMs: 4, hedgeAfterMs: 6 } as const;

const machineTill = (own: RpcRules) =>
  stateMachine<Till>({
    start: () => ({ calls: {} }),
    onRequest(state, { value }, node) {
      const call = { key: value, to: 'bank', message: { value }, timeoutMs: 12, about: node.defer() };
      if (value in state.calls) return;
      startCall(state.calls, { ...call, ...policy, rules: own }, node);
    },
    onReply(state, result, node) {
      const ended = callReply<string, ReplyTo>(state.calls, result, node);
      if (ended === undefined) return;
      const { outcome, about } = ended;
      if (outcome.kind === 'ok') node.replyTo(about, outcome.value);
      else node.rejectTo(about, outcome.error, { definite: outcome.kind === 'fail' });
    },
    onTimer: (state, timer, node) => void callTimer(state.calls, timer, node),
  });

const asyncTill = (own: RpcRules) =>
  asyncProgram<Till>((node) => {
    node.onRequest(async ({ value }) => {
      const call = { key: value, to: 'bank', ...policy, rules: own };
      const outcome = await rpc(node, call, ({ to, key }) =>
        node.call(to, { value, key }, { timeoutMs: 12 }),
      );
      if (outcome.kind !== 'ok') throw new Refused(outcome.error, outcome.kind === 'fail');
      return outcome.value as string;
    });
  });

const bank = asyncProgram<Bank>((node) => {
  const made = new Set<string>();
  node.onMessage(({ value, key }) => {
    if (node.random.chance(0.2)) throw new Refused('not now');
    if (!made.has(key)) node.effect({ f: 'process', value });
    made.add(key);
    return value;
  });
});

const payments: Checker = {
  name: 'payments',
  check(history) {
    const made = history.flatMap(({ input }) => {
      const { f, value } = input as { f: string; value: string };
      return f === 'process' ? [value] : [];
    });
    const found = (kind: string, message: string): Anomaly => ({ kind, message, operations: [] });
    const anomalies = made.flatMap((value, place) =>
      made.indexOf(value) < place ? [found('twice', `${value} was paid twice`)] : [],
    );
    for (const { type, input } of history) {
      const { f, value } = input as { f: string; value: string };
      if (f === 'pay' && type === 'fail' && made.includes(value))
        anomalies.push(found('told-no', `${value} was told as not paid`));
    }
    const [first] = anomalies;
    return first === undefined
      ? { verdict: 'valid', reason: 'each once, as told' }
      : { verdict: 'invalid', reason: first.message, anomalies };
  },
};

const shop = defineScenario({
  name: 'test/rpc',
  summary: 'A till asks a bank again and again, the bank makes each payment once',
  params: z.object({ style: z.enum(['machine', 'async']) }),
  nodes: () => ['till', 'bank'],
  protocol: ({ style }, { bug }) => {
    const own = rules.with(bug);
    return cast({
      till: [['till'], style === 'machine' ? machineTill(own) : asyncTill(own)],
      bank: [['bank'], bank],
    });
  },
  workload: () =>
    clients(
      2,
      { pay: 1 },
      {
        everyMs: 8,
        to: () => 'till',
        input: (_f, _r, { client, index }) => ({ value: `p${client}-${index}` }),
      },
    ),
  faults: nemesis({ loss: 'hell' }, { kindProbability: 1 }),
  durationMs: 700,
  check: { payments },
  bugs: rules.bugs,
});

describe.each(['machine', 'async'] as const)('behind a network that loses, style %s', (style) => {
  it('each payment is made once and told as it was, in 20 seeds', async () => {
    for (let seed = 1; seed <= 20; seed++) (await simulate(shop, { seed, params: { style } })).expectValid();
  });

  it.each([
    ['new-key', 'twice'],
    ['silence-is-no', 'told-no'],
  ])('%s is found', async (bug, anomaly) => {
    const kinds = new Set<string>();
    for (let seed = 1; seed <= 10 && !kinds.has(anomaly); seed++)
      for (const { anomalies } of (await simulate(shop, { seed, bug, params: { style } })).checks)
        for (const { kind } of anomalies) kinds.add(kind);
    expect(kinds).toContain(anomaly);
  });
});
