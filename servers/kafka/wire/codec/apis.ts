/** All requests that the broker understands, by their names. */
import type { Api } from './api.js';
import type { Field } from './fields.js';
import * as groups from './group-apis.js';
import * as logs from './log-apis.js';
import * as topics from './topic-apis.js';
import * as transactions from './transaction-apis.js';

export const apis = { ...logs, ...groups, ...topics, ...transactions };

export type ApiName = keyof typeof apis;
export type RequestOf<N extends ApiName> = (typeof apis)[N]['request'] extends Field<infer T> ? T : never;
export type AnswerOf<N extends ApiName> = (typeof apis)[N]['answer'] extends Field<infer T> ? T : never;

const byKey = new Map<number, ApiName>(
  (Object.keys(apis) as ApiName[]).map((name) => [apis[name].key, name]),
);

export function apiOf(
  key: number,
): { readonly name: ApiName; readonly api: Api<unknown, unknown> } | undefined {
  const name = byKey.get(key);
  return name && { name, api: apis[name] as unknown as Api<unknown, unknown> };
}
