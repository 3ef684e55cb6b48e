/** In the end there is one master, and all servers hold the same. */
import { nothingToJudge, type Checker, type Operation } from 'seedstorm/checkers';

interface Held {
  readonly role: string;
  readonly members: readonly string[];
}

const nodeOf = ({ input }: Operation): string => (input as { readonly value: string }).value;

export function sameEverywhere(): Checker {
  return {
    name: 'same-everywhere',
    check(history) {
      const answers = history.filter(
        ({ input, type }) => type === 'ok' && (input as { readonly f: string }).f === 'held',
      );
      const [first, ...others] = answers;
      if (first === undefined) return nothingToJudge('no server was asked what it holds');
      const heldBy = ({ output }: Operation): Held => output as Held;
      const masters = answers.filter((one) => heldBy(one).role === 'master');
      if (masters.length !== 1) {
        const message = `${masters.length} servers are masters in the end: ${masters.map(nodeOf).join(', ')}`;
        return invalid('not-one-master', message, answers);
      }
      const other = others.find((one) => heldBy(one).members.join() !== heldBy(first).members.join());
      if (other !== undefined) {
        const [one, two] = [heldBy(first).members.length, heldBy(other).members.length];
        const message = `${nodeOf(first)} holds ${one} elements and ${nodeOf(other)} ${two}, not the same`;
        return invalid('diverged', message, [first, other]);
      }
      return { verdict: 'valid', reason: `${answers.length} servers hold the same` };
    },
  };
}

const invalid = (kind: string, message: string, operations: Operation[]) => ({
  verdict: 'invalid' as const,
  reason: message,
  anomalies: [{ kind, message, operations }],
});
