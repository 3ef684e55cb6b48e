/** Our streams, called directly. Their time is made up: nothing waits. */
import { newStreams, passWaits, streamCommand, type StreamsReply } from '../../../servers/index.js';
import { timed } from './language.js';
import type { Port } from './play.js';

export class CorePort implements Port {
  readonly #streams = newStreams();
  #nowMs = 1_700_000_000_000;

  async send(client: string, words: readonly string[]): Promise<Answers> {
    return answers(streamCommand(this.#streams, client, timed(words, this.#nowMs), this.#nowMs));
  }

  async wait(ms: number): Promise<Answers> {
    this.#nowMs += ms;
    return answers(passWaits(this.#streams, this.#nowMs));
  }
}

type Answers = { readonly client: string; readonly reply: StreamsReply['reply'] }[];

const answers = (said: readonly StreamsReply[]): Answers =>
  said.map(({ client, reply }) => ({ client: String(client), reply }));
