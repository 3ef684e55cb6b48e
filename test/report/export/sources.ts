/** Runs to export, and their lines. */
import { simulate, stateMachine, type Run, type Scenario, type SimulateOptions } from 'seedstorm';
import { exportLines, type ExportFormatName } from '../../../report/export/formats.js';
import { exportSource, type ExportSource } from '../../../report/export/source.js';
import { tiny } from '../../sim/tiny-system.js';
import { evilScenario, mirrorFaults, mirrorScenario, shipped } from '../runs.js';

export async function sourceOf(scenario: Scenario, options: SimulateOptions = {}): Promise<ExportSource> {
  return exportSource(scenario, await simulate(scenario, options), '0.0.0');
}

export const mirrorSource = (): Promise<ExportSource> => sourceOf(mirrorScenario, { faults: mirrorFaults });
export const evilSource = (): Promise<ExportSource> => sourceOf(evilScenario);
export const register = (options: SimulateOptions): Promise<ExportSource> =>
  sourceOf(shipped('replication/quorum-register'), options);

export async function linesOf(
  source: ExportSource,
  format: ExportFormatName,
  maxLines = 200,
): Promise<string[]> {
  return [...(await exportLines(source, format, { maxLines }))];
}

interface Store {
  state: Record<string, string>;
  request: { f: 'get' | 'put' | 'append'; key: string; value?: string };
  reply: string | null;
}

/** A store of texts on one node. The forgetful one appends to nothing. */
const store = (isForgetful: boolean) =>
  stateMachine<Store>({
    start: () => ({}),
    onRequest(state, { f, key, value }, node) {
      const held = state[key] ?? '';
      if (f === 'put') state[key] = value ?? '';
      if (f === 'append') state[key] = `${isForgetful ? '' : held}${value ?? ''}`;
      node.reply(f === 'get' ? held : null);
    },
  });

export const NASTY = 'a "quoted" \\ ; {:x}\nnext';

export async function storeRun(isForgetful: boolean): Promise<{ scenario: Scenario; run: Run }> {
  const key = 'k"1';
  const asks = [
    { atMs: 5, f: 'put', key, value: NASTY },
    { atMs: 20, f: 'append', key, value: '!' },
    { atMs: 40, f: 'get', key },
  ].map((ask) => ({ ...ask, to: 'a' }));
  const scenario = tiny({ program: store(isForgetful), asks }) as Scenario;
  return { scenario, run: await simulate(scenario) };
}

/** Two nodes that lead: each in a term of its own, or both in the same. */
export function leadersRun(isSplit: boolean): Promise<ExportSource> {
  const leader = (term: number) =>
    stateMachine<{ state: object; request: never; reply: never }>({
      start(node) {
        node.effect({ f: 'lead', term });
        return {};
      },
    });
  return sourceOf(tiny({ program: { a: leader(1), b: leader(isSplit ? 1 : 2) } }) as Scenario);
}
