/**
 * Product plan, section 5 (b): texts that are 40 % longer than English and run from right to left go through every
 * channel within its limits, whole, with their buttons.
 */
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
import type { Button, Reply } from '../../adapters/contract.ts';
import { CATALOGUES, type TextId } from '../../src/conversation/catalogues.ts';
import { say } from '../../src/conversation/notices.ts';
import { SHOWN_IN, type Shown, sizeIn } from './shown.ts';

// ------------------------------------------------------------------------------------------------ the language

/** Arabic letters in place of Latin ones, by turns; what is code keeps its letters and its direction. */
const LETTERS = 'ابتثجحخدذرزسشصضطظعغفقكلمنهوي';
const KEPT = /`[^`]*`|https?:\/\/\S+|\d[\d.,]*/g;

const turned = (text: string): string =>
  text.replace(/\p{L}/gu, (letter) => LETTERS[letter.codePointAt(0)! % LETTERS.length]!);

/** 40 % longer: each word of five letters or more grows by what all of them together lack. */
function longer(text: string): string {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const words = text.split(/(?<=\p{L})(?!\p{L})/u);
  const each = Math.ceil((letters * 0.4) / Math.max(1, words.length - 1));
  return words.map((word, index) => (index < words.length - 1 ? word + 'ـ'.repeat(each) : word)).join('');
}

function pseudo(text: string): string {
  let result = '';
  let at = 0;
  for (const { index, 0: kept } of text.matchAll(KEPT)) {
    result += `${longer(turned(text.slice(at, index)))}\u2068${kept}\u2069`;
    at = index + kept.length;
  }
  return result + longer(turned(text.slice(at)));
}

const IDS = [...Object.keys(CATALOGUES.get('en')!)] as TextId[];

/** Something for every place of a text that is to be filled. */
function filled(id: TextId): string {
  const names = new Set<string>();
  const visit = (elements: ReturnType<IntlMessageFormat['getAst']>): void => {
    for (const element of elements) {
      if (element.type !== 0 && element.type !== 7) names.add(String('value' in element ? element.value : ''));
      if ('options' in element) for (const { value } of Object.values(element.options)) visit(value);
    }
  };
  visit(new IntlMessageFormat(CATALOGUES.get('en')![id]!, 'en', undefined, { ignoreTag: true }).getAst());
  return say(id, Object.fromEntries([...names].map((name) => [name, 12])));
}

const replyOf = (markdown: string, buttons: Button[] = []): Reply => ({ key: 'k', kind: 'notice', markdown, buttons });
/** What must arrive: letters and figures in their order. */
const lettersOf = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '');
const BUTTONS = IDS.filter((id) => id.includes('.button.'));

describe.each(SHOWN_IN)('A language that is longer and runs from right to left, in $name', ({ text, label, show }) => {
  const expectShown = (parts: Shown[], markdown: string) => {
    expect(lettersOf(parts.map((part) => part.text).join(''))).toBe(lettersOf(markdown));
    for (const part of parts) expect(sizeIn(text.unit, part.text)).toBeLessThanOrEqual(text.limit);
    const all = parts.map((part) => part.text).join('');
    expect(all.match(/\u2068/g)?.length).toBe(all.match(/\u2069/g)?.length);
  };

  it('has every text whole and within the limits, figures and commands in their own direction', async () => {
    for (const id of IDS) {
      const markdown = pseudo(filled(id));
      if (lettersOf(markdown) === '') continue;
      expectShown(await show(replyOf(markdown)), markdown);
    }
  });

  it('has a text of all of them in several pieces, each within the limits', async () => {
    const markdown = IDS.filter((id) => !/^skill/.test(id))
      .map((id) =>
        pseudo(
          filled(id)
            .replace(/\s+/g, ' ')
            .replace(/[*_#|-]/g, ''),
        ),
      )
      .join('\n\n');
    const parts = await show(replyOf(markdown));
    expectShown(parts, markdown);
    if (text.unit !== 'none') expect(parts.length).toBeGreaterThan(1);
  });

  it('has its buttons under the last piece, none longer than the platform shows', async () => {
    const buttons = BUTTONS.map((id): Button => ({ label: pseudo(filled(id)), value: id }));
    for (let at = 0; at < buttons.length; at += 3) {
      const some = buttons.slice(at, at + 3);
      const parts = await show(replyOf(pseudo(filled('forget.ask')), some));
      const labels = parts.at(-1)!.labels;
      expect(labels).toHaveLength(label === 0 ? 0 : some.length);
      for (const [index, one] of labels.entries())
        expect(some[index]!.label.startsWith(one.replace(/…$/, '')), `${one} for ${some[index]!.label}`).toBe(true);
      for (const one of labels) expect(one.length).toBeLessThanOrEqual(label);
    }
  });
});
