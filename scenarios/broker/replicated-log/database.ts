/**
 * The database in which messages are processed when duplicates are to be excluded: "was it processed already?" and
 * the processing are one transaction. It stands for somebody else's system, and no fault but the network's hits it.
 */
import { stateMachine } from 'seedstorm';
import type { DatabaseCalls } from './messages.js';

interface Database {
  state: { readonly applied: Record<string, true> };
  messages: DatabaseCalls;
  durable: { applied: string[] };
}

export const database = stateMachine<Database>({
  start: (node) => ({
    applied: Object.fromEntries((node.disk.read('applied') ?? []).map((key) => [key, true])),
  }),

  onMessage: {
    apply({ applied }, { key, value, partition, offset }, node, from) {
      if (applied[key] === undefined) {
        applied[key] = true;
        node.disk.append('applied', key);
        node.effect({ f: 'process', value, partition, offset, by: from });
      }
      node.reply('applied', { after: 'sync' });
    },
  },
});
