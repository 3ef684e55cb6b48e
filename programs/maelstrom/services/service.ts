/** A service of Maelstrom: a node of its own that answers what the programs' nodes ask. */
import { stateMachine } from '../../../sim/node/state-machine.js';
import type { Random } from '../../../sim/kernel/random.js';
import type { Program } from '../../../sim/node/program.js';
import type { Body } from '../messages.js';

/** @param handle changes the state in place and gives the answer */
export function service<S>(
  start: () => S,
  handle: (state: S, asked: Body, from: string, random: Random) => Body,
): Program {
  return stateMachine<{ state: S; message: Body; sends: Body }>({
    start,
    onMessage(state, asked, node, from) {
      // What answers something of somebody else is no request.
      if (asked['in_reply_to'] !== undefined) return;
      const answer = handle(state, asked, from, node.random);
      node.send(from, { ...answer, in_reply_to: asked['msg_id'] });
    },
  });
}
