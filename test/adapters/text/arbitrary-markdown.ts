/** Markdown for property tests: well-formed, as a model writes it, and hostile. */
import fc from 'fast-check';

/** What words are made of; nothing else in well-formed Markdown is: addresses and languages are lower-case Latin. */
export const WORD_LETTERS =
  /[\p{Lu}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Han}\p{Script=Thai}\p{Extended_Pictographic}\p{Emoji_Modifier}]|\u200d|\ufe0f/gu;

const word = fc.oneof(
  fc.stringMatching(/^[A-Z]{1,8}$/),
  fc.constantFrom(
    'Ёлка',
    'سلام',
    'مرحبا',
    'नमस्ते',
    'क्षेत्र',
    '中文',
    '北京大学',
    'ภาษาไทย',
    '👩‍👩‍👧‍👦',
    '👍🏽',
    '❤️',
    'ÄÖÜ',
  ),
);
const words = fc.array(word, { minLength: 1, maxLength: 5 }).map((list) => list.join(' '));

const span = fc.oneof(
  { weight: 4, arbitrary: words },
  words.map((text) => `**${text}**`),
  words.map((text) => `*${text}*`),
  words.map((text) => `_${text}_`),
  words.map((text) => `***${text}***`),
  words.map((text) => `~~${text}~~`),
  words.map((text) => `\`${text}\``),
  words.map((text) => `\`\`${text}\`\``),
  words.map((text) => `[${text}](https://example.org/a_b?c=d)`),
  words.map((text) => `![${text}](https://example.org/a.png "title")`),
  fc.tuple(words, words).map(([a, b]) => `**${a} *${b}***`),
  fc.tuple(words, words).map(([a, b]) => `**[${a}](https://example.org) ${b}**`),
);
export const inline = fc.array(span, { minLength: 1, maxLength: 5 }).map((spans) => spans.join(' '));

const list = fc
  .tuple(
    fc.constantFrom('-', '*', '+', '1.', '7.', '3)'),
    fc.array(inline, { minLength: 1, maxLength: 6 }),
    fc.boolean(),
  )
  .map(([mark, items, loose]) => items.map((item) => `${mark} ${item}`).join(loose ? '\n\n' : '\n'));
const tasks = fc
  .array(fc.tuple(fc.boolean(), inline), { minLength: 1, maxLength: 4 })
  .map((items) => items.map(([done, item]) => `- [${done ? 'x' : ' '}] ${item}`).join('\n'));
const nestedList = fc
  .array(fc.tuple(fc.nat(2), inline), { minLength: 1, maxLength: 6 })
  .map((items) => items.map(([depth, item], i) => `${'  '.repeat(Math.min(i, depth))}- ${item}`).join('\n'));
const table = fc
  .tuple(fc.array(fc.tuple(inline, inline), { minLength: 1, maxLength: 6 }), fc.constantFrom('---', ':-:', '--:'))
  .map(([rows, rule]) => {
    const [head, ...body] = rows.map(([a, b]) => `| ${a} | ${b} |`);
    return [head, `| ${rule} | --- |`, ...body].join('\n');
  });
const code = fc
  .tuple(
    fc.constantFrom('', 'js', 'python', 'unknown'),
    fc.array(words, { maxLength: 6 }),
    fc.constantFrom('```', '~~~~'),
  )
  .map(([language, lines, fence]) => [`${fence}${language}`, ...lines, fence].join('\n'));
const codeInItem = words.map((text) => `1. ${text}\n\n   \`\`\`sql\n   ${text}\n   \`\`\``);

export const block = fc.oneof(
  { weight: 4, arbitrary: inline },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.integer({ min: 1, max: 6 }), inline).map(([n, text]) => `${'#'.repeat(n)} ${text}`),
  },
  list,
  tasks,
  nestedList,
  table,
  code,
  codeInItem,
  fc.array(inline, { minLength: 1, maxLength: 3 }).map((lines) => lines.map((line) => `> ${line}`).join('\n')),
  fc.constant('---'),
);

/** Complete Markdown: every mark has its partner, blocks are apart. Lists are apart by something that is no list. */
export function wellFormed(size: { minBlocks: number; maxBlocks: number }): fc.Arbitrary<string> {
  return fc
    .array(fc.tuple(block, inline), { minLength: size.minBlocks, maxLength: size.maxBlocks })
    .map((blocks) => blocks.flat().join('\n\n'));
}

const FRAGMENTS = [
  ...['*', '**', '***', '_', '__', '`', '``', '```', '```js\n', '~', '~~', '~~~\n', '[', ']', '(', ')', '](', '!['],
  ...[
    '](http://a.b/c_d)',
    '](javascript:x)',
    '<',
    '>',
    '> ',
    '#',
    '# ',
    '## ',
    '-',
    '- ',
    '* ',
    '+ ',
    '1. ',
    '2) ',
    '10. ',
  ],
  ...[
    '- [ ] ',
    '- [x] ',
    '|',
    '| a | b |\n',
    '|---|:-:|\n',
    '| 1 | 2 |\n',
    '\n',
    '\n',
    '\n',
    '\n\n',
    '\n\n',
    ' ',
    '  ',
  ],
  ...[
    '    ',
    '\t',
    '\\',
    '$',
    '$$',
    '$$\n',
    '\\(',
    '\\)',
    '\\[',
    '\\]',
    '\\[\n',
    '\\]\n',
    '^{2}',
    '\\frac{1}{2}',
    '&amp;',
  ],
  ...['&am', '&', 'http://a.b', 'www.x.org ', 'a@b.org', '<https://x.y>', '<br>', '<div>', '<script>alert(1)</script>'],
  ...[
    '[^1]',
    '[^1]: ',
    '[a]',
    '[A ]',
    '[a]: ',
    '[a]: /x "t"\n',
    '[a]: http://b.c\n',
    '"',
    "'",
    '---\n',
    '===\n',
    '***\n',
  ],
  ...[
    'word',
    'two words',
    'x',
    '7',
    'a_b',
    'é',
    'e\u0301',
    '👩‍👩‍👧‍👦',
    '🇩🇪',
    'سلام',
    'नमस्ते',
    '「中」',
    'ไทย',
    '!',
    '.',
    ':',
  ],
  ...[
    '\r\n',
    '\r',
    '\0',
    '\ud800',
    '\udc00',
    '\ufeff',
    '\u200b',
    '\u2028',
    '\u00a0',
    '\u202e',
    '\u2068',
    '\u2069',
    '\u001b[31m',
  ],
];

/** What stands beside addresses, becomes a part of one, or makes one. */
const BESIDE_ADDRESSES = [
  ...['*', '**', '_', '~', '~~', '`', '```', '\\*', '\\_', '\\`', '\\~', '&#96;', '$', '$x$', '|', '- ', '> '],
  ...['@', 'a@b', 'a@b.org', '.org', 'https://', 'http', 's', '://', 'www.', 'tg://', '.', '-', ')', '(', '+', '%'],
  ...['<https://x.y>', '<https://x.y/z/>', '![i](http://a.b)', '[x](https://example.org/a_b)'],
  `[${'a label longer than its address '.repeat(4)}](https://example.org/${'a_b/'.repeat(15)})`,
  ...['x', 'y z', 'é', '中', '🏽', ' ', '\n', '\n\n', '<br>', '&nbsp;', '&lt;', '&#10;', '&#13;'],
  ...['\u202e', '&#x202e;', '\u2060', '\u2068', '\u2069'],
];

/** Marks, letters and worse in any order. */
export function hostile(maxFragments: number, fragments: readonly string[] = FRAGMENTS): fc.Arbitrary<string> {
  return fc
    .array(fc.constantFrom(...fragments), { maxLength: maxFragments, size: 'max' })
    .map((parts) => parts.join(''));
}

/** Texts without spaces, or with none of the letters most code is written for: where to cut them is hard to see. */
export const scripts: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(
      'في البداية كان الكلام، ثم جاء المعنى. ',
      'यह एक लंबा वाक्य है जिसमें संयुक्ताक्षर क्षत्रिय हैं। ',
      '春天来了，花儿开了。我们去公园散步，看见许多人在放风筝',
      'ภาษาไทยเขียนติดกันโดยไม่เว้นวรรคระหว่างคำ',
      '👩‍👩‍👧‍👦👍🏽❤️',
      '🇩🇪🇫🇷',
      'e\u0301\u0323',
      'Wort ',
      'https://example.org/a_b?c=d ',
    ),
    fc.integer({ min: 1, max: 40 }),
  )
  .map(([text, times]) => text.repeat(times).trim());

/** What a model may hand over: complete, hostile, cut anywhere, or long. */
export const answers: fc.Arbitrary<{ markdown: string; wellFormed: boolean }> = fc.oneof(
  {
    weight: 4,
    arbitrary: wellFormed({ minBlocks: 2, maxBlocks: 6 }).map((markdown) => ({ markdown, wellFormed: true })),
  },
  {
    weight: 3,
    // Marks and joiners that belong to the letter before them, whatever that is.
    arbitrary: fc
      .tuple(hostile(100), fc.constantFrom('', '', '\u0301', '🏽', '\u200d'))
      .map(([text, mark]) => ({ markdown: text.replaceAll('word', `${mark}word${mark}`), wellFormed: false })),
  },
  {
    weight: 2,
    arbitrary: hostile(40, BESIDE_ADDRESSES).map((markdown) => ({ markdown, wellFormed: false })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(wellFormed({ minBlocks: 2, maxBlocks: 6 }), fc.double({ min: 0, max: 1, noNaN: true }))
      .map(([markdown, share]) => ({ markdown: markdown.slice(0, markdown.length * share), wellFormed: false })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(scripts, fc.constantFrom('', '**', '> ', '```\n', '- '), hostile(20))
      .map(([text, mark, more]) => ({ markdown: `${mark}${text}\n\n${more}${text}`, wellFormed: false })),
  },
);
