/** Keeps the promise that every kind of fault has a test of its effect. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { faultKinds } from '../../../../sim/faults/fault.js';

const folder = new URL('./', import.meta.url);
const tested = readdirSync(folder)
  .filter((name) => name.endsWith('.test.ts'))
  .flatMap((name) => [...readFileSync(new URL(name, folder), 'utf8').matchAll(/^\s*shows\('([\w-]+)'/gm)])
  .map((match) => match[1] as string);

it.each(faultKinds)('%s has a test that shows its effect', (kind) => {
  expect(
    tested,
    `write one in ${folder.pathname.split('/').slice(-5).join('/')}: shows('${kind}', …)`,
  ).toContain(kind);
});

it('no test shows a fault that does not exist', () => {
  expect(tested.filter((kind) => !(faultKinds as readonly string[]).includes(kind))).toEqual([]);
});
