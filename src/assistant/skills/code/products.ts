/**
 * The owner's own table of products, as CSV (RFC 4180): the columns `code` and `name` by their heads, in any order; others are
 * not looked at. Nothing is looked up anywhere else, so the names of what people photograph leave nobody's machine.
 */
import { isProductNumber, type Products } from './code.ts';

/** The file is not as it has to be. `message` is for the owner. */
export class ProductsError extends Error {
  constructor(what: string) {
    super(
      `${what} The first line names the columns, code and name among them, e.g. code,name; each line below is a product.`,
    );
    this.name = 'ProductsError';
  }
}

/**
 * @param of the table's name and date, as they are said
 * @throws ProductsError
 */
export function readProducts(csv: string, of: { table: string; date: string }): NonNullable<Products> {
  const [heads = [], ...lines] = rowsOf(csv.replace(/^\uFEFF/, ''));
  const column = (name: string) => heads.findIndex((head) => head.trim().toLowerCase() === name);
  const [code, name] = [column('code'), column('name')];
  if (code < 0 || name < 0) throw new ProductsError(`There is no column "${code < 0 ? 'code' : 'name'}".`);
  const found = new Map<string, { name: string; row: string }>();
  for (const [index, fields] of lines.entries()) {
    if (fields.every((field) => field.trim() === '')) continue;
    const [number, called] = [fields[code]?.trim() ?? '', fields[name]?.trim() ?? ''];
    // Heads are row 1, as a spreadsheet shows it.
    const row = String(index + 2);
    if (!isProductNumber(number)) throw new ProductsError(`Row ${row}: "${number}" is no product number.`);
    if (called === '') throw new ProductsError(`Row ${row} has no name.`);
    if (!found.has(whole(number))) found.set(whole(number), { name: called, row });
  }
  return (number) => {
    const product = found.get(whole(number));
    return product ? { ...product, ...of } : null;
  };
}

/** The same product has 12 digits on one pack and 13 on another: zeros in front count for nothing. */
const whole = (number: string): string => number.padStart(14, '0');

/** Fields between commas or semicolons, whichever the first line has; quoted ones may hold anything. */
function rowsOf(csv: string): string[][] {
  const [first = ''] = csv.split('\n', 1);
  const mark = first.includes(';') && !first.includes(',') ? ';' : ',';
  const rows: string[][] = [];
  let row: string[] = [];
  const field = new RegExp(`(?:"((?:[^"]|"")*)"|([^"${mark}\\r\\n][^${mark}\\r\\n]*)?)(${mark}|\\r?\\n|\\r|$)`, 'gy');
  for (let at = 0; at < csv.length; at = field.lastIndex) {
    const match = field.exec(csv);
    if (!match) throw new ProductsError(`Row ${rows.length + 1}: a quotation mark is not closed.`);
    const [, quoted, bare = '', end] = match;
    row.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end === mark && field.lastIndex < csv.length) continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
