/** What a campaign looked at: how operations ended, and which checks had nothing to judge. */
import type { OutcomeCounts } from '../../sim/record/history.js';
import type { ExploreResult, NotRun } from '../explore/result.js';
import type { Terminal } from '../terminal.js';
import { counted } from '../../checkers/counted.js';
import { wrap } from './text.js';

/** @param idle with the number of runs of each scenario */
export function renderLooked(
  { ok, fail, info }: OutcomeCounts,
  idle: ExploreResult['nothingToJudge'],
  runsOf: (scenario: string) => number,
  { colours, columns }: Terminal,
): string[] {
  return [
    colours.dim(
      `  asked ${counted(ok + fail + info, 'operation')}: ${ok} ok, ${fail} refused, ${info} unknown`,
    ),
    ...idle.flatMap(({ scenario, check, runs, reason }) => {
      const all = runsOf(scenario);
      const most = 2 * runs > all;
      const lines = wrap(
        `${scenario}: ${check} had nothing to judge in ${runs} of ${counted(all, 'run')}: ${reason.replace(/^nothing to judge: /, '')}`,
        columns - 2,
        '  ',
      );
      return lines.map((line) => (most ? colours.yellow(line) : colours.dim(line)));
    }),
  ];
}

/** What was to be run and was not. */
export function renderNotRun(notRun: readonly NotRun[], { colours, columns }: Terminal): string[] {
  return notRun.flatMap(({ scenario, seeds, why }) =>
    wrap(
      `${scenario}: ${seeds === null ? 'seeds' : counted(seeds, 'seed')} not run: ${why}`,
      columns - 2,
      '  ',
    ).map((line) => colours.yellow(line)),
  );
}

/** Scenarios that were to be looked at, and no run of them ended in time. */
export function renderUnseen(scenarios: readonly string[], { colours, columns }: Terminal): string[] {
  if (scenarios.length === 0) return [];
  const sentence = `nothing was looked at of ${scenarios.join(', ')}: the campaign ended before a first run did`;
  return wrap(sentence, columns - 2, '  ').map((line) => colours.yellow(line));
}

/** Whether all is well, something failed, or something was not decided. */
export function campaignMark(failures: number, undecided: number, { colours, unicode }: Terminal): string {
  if (failures > 0) return colours.red(unicode ? '✗' : 'x');
  return undecided > 0 ? colours.yellow('?') : colours.green(unicode ? '✓' : 'ok');
}
