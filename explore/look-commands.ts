/** The commands that show a failure from all sides, beside the one that brings it back. */
import { quotedForShell } from '../sim/input/shell.js';

export interface LookCommands {
  /** Writes it as an HTML page. */
  readonly report: string;
  /** Draws it as a sequence diagram. */
  readonly diagram: string;
}

/**
 * @param replay the command that brings the run back: `npx seedstorm replay FILE …` or `npx seedstorm run SCENARIO …`
 * @param name what the page is to be called, without an ending
 */
export function lookCommands(replay: string, name: string): LookCommands {
  const what = replay
    .replace(/^npx seedstorm (?:replay|run) /, (command) => (command.includes(' run ') ? '--scenario ' : ''))
    .replace(/ --stop-at-violation\b/, '');
  return {
    report: `npx seedstorm report ${what} -o ${quotedForShell(`${name}.html`)}`,
    diagram: `npx seedstorm export ${what} --format mermaid`,
  };
}
