/** The story of a failure on the terminal. */
import type { Story, StoryLine } from '../../explore/story.js';
import { storyRows } from '../../report/story/text.js';
import type { Terminal } from '../terminal.js';

/** @param latencyMs how long every message takes, where that is fixed */
export function renderStory(story: Story, latencyMs: number | undefined, terminal: Terminal): string[] {
  const { colours, columns, unicode } = terminal;
  const paint = (line: StoryLine | 'aside', row: string): string => {
    if (line === 'aside' || line.is === 'gap') return colours.dim(row);
    if (line.shows === true) return colours.red(row);
    return line.is === 'fault' ? colours.yellow(row) : row;
  };
  return ['What happened:', ...storyRows(story, { columns, unicode, paint }, latencyMs)];
}
