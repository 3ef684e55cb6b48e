/** Who takes part, and what a majority of them is (Ongaro 2014, chapter 4). */

export interface Configuration {
  readonly voters: readonly string[];
  /** Joint consensus (§4.3): the voters there were before; a decision needs a majority of either set. */
  readonly outgoing?: readonly string[];
  /** Receive the log, but neither vote nor count (§4.2.1); they are to vote once they have caught up. */
  readonly learners: readonly string[];
  /** Which of its lives a voter votes with (see identity.ts); it is the first where nothing is said. */
  readonly lives?: Readonly<Record<string, number>>;
}

/** A configuration, and the index of the entry that holds it; of the initial one, or a snapshot's, where the log begins. */
export interface Placed {
  readonly index: number;
  readonly configuration: Configuration;
}

/** The first life of a node: its disk has never been lost. */
export const FIRST_LIFE = 1;

export function lifeOf({ lives }: Configuration, node: string): number {
  return lives?.[node] ?? FIRST_LIFE;
}

/** Everybody the leader sends the log to. */
export function membersOf({ voters, outgoing = [], learners }: Configuration): string[] {
  return [...new Set([...voters, ...outgoing, ...learners])];
}

export function isVoter({ voters, outgoing }: Configuration, node: string): boolean {
  return voters.includes(node) || outgoing?.includes(node) === true;
}

/** Whether it holds of a majority; while there are two sets of voters, of a majority of each. */
export function hasQuorum({ voters, outgoing }: Configuration, holds: (node: string) => boolean): boolean {
  return isMajority(voters, holds) && (outgoing === undefined || isMajority(outgoing, holds));
}

/** The highest index that a majority has reached: of each set of voters, while there are two. */
export function quorumIndex({ voters, outgoing }: Configuration, reached: (node: string) => number): number {
  const index = majorityIndex(voters, reached);
  return outgoing === undefined ? index : Math.min(index, majorityIndex(outgoing, reached));
}

/**
 * Whether no decision of the one can be taken without somebody who takes part in a decision of the other: exact where
 * neither is joint; of joint ones it asks for one set of voters on each side that meet, as all steps of §4.3 have.
 */
export function majoritiesMeet(one: Configuration, other: Configuration): boolean {
  return votersOf(one).some((a) => votersOf(other).some((b) => twoMajoritiesMeet(a, b)));
}

function votersOf({ voters, outgoing }: Configuration): (readonly string[])[] {
  return outgoing === undefined ? [voters] : [voters, outgoing];
}

function twoMajoritiesMeet(a: readonly string[], b: readonly string[]): boolean {
  const together = new Set([...a, ...b]).size;
  return majorityOf(a) + majorityOf(b) > together;
}

function majorityOf(voters: readonly string[]): number {
  return (voters.length >> 1) + 1;
}

function isMajority(voters: readonly string[], holds: (node: string) => boolean): boolean {
  let count = 0;
  for (const node of voters) if (holds(node)) count++;
  return count >= majorityOf(voters);
}

function majorityIndex(voters: readonly string[], reached: (node: string) => number): number {
  const indexes: number[] = [];
  for (const node of voters) {
    const index = reached(node);
    // Highest first; there are few, and this is asked at every answer.
    let place = indexes.length;
    while (place > 0 && (indexes[place - 1] as number) < index) place--;
    indexes.splice(place, 0, index);
  }
  return indexes[voters.length >> 1] ?? 0;
}
