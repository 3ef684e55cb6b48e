/** `table.sort` as Lua 5.1 does it, comparison by comparison: what is equal ends in the same order. */
import { call, isLess, rawSet } from '../operations.js';
import { NO_SITE, raise, spend } from '../state.js';
import { isTrue, type Lua, type LuaFunction, type LuaTable, type LuaValue } from '../values.js';

export function sort(lua: Lua, table: LuaTable, less: LuaFunction | undefined): void {
  const { site } = lua;
  const comesBefore = (one: LuaValue, other: LuaValue): boolean => {
    spend(lua, 1);
    if (less === undefined) return isLess(lua, one, other, -1);
    lua.site = NO_SITE;
    return isTrue(call(lua, less, [one, other])[0]);
  };
  const invalid = (): never => raise(lua, 'invalid order function for sorting', site.line);
  const swap = (one: number, other: number): void => {
    const value = table.get(one);
    rawSet(lua, table, one, table.get(other));
    rawSet(lua, table, other, value);
  };
  const swapIf = (low: number, high: number): void => {
    if (comesBefore(table.get(high), table.get(low))) swap(low, high);
  };

  const part = (from: number, to: number): void => {
    let [low, high] = [from, to];
    while (low < high) {
      swapIf(low, high);
      if (high - low === 1) return;
      const middle = Math.floor((low + high) / 2);
      if (comesBefore(table.get(middle), table.get(low))) swap(middle, low);
      else swapIf(middle, high);
      if (high - low === 2) return;
      const pivot = table.get(middle);
      swap(middle, high - 1);
      const at = partition(low, high, pivot);
      // The smaller part at once, the larger one in the next round.
      if (at - low < high - at) {
        part(low, at - 1);
        low = at + 1;
      } else {
        part(at + 1, high);
        high = at - 1;
      }
    }
  };
  const partition = (low: number, high: number, pivot: LuaValue): number => {
    let [up, down] = [low, high - 1];
    for (;;) {
      while (comesBefore(table.get(++up), pivot)) if (up > high) invalid();
      while (comesBefore(pivot, table.get(--down))) if (down < low) invalid();
      if (down < up) break;
      swap(up, down);
    }
    swap(high - 1, up);
    return up;
  };
  part(1, table.length());
  lua.site = site;
}
