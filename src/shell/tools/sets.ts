import { unescape } from './echo.ts';

const CLASSES: Readonly<Record<string, () => string>> = {
  alpha: () => range('A', 'Z') + range('a', 'z'),
  digit: () => range('0', '9'),
  alnum: () => range('0', '9') + range('A', 'Z') + range('a', 'z'),
  upper: () => range('A', 'Z'),
  lower: () => range('a', 'z'),
  space: () => '\t\n\v\f\r ',
  blank: () => '\t ',
  punct: () => '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
  xdigit: () => `${range('0', '9')}ABCDEFabcdef`,
  print: () => range(' ', '~'),
  graph: () => range('!', '~'),
  cntrl: () => `${range('\0', '\x1f')}\x7f`,
};

function range(from: string, to: string): string {
  let text = '';
  for (let code = from.charCodeAt(0); code <= to.charCodeAt(0); code += 1) text += String.fromCharCode(code);
  return text;
}

/** `a-z[:digit:]\n` of `tr` as the characters it stands for. */
export function expandSet(set: string): string {
  const text = unescape(set.replace(/\\([0-7]{1,3})/g, '\\0$1')).output;
  let out = '';
  for (let i = 0; i < text.length; i += 1) {
    const named = /^\[:(\w+):\]/.exec(text.slice(i));
    const members = named ? CLASSES[named[1] as string] : undefined;
    if (named && members) {
      out += members();
      i += named[0].length - 1;
    } else if (text[i + 1] === '-' && i + 2 < text.length) {
      out += range(text[i] as string, text[i + 2] as string);
      i += 2;
    } else out += text[i] as string;
  }
  return out;
}
