/** What a scenario's protocol must be, and what it is most often instead. */
import { ScenarioError } from '../input/callers-code.js';
import { isPromise } from '../input/promise.js';
import { shown } from '../input/shown.js';
import type { Program } from '../node/program.js';
import { looksLikeHandlers, looksLikeMain } from '../node/program-shape.js';

export function isProgram(value: unknown): value is Program {
  return (
    typeof value === 'object' && value !== null && typeof (value as { drive?: unknown }).drive === 'function'
  );
}

/** What is wrong with a protocol as it stands in a scenario: a program, programs by node, or a function that gives them. */
export function protocolTrouble(protocol: unknown): string | undefined {
  if (typeof protocol === 'function')
    return looksLikeMain(protocol) ? `expected a program, got ${instead(protocol)}` : undefined;
  return programsTrouble(protocol);
}

/** The same for what such a function gave. */
function programsTrouble(programs: unknown): string | undefined {
  if (isProgram(programs)) return undefined;
  const expected = 'expected a program, or one for each node by its name';
  if (isPromise(programs))
    return `${expected}, got a promise: what must be waited for goes into load; an async function of a node goes into asyncProgram`;
  if (
    typeof programs !== 'object' ||
    programs === null ||
    Array.isArray(programs) ||
    looksLikeHandlers(programs)
  )
    return `${expected}, got ${instead(programs)}`;
  const entries = Object.entries(programs);
  if (entries.length === 0) return `${expected}, got an object with nothing in it`;
  for (const [node, program] of entries)
    if (!isProgram(program)) return `expected a program for ${node}, got ${instead(program)}`;
  return undefined;
}

/** @throws ScenarioError unless it is a program, or programs by node */
export function checkedPrograms(path: string, made: unknown): Program | Readonly<Record<string, Program>> {
  const trouble = programsTrouble(made);
  if (trouble !== undefined) throw new ScenarioError(path, trouble);
  return made as Program | Readonly<Record<string, Program>>;
}

function instead(value: unknown): string {
  if (looksLikeHandlers(value)) return 'its handlers: they go into stateMachine({ … })';
  if (looksLikeMain(value)) return 'a function of the node: it goes into asyncProgram(…)';
  if (value === undefined) return 'nothing: was a return forgotten?';
  return `${shown(value)}: stateMachine and asyncProgram make programs`;
}
