/** `seedstorm init`: what it makes works as its README says, from the packed package alone. */
import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../cli/app.js';
import { init } from '../../cli/commands/init.js';
import { packageVersion } from '../../cli/version.js';
import { install, projectWithPackage, type Project } from '../packed-package.js';
import { fakeTerminal } from './fake-terminal.js';

/** Runs a line of a README, as a user would. */
async function shell(line: string, cwd: string, env: Record<string, string> = {}) {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(VITEST|GITHUB_ACTIONS|SEEDSTORM|npm_|NODE_OPTIONS)/.test(name),
    ),
  );
  return new Promise<{ code: number; out: string }>((done) => {
    const options = { cwd, env: { ...inherited, NO_COLOR: '1', ...env } };
    execFile('sh', ['-c', line], options, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : Number(error.code), out: stdout + stderr }),
    );
  });
}

describe('from an empty folder with the packed package', () => {
  let project: Project;
  beforeAll(() => {
    project = projectWithPackage();
  }, 240_000);
  afterAll(() => project.remove());

  it('init, run, explore, replay, shrink and the tests do what the README says', async () => {
    const made = await shell('npx seedstorm init my-protocol', project.folder);
    expect(made).toMatchObject({ code: 0 });
    const folder = join(project.folder, 'my-protocol');
    const { devDependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      devDependencies: Record<string, string>;
    };
    expect(join(folder, devDependencies['seedstorm']?.replace('file:', '') ?? '')).toBe(project.tarball);
    expect(readFileSync(join(folder, '.gitignore'), 'utf8')).toContain('.seedstorm');
    install(folder, project.tarball);

    const readme = readFileSync(join(folder, 'README.md'), 'utf8');
    const lines = [...readme.matchAll(/^```sh\n(.*?)^```/gms)].flatMap(([, block = '']) =>
      block.trim().split('\n'),
    );
    const [installation, ...commands] = lines;
    expect(installation).toBe('npm install');
    const results = new Map<string, { code: number; out: string }>();
    // Fewer seeds than a user would run: how many are sound, the tests of the engine say.
    const few = (line: string) => line.replace('--runs 500', '--runs 40');
    for (const line of commands) results.set(line, await shell(few(line), folder, { SEEDSTORM_RUNS: '20' }));
    const result = (part: string) =>
      [...results].find(([line]) => line.includes(part))?.[1] ?? { code: -1, out: '' };

    expect(result('npm test').out).toMatch(/Tests {2}5 passed \| 1 skipped/);
    expect(result('npm test').code).toBe(0);
    expect(result('npm run types'), 'its types').toMatchObject({ code: 0 });
    expect(result('seedstorm run').out).toMatch(/✓ linearizable: all \d+ operations fit in one order/);
    expect(result('seedstorm run').code).toBe(0);
    expect(result('--runs 500').out).toMatch(/✓ 40 runs: 40 valid, 0 invalid/);
    expect(result('--runs 500').code).toBe(0);
    expect(result('--bug no-fencing').out).toMatch(/· shrunk \d+ → 1 fault, \d+ → 2 operations/);
    expect(result('--bug no-fencing').code).toBe(1);
    expect(result('replay').out).toContain("Replayed event by event: the fingerprint is the capsule's.");
    expect(result('replay').code).toBe(1);
    const shrunk = await shell('npx seedstorm shrink .seedstorm/failures/*.json --json 2>/dev/null', folder);
    expect(JSON.parse(shrunk.out)).toMatchObject({ reproduced: true, to: { faults: 1, operations: 2 } });

    // "The same in your test suite: delete `.skip`".
    const test = join(folder, 'test/lease.test.ts');
    writeFileSync(test, readFileSync(test, 'utf8').replace('simTest.skip(', 'simTest('));
    const failing = await shell('SEEDSTORM_REPORT=1 npx vitest run -t "without fencing"', folder);
    expect(failing.code).toBe(1);
    expect(failing.out).toContain(
      '  counterexample: 1 fault, 2 operations\n    pause w2 after its next send to store',
    );
    const [, page = ''] = /^ {2}report {2}(.*\.html)$/m.exec(failing.out) ?? [];
    expect(page).toMatch(/^\.seedstorm\/reports\/[\w,-]+-16\.html$/);
    expect(readFileSync(join(folder, page), 'utf8')).toMatch(/id="document">[\w+/=]{1000,}</);
    const [, again = ''] = /^ {2}test {4}(.*)$/m.exec(failing.out) ?? [];
    // A package whose page is gone still tells of the failure, and in one line why there is no report.
    rmSync(join(folder, 'node_modules/seedstorm/dist/report/template.html'));
    const without = await shell(`SEEDSTORM_REPORT=1 ${again}`, folder);
    expect(without.out).toContain('seed 16 · path 0 · after 1 run\n');
    expect(without.out).toMatch(
      /^ {2}no report was written: the page of the report, .*install seedstorm again/m,
    );
  }, 180_000);

  // The same system and the same tests: only the programs differ.
  it('init --style async gives one whose tests and planted bug are as its README says', async () => {
    const made = await shell('npx seedstorm init my-service --style async', project.folder);
    expect(made).toMatchObject({ code: 0 });
    const folder = join(project.folder, 'my-service');
    expect(readFileSync(join(folder, 'src/lease.ts'), 'utf8')).toContain('asyncProgram');
    install(folder, project.tarball);
    const few = await shell("npx vitest run -t 'is lost .seed'", folder, { SEEDSTORM_RUNS: '2' });
    expect(few.out).toMatch(/Tests {2}1 passed \| 5 skipped/);
    const found = await shell(
      'npx seedstorm explore ./src/lease.sim.ts --bug no-fencing --no-shrink',
      folder,
    );
    expect(found.out).toMatch(/✗ 16 runs: 15 valid, 1 invalid/);
    expect(
      existsSync(join(folder, '.seedstorm/failures/lease,no-fencing-16.json')),
      'as its README says',
    ).toBe(true);
  }, 180_000);
});

describe('init', () => {
  let home = '';
  let folder = '';
  beforeAll(() => {
    home = process.cwd();
    folder = mkdtempSync(join(tmpdir(), 'seedstorm-init-'));
    process.chdir(folder);
  });
  afterAll(() => {
    process.chdir(home);
    rmSync(folder, { recursive: true, force: true });
  });

  async function seedstorm(...argv: string[]) {
    const terminal = fakeTerminal();
    return {
      code: await runCli(['init', ...argv], [init], terminal),
      out: terminal.printed(),
      note: terminal.noted(),
    };
  }

  it('makes a folder, and depends on this version', async () => {
    expect(await seedstorm('some/Where Else')).toMatchObject({
      code: 0,
      out: "some/Where Else is ready: cd 'some/Where Else' && npm install && npm test\nIts README.md says what to do then.\n",
    });
    expect(JSON.parse(readFileSync('some/Where Else/package.json', 'utf8'))).toMatchObject({
      name: 'where-else',
      devDependencies: { seedstorm: `^${packageVersion}` },
    });
    expect(readdirSync('some/Where Else').sort()).toEqual([
      '.gitignore',
      'README.md',
      'package.json',
      'src',
      'test',
      'tsconfig.json',
    ]);
  });

  it.each([
    ['machine', 'stateMachine'],
    ['async', 'asyncProgram'],
  ])('--style %s is written with %s', async (style, written) => {
    expect((await seedstorm(`in-${style}`, '--style', style)).code).toBe(0);
    expect(readFileSync(`in-${style}/src/lease.ts`, 'utf8')).toContain(`import { ${written}`);
    expect(readdirSync(`in-${style}/src`).sort()).toEqual(['counter.ts', 'lease.sim.ts', 'lease.ts']);
  });

  it('knows no other style', async () => {
    expect(await seedstorm('of-none', '--style', 'asinc')).toMatchObject({
      code: 64,
      note: 'seedstorm: --style cannot be "asinc". It is one of machine, async. Did you mean async?\n',
    });
    expect(existsSync('of-none')).toBe(false);
  });

  it('takes an empty folder, and overwrites nothing', async () => {
    mkdirSync('mine');
    expect((await seedstorm('mine')).code).toBe(0);
    writeFileSync('mine/package.json', 'precious');
    expect(await seedstorm('mine')).toMatchObject({
      code: 64,
      out: '',
      note: expect.stringMatching(
        /^seedstorm: mine is not empty \(.* is in it\), and nothing is overwritten: name a new folder\n$/,
      ) as string,
    });
    expect(readFileSync('mine/package.json', 'utf8')).toBe('precious');
    writeFileSync('file', '');
    expect((await seedstorm('file')).note).toBe('seedstorm: file is there already, and it is a file\n');
    expect((await seedstorm('file/below')).note).toMatch(/^seedstorm: cannot make file\/below: /);
    expect(existsSync('my-protocol')).toBe(false);
  });
});
