import { describe, expect, test } from 'vitest';
import type { Json } from '../../adapters/contract.ts';
import { see } from '../../src/assistant/seeing.ts';
import { asksWho, asksWhoStill, mayName } from '../../src/assistant/somebody.ts';
import type { PictureRecord } from '../../src/media/picture.tables.ts';
import { readRows } from '../vision/layouts/rows.ts';

const picture = (rows: string[][] = []): PictureRecord => {
  const reading = rows.length > 0 ? readRows(rows) : null;
  const seen = reading && (JSON.parse(JSON.stringify(see({ id: '1.0', at: 0 }, reading).seen)) as Json);
  return { entry: 1, part: 0, at: 0, state: { name: 'kept', file: 'f', width: 10, height: 10 }, reading, seen };
};

describe('who somebody is', () => {
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
    const jar = picture([['NUTELLA']]);
    expect(asksWho('Is this Nutella?', [jar])).toBe(false);
    expect(asksWho('Is this Obama?', [jar])).toBe(true);
  });

  test('is not asked where it is said of a thing who made it', () => {
    const made = [
      ...['who is this product made by?', 'who is this for?', 'who is this from', 'who is this brand?'],
      ...['кто этот производитель?', 'qui est ce fabricant ?', '¿quién es este fabricante?', 'siapa ini produsen nya?'],
    ];
    expect(made.filter((text) => asksWho(text))).toEqual([]);
    const people = [
      'who is this man with the product?',
      'who is this?',
      'who is this a photo of?',
      'who is this actor',
    ];
    expect(people.filter((text) => !asksWho(text))).toEqual([]);
  });

  test('is asked long after a photo where the words still point at it', () => {
    const pointing = [
      ...['who is this?', 'Who is that man?', 'who is in the photo?', 'name this person', '¿quién es este?'],
      ...[
        'quem é esta?',
        'qui est-ce ?',
        "c'est qui ?",
        'siapa ini?',
        'đây là ai?',
        'bu kim?',
        'кто это?',
        'यह कौन है?',
      ],
      ...['من هذا؟', 'ইনি কে?', 'এটা কে?', 'is this Obama?'],
    ];
    expect(pointing.filter((text) => !asksWhoStill(text, picture()))).toEqual([]);
    // These may be of somebody who was only written about.
    const spoken = ['who is he?', 'how old is she?', 'кто она?', '¿quién es ella?', 'who wrote it?', 'what is this?'];
    expect(spoken.filter((text) => asksWhoStill(text, picture()))).toEqual([]);
  });
});

describe('what may be a name and may be none', () => {
  test('is told by no capital, in small letters and in scripts without any', () => {
    const perhaps = [
      ...[
        'is this obama?',
        'is that taylor swift',
        'is he messi?',
        'is this lionel messi or ronaldo?',
        '¿es este messi?',
      ],
      ...['este é ronaldo?', "c'est macron ?", 'apakah ini jokowi?', 'ini jokowi?', 'đây có phải là obama không?'],
      ...['bu obama mı?', 'это путин?', 'क्या यह गांधी है?', 'यह गांधी है क्या?', 'क्या यह शाहरुख़ ख़ान है?', 'यह सलमान खान है?'],
      ...['هل هذا أوباما؟', 'هل هذا محمد صلاح؟', 'هذا محمد صلاح؟', 'هل هذه فيروز؟', 'এটা কি ওবামা?', 'ইনি কি শাকিব খান?'],
    ];
    expect(perhaps.filter((text) => !mayName(text, [picture()]))).toEqual([]);
  });

  test('is none where a food, a colour, a quality or an article follows', () => {
    const things = [
      ...[
        'is this milk?',
        'is this a dog?',
        'is this the eiffel tower?',
        'is this red?',
        'is this good?',
        'is this vegan?',
      ],
      ...['is this my bag?', 'is this made of wood?', 'is it raining?', 'is this 500 g?', 'is this gluten free?'],
      ...[
        '¿es este queso?',
        '¿es caro?',
        'este é bom?',
        "c'est bon ?",
        "c'est un chat ?",
        'ini susu?',
        'apakah ini enak?',
      ],
      ...['đây có phải là sữa không?', 'bu süt mü?', 'это молоко?', 'это вкусно?', 'क्या यह दूध है?', 'क्या यह अच्छा है?'],
      ...['هل هذا حليب؟', 'هل هذا جيد؟', 'এটা কি দুধ?', 'এটা কি ভালো?', 'what is this?', 'यह क्या है?', 'ما هذا؟', 'এটা কী?'],
      ...['ini apa?', 'bu ne?', 'это что?', 'c’est quoi ?', 'यह कितने का है?', 'this is obama', 'इसमें कितना प्रोटीन है?'],
    ];
    expect(things.filter((text) => mayName(text, [picture()]))).toEqual([]);
  });

  test('is none where it is printed there, or the photo is of a label, which has no face', () => {
    expect(mayName('is this kombucha?', [picture([['KOMBUCHA', 'ginger']])])).toBe(false);
    expect(mayName('is this obama?', [picture([['KOMBUCHA', 'ginger']])])).toBe(true);
    const label = picture([
      ['', 'per 100 g'],
      ['Energy', '435 kcal'],
      ['Fat', '16.0 g'],
      ['Protein', '8.0 g'],
    ]);
    expect(mayName('is this kombucha?', [label])).toBe(false);
    expect(mayName('is this obama?', [])).toBe(false);
  });
});
