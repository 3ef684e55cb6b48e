/** The museum: every command names a bug that is planted and says what shows it (the rows prove that it does). */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { scenarios } from '../../scenarios/index.js';

const root = fileURLToPath(new URL('../../scenarios/', import.meta.url));
const museum = readFileSync(join(root, 'museum.md'), 'utf8');
const exhibits = museum.split(/^## /m).slice(1);
const MOST_SEEDS = 200;

it.each(exhibits.map((text) => [text.split('\n')[0], text]))('%s', (_title, text = '') => {
  expect(text).toMatch(/Source: \S/);
  const commands = [...text.matchAll(/^npx seedstorm explore (\S+) --bug (\S+)$/gm)];
  expect(commands.length).toBeGreaterThan(0);
  for (const [, named = '', bug = ''] of commands) {
    const [scenario, ...others] = scenarios.filter(
      ({ name }) => name === named || name.endsWith(`/${named}`),
    );
    expect(others).toEqual([]);
    const planted = scenario?.bugs?.[bug];
    expect(planted?.shows?.within, `${named} --bug ${bug}`).toBeLessThanOrEqual(MOST_SEEDS);
  }
});

it('whoever cites a number finds it, and summaries cite the source instead', () => {
  const numbers = new Set(exhibits.map((text) => text.split('.')[0]));
  const chapters = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.md'),
  );
  for (const chapter of chapters)
    for (const [, number] of readFileSync(join(root, chapter), 'utf8').matchAll(/museum (\d+)/gi))
      expect(numbers, `museum ${number} in ${chapter}`).toContain(number);
  const summaries = scenarios.flatMap(({ bugs = {} }) => Object.values(bugs).map(({ summary }) => summary));
  expect(summaries.filter((summary) => /museum/i.test(summary))).toEqual([]);
});
