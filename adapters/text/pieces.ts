/** A reply cut into what a platform can take: messages within its limit, and a file where words do not fit messages. */
import { breather } from './breather.ts';
import { readWithPauses, type SourcedText } from './document.ts';
import type { Flow } from './flow.ts';
import { Layout } from './layout.ts';
import type { Manner } from './manner.ts';
import { endOfMessage, startOfMessage } from './split.ts';

/** What leaves as one message, or as a file where words do not fit messages. */
export type Piece<Rich> = { kind: 'text'; text: Rich } | FilePiece;
/** Markdown and code are plain text, and as such every platform takes them. */
export interface FilePiece {
  kind: 'file';
  name: string;
  mime: string;
  text: string;
}

export interface PieceLimits {
  /** Of one message, in `unit`; at least 200, or marks and letters of many parts would not find room. */
  limit: number;
  unit: 'utf16' | 'codepoint' | 'byte';
  /** Most pieces, files of code among them; what is left then becomes one file more (the rest of the Markdown, `.md`). */
  parts: number;
  /** `without scheme`: no address is written so that an app opens it to make a preview. */
  links?: 'as they are' | 'without scheme';
}

/** How a platform writes a flow down. */
export interface Spelling<Rich> {
  manner: Pick<Manner, 'links' | 'tables' | 'bullet' | 'codeAsFile'>;
  /** One message of what stands from `from` up to `to`; null where there is nothing to see. */
  spell: (flow: Flow, from: number, to: number, links: PieceLimits['links']) => Rich | null;
  textOf: (rich: Rich) => string;
  /** What else it may not have too much of, as a share of what it may have. */
  loadOf?: (rich: Rich) => number;
}

/** A character that takes place on a screen. */
const VISIBLE = /[^\s\p{C}\p{Default_Ignorable_Code_Point}\u2800]/u;

export function isBlank(text: string): boolean {
  return !VISIBLE.test(text);
}

/** The length of a text as a platform counts it. */
export function lengthIn(unit: PieceLimits['unit'], text: string): number {
  switch (unit) {
    case 'utf16':
      return text.length;
    case 'codepoint':
      return text.length - (text.match(/[\ud800-\udbff](?=[\udc00-\udfff])/g)?.length ?? 0);
    case 'byte':
      return Buffer.byteLength(text);
    default:
      return unit satisfies never;
  }
}

export function mannerFor<Rich>(
  { manner }: Spelling<Rich>,
  { limit, links }: Pick<PieceLimits, 'limit' | 'links'>,
): Manner {
  return {
    ...manner,
    withoutScheme: links === 'without scheme',
    longestHead: limit / 8,
    longestTable: limit * 100,
  };
}

export async function piecesOf<Rich>(
  markdown: string,
  limits: PieceLimits,
  spelling: Spelling<Rich>,
): Promise<Piece<Rich>[]> {
  const breathe = breather();
  const document = await readWithPauses(markdown, breathe);
  const mostUnits = limits.unit === 'codepoint' ? limits.limit * 2 : limits.limit;
  const layout = new Layout(mannerFor(spelling, limits), document.definitions, mostUnits * (limits.parts + 1));
  for (const [number, node] of document.nodes.entries()) {
    if (layout.full) break;
    for (const _ of layout.block(node, number)) await breathe();
    await breathe();
  }
  const pieces: Piece<Rich>[] = [];
  for (const piece of cutFlow(layout, document, { ...limits, mostUnits }, spelling)) {
    pieces.push(piece);
    await breathe();
  }
  return pieces;
}

function* cutFlow<Rich>(
  { flow, full }: Layout,
  document: SourcedText,
  limits: PieceLimits & { mostUnits: number },
  { spell, textOf, loadOf }: Spelling<Rich>,
): Generator<Piece<Rich>> {
  const load = (from: number, to: number) => {
    const rich = spell(flow, from, to, limits.links);
    if (rich === null) return 0;
    return Math.max(lengthIn(limits.unit, textOf(rich)) / limits.limit, loadOf?.(rich) ?? 0);
  };
  let count = 0;
  let at = 0;
  for (const file of [...flow.files, null]) {
    const end = file?.at ?? flow.text.length;
    for (;;) {
      at = startOfMessage(flow.text, at, end);
      if (at >= end) break;
      if (count >= limits.parts) return yield restFrom(at, flow, document);
      const to = endOfMessage(flow, at, end, { mostUnits: limits.mostUnits, load }, count === limits.parts - 1);
      const text = spell(flow, at, to, limits.links);
      at = to;
      if (text === null) continue;
      count += 1;
      yield { kind: 'text', text };
    }
    if (file === null) continue;
    if (count >= limits.parts) return yield restFrom(at, flow, document);
    count += 1;
    yield { kind: 'file', name: file.name, mime: 'text/plain', text: file.text };
  }
  if (full) yield restFrom(at, flow, document);
}

/** The Markdown from the block on that `at` lies in: a block that was begun stands there as a whole. */
function restFrom(at: number, { breaks }: Flow, { source, starts }: SourcedText): FilePiece {
  const block = breaks.findLast((found) => found.at <= at && found.block !== undefined)?.block ?? 0;
  return { kind: 'file', name: 'answer.md', mime: 'text/plain', text: source.slice(starts[block] ?? 0) };
}
