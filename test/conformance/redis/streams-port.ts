/** Our streams alone, called directly. Their time is made up: nothing waits. */
import { newStreams, passWaits, streamCommand, type StreamsReply } from '../../../servers/index.js';
import { timed } from './language.js';
import type { Answer, Happened, Port } from './play.js';

export class StreamsPort implements Port {
  readonly #streams = newStreams();
  #nowMs = 1_700_000_000_000;

  nowMs(): number {
    return this.#nowMs;
  }

  async send(client: string, words: readonly string[]): Promise<Happened> {
    return answers(streamCommand(this.#streams, client, timed(words, this.#nowMs), this.#nowMs));
  }

  async wait(ms: number): Promise<Happened> {
    this.#nowMs += ms;
    return answers(passWaits(this.#streams, this.#nowMs));
  }
}

const answers = (said: readonly StreamsReply[]): Happened => ({
  answers: said.map(({ client, reply }): Answer => ({ client: String(client), reply })),
  written: [],
});
