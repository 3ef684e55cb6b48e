import { expectAgreement } from './expect-agreement.js';
import { OTHERS } from './subjects.js';

expectAgreement(OTHERS);
