/** Elections of sentinels: each gives one vote in an epoch, to whoever asks first. */

/** What is known of epochs; durable, or one could vote twice. */
export interface Ballot {
  currentEpoch: number;
  /** The last vote: for whom, and in which epoch. */
  leader: string | undefined;
  leaderEpoch: number;
}

/** Somebody asks for a vote. @returns whether it is given now, for the first time */
export function vote(ballot: Ballot, epoch: number, candidate: string): boolean {
  ballot.currentEpoch = Math.max(ballot.currentEpoch, epoch);
  if (ballot.leaderEpoch >= epoch || ballot.currentEpoch > epoch) return false;
  ballot.leader = candidate;
  ballot.leaderEpoch = epoch;
  return true;
}

/** What another sentinel has said it voted for. */
export interface Heard {
  readonly leader: string | undefined;
  readonly leaderEpoch: number;
}

/**
 * Who was elected in an epoch, if anybody was. The one who counts votes too: for whoever leads, or itself.
 * @param others all other sentinels that are known, also those that are silent
 */
export function elected(
  ballot: Ballot,
  own: string,
  others: readonly Heard[],
  { epoch, quorum, elects }: { epoch: number; quorum: number; elects: 'majority' | 'itself' },
): string | undefined {
  const counts = new Map<string, number>();
  const count = (name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const { leader, leaderEpoch } of others)
    if (leader !== undefined && leaderEpoch === epoch) count(leader);
  const [first] = [...counts].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
  vote(ballot, epoch, first?.[0] ?? own);
  if (ballot.leader !== undefined && ballot.leaderEpoch === epoch) count(ballot.leader);
  if (elects === 'itself') return own;
  const needed = Math.max(quorum, Math.floor((others.length + 1) / 2) + 1);
  return [...counts].find(([, votes]) => votes >= needed)?.[0];
}
