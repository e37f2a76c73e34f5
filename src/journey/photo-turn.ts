/**
 * Questions that photos answer without the model: the skills are asked, their pictures are drawn, their words said. What they
 * leave is for the model.
 */
import type { Writable } from 'node:stream';
import type { Button, ReplyFile } from '../../adapters/contract.ts';
import type { Runtime } from '../../model-runtime/contract.ts';
import { answerFromPhotos, answerStep } from '../assistant/asking.ts';
import type { Asked } from '../assistant/candidates/candidate.ts';
import { bound, plain, wordingTask } from '../assistant/firewall.ts';
import { questionIn } from '../assistant/intent.ts';
import { asksColour, asksToLook, type Kept, picturesMeant } from '../assistant/looking.ts';
import { evidenceOf, isUnread, photoId, refusedAll } from '../assistant/photos.ts';
import { draw } from '../assistant/pictures/draw.ts';
import type { Products } from '../assistant/skills/code/code.ts';
import type { Step } from '../assistant/skills/offers.ts';
import type { Drawing, Focus, SkillReply } from '../assistant/skills/skill.ts';
import { asksWho, asksWhoStill, mayName } from '../assistant/somebody.ts';
import { wordingRequest } from '../assistant/turn.ts';
import { filesFolder } from '../conversation/files-folder.ts';
import { keptFor } from '../conversation/kept-for.ts';
import { type Notice, say, type TextId } from '../conversation/notices.ts';
import type { Ask } from '../conversation/record.ts';
import type { Log } from '../log.ts';
import { drawnOn, type Files } from '../media/files.ts';
import { type PictureRecord, QUOTED } from '../media/picture.tables.ts';

export interface PhotoAnswer {
  markdown: string;
  buttons: Button[];
  files: ReplyFile[];
  /** What "and the jerky?" will refer to; kept with the answer. */
  focus: Focus | null;
}

export interface PhotoQuestion {
  conversation: string;
  chat: string;
  language: string;
  /** Of the messages asked together. */
  text: string;
  /** Their entries, in order. */
  entries: readonly number[];
  /** The conversation's pictures. */
  records: readonly PictureRecord[];
  /** Of the person's messages before them, oldest first. */
  before: readonly number[];
}

export interface PhotoTurnOptions {
  ask: Ask;
  notice: () => Notice;
  files: Files;
  /** Words around a skill's values, where the owner wants a model to choose them. */
  wording: 'template' | 'model';
  runtime: Runtime;
  /** Undefined: the owner has no table of products. */
  products: Products;
  log: Log;
}

export interface PhotoTurns {
  /** Null: no photo answers this by what is printed in it, and what it shows may be looked at. */
  answer(question: PhotoQuestion, signal: AbortSignal): Promise<PhotoAnswer | null>;
  /** What a button under a skill's reply asks for; null: its photo is forgotten. */
  press(
    step: Step,
    question: Omit<PhotoQuestion, 'text' | 'entries' | 'before' | 'records'>,
  ): Promise<PhotoAnswer | null>;
}

export function createPhotoTurns({
  ask,
  notice,
  files,
  wording,
  runtime,
  products,
  log,
}: PhotoTurnOptions): PhotoTurns {
  return {
    async answer(question, signal) {
      const { language, text, entries, records } = question;
      if (records.length === 0) return null;
      const attached = records.filter(({ entry }) => entries.includes(entry));
      const refused = refusedAll(attached);
      if (refused !== null) return { ...NOTHING, markdown: say(REFUSALS[refused], {}, language) };
      const meant = picturesMeant(records, question);
      if (meant.some(isUnread) && (asksOfPrint(text) || (attached.some(isUnread) && !runtime.eyes)))
        return { ...NOTHING, markdown: say('photo.unread', {}, language) };
      const reply = answerFromPhotos({
        text,
        ...(await known(question, records, entries)),
        talk: talkIn(language),
        products,
      });
      if (reply) return told(reply, question, signal);
      // Nobody is named, and no model is asked to, however long ago the photo came.
      const newest = records.findLast(({ state }) => state.name === 'kept');
      if (meant.length > 0 ? asksWho(text, meant) : newest && asksWhoStill(text, newest))
        return { ...NOTHING, markdown: say(runtime.eyes ? 'photo.faces' : 'photo.no-eyes', {}, language) };
      if (mayName(text, meant))
        return { ...NOTHING, markdown: say(runtime.eyes ? 'photo.perhaps-name' : 'photo.no-eyes', {}, language) };
      if (runtime.eyes) return null;
      return coloursOf(question, meant) ?? blindAnswer(attached, meant, question);
    },
    async press(step, question) {
      const { conversation, language } = question;
      const records = await ask('pictures', { conversation });
      const { earlier, focus } = await known(question, records, []);
      const reply = answerStep(step, { earlier, focus, talk: talkIn(language) });
      return reply && told(reply, { ...question, text: '', entries: [], before: [], records });
    },
  };

  async function known(
    { conversation, chat }: Pick<PhotoQuestion, 'conversation' | 'chat'>,
    records: readonly PictureRecord[],
    entries: readonly number[],
  ): Promise<Pick<Asked, 'attached' | 'earlier' | 'focus'>> {
    const { hours } = keptFor(notice().facts, await ask('settings', { chat }));
    const evidence = (some: readonly PictureRecord[]) =>
      some.map((record) => evidenceOf(record, hours)).filter((one) => one !== null);
    return {
      attached: evidence(records.filter(({ entry }) => entries.includes(entry))),
      earlier: evidence(records.filter(({ entry }) => !entries.includes(entry))),
      // Of our own making (set with the answer it belongs to).
      focus: (await ask('focus', { conversation })) as Focus | null,
    };
  }

  async function told(reply: SkillReply, question: PhotoQuestion, signal?: AbortSignal): Promise<PhotoAnswer> {
    const { markdown } = signal && wording === 'model' ? await worded(reply, question, signal) : plain(reply.sheet);
    return {
      markdown,
      buttons: reply.buttons,
      files: await filesOf(reply, question),
      focus: reply.focus,
    };
  }

  /** The model's words where they hold, the skill's own otherwise; a model that fails costs nothing but the try. */
  async function worded({ sheet }: SkillReply, { text, language, conversation }: PhotoQuestion, signal: AbortSignal) {
    if (sheet.slots.length === 0 || text.trim() === '') return plain(sheet);
    let written = '';
    try {
      const request = wordingRequest(wordingTask(sheet, text), conversation);
      for await (const delta of runtime.generate(request, { signal }))
        if (delta.kind === 'answer') written += delta.text;
    } catch (error) {
      log.warn({ err: error }, 'the model could not word a reply; the skill says it itself');
    }
    return bound(sheet, written, language);
  }

  async function filesOf(
    { drawings, file }: SkillReply,
    { chat, conversation, records }: PhotoQuestion,
  ): Promise<ReplyFile[]> {
    if (drawings.length === 0 && !file) return [];
    const folder = await filesFolder(ask, chat, conversation);
    const kept: ReplyFile[] = [];
    for (const drawing of drawings) {
      try {
        const photo = photoUnder(drawing, records);
        const { bytes, mime, name, alt } = await draw(drawing, photo && files.path(photo.file));
        const file = { kind: 'image', name, mime, alt: letters(alt) } as const;
        const write = async (out: Writable) => void out.write(bytes);
        kept.push(await files.keep(folder, file, write, photo && drawnOn(photo.lasts ? photo.file : undefined)));
      } catch (error) {
        // The text says all that the picture shows.
        log.warn({ err: error, drawing: drawing.kind }, 'a picture could not be drawn');
      }
    }
    if (file)
      kept.push(
        await files.keep(folder, { kind: 'document', name: file.name, mime: file.mime }, async (out) => {
          out.write(file.text);
        }),
      );
    return kept;
  }
}

/** A question that print answers. */
function asksOfPrint(text: string): boolean {
  const asked = questionIn(text);
  if (!asked) return false;
  const { nutrients, wants, howMuch, compare, total, shown, says, allergens } = asked;
  return nutrients.length > 0 || wants.length > 0 || howMuch || compare || total || shown || says || allergens;
}

/** The photo that a drawing shows again. One of the message that was answered to goes before the answer is on its way. */
function photoUnder(drawing: Drawing, records: readonly PictureRecord[]): { file: string; lasts: boolean } | undefined {
  if (drawing.kind !== 'boxes') return undefined;
  const record = records.find((one) => photoId(one) === drawing.photo);
  return record?.state.name === 'kept' ? { file: record.state.file, lasts: record.part < QUOTED } : undefined;
}

/** Of what is printed nowhere nothing is made up, where nothing saw it. Null: a model may answer from the print. */
export function blindAnswer(
  attached: readonly PictureRecord[],
  meant: readonly PictureRecord[],
  { text, language }: Pick<PhotoQuestion, 'text' | 'language'>,
  /** The model that looked and saw nothing; absent: none did. */
  lookedAt?: string,
): PhotoAnswer | null {
  if (lookedAt === undefined && attached.some(isUnread))
    return { ...NOTHING, markdown: say('photo.unread', {}, language) };
  const unseen = attached.length > 0 && attached.every(({ reading }) => (reading?.lines.length ?? 0) === 0);
  if (!unseen && !(meant.length > 0 && asksToLook(text))) return null;
  const markdown =
    lookedAt === undefined ? say('photo.no-eyes', {}, language) : say('photo.nothing', { name: lookedAt }, language);
  return { ...NOTHING, markdown };
}

/** Where nothing sees: of the whole photo, and said as that. Null: it is not asked for, or nothing stands out. */
function coloursOf({ text, language }: PhotoQuestion, [photo, ...others]: readonly Kept[]): PhotoAnswer | null {
  const found = photo?.reading?.colours ?? [];
  if (found.length === 0 || others.length > 0 || !asksColour(text)) return null;
  const named = found.map((colour) => say('photo.colour', { colour }, language));
  const colours = new Intl.ListFormat(language, { type: 'conjunction' }).format(named);
  return { ...NOTHING, markdown: say('photo.colours', { colours }, language) };
}

/** Captions are no Markdown: the strokes that keep printed signs from being marks would be seen there. */
const letters = (markdown: string): string => markdown.replace(/\\([!-/:-@[-`{-~])/g, '$1');

const NOTHING = { buttons: [], files: [], focus: null } satisfies Omit<PhotoAnswer, 'markdown'>;

/** Times are said as the clock on the owner's wall shows them. */
const talkIn = (language: string): Asked['talk'] => ({
  language,
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  now: Date.now(),
});

const REFUSALS = {
  heic: 'photo.refused.heic',
  drawing: 'photo.refused.drawing',
  'too many pixels': 'photo.refused.pixels',
  'too small': 'photo.refused.small',
  damaged: 'photo.refused.damaged',
  document: 'photo.refused.document',
  sound: 'photo.refused.sound',
  film: 'photo.refused.film',
  'no picture': 'photo.refused.other',
  'too large': 'photo.refused.large',
  'not to be had': 'photo.refused.gone',
} as const satisfies Record<Exclude<PictureRecord['state'], { name: 'waiting' | 'kept' | 'gone' }>['why'], TextId>;
