import { describe, expect, it } from 'vitest';
import { apart } from '../../../src/assistant/printed/apart.ts';
import { asName, fold, quoted } from '../../../src/assistant/printed/letters.ts';
import { nutrientsAsked, nutrientsPrinted } from '../../../src/assistant/printed/nutrients.ts';

const printed = (text: string) => nutrientsPrinted(text).map(({ nutrient }) => nutrient);

describe('nutrients on labels', () => {
  it.each([
    ['of which saturates', ['saturates']],
    ['Saturated Fat 1g', ['saturates']],
    ['Trans Fat 0g', ['other']],
    ['Total Fat 8g', ['fat']],
    ['SaturatedFat1g', ['saturates']],
    ['S6dio 5 mg', ['sodium']],
    ['Proteinas', ['protein']],
    ['Protenas', ['protein']],
    ['delascualessaturadas', ['saturates']],
    ['deloscualesazucares', ['sugars']],
    ['davon Zucker', ['sugars']],
    ['dicuizuccheri', ['sugars']],
    ['Chất đạm', ['protein']],
    ['Chat béo bão h6a 10,5g', ['saturates']],
    ['Carbohydrate 4', ['carbohydrate']],
    ['Đường', ['sugars']],
    ...['Durong', 'Durang', 'Duang', 'Dudng', 'Dugng'].map((read): [string, string[]] => [read, ['sugars']]),
    ['Nang lurang', ['energy']],
    ['Nang lugng', ['energy']],
    ['Eiweiß', ['protein']],
    ['YAĞ', ['fat']],
    ['Şekerler', ['sugars']],
    ['Fat 16 g of which saturates 2 g', ['fat', 'saturates']],
    ['Matières grasses', ['fat']],
  ])('%s names %j', (text, nutrients) => {
    expect(printed(text)).toEqual(nutrients);
  });

  it.each(['Salted caramel', 'Fatima', 'proteinaceous', 'Salad', 'unsalted', 'Hướng dẫn sử dụng', 'Dung tích'])(
    '%s names none',
    (text) => {
      expect(printed(text)).toEqual([]);
    },
  );

  it.each([
    ['which has the most protein?', 'protein'],
    ['¿cuál tiene más proteínas?', 'protein'],
    ['qual tem mais proteína?', 'protein'],
    ['किसमें सबसे ज़्यादा प्रोटीन है?', 'protein'],
    ['أيها يحتوي على أكثر بروتين؟', 'protein'],
    ['mana yang paling banyak protein?', 'protein'],
    ['lequel a le plus de protéines ?', 'protein'],
    ['কোনটায় সবচেয়ে বেশি প্রোটিন?', 'protein'],
    ['cái nào nhiều chất đạm nhất?', 'protein'],
    ['hangisinde en çok protein var?', 'protein'],
    ['где больше всего белка?', 'protein'],
    ['сколько сахара?', 'sugars'],
    ['كم السكر؟', 'sugars'],
    ['कितनी चीनी है?', 'sugars'],
    ['কত চিনি আছে?', 'sugars'],
  ] as const)('“%s” asks for %s', (text, nutrient) => {
    expect(nutrientsAsked(text)).toEqual([nutrient]);
  });
});

describe('words run together', () => {
  it.each([
    ['18gPROTEIN', '18g PROTEIN'],
    ['23gofprotein', '23g of protein'],
    ['11gof protein', '11g of protein'],
    ['11g ofprotein', '11g of protein'],
    ['offal', 'offal'],
    ['Sodium280mg', 'Sodium 280mg'],
    ['TransFatOg', 'TransFat Og'],
    ['CholesterolOmg', 'Cholesterol Omg'],
    ['S6dio', 'S6dio'],
    ['B12', 'B12'],
    ['30grapes', '30grapes'],
    ['Omega', 'Omega'],
  ])('%s is taken for %s', (text, taken) => {
    expect(apart(text)).toBe(taken);
  });
});

describe('printed words', () => {
  it('are compared without accents and capitals, in every language alike', () => {
    expect(fold('ŞEKERİ Ğ ı Đường Weiß œuf')).toBe('sekeri g i duong weiss oeuf');
    expect(fold('TITLE')).toBe('title');
  });

  it('become names as one writes them', () => {
    expect(asName('BEEF  JERKY')).toBe('Beef Jerky');
    expect(asName('iPop Bar')).toBe('iPop Bar');
  });

  it('can neither format, nor link, nor break a table', () => {
    expect(quoted('**x** [y](https://evil.example) a|b')).toBe('\\*\\*x\\*\\* \\[y\\](evil.example) a\\|b');
    expect(quoted('# head\nline')).toBe('\\# head line');
    expect(quoted('1. list')).toBe('1\\. list');
    expect(quoted('- list')).toBe('\\- list');
  });
});
