import { compares } from './compare.js';

await compares('./context.mjs');
