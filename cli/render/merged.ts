/** What shards found together, for people. */
import { renderUnreached } from '../explore/required.js';
import { runsOf, type ExploreResult } from '../explore/result.js';
import type { Terminal } from '../terminal.js';
import { renderCoverage } from './coverage.js';
import { campaignMark, renderLooked, renderNotRun } from './looked.js';
import { clip, wrap } from './text.js';

export function renderMerged(merged: ExploreResult, shards: number, terminal: Terminal): string {
  const { runs, valid, invalid, unknown, failures, unrepeated, unreached, gone, coverage } = merged;
  const { unicode, columns } = terminal;
  const lines = [
    `${campaignMark(failures.length + unrepeated.length + (unreached?.length ?? 0), unknown + merged.notRun.length, terminal)} ${runs} runs in ${shards} results: ${valid} valid, ${invalid} invalid, ${unknown} undecided  (${coverage.events} events)`,
    ...renderLooked(
      coverage.operations,
      merged.nothingToJudge,
      (name) => runsOf(merged.scenarios, name),
      terminal,
    ),
    ...renderNotRun(merged.notRun, terminal),
    ...Object.entries(coverage.scenarios).flatMap(([scenario, report]) =>
      renderCoverage(scenario, report, terminal),
    ),
    ...gone.flatMap(({ note }) => wrap(note, columns - 2, '  ')),
  ];
  for (const { scenario, seed, check, reason, replay } of failures)
    lines.push(
      '',
      ...wrap(`${scenario}  seed ${seed}  ${check}: ${clip(reason, 300, unicode)}`, columns - 2, '  ').map(
        (line, index) => (index === 0 ? line.trimStart() : line),
      ),
      `  replay  ${replay}`,
    );
  for (const { scenario, seed } of unrepeated)
    lines.push('', `${scenario} does not repeat: seed ${seed} gave two different runs`);
  lines.push(...renderUnreached(unreached, terminal));
  return `${lines.join('\n')}\n`;
}
