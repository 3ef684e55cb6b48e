/** A trace as text that people read and tests compare: one line for each thing that happened. */
import type { TraceRecord } from './trace.js';

/**
 * Renders a trace. The first line says why the text exists.
 * @param records in order, as `run.trace` hands them out
 */
export function goldenText(why: string, records: Iterable<TraceRecord>): string {
  const lines = [`# ${why}`];
  for (const record of records) {
    const line = lineOf(record);
    if (line !== undefined) lines.push(`${record.atMs.toFixed(3).padStart(12)}  ${line}`);
  }
  return `${lines.join('\n')}\n`;
}

function lineOf(record: TraceRecord): string | undefined {
  switch (record.type) {
    case 'event':
      return eventLine(record);
    case 'send':
      return `${record.from} -> ${record.to}  ${record.kind} #${record.message}${json(record.data)}`;
    case 'drop':
      return `${record.from} -x ${record.to}  ${record.kind} #${record.message} lost: ${record.why ?? '?'}`;
    case 'note':
      return `${record.node ?? '*'}  ${record.text}${json(record.data)}`;
    case 'log':
      return `${record.node ?? '*'}  "${record.text}"${json(record.data)}`;
    case 'invoke':
      return `${String(record.process)}  invokes${json(record.input)}`;
    case 'effect':
      return `${record.node}  effect${json(record.input)}`;
    default:
      return `operation ${record.operation}  ${record.type}${json(record.output)}${record.error === undefined ? '' : ` (${record.error})`}`;
  }
}

/** Arrivals, timers and syncs; what has a line of its own elsewhere is left out. */
function eventLine(record: Extract<TraceRecord, { type: 'event' }>): string | undefined {
  const { kind, node = '*', from, message, timer } = record;
  if (from !== undefined) return `${node} <- ${from}  ${kind} #${message}`;
  if (kind === 'timer') return `${node}  timer ${timer}`;
  if (kind === 'start' || kind === 'fault' || kind === 'heal' || kind === 'client-next') return undefined;
  return `${node}  ${kind}`;
}

function json(value: unknown): string {
  return value === undefined ? '' : ` ${JSON.stringify(value)}`;
}
