/** The nemesis: draws from a seed what will go wrong in a run. */
import { draw, hashString } from '../kernel/hash.js';
import type { Random } from '../kernel/random.js';
import { word } from '../input/readers.js';
import type { Fault } from './fault.js';
import type { FaultPlan } from './plan.js';
import { crashesAtSites, failedSyncsAtSites, killsAtSites, pausesAtSites } from './profiles/at-sites.js';
import {
  crashesAtMessages,
  crashesAtStates,
  messagesWatched,
  partitionsAtStates,
  pausesAtStates,
} from './profiles/at-watched.js';
import { clockDrifts, clockFreezes, clockJumps, clockOffsets } from './profiles/clocks.js';
import { buggifies } from './profiles/code.js';
import {
  bitRots,
  diskErrors,
  failedSyncs,
  fullDisks,
  lostWrites,
  slowDisks,
  tornWrites,
} from './profiles/disks.js';
import {
  connectionResets,
  corruptions,
  duplications,
  latencies,
  losses,
  reorderings,
  slowLinks,
} from './profiles/links.js';
import { membershipChanges } from './profiles/membership.js';
import { oneWayCuts, partitions } from './profiles/partitions.js';
import {
  crashes,
  crashStops,
  kills,
  pauses,
  restarts,
  slowNodes,
  upgrades,
  wipes,
} from './profiles/processes.js';
import { newDraw } from './severity.js';
import type { Draw, NemesisWorld, Severity } from './severity.js';

/** The named streams of one seed: `(name) => stream(seed, name)`. */
type Streams = (name: string) => Random;

/** Draws faults for a run. */
export interface NemesisProfile {
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
  /** A pure function of the streams and the world. Every kind draws from its own stream. */
  draw(streams: Streams, world: NemesisWorld): FaultPlan;
}

const generators = {
  partition: partitions,
  oneWayCut: oneWayCuts,
  loss: losses,
  duplication: duplications,
  reordering: reorderings,
  latency: latencies,
  slowLink: slowLinks,
  corruption: corruptions,
  connectionReset: connectionResets,
  crash: crashes,
  kill: kills,
  restart: restarts,
  pause: pauses,
  slowNode: slowNodes,
  wipe: wipes,
  upgrade: upgrades,
  clockOffset: clockOffsets,
  clockDrift: clockDrifts,
  clockJump: clockJumps,
  clockFreeze: clockFreezes,
  diskSlow: slowDisks,
  diskFull: fullDisks,
  diskError: diskErrors,
  fsyncFailure: failedSyncs,
  lostWrites,
  tornWrite: tornWrites,
  bitRot: bitRots,
  membership: membershipChanges,
  buggify: buggifies,
  crashAtSite: crashesAtSites,
  killAtSite: killsAtSites,
  pauseAtSite: pausesAtSites,
  fsyncFailureAtSite: failedSyncsAtSites,
  crashStop: crashStops,
  crashAtState: crashesAtStates,
  pauseAtState: pausesAtStates,
  partitionAtState: partitionsAtStates,
  watchedMessage: messagesWatched,
  crashAtMessage: crashesAtMessages,
} satisfies Record<string, (draw: Draw) => Fault[]>;

/** What a nemesis can do, by the name its user gives it. */
export type Disturbance = keyof typeof generators;

/** `true` means `rough`; `false` or absent: not this one. */
export type NemesisOptions = { readonly [D in Disturbance]?: boolean | Severity };

interface NemesisSettings {
  readonly name?: string;
  readonly summary?: string;
  /** The chance that a seed uses a given kind. Default 2/3, or 1 if there is only one kind. */
  readonly kindProbability?: number;
}

/** Every name `nemesis` takes. */
export const disturbances = Object.keys(generators) as readonly Disturbance[];

const optionName = word(...disturbances);
const optionSeverity = word<Severity>('calm', 'rough', 'hell');

/**
 * A profile of one's own: `nemesis({ partition: true, crash: 'hell' })`. Each seed draws its own subset of the kinds
 * and its own rates (swarm testing: Groce et al., ISSTA 2012), as bugs hide where one kind of fault masks another.
 * Each kind has its own random stream: one kind more or less leaves the faults of the others as they are.
 * @throws InputError for a kind or severity that does not exist
 */
export function nemesis(options: NemesisOptions, settings: NemesisSettings = {}): NemesisProfile {
  const chosen = Object.entries(options).flatMap(([name, severity]) => {
    const disturbance = optionName.read(name, 'nemesis', undefined);
    if (severity === false || severity === undefined) return [];
    const read = severity === true ? 'rough' : optionSeverity.read(severity, `nemesis.${name}`, undefined);
    return [{ name: disturbance, severity: read, key: hashString(name) }];
  });
  chosen.sort((a, b) => disturbances.indexOf(a.name) - disturbances.indexOf(b.name));
  const { kindProbability = chosen.length === 1 ? 1 : 2 / 3 } = settings;
  const listed = chosen.map(({ name }) => name).join(', ') || 'nothing';
  const profile: NemesisProfile = {
    name: settings.name ?? (chosen.map(({ name }) => name).join('+') || 'none'),
    summary: settings.summary ?? `Draws from: ${listed}`,
    draw(streams, world) {
      const swarm = streams('nemesis/swarm').int32();
      const faults: Fault[] = [];
      for (const { name, severity, key } of chosen) {
        // A hash decides who takes part, so that only those pay for a stream.
        if (world.swarm !== false && draw(swarm ^ key, 0) >= kindProbability) continue;
        faults.push(...generators[name](newDraw(streams(`nemesis/${name}`), world, severity)));
      }
      return faults.sort((a, b) => a.atMs - b.atMs);
    },
  };
  made.add(profile);
  return profile;
}

const made = new WeakSet<NemesisProfile>();

/** Whether `nemesis` made it: then what it draws is as it must be, and nobody has to read it. */
export function isMadeHere(profile: NemesisProfile): boolean {
  return made.has(profile);
}
