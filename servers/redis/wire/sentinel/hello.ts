/** The greeting of a sentinel, which others hear on a channel of the servers that they watch. */
import type { Address } from '../replication/host-side.js';

export const HELLO_CHANNEL = '__sentinel__:hello';

export interface Hello {
  readonly from: Address;
  readonly runId: string;
  readonly currentEpoch: number;
  readonly name: string;
  readonly master: Address;
  readonly configEpoch: number;
}

export const helloText = ({ from, runId, currentEpoch, name, master, configEpoch }: Hello): string =>
  [from.host, from.port, runId, currentEpoch, name, master.host, master.port, configEpoch].join(',');

export function readHello(text: string): Hello | undefined {
  const words = text.split(',');
  if (words.length !== 8) return undefined;
  const [host = '', port, runId = '', currentEpoch, name = '', masterHost = '', masterPort, configEpoch] =
    words;
  return {
    from: { host, port: Number(port) },
    runId,
    currentEpoch: Number(currentEpoch),
    name,
    master: { host: masterHost, port: Number(masterPort) },
    configEpoch: Number(configEpoch),
  };
}
