/** The first line of a script that says what it may do: `#!lua flags=no-writes`. */
import { isOverMemory } from './memory.js';
import { refuse, Refusal } from './reply.js';
import type { Turn } from './turn.js';

interface Shebang {
  /** Undefined: the script says nothing, and all is looked at as it happens. */
  readonly flags: ReadonlySet<string> | undefined;
  /** The script without it; its line stays, for the numbers of lines. */
  readonly source: string;
}

const FLAGS = new Set(['no-writes', 'allow-oom', 'allow-stale', 'no-cluster', 'allow-cross-slot-keys']);

/** @throws Refusal where it is no such line */
export function readShebang(text: string): Shebang {
  if (!text.startsWith('#!')) return { flags: undefined, source: text };
  const end = text.indexOf('\n');
  if (end < 0) return refuse('Invalid script shebang');
  const [engine = '', ...options] = text
    .slice(0, end)
    .split(/[ \t\r]+/)
    .filter((part) => part !== '');
  if (engine !== '#!lua') return refuse(`Unexpected engine in script shebang: ${engine}`);
  const flags = new Set<string>();
  for (const option of options) {
    if (!option.startsWith('flags=')) return refuse(`Unknown lua shebang option: ${option}`);
    for (const flag of option.slice('flags='.length).split(',')) {
      if (!FLAGS.has(flag)) return refuse(`Unexpected flag in script shebang: ${flag}`);
      flags.add(flag);
    }
  }
  return { flags, source: text.slice(end) };
}

/** What the script may do. @throws Refusal where it may not even begin */
export function permit(
  { redis, as }: Turn,
  { flags }: Shebang,
  mayWrite: boolean,
): { writes: boolean; outOfMemory: boolean } {
  if (flags === undefined) return { writes: mayWrite, outOfMemory: false };
  const writes = !flags.has('no-writes');
  const outOfMemory = flags.has('allow-oom');
  if (writes && redis.role === 'replica' && as === 'client')
    throw new Refusal('READONLY Can not run script with write flag on readonly replica');
  if (writes && !mayWrite) refuse('Can not execute a script with write flag using *_ro command.');
  if (isOverMemory(redis) && !outOfMemory && writes)
    throw new Refusal(
      "OOM allow-oom flag is not set on the script, can not run it when used memory > 'maxmemory'",
    );
  return { writes: writes && mayWrite, outOfMemory };
}
