/** Who is there and what they say to one another. */

export const GATEWAY = 'gateway';
export const BACKEND = 'backend';

/** One call of the backend, known by an id so that the history can tell what became of it. */
export interface Call {
  readonly call: string;
  readonly question: number;
}

export interface Shop {
  request: { readonly f: 'ask'; readonly question: number };
  reply: number;
  message: Call;
  answer: number;
}

/** What the backend answers. */
export function answerTo(question: number): number {
  return question * 2 + 1;
}
