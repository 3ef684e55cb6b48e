import { compares } from './compare.js';

await compares('./objects.mjs');
