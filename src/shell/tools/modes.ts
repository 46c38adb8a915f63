/** Permissions as `chmod` reads and `ls` writes them. */
import { SETGID } from '../files.ts';

/** `755`, `u+x,go-w`, `+x`: what it makes of a mode; undefined if it is none. `absolute`: only octal counts. */
export function parseMode(text: string, absolute: boolean): ((mode: number) => number) | undefined {
  if (/^[0-7]{1,5}$/.test(text)) return () => Number.parseInt(text, 8);
  if (absolute || !/^[ugoa]*[-+=][rwxXst]*(,[ugoa]*[-+=][rwxXst]*)*$/.test(text)) return undefined;
  return (mode) => text.split(',').reduce(applyClause, mode);
}

function applyClause(mode: number, clause: string): number {
  const [, who = '', operator = '+', letters = ''] = /^([ugoa]*)([-+=])(.*)$/.exec(clause) ?? [];
  const everyone = who === '' || who.includes('a');
  let bits = 0;
  let mask = 0;
  for (const [group, shift] of [
    ['u', 6],
    ['g', 3],
    ['o', 0],
  ] as const) {
    if (!everyone && !who.includes(group)) continue;
    mask |= 7 << shift;
    if (letters.includes('r')) bits |= 4 << shift;
    if (letters.includes('w')) bits |= 2 << shift;
    if (letters.includes('x') || (letters.includes('X') && (mode & 0o111) !== 0)) bits |= 1 << shift;
  }
  if (letters.includes('t')) bits |= 0o1000;
  if (letters.includes('s')) bits |= who.includes('g') ? 0o2000 : 0o4000;
  if (operator === '+') return mode | bits;
  return operator === '-' ? mode & ~bits : (mode & ~mask) | bits;
}

/** `drwxr-xr-x` */
export function modeText(kind: 'dir' | 'file' | 'link' | 'device' | 'fifo', mode: number): string {
  const type = { dir: 'd', file: '-', link: 'l', device: 'c', fifo: 'p' }[kind];
  const triple = (bits: number) => `${bits & 4 ? 'r' : '-'}${bits & 2 ? 'w' : '-'}${bits & 1 ? 'x' : '-'}`;
  // The bit beside it shows as a capital letter where nobody may execute
  const marked = (bits: number, isSet: boolean, letter: string) =>
    isSet ? triple(bits).slice(0, 2) + (bits & 1 ? letter : letter.toUpperCase()) : triple(bits);
  return type + marked(mode >> 6, (mode & 0o4000) !== 0, 's') + marked(mode >> 3, (mode & SETGID) !== 0, 's') + marked(mode, (mode & 0o1000) !== 0, 't');
}
