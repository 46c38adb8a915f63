/** Shell patterns (`*`, `?`, `[a-z]`, `\x`) as regular expressions. */

const CLASSES: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: ' \\t\\n\\v\\f\\r',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`{-~',
  xdigit: '0-9A-Fa-f',
  cntrl: '\\x00-\\x1f\\x7f',
  print: '\\x20-\\x7e',
  graph: '\\x21-\\x7e',
};

const cache = new Map<string, RegExp>();

/** Puts backslashes before what has a meaning in a pattern, so that the text matches only itself. */
export function escapePattern(text: string): string {
  return text.replace(/[*?[\]\\]/g, '\\$&');
}

export function hasPattern(pattern: string): boolean {
  return /(?:^|[^\\])(?:\\\\)*[*?[]/.test(pattern);
}

/** The text with its backslashes taken away: what a pattern without wildcards matches. */
export function unescapePattern(pattern: string): string {
  return pattern.replace(/\\(.)/gs, '$1');
}

export function matchesPattern(pattern: string, text: string): boolean {
  let compiled = cache.get(pattern);
  if (!compiled) {
    compiled = new RegExp(`^(?:${patternSource(pattern)})$`, 'su');
    cache.set(pattern, compiled);
  }
  return compiled.test(text);
}

/** Source of a regular expression for the `s` and `u` flags. `star` says what `*` stands for, `[^]*` by default. */
export function patternSource(pattern: string, star = '.*'): string {
  let source = '';
  for (let i = 0; i < pattern.length; i += 1) {
    const c = pattern[i] as string;
    if (c === '*') source += star;
    else if (c === '?') source += '.';
    else if (c === '\\' && i + 1 < pattern.length) {
      i += 1;
      source += escapeRegExp(pattern[i] as string);
    } else if (c === '[') {
      const bracket = bracketSource(pattern, i);
      if (bracket) {
        source += bracket.source;
        i = bracket.end;
      } else source += '\\[';
    } else source += escapeRegExp(c);
  }
  return source;
}

function bracketSource(pattern: string, start: number): { source: string; end: number } | undefined {
  let i = start + 1;
  const negated = pattern[i] === '!' || pattern[i] === '^';
  if (negated) i += 1;
  let body = '';
  for (let first = true; ; first = false) {
    const c = pattern[i];
    if (c === undefined) return undefined;
    if (c === ']' && !first) break;
    const named = /^\[:(\w+):\]/.exec(pattern.slice(i));
    if (named) {
      body += CLASSES[named[1] as string] ?? '';
      i += named[0].length;
      continue;
    }
    if (c === '\\' && i + 1 < pattern.length) {
      i += 1;
      body += escapeInClass(pattern[i] as string);
    } else if (c === '-' && !first && pattern[i + 1] !== ']' && pattern[i + 1] !== undefined) {
      body += '-';
    } else body += escapeInClass(c);
    i += 1;
  }
  if (/([^\\])-([^\\])/.test(body) && !validRanges(body)) return undefined;
  return { source: `[${negated ? '^' : ''}${body}]`, end: i };
}

function validRanges(body: string): boolean {
  try {
    return new RegExp(`[${body}]`, 'u').source !== '';
  } catch {
    return false;
  }
}

function escapeInClass(c: string): string {
  return /[\\\]^[&-]/.test(c) ? `\\${c === '&' ? 'x26' : c}` : c;
}

function escapeRegExp(c: string): string {
  return /[.*+?^${}()|[\]\\/]/.test(c) ? `\\${c}` : c;
}

/** `${x#pattern}` and its kin. */
export function removePattern(text: string, pattern: string, operator: '#' | '##' | '%' | '%%'): string {
  const lengths = Array.from({ length: text.length + 1 }, (_, length) => length);
  if (operator === '##' || operator === '%%') lengths.reverse();
  for (const length of lengths) {
    const fromStart = operator.startsWith('#');
    const piece = fromStart ? text.slice(0, length) : text.slice(text.length - length);
    if (matchesPattern(pattern, piece)) return fromStart ? text.slice(length) : text.slice(0, text.length - length);
  }
  return text;
}
