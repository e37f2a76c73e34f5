/** A reply → messages within WhatsApp's limits, in WhatsApp's marks. Pure. */
import type { Address, Json, OutPart, Reply, ReplyFile } from '../contract.ts';
import { whatsappPieces } from '../text/whatsapp.ts';
import { capabilities, TYPING } from './capabilities.ts';

/** What one part is on this channel; crosses the store as JSON. */
export type Body = {
  /** The first of its reply: it takes the place of what was shown live. */
  first: boolean;
  /** How long "typing…" shows before it, in ms; 0 for a notice, which may come before any consent. */
  typingMs: number;
  quotes?: string;
} & (
  | { kind: 'text'; text: string }
  | { kind: 'words as file'; name: string; mime: string; text: string }
  | { kind: 'file'; file: ReplyFile }
);

const LIMITS = capabilities(false);

export async function encode(reply: Reply, address: Address): Promise<OutPart[]> {
  const { text, parts } = LIMITS;
  const pieces = await whatsappPieces(withChoices(reply), { limit: text.limit, unit: 'utf16', parts });
  const bodies = [
    ...pieces.map((piece) =>
      piece.kind === 'text'
        ? { kind: 'text' as const, text: piece.text }
        : { kind: 'words as file' as const, name: piece.name, mime: piece.mime, text: piece.text },
    ),
    ...(reply.files ?? []).map((file) => ({ kind: 'file' as const, file })),
  ];
  return bodies.map((body, index) => {
    const whole: Body = {
      ...body,
      first: index === 0,
      typingMs: reply.kind === 'notice' ? 0 : typingMs(body.kind === 'text' ? body.text.length : 0),
      ...(index === 0 && reply.quotes !== undefined ? { quotes: reply.quotes } : {}),
    };
    return { kind: 'message', address, body: jsonOf(whole) };
  });
}

/** There are no buttons for a private number: the same choices are numbered. */
function withChoices({ markdown, buttons }: Reply): string {
  if (!buttons || buttons.length === 0) return markdown;
  const choices = buttons.map(({ label }, index) => `**${index + 1}** ${label}`);
  return `${markdown}\n\n${choices.join('  \n')}`;
}

const typingMs = (characters: number): number =>
  Math.min(TYPING.mostMs, TYPING.leastMs + characters * TYPING.perCharacterMs);

function jsonOf(body: Body): Json {
  const base = {
    kind: body.kind,
    first: body.first,
    typingMs: body.typingMs,
    ...(body.quotes === undefined ? {} : { quotes: body.quotes }),
  };
  switch (body.kind) {
    case 'text':
      return { ...base, text: body.text };
    case 'words as file':
      return { ...base, name: body.name, mime: body.mime, text: body.text };
    case 'file':
      return { ...base, file: { ...body.file } };
    default:
      return body satisfies never;
  }
}

/** A part of ours as it comes back from the store. */
export const bodyOf = ({ body }: OutPart): Body => body as Body;
