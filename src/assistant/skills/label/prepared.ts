/**
 * Whether values are of what is sold or of what is made of it: powder and drink, dry pasta and cooked, flakes and flakes
 * with milk. Told by words beside or below a base, or by words alone where a US panel has a column for each.
 */
import { fold } from '../../printed/letters.ts';

export interface Told {
  prepared: boolean;
  /** Where in the text, in UTF-16 units. */
  start: number;
  end: number;
}

const MILK_OR_WATER =
  '(?:milk|water|leche|agua|leite|lait|eau|milch|wasser|latte|acqua|susu|air|s[ur]{1,2}a|nu[or]{0,2}c)(?![a-z])';
const AMOUNT = String.raw`\d+(?:[.,]\d+)?\s?(?:ml|cl|l|g)`;
/** "With 125 ml of semi-skimmed milk", "125 ml süt ile". Its amount is that of the milk. */
const ADDED = [
  String.raw`(?:\+|(?:with|con|com|avec|mit|dengan|v[oa]i)(?![a-z]))(?:\s?${AMOUNT})?[a-z'\s-]{0,28}?${MILK_OR_WATER}`,
  String.raw`(?:${AMOUNT}[a-z'\s-]{0,20}?\s)?(?:sut|su)(?: ile|le|yle)(?![a-z])`,
].join('|');
const MADE = [
  'prepared|made[ -]up|reconstituted|rehydrated|cooked|boiled',
  'preparad[oa]s?|reconstituid[oa]s?|cocid[oa]s?|cozid[oa]s?|(?:listo|pronto) para (?:el |o )?consumo',
  'prepare[es]{0,2}|reconstitue[es]{0,2}|cuite?s?',
  '(?:zubereitet|verzehrfertig|trinkfertig|gekocht)(?:e[rsmn]?)?',
  'preparat[oaie]|ricostituit[oaie]|cott[oaie]',
  'siap (?:saji|minum)|diseduh|dilarutkan|dimasak',
  '(?:da|sau khi) (?:pha|nau)|nau chin',
  'hazirlan(?:mis|diginda)|pismis|tuketime hazir',
].join('|');
const SOLD = [
  'as (?:sold|packaged|packed)|unprepared|uncooked|dry|mix|powder|raw',
  'como se vende|sin (?:preparar|cocinar|cocer)|crud[oa]s?|en polvo|sec[oa]s?',
  'como (?:e )?vendid[oa]|sem preparo|em po|crua?s?',
  'vendue?s?|non (?:prepare|cuite?)[es]{0,2}|poudre|cru[es]{0,2}|seche?s?',
  'wie verkauft|unzubereitet(?:e[rsmn]?)?|ungekocht(?:e[rsmn]?)?|pulver|trocken',
  'venduto|tal quale|non preparat[oaie]|in polvere|secc[oa]',
  'belum di[a-z]+|mentah|serbuk|bubuk',
  'chua (?:pha|nau)|dang bot|con song|kho',
  'satildigi|hazirlanmamis|cig|kuru|toz',
].join('|');

/** "(makes 1 cup prepared)" says how much it comes to, and "not prepared" the contrary. */
const OTHERWISE = '(?<!(?:makes|yields|ergibt|rinde|rende|donne)[^.]{0,20}|(?:not|no|non|nao|nicht|belum|chua) )';
/** The reader loses a blank now and then: "asprepared", "100mlprepared". */
const glued = (words: string): string => words.replaceAll(' ', ' ?');
const BEGINS = String.raw`(?:(?<![a-z])|(?<=\d\s?(?:g|ml))|(?=(?:with|con|com|avec|mit|dengan|v[oa]i)\s?\d))`;
const TOLD = new RegExp(
  glued(`${BEGINS}(?:(${SOLD})|(?:(?:as|when|once) )?${OTHERWISE}(${MADE}))(?![a-z])|${BEGINS}(${ADDED})`),
  'g',
);
/** Words that may stand right behind a unit. */
export const TOLD_BEHIND = glued(`(?:as |tal |tel |${SOLD}|${MADE})`);

/** @param text folded letter for letter */
export const toldIn = (text: string): Told[] =>
  [...text.matchAll(TOLD)].map(({ 0: all, 1: sold, index }) => ({
    prepared: sold === undefined,
    start: index,
    end: index + all.length,
  }));

const ADDITION = new RegExp(glued(`${BEGINS}${ADDED}`), 'g');
/** The same text, as long, without the amounts of what is added: they are no size of a serving. */
export const withoutAdded = (text: string): string => text.replace(ADDITION, (all) => ' '.repeat(all.length));

/** Whether a person asks for values of what is made of it. */
export const asksPrepared = (text: string): boolean =>
  toldIn(fold(text)).some(({ prepared }) => prepared) || ASKED.test(text.normalize('NFC'));

/** What a person says besides: words of what is made and of what is sold name nothing. */
export function withoutPrepared(text: string): string {
  const folded = fold(text);
  return toldIn(folded)
    .reduceRight((rest, { start, end }) => `${rest.slice(0, start)} ${rest.slice(end)}`, folded)
    .replace(ASKED, ' ');
}

/** In languages whose labels are not read. */
const ASKED =
  /पकाने के बाद|पका(?:या|ई|ए)? हुआ|बनाने के बाद|तैयार (?:करने के बाद|पेय|रूप)|दूध के साथ|بعد (?:ال)?(?:تحضير|طبخ|طهي)|(?:ال)?محضّ?رة?|مطبوخة?|مع (?:ال)?حليب|তৈরি করার পর|তৈরি অবস্থায়|রান্না(?:র| করার) পর|রান্না করা|দুধের সাথে|(?<!\p{L})(?:в )?(?:при)?готовленн\p{L}+|в готовом|после приготовления|(?<!\p{L})вар[её]н(?:ый|ая|ое|ые|ого|ой|ом|ых)|с молоком/iu;
