/** POSIX regular expressions as JavaScript's. */

const CLASS_NAMES: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\s',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`{-~',
  xdigit: '0-9A-Fa-f',
  print: '\\x20-\\x7e',
  graph: '\\x21-\\x7e',
  cntrl: '\\x00-\\x1f\\x7f',
};

/** Translates; throws SyntaxError if the expression is broken. `extended`: without it `\(`, `\{`, `\|` have the meaning. */
export function posixRegExp(source: string, extended: boolean, flags: string): RegExp {
  let out = '';
  for (let i = 0; i < source.length; i += 1) {
    const c = source[i] as string;
    if (c === '[') {
      const end = bracketEnd(source, i);
      if (end === undefined) throw new SyntaxError('Unmatched [');
      const body = source
        .slice(i + 1, end)
        .replace(/\\/g, '\\\\')
        .replace(/\[:(\w+):\]/g, (_, name: string) => CLASS_NAMES[name] ?? '')
        .replace(/^(\^?)\]/, '$1\\]');
      out += `[${body.replace(/(?<!^)\[(?!:)/g, '\\[')}]`;
      i = end;
    } else if (c === '\\') {
      i += 1;
      const next = source[i] ?? '\\';
      if (!extended && '(){}|+?'.includes(next)) out += next;
      else if (next === '<' || next === '>') out += '\\b';
      else if (/[wWsSbB1-9nt]/.test(next)) out += `\\${next}`;
      else out += next.replace(/[.*+?^${}()|[\]\\/]/, '\\$&');
    } else if (!extended && '(){}|+?'.includes(c)) out += `\\${c}`;
    else if (c === '*' && (out === '' || /(?:^|[^\\])[(|^]$/.test(out)) && !extended) out += '\\*';
    else if (!extended && c === '^' && i > 0 && !/\\[(|]$/.test(source.slice(0, i))) out += '\\^';
    else if (!extended && c === '$' && i < source.length - 1 && !/^\\[)|]/.test(source.slice(i + 1))) out += '\\$';
    else if (c === '/') out += '\\/';
    else out += c;
  }
  return new RegExp(out, flags);
}

function bracketEnd(source: string, start: number): number | undefined {
  let i = start + 1;
  if (source[i] === '^') i += 1;
  if (source[i] === ']') i += 1;
  for (; i < source.length; i += 1) {
    if (source[i] === '[' && source[i + 1] === ':') {
      const end = source.indexOf(':]', i);
      if (end !== -1) i = end + 1;
    } else if (source[i] === ']') return i;
  }
  return undefined;
}

export function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
