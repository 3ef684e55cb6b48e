/** What scripts of Redis find besides Lua's own: JSON, MessagePack, bytes and bits. */
import { script } from '../language.js';
import { lua } from './lua.js';

export const libraryScripts = [
  script(
    'libraries/cjson',
    'JSON has 14 digits; an empty table is an object; null is a value of its own.',
    lua('return cjson.encode({1, "a/b", true, {x = cjson.null}, {}, 1.5, 1e15, 12345678901234567890})'),
    lua(
      'return cjson.encode({a = 1, b = {1, 2}, c = "q\\"\\\\\\n\\127\\1", [5] = "five", d = false, long_name_of_it = {deep = {er = {}}}})',
    ),
    lua('return cjson.encode({1, nil, 3})'),
    lua(
      'return {cjson.encode("x"), cjson.encode(0.1), cjson.encode(nil), cjson.encode(false), cjson.encode({[3] = "c"})}',
    ),
    lua('return cjson.encode({[100] = 1})'),
    lua('return cjson.encode({[1.5] = 1, [true] = 2})'),
    lua('return cjson.encode(0/0)'),
    lua('return cjson.encode(print == nil)'),
    lua('return cjson.encode(function() end)'),
    lua('return cjson.encode()'),
    lua(
      'local t = cjson.decode(ARGV[1]) return {t.a, t.b[2], tostring(t.c), t.c == cjson.null and 1 or 0, t.d.e, #t.b, type(t.f), tostring(cjson.null == nil)}',
      [],
      ['{"a": 1.0, "b": [1, 2.5e1], "c": null, "d": {"e": "\\u00e9\\n\\ud83d\\ude00"}, "f": true}'],
    ),
    lua(
      'local r = {} for k, v in pairs(cjson.decode(ARGV[1])) do r[#r + 1] = k .. "=" .. tostring(v) end return r',
      [],
      ['{"one":1,"two":2,"three":3,"four":4,"five":5,"six":6,"seven":7}'],
    ),
    ...[
      '',
      '{',
      '[1,]',
      '{"a"}',
      '{"a":1,}',
      '[1 2]',
      '"abc',
      '"\\\\x"',
      '"\\\\ud800"',
      'nul',
      '-',
      '1 2',
      '{1:2}',
      '[',
      '@',
    ].map((text) => lua('return cjson.decode(ARGV[1])', [], [text])),
    lua('return {cjson.decode("[0x10, +5, inf, 01, .5]") == nil, 1}'),
    lua(
      'return {cjson.decode("0x10"), cjson.decode("01"), tostring(cjson.decode("inf")), cjson.decode("\\"\\\\u0041\\"")}',
    ),
    lua(
      'return cjson.encode(cjson.decode(ARGV[1]))',
      [],
      ['{"z":1,"a":[{"y":[]},{}],"m":{"k":"v","n":null}}'],
    ),
    lua('return cjson.decode()'),
    lua('return {cjson._NAME, cjson._VERSION}'),
  ),
  script(
    'libraries/cmsgpack',
    'MessagePack: the shortest form of each value.',
    lua(
      'return cmsgpack.pack({1, 127, 128, 255, 256, 65535, 65536, 4294967295, 4294967296, -1, -32, -33, -128, -129, -32768, -32769, -2147483648, -2147483649})',
    ),
    lua('return cmsgpack.pack(1.5, 0.1, 1e300, "", "abc", ("x"):rep(40), true, false, nil)'),
    lua('return cmsgpack.pack({a = 1, b = {2, 3}, c = {}, [1] = "x"})'),
    lua(
      'return {cmsgpack.pack(("y"):rep(300)):sub(1, 4), cmsgpack.pack({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}):sub(1, 5)}',
    ),
    lua(
      'local t = cmsgpack.unpack(cmsgpack.pack({a = 1.25, b = {2, "x"}, c = -70000, d = true, e = 5000000000})) return {tostring(t.a), t.b[1], t.b[2], t.c, tostring(t.d), t.e}',
    ),
    lua('return {cmsgpack.unpack(cmsgpack.pack(1, "two", {3}))}'),
    lua(
      'return {cmsgpack.unpack_one(cmsgpack.pack(1, 2), 0), cmsgpack.unpack_one(cmsgpack.pack(1, 2), 1), cmsgpack.unpack_limit(cmsgpack.pack(1, 2, 3), 2, 0)}',
    ),
    lua('return cmsgpack.unpack("\\193")'),
    lua('return cmsgpack.unpack("\\205\\1")'),
    lua('return cmsgpack.pack()'),
    lua('return cmsgpack.unpack_limit("x", -1)'),
    lua('local t = {} t.t = t return #cmsgpack.pack(t)'),
  ),
  script(
    'libraries/bit',
    'Bits are 32, with a sign.',
    lua(
      'return {bit.band(0xff, 0x0f), bit.bor(1, 2, 4), bit.bxor(5, 1), bit.bnot(0), bit.tobit(0xffffffff), bit.tobit(2^33 + 5)}',
    ),
    lua(
      'return {bit.lshift(1, 31), bit.rshift(-1, 28), bit.arshift(-16, 2), bit.rol(0x12345678, 8), bit.ror(0x12345678, 8), bit.bswap(0x12345678), bit.lshift(1, 33)}',
    ),
    lua(
      'return {bit.tohex(255), bit.tohex(-1, 4), bit.tohex(255, -3), bit.tobit(1.5), bit.tobit(2.5), bit.tobit("7")}',
    ),
    lua('return bit.band("x")'),
    lua('return bit.band()'),
  ),
  script(
    'libraries/struct',
    'Values as bytes: sizes, sides and gaps by a format.',
    lua(
      'return {struct.pack("b", -1), struct.pack(">h", 258), struct.pack("<i", -2), struct.pack(">I2", 65535), struct.pack("l", 1), struct.pack(">d", 1.5), struct.pack("f", 0.5)}',
    ),
    lua(
      'return {struct.pack("!4 bi", 1, 2), struct.pack("c3s", "abcd", "ef"), struct.pack("x"), struct.size("!8bdc5"), struct.size("<i8")}',
    ),
    lua(
      'return {struct.unpack("<hBs", "\\1\\2\\3abc\\0"), struct.unpack(">i4", "\\255\\255\\255\\254"), struct.unpack("bc0", "\\3xyzw")}',
    ),
    lua('return struct.unpack("i", "x")'),
    lua('return struct.pack("q", 1)'),
    lua('return struct.pack("i33", 1)'),
    lua('return struct.size("s")'),
  ),
];
