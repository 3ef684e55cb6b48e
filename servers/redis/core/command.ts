/** What a command is: how many words it has, what it may do, and what it does. */
import type { RedisReply } from './reply.js';
import type { Turn } from './turn.js';

/** Carries out a command: its words from the name on. Undefined: the client waits, or was told already. @throws Refusal */
export type RunCommand = (words: readonly string[], turn: Turn) => RedisReply | undefined;

/**
 * A row of a table: how many words the command has, negative if it may have more; its traits; what it does. Of the traits
 * `write` and `read` are about keys, `oom` needs memory, `noscript` and `nomulti` are not for scripts and transactions,
 * `blocking` may wait, `stale` a replica does without its master, and a `container` has subcommands.
 */
export type CommandRow = readonly [arity: number, traits: string, run: RunCommand];
export type CommandRows = Readonly<Record<string, CommandRow>>;

export interface Command {
  readonly name: string;
  readonly arity: number;
  readonly traits: ReadonlySet<string>;
  readonly isWrite: boolean;
  readonly needsMemory: boolean;
  readonly isContainer: boolean;
  readonly run: RunCommand;
}

export function commandOf(name: string, [arity, traits, run]: CommandRow): Command {
  const known = new Set(traits.split(' ').filter((trait) => trait !== ''));
  return {
    name,
    arity,
    traits: known,
    isWrite: known.has('write'),
    needsMemory: known.has('oom'),
    isContainer: known.has('container'),
    run,
  };
}
