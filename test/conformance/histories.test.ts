/**
 * Histories recorded from real systems, with the verdicts their publishers know. They lie beside the project, not in
 * it; where they are absent this suite says so and skips.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { detectFormat } from '../../checkers/formats/detect.js';
import { parseHistory } from '../../checkers/formats/read.js';
import { makeJudge } from '../../checkers/registry.js';

interface Entry {
  readonly file: string;
  readonly format: string;
  readonly model: string;
  readonly verdict: 'valid' | 'invalid';
}

const folder = fileURLToPath(new URL('../../../shared/histories/', import.meta.url));
const present = existsSync(`${folder}manifest.json`);
const manifest = present ? (JSON.parse(readFileSync(`${folder}manifest.json`, 'utf8')) as Entry[]) : [];

const FORMATS: Readonly<Record<string, string>> = {
  'Jepsen EDN': 'jepsen-edn',
  'Jepsen log lines': 'jepsen-log',
  'EDN maps, one a line': 'porcupine-kv',
};

/** The manifest describes models in words. */
function judgeFor({ model }: Entry): { name: string; params: Record<string, unknown>; flags: string[] } {
  if (model.startsWith('key-value store')) return { name: 'key-value', params: {}, flags: [] };
  const [, initial] = /^cas register, initially (nil|\d+);/.exec(model) ?? [];
  if (initial === undefined) throw new Error(`the manifest has a model this suite does not know: ${model}`);
  const failedCas = model.includes('failed cas is an observation') ? 'observe' : 'ignore';
  return {
    name: 'cas-register',
    params: { initial: initial === 'nil' ? null : Number(initial), 'failed-cas': failedCas },
    flags: ['--param', `initial=${initial}`, '--failed-cas', failedCas],
  };
}

if (!present) console.log('skipped: no recorded histories in ../shared/histories');

describe.skipIf(!present)('recorded histories', () => {
  it('are as many as the manifest of this kind always had', () => {
    expect(manifest.length).toBeGreaterThan(100);
  });

  it.each(manifest)('$file is $verdict', (entry) => {
    const text = readFileSync(folder + entry.file, 'utf8');
    expect(detectFormat(text)).toBe(FORMATS[entry.format]);
    const { name, params } = judgeFor(entry);
    const { checker, adapter, independent } = makeJudge(name, params);
    const verdict = checker.check(parseHistory(text, adapter, { independent }), { timeMs: 30_000 });
    expect(verdict.verdict, verdict.reason).toBe(entry.verdict);
  });
});

const cli = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const built = existsSync(cli);
if (present && !built) console.log('skipped: the command is not built (npm run build)');

describe.skipIf(!present || !built)('recorded histories through the command', () => {
  const sample = manifest.filter(({ file }, index) => index % 23 === 0 || /kv\/c01|bad-|etcd_002/.test(file));

  it.each(sample)('$file is $verdict', (entry) => {
    const { name, flags } = judgeFor(entry);
    const { stdout, status } = spawnSync(
      process.execPath,
      [cli, 'check', name, folder + entry.file, ...flags, '--json'],
      { encoding: 'utf8' },
    );
    const result = JSON.parse(stdout) as Record<string, unknown>;
    expect(result).toMatchObject({ model: name, verdict: entry.verdict });
    expect(Object.keys(result)).toEqual(['model', 'verdict', 'operations', 'reason', 'core', 'ms']);
    expect(status).toBe(entry.verdict === 'valid' ? 0 : 1);
  });

  it('come through standard input as well', () => {
    const input = readFileSync(`${folder}kv/c01-ok.txt`);
    expect(
      execFileSync(process.execPath, [cli, 'check', 'key-value', '-'], { input, encoding: 'utf8' }),
    ).toMatch(/^✓ key-value +valid/);
  });
});
