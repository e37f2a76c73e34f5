/** The rows of what is promised, each with how it is drawn, asked about, and judged by what was drawn. */
import type { Attempt } from './attempt.ts';
import { arrived } from './rows/arrival.ts';
import { burst } from './rows/burst.ts';
import { chart } from './rows/chart.ts';
import { file } from './rows/file.ts';
import { label } from './rows/label.ts';
import { lied } from './rows/liar.ts';
import { output } from './rows/output.ts';
import { pair } from './rows/pair.ts';
import { receipt } from './rows/receipt.ts';
import { shelf } from './rows/shelf.ts';
import { buttons, shown } from './rows/shown.ts';
import { table } from './rows/table.ts';
import { unrecognised } from './rows/unrecognised.ts';
import type { Verdict } from './verdict.ts';

export interface Row {
  row: string;
  promise: string;
  /** The share of what is counted that has to pass, 0 to 1. */
  least: number;
  /** Renderings it is promised over: as many as the product plan says, and never fewer than thirty. */
  count: number;
  attempt(attempt: Attempt): Promise<Verdict>;
}

export const ROWS: readonly Row[] = [
  {
    row: 'R01',
    promise: 'a burst of text, photos and a document is one question: one answer, no part lost (without voice)',
    least: 1,
    count: 200,
    attempt: burst,
  },
  {
    row: 'R03',
    promise: 'each of 24 kinds of files ends as expected, within 200 MB, and no place is stored',
    least: 1,
    count: 48,
    attempt: file,
  },
  {
    row: 'R05',
    promise: 'documents are well shown in every channel, and pictures are the same bytes',
    least: 1,
    count: 40,
    attempt: output,
  },
  {
    row: 'R07',
    promise: 'cells of tables come back as printed, or marked (95 %)',
    least: 0.95,
    count: 30,
    attempt: table,
  },
  {
    row: 'R08',
    promise: 'without a vision model nothing is said to be recognised',
    least: 1,
    count: 30,
    attempt: unrecognised,
  },
  {
    row: 'R09',
    promise: 'charts are measured within 3 % of their axis, or refused (26 of 30)',
    least: 26 / 30,
    count: 30,
    attempt: chart,
  },
  {
    row: 'R10',
    promise: 'receipts are summed exactly, wrong totals told of (22 of 25)',
    least: 22 / 25,
    count: 30,
    attempt: receipt,
  },
  {
    row: 'R11',
    promise: 'a photo without words is read before the question: answer within 1 s (95 %)',
    least: 0.95,
    count: 50,
    attempt: arrived,
  },
  {
    row: 'R12',
    promise: 'claims on a shelf are read (95 %) and ranked exactly, unread packs named',
    least: 0.95,
    count: 30,
    attempt: shelf,
  },
  {
    row: 'R13',
    promise: 'values of labels, each photographed five times, are read (90 %), contradictory labels told of',
    least: 0.9,
    count: 60,
    attempt: label,
  },
  {
    row: 'R14',
    promise: 'pairs of labels are compared on one base, or not, with the reason',
    least: 1,
    count: 30,
    attempt: pair,
  },
  {
    row: 'R15',
    promise: 'each number shown has a crop that reads the same alone',
    least: 1,
    count: 60,
    attempt: shown,
  },
  { row: 'R43', promise: 'each button that is offered works', least: 1, count: 200, attempt: buttons },
  {
    row: 'R73',
    promise: 'of a model that lies about shelves, labels and pairs nothing reaches the answer (1,000 turns)',
    least: 1,
    count: 40,
    attempt: lied,
  },
];
