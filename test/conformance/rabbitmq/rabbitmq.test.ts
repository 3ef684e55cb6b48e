/**
 * RabbitMQ and our broker, script by script: what the real server did is recorded, ours does the same, and where a real
 * server is at hand it does so still. `UPDATE_GOLDEN=1` records it anew, with a server.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { listenAmqp } from '../../../servers/index.js';
import { CorePort } from './core-port.js';
import { play } from './interpreter.js';
import type { Script } from './language.js';
import { transcript, transcriptsIn } from './recording.js';
import { rulesPage } from './rules.js';
import { scripts } from './scripts/index.js';
import { isThere, playAll } from './server.js';

const chapterOf = ({ name }: Script) => name.split('/')[0] ?? name;
const chapters = [...new Set(scripts.map(chapterOf))];
const file = (chapter: string) =>
  fileURLToPath(new URL(`../../golden/rabbitmq-3.10.8/${chapter}.txt`, import.meta.url));
const recorded = new Map(chapters.flatMap((chapter) => [...transcriptsIn(textOf(file(chapter)))]));
const there = await isThere();
if (!there)
  console.log('No RabbitMQ listens on loopback: its recorded behaviour is not compared with a real one.');

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

describe('what RabbitMQ does', () => {
  it.runIf(there)('is still what was recorded', { timeout: 240_000 }, async () => {
    const observed = await playAll(scripts);
    const now = new Map(recorded);
    for (const script of scripts) {
      const lines = observed.get(script.name);
      if (lines !== undefined) now.set(script.name, transcript(script, lines));
    }
    if (process.env['UPDATE_GOLDEN'] === '1')
      for (const chapter of chapters) {
        const own = scripts.filter((script) => chapterOf(script) === chapter);
        const text = own.map(({ name }) => now.get(name)).join('\n\n');
        writeFileSync(file(chapter), `${text}\n`);
        for (const { name } of own) recorded.set(name, now.get(name) ?? '');
      }
    for (const [name, text] of now) expect.soft(text, name).toBe(recorded.get(name));
  });

  it.each(scripts.map((script) => [script.name, script] as const))(
    'ours does it: %s',
    async (name, script) => {
      expect(transcript(script, await play(script, new CorePort()))).toBe(recorded.get(name));
    },
  );

  it('ours does it behind its wire too, for unmodified amqplib', { timeout: 240_000 }, async () => {
    const broker = await listenAmqp({ port: 0 });
    const observed = await playAll(scripts, { at: `amqp://127.0.0.1:${broker.port}` });
    await broker.close();
    expect(observed.size).toBeGreaterThan(250);
    for (const script of scripts) {
      const lines = observed.get(script.name);
      if (lines !== undefined) expect.soft(transcript(script, lines)).toBe(recorded.get(script.name));
    }
  });

  it('has a name and a rule in every script', () => {
    expect(new Set(scripts.map(({ name }) => name)).size).toBe(scripts.length);
    for (const { name, rule } of scripts) {
      expect(name).toMatch(/^[a-z-]+\/[a-z0-9-]+$/);
      expect(rule, name).toMatch(/^(?:[A-Z0-9]|x-).*\.$/);
    }
  });

  it('stands in the chapter, rule by rule', async () => {
    const page = fileURLToPath(new URL('../../../servers/amqp/rules.md', import.meta.url));
    const text = await rulesPage(scripts, 'test/golden/rabbitmq-3.10.8');
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(page, text);
    expect(readFileSync(page, 'utf8')).toBe(text);
  });
});
