/**
 * Everything a run could be told by, one line each: what clients asked and were told, messages and timers with what they
 * changed, what nodes said, what went wrong. Which of these lines are worth telling is decided elsewhere.
 */
import type { Moment } from './moment.js';
import type { Scene } from './moment.js';
import type { Recording } from '../data/contract.js';
import type { Timeline, TimelineEvent } from '../data/timeline.js';
import { ChangeWords } from './change-words.js';
import { faultMoments, happening, lostMessages, said } from './event-lines.js';
import { answer, ask } from './operation-lines.js';
import type { Keeps } from './words.js';

/**
 * In the order in which they happened.
 * @param keeps what of long lists is told first
 */
export function momentsOf(recording: Recording, timeline: Timeline, keeps?: Keeps): Moment[] {
  const { lanes, operations } = timeline;
  const nameOf = (lane: number): string => lanes[lane]?.name ?? 'the world';
  const scene: Scene = {
    timeline,
    changes: new ChangeWords(recording, nameOf, keeps),
    ...{ nameOf, keeps },
    isClient: (lane) => lanes[lane]?.is === 'client',
  };
  const [begun, ended] = [new Map<number, number[]>(), new Map<number, number[]>()];
  for (const [place, { invoked, completed }] of operations.entries()) {
    begun.set(invoked, [...(begun.get(invoked) ?? []), place]);
    if (completed > 0 && completed !== invoked)
      ended.set(completed, [...(ended.get(completed) ?? []), place]);
  }
  return timeline.events.flatMap((event) => [
    ...happened(scene, event),
    ...(ended.get(event.number) ?? []).map((place) => answer(scene, place)),
    ...(begun.get(event.number) ?? []).map((place) => ask(scene, place)),
    ...lostMessages(scene, event),
  ]);
}

/** A fault that waited for something a node did comes after it; any other is an event by itself. */
function happened(scene: Scene, event: TimelineEvent): Moment[] {
  const faults = [...faultMoments(scene, event)];
  const others = [...happening(scene, event), ...said(scene, event)];
  return event.lane < 0 ? [...faults, ...others] : [...others, ...faults];
}
