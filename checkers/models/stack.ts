/** A last-in, first-out stack. */
import type { Model } from '../model.js';
import { stackPath } from '../fast-paths/stack.js';
import { identityOf, sameValue, show } from '../identity.js';

/** What clients ask of a stack. */
export type StackInput =
  | { readonly f: 'push'; readonly key?: string | number; readonly value: unknown }
  | { readonly f: 'pop'; readonly key?: string | number };

/** A pop answers the newest value, `null` from an empty stack; what a push answers is ignored. */
export type StackOutput = unknown;

/** A stack that is empty at first. */
export function stackModel(): Model<readonly unknown[], StackInput, StackOutput> {
  return {
    name: 'stack',
    functions: { push: ['value'], pop: [] },
    initial: [],
    step(stack, input, output) {
      if (input.f === 'push') return [...stack, input.value];
      const newest = stack.at(-1) ?? null;
      return output === undefined || sameValue(output, newest) ? stack.slice(0, -1) : undefined;
    },
    effect: (input, output) => (input.f === 'push' || output === undefined ? 'always' : 'sometimes'),
    key: (stack) => identityOf(stack) as string,
    printState: show,
    printOperation: (input, output) =>
      input.f === 'push'
        ? `push ${show(input.value)}`
        : `pop${output === undefined ? '' : ` ${show(output)}`}`,
    fastPath: stackPath,
  };
}
