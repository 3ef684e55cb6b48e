/**
 * Counting votes: enough answers decide, and too many refusals make that impossible. Each voter counts once, so a call
 * that was asked again does not vote twice. Any two majorities have a voter in common (Thomas, TODS 1979); so do readers
 * and writers where R + W > N (Gifford, "Weighted voting for replicated data", SOSP 1979).
 */

/** The votes on one question: plain data. */
export interface Tally<A> {
  /** How many answers decide. */
  readonly need: number;
  /** How many voters there are. */
  readonly of: number;
  /** What was answered, by voter. */
  readonly answers: Record<string, A>;
  /** Who refused, or did not answer in time. */
  readonly refused: string[];
}

/** `undecided`: neither are there enough answers, nor is it certain that there never will be. */
export type Standing = 'decided' | 'impossible' | 'undecided';

/** How many of so many voters are more than half. */
export function majorityOf(voters: number): number {
  return Math.floor(voters / 2) + 1;
}

/** No votes yet, or those that are known from before. */
export function newTally<A>(need: number, of: number, answers: Readonly<Record<string, A>> = {}): Tally<A> {
  return { need, of, answers: { ...answers }, refused: [] };
}

/** Whether a tally is decided, impossible to decide, or undecided. */
export function standingOf({ need, of, answers, refused }: Tally<unknown>): Standing {
  if (Object.keys(answers).length >= need) return 'decided';
  return of - refused.length < need ? 'impossible' : 'undecided';
}

/** A voter answered. What it said before, refusals included, counts no more. */
export function countAnswer<A>(tally: Tally<A>, from: string, answer: A): Standing {
  const place = tally.refused.indexOf(from);
  if (place >= 0) tally.refused.splice(place, 1);
  tally.answers[from] = answer;
  return standingOf(tally);
}

/** A voter refused, or did not answer in time. Who has answered has answered. */
export function countRefusal(tally: Tally<unknown>, from: string): Standing {
  if (!Object.hasOwn(tally.answers, from) && !tally.refused.includes(from)) tally.refused.push(from);
  return standingOf(tally);
}
