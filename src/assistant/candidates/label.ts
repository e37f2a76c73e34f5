/** What of a label a question means. */
import type { Evidence } from '../evidence.ts';
import { type Question, said } from '../intent.ts';
import { SERVINGS } from '../kind-words.ts';
import type { Nutrient } from '../printed/nutrients.ts';
import { sayAllergens } from '../skills/allergens.ts';
import { type LabelEvidence, sayLabel, sayServings } from '../skills/label/label.ts';
import type { SkillReply, Talk } from '../skills/skill.ts';
import { type Asked, type Candidate, isLabel, match, photoName } from './candidate.ts';

export function onLabel(
  evidence: LabelEvidence,
  question: Question,
  pool: readonly Evidence[],
  { focus, talk }: Asked,
): Candidate[] {
  const { seen, photo } = evidence;
  const named = match(seen.name, question.names) > 0;
  // "And the nut bar?" asks of it what was asked of another.
  const remembered = named || focus?.photos.includes(photo.id) ? (focus?.what ?? null) : null;
  if (question.allergens) {
    const reply = sayAllergens(evidence, null, talk);
    return [{ ...labelled(evidence, 1, reply, 'energy', talk), step: { kind: 'shown', photo: photo.id } }];
  }
  if (question.nutrients.length === 0 && said(question.text, SERVINGS))
    return [labelled(evidence, 2, sayServings(evidence, talk), 'energy', talk)];
  const asked =
    question.nutrients.length > 0 ? question.nutrients : question.followUp && remembered ? [remembered] : [];
  const wanted =
    asked.length > 0 ||
    question.all ||
    question.base !== null ||
    ((question.howMuch || question.prepared) && question.names.length === 0);
  if (!wanted) return [];
  if (question.ordinal !== null && !named) {
    // "The second" of the photos that were sent.
    const photos = pool.filter(({ seen: { kind } }) => kind === 'label' || kind === 'shelf');
    const labels = pool.filter(isLabel);
    if (photos[question.ordinal]?.photo.id !== photo.id && labels[question.ordinal]?.photo.id !== photo.id) return [];
  }
  // A question that names another thing is not about this label.
  if (question.names.length > 0 && !named && question.followUp) return [];
  // "Which has the most?" is asked of several things, not of one label.
  const ranking = question.wants.length > 0 && !question.howMuch;
  const has = asked.length === 0 || asked.some((what) => seen.facts.some((fact) => fact.what === what));
  const reply = sayLabel(evidence, { ...question, asked }, talk);
  return [labelled(evidence, named ? 3 : has && !ranking ? 2 : 1, reply, asked[0] ?? 'energy', talk)];
}

const labelled = (
  evidence: LabelEvidence,
  strength: Candidate['strength'],
  reply: SkillReply,
  what: Nutrient,
  talk: Talk,
): Candidate => ({
  evidence,
  strength,
  reply,
  name: photoName(evidence, evidence.seen.name, talk),
  step: { kind: 'one', photo: evidence.photo.id, place: 0, what },
});
