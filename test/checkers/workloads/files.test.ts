/** Files of Maelstrom's workloads and of Jepsen's, as they write them, through the judges that the chapter names for them. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { makeJudge, parseHistory } from '../../../checkers/index.js';

const chapter = readFileSync(new URL('../../../checkers/README.md', import.meta.url), 'utf8');

/** Operations one after another: `process f asked answer`, all in EDN; `!` and `?` as the answer: it failed, nobody knows. */
function edn(...lines: readonly string[]): string {
  const events = lines.flatMap((line) => {
    const [process, f, asked = 'nil', answer = asked, ...more] = line.split(' | ');
    const type = answer === '!' ? ':fail' : answer === '?' ? ':info' : ':ok';
    const event = (kind: string, value: string): string =>
      `{:type ${kind}, :process ${process}, :f ${f}, :value ${value}${more.map((field) => `, ${field}`).join('')}}`;
    return [event(':invoke', asked), event(type, type === ':ok' ? answer : asked)];
  });
  return events
    .map((event, index) => event.replace('{', `{:index ${index}, :time ${10 * index}, `))
    .join('\n');
}

const final = ':final? true';

/** Workload, judge, a good file, and a bad one with the kind of its first anomaly. */
type Row = readonly [workload: string, judge: string, good: string, bad: string, kind: string];

/** What a file that calls functions otherwise is judged with. */
const parameters: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'kafka by other names': { send: 'produce', poll: 'consume' },
};

const rows: readonly Row[] = [
  [
    'echo',
    'echo',
    edn('0 | :echo | "Please echo 3" | {:echo "Please echo 3", :type "echo_ok", :in_reply_to 1}'),
    edn('0 | :echo | "Please echo 3" | {:echo "Please echo 4", :type "echo_ok", :in_reply_to 1}'),
    'wrong-echo',
  ],
  [
    'unique-ids',
    'unique-ids',
    edn('0 | :generate | nil | "a-1"', '1 | :generate | nil | "b-1"', '2 | :generate | nil | ?'),
    edn('0 | :generate | nil | [1 2]', '1 | :generate | nil | [1 2]'),
    'duplicate',
  ],
  [
    'broadcast',
    'eventual-set',
    edn('0 | :broadcast | 3', '1 | :read | nil | []', `0 | :read | nil | [3] | ${final}`),
    edn('0 | :broadcast | 3', '1 | :broadcast | 4', `0 | :read | nil | [4] | ${final}`),
    'lost',
  ],
  [
    'g-set',
    'set-full',
    edn('0 | :add | 3', '1 | :add | 4 | ?', '2 | :read | nil | #{}', `0 | :read | nil | #{3} | ${final}`),
    edn('0 | :add | 3', '2 | :read | nil | #{3}', `0 | :read | nil | #{} | ${final}`),
    'lost',
  ],
  [
    'g-counter',
    'eventual-counter',
    edn('0 | :add | 3', '1 | :read | nil | 0', '2 | :add | 2 | ?', `0 | :read | nil | 5 | ${final}`),
    edn('0 | :add | 3', '2 | :add | 2 | ?', `0 | :read | nil | 4 | ${final}`),
    'impossible-total',
  ],
  [
    'pn-counter',
    'eventual-counter',
    edn('0 | :add | 3', '1 | :add | -2', `0 | :read | nil | 1 | ${final}`),
    edn('0 | :add | 3', '1 | :add | -2', `0 | :read | nil | 3 | ${final}`),
    'impossible-total',
  ],
  [
    'lin-kv',
    'key-value',
    edn(
      '0 | :write | [1 3]',
      '0 | :cas | [1 [3 4]]',
      '1 | :read | [1 nil] | [1 4]',
      '2 | :read | [2 nil] | !',
    ),
    edn('0 | :write | [1 3]', '0 | :cas | [1 [3 4]]', '1 | :read | [1 nil] | [1 3]'),
    'not-linearizable',
  ],
  [
    'txn-list-append',
    'list-append',
    edn('0 | :txn | [[:append 1 2]]', '1 | :txn | [[:r 1 nil] [:append 1 3]] | [[:r 1 [2]] [:append 1 3]]'),
    edn('0 | :txn | [[:append 1 2]]', '1 | :txn | [[:r 1 nil]] | [[:r 1 nil]]'),
    'G-single-realtime',
  ],
  [
    'txn-rw-register',
    'multi-register',
    edn('0 | :txn | [[:w 1 2]]', '1 | :txn | [[:r 1 nil] [:w 3 3]] | [[:r 1 2] [:w 3 3]]'),
    edn('0 | :txn | [[:w 1 2]]', '1 | :txn | [[:r 1 nil]] | [[:r 1 nil]]'),
    'cycle',
  ],
  [
    'kafka',
    'kafka',
    edn(
      '0 | :send | [[:send 7 1]] | [[:send 7 [0 1]]]',
      '0 | :txn | [[:send 7 2] [:poll]] | [[:send 7 [1 2]] [:poll {7 [[0 1]]}]]',
      '1 | :assign | [7]',
      '1 | :poll | [[:poll]] | [[:poll {7 [[0 1] [1 2]]}]]',
    ),
    edn(
      '0 | :send | [[:send 7 1]] | [[:send 7 [0 1]]]',
      '0 | :send | [[:send 7 2]] | [[:send 7 [1 2]]]',
      '1 | :poll | [[:poll]] | [[:poll {7 [[1 2]]}]]',
    ),
    'lost-write',
  ],
  [
    'kafka by other names',
    'kafka',
    edn(
      '0 | :produce | [[:send 7 1]] | [[:send 7 [0 1]]]',
      '1 | :consume | [[:poll]] | [[:poll {7 [[0 1]]}]]',
    ),
    edn('0 | :produce | [[:send 7 1]] | [[:send 7 [0 1]]]', '1 | :consume | [[:poll]] | [[:poll {}]]'),
    'unseen',
  ],
  [
    'total-queue',
    'total-queue',
    edn('0 | :enqueue | 1', '1 | :enqueue | 2 | ?', '2 | :dequeue | nil | 2', '2 | :drain | nil | [1]'),
    edn('0 | :enqueue | 1', '0 | :enqueue | 3', '2 | :dequeue | nil | 3', '2 | :drain | nil | []'),
    'lost',
  ],
  [
    'bank',
    'bank',
    edn(
      '0 | :read | nil | {0 5, 1 5}',
      '1 | :transfer | {:from 0, :to 1, :amount 2}',
      '0 | :read | nil | {0 3, 1 7}',
    ),
    edn(
      '0 | :read | nil | {0 5, 1 5}',
      '1 | :transfer | {:from 0, :to 1, :amount 2}',
      '0 | :read | nil | {0 5, 1 7}',
    ),
    'wrong-total',
  ],
  [
    'long-fork',
    'long-fork',
    edn('0 | :write | [[:w 1 1]]', '1 | :read | [[:r 1 nil] [:r 2 nil]] | [[:r 1 1] [:r 2 nil]]'),
    edn(
      '0 | :write | [[:w 1 1]]',
      '1 | :write | [[:w 2 1]]',
      '2 | :read | [[:r 1 nil] [:r 2 nil]] | [[:r 1 1] [:r 2 nil]]',
      '3 | :read | [[:r 2 nil] [:r 1 nil]] | [[:r 2 1] [:r 1 nil]]',
    ),
    'long-fork',
  ],
];

describe.each(rows)('%s, by %s', (workload, name, good, bad, kind) => {
  const judged = (text: string) => {
    const judge = makeJudge(name, parameters[workload]);
    return judge.checker.check(parseHistory(text, judge.adapter, { independent: judge.independent }));
  };
  it('passes a good file', () => {
    expect(judged(good).verdict).toBe('valid');
  });
  it(`finds ${kind}`, () => {
    const verdict = judged(bad);
    expect(verdict.verdict === 'invalid' && verdict.anomalies[0]?.kind).toBe(kind);
  });
  it('is named in the chapter', () => {
    expect(chapter).toContain(`\`seedstorm check ${name} history.edn\``);
  });
});

it.each([
  ['set-full', edn('0 | :insert | 1', '0 | :read | nil | [1]'), /add \(parameter add\).* add=insert/],
  [
    'eventual-set',
    edn('0 | :add | 1', '0 | :list | nil | [1]', '0 | :read | nil | 1'),
    /line 6: read answers all elements, a list, not 1/,
  ],
  ['eventual-counter', edn('0 | :increment | 1', '0 | :read | nil | 1'), /add=increment/],
  [
    'eventual-counter',
    edn('0 | :add | 1', '0 | :read | nil | "1"'),
    /line 4: read answers the total, a number within 2\^53, not "1"/,
  ],
  ['total-queue', edn('0 | :push | 1', '0 | :pop | nil | 1'), /enqueue \(parameter enqueue\)/],
  ['total-queue', edn('0 | :enqueue | 1', '0 | :take | nil | 1', '0 | :drain | nil | []'), /dequeue=take/],
  [
    'kafka',
    edn('0 | :produce | 1'),
    /send \(parameter send\), poll \(parameter poll\), txn \(parameter txn\)/,
  ],
  ['echo', edn('0 | :say | 1'), /echo=say/],
])('%s refuses a file of other functions', (name, text, message) => {
  const { adapter } = makeJudge(name);
  expect(() => parseHistory(text, adapter)).toThrow(message);
});
