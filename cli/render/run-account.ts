/** The account of one run, for people: what went wrong when, how the operations ended, what became of each claim. */
import type { Fault } from '../../sim/faults/fault.js';
import { criticalPairSentence } from '../../report/data/critical-pair.js';
import type { Story } from '../../explore/story.js';
import { describeFault, tookPlace } from '../../sim/faults/timeline.js';
import type { CheckResult, Run } from '../../sim/run/run.js';
import { lookCommands } from '../../explore/look-commands.js';
import type { ShrunkPart } from '../../sim/run/capsule/shrunk-part.js';
import type { ToldRun } from '../../sim/run/capsule/told-run.js';
import type { Terminal } from '../terminal.js';
import { renderFigures } from './figures.js';
import { renderStory } from './story.js';
import { clip, wrap } from './text.js';

const SHOWN_FAULTS = 20;
const SHOWN_ANOMALIES = 5;
const REASON_LENGTH = 500;

/** What is known of a failure besides its run. */
export interface Background {
  /** What it was shrunk from, if it was. */
  readonly shrunk?: ShrunkPart | undefined;
  readonly story?: Story | undefined;
  /** Tell its figures, too. */
  readonly figures?: boolean;
}

/** @param replay the command that brings the run back */
export function renderRun(
  run: Run,
  summary: string,
  replay: string,
  terminal: Terminal,
  background: Background = {},
): string {
  const { colours } = terminal;
  const params = Object.entries(run.params).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const bug = run.bug === undefined ? '' : `  bug ${run.bug}`;
  const lines = [
    `${colours.bold(run.scenario)}  seed ${String(run.seed)}${bug}`,
    ...wrap(summary, terminal.columns - 2, '  '),
    ...(params.length === 0
      ? []
      : wrap(params.join(' '), terminal.columns - 2, '  ').map((line) => colours.dim(line))),
    '',
    // Few faults are told by the story, at the end.
    ...(background.shrunk !== undefined && background.story !== undefined
      ? []
      : [...renderFaults(run, terminal), '']),
    operationsLine(run),
    '',
    ...run.checks.flatMap((check) => renderCheck(check, terminal)),
    '',
    ...(background.figures === true ? [...renderFigures(run.figures(), terminal), ''] : []),
    colours.dim(
      `${run.events} events in ${run.virtualMs} ms of virtual time  fingerprint ${run.fingerprint}`,
    ),
  ];
  if (run.verdict === 'invalid') lines.push('', ...failureBlock(run, replay, terminal, background));
  else lines.push(colours.dim(`replay  ${replay}`));
  return `${lines.join('\n')}\n`;
}

function renderFaults(run: Run, { colours, unicode, columns }: Terminal): string[] {
  const { faults, healedAtMs, notBegun, stillWaiting } = tookPlace(run.plan, run.virtualMs, run.triggered);
  const later = [
    ...(notBegun === 0 ? [] : [`  ${notBegun} more planned for later: ${whyNotBegun(run)}`]),
    ...(stillWaiting === 0 ? [] : [`  ${stillWaiting} more waited for something that did not happen`]),
  ];
  const left = Object.entries(run.leftOut).map(([kind, count]) => `${count} ${kind}`);
  if (left.length > 0)
    later.push(`  left out, outside what ${run.scenario} claims to survive: ${left.join(', ')}`);
  if (faults.length === 0) return [colours.dim('Nothing goes wrong.'), ...later];
  const shown = faults.slice(0, SHOWN_FAULTS).map((fault) => clip(faultLine(fault), columns, unicode));
  const hidden = faults.length - shown.length;
  return [
    `What goes wrong (${run.profile}):`,
    ...shown,
    ...(hidden > 0 ? [`  … and ${hidden} more`] : []),
    ...(healedAtMs === undefined ? [] : [`  ${time(healedAtMs)}  everything is healed`]),
    ...later,
  ];
}

const whyNotBegun = ({ plan: { healAtMs }, virtualMs }: Run): string =>
  healAtMs !== undefined && healAtMs <= virtualMs
    ? 'everything was healed'
    : `the run was over at ${round(virtualMs)} ms`;

function faultLine(fault: Fault): string {
  const lasting =
    'durationMs' in fault && fault.durationMs !== undefined ? `  for ${round(fault.durationMs)} ms` : '';
  return `  ${time(fault.atMs)}  ${describeFault(fault)}${lasting}`;
}

function operationsLine({ operations: { ok, fail, info } }: Run): string {
  const all = ok + fail + info;
  if (all === 0) return 'No client asked for anything.';
  const percent = ((100 * ok) / all).toFixed(1);
  return `${all} operations: ${ok} ok (${percent} %), ${fail} refused, ${info} with unknown outcome`;
}

function renderCheck(
  { name, verdict, reason, anomalies }: CheckResult,
  { colours, unicode, columns }: Terminal,
): string[] {
  const mark = {
    valid: colours.green(unicode ? '✓' : 'ok'),
    invalid: colours.red(unicode ? '✗' : 'x'),
    unknown: colours.yellow('?'),
  }[verdict];
  const [first = '', ...rest] = wrap(`${name}: ${clip(reason, 500, unicode)}`, columns - 4, '    ');
  const others = anomalies.filter(({ message }) => message !== reason);
  return [
    `${mark} ${first.trimStart()}`,
    ...rest,
    ...others
      .slice(0, SHOWN_ANOMALIES)
      .flatMap(({ message }) => wrap(clip(message, 300, unicode), columns - 6, '      ')),
    ...(others.length > SHOWN_ANOMALIES
      ? [`      … and ${others.length - SHOWN_ANOMALIES} more like these`]
      : []),
  ];
}

/** The last thing printed: what failed, with how much, what led to it, and how to see it again. */
export function failureBlock(
  run: ToldRun,
  replay: string,
  terminal: Terminal,
  { shrunk, story }: Background = {},
): string[] {
  const { colours, unicode, columns } = terminal;
  const failed = run.checks.find(({ verdict }) => verdict === 'invalid');
  const mark = unicode ? '✗' : 'x';
  const reason = clip(failed?.reason ?? '', REASON_LENGTH, unicode);
  const title = wrap(`${mark} ${run.scenario}  ${failed?.name ?? run.verdict}: ${reason}`, columns - 2, '  ');
  const size = shrunk === undefined ? sizeOf(run, unicode ? '·' : '-') : shrunkSize(shrunk, unicode);
  return [
    ...title.map((line, index) => colours.red(index === 0 ? line.trimStart() : line)),
    ...wrap(`seed ${String(run.seed)} ${unicode ? '·' : '-'} ${size}`, columns - 2, '  '),
    ...outsideLines(run, columns),
    ...(story === undefined
      ? faultList(run, terminal)
      : ['', ...renderStory(story, shrunk?.latencyMs, terminal), '']),
    ...(shrunk?.criticalPair === undefined
      ? []
      : wrap(criticalPairSentence(shrunk.criticalPair), columns - 2, '  ')),
    `  replay  ${replay}`,
    ...(story === undefined ? [] : lookLines(run, replay)),
  ];
}

/** Commands are not wrapped: they are there to be copied. */
function lookLines(run: ToldRun, replay: string): string[] {
  const { report, diagram } = lookCommands(replay, nameOf(run));
  return [`  report  ${report}`, `  export  ${diagram}`];
}

const nameOf = ({ scenario, seed }: ToldRun): string =>
  `${scenario.split('/').at(-1) ?? scenario}-${String(seed)}`.replace(/[^\w.-]+/g, '-');

function faultList(run: ToldRun, { unicode, columns }: Terminal): string[] {
  // A run that took its thread along leaves its plan, and nobody knows how far it came.
  const { faults } = tookPlace(run.plan, run.events === 0 ? Infinity : run.virtualMs, run.triggered);
  const shown = faults.slice(0, SHOWN_FAULTS);
  const width = Math.max(0, ...shown.map(({ atMs }) => moment(atMs).length));
  return [
    ...shown.map((fault, index) =>
      clip(`  ${index + 1}. ${moment(fault.atMs).padEnd(width)}  ${describeFault(fault)}`, columns, unicode),
    ),
    ...(faults.length > SHOWN_FAULTS ? [`  … and ${faults.length - SHOWN_FAULTS} more`] : []),
  ];
}

/** What is not claimed is not blamed: whoever gave the plan is told. */
function outsideLines({ scenario, outside, plan }: ToldRun, columns: number): string[] {
  const faults = outside.flatMap((number) => plan.faults[number] ?? []);
  if (faults.length === 0) return [];
  const [first, second] = faults.map(describeFault);
  const all = [first, ...(second === undefined ? [] : [second])].join('; ');
  const more = faults.length > 2 ? ` and ${faults.length - 2} more` : '';
  return wrap(`outside what ${scenario} claims to survive: ${all}${more}`, columns - 2, '  ');
}

function sizeOf({ plan, operations: { ok, fail, info }, events }: ToldRun, dot: string): string {
  // A run that took its thread along leaves its plan and nothing else.
  if (events === 0)
    return `${count(plan.faults.length, 'fault')} and ${count(plan.operations.length, 'operation')} planned`;
  return `${count(plan.faults.length, 'fault')}, ${count(ok + fail + info, 'operation')} ${dot} ${events} events`;
}

function shrunkSize({ from, to, eventsThatMatter }: ShrunkPart, unicode: boolean): string {
  const [arrow, dot] = unicode ? ['→', '·'] : ['->', '-'];
  // Where slow links alone are to blame no event was set off by the plan: then each of them counts.
  const matter =
    eventsThatMatter === 0
      ? count(to.events, 'event')
      : eventsThatMatter === 1
        ? '1 event matters'
        : `${eventsThatMatter} events matter`;
  const smaller = Object.entries(to.params ?? {}).map(
    ([name, value]) => `, ${name} ${JSON.stringify(from.params?.[name])} ${arrow} ${JSON.stringify(value)}`,
  );
  return `shrunk ${from.faults} ${arrow} ${count(to.faults, 'fault')}, ${from.operations} ${arrow} ${count(to.operations, 'operation')}${smaller.join('')} ${dot} ${matter}`;
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
const moment = (ms: number): string => `${ms.toFixed(1)} ms`;
const time = (ms: number): string => `${ms.toFixed(1).padStart(9)} ms`;
const round = (ms: number): string => String(Math.round(ms * 10) / 10);
