/** Asks the service for the clients of the world, over HTTP. */
import http from 'node:http';
import { onRequest } from 'seedstorm/node';

function ask(method: string): Promise<{ readonly count: number }> {
  return new Promise((resolve, reject) => {
    const request = http.request('http://web:3000/visits', { method, timeout: 200 }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (text += part));
      response.on('error', reject);
      response.on('end', () => resolve(JSON.parse(text) as { readonly count: number }));
    });
    request.on('timeout', () => request.destroy(new Error('no answer')));
    request.on('error', reject);
    request.end();
  });
}

onRequest(async ({ f }: { readonly f: 'add' | 'read' }) => (await ask(f === 'add' ? 'POST' : 'GET')).count);
