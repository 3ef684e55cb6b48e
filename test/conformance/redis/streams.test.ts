/**
 * Redis and our streams, script by script: what the real server did is recorded, ours does the same, and where
 * `SEEDSTORM_REDIS` names a server that tests may empty, it does so still. `UPDATE_GOLDEN=1` records it anew.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { StreamsPort } from './streams-port.js';
import { drawStreams } from './drawn/streams.js';
import { play } from './play.js';
import { isThere, RealPort } from './real-port.js';
import { readRecorded, rulesPage, writeRecorded } from './recorded.js';
import { scripts } from './scripts/streams.js';

const file = fileURLToPath(new URL('../../golden/redis-7.0.15/streams.txt', import.meta.url));
const page = fileURLToPath(new URL('../../../servers/redis/streams/rules.md', import.meta.url));
const updates = process.env['UPDATE_GOLDEN'] === '1';
const there = await isThere();
if (!there)
  console.log('SEEDSTORM_REDIS names no Redis: its recorded behaviour is not compared with a real one.');

const recorded = readRecorded(file);

describe('what Redis does', () => {
  const real = new RealPort();
  afterAll(() => real.end());

  it.runIf(there)('is still what was recorded', { timeout: 60_000 }, async () => {
    for (const script of scripts) {
      await real.begin();
      const text = [script.name, ...(await play(script, real))].join('\n');
      if (updates) recorded.set(script.name, text);
      expect.soft(text).toBe(recorded.get(script.name));
    }
    if (updates) writeRecorded(file, scripts, recorded);
  });

  it.each(scripts.map((script) => [script.name, script] as const))(
    'ours does it: %s',
    async (name, script) => {
      expect([name, ...(await play(script, new StreamsPort()))].join('\n')).toBe(recorded.get(name));
    },
  );

  it.runIf(there)('and ours do the same in drawn scripts', { timeout: 60_000 }, async () => {
    for (let number = 0; number < 100; number++) {
      const script = drawStreams('suite', number);
      await real.begin();
      expect(await play(script, new StreamsPort()), script.name).toEqual(await play(script, real));
    }
  });

  it('stands in the chapter, rule by rule', async () => {
    const text = await rulesPage('What Redis does with streams', 'our streams do', scripts);
    if (updates) writeFileSync(page, text);
    expect(readFileSync(page, 'utf8')).toBe(text);
  });
});
