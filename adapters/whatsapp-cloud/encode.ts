/** A reply as WhatsApp messages, without their recipient. Pure. */
import type { Address, Button, Json, OutPart, Reply, ReplyFile } from '../contract.ts';
import { fitButtons, shorten } from '../meta/choices.ts';
import { captionsSay } from '../text/captions.ts';
import type { Piece } from '../text/pieces.ts';
import { whatsappPieces } from '../text/whatsapp.ts';
import { CAPABILITIES, IMAGES, LIMITS } from './limits.ts';

/** A message of the Cloud API; `upload` is what has to get an id before it can leave. */
export type WhatsAppBody = {
  message: { type: string; [content: string]: Json };
  upload?: Upload;
};

/** A file to upload: one of the reply's, or text that did not fit messages. */
export type Upload = { [name: string]: Json } & { name: string; mime: string } & ({ file: string } | { text: string });

export async function encodeReply(reply: Reply, address: Address): Promise<OutPart[]> {
  const buttons = reply.buttons ?? [];
  const pieces = await piecesOf(reply.markdown, buttons.length > 0);
  const [piece, ...others] = pieces;
  const captioned =
    piece?.kind === 'text' &&
    others.length + buttons.length === 0 &&
    captionsSay(
      piece.text,
      (reply.files ?? []).map(({ alt = '' }) => alt),
      LIMITS.caption,
    );
  const bodies = [...(captioned ? [] : withButtons(pieces, buttons)), ...(reply.files ?? []).map(fileBody)];
  if (bodies[0] && reply.quotes !== undefined) bodies[0].message.context = { message_id: reply.quotes };
  return bodies.map((body): OutPart => ({ kind: 'message', address, body: body as Json }));
}

/** Where buttons follow, the last piece has to fit above them. */
async function piecesOf(markdown: string, buttons: boolean): Promise<Piece<string>[]> {
  const limits = { limit: LIMITS.text, unit: CAPABILITIES.text.unit as 'utf16', parts: CAPABILITIES.parts };
  const pieces = await whatsappPieces(markdown, limits);
  const last = pieces.at(-1);
  const fits = last?.kind === 'text' && last.text.length <= LIMITS.body;
  return !buttons || fits ? pieces : whatsappPieces(markdown, { ...limits, limit: LIMITS.body });
}

function withButtons(pieces: Piece<string>[], buttons: Button[]): WhatsAppBody[] {
  const lastText = pieces.findLastIndex(({ kind }) => kind === 'text');
  return pieces.map((piece, index) => {
    if (piece.kind === 'file') return textFileBody(piece);
    if (buttons.length === 0 || index !== lastText) return textBody(piece.text);
    return { message: { type: 'interactive', interactive: choices(piece.text, buttons) } };
  });
}

const textBody = (text: string): WhatsAppBody => ({
  message: { type: 'text', text: { body: text, preview_url: false } },
});

/** Up to three are buttons, more are a list behind one. */
function choices(text: string, buttons: Button[]): Json {
  const { replyButtons, list } = LIMITS;
  if (buttons.length <= replyButtons.count) {
    const fitted = fitButtons(buttons, replyButtons.count, replyButtons.title);
    return {
      type: 'button',
      body: { text },
      action: { buttons: fitted.map(({ label, value }) => ({ type: 'reply', reply: { id: value, title: label } })) },
    };
  }
  const rows = fitButtons(buttons, list.rows, list.title).map(({ label, value }) => ({ id: value, title: label }));
  // The button that opens the list needs a name that is nobody's language.
  return { type: 'list', body: { text }, action: { button: '☰', sections: [{ rows }] } };
}

function fileBody({ id, kind, name, mime, bytes, alt }: ReplyFile): WhatsAppBody {
  const upload = { file: id, name, mime };
  const caption = alt ? { caption: shorten(alt, LIMITS.caption) } : {};
  if (kind === 'image' && IMAGES.types.includes(mime) && bytes <= IMAGES.bytes)
    return { message: { type: 'image', image: caption }, upload };
  return { message: { type: 'document', document: { filename: shorten(name, LIMITS.fileName), ...caption } }, upload };
}

/** The platform takes no Markdown by that name, but it takes text. */
function textFileBody({ name, text }: Extract<Piece<string>, { kind: 'file' }>): WhatsAppBody {
  return {
    message: { type: 'document', document: { filename: shorten(name, LIMITS.fileName) } },
    upload: { text, name: name.replace(/\.md$/, '.txt'), mime: 'text/plain' },
  };
}
