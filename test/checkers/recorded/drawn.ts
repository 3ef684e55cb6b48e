/** Random operations as they truly were: what was asked, what was answered, and how they lay in time. */
import type { Operation } from '../../../checkers/history.js';
import type { Random } from '../fuzz/random.js';

export type Fields = Readonly<Record<string, unknown>>;

/** An operation in the terms of the file: `input` holds the function, the key, and the fields by their names there. */
export interface Drawn extends Operation {
  readonly input: Fields & { readonly f: string; readonly key?: string };
  /** Where the line of its end stands; nothing where no line tells of it. */
  readonly ended: number | undefined;
}

/** What a client is about to do. */
export interface Draft {
  readonly f: string;
  readonly key?: string;
  readonly fields?: Fields;
  /** What it is answered by an object that works, when it takes effect; nothing, if that says nothing. */
  answer?(): unknown;
  /** Another answer, right or wrong. */
  guess?(): unknown;
}

/** Draws what client `process` does next. */
export type Draw = (process: number) => Draft;

export interface Shape {
  readonly operations: number;
  readonly processes: number;
  /** Whether one operation ends before the next begins. */
  readonly sequential: boolean;
  /** Of a hundred operations, so many end as nobody knows, and as many fail. */
  readonly uncertain: number;
}

interface Open {
  readonly draft: Draft;
  readonly operation: { -readonly [K in keyof Drawn]: Drawn[K] };
  effect: 'none' | 'now' | 'at the end';
}

/** In order of invocation. Positions are those of the lines that a file of them has. */
export function drawOperations(random: Random, draw: Draw, shape: Shape): Drawn[] {
  const open = new Map<number, Open>();
  const names = Array.from({ length: shape.processes }, (_, seat) => seat);
  const drawn: Open[] = [];
  let clock = 0;

  const begin = (seat: number): void => {
    const draft = draw(names[seat]!);
    const type = random.chance(shape.uncertain) ? 'info' : random.chance(shape.uncertain) ? 'fail' : 'ok';
    const happens = type === 'ok' || (type === 'info' && random.chance(50));
    const { f, key, fields } = draft;
    const one: Open = {
      draft,
      operation: {
        process: names[seat]!,
        input: { f, ...(key === undefined ? {} : { key }), ...fields },
        type,
        invoke: clock++,
        complete: Infinity,
        ended: undefined,
      },
      effect: !happens ? 'none' : random.chance(50) ? 'now' : 'at the end',
    };
    if (one.effect === 'now') takeEffect(one);
    drawn.push(one);
    open.set(seat, one);
  };
  const takeEffect = ({ draft, operation }: Open): void => {
    const output = draft.answer?.();
    if (operation.type === 'ok' && output !== undefined) operation.output = output;
  };
  const end = (seat: number, one: Open): void => {
    if (one.effect === 'at the end') takeEffect(one);
    open.delete(seat);
    const { operation } = one;
    if (operation.type === 'info') {
      // A process whose operation ended as nobody knows goes on under another name.
      names[seat]! += 10;
      if (random.chance(60)) operation.ended = clock++;
    } else operation.ended = operation.complete = clock++;
  };
  while (drawn.length < shape.operations || open.size > 0) {
    const [busy] = open;
    if (busy && (shape.sequential || drawn.length === shape.operations)) end(...busy);
    else {
      const seat = random.below(shape.processes);
      const one = open.get(seat);
      if (one) end(seat, one);
      else begin(seat);
    }
  }
  perturb(random, drawn);
  return drawn.map(({ operation }) => operation);
}

/** A third of the histories is right, a third almost, and the others are anything. */
function perturb(random: Random, drawn: readonly Open[]): void {
  const certain = drawn.filter(({ operation, draft }) => operation.type === 'ok' && draft.guess);
  if (certain.length === 0) return;
  const kind = random.below(3);
  const wrong =
    kind === 0 ? [] : kind === 1 ? [random.pick(certain)] : certain.filter(() => random.chance(40));
  for (const { operation, draft } of wrong) operation.output = draft.guess!();
}
