/** What does not repeat is told, from the package as it is built: module-level state that is cold, warm or random. */
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtPackage, type BuiltPackage } from '../sim/built-package.js';

/** One node that answers reads with what `answer` gives; the module keeps `let kept = 0` and a `salt` from real chance. */
const scenarioFile = (name: string, answer: string, more = ''): string => `
import { clients, defineScenario, stateMachine, z } from 'seedstorm';
let kept = 0;
const salt = Math.random();
export const scenario = defineScenario({
  name: 'own/${name}', summary: 'A node that answers reads', params: z.object({}), nodes: () => ['n1'],
  protocol: stateMachine({
    start: () => ({ reads: 0 }),
    onRequest(state, _request, node) { state.reads++; node.reply(${answer}); },
    ${more}
  }),
  workload: () => clients(2, { read: 1 }, { everyMs: 100 }),
  faults: 'none', durationMs: 3_000, check: {},
});
`;
const files = {
  sound: scenarioFile('sound', 'state.reads'),
  /** Each process counts on from where it is: unique among three nodes only because they share the counter. */
  counts: scenarioFile('counts', 'kept++'),
  /** Cold in the first run of a process only. */
  warms: scenarioFile('warms', 'kept++ === 0 ? "cold" : "warm"'),
  /** The same in every run of a process, another in the next. */
  salted: scenarioFile('salted', 'Math.floor(salt * 1e9)'),
};

let built: BuiltPackage;
beforeAll(() => {
  built = builtPackage();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(built.folder, `${name}.sim.ts`), text);
  // The package may have to be built first.
}, 240_000);
afterAll(() => built.remove());

interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

let folders = 0;

/** Runs node in a folder of its own, where `../counts.sim.ts` is. */
async function node(script: string, ...argv: string[]): Promise<Said> {
  const cwd = join(built.folder, `f${folders++}`);
  mkdirSync(cwd);
  return new Promise((done) =>
    execFile(
      process.execPath,
      [script, ...argv],
      { cwd, env: { PATH: process.env['PATH'], NO_COLOR: '1' }, encoding: 'utf8' },
      (error, out, err) => done({ code: error === null ? 0 : Number(error.code), out, err }),
    ),
  );
}

const seedstorm = (...argv: string[]): Promise<Said> =>
  node(join(built.folder, 'node_modules/seedstorm/dist/cli/main.js'), ...argv);

describe('run --verify', () => {
  it('compares the run it prints with two in a fresh thread', async () => {
    const { code, err } = await seedstorm('run', '../sound.sim.ts', '--verify');
    expect([code, err]).toEqual([
      0,
      'verified: this run and two in a fresh thread were the same, event by event\n',
    ]);
  });

  it.each([
    ['counts', 'once more in that thread', '0', /^\d+$/],
    ['warms', 'once more in that thread', '"cold"', /^"warm"$/],
    ['salted', 'in a fresh thread', /^\d+$/, /^\d+$/],
  ])('%s: exit 3, with both payloads', async (name, second, first, other) => {
    const { code, out } = await seedstorm('run', `../${name}.sim.ts`, '--verify', '--json');
    const { verdict, divergence } = JSON.parse(out) as {
      verdict: string;
      divergence: { runs: string[]; payloads: { first: string; second: string } };
    };
    expect([code, verdict]).toEqual([3, 'nondeterministic']);
    expect(divergence.runs).toEqual(['this run', second]);
    expect(divergence.payloads.first).toMatch(first);
    expect(divergence.payloads.second).toMatch(other);
    expect(divergence.payloads.second).not.toBe(divergence.payloads.first);
  });
});

describe('verify()', () => {
  /** What it says after another run of the same process. */
  async function verified(file: string, options: string): Promise<string> {
    const script = join(built.folder, `verify-${folders}.mjs`);
    writeFileSync(
      script,
      `import { simulate, verify } from 'seedstorm';
       import { scenario } from './${file}';
       await simulate(scenario);
       const divergence = await verify(scenario, ${options}).catch((error) => error.message);
       console.log(JSON.stringify(divergence ?? null));`,
    );
    return (await node(script)).out.trim();
  }

  beforeAll(() => {
    // Plain JavaScript, so that node itself loads them; the last one has a name no thread takes for a scenario's file.
    for (const [name, text] of Object.entries(files))
      writeFileSync(join(built.folder, `${name}.sim.mjs`), text);
    writeFileSync(join(built.folder, 'warms.mjs'), files.warms);
  });

  it('sees what was cold in the first run of the process, in a fresh thread', async () => {
    expect(JSON.parse(await verified('warms.sim.mjs', '{}'))).toMatchObject({
      differs: 'content',
      payloads: { first: '"warm"', second: '"cold"' },
      runs: ['the first run', 'in a fresh thread'],
    });
    expect(await verified('sound.sim.mjs', '{ fresh: true }')).toBe('null');
  });

  it('does not where no thread can load the scenario, and says so if it was to', async () => {
    expect(await verified('warms.mjs', '{}')).toBe('null');
    expect(await verified('warms.mjs', '{ fresh: true }')).toMatch(
      /own\/warms cannot be run in a fresh thread: it was not defined by a file called \*\.sim\.ts/,
    );
  });
});
