/** What does not repeat is told, from the package as it is built: module-level state that is cold, warm or random. */
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtPackage, type BuiltPackage } from '../sim/built-package.js';

/** One node that answers reads with what `answer` gives; the module keeps `let kept = 0` and a `salt` from real chance. */
const scenarioFile = (name: string, answer: string, more = ''): string => `
import { clients, defineScenario, stateMachine, z } from 'seedstorm';
let kept = 0;
const salt = Math.random();
const boom = () => { throw new Error('boom'); };
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
  /** Fails in every process that has run it a dozen times. */
  late: scenarioFile('late', 'kept++ > 200 && state.reads === 3 ? boom() : 0'),
  /** Fails in most seeds, by itself. */
  honest: scenarioFile('honest', 'state.reads === 7 ? boom() : 0'),
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
  readonly cwd: string;
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

let folders = 0;

/** A folder of its own, where `../counts.sim.ts` is. */
function folder(): string {
  const path = join(built.folder, `f${folders++}`);
  mkdirSync(path);
  return path;
}

async function node(cwd: string, script: string, ...argv: string[]): Promise<Said> {
  return new Promise((done) =>
    execFile(
      process.execPath,
      [script, ...argv],
      { cwd, env: { PATH: process.env['PATH'], NO_COLOR: '1' }, encoding: 'utf8' },
      (error, out, err) => done({ cwd, code: error === null ? 0 : Number(error.code), out, err }),
    ),
  );
}

const seedstormIn = (cwd: string, ...argv: string[]): Promise<Said> =>
  node(cwd, join(built.folder, 'node_modules/seedstorm/dist/cli/main.js'), ...argv);
const seedstorm = (...argv: string[]): Promise<Said> => seedstormIn(folder(), ...argv);

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

describe('explore', () => {
  interface Result {
    readonly failures: readonly { readonly capsule: string }[];
    readonly unrepeated: readonly {
      readonly seed: number;
      readonly found: { readonly verdict: string };
      readonly again: { readonly verdict: string };
      readonly divergence: { readonly runs: readonly string[]; readonly payloads: object } | null;
    }[];
  }

  it.each(['counts', 'salted'])('%s: the first seed does not repeat, exit 3', async (name) => {
    const { code, out } = await seedstorm('explore', `../${name}.sim.ts`, '--runs', '20', '--json');
    const { failures, unrepeated } = JSON.parse(out) as Result;
    expect([code, failures]).toEqual([3, []]);
    expect(unrepeated).toMatchObject([{ seed: 1, found: { verdict: 'valid' }, again: { verdict: 'valid' } }]);
    expect(unrepeated[0]?.divergence?.payloads).toBeDefined();
  });

  it('a failure that only earlier seeds of the thread caused is exit 3, and so are its replay and shrinking', async () => {
    const { cwd, code, out } = await seedstorm('explore', '../late.sim.ts', '--runs', '60', '--json');
    const { failures, unrepeated } = JSON.parse(out) as Result;
    expect([code, failures]).toEqual([3, []]);
    expect(unrepeated).toMatchObject([{ found: { verdict: 'invalid' }, again: { verdict: 'valid' } }]);
    expect(unrepeated[0]?.divergence?.runs).toEqual(['in a fresh thread', 'in a thread that ran before']);
    const [capsule = ''] = readdirSync(join(cwd, '.seedstorm/failures'));
    const path = join(cwd, '.seedstorm/failures', capsule);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ repeats: false });
    for (const command of ['replay', 'shrink']) {
      const said = await seedstormIn(cwd, command, path, '--json');
      expect([command, said.code]).toEqual([command, 3]);
      expect(JSON.parse(said.out)).toMatchObject({ verdict: 'nondeterministic', reproduced: false });
    }
  });

  it('a failure that repeats is one', async () => {
    const { cwd, code, out } = await seedstorm('explore', '../honest.sim.ts', '--runs', '5', '--json');
    const { failures, unrepeated } = JSON.parse(out) as Result;
    expect([code, failures.length, unrepeated]).toEqual([1, 1, []]);
    expect((await seedstormIn(cwd, 'replay', failures[0]?.capsule ?? '')).code).toBe(1);
  });

  it('a capsule of a program that was mended since is no violation any more', async () => {
    const { cwd, out } = await seedstorm('explore', '../honest.sim.ts', '--runs', '5', '--json');
    const capsule = (JSON.parse(out) as Result).failures[0]?.capsule ?? '';
    writeFileSync(join(cwd, 'mended.sim.ts'), files.sound.replace('own/sound', 'own/honest'));
    const text = readFileSync(join(cwd, capsule), 'utf8').replace('../honest.sim.ts', './mended.sim.ts');
    writeFileSync(join(cwd, capsule), text);
    for (const command of ['replay', 'shrink'])
      expect((await seedstormIn(cwd, command, capsule)).code).toBe(0);
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
    return (await node(folder(), script)).out.trim();
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
