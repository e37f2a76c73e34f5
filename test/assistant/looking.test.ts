import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Reading } from '../../model-runtime/contract.ts';
import { asksToLook, asksWho, closely, picturesMeant } from '../../src/assistant/looking.ts';
import type { PictureRecord } from '../../src/media/picture.tables.ts';
import { readRows } from '../vision/layouts/rows.ts';

const picture = (entry: number, over: Partial<PictureRecord> = {}): PictureRecord => ({
  entry,
  part: 0,
  at: 0,
  state: { name: 'kept', file: 'f', width: 10, height: 10 },
  reading: null,
  seen: null,
  ...over,
});
const meant = (records: PictureRecord[], text: string, entries: number[], before: number[]) =>
  picturesMeant(records, { text, entries, before }).map(({ entry }) => entry);

describe('which pictures a question is about', () => {
  const album = [1, 2, 3, 4, 5].map((entry) => picture(entry));

  test('those that came with it, and of a long album the first three', () => {
    expect(meant(album, 'and?', [4, 5], [1, 2, 3])).toEqual([4, 5]);
    expect(meant(album, '', [1, 2, 3, 4, 5], [])).toEqual([1, 2, 3]);
  });

  test('else the newest one, while it is near or where the question speaks of a photo', () => {
    const records = [picture(1), picture(2)];
    expect(meant(records, 'what colour is the car?', [5], [1, 2, 3, 4])).toEqual([2]);
    expect(meant(records, 'what is the capital of France?', [6], [1, 2, 3, 4, 5])).toEqual([]);
    expect(meant(records, 'and what else is in the photo?', [9], [1, 2, 3, 4, 5, 6])).toEqual([2]);
    expect(meant(records, '¿qué más hay en la foto?', [9], [1, 2, 3, 4, 5, 6])).toEqual([2]);
    expect(meant(records, `the photo ${'and much more '.repeat(40)}`, [9], [1, 2])).toEqual([]);
  });

  test('never one that is gone or was refused', () => {
    const records = [
      picture(1, { state: { name: 'gone', width: 1, height: 1 } }),
      picture(1, { part: 1, state: { name: 'refused', why: 'damaged' } }),
      picture(1, { part: 2, state: { name: 'waiting' } }),
    ];
    expect(meant(records, 'what is in the photo?', [1], [])).toEqual([]);
  });

  test('only pictures of the record, and at most three, whatever is asked', () => {
    const records = fc.array(fc.integer({ min: 1, max: 9 }).map((entry) => picture(entry)));
    const entries = fc.array(fc.integer({ min: 1, max: 9 }));
    fc.assert(
      fc.property(records, fc.string(), entries, entries, (known, text, now, before) => {
        const found = picturesMeant(known, { text, entries: now, before });
        expect(found.length).toBeLessThanOrEqual(3);
        for (const one of found) expect(known).toContain(one);
      }),
    );
  });
});

describe('how they are asked about', () => {
  test('what is to be seen is told from what is to be read, in eleven languages', () => {
    const seen = [
      ...['what is in this photo?', 'What colour is the car?', '¿Qué ves?', 'De que cor é?', 'Quelle couleur ?'],
      ...['Apa isi foto ini?', 'Trong ảnh có gì?', 'Fotoğrafta ne var?', 'Что на фото?', 'फ़ोटो में क्या है?'],
      ...['ماذا في الصورة؟', 'ছবিতে কী আছে?'],
    ];
    expect(seen.filter((text) => !asksToLook(text))).toEqual([]);
    const read = ['How much protein?', 'What is the total?', 'Which is cheaper?', 'Translate the text', ''];
    expect(read.filter(asksToLook)).toEqual([]);
  });

  test('who somebody is, in eleven languages, and not who made it', () => {
    const faces = [
      ...['Who is this?', "who's that man", '¿Quién es este?', 'Quem é ela?', 'Qui est-ce ?', 'Siapa ini?'],
      ...['Đây là ai?', 'Bu kim?', 'Кто это?', 'यह कौन है?', 'من هذا؟', 'ইনি কে?'],
    ];
    expect(faces.filter((text) => !asksWho(text))).toEqual([]);
    expect(['who makes it?', 'who sells these bars?', 'qui fabrique cela ?'].filter((text) => asksWho(text))).toEqual(
      [],
    );
  });

  test('the name, the age and the fame of a face are asked for in eleven languages', () => {
    const faces = [
      ...['is this Obama?', 'Is this Taylor Swift?', 'is she Meryl Streep', 'what is her name?', "What's his name?"],
      ...[
        'how old is she?',
        'which actor is this?',
        '¿cómo se llama?',
        '¿Qué edad tiene?',
        '¿es este Messi?',
        '¿qué actor es?',
      ],
      ...[
        'Como ela se chama?',
        'quantos anos ele tem?',
        'este é Ronaldo?',
        'que ator é este?',
        'comment s’appelle-t-elle ?',
      ],
      ...[
        'Quel âge a-t-il ?',
        'C’est Macron ?',
        'quel acteur est-ce ?',
        'siapa namanya?',
        'berapa umurnya?',
        'apakah ini Jokowi?',
      ],
      ...['cô ấy tên gì?', 'anh ấy bao nhiêu tuổi?', 'đây có phải là Obama không?', 'diễn viên nào đây?', 'adı ne?'],
      ...[
        'kaç yaşında?',
        'bu Obama mı?',
        'hangi oyuncu bu?',
        'как её зовут?',
        'сколько ему лет?',
        'это Путин?',
        'какой это актёр?',
      ],
      ...['उसका नाम क्या है?', 'उसकी उम्र क्या है?', 'क्या यह Obama है?', 'यह कौन सा अभिनेता है?', 'ما اسمها؟', 'كم عمره؟'],
      ...['أي ممثل هذا؟', 'هل هذا Obama؟', 'তার নাম কী?', 'ওর বয়স কত?', 'এটা কি Obama?', 'ইনি কোন অভিনেতা?'],
    ];
    expect(faces.filter((text) => !asksWho(text))).toEqual([]);
  });

  test('of a thing they are not', () => {
    const things = [
      ...[
        'is this milk?',
        'Is this Greek yogurt?',
        '¿cómo se llama este queso?',
        'what is the name of this bar?',
        'How old?',
      ],
      ...[
        'Is this good for Anna to eat?',
        'это молоко?',
        'bu ne?',
        'C’est bon ?',
        'which has the most protein?',
        'Thanks Anna',
      ],
    ];
    expect(things.filter((text) => asksWho(text))).toEqual([]);
    const jar = picture(1, { reading: readRows([['NUTELLA']]) });
    expect(asksWho('Is this Nutella?', [jar])).toBe(false);
    expect(asksWho('Is this Obama?', [jar])).toBe(true);
  });

  test('closely where the person asks for it, or the print is dense', () => {
    const lines = Array.from({ length: 20 }, (_, index): Reading['lines'][number] => ({
      ...{ text: `line ${index}`, confidence: 1, characters: [], height: 20 },
      box: [0, 0, 1, 0, 1, 1, 0, 1],
    }));
    const reading = { width: 9, height: 9, turned: 0, lines, codes: [], script: 'latin' as const, ms: 1 };
    expect(closely('what is it?', null)).toBe(false);
    expect(closely('please look closer', null)).toBe(true);
    expect(closely('Посмотри внимательнее', null)).toBe(true);
    expect(closely('what is it?', reading)).toBe(true);
    expect(closely('what is it?', { ...reading, lines: lines.slice(1) })).toBe(false);
  });
});
