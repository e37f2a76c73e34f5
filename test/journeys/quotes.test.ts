/** What somebody answers to in Telegram reaches the model; and in a group an answer names its question from the first words on. */
import { afterEach, expect, it, vi } from 'vitest';
import { type OpenAiServer, startOpenAiServer } from '../doubles/openai-server.ts';
import { until } from '../e2e/person.ts';
import { openTelegramDoor, type TelegramDoor } from './telegram-door.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 });

let door: TelegramDoor;
let model: OpenAiServer;
afterEach(async () => {
  await door.close();
  await model.close();
});

async function open(pieces: string[], paceMs = 0): Promise<void> {
  model = await startOpenAiServer({ pieces, paceMs });
  door = await openTelegramDoor({ env: { PARLEY_RUNTIME: 'remote', PARLEY_REMOTE_URL: model.url } });
}

const QUESTION = 'Which of the two did you mean?';

it('an answer to an older message reaches the model with the words of that message', async () => {
  await open(['The tall', ' one.']);
  const ana = await door.person('Ana');
  await ana.writes('/start');
  await ana.presses('Switch on');
  await ana.reads(/^I’m on/);
  await ana.writes('The heliotrope stands beside the door.');
  await ana.reads('The tall one.');
  // From here on nothing earlier is told to the model: the quote is all it can have it from.
  await ana.writes('/new');
  await ana.reads(/fresh|new/i);
  await ana.writes('Good morning!');
  await until(() => model.asked.length).toBe(2);
  expect(JSON.stringify(model.asked[1])).not.toContain('heliotrope');

  await ana.answers!(QUESTION, 'heliotrope');
  await until(() => model.asked.length).toBe(3);
  const { role, content } = model.asked[2]!.messages.at(-1)!;
  expect({ role, content }).toEqual({
    role: 'user',
    content: expect.stringContaining(`> The heliotrope stands beside the door.\n\n${QUESTION}`),
  });
});

it('in a group what is shown of a running answer names its question, and so does the whole of it', async () => {
  const words = 'one two three four five six seven eight nine ten'.split(' ').map((word) => `${word} `);
  await open(words, 400);
  const people = await door.group!('Hiking club', ['Ana', 'Bo'], ['Ana']);
  const [ana, bo] = [people.get('Ana')!, people.get('Bo')!];
  await ana.writes('/on@parleybot');
  await ana.reads(/^On for/);
  await bo.writes(QUESTION);
  const place = door.standIn.server.world.places.find(({ chat }) => chat.type !== 'private')!;
  const said = () => [...place.said.values()];
  const question = said().findLast(({ ours }) => !ours)!.message;
  const answer = () => said().find(({ ours, message }) => ours && (message.text ?? '').startsWith('one two'));
  await until(answer).toBeDefined();
  const first = answer()!.message;
  expect(first.text).not.toContain('ten');
  expect(first.reply_to_message?.message_id).toBe(question.message_id);

  await bo.reads(/nine ten$/);
  expect(answer()!.message.reply_to_message?.message_id).toBe(question.message_id);
});
