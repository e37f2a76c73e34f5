/** What is said of a receipt: how many items, their sum, and whether the printed total fits. */
import { say } from '../../../conversation/notices.ts';
import type { Evidence, Receipt } from '../../evidence.ts';
import { offer } from '../offers.ts';
import { focusOn, type SkillReply, saying, type Talk } from '../skill.ts';
import { listed, named, number } from '../wording.ts';

export type ReceiptEvidence = Evidence & { seen: Receipt };

export function sayReceipt({ seen, photo }: ReceiptEvidence, { list }: { list: boolean }, talk: Talk): SkillReply {
  const { language } = talk;
  const { items, unread, sum, total, check } = seen;
  const values = { items: items.length, sum: number(sum, language), total: total ? number(total.value, language) : '' };
  const lines = list ? items.map(({ item, value }) => `${named(item, language)} – ${number(value, language)}`) : [];
  const checked = check
    ? say(check.passed ? 'skill.receipt.fits' : 'skill.receipt.fails', values, language)
    : say(total ? 'skill.receipt.unchecked' : 'skill.receipt.no-total', values, language);
  const notRead =
    unread.length > 0
      ? say('skill.unread', { names: listed(unread.map((name) => named(name, language))) }, language)
      : '';
  return saying(
    [...lines, [say('skill.receipt.sum', values, language), notRead, checked].filter(Boolean).join(' ')].join('\n'),
    {
      facts: total ? [...items, total] : items,
      buttons: [offer({ kind: 'shown', photo: photo.id }, language)],
      focus: focusOn(photo),
    },
  );
}
