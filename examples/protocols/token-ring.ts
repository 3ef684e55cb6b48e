/**
 * Mutual exclusion by a token that goes round a ring (Le Lann, "Distributed systems: towards a formal approach",
 * 1977). The token's number grows with every hop and is on disk before anybody acts on it, so that neither a crash
 * nor a doubled message makes two of one. In both styles.
 */
import {
  asyncProgram,
  CallFailed,
  clients,
  defineScenario,
  nodeNames,
  profileNamed,
  stateMachine,
  z,
  type Incoming,
  type NemesisProfile,
  type ReplyTo,
  type StateMachineNode,
} from 'seedstorm';
import { mutualExclusion } from 'seedstorm/checkers';

interface Place {
  /** The last number the token had here. */
  readonly hop: number;
  readonly phase: 'waiting' | 'holding' | 'passing';
}

interface Ring {
  state: { place: Place; queue: ReplyTo[] };
  request: { f: 'work' };
  reply: 'done';
  /** The token, offered until it is taken. */
  message: { hop: number };
  answer: 'taken';
  timer: 'leave' | 'offer';
  token: 'enter' | number;
  durable: { place: Place };
}

/** What a planted bug replaces. */
interface Rules {
  /** The token is offered once it is on disk that it is not held any more. */
  readonly offerAfterSync: boolean;
  /** An old token is not taken again. */
  readonly refuseOld: boolean;
}

const WORK_MS = 4;
const OFFER_TIMEOUT_MS = 50;
const RETRY_MS = 20;

const tokenRing = (rules: Rules) =>
  stateMachine<Ring>({
    start(node) {
      const place = node.disk.read('place') ?? atFirst(node);
      // A crash ends the work it interrupts.
      node.effect({ f: 'release' });
      if (place.phase === 'holding') hold(place, node);
      if (place.phase === 'passing') offer(place, node, rules);
      return { place, queue: [] };
    },
    onRequest(state, _request, node) {
      state.queue.push(node.defer());
    },
    onMessage(state, { hop }, node) {
      if (hop > state.place.hop || !rules.refuseOld) {
        state.place = { hop, phase: 'holding' };
        hold(state.place, node);
      }
      node.reply('taken', { after: 'sync' });
    },
    onSync(state, _token, node, ok) {
      if (!ok) return node.exit('the token may not be safe');
      node.effect({ f: 'acquire' });
      node.setTimer('leave', WORK_MS);
      for (const client of state.queue.splice(0)) node.replyTo(client, 'done');
    },
    onTimer(state, timer, node) {
      if (timer === 'leave') {
        node.effect({ f: 'release' });
        state.place = { ...state.place, phase: 'passing' };
        node.disk.write('place', state.place);
      }
      if (state.place.phase === 'passing') offer(state.place, node, rules);
    },
    onReply(state, result, node) {
      if (state.place.phase !== 'passing' || result.token !== state.place.hop) return;
      if (result.kind !== 'answer') return node.setTimer('offer', RETRY_MS);
      state.place = { ...state.place, phase: 'waiting' };
      node.disk.write('place', state.place);
    },
  });

/** Makes sure that the token is here; `onSync` then enters. */
function hold(place: Place, node: StateMachineNode<Ring>): void {
  node.disk.write('place', place);
  node.disk.sync('enter');
}

function offer({ hop }: Place, node: StateMachineNode<Ring>, rules: Rules): void {
  const after = rules.offerAfterSync ? ({ after: 'sync' } as const) : {};
  node.call(nextOf(node), { hop: hop + 1 }, { timeoutMs: OFFER_TIMEOUT_MS, token: hop, ...after });
}

const tokenRingAsync = (rules: Rules) =>
  asyncProgram<Ring>(async (node) => {
    let { hop, phase } = (await node.disk.read('place')) ?? atFirst(node);
    let wake = (): void => undefined;
    const queue: Incoming<unknown, 'done'>[] = [];
    node.onMessage(take);
    void gatherRequests();
    node.effect({ f: 'release' });
    for (;;) {
      if (phase === 'holding') await work();
      else if (phase === 'passing') await pass();
      else await new Promise<void>((resolve) => (wake = resolve));
    }

    async function work(): Promise<void> {
      await move('holding');
      node.effect({ f: 'acquire' });
      for (const request of queue.splice(0)) request.reply('done');
      await node.sleep(WORK_MS);
      node.effect({ f: 'release' });
      if (rules.offerAfterSync) await move('passing');
      else phase = 'passing';
    }

    async function pass(): Promise<void> {
      const mine = hop;
      try {
        await node.call(nextOf(node), { hop: mine + 1 }, { timeoutMs: OFFER_TIMEOUT_MS });
        if (hop === mine) await move('waiting');
      } catch (error) {
        if (!(error instanceof CallFailed)) throw error;
        await node.sleep(RETRY_MS);
      }
    }

    async function take(offer: { hop: number }): Promise<'taken'> {
      if (offer.hop > hop || !rules.refuseOld) {
        hop = offer.hop;
        await move('holding');
        wake();
      } else await node.disk.sync();
      return 'taken';
    }

    async function gatherRequests(): Promise<void> {
      for await (const request of node.requests()) queue.push(request);
    }

    async function move(to: Place['phase']): Promise<void> {
      phase = to;
      await node.disk.write('place', { hop, phase });
      await node.disk.sync();
    }
  });

type Neighbours = Pick<StateMachineNode<Ring>, 'id' | 'members'>;

function atFirst({ id, members }: Neighbours): Place {
  return id === members[0] ? { hop: 1, phase: 'holding' } : { hop: 0, phase: 'waiting' };
}

function nextOf({ id, members }: Neighbours): string {
  return members[(members.indexOf(id) + 1) % members.length] as string;
}

const params = z.object({
  nodes: z.int().min(2).default(4),
  style: z.enum(['state-machine', 'async']).default('state-machine'),
});

export const tokenRingScenario = defineScenario<z.infer<typeof params>>({
  name: 'examples/token-ring',
  summary: 'One works at a time: a token goes round, over crashes and doubled messages',
  params,
  nodes: ({ nodes }) => nodeNames(nodes),
  protocol({ style }, { bug }) {
    const rules = { offerAfterSync: bug !== 'offer-before-sync', refuseOld: bug !== 'take-old-tokens' };
    return style === 'async' ? tokenRingAsync(rules) : tokenRing(rules);
  },
  workload: () => clients(3, { work: 1 }, { everyMs: 100, input: () => ({}) }),
  faults: profileNamed('rough') as NemesisProfile,
  budget: ({ nodes }) => ({ intactReplicas: nodes, allow: { join: false } }),
  durationMs: 5000,
  liveWithinMs: 1000,
  check: { 'mutual-exclusion': mutualExclusion() },
  bugs: {
    'offer-before-sync': {
      summary: 'The token is offered before it is on disk that it is gone: a crash makes two of it',
    },
    'take-old-tokens': { summary: 'A message that comes twice brings the token twice' },
  },
});
