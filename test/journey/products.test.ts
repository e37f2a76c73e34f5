/** A barcode on a photo is looked up in the owner's own table (product.md R11). */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import type { Picture, Reading } from '../../model-runtime/contract.ts';
import { productsIn } from '../../src/products.ts';
import { createNotebookChannel } from '../doubles/notebook-channel.ts';
import { journeys } from './journeys.ts';
import { on } from './people.ts';

const journeyOf = journeys(() => ({ consent: false }));

const reader = {
  read: async ({ width, height }: Picture): Promise<Reading> => ({
    ...{ width, height, turned: 0, lines: [], script: 'none', ms: 1 },
    codes: [{ format: 'EAN13', text: '4006381333931', box: [0, 0, 9, 0, 9, 9, 0, 9] }],
  }),
};

const fileOf = (csv: string): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'parley-products-')), 'shop.csv');
  writeFileSync(file, csv);
  return file;
};

async function answerTo(file?: string): Promise<string> {
  const channel = createNotebookChannel({ media: { inBytes: 1e9, outBytes: 1e9 } });
  const picture = sharp({ create: { width: 100, height: 50, channels: 3, background: 'white' } });
  channel.pictures.set('code', await picture.png().toBuffer());
  const journey = await journeyOf({ channel, reader, products: productsIn(file) });
  const ana = await on(journey, 'ana');
  await ana.says('', { parts: [{ kind: 'image', attachment: { recipe: 'code' } }] });
  await ana.hears('EAN13 4006381333931');
  return ana.newest() ?? '';
}

it('is named from the table that the settings name, and from nowhere else', async () => {
  expect(await answerTo(fileOf('code,name\n4006381333931,Pen\n'))).toMatch(
    /^EAN13 4006381333931: Pen \(shop\.csv, row 2, \d{4}-\d\d-\d\d\)\.$/,
  );
  expect(await answerTo(fileOf('code,name\n96385074,Ink\n'))).toContain('not in the installed product table');
  expect(await answerTo()).toContain('No product table is installed here');
});

it('a table that cannot be read is said at the start', () => {
  expect(() => productsIn(fileOf('ean,name\n'))).toThrow('PARLEY_PRODUCTS');
  expect(() => productsIn('/nowhere/shop.csv')).toThrow('PARLEY_PRODUCTS (/nowhere/shop.csv)');
});
