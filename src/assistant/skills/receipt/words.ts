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
const IN_CASH = [
  'cash',
  'efectivo',
  'especes',
  'bargeld',
  'bar gegeben',
  'tunai',
  'nakit',
  'tien mat',
  'dinheiro',
  'contanti',
];
const BY_CARD = ['card', 'visa', 'mastercard', 'debit', 'credit', 'tarjeta', 'carte', 'karte', 'cartao', 'kredi'];
export const CHANGE = any(GIVEN_BACK);
export const CASH = any(IN_CASH);
export const CARD = any(BY_CARD);
/** How it was paid, and what came back: no row of what was bought. */
export const PAID = any([...GIVEN_BACK, ...IN_CASH, ...BY_CARD, 'paid', 'payment', 'gegeben']);
