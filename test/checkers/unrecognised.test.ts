/** Of every judge: nothing recognised is not valid, whether by other names, by misspelt ones, or as nothing succeeded. */
import { describe, expect, it } from 'vitest';
import { HistoryError } from '../../checkers/formats/events.js';
import { parseHistory } from '../../checkers/formats/read.js';
import { judgeNames, makeJudge, registryEntry } from '../../checkers/registry.js';
import { NEEDED, SMALL_HISTORIES, smallHistory } from './small-histories.js';

/** The verdict, or `refused: ` and why the history or a parameter is. */
function judged(name: string, text: string, params: Readonly<Record<string, unknown>> = {}): string {
  const { adapter, checker } = makeJudge(name, { ...NEEDED[name], ...params });
  try {
    const { verdict, reason } = checker.check(parseHistory(text, adapter));
    return `${verdict}: ${reason}`;
  } catch (error) {
    if (error instanceof HistoryError) return `refused: ${error.reason}`;
    throw error;
  }
}

/** The parameters that name functions, by the functions. */
function parametersOf(name: string): Record<string, string> {
  const named = Object.entries(registryEntry(name)!.parameters).flatMap(
    ([parameter, { summary, obvious }]) => {
      const f = obvious === true ? parameter : /^the function that .*\(default: (\S+)\)$/.exec(summary)?.[1];
      return f === undefined ? [] : [[f, parameter] as const];
    },
  );
  return Object.fromEntries(named);
}

/** Their operations are told by what they hold, whatever they are called. */
const KNOWN_BY_FORM = ['list-append', 'multi-register', 'long-fork'];

/** What one of its functions does, another may do as well: only where both are missing it shows. */
const INTERCHANGEABLE = ['kafka'];

/** Functions without which a judge says as much as it knows, since the rest stands for itself. */
const SPARED = ['snapshot', 'transact', 'begin', 'drain', 'refuse'];

describe.each(judgeNames)('%s', (name) => {
  const parameters = parametersOf(name);
  const functions = [...new Set(SMALL_HISTORIES[name]!.map(([, f]) => f))].filter(
    (f) => parameters[f] !== undefined,
  );
  const strange = Object.fromEntries(SMALL_HISTORIES[name]!.map(([, f]) => [f, `my-${f}`]));

  it('has a parameter for each function of the history below, and finds no fault with it', () => {
    expect(functions.toSorted()).toEqual(Object.keys(parameters).toSorted());
    const said = judged(name, smallHistory(name));
    expect(said).toMatch(/^valid: /);
    expect(said, 'one thing is singular').not.toMatch(/\b1 (?:\w+ed |final |idempotency )?\w+s\b/);
  });

  it.each(['fail', 'info'])('says that nothing succeeded where all ended as %s', (type) => {
    expect(judged(name, smallHistory(name, { type }))).toMatch(
      /^unknown: nothing to judge: (none of the \d+ operations|the only operation|no operation took place)/,
    );
  });

  it('refuses a history of other functions, by name, and says how to name them', () => {
    const refusal = judged(name, smallHistory(name, { names: strange }));
    if (KNOWN_BY_FORM.includes(name)) return expect(refusal).toMatch(/^valid: /);
    expect(refusal).toMatch(/^refused: /);
    expect(refusal).toMatch(/my-/);
    const parametered = registryEntry(name)!.parameters;
    for (const parameter of Object.values(parameters))
      if (parametered[parameter]?.obvious !== true) expect(refusal).toContain(`(parameter ${parameter})`);
  });

  it('takes the names that parameters give', () => {
    const names = Object.fromEntries(functions.map((f) => [f, `my-${f}`]));
    const params = Object.fromEntries(functions.map((f) => [parameters[f], `my-${f}`]));
    expect(judged(name, smallHistory(name, { names }), params)).toBe(judged(name, smallHistory(name)));
  });

  it.each(functions)('refuses a name for %s that no operation has', (f) => {
    expect(judged(name, smallHistory(name), { [parameters[f]!]: `${f}e` })).toMatch(
      new RegExp(`^refused: .*\\b${f}e\\b`),
    );
  });

  it.each(functions)('draws no conclusion from half of a history, where %s has another name', (f) => {
    if (SPARED.includes(f) || [...KNOWN_BY_FORM, ...INTERCHANGEABLE].includes(name)) return;
    expect(judged(name, smallHistory(name, { names: { [f]: `my-${f}` } }))).toMatch(/^(refused|unknown): /);
  });
});

it('misses what no other function does instead', () => {
  const names = { poll: 'my-poll', txn: 'my-txn' };
  expect(judged('kafka', smallHistory('kafka', { names }))).toMatch(/^refused: kafka looks for poll /);
});

it('needs a name of its own for each function', () => {
  expect(() => makeJudge('exactly-once', { sent: 'drain' })).toThrow(
    'the functions sent and drain cannot both be called drain',
  );
  expect(() => makeJudge('exactly-once', { sent: '' })).toThrow(
    'sent of exactly-once takes the name of a function',
  );
});
