/** The scenarios that ship with Seedstorm, in the order in which `seedstorm list` shows them. */
import type { Scenario } from 'seedstorm';
import { quorumRegisterScenario } from './replication/quorum-register/scenario.js';

export const scenarios: readonly Scenario[] = [quorumRegisterScenario as Scenario];
