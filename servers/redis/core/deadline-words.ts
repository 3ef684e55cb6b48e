/** How commands speak of deadlines: in seconds or milliseconds, from now on or by the clock. */
import { addInt64, fitted, readInt64, type Int64 } from './integers.js';
import { refuse } from './reply.js';

export interface DeadlineWords {
  readonly unit: 'EX' | 'PX' | 'EXAT' | 'PXAT';
  readonly amount: string;
}

/** The last millisecond of a key that is given a value: it must be after 1970. @throws Refusal */
export function readDeadline({ unit, amount }: DeadlineWords, nowMs: number, command: string): Int64 {
  const given = readInt64(amount);
  const wrong = (): never => refuse(`invalid expire time in '${command}' command`);
  if (given <= 0) return wrong();
  const ms = unit.startsWith('E') ? inMs(given) : given;
  if (ms === undefined) return wrong();
  return unit.endsWith('AT') ? ms : (addInt64(ms, nowMs) ?? wrong());
}

/** The last millisecond of a key that has a value: one in the past ends it. @throws Refusal */
export function readAnyDeadline({ unit, amount }: DeadlineWords, nowMs: number, command: string): Int64 {
  const given = readInt64(amount);
  const ms = unit.startsWith('E') ? inMs(given) : given;
  const sum = ms === undefined || unit.endsWith('AT') ? ms : addInt64(ms, nowMs);
  return sum ?? refuse(`invalid expire time in '${command}' command`);
}

const inMs = (seconds: Int64): Int64 | undefined => fitted(BigInt(seconds) * 1000n);
