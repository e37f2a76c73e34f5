/** mdast → flow: how headings, lists, tables and the rest stand on a screen that knows only lines. */
import type { Code, Definition, List, ListItem, PhrasingContent, RootContent } from 'mdast';
import { safeAddress, withoutScheme } from './address.ts';
import { FlowWriter, type Style } from './flow.ts';
import { formulaText } from './formula.ts';
import { firstGraphemes } from './graphemes.ts';
import type { Manner, Spot, Steps } from './manner.ts';
import { type CellWriter, writeTable } from './table.ts';

const ADDRESSES: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:', 'tg:']);
/** A name of a language; what is longer is none. */
const LONGEST_LANGUAGE = 40;
/** Lists deeper than this are not moved further to the right, and what nests deeper than `blocks` stands alone. */
const DEEPEST = { indent: 5, blocks: 24 };
const INDENT = '\u00a0'.repeat(3);

export class Layout implements CellWriter {
  readonly flow = new FlowWriter();
  readonly manner: Manner;
  readonly #definitions: ReadonlyMap<string, Definition>;
  /** More than this, in UTF-16 units, is not going to be shown. */
  readonly #enough: number;

  constructor(manner: Manner, definitions: ReadonlyMap<string, Definition>, enough: number) {
    this.manner = manner;
    this.#definitions = definitions;
    this.#enough = enough;
  }

  /** What is laid out from here on would not be shown. */
  get full(): boolean {
    return this.flow.text.length > this.#enough;
  }

  /** The next block of the top level, in steps: a list or table may be as long as the text. */
  *block(node: RootContent, number: number): Steps {
    this.flow.gap({ lines: 2, indent: '', style: {}, rank: 'block', block: number });
    yield* this.#block(node, { style: {}, indent: '', lineEnd: '\n' }, 0);
  }

  *#block(node: RootContent, spot: Spot, depth: number): Steps {
    switch (node.type) {
      case 'paragraph':
        return this.inlines(node.children, spot);
      case 'heading': {
        const before = this.flow.text.length;
        this.inlines(node.children, { ...spot, style: { ...spot.style, bold: true } });
        if (this.flow.text.length > before) this.flow.holdNext();
        return;
      }
      case 'blockquote':
        // Quotes do not nest on any of the platforms.
        return yield* this.#blocks(
          node.children,
          { ...spot, style: { ...spot.style, quote: spot.style.quote ?? node } },
          depth,
        );
      case 'list':
        return yield* this.#list(node, spot, depth);
      case 'listItem':
        return yield* this.#blocks(node.children, spot, depth);
      case 'code':
        return this.#code(node, spot);
      case 'table':
        return yield* writeTable(this, node, spot);
      case 'math': {
        const text = node.data?.open ? null : formulaText(node.value);
        if (text === null) return this.#code({ type: 'code', lang: 'latex', value: node.value.trim() }, spot);
        return this.text(text, spot);
      }
      case 'thematicBreak':
        return this.flow.write('———', spot.style);
      case 'footnoteDefinition': {
        const done = this.flow.marker(`[${node.label ?? node.identifier}] `, spot.style);
        yield* this.#blocks(node.children, spot, depth);
        return done();
      }
      case 'definition':
        return;
      case 'tableRow':
        for (const cell of node.children) yield* this.#block(cell, spot, depth);
        return;
      case 'tableCell':
        return this.inlines(node.children, spot);
      case 'yaml':
        return this.text(node.value, spot);
      default:
        return this.inlines([node], spot);
    }
  }

  *#blocks(nodes: RootContent[], spot: Spot, depth: number): Steps {
    for (const [i, node] of nodes.entries()) {
      if (this.full) return;
      if (i > 0) {
        const apart = spot.indent === '' && node.type !== 'list';
        this.flow.gap({ lines: apart ? 2 : 1, indent: spot.indent, style: spot.style });
      }
      yield* this.#block(node, spot, depth + 1);
    }
  }

  *#list(list: List, spot: Spot, depth: number): Steps {
    const inner = depth >= DEEPEST.blocks ? spot : { ...spot, indent: deeper(spot.indent) };
    for (const [i, item] of list.children.entries()) {
      if (this.full) return;
      if (i > 0) this.flow.gap({ lines: 1, indent: spot.indent, style: spot.style, rank: 'item' });
      const done = this.flow.marker(this.#markerOf(item, list, i), spot.style);
      yield* this.#blocks(item.children, inner, depth + 1);
      done();
      yield;
    }
  }

  #markerOf(item: ListItem, list: List, i: number): string {
    const box = typeof item.checked === 'boolean' ? (item.checked ? '☑ ' : '☐ ') : '';
    if (list.ordered) return `${(list.start ?? 1) + i}. ${box}`;
    return box || this.manner.bullet;
  }

  #code({ lang, value }: Code, spot: Spot): void {
    if (value.trim() === '') return;
    this.flow.markerAlone();
    if (this.manner.codeAsFile(value)) {
      const name = `code-${this.flow.files.length + 1}.${/^(?:md|markdown)$/i.test(lang ?? '') ? 'md' : 'txt'}`;
      this.flow.write(`📎 ${name}`, spot.style);
      this.flow.file(name, value);
      return;
    }
    const language = lang ? firstGraphemes(lang, LONGEST_LANGUAGE) : undefined;
    const { quote } = spot.style;
    this.flow.write(value, { ...(quote && { quote }), pre: { ...(language === lang && language && { language }) } });
  }

  // ------------------------------------------------------------------------------------------------ within a line

  inlines(nodes: PhrasingContent[], spot: Spot): void {
    for (const node of nodes) this.#inline(node, spot);
  }

  /** Words, in which `<br>` is the only way to break a line in a table. */
  text(words: string, { style, indent, lineEnd }: Spot): void {
    const [first = '', ...more] = this.#shown(words).split(/[ \t]*(?:\n|<br ?\/?>)[ \t]*/i);
    this.flow.write([first, ...more.map((line) => (lineEnd === '\n' ? indent : '') + line)].join(lineEnd), style);
  }

  #shown(words: string): string {
    return this.manner.withoutScheme ? withoutScheme(words, this.flow.text) : words;
  }

  #inline(node: PhrasingContent, spot: Spot): void {
    const { style } = spot;
    switch (node.type) {
      case 'text':
      case 'html':
        return this.text(node.value, spot);
      case 'emphasis':
        return this.inlines(node.children, { ...spot, style: { ...style, italic: true } });
      case 'strong':
        return this.inlines(node.children, { ...spot, style: { ...style, bold: true } });
      case 'delete':
        return this.inlines(node.children, { ...spot, style: { ...style, strike: true } });
      case 'inlineCode':
        return this.#inlineCode(node.value, spot);
      case 'inlineMath': {
        const text = formulaText(node.value)?.replaceAll('\n', ' ');
        return text === undefined ? this.#inlineCode(node.value.trim(), spot) : this.text(text, spot);
      }
      case 'break':
        return this.text('\n', spot);
      case 'link':
        return this.#link(node.url, node.children, spot);
      case 'linkReference':
        return this.#link(this.#definitions.get(node.identifier)?.url, node.children, spot);
      case 'image':
        return this.#link(node.url, node.alt ? [{ type: 'text', value: node.alt }] : [], spot);
      case 'imageReference': {
        const url = this.#definitions.get(node.identifier)?.url;
        return this.#link(url, node.alt ? [{ type: 'text', value: node.alt }] : [], spot);
      }
      case 'footnoteReference':
        return this.text(`[${node.label ?? node.identifier}]`, spot);
      default:
        return node satisfies never;
    }
  }

  /** Neither bold nor in a link twice: nothing may stand around code but a quote, and the link is worth more. */
  #inlineCode(value: string, { style }: Spot): void {
    const { quote, link, whole } = style;
    const inLink = link === undefined ? { code: true as const } : { link };
    this.flow.write(this.#shown(value.replaceAll('\n', ' ')), {
      ...(quote && { quote }),
      ...(whole && { whole }),
      ...inLink,
    });
  }

  #link(url: string | undefined, children: PhrasingContent[], spot: Spot): void {
    const href = url === undefined ? undefined : safeAddress(url, ADDRESSES);
    if (href === undefined || spot.style.whole) return this.inlines(children, spot);
    const style: Style = { ...spot.style, whole: {} };
    const address = spelled(href, this.manner);
    const words = this.words(children).text.trim();
    // Where a client knows no mail address behind words, it would be lost.
    const behindWords = this.manner.links === 'behind words' && !/^mailto:/i.test(href);
    if (behindWords && !this.manner.withoutScheme) {
      const inLink = { ...spot, style: { ...style, link: href } };
      return words === '' ? this.flow.write(address, inLink.style) : this.inlines(children, inLink);
    }
    // No marks around an address: they would be taken for a part of it.
    const { quote, whole } = style;
    const unmarked: Style = { ...(quote && { quote }), ...(whole && { whole }) };
    const alone: Style = { ...unmarked, address: true };
    if (words === '' || isSame(coded(words, this.manner), address)) return this.flow.write(address, alone);
    this.inlines(children, { ...spot, style });
    this.flow.write(' (', unmarked);
    this.flow.write(address, alone);
    this.flow.write(')', unmarked);
  }

  words(nodes: PhrasingContent[]): { text: string; links: boolean } {
    const aside = new Layout({ ...this.manner, links: 'spelled' }, this.#definitions, this.#enough);
    aside.inlines(nodes, { style: {}, indent: '', lineEnd: ', ' });
    return { text: aside.flow.text.trim(), links: aside.flow.runs.some(({ style }) => style.whole !== undefined) };
  }
}

function deeper(indent: string): string {
  return indent.length < INDENT.length * DEEPEST.indent ? indent + INDENT : indent;
}

/** Letters at which an app takes an address for ended, and, where it has no scheme to be known by, for marks. */
const ENDS = /[`()]/g;
const MARKS = /[`()*~]|(?<!\w)_|_(?!\w)|_(?=www\.|tg:\/\/)/gi;

/** An address as it is written in a text. */
function spelled(href: string, manner: Manner): string {
  const address = coded(href.replace(/^mailto:/i, '').replace(/^(https?:\/\/[^/]+)\/$/, '$1'), manner);
  return manner.withoutScheme ? withoutScheme(address) : address;
}

function coded(address: string, { withoutScheme: bare }: Manner): string {
  return address.replace(bare ? MARKS : ENDS, (letter) => `%${letter.charCodeAt(0).toString(16)}`);
}

/** Whether the words of a link are its address. */
function isSame(words: string, address: string): boolean {
  const core = (text: string) =>
    withoutScheme(text)
      .replace(/^mailto:|\/$/gi, '')
      .toLowerCase();
  return core(words) === core(address);
}
