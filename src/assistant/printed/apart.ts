/**
 * Words that a reader ran together, put apart again where a nutrient's name and an amount meet: "18gPROTEIN",
 * "Sodium280mg", "TransFatOg". Nowhere else: a digit inside any other word stays part of it.
 */
import { type Mention, nutrientsPrinted } from './nutrients.ts';

export const apart = (text: string): string => text.split(' ').map(wordApart).join(' ');

const UNIT_BEFORE_WORD = /^(.*\d(?:kcal|kj|mg|ml|g))((?:of|de|di)?)(\p{L}.*)$/iu;
/** "11gof protein" */
const UNIT_BEFORE_OF = /^(\d+g)(of|de|di)$/iu;
/** "ofprotein" */
const OF_BEFORE_WORD = /^(of|de|di)(\p{L}+)$/iu;
const NAME_BEFORE_NUMBER = /^(.*?\p{L})([<\d].*)$/u;
const NAME_BEFORE_ZERO = /^(.*\p{L})([Oo]m?g)$/u;

function wordApart(word: string): string {
  const [, amount = '', of = '', behind = ''] = UNIT_BEFORE_WORD.exec(word) ?? [];
  if (amount !== '' && named(behind)?.start === 0) return [wordApart(amount), of, behind].filter(Boolean).join(' ');
  const [, alone = '', then = ''] = UNIT_BEFORE_OF.exec(word) ?? [];
  if (alone !== '') return `${alone} ${then}`;
  const [, before = '', nutrient = ''] = OF_BEFORE_WORD.exec(word) ?? [];
  if (nutrient !== '' && named(nutrient)?.end === nutrient.length) return `${before} ${nutrient}`;
  for (const form of [NAME_BEFORE_ZERO, NAME_BEFORE_NUMBER]) {
    const [, name = '', number = ''] = form.exec(word) ?? [];
    if (name !== '' && named(name, -1)?.end === name.length) return `${name} ${number}`;
  }
  return word;
}

/** The first, or the last, name in a word. */
const named = (word: string, which = 0): Mention | undefined => nutrientsPrinted(word).at(which);
