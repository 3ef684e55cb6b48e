/**
 * Drawn programs of Lua: expressions, tables, texts, patterns and JSON, of which some are errors. Each shows all that it has,
 * in the order of `pairs`. A seed and a number give the same one for ever.
 */
import { randomFrom } from '../../rabbitmq/random/random.js';
import { script, type Script } from '../language.js';
import { lua } from '../scripts/lua.js';

/** Shows any value, with the keys of tables in their order. */
const SHOW = `local function show(v, d) d = d or 0
if type(v) == "table" then if d > 4 then return "deep" end local r = {} for k, x in pairs(v) do r[#r + 1] = show(k, d + 1) .. "=" .. show(x, d + 1) end return "{" .. table.concat(r, " ") .. "}#" .. #v end
if v ~= v then return "nan" end
if type(v) == "function" then return "function" end
if type(v) == "string" then return string.format("%q", v) end return tostring(v) end
local log = {} local function try(f) local ok, e = pcall(f) if not ok then log[#log + 1] = e end end
`;

type Draw = (depth: number) => string;

/** Programs, so many in one script. */
export function drawLua(seed: string, number: number, programs = 10): Script {
  const random = randomFrom(`lua ${seed} ${number}`);
  const one = (...texts: readonly string[]): string => random.pick(texts);
  const any =
    (...draws: readonly Draw[]): Draw =>
    (depth) =>
      random.pick(draws)(depth - 1);
  const list = (most: number, text: () => string, between = ', '): string =>
    Array.from({ length: random.below(most + 1) }, text).join(between);

  const plainNumber = (): string =>
    random.weighted([
      [8, String(random.below(12))],
      [3, one('0.5', '2.25', '-1', '-3.75', '1e3', '0.1', '1/3', '2^10')],
      [1, one('1e15', '2^53', '1e-5', '123456789012', '1/0', '0x1f', '1e100', '99999999999999', '0.1 + 0.2')],
    ]);
  const plainText = (): string =>
    one(
      '""',
      '"a"',
      '"b"',
      '"key"',
      '"10"',
      '"0x10"',
      '"hello world"',
      '"x=1, y=2"',
      '"a.b-c"',
      '" 7 "',
      '"\\0\\255"',
      '"Long enough text of some 40 bytes in all"',
    );
  const name = (): string => one('a', 'b', 's', 't', 'u');

  const number_: Draw = (depth) =>
    depth <= 0
      ? random.chance(0.6)
        ? plainNumber()
        : one('a', 'b')
      : any(
          (d) => `(${number_(d)} ${one('+', '-', '*', '/', '%', '^')} ${number_(d)})`,
          (d) => `(1 - ${number_(d)})`,
          (d) => `#${text(d)}`,
          (d) => `#${table(d)}`,
          (d) => `math.${one('floor', 'ceil', 'abs', 'sqrt')}(${number_(d)})`,
          (d) => `math.${one('max', 'min', 'fmod')}(${number_(d)}, ${number_(d)})`,
          (d) => `tonumber(${text(d)})`,
          (d) => `(${number_(d)} + ${text(d)})`,
          (d) => `select("#", ${table(d)}, ${value(d)})`,
          (d) => `bit.${one('band', 'bor', 'bxor', 'lshift', 'rshift')}(${number_(d)}, ${number_(d)})`,
          (d) => `(${text(d)}):byte(${random.below(4)})`,
          () => plainNumber(),
        )(depth);
  const pattern = (): string =>
    one(
      '"%w+"',
      '"(%a)(%d*)"',
      '"."',
      '"[aeiou]"',
      '"%s"',
      '"^(.-)%s*$"',
      '"(%w+)=(%w+)"',
      '"l+"',
      '"%f[%w]%w+"',
      '"[^%w]"',
      '"()"',
      '"o%b  "',
      '"-"',
      '"%d-$"',
      '"[%a-]+"',
      '"(a*(.)%w(%s*))"',
      '"%"',
      '"[a"',
      '"(("',
      '"%2"',
    );
  const text: Draw = (depth) =>
    depth <= 0
      ? random.chance(0.6)
        ? plainText()
        : 's'
      : any(
          (d) => `(${text(d)} .. ${text(d)})`,
          (d) => `(${text(d)} .. ${number_(d)})`,
          (d) => `show(${value(d)})`,
          (d) => `(${text(d)}):${one('upper', 'lower', 'reverse')}()`,
          (d) => `(${text(d)}):sub(${random.below(9) - 4}, ${random.below(9) - 4})`,
          (d) => `(${text(d)}):rep(${random.below(4)})`,
          (d) =>
            `string.format("${one('%d', '%5.2f', '%s', '%q', '%x', '%-6d|', '%+g', '%e', '%.3s', '%c', '%05d', '%o', '%i%%')}", ${number_(d)})`,
          (d) => `(${text(d)}):match(${pattern()})`,
          (d) =>
            `(${text(d)}):gsub(${pattern()}, ${one('"<%0>"', '"%1"', '"-"', '{a = "A", key = 1}', 'function(x, y) return y end', 'string.upper')})`,
          (d) => `table.concat(${table(d)}, ${one('","', '""', '1')})`,
          (d) => `cjson.encode(${table(d)})`,
          (d) => `redis.sha1hex(${text(d)})`,
          () => plainText(),
        )(depth);
  const key = (): string =>
    random.weighted([
      [6, `[${1 + random.below(9)}]`],
      [6, one('x', 'y', 'key', 'name', 'alpha', 'beta', 'gamma', 'delta', 'value')],
      [1, one('[0]', '[-1]', '[2.5]', '[true]', '["10"]', '[100]')],
    ]);
  const table: Draw = (depth) =>
    depth <= 0
      ? one('t', 'u', '{}', '{1, 2, 3}', '{x = 1, y = 2}')
      : any(
          (d) => `{${list(6, () => value(d - 1))}}`,
          (d) => `{${list(7, () => `${key()} = ${value(d - 1)}`)}}`,
          (d) =>
            `{${list(3, () => number_(d - 1))}, ${list(3, () => `${key()} = ${number_(d - 1)}`)}}`.replaceAll(
              /\{, |, (?=\})/g,
              (part) => (part.includes('{') ? '{' : ''),
            ),
          (d) => `{unpack(${table(d)})}`,
          (d) =>
            `{pcall(${one('string.rep', 'tonumber', 'table.concat', 'cjson.decode', 'string.find', 'error', 'next')}, ${value(d)}, ${value(d)})}`,
          (d) => `{(${text(d)}):find(${pattern()})}`,
          (d) => `cjson.decode(cjson.encode(${table(d)}))`,
          (d) => `cmsgpack.unpack(cmsgpack.pack(${table(d)}))`,
          (d) => `setmetatable(${table(d)}, {__index = ${table(d)}, __tostring = function() return "T" end})`,
          () => one('t', 'u'),
        )(depth);
  const value: Draw = (depth) =>
    depth <= 0
      ? one('nil', 'true', 'false', 'a', 's', '1', '"z"')
      : any(
          number_,
          number_,
          text,
          text,
          table,
          (d) => `(${value(d)} ${one('and', 'or')} ${value(d)})`,
          (d) => `(${number_(d)} ${one('<', '<=', '>', '>=', '==', '~=')} ${number_(d)})`,
          (d) => `(${text(d)} ${one('<', '<=', '==', '~=')} ${text(d)})`,
          (d) => `not ${value(d)}`,
          (d) =>
            `${table(d)}${random.chance(0.5) ? `[${number_(d)}]` : '.x'}`
              .replace(/^\{/, '({')
              .replace(/^\(\{(.*)\}(\.x|\[.*\])$/s, '({$1})$2'),
          (d) => `type(${value(d)})`,
        )(depth);
  const place = (): string =>
    `${one('t', 'u')}${random.chance(0.5) ? `[${1 + random.below(9)}]` : `.${one('x', 'y', 'key', 'alpha', 'beta')}`}`;
  const statement = (depth: number): string =>
    random.weighted<() => string>([
      [4, () => `${one('a', 'b')} = ${number_(depth)}`],
      [3, () => `s = ${text(depth)}`],
      [5, () => `${place()} = ${value(depth)}`],
      [2, () => `${one('t', 'u')} = ${table(depth)}`],
      [2, () => `table.insert(${one('t', 'u')}, ${value(depth)})`],
      [1, () => `table.insert(t, ${1 + random.below(3)}, ${value(depth)})`],
      [2, () => `table.remove(${one('t', 'u')}${random.chance(0.5) ? `, ${1 + random.below(4)}` : ''})`],
      [1, () => `table.sort(t, function(x, y) return show(x) ${one('<', '>')} show(y) end)`],
      [
        1,
        () =>
          `local sorted = {${list(9, () => String(random.below(9)), ', ')}} table.sort(sorted, function(x, y) return x % 3 < y % 3 end) u.sorted = sorted`,
      ],
      [
        3,
        () =>
          `for i = ${random.below(4)}, ${random.below(15)}${random.chance(0.2) ? ', 2' : ''} do ${one('t[i] = i * a', 't[#t + 1] = s .. i', 'u["k" .. i] = i', 'if i > 5 then break end a = a + i', 't[i] = nil', 'u[i * i] = s')} end`,
      ],
      [1, () => `for k, v in pairs(${table(depth)}) do u[k] = v end`],
      [1, () => `for i, v in ipairs(${table(depth)}) do a = i s = show(v) end`],
      [1, () => `for x, y in (${text(depth)}):gmatch(${pattern()}) do u[#u + 1] = show(x) .. show(y) end`],
      [2, () => `if ${value(depth)} then ${statement(depth - 1)} else ${statement(depth - 1)} end`],
      [
        1,
        () =>
          `while a < ${random.below(20)} do a = a + ${1 + random.below(3)} ${depth > 1 ? 't[#t + 1] = a' : ''} end`,
      ],
      [
        1,
        () =>
          `local function f(x, ...) local n = select("#", ...) if x > 2 then return x, n, ... end return f(x + 1, n, ...) end t.f = {f(${random.below(4)}, ${value(1)})}`,
      ],
      [
        1,
        () =>
          `local fs = {} for i = 1, 3 do fs[i] = function(n) i = i + (n or 1) return i end end fs[1]() b = fs[1](2) + fs[2]()`,
      ],
      [1, () => `${name()}, ${name()} = ${value(depth)}, ${value(depth)}`],
    ])();
  /** Most mistakes are caught and shown, so that what follows is carried out too. */
  const guarded = (isOpen: boolean): string =>
    isOpen ? statement(2) : `try(function() ${statement(2)} end)`;
  const program = (): string => {
    const isOpen = random.chance(0.15);
    const fields = list(4, () => `${key()} = ${value(1)}`);
    const values = [plainNumber(), plainNumber(), plainText(), `{${list(5, () => value(1))}}`, `{${fields}}`];
    const assigned = `a, b, s, t, u = ${values.join(', ')}`;
    const begin = isOpen ? assigned : `try(function() ${assigned} end)`;
    const body = Array.from({ length: 2 + random.below(6) }, () => guarded(isOpen)).join('\n');
    return `${SHOW}local a, b, s, t, u = 3, 4, "s", {}, {}\n${begin}\n${body}\nreturn {show(a), show(b), show(s), show(t), show(u), show(log)}`;
  };
  return script(`lua/${seed}-${number}`, 'Drawn.', ...Array.from({ length: programs }, () => lua(program())));
}
