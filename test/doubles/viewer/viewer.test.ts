import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bubble } from './chat.ts';
import { chatPage, PLATFORMS } from './page.ts';
import { telegramHtml } from './telegram-looks.ts';
import { whatsappHtml, whatsappText } from './whatsapp-looks.ts';

/** The letters that are left of HTML. */
const letters = (html: string): string =>
  html
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');

describe("Telegram's entities", () => {
  it('become looks, nested where they nest', () => {
    expect(
      telegramHtml('one two three', [
        { type: 'bold', offset: 0, length: 7 },
        { type: 'italic', offset: 4, length: 3 },
        { type: 'code', offset: 8, length: 5 },
      ]),
    ).toBe('<b>one </b><b><i>two</i></b> <code>three</code>');
  });

  it('never change a letter, wherever they stand', () => {
    const type = fc.constantFrom('bold', 'italic', 'code', 'blockquote', 'hashtag');
    const entity = fc.record({ type, offset: fc.nat(40), length: fc.integer({ min: 1, max: 40 }) });
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.array(entity, { maxLength: 6 }), (text, all) => {
        const inside = all.filter(({ offset, length }) => offset + length <= text.length);
        expect(letters(telegramHtml(text, inside))).toBe(text);
      }),
    );
  });
});

describe("WhatsApp's marks", () => {
  it.each([
    ['*bold* and _slanted_ and ~gone~', '<b>bold</b> and <i>slanted</i> and <s>gone</s>'],
    ['2*3*4 and snake_case_name', '2*3*4 and snake_case_name'],
    ['`*not bold*`', '<code>*not bold*</code>'],
    ['> quoted', '<blockquote>quoted</blockquote>'],
    ['- kcal · *A:* 435', '• kcal · <b>A:</b> 435'],
    ['```\na *b*\n```', '<pre>a *b*</pre>'],
    ['1 < 2 & "so"', '1 &lt; 2 &amp; &quot;so&quot;'],
  ])('%s', (text, html) => {
    expect(whatsappHtml(text)).toBe(html);
    expect(whatsappText(text)).toBe(letters(html));
  });
});

describe('the page of a chat', () => {
  it('shows what was said, and nothing of it is code', () => {
    const html = chatPage([bubble('person', '<script>1</script>'), bubble('parley', 'no', { buttons: ['<b>'] })], {
      ...PLATFORMS.Telegram,
    });
    expect(html).not.toContain('<script>');
    expect(html).toContain('&lt;script&gt;1&lt;/script&gt;');
    expect(html).toContain('<span>&lt;b&gt;</span>');
  });

  it('shows buttons that go away under the newest message alone', () => {
    const said = [bubble('parley', 'one', { buttons: ['Yes'] }), bubble('parley', 'two', { buttons: ['No'] })];
    expect(chatPage(said, PLATFORMS.Messenger)).not.toContain('<span>Yes</span>');
    expect(chatPage(said, PLATFORMS.Telegram)).toContain('<span>Yes</span>');
  });
});
