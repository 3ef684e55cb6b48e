/** The same script on a real machine and in a world: what it says there and here. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { defineScenario, simulate, z } from 'seedstorm';
import { nodeProgram } from 'seedstorm/programs';

export interface BothSaid {
  readonly real: readonly string[];
  readonly inside: readonly string[];
  /** Checks that are not valid, of the world. */
  readonly wrong: readonly string[];
  readonly fingerprint: string;
  readonly code: unknown;
}

/** @param service the name of a script that says its lines by an effect where `INSIDE` is set */
export async function bothSay(service: string, durationMs = 5_000): Promise<BothSaid> {
  const script = fileURLToPath(new URL(`services/${service}`, import.meta.url));
  const real = new Promise<{ readonly stdout: string; readonly code: unknown }>((resolve) => {
    const child = execFile(process.execPath, [script], (error, stdout) =>
      resolve({ stdout, code: error?.code ?? 0 }),
    );
    child.stdin?.end();
  });
  const scenario = defineScenario({
    name: 'own/like-life',
    summary: 'What a script says',
    params: z.object({}),
    nodes: () => ['n1'],
    protocol: () => nodeProgram({ entry: script, env: { INSIDE: '1' } }),
    workload: () => ({ clients: [], operations: () => [] }),
    faults: 'none',
    settleMs: 0,
    restartAfterMs: 2 * durationMs,
    durationMs,
    check: {},
  });
  const { history, checks, fingerprint } = await simulate(scenario, { seed: 1 });
  const lines = history.map(
    ({ input }) => input as unknown as { readonly f: string; readonly text: unknown },
  );
  const { stdout, code } = await real;
  return {
    real: stdout.trimEnd().split('\n'),
    inside: lines.filter(({ f }) => f === 'line').map(({ text }) => String(text)),
    wrong: checks
      .filter(({ verdict }) => verdict === 'invalid')
      .map(({ name, reason }) => `${name}: ${reason}`),
    fingerprint,
    code,
  };
}
