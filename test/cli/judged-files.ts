/** Histories in files for the commands that judge them, and what these print. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { runCli } from '../../cli/app.js';
import { check } from '../../cli/commands/check.js';
import { ladder } from '../../cli/commands/ladder.js';
import { fakeTerminal } from './fake-terminal.js';

export const folder = mkdtempSync(join(tmpdir(), 'seedstorm-check-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** @returns its path */
export const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

export async function run(argv: string[], options: Parameters<typeof fakeTerminal>[0] = {}) {
  const terminal = fakeTerminal(options);
  const code = await runCli(argv, [check, ladder], terminal);
  return { code, out: terminal.printed(), err: terminal.noted() };
}

export const lines = (...events: object[]): string =>
  events.map((event) => `${JSON.stringify(event)}\n`).join('');
export const op = (process: number, f: string, asked: unknown, answered: unknown = asked): object[] => [
  { type: 'invoke', process, f, value: asked },
  { type: 'ok', process, f, value: answered },
];

export const good = lines(...op(0, 'write', 3), ...op(1, 'read', null, 3));
export const stale = lines(...op(0, 'write', 3), ...op(0, 'write', 4), ...op(1, 'read', null, 3));
export const credits = lines(...op(0, 'credit', 5), ...op(0, 'debit', 2), ...op(1, 'read', null, 3));
