/** A worker: it takes what is next, gives it to the provider of its channel, and says that it is done. */
import { asyncProgram, type Program } from 'seedstorm';
import { insist, orUndefined, type Delivery } from 'seedstorm/parts';
import type { Channel, Provider, Sent } from './provider.js';
import type { Notification, Service, ServiceRules } from './service.js';

/** What can be wrong with it. */
export interface WorkerRules extends Pick<ServiceRules, 'preferences'> {
  readonly acknowledges: 'after-send' | 'before-send';
  /** The key by which a provider knows a notification again. */
  readonly key: 'of-notification' | 'of-attempt';
  /** When it sends an e-mail instead of a push: once it is told that there is no device, or also when it is told nothing. */
  readonly fallsBack: 'when-refused' | 'when-unanswered' | 'never';
  /** Whether it looks at what became of each item of a batch. */
  readonly results: 'each' | 'as-one';
}

type Work = Delivery<Notification>;

/** The program of a worker. It keeps nothing: what it had in hand when it crashed comes back. */
export const worker = (rule: WorkerRules): Program =>
  asyncProgram<{ calls: Service & Provider }>(async (node) => {
    /** What became of each; undefined where nobody answered. */
    async function give(channel: Channel, work: readonly Work[]): Promise<readonly Sent[] | undefined> {
      const items = work.map(({ body: { id, user }, receipt }) => ({
        ...{ id, user },
        key: rule.key === 'of-notification' ? id : receipt,
      }));
      const ask = () => node.call(channel, { f: 'send', items }, { timeoutMs: 50 });
      return insist(node, ask, { attempts: 3 });
    }

    /** Those that are settled: sent, or not wanted. */
    async function send(channel: Channel, work: readonly Work[]): Promise<readonly Work[]> {
      const wanted = rule.preferences === 'before-send' ? await wantedOf(channel, work) : work;
      const results = await give(channel, wanted);
      if (results === undefined)
        return rule.fallsBack === 'when-unanswered' && channel === 'push' ? send('email', wanted) : [];
      const refused = wanted.filter((_, place) => results[place] === 'unreachable');
      if (refused.length === 0 || rule.fallsBack === 'never') return work;
      if (rule.results === 'as-one' && refused.length < wanted.length) return work;
      const later = await send('email', refused);
      return work.filter((one) => !refused.includes(one) || later.includes(one));
    }

    async function wantedOf(channel: Channel, work: readonly Work[]): Promise<readonly Work[]> {
      const wanted: Work[] = [];
      for (const one of work) {
        const ask = () =>
          node.call('service', { f: 'isWanted', user: one.body.user, channel }, { timeoutMs: 50 });
        if ((await insist(node, ask)) === true) wanted.push(one);
      }
      return wanted;
    }

    const done = (work: readonly Work[]) =>
      insist(
        node,
        () =>
          node.call(
            'service',
            { f: 'done', receipts: work.map(({ receipt }) => receipt) },
            { timeoutMs: 50 },
          ),
        { attempts: 2 },
      );

    for (;;) {
      const got = (await node.call('service', { f: 'receive' }, { timeoutMs: 80 }).catch(orUndefined)) ?? [];
      if (got.length === 0) await node.sleep(8);
      if (rule.acknowledges === 'before-send' && got.length > 0) await done(got);
      for (const channel of new Set(got.map(({ body }) => body.channel))) {
        const settled = await send(
          channel,
          got.filter(({ body }) => body.channel === channel),
        );
        if (settled.length > 0 && rule.acknowledges === 'after-send') await done(settled);
      }
    }
  });
