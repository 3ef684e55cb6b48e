/** Plays a script, and gives what came of it as lines of text. */
import { redisResp2, type RedisReply } from '../../../servers/index.js';
import { readStep, type Script } from './language.js';

/** What the interpreter needs of a server: a real one has it, and our streams have it. */
export interface Port {
  /** Sends a command. @returns all that was answered because of it, also to clients that waited; nothing to one that waits */
  send(
    client: string,
    words: readonly string[],
  ): Promise<readonly { readonly client: string; readonly reply: RedisReply }[]>;
  wait(ms: number): Promise<readonly { readonly client: string; readonly reply: RedisReply }[]>;
}

/** @returns a line for each step, and one for each answer, indented */
export async function play({ steps }: Script, port: Port): Promise<string[]> {
  const lines: string[] = [];
  const asked = new Map<string, readonly string[]>();
  for (const line of steps) {
    lines.push(`  ${line}`);
    const step = readStep(line);
    if ('words' in step) asked.set(step.client, step.words);
    const answers = await ('words' in step ? port.send(step.client, step.words) : port.wait(step.waitMs));
    const mine = 'words' in step ? step.client : undefined;
    // Sockets have no order among each other.
    const order = ({ client }: { readonly client: string }): string => (client === mine ? '' : client);
    for (const { client, reply } of answers.toSorted((one, other) => (order(one) < order(other) ? -1 : 1))) {
      const text = shown(untimed(asked.get(client) ?? [], reply));
      lines.push(`    ${client === mine ? '' : `${client}: `}${text}`);
    }
    if (mine !== undefined && !answers.some(({ client }) => client === mine)) lines.push('    (waits)');
  }
  return lines;
}

/** Answers as one line: `nil` for nothing, `no list` where a list was asked for. */
export function shown(given: RedisReply): string {
  const reply = redisResp2(given);
  if (reply === null) return 'nil';
  if (typeof reply === 'number' || typeof reply === 'bigint') return String(reply);
  if (typeof reply === 'string') return `"${reply}"`;
  if ('nil' in reply) return 'no list';
  if ('status' in reply) return reply.status;
  if ('error' in reply) return `! ${reply.error}`;
  if (!Array.isArray(reply)) throw new Error(`Not of protocol 2: ${JSON.stringify(reply)}`);
  return `[${(reply as readonly RedisReply[]).map(shown).join(' ')}]`;
}

const TIMES_MS = 10_000;

/** Times that depend on the machine are rounded down; the shape of the server's tree is not compared. */
function untimed(words: readonly string[], reply: RedisReply): RedisReply {
  if (!Array.isArray(reply)) return reply;
  const list = reply as readonly RedisReply[];
  const [command, sub] = words.map((word) => word.toUpperCase());
  const rounded = (value: RedisReply | undefined): RedisReply =>
    Math.floor(Number(value) / TIMES_MS) * TIMES_MS;
  if (command === 'XPENDING' && words.length > 3)
    return list.map((row) => {
      const [id, consumer, idle, count] = row as readonly RedisReply[];
      return [id ?? null, consumer ?? null, rounded(idle), count ?? null];
    });
  if (command === 'XINFO' && sub === 'CONSUMERS')
    return list.map((row) =>
      (row as readonly RedisReply[]).map((value, at) => (at === 5 ? rounded(value) : value)),
    );
  if (command === 'XINFO' && sub === 'STREAM') return list.filter((_, at) => at !== 4 && at !== 5);
  return list;
}
