/** The nemesis: draws from a seed what will go wrong in a run. */
import { draw, hashString } from '../kernel/hash.js';
import type { Random } from '../kernel/random.js';
import { read, word } from '../input/schema.js';
import type { Fault } from './fault.js';
import type { FaultPlan } from './plan.js';
import { crashStops } from './kinds/kill.js';
import { crashesAtSites, failedSyncsAtSites, killsAtSites, pausesAtSites } from './profiles/at-sites.js';
import {
  crashesAtMessages,
  crashesAtStates,
  messagesWatched,
  partitionsAtStates,
  pausesAtStates,
} from './profiles/at-watched.js';
import { registry } from './registry.js';
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

const combined = {
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
} satisfies Record<string, Generator>;

type Generator = (draw: Draw) => Fault[];

type NameOf<K> = K extends { readonly drawn: infer D } ? keyof D : never;

/** What a nemesis can do, by the name its user gives it. */
export type Disturbance = NameOf<(typeof registry)[keyof typeof registry]> | keyof typeof combined;

/** Those of single kinds come first, in the order of the registry. */
const generators = Object.assign(
  {},
  ...Object.values(registry).map(({ drawn }) => drawn),
  combined,
) as Readonly<Record<Disturbance, Generator>>;

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
const optionSeverity = word('calm', 'rough', 'hell');

/**
 * A profile of one's own: `nemesis({ partition: true, crash: 'hell' })`. Each seed draws its own subset of the kinds
 * and its own rates (swarm testing: Groce et al., ISSTA 2012), as bugs hide where one kind of fault masks another.
 * Each kind has its own random stream: one kind more or less leaves the faults of the others as they are.
 * @throws InputError for a kind or severity that does not exist
 */
export function nemesis(options: NemesisOptions, settings: NemesisSettings = {}): NemesisProfile {
  const chosen = Object.entries(options).flatMap(([name, severity]) => {
    const disturbance = read(optionName, name, 'nemesis');
    if (severity === false || severity === undefined) return [];
    const asked = severity === true ? 'rough' : read(optionSeverity, severity, `nemesis.${name}`);
    return [{ name: disturbance, severity: asked, key: hashString(name) }];
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
