/** Failures of earlier days: run again first, kept once a kind, written whole or not at all. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../../../cli/app.js';
import { explore } from '../../../cli/commands/explore.js';
import { merge } from '../../../cli/commands/merge.js';
import type { ExploreResult } from '../../../cli/explore/result.js';
import { FAILURES_FOLDER, writeCapsule } from '../../../cli/failure-files.js';
import { fakeTerminal } from '../fake-terminal.js';

const forgetful = (durable: boolean, vary = ''): string => `
import { clients, defineScenario, stateMachine, z } from 'seedstorm';
import { linearizable, registerModel } from 'seedstorm/checkers';
const register = stateMachine({
  start: (node) => ({ value: ${durable ? "node.disk.read('value') ?? null" : 'null'} }),
  onRequest(state, request, node) {
    if (request.f === 'write') node.disk.write('value', (state.value = request.value));
    node.reply(state.value, { after: 'sync' });
  },
});
export const forgetful = defineScenario({
  name: 'own/forgetful', summary: 'A register on one node', params: z.object({ size: z.number().default(1) }),${vary}
  nodes: () => ['n1'], protocol: register, workload: () => clients(2, { read: 0.5, write: 0.5 }),
  faults: 'crashes', durationMs: 2_000, check: { linearizable: linearizable(registerModel()) },
});
`;

let home = '';
let file = 0;

beforeEach(() => {
  home = process.cwd();
  process.chdir(realpathSync(mkdtempSync(join(tmpdir(), 'seedstorm-corpus-'))));
  file = 0;
  write(false);
});
afterEach(() => {
  const folder = process.cwd();
  process.chdir(home);
  rmSync(folder, { recursive: true, force: true });
});

/** A new file each time: a module is loaded once. */
function write(durable: boolean, vary?: string): void {
  if (file > 0) rmSync(`r${file}.sim.ts`);
  writeFileSync(`r${++file}.sim.ts`, forgetful(durable, vary));
}

async function explored(...more: string[]) {
  const terminal = fakeTerminal({ annotates: more.includes('--annotate') });
  const words = more.filter((word) => word !== '--annotate');
  const code = await runCli(['explore', `./r${file}.sim.ts`, '--json', ...words], [explore], terminal);
  return { code, result: JSON.parse(terminal.printed()) as ExploreResult, note: terminal.noted() };
}

const capsules = (): string[] => readdirSync(FAILURES_FOLDER).sort();
const edited = (path: string, changes: object): void =>
  writeFileSync(path, JSON.stringify({ ...(JSON.parse(readFileSync(path, 'utf8')) as object), ...changes }));

describe('the failures that are kept', () => {
  it('are one capsule for each kind; the others name it and come back by their seeds', async () => {
    const { result } = await explored('--runs', '60', '--keep-going', '--no-shrink');
    expect(result.failures.length).toBeGreaterThan(2);
    const [first, ...others] = result.failures;
    expect(capsules()).toHaveLength(1);
    expect(first?.capsule).toBe(join(FAILURES_FOLDER, capsules()[0] as string));
    for (const { capsule, seed, replay } of others) {
      expect(capsule).toBe(first?.capsule);
      expect(replay).toBe(`npx seedstorm run ./r1.sim.ts --seed ${seed}`);
    }
  });

  it('are files of their own for scenarios of one last name, and for names that run together', async () => {
    const named = (name: string, bugs: string) =>
      forgetful(false, ` bugs: { ${bugs} },`).replace('own/forgetful', name);
    const all = [
      ['one/lock', ''],
      ['two/lock', ''],
      ['a-b', "c: { summary: 's' }"],
      ['a', "'b-c': { summary: 's' }"],
    ] as const;
    const paths: string[] = [];
    for (const [index, [name, bugs]] of all.entries()) {
      writeFileSync(`s${index}.sim.ts`, named(name, bugs));
      const bug = bugs === '' ? [] : ['--bug', name === 'a' ? 'b-c' : 'c'];
      const terminal = fakeTerminal();
      const argv = ['explore', `./s${index}.sim.ts`, '--seed', '1', '--runs', '60', '--no-shrink', '--json'];
      await runCli([...argv, ...bug], [explore], terminal);
      const { failures } = JSON.parse(terminal.printed()) as ExploreResult;
      paths.push(failures[0]?.capsule ?? '');
    }
    expect(new Set(paths).size).toBe(4);
    expect(capsules()).toHaveLength(4);
    const terminal = fakeTerminal();
    await runCli(
      ['explore', './s0.sim.ts', './s1.sim.ts', '--runs', '60', '--keep-going', '--no-shrink', '--no-corpus'],
      [explore],
      terminal,
    );
    const more = [...terminal.printed().matchAll(/(\d+) more like it/g)].map(([, count]) => Number(count));
    const [, invalid] = /(\d+) invalid/.exec(terminal.printed()) ?? [];
    expect(more).toHaveLength(2);
    expect(more.reduce((a, b) => a + b, 2)).toBe(Number(invalid));
  });

  it('cannot be told apart where two scenarios have the very same name', async () => {
    writeFileSync('other.sim.ts', forgetful(false));
    const terminal = fakeTerminal();
    expect(await runCli(['explore', './r1.sim.ts', './other.sim.ts'], [explore], terminal)).toBe(64);
    expect(terminal.noted()).toBe(
      'seedstorm: two scenarios are called "own/forgetful": one in ./r1.sim.ts, one in ./other.sim.ts\n',
    );
  });

  it('are found again under the names that they once had', async () => {
    const { result } = await explored('--runs', '60', '--no-shrink');
    const [failure] = result.failures;
    renameSync(failure?.capsule ?? '', join(FAILURES_FOLDER, 'forgetful-3.json'));
    const again = await explored('--seed', '5000', '--no-shrink');
    expect(again.result.failures).toMatchObject([
      { seed: failure?.seed, capsule: join(FAILURES_FOLDER, 'forgetful-3.json') },
    ]);
    expect(capsules()).toEqual(['forgetful-3.json']);
  });

  it('of two profiles of faults are two files', async () => {
    await explored('--runs', '60', '--no-shrink');
    await explored('--runs', '60', '--no-shrink', '--no-corpus', '--faults', 'hell');
    expect(capsules()).toHaveLength(2);
  });

  it('are run again before new seeds are, and end the campaign where they still fail', async () => {
    const { result: first } = await explored('--runs', '60');
    const { code, result } = await explored('--seed', '5000');
    expect([code, result.runs, result.failures.length]).toEqual([1, 1, 1]);
    expect(result.failures[0]).toMatchObject({
      seed: first.failures[0]?.seed,
      capsule: first.failures[0]?.capsule,
    });
    expect((await explored('--seed', '5000', '--runs', '1', '--no-corpus')).result.runs).toBe(1);
  });

  it('are left out where the parameters are others', async () => {
    await explored('--runs', '60', '--no-shrink');
    const { result } = await explored('--param', 'size=2', '--runs', '1', '--faults', 'none');
    expect(result).toMatchObject({ runs: 1, failures: [], gone: [] });
  });

  it('are the same where only what each seed draws for itself is another', async () => {
    write(false, ' vary: { size: [1, 2, 3, 4] },');
    const { result } = await explored('--runs', '60', '--keep-going', '--no-shrink');
    expect(result.failures.length).toBeGreaterThan(2);
    expect(capsules()).toHaveLength(1);
    const again = await explored('--seed', '5000');
    expect([again.code, again.result.runs, again.result.failures[0]?.seed]).toEqual([
      1,
      1,
      result.failures[0]?.seed,
    ]);
    // What was found with sizes of any kind says nothing of a campaign of one size, unless it had that.
    const others = await explored('--seed', '5000', '--runs', '1', '--param', 'size=9', '--faults', 'none');
    expect(others.result).toMatchObject({ runs: 1, failures: [], gone: [] });
  });

  it('say so when they no longer reproduce, and which version made them', async () => {
    await explored('--runs', '60');
    write(true);
    const path = join(FAILURES_FOLDER, capsules()[0] as string);
    edited(path, { file: `./r${file}.sim.ts`, version: '0.0.1' });
    const { code, result, note } = await explored('--runs', '3');
    expect([code, result.runs, result.failures]).toEqual([0, 3, []]);
    expect(result.gone).toHaveLength(1);
    expect(result.gone[0]?.note).toMatch(
      /^\.seedstorm\/failures\/\S+ no longer reproduces: linearizable was invalid \(.*\), now the run is valid\. It was made by Seedstorm 0\.0\.1; this is \d/,
    );
    expect(note).toBe(`${result.gone[0]?.note}\n`);
  });

  it('are committed as regressions in the same way, whatever their parameters', async () => {
    await explored('--runs', '60', '--param', 'size=2');
    mkdirSync('regressions');
    writeFileSync('regressions/lost.json', readFileSync(join(FAILURES_FOLDER, capsules()[0] as string)));
    rmSync('.seedstorm', { recursive: true });
    const { code, result } = await explored('--runs', '3');
    expect([code, result.failures[0]?.capsule]).toEqual([1, 'regressions/lost.json']);
  });

  it('do not hinder where a file is no capsule', async () => {
    mkdirSync(FAILURES_FOLDER, { recursive: true });
    writeFileSync(join(FAILURES_FOLDER, 'half.json'), '{"schema":1,"ver');
    const { code, note } = await explored('--runs', '1', '--faults', 'none');
    expect(code).toBe(0);
    expect(note).toMatch(
      /^\.seedstorm\/failures\/half\.json is left out: capsule: expected a JSON object, but [^\n]+\n$/,
    );
  });

  it('are divided among shards, so that no two find the same', async () => {
    const { result: all } = await explored('--runs', '60', '--keep-going', '--no-shrink');
    const shards: ExploreResult[] = [];
    for (const shard of ['1/3', '2/3', '3/3']) {
      const { result } = await explored('--runs', '60', '--keep-going', '--no-shrink', '--shard', shard);
      shards.push(result);
      writeFileSync(`${shard[0]}.json`, JSON.stringify(result));
    }
    expect(shards.reduce((sum, { failures }) => sum + failures.length, 0)).toBe(all.failures.length);
    const terminal = fakeTerminal();
    const argv = ['merge', '3.json', '1.json', '2.json', '--json', '--junit', 'm.xml'];
    expect(await runCli(argv, [merge], terminal)).toBe(1);
    const merged = JSON.parse(terminal.printed()) as ExploreResult;
    const essence = ({ runs, invalid, failures, coverage }: ExploreResult) => ({
      runs,
      invalid,
      failures: failures.map(({ scenario, seed, check, reason }) => ({ scenario, seed, check, reason })),
      coverage,
    });
    expect(essence(merged)).toEqual(essence(all));
    expect(readFileSync('m.xml', 'utf8').match(/seed \d+: linearizable/g)?.length).toBeGreaterThanOrEqual(
      all.failures.length,
    );
    const twice = fakeTerminal();
    expect(await runCli(['merge', '1.json', '1.json'], [merge], twice)).toBe(64);
    expect(twice.noted()).toBe('seedstorm: 1.json and 1.json are both shard 1/3\n');
  });
});

describe('--last-failed', () => {
  it('runs the seeds that failed last time, until none does', async () => {
    const { result: all } = await explored('--runs', '60', '--keep-going', '--no-shrink');
    const seeds = ({ failures }: ExploreResult) => failures.map(({ seed }) => seed);
    const { result: again } = await explored('--last-failed', '--keep-going', '--no-shrink');
    expect([again.runs, seeds(again)]).toEqual([all.failures.length, seeds(all)]);
    const { code, result: calm } = await explored('--last-failed', '--faults', 'none');
    expect([code, calm.runs]).toEqual([0, all.failures.length]);
    expect((await explored('--last-failed')).result.runs).toBe(0);
  });
});

describe('a failure that is told', () => {
  it('is an annotation where GitHub Actions listens', async () => {
    const { note } = await explored('--runs', '60', '--no-shrink', '--annotate');
    expect(note).toMatch(
      /^::error file=r1\.sim\.ts,title=own\/forgetful fails with seed \d+::linearizable: [^\n]*%0Anpx seedstorm replay \S+\n$/,
    );
  });
});

describe('a capsule', () => {
  it('is not there at all where the disk is full, and the one before it stays', () => {
    const path = join(FAILURES_FOLDER, 'x.json');
    writeCapsule(path, { first: true });
    const full = {
      write() {
        throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
      },
    };
    expect(() => writeCapsule(path, { second: true }, full)).toThrow(
      `cannot write ${path}: the disk is full`,
    );
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ first: true });
    expect(readdirSync('.seedstorm', { recursive: true }).sort()).toEqual([
      'failures',
      'failures/x.json',
      'part',
    ]);
  });

  it('has no place where the folder is a file, which is said before anything is run', async () => {
    writeFileSync('.seedstorm', '');
    const terminal = fakeTerminal();
    expect(await runCli(['explore', './r1.sim.ts'], [explore], terminal)).toBe(64);
    expect([terminal.printed(), terminal.noted()]).toEqual([
      '',
      'seedstorm: failures cannot be kept in .seedstorm/failures: .seedstorm is a file\n',
    ]);
  });
});
