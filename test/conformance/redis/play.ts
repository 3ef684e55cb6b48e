/** Plays a script, and gives what came of it as lines of text. */
import type { RedisReply } from '../../../servers/index.js';
import { readStep, type Script } from './language.js';
import { comparable, shown, shownWrites } from './shown.js';

export interface Answer {
  readonly client: string;
  readonly reply: RedisReply;
}

/** What came of a step: answers, also to clients that waited, and messages; and what followers were told. */
export interface Happened {
  readonly answers: readonly Answer[];
  readonly written: readonly (readonly string[])[];
}

/** What the interpreter needs of a server: a real one has it, and ours have it. */
export interface Port {
  nowMs(): number;
  /** Sends a command. One that waits has no answer. */
  send(client: string, words: readonly string[]): Promise<Happened>;
  wait(ms: number): Promise<Happened>;
}

/** @returns a line for each step, and one for each answer and each write, indented */
export async function play({ steps }: Script, port: Port): Promise<string[]> {
  const lines: string[] = [];
  const asked = new Map<string, readonly string[]>();
  const queued = new Map<string, (readonly string[])[]>();
  const waiting = new Set<string>();
  let db = 0;
  for (const line of steps) {
    lines.push(`  ${line}`);
    const step = readStep(line);
    const mine = 'words' in step ? step.client : undefined;
    if (mine !== undefined && waiting.has(mine)) {
      lines.push('    (still waits)');
      continue;
    }
    if ('words' in step) note(step.client, step.words);
    const { answers, written } = await ('words' in step
      ? port.send(step.client, step.words)
      : port.wait(step.waitMs));
    // Sockets have no order among each other.
    const order = ({ client }: { readonly client: string }): string => (client === mine ? '' : client);
    for (const { client, reply } of answers.toSorted((one, other) =>
      order(one) < order(other) ? -1 : order(one) > order(other) ? 1 : 0,
    )) {
      waiting.delete(client);
      const text = shown(comparable(asked.get(client) ?? [], queued.get(client) ?? [], reply, port.nowMs()));
      lines.push(`    ${client === mine ? '' : `${client}: `}${text}`);
    }
    if ('words' in step && !answers.some(({ client }) => client === mine) && !isSilent(step.words)) {
      waiting.add(step.client);
      lines.push('    (waits)');
    }
    if ('words' in step && /^(?:exec|discard)$/i.test(step.words[0] ?? '')) queued.delete(step.client);
    const writes = shownWrites(written, db, port.nowMs());
    ({ db } = writes);
    lines.push(...writes.lines.map((one) => `    > ${one}`));
  }
  return lines;

  function note(client: string, words: readonly string[]): void {
    const name = (words[0] ?? '').toUpperCase();
    asked.set(client, words);
    if (name === 'MULTI' && !queued.has(client)) queued.set(client, []);
    else if (!/^(?:EXEC|MULTI|WATCH|DISCARD)$/.test(name)) queued.get(client)?.push(words);
  }
}

const isSilent = ([name = '', sub = '']: readonly string[]): boolean =>
  name.toUpperCase() === 'CLIENT' && sub.toUpperCase() === 'REPLY';
