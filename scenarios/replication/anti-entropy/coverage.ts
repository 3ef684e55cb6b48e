/** What a campaign should reach, and which states count as the same. */
import type { DeclaredCoverage, NodeView } from 'seedstorm';
import type { AntiEntropy } from './protocol.js';

export const gossipCoverage: DeclaredCoverage = {
  sometimes: [
    'a put arrives twice',
    'the wall clock is behind what was seen',
    'two copies have the same time',
  ],
  /** Who is up, and for each key which nodes hold the same; not what. */
  abstract: (nodes: readonly NodeView[]): unknown => {
    const held = nodes.map(({ state }) => (state as AntiEntropy['state'] | undefined)?.copies ?? {});
    const keys = [...new Set(held.flatMap((copies) => Object.keys(copies)))].sort();
    const groups = keys.map((key) => {
      const values = held.map((copies) => copies[key]?.value);
      return values.map((value) => values.indexOf(value)).join('');
    });
    return [nodes.map(({ status }) => status).join(), ...groups];
  },
};
