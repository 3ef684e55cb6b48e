/** Health checks: thresholds, ejection, panic and the way back. */
import { checked, newHealth, rampOf, requestBegan, requestEnded, usable } from 'seedstorm/parts';
import { expect, it } from 'vitest';

const servers = ['a', 'b', 'c', 'd'];

it('takes several checks in a row, both ways', () => {
  const health = newHealth(servers);
  const says = (settings: Parameters<typeof checked>[4], ...checks: boolean[]) =>
    checks.map((isWell) => checked(health, 'a', isWell, 0, settings) ?? '-').join(' ');
  expect(says({}, false, false, true, false, false, false)).toBe('- - - - - down');
  expect(says({}, true, false, true, true)).toBe('- - - up');
  expect(says({ rules: { counted: 'in-all' } }, false, true, false, true, false)).toBe('- - - - down');
  expect(says({ rules: { rise: 'one' } }, true)).toBe('up');
});

it('ejects for longer each time, and never too many', () => {
  const settings = { ejectAfter: 2, ejectMs: 100, maxEjected: 0.25, panicBelow: 0 };
  const health = newHealth(servers);
  const fails = (server: string, nowMs: number, rules = {}) => {
    requestEnded(health, server, false, nowMs, settings);
    return requestEnded(health, server, false, nowMs, { ...settings, rules });
  };
  expect(fails('a', 0)).toBe(100);
  expect([fails('b', 50), fails('b', 50, { maxEjected: 'ignored' })]).toEqual([undefined, 150]);
  expect(usable(health, 60, settings).servers).toEqual(['c', 'd']);
  expect(fails('a', 200)).toBe(400);
  requestEnded(health, 'a', true, 500, settings);
  expect(fails('a', 500)).toBe(600);
});

it('uses all when few seem to be well, unless it never panics', () => {
  const health = newHealth(servers);
  for (const server of ['a', 'b', 'c']) checked(health, server, false, 0, { fall: 1 });
  expect(usable(health, 0)).toEqual({ servers, panic: true });
  expect(usable(health, 0, { rules: { panic: 'never' } })).toEqual({ servers: ['d'], panic: false });
});

it('brings a server back by and by', () => {
  const settings = { fall: 1, rise: 1, slowStartMs: 100 };
  const got = (rules: object) => {
    const health = newHealth(['a', 'b']);
    checked(health, 'a', false, 0, settings);
    checked(health, 'a', true, 0, settings);
    let count = 0;
    // A request each ms, to `a` whenever it may have it.
    for (let nowMs = 1; nowMs <= 60; nowMs++) {
      const { servers: able } = usable(health, nowMs, { ...settings, rules });
      const server = able.includes('a') ? 'a' : 'b';
      if (server === 'a') count++;
      requestBegan(health, server, nowMs);
    }
    return count;
  };
  expect(rampOf(60, 2, 0.6)).toBe(18);
  expect(got({})).toBe(18);
  expect(got({ slowStart: 'skipped' })).toBe(60);
});
