/** Logs as Kafka has them: messages are sent, polled from a position on, and positions are kept on the server. */
import { kafka } from '../../../checkers/index.js';
import type { ClientInput, ClientProgram } from '../../../sim/workload/client-program.js';
import { integer, object } from './shape.js';
import type { Body } from '../messages.js';
import type { Workload } from './workload.js';

/** From where each assigned log is polled next. */
interface Memory {
  positions: Record<string, number>;
  /** It reads everything once more, from the beginning, until nothing new comes. */
  isLast: boolean;
}

type Polled = Readonly<Record<string, readonly (readonly [number, unknown])[]>>;

export const kafkaLogs: Workload = {
  name: 'kafka',
  summary: 'Logs: what was sent is polled by everybody in one order, and nothing is lost',
  rpcs: {
    send: {
      ask: ({ key, value }) => ({ key, msg: value }),
      lacks: integer('offset'),
      hear: ({ offset }) => offset,
    },
    poll: {
      ask: ({ offsets }) => ({ offsets }),
      lacks: lacksMessages,
      hear: ({ msgs }) => msgs,
      isRead: true,
    },
    assign: {
      type: 'list_committed_offsets',
      ask: ({ value }) => ({ keys: value }),
      lacks: object('offsets'),
      hear: ({ offsets }) => offsets,
      isRead: true,
    },
    commit: { type: 'commit_offsets', ask: ({ offsets }) => ({ offsets }) },
  },
  draw({ index, random, params: { keyCount, maxWritesPerKey } }) {
    // Half of the operations send; a log that is full is left for a new one.
    const first = firstKey(index, maxWritesPerKey);
    const key = (): string => String(first + random.int(0, keyCount - 1));
    const kind = random.float();
    if (kind < 0.5) return { f: 'send', key: key(), value: index };
    const keys = [...new Set(Array.from({ length: keyCount }, key))].sort();
    return kind < 0.9 ? { f: 'poll', keys } : { f: 'assign', value: keys };
  },
  last: ({ keyCount, maxWritesPerKey }, operations) => ({
    f: 'assign',
    seekToBeginning: true,
    value: Array.from({ length: firstKey(operations, maxWritesPerKey) + keyCount }, (_, key) => String(key)),
  }),
  program: consumer() as ClientProgram<never>,
  check: () => ({ kafka: kafka({ subscribe: false }) }),
};

const firstKey = (index: number, maxWritesPerKey: number): number =>
  Math.floor(index / (2 * maxWritesPerKey));

function consumer(): ClientProgram<Memory> {
  return {
    memory: () => ({ positions: {}, isLast: false }),
    begins({ input }, { memory }) {
      if (input['seekToBeginning'] === true) memory.isLast = true;
      if (input.f !== 'poll') return undefined;
      const { positions } = memory;
      // Whoever has no log yet takes some first.
      const first = { f: 'assign', value: input['keys'] };
      return { input: Object.keys(positions).length === 0 ? first : { f: 'poll', offsets: positions } };
    },
    ended({ input, type, output, to }, { memory }) {
      // Whoever does not know what happened begins as somebody new.
      if (type !== 'ok') {
        if (type === 'info') memory.positions = {};
        return undefined;
      }
      if (input.f === 'assign')
        memory.positions = assigned(input, output as Readonly<Record<string, number>>, memory);
      if (memory.isLast && (input.f === 'assign' || input.f === 'commit'))
        return { input: { f: 'poll', offsets: memory.positions }, ...toSame(to) };
      if (input.f !== 'poll') return undefined;
      const read = highest(output as Polled);
      if (Object.keys(read).length === 0) return undefined;
      for (const [key, offset] of Object.entries(read))
        memory.positions[key] = Math.max(memory.positions[key] ?? 0, offset + 1);
      return { input: { f: 'commit', offsets: read }, ...toSame(to) };
    },
  };
}

const toSame = (to: string | undefined): { to?: string } => (to === undefined ? {} : { to });

/** What is assigned anew begins where the server says, what stays goes on. */
function assigned(
  { value, seekToBeginning }: ClientInput,
  committed: Readonly<Record<string, number>>,
  { positions }: Memory,
): Record<string, number> {
  const from = (key: string): number =>
    seekToBeginning === true ? 0 : (positions[key] ?? committed[key] ?? 0);
  return Object.fromEntries((value as readonly string[]).map((key) => [key, from(key)]));
}

function highest(polled: Polled): Record<string, number> {
  const read: Record<string, number> = {};
  for (const [key, pairs] of Object.entries(polled))
    if (pairs.length > 0) read[key] = Math.max(...pairs.map(([offset]) => offset));
  return read;
}

function lacksMessages(answer: Body): string | undefined {
  const trouble = object('msgs')(answer);
  if (trouble !== undefined) return trouble;
  const isPair = (pair: unknown): boolean =>
    Array.isArray(pair) && pair.length === 2 && Number.isSafeInteger(pair[0]);
  for (const [key, pairs] of Object.entries(answer['msgs'] as Body)) {
    const wrong = Array.isArray(pairs) ? (pairs as unknown[]).find((pair) => !isPair(pair)) : pairs;
    if (wrong !== undefined)
      return `expected lists of [offset, message] in "msgs", got ${JSON.stringify(wrong)} for ${key}`;
  }
  return undefined;
}
