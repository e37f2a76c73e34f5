/**
 * What a turn's pictures show, where no skill answers from their print. The model for text looks itself where it can and what
 * it will say can be gone through: at a question in English that only sight answers. Else the model that sees is asked about
 * each picture alone, and its words go on as unchecked.
 */
import type { Delta, Eyes, Picture, Runtime } from '../../model-runtime/contract.ts';
import { RuntimeError } from '../../model-runtime/contract.ts';
import { asksOfPrint, closely, type Kept, type Meaning, picturesMeant, takesSight } from '../assistant/looking.ts';
import { inWords, photoId } from '../assistant/photos.ts';
import { createAnswer } from '../assistant/reply.ts';
import { type Besides, lookRequest } from '../assistant/turn.ts';
import { answerOfPrint, answerWithoutGuesses, withoutGuesses } from '../assistant/unchecked.ts';
import type { Log } from '../log.ts';
import type { Files } from '../media/files.ts';
import type { PictureRecord } from '../media/picture.tables.ts';
import { blindAnswer, type PhotoAnswer } from './photo-turn.ts';

export interface Looking {
  runtime: Runtime;
  files: Files;
  log: Log;
}

export interface LookingAt {
  conversation: string;
  language: string;
  meaning: Meaning;
  records: readonly PictureRecord[];
}

export interface Looked {
  /** For the request. */
  besides: Pick<Besides, 'pictures' | 'shown'>;
  /** Which model looked. */
  by?: string;
  /** What may be said of the answer: to a question that only sight answers, or of what was read. */
  sayable?: (markdown: string) => string;
  /** The answer words what was read. */
  ofPrint?: true;
  /** Instead of an answer of the model: nothing could look. */
  instead?: PhotoAnswer;
}

/**
 * @param show told where a look stands, so that the person is
 * @throws RuntimeError `crashed`: a second try may go well
 */
export async function look(
  looking: Looking,
  at: LookingAt,
  signal: AbortSignal,
  show: (delta: Delta) => void,
): Promise<Looked> {
  const { runtime, files } = looking;
  const { records, meaning } = at;
  const meant = picturesMeant(records, meaning);
  const seen = new Map<string, string>();
  const besides = (): Looked['besides'] => ({
    pictures: new Map(records.map((record) => [photoId(record), inWords(record, seen.get(photoId(record)))])),
  });
  const attached = records.filter(({ entry }) => meaning.entries.includes(entry));
  const ofPrint = asksOfPrint(meaning.text, attached, meant)
    ? {
        // Of an earlier photo, too, something may be asked again.
        sayable: answerOfPrint(records.map(({ reading }) => reading)),
        ofPrint: true as const,
      }
    : {};
  if (meant.length === 0 || !runtime.eyes) return { besides: besides(), ...ofPrint };
  const { eyes } = runtime;
  const by = eyes.kind === 'text model' ? nameOf(runtime) : eyes.name;
  const readings = meant.map(({ reading }) => reading);
  const sight = at.language === 'en' && takesSight(meaning.text, attached);
  const answered = {
    by,
    ...ofPrint,
    ...(sight && { sayable: answerWithoutGuesses(readings, meaning.text) }),
  };
  if (eyes.kind === 'text model' && sight) {
    const pictures = meant.map((record) => pictureOf(record, files));
    const close = readings.some((reading) => closely(meaning.text, reading));
    return { besides: { ...besides(), shown: { pictures, closely: close } }, ...answered };
  }
  const blind = (lookedAt?: string): Looked => {
    const instead = blindAnswer(attached, meant, { text: meaning.text, language: at.language }, lookedAt);
    return { besides: besides(), ...(instead && { instead }) };
  };
  try {
    for (const record of meant) {
      if (signal.aborted) break;
      seen.set(photoId(record), await ask(eyes, record, looking, at, signal, show));
    }
  } catch (error) {
    if (!(error instanceof RuntimeError) || error.kind === 'crashed') throw error;
    looking.log.warn({ err: error }, 'nothing could look at a picture');
    return blind();
  }
  if (!signal.aborted && [...seen.values()].every((words) => words === '')) return blind(by);
  return { besides: besides(), ...answered };
}

async function ask(
  eyes: Eyes,
  record: Kept,
  { files, runtime }: Looking,
  { conversation, language, meaning }: LookingAt,
  signal: AbortSignal,
  show: (delta: Delta) => void,
): Promise<string> {
  const { text } = meaning;
  const translates = language !== 'en';
  // Models that only see speak English; in other languages they say what there is, and the model for text answers.
  const question = text.trim() !== '' && (!translates || eyes.kind === 'text model') ? text : undefined;
  const close = closely(text, record.reading);
  const answer = createAnswer();
  const request = lookRequest(pictureOf(record, files), { question, translates, closely: close }, conversation);
  const seer = eyes.kind === 'text model' ? runtime : eyes;
  for await (const delta of seer.generate(request, { signal })) {
    answer.take(delta);
    if (delta.kind === 'phase' && delta.phase !== 'answering') show(delta);
  }
  return withoutGuesses(answer.markdown, record.reading, text);
}

const pictureOf = ({ state }: Kept, files: Files): Picture => ({
  file: files.path(state.file),
  width: state.width,
  height: state.height,
});

const nameOf = ({ status }: Runtime): string => (status.state === 'ready' ? status.card.id : '');
