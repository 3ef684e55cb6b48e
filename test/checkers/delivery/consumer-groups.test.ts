/** Consumer groups: each anomaly planted, beside what a healthy group does. */
import { describe, it } from 'vitest';
import { consumerGroups } from '../../../checkers/delivery/consumer-groups.js';
import { expectInvalid, expectValid } from '../judging.js';
import { written } from '../written-history.js';

const checker = consumerGroups();
const send = (offset: number) => `a send partition=p -> ${offset}`;
const event = (who: string, f: string, offset?: number) =>
  `${who} ${f} partition=p group=g${offset === undefined ? '' : ` offset=${offset}`}`;

describe('accepts', () => {
  const good: [string, ...string[]][] = [
    [
      'process, then commit',
      send(0),
      send(1),
      event('c', 'process', 0),
      event('c', 'process', 1),
      event('c', 'commit', 2),
    ],
    [
      'handing over',
      event('c', 'assigned'),
      event('c', 'revoked'),
      event('d', 'assigned'),
      event('d', 'commit', 0),
    ],
    ['the same consumer again', event('c', 'assigned'), event('c', 'assigned')],
    [
      'redelivery before the commit',
      event('c', 'process', 0),
      event('d', 'process', 0),
      event('d', 'commit', 1),
    ],
    [
      'redelivery of what was not committed',
      event('c', 'process', 0),
      event('c', 'commit', 0),
      event('d', 'process', 0),
    ],
    ['committing the same again', event('c', 'process', 0), event('c', 'commit', 1), event('c', 'commit', 1)],
    [
      'a gap that nobody knows of',
      event('c', 'process', 0),
      event('c', 'process', 5),
      event('c', 'commit', 6),
    ],
    [
      'another group, another pace',
      event('c', 'commit', 0),
      send(0),
      'd process partition=p group=h offset=0',
      'd commit partition=p group=h offset=1',
    ],
    [
      'a member that another process records for',
      'c assigned partition=p member=c1',
      'b commit partition=p member=c1 offset=0',
      'b revoked partition=p member=c1',
      'd assigned partition=p member=d1',
    ],
    ['what came after the commit', event('c', 'commit', 3), send(2)],
  ];
  for (const [title, ...lines] of good) it(title, () => expectValid(checker, written(...lines)));
});

describe('rejects', () => {
  const bad: [string, string, ...string[]][] = [
    ['two-owners', 'given twice', event('c', 'assigned'), event('d', 'assigned')],
    [
      'zombie-commit',
      'after losing it',
      event('c', 'assigned'),
      event('c', 'revoked'),
      event('d', 'assigned'),
      event('c', 'commit', 0),
    ],
    [
      'two-owners',
      'members of one process',
      'c assigned partition=p member=c1',
      'c assigned partition=p member=c2',
    ],
    [
      'zombie-commit',
      'of a member, recorded by another process',
      'c assigned partition=p member=c1',
      'b revoked partition=p member=c1',
      'b commit partition=p member=c1 offset=0',
    ],
    [
      'zombie-commit',
      'owned by nobody',
      event('c', 'assigned'),
      event('c', 'revoked'),
      event('c', 'commit', 0),
    ],
    ['commit-regression', 'back', event('c', 'process', 0), event('c', 'commit', 1), event('c', 'commit', 0)],
    [
      'commit-skip',
      'past a sent message',
      send(0),
      send(1),
      event('c', 'process', 1),
      event('c', 'commit', 2),
    ],
    ['commit-skip', 'before processing', send(0), event('c', 'commit', 1), event('c', 'process', 0)],
    [
      'redelivery-after-commit',
      'again',
      event('c', 'process', 0),
      event('c', 'commit', 1),
      event('c', 'process', 0),
    ],
  ];
  for (const [kind, title, ...lines] of bad) {
    it(`${kind}: ${title}`, () => expectInvalid(checker, written(...lines), kind));
  }
});
