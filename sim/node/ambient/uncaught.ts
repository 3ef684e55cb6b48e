/** What a node does with an error nobody caught, before it counts as the node's failure: it asks whom Node would ask. */
import { isA } from '../../input/thrown.js';
import { NodeExit } from '../exit.js';
import type { AmbientHost } from './host.js';
import { currentHost } from './patch.js';
import { tellNode } from './process-events.js';

/** An error that nobody took care of. */
export interface Uncaught {
  readonly error: unknown;
}

/**
 * Asks the running node's listeners: for a rejected promise those of `unhandledRejection`, then the capture callback
 * or those of `uncaughtException`.
 * @param promise the one that was rejected, if the error came from one
 * @returns undefined if one of them took care of it, else what ends the process: the error, or what a listener threw
 */
export function askListeners(
  host: AmbientHost | undefined,
  error: unknown,
  promise: Promise<unknown> | undefined,
): Uncaught | undefined {
  if (host?.processEvents === undefined || host !== currentHost() || isA(error, NodeExit)) return { error };
  const { capture } = host.processEvents;
  let uncaught = error;
  let origin = 'uncaughtException';
  if (promise !== undefined) {
    try {
      if (tellNode('unhandledRejection', error, promise)) return undefined;
      origin = 'unhandledRejection';
      uncaught = isErrorLike(error) ? error : new UnhandledPromiseRejection(error);
    } catch (thrown) {
      if (isA(thrown, NodeExit)) return { error: thrown };
      uncaught = thrown;
    }
  }
  try {
    tellNode('uncaughtExceptionMonitor', uncaught, origin);
    if (capture !== null) capture(uncaught);
    else if (!tellNode('uncaughtException', uncaught, origin))
      return { error: origin === 'unhandledRejection' ? error : uncaught };
    return undefined;
  } catch (thrown) {
    return { error: thrown };
  }
}

/** What Node makes of a rejection with something that is no error. */
class UnhandledPromiseRejection extends Error {
  override readonly name = 'UnhandledPromiseRejection';
  readonly code = 'ERR_UNHANDLED_REJECTION';

  constructor(reason: unknown) {
    super(
      'This error originated either by throwing inside of an async function without a catch block, or by rejecting ' +
        `a promise which was not handled with .catch(). The promise rejected with the reason "${shortly(reason)}".`,
    );
  }
}

function isErrorLike(error: unknown): boolean {
  return typeof error === 'object' && error !== null && Object.hasOwn(error, 'stack');
}

function shortly(reason: unknown): string {
  if (typeof reason !== 'object' || reason === null) return String(reason);
  const kind = Object.prototype.toString.call(reason);
  const { constructor } = reason;
  const isPlain = kind === '[object Object]' || Symbol.toStringTag in reason;
  if (!isPlain || Object.hasOwn(reason, 'toString') || typeof constructor !== 'function') return kind;
  return `#<${constructor.name}>`;
}
