/**
 * Barcodes and QR codes. A product's number is looked up in an imported table and nowhere else; what a QR code holds is
 * shown as text and never opened.
 */
import { say } from '../../../conversation/notices.ts';
import type { Evidence } from '../../evidence.ts';
import { focusOn, type SkillReply, saying, type Talk } from '../skill.ts';

/** A row of an imported table, and which table it is. */
export interface Product {
  name: string;
  /** The table's name, the row's id in it and the table's date, as they are said. */
  table: string;
  row: string;
  date: string;
}

/** Looks a product's number up; null: not in the table. Undefined: no table is imported. */
export type Products = ((number: string) => Product | null) | undefined;

/** Longest text of a code that is shown. */
const LONGEST = 300;

export function sayCodes({ photo, reading }: Evidence, products: Products, talk: Talk): SkillReply {
  const { language } = talk;
  const said = reading.codes.map(({ text, format }) => {
    if (!isProductNumber(text)) return sayText(text, language);
    const values = { number: text, format };
    if (!products) return say('skill.code.no-table', values, language);
    const product = products(text);
    return product
      ? say('skill.code.product', { ...values, ...product }, language)
      : say('skill.code.unknown', values, language);
  });
  return saying(said.join('\n'), { focus: focusOn(photo) });
}

function sayText(text: string, language: string): string {
  const link = /^\s*[a-z][a-z\d+.-]*:\/\/(.*)$/is.exec(text);
  const shown = (link?.[1] ?? text).replace(/\s+/g, ' ').trim();
  const cut =
    shown.length > LONGEST
      ? `${shown
          .slice(0, LONGEST)
          .toWellFormed()
          .replace(/\uFFFD$/, '')}…`
      : shown;
  return say(link ? 'skill.code.link' : 'skill.code.text', { text: inCode(cut) }, language);
}

/** As a code span, where nothing is a link; its fence is longer than any in the text. */
function inCode(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}

/** EAN-8, UPC-A, EAN-13 and GTIN-14 with the right check digit (GS1 General Specifications, 7.9). */
export function isProductNumber(text: string): boolean {
  if (!/^(?:\d{8}|\d{12,14})$/.test(text)) return false;
  const digits = [...text].map(Number).reverse();
  const sum = digits.reduce((total, digit, index) => total + digit * (index % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}
