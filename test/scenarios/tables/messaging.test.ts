/** The tables of AMQP and of consumer groups: their chapters show what the command prints, and the figures say what the chapters say. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../../cli/app.js';
import { table } from '../../../cli/commands/table.js';
import { EXIT } from '../../../cli/exit-codes.js';
import { consumers } from '../../../scenarios/tables/consumers.js';
import { exchanges } from '../../../scenarios/tables/exchanges.js';
import { fakeTerminal } from '../../cli/fake-terminal.js';

const chapterOf = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../scenarios/tables/${name}.md`, import.meta.url)), 'utf8');

/** The lines of the table, without their spaces. */
const rowsIn = (text: string, first: string): string[] => {
  const lines = text.split('\n').map((line) => line.trim().replace(/ +/g, ' '));
  const from = lines.findIndex((line) => line.startsWith(first));
  return lines.slice(
    from,
    lines.findIndex((line, at) => at > from && /^(```)?$/.test(line)),
  );
};

describe.each([
  ['exchanges', 'exchange ', '1'],
  ['consumers', 'prefetch ', '20'],
  ['partitions-and-consumers', 'partitions ', '20'],
])('%s', (name, head, runs) => {
  it('prints what its chapter shows', async () => {
    const terminal = fakeTerminal();
    expect(await runCli(['table', name, '--runs', runs], [table], terminal)).toBe(EXIT.valid);
    expect(rowsIn(terminal.printed(), head)).toEqual(rowsIn(chapterOf(name), head));
    expect(
      Math.max(
        ...terminal
          .printed()
          .split('\n')
          .map(({ length }) => length),
      ),
    ).toBeLessThanOrEqual(90);
  });
});

describe('exchanges', () => {
  it('confirms what is said of each kind, and refutes what is said of all', async () => {
    const { rows, comparisons } = await exchanges.measure({ seed: 7, runs: 1 });
    const held = rows.flatMap(({ claims }) => claims.map(({ claim, held }) => [claim.split(':')[0], held]));
    expect(held.filter(([, is]) => is === false).map(([claim]) => claim)).toEqual([
      'direct',
      ...Array.from({ length: 4 }, () => 'a broker keeps what it has taken until it is delivered'),
    ]);
    expect(comparisons.map(({ held, measured }) => [held, measured])).toEqual([
      [false, 'fanout and headers do not look at it'],
    ]);
  });
});

describe('consumers', () => {
  let rows: Awaited<ReturnType<typeof consumers.measure>>['rows'];
  beforeAll(async () => {
    ({ rows } = await consumers.measure({ seed: 'x', runs: 5 }));
  });
  const rowOf = (takes: number | string) => rows.find(({ setting }) => setting.takes === takes)!;

  it('finds that a prefetch of one balances, and that none does not', () => {
    expect(rowOf(1).slowShare).toBeLessThan(18);
    expect(rowOf('unlimited').slowShare).toBeGreaterThan(25);
    expect(rowOf('unlimited').allDoneMs).toBeGreaterThan(2 * rowOf(1).allDoneMs);
  });

  it('finds that only consumers that acknowledge lose nothing, and that they do some twice', () => {
    expect(rows.map(({ lost }) => lost > 0)).toEqual([false, false, false, false, true]);
    expect(rowOf(3).twice).toBeGreaterThan(0);
    expect(rowOf('no-ack').redelivered).toBe(0);
  });
});
