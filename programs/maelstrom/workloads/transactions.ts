/** Transactions on lists and on registers: there is one order of all of them. */
import { linearizable, listAppendModel, multiRegisterModel, sequential } from '../../../checkers/index.js';
import type { Checker } from '../../../checkers/history.js';
import { sameValue } from '../../../checkers/identity.js';
import type { ClientInput } from '../../../sim/workload/client-program.js';
import type { Body } from '../messages.js';
import type { MaelstromParams } from '../params.js';
import type { Asked, Rpc, Workload } from './workload.js';

type Step = readonly [f: string, key: unknown, value: unknown];

const txn = (isRead: (value: unknown) => boolean, shown: string): Rpc => ({
  ask: ({ ops }) => ({ txn: ops }),
  hear: ({ txn: steps }) => steps,
  lacks(answer: Body, input: ClientInput | undefined) {
    const steps = answer['txn'];
    if (!Array.isArray(steps)) return 'expected the completed transaction in "txn", a list';
    const asked = input?.['ops'] as readonly Step[] | undefined;
    if (asked !== undefined && asked.length !== steps.length)
      return `expected all ${asked.length} operations of the transaction in "txn", got ${steps.length}`;
    for (const [index, step] of (steps as readonly unknown[]).entries()) {
      const [f, key, value] = (Array.isArray(step) ? step : []) as unknown as Step;
      const wanted = asked?.[index];
      const isAsked =
        wanted === undefined ||
        (f === wanted[0] && sameValue(key, wanted[1]) && (f === 'r' || sameValue(value, wanted[2])));
      if (!isAsked) return `expected ${JSON.stringify(wanted)} in "txn", got ${JSON.stringify(step)}`;
      if (f === 'r' && !isRead(value))
        return `expected ${shown} as what ${JSON.stringify(wanted ?? step)} read, got ${JSON.stringify(value)}`;
    }
    return undefined;
  },
});

/** Keys are written a while and then replaced, one after another, as often as one may be written. */
function drawn(write: string, { index, random, params }: Asked): ClientInput {
  const { keyCount, maxTxnLength, maxWritesPerKey } = params;
  const first = Math.floor((index * maxTxnLength) / (2 * maxWritesPerKey));
  const length = random.int(1, maxTxnLength);
  const ops = Array.from({ length }, (_, step): Step => {
    const key = first + random.int(0, keyCount - 1);
    return random.chance(0.5) ? ['r', key, null] : [write, key, index * maxTxnLength + step];
  });
  return { f: 'txn', ops };
}

type AnyModel = Parameters<typeof linearizable>[0];

function judged(model: AnyModel, { consistency }: MaelstromParams): Readonly<Record<string, Checker>> {
  if (consistency === 'strict-serializable') return { [consistency]: linearizable(model) };
  const inSessions = sequential({ model } as Parameters<typeof sequential>[0]);
  if (consistency === 'strong-session-serializable') return { [consistency]: inSessions };
  return {
    [consistency]: {
      name: consistency,
      // Each transaction is a session of its own.
      check: (history, budget) =>
        inSessions.check(
          history.map((operation, process) => ({ ...operation, process })),
          budget,
        ),
    },
  };
}

export const txnListAppend: Workload = {
  name: 'txn-list-append',
  summary: 'Transactions that read lists and append to them, in one order',
  rpcs: { txn: txn((value) => value === null || Array.isArray(value), 'a list or null') },
  draw: (asked) => drawn('append', asked),
  check: (params) => judged(listAppendModel() as never, params),
};

export const txnRwRegister: Workload = {
  name: 'txn-rw-register',
  summary: 'Transactions that read and write registers, in one order',
  rpcs: { txn: txn(() => true, 'a value') },
  draw: (asked) => drawn('w', asked),
  check: (params) => judged(multiRegisterModel() as never, params),
};
