/** The file system of a node for one process on it: made when the program first asks for it. */
import type { SimNode } from '../../sim/node/node.js';
import { filesOf, type OwnFiles } from './files.js';
import { Machine } from './machine.js';
import type { Takes } from './steps.js';
import { FileVolume } from './volume.js';

export interface Surroundings {
  /** The file that the process begins with. */
  readonly entry: string;
  /** Runs something after so long of the node's own time. @returns the number of the wake-up */
  after(us: number, run: () => void): number;
  /** Whether the process has not ended: what its code still does then is void. */
  isThere(): boolean;
  print(text: string, fd: 1 | 2): void;
}

export function processFiles(node: SimNode, { entry, after, isThere, print }: Surroundings): OwnFiles {
  const { storage } = node;
  const wait = (takes: Takes): Promise<void> =>
    new Promise((resolve) => {
      const us = storage.latency(takes);
      const wake = after(us, () => {
        storage.took(wake);
        resolve();
      });
      storage.takes(us, wake);
    });
  const volume = volumeOf(node, entry);
  volume.closeAll();
  return filesOf(
    {
      ...{ volume, storage, isThere, print },
      cwd: () => process.cwd(),
      nowMs: () => node.clock.wallMs(node.stall.nowUs),
      chance: () => node.random.float(),
    },
    wait,
  );
}

/** It outlives processes, and versions of their program. */
function volumeOf(node: SimNode, entry: string): FileVolume {
  const { disk } = node.storage;
  if (disk.volume instanceof FileVolume) return disk.volume;
  const volume = new FileVolume(new Machine(entry), () => disk.changes++);
  disk.volume = volume;
  return volume;
}
