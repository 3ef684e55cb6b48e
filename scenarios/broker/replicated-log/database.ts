/**
 * The database in which messages are processed when duplicates are to be excluded: "was it processed already?" and
 * the processing are one transaction. It stands for somebody else's system, and no fault but the network's hits it.
 */
import { stateMachine } from 'seedstorm';
import type { Answer, Message } from './messages.js';

interface Database {
  state: { readonly applied: Record<string, true> };
  message: Message;
  answer: Answer;
  durable: { applied: string[] };
}

export const database = stateMachine<Database>({
  start: (node) => ({
    applied: Object.fromEntries((node.disk.read('applied') ?? []).map((key) => [key, true])),
  }),

  onMessage(state, message, node, from) {
    if (message.kind !== 'apply') return;
    const { key, value, partition, offset } = message;
    if (state.applied[key] === undefined) {
      state.applied[key] = true;
      node.disk.append('applied', key);
      node.effect({ f: 'process', value, partition, offset, by: from });
    }
    node.reply({ kind: 'applied' }, { after: 'sync' });
  },
});
