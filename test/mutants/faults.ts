/** Seeded mutants of what faults do when they begin and end. */
import type { Mutant, MutantList } from './mutant.js';

/** One in a file of the engine. */
export const mutant = (file: string, name: string, find: string, replace: string): Mutant => ({
  name: `${file}: ${name}`,
  file: `sim/${file}.ts`,
  find,
  replace,
});

export const FAULTS: MutantList = {
  name: 'engine: faults',
  tests: ['test/sim/faults/effects'],
  mutants: [
    mutant('faults/kinds/cutting', 'cuts never heal', "end: touch('heal')", "end: touch('cut')"),
    mutant(
      'faults/kinds/partition',
      'a partition cuts one way',
      'if (from !== to && !free && !together(from, to)) links.push([from, to]);',
      'if (from < to && !free && !together(from, to)) links.push([from, to]);',
    ),
    mutant(
      'faults/kinds/connection-reset',
      'a reset is seen at one end',
      'b.streams.breakWith(a.index);',
      '',
    ),
    mutant('faults/kinds/crash', 'a crash cuts no power', 'storage.powerCut(unsynced)', 'void storage'),
    mutant('faults/kinds/wipe', 'a wiped disk keeps its files', 'storage.disk.wipe()', 'void storage'),
    mutant('faults/kinds/slow-node', 'slow nodes stay slow', 'slowBy(-toMicros(delayMs))', 'slowBy(0)'),
    mutant(
      'faults/kinds/clock-offset',
      'an offset outlives its fault',
      'addOffset(-toMicros(offsetMs))',
      'addOffset(0)',
    ),
    mutant('faults/kinds/clock-drift', 'drift outlives its fault', 'driftBy(port, node, -ppm)', 'undefined'),
    mutant('faults/kinds/disk-full', 'a disk stays full', 'faults.full.delete(number)', 'faults'),
    mutant(
      'faults/kinds/fsync-failure',
      'syncs go on failing',
      'faults.syncFailures.delete(number)',
      'faults',
    ),
    mutant(
      'faults/kinds/upgrade',
      'an upgrade keeps the old program',
      'Object.assign(node, { program, version });',
      'Object.assign(node, { version });',
    ),
    mutant('faults/code-points', 'buggify asks every site', 'if (fault.site !== site) continue;', ''),
    mutant(
      'node/storage',
      'a lying disk tells the truth',
      'else if (this.faults.lying.size === 0) this.disk.persist(position);',
      'else this.disk.persist(position);',
    ),
    mutant(
      'node/storage',
      'a failed sync is reported as done',
      'for (const { what } of covered) this.release(what, ok);',
      'for (const { what } of covered) this.release(what, true);',
    ),
    mutant(
      'node/storage',
      'a slow disk is as fast as any',
      'for (const factor of this.faults.slow.values()) us = Math.round(us * factor);',
      '',
    ),
    mutant(
      'node/storage',
      'a full disk takes more',
      'if (needsSpace && this.faults.full.size > 0)',
      'if (needsSpace && this.faults.full.size > 1)',
    ),
    mutant(
      'node/storage',
      'errors strike operations that were not named',
      'error.operations.includes(operation) && this.strikes',
      'this.strikes',
    ),
    mutant(
      'node/storage',
      'a torn write waits for a second one',
      'this.faults.tornArmed = false;\n    const fate',
      'const fate',
    ),
    mutant('node/node', 'a paused node goes on', "(this.status === 'paused' ||", '('),
    mutant('node/node', 'what waited is lost', 'this.backlog.push({ kind, a, b, payload });', ''),
    mutant(
      'node/node',
      'a resumed node stays where it was',
      'else this.backlog.release();\n  }\n\n  /** An event',
      '}\n\n  /** An event',
    ),
  ],
};
