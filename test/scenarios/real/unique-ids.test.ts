import { readFileSync } from 'node:fs';
import { simulate, verify } from 'seedstorm';
import { expect, it } from 'vitest';
import { libraries, uniqueIdsScenario } from '../../../scenarios/real/unique-ids/scenario.js';

const { faults: hours } = uniqueIdsScenario.bugs!['typeid-set-back']!;

/** Which of the claims holds in the first seeds. */
async function held(library: string, faults?: typeof hours) {
  const broken = new Set<string>();
  for (let seed = 1; seed <= 2; seed++) {
    const options = { seed, params: { library }, ...(faults && { faults }) };
    for (const { name, verdict } of (await simulate(uniqueIdsScenario, options)).checks)
      if (verdict === 'invalid') broken.add(name);
  }
  return (name: string) => (broken.has(name) ? 'no' : 'yes');
}

it('the table of the chapter is what is measured', async () => {
  const measured: string[][] = [];
  for (const library of libraries) {
    const [usually, later] = [await held(library), await held(library, hours)];
    measured.push([library, usually('unique'), usually('grows'), later('grows')]);
  }
  const text = readFileSync(new URL('../../../scenarios/real/unique-ids/README.md', import.meta.url), 'utf8');
  const chapter = [...text.matchAll(/^\| `.*\| (yes|no) +\|$/gm)].map(([line]) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  );
  expect(measured).toEqual(chapter);
});

it('two runs of a seed do not differ anywhere', async () => {
  expect(await verify(uniqueIdsScenario, { seed: 1 })).toBeUndefined();
});
