/** The file of products that the settings name. */
import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Products } from './assistant/skills/code/code.ts';
import { readProducts } from './assistant/skills/code/products.ts';
import { ConfigError } from './config.ts';

/** @throws ConfigError saying what is wrong with the file. */
export function productsIn(file: string | undefined): Products {
  if (file === undefined) return undefined;
  try {
    const date = statSync(file).mtime.toISOString().slice(0, 10);
    return readProducts(readFileSync(file, 'utf8'), { table: basename(file), date });
  } catch (error) {
    throw new ConfigError([`PARLEY_PRODUCTS (${file}): ${(error as Error).message}`]);
  }
}
