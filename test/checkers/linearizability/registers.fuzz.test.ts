import { expectAgreement } from './expect-agreement.js';
import { REGISTERS } from './subjects.js';

expectAgreement(REGISTERS);
