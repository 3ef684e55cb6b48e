/** What stands beside an arrow: a payload in a word or two. */
import { textOfBytes } from '../../data/stream-text.js';
import { namingField, type Fields } from '../../data/words.js';

const hints = new Map<string, string>();
const HINT = 26;

/** A payload in a word or two: what kind it is, and of what. */
export function hintOf(json: string, kind: string): string {
  if (json.length > 20_000) return kind;
  let hint = hints.get(json);
  if (hint === undefined) {
    hint = json === '' ? kind : worded(JSON.parse(json) as unknown, kind);
    hints.set(json, hint.length > HINT ? `${hint.slice(0, HINT - 1)}…` : hint);
  }
  return hints.get(json) ?? kind;
}

/** Numbers that only the engine needs are left out. */
function segmentWorded({ kind, data }: Fields): string {
  if (kind !== 'data') return String(kind);
  return textOfBytes(data) ?? worded(data, '');
}

function worded(value: unknown, kind: string): string {
  if (value === null || typeof value !== 'object')
    return typeof value === 'string' ? value : `${kind} ${String(value)}`;
  if (Array.isArray(value)) return `${kind} [${value.length}]`;
  const fields = value as Fields;
  if (kind === 'segment') return segmentWorded(fields);
  const name = namingField(fields);
  const rest = Object.entries(fields).filter(
    ([field, item]) => field !== name && (typeof item === 'number' || typeof item === 'string'),
  );
  const [first] = Object.keys(fields);
  const title = name === undefined ? (rest.length === 0 ? (first ?? kind) : '') : String(fields[name]);
  return [title, ...rest.slice(0, 3).map(([field, item]) => `${field}=${String(item)}`)]
    .filter((part) => part !== '')
    .join(' ');
}
