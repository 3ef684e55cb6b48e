/** A request and its answer: the number that names it, the versions that are understood, and the fields of both. */
import { int16, int32, list, usually, since, struct, text, type Field } from './fields.js';

export interface Api<Request, Answer> {
  readonly key: number;
  readonly versions: readonly [first: number, last: number];
  readonly request: Field<Request>;
  readonly answer: Field<Answer>;
}

export function api<Request, Answer>(
  key: number,
  versions: Api<Request, Answer>['versions'],
  request: Field<Request>,
  answer: Field<Answer>,
): Api<Request, Answer> {
  return { key, versions, request, answer };
}

/** For how long a client shall be silent: never. */
export const calm = usually(0, int32);
/** The same, in versions from this one on. */
export function calmSince(first: number): Field<number | undefined> {
  return since(first, calm, undefined);
}

/** The same for each partition that a request is about. */
export function byTopic<P>(
  partition: Field<P>,
): Field<readonly { topic: string; partitions: readonly P[] }[]> {
  return list(struct({ topic: text, partitions: list(partition) })) as Field<
    readonly { topic: string; partitions: readonly P[] }[]
  >;
}

/** Which partition it is, and what is wrong with it. */
export const partitionError = struct({ partition: int32, errorCode: int16 });
