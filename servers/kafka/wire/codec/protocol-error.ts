/** What a client sent that is nothing of the protocol: there is no answer to it, the connection ends. */
export class Undecodable extends Error {
  override readonly name = 'Undecodable';
}
