/**
 * The scripts of redlock, as functions. A whole interpreter of Lua would prove no more here: a script is known by its
 * text without comments, and any other text is refused.
 */

/** What a script may do to the server's strings. */
export interface Strings {
  get(key: string): string | undefined;
  /** @param ms until it expires */
  set(key: string, value: string, ms?: number): void;
  delete(key: string): void;
}

type Script = (strings: Strings, keys: readonly string[], args: readonly string[]) => number;

const SET_ALL = `for i, key in ipairs(KEYS) do redis.call("set", key, ARGV[1], "PX", ARGV[2]) end return #KEYS`;

const scripts: Readonly<Record<string, Script>> = {
  /** Takes keys that nobody has. */
  [`for i, key in ipairs(KEYS) do if redis.call("exists", key) == 1 then return 0 end end ${SET_ALL}`]: (
    strings,
    keys,
    args,
  ) => (keys.some((key) => strings.get(key) !== undefined) ? 0 : setAll(strings, keys, args)),
  /** Keeps keys that are the caller's for longer. */
  [`for i, key in ipairs(KEYS) do if redis.call("get", key) ~= ARGV[1] then return 0 end end ${SET_ALL}`]: (
    strings,
    keys,
    args,
  ) => (keys.some((key) => strings.get(key) !== args[0]) ? 0 : setAll(strings, keys, args)),
  /** Gives back keys that are the caller's. */
  [`local count = 0 for i, key in ipairs(KEYS) do if redis.call("get", key) == ARGV[1] then redis.pcall("del", key) count = count + 1 end end return count`]:
    (strings, keys, [value]) => {
      const own = keys.filter((key) => strings.get(key) === value);
      for (const key of own) strings.delete(key);
      return own.length;
    },
};

function setAll(strings: Strings, keys: readonly string[], [value = '', ms]: readonly string[]): number {
  for (const key of keys) strings.set(key, value, Number(ms));
  return keys.length;
}

/** Undefined for a script that is none of these. */
export function scriptNamed(text: string): Script | undefined {
  return scripts[text.replace(/--.*/g, '').replace(/\s+/g, ' ').trim()];
}
