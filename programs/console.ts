/** `console` of a program: what it prints stands in the trace of the run, and its stopwatches run by the node's clock. */
import { Console } from 'node:console';
import { PassThrough } from 'node:stream';
import { format, inspect, type InspectOptions } from 'node:util';
import type { StandardStreams } from './process/standard-streams.js';

const STEP = '  ';

/** Prints into the trace, or to standard output where that leads somewhere. */
export function consoleOf(node: {
  readonly streams: StandardStreams | undefined;
  log(text: string): void;
  /** What a stopwatch reads, in microseconds. */
  nowUs(): number;
}): object {
  let indent = '';
  const indented = (text: string): string =>
    indent === '' ? text : indent + text.replaceAll('\n', `\n${indent}`);
  const stdout = node.streams?.stdout;
  const out = (text: string): void => {
    if (stdout === undefined) node.log(indented(text));
    else stdout.write(`${indented(text)}\n`);
  };
  const print = (...given: unknown[]): void => out(format(...given));
  const warn = (...given: unknown[]): void => node.log(indented(format(...given)));
  const dir = (value: unknown, options?: InspectOptions): void =>
    out(inspect(value, { customInspect: false, ...options }));
  const group = (...label: unknown[]): void => {
    if (label.length > 0) print(...label);
    indent += STEP;
  };
  const groupEnd = (): void => void (indent = indent.slice(0, -STEP.length));
  const assert = (isTrue?: unknown, ...given: unknown[]): void => {
    const [what, ...more] = given;
    if (!isTrue) warn(`Assertion failed${given.length === 0 ? '' : `: ${String(what)}`}`, ...more);
  };
  // Node draws tables; it asks for nothing but `log`.
  const tables = Object.assign(new Console(new PassThrough()), { log: print });
  return {
    ...console,
    ...{ log: print, info: print, debug: print, dirxml: print, warn, error: warn, trace: warn },
    ...{ dir, group, groupCollapsed: group, groupEnd, assert },
    table: (...given: [unknown, string[]?]) => tables.table(...given),
    ...counters(print),
    ...stopwatches(print, warn, () => node.nowUs() / 1000),
  };
}

type Print = (...given: unknown[]) => void;

function counters(print: Print): object {
  const counts = new Map<string, number>();
  return {
    count(label: unknown = 'default'): void {
      const name = String(label);
      counts.set(name, (counts.get(name) ?? 0) + 1);
      print(`${name}: ${counts.get(name)}`);
    },
    countReset: (label: unknown = 'default') => void counts.delete(String(label)),
  };
}

/** Node's own ask the machine what time it is. */
function stopwatches(print: Print, warn: Print, nowMs: () => number): object {
  const begun = new Map<string, number>();
  const tell = (label: unknown, more: readonly unknown[]): string => {
    const name = String(label);
    const since = begun.get(name);
    if (since === undefined) warn(`Warning: No such label '${name}' for console.timeLog()`);
    else print(`${name}: ${Number((nowMs() - since).toFixed(3))}ms`, ...more);
    return name;
  };
  return {
    time: (label: unknown = 'default') => void begun.set(String(label), nowMs()),
    timeLog: (label: unknown = 'default', ...more: unknown[]) => void tell(label, more),
    timeEnd: (label: unknown = 'default') => void begun.delete(tell(label, [])),
  };
}
