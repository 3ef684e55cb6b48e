/** Asks the service for the clients of the world, over HTTP. */
import http from 'node:http';
import { onRequest } from 'seedstorm/node';
function ask(method) {
    return new Promise((resolve, reject) => {
        const request = http.request('http://web:3000/visits', { method, timeout: 200 }, (response) => {
            let text = '';
            response.setEncoding('utf8');
            response.on('data', (part) => (text += part));
            response.on('error', reject);
            response.on('end', () => resolve(JSON.parse(text)));
        });
        request.on('timeout', () => request.destroy(new Error('no answer')));
        request.on('error', reject);
        request.end();
    });
}
onRequest(async ({ f }) => (await ask(f === 'add' ? 'POST' : 'GET')).count);
