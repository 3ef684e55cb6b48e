/**
 * Bad input is refused: one sentence says where, what was expected and what came. No stack trace is needed.
 */
export class InputError extends Error {
  override readonly name: string = 'InputError';

  /** @param path where in the input, such as `faults[3].durationMs`; empty for the whole. */
  constructor(
    readonly path: string,
    sentence: string,
  ) {
    super(path === '' ? sentence : `${path}: ${sentence}`);
  }
}

/** A file that a scenario names is not there, or is no program: no other seed mends that. */
export class FileError extends InputError {
  override readonly name: string = 'FileError';
}
