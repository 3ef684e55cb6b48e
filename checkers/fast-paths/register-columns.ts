/**
 * A register's history in columns. Each write and compare-and-set that may have happened makes a *version*; reads
 * refer to versions. Versions of unknown outcome that nothing shows to have happened are left out later.
 */
import type { BudgetMeter } from '../budget.js';
import type { History } from '../history.js';
import type { FastVerdict } from '../model.js';
import { identityOf, show } from '../identity.js';
import { rankEvents } from './ranks.js';
import type { RegisterZoneOptions } from './register-options.js';
import { ValueIndex } from './value-index.js';
import { invalidBy } from './verdicts.js';

/** What `readOf` and `from` hold where there is no version. */
export const NONE = -1;
/** What `readOf` holds for a read that says nothing. */
export const ANYTHING = -2;

/** Bytes held for each operation, here and by what follows. */
const BYTES_PER_OPERATION = 80;

/** Columns by operation and by version; version 0 is the initial value. */
export interface RegisterColumns {
  readonly history: History;
  readonly invoke: Int32Array;
  readonly complete: Int32Array;
  readonly end: number;
  /** By operation: the version it read, `ANYTHING`, or `NONE` where it is no read. */
  readonly readOf: Int32Array;
  /** By version: the operation that wrote it, `NONE` for the initial one. */
  readonly writer: Int32Array;
  /** By version: the version a compare-and-set found, `NONE` for plain writes. */
  readonly from: Int32Array;
  /** Compare-and-sets that were refused, and the version they did not find (`NONE`: one that never was). */
  readonly refused: Int32Array;
  readonly refusedFrom: Int32Array;
}

/** How a value is written while the history is read. */
const UNWRITTEN = -1;
const AMBIGUOUS = -2;
const NO_VALUE = -1;

/**
 * Reads the history. Answers at once when a value was read that nobody may have written; `undefined` when a value
 * that was read or compared may come from several writes, or an operation is none of a register.
 */
export function readRegister(
  history: History,
  { initial = null, nullRead = 'value' }: RegisterZoneOptions,
  budget: BudgetMeter,
): RegisterColumns | FastVerdict | undefined {
  const total = history.length;
  budget.hold(BYTES_PER_OPERATION * total);
  const values = new ValueIndex(total);
  values.intern(initial);
  /** By value: the version that has it. There are at most two values in an operation. */
  const versionOf = new Int32Array(2 * total + 1).fill(UNWRITTEN);
  versionOf[0] = 0;
  const valueRead = new Int32Array(total).fill(NO_VALUE);
  const writer = new Int32Array(total + 1);
  const fromValue = new Int32Array(total + 1).fill(NO_VALUE);
  const refused: number[] = [];
  const refusedValue: number[] = [];
  writer[0] = NONE;
  let versions = 1;
  for (let i = 0; i < total; i++) {
    budget.spend();
    const { type, input: anyInput, output } = history[i]!;
    const input = anyInput as { readonly f: string; readonly value?: unknown; from?: unknown; to?: unknown };
    let written: unknown;
    if (input.f === 'read') {
      if (type !== 'ok') continue;
      const silent = output === undefined || (output === null && nullRead === 'anything');
      if (silent) valueRead[i] = ANYTHING;
      else {
        valueRead[i] = values.intern(output);
        // The usual way for this procedure not to apply: known early, it costs nothing.
        if (versionOf[valueRead[i]!] === AMBIGUOUS) return undefined;
      }
      continue;
    } else if (input.f === 'write') {
      if (type === 'fail') continue;
      written = input.value;
    } else if (input.f === 'cas') {
      if (type === 'fail' || (type === 'ok' && output === false)) {
        refused.push(i);
        refusedValue.push(values.intern(input.from));
        continue;
      }
      if (identityOf(input.from) === identityOf(input.to)) {
        // It leaves the register as it was: a read of what it found, or nothing at all.
        if (type === 'ok') valueRead[i] = values.intern(input.from);
        continue;
      }
      fromValue[versions] = values.intern(input.from);
      written = input.to;
    } else return undefined;
    const value = values.intern(written);
    versionOf[value] = versionOf[value] === UNWRITTEN ? versions : AMBIGUOUS;
    writer[versions++] = i;
  }
  return resolve();

  function resolve(): RegisterColumns | FastVerdict | undefined {
    for (let i = 0; i < total; i++) {
      budget.spend();
      if (valueRead[i]! < 0) continue;
      const version = versionOf[valueRead[i]!]!;
      if (version === AMBIGUOUS) return undefined;
      if (version === UNWRITTEN) return phantom(history, i);
      valueRead[i] = version;
    }
    for (let version = 1; version < versions; version++) {
      if (fromValue[version] === NO_VALUE) continue;
      // An unwritten or ambiguous value matters only if the compare-and-set is known to have happened.
      const found = versionOf[fromValue[version]!]!;
      fromValue[version] = found === UNWRITTEN ? NEVER_WRITTEN : found === AMBIGUOUS ? SEVERAL : found;
    }
    if (refusedValue.some((value) => versionOf[value] === AMBIGUOUS)) return undefined;
    const ranks = rankEvents(history, budget);
    return {
      history,
      ...ranks,
      readOf: valueRead,
      writer: writer.subarray(0, versions),
      from: fromValue.subarray(0, versions),
      refused: Int32Array.from(refused),
      refusedFrom: Int32Array.from(refusedValue, (value) => Math.max(NONE, versionOf[value]!)),
    };
  }
}

/** What `from` holds for a compare-and-set that expects a value nobody may have written, or several may have. */
export const NEVER_WRITTEN = -2;
export const SEVERAL = -3;

function phantom(history: History, read: number): FastVerdict {
  const { output } = history[read]!;
  return invalidBy(history, 'phantom', `${show(output)} was read, but nobody may have written it`, [read]);
}
