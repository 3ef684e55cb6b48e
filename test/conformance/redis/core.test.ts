/**
 * Redis and ours, script by script: what the real server did is recorded, ours does the same, and where `SEEDSTORM_REDIS`
 * names a server that tests may empty, it does so still. `UPDATE_GOLDEN=1` records it anew.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { CorePort } from './core-port.js';
import { draw } from './drawn/scripts.js';
import { play } from './play.js';
import { isThere, RealPort } from './real-port.js';
import { readRecorded, rulesPage, writeRecorded } from './recorded.js';
import { coreScripts } from './scripts/all.js';
import { scripts as streamScripts } from './scripts/streams.js';

const golden = (name: string): string =>
  fileURLToPath(new URL(`../../golden/redis-7.0.15/${name}.txt`, import.meta.url));
const page = fileURLToPath(new URL('../../../servers/redis/core/rules.md', import.meta.url));
const updates = process.env['UPDATE_GOLDEN'] === '1';
const there = await isThere();
const recorded = readRecorded(golden('core'));
const streams = readRecorded(golden('streams'));

describe('what Redis does', () => {
  const real = there ? new RealPort({ follows: true }) : undefined;
  afterAll(() => real?.end());

  it.runIf(there)('is still what was recorded', { timeout: 60_000 }, async () => {
    if (real === undefined) return;
    for (const script of coreScripts) {
      await real.begin();
      const text = [script.name, ...(await play(script, real))].join('\n');
      if (updates) recorded.set(script.name, text);
      expect.soft(text).toBe(recorded.get(script.name));
    }
    if (updates) writeRecorded(golden('core'), coreScripts, recorded);
  });

  it.each(coreScripts.map((script) => [script.name, script] as const))(
    'ours does it: %s',
    async (name, script) => {
      expect([name, ...(await play(script, new CorePort()))].join('\n')).toBe(recorded.get(name));
    },
  );

  it('of streams, ours does among the other types', async () => {
    for (const script of streamScripts) {
      const lines = await play(script, new CorePort());
      const text = [script.name, ...lines.filter((line) => !line.startsWith('    > '))].join('\n');
      expect.soft(text).toBe(streams.get(script.name));
    }
  });

  it.runIf(there)('and ours do the same in drawn scripts', { timeout: 60_000 }, async () => {
    for (let number = 0; number < 300 && real !== undefined; number++) {
      const script = draw('suite', number);
      await real.begin();
      expect(await play(script, new CorePort()), script.name).toEqual(await play(script, real));
    }
  });

  it('stands in the chapter, rule by rule', async () => {
    const text = await rulesPage('What Redis does', 'ours does', coreScripts);
    if (updates) writeFileSync(page, text);
    expect(readFileSync(page, 'utf8')).toBe(text);
  });
});
