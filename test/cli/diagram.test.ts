import { describe, expect, it } from 'vitest';
import type { Operation } from '../../checkers/history.js';
import { drawOperations } from '../../cli/render/diagram.js';

const op = (process: string | number, text: string, invoke: number, complete: number): Operation => ({
  process,
  input: { f: text },
  type: complete === Infinity ? 'info' : 'ok',
  invoke,
  complete,
});
const label = ({ input }: Operation): string => (input as { f: string }).f;
const draw = (operations: Operation[], columns = 80, unicode = true) =>
  drawOperations(operations, { columns, unicode, label });

const history = [
  op(0, 'write 3', 0, 3),
  op(1, 'read 0', 1, 2),
  op(1, 'read 3', 4, 7),
  op('c7', 'cas 3 4', 5, Infinity),
  op('c7', 'write 9', 6, 8),
  op(0, 'read 5', 9, 10),
];

describe('drawOperations', () => {
  it('draws a row for each process and keeps the order of events', () => {
    expect(draw(history)).toEqual([
      '0   ├ write 3 ─┤                       ├ read 5 ┤',
      '1    ├ read 0 ┤ ├── read 3 ──┤',
      'c7               ├ cas 3 4 ╌├ write 9 ┤',
    ]);
  });

  it('draws in ASCII', () => {
    expect(draw(history, 80, false)).toEqual([
      '0   | write 3 -|                       | read 5 |',
      '1    | read 0 | |-- read 3 --|',
      'c7               | cas 3 4 .| write 9 |',
    ]);
  });

  it('uses numbers where labels do not fit, and gives up where numbers do not', () => {
    const narrow = draw(history, 40);
    expect(narrow?.join('')).toMatch(/ 1 .* 6 .* 2 .* 3 .* 4 .* 5 /);
    expect(Math.max(...narrow!.map((row) => row.length))).toBeLessThanOrEqual(40);
    expect(draw(history, 20)).toBeUndefined();
  });

  it('shows overlap exactly where operations are concurrent', () => {
    for (const [a, b] of history.flatMap((first) => history.map((second) => [first, second] as const))) {
      if (a === b || a.process === b.process) continue;
      const rows = draw([a, b].sort((x, y) => x.invoke - y.invoke))!;
      const [first, second] = rows.map((row) => [row.search(/├/), row.length - 1] as const);
      const overlap = first![0] <= second![1] && second![0] <= first![1];
      expect(overlap).toBe(a.invoke <= b.complete && b.invoke <= a.complete);
    }
  });
});
