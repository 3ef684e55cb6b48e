/** Words that several kinds of faults are told in. */
import { spoken } from './stand-in-names.js';

export function names(list: readonly string[]): string {
  return list.map(spoken).join(' ');
}

export function links({
  from,
  to,
}: {
  readonly from?: readonly string[];
  readonly to?: readonly string[];
}): string {
  if (from && to) return ` ${names(from)} → ${names(to)}`;
  if (from) return ` from ${names(from)}`;
  return to ? ` to ${names(to)}` : '';
}

export function flapping({ flapMs }: { readonly flapMs?: number }): string {
  return flapMs === undefined ? '' : `, flapping every ${flapMs} ms`;
}

export function percent(probability: number): string {
  return `${round(probability * 100)} %`;
}

export function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
