/** What `seedstorm/node` is inside a world: one for every process. node.ts says what each does. */

/** Answers a request of a client, with its reply or a promise of it. */
export type OnRequest = (request: never, from: string) => unknown;

export interface NodeFace {
  readonly name: string;
  readonly incarnation: number;
  readonly nodes: readonly string[];
  onRequest(handler: OnRequest): void;
  effect(input: { readonly f: string; readonly [field: string]: unknown }): void;
  log(text: string, data?: unknown): void;
}
