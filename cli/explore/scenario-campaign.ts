/** What a campaign has for one of its scenarios. */
import type { Tally } from '../../explore/tally.js';
import type { Scenario } from '../../sim/scenario/scenario.js';
import type { RunOptions } from '../../sim/run/options.js';
import type { Arguments } from '../command.js';
import type { Terminal } from '../terminal.js';
import type { Crew } from '../../explore/workers/crew.js';
import type { Corpus } from './corpus.js';
import type { Extent } from './settings.js';
import type { CampaignLine } from '../render/campaign-line.js';
import type { FailureLog } from './failures.js';

export interface ScenarioCampaign {
  readonly scenario: Scenario;
  readonly options: RunOptions;
  readonly args: Arguments;
  readonly terminal: Terminal;
  readonly crew: Crew;
  readonly corpus: Corpus;
  readonly extent: Extent;
  readonly line: CampaignLine;
  readonly log: FailureLog;
  /** Of all scenarios; what this one runs is added. */
  readonly total: Tally;
  readonly interrupt: AbortSignal;
  readonly timeMs: number;
}
