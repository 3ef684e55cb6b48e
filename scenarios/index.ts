/** The public face of the scenarios that ship: `import { scenarios } from 'seedstorm/scenarios'`. */
export { scenarios } from './catalogue.js';
