/** The owner lets the model choose the words around values (PARLEY_WORDING=model), and it lies: no value, no pack and no order of its own comes through (law 7). */
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { Reader, Reading } from '../../model-runtime/contract.ts';
import { ABSENT, lie, toldIn } from '../assistant/liar.ts';
import { readPacks, readRows } from '../vision/layouts/rows.ts';
import { type Random, rng } from '../vision/random.ts';
import { journeys } from './journeys.ts';
import { answerAll, privateChat, somebody } from './people.ts';

const journeyOf = journeys();

const PACKS = { 'Nutty Bar': '20', Edamame: '14', 'Beef Jerky': '11', 'Rice Cakes': '3' } as const;
const label = (name: string, values: readonly string[]) =>
  readRows([
    [name],
    ['', 'per 100 g'],
    ['Energy', values[0]!],
    ['Fat', values[1]!],
    ['Carbohydrate', values[2]!],
    ['of which sugars', values[3]!],
    ['Protein', values[4]!],
  ]);
/** By the width of the picture, which tells them apart. */
const READINGS: Record<number, Reading> = {
  301: readPacks(Object.entries(PACKS).map(([name, protein]) => [name, `${protein}g protein`])),
  302: label('Oat Bar', ['1820 kJ / 435 kcal', '16.0 g', '64.8 g', '24.0 g', '8.0 g']),
  303: label('Nut Bar', ['2130 kJ / 509 kcal', '31.0 g', '36.0 g', '14.0 g', '21.0 g']),
};
const LABELS: Record<string, Record<string, string>> = {
  A: { energy: '435', fat: '16.0', sugars: '24.0', protein: '8.0' },
  B: { energy: '509', fat: '31.0', sugars: '14.0', protein: '21.0' },
};

const reader: Partial<Reader> = {
  read: async ({ width, height }): Promise<Reading> => ({ ...READINGS[width]!, width, height }),
};

async function withLiar(random: Random) {
  const journey = await journeyOf({ reader, wording: 'model' });
  await journey.grant(privateChat('ana'));
  const person = somebody(journey, { id: 'ana', language: 'en' });
  answerAll(journey, (asked) => {
    const told = toldIn(asked);
    const slot = told.slots[random.chance(0.3) ? 1 : 0] ?? told.slots[0];
    const more = random.pick(['', '', '', ' and zero sugar', ' per pack', ', more than all others']);
    const [value, other] = told.slots;
    if (value && other && random.chance(0.2)) return `{${other.item}} has {${value.name}}.`;
    if (slot && random.chance(0.85)) return `{${slot.item}} has {${slot.name}}${more}.`;
    return lie(told, random).replaceAll(/\b\d+ g\b/g, `${random.int(600, 999)} g`);
  });
  /** Asks one after another, and once more: parts leave in order, so that all answers but the last are whole. */
  const asks = async (turns: number, texts: readonly string[], widths: readonly number[]): Promise<string[]> => {
    for (const width of widths) {
      const create = { width, height: 200, channels: 3 as const, background: '#800' };
      journey.channel.pictures.set(`${width}`, await sharp({ create }).png().toBuffer());
    }
    const photos = widths.map((width) => ({ kind: 'image' as const, attachment: { recipe: `${width}` } }));
    for (let turn = 0; turn <= turns; turn++) {
      const text = texts[turn % texts.length]!;
      await person.says(text, turn === 0 ? { parts: [...photos, { kind: 'text', text }] } : {});
      await expect.poll(() => person.heard().length, { timeout: 10_000 }).toBe(turn + 1);
    }
    return person.heard().slice(0, -1);
  };
  return asks;
}

/** Numbers and words of the liar's alone. */
const INVENTED = /\b[6-9]\d\d\b|zero sugar|more than|per pack\b|Each of/;

const isWorded = (said: string): boolean => /\bhas \d|: \d+(?:\.\d)? g protein/.test(said);

describe('a model that lies about values while it words them', () => {
  test('gives no pack of a shelf another value, and names none that is not there', async () => {
    const asks = await withLiar(rng(11));
    const texts = ['which has the most protein?', 'and the jerky?', 'how much protein has the edamame?'];
    const replies = await asks(24, texts, [301]);
    for (const [turn, said] of replies.entries()) {
      expect(said).not.toMatch(INVENTED);
      for (const name of ABSENT) expect(said).not.toContain(name);
      const values = [...said.matchAll(/(?<!per )\b(\d+) g\b/g)];
      expect(values.length, said).toBeGreaterThan(0);
      // Whatever else is said, what was asked for is said first.
      expect([...said.matchAll(/Nutty Bar|Edamame|Beef Jerky/g)][0]?.[0], said).toBe(
        ['Nutty Bar', 'Beef Jerky', 'Edamame'][turn % 3],
      );
      for (const { 1: value, index } of values) {
        const places = Object.keys(PACKS).map((name) => ({ name, at: said.lastIndexOf(name, index) }));
        const nearest = places.sort((a, b) => b.at - a.at)[0]!.name as keyof typeof PACKS;
        expect(PACKS[nearest], said).toBe(value);
      }
    }
    expect(replies.filter(isWorded).length).toBeGreaterThan(3);
  });

  test('gives neither of two labels the value of the other', async () => {
    const asks = await withLiar(rng(12));
    const replies = await asks(
      16,
      ['compare: more protein, less sugar', 'and the fat?', 'how much protein in B?'],
      [302, 303],
    );
    for (const said of replies) {
      expect(said).not.toMatch(INVENTED);
      for (const [, name = '', value, what = ''] of said.matchAll(
        /\b([AB])(?: has|:) ([\d.]+) (?:kcal|g) (energy|fat|sugars|protein)/g,
      ))
        expect(value, said).toBe(LABELS[name]![what]);
      const row = /\| protein, g \| ([\d.]+) \| ([\d.]+) \|/.exec(said);
      if (row) expect(row.slice(1)).toEqual(['8.0', '21.0']);
    }
    expect(replies.filter(isWorded).length).toBeGreaterThan(2);
  });
});
