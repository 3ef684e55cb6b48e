import { compares } from './compare.js';

await compares('./errors.mjs');
