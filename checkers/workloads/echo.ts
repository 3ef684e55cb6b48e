/** What was said comes back (Maelstrom's echo): the answer is the question, by itself or in the field `echo`. */
import { counted } from '../counted.js';
import { scanning } from '../findings.js';
import type { Checker } from '../history.js';
import { sameValue, show } from '../identity.js';
import { fieldsOf, whoWhen } from '../selectors.js';

/** What a history calls its function. */
export interface EchoOptions {
  /** Says its `value`. Default: `echo`. */
  readonly echo?: string;
}

/**
 * What was said comes back (Maelstrom's echo). `{f: 'echo', value}` has the value as output, or in its field `echo`.
 *
 * Anomaly: `wrong-echo`. Linear.
 */
export function echoes({ echo = 'echo' }: EchoOptions = {}): Checker {
  return scanning({
    name: 'echo',
    looksFor: `what was said and came back (function ${echo})`,
    scan(history, findings, meter) {
      let answers = 0;
      for (const operation of history) {
        meter.spend();
        const { f, value } = fieldsOf(operation);
        if (f !== echo || operation.type !== 'ok') continue;
        answers++;
        const { output } = operation;
        const isBody = typeof output === 'object' && output !== null && 'echo' in output;
        const heard = isBody ? output.echo : output;
        if (sameValue(heard ?? null, value ?? null)) continue;
        findings.add('wrong-echo', [operation], () => {
          return `${whoWhen(operation)} said ${show(value)} and got back ${show(heard)}`;
        });
      }
      return {
        judged: answers,
        reason: `${counted(answers, 'answer')}, ${answers === 1 ? '' : 'each '}what was said`,
      };
    },
  });
}
