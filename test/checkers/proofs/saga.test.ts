/** Sagas that share stock: a semantic lock keeps them apart (Richardson 2018, chapter 4), or nothing does. */
import { it } from 'vitest';
import { asyncProgram, clients, defineScenario, nemesis, Refused, z } from 'seedstorm';
import { sagaIsolation } from 'seedstorm/checkers';
import { insist } from './insist.js';
import { proofs, prove } from './prove.js';

/** Each step of a saga has a number of its own, so that one asked for again is not taken again. */
interface StepOf<F> {
  readonly f: F;
  readonly saga: string;
  readonly step: number;
  readonly object: string;
}

interface Write extends StepOf<'write'> {
  readonly value: number;
  readonly compensates: boolean;
}

type Question = StepOf<'lock'> | StepOf<'unlock'> | StepOf<'read'> | Write;

interface Stock {
  message: Question;
  answer: number;
}

interface Orders {
  request: { readonly f: 'order'; readonly object: string; readonly saga: string };
  reply: 'completed' | 'compensated';
  sends: Question;
  hears: number;
}

/** Owns the objects, and records what sagas read and write. */
const stock = (locks: boolean) =>
  asyncProgram<Stock>((node) => {
    const held: Record<string, number> = {};
    const lockedBy = new Map<string, string>();
    const answered = new Map<string, number>();
    node.onMessage((question) => {
      const { saga, step, object } = question;
      const name = `${saga}/${step}`;
      const before = answered.get(name);
      if (before !== undefined) return before;
      const answer = take(question);
      answered.set(name, answer);
      return answer;

      function take(asked: Question): number {
        if (asked.f === 'lock') {
          if (locks && (lockedBy.get(object) ?? saga) !== saga) throw new Refused('another order has it');
          lockedBy.set(object, saga);
        } else if (asked.f === 'unlock') {
          if (lockedBy.get(object) === saga) lockedBy.delete(object);
        } else if (asked.f === 'read') {
          const value = held[object] ?? 100;
          node.effect({ f: 'saga-read', saga, object, value });
          return value;
        } else {
          const { value, compensates } = asked;
          held[object] = value;
          node.effect({ f: 'saga-write', saga, object, value, ...(compensates ? { compensates } : {}) });
        }
        return 0;
      }
    });
  });

/** Takes one of the object, asks for the money, and puts it back if there is none. */
const orders = asyncProgram<Orders>((node) => {
  node.onRequest(async ({ saga, object }) => {
    let step = 0;
    const ask = (f: 'lock' | 'unlock' | 'read') => tell({ f, saga, object, step: step++ });
    const write = (value: number, compensates: boolean) =>
      tell({ f: 'write', saga, object, step: step++, value, compensates });
    const tell = (question: Question) => insist(node, () => node.call('stock', question, { timeoutMs: 15 }));

    await ask('lock');
    const left = await ask('read');
    await node.sleep(10 * node.random.float());
    await write(left - 1, false);
    await node.sleep(10 * node.random.float());
    const paid = node.random.float() < 0.6;
    if (!paid) await write((await ask('read')) + 1, true);
    const outcome = paid ? ('completed' as const) : ('compensated' as const);
    node.effect({ f: 'saga-end', saga, outcome });
    await ask('unlock');
    return outcome;
  });
});

const shop = defineScenario<object>({
  name: 'proof/shop',
  summary: 'An order keeps what it takes to itself until it has ended',
  params: z.object({}),
  nodes: () => ['orders', 'stock'],
  protocol: (_params, { bug }) => ({ orders, stock: stock(bug !== 'no-lock') }),
  workload: () =>
    clients(
      4,
      { order: 1 },
      {
        everyMs: 30,
        to: () => 'orders',
        input: (_f, random, { client, index }) => ({
          saga: `s${client}.${index}`,
          object: random.pick(['pen', 'cup']),
        }),
      },
    ),
  faults: nemesis({ loss: 'rough', pause: 'rough' }, { kindProbability: 1 }),
  durationMs: 2_000,
  check: { sagaIsolation: sagaIsolation() },
  bugs: {
    'no-lock': {
      summary: 'Orders take turns at each access, not as a whole',
      shows: { check: 'sagaIsolation', anomaly: 'lost-update', within: 5 },
    },
  },
});

const rows = proofs(shop).flatMap((proof) =>
  ['lost-update', 'dirty-read', 'fuzzy-read'].map((anomaly) => ({ ...proof, anomaly })),
);

it.each(rows)('$check finds $anomaly in $system.name with $bug', prove);
