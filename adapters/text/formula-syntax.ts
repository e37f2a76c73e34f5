/**
 * How models write formulas, as syntax of the parser: `\(x\)`, `\[x\]`, `$x$`, and display formulas that open with
 * `\[` or `$$` at the start of a line. As syntax, because rewriting the text beforehand would have to know what is code,
 * and CommonMark turns `\(x\)` into `(x)` when it sees it first.
 *
 * The rules that differ from remark-math's own, each for a reason:
 * - `$x$` has no space inside its dollars, no digit behind it, no word in it when it starts with a digit, and stays on
 *   one line: "costs $5 and $6" and "between $5 and 10$" are money.
 * - A display formula may begin on the line of its opening mark (models do that; remark-math takes the words there for
 *   a label and runs on to the end of the text).
 * - A display formula ends at a blank line at the latest, so a stray mark spoils one paragraph, not the rest of the
 *   answer. parse.ts makes text of one that was not closed.
 */
// Types only: the names of remark-math's tokens, and the parser's own words.
import type {} from 'micromark-extension-math';
import type { Code, Construct, Extension, State } from 'micromark-util-types';

const DOLLAR = 36;
const PAREN_OPEN = 40;
const PAREN_CLOSE = 41;
const BRACKET_OPEN = 91;
const BACKSLASH = 92;
const BRACKET_CLOSE = 93;

/** micromark's codes: null is the end of the text, -5…-3 are line ends, -2 and -1 are parts of a tab. */
const endsLine = (code: Code): boolean => code === null || code < -2;
const isSpace = (code: Code): boolean => code === -2 || code === -1 || code === 32;
const isDigit = (code: Code): boolean => code !== null && code >= 48 && code <= 57;
const isLetter = (code: Code): boolean => code !== null && ((code >= 65 && code <= 90) || (code >= 97 && code <= 122));

/**
 * `\(…\)` and `\[…\]` within text, on one line. Another opening mark inside means it is no formula; so a line of
 * nothing but opening marks is read once, not once for each of them.
 */
const inBrackets: Construct = {
  name: 'formulaInBrackets',
  tokenize(effects, ok, nok) {
    let opening: Code = null;
    let empty = true;

    const closingMark: Construct = {
      partial: true,
      tokenize(effects, ok, nok) {
        return (code) => {
          effects.enter('mathTextSequence');
          effects.consume(code);
          return (code) => {
            if (code !== (opening === PAREN_OPEN ? PAREN_CLOSE : BRACKET_CLOSE)) return nok(code);
            effects.consume(code);
            effects.exit('mathTextSequence');
            return ok;
          };
        };
      },
    };

    return (code) => {
      effects.enter('mathText');
      effects.enter('mathTextSequence');
      effects.consume(code);
      return openingMark;
    };

    function openingMark(code: Code): State | undefined {
      if (code !== PAREN_OPEN && code !== BRACKET_OPEN) return nok(code);
      opening = code;
      effects.consume(code);
      effects.exit('mathTextSequence');
      return between;
    }
    function between(code: Code): State | undefined {
      if (endsLine(code)) return nok(code);
      if (code === BACKSLASH) return effects.attempt(closingMark, end, command)(code);
      effects.enter('mathTextData');
      return data(code);
    }
    /** A backslash and what belongs to it, so that the second half of `\\` opens and closes nothing. */
    function command(code: Code): State | undefined {
      effects.enter('mathTextData');
      effects.consume(code);
      return commandName;
    }
    function commandName(code: Code): State | undefined {
      if (endsLine(code) || code === opening) return nok(code);
      return data(code, true);
    }
    function data(code: Code, taken = false): State | undefined {
      empty = false;
      if (!taken && (endsLine(code) || code === BACKSLASH)) {
        effects.exit('mathTextData');
        return between(code);
      }
      effects.consume(code);
      return data;
    }
    function end(code: Code): State | undefined {
      if (empty) return nok(code);
      effects.exit('mathText');
      return ok(code);
    }
  },
};

/** `$…$`, see above for when it is money instead. It ends at the next dollar or nowhere, so each is read once. */
const inDollars: Construct = {
  name: 'formulaInDollars',
  previous: (code) => code !== DOLLAR && !isLetter(code) && !isDigit(code),
  tokenize(effects, ok, nok) {
    let startsWithDigit = false;
    let last: Code = null;
    /** Letters in a row that do not name a command such as `\times`. */
    let letters = 0;
    let inCommand = false;

    return (code) => {
      effects.enter('mathText');
      effects.enter('mathTextSequence');
      effects.consume(code);
      effects.exit('mathTextSequence');
      return first;
    };

    function first(code: Code): State | undefined {
      if (endsLine(code) || isSpace(code) || code === DOLLAR) return nok(code);
      startsWithDigit = isDigit(code);
      effects.enter('mathTextData');
      return data(code);
    }
    function data(code: Code): State | undefined {
      if (endsLine(code)) return nok(code);
      if (code === DOLLAR && last !== BACKSLASH) {
        if (isSpace(last)) return nok(code);
        effects.exit('mathTextData');
        effects.enter('mathTextSequence');
        effects.consume(code);
        effects.exit('mathTextSequence');
        effects.exit('mathText');
        return end;
      }
      inCommand = last === BACKSLASH || (inCommand && isLetter(code));
      letters = isLetter(code) && !inCommand ? letters + 1 : 0;
      if (startsWithDigit && letters > 1) return nok(code);
      // The second of two backslashes escapes nothing.
      last = code === BACKSLASH && last === BACKSLASH ? null : code;
      effects.consume(code);
      return data;
    }
    function end(code: Code): State | undefined {
      return isDigit(code) || code === DOLLAR ? nok(code) : ok(code);
    }
  },
};

/** A display formula: from a line that starts with `\[` or `$$` to the line that ends with `\]` or `$$`. */
const display: Construct = {
  name: 'displayFormula',
  concrete: true,
  tokenize(effects, ok, nok) {
    const self = this;
    let opening: Code = null;
    let empty = true;
    let onFirstLine = true;

    /** A line end and another line of the same formula: not blank, and not one that only lazily belongs to a quote or an item. */
    const nextLine: Construct = {
      partial: true,
      tokenize(effects, ok, nok) {
        return (code) => {
          effects.enter('lineEnding');
          effects.consume(code);
          effects.exit('lineEnding');
          return lineStart;
        };
        function lineStart(code: Code): State | undefined {
          if (code !== null && self.parser.lazy[self.now().line]) return nok(code);
          if (!isSpace(code)) return afterSpace(code);
          effects.enter('whitespace');
          return space(code);
        }
        function space(code: Code): State | undefined {
          if (isSpace(code)) {
            effects.consume(code);
            return space;
          }
          effects.exit('whitespace');
          return afterSpace(code);
        }
        function afterSpace(code: Code): State | undefined {
          return code !== null && endsLine(code) ? nok(code) : ok(code);
        }
      },
    };
    /** The closing mark with nothing but space behind it. */
    const closingMark: Construct = {
      partial: true,
      tokenize(effects, ok, nok) {
        return (code) => {
          effects.enter('mathFlowFence');
          effects.enter('mathFlowFenceSequence');
          effects.consume(code);
          return second;
        };
        function second(code: Code): State | undefined {
          if (code !== (opening === DOLLAR ? DOLLAR : BRACKET_CLOSE)) return nok(code);
          effects.consume(code);
          effects.exit('mathFlowFenceSequence');
          return trailing;
        }
        function trailing(code: Code): State | undefined {
          if (endsLine(code)) {
            effects.exit('mathFlowFence');
            return ok(code);
          }
          if (!isSpace(code)) return nok(code);
          effects.enter('whitespace');
          return whitespace(code);
        }
        function whitespace(code: Code): State | undefined {
          if (isSpace(code)) {
            effects.consume(code);
            return whitespace;
          }
          effects.exit('whitespace');
          return trailing(code);
        }
      },
    };

    return (code) => {
      opening = code;
      effects.enter('mathFlow');
      effects.enter('mathFlowFence');
      effects.enter('mathFlowFenceSequence');
      effects.consume(code);
      return openingMark;
    };

    function openingMark(code: Code): State | undefined {
      if (code !== (opening === DOLLAR ? DOLLAR : BRACKET_OPEN)) return nok(code);
      effects.consume(code);
      effects.exit('mathFlowFenceSequence');
      effects.exit('mathFlowFence');
      return afterOpening;
    }
    function afterOpening(code: Code): State | undefined {
      return code === DOLLAR ? nok(code) : between(code);
    }
    function between(code: Code): State | undefined {
      if (endsLine(code)) return lineEnd(code);
      if (code === opening) return effects.attempt(closingMark, end, mark)(code);
      effects.enter('mathFlowValue');
      return value(code);
    }
    function value(code: Code): State | undefined {
      if (endsLine(code) || code === opening) {
        effects.exit('mathFlowValue');
        return between(code);
      }
      empty &&= isSpace(code);
      effects.consume(code);
      return value;
    }
    /**
     * A dollar or backslash that does not close. On the first line, a closing mark with words behind it means that the
     * formula stands within text. Later it is too late for that: containers are not looked for within a formula.
     */
    function mark(code: Code): State | undefined {
      effects.enter('mathFlowValue');
      effects.consume(code);
      return afterMark;
    }
    function afterMark(code: Code): State | undefined {
      if (onFirstLine && code === (opening === DOLLAR ? DOLLAR : BRACKET_CLOSE)) return nok(code);
      if (endsLine(code)) return value(code);
      empty = false;
      effects.consume(code);
      return value;
    }
    function lineEnd(code: Code): State | undefined {
      // Whether a paragraph ends here is decided by the first line alone.
      if (self.interrupt) return ok(code);
      onFirstLine = false;
      return code === null ? end(code) : effects.check(nextLine, nextLineBegins, end)(code);
    }
    function nextLineBegins(code: Code): State | undefined {
      effects.enter('lineEnding');
      effects.consume(code);
      effects.exit('lineEnding');
      return (code) => (code === null ? end(code) : between(code));
    }
    function end(code: Code): State | undefined {
      if (empty) return nok(code);
      effects.exit('mathFlow');
      return ok(code);
    }
  },
};

/** Switches remark-math's display formulas off, and HTML: a tag the model wrote is text, never markup. */
export const formulaSyntax = {
  disable: { null: ['mathFlow', 'htmlFlow', 'htmlText'] },
  flow: { [DOLLAR]: display, [BACKSLASH]: display },
  text: { [DOLLAR]: inDollars, [BACKSLASH]: inBrackets },
} satisfies Extension;
