import { expectAgreement } from './expect-agreement.js';
import { STORES } from './subjects.js';

expectAgreement(STORES);
