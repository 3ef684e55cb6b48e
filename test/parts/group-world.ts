/** A group whose first member counts for all, at the coordinator: in either style, with members that stand still and die. */
import {
  asyncProgram,
  clients,
  defineScenario,
  nemesis,
  nodeNames,
  Refused,
  stateMachine,
  z,
} from 'seedstorm';
import {
  admits,
  askGroup,
  cast,
  groupAnswer,
  groupCoordinator,
  groupReply,
  groupRules,
  joinGroup,
  noMembership,
  openGroup,
  ruled,
  type Group,
  type GroupAnswer,
  type GroupQuestion,
  type GroupRules,
  type GroupToken,
  type Membership,
} from 'seedstorm/parts';
import { noLostUpdate } from './no-lost-update.js';

type Deed = { readonly generation: number } & (
  { readonly f: 'read' } | { readonly f: 'write'; readonly value: number }
);
interface Coordinator {
  state: { group: Group; value: number };
  message: GroupQuestion | Deed;
  answer: GroupAnswer | number;
  request: { readonly f: 'count' };
  reply: number;
}
interface Member {
  state: Membership;
  message: never;
  sends: GroupQuestion | Deed;
  hears: GroupAnswer | number;
  token: GroupToken | Deed;
  timer: 'group' | 'work';
}

const rules = ruled(groupRules, {
  'old-generation-taken': {
    summary: 'A member that stood still until its session was over still works for the group',
    rules: { generation: 'ignored' },
    shows: { check: 'no-lost-update', anomaly: 'lost-update', within: 10 },
  },
});

const settings = (own: GroupRules) => ({ sessionMs: 50, everyMs: 15, rules: own });

const machineCoordinator = (own: GroupRules) =>
  stateMachine<Coordinator>({
    start(node) {
      const value = node.disk.read('value') as number | undefined;
      return { group: openGroup(node, settings(own)), value: value ?? 0 };
    },
    onRequest: (state, _count, node) => node.reply(state.value, { after: 'sync' }),
    onMessage(state, message, node, from) {
      if ('group' in message)
        return node.reply(groupAnswer(state.group, message, from, settings(own), node), { after: 'sync' });
      if (!admits(state.group, from, message.generation, settings(own), node)) return node.reject('too old');
      if (message.f === 'write') node.disk.write('value', (state.value = message.value));
      node.reply(state.value, { after: 'sync' });
    },
  });

const asyncCoordinator = (own: GroupRules) =>
  asyncProgram<Coordinator>(async (node) => {
    const group = await groupCoordinator(node, settings(own));
    let value = ((await node.disk.read('value')) as number | undefined) ?? 0;
    node.onRequest(() => value);
    node.onMessage(async (message, from) => {
      if ('group' in message) return group.answer(message, from);
      if (!group.admits(from, message.generation)) throw new Refused('too old');
      if (message.f === 'write') value = message.value;
      const mine = value;
      await Promise.all([node.disk.write('value', value), node.disk.sync()]);
      return mine;
    });
  });

const isFirst = ({ current }: Readonly<Membership>, name: string) => current?.members[0] === name;

const machineMember = () =>
  stateMachine<Member>({
    start(node) {
      const mine = noMembership(node.incarnation);
      askGroup(mine, 'c', node, 40);
      node.setTimer('work', 4);
      return mine;
    },
    onTimer(mine, timer, node) {
      if (timer === 'group') return askGroup(mine, 'c', node, 40);
      if (mine.current === undefined || !isFirst(mine, node.id)) return node.setTimer('work', 4);
      const read: Deed = { f: 'read', generation: mine.current.generation };
      node.call('c', read, { timeoutMs: 60, token: read });
    },
    onReply(mine, result, node) {
      if (groupReply(mine, result, settings(groupRules), node)) return;
      // What was not answered may yet arrive: only another session keeps it out.
      if (result.kind !== 'answer') return node.exit('the coordinator did not answer');
      const deed = result.token as Deed;
      if (deed.f === 'write') {
        node.effect({ f: 'added', value: deed.value });
        return node.setTimer('work', 4);
      }
      const write: Deed = { ...deed, f: 'write', value: (result.value as number) + 1 };
      node.call('c', write, { timeoutMs: 60, token: write });
    },
  });

const asyncMember = () =>
  asyncProgram<Member>(async (node) => {
    const mine = joinGroup(node, settings(groupRules), async (question) => {
      return (await node.call('c', question, { timeoutMs: 40 })) as GroupAnswer;
    });
    for (;;) {
      await node.sleep(4);
      if (mine.current === undefined || !isFirst(mine, node.id)) continue;
      const { generation } = mine.current;
      try {
        const value = (await node.call('c', { f: 'read', generation }, { timeoutMs: 60 })) as number;
        await node.call('c', { f: 'write', generation, value: value + 1 }, { timeoutMs: 60 });
        node.effect({ f: 'added', value: value + 1 });
      } catch {
        node.exit('the coordinator did not answer');
      }
    }
  });

export const groupWorld = defineScenario({
  name: 'test/group',
  summary: 'The first member of a group counts for all, and no addition is lost',
  params: z.object({ style: z.enum(['machine', 'async']).default('machine') }),
  nodes: () => ['c', ...nodeNames(3, 'm')],
  protocol: ({ style }, { bug }) =>
    cast({
      coordinator: [['c'], (style === 'machine' ? machineCoordinator : asyncCoordinator)(rules.with(bug))],
      member: [nodeNames(3, 'm'), (style === 'machine' ? machineMember : asyncMember)()],
    }),
  workload: () => clients(1, { count: 1 }, { everyMs: 100, to: () => 'c' }),
  network: { latency: { kind: 'heavy-tailed', minMs: 0.5, alpha: 0.8, maxMs: 40 } },
  faults: nemesis({ pause: 'hell', crash: 'rough' }, { kindProbability: 1 }),
  budget: { intactReplicas: 9 },
  durationMs: 800,
  restartAfterMs: 10,
  check: { 'no-lost-update': noLostUpdate },
  bugs: rules.bugs,
});
