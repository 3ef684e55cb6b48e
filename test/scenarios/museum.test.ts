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

it('chapters link an exhibit that is there, and summaries cite the source', () => {
  const slugs = new Set(
    exhibits.map((text) =>
      (text.split('\n')[0] ?? '')
        .toLowerCase()
        .replace(/[^\w\- ]/g, '')
        .replaceAll(' ', '-'),
    ),
  );
  const chapters = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.md'),
  );
  for (const chapter of chapters) {
    const text = readFileSync(join(root, chapter), 'utf8');
    for (const [, slug] of text.matchAll(/museum\.md#([\w-]+)/g)) expect(slugs, chapter).toContain(slug);
    expect(text).not.toMatch(/museum \d/i);
  }
  const summaries = scenarios.flatMap(({ bugs = {} }) => Object.values(bugs).map(({ summary }) => summary));
  expect(summaries.filter((summary) => /museum/i.test(summary))).toEqual([]);
});
