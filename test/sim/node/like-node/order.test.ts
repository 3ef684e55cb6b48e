import { compares } from './compare.js';

await compares('./order.mjs');
