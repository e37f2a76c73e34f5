/** An answer that is shown while it is being made: one message, edited until the final text takes its place. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Preview, SendResult } from '../contract.ts';
import { whatsappPieces } from '../text/whatsapp.ts';
import { capabilities, LIVE } from './capabilities.ts';

export interface LiveOptions {
  send(chat: string, text: string): Promise<SendResult>;
  edit(id: string, text: string): Promise<boolean>;
  now(): number;
}

interface Shown {
  turn: string;
  id: string;
  text: string;
  since: number;
  at: number;
}

export interface Live {
  show(chat: string, preview: Preview): Promise<SendResult | undefined>;
  /** The message that waits for its final text; it is handed over once. */
  take(chat: string): string | undefined;
}

const { limit } = capabilities(true).text;

export function createLive({ send, edit, now }: LiveOptions): Live {
  const shown = new Map<string, Shown>();

  return {
    async show(chat, { turn, markdown }) {
      const [piece] = await whatsappPieces(markdown, { limit, unit: 'utf16', parts: 1 });
      if (piece?.kind !== 'text') return undefined;
      const { text } = piece;
      const known = shown.get(chat);
      if (known && now() - known.since < LIVE.forMs) {
        // A turn that begins again, or the next one before anything final came, goes on in the same message.
        known.turn = turn;
        if (text === known.text) return undefined;
        await sleep(Math.max(0, known.at + LIVE.everyMs - now()), undefined, { ref: false });
        if (shown.get(chat) !== known) return undefined;
        known.at = now();
        if (!(await edit(known.id, text))) return undefined;
        known.text = text;
        return { status: 'sent', id: known.id };
      }
      const result = await send(chat, text);
      if (result.status === 'sent') shown.set(chat, { turn, id: result.id, text, since: now(), at: now() });
      return result;
    },

    take(chat) {
      const known = shown.get(chat);
      shown.delete(chat);
      return known && now() - known.since < LIVE.forMs + 60_000 ? known.id : undefined;
    },
  };
}
