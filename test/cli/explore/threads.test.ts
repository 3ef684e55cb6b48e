/** `explore` in threads, from the package as it is installed: hostile programs, Ctrl-C, kill, any number of workers. */
import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExploreResult } from '../../../cli/explore/result.js';
import { parseCapsule } from '../../../sim/run/capsule/capsule.js';
import { projectWithPackage, type Project } from '../../packed-package.js';

/** A counter that turns on its host in one request of some seeds, and is honest in the others. */
const HOSTILE = `
import { parentPort } from 'node:worker_threads';
import { clients, defineScenario, stateMachine, z } from 'seedstorm';
const evils: Record<string, () => void> = {
  throws: () => { throw new Error('no'); },
  loops: () => { for (;;); },
  hogs: () => { const all: unknown[] = []; for (;;) all.push(new Array(1000).fill({})); },
  exits: () => process.exit(0),
  posts: () => parentPort!.postMessage({ kind: 'done' }),
  freezes: () => Object.freeze(Array.prototype),
  kills: () => process.kill(process.pid, 'SIGKILL'),
  none: () => undefined,
};
export const hostile = defineScenario({
  name: 'own/hostile', summary: 'Turns on its host',
  params: z.object({ evil: z.enum(['throws', 'loops', 'hogs', 'exits', 'posts', 'kills', 'freezes', 'none']).default('none') }),
  nodes: () => ['n1'],
  protocol: ({ evil }) => stateMachine({
    start: () => ({ seen: 0 }),
    onRequest(state, request, node) {
      if (++state.seen === 3 && node.random.chance(0.1)) evils[evil]?.();
      node.reply(state.seen);
    },
  }),
  workload: () => clients(2, { read: 0.5, write: 0.5 }),
  faults: 'none', durationMs: 1_000, check: {},
});
`;

let project: Project;
let folders = 0;

beforeAll(() => {
  project = projectWithPackage();
  // It may have to be built first.
}, 120_000);
afterAll(() => project.remove());

/** A folder of its own inside the project, so that no test sees another's failures. */
function folder(): string {
  const path = join(project.folder, `f${folders++}`);
  mkdirSync(path);
  writeFileSync(join(path, 'hostile.sim.ts'), HOSTILE);
  return path;
}

const env = { PATH: process.env['PATH'], NO_COLOR: '1' };
const command = (): string => join(project.folder, 'node_modules/seedstorm/dist/cli/main.js');

async function seedstorm(
  cwd: string,
  ...argv: string[]
): Promise<{ code: number; out: string; err: string }> {
  return new Promise((done) =>
    execFile(process.execPath, [command(), ...argv], { cwd, env }, (error, out, err) =>
      done({ code: error === null ? 0 : Number(error.code), out, err }),
    ),
  );
}

const resultOf = (out: string): ExploreResult => JSON.parse(out) as ExploreResult;
const capsulesIn = (cwd: string): string[] => {
  const path = join(cwd, '.seedstorm/failures');
  return existsSync(path) ? readdirSync(path) : [];
};

describe('a hostile program', () => {
  it.each([
    ['throws', 'uncaught-error', /^n1 failed at .*: Error: no/],
    ['exits', 'process-exit', /^the run ended its own thread with exit code 0/],
    ['posts', 'uncaught-error', /^n1 failed at .*: Error: parentPort\.postMessage: /],
    ['kills', 'uncaught-error', /^n1 failed at .*: Error: process\.kill: /],
    ['freezes', 'changed-builtin', /frozen Array\.prototype.* cannot be put back/],
    ['loops', 'hung', /^the run did not end within 1 s of real time/],
    ['hogs', 'out-of-memory', /^the run wanted more than 64 MB of memory/],
  ])('that %s fails its own seed, and the campaign goes on', async (evil, anomaly, reason) => {
    const cwd = folder();
    // Generous where time is not the point: a busy machine must not take one evil for another.
    const limits = ['--seed-timeout', evil === 'loops' ? '1s' : '60s', '--seed-memory', '64'];
    const flags = ['--param', `evil=${evil}`, ...limits];
    const argv = ['explore', 'hostile.sim.ts', ...flags, '--runs', '40', '--workers', '2', '--json'];
    const { code, out, err } = await seedstorm(cwd, ...argv, '--keep-going', '--no-shrink');
    const { runs, valid, failures } = resultOf(out);
    expect([code, err, runs, valid]).toEqual([1, '', 40, 38]);
    expect(failures.map(({ seed }) => seed)).toEqual([24, 30]);
    for (const failure of failures) {
      expect(failure).toMatchObject({ check: 'runtime', anomaly });
      expect(failure.reason).toMatch(reason);
    }
    const capsule = failures[0]?.capsule ?? '';
    expect(parseCapsule(readFileSync(join(cwd, capsule), 'utf8'))).toMatchObject({ seed: 24, anomaly });
    // One that throws, and one of each way in which a thread is lost.
    if (!['throws', 'exits', 'loops'].includes(evil)) return;
    const replayed = await seedstorm(cwd, 'replay', capsule, ...limits);
    expect([replayed.code, replayed.err]).toEqual([1, expect.stringMatching(/^Replayed/)]);
    const alone = await seedstorm(cwd, 'run', 'hostile.sim.ts', '--seed', '30', ...flags, '--json');
    expect([alone.code, JSON.parse(alone.out)]).toMatchObject([1, { verdict: 'invalid', seed: 30 }]);
  });
});

describe('the number of workers', () => {
  it('changes nothing: runs, failures, what they were shrunk to, and capsules', async () => {
    const cwd = folder();
    const found = [];
    for (const workers of ['1', '3']) {
      rmSync(join(cwd, '.seedstorm'), { recursive: true, force: true });
      const flags = ['--param', 'evil=throws', '--workers', workers, '--json'];
      const argv = ['explore', 'hostile.sim.ts', ...flags];
      const every = resultOf((await seedstorm(cwd, ...argv, '--runs', '60', '--keep-going')).out);
      const kept = capsulesIn(cwd).map((name) =>
        readFileSync(join(cwd, '.seedstorm/failures', name), 'utf8'),
      );
      const first = resultOf((await seedstorm(cwd, ...argv, '--no-corpus', '--no-shrink')).out);
      found.push(
        [every, first].map(({ seedsPerSecond: _, scenarios: __, ...rest }) => rest),
        kept,
      );
      expect(every.failures.map(({ shrunk }) => shrunk !== null)).toEqual([true, false, false]);
      expect(first.failures.map(({ seed }) => seed)).toEqual([24]);
    }
    expect(found.slice(2)).toEqual(found.slice(0, 2));
  });
});

describe('an explore that is ended from outside', () => {
  const endless = [
    'explore',
    'hostile.sim.ts',
    '--param',
    'evil=throws',
    '--runs',
    '10000000',
    '--keep-going',
    '--json',
  ];

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'by %s tells what it found, with the exit code of that',
    async (signal) => {
      const cwd = folder();
      const child = spawn(process.execPath, [command(), ...endless], { cwd, env });
      let out = '';
      child.stdout.on('data', (text) => (out += String(text)));
      while (capsulesIn(cwd).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      child.kill(signal);
      const code = await new Promise((resolve) => child.on('close', resolve));
      const { interrupted, failures, runs, invalid } = resultOf(out);
      expect([code, interrupted, failures.length > 0]).toEqual([1, true, true]);
      expect(invalid).toBe(failures.length);
      expect(runs).toBeLessThan(10_000_000);
    },
  );

  it('by a kill at any moment leaves whole capsules only', async () => {
    const cwd = folder();
    for (const afterMs of [150, 300, 350, 400, 450, 500, 600]) {
      // Another kind of failure each time, so that there is something to write.
      const argv = [...endless, '--seed', `k${afterMs}`, '--no-corpus', '--faults', 'none'];
      const child = spawn(process.execPath, [command(), ...argv], { cwd, env, stdio: 'ignore' });
      await new Promise((resolve) => setTimeout(resolve, afterMs));
      child.kill('SIGKILL');
      await new Promise((resolve) => child.on('close', resolve));
      for (const name of capsulesIn(cwd)) {
        expect(name).toMatch(/\.json$/);
        const capsule = parseCapsule(readFileSync(join(cwd, '.seedstorm/failures', name), 'utf8'));
        expect(capsule).toMatchObject({ scenario: 'own/hostile', check: 'runtime' });
      }
    }
    // The next one tidies up.
    expect((await seedstorm(cwd, 'explore', 'hostile.sim.ts', '--runs', '1')).code).toBe(0);
    const parts = join(cwd, '.seedstorm/part');
    expect(existsSync(parts) ? readdirSync(parts) : []).toEqual([]);
  });
});
