/** What scripts of Redis are written in: Lua 5.1, with its errors. */
import { script } from '../language.js';
import { lua } from './lua.js';

export const languageScripts = [
  script(
    'lua/numbers',
    'Numbers are doubles: 14 digits as text, a remainder with the sign of the divisor, texts that are numbers count.',
    lua(
      'return {tostring(10/4), tostring(1e15), tostring(2^53), tostring(-0.1), tostring(1/3), tostring(1e100)}',
    ),
    lua('return {5 % 3, -5 % 3, 5 % -3, tostring(5.5 % 2), 7 / 2, 2 ^ 10, "10" + 5, "0x10" * 1, 10 .. 20}'),
    lua(
      'return {tostring(1/0), tostring(-1/0), tostring(0/0 == 0/0), tostring(100000000000000), tostring(123456789012345)}',
    ),
    lua(
      'return {tonumber("ff", 16), tonumber("  12  "), tonumber("1e3"), tonumber("z", 36), tonumber("8", 8) == nil, tonumber("") == nil, tonumber("5x") == nil}',
    ),
    lua('return {0x7fffffff, 1e3, .5 * 4, 3. * 2, -2 ^ 2, 2 ^ -1 * 4, not nil == true and 1 or 2}'),
    lua(
      'return {math.floor(-1.5), math.ceil(-1.5), math.max(1, 5, 3), math.min(4, 2), math.abs(-3), math.fmod(-5, 3), math.sqrt(16), math.modf(3.7)}',
    ),
    lua('math.randomseed(7) return {math.random(100), math.random(5, 9), tostring(math.random())}'),
    lua(
      'return {tostring(math.pi), tostring(math.huge), math.pow(2, 8), math.log10(1000), math.ldexp(3, 4), math.frexp(10)}',
    ),
  ),
  script(
    'lua/values',
    'Only nil and false are false; functions see the variables around them; a call at the end of a list gives all it has.',
    lua('local function three() return 1, 2, 3 end return {three(), three()}'),
    lua('local function three() return 1, 2, 3 end return {(three()), #{three()}, select("#", three())}'),
    lua('local n = 0 local function count() n = n + 1 return n end count() count() return count()'),
    lua(
      'local list = {} for i = 1, 3 do list[i] = function() i = i + 10 return i end end return {list[1](), list[1](), list[2](), list[3]()}',
    ),
    lua(
      'local function all(...) local a, b = ... return select("#", ...), a, b, (...) end return {all(7, 8, 9)}',
    ),
    lua('local function old(...) return arg.n, arg[2] end return {old(4, 5, 6)}'),
    lua('if 0 and "" then return "true" end'),
    lua('return {1 == "1" and 1 or 0, "a" < "b" and 1 or 0, "Z" < "a" and 1 or 0, false == nil and 1 or 0}'),
    lua('local a, b, c = 1 a, b = b, a return {tostring(a), tostring(b), tostring(c)}'),
    lua('local t = {x = {y = {5}}} t.x.y[2] = 6 t["x"].z = 7 return {t.x.y[1], t.x.y[2], t.x.z, #t.x.y}'),
    lua('local i = 1 repeat local done = i >= 4 i = i * 2 until done return i'),
    lua(
      'local s = 0 for i = 10, 1, -3 do s = s + i end for i = 1, 0 do s = 1000 end while true do s = s + 1 if s > 30 then break end end return s',
    ),
    lua('local f f = function(n) if n < 2 then return n end return f(n - 1) + f(n - 2) end return f(15)'),
    lua('local s = [[\na]] .. [==[]]]==] .. "\\65\\n\\"" .. \'\\z\' -- comment\n--[[ more\n]] return s'),
  ),
  script(
    'lua/tables',
    'Lists with gaps have a border; keys that are no list come in the order of their hashes.',
    lua('local t = {1, nil, 3} return {#t, #{1, nil}, #{nil, nil, 3}, #{n = 1}}'),
    lua('local t = {} for i = 1, 10 do t[i] = i end t[5] = nil t[10] = nil return #t'),
    lua(
      'local t = {a = 1, b = 2, c = 3, delta = 4, [10] = 5, [2.5] = 6} local r = {} for k, v in pairs(t) do r[#r + 1] = tostring(k) .. "=" .. v end return r',
    ),
    lua(
      'local t = {} for w in ("the quick brown fox jumps over the lazy dog and runs far away"):gmatch("%a+") do t[w] = (t[w] or 0) + 1 end local r = {} for k, v in pairs(t) do r[#r + 1] = k .. v end return r',
    ),
    lua(
      'local t = {5, 6, x = 1} local r = {} for k, v in ipairs(t) do r[#r + 1] = k * v end t[1] = nil for k in pairs(t) do r[#r + 1] = tostring(k) end return r',
    ),
    lua(
      'local t = {3, 1, 2} table.insert(t, 9) table.insert(t, 1, 7) local gone = table.remove(t, 2) table.sort(t) return {gone, table.concat(t, ","), table.remove(t), #t}',
    ),
    lua('local t = {"b", "a", "c"} table.sort(t, function(x, y) return x > y end) return {unpack(t)}'),
    lua(
      'return {table.getn({1, 2}), table.maxn({[7] = 1}), table.concat({1, 2.5, "x"}), table.concat({}, ","), unpack({1, 2, 3}, 2)}',
    ),
    lua(
      'local t = {} t[1.0] = "a" t["1"] = "b" t[true] = "c" return {t[1], t["1"], t[true], next({}) == nil and 1 or 0, rawget(t, 1), #rawset(t, 2, "d")}',
    ),
    lua(
      'local t = {} table.foreach({x = 1}, function(k, v) t[1] = k .. v end) table.foreachi({7, 8}, function(i, v) t[#t + 1] = i * v end) return t',
    ),
  ),
  script(
    'lua/meta',
    'Metatables: what a missing key gives, operators, calls, equality.',
    lua(
      'local t = setmetatable({}, {__index = function(_, k) return k .. "!" end, __call = function(_, a) return a * 2 end}) return {t.x, t(21)}',
    ),
    lua(
      'local mt = {} mt.__add = function(a, b) return a.v + b.v end mt.__eq = function() return true end mt.__lt = function(a, b) return a.v < b.v end mt.__concat = function(a, b) return "cat" end mt.__unm = function() return -1 end local a, b = setmetatable({v = 1}, mt), setmetatable({v = 2}, mt) return {a + b, a == b and 1 or 0, a < b and 1 or 0, a > b and 1 or 0, a <= b and 1 or 0, a .. "x", -a}',
    ),
    lua(
      'local log = {} local t = setmetatable({}, {__newindex = function(t, k, v) rawset(t, k, v .. "?") end, __tostring = function() return "shown" end}) t.a = "b" return {t.a, tostring(t), getmetatable("").__index == string and 1 or 0}',
    ),
    lua(
      'local Account = {} Account.__index = Account function Account.new(b) return setmetatable({b = b}, Account) end function Account:put(n) self.b = self.b + n return self end return Account.new(10):put(5):put(1).b',
    ),
    lua('return getmetatable(setmetatable({}, {__metatable = "no"}))'),
  ),
  script(
    'lua/texts',
    "Patterns, captures, replacing, and C's printf.",
    lua(
      'return {("hello world"):find("o w"), ("hello"):find("l+"), ("a.b"):find(".", 2, true), ("hello"):match("(h)(.)"), ("key:42"):match(":(%d+)$")}',
    ),
    lua(
      'return {("hello"):gsub("l", "L"), ("hello"):gsub("(l)(l)", "%2-%1%%"), ("abc"):gsub("%w", {a = 1, b = true}), ("abc"):gsub(".", function(c) if c ~= "b" then return c:upper() end end, 2), ("abc"):gsub("", "-")}',
    ),
    lua(
      'local r = {} for k, v in ("a=1, b=2"):gmatch("(%w+)=(%w+)") do r[#r + 1] = k .. v end for p in ("ab"):gmatch("()") do r[#r + 1] = p end return r',
    ),
    lua(
      'return {("x"):rep(3), ("abc"):sub(-2), ("abc"):sub(2, 10), ("abc"):byte(1, -1), string.char(72, 105), ("AbC"):lower(), ("AbC"):upper(), ("abc"):reverse(), ("abc"):len()}',
    ),
    lua(
      'return {("THE (quick) fox"):find("%((%a+)%)"), ("f(a(b)c)d"):match("%b()"), ("THE fox"):gsub("%f[%a]%a+", "w"), ("  trim "):match("^%s*(.-)%s*$"), ("2024-01-02"):match("(%d+)-(%d+)-(%d+)")}',
    ),
    lua(
      'return {string.format("%5d|%-5d|%05d|%+d", 42, 42, 42, 42), string.format("%.3f %e %g %g", 3.14159, 12345.678, 1e20, 0.0001), string.format("%x %X %o %c", 255, 255, 8, 65), string.format("%s %10s %-10s| %.2s %q %%", "a", "b", "c", "def", "g\\n\\"h")}',
    ),
    lua(
      'return {("%d"):format(3.99), ("%i"):format("10"), ("%5.1f"):format(2.25), ("%s"):format(12), ("%u"):format(7), ("%a"):len()}',
    ),
    lua(
      'return {("aXb"):find("%u"), ("a]b"):find("[]]"), ("a-b"):find("[a%-]", 2), ("abc"):find("[^a-b]"), ("\\0x"):len(), ("a\\0b"):find("%z")}',
    ),
    lua(
      'return {("abcabc"):match("(a)(b)(c)%1"), ("aaa"):match("a-b") == nil, ("aaab"):match("a-b"), ("x"):find("", 10) == nil, ("x"):find("", 2)}',
    ),
  ),
  script(
    'lua/errors',
    'An error tells its place, and which variable was wrong.',
    lua('local x = nil\nreturn x.y'),
    lua('local t = {}\nreturn t.a.b'),
    lua('return KEYS[1].x'),
    lua('local t = {} t.f()'),
    lua('local t = {} t:go()'),
    lua('local s = 5 s()'),
    lua('return 1 + nil'),
    lua('local a = {} return a + 1'),
    lua('return "a" + 1'),
    lua('local a = "x" local b = {} return a .. b'),
    lua('return {} < {}'),
    lua('return 1 < "2"'),
    lua('return 2 > {}'),
    lua('return #nil'),
    lua('local t = {} t[nil] = 1'),
    lua('error("by hand")'),
    lua('error({err = "MINE by hand"})'),
    lua('error("no place", 0)'),
    lua('local function f() error("outside", 2) end\n\nf()'),
    lua('error(42)'),
    lua('error()'),
    lua('assert(false)'),
    lua('assert(nil, "said")'),
    lua('string.rep()'),
    lua('("x"):rep({})'),
    lua('return ("x"):rep("y")'),
    lua('table.concat({{}})'),
    lua('ipairs()'),
    lua('for k in pairs(nil) do end'),
    lua('for i = 1, "x" do end'),
    lua('for k in 5 do end'),
    lua('local function deep(n) return 1 + deep(n + 1) end return pcall(deep, 1)'),
    lua('setmetatable(1, {})'),
    lua('return tostring()'),
    lua('return ("x"):bad()'),
    lua('return select(0)'),
    lua('return ("x"):find("[a")'),
    lua('return ("x"):find("%")'),
    lua('return ("x"):gsub("(", "")'),
    lua('return ("%y"):format(1)'),
    lua('return math.random(0)'),
  ),
  script(
    'lua/caught',
    'pcall gives the error; of a command it gives the text of Redis.',
    lua('return {pcall(error, "x")}'),
    lua('local ok, e = pcall(function() local x = nil; return x.y end) return {tostring(ok), e}'),
    lua('local ok, e = pcall(redis.call, "nope") return {tostring(ok), e}'),
    lua(
      'local ok, e = pcall(function() return redis.call("nope") end) return {tostring(ok), type(e), tostring(e)}',
    ),
    lua('local ok, e = pcall(error, {code = 5}) return {tostring(ok), e.code}'),
    lua(
      'local ok, e = xpcall(function() error("in") end, function(m) return m .. " handled" end) return {tostring(ok), e}',
    ),
    lua('return {pcall(function(...) return ... end, 1, 2)}'),
    lua('local ok, e = pcall(nope) return e'),
    lua('local f, e = loadstring("return 1 +") return {tostring(f), e, loadstring("return 7")()}'),
  ),
  script(
    'lua/refused',
    'What is no Lua is not carried out: the error tells the line and the word.',
    ...[
      'return',
      'x =',
      'if true then',
      'for i = 1 do end',
      'local 5',
      'return "abc',
      'return 5x',
      'break',
      'x',
    ].map((text) => lua(text)),
    ...[
      'f(',
      '\n\nif x then\n\nelse',
      'return ...',
      'local function f() return ... end',
      '@',
      'a.b:c = 1',
    ].map((text) => lua(text)),
    ...[
      'return [[abc',
      'goto x',
      'local t = {1, 2',
      'return 1 2',
      '--[[ open',
      'end',
      "'\\300'",
      'x = = 2',
    ].map((text) => lua(text)),
  ),
  script(
    'lua/globals',
    'Globals and libraries cannot be changed, nor may an unknown one be asked for.',
    lua('x = 1'),
    lua('return x'),
    lua('function f() end'),
    lua('redis.call = nil'),
    lua('string.rep = 5'),
    lua('rawset(_G, "x", 1)'),
    lua('setmetatable(_G, nil)'),
    lua('return {type(_G.redis), type(redis.call), _VERSION, type(KEYS), type(string), type(math.huge)}'),
    lua('return print'),
    lua('return require'),
    lua('return io'),
    lua('KEYS[1] = "own" return KEYS[1]'),
    lua('getmetatable("").__index = nil'),
  ),
];
