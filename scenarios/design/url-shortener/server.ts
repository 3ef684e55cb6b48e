/** A server of the shortener: it makes keys, and finds the url of a key in the cache or else in the database. */
import { asyncProgram, Refused, type Program } from 'seedstorm';
import { insist, orUndefined } from 'seedstorm/parts';
import {
  base62,
  fromBlocks,
  fromClock,
  hashKey,
  type KeptByMaker,
  type KeyRules,
  type Numbers,
  type Scheme,
} from './keys.js';
import type { Cached, Urls } from './stores.js';

/** What can be wrong with a server. */
export interface ServerRules extends KeyRules {
  /** What it does about a hash that another url has. */
  readonly taken: 'tries-again' | 'overwrites' | 'looks-first';
  /** Whether the cache hears that there is no such key. */
  readonly absent: 'not-cached' | 'cached';
  /** When the cache must forget a key that is deleted. */
  readonly forgets: 'after-database' | 'before-database' | 'never';
}

/** How keys are made, and how many hashes there are. */
export interface Settings {
  readonly keys: Scheme;
  readonly space: number;
}

interface Shortener {
  requests: {
    shorten: (ask: { readonly url: string }) => string;
    /** The url, or null where there is none. */
    open: (ask: { readonly key: string }) => string | null;
    delete: (ask: { readonly key: string }) => 'deleted';
  };
  calls: Numbers & Urls & Cached;
  durable: KeptByMaker;
}

const BLOCK = 5;
/** So many salts are tried. */
const SALTS = 12;
const TIMEOUT_MS = 60;
const AGAIN = { attempts: 5 };

/** The network may deliver a request twice: this copy was not carried out, and another one may be. */
const unsure = (why: string): Refused => new Refused(why, false);

/** The program of a server. It keeps nothing that others need. */
export const server = ({ keys, space }: Settings, rule: ServerRules): Program =>
  asyncProgram<Shortener>(async (node) => {
    const next =
      keys === 'snowflake'
        ? await fromClock(node, rule)
        : await fromBlocks(node, keys === 'counter' ? 1 : BLOCK, rule);

    /** Asked until answered; who gives up does not know whether it was done. */
    async function sure<T>(ask: () => Promise<T>): Promise<T> {
      const answer = await insist(node, ask, AGAIN);
      if (answer === undefined) throw unsure('no answer');
      return answer;
    }
    const put = (key: string, url: string, how: 'always' | 'if-absent') =>
      sure(() => node.call('urls', { f: 'put', key, url, how }, { timeoutMs: TIMEOUT_MS }));
    const get = (key: string) => sure(() => node.call('urls', { f: 'get', key }, { timeoutMs: TIMEOUT_MS }));
    const forget = (key: string) =>
      sure(() => node.call('cache', { f: 'forget', key }, { timeoutMs: TIMEOUT_MS }));

    async function byNumber(url: string): Promise<string> {
      const number = await next();
      if (number === undefined) throw unsure('no numbers');
      const key = base62(number);
      // Nobody else has the number: there is nothing to look at first.
      await put(key, url, 'always');
      return key;
    }

    async function byHash(url: string): Promise<string> {
      for (let salt = 0; salt < SALTS; salt++) {
        const key = hashKey(url, salt, space);
        if (rule.taken === 'looks-first') {
          const row = await get(key);
          if (row !== null && (row.url !== url || row.isDeleted)) continue;
        }
        const stored = await put(key, url, rule.taken === 'tries-again' ? 'if-absent' : 'always');
        if (stored === 'stored') return key;
        node.count('hash taken');
      }
      throw unsure('no free key');
    }

    node.onRequest({
      shorten: ({ url }) => (keys === 'hash' ? byHash(url) : byNumber(url)),

      async open({ key }) {
        const found = await node.call('cache', { f: 'look', key }, { timeoutMs: 20 }).catch(orUndefined);
        if (found?.kind === 'hit') return found.url;
        const row = await get(key);
        const url = row === null || row.isDeleted ? null : row.url;
        if (found !== undefined && (url !== null || rule.absent === 'cached'))
          void node
            .call('cache', { f: 'fill', key, url, lease: found.lease }, { timeoutMs: TIMEOUT_MS })
            .catch(orUndefined);
        return url;
      },

      async delete({ key }) {
        if (rule.forgets === 'before-database') await forget(key);
        await sure(() => node.call('urls', { f: 'delete', key }, { timeoutMs: TIMEOUT_MS }));
        // Who looked the url up before this moment holds a lease that is worth nothing now.
        if (rule.forgets === 'after-database') await forget(key);
        return 'deleted' as const;
      },
    });
  });
