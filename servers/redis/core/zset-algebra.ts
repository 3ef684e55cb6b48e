/** Intersections, unions and differences of sorted sets, and of sets, whose members count 1. */
import type { CommandRows, RunCommand } from './command.js';
import type { Scored } from './data.js';
import { readDouble } from './doubles.js';
import { readInteger } from './integers.js';
import { find, refuseType } from './keyspace.js';
import { refuse, refuseSyntax } from './reply.js';
import { isBefore } from './sorted-set.js';
import { membersOf } from './sets.js';
import type { Turn } from './turn.js';
import { readPositive } from './words.js';
import { shownEntries, storeEntries } from './zset-ranges.js';

type Operation = 'union' | 'inter' | 'diff';

interface Source {
  readonly entries: readonly Scored[];
  readonly scores: ReadonlyMap<string, number>;
  readonly weight: number;
}

interface AlgebraWords {
  readonly sources: readonly Source[];
  readonly aggregate: 'SUM' | 'MIN' | 'MAX';
  readonly withScores: boolean;
  readonly limit: number;
}

function sourceOf(turn: Turn, key: string): Omit<Source, 'weight'> {
  const value = find(turn, key);
  if (value === undefined) return { entries: [], scores: new Map() };
  if (typeof value === 'string' || (value.type !== 'zset' && value.type !== 'set')) return refuseType();
  if (value.type === 'zset') return { entries: value.order, scores: value.scores };
  const entries = membersOf(value).map((member) => ({ member, score: 1 }));
  return { entries, scores: new Map(entries.map(({ member, score }) => [member, score])) };
}

/** `numkeys key …` and options. @throws Refusal */
function readWords(
  turn: Turn,
  name: string,
  words: readonly string[],
  { operation, stores, counts }: { operation: Operation; stores: boolean; counts: boolean },
): AlgebraWords {
  const size = readInteger(words[0]);
  if (size < 1) return refuse(`at least 1 input key is needed for '${name.toLowerCase()}' command`);
  if (size > words.length - 1) return refuseSyntax();
  const sources = words.slice(1, size + 1).map((key) => sourceOf(turn, key));
  let weights: readonly number[] = [];
  let [aggregate, withScores, limit]: [AlgebraWords['aggregate'], boolean, number] = ['SUM', false, 0];
  const aggregates = operation !== 'diff' && !counts;
  for (let at = size + 1; at < words.length; at++) {
    const option = (words[at] as string).toUpperCase();
    const more = words.length - at - 1;
    if (aggregates && option === 'WEIGHTS' && more >= size) {
      weights = words
        .slice(at + 1, at + 1 + size)
        .map((word) => readDouble(word) ?? refuse('weight value is not a float'));
      at += size;
    } else if (aggregates && option === 'AGGREGATE' && more >= 1) {
      const word = (words[++at] as string).toUpperCase();
      if (word !== 'SUM' && word !== 'MIN' && word !== 'MAX') return refuseSyntax();
      aggregate = word;
    } else if (!stores && !counts && option === 'WITHSCORES') withScores = true;
    else if (counts && option === 'LIMIT' && more >= 1)
      limit = readPositive(words[++at], "LIMIT can't be negative");
    else return refuseSyntax();
  }
  return {
    sources: sources.map((source, place) => ({ ...source, weight: weights[place] ?? 1 })),
    aggregate,
    withScores,
    limit,
  };
}

/** Infinite less infinite counts 0. */
const weighted = (score: number, weight: number): number => {
  const product = score * weight;
  return Number.isNaN(product) ? 0 : product;
};

function joined(a: number, b: number, aggregate: AlgebraWords['aggregate']): number {
  if (aggregate === 'MIN') return Math.min(a, b);
  if (aggregate === 'MAX') return Math.max(a, b);
  return Number.isNaN(a + b) ? 0 : a + b;
}

function combine(operation: Operation, { sources, aggregate }: AlgebraWords): Scored[] {
  const [first] = sources;
  if (first === undefined) return [];
  const found = new Map<string, number>();
  if (operation === 'diff') {
    for (const { member, score } of first.entries)
      if (!sources.slice(1).some(({ scores }) => scores.has(member))) found.set(member, score);
  } else {
    // The smallest first: sums of floats depend on the order.
    const ordered = sources.toSorted((a, b) => a.entries.length - b.entries.length);
    for (const { entries, weight } of ordered)
      for (const { member, score } of entries) {
        if (operation === 'inter' && !ordered.every(({ scores }) => scores.has(member))) continue;
        const before = found.get(member);
        const own = weighted(score, weight);
        found.set(member, before === undefined ? own : joined(before, own, aggregate));
      }
  }
  return [...found].map(([member, score]) => ({ member, score })).sort((a, b) => (isBefore(a, b) ? -1 : 1));
}

const shown =
  (operation: Operation): RunCommand =>
  ([name = '', ...words], turn) => {
    const read = readWords(turn, name, words, { operation, stores: false, counts: false });
    return shownEntries(combine(operation, read), read.withScores);
  };

const stored =
  (operation: Operation): RunCommand =>
  ([name = '', to = '', ...words], turn) => {
    const read = readWords(turn, name, words, { operation, stores: true, counts: false });
    return storeEntries(turn, to, combine(operation, read), `z${operation}store`);
  };

const zintercard: RunCommand = ([name = '', ...words], turn) => {
  const read = readWords(turn, name, words, { operation: 'inter', stores: false, counts: true });
  const { length } = combine('inter', read);
  return read.limit === 0 ? length : Math.min(length, read.limit);
};

export const zsetAlgebraCommands: CommandRows = {
  ZUNION: [-3, 'read', shown('union')],
  ZINTER: [-3, 'read', shown('inter')],
  ZDIFF: [-3, 'read', shown('diff')],
  ZUNIONSTORE: [-4, 'write oom', stored('union')],
  ZINTERSTORE: [-4, 'write oom', stored('inter')],
  ZDIFFSTORE: [-4, 'write oom', stored('diff')],
  ZINTERCARD: [-3, 'read', zintercard],
};
