/** The scalars of YAML, after libyaml's scanner. */
import type { Mark, Reader } from './reader.ts';

/** `|` or `>` with its lines. `parentIndent`: column of the collection around, -1 for none. */
export function readBlockScalar(reader: Reader, parentIndent: number): string {
  const start = reader.mark();
  const literal = reader.char() === '|';
  reader.skip();
  let chomping = 0;
  let increment = 0;
  for (let i = 0; i < 2; i += 1) {
    const char = reader.char();
    if ((char === '+' || char === '-') && chomping === 0) {
      chomping = char === '+' ? 1 : -1;
      reader.skip();
    } else if (/[0-9]/.test(char) && increment === 0) {
      if (char === '0') reader.failIn('found an indentation indicator equal to 0', start);
      increment = Number(char);
      reader.skip();
    }
  }
  while (reader.isBlank()) reader.skip();
  if (reader.char() === '#') reader.skipLine();
  if (!reader.isEnd() && !reader.isBreak()) reader.failIn('did not find expected comment or line break', start);
  if (reader.isBreak()) reader.readBreak();
  return blockText(reader, { parentIndent, literal, chomping, increment }, start);
}

interface BlockStyle {
  parentIndent: number;
  literal: boolean;
  /** 1 keeps the last line breaks, -1 none, 0 one. */
  chomping: number;
  /** Indentation that the text states; 0: found from its first line. */
  increment: number;
}

function blockText(reader: Reader, { parentIndent, literal, chomping, increment }: BlockStyle, start: Mark): string {
  let indent = increment === 0 ? 0 : Math.max(parentIndent, 0) + increment;
  let [text, leadingBreak] = ['', ''];
  let leadingBlank = false;
  const first = blockBreaks(reader, indent, parentIndent, start);
  indent = first.indent;
  let breaks = first.breaks;
  while (reader.column === indent && !reader.isEnd()) {
    const trailingBlank = reader.isBlank();
    if (!literal && leadingBreak.startsWith('\n') && !leadingBlank && !trailingBlank) {
      if (breaks === '') text += ' ';
    } else text += leadingBreak;
    leadingBreak = '';
    text += breaks;
    leadingBlank = reader.isBlank();
    while (!reader.isEnd() && !reader.isBreak()) {
      text += reader.char();
      reader.skip();
    }
    if (reader.isEnd()) {
      breaks = '';
      break;
    }
    leadingBreak = reader.readBreak();
    breaks = blockBreaks(reader, indent, parentIndent, start).breaks;
  }
  if (chomping !== -1) text += leadingBreak;
  if (chomping === 1) text += breaks;
  return text;
}

/** Indentation and empty lines before the next line of a block scalar; finds the indentation if it is still 0. */
function blockBreaks(reader: Reader, known: number, parentIndent: number, start: Mark): { indent: number; breaks: string } {
  let [indent, maxIndent, breaks] = [known, 0, ''];
  for (;;) {
    while ((indent === 0 || reader.column < indent) && reader.char() === ' ') reader.skip();
    maxIndent = Math.max(maxIndent, reader.column);
    if ((indent === 0 || reader.column < indent) && reader.char() === '\t')
      reader.failIn('found a tab character where an indentation space is expected', start);
    if (!reader.isBreak()) break;
    breaks += reader.readBreak();
  }
  if (indent === 0) indent = Math.max(maxIndent, parentIndent + 1, 1);
  return { indent, breaks };
}

/** A scalar in single or double quotes. */
export function readQuoted(reader: Reader, quote: string): string {
  const start = reader.mark();
  reader.skip();
  let text = '';
  for (;;) {
    if (reader.column === 0 && (reader.isDocumentIndicator('---') || reader.isDocumentIndicator('...')))
      reader.failIn('found unexpected document indicator', start);
    if (reader.isEnd()) reader.failIn('found unexpected end of stream', start);
    let joined = false;
    while (!reader.isBlankOrEnd()) {
      const char = reader.char();
      if (quote === "'" && char === "'" && reader.char(1) === "'") {
        text += "'";
        reader.skip(2);
      } else if (char === quote) break;
      else if (quote === '"' && char === '\\' && reader.isBreak(1)) {
        reader.skip();
        reader.readBreak();
        joined = true;
        break;
      } else if (quote === '"' && char === '\\') text += readEscape(reader, start);
      else {
        text += char;
        reader.skip();
      }
    }
    if (reader.char() === quote && !joined) break;
    text += foldBlanks(reader, joined);
  }
  reader.skip();
  return text;
}

/** White space inside a quoted scalar: blanks stay, one line break becomes a space, more become one less. */
function foldBlanks(reader: Reader, alreadyBroken: boolean): string {
  let [blanks, firstBreak, breaks] = ['', '', ''];
  let broken = alreadyBroken;
  while (reader.isBlank() || reader.isBreak()) {
    if (reader.isBreak()) {
      const lineBreak = reader.readBreak();
      if (!broken) {
        blanks = '';
        firstBreak = lineBreak;
        broken = true;
      } else breaks += lineBreak;
    } else {
      if (!broken) blanks += reader.char();
      reader.skip();
    }
  }
  if (!broken) return blanks;
  if (firstBreak.startsWith('\n')) return breaks === '' ? ' ' : breaks;
  return firstBreak + breaks;
}

const ESCAPES: Record<string, string> = {
  0: '\0',
  a: '\u0007',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\u001b',
  ' ': ' ',
  '"': '"',
  "'": "'",
  '\\': '\\',
  '/': '/',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
};

function readEscape(reader: Reader, start: Mark): string {
  const code = reader.char(1);
  const plain = ESCAPES[code];
  if (plain !== undefined) {
    reader.skip(2);
    return plain;
  }
  const length = { x: 2, u: 4, U: 8 }[code];
  if (length === undefined) reader.failIn('found unknown escape character', start);
  reader.skip(2);
  const hex = reader.text.slice(reader.index, reader.index + length);
  if (!/^[0-9a-fA-F]+$/.test(hex) || hex.length < length) reader.failIn('did not find expected hexdecimal number', start);
  reader.skip(length);
  const point = Number.parseInt(hex, 16);
  if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) reader.failIn('found invalid Unicode character escape code', start);
  return String.fromCodePoint(point);
}

/** A scalar without quotes. `brokeLine`: it ended with a line break, so that a key may follow. */
export function readPlain(reader: Reader, parentIndent: number, isInFlow: boolean): { text: string; brokeLine: boolean } {
  const start = reader.mark();
  const indent = parentIndent + 1;
  let [text, whitespace, leadingBreak, trailingBreaks] = ['', '', '', ''];
  let leadingBlanks = false;
  for (;;) {
    if (reader.column === 0 && (reader.isDocumentIndicator('---') || reader.isDocumentIndicator('...'))) break;
    if (reader.char() === '#') break;
    while (!reader.isBlankOrEnd()) {
      const char = reader.char();
      if (char === ':' && reader.isBlankOrEnd(1)) break;
      if (isInFlow && /[,?[\]{}]/.test(char)) break;
      if (leadingBlanks) {
        text += leadingBreak.startsWith('\n') ? (trailingBreaks === '' ? ' ' : trailingBreaks) : leadingBreak + trailingBreaks;
        [leadingBreak, trailingBreaks, whitespace] = ['', '', ''];
        leadingBlanks = false;
      } else if (whitespace !== '') {
        text += whitespace;
        whitespace = '';
      }
      text += char;
      reader.skip();
    }
    if (!(reader.isBlank() || reader.isBreak())) break;
    while (reader.isBlank() || reader.isBreak()) {
      if (reader.isBreak()) {
        if (!leadingBlanks) {
          whitespace = '';
          leadingBreak = reader.readBreak();
          leadingBlanks = true;
        } else trailingBreaks += reader.readBreak();
      } else {
        if (leadingBlanks && reader.column < indent && reader.char() === '\t') reader.failIn('found a tab character that violates indentation', start);
        if (!leadingBlanks) whitespace += reader.char();
        reader.skip();
      }
    }
    if (!isInFlow && reader.column < indent) break;
  }
  return { text, brokeLine: leadingBlanks };
}
