/**
 * "Show what I read": numbered boxes on the photo and the print of each (product.md R15). Where the photo is gone, the
 * list remains.
 */
import type { Quad } from '../../../model-runtime/contract.ts';
import { say } from '../../conversation/notices.ts';
import type { Evidence } from '../evidence.ts';
import { quoted } from '../printed/letters.ts';
import { isNutrient } from '../printed/nutrients.ts';
import { factsShown } from './shelf/shelf.ts';
import { type Focus, type SkillReply, saying, type Talk } from './skill.ts';
import { nutrientName } from './wording.ts';

/** More boxes than this cover the photo. */
const MOST_BOXES = 40;

export function sayShown(evidence: Evidence, focus: Focus | null, talk: Talk): SkillReply {
  const { language } = talk;
  const { photo } = evidence;
  const shown = printsOf(evidence, focus, language).slice(0, MOST_BOXES);
  const own = { photos: [photo.id], what: focus?.what ?? null, way: focus?.way ?? ('most' as const) };
  if (shown.length === 0) return saying(say('skill.shown.nothing', {}, language));
  const lines = shown.map(({ print }, index) =>
    // A number does not stay behind at the end of a line.
    say('skill.shown.line', { number: index + 1, print: quoted(print) }, language).replace(' ', '\u00A0'),
  );
  const list = lines.join(' · ');
  if (photo.gone)
    return saying(say('skill.gone', { hours: photo.gone.afterHours, lines: list }, language), { focus: own });
  const boxes = shown.map(({ box }, index) => ({ number: index + 1, box }));
  return saying(list, { drawings: [{ kind: 'boxes', photo: photo.id, boxes, alt: list }], focus: own });
}

interface Print {
  print: string;
  box: Quad;
}

function printsOf({ seen, reading }: Evidence, focus: Focus | null, language: string): Print[] {
  switch (seen.kind) {
    case 'shelf':
      return factsShown(seen, focus?.what ?? null, focus?.way ?? 'most').map(({ print, boxes }) => ({
        print,
        box: boxes[0]!,
      }));
    case 'label':
      return seen.facts.map(({ what, print, boxes }) => ({
        print: isNutrient(what) ? `${nutrientName(what, language)} ${print}` : print,
        box: boxes[0]!,
      }));
    case 'receipt':
      return [...seen.items, ...(seen.total ? [seen.total] : [])].map(({ print, boxes }) => ({
        print,
        box: boxes[0]!,
      }));
    case 'chart':
      return seen.bars.map(({ fact }) => ({ print: fact.print, box: fact.boxes[0]! }));
    case 'table':
      return seen.rows
        .slice(1)
        .flat()
        .flatMap(({ text, box }) => (box ? [{ print: text, box }] : []));
    case 'text':
      return reading.lines.map(({ text, box }) => ({ print: text, box }));
    case 'unreadable':
      return seen.why === 'script' ? [] : reading.lines.map(({ text, box }) => ({ print: text, box }));
    default:
      return seen satisfies never;
  }
}
