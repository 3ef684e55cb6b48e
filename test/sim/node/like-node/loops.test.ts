import { compares } from './compare.js';

await compares('./loops.mjs');
