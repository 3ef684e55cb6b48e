/** Where disks lose what programs wrote: syncs that fail, bits that rot, and power cuts that come before a sync. */
import { MarkKind, Part } from '../../data/contract.js';
import { textOf, type RunModel } from './run-model.js';

export type DiskLoss = 'sync-failed' | 'rotted' | 'crashed';

/** What a mark says a disk lost; nothing for other marks, and for a power cut that found everything synced. */
export function diskLossOf(model: RunModel, mark: number): DiskLoss | undefined {
  const { marks, changes } = model.recording;
  if (marks.is[mark] !== MarkKind.Note) return undefined;
  const text = textOf(model, marks.text[mark]);
  if (text === 'sync-failed' || text === 'rotted') return text;
  if (text !== 'crashed') return undefined;
  const event = marks.event[mark] ?? 0;
  // What the node would have read from its disk is no longer there.
  for (let row = model.firstChange[event] ?? 0; row < (model.firstChange[event + 1] ?? 0); row++)
    if (changes.lane[row] === marks.lane[mark] && changes.part[row] === Part.Cache) return 'crashed';
  return undefined;
}
