/** Questions of somebody who looks closely: each was answered wrongly once. */
import { describe, expect, it } from 'vitest';
import { answerFromPhotos } from '../../src/assistant/asking.ts';
import type { Evidence } from '../../src/assistant/evidence.ts';
import { plain } from '../../src/assistant/firewall.ts';
import { see } from '../../src/assistant/seeing.ts';
import type { Focus } from '../../src/assistant/skills/skill.ts';
import { readRows } from '../vision/layouts/rows.ts';
import { NUT_BAR } from './nut-bar.ts';

const seen = (id: string, rows: string[][]): Evidence => see({ id, at: 0 }, readRows(rows));
const NUT = seen('nut', [['Nut bar'], ...NUT_BAR]);
const OAT = seen('oat', [
  ['Oat bar'],
  ['', 'per 100 g'],
  ['Energy', '1820 kJ / 435 kcal'],
  ['Fat', '16.0 g'],
  ['Carbohydrate', '64.8 g'],
  ['of which sugars', '24.0 g'],
  ['Protein', '8.0 g'],
  ['Salt', '0.40 g'],
]);
const US = seen('us', [
  ['Serving size 1 bar (40g)'],
  ['Calories', '170'],
  ['Total Fat 6g'],
  ['Total Carbohydrate 26g'],
  ['Total Sugars 12g'],
  ['Includes 8g Added Sugars'],
  ['Protein 3g'],
]);
const RECEIPT = seen('receipt', [
  ['CORNER SHOP'],
  ['Milk 1l', '1.20'],
  ['Bread', '2.80'],
  ['Cheese', '4.50'],
  ['TOTAL', '8.50'],
]);

/** Asks one after another; the first comes with the photos. */
function ask(photos: Evidence[], texts: readonly string[], language = 'en'): string {
  let focus: Focus | null = null;
  let said = '';
  texts.forEach((text, index) => {
    const [attached, earlier] = index === 0 ? [photos, []] : [[], photos];
    const reply = answerFromPhotos({ text, attached, earlier, focus, talk: { language, timeZone: 'UTC', now: 0 } });
    focus = reply?.focus ?? focus;
    said = reply ? plain(reply.sheet).markdown : '';
  });
  return said;
}

describe('a demanding person', () => {
  it('gets the value of the bar that is named, though its name is a food that people are allergic to', () => {
    expect(ask([NUT, OAT], ['how much salt in the oat bar?', 'and the nut bar?'])).toMatch(/^Per 100 g: salt 0\.90 g/);
    expect(ask([NUT, OAT], ['how much salt in the oat bar?', 'how much protein does the nut bar have?'])).toMatch(
      /^Per 100 g: protein 21\.0 g/,
    );
  });

  it.each([
    ['how much sugar is added?', 'en'],
    ['¿cuánta azúcar añadida tiene?', 'es'],
    ['quanto açúcar adicionado tem?', 'pt-BR'],
    ['combien de sucre ajouté ?', 'fr'],
  ])('gets added sugars, and not all of them: %s', (text, language) => {
    const said = ask([US], [text], language);
    expect(said).toMatch(/\b8 g/);
    expect(said).not.toMatch(/\b12 g/);
  });

  it.each([
    ['how many items?', 'en', /^3 items, 8\.50/],
    ['¿cuántos artículos hay?', 'es', /^3 artículos, 8,50/],
    ['combien d’articles ?', 'fr', /^3 articles/],
    ['сколько товаров?', 'ru', /8,50/],
  ])('gets how many things a receipt lists: %s', (text, language, answer) => {
    expect(ask([RECEIPT], [text], language)).toMatch(answer);
  });

  it.each([
    ['which is cheaper per 100 g?', 'en', /^Write me the prices/],
    ['which is the best value?', 'en', /^Write me the prices/],
    ['¿cuál es más barata?', 'es', /A 1[.,]20/],
    ['какой дешевле?', 'ru', /A 1[.,]20/],
    ['hangisi daha ucuz?', 'tr', /A 1[.,]20/],
    ['कौन सा सस्ता है?', 'hi', /A 1[.,]20/],
  ])('is asked for the prices that no label prints: %s', (text, language, answer) => {
    expect(ask([NUT, OAT], ['compare', text], language)).toMatch(answer);
  });

  it('hears that what is asked of two labels was not read on them', () => {
    expect(ask([NUT, OAT], ['which has more protein?', 'and the fibre?'])).toContain(
      'I can’t weigh fibre: not readable on every label.',
    );
  });

  it('is not told a product’s name as a line about allergens', () => {
    expect(ask([NUT], ['does it contain gluten?'])).toMatch(/^I read: .*No allergen line among it/);
  });

  it('gets kilojoules where those are asked for', () => {
    expect(ask([NUT], ['how many kilojoules?'])).toMatch(/^Per 100 g: energy 2,130 kJ/);
    expect(ask([NUT], ['¿cuántos kJ tiene?'], 'es')).toContain('2130 kJ');
    expect(ask([NUT], ['how many kcal?'])).toMatch(/^Per 100 g: energy 509 kcal/);
  });
});
