import { parse, type Word } from 'unbash';

const cache = new Map<string, readonly Word[]>();

/** Bash's `{a,b}` and `{1..3}`: the words that a word stands for. */
export function braceWords(text: string): readonly Word[] {
  let words = cache.get(text);
  if (!words) {
    words = expandBraces(text).flatMap((piece) => {
      const command = parse(`: ${piece}`).commands[0]?.command;
      return command?.type === 'Command' ? command.args.filter((argument) => argument.type === 'Word') : [];
    });
    cache.set(text, words);
  }
  return words;
}

function expandBraces(text: string): string[] {
  for (let start = text.indexOf('{'); start !== -1; start = text.indexOf('{', start + 1)) {
    if (text[start - 1] === '$' || text[start - 1] === '\\') continue;
    const end = closing(text, start);
    if (end === undefined) continue;
    const alternatives = alternativesOf(text.slice(start + 1, end));
    if (!alternatives) continue;
    const rest = expandBraces(text.slice(end + 1));
    return alternatives.flatMap((piece) => rest.map((tail) => text.slice(0, start) + piece + tail));
  }
  return [text];
}

function closing(text: string, start: number): number | undefined {
  let depth = 0;
  for (let i = start; i < text.length; i += 1) {
    if (text[i] === '{') depth += 1;
    else if (text[i] === '}') {
      depth -= 1;
      if (depth === 0) return i;
    }
  }
  return undefined;
}

function alternativesOf(body: string): string[] | undefined {
  const range = /^(-?\d+|[A-Za-z])\.\.(-?\d+|[A-Za-z])(?:\.\.(-?\d+))?$/.exec(body);
  if (range) return rangeOf(range[1] as string, range[2] as string, Math.abs(Number(range[3] ?? 1)) || 1);
  const pieces: string[] = [''];
  let depth = 0;
  for (const c of body) {
    if (c === ',' && depth === 0) {
      pieces.push('');
      continue;
    }
    if (c === '{') depth += 1;
    if (c === '}') depth -= 1;
    pieces[pieces.length - 1] += c;
  }
  return pieces.length > 1 ? pieces.flatMap(expandBraces) : undefined;
}

function rangeOf(from: string, to: string, step: number): string[] {
  const numeric = /\d/.test(from) && /\d/.test(to);
  const first = numeric ? Number(from) : from.charCodeAt(0);
  const last = numeric ? Number(to) : to.charCodeAt(0);
  const width = /^-?0\d/.test(from) || /^-?0\d/.test(to) ? Math.max(from.length, to.length) : 0;
  const out: string[] = [];
  for (let n = first; first <= last ? n <= last : n >= last; n += first <= last ? step : -step) {
    out.push(numeric ? String(n).padStart(width, '0') : String.fromCharCode(n));
  }
  return out;
}
