/** One entry of a record as an export shows it: to be read, and for programs. Pure. */
import { extname } from 'node:path';
import type { Entry, Part, Reply, ReplyFile } from '../../adapters/contract.ts';
import { type PictureRecord, QUOTED } from '../media/picture.tables.ts';
import type { Page } from './kept.tables.ts';

/** Where each kept file lies in the zip. */
type Media = ReadonlyMap<string, string>;

/** The files of a page's entries, as they are called here and in the zip. An earlier export is not part of the next. */
export function mediaOf({ entries, pictures }: Page): { file: string; name: string }[] {
  return [
    // Pictures are made safe as JPEG (src/media/normalise.ts).
    ...pictures.flatMap(({ entry, part, state }) =>
      state.name === 'kept' ? [{ file: state.file, name: `${entry}-${part + 1}.jpg` }] : [],
    ),
    ...entries.flatMap(({ id, content }) =>
      content.by === 'parley'
        ? filesOf(content.reply).map((file, index) => ({
            file: file.id,
            name: `${id}-${index + 1}${/^\.\w{1,8}$/.exec(extname(file.name))?.[0] ?? ''}`,
          }))
        : [],
    ),
  ];
}

const filesOf = ({ files = [] }: Reply): ReplyFile[] => files.filter(({ mime }) => mime !== 'application/zip');

export function entryMarkdown({ at, content }: Entry, pictures: readonly PictureRecord[], media: Media): string {
  const time = new Date(at).toISOString();
  switch (content.by) {
    case 'person':
      return `**You, ${time}**\n\n${content.parts.map((part, index) => partMarkdown(part, pictureAt(pictures, index), media)).join('\n\n')}\n\n`;
    case 'parley': {
      const attached = filesOf(content.reply).map(({ id, name, kind }) => {
        const path = media.get(id);
        if (path === undefined) return `[${name}: no longer kept]`;
        return `${kind === 'image' ? '!' : ''}[${name}](${path})`;
      });
      return `${[`**Parley, ${time}**`, content.reply.markdown, ...attached].join('\n\n')}\n\n`;
    }
    case 'erasure':
      return '';
    default:
      return content satisfies never;
  }
}

const pictureAt = (pictures: readonly PictureRecord[], index: number): PictureRecord | undefined =>
  pictures.find(({ part }) => part === index);

function partMarkdown(part: Part, picture: PictureRecord | undefined, media: Media): string {
  if (part.kind === 'text') return part.text;
  const path = picture && pathOf(picture, media);
  const shown = path ? `![${part.kind}](${path})` : `[${part.kind}${picture ? `: ${fateOf(picture)}` : ''}]`;
  return [shown, 'caption' in part ? part.caption : ''].filter(Boolean).join(' ');
}

const pathOf = ({ state }: PictureRecord, media: Media): string | null =>
  state.name === 'kept' ? (media.get(state.file) ?? null) : null;

/** Why a picture is not in the zip. */
function fateOf({ state }: PictureRecord): string {
  switch (state.name) {
    case 'kept':
    case 'gone':
      return 'deleted, its time was over';
    case 'refused':
      return 'not kept';
    case 'waiting':
      return 'not here yet';
    default:
      return state satisfies never;
  }
}

export function entryJson({ id, at, content }: Entry, pictures: readonly PictureRecord[], media: Media): object {
  const when = { id, at: new Date(at).toISOString() };
  switch (content.by) {
    case 'person':
      return {
        ...when,
        by: 'person',
        key: content.key,
        state: content.state,
        parts: content.parts,
        pictures: pictures.map((picture) => ({
          // Null: of the message that this one answers to.
          part: picture.part < QUOTED ? picture.part : null,
          file: pathOf(picture, media),
          state: picture.state.name,
          read: picture.reading?.lines.map(({ text }) => text) ?? null,
        })),
      };
    case 'parley': {
      const { reply, answers, timing } = content;
      return {
        ...when,
        by: 'parley',
        kind: reply.kind,
        markdown: reply.markdown,
        answers,
        model: timing?.model ?? null,
        files: filesOf(reply).map((file) => ({ name: file.name, mime: file.mime, file: media.get(file.id) ?? null })),
      };
    }
    case 'erasure':
      return { ...when, by: 'erasure' };
    default:
      return content satisfies never;
  }
}
