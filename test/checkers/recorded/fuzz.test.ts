/**
 * Every judge of the registry, together with the reading of files: random small histories are written down as recorders
 * write them, read, judged, and compared with the definition of the judge on what was drawn, which no reader has touched.
 *
 * SEEDSTORM_FUZZ sets the number of histories for each judge (15 by default, 100,000 for the night).
 */
import { describe, expect, it } from 'vitest';
import { HistoryError } from '../../../checkers/formats/events.js';
import { parseHistory } from '../../../checkers/formats/read.js';
import { judgeNames, makeJudge, registryEntry } from '../../../checkers/registry.js';
import { Random } from '../fuzz/random.js';
import { AGREEMENT_SUBJECTS } from './agreement.js';
import { API_ONLY_SUBJECTS } from './api-only.js';
import { DELIVERY_SUBJECTS } from './delivery.js';
import { drawOperations } from './drawn.js';
import type { Drawn } from './drawn.js';
import { HOLDER_SUBJECTS } from './holders.js';
import { KAFKA_SUBJECT } from './kafka.js';
import { OBJECT_SUBJECTS } from './objects.js';
import { LIMIT_SUBJECTS } from './limits.js';
import { ORDER_SUBJECTS } from './orders.js';
import type { Subject } from './subject.js';
import { WORKLOAD_SUBJECTS } from './workloads.js';
import { written } from './written.js';
import type { Written } from './written.js';

const HISTORIES = Number(process.env['SEEDSTORM_FUZZ'] ?? 15);

const SUBJECTS: readonly Subject[] = [
  ...OBJECT_SUBJECTS,
  ...ORDER_SUBJECTS,
  ...DELIVERY_SUBJECTS,
  ...AGREEMENT_SUBJECTS,
  ...HOLDER_SUBJECTS,
  ...LIMIT_SUBJECTS,
  ...WORKLOAD_SUBJECTS,
  KAFKA_SUBJECT,
  ...API_ONLY_SUBJECTS,
];

/** By function: the parameter of the judge that gives it another name. */
function parametersOf(judge: string): Record<string, string> {
  const named = Object.entries(registryEntry(judge)?.parameters ?? {}).flatMap(
    ([parameter, { summary, obvious }]) => {
      const f = obvious === true ? parameter : /^the function that .*\(default: (\S+)\)$/.exec(summary)?.[1];
      return f === undefined ? [] : [[f, parameter] as const];
    },
  );
  return Object.fromEntries(named);
}

/** A completion alone says enough where it does not answer anything beside the question. */
const isSaidByTheEnd = ({ input, output }: Drawn): boolean =>
  input['value'] === undefined || output === undefined || input.f === 'txn';

function verdictOf(
  { judge, params, made }: Subject,
  file: Written,
): { verdict: string; reason: string; sawNothing?: boolean } {
  const { checker, adapter, independent } = made ?? makeJudge(judge, { ...params, ...file.params });
  try {
    const history = parseHistory(file.text, adapter, { independent, rename: file.rename });
    // All of the verdict is made, the evidence too: what is stated of a violation is confirmed then, or throws.
    const { verdict, reason, ...more } = { ...checker.check(history) };
    return { verdict, reason, sawNothing: 'nothingToJudge' in more };
  } catch (error) {
    if (error instanceof HistoryError) return { verdict: 'refused', reason: error.message };
    // A fault of the judge's own: which file shows it?
    throw new Error(`${(error as Error).message}: ${JSON.stringify(params ?? {})}\n${file.text}`, {
      cause: error,
    });
  }
}

function expected(subject: Subject, operations: readonly Drawn[], { isContradictory }: Written): string {
  if (isContradictory) return 'refused';
  const fine = subject.fine(operations);
  return fine === undefined ? 'unknown' : fine ? 'valid' : 'invalid';
}

const isPairAlone = ({ output }: Drawn): boolean => Array.isArray(output) && output.length === 2;

/** The verdicts that were compared, by how often. */
function compare(subject: Subject, count: number): Record<string, number> {
  const parameters = parametersOf(subject.judge);
  const { independent } = subject.made ?? makeJudge(subject.judge, subject.params);
  const seen: Record<string, number> = { valid: 0, invalid: 0 };
  for (let seed = 1; seed <= count; seed++) {
    const random = new Random(seed);
    const sequential = random.chance(15);
    const operations = drawOperations(random, subject.start(random), {
      operations: 1 + random.below(subject.most ?? 7),
      processes: 1 + random.below(3),
      sequential,
      uncertain: subject.uncertain ?? random.pick([0, 8, 15]),
    });
    if (subject.usable?.(operations) === false) continue;
    const isTold = operations.every(({ ended }) => ended !== undefined);
    const alone =
      sequential &&
      subject.neverAlone !== true &&
      isTold &&
      operations.every(isSaidByTheEnd) &&
      random.chance(60);
    const file = written(operations, subject, random, { parameters, independent, alone });
    // Nothing but completions with two values each: nobody can tell lists of two from [key value].
    if (alone && independent === true && operations.every(isPairAlone)) continue;
    const wanted = expected(subject, operations, file);
    const { verdict, reason, sawNothing } = verdictOf(subject, file);
    const isDoubt =
      verdict === 'unknown' && wanted === 'valid' && (sawNothing === true || subject.mayDoubt === true);
    if (verdict !== wanted && !isDoubt)
      throw new Error(
        `seed ${seed}: ${verdict} (${reason}), by definition ${wanted}; ${JSON.stringify({ ...subject.params, ...file.params, ...file.rename })}\n${file.text}`,
      );
    seen[verdict] = (seen[verdict] ?? 0) + 1;
  }
  return seen;
}

it('has a definition for every judge', () => {
  const judged = new Set(SUBJECTS.map(({ judge }) => judge));
  expect(judgeNames.filter((name) => !judged.has(name))).toEqual([]);
});

describe(`${HISTORIES} recorded histories`, () => {
  it.each(
    SUBJECTS.map((subject) => [`${subject.judge} ${JSON.stringify(subject.params ?? {})}`, subject] as const),
  )('%s', (_name, subject) => {
    const seen = compare(subject, HISTORIES);
    // A comparison of one verdict with itself proves nothing.
    expect(Math.min(seen['valid']!, seen['invalid']!)).toBeGreaterThanOrEqual(Math.floor(HISTORIES / 50));
  });
});
