/** What of a shelf a question means: a pack, several, or all of them in order. */
import { JOINED, namedIn } from '../about.ts';
import type { Pack } from '../evidence.ts';
import { type Question, withoutAllergens } from '../intent.ts';
import { wordsOf } from '../printed/letters.ts';
import { isNutrient, type Nutrient } from '../printed/nutrients.ts';
import { sayAllergens } from '../skills/allergens.ts';
import type { Step } from '../skills/offers.ts';
import { claimOf, rank } from '../skills/shelf/rank.ts';
import { type ShelfEvidence, sayPack, sayRanking } from '../skills/shelf/shelf.ts';
import type { SkillReply, Talk } from '../skills/skill.ts';
import { type Asked, type Candidate, isAttached, match, namesIn, photoName } from './candidate.ts';

export function onShelf(evidence: ShelfEvidence, question: Question, asked: Asked): Candidate[] {
  const { focus, talk } = asked;
  const { seen, photo } = evidence;
  const remembered = focus?.photos.includes(photo.id) ? focus : null;
  const way = question.wants[0]?.way === 'less' ? 'least' : question.wants[0] ? 'most' : (remembered?.way ?? 'most');
  const what: Nutrient | null = question.nutrients[0] ?? remembered?.what ?? null;
  const packs = packsNamed(seen.packs, question.names);
  const several = question.allergens ? [] : packsJoined(seen.packs, question);
  const shared = what ?? several.flatMap(({ facts }) => facts.map((fact) => fact.what)).find(isNutrient);
  if (several.length > 1 && shared !== undefined) {
    const some: ShelfEvidence = { ...evidence, seen: { ...seen, packs: several } };
    const step: Step = { kind: 'all', photo: photo.id, what: shared, way };
    const reply = sayRanking(some, { what: shared, way, all: true }, talk);
    return [{ evidence, strength: 3, reply, name: photoName(evidence, null, talk), step }];
  }
  if (question.allergens) {
    const whole = packs.filter((pack) => match(pack.name, question.names) === 1);
    const meant = whole.length > 0 ? whole : packsNamed(seen.packs, withoutAllergens(question.names));
    const about = meant.length > 0 ? meant : seen.packs.length === 1 ? seen.packs : [null];
    return about.map((pack) => ({
      evidence,
      strength: meant.length > 0 ? 3 : 1,
      reply: sayAllergens(evidence, pack, talk),
      name: photoName(evidence, pack?.name ?? null, talk),
      step: { kind: 'shown', photo: photo.id },
    }));
  }
  // The second of what was ranked last; of a shelf that is no longer spoken of, the second that there is.
  const orders = remembered?.what ? [remembered.what] : [what ?? 'protein', 'protein' as const];
  const pointed =
    question.ordinal === null
      ? undefined
      : orders
          .map((order) => rank(seen, order, way).ranked[question.ordinal!]?.pack)
          .find((pack) => pack !== undefined);
  const isPointedAt = pointed !== undefined && remembered !== null && question.names.length === 0;
  // A single pack is meant without being named.
  const alone = seen.packs.length === 1 && question.names.length === 0 ? seen.packs : [];
  const meant = packs.length > 0 ? packs : pointed ? [pointed] : alone;
  // "Edamame?", and not "a recipe for edamame".
  const isNamed = packs.length > 0 && namedIn(evidence, question.names).strange.length === 0;
  if (
    meant.length > 0 &&
    what !== null &&
    (question.nutrients.length > 0 || question.followUp || question.howMuch || isNamed || isPointedAt)
  )
    return (
      meant
        // Of several that could be meant, only those with an answer are offered.
        .filter((pack) => meant.length === 1 || claimOf(pack, what))
        .filter((pack) => packs.length > 0 || claimOf(pack, what))
        .map((pack) =>
          candidate(
            evidence,
            pack,
            packs.length > 0 ? 3 : 2,
            sayPack(evidence, pack, { what, way, placed: packs.length > 0 && seen.packs.length > 1 }, talk),
            what,
            talk,
          ),
        )
    );
  if (what === null || question.ordinal !== null || (question.names.length > 0 && question.followUp)) return [];
  // "Protein?" of the shelf that just came, or is spoken of.
  const bare =
    question.nutrients.length > 0 && question.names.length === 0 && (remembered || isAttached(evidence, asked));
  const inOrder = question.wants.length > 0 || question.rank || question.compare || question.all || question.howMuch;
  if (!inOrder && !bare) return [];
  const reply = sayRanking(evidence, { what, way, all: question.all }, talk);
  const step: Step = { kind: 'all', photo: photo.id, what, way };
  return [{ evidence, strength: 2, reply, name: photoName(evidence, null, talk), step }];
}

function candidate(
  evidence: ShelfEvidence,
  pack: Pack,
  strength: Candidate['strength'],
  reply: SkillReply,
  what: Nutrient | null,
  talk: Talk,
): Candidate {
  const place = evidence.seen.packs.indexOf(pack);
  const step: Step = { kind: 'one', photo: evidence.photo.id, place, what: what ?? 'protein' };
  return { evidence, strength, reply, name: photoName(evidence, pack.name, talk), step };
}

/** The packs whose names a question says best; all that are equally near. */
function packsNamed(packs: readonly Pack[], words: readonly string[]): Pack[] {
  const scored = packs.map((pack) => ({ pack, score: match(pack.name, words) }));
  const best = Math.max(0, ...scored.map(({ score }) => score));
  return best === 0 ? [] : scored.filter(({ score }) => score === best).map(({ pack }) => pack);
}

/** "Edamame and jerky", "jerky or edamame?": each of them, where each is named in words of its own. */
function packsJoined(packs: readonly Pack[], { text, names }: Question): Pack[] {
  if (!JOINED.test(text)) return [];
  const found: Pack[] = [];
  let left = names;
  for (;;) {
    const [pack, ...rest] = packsNamed(packs, left);
    if (!pack) return found;
    const isIts = ({ name }: Pack, word: string) =>
      wordsOf(name).some((own) => own.includes(word)) || namesIn(name, word);
    const said = left.filter((word) => isIts(pack, word));
    // Two that are called by the same word: which of them is meant is asked elsewhere.
    if (rest.some((other) => said.some((word) => isIts(other, word)))) return found;
    found.push(pack);
    if (said.length === 0) return found;
    left = left.filter((word) => !said.includes(word));
  }
}
