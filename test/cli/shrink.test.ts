import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../cli/app.js';
import { explore } from '../../cli/commands/explore.js';
import { replay } from '../../cli/commands/replay.js';
import { shrink } from '../../cli/commands/shrink.js';
import { parseCapsule } from '../../sim/run/capsule/capsule.js';
import { fakeTerminal } from './fake-terminal.js';

const folder = mkdtempSync(join(tmpdir(), 'seedstorm-shrink-'));
const home = process.cwd();
let found = '';

async function cli(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const terminal = fakeTerminal({ columns: 120 });
  const code = await runCli(argv, [explore, replay, shrink], terminal);
  return { code, out: terminal.printed(), err: terminal.noted() };
}

const buggy = ['replication/quorum-register', '--bug', 'wall-clock-versions'];

beforeAll(async () => {
  process.chdir(folder);
  const { out } = await cli('explore', ...buggy, '--no-shrink', '--json');
  const [failure] = (JSON.parse(out) as { failures: { capsule: string; shrunk: unknown }[] }).failures;
  expect(failure?.shrunk).toBeNull();
  found = readFileSync(failure?.capsule ?? '', 'utf8');
});
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

interface ToldSize {
  faults: number;
  operations: number;
  events: number;
  params?: Record<string, unknown>;
}

interface Told {
  from: ToldSize;
  to: ToldSize;
  eventsThatMatter: number;
}

describe('seedstorm shrink', () => {
  it('writes the shrunk failure into the capsule and ends with the failure block', async () => {
    writeFileSync('capsule.json', found);
    const { code, out, err } = await cli('shrink', 'capsule.json');
    expect([code, err]).toEqual([1, '']);
    const before = parseCapsule(found);
    const after = parseCapsule(readFileSync('capsule.json', 'utf8'));
    expect(after).toEqual({ ...before, shrunk: after.shrunk });
    const { from, to, eventsThatMatter } = after.shrunk as Told;
    expect(from).toMatchObject({
      faults: before.plan.faults.length,
      operations: before.plan.operations.length,
    });
    expect(to.faults).toBeLessThanOrEqual(3);
    expect(to.operations).toBeLessThanOrEqual(12);
    const lines = out.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^✗ replication\/quorum-register {2}linearizable: /);
    const nouns = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
    const smaller = Object.entries(to.params ?? {})
      .map(([name, value]) => `, ${name} ${JSON.stringify(from.params?.[name])} → ${JSON.stringify(value)}`)
      .join('');
    expect(out).toContain(
      `\n  seed 1 · shrunk ${from.faults} → ${nouns(to.faults, 'fault')}, ${from.operations} → ${nouns(to.operations, 'operation')}${smaller} · ${eventsThatMatter} events matter\n\nWhat happened:\n`,
    );
    // Faults stand on the timeline of the story; where one is over, that is said as well.
    const faults = lines.filter((line) => /^ ! +\d+\.\d ms {2}(?!over: )\w/.test(line));
    expect(faults).toHaveLength(to.faults);
    expect(lines.slice(-3)).toEqual([
      '  replay  npx seedstorm replay capsule.json',
      '  report  npx seedstorm report capsule.json -o quorum-register-1.html',
      '  export  npx seedstorm export capsule.json --format mermaid',
    ]);
    expect(readdirSync('.').filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('is one JSON object with --json, the same again', async () => {
    writeFileSync('capsule.json', found);
    const first = await cli('shrink', 'capsule.json', '--json');
    expect(first.code).toBe(1);
    expect(JSON.parse(first.out)).toMatchObject({
      scenario: 'replication/quorum-register',
      seed: 1,
      check: 'linearizable',
      capsule: 'capsule.json',
      reproduced: true,
      to: { faults: expect.any(Number) as number },
      eventsThatMatter: expect.any(Number) as number,
      replay: 'npx seedstorm replay capsule.json',
    });
    const written = readFileSync('capsule.json', 'utf8');
    expect((await cli('shrink', 'capsule.json', '--json')).out).toBe(first.out);
    expect(readFileSync('capsule.json', 'utf8')).toBe(written);
  });

  it('says so when the capsule no longer reproduces, and leaves the file alone', async () => {
    const { bug: _, ...mended } = JSON.parse(found) as Record<string, unknown>;
    writeFileSync('mended.json', JSON.stringify(mended));
    const { code, err } = await cli('shrink', 'mended.json');
    expect(code).toBe(0);
    expect(err).toMatch(
      /no longer reproduces: it was failed by linearizable \(stale-read\), now the run is valid\./,
    );
    expect(readFileSync('mended.json', 'utf8')).toBe(JSON.stringify(mended));
  });

  it.each([
    [['shrink', 'nope.json'], 'cannot read the capsule nope.json: there is no such file'],
    [['shrink', 'capsule.json', '--time', 'soon'], '--time takes a length of time'],
    [['shrink', 'capsule.json', '--runs', '0'], '--runs takes a whole number above 0, not "0"'],
    [['shrink', 'valid.json'], 'only a violation can be shrunk, and this run was valid'],
  ])('refuses %j in one sentence', async (argv, sentence) => {
    writeFileSync('capsule.json', found);
    writeFileSync('valid.json', JSON.stringify({ ...JSON.parse(found), verdict: 'valid' }));
    const { code, err } = await cli(...argv);
    expect(code).toBe(64);
    expect(err).toMatch(/^seedstorm: [^\n]+\n$/);
    expect(err).toContain(sentence);
  });
});

describe('the shrunk part of a capsule', () => {
  it.each([
    ['shrunk', 3, /capsule\.shrunk: expected an object, got 3/],
    ['shrunk.plan', undefined, /capsule\.shrunk\.plan: expected an object, got nothing/],
    ['shrunk.params', 3, /capsule\.shrunk\.params: expected an object, got 3/],
    [
      'shrunk.durationMs',
      0,
      /capsule\.shrunk\.durationMs: expected a number of ms between 0.001 and 36000000000, got 0/,
    ],
    [
      'shrunk.latencyMs',
      -1,
      /capsule\.shrunk\.latencyMs: expected a number of ms between 0.001 and 36000000000, got -1/,
    ],
    [
      'shrunk.to',
      { faults: 1, operations: 'x', events: 1 },
      /capsule\.shrunk\.to\.operations: expected a whole number between 0/,
    ],
    [
      'shrunk.criticalPair',
      { node: 'n1' },
      /capsule\.shrunk\.criticalPair\.first: expected an object, got nothing/,
    ],
  ])('is refused where %s is %j', async (path, value, sentence) => {
    writeFileSync('capsule.json', found);
    await cli('shrink', 'capsule.json');
    const capsule = JSON.parse(readFileSync('capsule.json', 'utf8')) as Record<
      string,
      Record<string, unknown>
    >;
    const [, field] = path.split('.');
    if (field === undefined) capsule['shrunk'] = value as never;
    else (capsule['shrunk'] as Record<string, unknown>)[field] = value;
    expect(() => parseCapsule(JSON.stringify(capsule))).toThrow(sentence);
  });
});

describe('seedstorm explore and replay', () => {
  it('shrinks the first failure of each signature, and replay tells its story', async () => {
    const { code, out } = await cli('explore', ...buggy, '--runs', '4', '--keep-going', '--json');
    expect(code).toBe(1);
    const { failures } = JSON.parse(out) as {
      failures: { capsule: string; check: string; shrunk: Record<string, number> | null }[];
    };
    expect(failures.length).toBeGreaterThan(1);
    const [first, second] = failures;
    expect(first?.shrunk).toMatchObject({ faults: expect.any(Number) as number });
    expect(second).toMatchObject({ check: first?.check, shrunk: null });

    const told = await cli('replay', first?.capsule ?? '');
    expect(told.code).toBe(1);
    expect(told.err).toContain('Replayed event by event');
    expect(told.out).toMatch(/\nWhat happened:\n {2}every message takes [\d.]+ ms unless stated otherwise\n/);
    expect(told.out).toMatch(/\n +\d+\.\d ms {2}c\d asks n\d: write a \d+[;\n]/);
    expect(told.out).toMatch(/\n ✗ +\d+\.\d ms {2}n\d answers c\d: \d+ {2}\(read a\)\n/);
    expect(told.out).toMatch(
      / · shrunk \d+ → \d+ faults?, \d+ → \d+ operations?(, \w+ \S+ → \S+)* · \d+ events matter\n/,
    );

    const original = await cli('replay', first?.capsule ?? '', '--original');
    expect(original.err).toContain('Replayed event by event');
    expect(original.out).not.toContain('shrunk');
    expect(original.out).toContain('What goes wrong');
  });

  it('tells in JSON what was replayed', async () => {
    writeFileSync('capsule.json', found);
    const whole = JSON.parse((await cli('replay', 'capsule.json', '--json')).out) as Record<string, unknown>;
    expect(whole).toMatchObject({ reproduced: true, shrunk: null });
    await cli('shrink', 'capsule.json');
    const small = JSON.parse((await cli('replay', 'capsule.json', '--json')).out) as Record<string, unknown>;
    expect(small).toMatchObject({
      reproduced: true,
      shrunk: { to: { operations: expect.any(Number) as number } },
    });
    expect(small['events']).toBeLessThan(whole['events'] as number);
  });
});
