// Lets a client of the world ask for the work of the program's own client.
const { onRequest } = require('seedstorm/node');
const { ask } = require(process.env.CLIENT);

onRequest(({ count }) => ask(count));
