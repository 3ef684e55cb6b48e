/** Reads MessagePack. */
import { raise, spend } from '../state.js';
import { LuaTable, type Lua, type LuaValue } from '../values.js';

export function readPacked(
  lua: Lua,
  text: string,
  offset: number,
  limit: number,
): { readonly values: LuaValue[]; readonly end: number } {
  const reader = new Reader(lua, Buffer.from(text, 'latin1'), offset);
  const values: LuaValue[] = [];
  while (reader.at < text.length && values.length < limit) values.push(reader.value());
  return { values, end: reader.at };
}

class Reader {
  constructor(
    readonly lua: Lua,
    readonly bytes: Buffer,
    public at: number,
  ) {}

  value(): LuaValue {
    spend(this.lua, 1);
    const code = this.#take(1).readUInt8(0);
    if (code <= 0x7f) return code;
    if (code >= 0xe0) return code - 256;
    if (code >= 0xa0 && code <= 0xbf) return this.#text(code & 0x1f);
    if (code >= 0x90 && code <= 0x9f) return this.#list(code & 0xf);
    if (code <= 0x8f) return this.#map(code & 0xf);
    switch (code) {
      case 0xc0:
        return undefined;
      case 0xc2:
        return false;
      case 0xc3:
        return true;
      case 0xca:
        return this.#take(4).readFloatBE(0);
      case 0xcb:
        return this.#take(8).readDoubleBE(0);
      case 0xcc:
      case 0xcd:
      case 0xce:
        return this.#size(code - 0xcc);
      case 0xcf:
      case 0xd3:
        return Number(this.#take(8).readBigInt64BE(0));
      case 0xd0:
        return this.#take(1).readInt8(0);
      case 0xd1:
        return this.#take(2).readInt16BE(0);
      case 0xd2:
        return this.#take(4).readInt32BE(0);
      case 0xd9:
      case 0xda:
      case 0xdb:
        return this.#text(this.#size(code - 0xd9));
      case 0xdc:
      case 0xdd:
        return this.#list(this.#size(code - 0xdb));
      case 0xde:
      case 0xdf:
        return this.#map(this.#size(code - 0xdd));
      default:
        return raise(this.lua, 'Bad data format in input.');
    }
  }

  #take(size: number): Buffer {
    if (this.at + size > this.bytes.length) raise(this.lua, 'Missing bytes in input.');
    this.at += size;
    return this.bytes.subarray(this.at - size, this.at);
  }

  /** A number of 1, 2 or 4 bytes. */
  #size(power: number): number {
    const size = 1 << power;
    return this.#take(size).readUIntBE(0, size);
  }

  #text = (length: number): string => this.#take(length).toString('latin1');

  #list(length: number): LuaTable {
    const table = new LuaTable();
    for (let at = 1; at <= length; at++) table.set(at, this.value());
    return table;
  }

  #map(length: number): LuaTable {
    const table = new LuaTable();
    for (let at = 0; at < length; at++) {
      const key = this.value();
      const value = this.value();
      if (key === undefined) raise(this.lua, 'table index is nil', -1);
      table.set(key, value);
    }
    return table;
  }
}
