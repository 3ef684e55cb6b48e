/** The two ways a command can fail to give a verdict, and how each is told: one sentence, never a stack trace. */
import { HistoryError } from '../checkers/formats/events.js';
import { InputError } from '../sim/input/error.js';
import { isA, isError, thrownText } from '../sim/input/thrown.js';
import { STANDARD_INPUT } from './standard-input.js';
import { clip } from './render/text.js';
import { EXIT } from './exit-codes.js';
import type { ExitCode } from './exit-codes.js';

/** The person, or the file they gave, is at fault: exit code 64. The message is one helpful sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export interface Failure {
  readonly exitCode: ExitCode;
  readonly message: string;
}

/** Longer sentences are not read: their middle is left out, as a guess at what was meant stands at the end. */
const MAX_LENGTH = 1000;

/** What to tell of an error, whoever threw it. */
export function failureOf(error: unknown): Failure {
  if (isA(error, UsageError) || isA(error, HistoryError) || isA(error, InputError))
    return { exitCode: EXIT.usage, message: sentence(error.message) };
  const first = thrownText(error);
  const place = /\(?([^()\s]+:\d+:\d+)\)?$/m.exec(stackOf(error))?.[1];
  const where =
    place === undefined ? '' : ` at ${place.replace(/^.*\/(?=(?:dist|cli|checkers|sim|scenarios)\/)/, '')}`;
  return {
    exitCode: EXIT.bug,
    message: `this is a bug in Seedstorm, not in your input: ${first}${where}; please report it with the command you ran`,
  };
}

/** On one line, and not much more than one. */
function sentence(message: string): string {
  return clip(message.replaceAll(STANDARD_INPUT, '-').replace(/\s*[\r\n]+\s*/g, ' '), MAX_LENGTH, true);
}

/** Without its first line, which is the message. */
function stackOf(error: unknown): string {
  try {
    return isError(error) ? String(error.stack).split('\n').slice(1).join('\n') : '';
  } catch {
    return '';
  }
}
