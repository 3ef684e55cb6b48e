/** Gossip of 100 nodes: the engine in both styles beside bare loops. */
import type { DrainName } from '../sim/kernel/drain.js';
import { runToEnd } from '../sim/run/loop.js';
import type { Program } from 'seedstorm';
import { World } from '../sim/world/world.js';
import { bareCpp, bareJavaScript } from './bare-loops.js';
import { gossipAsync, gossipMachine, gossipSetup } from './gossip-world.js';
import { sideBySide, type Candidate, type Figure } from './measure.js';

const ROUNDS = 5;
const VIRTUAL_MS = 2_000;

export async function gossip(): Promise<Figure[]> {
  const events = await eventsOf(gossipMachine);
  const cpp = bareCpp(events);
  const candidates: Candidate[] = [
    bareJavaScript(events),
    ...(cpp === undefined ? [] : [cpp]),
    engine('state machines, everything on', gossipMachine),
    engine('async programs', gossipAsync),
    engine('async programs, next-tick drain', gossipAsync, 'next-tick'),
  ];
  const measured = await sideBySide(candidates, ROUNDS);
  const rate = (name: string): number => measured.find((one) => one.name === name)?.perSecond ?? NaN;
  const machines = rate('state machines, everything on');
  const figure = (name: string, value: number, unit: string, aim?: string): Figure => ({
    bench: 'gossip',
    name,
    value,
    unit,
    ...(aim === undefined ? {} : { aim }),
  });
  return [
    ...measured.map(({ name, perSecond }) => figure(name, perSecond / 1e6, 'M events/s')),
    ...(cpp === undefined
      ? []
      : [figure('state machines / C++', machines / rate(cpp.name), 'x', 'at least 0.5')]),
    figure('state machines / bare JavaScript', machines / rate('bare JavaScript loop'), 'x'),
    figure('async / state machines', rate('async programs') / machines, 'x', 'at least 0.5'),
    figure(
      'next-tick drain / fast drain',
      rate('async programs, next-tick drain') / rate('async programs'),
      'x',
    ),
  ];
}

function engine(name: string, program: Program, drain?: DrainName): Candidate {
  return {
    name,
    async run() {
      const world = new World(gossipSetup(program, VIRTUAL_MS));
      await runToEnd(world, drain);
      return { units: world.events };
    },
  };
}

async function eventsOf(program: Program): Promise<number> {
  const world = new World(gossipSetup(program, VIRTUAL_MS));
  await runToEnd(world);
  return world.events;
}
