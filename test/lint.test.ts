/** The linter knows every function of Math that engines may compute differently. */
import { ESLint } from 'eslint';
import { expect, it } from 'vitest';

/** ECMAScript leaves no choice in these. */
const exact = [
  ...['abs', 'ceil', 'clz32', 'f16round', 'floor', 'fround', 'imul', 'max', 'min', 'round', 'sign', 'sqrt'],
  ...['sumPrecise', 'trunc'],
];

it('every inexact function of Math is refused in the engine, on whichever Node', async () => {
  const { rules } = (await new ESLint().calculateConfigForFile('sim/run/run.ts')) as {
    rules: Record<string, [number, ...{ object: string; property: string }[]]>;
  };
  const [, ...restricted] = rules['no-restricted-properties'] ?? [0];
  const refused = restricted.filter(({ object }) => object === 'Math').map(({ property }) => property);
  const functions = Object.getOwnPropertyNames(Math).filter(
    (name) => typeof (Math as unknown as Record<string, unknown>)[name] === 'function',
  );
  expect(refused.sort()).toEqual(functions.filter((name) => !exact.includes(name)).sort());
});
