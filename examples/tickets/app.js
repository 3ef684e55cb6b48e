// Between the clients of the world and the service: asks for a ticket, as any program would.
import { onRequest } from 'seedstorm/node';

onRequest(async () => {
  const answer = await fetch('http://web:3000/tickets', { method: 'POST', signal: AbortSignal.timeout(500) });
  return answer.json();
});
