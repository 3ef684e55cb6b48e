/** Consensus, logs and broadcasts: what is accepted, what is planted. */
import * as agreement from '../../../checkers/agreement/index.js';
import { UNJUDGED } from '../judging.js';
import { table } from './rows.js';

table('consensus', agreement.consensus(), [
  ['nothing', [UNJUDGED]],
  ['all decide a proposal', [], 'a propose 1', 'b propose 2', 'n decide 2', 'm decide 2'],
  ['a proposal of unknown outcome', [], 'a propose 1 ?', 'n decide 1'],
  [
    'several instances',
    [],
    'a propose 1 instance=1',
    'a propose 2 instance=2',
    'n decide 1 instance=1',
    'n decide 2 instance=2',
  ],
  ['the client learns it', [], 'a propose 1', 'b propose 2 -> 1', 'n decide 1'],
  ['two decisions', ['agreement'], 'a propose 1', 'b propose 2', 'n decide 1', 'm decide 2'],
  ['the client learns another', ['agreement'], 'a propose 1', 'b propose 2 -> 2', 'n decide 1'],
  ['nobody proposed it', ['validity'], 'a propose 1', 'n decide 3'],
  ['decided before proposed', ['validity'], 'n decide 1', 'a propose 1'],
  ['the proposal had failed', ['validity'], 'a propose 1 !', 'n decide 1'],
  ['decided twice', ['integrity'], 'a propose 1', 'n decide 1', 'n decide 1'],
  ['changed its mind', ['agreement', 'integrity'], 'a propose 1', 'b propose 2', 'n decide 1', 'n decide 2'],
]);

table('consensus, terminating', agreement.consensus({ nodes: ['n', 'm'] }), [
  ['all decide', [], 'a propose 1', 'n decide 1', 'm decide 1'],
  ['one never does', ['termination'], 'a propose 1', 'n decide 1'],
]);

table('committed prefix', agreement.committedPrefix(), [
  ['the same everywhere', [], 'n commit a index=1', 'n commit b index=2', 'm commit a index=1'],
  ['beginning later', [], 'n commit b index=5', 'n commit c index=6'],
  [
    'after a restart, again',
    [],
    'n commit a index=1',
    'n commit b index=2',
    'n commit a index=1',
    'n commit b index=2',
    'n commit c index=3',
  ],
  ['after a snapshot', [], 'n commit a index=1', 'n snapshot index=7', 'n commit h index=8'],
  [
    'after a restart, from the middle',
    [],
    'n commit a index=1',
    'n commit b index=2',
    'n commit c index=3',
    'n commit b index=2',
    'n commit d index=4',
  ],
  ['two values', ['divergence'], 'n commit a index=1', 'm commit b index=1'],
  ['two terms', ['divergence'], 'n commit a index=1 term=1', 'm commit a index=1 term=2'],
  ['one node, two values', ['rewrite'], 'n commit a index=1', 'n commit b index=1'],
  ['a hole', ['gap'], 'n commit a index=1', 'n commit c index=3'],
]);

const logOf = (who: string, terms: number[], values: string[], from = 1) =>
  `${who} log from=${from} entries=${JSON.stringify(terms.map((term, i) => ({ term, value: values[i] })))}`;

table('log matching', agreement.logMatching(), [
  ['equal logs', [], logOf('n', [1, 1], ['a', 'b']), logOf('m', [1, 1], ['a', 'b'])],
  ['a shorter log', [], logOf('n', [1, 1], ['a', 'b']), logOf('m', [1], ['a'])],
  ['other terms at an index', [], logOf('n', [1, 1], ['a', 'b']), logOf('m', [1, 2], ['a', 'c'])],
  ['a log without its beginning', [], logOf('n', [1, 1], ['a', 'b']), logOf('m', [1, 2], ['b', 'c'], 2)],
  ['one term, two values', ['log-mismatch'], logOf('n', [1], ['a']), logOf('m', [1], ['b'])],
  [
    'same entry, other past',
    ['log-mismatch'],
    logOf('n', [1, 3], ['a', 'c']),
    logOf('m', [2, 3], ['b', 'c']),
  ],
  [
    'same entry, other past, seen after a shortened log',
    ['log-mismatch'],
    logOf('k', [3], ['c'], 2),
    logOf('n', [1, 3], ['a', 'c']),
    logOf('m', [2, 3], ['b', 'c']),
  ],
  ['terms fall', ['term-regression'], logOf('n', [2, 1], ['a', 'b'])],
]);

table('total order broadcast', agreement.totalOrderBroadcast(), [
  [
    'same order',
    [],
    'n broadcast 1',
    'm broadcast 2',
    'n deliver 2',
    'n deliver 1',
    'm deliver 2',
    'm deliver 1',
  ],
  ['one is behind', [], 'n broadcast 1', 'm broadcast 2', 'n deliver 2', 'n deliver 1', 'm deliver 2'],
  ['a failed broadcast of unknown fate', [], 'n broadcast 1 ?', 'm deliver 1'],
  [
    'swapped',
    ['total-order'],
    'n broadcast 1',
    'm broadcast 2',
    'n deliver 1',
    'n deliver 2',
    'm deliver 2',
    'm deliver 1',
  ],
  [
    'a circle of three',
    ['total-order'],
    'n broadcast 1',
    'n broadcast 2',
    'n broadcast 3',
    'a deliver 1',
    'a deliver 2',
    'b deliver 2',
    'b deliver 3',
    'c deliver 3',
    'c deliver 1',
  ],
  ['twice', ['duplicate-delivery'], 'n broadcast 1', 'm deliver 1', 'm deliver 1'],
  ['invented', ['phantom-delivery'], 'm deliver 1'],
  ['delivered before it was sent', ['phantom-delivery'], 'm deliver 1', 'n broadcast 1'],
  ['delivered, though sending failed', ['phantom-delivery'], 'n broadcast 1 !', 'm deliver 1'],
]);

table('total order broadcast to the end', agreement.totalOrderBroadcast({ nodes: ['n', 'm'] }), [
  ['everyone got it', [], 'n broadcast 1', 'n deliver 1', 'm deliver 1'],
  ['one never did', ['agreement'], 'n broadcast 1', 'n deliver 1'],
]);

table('fifo broadcast', agreement.fifoBroadcast(), [
  ['in order', [], 'n broadcast 1', 'n broadcast 2', 'm deliver 1', 'm deliver 2'],
  ['two senders', [], 'n broadcast 1', 'm broadcast 2', 'k deliver 2', 'k deliver 1'],
  ['overtaken', ['fifo-order'], 'n broadcast 1', 'n broadcast 2', 'm deliver 2', 'm deliver 1'],
  ['left out', ['fifo-order'], 'n broadcast 1', 'n broadcast 2', 'm deliver 2'],
  [
    'causality is not its business',
    [],
    'n broadcast 1',
    'm deliver 1',
    'm broadcast 2',
    'k deliver 2',
    'k deliver 1',
  ],
]);

table('reliable broadcast', agreement.reliableBroadcast(), [
  [
    'the same everywhere, in any order',
    [],
    'n broadcast 1',
    'm broadcast 2',
    'n deliver 1',
    'n deliver 2',
    'm deliver 2',
    'm deliver 1',
  ],
  [
    'one node lacks a message',
    ['agreement'],
    'n broadcast 1',
    'n broadcast 2',
    'n deliver 1',
    'n deliver 2',
    'm deliver 1',
  ],
  [
    'a sender lacks its own',
    ['validity', 'agreement'],
    'n broadcast 1',
    'n broadcast 2',
    'n deliver 1',
    'm deliver 1',
    'm deliver 2',
  ],
  ['delivered twice', ['duplicate-delivery'], 'n broadcast 1', 'n deliver 1', 'm deliver 1', 'm deliver 1'],
  [
    'delivered out of nothing',
    ['phantom-delivery'],
    'n broadcast 1',
    'n deliver 1',
    'm deliver 1',
    'n deliver 3',
    'm deliver 3',
  ],
  ['who delivers nothing is not asked for anything', [], 'k broadcast 1', 'n deliver 1', 'm deliver 1'],
]);

table('reliable broadcast among named nodes', agreement.reliableBroadcast({ nodes: ['n', 'm'] }), [
  [
    'one that is not named may lack something',
    [],
    'n broadcast 1',
    'n deliver 1',
    'm deliver 1',
    'k broadcast 2',
  ],
  ['one that is named may not deliver nothing', ['agreement'], 'n broadcast 1', 'n deliver 1'],
]);

table('causal broadcast', agreement.causalBroadcast(), [
  [
    'the answer after the question',
    [],
    'n broadcast q',
    'm deliver q',
    'm broadcast a',
    'k deliver q',
    'k deliver a',
  ],
  [
    'concurrent messages in any order',
    [],
    'n broadcast 1',
    'm broadcast 2',
    'k deliver 2',
    'k deliver 1',
    'l deliver 1',
    'l deliver 2',
  ],
  ['the sender knows its own', [], 'n broadcast q', 'm deliver q', 'm broadcast a', 'n deliver a'],
  [
    'the answer before the question',
    ['causal-order'],
    'n broadcast q',
    'm deliver q',
    'm broadcast a',
    'k deliver a',
    'k deliver q',
  ],
  ['overtaken', ['causal-order'], 'n broadcast 1', 'n broadcast 2', 'm deliver 2', 'm deliver 1'],
  [
    'through a third',
    ['causal-order'],
    'n broadcast 1',
    'm deliver 1',
    'm broadcast 2',
    'k deliver 1',
    'k deliver 2',
    'k broadcast 3',
    'l deliver 3',
  ],
]);
