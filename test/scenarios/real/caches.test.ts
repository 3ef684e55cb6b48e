/** Caches of npm: the table of the chapter is what is measured. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { simulate } from 'seedstorm';
import { expect, it } from 'vitest';
import { cachesScenario, libraries, type Library } from '../../../scenarios/real/caches/scenario.js';

const { resolve } = createRequire(import.meta.url);

/** Some packages do not let their package.json be loaded: it is beside or above what they load. */
function versionOf(library: Library): string {
  const entry = resolve(library);
  const folder = entry.slice(0, entry.lastIndexOf(`node_modules/${library}/`));
  const text = readFileSync(`${folder}node_modules/${library}/package.json`, 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

async function measured(library: Library) {
  const run = async (faults?: 'none') =>
    simulate(cachesScenario, { seed: 2, params: { library }, ...(faults && { faults }) });
  const [calm, setBack] = [await run('none'), await run()];
  const isHeld = ({ checks }: typeof calm, name: string): boolean =>
    checks.find((check) => check.name === name)?.verdict === 'valid';
  const edges = calm.history.filter(({ input }) => (input as { f: string }).f === 'edge');
  const there = edges.filter(({ output }) => output === 'there').length;
  expect(edges.length).toBeGreaterThan(10);
  expect(isHeld(calm, 'not-too-old')).toBe(true);
  return [
    library,
    versionOf(library),
    there > edges.length / 2 ? 'there' : 'gone',
    isHeld(calm, 'kept') ? 'yes' : 'no',
    isHeld(setBack, 'not-too-old') ? 'in time' : 'too old',
  ];
}

it('the table of the chapter is what is measured', async () => {
  const text = readFileSync(new URL('../../../scenarios/real/caches/README.md', import.meta.url), 'utf8');
  const chapter = [...text.matchAll(/^\| `.*\| (in time|too old) +\|$/gm)].map(([line]) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  );
  const all: string[][] = [];
  for (const library of libraries) all.push(await measured(library));
  expect(all).toEqual(chapter);
});
