/** Gives the clients of a workload a program: what they make of what they hear. */
import { shown } from '../input/shown.js';
import { unknownName } from '../input/suggest.js';
import type { ClientProgram } from './client-program.js';
import type { Workload } from './workload.js';

/**
 * The workload, with clients that react to answers.
 * @param program pure functions, but for the memory of the client they are given
 * @throws TypeError in one sentence for a program with a field that nobody calls
 * @example
 * reacting(clients(3, { add: 1 }), {
 *   memory: () => ({ leader: 'n1' }),
 *   begins: (_operation, { memory }) => ({ to: memory.leader }),
 *   ended({ input, type, error, attempt }, { memory }) {
 *     const [, leader] = /^not leader: (.*)/.exec(error ?? '') ?? [];
 *     if (type !== 'fail' || leader === undefined || attempt > 3) return undefined;
 *     memory.leader = leader;
 *     return { input, to: leader, afterMs: 5 };
 *   },
 * })
 */
export function reacting<M = undefined>(workload: Workload, program: ClientProgram<M>): Workload {
  if (typeof program !== 'object' || program === null)
    throw new TypeError(`reacting: expected { memory, begins, ended }, got ${shown(program)}`);
  for (const [name, value] of Object.entries(program)) {
    if (!FIELDS.includes(name)) throw new TypeError(`reacting: ${unknownName('field', name, FIELDS)}`);
    if (value !== undefined && typeof value !== 'function')
      throw new TypeError(`reacting: ${name}: expected a function, got ${shown(value)}`);
  }
  return { ...workload, program: program as unknown as ClientProgram<unknown> };
}

const FIELDS = ['memory', 'begins', 'ended'];
