/** The bodies of our parts: what `encode` writes and `send` reads, possibly in another life of the process. */
import type { Address, Json, OutPart, ReplyFile } from '../contract.ts';
import type { MessageEntity } from '../text/telegram.ts';

export type Body =
  | ({ kind: 'text'; text: string; entities: MessageEntity[] } & Extras)
  /** Words that leave as a file, because there are more than messages hold. */
  | ({ kind: 'words'; name: string; mime: string; text: string } & Extras)
  /** A file of the reply: its bytes stay with the service until they are sent. */
  | ({ kind: 'file'; file: ReplyFile; caption?: string } & Extras);

interface Extras {
  /** Rows of buttons: what they say and what they send. */
  buttons?: { label: string; value: string }[];
  /** The message this answers. */
  replyTo?: string;
  /** The first of its reply: what showed the reply in the making ends with it. */
  leads?: true;
}

export const partOf = (address: Address, body: Body): OutPart => ({
  kind: 'message',
  address,
  // Interfaces have no index signature, which is all that keeps it from being Json.
  body: body as Body & Json,
});

/** Of our own making: parts come back from the store as they went in. */
export const bodyOf = (part: OutPart): Body => part.body as Body & Json;
