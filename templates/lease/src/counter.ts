/** What a correct counter does: the model that histories are judged by. */
import type { Model } from 'seedstorm/checkers';

export const counter: Model<number, { f: 'increment' }, number> = {
  name: 'counter',
  initial: 0,
  step(value, _input, output) {
    // Without an answer nobody knows whether it happened; if it did, it added one.
    return output === undefined || output === value + 1 ? value + 1 : undefined;
  },
};
