/** Streams of files: Node's own, on the file operations of a program. */
import fs from 'node:fs';
import { FileHandle } from './file-handle.js';

type Options = Record<string, unknown>;
type Making = (this: unknown, path: unknown, options?: unknown) => unknown;
export type StreamClass = new (path: unknown, options?: unknown) => object;

/** @param own the `fs` of the program, where others may have replaced functions */
export function streamsOf(own: object) {
  return { ReadStream: streamOn(fs.ReadStream, own), WriteStream: streamOn(fs.WriteStream, own) };
}

/** A class that can be called without `new`, and on objects of classes that packages make of it, as Node's can. */
function streamOn(real: unknown, own: object): StreamClass {
  const node = real as Making & { readonly prototype: object };
  const Stream: Making = function (path, given) {
    const options = optionsOn(own, given);
    if (this instanceof (Stream as never)) return Reflect.apply(node, this, [path, options]) ?? this;
    return Reflect.construct(node, [path, options], Stream);
  };
  Object.defineProperty(Stream, 'name', { value: node.name });
  Object.setPrototypeOf(Stream, node);
  Stream.prototype = Object.create(node.prototype, {
    constructor: { value: Stream, writable: true, configurable: true },
  });
  return Stream as unknown as StreamClass;
}

function optionsOn(own: object, given: unknown): Options {
  const options: Options = typeof given === 'string' ? { encoding: given } : { ...(given as Options | null) };
  const { fd } = options;
  if (!(fd instanceof FileHandle)) return { fs: own, ...options };
  const close = (_fd: number, done: (error?: unknown) => void): void => {
    fd.close().then(() => done(null), done);
  };
  return { ...options, fd: fd.fd, fs: { ...own, close } };
}
