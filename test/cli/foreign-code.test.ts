/** Files of scenarios that end the process, await for ever, fail late or export strange things: 64, and the file's name. */
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectWithPackage, type Project } from '../packed-package.js';

const GOOD = `
import { clients, defineScenario, stateMachine, z } from 'seedstorm';
const program = stateMachine({ start: () => ({}), onRequest: (_state, _request, node) => node.reply(1) });
const made = (name: string, more = {}) => defineScenario({
  name, summary: 's', params: z.object({}), nodes: () => ['n1'], protocol: program,
  workload: () => clients(1, { read: 1 }), faults: 'none', durationMs: 3_000, check: {}, ...more });
`;

let project: Project;
beforeAll(() => {
  project = projectWithPackage();
}, 120_000);
afterAll(() => project.remove());

let count = 0;

async function ran(name: string, text: string, ...argv: string[]) {
  const cwd = join(project.folder, `f${count++}`);
  mkdirSync(cwd);
  writeFileSync(join(cwd, name), text);
  const main = join(project.folder, 'node_modules/seedstorm/dist/cli/main.js');
  const env = { PATH: process.env['PATH'], NO_COLOR: '1' };
  return new Promise<{ code: number; out: string; err: string }>((done) =>
    execFile(process.execPath, [main, ...argv], { cwd, env }, (error, out, err) =>
      done({ code: error === null ? 0 : Number(error.code), out, err }),
    ),
  );
}

describe('a file that cannot be used', () => {
  it.each([
    [
      'ends the process',
      'process.exit(0); export const a = 1;',
      /x\.sim\.ts ended the process with exit code 0/,
    ],
    [
      'ends it and says another code last',
      "process.on('exit', () => process.exit(0)); process.exit(1);",
      /x\.sim\.ts ended the process with exit code 1/,
    ],
    ['ends it past all listeners', 'process.reallyExit(0);', /x\.sim\.ts ended the process with exit code 0/],
    [
      'ends it in silence later',
      `${GOOD}setTimeout(() => process.exit(0), 1); await new Promise(() => {});`,
      /x\.sim\.ts/,
    ],
    [
      'awaits for ever',
      'await new Promise(() => {}); export const a = 1;',
      /x\.sim\.ts awaits something that never comes/,
    ],
    [
      'rejects late',
      `${GOOD}Promise.reject(new Error('late')); export const a = made('t/a');`,
      /x\.sim\.ts fails where nothing waits for it: Error: late/,
    ],
    [
      'exports a getter that throws',
      "export const a = { get kind() { throw new Error('getter'); } };",
      /x\.sim\.ts exports no scenario.*'a' throws when it is read: Error: getter/,
    ],
    [
      'exports a proxy',
      "export const a = new Proxy({}, { get() { throw new Error('proxy'); } });",
      /x\.sim\.ts exports no scenario.*proxy/,
    ],
    [
      'exports a promise',
      `${GOOD}export const a = Promise.resolve(made('t/a'));`,
      /x\.sim\.ts exports no scenario.*'a' is a promise/,
    ],
    ['throws no error', 'throw Object.create(null);', /x\.sim\.ts throws while it is loaded/],
    [
      'spreads one into another',
      `${GOOD}export const a = { ...made('t/a'), faults: 'hel' };`,
      /x\.sim\.ts: t\/a: faults: no profile is called 'hel'; did you mean 'hell'/,
    ],
  ])('it %s', async (_what, text, sentence) => {
    const { code, out, err } = await ran('x.sim.ts', text, 'run', 'x.sim.ts');
    expect([code, out]).toEqual([64, '']);
    expect(err).toMatch(sentence);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });

  it('a timer that goes on for ever keeps no command from its end', async () => {
    const text = `${GOOD}setInterval(() => {}, 1000); export const a = made('t/a');`;
    expect((await ran('x.sim.ts', text, 'run', 'x.sim.ts')).code).toBe(0);
  });

  it.each(['module.exports = made', 'module.exports = { a: made', 'exports.a = made'])(
    'CommonJS: %s',
    async (head) => {
      const tail = head.includes('{') ? ' };' : ';';
      const text =
        GOOD.replace(/import (.*) from 'seedstorm';/, "const $1 = require('seedstorm');").replace(
          'name: string',
          'name',
        ) + `${head}('t/a')${tail}`;
      const { code, err } = await ran('x.sim.cjs', text, 'run', 'x.sim.cjs');
      expect([code, err]).toEqual([0, '']);
    },
  );
});
