/**
 * The calculator's thread: the only place that knows mathjs. Numbers come and go as decimal texts, computed with more
 * digits than any sum of our grammar can have. Sums are made by our own grammar; what could still reach further into mathjs is switched off for them.
 */
import { parentPort } from 'node:worker_threads';
import mathjs from 'mathjs/lib/browser/math.js';
import type { Answered, Asked } from './asked.ts';
import { UNITS, type Unit } from './units.ts';

if (!parentPort) throw new Error('thread.ts runs as the worker of createCalculator.');
const port = parentPort;

const math = mathjs.create(mathjs.all!);
// Set afterwards: the bundle's `create` does not look at a configuration it is given.
// Ten numbers of fifteen digits with a power of 120 among them stay below 300: additions, subtractions and products are
// exact, and nothing is lost where large numbers cancel. More digits would cost a second at the start (π again).
math.config({ number: 'BigNumber', precision: 300 });
const { createUnit, parse, unit, bignumber } = math;

/** Our own names, because mathjs' tables round some of the same units. Letters only: a digit ends a name there. */
const nameOf = (id: string): string => `parley${id}`;
for (const [id, { dimension, definition }] of Object.entries<Unit>(UNITS))
  if (dimension !== 'temperature') createUnit(nameOf(id), definition);

const switchedOff = (name: string) => () => {
  throw new Error(`${name} is switched off in sums.`);
};
math.import(
  Object.fromEntries(
    ['import', 'createUnit', 'evaluate', 'parse', 'compile', 'parser', 'simplify', 'derivative', 'resolve'].map(
      (name) => [name, switchedOff(name)],
    ),
  ),
  { override: true },
);

/** How many digits of a result are handed over. */
const DIGITS = 64;

const NODES = new Set(['OperatorNode', 'ConstantNode', 'ParenthesisNode', 'FunctionNode', 'SymbolNode']);
const NAMES = new Set(['sqrt']);

function sum(expression: string): string {
  const tree = parse(expression);
  tree.traverse((node) => {
    if (!NODES.has(node.type) || ('name' in node && !NAMES.has(String(node.name))))
      throw new Error(`${node.type} has no place in a sum.`);
  });
  return decimalText(tree.evaluate());
}

function convert({ amounts, to }: Extract<Asked, { kind: 'convert' }>): string {
  const nameIn = (id: keyof typeof UNITS) =>
    UNITS[id].dimension === 'temperature' ? UNITS[id].definition : nameOf(id);
  const target = nameIn(to);
  const parts = amounts.map(({ value, unit: id }) => unit(bignumber(value), nameIn(id)).toNumeric(target));
  return decimalText(parts.reduce((all, part) => math.add(bignumber(String(all)), bignumber(String(part)))));
}

/** Without an exponent. */
function decimalText(value: unknown): string {
  if (!mathjs.isBigNumber(value) || !value.isFinite()) throw new Error('There is no such number.');
  return value.toSignificantDigits(DIGITS).toFixed();
}

port.on('message', (asked: Asked) => {
  let result: string | null;
  try {
    result = asked.kind === 'sum' ? sum(asked.expression) : convert(asked);
  } catch {
    // Dividing by zero, a root of a negative number: no result is the answer.
    result = null;
  }
  port.postMessage({ id: asked.id, result } satisfies Answered);
});
port.postMessage('ready');
