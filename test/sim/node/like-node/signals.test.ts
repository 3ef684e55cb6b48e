import { compares } from './compare.js';

await compares('./signals.mjs');
