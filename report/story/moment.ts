/** What a line of a story is made from, before it is put into words. */
import type { Changed } from './change-words.js';
import type { Timeline } from '../data/timeline.js';
import type { ChangeWords } from './change-words.js';
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
