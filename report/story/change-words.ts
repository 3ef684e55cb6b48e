/** What events changed in the states of nodes, in words: `n2: role follower → leader, term 3 → 4`. */
import { Part, type Recording } from '../data/contract.js';
import { changesOf, type StateChange, type StateStep } from './state-changes.js';
import { pathFeature, stepRaw, stepWordsOf, wholeWords, type Keeps } from './words.js';

/** What one event changed. */
export interface Changed {
  /** It changed nothing that is seen. */
  readonly isNothing: boolean;
  /**
   * `n2: role follower → leader; n3's disk: term 3 → 4`.
   * @param known a node whose name has just been said
   */
  words(known?: number): string;
  /** All of it, where words are shortened. */
  raw(): string;
  /** Which places changed: those that change often say little. */
  readonly features: readonly string[];
}

/** Changes told of one event; the others are counted. */
const MOST_STEPS = 3;

export class ChangeWords {
  private readonly changes: ReadonlyMap<number, readonly StateChange[]>;
  /** Nodes whose memory is seen; of the others what is on their disks is all there is to see. */
  private readonly withMemory: ReadonlySet<number>;
  /** How often each place changed. */
  private readonly often = new Map<string, number>();

  constructor(
    recording: Recording,
    private readonly nameOf: (lane: number) => string,
    private readonly keeps: Keeps | undefined,
  ) {
    this.changes = changesOf(recording);
    const { lane, part } = recording.changes;
    this.withMemory = new Set(lane.filter((_lane, row) => part[row] === Part.Memory));
    for (const { steps } of [...this.changes.values()].flat())
      for (const { path } of steps) this.often.set(pathFeature(path), this.oftenAt(path) + 1);
  }

  of(event: number): Changed {
    const seen = (this.changes.get(event) ?? []).filter((change) => this.isSeen(change));
    return {
      isNothing: seen.length === 0,
      words: (known) =>
        seen
          .map((change) =>
            change.lane === known
              ? this.told(change.steps)
              : `${this.whose(change)}: ${this.told(change.steps)}`,
          )
          .join('; '),
      raw: () => seen.flatMap(({ steps }) => steps.map(stepRaw)).join(' '),
      features: seen.flatMap(({ steps }) => steps.map(({ path }) => `change ${pathFeature(path)}`)),
    };
  }

  private whose({ lane, part }: StateChange): string {
    return part === Part.Durable ? `${this.nameOf(lane)}'s disk` : this.nameOf(lane);
  }

  /** What nodes no longer find on their disks after a power cut. */
  lostFromDisks(event: number): string {
    const changes = (this.changes.get(event) ?? []).filter(({ part }) => part === Part.Cache);
    // A node that goes down in the event in which it wrote has two: what it wrote, and what is gone.
    const last = new Map(changes.map((change) => [change.lane, change]));
    return [...last.values()]
      .map(({ lane, steps }) => {
        const disk = `; the disk of ${this.nameOf(lane)}`;
        const [first] = steps;
        const isAll = first?.path.length === 0 && first.after === undefined;
        return isAll
          ? `${disk} loses ${wholeWords(first.before, this.keeps)}`
          : `${disk}: ${this.told(steps)}`;
      })
      .join('');
  }

  /** Copies on disk of what is seen in memory say nothing more, and a state that is gone was told by why it went. */
  private isSeen({ lane, part, steps }: StateChange): boolean {
    if (part === Part.Cache || (part === Part.Durable && this.withMemory.has(lane))) return false;
    return !steps.some(({ path, after }) => path.length === 0 && after === undefined);
  }

  /** What changes seldom says most, and comes first. */
  private told(steps: readonly StateStep[]): string {
    const [first] = steps;
    if (first?.path.length === 0) return wholeWords(first.after, this.keeps);
    const ranked = [...steps].sort((a, b) => this.oftenAt(a.path) - this.oftenAt(b.path));
    const more = ranked.length - MOST_STEPS;
    const words = ranked
      .slice(0, MOST_STEPS)
      .map((step) => stepWordsOf(step, this.keeps))
      .join(', ');
    return more > 0 ? `${words}, and ${more} more` : words;
  }

  private oftenAt(path: StateStep['path']): number {
    return this.often.get(pathFeature(path)) ?? 0;
  }
}
