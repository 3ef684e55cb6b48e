/** Turns table constructors into functions of JavaScript: with the room that Lua would make. */
import type { Build, Evaluate, Frame } from './frame.js';
import { rawSet } from './operations.js';
import type { TableNode } from './syntax.js';
import { LuaTable, type LuaValue } from './values.js';

/** So many of a list are put into the table at once. */
const BATCH = 50;

export function buildTable({ items, line }: TableNode, build: Build): Evaluate {
  const last = items.at(-1);
  const isOpen = last !== undefined && last.key === undefined && ['call', 'more'].includes(last.value.kind);
  const rest = isOpen ? build.all(last.value) : undefined;
  const steps = (isOpen ? items.slice(0, -1) : items).map(({ key, value }) => ({
    key: key === undefined ? undefined : build.one(key),
    value: build.one(value),
  }));
  const inList = steps.filter(({ key }) => key === undefined).length;
  const [array, nodes] = [roomFor(inList), roomFor(items.filter(({ key }) => key !== undefined).length)];
  if (items.length === 0) return () => new LuaTable();
  return (frame: Frame) => {
    const table = new LuaTable(array, nodes);
    let stored = 0;
    let pending: LuaValue[] = [];
    const store = (): void => {
      table.reserve(stored + pending.length);
      for (const value of pending) table.set(++stored, value);
      pending = [];
    };
    for (const { key, value } of steps) {
      if (pending.length === BATCH) store();
      if (key === undefined) pending.push(value(frame));
      else {
        const at = key(frame);
        rawSet(frame.lua, table, at, value(frame), line);
      }
    }
    if (rest !== undefined) {
      if (pending.length === BATCH) store();
      pending.push(...rest(frame));
    }
    if (pending.length > 0) store();
    return table;
  };
}

/** Sizes above 7 are kept in three bits and an exponent, rounded up. */
function roomFor(count: number): number {
  let [size, unit] = [count, 1];
  while (size >= 16) {
    size = (size + 1) >> 1;
    unit *= 2;
  }
  return size * unit;
}
