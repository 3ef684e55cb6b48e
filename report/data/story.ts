/** A run told in plain sentences on one timeline: what went wrong, what clients asked, what they were told. */
import type { Operation } from '../../checkers/history.js';
import type { CriticalPair } from '../../sim/explore/shrink/critical-pair.js';
import { describeFault, tookPlace } from '../../sim/faults/timeline.js';
import type { Run } from '../../sim/run.js';
import type { StoryLine } from './contract.js';
import { stepWords } from './words.js';

/** The whole story, in order; the command line and the report's page each show as much as they have room for. */
export function storyOf(run: Run): StoryLine[] {
  return [...faultLines(run), ...operationLines(run)].sort((a, b) => a.atMs - b.atMs);
}

/** "passes if n2's append reaches n1 before n3's vote". */
export function criticalPairSentence({ node, first, second }: CriticalPair): string {
  const at = (ms: number): string => `${ms.toFixed(1)} ms`;
  return `passes if ${second.from}'s ${second.what} (${at(second.atMs)}) reaches ${node} before ${first.from}'s ${first.what} (${at(first.atMs)})`;
}

function faultLines({ plan, virtualMs, triggered }: Run): StoryLine[] {
  const { faults, healedAtMs } = tookPlace(plan, virtualMs, triggered);
  const lines = faults.flatMap((fault): StoryLine[] => {
    const what = describeFault(fault);
    const begin: StoryLine = { is: 'fault', atMs: fault.atMs, text: what };
    const endMs =
      'durationMs' in fault && fault.durationMs !== undefined ? fault.atMs + fault.durationMs : Infinity;
    return endMs < Math.min(virtualMs, healedAtMs ?? Infinity)
      ? [begin, { is: 'fault', atMs: endMs, text: `over: ${what}` }]
      : [begin];
  });
  return healedAtMs === undefined
    ? lines
    : [...lines, { is: 'fault', atMs: healedAtMs, text: 'everything is healed' }];
}

function operationLines({ history, plan }: Run): StoryLine[] {
  const planned = new Map<string, string[]>();
  for (const { process, to } of plan.operations)
    planned.set(process, [...(planned.get(process) ?? []), to ?? '']);
  return history.flatMap((operation, number): StoryLine[] => {
    const { process, input, invokedAtMs = 0, completedAtMs, type } = operation;
    const name = String(process);
    const to = (planned.get(name) ?? planned.get(name.replace(/\.\d+$/, '')))?.shift();
    const asked = requestOf(input);
    // A node's own report begins and ends at once; the final operations go by no plan.
    if (to === undefined && completedAtMs === invokedAtMs)
      return [{ is: 'report', atMs: invokedAtMs, text: `${name}: ${asked}`, operation: number }];
    const whom = to === undefined || to === '' ? '' : ` ${to}`;
    const ask: StoryLine = {
      is: 'ask',
      atMs: invokedAtMs,
      text: `${name} asks${whom}: ${asked}`,
      operation: number,
    };
    if (completedAtMs === undefined) return [ask];
    const verb = { ok: 'is told', fail: 'is refused', info: 'hears nothing' }[type];
    const text = `${name} ${verb}${outcomeOf(operation)}  (${asked})`;
    return [ask, { is: 'answer', atMs: completedAtMs, text, operation: number }];
  });
}

function outcomeOf({ type, output, error }: Operation): string {
  if (type === 'ok') return ` ${output === undefined ? 'ok' : JSON.stringify(output)}`;
  return error === undefined ? '' : `: ${error}`;
}

/** `write a 3`: the function and its arguments, names left out where values say enough. */
function requestOf(input: unknown): string {
  const { f, ...rest } = input as Readonly<Record<string, unknown>>;
  return [String(f), ...Object.entries(rest).map(([name, value]) => argument(name, value))]
    .filter((word) => word !== '')
    .join(' ');
}

function argument(name: string, value: unknown): string {
  const steps = stepWords(value);
  if (steps !== undefined) return steps;
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return name === 'key' || name === 'value' ? text : `${name}=${text}`;
}
