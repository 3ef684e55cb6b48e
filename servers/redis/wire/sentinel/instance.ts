/** A server that a sentinel watches, and what it has said of itself. */
import type { Address } from '../replication/host-side.js';
import type { PeerLink } from './peer-link.js';

export interface Instance extends Address {
  runId: string;
  link: PeerLink | undefined;
  dialledMs: number;
  /** When it last answered as it should, and since when an answer is awaited. */
  availableMs: number;
  awaitsSinceMs: number | undefined;
  pingMs: number;
  infoAskedMs: number;
  helloMs: number;
  /** Down, as this sentinel sees it, since then. */
  downSinceMs: number | undefined;
  info: Info | undefined;
  infoMs: number;
  roleSinceMs: number;
  /** Since when it follows whom it does. */
  followsSinceMs: number;
}

/** What INFO has told. */
export interface Info {
  readonly role: 'master' | 'slave';
  readonly master: Address | undefined;
  readonly linkIsUp: boolean;
  readonly linkDownS: number;
  readonly offset: number;
  readonly priority: number;
  readonly replicas: readonly Address[];
}

export const newInstance = ({ host, port }: Address, nowMs: number): Instance => ({
  ...{ host, port, runId: '', link: undefined, dialledMs: -Infinity, availableMs: nowMs },
  ...{ awaitsSinceMs: undefined, pingMs: -Infinity, infoAskedMs: -Infinity, helloMs: -Infinity },
  ...{
    downSinceMs: undefined,
    info: undefined,
    infoMs: -Infinity,
    roleSinceMs: nowMs,
    followsSinceMs: nowMs,
  },
});

export const placeOf = ({ host, port }: Address): string => `${host}:${port}`;
export const isSame = (one: Address, other: Address): boolean =>
  one.host === other.host && one.port === other.port;

export function readInfo(text: string): { readonly info: Info; readonly runId: string } {
  const lines = new Map(
    text.split('\r\n').flatMap((line) => {
      const at = line.indexOf(':');
      return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 1)] as const];
    }),
  );
  const master = lines.get('master_host');
  const replicas = [...lines]
    .filter(([name]) => /^slave\d+$/.test(name))
    .map(([, value]) => {
      const [, host = '', port = ''] = /ip=([^,]*),port=(\d+)/.exec(value) ?? [];
      return { host, port: Number(port) };
    });
  return {
    runId: lines.get('run_id') ?? '',
    info: {
      role: lines.get('role') === 'master' ? 'master' : 'slave',
      master: master === undefined ? undefined : { host: master, port: Number(lines.get('master_port')) },
      linkIsUp: lines.get('master_link_status') === 'up',
      linkDownS: Number(lines.get('master_link_down_since_seconds') ?? 0),
      offset: Number(lines.get('slave_repl_offset') ?? 0),
      priority: Number(lines.get('slave_priority') ?? 100),
      replicas,
    },
  };
}
