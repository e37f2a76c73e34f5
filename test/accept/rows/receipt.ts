import { Decimal } from 'decimal.js';
import { layReceipt } from '../../vision/layouts/receipt.ts';
import { toSvg } from '../../vision/layouts/scene.ts';
import type { Attempt } from '../attempt.ts';
import { askedOf } from '../taken.ts';
import { inventedIn, printedOn, saidBy, type Verdict, whether } from '../verdict.ts';

/** R10: how many items, their sum, and whether the printed total fits; of five receipts one has a wrong total. */
export async function receipt({ random, index, darkroom }: Attempt): Promise<Verdict> {
  const wrong = index % 5 === 0;
  const laid = layReceipt(random, wrong);
  const { evidence } = await darkroom.take(toSvg(laid.scene), random);
  const reply = askedOf([evidence], 'What is the total?');
  const said = saidBy(reply);
  const { seen } = evidence;
  const unread = seen.kind === 'receipt' ? seen.unread.length : 0;
  // With rows that are told of as unread, the sum is of those that were read, each at a price that is printed.
  const prices = seen.kind === 'receipt' ? seen.items.map(({ value }) => value) : [];
  const isPrinted = prices.every((price) => laid.items.some((item) => item.price === price));
  const sums = unread > 0 && isPrinted ? [Number(Decimal.sum(0, ...prices))] : [];
  const counts = laid.items.map((_, place) => place + 1);
  const invented = inventedIn(said, printedOn([laid.scene]), [Number(laid.sum), ...sums, ...counts]);
  const flagged = /does not fit/.test(said);
  const exact = said.startsWith(`${laid.items.length} items, ${laid.sum}.`) && flagged === wrong;
  return whether(exact, `${seen.kind}, ${laid.items.length} items, ${laid.sum}, printed ${laid.total}: ${said}`, {
    invented: invented.length + (flagged && !wrong ? 1 : 0),
    contradictions: wrong ? 1 : 0,
    flagged: wrong && flagged ? 1 : 0,
  });
}
