/** A short run told in plain sentences on one timeline: what went wrong, what clients asked, what they were told. */
import type { Operation } from '../../checkers/history.js';
import type { ShrunkPart } from '../../sim/explore/shrunk-part.js';
import { describeFault } from '../../sim/faults/timeline.js';
import type { CriticalPair } from '../../sim/explore/shrink/critical-pair.js';
import type { Run } from '../../sim/run.js';
import type { Terminal } from '../terminal.js';
import { clip } from './text.js';

interface Line {
  readonly atMs: number;
  readonly text: string;
}

/** Longer stories are not read. */
const MAX_LINES = 60;

export function renderStory(
  run: Run,
  { latencyMs }: ShrunkPart,
  { columns, unicode, colours }: Terminal,
): string[] {
  const lines = [...faultLines(run), ...operationLines(run)].sort((a, b) => a.atMs - b.atMs);
  const width = Math.max(0, ...lines.map(({ atMs }) => time(atMs).length));
  const shown = lines
    .slice(0, MAX_LINES)
    .map(({ atMs, text }) => clip(`  ${time(atMs).padStart(width)}  ${text}`, columns, unicode));
  return [
    'What happened:',
    ...(latencyMs === undefined
      ? []
      : [colours.dim(`  every message takes ${latencyMs} ms unless it is told otherwise`)]),
    ...shown,
    ...(lines.length > MAX_LINES ? [`  … and ${lines.length - MAX_LINES} more`] : []),
  ];
}

/** "passes if n2's append reaches n1 before n3's vote". */
export function criticalPairSentence({ node, first, second }: CriticalPair): string {
  return `passes if ${second.from}'s ${second.what} (${time(second.atMs)}) reaches ${node} before ${first.from}'s ${first.what} (${time(first.atMs)})`;
}

function faultLines({ plan, virtualMs }: Run): Line[] {
  const { faults, healAtMs } = plan;
  const lines = faults.flatMap((fault): Line[] => {
    const what = describeFault(fault);
    const begin = { atMs: fault.atMs, text: what };
    const endMs =
      'durationMs' in fault && fault.durationMs !== undefined ? fault.atMs + fault.durationMs : Infinity;
    return endMs < Math.min(virtualMs, healAtMs ?? Infinity)
      ? [begin, { atMs: endMs, text: `over: ${what}` }]
      : [begin];
  });
  return healAtMs === undefined ? lines : [...lines, { atMs: healAtMs, text: 'everything is healed' }];
}

function operationLines({ history, plan }: Run): Line[] {
  const planned = new Map<string, string[]>();
  for (const { process, to } of plan.operations)
    planned.set(process, [...(planned.get(process) ?? []), to ?? '']);
  return history.flatMap((operation) => {
    const { process, input, invokedAtMs = 0, completedAtMs, type } = operation;
    const name = String(process);
    const to = (planned.get(name) ?? planned.get(name.replace(/\.\d+$/, '')))?.shift();
    const asked = requestOf(input);
    // A node's own report begins and ends at once; the final operations go by no plan.
    if (to === undefined && completedAtMs === invokedAtMs)
      return [{ atMs: invokedAtMs, text: `${name}: ${asked}` }];
    const ask = {
      atMs: invokedAtMs,
      text: `${name} asks${to === undefined || to === '' ? '' : ` ${to}`}: ${asked}`,
    };
    if (completedAtMs === undefined) return [ask];
    const verb = { ok: 'is told', fail: 'is refused', info: 'hears nothing' }[type];
    return [ask, { atMs: completedAtMs, text: `${name} ${verb}${outcomeOf(operation)}  (${asked})` }];
  });
}

function outcomeOf({ type, output, error }: Operation): string {
  if (type === 'ok') return ` ${output === undefined ? 'ok' : JSON.stringify(output)}`;
  return error === undefined ? '' : `: ${error}`;
}

/** `write a 3`: the function and its arguments, names left out where values say enough. */
function requestOf(input: unknown): string {
  const { f, ...rest } = input as Readonly<Record<string, unknown>>;
  return [String(f), ...Object.entries(rest).map(([name, value]) => argument(name, value))].join(' ');
}

function argument(name: string, value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return name === 'key' || name === 'value' ? text : `${name}=${text}`;
}

const time = (ms: number): string => `${ms.toFixed(1)} ms`;
