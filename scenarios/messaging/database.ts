/**
 * A small database for the scenarios of this family: tables in memory, and a log in which each transaction is one
 * record. So a power cut takes all of a transaction or nothing.
 */
import { appendTo, openLog, type DurableLog, type LogNode } from 'seedstorm/parts';

/** A row that is put into a table, or deleted (`row` is null). */
export type Change<Tables> = {
  [T in keyof Tables & string]: { readonly table: T; readonly key: string; readonly row: Tables[T] | null };
}[keyof Tables & string];

/** Part of a state machine's state: the rows of each table by key, in the order in which they were first put. */
export interface Database<Tables> {
  readonly tables: { readonly [T in keyof Tables]: Map<string, Tables[T]> };
  readonly log: DurableLog<readonly Change<Tables>[]>;
}

/** For `start`: the tables as the transactions that the disk has kept make them. */
export function openDatabase<Tables>(
  names: readonly (keyof Tables & string)[],
  node: LogNode,
): Database<Tables> {
  const { log } = openLog<readonly Change<Tables>[]>(node);
  const tables = Object.fromEntries(names.map((name) => [name, new Map()]));
  const db = { tables: tables as unknown as Database<Tables>['tables'], log };
  for (const changes of log.entries) apply(db, changes);
  return db;
}

/** Carries out a transaction: all changes or none. Durable after the next sync, so answer with `{ after: 'sync' }`. */
export function commit<Tables>(
  db: Database<Tables>,
  changes: readonly Change<Tables>[],
  node: LogNode,
): void {
  appendTo(db.log, changes, node);
  apply(db, changes);
}

function apply<Tables>({ tables }: Database<Tables>, changes: readonly Change<Tables>[]): void {
  for (const { table, key, row } of changes)
    if (row === null) tables[table].delete(key);
    else tables[table].set(key, row);
}
