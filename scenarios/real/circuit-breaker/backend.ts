/** The flaky service behind the breaker: it takes its time, and some of its calls fail where `buggify` says so. */
import { asyncProgram, type Incoming } from 'seedstorm';
import { answerTo, type Call, type Shop } from './messages.js';

/** The code point at which the backend fails. */
export const OVERLOADED = 'backend/overloaded';

export const backend = asyncProgram<Shop>(async (node) => {
  for await (const message of node.messages()) void serve(message);

  async function serve({ body, reply, reject }: Incoming<Call, number>): Promise<void> {
    node.effect({ f: 'served', call: body.call });
    await node.sleep(1 + node.random.float() * 8);
    if (node.buggify(OVERLOADED)) reject('overloaded');
    else reply(answerTo(body.question));
  }
});
