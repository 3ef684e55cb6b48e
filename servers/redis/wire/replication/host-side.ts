/** What masters and replicas need of the host that has the connections. */
import type { Line, LineEnd } from '../../../wire/line.js';
import type { RedisOutcome } from '../../core/turn.js';

export interface HostSide {
  nowMs(): number;
  random(): number;
  /** To a connection, as it is. */
  tell(client: number, text: string): void;
  end(client: number): void;
  /** What came of something goes where it belongs. */
  take(outcome: RedisOutcome): void;
  /** What a master has written was carried out here: it goes on to those who follow this one. */
  passOn(text: string): void;
  /** The whole data set is another one now. */
  replaced(): void;
  /** Something has come that may be carried out once the server is not busy. */
  wake(): void;
  /** @param begin what becomes of the line is to be told there */
  dial(address: Address, begin: (line: Line) => LineEnd, failed: () => void): () => void;
  /** How others reach this one. */
  readonly own: Address;
}

export interface Address {
  readonly host: string;
  readonly port: number;
}
