/** What clearing leaves of a timer in the Node that runs: versions differ, and packages look. */
/* eslint-disable no-restricted-globals -- asks the real timers, once, while no world runs */

const timeout = setTimeout((_: string) => undefined, 1, 'argument') as unknown as {
  _onTimeout?: null;
  _timerArgs?: unknown;
};
clearTimeout(timeout as unknown as number);

/** What stands in the place of the callback: null, and undefined since Node 24. */
export const noCallback: null | undefined = timeout._onTimeout;

/** Whether the arguments of the callback are still there: no more since Node 24. */
export const keepsArguments = timeout._timerArgs !== undefined;
