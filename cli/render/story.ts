/** A short run told in plain sentences on one timeline: what went wrong, what clients asked, what they were told. */
import { storyOf } from '../../report/data/story.js';
import type { ShrunkPart } from '../../sim/explore/shrunk-part.js';
import type { Run } from '../../sim/run.js';
import type { Terminal } from '../terminal.js';
import { clip } from './text.js';

/** Longer stories are not read. */
const MAX_LINES = 60;

export function renderStory(
  run: Run,
  { latencyMs }: ShrunkPart,
  { columns, unicode, colours }: Terminal,
): string[] {
  const lines = storyOf(run);
  const width = Math.max(0, ...lines.map(({ atMs }) => time(atMs).length));
  const shown = lines
    .slice(0, MAX_LINES)
    .map(({ atMs, text }) => clip(`  ${time(atMs).padStart(width)}  ${text}`, columns, unicode));
  return [
    'What happened:',
    ...(latencyMs === undefined
      ? []
      : [colours.dim(`  every message takes ${latencyMs} ms unless it is told otherwise`)]),
    ...shown,
    ...(lines.length > MAX_LINES ? [`  … and ${lines.length - MAX_LINES} more`] : []),
  ];
}

const time = (ms: number): string => `${ms.toFixed(1)} ms`;
