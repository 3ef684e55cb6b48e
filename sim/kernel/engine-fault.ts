/**
 * The engine's own rules. What breaks one is a bug of ours, whatever the program or the input: it ends the run with this
 * error, and is never counted as a failure of the node in whose turn it came to light.
 */
export class EngineFault extends Error {
  override readonly name = 'EngineFault';
}
