/** Completes the path of a search to a linearization: puts each operation that was not used at its alibi. */

import type { Operation } from '../history.js';
import { ALWAYS, OVERWRITES } from './automaton.js';
import type { Problem } from './problem.js';
import type { Path } from './trail.js';
import { Window } from './window.js';

/** Operations in an order that the model allows and real time does not forbid, as far as the path goes. */
export function witnessOf(problem: Problem, path: Path, untilEvent = problem.events.length): Operation[] {
  const { operations, automaton, classes } = problem;
  const window = new Window(problem);
  const placed = new Uint8Array(operations.length);
  for (const operation of path.operations) placed[operation] = 1;
  const order: Operation[] = [];
  let state = 0;
  let step = 0;

  const place = (operation: number): void => {
    placed[operation] = 1;
    order.push(operations[operation]!);
  };
  /** Places what is open and satisfies the condition. */
  const placeOpen = (condition: (cls: number) => boolean): void => {
    for (let i = 0; i < window.openCount; i++) {
      const operation = window.open[i]!;
      if (placed[operation] === 0 && condition(classes[operation]!)) place(operation);
    }
  };
  const isTotal = (cls: number): boolean => {
    const kind = automaton.kinds[cls]!;
    return kind === ALWAYS || kind === OVERWRITES;
  };

  /** Places what the path used before the next event. */
  const follow = (): void => {
    for (; step < path.events.length && path.events[step] === window.at; step++) {
      const operation = path.operations[step]!;
      if (automaton.kinds[classes[operation]!] === OVERWRITES) placeOpen(isTotal);
      order.push(operations[operation]!);
      state = path.states[step]!;
      placeOpen((cls) => automaton.canKeep(cls, state));
    }
  };

  while (window.at < untilEvent) {
    follow();
    const event = window.forward();
    if (event < 0 || placed[event] === 1 || problem.slots[event]! < 0) continue;
    if (automaton.canKeep(classes[event]!, state)) place(event);
  }
  follow();
  return order;
}
