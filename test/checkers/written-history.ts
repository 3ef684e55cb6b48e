/**
 * Histories as people write them, for tests and for the chapters' examples: one operation a line.
 *
 *   <process> <f> [key] [value] [name=value ...] [-> output] [! | ?] [@from-to]
 *
 * One bare argument is the key of a `read` and the value of anything else; two are key and value. `!` is a
 * failed operation, `?` one of unknown outcome. Lines follow each other in time unless `@from-to` says otherwise.
 */
import type { History, Operation, Outcome } from '../../checkers/history.js';

/** Parses lines (or one text of lines); empty lines and `#` comments are skipped. */
export function written(...lines: readonly string[]): History {
  const operations: Operation[] = [];
  for (const line of lines.flatMap((text) => text.split('\n'))) {
    const trimmed = line.replace(/(^|\s)#.*$/, '').trim();
    if (trimmed !== '') operations.push(operation(trimmed, operations.length * 2));
  }
  return operations.sort((a, b) => a.invoke - b.invoke);
}

function operation(line: string, position: number): Operation {
  const [call, rest] = split(line, ' -> ');
  const tokens = call.split(/\s+/);
  const tail = rest === undefined ? [] : rest.split(/\s+/);
  let type: Outcome = 'ok';
  let [invoke, complete] = [position, position + 1];
  for (const words of [tokens, tail]) {
    for (let last = words.at(-1); last !== undefined; last = words.at(-1)) {
      const interval = last.match(/^@(\d+)-(\d+)$/);
      if (last === '!') type = 'fail';
      else if (last === '?') type = 'info';
      else if (interval) [invoke, complete] = [Number(interval[1]), Number(interval[2])];
      else break;
      words.pop();
    }
  }
  const [process, f, ...args] = tokens;
  if (process === undefined || f === undefined) throw new Error(`no process and function in: ${line}`);
  return {
    process,
    input: { f, ...fields(f, args) },
    ...(rest === undefined ? {} : { output: value(tail.join(' ')) }),
    type,
    invoke,
    complete: type === 'info' ? Infinity : complete,
  };
}

function fields(f: string, args: readonly string[]): Record<string, unknown> {
  const named: Record<string, unknown> = {};
  const bare: unknown[] = [];
  for (const arg of args) {
    const match = arg.match(/^([a-zA-Z]\w*)=(.*)$/);
    if (match) named[match[1]!] = value(match[2]!);
    else bare.push(value(arg));
  }
  if (bare.length > 1) return { key: bare[0], value: bare[1], ...named };
  if (bare.length === 1) return f === 'read' ? { key: bare[0], ...named } : { value: bare[0], ...named };
  return named;
}

function value(text: string): unknown {
  if (text === 'nil') return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function split(line: string, separator: string): [string, string | undefined] {
  const at = line.indexOf(separator);
  return at < 0 ? [line, undefined] : [line.slice(0, at).trim(), line.slice(at + separator.length).trim()];
}
