/**
 * What the study notes on data delivery claim of each setting, as statements that figures confirm or refute.
 *
 * The notes have one table for producers (acks), one for the moment of the commit, one for where a consumer starts
 * again, and two sentences on retries. Each is judged on its own side of the log: what a consumer passes over is no
 * fault of acks. Where they say that something may happen, it must have been seen to count as confirmed.
 */
import type { Params } from '../broker/replicated-log/claims.js';
import type { DeliveryFigures } from './delivery-account.js';
import type { JudgedClaim } from './table.js';

export type DeliverySetting = Pick<Params, 'acks' | 'idempotent' | 'commit' | 'reset' | 'dedupe'>;

interface Claim {
  readonly claim: string;
  held(figures: DeliveryFigures): boolean;
  measured(figures: DeliveryFigures): string;
}

const inLog = ({ lostByLog }: DeliveryFigures): string => `${lostByLog} lost before the log was safe`;
const byConsumer = ({ lostByConsumer, duplicatedByConsumer }: DeliveryFigures): string =>
  `consumers passed over ${lostByConsumer} and processed ${duplicatedByConsumer} again`;
const inAll = ({ lost, duplicated }: DeliveryFigures): string => `${lost} lost, ${duplicated} duplicated`;

const ofAcks: Readonly<Record<DeliverySetting['acks'], Claim>> = {
  all: {
    claim: 'acks=all: consistent, nothing acknowledged is missing from the log',
    held: ({ lostByLog }) => lostByLog === 0,
    measured: inLog,
  },
  1: {
    claim: 'acks=1: of medium consistency, a leader that fails takes acknowledged messages along',
    held: ({ lostByLog }) => lostByLog > 0,
    measured: inLog,
  },
  0: {
    claim: 'acks=0: of low consistency, messages are often lost',
    held: ({ lostByLog }) => lostByLog > 0,
    measured: inLog,
  },
};

const ofCommit: Readonly<Record<DeliverySetting['commit'], Claim>> = {
  after: {
    claim: 'commit after processing: at least once, duplicates but no loss',
    held: ({ lostByConsumer, duplicatedByConsumer }) => lostByConsumer === 0 && duplicatedByConsumer > 0,
    measured: byConsumer,
  },
  before: {
    claim: 'commit before processing: at most once, loss but no duplicates',
    held: ({ lostByConsumer, duplicatedByConsumer }) => lostByConsumer > 0 && duplicatedByConsumer === 0,
    measured: byConsumer,
  },
  automatic: {
    claim: 'automatic commit: both loss and duplicates, depending on when it fails',
    held: ({ lostByConsumer, duplicatedByConsumer }) => lostByConsumer > 0 && duplicatedByConsumer > 0,
    measured: byConsumer,
  },
};

const ofReset: Readonly<Record<DeliverySetting['reset'], Claim>> = {
  earliest: {
    claim: 'start from earliest: what is not committed is processed again, at least once',
    held: ({ lostByConsumer }) => lostByConsumer === 0,
    measured: byConsumer,
  },
  latest: {
    claim: 'start from latest: what is not processed is skipped, at most once',
    held: ({ lostByConsumer, duplicatedByConsumer }) => lostByConsumer > 0 && duplicatedByConsumer === 0,
    measured: byConsumer,
  },
};

const ofRetries: Claim = {
  claim: 'retries make it at least once: messages are in the log twice',
  held: ({ duplicatedByProducer }) => duplicatedByProducer > 0,
  measured: ({ duplicatedByProducer }) => `${duplicatedByProducer} messages twice in the log`,
};

const ofDedupe: Claim = {
  claim: 'at least once and excluding duplicates: effectively exactly once',
  held: ({ lost, duplicated }) => lost === 0 && duplicated === 0,
  measured: inAll,
};

/** What the notes say of a setting. */
function claimsOf({ acks, idempotent, commit, reset, dedupe }: DeliverySetting): readonly Claim[] {
  if (dedupe !== 'none') return [ofAcks[acks], ofDedupe];
  return [ofAcks[acks], ...(idempotent || acks === 0 ? [] : [ofRetries]), ofCommit[commit], ofReset[reset]];
}

/** Holds what the notes say of a setting against its figures. */
export function judgeSetting(setting: DeliverySetting, figures: DeliveryFigures): JudgedClaim[] {
  return claimsOf(setting).map(({ claim, held, measured }) => ({
    claim,
    held: held(figures),
    measured: measured(figures),
  }));
}

/** What the notes say of several settings together. */
export function compareSettings(
  rows: readonly (DeliveryFigures & { readonly setting: DeliverySetting })[],
): JudgedClaim[] {
  const [none, leader, all] = ([0, 1, 'all'] as const).map((acks) => {
    const those = rows.filter(
      ({ setting }) =>
        setting.acks === acks && setting.dedupe === 'none' && (setting.idempotent || acks === 0),
    );
    return those.reduce((sum, { availability }) => sum + availability, 0) / Math.max(1, those.length);
  }) as [number, number, number];
  const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;
  return [
    {
      claim: 'availability is highest with acks=0, high with acks=1, lower with acks=all',
      held: none > leader && leader > all,
      measured: `acks=0 ${percent(none)}, acks=1 ${percent(leader)}, acks=all ${percent(all)}`,
    },
  ];
}
