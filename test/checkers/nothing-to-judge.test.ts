/** Nothing passes that was not looked at: a history that shows a checker nothing is `unknown`, by name. */
import { describe, expect, it } from 'vitest';
import { judgeNames, linearizable, makeJudge, registerModel, sagaAtomicity } from '../../checkers/index.js';
import type { Checker, History, Operation } from '../../checkers/history.js';
import { kafka } from '../../checkers/delivery/kafka.js';
import { consumerGroups } from '../../checkers/delivery/consumer-groups.js';

const NEEDED: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  bank: { initial: { a: 1 } },
  conservation: { total: 1 },
  'rate-limit': { limit: 1, windowMs: 100 },
};

const checkers: readonly (readonly [string, Checker])[] = [
  ...judgeNames.map((name) => [name, makeJudge(name, NEEDED[name] ?? {}).checker] as const),
  ['kafka', kafka()],
  ['consumer-groups', consumerGroups()],
  ['saga-atomicity', sagaAtomicity({ steps: [{ action: 'reserve', compensation: 'release' }] })],
];

const strange: Operation = {
  process: 'a',
  input: { f: 'mumble', value: 1 },
  output: 1,
  type: 'ok',
  invoke: 0,
  complete: 1,
};

/** Its verdict; a refusal counts too, since nobody takes it for a valid history. */
function verdictOf(checker: Checker, history: History): string {
  try {
    return checker.check(history).verdict;
  } catch (error) {
    return (error as Error).name;
  }
}

describe.each(checkers)('%s', (_name, checker) => {
  it('says of an empty history that there is nothing to judge', () => {
    expect(verdictOf(checker, [])).toBe('unknown');
  });

  it('does not pass a history in which it understands nothing', () => {
    expect(['unknown', 'MalformedHistory']).toContain(verdictOf(checker, [strange]));
  });
});

it('says what it looked for and what it found', () => {
  const produced = { ...strange, input: { f: 'produce', value: 1 } };
  expect(
    makeJudge('exactly-once').checker.check([produced, { ...produced, invoke: 2, complete: 3 }]),
  ).toEqual({
    verdict: 'unknown',
    nothingToJudge: true,
    reason:
      'nothing to judge: this looks for messages that were sent and took effect (functions send and process, field value), and the history shows none of it; it has 2 × produce ok',
  });
});

it('takes nothing from operations of which nobody knows how they ended', () => {
  const open = {
    process: 'a',
    input: { f: 'write', value: 1 },
    type: 'info',
    invoke: 0,
    complete: Infinity,
  } as const;
  const checker = linearizable(registerModel());
  const reason = 'nothing to judge: the only operation is not known to have happened';
  expect(checker.check([open])).toEqual({ verdict: 'unknown', reason, nothingToJudge: true });
  const online = checker.online();
  online.invoke(0, 'a', open.input);
  online.complete(0, 'info');
  expect(online.finish().verdict).toBe('unknown');
});
