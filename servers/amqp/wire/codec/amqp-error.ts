/** What is wrong with what a client sent, with the code that RabbitMQ answers it with. */

/** Codes of errors that end a connection. */
export const ReplyCode = {
  connectionForced: 320,
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

/** What explanations begin with. */
const NAMES: Readonly<Record<number, string>> = {
  320: 'CONNECTION_FORCED',
  403: 'ACCESS_REFUSED',
  501: 'FRAME_ERROR',
  502: 'SYNTAX_ERROR',
  503: 'COMMAND_INVALID',
  504: 'CHANNEL_ERROR',
  505: 'UNEXPECTED_FRAME',
  530: 'NOT_ALLOWED',
  540: 'NOT_IMPLEMENTED',
  541: 'INTERNAL_ERROR',
};

export class AmqpError extends Error {
  override readonly name = 'AmqpError';

  /** @param method the name of the method that failed, where one did */
  constructor(
    readonly code: (typeof ReplyCode)[keyof typeof ReplyCode],
    text: string,
    readonly method?: string,
  ) {
    super(`${NAMES[code]} - ${text}`);
  }
}

/** What RabbitMQ has no answer for: it drops the connection, and so do we. */
export class Unanswerable extends Error {
  override readonly name = 'Unanswerable';
}
