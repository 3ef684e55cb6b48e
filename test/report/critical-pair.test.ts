/** The critical pair of a shrunk run, found again in its recording. */
import { describe, expect, it } from 'vitest';
import { pairOf } from '../../report/data/critical-pair.js';
import { runModel, type RunModel } from '../../report/page/model/run-model.js';
import { mirrorRun, pairAt } from './runs.js';

const { report } = await mirrorRun();
const model = runModel(report.recording);

function deliveriesAt({ count, lane, lanes, message }: RunModel, node: string): number[] {
  const events = Array.from({ length: count }, (_event, index) => index + 1);
  return events.filter((event) => (message[event] ?? -1) >= 0 && lanes[lane[event] ?? -1]?.name === node);
}

describe('the critical pair', () => {
  it.each(['a', 'b'])('is found at %s, whichever two neighbours it is', (node) => {
    const deliveries = deliveriesAt(model, node);
    expect(deliveries.length).toBeGreaterThan(1);
    for (const [place, second] of deliveries.entries()) {
      if (place === 0) continue;
      const first = deliveries[place - 1] as number;
      const { sentence, deliveries: found } = pairOf(pairAt(report, first, second), report.recording);
      expect(found).toEqual([first, second]);
      expect(sentence).toMatch(new RegExp(`^passes if .* reaches ${node} before .* ms\\)$`));
    }
  });

  it('is told without a place where the run has no such deliveries', () => {
    const [first = 0, second = 0] = deliveriesAt(model, 'a');
    const pair = pairAt(report, first, second);
    for (const changed of [
      { ...pair, node: 'elsewhere' },
      { ...pair, first: { ...pair.first, atMs: pair.first.atMs + 0.001 } },
      { ...pair, second: { ...pair.second, from: 'nobody' } },
      { ...pair, first: pair.second, second: pair.first },
    ])
      expect(Object.keys(pairOf(changed, report.recording))).toEqual(['sentence']);
  });
});
