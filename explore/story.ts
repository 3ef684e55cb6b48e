/** The story of a run as plain data: what threads hand on, and what accounts and pages show. */

export interface Story {
  readonly lines: readonly StoryLine[];
  /** How many messages are not among the lines: like many others, and without an effect. */
  readonly hum: number;
}

/** One line. Times say when it happened; of a gap, when the last line happened that was left out there. */
export interface StoryLine {
  readonly atMs: number;
  readonly text: string;
  /** Place of the operation in the history, where it speaks of one. */
  readonly operation?: number;
  /** Event at which it happened. */
  readonly event?: number;
  /** The failure shows in it. */
  readonly shows?: true;
  /** Of a gap: how many lines were left out. */
  readonly left?: number;
  readonly is: 'fault' | 'ask' | 'answer' | 'report' | 'message' | 'step' | 'log' | 'failure' | 'gap';
}
