/** What of a broker's journal still counts: a journal that is read at each start must not grow for ever. */
import type { Binding } from './broker.js';
import type { JournalLine } from './journal.js';

/** The lines without those that later ones undo, in their order: a broker made of them is the same. */
export function livingLines(lines: Iterable<JournalLine>): JournalLine[] {
  const living = new Map<string, JournalLine>();
  let last: JournalLine | undefined;
  for (const line of lines) {
    last = line;
    switch (line.line) {
      case 'exchange':
        put(`exchange ${line.exchange.name}`, line);
        break;
      case 'exchange-gone':
        living.delete(`exchange ${line.name}`);
        unbind(
          ({ source, destination, to }) =>
            source === line.name || (to === 'exchange' && destination === line.name),
        );
        break;
      case 'binding':
        put(keyOf(line.binding), line);
        break;
      case 'binding-gone':
        living.delete(keyOf(line.binding));
        break;
      case 'queue':
        put(`queue ${line.id}`, line);
        break;
      case 'queue-gone':
        forget(line.id);
        break;
      case 'message':
      case 'delivered':
        put(`${line.line} ${line.queue} ${line.place}`, line);
        break;
      case 'message-gone':
        living.delete(`message ${line.queue} ${line.place}`);
        living.delete(`delivered ${line.queue} ${line.place}`);
        break;
      case 'stopped':
    }
  }
  return last?.line === 'stopped' ? [...living.values(), last] : [...living.values()];

  function put(key: string, line: JournalLine): void {
    // What is said anew comes after what was said before: a delivery after its message.
    living.delete(key);
    living.set(key, line);
  }

  function unbind(goes: (binding: Binding) => boolean): void {
    for (const [key, line] of living) if (line.line === 'binding' && goes(line.binding)) living.delete(key);
  }

  function forget(id: number): void {
    const queue = living.get(`queue ${id}`);
    if (queue?.line === 'queue') {
      const { name } = queue.settings;
      unbind(({ to, destination }) => to === 'queue' && destination === name);
    }
    for (const [key, line] of living)
      if (line.line === 'queue' ? line.id === id : 'queue' in line && line.queue === id) living.delete(key);
  }
}

function keyOf({ source, destination, to, routingKey, arguments: given }: Binding): string {
  return `binding ${JSON.stringify([source, destination, to, routingKey, given])}`;
}
