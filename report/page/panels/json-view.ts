/** A JSON value as lines of text, what changed set off; long texts and lists are cut until somebody asks for more. */
import { add, button, foreign, h } from '../dom.js';
import { texts } from '../texts.js';

const LONG = 400;
const MANY = 10;
/** The fields of a state are not left out. */
const MANY_FIELDS = 40;
const DEPTH = 12;

/**
 * @param before the value before, to mark what is new; the same value: nothing is
 */
export function jsonView(value: unknown, before: unknown): HTMLElement {
  const element = h('div', { class: 'json' });
  addValue(element, undefined, value, before, 0);
  return element;
}

function addValue(
  parent: Element,
  name: string | undefined,
  value: unknown,
  before: unknown,
  depth: number,
): void {
  const isNew = !same(value, before);
  const isShown = isNew && (!isOpenable(value) || isPlainList(value));
  const row = h('div', { class: isShown ? 'row changed' : 'row' });
  if (isShown) row.title = texts.state.changed;
  if (name !== undefined) add(row, foreign(name.length > 80 ? `${name.slice(0, 79)}…` : name, 'name'), ' ');
  parent.append(row);
  if (!isOpenable(value) || depth > DEPTH || isPlainList(value)) {
    add(row, leaf(value));
    return;
  }
  const entries = Array.isArray(value)
    ? value.map((item, index): [string, unknown] => [String(index), item])
    : Object.entries(value);
  const inline = depth === 0 && entries.length > 0 ? undefined : inlineText(value);
  if (inline !== undefined) {
    if (isNew) row.classList.add('changed');
    add(row, foreign(inline, 'value'));
    return;
  }
  const inner = h('div', { class: 'inner' });
  parent.append(inner);
  addEntries(inner, entries, before, depth, 0);
}

function addEntries(
  inner: Element,
  entries: readonly [string, unknown][],
  before: unknown,
  depth: number,
  from: number,
): void {
  const most = depth === 0 ? MANY_FIELDS : MANY;
  // Of long lists the end is what changes mostly; what else changed must not hide either.
  const shown =
    entries.length > most && from === 0
      ? entries.filter(
          ([name, item], place) => place >= entries.length - most || !same(item, fieldOf(before, name)),
        )
      : entries;
  if (shown.length < entries.length) {
    const more = button(texts.state.moreItems(entries.length - shown.length), () => {
      inner.replaceChildren();
      addEntries(inner, entries, before, depth, 1);
    });
    more.className = 'more';
    inner.append(more);
  }
  for (const [name, item] of shown) addValue(inner, name, item, fieldOf(before, name), depth + 1);
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}

function isOpenable(value: unknown): value is readonly unknown[] | Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** A list of numbers and short words reads best as a line. */
function isPlainList(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => !isOpenable(item) && String(item).length <= 40);
}

/** Small values stand on one line. */
function inlineText(value: object): string | undefined {
  const items = Object.values(value) as unknown[];
  if (
    items.length > 12 ||
    items.some(
      (item) =>
        (isOpenable(item) && Object.keys(item).length > 0) || (typeof item === 'string' && item.length > 40),
    )
  )
    return undefined;
  const text = JSON.stringify(value)
    .replace(/"([A-Za-z_][\w-]*)":/g, '$1: ')
    .replaceAll(',', ', ');
  return text.length <= 64 ? text : undefined;
}

function leaf(value: unknown): HTMLElement {
  const text = typeof value === 'string' && value !== '' ? value : (JSON.stringify(value) ?? '');
  return longText(Array.isArray(value) ? text.replaceAll(',', ', ') : text, typeof value);
}

/** A text, the beginning only where it is long, with a button for the rest. */
export function longText(text: string, className = ''): HTMLElement {
  const element = foreign(text.length > LONG ? text.slice(0, LONG) : text, `value ${className}`);
  if (text.length <= LONG) return element;
  const more = button(texts.state.more(text.length - LONG), () =>
    element.replaceWith(foreign(text, `value ${className}`)),
  );
  more.className = 'more';
  element.append(more);
  return element;
}

/** Whether two JSON values say the same; values of neighbouring moments share what did not change. */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (!isOpenable(a) || !isOpenable(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && same(fieldOf(a, name), fieldOf(b, name)))
  );
}
