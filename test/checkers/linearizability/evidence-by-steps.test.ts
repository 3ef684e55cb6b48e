/** The evidence of a violation is the same on every machine for whoever counts in steps. */
import { afterEach, expect, it, vi } from 'vitest';
import { linearizable, listAppendModel, type History, type Operation } from 'seedstorm/checkers';

afterEach(() => vi.restoreAllMocks());

const did = (process: string, ops: readonly unknown[], output: unknown, invoke: number): Operation => ({
  process,
  input: { f: 'txn', ops },
  output,
  type: 'ok',
  invoke,
  complete: invoke + 1,
});

/** Twenty appends one after another, of which a last read sees none. */
const history: History = [
  ...Array.from({ length: 20 }, (_, n) => did('a', [['append', 'x', n]], [['append', 'x', n]], 2 * n)),
  did('b', [['r', 'x', null]], [['r', 'x', []]], 40),
];

it('however slow the clock says that it is', () => {
  const check = () => {
    const verdict = linearizable(listAppendModel()).check(history, { steps: 1_000_000 });
    return verdict.verdict === 'invalid' ? verdict.core?.length : verdict.verdict;
  };
  const core = check();
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => (now += 1_000));
  expect([core, check()]).toEqual([2, 2]);
});
