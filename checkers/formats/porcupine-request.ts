/** What an `Operation` of Porcupine asks and is answered: `Input` and `Output` are the program's own, and we know their habits. */
import { HistoryError, shown } from './events.js';
import type { Value } from './events.js';
import { keyOf } from './fields.js';
import type { JsonObject } from './json-operation.js';

/** What an operation asked and was answered; nobody knows how it ended if `unknown`. */
export interface Asked {
  readonly f: string;
  readonly key: string | number | undefined;
  readonly value: Value;
  readonly answer: Value;
  readonly unknown: boolean;
}

/** The fields under lower-case names: programs in Go and others write them differently. */
export const lowered = (object: JsonObject): Readonly<Record<string, Value | undefined>> =>
  Object.fromEntries(
    Object.entries(object).map(([name, value]) => [name.toLowerCase().replace(/[_-]/g, ''), value]),
  );

/** `{op, key, value}`, by any of the names programs give these. */
export function plainRequest(input: Value, output: Value, line: number): Asked {
  if (!isObject(input))
    throw new HistoryError(
      `Input is an object such as {"op":"put","key":"x","value":"1"}, not ${shown(input)}`,
      line,
    );
  const fields = lowered(input);
  const f =
    fields['op'] ?? fields['f'] ?? fields['type'] ?? fields['kind'] ?? fields['function'] ?? fields['method'];
  if (typeof f !== 'string' || f === '')
    throw new HistoryError(
      `Input needs op, the name of a function, such as "get"; it is ${shown(input)}`,
      line,
    );
  const from = fields['from'] ?? fields['old'] ?? fields['expected'];
  const to = fields['to'] ?? fields['new'];
  const value = fields['value'] ?? fields['val'] ?? fields['arg'] ?? null;
  return {
    f: f.toLowerCase(),
    key: keyOf(fields['key'] ?? undefined),
    value: from !== undefined && (to !== undefined || value !== null) ? [from, to ?? value] : value,
    ...answered(output),
  };
}

/** What the system said: a value by itself or in an object, that it refused, or nothing that can be known. */
function answered(output: Value): Pick<Asked, 'answer' | 'unknown'> {
  if (!isObject(output)) return { answer: output, unknown: false };
  const fields = lowered(output);
  const value = fields['value'] ?? fields['val'] ?? fields['result'];
  const fault = fields['error'] ?? fields['err'] ?? '';
  if ((fault !== '' && fault !== false) || fields['unknown'] === true) return { answer: null, unknown: true };
  if (fields['exists'] === false || fields['found'] === false) return { answer: null, unknown: false };
  const refused = fields['ok'] === false || fields['success'] === false;
  return { answer: value ?? (refused ? false : null), unknown: false };
}

const isObject = (value: Value): value is { readonly [name: string]: Value } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
