/** The rules of all scripts as a page for people: what RabbitMQ does, and which script shows it. */
import { format, resolveConfig } from 'prettier';
import type { Script } from './language.js';

const TITLES: Readonly<Record<string, string>> = {
  routing: 'Exchanges and bindings',
  'time-to-live': 'Time to live',
  length: 'Full queues',
  priorities: 'Priorities',
  'dead-letters': 'Dead letters',
  consumers: 'Consumers',
  queues: 'Queues that go by themselves',
  settling: 'Acknowledgements and basic.get',
  confirms: 'Confirms and transactions',
  replies: 'Direct reply-to',
  restarts: 'Restarts',
  refusals: 'What is refused',
};

/** What single nodes of 3.10 do and no script shows, with the reason. */
const WITHOUT_SCRIPT: readonly (readonly [what: string, why: string])[] = [
  ['Streams, memory and disk alarms', 'the core has none'],
  [
    'How many frames confirm pipelined publishes, and that one without a route may be confirmed before earlier ones to quorum queues',
    'it changes from run to run; scripts look at each publish, not at frames',
  ],
  [
    'A quorum queue with x-expires goes 2 to 8 s after its time, and a passive declaration does not reset it',
    'nobody can wait for it reliably in a test',
  ],
  [
    'An acknowledgement that comes later than the consumer timeout closes the channel with 406, and its messages come back',
    'the server looks only once a minute; the core is tested by itself',
  ],
  [
    'At-least-once dead letters that had no route are sent again after three minutes, not when a binding comes',
    'it takes three minutes; the core is tested by itself',
  ],
  [
    'A classic queue with a single active consumer after that was cancelled',
    'what then happens depends on conditions that are not known; the core hands over at once',
  ],
  [
    'Settlements of a classic queue that are sent at once: acknowledgements overtake refusals that still wait',
    'a race of the server, seen and not modelled',
  ],
];

export async function rulesPage(scripts: readonly Script[], recordings: string): Promise<string> {
  const chapters = [...new Set(scripts.map(chapterOf))];
  const lines = [
    '# What RabbitMQ does',
    '',
    `Each rule was seen on RabbitMQ 3.10.8 (Debian 12, Erlang 25) by the script beside it, and our broker does the same. This page is made from the scripts; what each of them did, step by step, lies in \`${recordings}\`. \`npm run conformance\` plays them again.`,
  ];
  for (const chapter of chapters) {
    lines.push(
      '',
      `## ${TITLES[chapter] ?? chapter}`,
      '',
      '| what RabbitMQ 3.10.8 does | script |',
      '| --- | --- |',
    );
    for (const script of scripts)
      if (chapterOf(script) === chapter) lines.push(`| ${cell(script.rule)} | \`${script.name}\` |`);
  }
  lines.push('', '## What no script shows', '', '| what | why |', '| --- | --- |');
  for (const [what, why] of WITHOUT_SCRIPT) lines.push(`| ${cell(what)} | ${why} |`);
  return format(`${lines.join('\n')}\n`, { ...(await resolveConfig(import.meta.url)), parser: 'markdown' });
}

function chapterOf({ name }: Script): string {
  return name.split('/')[0] ?? name;
}

/** Stars and bars of patterns are not Markdown’s. */
function cell(text: string): string {
  return text.replaceAll(/[*|#_]/g, String.raw`\$&`);
}
