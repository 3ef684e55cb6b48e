/** The package's own types are not found under its `exports`; this is what the worker uses of it. */
declare module 'redlock' {
  export interface Lock {
    /** Until when it is held, by the wall clock in ms. */
    readonly expiration: number;
    release(): Promise<unknown>;
  }
  interface Settings {
    readonly retryCount: number;
    readonly retryDelay: number;
    readonly retryJitter: number;
  }
  export default class Redlock {
    constructor(clients: readonly unknown[], settings: Settings);
    acquire(resources: readonly string[], durationMs: number): Promise<Lock>;
  }
}
