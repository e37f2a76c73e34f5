/** Routes for the chats in which a person answers themselves. */
import type { Host } from '../contract.ts';
import type { Pauses } from './desk.ts';
import { failure, say } from './routes.ts';

const OVER = failure('Parley answers in this chat already.');

export function connectPauses(host: Host, pauses: Pauses): void {
  host.route('get', '/api/pauses', async (_request, response) => say(response, 200, { pauses: await pauses.all() }));

  host.route('delete', '/api/pauses/:id', async ({ params }, response) => {
    if (await pauses.resume(String(params.id))) response.writeHead(204).end();
    else say(response, 404, OVER);
  });
}
