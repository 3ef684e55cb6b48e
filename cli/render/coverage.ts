/** What a campaign reached and what it never did, for people. */
import type { CoverageReport } from '../explore/coverage-report.js';
import type { Terminal } from '../terminal.js';
import { counted } from '../../checkers/counted.js';
import { wrap } from './text.js';

/** Nothing where a scenario names no sites and no states. */
export function renderCoverage(
  scenario: string,
  { runs, sometimes, reachable, buggify, never, states, transitions }: CoverageReport,
  { columns, colours }: Terminal,
): string[] {
  const sites = [...Object.values(sometimes), ...Object.values(reachable), ...Object.values(buggify)];
  const missed = [
    ...never.sometimes.map((name) => `sometimes('${name}')`),
    ...never.reachable.map((name) => `reachable('${name}')`),
    ...never.buggify.map((name) => `buggify('${name}')`),
  ];
  const hit = sites.filter(({ held }) => held > 0).length;
  const sentences = [
    ...(hit + missed.length === 0 ? [] : [`${hit} of ${counted(hit + missed.length, 'named site')} hit`]),
    ...(missed.length === 0 ? [] : [`never hit: ${missed.join(', ')}`]),
    ...(states === undefined || transitions === undefined
      ? []
      : [
          `${counted(states.seen, 'distinct state')} and ${counted(transitions.seen, 'transition')} in ${counted(runs, 'run')}; the next run is expected to show ${states.newPerRun.toFixed(2)} new states (Good–Turing), and there are at least ${Math.ceil(states.atLeast)}`,
        ]),
  ];
  return sentences.flatMap((sentence, index) =>
    wrap(index === 0 ? `reached in ${scenario}: ${sentence}` : sentence, columns - 4, '    ').map(
      (line, row) => (index === 0 && row === 0 ? `  ${line.trimStart()}` : colours.dim(line)),
    ),
  );
}
