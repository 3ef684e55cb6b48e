/** `--require-reached`: what a campaign was to reach and did not is a violation. */
import { z } from 'zod';
import { counted } from '../../checkers/counted.js';
import type { Arguments } from '../command.js';
import { UsageError } from '../errors.js';
import { wrap } from '../render/text.js';
import type { Terminal } from '../terminal.js';
import type { CoverageReport } from './coverage-report.js';

export const REQUIRE_REACHED_FLAG = {
  summary: "Fail (exit code 1) if a site 'sometimes' or 'reachable' was hit in no run",
  kind: 'switch',
} as const;

const names = z.array(z.string());

/** The sites of one scenario that no run hit. */
export const unreachedSites = z.object({
  scenario: z.string(),
  runs: z.int().min(0),
  sometimes: names,
  reachable: names,
});

export type Unreached = z.infer<typeof unreachedSites>;

/** @throws UsageError where only some of the seeds are run: what these did not reach, others may */
export function refuseSomeSeeds(args: Arguments): void {
  if (!args.on('require-reached')) return;
  if (args.text('shard') !== undefined)
    throw new UsageError(
      '--require-reached is about all seeds, and a shard runs only some: give it to seedstorm merge',
    );
  if (args.on('last-failed'))
    throw new UsageError(
      '--require-reached is about all seeds, and --last-failed runs only those that failed',
    );
}

/** What was named, by declaration or by code that came there, and hit in no run. */
export function unreachedOf(coverage: Readonly<Record<string, CoverageReport>>): Unreached[] {
  return Object.entries(coverage)
    .map(
      ([
        scenario,
        {
          runs,
          never: { sometimes, reachable },
        },
      ]) => ({
        ...{ scenario, runs },
        sometimes: [...sometimes],
        reachable: [...reachable],
      }),
    )
    .filter(({ runs, sometimes, reachable }) => runs > 0 && sometimes.length + reachable.length > 0);
}

/** Whether anything at all is required: a site is named somewhere. */
export function requiresSites(coverage: Readonly<Record<string, CoverageReport>>): boolean {
  return Object.values(coverage).some(
    ({ sometimes, reachable, never }) =>
      Object.keys(sometimes).length + Object.keys(reachable).length > 0 ||
      never.sometimes.length + never.reachable.length > 0,
  );
}

/** `never reached in 40 runs: sometimes('two leaders')` */
export function unreachedText({ runs, sometimes, reachable }: Unreached): string {
  const sites = [
    ...sometimes.map((name) => `sometimes('${name}')`),
    ...reachable.map((name) => `reachable('${name}')`),
  ];
  return `never reached in ${counted(runs, 'run')}: ${sites.join(', ')}`;
}

/** One block for each scenario; nothing where all was reached. */
export function renderUnreached(
  unreached: readonly Unreached[] | null,
  { columns, colours, unicode }: Terminal,
): string[] {
  return (unreached ?? []).flatMap((one) => [
    '',
    ...wrap(`${one.scenario}  ${unreachedText(one)}`, columns - 2, '  ').map((line, row) =>
      row === 0 ? `${colours.red(unicode ? '✗' : 'x')} ${line.trimStart()}` : line,
    ),
  ]);
}

export const ENDED_EARLY =
  '--require-reached is undecided: the campaign ended before all its runs, and those left may reach what these did not';

export const NO_SITES =
  '--require-reached has nothing to require: no scenario names a site with sometimes or reachable';
