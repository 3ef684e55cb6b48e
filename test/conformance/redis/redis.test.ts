/**
 * Redis and ours, script by script: what the real server did is recorded, ours does the same, and where `SEEDSTORM_REDIS`
 * names a server that tests may empty, it does so still. `UPDATE_GOLDEN=1` records it anew.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { CorePort } from './core-port.js';
import { drawLua } from './drawn/lua.js';
import { draw } from './drawn/scripts.js';
import { drawStreams } from './drawn/streams.js';
import type { Script } from './language.js';
import { play } from './play.js';
import { isThere, RealPort } from './real-port.js';
import { readRecorded, rulesPage, writeRecorded } from './recorded.js';
import { coreScripts } from './scripts/all.js';
import { scripts as streamScripts } from './scripts/streams.js';
import { StreamsPort } from './streams-port.js';

const golden = (name: string): string =>
  fileURLToPath(new URL(`../../golden/redis-7.0.15/${name}.txt`, import.meta.url));
const pageOf = (folder: string): string =>
  fileURLToPath(new URL(`../../../servers/redis/${folder}/rules.md`, import.meta.url));
const updates = process.env['UPDATE_GOLDEN'] === '1';
const there = await isThere();
const recorded = readRecorded(golden('core'));
const streams = readRecorded(golden('streams'));

/** Of streams alone it is not recorded what followers are told. */
const textOf = ({ name }: Script, lines: readonly string[], isOfStreams = false): string =>
  [name, ...(isOfStreams ? lines.filter((line) => !line.startsWith('    > ')) : lines)].join('\n');

describe('what Redis does', () => {
  const real = there ? new RealPort({ follows: true }) : undefined;
  afterAll(() => real?.end());

  it.runIf(there)('is still what was recorded', { timeout: 60_000 }, async () => {
    if (real === undefined) return;
    for (const script of [...coreScripts, ...streamScripts]) {
      await real.begin();
      const isOfStreams = streamScripts.includes(script);
      const text = textOf(script, await play(script, real), isOfStreams);
      const before = isOfStreams ? streams : recorded;
      if (updates) before.set(script.name, text);
      expect.soft(text).toBe(before.get(script.name));
    }
    if (!updates) return;
    writeRecorded(golden('core'), coreScripts, recorded);
    writeRecorded(golden('streams'), streamScripts, streams);
  });

  it.each(coreScripts.map((script) => [script.name, script] as const))(
    'ours does it: %s',
    async (name, script) => {
      expect([name, ...(await play(script, new CorePort()))].join('\n')).toBe(recorded.get(name));
    },
  );

  it.each(streamScripts.map((script) => [script.name, script] as const))(
    'ours does it with streams, alone and among the other types: %s',
    async (name, script) => {
      expect(textOf(script, await play(script, new StreamsPort()), true)).toBe(streams.get(name));
      expect(textOf(script, await play(script, new CorePort()), true)).toBe(streams.get(name));
    },
  );

  it.runIf(there)('and ours do the same in drawn scripts', { timeout: 60_000 }, async () => {
    for (let number = 0; number < 300 && real !== undefined; number++) {
      const script = draw('suite', number);
      await real.begin();
      expect(await play(script, new CorePort()), script.name).toEqual(await play(script, real));
    }
    for (let number = 0; number < 100 && real !== undefined; number++) {
      const script = drawStreams('suite', number);
      await real.begin();
      const theirs = await play(script, real);
      expect(await play(script, new CorePort()), script.name).toEqual(theirs);
      expect(textOf(script, await play(script, new StreamsPort()), true)).toBe(textOf(script, theirs, true));
    }
  });

  it.runIf(there)('and ours do the same in drawn programs of Lua', { timeout: 60_000 }, async () => {
    for (let number = 0; number < 50 && real !== undefined; number++) {
      const script = drawLua('suite', number);
      await real.begin();
      expect(await play(script, new CorePort()), script.name).toEqual(await play(script, real));
    }
  });

  it('stands in the chapters, rule by rule', async () => {
    for (const [folder, text] of [
      ['core', await rulesPage('What Redis does', 'ours does', coreScripts)],
      ['streams', await rulesPage('What Redis does with streams', 'our streams do', streamScripts)],
    ] as const) {
      if (updates) writeFileSync(pageOf(folder), text);
      expect(readFileSync(pageOf(folder), 'utf8')).toBe(text);
    }
  });
});
