/** The two ways a command can fail to give a verdict, and how each is told: one sentence, never a stack trace. */
import { HistoryError } from '../checkers/formats/events.js';
import { InputError } from '../sim/input/error.js';
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

/** What to tell of an error, whoever threw it. */
export function failureOf(error: unknown): Failure {
  if (error instanceof UsageError || error instanceof HistoryError || error instanceof InputError)
    return { exitCode: EXIT.usage, message: error.message };
  const first = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const place =
    error instanceof Error
      ? /\(?([^()\s]+:\d+:\d+)\)?$/m.exec(error.stack?.split('\n').slice(1).join('\n') ?? '')?.[1]
      : undefined;
  const where =
    place === undefined ? '' : ` at ${place.replace(/^.*\/(?=(?:dist|cli|checkers|sim|scenarios)\/)/, '')}`;
  return {
    exitCode: EXIT.bug,
    message: `this is a bug in Seedstorm, not in your input: ${first.replace(/\s+/g, ' ')}${where}; please report it with the command you ran`,
  };
}
