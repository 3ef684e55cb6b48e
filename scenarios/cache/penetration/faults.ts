/** A filter that cannot see the store, sees it late, and begins anew. */
import type { Fault, NemesisProfile } from 'seedstorm';

export const cutFilter: NemesisProfile = {
  name: 'cut-filter',
  summary: 'The filter cannot reach the store for a while',
  draw(streams) {
    const atMs = streams('cut-filter').int(150, 400);
    return [{ kind: 'one-way-cut', atMs, durationMs: 700, from: ['filter'], to: ['store'] }];
  },
};

export const slowMaking: NemesisProfile = {
  name: 'slow-making',
  summary: 'What the filter is made of takes 30 ms, and it begins anew several times',
  draw(streams) {
    const random = streams('slow-making');
    const starts = Array.from({ length: 4 }, (_, index): Fault => {
      return { kind: 'restart', atMs: 250 * (index + 1) + random.int(0, 100), node: 'filter' };
    });
    return [{ kind: 'latency', atMs: 0, addMs: 30, jitterMs: 0, from: ['store'], to: ['filter'] }, ...starts];
  },
};
