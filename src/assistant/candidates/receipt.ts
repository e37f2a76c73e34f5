/** What of a receipt a question means. */
import { type Question, said } from '../intent.ts';
import { LISTED } from '../kind-words.ts';
import { sayDearest, sayLines, sayNoLine, sayPayment } from '../skills/receipt/line.ts';
import { type ReceiptEvidence, sayReceipt } from '../skills/receipt/receipt.ts';
import type { SkillReply } from '../skills/skill.ts';
import { type Asked, type Candidate, isAttached } from './candidate.ts';

/** "Olive oil?" Who names more asks of something else. */
const MOST_NAMED = 2;

/** The line that is asked for; the sum only where nothing on it is named. */
export function onReceipt(
  evidence: ReceiptEvidence,
  question: Question,
  asked: Asked,
): [Candidate['strength'], SkillReply][] {
  const { names, tax, nutrients } = question;
  const { focus, talk } = asked;
  const asks = question.howMuch || question.paid || question.allergens;
  const isListed = question.all || (names.length === 0 && said(question.text, LISTED));
  const isMeant = isAttached(evidence, asked) || focus?.photos.includes(evidence.photo.id);
  if ((asks || isMeant) && names.length <= MOST_NAMED) {
    const payment = sayPayment(evidence, { text: question.text, names }, talk);
    if (payment) return [[3, payment]];
  }
  const isNamed = tax || names.length > 0;
  if (isNamed && (asks || tax || question.total || question.followUp)) {
    const lines = sayLines(evidence, { names, tax }, talk);
    if (lines) return [[3, lines]];
  }
  if (question.dearest && names.length === 0) {
    const line = sayDearest(evidence, question.dearest, talk);
    if (line) return [[2, line]];
  }
  if (question.total || isListed) return [[2, sayReceipt(evidence, { list: isListed }, talk)]];
  if (!asks && !tax) return [];
  if (!isNamed)
    return nutrients.length === 0 && !question.allergens ? [[2, sayReceipt(evidence, { list: false }, talk)]] : [];
  return isMeant && nutrients.length === 0 && names.length <= MOST_NAMED ? [[1, sayNoLine(evidence, talk)]] : [];
}
