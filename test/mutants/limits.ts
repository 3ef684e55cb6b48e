/** Seeded mutants of the checkers of limits. */
import type { Mutant } from './mutant.js';

/** The tests that must kill them. */
export const LIMIT_MUTANT_TESTS = ['test/checkers/limits', 'test/checkers/recorded/fuzz.test.ts'];

const mutant = (file: string, name: string, find: string, replace: string): Mutant => ({
  name: `limits/${file}: ${name}`,
  file: `checkers/limits/${file}.ts`,
  find,
  replace,
});

export const LIMIT_MUTANTS: readonly Mutant[] = [
  mutant(
    'rate-limit',
    'what never returned was decided at once',
    "operation.type === 'info' ? Infinity : typeof",
    'typeof',
  ),
  mutant(
    'rate-limit',
    'what failed was let in',
    "operation.type === 'fail' ? undefined : admitted",
    'admitted',
  ),
  mutant('rate-limit', 'any weight counts', 'if (!isWeight(weight)) {', 'if (false) {'),
  mutant(
    'rate-limit',
    'one more is let in',
    'weight > mostOf(rate) + TOLERANCE;',
    'weight > mostOf(rate) + 1;',
  ),
  mutant(
    'rate-limit',
    'a refusal has no weight',
    'weight + refusal.weight > mostOf(rate)',
    'weight + 1 > mostOf(rate)',
  ),
  mutant(
    'rate-limit',
    'a bucket fills in one second',
    '(1000 * rate.burst) / rate.perSecond : rate.windowMs',
    '1000 : rate.windowMs',
  ),
  mutant('fullest-window', 'what ends too late is held', 'if (!tooLate.has(admission)) {', 'if (true) {'),
  mutant('fullest-window', 'the end of a window is in it', '+ windowMs - EDGE_MS;', '+ windowMs + EDGE_MS;'),
  mutant('fullest-window', 'weights are not given back', 'if (held.delete(last)) weight -= last.weight;', ''),
  mutant(
    'fullest-window',
    'own windows have no names',
    'if (window !== undefined) return identityOf(window);',
    '',
  ),
  mutant(
    'fullest-window',
    'a decision between two windows falls into the first',
    'return first === Math.floor((untilMs + EDGE_MS) / windowMs) ? first : undefined;',
    'return first;',
  ),
  mutant('fullest-bucket', 'nothing flows in', '-perMs * (untilMs', '-0 * (untilMs'),
  mutant(
    'fullest-bucket',
    'a span begins where it likes',
    'tree.best + perMs * (admission.fromMs - firstEndMs)',
    'tree.best',
  ),
  mutant(
    'fullest-bucket',
    'what may never have been let in counts',
    'untilMs < Infinity);',
    'untilMs <= Infinity);',
  ),
  mutant('room', 'what was let in long ago counts', 'fromMs - countsForMs + EDGE_MS', '-Infinity'),
  mutant(
    'room',
    'what has no name of its window was in another',
    'byTime(-Infinity, untilMs),\n      );',
    'nothing(),\n      );',
  ),
  mutant(
    'room',
    'a refusal without a name is of no named window',
    'return both(byTime(sinceMs, untilMs), inAnyNamed(-Infinity, untilMs));',
    'return byTime(sinceMs, untilMs);',
  ),
  mutant('room', 'what came later counts', 'fromMs <= untilMs)]!', 'fromMs < Infinity)]!'),
];
