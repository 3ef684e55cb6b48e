/** `seedstorm/programs`: Node services as they are, in a world. */
export { nodeProgram, type NodeProgramOptions } from './node-program.js';
