// Tells all it knows, again and again. Broken: it tells what is new since the last time.
const node = require('./node.js');

const elements = new Set();
let told = 0;
node.on('add', ({ element }) => void elements.add(element));
node.on('read', () => ({ value: [...elements] }));
node.on('merge', ({ value }) => value.forEach((element) => elements.add(element)));
node.on('init', () => {
  setInterval(() => {
    const value = [...elements].slice(node.broken ? told : 0);
    told = elements.size;
    for (const other of node.others()) node.send(other, { type: 'merge', value });
  }, 400);
});
