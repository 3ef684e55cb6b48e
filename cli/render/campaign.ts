/** How a campaign went, for people: counts, what was injected, and one block for each kind of failure. */
import type { Failure } from '../explore/failures.js';
import { renderUnreached } from '../explore/required.js';
import { idleChecks, runsOf, secondsOf, unseen, type Outcome } from '../explore/result.js';
import type { Terminal } from '../terminal.js';
import { renderCoverage } from './coverage.js';
import { campaignMark, renderLooked, renderNotRun, renderUnseen } from './looked.js';
import { failureBlock } from './run-account.js';
import { wrap } from './text.js';
import { unrepeatedBlock } from './unrepeated.js';

const SHOWN_SEEDS = 20;

export function renderCampaign(outcome: Outcome, terminal: Terminal): string {
  const { total, scenarios, failures, unrepeated, unlisted, notRun, gone, unreached, interruptedBy } =
    outcome;
  const { colours, columns } = terminal;
  const { valid, invalid, unknown } = total.verdicts;
  const undecided = unknown + notRun.length + unseen(outcome).length + Number(outcome.isRequirementOpen);
  const rate = (total.runs / Math.max(secondsOf(scenarios), 0.001)).toFixed(0);
  const lines = [
    `${campaignMark(failures.length + unrepeated.length + (unreached?.length ?? 0), undecided, terminal)} ${total.runs} runs: ${valid} valid, ${invalid} invalid, ${unknown} undecided  (${rate} seeds/s, ${total.events} events)`,
    ...(interruptedBy === undefined ? [] : [`  ended early, by ${interruptedBy}`]),
    ...renderLooked(total.operations, idleChecks(total), (name) => runsOf(scenarios, name), terminal),
    ...renderNotRun(notRun, terminal),
    ...renderUnseen(unseen(outcome), terminal),
    ...countsLine('injected', total.faults, '').map((line) => colours.dim(line)),
    ...countsLine('left out', total.leftOut, ': outside what is claimed').map((line) => colours.dim(line)),
    ...scenarios.flatMap(({ scenario, coverage }) => renderCoverage(scenario, coverage, terminal)),
    ...gone.flatMap(({ note }) => wrap(note, columns - 2, '  ')),
  ];
  for (const failure of failures) {
    if (!failure.first) continue;
    const { run, replay, shrunk, capsule } = failure;
    const others = failures.filter((other) => other !== failure && other.capsule === capsule);
    const background = { shrunk: shrunk?.part, story: shrunk?.story };
    lines.push('', ...failureBlock(shrunk?.run ?? run, replay, terminal, background));
    if (others.length > 0) lines.push(...othersLines(others, unlisted.get(capsule) ?? 0, columns));
  }
  for (const one of unrepeated) lines.push('', ...unrepeatedBlock(one, terminal));
  lines.push(...renderUnreached(unreached, terminal));
  return `${lines.join('\n')}\n`;
}

/** `  injected 26 crash, 20 kill`; nothing where there is nothing to count. */
function countsLine(verb: string, counts: Readonly<Record<string, number>>, why: string): string[] {
  const sorted = Object.entries(counts).sort(([, a], [, b]) => b - a);
  return sorted.length === 0
    ? []
    : [`  ${verb} ${sorted.map(([kind, count]) => `${count} ${kind}`).join(', ')}${why}`];
}

/** @param unlisted how many more there are that are only counted */
function othersLines(others: readonly Failure[], unlisted: number, columns: number): string[] {
  const all = others.length + unlisted;
  const seeds = others.slice(0, SHOWN_SEEDS).map(({ run }) => String(run.seed));
  const more = all > seeds.length ? ` and ${all - seeds.length} more` : '';
  const [{ replay } = { replay: '' }] = others;
  return wrap(
    `${all} more like it: seed${all === 1 ? '' : 's'} ${seeds.join(', ')}${more}; the first with ${replay}`,
    columns - 2,
    '  ',
  );
}
