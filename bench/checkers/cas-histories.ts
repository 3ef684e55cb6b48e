/** Histories of one cas register over five values, legal or with some reads that lie, some operations crashed. */

import type { History, Operation } from '../../checkers/history.js';
import type { CasRegisterInput } from '../../checkers/models/register.js';

export interface CasShape {
  readonly clients: number;
  readonly operations: number;
  /** Of a thousand operations, how many never return. */
  readonly crashedPerMille?: number;
  /** How many reads, after the first third, answer something else. */
  readonly lies?: number;
  readonly seed: number;
}

const VALUES = 5;

/** Clients invoke, take effect and return at random; as many reads as writes as compare-and-sets, as Jepsen draws them. */
export function casHistory({ clients, operations, crashedPerMille = 0, lies = 0, seed }: CasShape): History {
  const below = generator(seed);
  const history: Operation[] = [];
  const open: { index: number; done: boolean; output: unknown }[] = [];
  const idle = Array.from({ length: clients }, (_, client) => client);
  let held: number | null = null;
  let position = 0;
  let nextClient = clients;

  const execute = (input: CasRegisterInput): unknown => {
    if (input.f === 'read') return held;
    if (input.f === 'cas' && held !== input.from) return false;
    held = (input.f === 'cas' ? input.to : input.value) as number;
    return input.f === 'cas' ? true : undefined;
  };

  while (history.length < operations || open.length > 0) {
    const choice = below(open.length + (history.length < operations ? idle.length : 0));
    const running = open[choice];
    if (!running) {
      const process = idle.splice(choice - open.length, 1)[0]!;
      open.push({ index: history.length, done: false, output: undefined });
      history.push({ process, input: draw(below), type: 'info', invoke: position++, complete: Infinity });
      continue;
    }
    const operation = history[running.index]!;
    const crashes = below(2000) < crashedPerMille;
    if (!crashes && !running.done) {
      running.output = execute(operation.input as CasRegisterInput);
      running.done = true;
      continue;
    }
    if (crashes) idle.push(nextClient++);
    else {
      const { output } = running;
      history[running.index] = {
        ...operation,
        type: 'ok',
        complete: position++,
        ...(output === undefined ? {} : { output }),
      };
      idle.push(operation.process as number);
    }
    open[choice] = open[open.length - 1]!;
    open.pop();
  }
  for (let lie = 0; lie < lies; lie++) spoil(history, below);
  return history;
}

function draw(below: (bound: number) => number): CasRegisterInput {
  const kind = below(3);
  if (kind === 0) return { f: 'read' };
  return kind === 1
    ? { f: 'write', value: below(VALUES) }
    : { f: 'cas', from: below(VALUES), to: below(VALUES) };
}

/** Lets one read answer another value. */
function spoil(history: Operation[], below: (bound: number) => number): void {
  for (;;) {
    const index = Math.floor(history.length / 3) + below(Math.ceil((2 * history.length) / 3));
    const operation = history[index];
    if (operation?.type !== 'ok' || (operation.input as CasRegisterInput).f !== 'read') continue;
    history[index] = { ...operation, output: below(VALUES) };
    return;
  }
}

/** xorshift32 (Marsaglia 2003). */
function generator(seed: number): (bound: number) => number {
  let state = Math.imul(seed + 1, 0x9e3779b1) | 1;
  return (bound) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.floor(((state >>> 0) / 0x100000000) * bound);
  };
}
