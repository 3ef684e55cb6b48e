import { compares } from './compare.js';

await compares('./promises.mjs');
