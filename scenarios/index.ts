/** The scenarios that ship with Seedstorm, in the order in which `seedstorm list` shows them. */
import type { Scenario } from 'seedstorm';

export const scenarios: readonly Scenario[] = [];
