/**
 * Bindings of headers exchanges: a message matches by its headers.
 *
 * Arguments that begin with `x-` count only for `any-with-x` and `all-with-x`. Numbers and timestamps are compared by
 * value, whatever their type; an argument without a value matches any header of its name.
 */
import type { FieldValue, Table } from './methods.js';

const KINDS = ['all', 'any', 'all-with-x', 'any-with-x'];

/** What `x-match` must be. */
export function isHeadersMatch(value: FieldValue | undefined): boolean {
  return value === undefined || (typeof value === 'string' && KINDS.includes(value));
}

export function matchesHeaders(pattern: Table, headers: Table = {}): boolean {
  const kind = typeof pattern['x-match'] === 'string' ? pattern['x-match'] : 'all';
  const withX = kind.endsWith('-with-x');
  const named = Object.entries(pattern).filter(
    ([name, value]) => name !== 'x-match' && value !== undefined && (withX || !name.startsWith('x-')),
  );
  const matches = ([name, wanted]: [string, FieldValue | undefined]): boolean => {
    const found = headers[name];
    return found !== undefined && (wanted === null || sameValue(wanted, found));
  };
  return kind.startsWith('any') ? named.some(matches) : named.every(matches);
}

/** Are two values of tables the same? */
export function sameValue(one: FieldValue | undefined, other: FieldValue | undefined): boolean {
  const [left, right] = [plain(one), plain(other)];
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  const [keys, others] = [Object.keys(left), Object.keys(right)];
  const at = (value: object, key: string): FieldValue | undefined => (value as Table)[key];
  return (
    Array.isArray(left) === Array.isArray(right) &&
    keys.length === others.length &&
    keys.every((key) => sameValue(at(left, key), at(right, key)))
  );
}

function plain(value: FieldValue | undefined): unknown {
  if (typeof value !== 'object' || value === null || !('!' in value)) return value;
  return value['!'] === 'decimal' ? { decimal: value.value } : value.value;
}
