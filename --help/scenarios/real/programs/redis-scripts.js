/**
 * The scripts of redlock, as functions. A whole interpreter of Lua would prove no more here: a script is known by its
 * text without comments, and any other text is refused.
 */
const SET_ALL = `for i, key in ipairs(KEYS) do redis.call("set", key, ARGV[1], "PX", ARGV[2]) end return #KEYS`;
const scripts = {
    /** Takes keys that nobody has. */
    [`for i, key in ipairs(KEYS) do if redis.call("exists", key) == 1 then return 0 end end ${SET_ALL}`]: (strings, keys, args) => (keys.some((key) => strings.get(key) !== undefined) ? 0 : setAll(strings, keys, args)),
    /** Keeps keys that are the caller's for longer. */
    [`for i, key in ipairs(KEYS) do if redis.call("get", key) ~= ARGV[1] then return 0 end end ${SET_ALL}`]: (strings, keys, args) => (keys.some((key) => strings.get(key) !== args[0]) ? 0 : setAll(strings, keys, args)),
    /** Gives back keys that are the caller's. */
    [`local count = 0 for i, key in ipairs(KEYS) do if redis.call("get", key) == ARGV[1] then redis.pcall("del", key) count = count + 1 end end return count`]: (strings, keys, [value]) => {
        const own = keys.filter((key) => strings.get(key) === value);
        for (const key of own)
            strings.delete(key);
        return own.length;
    },
};
function setAll(strings, keys, [value = '', ms]) {
    for (const key of keys)
        strings.set(key, value, Number(ms));
    return keys.length;
}
/** Undefined for a script that is none of these. */
export function scriptNamed(text) {
    return scripts[text.replace(/--.*/g, '').replace(/\s+/g, ' ').trim()];
}
