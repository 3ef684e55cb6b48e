/** What is wrong with what a client sent, with the code that RabbitMQ answers it with. */

/** Codes of errors that end a connection. */
export const ReplyCode = {
  accessRefused: 403,
  frameError: 501,
  syntaxError: 502,
  commandInvalid: 503,
  channelError: 504,
  unexpectedFrame: 505,
  notAllowed: 530,
  notImplemented: 540,
  internalError: 541,
} as const;

export class AmqpError extends Error {
  override readonly name = 'AmqpError';

  /** @param method the name of the method that failed, where one did */
  constructor(
    readonly code: (typeof ReplyCode)[keyof typeof ReplyCode],
    text: string,
    readonly method?: string,
  ) {
    super(text);
  }
}

/** Bytes that end too soon, or are none of the kind that is expected here. */
export class Undecodable extends Error {
  override readonly name = 'Undecodable';
}

/** What RabbitMQ has no answer for: it drops the connection, and so do we. */
export class Unanswerable extends Error {
  override readonly name = 'Unanswerable';
}
