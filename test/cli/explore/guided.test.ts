/** `explore --guided`: the same runs and failures for any number of workers, and capsules that bring them back. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../../../cli/app.js';
import { explore } from '../../../cli/commands/explore.js';
import { replay } from '../../../cli/commands/replay.js';
import type { ExploreResult } from '../../../cli/explore/result.js';
import { fakeTerminal } from '../fake-terminal.js';

let home = '';

beforeEach(() => {
  home = process.cwd();
  process.chdir(realpathSync(mkdtempSync(join(tmpdir(), 'seedstorm-guided-'))));
});
afterEach(() => {
  const folder = process.cwd();
  process.chdir(home);
  rmSync(folder, { recursive: true, force: true });
});

async function guided(workers: number): Promise<ExploreResult> {
  const terminal = fakeTerminal();
  const call =
    'explore saga/order --bug log-after-call --guided --runs 20 --keep-going --no-corpus --no-shrink';
  const code = await runCli(
    [...call.split(' '), '--json', '--workers', String(workers)],
    [explore],
    terminal,
  );
  expect(code, terminal.noted()).toBe(1);
  return JSON.parse(terminal.printed()) as ExploreResult;
}

describe('explore --guided', () => {
  it('finds the same with one worker and with three', async () => {
    const [one, three] = [await guided(1), await guided(3)];
    expect(one.runs).toBe(20);
    expect(one.failures.length).toBeGreaterThan(5);
    expect(three.failures).toEqual(one.failures);
    expect(three.coverage).toEqual(one.coverage);

    const [first] = one.failures;
    const terminal = fakeTerminal();
    expect(await runCli(['replay', String(first?.capsule)], [replay], terminal)).toBe(1);
    expect(terminal.printed()).toContain('unfinished');
  });

  it('cannot be divided', async () => {
    const terminal = fakeTerminal();
    expect(await runCli(['explore', 'saga/order', '--guided', '--shard', '1/2'], [explore], terminal)).toBe(
      64,
    );
    expect(terminal.noted()).toContain('does not go with --shard');
  });
});
