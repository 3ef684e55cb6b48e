/** The difference between two JSON values, and its application: states change little from event to event. */
import { define, isBuiltIn, jsonOf } from '../../sim/record/plain-json.js';
import type { Patch, Path } from './contract.js';

type Step = [path: Path, value: unknown] | [path: Path];

/**
 * What turns `before` into `after`; nothing for equal values. Nothing of them is changed.
 * @param before JSON
 * @param after any value: what is not JSON is turned into it as `jsonOf` does, but only where it differs
 */
export function patchBetween(before: unknown, after: unknown): Patch {
  const steps: Step[] = [];
  compare(before, after, [], steps);
  return steps;
}

function compare(before: unknown, after: unknown, path: (string | number)[], steps: Step[]): void {
  if (before === after) return;
  if (typeof after !== 'object' || after === null) {
    const json = jsonOf(after);
    if (json !== before) steps.push([[...path], json]);
  } else if (isBuiltIn(after)) compare(before, jsonOf(after), path, steps);
  else if (Array.isArray(before) && Array.isArray(after)) compareLists(before, after, path, steps);
  else if (isRecord(before) && isRecord(after)) compareRecords(before, after, path, steps);
  else steps.push([[...path], jsonOf(after)]);
}

function compareLists(before: unknown[], after: unknown[], path: (string | number)[], steps: Step[]): void {
  for (let index = before.length - 1; index >= after.length; index--) steps.push([[...path, index]]);
  for (let index = 0; index < after.length; index++) {
    const item = after[index] ?? null;
    if (index >= before.length) steps.push([[...path, index], jsonOf(item)]);
    else if (before[index] !== item) {
      path.push(index);
      compare(before[index], item, path, steps);
      path.pop();
    }
  }
}

function compareRecords(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  path: (string | number)[],
  steps: Step[],
): void {
  let kept = 0;
  for (const name of Object.keys(after)) {
    const item = after[name];
    if (item === undefined) continue;
    if (!Object.hasOwn(before, name)) steps.push([[...path, name], jsonOf(item)]);
    else {
      kept++;
      if (before[name] === item) continue;
      path.push(name);
      compare(before[name], item, path, steps);
      path.pop();
    }
  }
  const names = Object.keys(before);
  if (names.length === kept) return;
  for (const name of names)
    if (!Object.hasOwn(after, name) || after[name] === undefined) steps.push([[...path, name]]);
}

/** The value after the patch. Copies only what it changes: what is left alone is shared with the value before. */
export function applyPatch(value: unknown, patch: Patch): unknown {
  let changed = value;
  for (const step of patch) changed = applyStep(changed, step[0], 0, step.length === 2 ? [step[1]] : []);
  return changed;
}

function applyStep(value: unknown, path: Path, at: number, put: readonly unknown[]): unknown {
  if (at === path.length) return put[0];
  const place = path[at] as string | number;
  const isLast = at === path.length - 1;
  if (Array.isArray(value)) {
    const copy = [...(value as unknown[])];
    if (isLast && put.length === 0) copy.splice(Number(place), 1);
    else copy[Number(place)] = applyStep(copy[Number(place)], path, at + 1, put);
    return copy;
  }
  const record = isRecord(value) ? value : {};
  const copy: Record<string, unknown> = {};
  for (const name of Object.keys(record))
    if (!(isLast && put.length === 0 && name === place)) define(copy, name, record[name]);
  if (!isLast || put.length > 0) {
    const inner = Object.hasOwn(record, place) ? record[place] : undefined;
    define(copy, String(place), applyStep(inner, path, at + 1, put));
  }
  return copy;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
