/** Copies of the project in which sources can be broken and tests be run without anybody else noticing. */

import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Mutant } from './mutant.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** What the tests of the checkers and of the engine need. */
const COPIED = [
  'checkers',
  'sim',
  'report',
  'bench',
  'test',
  'package.json',
  'tsconfig.json',
  'vitest.config.ts',
];
/** A mutant that makes the tests run for ever is noticed, too. */
const PATIENCE_MS = 90_000;
/** Random histories for each subject of a fuzz test: enough to notice, few enough to be run for every mutant. */
const FUZZ_HISTORIES = '1000';

export interface TestRun {
  readonly passed: boolean;
  /** What the tests printed. */
  readonly output: string;
}

/** One copy; it runs one mutant at a time. */
export class Workshop {
  private readonly folder = mkdtempSync(join(tmpdir(), 'seedstorm-mutants-'));

  constructor() {
    for (const entry of COPIED) cpSync(join(root, entry), join(this.folder, entry), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(this.folder, 'node_modules'));
  }

  /** Runs the tests on the sources as they are. */
  run(tests: readonly string[]): Promise<TestRun> {
    const vitest = join(root, 'node_modules/vitest/vitest.mjs');
    const child = spawn(
      process.execPath,
      [vitest, 'run', ...tests, '--bail=1', '--maxWorkers=1', '--reporter=dot'],
      {
        cwd: this.folder,
        // A group of its own: the workers of a runner that is killed would spin on for ever.
        detached: true,
        // The tests must not believe to be part of the run that runs the mutants.
        env: {
          PATH: process.env['PATH'],
          HOME: process.env['HOME'],
          NO_COLOR: '1',
          SEEDSTORM_FUZZ: FUZZ_HISTORIES,
        },
      },
    );
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const timer = setTimeout(() => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }, PATIENCE_MS);
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => {
        clearTimeout(timer);
        resolve({ passed: code === 0, output });
      });
    });
  }

  /** Runs the tests on sources with one fault. Throws if the fault does not fit the sources. */
  async runMutant({ file, find, replace }: Mutant, tests: readonly string[]): Promise<TestRun> {
    const path = join(this.folder, file);
    const source = readFileSync(path, 'utf8');
    const occurrences = source.split(find).length - 1;
    if (occurrences !== 1) {
      throw new Error(`expected the text to replace once in ${file}, found it ${occurrences} times: ${find}`);
    }
    writeFileSync(
      path,
      source.replace(find, () => replace),
    );
    try {
      return await this.run(tests);
    } finally {
      writeFileSync(path, source);
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
