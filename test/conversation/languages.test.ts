import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  chooseLanguage,
  LANGUAGES,
  type Language,
  LETTERS_TO_TELL,
  languageOfTag,
  languageOfText,
} from '../../src/conversation/languages.ts';

const SENTENCES: Record<Language, string[]> = {
  en: ['I want to know how many calories this has', 'what is the capital of Australia please'],
  es: ['Quiero saber cuántas calorías tiene este producto', '¿dónde puedo comprar pan sin gluten hoy?'],
  'pt-BR': ['Quero saber quantas calorias tem este produto', 'você pode me ajudar com a receita de bolo?'],
  hi: ['मुझे बताइए इसमें कितना प्रोटीन है', 'आज मौसम कैसा रहेगा दिल्ली में'],
  ar: ['أريد أن أعرف كم سعرة حرارية في هذا المنتج', 'كم السعرات الحرارية في هذا الطعام'],
  id: ['Saya ingin tahu berapa kalori dalam produk ini', 'berapa banyak protein di sini ya'],
  fr: ['Je voudrais savoir combien de calories il y a', 'merci beaucoup pour ton aide'],
  bn: ['এই পণ্যে কত ক্যালোরি আছে জানতে চাই', 'আজকে ঢাকায় আবহাওয়া কেমন থাকবে'],
  vi: ['Tôi muốn biết sản phẩm này có bao nhiêu calo', 'hôm nay thời tiết ở Hà Nội thế nào'],
  tr: ['Bu üründe kaç kalori olduğunu öğrenmek istiyorum', 'bugün hava nasıl olacak acaba'],
  ru: ['Я хочу знать сколько калорий в этом продукте', 'какая сегодня погода в Москве'],
};

/** What people answer with; none of it says which language they want. */
const SHORT =
  'ok,OK!,okay,yes,yes pls,no,no thanks,hola,hi,hello,hey,thanks,thx,merci,danke,gracias,obrigado,bonjour,ciao,salut,да,нет,спасибо,привет,ок,हाँ,नहीं,धन्यवाद,नमस्ते,ठीक है,نعم,لا,شكرا,مرحبا,হ্যাঁ,না,ধন্যবাদ,terima kasih,ya,tidak,cảm ơn,vâng,không,evet,hayır,teşekkürler,selam,haha,lol,jajaja,photo?,👍'.split(
    ',',
  );

describe('The language of a message', () => {
  it.each(LANGUAGES)('is told from a sentence in %s', async (language) => {
    for (const sentence of SENTENCES[language]) expect(await languageOfText(sentence), sentence).toBe(language);
  });

  it('is not told from fifty short words', async () => {
    expect(SHORT.length).toBeGreaterThanOrEqual(50);
    for (const word of SHORT) expect(await languageOfText(word), word).toBeNull();
  });

  it.each([
    ['a language not spoken here', 'Wie viele Kalorien hat dieses Produkt bitte'],
    ['another language in a known script', 'یہ پروڈکٹ کتنی کیلوریز رکھتا ہے'],
    ['laughter', 'hahahahahahahahahahahahahaha'],
    ['one word again and again', 'ok ok ok ok ok ok ok ok ok ok ok ok ok'],
    ['a link', 'https://example.com/quiero-saber-cuantas-calorias-tiene-este-producto'],
    ['code', '`const quiero = saber(cuantas, calorias, tiene)`'],
    ['a command', '/quierosabercuantascaloriastieneesteproducto'],
    ['digits', '12345678901234567890123456789012345'],
  ])('is not told from %s', async (_, text) => expect(await languageOfText(text)).toBeNull());

  it('is never told from fewer letters than are needed, and never makes anything throw', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 60 }), async (text) => {
        const language = await languageOfText(text);
        if ((text.normalize('NFC').match(/[\p{L}\p{M}]/gu)?.length ?? 0) < LETTERS_TO_TELL) expect(language).toBeNull();
        else expect([null, ...LANGUAGES]).toContain(language);
      }),
      { numRuns: 300 },
    );
  });
});

describe('The language spoken', () => {
  it('is the chosen one, then the written one, then the one of the app, then English', () => {
    expect(chooseLanguage({ chosen: 'tr', written: 'fr', platform: 'ru' })).toBe('tr');
    expect(chooseLanguage({ written: 'fr', platform: 'ru' })).toBe('fr');
    expect(chooseLanguage({ written: null, platform: 'ru' })).toBe('ru');
    expect(chooseLanguage({ platform: 'de-AT' })).toBe('en');
    expect(chooseLanguage({})).toBe('en');
  });

  it.each([
    ['pt', 'pt-BR'],
    ['pt-PT', 'pt-BR'],
    ['es_MX', 'es'],
    ['AR-eg', 'ar'],
    ['in', 'id'],
    ['in_ID', 'id'],
    ['zh-Hans', null],
    ['english', null],
    ['', null],
    [undefined, null],
  ])('for the tag %s is %s', (tag, language) => expect(languageOfTag(tag)).toBe(language));
});
