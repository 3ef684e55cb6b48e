// Counts in a variable of its module.
import { asyncProgram } from 'seedstorm';

let count = 0;

export const counting = asyncProgram((node) => {
  node.onRequest(() => ++count);
});
