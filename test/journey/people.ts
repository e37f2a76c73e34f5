/** Somebody who writes, presses and decides in one chat of a journey under test. */
import { expect } from 'vitest';
import type { Address, Inbound, Member, MessageEvent } from '../../adapters/contract.ts';
import type { RunningAnswer } from '../doubles/scripted-runtime.ts';
import { choice, type JourneyUnderTest, message } from './journey-under-test.ts';

export const privateChat = (chat: string): Address => ({ channel: 'notebook', account: 'a', chat });
export const groupChat = (chat: string): Address => ({ ...privateChat(chat), group: true });

export function somebody(journey: JourneyUnderTest, member: Member, address: Address = privateChat(member.id)) {
  const { channel } = journey;
  const newest = () => channel.replies(address.chat).at(-1) ?? '';
  const admit = async (event: Inbound) => (await journey.admit([event]))[0]!;
  return {
    says: (text: string, over: Partial<MessageEvent> = {}) => admit(message(text, { address, member, ...over })),
    /** Presses the newest button of that label. */
    async presses(label: string) {
      await expect.poll(() => button(label)).toBeDefined();
      return admit({ ...choice(button(label)!, address), member } as Inbound);
    },
    chooses: (value: string) => admit({ ...choice(value, address), member } as Inbound),
    /** Waits until the newest reply here is as expected. */
    hears: (text: string | RegExp) => expect.poll(newest, { timeout: 5000 }).toMatch(text),
    heard: () => channel.replies(address.chat),
    newest,
  };

  function button(label: string): string | undefined {
    for (const { part } of channel.sent.toReversed()) {
      if (part.address.chat !== address.chat) continue;
      const { buttons } = part.body as { buttons: { label: string; value: string }[] };
      const found = buttons.find((one) => one.label === label);
      if (found) return found.value;
    }
    return undefined;
  }
}

/** Somebody whose private chat is on, with nothing said about it. */
export async function on(journey: JourneyUnderTest, id: string, name = id) {
  await journey.grant(privateChat(id), id);
  return somebody(journey, { id, name });
}

/** The words that the model is asked. */
export const asked = ({ request }: RunningAnswer): string => {
  const [part] = request.messages.at(-1)!.content;
  return part?.kind === 'text' ? part.text : '';
};

/** Resolves once something of an answer could be seen. */
export const visible = (journey: JourneyUnderTest) =>
  expect.poll(() => journey.channel.previews.some((preview) => preview?.markdown)).toBe(true);

/** Answers the next question with these words, and resolves with it. */
export async function answerNext(journey: JourneyUnderTest, words: string): Promise<RunningAnswer> {
  const answer = await journey.runtime.taken();
  answer.write(words);
  answer.end();
  return answer;
}

/** Answers whatever the model is asked, with these words. */
export function answerAll(journey: JourneyUnderTest, words: (asked: string) => string): void {
  const next = async () => {
    for (;;) {
      const answer = await journey.runtime.taken();
      answer.write(words(asked(answer)));
      answer.end();
    }
  };
  void next();
}
