/** The coverage of a campaign as its batches come in: added up now and then, since each addition copies the whole. */
import { coverageOf, mergeCoverage, type CampaignCoverage } from '../coverage/campaign-coverage.js';

const PENDING = 32;

export class CoverageSum {
  private sum = coverageOf([]);
  private pending: CampaignCoverage[] = [];
  /** Distinct states at the last addition: enough for a progress line. */
  states = 0;

  add(part: CampaignCoverage): void {
    this.pending.push(part);
    if (this.pending.length >= PENDING) this.total();
  }

  total(): CampaignCoverage {
    if (this.pending.length > 0) {
      this.sum = mergeCoverage([this.sum, ...this.pending]);
      this.pending = [];
      this.states = Object.keys(this.sum.states).length;
    }
    return this.sum;
  }
}
