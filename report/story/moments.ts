/**
 * Everything a run could be told by, one line each: what clients asked and were told, messages and timers with what they
 * changed, what nodes said, what went wrong. Which of these lines are worth telling is decided elsewhere.
 */
import type { Recording } from '../data/contract.js';
import type { Timeline, TimelineEvent } from '../data/timeline.js';
import { ChangeWords, type Changed } from './change-words.js';
import { faultMoments, happening, lostMessages, said } from './event-lines.js';
import { answer, ask } from './operation-lines.js';
import type { Keeps } from './words.js';

/** One line that might be told. */
export interface Moment {
  readonly event: number;
  readonly is: 'fault' | 'ask' | 'answer' | 'report' | 'message' | 'step' | 'log';
  /** Put into words only when it is told: most lines are not. */
  tell(): string;
  /** Place of the operation it speaks of. */
  readonly operation?: number;
  /** Who asks. */
  readonly client?: string;
  /** All it holds, where words are shortened. */
  raw(): string;
  /** What it is like: a line that is like many others says little. */
  readonly features: readonly string[];
  /** What it changed, if it did. */
  readonly changed?: Changed;
  /** Of a message: who tells whom what. Those that changed nothing and differ in nothing but `to` become one line. */
  readonly message?: MessageWords;
  /** Number of a fault in the plan, and what of it this is; -1: all of them. */
  readonly fault?: { readonly number: number; readonly edge: 'begin' | 'end' | 'flap' | 'heal' };
  /** It is part of how every run begins. */
  readonly isOpening?: boolean;
}

export interface MessageWords {
  readonly from: string;
  readonly to: string;
  /** Equal for messages that read alike. */
  readonly like: string;
  what(): string;
}

/** What lines are made from. */
export interface Scene {
  readonly timeline: Timeline;
  readonly changes: ChangeWords;
  nameOf(lane: number): string;
  isClient(lane: number): boolean;
  /** What of long lists is told first. */
  readonly keeps: Keeps | undefined;
}

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
