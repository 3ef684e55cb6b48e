/**
 * Faults that wait for what a scenario calls worth watching: whoever comes to lead crashes, stands still or is cut off;
 * the second prepare is lost. They see the cluster, as Jepsen's nemeses do, and so need no luck to hit the one node or
 * the one message that matters. Where a scenario watches nothing, nothing is drawn.
 */
import type { Fault } from '../fault.js';
import type { Draw } from '../severity.js';
import { OTHERS, PEER, WHOEVER } from '../stand-in-names.js';
import type { MessageWhen, StateWhen } from '../when.js';

/** Half of the delays after a state are zero; the others are equally likely on a logarithmic scale. */
const LATEST_MS = 100;
/** A process that is back at once finds what others still believe of it; half of the faults are so short. */
const SOON_MS = 20;
/** Longer, and a budget that lets one node fail at a time has room for one fault only. */
const WAITS_FOR = 1 / 4;

/** How many more than of other faults: some wait in vain. */
const TIMES = 2;

function windows(draw: Draw): ReturnType<Draw['windows']> {
  return Array.from({ length: TIMES }, () => draw.windows())
    .flat()
    .map(({ atMs, durationMs }) => {
      return { atMs, durationMs: draw.random.chance(0.5) ? draw.between(0.1, SOON_MS) : durationMs };
    });
}

function waits({ random, world }: Draw): { readonly nth: number; readonly withinMs: number } {
  const withinMs = Math.ceil((world.healAtMs ?? world.durationMs) * WAITS_FOR);
  return { nth: random.chance(0.6) ? 1 : random.int(2, 4), withinMs };
}

function whenInState(draw: Draw, states: readonly string[]): StateWhen {
  const { random } = draw;
  const state = random.pick(states);
  if (random.chance(0.5)) return { state, ...waits(draw) };
  let latest = LATEST_MS;
  for (let halving = random.int(0, 9); halving > 0; halving--) latest /= 2;
  return { state, ...waits(draw), afterMs: draw.between(latest / 2, latest) };
}

/** Draws one fault for each window, where there is something to wait for. */
function atStates<F extends Fault>(
  draw: Draw,
  make: (window: { readonly atMs: number; readonly durationMs: number }, when: StateWhen) => F,
): F[] {
  const { states = [] } = draw.world.watch ?? {};
  return states.length === 0 ? [] : windows(draw).map((window) => make(window, whenInState(draw, states)));
}

/** Whoever comes into the state loses its power, or its process. */
export function crashesAtStates(draw: Draw): Fault[] {
  const { random } = draw;
  return atStates(draw, ({ atMs, durationMs }, when): Fault => {
    const node = WHOEVER;
    const unsynced = random.pick(['lost', 'lost', 'random', 'torn', 'kept'] as const);
    if (random.chance(0.5)) return { kind: 'crash', atMs, durationMs, node, unsynced, when };
    if (random.chance(0.5)) return { kind: 'kill', atMs, durationMs, node, when };
    return { kind: 'restart', atMs, node, when };
  });
}

export function pausesAtStates(draw: Draw): Fault[] {
  return atStates(draw, (window, when): Fault => ({ kind: 'pause', ...window, node: WHOEVER, when }));
}

/** Whoever comes into the state is alone: wholly, deaf or mute. */
export function partitionsAtStates(draw: Draw): Fault[] {
  const { random } = draw;
  return atStates(draw, (window, when): Fault => {
    if (random.chance(0.6)) return { kind: 'partition', ...window, groups: [[WHOEVER], [OTHERS]], when };
    const [from, to] = random.chance(0.5) ? [[WHOEVER], [OTHERS]] : [[OTHERS], [WHOEVER]];
    return { kind: 'one-way-cut', ...window, from, to, when };
  });
}

function whenMessage(draw: Draw, messages: readonly string[]): MessageWhen {
  return { message: draw.random.pick(messages), moment: 'before', ...waits(draw) };
}

/** The message is lost, late or doubled. */
export function messagesWatched(draw: Draw): Fault[] {
  const { random, world } = draw;
  const { messages = [] } = world.watch ?? {};
  if (messages.length === 0) return [];
  return windows(draw).map(({ atMs, durationMs }): Fault => {
    const one = { kind: 'message', atMs, from: WHOEVER, to: PEER, nth: 1 } as const;
    const when = whenMessage(draw, messages);
    if (random.chance(0.5)) return { ...one, action: 'drop', when };
    return { ...one, action: random.chance(0.7) ? 'delay' : 'duplicate', delayMs: durationMs, when };
  });
}

/** Who sends the message, or who gets it, loses its power or its process, just before or just after. */
export function crashesAtMessages(draw: Draw): Fault[] {
  const { random, world } = draw;
  const { messages = [] } = world.watch ?? {};
  if (messages.length === 0) return [];
  return windows(draw).map(({ atMs, durationMs }): Fault => {
    const node = random.chance(0.7) ? WHOEVER : PEER;
    const at = random.chance(0.5) ? {} : { at: 'receive' as const };
    const moment = random.chance(0.5) ? 'before' : 'after';
    const when = { ...whenMessage(draw, messages), ...at, moment } as const;
    const unsynced = random.pick(['lost', 'lost', 'random', 'torn', 'kept'] as const);
    if (random.chance(0.5)) return { kind: 'crash', atMs, durationMs, node, unsynced, when };
    return { kind: 'kill', atMs, durationMs, node, when };
  });
}
