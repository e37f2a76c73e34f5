/** Routes for questions of people that are for the owner. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Host } from '../contract.ts';
import { decodeByHand } from './decode.ts';
import type { Questions } from './desk.ts';
import { failure, say } from './routes.ts';

const GONE = failure(
  'This question is gone: it was answered meanwhile, taken back or erased, or the chat is switched off.',
);
const TOO_LATE = failure(
  'The app lets nobody write there any more, a day after the person last wrote.',
  'When they write again, you can answer.',
);

export function connectQuestions(host: Host, questions: Questions): void {
  const path = '/api/questions/:id';
  const idOf = ({ params }: IncomingMessage & { params: Record<string, unknown> }) => Number(params.id);
  const done = (response: ServerResponse) => response.writeHead(204).end();

  host.route('post', path, async (request, response) => {
    const text = decodeByHand(request.body);
    if ('problem' in text) return say(response, 400, failure(text.problem));
    const result = await questions.answer(idOf(request), text.value);
    if (result === 'sent') return void done(response);
    say(response, result === 'gone' ? 404 : 409, result === 'gone' ? GONE : TOO_LATE);
  });

  host.route('delete', path, async (request, response) => {
    if (await questions.close(idOf(request))) done(response);
    else say(response, 404, GONE);
  });
}
