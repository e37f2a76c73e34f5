/** What the rows of a receipt are called, folded, in the languages whose print is read. */

const any = (words: readonly string[]): RegExp =>
  new RegExp(`(?:^|[^\\p{L}])(?:${words.join('|')})(?:[^\\p{L}]|$)`, 'u');

export const SUBTOTAL = any([
  ...[
    'sub ?-?total',
    'subtotal',
    'zwischensumme',
    'sous-? ?total',
    'ara toplam',
    'subtotale',
    'tam tinh',
    'sub jumlah',
  ],
]);
export const TOTAL = any([
  ...[
    'total',
    'total a pagar',
    'grand total',
    'amount due',
    'balance due',
    'gesamt',
    'gesamtbetrag',
    'summe',
    'betrag',
  ],
  ...['zu zahlen', 'montant', 'suma', 'importe', 'jumlah', 'tong', 'tong cong', 'toplam', 'totale', 'a pagar', 'sum'],
]);
export const TAX = any([
  ...[
    'tax',
    'sales tax',
    'vat',
    'iva',
    'tva',
    'mwst',
    'ust',
    'ppn',
    'kdv',
    'gst',
    'impuesto',
    'imposto',
    'thue',
    'pajak',
  ],
  ...['tip', 'service', 'servicio', 'servico'],
]);
const GIVEN_BACK = [
  'change',
  'cambio',
  'rendu',
  'ruckgeld',
  'kembali',
  'kembalian',
  'para ustu',
  'tien thua',
  'troco',
  'resto',
];
export const CHANGE = any(GIVEN_BACK);
export const PAID = any([
  ...GIVEN_BACK,
  ...['cash', 'card', 'visa', 'mastercard', 'debit', 'credit', 'paid', 'payment', 'efectivo', 'tarjeta', 'especes'],
  ...['carte', 'karte', 'gegeben', 'bargeld', 'tunai', 'nakit', 'tien mat', 'dinheiro', 'cartao', 'contanti', 'kredi'],
]);
