import { describe, expect, it } from 'vitest';
import { readPacks, readRows } from '../../vision/layouts/rows.ts';
import { ask, BAR, labels, press, SHELF, said, seen } from './photographed.ts';

describe('the shelf of journey J3', () => {
  const reply = ask('which has the most protein?', [], null, [SHELF]);

  it('is ranked, with what was not readable and why the ranking is weak', () => {
    expect(said(reply)).toBe(
      [
        'I could read protein on 9 of 12 packs:',
        '1 Nutty Bar – 20 g',
        '2 Edamame – 14 g',
        '3 Cheese Crisps – 13 g',
        '…6 more',
        '',
        'Not readable: Choc Wafer, Corn Chips, Gummy Frogs.',
        'These are front-of-pack claims without a common base; a bigger pack can look better. Send the back labels of your top two and I’ll compare per 100 g.',
      ].join('\n'),
    );
    expect(labels(reply)).toEqual(['Show what I read', 'All 9']);
  });

  it('is shown with boxes 1 to 9 in the order of the ranking', () => {
    const shown = press(reply, 'Show what I read', [SHELF]);
    expect(said(shown)).toMatch(/^1\s“20g PROTEIN” · 2\s“14g Protein” · 3\s“13g PROTEIN” · /);
    expect(shown!.drawings).toMatchObject([{ kind: 'boxes', photo: 'shelf', alt: said(shown) }]);
    expect(shown!.drawings[0]).toHaveProperty('boxes.length', 9);
  });

  it('is listed whole on request', () => {
    expect(said(press(reply, 'All 9', [SHELF]))).toContain('9 Rice Cakes – 3 g');
  });

  it('says honestly that print is too small, or in a script that is not read', () => {
    const { lines, ...reading } = readPacks([
      ['Oats', '12g protein'],
      ['Nuts', '13g protein'],
    ]);
    const small = seen('s', '14:05', { ...reading, lines: lines.map((line) => ({ ...line, height: 6 })) });
    const blurred = seen('b', '14:05', { ...reading, lines: [], script: 'blurred' });
    for (const illegible of [small, blurred])
      expect(said(ask('most protein?', [], null, [illegible]))).toBe(
        'I can’t read this one: the print is too small or blurred. Closer, or send it as a file (📎 → File).',
      );
    const other = seen('o', '14:05', { ...reading, lines: [], script: 'unsupported' });
    expect(said(ask('most protein?', [], null, [other]))).toContain('I won’t guess numbers');
    expect(said(ask('', [], null, [other]))).toContain('I won’t guess numbers');
    // Which script it is nobody can tell who cannot read it, and that is said; what is not read is named, the person's own first.
    const own = { hi: 'देवनागरी', bn: 'বাংলা', ar: 'لا العربية', ru: 'ни кириллицы', en: 'no Devanagari' };
    for (const [language, script] of Object.entries(own))
      expect(said(ask('', [], null, [other], language)).split(': ')[1]).toMatch(new RegExp(`^${script}`));
    expect(said(ask('', [], null, [other]))).toContain('which script it is, I can’t tell');
  });
});

describe('the follow-ups of journey J4', () => {
  const focus = ask('which has the most protein?', [], null, [SHELF])!.focus;

  it('ask the same of another pack', () => {
    expect(said(ask('and the jerky?', [SHELF], focus))).toBe(
      'Beef Jerky – 11 g, 4th of the 9 I could read.\n(your shelf photo, 14:05)',
    );
  });

  it('find a pack whose name lost its space on the way', () => {
    const shelf = seen(
      'shelf',
      '14:05',
      readPacks([
        ['BEEFJERKY', '11g protein'],
        ['Turkey Strips', '9g protein'],
        ['Ricecakes', '3g protein'],
      ]),
    );
    const { focus: on } = ask('which has the most protein?', [], null, [shelf])!;
    expect(said(ask('and the jerky?', [shelf], on))).toMatch(/^Beefjerky – 11 g/);
    expect(said(ask('and the rice cakes?', [shelf], on))).toMatch(/^Ricecakes – 3 g/);
  });

  it('count by the shelf’s own order where another photo was spoken of last', () => {
    const { focus: onBar } = ask('how much protein?', [SHELF], null, [BAR])!;
    expect(labels(ask('how much sugar in the second?', [SHELF, BAR], onBar))).toEqual([
      'Edamame, shelf 14:05',
      'Nut bar label, 14:20',
    ]);
  });

  it('compare a label with the one before it', () => {
    const other = seen(
      'other',
      '14:25',
      readRows([
        ['Date bar'],
        ['', 'per 100 g'],
        ['Energy', '342 kcal'],
        ['Fat', '6.0 g'],
        ['Carbohydrate', '62.0 g'],
        ['Protein', '10.0 g'],
      ]),
    );
    expect(said(ask('compare the two', [SHELF, BAR], null, [other]))).toMatch(
      /^Per 100 g, from your two labels:\nA Nut bar · B Date bar/,
    );
    expect(ask('compare the two', [SHELF], null, [other])).toBe(null);
    for (const text of ['which has more protein in it?', 'Which of these has the most protein in it?'])
      expect(said(ask(text, [], null, [BAR, other]))).toContain('A fits your wish');
  });

  it('are asked back where two photos fit, with buttons that answer', () => {
    const reply = ask('how much sugar in the second?', [SHELF, BAR], focus);
    expect(said(reply)).toBe('Which one?');
    expect(labels(reply)).toEqual(['Edamame, shelf 14:05', 'Nut bar label, 14:20']);
    expect(said(press(reply, 'Edamame, shelf 14:05', [SHELF, BAR]))).toBe('Edamame – 2 g (your shelf photo, 14:05)');
    expect(said(press(reply, 'Nut bar label, 14:20', [SHELF, BAR]))).toBe(
      'Per 100 g: sugars 14.0 g (your label, 14:20).',
    );
  });

  it('count in the order that was shown (J11)', () => {
    expect(said(ask('How much protein is in the second one?', [SHELF], focus))).toBe(
      'Edamame – 14 g (your shelf photo, 14:05)',
    );
  });

  it('about allergens are answered with lines about them, not with words that only begin or end alike', () => {
    const photo = seen(
      'n',
      '14:05',
      readRows([['Nutrition, per table spoon'], ['Contains milk and hazelnuts.'], ['Peanuts']]),
    );
    const answer = said(ask('is there milk in it?', [photo], null));
    expect(answer).toContain('“Contains milk and hazelnuts”');
    expect(answer).toContain('“Peanuts”');
    expect(answer).not.toContain('Nutrition');
  });

  it('about allergens are answered with the print alone, also when the photo is gone', () => {
    const gone = { ...SHELF, photo: { ...SHELF.photo, gone: { afterHours: 24 } } };
    expect(said(ask('is the jerky gluten free?', [gone], focus))).toBe(
      'The photo was deleted after 24 hours; I still have what I read: “BEEF JERKY 11g protein”. No allergen line among it, and that does not mean there is none. Send its back label.',
    );
    const warned = seen(
      'w',
      '14:05',
      readPacks([
        ['Oat Bar', '5g protein', 'may contain peanuts'],
        ['Soy Nuts', '9g protein'],
      ]),
    );
    const reply = said(ask('is the oat bar safe, any allergens?', [warned], null));
    expect(reply).toContain('“may contain peanuts”');
    expect(reply).not.toMatch(/\b(free of|safe|vegan)\b/i);
  });

  it.each([
    ...['does it contain milk?', 'any nuts?', 'are there eggs in it?', 'is there wheat?', 'can a coeliac eat this?'],
    ...['tem leite?', 'y a-t-il du lait ?', 'есть ли орехи?', 'هل فيه حليب؟', 'क्या इसमें दूध है?', '¿tiene leche?'],
    ...['ada susu?', 'দুধ আছে?', 'có sữa không?', 'süt var mı?'],
  ])('about an allergen are never left to a model: %s', (text) => {
    const printed = seen('t', '14:05', readRows([['Sunny flakes'], ['Contains: milk, barley']]));
    const blank = seen('b', '14:06', readRows([]));
    for (const photo of [SHELF, BAR, printed, blank])
      for (const reply of [ask(text, [photo], null), ask(text, [], null, [photo])]) {
        expect(reply, `${text}, ${photo.photo.id}`).not.toBeNull();
        if (photo === printed) expect(said(reply)).toContain('“Contains: milk, barley”');
      }
  });

  it.each(['rice, prawns, oil', 'Zutat: Reis, oyster', 'harina, mostaza, agua', 'riz, céleri', 'pirinç, susam'])(
    'about an allergen show the line of ingredients: %s',
    (line) => {
      const printed = seen('t', '14:05', readRows([['Sunny bites'], [line]]));
      expect(said(ask('any mustard?', [printed], null))).toContain(`What I read about it: “${line}”`);
    },
  );

  it('about an allergen of a cake without print say that nothing was read, and of another dish go on', () => {
    const blank = seen('b', '14:06', readRows([]));
    expect(said(ask('does this cake contain nuts?', [blank], null))).toContain('nothing in this photo');
    expect(ask('is there egg in carbonara?', [blank], null)).toBeNull();
  });

  it('about an allergen of a pack are answered for that pack', () => {
    expect(said(ask('does the jerky contain milk?', [SHELF], null))).toContain('“BEEF JERKY 11g protein”');
    expect(said(ask('do the soy nuts contain milk?', [SHELF], null))).not.toContain('JERKY');
  });

  it('to a photo that is gone still show what was read, without boxes', () => {
    const gone = { ...SHELF, photo: { ...SHELF.photo, gone: { afterHours: 24 } } };
    const reply = ask('show me what you read', [gone], focus);
    expect(said(reply)).toContain('1\u00A0“20g PROTEIN”');
    expect(reply!.drawings).toEqual([]);
  });
});
