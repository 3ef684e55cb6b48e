/** The npm package `levee`: it counts failures since the last success, and looks at no time. */
import { CALLS, type Guard } from './breaker.js';

/** What we use of it. */
interface Levee {
  readonly Breaker: new (
    command: { execute(args: unknown, done: (error: unknown, result?: unknown) => void): void },
    options: { readonly maxFailures: number; readonly timeout: number; readonly resetTimeout: number },
  ) => {
    run(args: unknown, done: (error: unknown, result?: unknown) => void): void;
    on(event: 'open' | 'half_open' | 'close' | 'reject', listener: () => void): void;
  };
}

export function levee(loaded: unknown): Guard {
  const { Breaker } = loaded as Levee;
  return (action, { timeoutMs, resetMs, announce }) => {
    const command = {
      execute(args: unknown, done: (error: unknown, result?: unknown) => void): void {
        action(...(args as Parameters<typeof action>)).then((result) => done(null, result), done);
      },
    };
    const breaker = new Breaker(command, { maxFailures: CALLS, timeout: timeoutMs, resetTimeout: resetMs });
    breaker.on('open', () => announce('open'));
    breaker.on('half_open', () => announce('half-open'));
    breaker.on('close', () => announce('closed'));
    const fire = (...args: unknown[]): Promise<never> =>
      new Promise((resolve, reject) => {
        breaker.run(args, (error, result) => (error ? reject(error as Error) : resolve(result as never)));
      });
    return { fire, isRefusal: (error) => (error as Error).message === 'Command not available.' };
  };
}
