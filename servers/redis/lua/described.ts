/** How errors call what an expression gives: by the name that it has in the script. */
import type { Described } from './operations.js';
import type { Expression, IndexNode } from './syntax.js';

export function described(node: Expression): Described {
  switch (node.kind) {
    case 'local':
      return `local '${node.variable.name}'`;
    case 'upvalue':
    case 'global':
      return `${node.kind} '${node.name}'`;
    case 'index':
      return `field '${keyName(node)}'`;
    default:
      return undefined;
  }
}

const keyName = ({ key }: IndexNode): string =>
  key.kind === 'constant' && typeof key.value === 'string' ? key.value : '?';
