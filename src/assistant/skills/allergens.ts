/**
 * Questions about allergens are answered with the printed lines and nothing else: never "free of", never "safe"
 * (product.md section 4). A missing line is not a missing allergen, and that is said.
 */
import { say } from '../../conversation/notices.ts';
import { ALLERGENIC } from '../allergen-words.ts';
import type { Evidence, Pack } from '../evidence.ts';
import { said } from '../intent.ts';
import { fold, quoted } from '../printed/letters.ts';
import { focusOn, type SkillReply, saying, type Talk } from './skill.ts';
import { listed } from './wording.ts';

/** What a line about allergens says, folded: the warnings, and the fourteen of Regulation (EU) 1169/2011 annex II by their usual names. */
const ABOUT =
  /contain|may contain|allerg|alerg|contiene|puede contener|trazas|contem|pode conter|contient|peut contenir|traces|enthalt|spuren|contiene|tracce|mengandung|chua|icerir|iz miktarda|gluten|wheat|trigo|\bble\b|weizen|gandum|milk|leche|leite|lait|milch|latte|susu|sut|soy|soja|kedelai|nuts?(?![a-z])|nuez|noix|nuss|kacang|findik|egg|huevo|ovo|oeuf|yumurta|telur|sesam|fish|pescado|poisson|ikan|celery|mustard|senf|moutarde|lupin|sulphite|sulfit/;

export function sayAllergens({ photo, reading, seen }: Evidence, pack: Pack | null, talk: Talk): SkillReply {
  const { language } = talk;
  const read = pack ? pack.lines : reading.lines.map(({ text }) => text);
  const about = read.filter(
    (line) => (ABOUT.test(fold(line)) || said(line, ALLERGENIC)) && !isName(line, nameOf(seen, pack)),
  );
  const focus = focusOn(photo);
  if (about.length > 0) {
    const lines = listed(about.map(cited));
    return saying(say('skill.allergens.read', { lines }, language), { focus });
  }
  // All of a pack, or what stands largest of a whole photo, is what was read.
  const lines = pack
    ? cited(read.join(' '))
    : listed(
        read
          .filter((line) => line.trim() !== '')
          .slice(0, 5)
          .map(cited),
      );
  const words = photo.gone
    ? say('skill.allergens.gone', { hours: photo.gone.afterHours, lines }, language)
    : say('skill.allergens.none', { lines }, language);
  return saying(words, { focus });
}

/** In a sentence that has its own full stop. */
const cited = (line: string): string => `“${quoted(line.replace(/[\s.।]+$/u, ''))}”`;

/** "Nut Bar" is a name, not a line about nuts. */
const isName = (line: string, name: string | null): boolean => name !== null && fold(name).includes(fold(line));

const nameOf = (seen: Evidence['seen'], pack: Pack | null): string | null =>
  pack?.name ?? (seen.kind === 'label' ? seen.name : null);
