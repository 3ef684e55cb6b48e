/** The tables on sagas, and on calls and messages: what their chapters say holds for other seeds, too. */
import { describe, expect, it } from 'vitest';
import { sagas } from '../../../scenarios/tables/sagas.js';
import { syncOrMessages } from '../../../scenarios/tables/sync-or-messages.js';

describe('sagas', () => {
  it('finds that each node can stop both, that none is stuck, and what events cost', async () => {
    const { rows, comparisons } = await sagas.measure({ seed: 101, runs: 1 });
    expect(rows.map(({ stuck }) => stuck)).toEqual(rows.map(() => 0));
    for (const { setting, answeredThen, placedThen } of rows)
      expect(answeredThen > placedThen / 2).toBe(setting.without === 'nobody');
    expect(comparisons.map(({ held }) => held)).toEqual([false, true]);
  });
});

describe('sync-or-messages', () => {
  it('finds that only the careless chain spreads slowness, and that messages wait', async () => {
    const { rows } = await syncOrMessages.measure({ seed: 101, runs: 1 });
    const hit = rows.filter(({ others }) => others < 95).map(({ setting: { by, c } }) => `${by}/${c}`);
    expect(hit).toEqual(['careless/slow']);
    expect(rows.filter(({ lost }) => lost > 0)).toEqual([]);
    const late = rows
      .filter(({ doneP50Ms }) => doneP50Ms > 100)
      .map(({ setting: { by, c } }) => `${by}/${c}`);
    expect(late).toEqual(['messages/slow', 'messages/dead']);
  });
});
