/**
 * Transcripts of Raft: what nodes say and do, one line each, with the reason on top. A line that begins with `>` lets
 * something happen, the indented lines below are what came of it; all else is prose. `UPDATE_GOLDEN=1` writes them anew.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Effect } from '../../../../scenarios/replication/raft/effects.js';
import type { Message, Request } from '../../../../scenarios/replication/raft/messages.js';
import { Cluster, type Member } from './stepped.js';

const folder = new URL('./transcripts/', import.meta.url);

it.each(readdirSync(folder))('%s', (name) => {
  const file = new URL(name, folder);
  const text = readFileSync(file, 'utf8');
  const played = play(text);
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, played);
  else expect(played).toBe(text);
});

/** The text, with what really happens below each line that lets something happen. */
function play(text: string): string {
  const stage = new Stage();
  const kept = text.split('\n').filter((line) => !line.startsWith('    '));
  return kept
    .flatMap((line) => (line.startsWith('> ') ? [line, ...stage.let(line.slice(2))] : [line]))
    .join('\n');
}

class Stage {
  private cluster = new Cluster([]);
  private said: string[] = [];

  /** What came of it, indented. */
  let(line: string): string[] {
    const [, who = '', act = ''] = /^(\S+) ?(.*)$/.exec(line) ?? [];
    if (who === 'nodes') this.begin(act);
    else if (who === 'settle') this.cluster.settle();
    else if (who === 'show') this.show();
    else this.act(this.cluster.node(who), act);
    return this.said.splice(0).map((said) => `    ${said}`);
  }

  /** `n1 n2 n3, spare n4, plain, one by one`: without PreVote and CheckQuorum, and with one entry a message. */
  private begin(named: string): void {
    const [voters = '', ...more] = named.split(', ');
    const spares = more.flatMap((item) => (item.startsWith('spare ') ? item.split(' ').slice(1) : []));
    this.cluster = new Cluster(voters.split(' '), spares, {
      ...(more.includes('plain') && { preVote: false, checkQuorum: false }),
      ...(more.includes('one by one') && { batch: 1 }),
    });
    for (const node of this.cluster.nodes.values()) this.listen(node);
  }

  private listen(node: Member): void {
    node.watch = (effect) => {
      const words = told(effect);
      if (words !== undefined) this.said.push(`${node.id} ${words}`);
    };
  }

  private act(node: Member, line: string): void {
    const { cluster } = this;
    const [verb = '', ...more] = line.split(' ');
    switch (verb) {
      case 'wins':
        cluster.elect(node.id);
        return void (this.said = this.said.filter((said) => said.includes(' leads ')));
      case 'waits':
        cluster.clock.ms += 1_000;
        return node.timer('election');
      case 'beats':
        cluster.clock.ms += 50;
        return node.timer('heartbeat');
      case 'syncs':
        return node.sync();
      case 'reaches':
      case 'misses':
        return this.deliver(node, more, verb === 'misses');
      case 'asked':
        return node.request(requestOf(more));
      case 'restarts':
        return this.listen(cluster.restart(node.id, (disk) => disk.cut()));
      case 'isolated':
        return void cluster.cutOff.add(node.id);
      case 'back':
        return void cluster.cutOff.delete(node.id);
      default:
        throw new Error(`nobody knows how to: ${line}`);
    }
  }

  /** All that is under way from a node to others, but not what still waits for its disk. */
  private deliver(node: Member, receivers: readonly string[], lost: boolean): void {
    const goes = ({ to, afterSync }: Member['sent'][number]) => receivers.includes(to) && !afterSync;
    const going = node.sent.filter(goes);
    node.sent = node.sent.filter((sent) => !goes(sent));
    if (going.length === 0) this.said.push('nothing is under way');
    if (!lost) for (const { to, message } of going) this.cluster.node(to).receive(node.id, message);
  }

  private show(): void {
    for (const { id, state } of this.cluster.nodes.values()) {
      const terms = state.log.entries.map(({ term }) => term).join(' ');
      const { term, role, commitIndex } = state;
      this.said.push(`${id} ${role.kind}, term ${term}, log [${terms}], committed ${commitIndex}`);
    }
  }
}

function requestOf([f = '', ...given]: readonly string[]): Request {
  const [key = '', value = ''] = given;
  return (f === 'put' ? { f, key, value } : { f, server: key }) as Request;
}

/** What of an effect is worth a line. */
function told(effect: Effect): string | undefined {
  switch (effect.kind) {
    case 'send':
      return `→ ${effect.to}: ${words(effect.message)}${effect.afterSync ? ' (once synced)' : ''}`;
    case 'write':
      return effect.file === 'vote' ? `writes ${JSON.stringify(effect.value)}` : undefined;
    case 'append': {
      const { index, term, kind } = effect.record.entry;
      return `appends ${index}, a ${kind} of term ${term}`;
    }
    case 'reply':
      return `answers ${JSON.stringify(effect.value)}`;
    case 'fact': {
      const { f, term, index } = effect.fact as { f: string; term: number; index: number };
      return f === 'lead' ? `leads term ${term}` : `has committed ${index}, of term ${term}`;
    }
    case 'reached':
      return effect.site;
    default:
      return undefined;
  }
}

function words(message: Message): string {
  switch (message.kind) {
    case 'request-vote': {
      const { term, trial, last } = message;
      return `${trial ? 'would you vote' : 'vote'} for me in term ${term}? my log ends at ${last.index}, term ${last.term}`;
    }
    case 'vote':
      return `${message.granted ? 'yes' : 'no'}${message.trial ? ', I would' : ''}, term ${message.term}`;
    case 'append': {
      const { term, previousIndex, previousTerm, entries, commit } = message;
      const terms = entries.map((entry) => entry.term).join(' ');
      return `term ${term}, after ${previousIndex} of term ${previousTerm}: [${terms}], committed ${commit}`;
    }
    case 'appended':
      return `the same up to ${message.match}, term ${message.term}`;
    case 'refused': {
      const { refused, hint, term } = message;
      const why =
        hint.term === null ? `my log goes to ${hint.index - 1}` : `term ${hint.term} from ${hint.index} on`;
      return refused === 0 ? `no, term ${term}` : `not the same at ${refused}: ${why}`;
    }
    default:
      return message.kind;
  }
}
