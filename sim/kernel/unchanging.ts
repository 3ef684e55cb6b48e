/**
 * Data that nobody changes once it is made: whoever has it shares it, so it is never copied, and no fault damages it in
 * place. What is sent a lot of is made of it, such as the bytes of a socket.
 */
export abstract class Unchanging {
  /** What it weighs on a link. */
  abstract readonly byteLength: number;
}
