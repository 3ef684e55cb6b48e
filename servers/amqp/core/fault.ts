/** What a client did wrong, with the code that RabbitMQ answers. */

/** The channel or the whole connection ends. */
export class AmqpFault extends Error {
  override readonly name = 'AmqpFault';

  constructor(
    readonly scope: 'channel' | 'connection',
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

/** The names that the specification gives to reply codes. */
const NAMES: Readonly<Record<number, string>> = {
  403: 'ACCESS_REFUSED',
  404: 'NOT_FOUND',
  405: 'RESOURCE_LOCKED',
  406: 'PRECONDITION_FAILED',
  503: 'COMMAND_INVALID',
  504: 'CHANNEL_ERROR',
  505: 'UNEXPECTED_FRAME',
  530: 'NOT_ALLOWED',
  540: 'NOT_IMPLEMENTED',
};

/** Ends the channel. */
export function channelFault(code: 403 | 404 | 405 | 406, sentence: string): AmqpFault {
  return new AmqpFault('channel', code, `${NAMES[code]} - ${sentence}`);
}

/** Ends the connection. */
export function connectionFault(code: 503 | 504 | 505 | 530 | 540, sentence: string): AmqpFault {
  return new AmqpFault('connection', code, `${NAMES[code]} - ${sentence}`);
}
