// Holds what processes usually hold: a server, connections to itself, timers, tables, a package that is not there.
const http = require('node:http');
const { onRequest, effect } = require('seedstorm/node');
const table = require('./table.json');

let missing;
try {
  require(['a-package', 'nobody-has'].join('-'));
} catch (error) {
  missing = error;
}
effect({ f: 'began', pure: !('seen' in table), code: missing.code, again: 'seen' in missing });
table.seen = missing.seen = true;
setInterval(() => process.emit('tick'), 5);
process.on('tick', () => table);
http
  .createServer((_request, response) => response.write('no end'))
  .listen(80, () => http.get('http://localhost/', (response) => response.resume()));
onRequest(() => new Promise(() => undefined));
