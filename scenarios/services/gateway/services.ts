/** The services behind the gateway. They believe what it tells them: each does one thing, on a disk of its own. */
import { stateMachine } from 'seedstorm';
import { commit, openDatabase, type Database } from '../../messaging/database.js';
import type { Body, Key, Told } from './api.js';

interface Tables {
  orders: { readonly user: string; readonly value: string };
  prices: { readonly price: number };
  revoked: true;
}
interface State {
  readonly db: Database<Tables>;
}
interface Shop {
  state: State;
  message: Told;
  answer: Body;
}

const nameOf = ({ user, number }: Key): string => `${user}/${number}`;

/** Knows which keys are worth something. */
export const auth = stateMachine<Shop>({
  start: (node) => ({ db: openDatabase<Tables>(['revoked'], node) }),
  onMessage({ db }, told, node) {
    if (told.f !== 'verify' && told.f !== 'revoke') return;
    const name = nameOf(told.key);
    if (told.f === 'revoke' && !db.tables.revoked.has(name))
      commit(db, [{ table: 'revoked', key: name, row: true }], node);
    const valid = told.key.forged !== true && !db.tables.revoked.has(name);
    node.reply({ from: 'auth', valid }, { after: 'sync' });
  },
});

/** Orders of users. `sameOrder`: what it does with an order that comes again. */
export const orders = (sameOrder: 'once' | 'each-time') =>
  stateMachine<Shop>({
    start: (node) => ({ db: openDatabase<Tables>(['orders'], node) }),
    onMessage({ db }, told, node) {
      const { orders: rows } = db.tables;
      if (told.f === 'order') {
        const key = sameOrder === 'once' ? told.value : `${told.value} ${rows.size}`;
        if (!rows.has(key))
          commit(db, [{ table: 'orders', key, row: { user: told.user, value: told.value } }], node);
      }
      // What is asked of the wrong service gets its answer, as with a path that fits by chance.
      const user = 'user' in told ? told.user : '';
      const own = [...rows.values()].filter((row) => row.user === user).map(({ value }) => value);
      node.reply({ from: 'orders', orders: own }, { after: 'sync' });
    },
  });

export const products = stateMachine<Shop>({
  start: (node) => ({ db: openDatabase<Tables>(['prices'], node) }),
  onMessage({ db }, told, node) {
    if (told.f !== 'product' && told.f !== 'price') return;
    const old = db.tables.prices.get(told.id)?.price ?? 0;
    // What comes late does not take a newer price back.
    if (told.f === 'price' && told.value > old)
      commit(db, [{ table: 'prices', key: told.id, row: { price: told.value } }], node);
    const price = db.tables.prices.get(told.id)?.price ?? 0;
    node.reply({ from: 'products', price, cost: price / 2 }, { after: 'sync' });
  },
});

export const returns = stateMachine<Shop>({
  start: (node) => ({ db: openDatabase<Tables>([], node) }),
  onMessage: (_state, _told, node) => node.reply({ from: 'returns' }),
});
