/** What a shared document promises: replicas agree in the end, and no acknowledged edit is missing there. */
import type { Anomaly, Checker, Operation, ReplicaState } from 'seedstorm/checkers';
import type { Edit, State } from './messages.js';

type Asked = Edit | { readonly f: 'state' };

/** What a replica was seen to hold. */
export function stateOf({ input, output }: Operation): ReplicaState | undefined {
  if ((input as Asked).f !== 'state' || output === undefined) return undefined;
  const { replica, words, map, snapshot } = output as State;
  return { replica, value: { words, map }, seen: [snapshot] };
}

/**
 * Acknowledged edits are in the final states, and nothing else is. Anomalies: `lost-insert` (acknowledged, nobody
 * asked to delete it, not there), `undone-delete` (acknowledged, still there), `phantom` (nobody inserted or set it),
 * `duplicate` (there twice), `lost-set` (an entry with acknowledged values has none).
 */
export function editsKept(): Checker {
  return {
    name: 'edits-kept',
    check(history) {
      const finals = history.filter(
        ({ process, type, input }) => process === 'final' && type === 'ok' && (input as Asked).f === 'state',
      );
      if (finals.length === 0)
        return { verdict: 'unknown', reason: 'no replica showed its state at the end' };
      const asked = history.filter(({ type }) => type !== 'fail');
      const found = finals.flatMap((final) => judge(final, asked));
      const [first] = found;
      if (first !== undefined) return { verdict: 'invalid', reason: first.message, anomalies: found };
      const acknowledged = asked.filter(({ type, input }) => type === 'ok' && (input as Asked).f !== 'state');
      return {
        verdict: 'valid',
        reason: `${acknowledged.length} acknowledged edits kept by ${finals.length} replicas`,
      };
    },
  };
}

function judge(final: Operation, asked: readonly Operation[]): Anomaly[] {
  const { replica, words, map } = final.output as State;
  const found: Anomaly[] = [];
  const add = (kind: string, what: string, operation: Operation = final): void => {
    found.push({ kind, message: `${replica} ${what}`, operations: [...new Set([operation, final])] });
  };
  const known = new Set<string>();
  const crossedOut = new Set<string>();
  for (const { input } of asked as readonly Operation<Asked>[]) {
    if (input.f === 'insert') known.add(input.word);
    if (input.f === 'set') known.add(`${input.entry}: ${input.value}`);
    if (input.f === 'delete') crossedOut.add(input.word);
  }
  const present = new Set(words);
  for (const operation of asked) {
    if (operation.type !== 'ok') continue;
    const edit = operation.input as Asked;
    if (edit.f === 'insert' && !present.has(edit.word) && !crossedOut.has(edit.word))
      add('lost-insert', `lacks '${edit.word}', which was acknowledged and never deleted`, operation);
    if (edit.f === 'delete' && operation.output === true && present.has(edit.word))
      add('undone-delete', `still holds '${edit.word}', whose deletion was acknowledged`, operation);
    if (edit.f === 'set' && map[edit.entry] === undefined)
      add('lost-set', `has no '${edit.entry}', though '${edit.value}' was acknowledged`, operation);
  }
  const twice = words.find((word, index) => words.indexOf(word) < index);
  if (twice !== undefined) add('duplicate', `holds '${twice}' twice`);
  for (const word of present) if (!known.has(word)) add('phantom', `holds '${word}', which nobody inserted`);
  for (const [entry, value] of Object.entries(map))
    if (!known.has(`${entry}: ${value}`)) add('phantom', `holds ${entry} '${value}', which nobody set`);
  return found;
}
