/** Unpacks the document inside the page and shows it. */
import { REPORT_SCHEMA, type ReportDocument } from '../data/contract.js';
import { campaignPage } from './campaign-page.js';
import { h } from './dom.js';
import { runPage } from './run-page.js';
import { texts } from './texts.js';

async function unpacked(): Promise<ReportDocument> {
  const packed = document.getElementById('document')?.textContent?.trim() ?? '';
  if (packed === '' || packed.startsWith('<')) throw new Error(texts.noDocument);
  if (typeof DecompressionStream === 'undefined') throw new Error(texts.oldBrowser);
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const report = JSON.parse(await new Response(stream).text()) as ReportDocument;
  if (report.schema !== REPORT_SCHEMA) throw new Error(texts.badDocument(`schema ${String(report.schema)}`));
  return report;
}

async function show(): Promise<void> {
  document.documentElement.lang = texts.language;
  const report = await unpacked();
  document.title =
    report.kind === 'run'
      ? `${report.about.scenario} · ${texts.header.seed} ${report.about.seed}`
      : texts.campaign.title;
  document.body.replaceChildren(report.kind === 'run' ? runPage(report) : campaignPage(report));
  document.body.dataset['ready'] = 'true';
}

show().catch((error: unknown) => {
  const why = error instanceof Error ? error.message : String(error);
  document.body.replaceChildren(h('p', { class: 'broken', role: 'alert' }, why));
});
