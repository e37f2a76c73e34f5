/**
 * J3, J4 and J7 of the product, told once for every channel: the words of people and the words they read, letter by
 * letter. Apps differ in how a table looks and in what stands beneath a picture; nothing else.
 */
import { expect } from 'vitest';
import type { Bubble } from '../../doubles/viewer/chat.ts';
import { until } from '../../e2e/person.ts';
import type { Door, Guest } from './guest.ts';
import * as photos from './pictures.ts';

/** Reading takes seconds where six channels ask at once on two cores. */
const PATIENCE = { timeout: 120_000, interval: 50 };
const TIME = '14:0\\d';

const ranking = (rest: string): string => `I could read protein on 9 of 12 packs:
1 Nutty Bar – 20 g
2 Edamame – 14 g
3 Cheese Crisps – 13 g
${rest}
Not readable: Choc Wafer, Corn Chips, Gummy Frogs.
These are front-of-pack claims without a common base; a bigger pack can look better. Send the back labels of your top two and I’ll compare per 100 g.`;

const REST = `4 Beef Jerky – 11 g
5 Pea Sticks – 9 g
6 Almond Mix – 8 g
7 Oat Clusters – 6 g
8 Yogurt Drops – 5 g
9 Rice Cakes – 4 g`;

const SHOWN =
  '1 “20g PROTEIN” · 2 “14g Protein” · 3 “13g PROTEIN” · 4 “11g protein” · 5 “9g Protein” · 6 “8g PROTEIN” · 7 “6g Protein” · 8 “5g Protein” · 9 “4g Protein”';

const COMPARED = {
  table: `A B
kcal 435 509
protein, g 8.0 21.0
sugars, g 24.0 14.0
fat, g 16.0 31.0
salt, g 0.40 0.90`,
  lines: `• kcal · A: 435 · B: 509
• protein, g · A: 8.0 · B: 21.0
• sugars, g · A: 24.0 · B: 14.0
• fat, g · A: 16.0 · B: 31.0
• salt, g · A: 0.40 · B: 0.90`,
} as const satisfies Record<Door['tables'], string>;

const verdict = (tables: Door['tables']): string => `Per 100 g, from your two labels:
A Honey Bar · B Nut Bar
${COMPARED[tables]}
B fits your wish: 13 g more protein, 10 g less sugars. A has 74 kcal less and less salt.
A prints per 40 g bar; I multiplied by 2.5. Both labels pass the energy check.`;

/** J3: which of these has the most protein? How do the others stand, and where was that read? */
export async function asksAboutShelf(guest: Guest): Promise<void> {
  await then(guest, async () => guest.sends([await photos.shelf()], 'which has the most protein?'));
  await reads(guest, ranking('…6 more'), ['Show what I read', 'All 9']);
  expect(await guest.atWork()).toBeGreaterThan(stood.get(guest)!.atWork);
  await then(guest, () => guest.presses('All 9'));
  await reads(guest, ranking(REST), ['Show what I read']);
  await then(guest, () => guest.presses('Show what I read'));
  await reads(guest, SHOWN);
  await until(async () => (await guest.seen()).at(-1)?.pictures.length).toBe(1);
}

/** J4: about a photo of before. */
export async function asksOn(guest: Guest): Promise<void> {
  await then(guest, () => guest.writes('and the jerky?'));
  await reads(guest, `Beef Jerky – 11 g, 4th of the 9 I could read.\n(your shelf photo, ${TIME})`);
  await then(guest, async () => guest.sends([await photos.nutBar()]));
  await reads(guest, 'Read it: a nutrition label. Ask me.', ['Show what I read']);
  await then(guest, () => guest.writes('how much sugar in the second?'));
  const [edamame] = await choices(guest, 'Which one?', [`Edamame, shelf ${TIME}`, `Nut Bar label, ${TIME}`]);
  await then(guest, () => guest.presses(edamame!));
  await reads(guest, `Edamame – 3 g (your shelf photo, ${TIME})`);
}

/** J4, the day after: the photo is gone, what was read of it is not. */
export async function asksNextDay(guest: Guest): Promise<void> {
  await then(guest, () => guest.writes('is the jerky gluten free?'));
  await reads(
    guest,
    'The photo was deleted after 24 hours; I still have what I read: “BEEF JERKY 11g protein”. No allergen line among it, and that does not mean there is none. Send its back label.',
  );
}

/** J7: which of these two? */
export async function compares(guest: Guest, { tables }: Pick<Door, 'tables'>): Promise<void> {
  const [a, b] = await Promise.all([photos.honeyBar(), photos.nutBar()]);
  await then(guest, () => guest.sends([a, b], 'more protein, less sugar'));
  await reads(guest, verdict(tables), ['Chart', 'Add prices']);
  await then(guest, () => guest.presses('Chart'));
  await reads(
    guest,
    `Protein per 100 g: A Honey Bar 8.0 g, B Nut Bar 21.0 g\nEnergy per 100 g: A Honey Bar 435 kcal, B Nut Bar 509 kcal`,
  );
  await until(async () => (await spoken(guest)).flatMap(({ pictures }) => pictures).length).toBe(2);
  await then(guest, () => guest.writes('A 1.20, B 1.90, both 40 g'));
  await reads(guest, '100 g of protein costs 37.50 in A and 22.62 in B.');
  await then(guest, () => guest.writes('more protein, less sugar'));
  await reads(guest, verdict(tables), ['Chart', 'Add prices']);
  await then(guest, () => guest.presses('Add prices'));
  await reads(guest, 'Write me the prices and the sizes: A 1.20, B 1.90, both 40 g.');
}

/** J3 and J7 where there is nothing to tell: print nobody can read, and labels that have no base in common. */
export async function cannotTell(guest: Guest): Promise<void> {
  await then(guest, async () => guest.sends([await photos.blurredShelf()], 'which has the most protein?'));
  await reads(
    guest,
    'I can’t read this one: the print is too small or blurred. Closer, or send it as a file (📎 → File).',
  );
  const [shake, bar] = await Promise.all([photos.shake(), photos.nutBar()]);
  await then(guest, () => guest.sends([shake, bar], 'more protein, less sugar'));
  await reads(guest, 'I can’t compare these fairly: A is per 100 ml, B per 100 g, and no density is printed.');
  await then(guest, async () => guest.sends([await photos.hindiLabel()], 'how much protein?'));
  await reads(
    guest,
    'This doesn’t look like Latin letters; which script it is, I can’t tell. I read no others on this installation: no Devanagari, Bengali, Arabic or Cyrillic. So I won’t guess numbers. Type the value and I’ll calculate.',
  );
  await then(guest, () => guest.writes('/language hi'));
  await reads(guest, 'अब से यहाँ मेरी भाषा: हिन्दी।');
  await then(guest, async () => guest.sends([await photos.hindiLabel()], 'कितना प्रोटीन है?'));
  await reads(
    guest,
    'यह लैटिन अक्षरों में नहीं लगता; कौन-सी लिपि है, यह मैं नहीं बता सकता। इस इंस्टॉलेशन पर मैं कोई दूसरी लिपि नहीं पढ़ सकता: देवनागरी, बंगाली, अरबी या सिरिलिक कोई नहीं। इसलिए संख्याओं का अंदाज़ा नहीं लगाऊँगा। मान लिखें, मैं हिसाब करूँगा।',
  );
  // On the page all conversations are one person's.
  await then(guest, () => guest.writes('/language en'));
  await reads(guest, 'I speak English here from now on.');
}

/** How each chat stood when its person did something last: a pressed button leaves nothing of theirs to be seen. */
const stood = new WeakMap<Guest, { seen: number; atWork: number }>();

/** Does something, so that what is said from now on is the answer to it. */
async function then(guest: Guest, act: () => Promise<void>): Promise<void> {
  stood.set(guest, { seen: (await guest.seen()).length, atWork: await guest.atWork() });
  await act();
}

async function spoken(guest: Guest): Promise<Bubble[]> {
  const since = (await guest.seen()).slice(stood.get(guest)?.seen);
  return since.filter(({ by }) => by === 'parley');
}

/** Waits until what was said since is exactly this, with these buttons where any are named. Times may be any of the story's. */
async function reads(guest: Guest, words: string, buttons: readonly string[] = []): Promise<void> {
  const pattern = new RegExp(`^${literal(words).replaceAll(literal(TIME), TIME)}$`);
  const heard = async () =>
    withoutChoices(
      (await spoken(guest))
        .map(({ text }) => text)
        .filter(Boolean)
        .join('\n'),
    );
  await expect.poll(heard, PATIENCE).toMatch(pattern);
  if (buttons.length > 0) expect(await offered(guest)).toEqual(buttons);
}

async function choices(guest: Guest, words: string, labels: readonly string[]): Promise<string[]> {
  await reads(guest, words);
  const found = await offered(guest);
  expect(found).toHaveLength(labels.length);
  for (const [index, label] of labels.entries()) expect(found[index]).toMatch(new RegExp(`^${label}$`));
  return found;
}

const CHOICE = /^(\d) (.+)$/;

/** Buttons; or numbered choices at the end, where an app has none. */
async function offered(guest: Guest): Promise<string[]> {
  const said = await spoken(guest);
  const buttons = said.flatMap((bubble) => bubble.buttons);
  return buttons.length > 0 ? buttons : numbered(said.at(-1)?.text ?? '').map((line) => CHOICE.exec(line)![2]!);
}

/** The lines at the end that count from 1, behind an empty one. */
function numbered(text: string): string[] {
  const last = text.split(/\n\n+/).at(-1)!.split('\n');
  const counts = last.every((line, index) => CHOICE.exec(line)?.[1] === String(index + 1));
  return counts && text.includes('\n\n') ? last : [];
}

/** Words as people compare them: distances are each app's own, and so are the rules and columns of a table. */
function withoutChoices(text: string): string {
  const choices = numbered(text);
  const words = choices.length > 0 ? text.slice(0, text.lastIndexOf('\n\n')) : text;
  return words
    .replaceAll('\u00A0', ' ')
    .replace(/^[─ ]+$/gm, '')
    .replace(/[ \t]+/g, ' ')
    .replace(/ ?\n+ ?/g, '\n')
    .trim();
}

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
