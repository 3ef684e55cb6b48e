/** What a shortener owes: a key is of one url, and leads to it from its answer on until it is deleted. */
import { defineChecker, type History, type Operation } from 'seedstorm/checkers';
import type { Row } from './stores.js';

interface Asked {
  readonly f: string;
  readonly url?: string;
  readonly key?: string;
}

const asked = ({ input }: Operation): Asked => input as Asked;

/** What happened to each key: who was given it, who opened it, who deleted it. */
interface Life {
  readonly given: Operation[];
  readonly opened: Operation[];
  readonly deleted: Operation[];
}

function livesIn(history: History): Map<string, Life> {
  const lives = new Map<string, Life>();
  const lifeOf = (key: string): Life => {
    const life = lives.get(key) ?? { given: [], opened: [], deleted: [] };
    lives.set(key, life);
    return life;
  };
  for (const operation of history) {
    const { f, key } = asked(operation);
    if (f === 'shorten' && operation.type === 'ok') lifeOf(operation.output as string).given.push(operation);
    if (f === 'open' && operation.type === 'ok') lifeOf(key as string).opened.push(operation);
    if (f === 'delete' && operation.type !== 'fail') lifeOf(key as string).deleted.push(operation);
  }
  return lives;
}

/**
 * A key is answered for one url. The same url may have one key each time, or several. It reads `{f: 'shorten', url}`, which
 * answers a key. Anomaly: `two-urls`.
 */
export const oneUrl = defineChecker({
  name: 'one-url',
  looksFor: 'keys that were given (function shorten)',
  scan(history, found) {
    let judged = 0;
    for (const [key, { given }] of livesIn(history)) {
      judged += given.length;
      const [first] = given;
      const other = given.find((operation) => asked(operation).url !== (first && asked(first).url));
      if (first !== undefined && other !== undefined)
        found.anomaly(
          'two-urls',
          `${key} was given for ${asked(first).url} and for ${asked(other).url}`,
          first,
          other,
        );
    }
    return { judged, reason: `${judged} keys given, each for one url` };
  },
});

/**
 * A key leads to its url. It reads `{f: 'shorten', url}`, `{f: 'open', key}`, which answers a url or null, `{f: 'delete', key}`
 * and the rows of the final `{f: 'rows'}`. Anomalies: `lost` (given or seen before, not deleted, and not there any more),
 * `wrong-url`, `deleted-url` (opened after it was deleted), `phantom` (nobody asked for this url).
 */
export const resolves = defineChecker({
  name: 'resolves',
  looksFor: 'keys that were opened (function open)',
  scan(history, found) {
    let judged = 0;
    const urls = new Map<unknown, Operation>();
    for (const operation of history)
      if (asked(operation).f === 'shorten' && operation.type !== 'fail' && !urls.has(asked(operation).url))
        urls.set(asked(operation).url, operation);
    for (const [key, { given, opened, deleted }] of livesIn(history)) {
      judged += opened.length;
      // What is known of its url, and since when.
      let known: { readonly url: unknown; readonly by: Operation } | undefined;
      for (const by of given) known ??= { url: asked(by).url, by };
      // Whoever deletes a key before it is made has deleted nothing.
      const gone = deleted.find(
        ({ type, invoke }) => type === 'ok' && given.some(({ complete }) => complete < invoke),
      );
      for (const open of opened) {
        if (open.output === null) {
          const wasThere = [...given, ...opened.filter(({ output }) => output !== null)].find(
            (before) => before.complete < open.invoke,
          );
          const mayBeGone = deleted.some((operation) => operation.invoke < open.complete);
          if (wasThere !== undefined && !mayBeGone)
            found.anomaly('lost', `${key} leads nowhere, and led to a url before`, wasThere, open);
          continue;
        }
        known ??= { url: open.output, by: open };
        if (open.output !== known.url)
          found.anomaly(
            'wrong-url',
            `${key} leads to ${String(open.output)}, and is the key of ${String(known.url)}`,
            known.by,
            open,
          );
        const source = urls.get(open.output);
        if (source === undefined || source.invoke > open.complete)
          found.anomaly('phantom', `${key} leads to ${String(open.output)}, which nobody asked for`, open);
        if (gone !== undefined && gone.complete < open.invoke)
          found.anomaly(
            'deleted-url',
            `${key} still leads to ${String(open.output)}, and was deleted`,
            gone,
            open,
          );
      }
    }
    return { judged, reason: `${judged} keys opened, each with its url` };
  },
});

/**
 * What was acknowledged is in the database in the end. It reads the final `{f: 'rows'}`, and `{f: 'shorten', url}`.
 * Anomaly: `lost`.
 */
export const kept = defineChecker({
  name: 'kept',
  looksFor: 'what the database holds in the end (function rows), and keys that were given (function shorten)',
  scan(history, found) {
    const rows = history.findLast((operation) => asked(operation).f === 'rows' && operation.type === 'ok');
    if (rows === undefined) {
      found.undecided('nobody saw the database in the end');
      return { judged: 0, reason: '' };
    }
    const held = new Map(rows.output as [string, Row][]);
    let judged = 0;
    for (const [key, { given }] of livesIn(history))
      for (const operation of given) {
        judged++;
        if (held.get(key)?.url !== asked(operation).url)
          found.anomaly('lost', `${key} of ${asked(operation).url} is not in the database`, operation, rows);
      }
    return { judged, reason: `${judged} keys given, all in the database` };
  },
});
