/** Links: as data, with copies, late messages and restarts; and programs over them in a world that shows each planted bug. */
import { simulate } from 'seedstorm';
import {
  linkAcked,
  linkAgain,
  linkHear,
  linkRules,
  linkSend,
  linkWaits,
  newLinks,
  type LinkMessage,
} from 'seedstorm/parts';
import { describe, expect, it } from 'vitest';
import { expectFound } from './found.js';
import { linkWorld } from './link-world.js';

type Data = Extract<LinkMessage, { linked: 'data' }>;

describe('a link', () => {
  const sent = (count: number, by = 1) => {
    const links = newLinks(by);
    const all = Array.from(
      { length: count },
      (_, index) => linkSend(links, 'b', index + 1, linkRules) as Data,
    );
    return { links, all };
  };
  const hear = (links: ReturnType<typeof newLinks>, message: Data | undefined, rules = linkRules) =>
    linkHear(links, 'a', message as Data, rules).deliver.map(({ of }) => of);

  it('keeps back what came too early, and drops copies', () => {
    const { all } = sent(4);
    const links = newLinks(1);
    expect([1, 1, 0, 0, 3, 2].map((place) => hear(links, all[place]))).toEqual([
      [],
      [],
      [1, 2],
      [],
      [],
      [3, 4],
    ]);
    expect(linkHear(links, 'a', all[3] as Data, linkRules)).toEqual({ deliver: [], copy: true });
  });

  it('gives what comes at once where order does not matter, each once', () => {
    const { all } = sent(4);
    const links = newLinks(1);
    const any = { ...linkRules, order: 'as-it-comes' } as const;
    expect([2, 0, 2, 3, 0, 1].map((place) => hear(links, all[place], any))).toEqual([
      [3],
      [1],
      [],
      [4],
      [],
      [2],
    ]);
    expect(links.in['a']).toMatchObject({ low: 5, seen: [], early: [] });
  });

  it('sends again what is not acknowledged, with the option it was sent with', () => {
    const { links } = sent(2);
    linkSend(links, 'b', 'safe', linkRules, 'sync');
    linkAcked(links, 'b', { by: 1, n: 2 });
    linkAcked(links, 'b', { by: 0, n: 1 });
    expect(linkAgain(links).map(({ to, message, after }) => [to, (message as Data).of, after])).toEqual([
      ['b', 1, undefined],
      ['b', 'safe', 'sync'],
    ]);
    for (const n of [1, 3, 3]) linkAcked(links, 'b', { by: 1, n });
    expect(linkWaits(links)).toBe(false);
  });

  it('goes on where a receiver restarts, and begins anew where a sender does', () => {
    const { links: sender, all } = sent(3);
    linkAcked(sender, 'b', { by: 1, n: 1 });
    linkAcked(sender, 'b', { by: 1, n: 2 });
    const restarted = newLinks(2);
    // A late copy of what an earlier incarnation heard; then what is left.
    hear(restarted, all[1]);
    expect(hear(restarted, linkAgain(sender)[0]?.message as Data)).toEqual([3]);
    const { all: anew } = sent(1, 2);
    expect(hear(restarted, anew[0])).toEqual([1]);
    expect(linkHear(restarted, 'a', all[2] as Data, linkRules)).toEqual({ deliver: [], copy: false });
  });
});

describe('programs over links that lose and double', () => {
  it.each(['fifo', 'reliable'] as const)(
    '%s: nothing is lost, nothing comes twice, in 4 seeds',
    async (kind) => {
      for (let seed = 1; seed <= 4; seed++)
        (await simulate(linkWorld, { seed, params: { kind } })).expectValid();
    },
  );

  it('deduplicated: what is lost stays lost, and nothing comes twice', async () => {
    const { checks } = await simulate(linkWorld, { seed: 1, params: { kind: 'deduplicated' } });
    expect(checks.flatMap(({ anomalies }) => anomalies.map(({ kind }) => kind))).not.toContain('twice');
  });

  it('async: nothing is lost, nothing comes twice, in order, in 4 seeds', async () => {
    for (let seed = 1; seed <= 4; seed++)
      (await simulate(linkWorld, { seed, params: { style: 'async' } })).expectValid();
  });

  const bugs = Object.keys(linkWorld.bugs ?? {});
  it.each(bugs)('%s is found', (bug) => expectFound(linkWorld, bug));
  it.each(bugs)('%s is found in async programs', (bug) => expectFound(linkWorld, bug, { style: 'async' }));
});
