/** Lines that a program prints, as messages: a line is one JSON object with `src`, `dest` and `body`. */

/** What a message carries. */
export type Body = Readonly<Record<string, unknown>>;

export interface PrintedMessage {
  readonly src: string;
  readonly dest: string;
  readonly body: Body;
}

const SHOWN = 80;

/** @throws Error in one sentence that names what stands there instead */
export function readMessage(line: string): PrintedMessage {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new Error(
      `printed ${shortened(line)} to stdout, which is no JSON: stdout is for messages, one a line; what people are to read goes to stderr`,
    );
  }
  const message = (isObject(value) ? value : {}) as Readonly<Record<string, unknown>>;
  for (const name of ['src', 'dest'])
    if (typeof message[name] !== 'string')
      throw new Error(
        `printed ${shortened(line)}: expected the name of a node in "${name}", got ${told(message[name])}`,
      );
  if (!isObject(message['body']))
    throw new Error(`printed ${shortened(line)}: expected an object in "body", got ${told(message['body'])}`);
  return message as unknown as PrintedMessage;
}

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const told = (value: unknown): string => (value === undefined ? 'nothing' : shortened(JSON.stringify(value)));

const shortened = (text: string): string =>
  text === '' ? 'an empty line' : text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;

/** Puts lines together from what comes in pieces. */
export class Lines {
  private rest = '';

  constructor(private readonly line: (line: string) => void) {}

  push(text: string): void {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() as string;
    for (const line of lines) this.line(line.replace(/\r$/, ''));
  }
}
