/** How a platform's screens want a text laid out. */
import type { Style } from './flow.ts';

/** What a platform's screens can do. */
export interface Manner {
  /** `behind words`: a link's address is not seen. `spelled`: it stands behind its words, in brackets. */
  links: 'behind words' | 'spelled';
  withoutScheme: boolean;
  /** `aligned`: narrow tables as columns of one letter width. `rows`: each row a line. */
  tables: 'aligned' | 'rows';
  bullet: string;
  /** Code that cannot be shown in a message, and leaves as a file. */
  codeAsFile: (code: string) => boolean;
  /** A table's head is repeated only while it is no longer than this, in UTF-16 units. */
  longestHead: number;
  /** What of a table is laid out in columns at most; more would not be shown. */
  longestTable: number;
}

/** Where in the text something stands. */
export interface Spot {
  style: Style;
  /** Before each of its lines but the first. */
  indent: string;
  /** What a line break becomes: in a row that is a line, a comma. */
  lineEnd: string;
}

/** Work in small steps, between which the rest of the program can have its turn. */
export type Steps<Result = void> = Generator<undefined, Result>;
