/** Hints for nodes that are away: as data, and in a world that shows what becomes of one that is given up too soon. */
import { simulate } from 'seedstorm';
import { handedOff, hintsToSend, keepHint, noHints, sloppyVoters } from 'seedstorm/parts';
import { describe, expect, it } from 'vitest';
import { expectFound } from './found.js';
import { hintsWorld } from './hints-world.js';

describe('a sloppy quorum', () => {
  const order = ['a', 'b', 'c', 'd', 'e'];
  const away =
    (...names: string[]) =>
    (node: string) =>
      names.includes(node);

  it('asks the homes, and for each that is away the next that is not', () => {
    expect(sloppyVoters(order, 3, away())).toEqual([{ to: 'a' }, { to: 'b' }, { to: 'c' }]);
    expect(sloppyVoters(order, 3, away('a', 'c', 'd'))).toEqual([
      { to: 'e', hintFor: 'a' },
      { to: 'b' },
      { to: 'c' },
    ]);
    expect(sloppyVoters(order.slice(0, 2), 2, away('a'))).toEqual([{ to: 'a' }, { to: 'b' }]);
  });

  it('keeps one hint for each home and key, the newest, until it is handed off', () => {
    const hints = noHints<number>();
    const keep = (home: string, copy: number) => keepHint(hints, home, 'k', copy, (a, b) => a > b);
    keep('a', 2);
    keep('b', 2);
    const [sent] = hintsToSend(hints, away('b'));
    expect(sent).toMatchObject({ home: 'a', copy: 2 });
    keep('a', 1);
    keep('a', 3);
    // The older one was acknowledged, the newer one was not.
    handedOff(hints, sent?.n ?? 0);
    expect(hintsToSend(hints, away()).map(({ home, copy }) => `${home}${copy}`)).toEqual(['b2', 'a3']);
    hintsToSend(hints, away('b'), { kept: 'until-sent' });
    expect(hints.kept.map(({ home }) => home)).toEqual(['b']);
  });
});

describe('a store with hints', () => {
  it('brings all home, in 6 seeds', async () => {
    for (let seed = 1; seed <= 6; seed++) (await simulate(hintsWorld, { seed })).expectValid();
  });

  it.each(Object.keys(hintsWorld.bugs ?? {}))('%s is found', (bug) => expectFound(hintsWorld, bug));
});
