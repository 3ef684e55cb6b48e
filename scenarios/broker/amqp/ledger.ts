/** Where the work of messages takes effect: each once, after so many tries that fail; or it is noted as buried. */
import { stateMachine } from 'seedstorm';

/** A message. */
export interface Work {
  readonly value: string;
  /** The first so many tries fail. */
  readonly fails: number;
}

/** The types of the ledger: what workers and others tell it. */
export interface Ledger {
  state: { readonly tries: Map<string, number>; readonly done: Map<string, 'process' | 'bury'> };
  messages: {
    apply: (message: Work) => 'applied' | 'failed';
    bury: (message: Work) => 'buried';
  };
}

/** Applies each message once, and notes each dead letter once; what is done is done. */
export const ledger = stateMachine<Ledger>({
  start: () => ({ tries: new Map(), done: new Map() }),
  onMessage: {
    apply({ tries, done }, { value, fails }, node) {
      const before = tries.get(value) ?? 0;
      tries.set(value, before + 1);
      if (before < fails && !done.has(value)) return node.reply('failed');
      if (!done.has(value)) node.effect({ f: 'process', value });
      if (!done.has(value)) done.set(value, 'process');
      node.reply('applied');
    },
    bury({ done }, { value }, node) {
      if (!done.has(value)) node.effect({ f: 'bury', value });
      if (!done.has(value)) done.set(value, 'bury');
      node.reply('buried');
    },
  },
});
