/** Who takes part, and what a majority of them is (Ongaro 2014, chapter 4). */

export interface Configuration {
  readonly voters: readonly string[];
  /** Joint consensus (§4.3): the voters there were before; a decision needs a majority of either set. */
  readonly outgoing?: readonly string[];
  /** Receive the log, but neither vote nor count (§4.2.1). */
  readonly learners: readonly string[];
}

/** Everybody the leader sends the log to. */
export function membersOf({ voters, outgoing = [], learners }: Configuration): string[] {
  return [...new Set([...voters, ...outgoing, ...learners])];
}

export function isVoter({ voters, outgoing }: Configuration, node: string): boolean {
  return voters.includes(node) || outgoing?.includes(node) === true;
}

/** Whether those of whom it holds are a majority: of each set of voters, while there are two. */
export function hasQuorum({ voters, outgoing }: Configuration, holds: (node: string) => boolean): boolean {
  return isMajority(voters, holds) && (outgoing === undefined || isMajority(outgoing, holds));
}

/** The highest index that a majority has reached: of each set of voters, while there are two. */
export function quorumIndex({ voters, outgoing }: Configuration, reached: (node: string) => number): number {
  const index = majorityIndex(voters, reached);
  return outgoing === undefined ? index : Math.min(index, majorityIndex(outgoing, reached));
}

function isMajority(voters: readonly string[], holds: (node: string) => boolean): boolean {
  let count = 0;
  for (const node of voters) if (holds(node)) count++;
  return count > voters.length >> 1;
}

function majorityIndex(voters: readonly string[], reached: (node: string) => number): number {
  const indexes = voters.map(reached).sort((a, b) => b - a);
  return indexes[voters.length >> 1] ?? 0;
}
