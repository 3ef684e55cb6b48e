import { expectAgreement } from './expect-agreement.js';
import { TRANSACTIONS } from './subjects.js';

expectAgreement(TRANSACTIONS);
