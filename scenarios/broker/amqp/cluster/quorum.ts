/**
 * Quorum queues: every replica carries out the same commands, in the order of a log that a majority has (Raft). Only the
 * leader speaks to clients; what it said is kept until they have it, so that its successor goes on where it stopped.
 */
import {
  appendTo,
  batchAnswered,
  heldBy,
  isAhead,
  logKept,
  logSynced,
  newShipping,
  nextBatches,
  openLog,
  positionOf,
  takeBatch,
} from 'seedstorm/parts';
import { nodeOf, others, tell, type At, type BrokerNode } from './broker-state.js';
import type { Asking, Quorum } from './quorum-state.js';
import type { LogEntry, Logged, QueueCommand, QueueOutput, RaftMessage, ToBroker } from './messages.js';
import { hostQueue, perform } from './queue-host.js';

const ELECTION_MS = [300, 600] as const;
const MOST = 50;
const PATIENCE_TICKS = 4;
/** A broker that the leader has not seen for so long is gone, and so are the clients that it serves. */
const GONE_MS = 300;

export function openQuorum(node: BrokerNode, queue: string): Quorum {
  const { log } = openLog<LogEntry>(node);
  const term = node.disk.read('term');
  return {
    queue,
    epoch: term?.epoch ?? 0,
    votedFor: term?.votedFor,
    leader: undefined,
    log,
    committed: 0,
    applied: 0,
    hosted: hostQueue(queue, 'quorum', [], 0, 0),
    sessions: {},
    published: {},
    role: { kind: 'follower' },
    asking: {},
    stopped: true,
  };
}

export function begin(at: At): void {
  const { quorum } = at.state;
  if (quorum === undefined) return;
  quorum.stopped = false;
  waitForLeader(at);
}

export function end(at: At): void {
  const { quorum } = at.state;
  if (quorum === undefined) return;
  quorum.stopped = true;
  quorum.role = { kind: 'follower' };
  quorum.leader = undefined;
  for (const session of Object.keys(quorum.asking)) delete quorum.asking[session];
  at.node.clearTimer('election');
}

function waitForLeader({ node }: At): void {
  const [least, most] = ELECTION_MS;
  node.setTimer('election', least + node.random.float() * (most - least));
}

/** No leader was heard of: this one asks to be it. */
export function electionTimeout(at: At): void {
  const { quorum } = at.state;
  if (quorum === undefined || quorum.stopped || quorum.role.kind === 'leader') return;
  vote(at, quorum, quorum.epoch + 1, at.node.id);
  quorum.role = { kind: 'candidate', granted: [at.node.id] };
  const last = positionOf(quorum.log.entries);
  for (const name of others(at))
    at.node.send(name, { f: 'vote', epoch: quorum.epoch, last }, { after: 'sync' });
  waitForLeader(at);
}

function vote({ node }: At, quorum: Quorum, epoch: number, votedFor: string | undefined): void {
  quorum.epoch = epoch;
  quorum.votedFor = votedFor;
  node.disk.write('term', { epoch, votedFor });
}

export function onRaft(at: At, message: RaftMessage, from: string): void {
  const { quorum } = at.state;
  if (quorum === undefined || quorum.stopped) return;
  if (message.epoch > quorum.epoch && message.f !== 'voted') {
    vote(at, quorum, message.epoch, undefined);
    quorum.role = { kind: 'follower' };
    quorum.leader = undefined;
  }
  switch (message.f) {
    case 'vote':
      return onVote(at, quorum, message, from);
    case 'voted': {
      const { role } = quorum;
      if (role.kind !== 'candidate' || message.epoch !== quorum.epoch || !message.granted) return;
      if (!role.granted.includes(from)) role.granted.push(from);
      if (role.granted.length * 2 > at.given.brokers.length) lead(at, quorum);
      return;
    }
    case 'append':
      return onAppend(at, quorum, message, from);
    case 'appended': {
      const { role } = quorum;
      if (role.kind !== 'leader' || message.epoch !== quorum.epoch) return;
      const lacks = batchAnswered(role.shipping, from, message.round, message.answer, quorum.log.entries);
      commit(at, quorum);
      if (lacks > 0) ship(at, quorum, false);
    }
  }
}

function onVote(at: At, quorum: Quorum, { epoch, last }: RaftMessage & { f: 'vote' }, from: string): void {
  const isFree = quorum.votedFor === undefined || quorum.votedFor === from;
  const granted =
    epoch === quorum.epoch &&
    isFree &&
    !isAhead(positionOf(quorum.log.entries), last) &&
    quorum.role.kind !== 'leader';
  if (granted) {
    vote(at, quorum, epoch, from);
    waitForLeader(at);
  }
  at.node.send(from, { f: 'voted', epoch, granted }, { after: 'sync' });
}

function lead(at: At, quorum: Quorum): void {
  const { node } = at;
  quorum.role = { kind: 'leader', shipping: newShipping(others(at), quorum.log.entries.length), missing: {} };
  quorum.leader = node.id;
  node.sometimes('a quorum queue has another leader', quorum.epoch > 1);
  // What former leaders left is committed with the first entry of this one.
  append(at, quorum, { number: 0, seen: 0, command: { do: 'begin' } });
  speakAgain(at, quorum);
  askAgain(at, quorum);
}

function append(at: At, quorum: Quorum, asked: Omit<Logged, 'atMs'>): void {
  const { node } = at;
  const logged: Logged = { atMs: node.monotonicMs(), ...asked };
  appendTo(quorum.log, { epoch: quorum.epoch, logged: JSON.stringify(logged) }, node);
  sync(at, quorum);
  ship(at, quorum, false);
}

function sync({ node }: At, { log }: Quorum): void {
  node.disk.sync({ kind: 'logged', next: log.next });
}

/** Sends the log to the followers; `again` what they have not said that they have. */
function ship(at: At, quorum: Quorum, again: boolean): void {
  const { role, epoch, committed, log } = quorum;
  if (role.kind !== 'leader') return;
  for (const [to, batch] of nextBatches(role.shipping, log.entries, { again, most: MOST })) {
    if (at.state.cluster.mesh.links[to] !== undefined)
      at.state.sentBodies += batch.entries.filter((entry) => loggedIn(entry).command.do === 'publish').length;
    at.node.send(to, { f: 'append', epoch, round: role.shipping.round, committed, batch });
  }
}

function onAppend(
  at: At,
  quorum: Quorum,
  { epoch, round, committed, batch }: RaftMessage & { f: 'append' },
  from: string,
): void {
  const { node } = at;
  if (epoch < quorum.epoch) return;
  const isNew = quorum.leader !== from;
  quorum.role = { kind: 'follower' };
  quorum.leader = from;
  waitForLeader(at);
  const { answer } = takeBatch(quorum.log, batch, node);
  sync(at, quorum);
  node.send(from, { f: 'appended', epoch, round, answer }, { after: 'sync' });
  if (answer.kind === 'have') {
    quorum.committed = Math.max(quorum.committed, Math.min(committed, answer.length));
    carryOut(at, quorum);
  }
  if (isNew) askAgain(at, quorum);
}

export function onLogged(at: At, next: number): void {
  const { quorum } = at.state;
  if (quorum === undefined) return;
  logSynced(quorum.log, next, at.node);
  commit(at, quorum);
}

/** What a majority has on its disks, and is of this leader's time, is decided (Raft, §5.4.2). */
function commit(at: At, quorum: Quorum): void {
  const { role, log } = quorum;
  if (role.kind !== 'leader') return;
  const majority = Math.floor(at.given.brokers.length / 2);
  const reached = Math.min(
    logKept(log),
    at.given.rules.quorum === 'majority' ? heldBy(majority, role.shipping) : Infinity,
  );
  if (reached <= quorum.committed || log.entries[reached - 1]?.epoch !== quorum.epoch) return;
  quorum.committed = reached;
  carryOut(at, quorum);
  // Followers hear of it with the next that is sent.
}

function loggedIn({ logged }: LogEntry): Logged {
  return JSON.parse(logged) as Logged;
}

function carryOut(at: At, quorum: Quorum): void {
  while (quorum.applied < quorum.committed) {
    const logged = loggedIn(quorum.log.entries[quorum.applied++] as LogEntry);
    if (logged.command.do !== 'begin') carryOutOne(at, quorum, logged, logged.command);
  }
}

function carryOutOne(at: At, quorum: Quorum, { number, seen, atMs }: Logged, command: QueueCommand): void {
  const { session } = command;
  const dialogue = (quorum.sessions[session] ??= { asked: 0, told: 0, unseen: [] });
  dialogue.unseen = dialogue.unseen.filter((told) => told.number > seen);
  // Number 0: the leader itself asks.
  if (number > 0) {
    if (number !== dialogue.asked + 1) return;
    dialogue.asked = number;
  }
  const channel = session.split('~').slice(0, 3).join('~');
  let outputs: readonly QueueOutput[];
  if (command.do === 'publish' && command.tag <= (quorum.published[channel] ?? 0)) {
    outputs = [{ session, says: 'confirm', tag: command.tag, ok: true }];
  } else {
    if (command.do === 'publish' && quorum.hosted.sessions[session] !== undefined)
      quorum.published[channel] = command.tag;
    outputs = perform(quorum.hosted, command, atMs, false).outputs;
    if (command.do === 'detach' && number === 0) outputs = [...outputs, { session, says: 'detached' }];
  }
  for (const output of outputs) {
    const to = (quorum.sessions[output.session] ??= { asked: 0, told: 0, unseen: [] });
    const told = { number: ++to.told, output };
    to.unseen.push(told);
    if (quorum.role.kind === 'leader') speak(at, quorum, told.number, output);
  }
}

/** The leader tells a session something. */
function speak(at: At, quorum: Quorum, number: number, output: QueueOutput): void {
  const { session } = output;
  const name = nodeOf(session);
  if (name !== at.node.id) return void tell(at, name, { f: 'tell', session, number, output });
  hear(at, quorum, session, number, output);
}

/** A new leader says again what nobody has said that they have. */
function speakAgain(at: At, quorum: Quorum, peer?: string): void {
  for (const [session, { unseen }] of Object.entries(quorum.sessions))
    if (peer === undefined || nodeOf(session) === peer)
      for (const { number, output } of [...unseen]) speak(at, quorum, number, output);
}

export function onTell(at: At, { session, number, output }: ToBroker & { f: 'tell' }): void {
  const { quorum } = at.state;
  if (quorum !== undefined && !quorum.stopped) hear(at, quorum, session, number, output);
}

function hear(at: At, quorum: Quorum, session: string, number: number, output: QueueOutput): void {
  const asking = quorum.asking[session];
  if (asking === undefined || number !== asking.seen + 1) return;
  asking.seen = number;
  if (output.says === 'detached') delete quorum.asking[session];
  at.notices.push({ queue: quorum.queue, outputs: [output] });
}

/** A channel of this broker asks: kept until it is carried out. */
export function ask(at: At, command: QueueCommand): void {
  const { quorum } = at.state;
  if (quorum === undefined || quorum.stopped) return;
  const asking = (quorum.asking[command.session] ??= { asked: 0, seen: 0, waited: 0, ends: false, open: [] });
  const one = { number: ++asking.asked, command };
  asking.ends = command.do === 'detach';
  asking.open.push(one);
  pass(at, quorum, asking, one);
}

function pass(at: At, quorum: Quorum, { seen }: Asking, { number, command }: Asking['open'][number]): void {
  const { leader } = quorum;
  if (leader === undefined) return;
  if (leader === at.node.id) return take(at, quorum, number, seen, command);
  if (command.do === 'publish') at.state.sentBodies++;
  tell(at, leader, { f: 'ask', number, seen, command });
}

/** There is another leader, or the old one is within reach again. */
function askAgain(at: At, quorum: Quorum): void {
  trim(quorum);
  for (const asking of Object.values(quorum.asking))
    for (const one of asking.open) pass(at, quorum, asking, one);
}

/** What was carried out need not be asked again. */
function trim(quorum: Quorum): void {
  for (const [session, asking] of Object.entries(quorum.asking)) {
    const asked = quorum.sessions[session]?.asked ?? 0;
    const open = asking.open.filter(({ number }) => number > asked);
    if (open.length < asking.open.length) asking.waited = 0;
    asking.open = open;
    if (asking.ends && open.length === 0) delete quorum.asking[session];
  }
}

/** Whoever was asked may not have led at that moment: what waits for long is asked again, from the first on. */
function insist(at: At, quorum: Quorum): void {
  trim(quorum);
  for (const asking of Object.values(quorum.asking)) {
    if (asking.open.length === 0 || ++asking.waited < PATIENCE_TICKS) continue;
    asking.waited = 0;
    for (const one of asking.open) pass(at, quorum, asking, one);
  }
}

export function onAsk(at: At, _peer: string, { number, seen, command }: ToBroker & { f: 'ask' }): void {
  const { quorum } = at.state;
  if (quorum !== undefined && quorum.role.kind === 'leader') take(at, quorum, number, seen, command);
}

function take(at: At, quorum: Quorum, number: number, seen: number, command: QueueCommand): void {
  const asked = quorum.sessions[command.session]?.asked ?? 0;
  if (quorum.role.kind === 'leader' && number > asked) append(at, quorum, { number, seen, command });
}

/** A broker is connected again: what was meant for it is said again. */
export function linked(at: At, peer: string): void {
  const { quorum } = at.state;
  if (quorum === undefined || quorum.stopped) return;
  if (quorum.role.kind === 'leader') speakAgain(at, quorum, peer);
  if (quorum.leader === peer) askAgain(at, quorum);
}

/** Time passes: a leader gives signs of life, and gives up the clients of brokers that are gone. */
export function quorumTick(at: At): void {
  const { quorum } = at.state;
  if (quorum === undefined || quorum.stopped) return;
  insist(at, quorum);
  if (quorum.role.kind !== 'leader') return;
  ship(at, quorum, true);
  const { missing } = quorum.role;
  const nowMs = at.node.monotonicMs();
  for (const session of Object.keys(quorum.hosted.sessions)) {
    const name = nodeOf(session);
    const life = Number(session.split('~')[1]);
    const link = at.state.cluster.mesh.links[name];
    const isThere = (name === at.node.id ? at.state.cluster.life : link?.status.life) === life;
    if (isThere) delete missing[session];
    else if ((missing[session] ??= nowMs) + GONE_MS < nowMs) {
      missing[session] = Infinity;
      append(at, quorum, { number: 0, seen: 0, command: { do: 'detach', session } });
    }
  }
}
