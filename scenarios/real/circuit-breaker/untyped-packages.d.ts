/** Packages without types of their own; the files that load them say what we use of them. */
declare module 'opossum' {
  const CircuitBreaker: unknown;
  export default CircuitBreaker;
}
declare module 'opossum-4.2.0' {
  const CircuitBreaker: unknown;
  export default CircuitBreaker;
}
declare module 'opossum-4.2.1' {
  const CircuitBreaker: unknown;
  export default CircuitBreaker;
}
declare module 'levee' {
  const levee: unknown;
  export default levee;
}
declare module 'circuit-breaker-js' {
  const CircuitBreaker: unknown;
  export default CircuitBreaker;
}
