/** Scenarios of the user's own, straight from TypeScript files, and what is said where that does not work. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../../cli/app.js';
import { explore } from '../../cli/commands/explore.js';
import { list } from '../../cli/commands/list.js';
import { replay } from '../../cli/commands/replay.js';
import { run } from '../../cli/commands/run.js';
import { shrink } from '../../cli/commands/shrink.js';
import { fakeTerminal } from './fake-terminal.js';

/** A register on one node; without `durable` it forgets. */
const scenario = (name: string, durable = false): string => `
import { clients, defineScenario, stateMachine, z } from 'seedstorm';
import { linearizable, registerModel } from 'seedstorm/checkers';

enum Kind { Write = 'write' }
interface Register { state: { value: unknown }; request: { f: string; value?: unknown }; durable: { value: unknown } }

const register = stateMachine<Register>({
  start: (node) => ({ value: ${durable ? "node.disk.read('value') ?? null" : 'null'} }),
  onRequest(state, request, node) {
    if (request.f === Kind.Write) node.disk.write('value', (state.value = request.value));
    node.reply(state.value, { after: 'sync' });
  },
});

export const some = defineScenario({
  name: '${name}',
  summary: 'A register on one node',
  params: z.object({}),
  nodes: () => ['n1'],
  protocol: register,
  workload: () => clients(2, { read: 0.5, write: 0.5 }),
  faults: 'crashes',
  durationMs: 2_000 satisfies number,
  check: { linearizable: linearizable(registerModel()) },
});
`;

let folder = '';
let home = '';

beforeEach(() => {
  home = process.cwd();
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'seedstorm-own-')));
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true, force: true });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

async function seedstorm(...argv: string[]) {
  const terminal = fakeTerminal();
  const code = await runCli(argv, [list, run, explore, replay, shrink], terminal);
  return { code, out: terminal.printed(), note: terminal.noted() };
}

describe('a scenario in a file', () => {
  it('runs, and the command that repeats it names the file', async () => {
    write('src/good.sim.ts', scenario('own/good', true));
    const told = await seedstorm('run', './src/good.sim.ts', '--seed', '4', '--json');
    expect(told.note).toBe('');
    expect(told.code).toBe(0);
    const json = JSON.parse(told.out) as { scenario: string; replay: string; fingerprint: string };
    expect(json).toMatchObject({
      scenario: 'own/good',
      verdict: 'valid',
      replay: 'npx seedstorm run ./src/good.sim.ts --seed 4',
    });
    const again = await seedstorm('run', 'src/good.sim.ts', '--seed', '4', '--json', '--verify');
    expect(again.code).toBe(0);
    expect((JSON.parse(again.out) as typeof json).fingerprint).toBe(json.fingerprint);
  });

  it.each([
    ['own/listed', '', 'own'],
    ['lease', '', 'other'],
    ['a/b/c', '', 'a'],
    ['lease', "family: 'locks',", 'locks'],
  ])('%s with %s is of a family', async (name, field, family) => {
    write('of.sim.ts', scenario(name).replace("name: '", `${field} name: '`));
    const { scenarios } = JSON.parse((await seedstorm('list', './of.sim.ts', '--json')).out) as {
      scenarios: object[];
    };
    expect(scenarios).toMatchObject([{ name, family }]);
  });

  it('is listed', async () => {
    write('own.sim.ts', scenario('own/listed'));
    const { code, out } = await seedstorm('list', './own.sim.ts', 'quorum-register', '--json');
    const { scenarios } = JSON.parse(out) as { scenarios: { name: string }[] };
    expect([code, scenarios.map(({ name }) => name)]).toEqual([
      0,
      ['own/listed', 'replication/quorum-register'],
    ]);
    expect((await seedstorm('list', './none.sim.ts')).code).toBe(64);
  });

  it('is explored, kept, replayed and shrunk', async () => {
    write('bad.ts', scenario('own/bad'));
    const found = await seedstorm('explore', './bad.ts', '--runs', '50', '--no-shrink', '--json');
    expect(found.code).toBe(1);
    const [failure] = (JSON.parse(found.out) as { failures: { capsule: string; seed: number }[] }).failures;
    const capsule = failure?.capsule ?? '';
    expect(JSON.parse(readFileSync(capsule, 'utf8'))).toMatchObject({
      scenario: 'own/bad',
      file: './bad.ts',
    });
    // No *.sim.ts file: only the capsule knows where the scenario is.
    const again = await seedstorm('replay', capsule);
    expect(again.code).toBe(1);
    expect(again.note).toBe("Replayed event by event: the fingerprint is the capsule's.\n");
    const cut = await seedstorm('shrink', capsule, '--json');
    expect(cut.code).toBe(1);
    expect(JSON.parse(readFileSync(capsule, 'utf8'))).toMatchObject({
      file: './bad.ts',
      shrunk: { to: { faults: 1, operations: 2 } },
    });
    expect(readdirSync('.').sort()).toEqual(['.seedstorm', 'bad.ts']);
  });

  it('is found by the name in a capsule, where the capsule names no file', async () => {
    write('deep/er/bad.sim.ts', scenario('own/bad'));
    write('deep/broken.sim.ts', 'export const x = ;');
    const found = await seedstorm('explore', 'deep/er/bad.sim.ts', '--runs', '50', '--no-shrink', '--json');
    const [failure] = (JSON.parse(found.out) as { failures: { capsule: string }[] }).failures;
    const path = failure?.capsule ?? '';
    const { file: _file, ...capsule } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    writeFileSync(path, JSON.stringify(capsule));
    expect((await seedstorm('replay', path)).note).toMatch(/^Replayed event by event/);
    rmSync('deep', { recursive: true });
    expect(await seedstorm('replay', path)).toMatchObject({
      code: 64,
      note: 'seedstorm: no scenario is called "own/bad", neither in this package nor in the *.sim.ts files below this folder\n',
    });
  });

  it('may be one of several, in files that match a pattern', async () => {
    const two = scenario('own/first', true) + "export const other = { ...some, name: 'own/second' };\n";
    write('src/a/two.sim.ts', two);
    write('src/b.sim.ts', scenario('own/third', true));
    write('src/index.sim.ts', "export * from './b.sim.js';\nexport * as nothing from './a/two.sim.js';\n");
    write('src/node_modules/x/no.sim.ts', 'throw new Error();');
    const all = await seedstorm('explore', './src/**/*.sim.ts', '--runs', '3', '--json');
    expect(all.note).toBe('');
    expect(JSON.parse(all.out)).toMatchObject({ runs: 9, valid: 9 });
    const one = await seedstorm('run', './src/a/two.sim.ts#second', '--json');
    expect(JSON.parse(one.out)).toMatchObject({
      scenario: 'own/second',
      replay: "npx seedstorm run './src/a/two.sim.ts#own/second' --seed 1",
    });
    expect((await seedstorm('run', './src/a/two.sim.ts')).note).toBe(
      'seedstorm: ./src/a/two.sim.ts has 2 scenarios: choose one with ./src/a/two.sim.ts#own/second or #own/first\n',
    );
  });
});

describe('a file without a scenario', () => {
  it.each<[string, string, string, string]>([
    [
      'no such file',
      'src/lock.sim.ts',
      './src/lokc.sim.ts',
      'there is no file ./src/lokc.sim.ts. Did you mean lock.sim.ts?',
    ],
    ['no such folder', 'x.ts', './gone/x.sim.ts', 'there is no folder ./gone'],
    [
      'a folder',
      'src/x.ts',
      './src',
      "./src is a folder; name a file, or a pattern such as './src/**/*.sim.ts'",
    ],
    ['no match', 'src/x.ts', './src/*.sim.ts', 'no file matches ./src/*.sim.ts'],
    ['a name it does not have', 'x.ts', './x.ts#secnd', './x.ts has no scenario "secnd"; it has own/second.'],
  ])('is refused in one sentence: %s', async (_what, path, word, message) => {
    write(path, scenario('own/second'));
    expect(await seedstorm('explore', word)).toMatchObject({
      code: 64,
      out: '',
      note: expect.stringContaining(message) as string,
    });
  });

  it.each([
    [
      'exports none',
      "import { z } from 'seedstorm';\nexport const schema = z.object({});\nexport default undefined;",
      './x.sim.ts exports no scenario: a scenario is what defineScenario returns, under any name',
    ],
    [
      'is no TypeScript',
      "import { z } from 'seedstorm';\n\nexport const x: = 5;",
      './x.sim.ts is not TypeScript at line 3: Unexpected token',
    ],
    [
      'throws',
      'const nothing: any = null;\n\nexport const x = nothing.y;',
      "./x.sim.ts throws while it is loaded: TypeError: Cannot read properties of null (reading 'y') (./x.sim.ts:3)",
    ],
    ['throws a text', "throw 'out';", './x.sim.ts throws while it is loaded: out'],
    ['wants a package', "import 'not-there';", "./x.sim.ts needs 'not-there', which cannot be found"],
    ['wants a file', "import './not-there.js';", './x.sim.ts needs '],
    [
      'is refused by defineScenario',
      scenario('own/second').replace('2_000', '-1'),
      './x.sim.ts throws while it is loaded: TypeError: own/second: durationMs: expected a number above 0',
    ],
  ])('is refused in one sentence: it %s', async (_what, text, message) => {
    write('x.sim.ts', text);
    const { code, out, note } = await seedstorm('run', './x.sim.ts');
    expect(note).toContain(`seedstorm: ${message}`);
    expect(note.trimEnd().split('\n')).toHaveLength(1);
    expect({ code, out }).toEqual({ code: 64, out: '' });
  });

  it('is refused where two scenarios share a name', async () => {
    write('a.sim.ts', scenario('own/same'));
    write('b.sim.ts', scenario('own/same'));
    expect((await seedstorm('explore', '*.sim.ts')).note).toBe(
      'seedstorm: two scenarios are called "own/same": one in ./a.sim.ts, one in ./b.sim.ts\n',
    );
  });
});
