/** The package has no types of its own; this is what the service uses of it. */
declare module 'express' {
  interface Response {
    json(body: unknown): void;
  }
  interface App {
    get(path: string, handler: (request: unknown, response: Response) => void | Promise<void>): void;
    post(path: string, handler: (request: unknown, response: Response) => void | Promise<void>): void;
    listen(port: number): void;
  }
  export default function express(): App;
}
