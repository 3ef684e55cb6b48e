/** Histories as other checkers read them: Jepsen's EDN and Porcupine's key-value lines. */
import { printHistory } from '../../checkers/formats/print.js';
import type { History, Operation, ProcessId } from '../../checkers/history.js';
import { InputError } from '../../sim/input/error.js';
import { jsonOf } from '../../sim/record/plain-json.js';
import type { ReportFault } from '../data/contract.js';

/**
 * One map an event, as Jepsen writes them: times in nanoseconds, processes as integers that go on as another after an
 * operation of unknown end, and faults as operations of the nemesis.
 */
export function* jepsenLines(history: History, faults: readonly ReportFault[]): Generator<string> {
  const nemesis = nemesisLines(faults);
  let index = 0;
  const indexed = (line: string): string => `{:index ${index++}, ${line}`;
  for (const line of printHistory(jepsenHistory(history), 'jepsen-edn')) {
    const [, time, rest = ''] = /^\{:index \d+, (?::time (\d+), )?(.*)$/s.exec(line) ?? [];
    while (nemesis[0] !== undefined && nemesis[0].time <= Number(time ?? Infinity))
      yield indexed(nemesis.shift()?.line ?? '');
    yield indexed(`${time === undefined ? '' : `:time ${time}, `}${rest}`);
  }
  for (const { line } of nemesis) yield indexed(line);
}

/** @throws InputError when what was asked is not get, put and append of a store of texts */
export function porcupineLines(history: History, scenario: string): Iterable<string> {
  for (const { input } of history) {
    const { f, key, value } = input as {
      readonly f?: unknown;
      readonly key?: unknown;
      readonly value?: unknown;
    };
    const isStore = f === 'get' || ((f === 'put' || f === 'append') && isText(value));
    if (!isStore || !(typeof key === 'string' || typeof key === 'number'))
      throw new InputError(
        'format',
        `porcupine-kv holds get, put and append of text under a key, and ${scenario} asks ${JSON.stringify(jsonOf(input))}; jepsen-edn and jsonl hold every history`,
      );
  }
  return printHistory(jepsenHistory(history), 'porcupine-kv');
}

const isText = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number';

/** Processes as integers, and nothing but plain data. */
function jepsenHistory(history: History): History {
  const number = processNumbers(history);
  return history.map((operation): Operation => {
    const { process, input, output } = operation;
    return {
      ...operation,
      process: number.get(process) ?? 0,
      input: jsonOf(input),
      ...(output === undefined ? {} : { output: jsonOf(output) }),
    };
  });
}

/**
 * Jepsen's threads are numbered from 0, and the process of a thread that crashed goes on as its number plus the count of
 * threads. A client that goes on here is `c1.1` after `c1`.
 */
function processNumbers(history: History): Map<ProcessId, number> {
  const lastType = new Map<ProcessId, Operation['type']>();
  const threadOf = new Map<ProcessId, { readonly thread: number; readonly life: number }>();
  let threads = 0;
  for (const { process, type } of history) {
    if (!threadOf.has(process)) {
      const before = predecessor(process);
      const earlier = before === undefined ? undefined : threadOf.get(before);
      const follows = earlier !== undefined && before !== undefined && lastType.get(before) === 'info';
      threadOf.set(
        process,
        follows ? { thread: earlier.thread, life: earlier.life + 1 } : { thread: threads++, life: 0 },
      );
    }
    lastType.set(process, type);
  }
  return new Map([...threadOf].map(([process, { thread, life }]) => [process, thread + life * threads]));
}

function predecessor(process: ProcessId): string | undefined {
  const [, name = '', life = ''] = /^(.*)\.([1-9]\d*)$/s.exec(String(process)) ?? [];
  return name === '' ? undefined : life === '1' ? name : `${name}.${Number(life) - 1}`;
}

function nemesisLines(faults: readonly ReportFault[]): { readonly time: number; readonly line: string }[] {
  return faults
    .flatMap(({ kind, what, atMs, endMs }) => [
      { time: Math.round(atMs * 1e6), f: endMs === undefined ? kind : `start-${kind}`, what },
      ...(endMs === undefined ? [] : [{ time: Math.round(endMs * 1e6), f: `stop-${kind}`, what }]),
    ])
    .sort((a, b) => a.time - b.time)
    .map(({ time, f, what }) => ({
      time,
      line: `:time ${time}, :type :info, :process :nemesis, :f :${f}, :value ${JSON.stringify(what)}}`,
    }));
}
