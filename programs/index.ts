/** `seedstorm/programs`: Node services as they are, in a world. */
export { freshModules, type FreshModulesOptions } from './fresh-modules.js';
export { nodeProgram, type NodeProgramOptions } from './node-program.js';
