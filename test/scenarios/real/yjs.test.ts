import { expect, test } from 'vitest';
import { simulate, verify } from 'seedstorm';
import type { History, Operation } from 'seedstorm/checkers';
import { editsKept, yjsScenario } from '../../../scenarios/real/yjs.sim.js';

test.each(['bad-network', 'rough'])('documents converge and keep acknowledged edits: %s', async (profile) => {
  const acknowledged: number[] = [];
  for (let seed = 1; seed <= 60; seed++) {
    const run = await simulate(yjsScenario, { seed, ...(profile === 'rough' ? { faults: profile } : {}) });
    acknowledged.push(run.expectValid().operations.ok);
  }
  expect(Math.min(...acknowledged)).toBeGreaterThan(20);
});

test('two replicas that were cut off from each other merge what both wrote', async () => {
  const run = await simulate(yjsScenario, {
    params: { nodes: 2 },
    faults: [{ kind: 'partition', atMs: 0, durationMs: 1_200, groups: [['n1'], ['n2']] }],
  });
  run.expectValid();
  const finals = run.history
    .filter(({ process }) => process === 'final')
    .map(({ output }) => output as State);
  expect(finals.map(({ replica }) => replica)).toEqual(['n1', 'n2']);
  expect(finals[0]!.words).toEqual(finals[1]!.words);
  expect(finals[0]!.words.length).toBeGreaterThan(20);
});

test('two runs of a seed do not differ anywhere', async () => {
  for (let seed = 1; seed <= 3; seed++) expect(await verify(yjsScenario, { seed })).toBeUndefined();
});

interface State {
  readonly replica: string;
  readonly words: readonly string[];
  readonly map: Readonly<Record<string, string>>;
}

const insert = (word: string, type: Operation['type'] = 'ok') => ({ input: { f: 'insert', word }, type });
const remove = (word: string, output?: boolean) =>
  ({ input: { f: 'delete', word }, output, type: output === undefined ? 'info' : 'ok' }) as const;
const set = (entry: string, value: string) => ({ input: { f: 'set', entry, value }, type: 'ok' }) as const;

/** Edits, then what one replica held at the end. */
function history(
  edits: readonly Pick<Operation, 'input' | 'output' | 'type'>[],
  words: readonly string[],
  map: State['map'] = {},
): History {
  const final = {
    process: 'final',
    input: { f: 'state' },
    output: { replica: 'n1', words, map, snapshot: '' },
    type: 'ok',
  };
  return [...edits, final as Operation].map((operation, index) => {
    return { process: 'c1', ...operation, invoke: 2 * index, complete: 2 * index + 1 };
  });
}

test.each([
  ['everything in its place', history([insert('a'), set('x', 'b')], ['a'], { x: 'b' }), []],
  ['an insert that may have happened, there', history([insert('a', 'info')], ['a']), []],
  ['an insert that may have happened, not there', history([insert('a', 'info')], []), []],
  ['a lost insert', history([insert('a'), insert('b')], ['b']), ['lost-insert']],
  ['a word that was deleted', history([insert('a'), remove('a', true)], []), []],
  ['a word that may have been deleted', history([insert('a'), remove('a')], []), []],
  ['a deletion that is undone', history([insert('a'), remove('a', true)], ['a']), ['undone-delete']],
  ['a deletion that found nothing', history([remove('a', false), insert('a')], ['a']), []],
  ['a word from nowhere', history([insert('a', 'fail')], ['a']), ['phantom']],
  ['half a word', history([insert('ab')], ['a']), ['lost-insert', 'phantom']],
  ['a word twice', history([insert('a')], ['a', 'a']), ['duplicate']],
  ['an entry that is missing', history([set('x', 'b')], []), ['lost-set']],
  ['an entry nobody set so', history([set('x', 'b')], [], { x: 'c' }), ['phantom']],
])('edits-kept: %s', (_, edits, kinds) => {
  const verdict = editsKept().check(edits);
  expect(verdict.verdict).toBe(kinds.length === 0 ? 'valid' : 'invalid');
  expect(verdict.verdict === 'invalid' ? verdict.anomalies.map(({ kind }) => kind) : []).toEqual(kinds);
});

test('edits-kept says nothing when no replica shows its state', () => {
  expect(editsKept().check([]).verdict).toBe('unknown');
});
