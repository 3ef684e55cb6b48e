/** The profiles everybody can name. */
import { disturbances, nemesis } from '../nemesis.js';
import type { Disturbance, NemesisOptions, NemesisProfile } from '../nemesis.js';
import type { Severity } from '../severity.js';

/** What happens to healthy systems in ordinary weeks. */
const ordinary = ['partition', 'loss', 'reordering', 'latency', 'crash', 'kill', 'restart', 'pause'] as const;

/** What a good protocol must survive, as far as its budget says so. Nothing here destroys what was synced. */
const survivable = [
  ...ordinary,
  'oneWayCut',
  'duplication',
  'slowLink',
  'connectionReset',
  'slowNode',
  'upgrade',
  'clockOffset',
  'clockDrift',
  'clockJump',
  'diskSlow',
  'tornWrite',
  'membership',
  'buggify',
] as const;

function all(severity: Severity, names: readonly Disturbance[]): NemesisOptions {
  return Object.fromEntries(names.map((name) => [name, severity]));
}

function some(name: ProfileName, summary: string, ...names: Disturbance[]): NemesisProfile {
  return nemesis(all('rough', names), { name, summary, kindProbability: names.length === 1 ? 1 : 0.8 });
}

/** The names of the profiles everybody can name. */
export type ProfileName =
  | 'none'
  | 'calm'
  | 'rough'
  | 'hell'
  | 'partitions'
  | 'lossy'
  | 'duplicates'
  | 'reordered'
  | 'slow'
  | 'corrupted'
  | 'resets'
  | 'crashes'
  | 'crash-stop'
  | 'crash-recovery'
  | 'pauses'
  | 'points'
  | 'watched'
  | 'wipes'
  | 'upgrades'
  | 'clocks'
  | 'disks'
  | 'rotten-disks'
  | 'membership'
  | 'buggified';

/** Every named profile, the general ones first. */
export const profiles: readonly NemesisProfile[] = [
  nemesis({}, { name: 'none', summary: 'No faults' }),
  nemesis(all('calm', ordinary), {
    name: 'calm',
    summary: 'Rare and mild: a short cut, a lost message, a restart',
    kindProbability: 0.3,
  }),
  nemesis(all('rough', survivable), {
    name: 'rough',
    summary: 'Several kinds at once: what a good protocol survives within its budget',
    kindProbability: 0.5,
  }),
  // Where processes must come back, one that never does is no fault of the protocol.
  nemesis(
    all(
      'hell',
      disturbances.filter((name) => name !== 'crashStop'),
    ),
    {
      name: 'hell',
      summary: 'Everything, often, and what destroys data too',
      kindProbability: 0.8,
    },
  ),
  some('partitions', 'The network splits, in every shape and also one way', 'partition', 'oneWayCut'),
  some('lossy', 'Messages are lost', 'loss'),
  some('duplicates', 'Messages arrive twice', 'duplication'),
  some('reordered', 'Messages overtake each other', 'reordering', 'latency'),
  some('slow', 'Links, nodes and disks are slow', 'latency', 'slowLink', 'slowNode', 'diskSlow'),
  some('corrupted', 'Payloads are damaged', 'corruption'),
  some('resets', 'Connections break', 'connectionReset'),
  some('crashes', 'Power losses, kills and restarts', 'crash', 'kill', 'restart'),
  some('crash-stop', 'Processes stop and never come back: a minority at most', 'crashStop'),
  some(
    'crash-recovery',
    'Power losses, kills and restarts: every process comes back with what it made durable, and no more',
    'crash',
    'kill',
    'restart',
  ),
  some('pauses', 'Processes stand still for a while', 'pause'),
  some(
    'points',
    'Power losses, kills, pauses and failed syncs just before or after a send, a sync, an await',
    'crashAtSite',
    'killAtSite',
    'pauseAtSite',
    'fsyncFailureAtSite',
  ),
  some(
    'watched',
    'Nodes that get into a state that the scenario watches crash, pause or are cut off; messages that it watches are lost, late or doubled',
    'crashAtState',
    'pauseAtState',
    'partitionAtState',
    'watchedMessage',
    'crashAtMessage',
  ),
  some('wipes', 'Nodes lose power and disk', 'wipe'),
  some('upgrades', 'Versions roll over the nodes', 'upgrade'),
  some(
    'clocks',
    'Wall clocks are wrong, drift, jump and freeze',
    'clockOffset',
    'clockDrift',
    'clockJump',
    'clockFreeze',
  ),
  some(
    'disks',
    'Disks are slow, full or fail, and say so',
    'diskSlow',
    'diskFull',
    'diskError',
    'fsyncFailure',
    'tornWrite',
  ),
  some(
    'rotten-disks',
    'Disks lie, forget and decay, amid power losses',
    'lostWrites',
    'bitRot',
    'tornWrite',
    'crash',
  ),
  some('membership', 'Nodes join, leave and are replaced', 'membership'),
  some('buggified', 'The code points of node.buggify misbehave', 'buggify'),
];

/** The profile of that name, if there is one. */
export function profileNamed(name: string): NemesisProfile | undefined {
  return profiles.find((profile) => profile.name === name);
}
