/** Where short keys come from: a counter, blocks of a counter, the clock, or a hash of the url. */
import { stateMachine, type AsyncNode, type Program } from 'seedstorm';
import { hashOf, insist } from 'seedstorm/parts';

/** How keys are made. A counter is handed out in blocks of one. */
export const schemes = ['counter', 'ranges', 'snowflake', 'hash'] as const;
export type Scheme = (typeof schemes)[number];

/** What can be wrong with them. */
export interface KeyRules {
  /** When the allocator answers with a block. */
  readonly handsOut: 'after-sync' | 'at-once';
  /** What a server does with the block that it had before it crashed. */
  readonly block: 'given-up' | 'begun-again';
  /** What follows when the clock shows less than before. */
  readonly clock: 'never-back' | 'as-shown';
  readonly machine: 'own' | 'same';
}

/** What a server asks the allocator for: so many numbers, from the one in the answer on. */
export interface Numbers {
  take: (ask: { readonly count: number }) => number;
}

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** A number in 62 letters. */
export function base62(number: number): string {
  const rest = Math.floor(number / LETTERS.length);
  return (rest > 0 ? base62(rest) : '') + LETTERS.charAt(number % LETTERS.length);
}

/** The key that is `step` numbers further: whoever has one key can guess others. */
export const neighbourOf = (key: string, step: number): string =>
  base62([...key].reduce((number, letter) => number * LETTERS.length + LETTERS.indexOf(letter), 0) + step);

/** A hash of the url, cut to so many keys; where one is taken, the next salt gives another. */
export const hashKey = (url: string, salt: number, space: number): string =>
  base62(hashOf(`${salt} ${url}`) % space);

/** Hands out numbers, each once. What a server does not use is lost. */
export const allocator = ({ handsOut }: KeyRules): Program =>
  stateMachine<{ state: { next: number }; messages: Numbers; durable: { next: number } }>({
    start: (node) => ({ next: node.disk.read('next') ?? 1 }),
    onMessage: {
      take(state, { count }, node) {
        const from = state.next;
        state.next += count;
        node.disk.write('next', state.next);
        node.reply(from, handsOut === 'after-sync' ? { after: 'sync' } : {});
      },
    },
  });

/** A block of numbers. */
interface Block {
  from: number;
  readonly to: number;
}

/** What a server that makes keys keeps on its disk. */
export interface KeptByMaker {
  block: Block;
  promisedMs: number;
}

type Maker = AsyncNode<{ calls: Numbers; durable: KeptByMaker }>;

/** The next number of this server; `undefined` if there is none, for nobody hands it out. */
type NextNumber = () => Promise<number | undefined>;

/** Numbers of the allocator, so many at a time. */
export async function fromBlocks(node: Maker, count: number, rule: KeyRules): Promise<NextNumber> {
  const had = rule.block === 'begun-again' ? await node.disk.read('block') : undefined;
  let block: Block = had ?? { from: 0, to: 0 };
  let asked: Promise<boolean> | undefined;
  async function refill(): Promise<boolean> {
    const ask = () => node.call('numbers', { f: 'take', count }, { timeoutMs: 60 });
    const from = await insist(node, ask, { attempts: 4 });
    asked = undefined;
    if (from === undefined) return false;
    block = { from, to: from + count };
    if (rule.block === 'begun-again') await node.disk.write('block', block);
    return true;
  }
  return async () => {
    // Many may wait for one block, and find it used up by others.
    while (block.from >= block.to) if (!(await (asked ??= refill()))) return undefined;
    return block.from++;
  };
}

/** 2020: the numbers are smaller than with the clock's own beginning. */
const EPOCH_MS = 1_577_836_800_000;
const [PER_MS, MACHINES] = [256, 4];
/** A server promises on its disk to begin later than this after a crash, so that it need not write each number. */
const AHEAD_MS = 500;

/** Numbers of time, machine and place within the millisecond: nobody has to be asked. */
export async function fromClock(node: Maker, rule: KeyRules): Promise<NextNumber> {
  const machine = rule.machine === 'own' ? Number(node.id.slice(1)) % MACHINES : 0;
  let promisedMs = (await node.disk.read('promisedMs')) ?? 0;
  let [lastMs, place] = [promisedMs, 0];
  let kept = Promise.resolve();
  const promise = async (): Promise<void> => {
    await node.disk.write('promisedMs', promisedMs);
    await node.disk.sync();
  };
  return async () => {
    const nowMs = Math.floor(node.nowMs()) - EPOCH_MS;
    const goesOn = rule.clock === 'never-back' ? nowMs <= lastMs : nowMs === lastMs;
    place = goesOn ? place + 1 : 0;
    if (!goesOn) lastMs = nowMs;
    if (place === PER_MS) [lastMs, place] = [lastMs + 1, 0];
    const number = (lastMs * MACHINES + machine) * PER_MS + place;
    if (rule.clock === 'never-back' && lastMs >= promisedMs) {
      promisedMs = lastMs + AHEAD_MS;
      kept = promise();
    }
    await kept;
    return number;
  };
}
