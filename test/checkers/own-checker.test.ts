/** `defineChecker`: a verdict from a scan of one's own. */
import { describe, expect, it } from 'vitest';
import { defineChecker, type History, type Operation, type OwnChecker } from '../../checkers/index.js';

const seats: OwnChecker = {
  name: 'no-double-booking',
  looksFor: 'bookings (function book)',
  scan(history, found) {
    const taken = new Map<unknown, Operation>();
    for (const booking of history) {
      if (booking.type === 'info') found.undecided('a booking of unknown outcome may have taken any seat');
      if (booking.type !== 'ok' || (booking.input as { f: string }).f !== 'book') continue;
      const before = taken.get(booking.output);
      if (before !== undefined)
        found.anomaly('double-booking', `seat ${String(booking.output)} is given twice`, before, booking);
      taken.set(booking.output, booking);
    }
    return { judged: taken.size, reason: `${taken.size} seats, each given once` };
  },
};

const book = (place: number, seat: unknown, more: Partial<Operation> = {}): Operation => ({
  ...{ process: `c${place}`, input: { f: 'book' }, output: seat, type: 'ok' },
  ...{ invoke: 2 * place, complete: 2 * place + 1 },
  ...more,
});
const judged = (...history: History) => defineChecker(seats).check(history);

describe('a checker of one scan', () => {
  it('blames what is wrong, counted, with a core that shows it', () => {
    const history = [book(0, 1), book(1, 2), book(2, 3), book(3, 2), book(4, 4)];
    expect(judged(...history)).toEqual({
      verdict: 'invalid',
      reason: '1 × double-booking: seat 2 is given twice',
      anomalies: [
        { kind: 'double-booking', message: 'seat 2 is given twice', operations: [history[1], history[3]] },
      ],
      core: [history[1], history[3]],
    });
  });

  it('looks for a core when it is read, and once', () => {
    let scans = 0;
    const { scan, ...rest } = seats;
    const counted: OwnChecker = { ...rest, scan: (history, found) => (scans++, scan(history, found)) };
    const verdict = defineChecker(counted).check([book(0, 1), book(1, 1), book(2, 2)]);
    expect(scans).toBe(1);
    const core = () => (verdict.verdict === 'invalid' ? verdict.core : undefined);
    expect(core()).toHaveLength(2);
    const after = scans;
    expect(after).toBeGreaterThan(1);
    expect([core()?.length, scans]).toEqual([2, after]);
  });

  it('is content with its correct twin', () => {
    expect(judged(book(0, 1), book(1, 2))).toEqual({ verdict: 'valid', reason: '2 seats, each given once' });
  });

  it.each([
    [
      'nothing to judge',
      [book(0, 1, { input: { f: 'cancel' } as never })],
      /^nothing to judge: this looks for bookings/,
    ],
    [
      'nothing succeeded',
      [book(0, 1, { type: 'fail' })],
      /^nothing to judge: the only operation did not succeed/,
    ],
    [
      'an open question',
      [book(0, 1), book(1, 2, { type: 'info', complete: Infinity })],
      /^a booking of unknown outcome/,
    ],
  ])('is undecided: %s', (_what, history, reason) => {
    expect(judged(...history)).toMatchObject({
      verdict: 'unknown',
      reason: expect.stringMatching(reason) as string,
    });
  });

  it('makes only the first sentences of many', () => {
    let made = 0;
    const { check } = defineChecker({
      ...seats,
      scan(history, found) {
        for (const one of history) found.anomaly('any', () => `sentence ${++made}`, one);
        return { judged: history.length, reason: '' };
      },
    });
    const verdict = check(Array.from({ length: 500 }, (_, place) => book(place, place)));
    expect(verdict.reason).toBe('500 × any: sentence 1');
    expect(made).toBeLessThan(100);
  });

  it.each([
    [{ ...seats, name: '' }, 'defineChecker: name: expected a text, got an empty one'],
    [{ name: 'a', looksFor: 'b' }, 'defineChecker: scan: expected a function of the history, got undefined'],
  ])('refuses what is no checker', (own, sentence) => {
    expect(() => defineChecker(own as never)).toThrow(sentence);
  });

  it('refuses a scan that does not say what it judged', () => {
    const { check } = defineChecker({ ...seats, scan: () => undefined as never });
    expect(() => check([book(0, 1)])).toThrow('no-double-booking: scan: expected { judged, reason }');
  });
});
